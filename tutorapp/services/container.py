"""The services a window or a command is given, joined to the database by ``bootstrap``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutorapp.services.content import ContentService
    from tutorapp.services.notes import NotesService
    from tutorapp.services.practice import PracticeService
    from tutorapp.services.search import SearchService


@dataclass(frozen=True, slots=True)
class Services:
    """One of each; every call opens its own unit of work."""

    content: ContentService
    notes: NotesService
    practice: PracticeService
    search: SearchService
