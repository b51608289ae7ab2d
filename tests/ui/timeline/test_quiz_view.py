"""Quizzes from the line: an order made by keyboard alone, every kind asked and kept, and the way back to the line."""

from __future__ import annotations

from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tutorapp.domain.library import Library
from tutorapp.ui.bus import Target
from tutorapp.ui.timeline.quiz_view import QuizView

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]
Key = Qt.Key


@pytest.fixture
def quiz(bench, qtbot):
    kept = []
    view = QuizView(bench.ctx, lambda question, response: kept.append((question, response)), Random(3))
    qtbot.addWidget(view)
    view.resize(1310, 650)
    view.show()
    view.activateWindow()
    library: Library = bench.ctx.library
    assert view.open(library, list(library.unit.events))
    view.kept = kept
    return view


def press(view, *keys) -> None:
    for key in keys:
        QTest.keyClick(view.window().focusWidget(), key)
        QApplication.processEvents()


def said(view) -> str:
    return view.findChild(QLabel, "timeline.quiz.said").text()


def test_an_order_is_made_and_checked_by_keyboard_alone(quiz):
    wanted = list(quiz.question.events)
    for place, key in enumerate(wanted):
        left = [card.id for card in quiz.order.left.cards]
        quiz.order.left.current = 0
        press(quiz, *[Key.Key_Down] * left.index(key))
        press(quiz, Key.Key_Space)
        assert said(quiz).endswith(f"carried, place {place + 1} of {len(wanted)}.")
        press(quiz, Key.Key_Space)
    assert quiz.order.order == wanted
    QTest.keyClick(quiz.order, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert quiz.result.marks == quiz.question.marks
    assert "Because: " in said(quiz)
    assert quiz.kept[0][1] == {"order": list(quiz.question.order)}


def test_a_carried_card_moves_and_can_go_back(quiz):
    press(quiz, Key.Key_Space, Key.Key_Space, Key.Key_Space)
    assert quiz.order.right.carried == 1
    before = quiz.order.order
    press(quiz, Key.Key_Up)
    assert quiz.order.order == [before[1], before[0]]
    press(quiz, Key.Key_Left)
    assert quiz.order.order == [before[0]]
    press(quiz, Key.Key_1)
    assert len(quiz.order.order) == 2
    assert quiz.order.right.carried == -1


def test_nothing_can_be_checked_before_every_card_has_a_place(quiz):
    button = quiz.findChild(QPushButton, "timeline.quiz.check")
    assert not button.isEnabled()
    QTest.keyClick(quiz.order, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert quiz.result is None
    for number in range(len(quiz.question.events)):
        press(quiz, Key.Key_1 + number)
    assert button.isEnabled()


@pytest.mark.parametrize("kind", ["first", "place", "gap"])
def test_a_choice_is_marked_kept_and_explained(quiz, kind):
    assert quiz.ask(kind)
    right = next(choice.id for choice in quiz.question.choices if choice.correct)
    next(button for key, button in quiz._choices if key == right).setChecked(True)
    quiz.check()
    assert quiz.result.marks == quiz.question.marks
    assert len(quiz.kept) == 1
    quiz.check()
    assert len(quiz.kept) == 1


@pytest.mark.parametrize("kind", ["when", "ends"])
def test_a_date_is_read_as_typed_and_a_near_miss_earns_a_part(quiz, kind):
    assert quiz.ask(kind)
    field = quiz._date
    field.setText("nonsense")
    assert quiz.response() is None
    assert "not a date" in quiz._understood.text()
    field.setText(quiz.question.date.when)
    assert quiz._understood.text().startswith("Read as ")
    quiz.check()
    assert quiz.result.marks == 3


def test_the_note_and_the_line_are_one_press_away(bench, quiz):
    shown = []
    quiz.shown_on_line.connect(shown.append)
    quiz.ask("first")
    quiz._choices[0][1].setChecked(True)
    quiz.check()
    quiz.findChild(QPushButton, "timeline.quiz.notes").click()
    quiz.findChild(QPushButton, "timeline.quiz.line").click()
    assert bench.opened[-1] == Target("section", "S2")
    assert shown == [",".join(quiz.question.events)]


def test_the_pane_opens_a_quiz_and_escape_leaves_it(bench):
    bench.key(Key.Key_Q, Qt.KeyboardModifier.ShiftModifier)
    assert bench.pane.stack.currentIndex() == 2
    bench.key(Key.Key_Escape)
    assert bench.pane.canvas.hasFocus()


def test_too_few_events_are_told(bench):
    bench.pane.filters.want(text="kirov")
    bench.pane.open_quiz()
    assert bench.pane.stack.currentIndex() == 0
    assert "too few events" in bench.told[-1].text


def test_a_low_pane_starts_with_a_question_that_fits(make_bench):
    bench = make_bench(size=(1310, 230))
    bench.pane.open_quiz()
    assert bench.pane._quiz.kind == "first"
    assert bench.pane._quiz.minimumSizeHint().height() < 230


@pytest.mark.parametrize("percent", [100, 160])
def test_all_of_it_can_be_seen_in_a_narrow_pane(make_bench, qtbot, percent):
    bench = make_bench(text_percent=percent)
    view = QuizView(bench.ctx, lambda _question, _response: None, Random(3))
    qtbot.addWidget(view)
    width = 600 * percent // 100
    view.resize(width, 650)
    view.show()
    assert view.open(bench.ctx.library, list(bench.ctx.library.unit.events))
    QApplication.processEvents()
    assert view.width() == width  # a window grows to what its content needs at least
    for button in view.findChildren(QPushButton):
        if button.isVisible():
            assert view.rect().contains(button.mapTo(view, button.rect().bottomRight()))
