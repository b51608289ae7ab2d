"""Step 14 of the hour's story: yesterday's answer marked afresh, its first mark out of sight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from db import open_database
from tests.fakes import FakeClock, counted_ids
from tests.journeys.harness import open_window
from tests.journeys.person import CONTROL, Person
from tutorapp import assets, paths
from tutorapp.formats import pack
from tutorapp.services.marking_session import MarkingSession
from tutorapp.services.ports import Identity
from tutorapp.services.practice import PracticeService
from tutorapp.ui.notes.page import ReadingPage

pytestmark = pytest.mark.gui
Key = Qt.Key
ANSWER = (
    "Posters showed Stalin as Lenin’s true heir. Pravda and the schools told one story, and photographs were altered "
    "so that rivals vanished. The NKVD arrested people who complained."
)
FIRST_TIME = ("P1", "P2", "P3", "S1", "S2")
SECOND_TIME = ("P1", "P3", "S1", "S2")
ORDER = ("P1", "P2", "P3", "S1", "S2", "S3")


@pytest.fixture
def yesterday(data_dir: Path) -> str:
    """A folder in which Q2 was answered and marked 5 of 6 yesterday, with a second look wanted; the attempt's id."""
    unit = pack.load(assets.path(assets.shipped_unit()))
    question = next(question for question in unit.questions if question.id == "Q2")
    database = open_database(paths.find(str(data_dir)).database, lambda word: ()).database
    clock = FakeClock(datetime.now(UTC) - timedelta(days=1))
    practice = PracticeService(database.unit_of_work, Identity(database.device_id, counted_ids(1)), clock)
    sitting = practice.start(unit.manifest.id, question, "timed", 25)
    clock.advance(700)
    record = practice.hand_in(sitting.attempt.id, ANSWER, "", sitting.clock).record
    session = MarkingSession(record.attempt.question, ANSWER, None)
    for at, point in enumerate(ORDER):
        session.focus_on(at)
        session.award() if point in FIRST_TIME else session.reject()
    practice.add_marking(record.attempt.id, "self", session.judgement())
    practice.want_second_look(record.attempt.id)
    database.close()
    return record.attempt.id


@pytest.fixture
def she(qtbot, data_dir, yesterday):
    """A pupil at her window the day after."""
    with open_window(qtbot, data_dir) as window:
        she = Person(qtbot, window)
        she.click("rail.practice")
        yield she


def look_again(she: Person) -> None:
    """Take the offer of the choose page and decide every point by its key."""
    assert "Ready for a second look, its first mark hidden" in she.words("practice.reminder.text")
    she.click("practice.reminder.look")
    assert "your first mark is hidden" in she.words("practice.mark.note")
    assert "5 of 6" not in she.everything()
    for point in ORDER:
        row = next(w for w in she.window.findChildren(QWidget, f"practice.point.{point}") if w.isVisible())
        assert row.accessibleName().endswith("Not decided"), "the first decision shows through"
        assert row.focused
        she.press(Key.Key_Y if point in SECOND_TIME else Key.Key_N)
        assert "5 of 6" not in she.everything()


def test_the_second_look_gives_4_of_6_by_the_rule_and_both_marks_are_kept(she: Person, yesterday: str):
    look_again(she)
    assert she.words("practice.mark.sum") == "Propaganda 2 + Secret police 2 = 4 of 6"
    she.press(Key.Key_Return, CONTROL)
    assert (she.words("practice.result.mark"), she.words("practice.result.of")) == ("4", "of 6")
    assert "The first time you gave it 5 of 6; both marks are kept." in she.words("practice.result.note")
    record = she.window.ctx.services.practice.record(yesterday)
    assert [(marking.marker, marking.low, marking.max) for marking in record.markings] == [
        ("self", 5, 6),
        ("second_look", 4, 6),
    ]
    awarded = {d.point_id for d in record.markings[-1].decisions if d.awarded}
    assert awarded == set(SECOND_TIME)

    she.press(Key.Key_Q, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert she.words("practice.reminder.text") == "", "it was offered, and taken"


def test_each_missing_point_links_to_its_section_of_the_notes(she: Person):
    page = she.window.findChild(ReadingPage, "notes.page")
    look_again(she)
    for point, section in (("P2", "S4"), ("S3", "S6")):
        row = next(w for w in she.window.findChildren(QWidget, f"practice.point.{point}") if w.isVisible())
        she.click_at(row, QPoint(6, 6))
        she.click(f"practice.point.{point}.note")
        assert she.panes_shown() == ["notes"]
        assert page.accessibleName() == f"Notes: {she.window.ctx.library.sections[section].title}"
        she.press(Key.Key_3, CONTROL)

    she.press(Key.Key_Return, CONTROL)
    she.click("practice.result.read")
    missing = {she.window.ctx.library.sections[key].title for key in ("S4", "S6")}
    assert page.accessibleName().removeprefix("Notes: ") in missing
