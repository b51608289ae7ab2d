"""The sitting's clock: time from stamps, whatever happens to the computer's clocks in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.exam_clock import ExamClock, Instant, allowance

START = Instant(datetime(2027, 4, 2, 18, 0, tzinfo=UTC), 1000.0, 900.0, "boot-a")
quick = settings(max_examples=80, deadline=None)


def after(at: Instant, seconds: float, *, slept: float = 0.0, wall_shift: float = 0.0) -> Instant:
    """``seconds`` later by the boot-time clock, of which ``slept`` were spent asleep."""
    return Instant(
        at.wall + timedelta(seconds=seconds + wall_shift),
        at.boottime + seconds,
        at.monotonic + seconds - slept,
        at.boot_id,
    )


def rebooted(at: Instant, seconds: float) -> Instant:
    return Instant(at.wall + timedelta(seconds=seconds), 12.0, 12.0, "boot-b")


def kinds(events) -> list[str]:
    return [event.kind for event in events]


@pytest.mark.parametrize(
    ("base", "extra", "allowed"), [(720, 25, 900), (720, 0, 720), (720, 100, 1440), (720, 7, 771), (240, 33, 320)]
)
def test_the_allowance_is_exact_to_the_second(base, extra, allowed):
    assert allowance(base, extra) == allowed


@quick
@given(st.integers(0, 20_000), st.integers(0, 100))
def test_extra_time_never_falls_short_and_is_less_than_a_second_over(base, extra):
    assert 0 <= allowance(base, extra) * 100 - base * (100 + extra) < 100


@pytest.mark.parametrize(("base", "extra"), [(720, -1), (720, 101), (-1, 0)])
def test_an_allowance_outside_the_rule_is_refused(base, extra):
    with pytest.raises(ValueError, match="extra time"):
        allowance(base, extra)


@quick
@given(st.lists(st.floats(0, 400), max_size=30))
def test_the_number_of_observations_does_not_change_the_time_used(lengths):
    clock, at = ExamClock.start(3600, 25, START), START
    for length in lengths:
        at = after(at, length)
        clock, _ = clock.observe(at)
    once, _ = ExamClock.start(3600, 25, START).observe(at)
    assert clock.used(at) == pytest.approx(once.used(at), abs=1e-6)
    assert clock.used(at) == pytest.approx(at.boottime - START.boottime, abs=1e-6)


@quick
@given(st.one_of(st.floats(-200_000, -2.1), st.floats(-1.9, 1.9), st.floats(2.1, 200_000)), st.floats(0, 700))
def test_setting_the_wall_clock_changes_nothing_but_the_log(shift, seconds):
    clock = ExamClock.start(720, 25, START)
    plain, _ = clock.observe(after(START, seconds))
    jumped, events = clock.observe(after(START, seconds, wall_shift=shift))
    assert jumped.remaining(jumped.stamp) == plain.remaining(plain.stamp)
    assert ("clock_jump" in kinds(events)) == (abs(shift) > 2)


@pytest.mark.parametrize("hour", [-3600, 3600])
def test_a_clock_set_by_an_hour_is_logged_with_its_sign(hour):
    _, events = ExamClock.start(720, 25, START).observe(after(START, 60, wall_shift=hour))
    assert [(e.kind, e.seconds) for e in events] == [("clock_jump", hour)]


def test_sleep_at_home_pauses_and_shows_as_a_break():
    clock = ExamClock.start(720, 25, START)
    woke = after(START, 60 + 1200, slept=1200)
    clock, events = clock.observe(woke)
    assert (clock.phase, kinds(events)) == ("suspended", ["suspended"])
    assert clock.remaining(woke) == pytest.approx(900 - 60)
    later = after(woke, 30)
    clock, events = clock.carry_on(later)
    assert clock.phase == "running"
    assert clock.remaining(later) == pytest.approx(900 - 60)
    assert clock.rested == pytest.approx(1230)
    assert [(e.kind, e.seconds) for e in events] == [("resumed", pytest.approx(1230))]


def test_sleep_in_strict_conditions_counts_and_is_noticed():
    clock, events = ExamClock.start(3600, 0, START, strict=True).observe(after(START, 1260, slept=1200))
    assert (clock.phase, clock.used(clock.stamp)) == ("running", pytest.approx(1260))
    assert [(e.kind, e.detail) for e in events] == [("suspended", "charged")]


@quick
@given(st.floats(0, 500), st.floats(0, 5000), st.floats(0, 300))
def test_a_rest_break_is_never_counted(before, rest, afterwards):
    first = after(START, before)
    second = after(first, rest)
    third = after(second, afterwards)
    clock = ExamClock.start(3600, 0, START).rest(first).clock.carry_on(second).clock
    assert clock.used(third) == pytest.approx(before + afterwards, abs=1e-6)
    assert clock.rested == pytest.approx(rest, abs=1e-6)


def test_a_rest_break_is_logged_with_its_length_even_when_the_computer_sleeps_in_it():
    clock, events = ExamClock.start(720, 0, START).rest(after(START, 10))
    assert kinds(events) == ["break_start"]
    clock, events = clock.carry_on(after(START, 710, slept=600))
    assert [(e.kind, e.seconds) for e in events] == [("suspended", 600), ("break_end", 700)]
    assert clock.used(clock.stamp) == pytest.approx(10)


@quick
@given(st.floats(1, 800), st.floats(0, 100_000), st.booleans())
def test_a_gap_while_the_program_was_dead_is_logged_not_charged_at_home(used, gap, reboot):
    saved = ExamClock.start(720, 25, START).observe(after(START, used)).clock
    again = ExamClock.from_text(saved.to_text())
    back = rebooted(saved.stamp, gap) if reboot else after(saved.stamp, gap)
    clock, events = again.recover(back)
    assert clock.phase == "suspended"
    assert clock.carry_on(back).clock.remaining(back) == pytest.approx(900 - used, abs=1e-6)
    assert [e.detail for e in events if e.kind == "gap"] == ["not charged" + (", after a restart" if reboot else "")]


@quick
@given(st.floats(0, 800), st.floats(-5000, 100_000))
def test_strict_conditions_charge_a_reboot_between_nothing_and_what_was_left(used, gap):
    saved = ExamClock.start(720, 25, START, strict=True).observe(after(START, used)).clock
    back = rebooted(saved.stamp, gap)
    clock, events = saved.recover(back)
    charged = clock.used(back) - used
    assert clock.phase == "running"
    assert charged == pytest.approx(min(max(gap, 0), 900 - used), abs=1e-5)
    assert "gap" in kinds(events)


def test_strict_conditions_charge_a_crash_by_the_boot_clock_and_not_by_the_wall():
    saved = ExamClock.start(3600, 0, START, strict=True)
    clock, events = saved.recover(after(START, 100, wall_shift=-7200))
    assert clock.used(clock.stamp) == pytest.approx(100)
    assert kinds(events) == ["clock_jump", "gap"]


def test_a_gap_inside_a_rest_break_belongs_to_the_break():
    clock = ExamClock.start(720, 0, START).rest(after(START, 20)).clock
    clock = clock.recover(after(START, 120)).clock
    assert (clock.phase, clock.rested) == ("break", pytest.approx(100))


@quick
@given(st.integers(1, 7200), st.integers(0, 100), st.lists(st.floats(0, 900), max_size=40))
def test_each_notice_is_given_once_and_not_before_its_time(base, extra, lengths):
    clock, at, seen = ExamClock.start(base, extra, START), START, []
    for length in lengths:
        at = after(at, length)
        clock, events = clock.observe(at)
        clock = ExamClock.from_text(clock.to_text())
        for event in events:
            seen.append(event.kind)
            left = clock.remaining(at)
            limit = {"half_time": clock.allowed_seconds / 2, "five_minutes": 300, "time_up": 0}[event.kind]
            assert left <= limit + 1e-6
    assert len(seen) == len(set(seen))
    if clock.remaining(at) < -1e-6:
        expected = {"half_time", "time_up"} | ({"five_minutes"} if clock.allowed_seconds > 300 else set())
        assert set(seen) == expected


def test_notices_come_in_the_order_of_their_time():
    clock, events = ExamClock.start(480, 0, START).observe(after(START, 500))
    assert kinds(events) == ["five_minutes", "half_time", "time_up"]
    assert clock.observe(after(START, 501)).events == ()


def test_untimed_practice_keeps_time_and_gives_no_notice():
    clock, events = ExamClock.start(0, 25, START).observe(after(START, 90_000))
    assert (clock.timed, events, clock.used(clock.stamp)) == (False, (), pytest.approx(90_000))
    assert clock.remaining(clock.stamp) == float("inf")


def test_a_closed_clock_stays_closed():
    clock, events = ExamClock.start(720, 0, START).close(after(START, 30))
    assert kinds(events) == ["closed"]
    late = after(START, 5000)
    for step in (clock.observe(late), clock.rest(late), clock.carry_on(late), clock.recover(late), clock.close(late)):
        assert step == (clock, ())


@quick
@given(
    st.sampled_from(["running", "break", "suspended", "closed"]), st.floats(0, 1e6), st.floats(0, 1e6), st.booleans()
)
def test_the_state_survives_writing_and_reading(phase, consumed, rested, strict):
    clock = replace(
        ExamClock.start(720, 25, START, strict=strict),
        phase=phase,
        consumed=consumed,
        rested=rested,
        told={"half_time"},
    )
    again = ExamClock.from_text(clock.to_text())
    assert again == replace(clock, told=frozenset({"half_time"}))


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"base": 1}', "x" * 50])
def test_a_damaged_state_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        ExamClock.from_text(text)


@pytest.mark.parametrize(("old", "new"), [('"running"', '"flying"'), ("720", '"a"'), ("0.0", "NaN"), ("+00:00", "")])
def test_a_state_with_one_wrong_value_is_refused(old, new):
    text = ExamClock.start(720, 25, START).to_text()
    with pytest.raises(ValueError, match=r"."):
        ExamClock.from_text(text.replace(old, new))


@pytest.mark.parametrize("strict", [False, True])
def test_a_clock_looked_at_after_a_reboot_without_recovering_charges_nothing(strict):
    clock = ExamClock.start(720, 0, START, strict=strict).observe(after(START, 60)).clock
    later = clock.observe(rebooted(clock.stamp, 500)).clock
    assert later.used(later.stamp) == pytest.approx(60)


def test_without_a_boot_id_one_run_still_counts():
    nameless = replace(START, boot_id="")
    clock, _ = ExamClock.start(720, 0, nameless).observe(after(nameless, 60))
    assert clock.used(clock.stamp) == pytest.approx(60)
