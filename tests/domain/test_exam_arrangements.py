"""Leaving the window, the prompter and the printed log: what counts, and what is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import DEVICE, an_answer, an_attempt, an_id
from tests.domain.test_exam_clock import START, after, kinds, rebooted
from tutorapp.domain import exam_log
from tutorapp.domain.exam_clock import ExamClock
from tutorapp.domain.leaving import LEAST_SECONDS, Presence, look
from tutorapp.domain.prompter import Prompter
from tutorapp.domain.work import AttemptRecord, LogEntry

quick = settings(max_examples=60, deadline=None)
seconds = st.floats(min_value=0, max_value=20_000, allow_nan=False)


# --- leaving -----------------------------------------------------------------------------------------------


@quick
@given(seconds, st.lists(seconds, max_size=4))
def test_an_absence_is_written_down_once_with_its_whole_length_however_often_one_looks(length, looks):
    moved = look(Presence(), START, here=False, how="minimised")
    seen = list(moved.events)
    for part in sorted(one for one in looks if one < length):
        moved = look(moved.presence, after(START, part), here=False, how="other")
        seen += moved.events
    moved = look(moved.presence, after(START, length), here=True)
    seen += moved.events
    assert not moved.presence.is_away
    if length < LEAST_SECONDS and not seen:
        return
    assert kinds(seen) == ["left", "returned"]
    assert seen[1].seconds == pytest.approx(length)
    assert {event.detail for event in seen} == {"minimised"}


@pytest.mark.parametrize(("length", "logged"), [(1.9, []), (2.0, ["left", "returned"]), (75.0, ["left", "returned"])])
def test_two_seconds_are_the_border(length, logged):
    gone = look(Presence(), START, here=False).presence
    assert kinds(look(gone, after(START, length), here=True).events) == logged


def test_leaving_is_written_down_before_the_person_is_back():
    gone = look(Presence(), START, here=False).presence
    assert kinds(look(gone, after(START, 1.9), here=False).events) == []
    assert kinds(look(gone, after(START, 2.0), here=False).events) == ["left"]


def test_sleep_counts_as_absence_and_a_set_clock_does_not():
    gone = look(Presence(), START, here=False).presence
    (_, back) = look(gone, after(START, 900, slept=880, wall_shift=5000), here=True).events
    assert back.seconds == pytest.approx(900)
    (_, back) = look(gone, rebooted(START, 300), here=True).events
    assert back.seconds == pytest.approx(300)


# --- prompter ----------------------------------------------------------------------------------------------


def test_a_prompter_waits_from_the_last_word_and_then_anew():
    prompter = Prompter(every=300)
    assert not prompter.is_due(299)
    assert prompter.is_due(300)
    assert not prompter.typed(250).is_due(549)
    assert prompter.typed(250).is_due(550)
    assert not Prompter().is_due(1e9)


def test_a_rest_break_is_never_taken_for_idleness():
    clock = ExamClock.start(3600, 0, START).rest(after(START, 100)).clock
    clock = clock.carry_on(after(START, 2000)).clock
    prompter = Prompter(every=300)
    assert not prompter.is_due(clock.used(after(START, 2100)))
    assert prompter.is_due(clock.used(after(START, 2200)))


# --- the log that is printed ---------------------------------------------------------------------------------


def entries(*rows: tuple[float, str, float, str]) -> tuple[LogEntry, ...]:
    return tuple(
        LogEntry(
            id=an_id(number),
            device_id=DEVICE,
            at=START.wall + timedelta(seconds=at),
            attempt_id=an_id(1),
            kind=kind,
            detail=detail,
            seconds=length,
        )
        for number, (at, kind, length, detail) in enumerate(rows, start=100)
    )


def shown(*rows: tuple[float, str, float, str]) -> list[tuple[float, str, float | None]]:
    lines = exam_log.lines(reversed(entries(*rows)))
    return [((line.at - START.wall).total_seconds(), line.kind, line.seconds) for line in lines]


def test_start_and_end_are_one_line_at_the_time_it_began():
    assert shown(
        (60, "break_start", 0, ""),
        (360, "break_end", 300, ""),
        (400, "left", 0, "minimised"),
        (430, "returned", 28, "minimised"),
        (500, "clock_jump", -3600, "back"),
        (510, "second_look_wanted", 0, ""),
        (600, "prompted", 0, ""),
    ) == [(60, "break", 300), (400, "left", 28), (500, "clock_jump", -3600), (600, "prompted", 0)]


def test_what_never_ended_is_shown_without_a_length():
    assert shown((60, "left", 0, ""), (90, "gap", 40, ""), (200, "left", 0, ""), (210, "returned", 10, "")) == [
        (60, "left", None),
        (90, "gap", 40),
        (200, "left", 10),
    ]
    found = exam_log.lines(entries((60, "left", 0, ""), (200, "left", 0, ""), (210, "returned", 10, "")))
    assert exam_log.total(found, "left") == (2, 10)


def test_the_times_are_base_extra_allowed_used_over_and_pauses():
    attempt = an_attempt(extra_percent=7, allowed_seconds=771)
    record = AttemptRecord(attempt=attempt, answer=an_answer(attempt, 2, used_seconds=800.5, break_seconds=90.0))
    times = exam_log.times(record)
    assert (times.base, times.percent, times.extra, times.allowed) == (720, 7, 51, 771)
    assert (times.used, times.over, times.paused) == (800.5, 29.5, 90.0)
    untimed = replace(record, attempt=replace(attempt, base_seconds=0, allowed_seconds=0))
    assert exam_log.times(untimed).over == 0
    with pytest.raises(ValueError, match="not handed in"):
        exam_log.times(replace(record, answer=None))
