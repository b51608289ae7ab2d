"""Snapshots on a share: ordered by number, taken once, and none goes that is in no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.snapshot_plan import next_name, parse, redundant, to_take

AT = datetime(2027, 3, 1, 16, tzinfo=UTC)
A, B = "aaaaaaaa", "bbbbbbbb"


def a_name(device: str, number: int, days: int = 0) -> str:
    return next_name([], device, AT + timedelta(days=days), number - 1)


def test_a_name_says_device_number_and_time():
    found = parse(a_name(A, 12))
    assert found is not None
    assert (found.device, found.number, found.at) == (A, 12, AT)
    for other in (
        "essay.txt",
        "aaaaaaaa-000001-essay.sqlite3",
        f"{a_name(A, 1)}.tmp",
        "tutorapp-20270301T160000Z.sqlite3",
    ):
        assert parse(other) is None


def test_numbers_go_on_whatever_the_clock_says_and_where_the_folder_was_emptied():
    assert parse(next_name([a_name(A, 3, days=9)], A, AT)).number == 4
    assert parse(next_name([a_name(B, 3)], A, AT)).number == 1
    assert parse(next_name([], A, AT, last=7)).number == 8


def test_the_newest_of_each_computer_is_taken_by_number_and_not_again():
    names = ["notes.txt", a_name(A, 1, days=5), a_name(A, 2), a_name(B, 1)]
    assert to_take(names, {}) == (a_name(A, 2), a_name(B, 1))
    assert to_take(names, {A: 2}) == (a_name(B, 1),)
    assert to_take(names, {A: 1, B: 1}) == (a_name(A, 2),)


def test_computers_wiped_each_night_leave_no_heap():
    names: list[str] = []
    for night in range(40):
        device = f"{night:08x}"
        taken = {found.device: found.number for name in names if (found := parse(name))}
        sent = next_name(names, device, AT + timedelta(days=night))
        gone = redundant(names, sent, taken, 5)
        names = [name for name in [*names, sent] if name not in gone]
    assert len(names) == 5


@settings(max_examples=100, deadline=None)
@given(
    there=st.sets(st.tuples(st.sampled_from([A, B, "cccccccc"]), st.integers(1, 9)), max_size=20),
    taken=st.dictionaries(st.sampled_from([B, "cccccccc"]), st.integers(0, 9)),
    count=st.integers(1, 6),
)
def test_only_what_the_one_just_sent_holds_too_can_go(there, taken, count):
    names = [a_name(device, number) for device, number in there]
    sent = next_name(names, A, AT)
    for gone in redundant([*names, sent], sent, taken, count):
        found = parse(gone)
        assert gone != sent
        assert found.device == A or found.number <= taken[found.device]
    kept = {*names, sent} - set(redundant([*names, sent], sent, taken, count))
    mine = [found.number for name in kept if (found := parse(name)).device == A]
    assert len(mine) <= count
