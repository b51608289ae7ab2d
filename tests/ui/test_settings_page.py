"""The settings page: every setting is found by its words, and tints are seen before they are chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from tests.journeys.harness import open_window

pytestmark = pytest.mark.gui


@pytest.fixture
def page(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        window.show_page("settings")
        yield window.pages.currentWidget()


def shown(page: QWidget) -> set[str]:
    names = ("text_percent", "reading_font", "overlay", "extra_percent", "clock", "open_folder", "shortcuts")
    return {name for name in names if page.findChild(QWidget, f"settings.{name}").isVisible()}


def test_a_word_leaves_the_settings_that_hold_it_and_enter_goes_to_the_first(page):
    everything = shown(page)
    assert len(everything) == 7
    field = page.findChild(QLineEdit, "settings.find")
    field.setText("  FONT ")
    assert shown(page) == {"reading_font"}
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert page.window().focusWidget().objectName() == "settings.reading_font.serif"
    field.setText("last 5")
    assert shown(page) == {"clock"}, "the words on the buttons count"
    field.setText("exam arrangements")
    assert shown(page) == {"extra_percent", "clock"}, "a heading shows what stands under it"
    field.setText("zorgle")
    assert shown(page) == set()
    assert any(label.isVisible() and "zorgle" in label.text() for label in page.findChildren(QLabel))
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert shown(page) == everything


def test_choosing_a_heading_shows_all_of_it(page):
    page.findChild(QLineEdit, "settings.find").setText("font")
    page._nav.setCurrentRow(1)
    assert {"clock", "extra_percent", "reading_font"} <= shown(page)
