"""Marking in the real window: the room it needs, and the words the marker missed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.journeys.harness import open_window
from tests.journeys.person import CONTROL, Person
from tutorapp.ui.bus import Target

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]
ODD = "Zorgle brigades hummed hymns about the Boss at breakfast"
ANSWER = f"The NKVD arrested his rivals and sent them to the gulag. {ODD}."


@pytest.fixture
def she(qtbot, data_dir):
    with open_window(qtbot, data_dir, size=(1366, 768)) as opened:
        yield Person(qtbot, opened)


def hand_in(she: Person, text: str = ANSWER):
    """Answer Q2 untimed by the keyboard; returns the practice pane, which marks it."""
    pane = she.pane("practice")
    pane.start("Q2", "untimed")
    she.rest()
    pane.sit.editor.setFocus()
    she.type(text)
    she.press(Qt.Key.Key_Return, CONTROL)
    if pane._page == "sit":
        pane.sit._confirm.accept()
        she.rest()
    she.rest()
    assert pane._page == "mark"
    return pane


def finish(she: Person) -> None:
    she.pane("practice").mark.finish()
    she.rest()
    assert she.pane("practice")._page == "result"


def test_marking_is_given_the_room_of_the_other_panes_and_gives_it_back(she: Person):
    pane = hand_in(she)
    assert set(she.panes_shown()) == {"practice"}
    assert pane.mark._split.orientation() == Qt.Orientation.Horizontal
    assert she.window.workspace.state()["alone"] == ""
    finish(she)
    assert set(she.panes_shown()) == {"notes", "timeline", "practice"}


def test_who_brings_the_other_panes_back_while_marking_keeps_them(she: Person):
    hand_in(she)
    she.window.workspace.toggle_alone("practice")
    she.rest()
    assert set(she.panes_shown()) == {"notes", "timeline", "practice"}
    she.window.resize(1300, 760)
    she.rest()
    assert set(she.panes_shown()) == {"notes", "timeline", "practice"}
    finish(she)
    assert set(she.panes_shown()) == {"notes", "timeline", "practice"}


def test_a_note_opened_while_marking_stands_beside_it(she: Person):
    hand_in(she)
    section = next(iter(she.window.ctx.library.sections))
    she.window.ctx.bus.open(Target("section", section))
    she.rest()
    assert set(she.panes_shown()) == {"notes", "timeline", "practice"}


def test_who_chose_the_pane_alone_keeps_it_alone(she: Person):
    she.window.workspace.toggle_alone("practice")
    hand_in(she)
    finish(she)
    assert set(she.panes_shown()) == {"practice"}


def test_a_pane_that_is_wide_enough_takes_nothing(she: Person):
    she.window.resize(2200, 1200)
    she.rest()
    hand_in(she)
    assert set(she.panes_shown()) == {"notes", "timeline", "practice"}


def test_words_the_marker_missed_earn_the_point_in_the_next_answer(she: Person):
    pane = hand_in(she)
    session = pane.mark.session
    at, missed = next((n, s) for n, s in enumerate(session.points) if s.suggested.verdict == "not_found")
    session.focus_on(at)
    pane.mark.refresh()
    start = ANSWER.index(ODD)
    pane.mark.side.view.select(start, start + len(ODD))
    pane.focus_first()
    she.press(Qt.Key.Key_M)
    she.rest()
    assert she.window.ctx.services.practice.accepted_words("Q2") == {missed.point.id: (ODD,)}
    finish(she)
    again = hand_in(she, f"In the thirties {ODD}, as they did every day.").mark.session
    found = again.points[at].suggested
    assert (found.verdict, found.layer) == ("awarded", "your words")
    assert ODD in found.evidence
