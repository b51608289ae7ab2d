"""The machine's clocks as the services expect them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from tests.fakes import FakeClock
from tutorapp.system_clock import SystemClock, identity


def test_the_wall_clock_is_utc_and_the_others_go_forward():
    clock = SystemClock()
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.boottime() <= clock.boottime()
    assert clock.monotonic() <= clock.monotonic()


def test_the_boot_is_named_by_the_system(tmp_path: Path):
    (tmp_path / "boot_id").write_text("4b1d\n")
    assert SystemClock(tmp_path / "boot_id").boot_id() == "4b1d"


def test_where_the_system_names_no_boot_its_start_does(tmp_path: Path):
    first, again = (SystemClock(tmp_path / "none").boot_id() for _ in range(2))
    assert first.startswith("started-")
    assert abs(int(first.removeprefix("started-")) - int(again.removeprefix("started-"))) <= 1


def test_ids_are_new_each_time_and_tell_their_time():
    clock = FakeClock()
    who = identity("device", clock)
    ids = [who.new_id() for _ in range(100)]
    assert who.device_id == "device"
    assert len(set(ids)) == 100
    assert {UUID(one).version for one in ids} == {7}
    assert {UUID(one).int >> 80 for one in ids} == {int(clock.now().timestamp() * 1000)}
    clock.advance(1)
    assert who.new_id() > max(ids)


def test_ids_ascend_within_a_millisecond_and_when_the_clock_goes_back():
    clock = FakeClock()
    who = identity("device", clock)
    ids = [who.new_id() for _ in range(2000)]
    clock.advance(-5)
    ids += [who.new_id() for _ in range(100)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
