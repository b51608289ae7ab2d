"""The services a window or a command is given, joined to the database by ``bootstrap``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutorapp.domain.library import Library
    from tutorapp.services.notes import NotesService
    from tutorapp.services.practice import PracticeService
    from tutorapp.services.search import SearchService


@dataclass(frozen=True, slots=True)
class Services:
    """One of each; every call opens its own unit of work."""

    notes: NotesService
    practice: PracticeService
    search: SearchService


@dataclass(frozen=True, slots=True)
class Opened:
    """What the window is given: first content and services, then, through ``open``, the person's own work."""

    services: Services
    library: Library
    open: Callable[[], tuple[str, ...]]  # opens the database; what the person must be told; KnownError: why not
    check: Callable[[], str | None]  # the slow look at the database's health; a sentence when something is wrong
    close: Callable[[], None]
