"""The shape of each JSON file in a pack, beside ``pack.json`` itself (``domain.content.Manifest``)."""

from __future__ import annotations

from tutorapp.domain.content import CareNote, Event, Question, Term
from tutorapp.domain.coverage import Coverage
from tutorapp.domain.records import dataclass

__all__ = ["CareFile", "Coverage", "EventsFile", "QuestionsFile", "TermsFile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsFile:
    """``terms.json``."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CareFile:
    """``care.json``."""

    care: tuple[CareNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsFile:
    """``events.json``."""

    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsFile:
    """``questions/*.json``."""

    questions: tuple[Question, ...]
