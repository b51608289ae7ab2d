"""Opening a person's database: fresh, as it is, migrated, or set aside when it is damaged."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, event, select

from db import carry, files, reserve, schema, seal
from db.engine import READING, connect, make_engine
from db.errors import DamagedError, NewerError, told
from db.keeping import verify
from db.models import MetaRow
from db.salvage import salvage
from db.unit_of_work import SqlUnitOfWork
from tutorapp.domain.carried import Merged, Rows, words
from tutorapp.domain.errors import KnownError
from tutorapp.domain.records import dataclass
from tutorapp.services.ports import VariantExpander

SOON_MS = 100
"""How long sealing an open file waits for a reader; it is done again at the next backup."""


class Database:
    """An open database. One a data folder; any thread may ask it for a unit of work."""

    def __init__(self, path: Path, engine: Engine, device_id: str, expand: VariantExpander) -> None:
        self.path = path
        self.device_id = device_id
        self._engine = engine
        self._reader = engine.execution_options(**{READING: True})
        self.expand = expand
        self.commits = 0
        """Transactions that may have changed something since the file was opened."""
        self._sealed_at: int | None = None
        event.listen(engine, "commit", self._count)

    def unit_of_work(self) -> SqlUnitOfWork:
        """A transaction that may write; it holds the one write lock from its first statement on."""
        return SqlUnitOfWork(self._engine, self.device_id, self.expand)

    def reading(self) -> SqlUnitOfWork:
        """A transaction that only reads: it waits for nobody and sees one state throughout."""
        return SqlUnitOfWork(self._reader, self.device_id, self.expand)

    def freeze(self, shut: Path) -> None:
        """From now on this file, a copy of that in the folder ``shut``, is only read; saving fails and says why."""
        self._engine.dispose()
        self._engine = make_engine(self.path, shut=shut)
        self._reader = self._engine.execution_options(**{READING: True})

    def close(self) -> None:
        """Close every connection; the log goes into the file. Units of work must be done."""
        self._engine.dispose()

    def backup(self, to: Path) -> None:
        """A verified copy at ``to``, taken while the program goes on; KnownError says why there is none."""
        with told(to):
            files.copy(self.path, to)

    def work(self, *, drafts: bool = False) -> Rows:
        """Everything that travels to another computer, at one moment; ``drafts``: unfinished answers as well."""
        with self.reading() as uow:
            return carry.export(uow.session, drafts=drafts)

    def unfinished(self) -> Rows:
        """The answers that are not handed in, with all they belong to; for ``bring_in``."""
        with self.reading() as uow:
            return carry.unfinished(uow.session)

    def bring_in(self, rows: Rows) -> Merged:
        """Add the rows that are not here yet, all or none. KnownError when one is not as it should be."""
        for name, of_table in rows.items():
            for row in of_table:
                if fault := carry.fault(name, row):
                    raise KnownError(
                        f"The file cannot be brought in: a row of “{name}” is not as it should be ({fault}). Nothing "
                        "was changed. Export it again with the TutorApp it came from."
                    )
        with self.unit_of_work() as uow:
            merged = carry.merge(uow.session, rows)
            uow.commit()
        return merged

    def bring_in_backup(self, backup: Path) -> Merged:
        """Add what the database at ``backup`` holds and this one does not, unfinished answers as well."""
        verify(backup)
        with told(backup), TemporaryDirectory(prefix="tutorapp-") as folder:
            trial = Path(folder, "backup.sqlite3")
            files.copy(backup, trial)  # an older one is brought to this program's schema there
            other = _open(trial, files.look(trial), self.expand)
            try:
                rows = other.work(drafts=True)
            finally:
                other.close()
        return self.bring_in(rows)

    def fill_reserve(self) -> bool:
        """Keep some room for a full disk; False when there is none to give."""
        return reserve.fill(self.path)

    def _count(self, connection: Connection) -> None:
        if not connection.get_execution_options().get(READING, False):
            self.commits += 1

    def seal(self) -> bool:
        """Close, and vouch for the content, which was just found sound, until the next ``check``."""
        self.close()
        return seal.make(self.path)

    def seal_open(self) -> bool:
        """Bring the log into the file and vouch for its content, which was just found sound; the program goes on.

        Call it where nobody writes meanwhile. Nothing happens when nothing was written since the last time.
        """
        if self._sealed_at == self.commits:
            return True
        with told(self.path):
            connection = connect(self.path, timeout_ms=SOON_MS)
            try:
                busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            finally:
                connection.close()
        if busy or not seal.make(self.path):
            return False
        self._sealed_at = self.commits
        return True

    def check(self) -> list[str]:
        """What is wrong in the file; empty when it is sound. Reads all of it: call it off the window's thread."""
        if seal.holds(self.path):
            self._sealed_at = 0
            return []
        return files.problems(self.path)

    def versions(self) -> dict[str, str]:
        """``sqlite``, ``schema`` (the file's) and ``schema_head`` (the program's)."""
        with self._reader.connect() as connection:
            stored = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        return {"sqlite": sqlite3.sqlite_version, "schema": str(stored), "schema_head": str(schema.HEAD)}


