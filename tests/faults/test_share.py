"""Row 12: a share that hangs holds nobody up; it is told, and the work goes there once the share answers."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from db import Database, keeping, open_database
from tests.builders import START
from tests.db import make_kept
from tests.fakes import FakeClock
from tests.faults.copies import nothing
from tutorapp.services.backup import Backups
from tutorapp.services.keeper import Keeper
from tutorapp.services.snapshots import Snapshots, fetch, within

AT_ONCE = 0.1  # seconds
DEVICE = "0123456789abcdef"


def share(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    folder.mkdir()
    return folder


def a_backup(folder: Path, day: int, content: bytes = b"sound") -> Path:
    path = folder / f"tutorapp-202703{day:02d}T160000Z.sqlite3"
    path.write_bytes(content)
    return path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no file that hangs")
def test_a_share_that_hangs_holds_nobody_up(tmp_path: Path):
    folder = share(tmp_path)
    first, second = a_backup(tmp_path, 1), a_backup(tmp_path, 2)
    hang = folder / f"01234567-{first.name}.tmp"
    os.mkfifo(hang)  # opening it to write waits until somebody reads
    snapshots = Snapshots(folder, 20, DEVICE)
    assert snapshots.problem() is None
    began = time.monotonic()
    snapshots.send(first)
    problem = snapshots.problem()
    assert time.monotonic() - began < AT_ONCE
    assert problem is not None
    assert "saved on this computer" in problem
    assert not snapshots.wait(0.05)
    snapshots.send(second)
    with hang.open("rb") as share_answers:  # the copy that hung is not what was sent
        share_answers.read()
    assert snapshots.wait(5)
    assert snapshots.problem() is None
    assert [path.name for path in folder.iterdir()] == [f"01234567-{second.name}"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no file that hangs")
def test_a_start_waits_no_longer_than_it_may(tmp_path: Path):
    folder, local = share(tmp_path), tmp_path / "local"
    local.mkdir()
    hang = folder / "01234567-tutorapp-20270301T160000Z.sqlite3"
    os.mkfifo(hang)
    began = time.monotonic()
    assert within(lambda: fetch(folder, local), 0.05) is None
    assert time.monotonic() - began < AT_ONCE + 0.05
    hang.open("wb").close()
    for thread in threading.enumerate():
        if thread.name == "share":
            thread.join(5)


def test_a_share_that_is_gone_is_told_and_tried_again(tmp_path: Path):
    snapshots = Snapshots(tmp_path / "share", 20, DEVICE)
    snapshots.send(a_backup(tmp_path, 1))
    assert snapshots.wait(5)
    assert "Not backed up" in str(snapshots.problem())
    folder = share(tmp_path)
    snapshots.send(a_backup(tmp_path, 2))
    assert snapshots.wait(5)
    assert snapshots.problem() is None
    assert len(list(folder.iterdir())) == 1


def test_only_the_newest_of_this_device_stay(tmp_path: Path):
    folder = share(tmp_path)
    (folder / "somebody's essay.txt").touch()
    a_backup(folder, 9).rename(folder / "fedcba98-tutorapp-20270101T160000Z.sqlite3")
    snapshots = Snapshots(folder, 2, DEVICE)
    for day in (1, 2, 3):
        snapshots.send(a_backup(tmp_path, day))
        assert snapshots.wait(5)
    assert sorted(path.name for path in folder.iterdir()) == [
        "01234567-tutorapp-20270302T160000Z.sqlite3",
        "01234567-tutorapp-20270303T160000Z.sqlite3",
        "fedcba98-tutorapp-20270101T160000Z.sqlite3",
        "somebody's essay.txt",
    ]


def test_another_computer_takes_up_what_lies_on_the_share_whatever_its_clock_says(database: Database, tmp_path: Path):
    folder = share(tmp_path)
    make_kept.populate(database)
    clock = FakeClock()
    clock.set_wall(-2 * 24 * 3600)
    backups = Backups(database.path, tmp_path / "backups", keeping, clock)
    snapshots = Snapshots(folder, 20, database.device_id)
    assert Keeper(backups, snapshots).finish(database) is None
    (folder / "fedcba98-tutorapp-20270301T160000Z.sqlite3").write_bytes(b"damaged on the way" * 99)
    other = open_database(tmp_path / "other.sqlite3", nothing, START).database
    keeper = Keeper(Backups(other.path, tmp_path / "b2", keeping, FakeClock()))
    merged = keeper.take_from_share(other, folder)
    assert merged is not None
    assert merged.added["attempts"] == 3
    assert other.work() == database.work()
    again = keeper.take_from_share(other, folder)
    assert again is not None
    assert again.total == 0
    assert keeper.take_from_share(other, tmp_path / "nowhere") is None
    other.close()
