"""The database as a file: looking without touching, verified copies, setting aside."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from db.errors import DamagedError, told
from tutorapp.domain.records import dataclass

_HELD = (5, 32, 33)
"""Windows' codes for a file that another program has open (access denied, sharing and lock violation)."""
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 1.6, 1.6, 1.6, 1.6)  # seconds, ten at most

APPLICATION_ID = 0x54_75_74_41
"""Marks the file as ours ("TutA", https://www.sqlite.org/fileformat2.html#application_id)."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a file says of itself; ``schema`` 0: nothing was created in it yet."""

    schema: int
    ours: bool


def look(path: Path) -> Stored | None:
    """What the file at ``path`` says of itself, without a byte written anywhere; None when there is no file.

    DamagedError when it is no database. ``immutable`` keeps SQLite from making the ``-wal`` and ``-shm``
    files; the schema's number is in the file itself because creating and migrating never use the log.
    """
    if not path.exists():
        return None
    with told(path):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            schema = connection.execute("PRAGMA user_version").fetchone()[0]
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        finally:
            connection.close()
    return Stored(schema, ours=application == APPLICATION_ID or not (tables or schema))


def problems(path: Path) -> list[str]:
    """What SQLite's quick check finds wrong in ``path``, read only; empty when it is sound."""
    try:
        with told(path):
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            try:
                found = [row[0] for row in connection.execute("PRAGMA quick_check")]
            finally:
                connection.close()
    except DamagedError as error:
        return [str(error.__cause__)]
    return [] if found == ["ok"] else found


def copy(source: Path, target: Path) -> None:
    """A verified copy of a database that may be in use: whole at ``target``, or not there at all.

    It is taken from a connection of its own (one with an uncommitted write would wait for ever), checked, put
    on the disk and renamed. Overwrites ``target``. DamagedError when the copy is not sound.
    """
    temporary = beside(target, "tmp")
    discard(temporary)
    try:
        snapshot(source, temporary)
        if found := problems(temporary):
            raise DamagedError(
                f"The copy of your work in {target.parent} is not sound ({found[0]}), so it was not kept."
            )
        replace(temporary, target)
    finally:
        discard(temporary)


def snapshot(source: Path, target: Path) -> None:
    """Copy by SQLite's online backup; ``target`` is a single file that needs no log, and ``source`` is as it was."""
    # A connection that only reads leaves the log it had to make, and one that writes would bring a log into the file.
    mode = "ro" if any(part.exists() for part in _parts(source)[:-1]) else "rw"
    with told(target):
        reader = sqlite3.connect(f"{source.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
        try:
            writer = sqlite3.connect(target, isolation_level=None)
            try:
                # A copy that is cut short is thrown away, and a whole one put on the disk by whoever renames it.
                writer.execute("PRAGMA synchronous=OFF")
                writer.execute("PRAGMA journal_mode=OFF")
                reader.backup(writer)
                writer.execute("PRAGMA journal_mode=delete")
            finally:
                writer.close()
        finally:
            reader.close()


def beside(path: Path, word: str) -> Path:
    """A name in the same folder that the program never opens as a person's work."""
    return path.with_name(f"{path.name}.{word}")


def discard(trial: Path) -> None:
    """Remove a trial of ours and its journal, if they are there."""
    for part in _parts(trial):
        part.unlink(missing_ok=True)


def publish(source: Path, target: Path) -> None:
    """Give ``source`` the name ``target``, unless a database has taken it meanwhile; an empty file has not."""
    _sync(source)
    if target.exists() and not target.stat().st_size:
        os.replace(source, target)  # noqa: PTH105  # beside the others
    else:
        try:
            os.link(source, target)
        except FileExistsError:
            return
        except OSError:  # a file system without links, such as a stick's
            os.rename(source, target)  # noqa: PTH104  # beside the others
    _sync(target.parent)


def replace(
    source: Path,
    target: Path,
    rename: Callable[[Path, Path], object] = os.replace,
    sleep: Callable[[float], object] = time.sleep,
) -> None:
    """Rename ``source`` over ``target`` so that after a power cut one of the two is there, whole.

    A file that another program holds, as Windows lets it, is waited for; ``rename`` and ``sleep`` are the system's.
    """
    _sync(source)
    for pause in (*_PAUSES, None):
        try:
            rename(source, target)
            break
        except PermissionError as error:
            if pause is None or getattr(error, "winerror", None) not in _HELD:
                raise
            sleep(pause)
    _sync(target.parent)


def set_aside(path: Path, at: datetime) -> Path:
    """Rename a damaged database, its ``-wal`` and ``-shm`` with it; nothing is deleted. The new path."""
    kept = path.with_name(f"{path.stem}.damaged-{stamp(at)}{path.suffix}")
    number = 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.stem}.damaged-{stamp(at)}-{number}{path.suffix}")
    # The log first: left beside a fresh database it would be replayed into it.
    for part, new in zip(_parts(path), _parts(kept), strict=True):
        if part.exists():
            part.rename(new)
    _sync(path.parent)
    return kept


def stamp(at: datetime) -> str:
    """An instant as it stands in file names."""
    return at.strftime("%Y%m%dT%H%M%SZ")


def has_orphaned_logs(path: Path) -> bool:
    """Whether a log or journal lies where no database is, or an empty one.

    Logs first: another program that starts at this moment publishes its file before it makes a log.
    """
    return any(part.exists() for part in _parts(path)[:-1]) and not (path.exists() and path.stat().st_size)


def _parts(path: Path) -> tuple[Path, ...]:
    """The files SQLite may keep for ``path``, itself last."""
    return tuple(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", "-journal", ""))


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows has no way to sync a folder
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
