"""One way to reach SQLite: every connection with the same verified settings, every transaction explicit.

The driver stays in autocommit and SQLAlchemy's ``begin`` event sends the BEGIN, so that DDL rolls back too
(``sqlite3``'s own transaction handling commits before it). A transaction that may write takes the write lock
at once: an upgrade half way fails without waiting when somebody else has written meanwhile.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import NullPool, QueuePool

from db import reserve
from db.errors import FullError, classify, shut_words, told
from tutorapp.domain.errors import KnownError

BUSY_TIMEOUT_MS = 10_000
"""A virus scanner may hold a file for seconds (``field/lab.md`` 2.1, row 14); only the worker waits for it."""
READING = "tutorapp_reading"
"""Execution option: this connection only reads, so its transactions need not wait for the write lock."""

LOG_PAGES = 6000
"""Pages (24 MB) in the log before it goes into the file: over half an hour of writing, so that after a crash the file
is as the last backup found it, and its seal (``db.seal``) spares the look through all of it."""

Journal = Literal["wal", "delete"]


def connect(
    path: Path, *, journal: Journal = "wal", foreign_keys: bool = True, timeout_ms: int | None = None
) -> sqlite3.Connection:
    """A driver connection in autocommit, its settings made outside any transaction and read back.

    KnownError when the file cannot be opened or the disk cannot keep the promises asked of it.
    """
    with told(path):
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            _settle(connection, path, journal, foreign_keys, BUSY_TIMEOUT_MS if timeout_ms is None else timeout_ms)
        except BaseException:
            connection.close()
            raise
    return connection


def make_engine(path: Path, *, journal: Journal = "wal", foreign_keys: bool = True, shut: Path | None = None) -> Engine:
    """The engine on ``path``; failures leave it as KnownError or BugError.

    With ``shut`` it only reads: ``path`` is a copy, and to save is refused with that folder named.
    """

    def make() -> sqlite3.Connection:
        connection = connect(path, journal=journal, foreign_keys=foreign_keys)
        if shut is not None:
            connection.execute("PRAGMA query_only=1")
        return connection

    engine = create_engine(
        "sqlite://",
        creator=make,
        poolclass=QueuePool if journal == "wal" else NullPool,
    )

    def begin(connection: Connection) -> None:
        reading = shut is not None or connection.get_execution_options().get(READING, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    def fail(context: ExceptionContext) -> None:
        if isinstance(context.original_exception, sqlite3.Error):
            error = classify(context.original_exception, path)
            if shut is not None and context.original_exception.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
                error = KnownError(shut_words(shut))
            if isinstance(error, FullError) and reserve.release(path):
                error = FullError(
                    "The disk is full. TutorApp has given up the room it kept for this, so what you write now can "
                    "still be saved for a while. Free some space (empty the bin, move large files) soon."
                )
            raise error from context.original_exception

    event.listen(engine, "begin", begin)
    event.listen(engine, "handle_error", fail)
    return engine


def _settle(connection: sqlite3.Connection, path: Path, journal: Journal, foreign_keys: bool, timeout_ms: int) -> None:
    settings = {
        "busy_timeout": timeout_ms,
        "foreign_keys": int(foreign_keys),
        "synchronous": 2,  # FULL: a commit is on the disk before it is acknowledged
        "wal_autocheckpoint": LOG_PAGES,
        "journal_mode": journal,
    }
    for name, wanted in settings.items():
        connection.execute(f"PRAGMA {name}={wanted}")
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != wanted:
            raise KnownError(
                f"The disk that holds {path.parent} cannot keep your work safe ({name} stays {found}). "
                "Choose a folder on this computer's own disk with --data-dir."
            )
