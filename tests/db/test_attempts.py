"""Sittings in the database: nothing is rewritten, and the lists' summary always equals the rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db import Database, mapping, progress
from db.base import storable
from db.models import DraftRow
from tests.builders import (
    START,
    UNIT_ID,
    a_draft,
    a_log_entry,
    a_marking,
    a_question,
    accepted_words,
    an_answer,
    an_attempt,
    an_id,
)
from tutorapp.domain.errors import BugError, KnownError
from tutorapp.domain.work import LastResult


def sit(uow, number: int, text: str = "He appointed his supporters.", **changes):
    """An attempt that is handed in; ids ``number`` and ``number + 1``."""
    attempt = an_attempt(number, **{"at": START + timedelta(minutes=number)} | changes)
    uow.attempts.add_attempt(attempt)
    uow.attempts.add_answer(an_answer(attempt, number + 1, text))
    return attempt


def test_a_record_comes_back_as_it_was(database: Database):
    attempt = an_attempt(extra_percent=25, allowed_seconds=900)
    entries = (a_log_entry(attempt, 2), a_log_entry(attempt, 3, "break_end", detail="supervised", seconds=61.5))
    answer = an_answer(attempt, 4, "Stalin — “organiser”", response='{"a": 1}', break_seconds=61.5)
    marking = a_marking(attempt, 5)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        for entry in entries:
            uow.attempts.add_log(entry)
        uow.attempts.add_answer(answer)
        uow.attempts.add_marking(marking)
        uow.commit()
    with database.reading() as uow:
        record = uow.attempts.record(attempt.id)
    assert record is not None
    assert (record.attempt, record.answer, record.markings, record.log) == (attempt, answer, (marking,), entries)


def test_nothing_stays_without_commit(database: Database):
    with database.unit_of_work() as uow:
        sit(uow, 1)
    with database.unit_of_work() as uow:
        assert uow.attempts.record(an_id(1)) is None
        assert uow.attempts.last_results(UNIT_ID) == {}
        assert uow.search.find("appointed") == ()


def test_an_error_inside_rolls_back(database: Database):
    def fail() -> None:
        with database.unit_of_work() as uow:
            sit(uow, 1)
            raise KnownError("stop")

    with pytest.raises(KnownError, match="stop"):
        fail()
    with database.reading() as uow:
        assert uow.attempts.record(an_id(1)) is None


def test_a_draft_is_replaced_and_offered_again_until_the_answer_is_handed_in(database: Database):
    attempt = an_attempt(device_id=database.device_id)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        uow.attempts.save_draft(a_draft(attempt, "first", clock="{}"))
        uow.commit()
    last = a_draft(attempt, "first and second", response="[1]", clock='{"used": 3}')
    with database.unit_of_work() as uow:
        uow.attempts.save_draft(last)
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.attempts.open_drafts() == ((attempt, last),)
        uow.attempts.add_answer(an_answer(attempt, 2))
        uow.commit()
        assert uow.attempts.open_drafts() == ()
        with pytest.raises(KnownError, match="handed in already"):
            uow.attempts.save_draft(last)
        with pytest.raises(KnownError, match="handed in already"):
            uow.attempts.add_answer(an_answer(attempt, 3))


def test_a_draft_can_be_saved_twice_in_one_transaction_and_read_back(database: Database):
    attempt = an_attempt(device_id=database.device_id)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        for text in ("one", "two", "three"):
            uow.attempts.save_draft(a_draft(attempt, text))
            assert [draft.text for _, draft in uow.attempts.open_drafts()] == [text]


def test_a_draft_is_read_anew_even_while_its_row_is_held(database: Database):
    attempt = an_attempt(device_id=database.device_id)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        uow.attempts.save_draft(a_draft(attempt, "old"))
        held = uow.session.scalars(select(DraftRow)).all()
        uow.attempts.save_draft(a_draft(attempt, "new"))
        assert [draft.text for _, draft in uow.attempts.open_drafts()] == ["new"]
        assert len(held) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None)))
def test_no_text_is_refused(database: Database, text: str):
    attempt = an_attempt(device_id=database.device_id)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        uow.attempts.save_draft(a_draft(attempt, text))
        ((_, draft),) = uow.attempts.open_drafts()
        uow.attempts.add_answer(an_answer(attempt, 2, text))
        record = uow.attempts.record(attempt.id)
        assert record is not None
        assert record.answer is not None
        assert record.answer.text == draft.text == storable(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Łódź — “yes” 😀\r\n", "Łódź — “yes” 😀\r\n"),
        ("a\ud800b", "a\ufffdb"),
        ("\udfff", "\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("a\0b", "a\ufffdb"),
    ],
)
def test_whole_characters_are_kept_and_halves_replaced(text: str, kept: str):
    assert storable(text) == kept


def test_a_draft_that_outlived_its_answer_is_not_offered(database: Database):
    with database.unit_of_work() as uow:
        attempt = sit(uow, 1, device_id=database.device_id)
        uow.session.add(DraftRow(attempt_id=attempt.id, **mapping.draft_values(a_draft(attempt))))
        uow.session.flush()
        assert uow.attempts.open_drafts() == ()


def test_a_discarded_draft_is_gone_and_its_attempt_stays(database: Database):
    attempt = an_attempt(device_id=database.device_id)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        uow.attempts.save_draft(a_draft(attempt))
        uow.attempts.discard_draft(attempt.id)
        uow.attempts.discard_draft(attempt.id)
        assert uow.attempts.open_drafts() == ()
        record = uow.attempts.record(attempt.id)
        assert record is not None
        assert record.answer is None


def test_drafts_of_another_device_are_not_offered(database: Database):
    with database.unit_of_work() as uow:
        for number, device in ((1, database.device_id), (2, "somewhere-else")):
            attempt = an_attempt(number, device_id=device)
            uow.attempts.add_attempt(attempt)
            uow.attempts.save_draft(a_draft(attempt))
        assert [attempt.id for attempt, _ in uow.attempts.open_drafts()] == [an_id(1)]


def test_work_on_an_unknown_attempt_is_our_own_mistake(database: Database):
    attempt = an_attempt()
    with database.unit_of_work() as uow, pytest.raises(BugError):
        uow.attempts.save_draft(a_draft(attempt))
    with database.unit_of_work() as uow, pytest.raises(BugError):
        uow.attempts.add_log(a_log_entry(attempt, 2))


def test_the_question_is_kept_as_it_was_seen_and_once(database: Database):
    old, new = a_question(), a_question(text="Reworded.")
    with database.unit_of_work() as uow:
        sit(uow, 1, question=old)
        sit(uow, 3, question=new)
        sit(uow, 5, question=old)
        uow.commit()
        assert [record.attempt.question for record in uow.attempts.records("Q1")] == [old, new, old]
        assert uow.session.connection().exec_driver_sql("SELECT count(*) FROM frozen_questions").scalar_one() == 2


def test_lists_are_newest_first_handed_in_only_and_can_be_paged(database: Database):
    other = a_question(id="Q2")
    with database.unit_of_work() as uow:
        for number in range(1, 13, 2):
            sit(uow, number, question=other if number == 5 else a_question())
        uow.attempts.add_attempt(an_attempt(50, at=START + timedelta(days=1)))
        same_instant = [sit(uow, number, at=START) for number in (21, 23)]
        uow.commit()
    with database.reading() as uow:
        assert [record.attempt.id for record in uow.attempts.records("Q2")] == [an_id(5)]
        assert len(uow.attempts.records("Q1", limit=2)) == 2
        everything = [record.attempt.id for record in uow.attempts.recent()]
        assert everything == [*map(an_id, (11, 9, 7, 5, 3, 1)), same_instant[1].id, same_instant[0].id]
        paged, before = [], None
        while page := uow.attempts.recent(limit=3, before=before):
            paged += [record.attempt.id for record in page]
            before = paged[-1]
        assert paged == everything


def test_accepted_words_can_be_taken_back(database: Database):
    kept, dropped = accepted_words(1), accepted_words(2, "chose them")
    with database.unit_of_work() as uow:
        for words in (kept, dropped, replace(dropped, id=an_id(3), at=START + timedelta(hours=1), deleted=True)):
            uow.attempts.add_accepted_words(words)
        uow.commit()
        assert uow.attempts.accepted_words("Q1") == (kept,)
        assert uow.attempts.accepted_words("Q2") == ()


def test_the_last_result_is_the_newest_answers_newest_marking(database: Database):
    with database.unit_of_work() as uow:
        first = sit(uow, 1)
        assert uow.attempts.last_results(UNIT_ID) == {
            "Q1": LastResult(question_id="Q1", tries=1, at=first.at, low=None, high=None, max=0)
        }
        uow.attempts.add_marking(a_marking(first, 10, 3))
        second = sit(uow, 3)
        uow.attempts.add_marking(a_marking(first, 11, 4, at=START + timedelta(days=1)))
        assert uow.attempts.last_results(UNIT_ID)["Q1"].low is None
        uow.attempts.add_marking(a_marking(second, 12, 5, at=START + timedelta(hours=1)))
        uow.attempts.add_marking(a_marking(second, 13, 2, marker="second_look", at=START + timedelta(hours=2)))
        uow.attempts.add_marking(a_marking(second, 14, 6, at=START))
        assert uow.attempts.last_results(UNIT_ID)["Q1"] == LastResult(
            question_id="Q1", tries=2, at=START + timedelta(hours=2), low=2, high=2, max=6
        )
        assert uow.attempts.last_results("another unit") == {}


STEPS = st.lists(
    st.tuples(st.sampled_from(["answer", "mark"]), st.integers(0, 4), st.integers(0, 3), st.integers(0, 6)),
    max_size=14,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_kept_summary_equals_a_rebuilt_one(database: Database, steps):
    questions = [a_question(id="Q1"), a_question(id="Q2")]
    with database.unit_of_work() as uow:  # never committed, so every example starts empty
        attempts = []
        for number in range(5):
            attempts.append(an_attempt(number + 1, question=questions[number % 2]))
            uow.attempts.add_attempt(attempts[-1])
        answered = set()
        for at, (what, which, hours, marks) in enumerate(steps):
            attempt, instant = attempts[which], START + timedelta(hours=hours)
            if what == "mark":
                uow.attempts.add_marking(a_marking(attempt, 100 + at, marks, at=instant))
            elif which not in answered:
                answered.add(which)
                uow.attempts.add_answer(an_answer(attempt, 100 + at, at=instant))
        kept = uow.attempts.last_results(UNIT_ID)
        progress.rebuild(uow.session)
        assert uow.attempts.last_results(UNIT_ID) == kept
