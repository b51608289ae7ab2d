"""Choosing, writing, handing in and marking in the real window with the real marker, by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTextEdit, QTreeView

from tests.journeys.harness import open_window
from tests.journeys.person import CONTROL, Person

pytestmark = pytest.mark.gui
Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
ANSWER = (
    "Posters showed Stalin as Lenin's true heir. Pravda and the schools told one story under censorship.\n"
    "Fear did the rest. The NKVD arrested people who complained."
)


@pytest.fixture
def she(qtbot, data_dir):
    """A pupil whose mouse is broken."""
    with open_window(qtbot, data_dir) as window:
        yield Person(qtbot, window)


def go_to_question(she: Person, question_id: str) -> None:
    """Practice, then down the list until the question's own words stand beside it."""
    she.press(Key.Key_3, CONTROL)
    she.press(Key.Key_1, CONTROL | SHIFT)
    questions = she.window.findChild(QTreeView, "practice.questions")
    for _ in range(30):
        if QApplication.focusWidget() is questions:
            break
        she.press(Key.Key_Tab)
    she.press(Key.Key_Home)
    for _ in range(400):
        if she.pane("practice").choose.current_id() == question_id:
            return
        she.press(Key.Key_Down)
    pytest.fail(f"the Down key never came to {question_id}")


def write_and_hand_in(she: Person, text: str) -> None:
    she.press(Key.Key_Return)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QTextEdit)
    for number, line in enumerate(text.split("\n")):
        if number:
            she.press(Key.Key_Return)
        she.type(line)
    she.press(Key.Key_Return, CONTROL)
    she.press(Key.Key_Tab, SHIFT)  # much time is left, so it asks; the keyboard is on "no"
    she.press(Key.Key_Return)


def test_an_answer_is_marked_without_a_mouse_and_decisions_stand_beside_suggestions(she: Person):
    go_to_question(she, "Q2")
    write_and_hand_in(she, ANSWER)
    page = she.pane("practice").mark
    session = page.session
    suggested = {state.point.id: state.suggested.verdict for state in session.points}
    assert set(suggested.values()) == {"awarded", "unsure", "not_found"}
    assert "a false statement can pass" in she.words("practice.mark.note")
    assert "suggested" in page._sum.text()
    assert session.current.standing == "unsure", "an unsure point waits first"
    unsure = session.current.point.id

    she.press(Key.Key_N)
    awarded = next(at for at, state in enumerate(session.points) if state.standing == "awarded")
    she.press(Key.Key_Up, times=len(session.points))
    she.press(Key.Key_Down, times=awarded)
    refused = session.current.point.id
    she.press(Key.Key_N)
    she.press(Key.Key_Up, times=len(session.points))
    other = next(at for at, state in enumerate(session.points) if state.standing == "awarded")
    she.press(Key.Key_Down, times=other)
    confirmed = session.current.point.id
    she.press(Key.Key_Y)
    expected = page._sum.accessibleName()
    she.press(Key.Key_Return, CONTROL)

    record = she.window.ctx.services.practice.recent(1)[0]
    assert record.answer.text == ANSWER
    marking = record.markings[0]
    kept = {decision.point_id: decision for decision in marking.decisions}
    assert {key: decision.suggested for key, decision in kept.items()} == suggested
    assert [kept[key].awarded for key in (unsure, refused, confirmed)] == [False, False, True]
    assert kept[confirmed].evidence == ANSWER[kept[confirmed].start : kept[confirmed].end] != ""
    assert marking.arithmetic == expected
    assert expected.endswith(f"= {marking.low} of 6")


def test_words_the_marker_missed_are_taken_with_keys_and_count_from_then_on(she: Person):
    go_to_question(she, "Q2")
    write_and_hand_in(she, "Zorp ruled. Everyone blimped.")
    page = she.pane("practice").mark
    point = page.session.current.point.id
    assert page.session.current.standing == "not_found"
    for _ in range(10):
        if QApplication.focusWidget() is page.side.view:
            break
        she.press(Key.Key_Tab, SHIFT)
    view = QApplication.focusWidget()
    assert view is page.side.view
    she.press(Key.Key_End, CONTROL)
    she.press(Key.Key_Left, CONTROL | SHIFT, times=3)
    taken = view.textCursor().selectedText().strip()
    she.press(Key.Key_M)
    assert she.window.ctx.services.practice.accepted_words("Q2") == {point: (taken,)}
    assert page.session.points[0].standing == "awarded"
