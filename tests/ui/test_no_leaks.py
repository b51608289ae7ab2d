"""Lists that are filled anew give back what they held: an hour of use must not grow the memory."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtGui import QStandardItem

from tests.journeys.harness import open_window, settle
from tutorapp.domain.changes import Changes

pytestmark = pytest.mark.gui


def items() -> int:
    gc.collect()
    return sum(isinstance(thing, QStandardItem) for thing in gc.get_objects())


def test_lists_that_are_filled_again_and_again_hold_no_more_than_once(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        counts = []
        for number in range(6):
            window.ctx.settings.update(theme=("dark", "light")[number % 2])
            window.ctx.bus.announce(Changes.of("attempts", "markings", "sections"), None)
            window.ctx.actions["notes.group"].trigger()
            settle(qtbot, window)
            counts.append(items())
        assert counts[2] == counts[4]
        assert counts[3] == counts[5]
