"""When a person's work is backed up, and what they are told: the calls that the composition root makes."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from tutorapp.domain.carried import Merged, words
from tutorapp.domain.errors import KnownError
from tutorapp.services.backup import Backups
from tutorapp.services.carrying import WorkDatabase, WorkSource, export_work, import_work
from tutorapp.services.snapshots import Snapshots

log = logging.getLogger(__name__)

EXIT_SECONDS = 5.0
"""How long the exit waits for a slow share; the work is on this computer either way."""


class Damage(str):
    """What to tell after a damaged file was set aside; ``backup`` is the one to offer, None where there is none."""

    backup: Path | None = None


def restored_words(backup: Path, kept: Path | None) -> str:
    """What to tell after ``backup`` took the place of the work; ``kept`` is where the former file is."""
    text = f"Your work is now as it was in {backup.name}."
    return f"{text} The former file was kept: {kept}" if kept else text


class KeptDatabase(WorkDatabase, Protocol):
    """The open database as the keeper needs it."""

    commits: int

    def fill_reserve(self) -> bool:
        """Keep some room for a full disk."""

    def bring_in_backup(self, backup: Path) -> Merged:
        """Add what the backup holds and the database does not."""


class Keeper:
    """Backups on this computer and, where a school or a person named a folder for them, snapshots there."""

    def __init__(self, backups: Backups, snapshots: Snapshots | None = None) -> None:
        self.backups = backups
        self.snapshots = snapshots

    def before_change(self) -> None:
        """Before a migration, an import, or another unit is installed. KnownError: do not go on."""
        self.backups.make()

    def keep(self, database: KeptDatabase) -> str | None:
        """After the check at start, every 30 minutes and before closing: a backup if something changed.

        Returns what to tell the person when there is none. Takes some 0.1 s: call it on the database worker.
        """
        database.fill_reserve()
        try:
            made = self.backups.make_if_changed(database.commits)
        except KnownError as error:
            return error.message
        if made is not None and self.snapshots is not None:
            self.snapshots.send(made.path)
        return None

    def finish(self, database: KeptDatabase) -> str | None:
        """As ``keep``, and gives the share a few seconds; before the database is closed."""
        problem = self.keep(database)
        if self.snapshots is not None and not self.snapshots.wait(EXIT_SECONDS):
            log.info("at the end: %s", self.snapshots.problem())
        return problem

    def after_damage(self, notice: str, local: Callable[[datetime], datetime] = datetime.astimezone) -> Damage:
        """``notice`` of a file that was set aside, and which backup there is to fill what is missing."""
        self.backups.forget()
        if self.snapshots is not None:
            self.snapshots.taken.forget()
        newest = self.backups.newest_good()
        if newest is None:
            return Damage(f"{notice} There is no backup to fill what is missing.")
        when = local(newest.at).strftime("%d %B %Y, %H:%M").lstrip("0")
        told = Damage(f"{notice} The newest sound backup is of {when}; bring it back to add what it holds.")
        told.backup = newest.path
        return told

    def bring_in(self, database: KeptDatabase, backup: Path) -> str:
        """Add what ``backup`` holds and ``database`` does not; what to tell the person."""
        merged = database.bring_in_backup(backup)
        return f"Brought in from the backup: {words(merged.added)}. What was here already stayed as it is."

    def hand_in(self) -> None:
        """After an answer was handed in: send the work to the share, if there is one; returns at once."""
        if self.snapshots is not None:
            self.snapshots.send()

    def fetch(self) -> tuple[Path, ...]:
        """Local copies of what other computers left on the share and is not here yet; for ``take``.

        It may hang with the share: call it on a thread that nobody waits for. OSError when the share is not there.
        """
        if self.snapshots is None:
            return ()
        into = Path(tempfile.mkdtemp(prefix="tutorapp-"))
        try:
            return self.snapshots.fetch(into)
        except BaseException:
            shutil.rmtree(into, ignore_errors=True)
            raise

    def take(self, database: KeptDatabase, copies: Sequence[Path]) -> str | None:
        """Add what ``copies`` hold and ``database`` does not, and remove them; what to tell the person, if anything.

        A union, so that two computers used at once lose nothing. A snapshot that is not sound is passed over.
        """
        total: dict[str, int] = {}
        for copy in copies:
            try:
                merged = database.bring_in_backup(copy)
            except KnownError as error:
                log.info("a snapshot was passed over: %s", error.message)
                continue
            if self.snapshots is not None:
                self.snapshots.taken.add(copy.name)
            for table, count in merged.added.items():
                total[table] = total.get(table, 0) + count
        for folder in {copy.parent for copy in copies}:
            shutil.rmtree(folder, ignore_errors=True)
        if not total or self.snapshots is None:
            return None
        return f"Brought here from {self.snapshots.share.place}: {words(total)}."

    def export_work(self, database: WorkSource, out: Path, program: str) -> dict[str, int]:
        """Everything to one file; rows by table."""
        return export_work(database, out, program)

    def import_work(self, database: KeptDatabase, file: Path) -> Merged:
        """Add what ``file`` holds, after a backup."""
        return import_work(database, file, self.before_change)
