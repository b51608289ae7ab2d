"""Carry my work: all of a person's progress out to one file, and a union of such a file with what is here."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from tutorapp.domain.carried import Merged, Rows, words
from tutorapp.domain.errors import KnownError
from tutorapp.formats import work_file


class WorkSource(Protocol):
    """What is asked of whoever's work is exported."""

    @property
    def device_id(self) -> str:
        """The computer it was written on."""

    def work(self) -> Rows:
        """Everything that travels, at one moment."""


class WorkDatabase(WorkSource, Protocol):
    """What is asked of the open database."""

    def bring_in(self, rows: Rows) -> Merged:
        """Add what is not here yet, all or none; KnownError when a row is not as it should be."""


def export_work(database: WorkSource, out: Path, program: str) -> dict[str, int]:
    """Write everything to ``out``; the number of rows by table. An older file there stays until this one is whole."""
    rows = database.work()
    _save(out, work_file.write(rows, database.device_id, program))
    return {name: len(found) for name, found in rows.items()}


def import_work(database: WorkDatabase, file: Path, before: Callable[[], object]) -> Merged:
    """Add what ``file`` holds and is not here yet. ``before`` makes the backup, once the file proved readable.

    May be done any number of times and in any order: nothing is ever there twice. KnownError when the file cannot be
    used or the backup cannot be made; nothing is changed then.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(work_file.MOST_PACKED_BYTES + 1)
    except OSError as error:
        raise KnownError(f"{file.name} cannot be read: {error.strerror or 'the system refuses'}.") from None
    rows = work_file.read(data, file.name)
    before()
    return database.bring_in(rows)


def exported_words(counts: dict[str, int], out: Path) -> str:
    """What to tell after an export."""
    return f"{out.name} holds {words(counts)}. Unfinished answers stay on this computer until they are handed in."


def newer_words(left_out: int) -> str:
    """What to tell besides after an export of what a newer program left."""
    text = "It was saved by a newer TutorApp: what only that one knows is not in the file. Your work was not changed."
    if left_out:
        rows = "one entry" if left_out == 1 else f"{left_out} entries"
        text += f" Left out because this program does not understand them: {rows}."
    return text


def imported_words(merged: Merged, file: Path) -> str:
    """What to tell after an import."""
    if not merged.total:
        return f"Everything in {file.name} was here already."
    text = f"New from {file.name}: {words(merged.added)}."
    if merged.orphans:
        text += f" Left out, as what they belong to is missing: {words(merged.orphans)}."
    return text


def _save(out: Path, data: bytes) -> None:
    """Write beside, then rename: a pulled stick or a full disk leaves no half file."""
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=out.absolute().parent)
        fresh = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            fresh.replace(out)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise KnownError(f"{out.name} cannot be saved there: {error.strerror or 'the system refuses'}.") from None
