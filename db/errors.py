"""The one place where the database's failures become sentences a person can act on."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tutorapp.domain.errors import BugError, KnownError

_CODES = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EDQUOT: sqlite3.SQLITE_FULL,
    errno.EROFS: sqlite3.SQLITE_READONLY,
    errno.EACCES: sqlite3.SQLITE_READONLY,
    errno.EPERM: sqlite3.SQLITE_READONLY,
    errno.ENOENT: sqlite3.SQLITE_CANTOPEN,
    errno.ENOTDIR: sqlite3.SQLITE_CANTOPEN,
    errno.EBUSY: sqlite3.SQLITE_BUSY,
}
"""The system's errors when files are renamed or removed, by what SQLite calls the same."""


class DamagedError(KnownError):
    """The file is not, or no longer, a sound database."""


class NewerError(KnownError):
    """The file was written by a newer program; nothing was changed in it."""


class FullError(KnownError):
    """There is no room on the disk; what was to be saved was not."""


def shut_words(folder: Path) -> str:
    """What to say when something cannot be saved because ``folder`` was opened for reading only."""
    return f"Nothing can be saved: TutorApp may not write in the folder {folder}. What is on the screen stays there."


def classify(error: BaseException, path: Path) -> KnownError | BugError:
    """The failure of our family that stands for a driver's or the system's ``error`` on ``path``."""
    code = _CODES.get(error.errno or 0, sqlite3.SQLITE_IOERR) if isinstance(error, OSError) else None
    code = getattr(error, "sqlite_errorcode", code)
    # The low byte is the primary result code (https://www.sqlite.org/rescode.html).
    return _known(code & 0xFF if isinstance(code, int) else None, path) or BugError(f"{type(error).__name__}: {error}")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn a driver's or the system's error raised inside the block into one of our two families."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise classify(error, path) from error


def _known(code: int | None, path: Path) -> KnownError | None:
    folder = path.parent
    match code:
        case sqlite3.SQLITE_FULL:
            return FullError(
                "The disk is full, so nothing more can be saved. Free some space (empty the bin, move large files), "
                "then try again; what is on the screen stays there."
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return KnownError(
                "Another program is using your work just now. Close any second TutorApp, or wait a moment, "
                "and try again."
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return KnownError(
                f"TutorApp may not write in the folder {folder}. Ask for the right to write there, "
                "or choose another folder with --data-dir."
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return DamagedError(
                f"The file that holds your work ({path.name}) is damaged. Close TutorApp and start it again: "
                "the file is then kept aside and nothing in it is deleted."
            )
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_PROTOCOL | sqlite3.SQLITE_NOLFS:
            return KnownError(
                f"The disk that holds {folder} did not answer as it should. Check that it is connected and has "
                "space, then try again, or choose another folder with --data-dir."
            )
    return None
