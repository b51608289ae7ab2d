"""Every failure of the disk becomes a plain sentence that says what to do; our own mistakes do not."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from db.errors import DamagedError, classify, told
from tutorapp.domain.errors import BugError, KnownError

PATH = Path("/home/pupil/.local/share/TutorApp/tutorapp.sqlite3")


def driver_error(code: int | None) -> sqlite3.Error:
    error = sqlite3.OperationalError("internal words")
    if code is not None:
        error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (sqlite3.SQLITE_FULL, "disk is full"),
        (sqlite3.SQLITE_BUSY, "Another program"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "Another program"),
        (sqlite3.SQLITE_LOCKED, "Another program"),
        (sqlite3.SQLITE_READONLY, "may not write in the folder"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "may not write in the folder"),
        (sqlite3.SQLITE_CANTOPEN, "may not write in the folder"),
        (sqlite3.SQLITE_PERM, "may not write in the folder"),
        (sqlite3.SQLITE_IOERR, "did not answer"),
        (sqlite3.SQLITE_IOERR_FSYNC, "did not answer"),
        (sqlite3.SQLITE_CORRUPT, "damaged"),
        (sqlite3.SQLITE_CORRUPT_VTAB, "damaged"),
        (sqlite3.SQLITE_NOTADB, "damaged"),
    ],
)
def test_a_failure_of_the_disk_is_told_in_plain_words(code: int, says: str):
    error = classify(driver_error(code), PATH)
    assert isinstance(error, KnownError)
    assert says in error.message
    assert error.message.endswith(".")
    assert not {"SQLITE", "sqlite3.", "internal words", "Error"} & set(error.message.split())
    assert isinstance(error, DamagedError) == ("damaged" in says)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "may not write in the folder"),
        (errno.EACCES, "may not write in the folder"),
        (errno.ENOENT, "may not write in the folder"),
        (errno.EIO, "did not answer"),
        (None, "did not answer"),
    ],
)
def test_what_the_system_refuses_is_told_alike(number: int | None, says: str):
    with pytest.raises(KnownError, match=says), told(PATH):
        raise OSError(number, "internal words")


@pytest.mark.parametrize("code", [None, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISUSE])
def test_a_mistake_of_ours_is_a_bug_with_its_cause(code: int | None):
    error = classify(driver_error(code), PATH)
    assert isinstance(error, BugError)
    assert "internal words" in str(error)


def test_the_cause_is_kept_for_the_log():
    with pytest.raises(KnownError) as caught, told(PATH):
        raise driver_error(sqlite3.SQLITE_FULL)
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)


def test_other_errors_pass():
    with pytest.raises(ZeroDivisionError), told(PATH):
        raise ZeroDivisionError
