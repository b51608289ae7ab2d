"""The shape of each JSON file in a pack, beside ``pack.json`` itself (``domain.content.Manifest``)."""

from __future__ import annotations

from dataclasses import dataclass, field

from tutorapp.domain.content import CareNote, Event, Question, Term


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """``coverage.json``, for authors: ``must_cover`` ids that some item must name in its ``seed_refs``;
    ``care``: care note id to the ids whose items must show that note."""

    must_cover: tuple[str, ...] = ()
    care: dict[str, tuple[str, ...]] = field(default_factory=dict)
