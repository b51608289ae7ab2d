"""The services a window or a command is given, joined to the database by ``bootstrap``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tutorapp.domain.records import dataclass

if TYPE_CHECKING:
    from tutorapp.domain.library import Library
    from tutorapp.services.backup import Backup
    from tutorapp.services.bank import BankService
    from tutorapp.services.notes import NotesService
    from tutorapp.services.practice import PracticeService
    from tutorapp.services.results import ResultsService
    from tutorapp.services.search import SearchService
    from tutorapp.services.snapshots import Snapshots


@dataclass(frozen=True)
class Services:
    """One of each; every call opens its own unit of work."""

    notes: NotesService
    practice: PracticeService
    search: SearchService
    make_bank: Callable[[], BankService]
    make_results: Callable[[], ResultsService]

    @cached_property
    def bank(self) -> BankService:
        """Own questions, events and quizzes; loaded at first use, which no start waits for."""
        return self.make_bank()

    @cached_property
    def results(self) -> ResultsService:
        """Quizzes taken as a whole, and the results of a class."""
        return self.make_results()


@dataclass(frozen=True, slots=True)
class Opened:
    """What the window is given: first content and services, then, through ``open``, the person's own work."""

    services: Services
    library: Library
    open: Callable[[], tuple[str, ...]]  # opens the database; what the person must be told; KnownError: why not
    check: Callable[[], str | None]  # the slow look at the database's health; a sentence when something is wrong
    close: Callable[[], None]
    keeping: Keeping


class Keeping(Protocol):
    """Keeping a person's work safe and carrying it; each call says what to tell them, KnownError why not."""

    def keep(self) -> str | None:
        """A backup if something changed; a sentence when it failed."""

    @property
    def snapshots(self) -> Snapshots | None:
        """What is sent to a shared folder; None where there is none."""

    def hand_in(self) -> None:
        """An answer was handed in: a snapshot, where there is a place for one; returns at once."""

    def fetch(self) -> tuple[Path, ...]:
        """What other computers left in the shared folder, as local copies; may hang. OSError: it is not there."""

    def take(self, copies: Sequence[Path]) -> str | None:
        """Add what ``fetch`` brought; what to tell the person, if anything."""

    def backups(self) -> tuple[Backup, ...]:
        """Every backup, newest first."""

    def restore(self, backup: Path) -> str:
        """Put a backup in the place of the work in use, which is kept beside it; unfinished answers stay."""

    def bring_in_backup(self, backup: Path) -> str:
        """Add what the backup holds and the database does not."""

    @property
    def can_export_closed(self) -> bool:
        """The work could not be opened because a newer program saved it; exporting it is possible all the same."""

    def export_work(self, out: Path) -> str:
        """Everything the person did, to one file."""

    def import_work(self, file: Path) -> str:
        """Add what such a file holds."""
