"""Step 11 of the hour's story: the computer dies while she writes, and text and clock come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextEdit

from db import open_database
from tests.journeys.harness import open_window
from tests.journeys.person import CONTROL, Person, seconds
from tests.journeys.programs import started
from tutorapp.domain.exam_clock import ExamClock
from tutorapp.services.practice import saved_clock
from tutorapp.ui.practice.words import clock_words

pytestmark = pytest.mark.gui
TEXT = "The General Secretary chose who sat in the congress"
OFF = timedelta(minutes=10)


@pytest.fixture
def died(data_dir: Path) -> ExamClock:
    """A folder whose program was killed while she typed; the computer was off for ten minutes and started anew.

    Returns the clock as the last save left it.
    """
    with started("-m", "tests.journeys.driver", str(data_dir), TEXT) as process:
        assert process.stdout is not None
        if process.stdout.readline() != "saved\n":
            pytest.fail(process.communicate()[1])
        process.kill()
        assert process.wait() == -9
    database = open_database(data_dir / "tutorapp.sqlite3", lambda word: ()).database
    with database.unit_of_work() as uow:
        attempt, draft = uow.attempts.open_drafts()[0]
        clock = saved_clock(attempt, draft)
        stamp = replace(clock.stamp, wall=clock.stamp.wall - OFF, boot_id="the boot before")
        clock = replace(clock, stamp=stamp)
        uow.attempts.save_draft(replace(draft, clock=clock.to_text()))
        uow.commit()
    database.close()
    return clock


def test_question_text_and_time_are_offered_again_and_the_gap_is_logged_not_charged(qtbot, data_dir, died):
    left = died.allowed_seconds - died.consumed
    with open_window(qtbot, data_dir) as window:
        she = Person(qtbot, window)
        offered = she.last_notice()
        assert "Unfinished: “Party machine or socialism in one country”" in offered
        assert f"{clock_words(left)} left" in offered
        she.click("notice.action")
        assert she.panes_shown() == ["practice"]
        assert "more important in Stalin’s victory" in she.words("practice.sit.question")
        editor = window.findChild(QTextEdit, "practice.editor")
        assert editor.toPlainText().startswith(TEXT)
        assert editor.hasFocus()
        she.press(Qt.Key.Key_T, CONTROL)
        # The clock shows the second that is running out; of the 600 s that the computer was off none is taken.
        assert -1 < left - seconds(she.words("practice.sit.clock")) < 60
        practice = window.ctx.services.practice
        attempt, _draft = practice.open_attempts()[0]
        gaps = [entry for entry in practice.record(attempt.id).log if entry.kind == "gap"]
        assert [entry.detail for entry in gaps] == ["not charged, after a restart"]
        assert gaps[0].seconds >= OFF.total_seconds()

        she.press(Qt.Key.Key_Return, CONTROL)
        she.click("practice.confirm.yes")
        she.press(Qt.Key.Key_Q, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        she.press(Qt.Key.Key_H, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        assert "TutorApp was closed (not counted)  ·  10 min" in she.everything()
        assert practice.open_attempts() == ()
