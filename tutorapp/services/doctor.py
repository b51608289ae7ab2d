"""Facts about this installation, for ``python main.py doctor``: what to look at when something is wrong."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from tutorapp.domain.errors import KnownError
from tutorapp.services.ports import UnitOfWork

SQLITE_SOUND = (3, 51, 3)
"""Before it, a rare race between two connections may corrupt a write-ahead log (https://sqlite.org/wal.html)."""
SQLITE_BACKPORTS: dict[tuple[int, ...], tuple[int, int, int]] = {(3, 50): (3, 50, 7), (3, 44): (3, 44, 6)}
DAMAGED = (
    "Close TutorApp and start it again: the file is kept aside, what can be read of it is brought over, and the "
    "newest sound backup is offered for the rest."
)
READ_ONLY = frozenset({"program folder", "resources"})
"""Folders nobody has to write to; on a school's machine a pupil must not be able to."""


class DatabaseFacts(Protocol):
    """What the doctor asks of an open database."""

    def versions(self) -> Mapping[str, str]:
        """By name of library or part the version that is in use."""

    def check(self) -> Sequence[str]:
        """What is wrong with the file, in sentences; empty when it is sound."""

    def reading(self) -> UnitOfWork:
        """A transaction that only reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFact:
    """A folder the program uses."""

    name: str
    path: str
    exists: bool
    writable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFact:
    """An installed unit."""

    id: str
    title: str
    version: str
    digest: str
    installed_at: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything the command prints. ``problems`` makes it fail; ``remarks`` do not."""

    versions: dict[str, str]
    folders: tuple[FolderFact, ...]
    units: tuple[UnitFact, ...]
    problems: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether all is well."""
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """For ``--json``: plain lists, mappings and texts."""
        return {"ok": self.ok} | asdict(self)

    def lines(self) -> tuple[str, ...]:
        """For a person to read or to send."""
        return (
            *(f"{name}: {version}" for name, version in self.versions.items()),
            *(f"{folder.name}: {folder.path}{_state(folder)}" for folder in self.folders),
            *(f"unit: {unit.title} {unit.version} ({unit.id}), installed {unit.installed_at}" for unit in self.units),
            *(f"remark: {remark}" for remark in self.remarks),
            *(f"problem: {problem}" for problem in self.problems),
            self._summary(),
        )

    def _summary(self) -> str:
        if not self.ok:
            return f"{len(self.problems)} to look at."
        return "All is well; the remark above needs no haste." if self.remarks else "All is well."


def examine(
    *, program: str, qt: str | None, folders: Mapping[str, Path], open_database: Callable[[], DatabaseFacts]
) -> Facts:
    """Look at everything. ``open_database`` may raise KnownError, which becomes a problem like any other.

    ``qt`` is Qt's version, None when it is not installed; ``folders`` maps names to show to folders in use. The
    whole database is read, so this takes a moment; closing it again is the caller's.
    """
    problems: list[str] = []
    if qt is None:
        problems.append("qt: it is not installed, so there is no window. “make venv” installs it.")
    versions = {"program": program, "python": platform.python_version(), "qt": qt or "not installed"}
    units: tuple[UnitFact, ...] = ()
    try:
        database = open_database()
        versions |= database.versions()
        problems += [f"database: {problem}. {DAMAGED}" for problem in database.check()]
        units = _units(database)
        if not units:
            problems.append("units: none is installed. Start the program once, or install a pack.")
    except KnownError as error:
        problems.append(f"database: {error.message}")
    places = tuple(_folder(name, path) for name, path in folders.items())  # opening may have made some
    return Facts(
        versions=versions,
        folders=places,
        units=units,
        problems=(*_folder_problems(places), *problems),
        remarks=_remarks(versions.get("sqlite", "")),
    )


def _units(database: DatabaseFacts) -> tuple[UnitFact, ...]:
    with database.reading() as uow:
        found = uow.content.units()
    return tuple(
        UnitFact(
            id=unit.id,
            title=unit.title,
            version=unit.version,
            digest=unit.digest,
            installed_at=unit.installed_at.isoformat(timespec="seconds"),
        )
        for unit in found
    )


def _folder_problems(places: Sequence[FolderFact]) -> Iterator[str]:
    for place in places:
        if place.name in READ_ONLY and not place.exists:
            yield f"{place.name}: {place.path} is missing. Install the program again."
        if place.name not in READ_ONLY and not place.writable:
            yield f"{place.name}: {place.path} cannot be written to. Choose another folder with --data-dir."


def _folder(name: str, path: Path) -> FolderFact:
    exists = path.is_dir()
    return FolderFact(name=name, path=str(path), exists=exists, writable=os.access(_nearest(path), os.W_OK | os.X_OK))


def _nearest(path: Path) -> Path:
    """``path``, or the folder it would be made in."""
    return next((place for place in (path, *path.parents) if place.exists()), path)


def _state(folder: FolderFact) -> str:
    if not folder.exists:
        return " (not made yet)"
    return "" if folder.writable else " (read-only)"


def _remarks(sqlite: str) -> tuple[str, ...]:
    numbers = tuple(int(part) for part in sqlite.split(".") if part.isdigit())
    sound = SQLITE_BACKPORTS.get(numbers[:2], SQLITE_SOUND)
    if not numbers or numbers >= sound:
        return ()
    return (
        f"this Python's SQLite {sqlite} has a rare fault that 3.51.3 mended: work may be damaged when two programs "
        "write to one data folder at the same moment. TutorApp lets one window only into a folder, so all is well; "
        "close it before you run a command that writes, or use the bundle, which carries its own SQLite.",
    )
