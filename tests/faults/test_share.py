"""Rows 12 and 13: a share that hangs holds nobody up; it is told, and the work goes there once the share answers."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Database, keeping, open_database
from tests.builders import START, an_attempt
from tests.db import make_kept
from tests.fakes import FakeClock
from tests.faults.copies import nothing
from tests.faults.shares import HangingShare
from tutorapp.services.backup import Backups
from tutorapp.services.keeper import Keeper
from tutorapp.services.snapshots import FolderShare, Share, Snapshots, Taken, within

AT_ONCE = 0.1  # seconds
DEVICE = "0123456789abcdef"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "share"
    made.mkdir()
    return made


@pytest.fixture
def hanging(folder: Path) -> Iterator[HangingShare]:
    share = HangingShare(folder)
    yield share
    share.let_go()


def a_backup(folder: Path, day: int, content: bytes = b"sound") -> Path:
    path = folder / f"tutorapp-202703{day:02d}T160000Z.sqlite3"
    path.write_bytes(content)
    return path


def snapshots_of(share: Share, tmp_path: Path, count: int = 20, retry: float = 60) -> Snapshots:
    """Snapshots of work that is a few letters."""
    taken = Taken(tmp_path / "snapshots.json", DEVICE)
    return Snapshots(share, count, DEVICE, lambda to: to.write_bytes(b"the work"), FakeClock(), taken, retry)


def numbers(folder: Path) -> list[int]:
    return sorted(int(path.name.split("-")[1]) for path in folder.iterdir() if path.name.startswith(DEVICE[:8]))


# --- sending -----------------------------------------------------------------------------------------------


def test_a_share_that_hangs_holds_nobody_up_and_the_newest_goes_once_it_answers(hanging, folder, tmp_path):
    snapshots = snapshots_of(hanging, tmp_path)
    assert snapshots.problem() is None
    began = time.monotonic()
    snapshots.send(a_backup(tmp_path, 1, b"first"))
    snapshots.send(a_backup(tmp_path, 2, b"second"))
    snapshots.send(a_backup(tmp_path, 3, b"third"))
    problem = snapshots.problem()
    assert time.monotonic() - began < AT_ONCE
    assert problem is not None
    assert "saved on this computer" in problem
    assert not snapshots.wait(0.05)
    hanging.let_go()
    assert snapshots.wait(5)
    assert snapshots.problem() is None
    sent = [path.read_bytes() for path in folder.iterdir()]
    assert b"third" in sent
    assert b"second" not in sent or b"first" not in sent  # what was overtaken while it hung never goes


def test_work_in_use_is_copied_on_the_snapshots_own_thread(folder, tmp_path):
    names: list[str] = []
    taken = Taken(tmp_path / "snapshots.json", DEVICE)

    def copy(to: Path) -> None:
        names.append(threading.current_thread().name)
        to.write_bytes(b"the work")

    snapshots = Snapshots(FolderShare(folder), 20, DEVICE, copy, FakeClock(), taken)
    snapshots.send()
    assert snapshots.wait(5)
    assert names == ["snapshots"]
    assert [path.read_bytes() for path in folder.iterdir()] == [b"the work"]


def test_a_share_that_is_gone_is_told_and_tried_again_without_being_asked(tmp_path):
    folder = tmp_path / "mounted" / "share"
    told = threading.Event()
    snapshots = snapshots_of(FolderShare(folder), tmp_path, retry=0.01)
    snapshots.on_change = lambda: told.set() if snapshots.problem() is None else None
    snapshots.send()
    assert snapshots.wait(5)
    assert not (tmp_path / "mounted").exists()  # never made where nothing is mounted
    assert "Not backed up" in str(snapshots.problem())
    folder.parent.mkdir()
    assert told.wait(5)
    assert numbers(folder) == [1]


def test_a_copy_that_arrives_changed_does_not_count(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("tutorapp.services.snapshots.filecmp.cmp", lambda *_args, **_more: False)
    snapshots = snapshots_of(FolderShare(folder), tmp_path)
    snapshots.send()
    assert snapshots.wait(5)
    assert "not what was sent" in str(snapshots.problem())
    assert list(folder.iterdir()) == []


def test_only_the_newest_of_this_device_stay_whatever_the_clock_says(folder, tmp_path):
    (folder / "somebody's essay.txt").touch()
    other = folder / "fedcba98-000004-tutorapp-20270101T160000Z.sqlite3"
    other.touch()
    (folder / f"{DEVICE[:8]}-000001-tutorapp-20270301T160000Z.sqlite3.tmp").touch()  # a crash's half
    clock = FakeClock()
    taken = Taken(tmp_path / "snapshots.json", DEVICE)
    snapshots = Snapshots(FolderShare(folder), 2, DEVICE, lambda to: None, clock, taken)
    for day in (1, 2, 3):
        snapshots.send(a_backup(tmp_path, day))
        assert snapshots.wait(5)
        clock.set_wall(-24 * 3600)
    assert numbers(folder) == [2, 3]
    assert other.exists()  # it is in none of ours
    assert (folder / "somebody's essay.txt").exists()


# --- taking ------------------------------------------------------------------------------------------------


def test_a_start_waits_no_longer_than_it_may(hanging):
    began = time.monotonic()
    assert within(hanging.names, 0.05) is None
    assert time.monotonic() - began < AT_ONCE + 0.05


class Seat:
    """A computer with its database, and a keeper on the one share."""

    def __init__(self, database: Database, folder: Path, clock: FakeClock) -> None:
        self.database = database
        home = database.path.parent
        taken = Taken(home / "snapshots.json", database.device_id)
        snapshots = Snapshots(
            FolderShare(folder), 3, database.device_id, lambda to: keeping.copy(database.path, to), clock, taken
        )
        self.keeper = Keeper(Backups(database.path, home / "backups", keeping, clock), snapshots)

    def sit_down(self) -> str | None:
        return self.keeper.take(self.database, self.keeper.fetch())

    def work(self, number: int) -> None:
        with self.database.unit_of_work() as uow:
            uow.attempts.add_attempt(an_attempt(number, device_id=self.database.device_id))
            uow.commit()

    def leave(self) -> None:
        assert self.keeper.finish(self.database) is None


@pytest.fixture
def seats(tmp_path: Path, folder: Path) -> Iterator[list[Seat]]:
    made = []
    for number, skew in enumerate((0, 2 * 24 * 3600, -5 * 24 * 3600)):
        home = tmp_path / f"seat {number}"
        home.mkdir()
        clock = FakeClock()
        clock.set_wall(skew)
        made.append(Seat(open_database(home / "tutorapp.sqlite3", nothing, START).database, folder, clock))
    yield made
    for seat in made:
        seat.database.close()


def test_whoever_changes_seats_finds_the_work_again_whatever_the_clocks_say(seats: list[Seat], folder: Path):
    make_kept.populate(seats[0].database)
    seats[0].leave()
    (folder / "fedcba98-000001-tutorapp-20270301T160000Z.sqlite3").write_bytes(b"damaged on the way" * 99)
    told = seats[1].sit_down()
    assert "3 attempts" in str(told)
    assert str(folder) in str(told)
    assert seats[1].database.work() == seats[0].database.work()
    assert seats[1].keeper.fetch() != ()  # the damaged one might be mended
    assert seats[1].sit_down() is None
    for number in range(100, 112):  # three computers in turn, their clocks a week apart
        seat = seats[number % 3]
        seat.sit_down()
        seat.work(number)
        seat.leave()
    for seat in seats:
        seat.sit_down()
    works = [seat.database.work() for seat in seats]
    assert len(works[0]["attempts"]) == 3 + 12
    assert works[0] == works[1] == works[2]
    assert len(list(folder.iterdir())) <= 3 + 3 + 1  # the newest of each, what is kept besides, and the damaged one


def test_the_local_copies_are_gone_afterwards(seats: list[Seat]):
    seats[0].work(1)
    seats[0].leave()
    copies = seats[1].keeper.fetch()
    assert [copy.exists() for copy in copies] == [True]
    seats[1].keeper.take(seats[1].database, copies)
    assert not copies[0].parent.exists()
    assert seats[1].keeper.fetch() == ()


def test_a_database_that_was_lost_takes_everything_anew(seats: list[Seat]):
    seats[0].work(1)
    seats[0].leave()
    assert seats[0].keeper.fetch() == ()  # its own work
    seats[0].keeper.after_damage("Damaged.")
    assert len(seats[0].keeper.fetch()) == 1
    record = seats[0].database.path.parent / "snapshots.json"
    record.write_text("{", encoding="utf-8")
    assert len(seats[0].keeper.fetch()) == 1
    record.write_text('{"of": "another database", "taken": {"01234567": 9}}', encoding="utf-8")
    assert len(seats[0].keeper.fetch()) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no file that hangs")
def test_a_real_call_that_hangs_is_left_behind(folder, tmp_path):
    hang = folder / f"{DEVICE[:8]}-000001-tutorapp-20270301T160000Z.sqlite3.tmp"
    os.mkfifo(hang)  # opening it to write waits until somebody reads
    snapshots = snapshots_of(FolderShare(folder), tmp_path)
    snapshots.send(a_backup(tmp_path, 1))
    assert not snapshots.wait(0.05)
    with hang.open("rb") as share_answers:
        share_answers.read()
    assert snapshots.wait(5)