@dataclass(frozen=True, slots=True)
class Opening:
    """An opened database and what the person must be told about it, if anything.

    ``damaged`` is where a damaged file was kept; ``brought`` what could be read of it and is in the fresh one.
    """

    database: Database
    notice: str | None = None
    damaged: Path | None = None
    brought: Merged | None = None


def open_database(
    path: Path,
    expand: VariantExpander,
    at: datetime | None = None,
    before_update: Callable[[], object] | None = None,
) -> Opening:
    """Open the database at ``path``, making, migrating or replacing it as need be.

    A damaged file is set aside under ``at`` (default: now) and a fresh one started; the notice says so.
    KnownError when it is newer than the program (not a byte is written), not ours, in use, or not writable.
    ``before_update`` is called before an older file is brought to this program's schema.
    Damage deeper in the file shows only in ``Database.check``; then call ``replace_damaged``.
    """
    now = at or datetime.now(UTC)
    with told(path):
        try:
            stored = files.look(path)
            _refuse_foreign(path, stored)
            if files.has_orphaned_logs(path):
                files.set_aside(path, now)  # they would be replayed into the fresh database
            return Opening(_open(path, stored, expand, before_update=before_update))
        except DamagedError:
            return _start_afresh(path, expand, now)


def replace_damaged(database: Database, at: datetime | None = None) -> Opening:
    """Close ``database``, set its file aside and start a fresh one for the same device; the notice says so."""
    database.close()
    with told(database.path):
        return _start_afresh(database.path, database.expand, at or datetime.now(UTC), database.device_id)


def _start_afresh(path: Path, expand: VariantExpander, at: datetime, device_id: str | None = None) -> Opening:
    kept = files.set_aside(path, at)
    database = _open(path, None, expand, device_id)
    salvaged = salvage(kept, path)
    merged = database.bring_in(salvaged.rows)
    orphans = f"Left out, as what they belong to is lost: {words(merged.orphans)}." if merged.orphans else ""
    notice = " ".join(
        (
            f"The file that held your work was damaged. It was kept as {kept.name} in the same folder, and TutorApp "
            f"has started a new one. Brought over from it: {words(merged.added)}.",
            *salvaged.lost,
            orphans,
        )
    ).strip()
    return Opening(database, notice, kept, merged)


def _refuse_foreign(path: Path, stored: files.Stored | None) -> None:
    if stored is None:
        return
    if not stored.ours:
        raise KnownError(
            f"{path} was not made by TutorApp, so it was left as it is. Move it away, or choose another folder "
            "with --data-dir."
        )
    if stored.schema > schema.HEAD:
        raise NewerError(
            "Your work was last saved by a newer TutorApp "
            f"(its data is version {stored.schema}, this program knows {schema.HEAD}). "
            "Nothing was changed. Install the newer TutorApp again to go on with it. Until then you can export your "
            "progress: what this program understands of it goes into a file, and your work stays as it is."
        )


def _open(
    path: Path,
    stored: files.Stored | None,
    expand: VariantExpander,
    device_id: str | None = None,
    before_update: Callable[[], object] | None = None,
) -> Database:
    if stored is None or stored.schema == 0:
        schema.create(path, device_id or _new_device_id())
    elif stored.schema < schema.HEAD:
        if before_update is not None:
            before_update()
        from db import migrate  # alembic costs 80 ms that only an update should pay

        migrate.upgrade(path)
    engine = make_engine(path)
    try:
        with engine.connect() as connection:
            found = connection.execute(select(MetaRow.value).where(MetaRow.key == "device_id")).scalar_one_or_none()
            if found is None:
                raise DamagedError("The file that holds your work has lost its own description.")
    except BaseException:
        engine.dispose()
        raise
    return Database(path, engine, found, expand)


def _new_device_id() -> str:
    return str(uuid.UUID(bytes=os.urandom(16), version=4))
