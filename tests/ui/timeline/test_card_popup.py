"""The event's card over the line: never larger than the screen, whatever the size of the text."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QScrollArea

from tutorapp.ui.timeline.card_popup import CardPopup

pytestmark = pytest.mark.gui
SMALL = QRect(0, 0, 683, 384)  # a laptop of 1366 x 768 at 200 % scaling


def test_on_a_small_screen_the_card_scrolls_inside_the_popup(make_bench, monkeypatch):
    monkeypatch.setattr(CardPopup, "screen", lambda self: SimpleNamespace(availableGeometry=lambda: SMALL))
    bench = make_bench(size=(640, 230), text_percent=160)
    bench.ctx.selection.select_event("E04")
    bench.key(Qt.Key.Key_Space)
    popup = bench.pane.popup
    assert popup.isVisible()
    assert SMALL.contains(popup.frameGeometry())
    scroll = popup.findChild(QScrollArea, "timeline.card.scroll")
    assert scroll.verticalScrollBar().maximum() > 0
    assert popup.rect().contains(scroll.geometry())
    popup.hide()
