"""What meets the eye first: the suggested question leads, tools have words, marking opens at the scheme's top."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]


def test_the_list_opens_at_its_top_with_the_suggested_question(world):
    choose = world.pane.choose
    assert choose.list.ids()[0] == choose.current_id() == "Q2"
    assert len(choose.list.ids()) == len(set(choose.list.ids())), "it does not stand under its heading as well"
    assert choose.list.verticalScrollBar().value() == 0
    choose.chips._change(type="essay")
    assert choose.list.ids() == ["E1"], "filtered away it leads no more"


def test_tools_have_words_where_there_is_room(world):
    head = QWidget()
    world.pane.build_tools(QHBoxLayout(head))
    surprise = head.findChild(QToolButton, "practice.surprise.button")
    assert surprise.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    worded = surprise.sizeHint().width()
    world.window.resize(510, 440)
    world.qtbot.waitUntil(lambda: surprise.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly)
    assert surprise.sizeHint().width() < worded / 2
    assert surprise.accessibleName() == "Surprise me"
    head.deleteLater()


def test_the_scheme_is_shown_from_its_top_while_the_point_in_focus_can_be_seen_there(world):
    world.hand_in()
    scheme = world.pane.mark.scheme
    bar = scheme.verticalScrollBar()
    world.window.resize(1000, 420)
    world.settle()
    rows = list(enumerate(scheme._rows))
    for at, row in [*rows, *reversed(rows)]:
        scheme.focus_asked.emit(at)
        world.qtbot.waitUntil(lambda row=row: row.focused)
        if row.geometry().bottom() <= scheme.viewport().height():
            assert bar.value() == 0, at
        top, bottom = (
            row.mapTo(scheme.viewport(), row.rect().topLeft()),
            row.mapTo(scheme.viewport(), row.rect().bottomLeft()),
        )
        assert top.y() >= 0, at
        assert bottom.y() <= scheme.viewport().height() + 1, at
