"""The real window, the real unit, keys only: find Kirov’s murder, hear its neighbours, put six events in order."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.journeys.harness import open_window, settle
from tutorapp.domain.timeline.quiz import dated

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]
Key, NoMod = Qt.Key, Qt.KeyboardModifier.NoModifier


def press(window, key, modifiers=NoMod) -> None:
    QTest.keyClick(window.focusWidget(), key, modifiers)
    QApplication.processEvents()


def spoken_focus(canvas) -> str:
    return QAccessible.queryAccessibleInterface(canvas).focusChild().text(QAccessible.Text.Name)


def test_kirov_his_neighbours_and_an_ordering_question(qtbot, tmp_path, reader):
    with open_window(qtbot, tmp_path / "pupil") as window:
        window.activateWindow()
        window.workspace.toggle_alone("timeline")
        pane = window.workspace.dock("timeline").pane
        canvas = pane.canvas
        qtbot.waitUntil(canvas.hasFocus)

        press(window, Key.Key_Slash)
        QTest.keyClicks(window.focusWidget(), "kirov murdered")
        press(window, Key.Key_Return)
        press(window, Key.Key_Home)
        assert spoken_focus(canvas) == "Kirov murdered, 1 December 1934"
        press(window, Key.Key_Slash)
        press(window, Key.Key_Escape)
        press(window, Key.Key_Left)
        before = spoken_focus(canvas)
        press(window, Key.Key_Right)
        press(window, Key.Key_Right)
        after = spoken_focus(canvas)
        assert before != after
        assert before.endswith(("1934", "1935"))
        assert after.endswith(("1934", "1935"))

        _answer_an_ordering(window, pane)
        settle(qtbot, window)
        record = window.ctx.services.practice.recent(1)[0]
        assert record.attempt.question.type == "ordering"
        assert json.loads(record.answer.response)["order"] == list(record.attempt.question.order)
        assert record.markings[-1].low == record.markings[-1].max == record.attempt.question.marks


def _answer_an_ordering(window, pane) -> None:
    press(window, Key.Key_Q, Qt.KeyboardModifier.ShiftModifier)
    quiz = pane._quiz
    order = quiz.order
    known = {d.event.id: d for d in dated(window.ctx.library.unit.events)}
    for _ in range(len(quiz.question.events)):
        left = [known[card.id] for card in order.left.cards]
        earliest = left.index(min(left, key=lambda d: d.date.sort_key))
        press(window, Key.Key_Left)
        for _step in range(len(left)):
            press(window, Key.Key_Up)
        for _step in range(earliest):
            press(window, Key.Key_Down)
        press(window, Key.Key_Space)
        press(window, Key.Key_Space)
    press(window, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Because: " in quiz.findChild(QLabel, "timeline.quiz.said").text()
    press(window, Key.Key_Escape)
    assert pane.canvas.hasFocus()
