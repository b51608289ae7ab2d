"""Backups of a person's work: made, verified, thinned, listed and put back; nothing is ever destroyed for it."""

from __future__ import annotations

import filecmp
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from tutorapp.domain import backup_plan
from tutorapp.domain.errors import KnownError
from tutorapp.domain.records import dataclass
from tutorapp.services.ports import Clock

EVERY_MINUTES = 30
"""How often the window asks for a backup while it is in use; one is made only if something changed."""


class DatabaseFiles(Protocol):
    """What is done with databases as files; ``db.keeping`` does it."""

    def copy(self, source: Path, to: Path) -> None:
        """A verified copy of a database that may be in use, whole at ``to`` or not there at all."""

    def verify(self, path: Path) -> None:
        """KnownError when the file is no sound database that this program can open."""

    def restore(self, path: Path, backup: Path, at: datetime) -> Path | None:
        """Put a copy of ``backup`` in the place of ``path``; where the former file is kept."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in the folder."""

    path: Path
    at: datetime  # aware, UTC
    size: int  # bytes


class Backups:
    """The backups of the database at ``source`` in ``folder``."""

    def __init__(self, source: Path, folder: Path, files: DatabaseFiles, clock: Clock) -> None:
        self._source = source
        self._folder = folder
        self._files = files
        self._clock = clock
        self._commits: int | None = None

    def list(self) -> tuple[Backup, ...]:
        """Every backup, newest first; empty when there are none."""
        try:
            entries = sorted(self._folder.iterdir())
        except OSError:
            return ()
        found = []
        for path in entries:
            at = backup_plan.instant(path.name)
            if at is not None and path.is_file():
                found.append(Backup(path, at, path.stat().st_size))
        return tuple(sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True))

    def make(self) -> Backup | None:
        """Make one now, verified, then thin. None when the newest one holds the very same; KnownError on failure."""
        now = self._clock.now()
        before = self.list()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            made = self._free_name(now)
            self._files.copy(self._source, made)
            if before and filecmp.cmp(before[0].path, made, shallow=False):
                made.unlink()
                return None
            self._thin(now)
            return Backup(made, now, made.stat().st_size)
        except KnownError as error:
            raise KnownError(f"No backup of your work was made. {error.message}") from error
        except OSError as error:
            raise KnownError(
                f"No backup of your work was made: {error.strerror or 'the system refuses'} ({self._folder}). "
                "Your work itself is saved. Check that the folder is there and has space."
            ) from error

    def make_if_changed(self, commits: int) -> Backup | None:
        """Make one unless ``commits`` (``Database.commits``) says that nothing was written since the last."""
        if commits == self._commits:
            return None
        made = self.make()
        self._commits = commits
        return made

    def forget(self) -> None:
        """The database is another one now: its count of commits means nothing any more."""
        self._commits = None

    def newest_good(self) -> Backup | None:
        """The newest backup that proves sound when it is read whole; None when there is none."""
        for backup in self.list():
            try:
                self._files.verify(backup.path)
            except KnownError:
                continue
            return backup
        return None

    def find(self, name: str) -> Path:
        """The backup that ``name`` means: a path, or a file name in the folder. KnownError when there is none."""
        for path in (Path(name), self._folder / name):
            if path.is_file():
                return path
        raise KnownError(f"There is no backup {name}. “backups” lists those there are.")

    def restore(self, backup: Path) -> Path | None:
        """Put ``backup`` in the place of the closed database; where the former file is kept, if there was one."""
        self.forget()
        return self._files.restore(self._source, backup, self._clock.now())

    def _free_name(self, now: datetime) -> Path:
        number = 1
        while (path := self._folder / backup_plan.name(now, number)).exists():
            number += 1
        return path

    def _thin(self, now: datetime) -> None:
        there = self.list()
        kept = backup_plan.keep((backup.at for backup in there), now)
        for backup in there:
            if backup.at not in kept:
                backup.path.unlink(missing_ok=True)


def size_words(size: int) -> str:
    """``size`` bytes for a person."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"


def list_text(backups: tuple[Backup, ...], local: Callable[[datetime], datetime] = datetime.astimezone) -> str:
    """The list for a terminal: file, time on this computer's clock, size."""
    if not backups:
        return "There are no backups yet."
    return "\n".join(
        f"{backup.path.name}  {local(backup.at).strftime('%a %d %b %Y %H:%M')}  {size_words(backup.size)}"
        for backup in backups
    )
