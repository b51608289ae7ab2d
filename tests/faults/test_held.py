"""Row 14: a file that another program holds for seconds (a virus scanner, a backup) is waited for, without a word."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from db import Database, engine, files
from tests.builders import an_attempt

HELD_S = 0.4


def test_a_save_waits_for_whoever_holds_the_file(database: Database):
    with closing(sqlite3.connect(database.path, isolation_level=None, check_same_thread=False)) as scanner:
        scanner.execute("BEGIN IMMEDIATE")
        release = threading.Timer(HELD_S, lambda: scanner.execute("ROLLBACK"))
        release.start()
        with database.unit_of_work() as uow:
            uow.attempts.add_attempt(an_attempt(1, device_id=database.device_id))
            uow.commit()
        assert not release.is_alive()
        release.join()
    assert len(database.work()["attempts"]) == 1


def test_the_wait_is_as_long_as_promised(database: Database):
    with database.reading() as uow:
        found = uow.session.connection().exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    assert found == engine.BUSY_TIMEOUT_MS == 10_000


class HeldError(PermissionError):
    """What Windows says of a file that another program has open."""

    winerror = 32


class Scanner:
    """A file system on which a virus scanner has the file for the first ``times`` tries."""

    def __init__(self, times: int, error: type[OSError] = HeldError) -> None:
        self.times, self.tries, self.error = times, 0, error
        self.slept = 0.0

    def rename(self, source: Path, target: Path) -> None:
        self.tries += 1
        if self.tries <= self.times:
            raise self.error
        source.replace(target)

    def sleep(self, seconds: float) -> None:
        self.slept += seconds


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    source, target = tmp_path / "new", tmp_path / "old"
    source.write_text("new", encoding="utf-8")
    target.write_text("old", encoding="utf-8")
    return source, target


def test_a_rename_is_tried_again_while_a_scanner_holds_the_file(pair):
    scanner = Scanner(5)
    files.replace(*pair, rename=scanner.rename, sleep=scanner.sleep)
    assert pair[1].read_text(encoding="utf-8") == "new"
    assert scanner.tries == 6


def test_a_file_that_stays_held_is_given_up_after_ten_seconds_and_nothing_is_lost(pair):
    scanner = Scanner(10_000)
    with pytest.raises(PermissionError):
        files.replace(*pair, rename=scanner.rename, sleep=scanner.sleep)
    assert 5 < scanner.slept <= 10
    assert [path.read_text(encoding="utf-8") for path in pair] == ["new", "old"]


def test_what_no_waiting_mends_is_told_at_once(pair):
    scanner = Scanner(10_000, PermissionError)
    with pytest.raises(PermissionError):
        files.replace(*pair, rename=scanner.rename, sleep=scanner.sleep)
    assert scanner.slept == 0
