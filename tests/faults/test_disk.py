"""Rows 2 and 3: a full disk keeps the essay and gives way for the next save; a read-only folder is told in words."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from db import Database, FullError, open_database, reserve
from tests.builders import a_draft, an_attempt
from tests.faults.copies import nothing
from tutorapp.domain.errors import KnownError

ESSAY = "The party machine was in his hands. " * 560  # 20 kB
MEGABYTE = 1 << 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk of 6 MB, where the system lets us make one; else None, and a limit on the file stands for it."""
    place = tmp_path / "disk"
    place.mkdir()
    made = os.name == "posix" and os.geteuid() == 0 and mounted(place)
    yield place if made else None
    if made:
        subprocess.run(["umount", str(place)], check=True)


def mounted(place: Path, size: str = "6m") -> bool:
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, check=False
        )
    except OSError:
        return False
    return done.returncode == 0


def begun(path: Path) -> Database:
    database = open_database(path, nothing).database
    attempt = an_attempt(1, device_id=database.device_id)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        uow.attempts.save_draft(a_draft(attempt, "begun"))
        uow.commit()
    return database


def save(database: Database, text: str) -> None:
    with database.unit_of_work() as uow:
        uow.attempts.save_draft(a_draft(an_attempt(1), text))
        uow.commit()


def saved(database: Database) -> str:
    with database.reading() as uow:
        ((_, draft),) = uow.attempts.open_drafts()
        return draft.text


def until_full(database: Database) -> tuple[FullError, str]:
    """What a growing essay is told, and what of it was on the screen; the first saves may still fit into the log."""
    text = "begun"
    while len(text) < MEGABYTE:
        try:
            save(database, text)
        except FullError as error:
            return error, text
        text += ESSAY
    raise AssertionError("the disk was never full")


def fill_disk(folder: Path) -> None:
    with (folder / "somebody's film").open("wb", buffering=0) as film, suppress(OSError):
        while film.write(b"\0" * 4096):
            pass


@pytest.mark.parametrize("kept", [True, False], ids=["with the reserve", "without"])
def test_a_full_disk_keeps_what_was_saved_and_the_reserve_lets_the_essay_through(
    small_disk: Path | None, tmp_path: Path, kept: bool
):
    if small_disk is None:
        limited(tmp_path)
        return
    database = begun(small_disk / "tutorapp.sqlite3")
    if kept:
        assert database.fill_reserve()
    fill_disk(small_disk)
    error, text = until_full(database)
    assert ("given up the room" if kept else "is full, so") in error.message
    assert saved(database) == text.removesuffix(ESSAY)
    if kept:
        save(database, text)
        assert saved(database) == text
    else:
        with pytest.raises(FullError):
            save(database, text)
    assert database.check() == []
    database.close()


def limited(folder: Path) -> None:
    database = begun(folder / "tutorapp.sqlite3")
    assert database.fill_reserve()
    with database.unit_of_work() as uow:
        connection = uow.session.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(FullError, match="given up the room"):
            uow.attempts.save_draft(a_draft(an_attempt(1), ESSAY * 50))
    assert saved(database) == "begun"
    database.close()


def test_the_reserve_is_real_room_and_is_kept_once(tmp_path: Path):
    folder = tmp_path / "room"
    folder.mkdir()
    path = folder / "tutorapp.sqlite3"
    assert reserve.fill(path)
    (kept,) = folder.iterdir()
    assert kept.stat().st_size == reserve.SIZE
    before = kept.stat().st_mtime_ns
    assert reserve.fill(path)
    assert kept.stat().st_mtime_ns == before
    assert reserve.release(path)
    assert not reserve.release(path)
    assert not reserve.fill(tmp_path / "nowhere" / path.name)


def test_a_read_only_folder_is_told_and_nothing_is_changed(small_disk: Path | None, tmp_path: Path):
    folder = small_disk or tmp_path / "locked"
    folder.mkdir(exist_ok=True)
    begun(folder / "tutorapp.sqlite3").close()
    before = (folder / "tutorapp.sqlite3").read_bytes()
    lock(folder, small_disk is not None)
    try:
        with pytest.raises(KnownError, match="--data-dir") as caught:
            open_database(folder / "tutorapp.sqlite3", nothing).database.close()
        assert "SQL" not in caught.value.message
        assert (folder / "tutorapp.sqlite3").read_bytes() == before
        assert [file.name for file in folder.iterdir()] == ["tutorapp.sqlite3"]
    finally:
        folder.chmod(0o755) if small_disk is None else None


def lock(folder: Path, mounted: bool) -> None:
    if mounted:
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    else:
        (folder / "tutorapp.sqlite3").chmod(0o444)
        folder.chmod(0o555)
