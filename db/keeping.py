"""Putting another file in a database's place with the former one kept: for a new schema and for a backup."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

from db import files, schema
from db.engine import connect
from db.errors import DamagedError, NewerError, told
from tutorapp.domain.errors import KnownError


def copy(source: Path, to: Path) -> None:
    """A verified copy of the database at ``source``, which may be in use; KnownError says why there is none."""
    with told(to):
        files.copy(source, to)


def verify(path: Path) -> None:
    """KnownError when the file at ``path`` is no sound database that this program can open; nothing is written."""
    try:
        stored = files.look(path)
    except DamagedError as error:
        raise DamagedError(f"{path.name} is damaged, so it cannot be used. Choose another backup.") from error
    if stored is None:
        raise KnownError(f"There is no file {path}. Choose another backup.")
    if not stored.ours or not stored.schema:
        raise KnownError(f"{path.name} was not made by TutorApp, so it cannot be used. Choose another backup.")
    if stored.schema > schema.HEAD:
        raise NewerError(f"{path.name} was made by a newer TutorApp. Install that one to use it; nothing was changed.")
    if found := files.problems(path):
        raise DamagedError(f"{path.name} is damaged ({found[0]}), so it cannot be used. Choose another backup.")


def restore(path: Path, backup: Path, at: datetime) -> Path | None:
    """Put a copy of ``backup`` in the place of the closed database at ``path``.

    Returns where the former file is kept; None when there was none. Up to the last rename, and on any failure, the
    former file is in its place. KnownError when the backup is not sound or the database is in use.
    """
    verify(backup)
    trial = files.beside(path, "restoring")
    files.discard(trial)
    try:
        copy(backup, trial)
        with told(path):
            kept = _put_aside(path, at)
            files.replace(trial, path)
    finally:
        files.discard(trial)
    return kept


def _put_aside(path: Path, at: datetime) -> Path | None:
    if not path.exists():
        if files.has_orphaned_logs(path):
            files.set_aside(path, at)
        return None
    try:
        finish_log(path)
        kept = free_name(path, f"replaced-{files.stamp(at)}")
        keep(path, kept)
    except DamagedError:
        return files.set_aside(path, at)
    return kept


def free_name(path: Path, word: str) -> Path:
    """A name beside ``path`` with ``word`` in it that nothing has yet."""
    kept = path.with_name(f"{path.stem}.{word}{path.suffix}")
    number = 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.stem}.{word}-{number}{path.suffix}")
    return kept


def finish_log(path: Path) -> None:
    """Bring what the log still holds into the file, so that the file alone is the whole original."""
    connect(path).close()
    if path.with_name(path.name + "-wal").exists():
        raise KnownError(
            "Another program is using your work just now, so its file cannot be replaced. "
            "Close it and start TutorApp again."
        )


def keep(path: Path, kept: Path) -> None:
    """Give the file at ``path`` the further name ``kept``."""
    # A link at once and without room; a copy where the file system knows no links. The name under which the
    # program looks is never empty in between: a crash there would start it with no work at all.
    temporary = files.beside(kept, "tmp")
    temporary.unlink(missing_ok=True)
    try:
        os.link(path, temporary)
    except OSError:
        shutil.copy2(path, temporary)
    files.replace(temporary, kept)
