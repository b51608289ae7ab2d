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
    """Everything the window needs once the data is there."""

    services: Services
    library: Library
    notices: tuple[str, ...]  # what the person must be told about the opening
    check: Callable[[], str | None]  # the slow look at the database's health; a sentence when something is wrong
    close: Callable[[], None]
