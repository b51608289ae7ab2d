"""The exam arrangements that a person sets: tint, reminder, speed of reading aloud; in force at once, and kept."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QRadioButton, QSpinBox, QWidget

from tests.journeys.harness import open_window
from tutorapp.settings import CHOICES, Settings

pytestmark = pytest.mark.gui


def test_tint_reminder_and_speed_are_set_here_and_kept(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        window.show_page("settings")
        swatches = window.findChild(QWidget, "settings.overlay").findChildren(QRadioButton)
        assert [swatch.objectName().split(".")[-1] for swatch in swatches] == list(CHOICES["overlay"])
        next(swatch for swatch in swatches if swatch.text() == "Peach").click()
        assert window.tint.isVisible()
        window.findChild(QSpinBox, "settings.prompter_minutes").setValue(5)
        window.findChild(QSpinBox, "settings.reader_percent").setValue(75)
    with open_window(qtbot, data_dir) as window:
        found = window.ctx.settings.value
        assert (found.overlay, found.prompter_minutes, found.reader_percent) == ("peach", 5, 75)
        window.ctx.settings.update(overlay="none")
        assert not window.tint.isVisible()


def test_values_out_of_bounds_are_mended():
    changed = Settings().changed(prompter_minutes=99, reader_percent=10, answer_points="7", overlay="mud")
    assert (changed.prompter_minutes, changed.reader_percent) == (30, 50)
    assert (changed.answer_points, changed.overlay) == ("12", "none")
