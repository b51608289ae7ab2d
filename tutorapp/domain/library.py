"""A unit with its links followed both ways: what the panes read. Immutable; built once from a ``Unit``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TypeVar

from tutorapp.domain import markup
from tutorapp.domain.content import CareNote, Event, ItemKind, Manifest, Question, Section, SpecPoint, Term, Unit

_T = TypeVar("_T", Section, Term, CareNote, Event, Question)


class Library:
    """Look-ups over one unit. Unknown ids give None (or an empty tuple): a pack is checked before it is installed.

    ``own``: ids of the questions and events that the person added and may change.
    """

    def __init__(self, unit: Unit, own: frozenset[str] = frozenset()) -> None:
        self.unit = unit
        self.own = own
        self.sections = {item.id: item for item in unit.sections}
        self.terms = {item.id: item for item in unit.terms}
        self.care = {item.id: item for item in unit.care}
        self.events = {item.id: item for item in unit.events}
        self.questions = {item.id: item for item in unit.questions}

    @property
    def manifest(self) -> Manifest:
        """The pack's description of itself."""
        return self.unit.manifest

    @cached_property
    def spec_points(self) -> dict[str, SpecPoint]:
        """Specification points by id, in the pack's order."""
        return {point.id: point for point in self.unit.manifest.spec_points}

    @cached_property
    def titles(self) -> dict[tuple[str, str], str]:
        """(kind, id) to title, for link labels."""
        return self._told_titles | {("question", q.id): self.question_title(q) for q in self.unit.questions}

    @cached_property
    def _told_titles(self) -> dict[tuple[str, str], str]:
        """Titles that are written in the pack, which a question's own title may be made from."""
        names: dict[tuple[str, str], str] = {("section", s.id): s.title for s in self.unit.sections}
        names.update({("term", t.id): t.term for t in self.unit.terms})
        names.update({("care", c.id): c.title for c in self.unit.care})
        names.update({("event", e.id): e.title for e in self.unit.events})
        return names

    def question_title(self, question: Question) -> str:
        """One plain line for lists: the question's title, else its text."""
        return question.title or " ".join(markup.plain(question.text, self._told_titles).split())

    def events_of_section(self, section_id: str) -> tuple[Event, ...]:
        """Events that name the section or are named in its text, in the unit's order."""
        return self._linked(self._section_events, section_id, self.events)

    def questions_of_section(self, section_id: str) -> tuple[Question, ...]:
        """Questions that the section teaches."""
        return self._linked(self._section_questions, section_id, self.questions)

    def sections_of_event(self, event_id: str) -> tuple[Section, ...]:
        """Sections that tell of the event."""
        return self._linked(self._event_sections, event_id, self.sections)

    def terms_of_event(self, event_id: str) -> tuple[Term, ...]:
        """Terms the event names, and terms that name the event."""
        return self._linked(self._event_terms, event_id, self.terms)

    def questions_of_event(self, event_id: str) -> tuple[Question, ...]:
        """Questions that name the event or are named by it."""
        return self._linked(self._event_questions, event_id, self.questions)

    def sections_of_term(self, term_id: str) -> tuple[Section, ...]:
        """Sections that use the term."""
        return self._linked(self._term_sections, term_id, self.sections)

    def children(self, section_id: str | None) -> tuple[Section, ...]:
        """Sections directly below ``section_id`` (None: the top)."""
        return tuple(s for s in self.unit.sections if s.parent == section_id)

    @staticmethod
    def _linked(index: dict[str, set[str]], key: str, items: dict[str, _T]) -> tuple[_T, ...]:
        wanted = index.get(key)
        return tuple(item for item in items.values() if item.id in wanted) if wanted else ()

    @cached_property
    def _section_events(self) -> dict[str, set[str]]:
        index = _pairs((s, e.id) for e in self.unit.events for s in e.sections)
        for section in self.unit.sections:
            index[section.id] |= {link.target for link in self._links(section.id) if link.kind == "event"}
        return index

    @cached_property
    def _event_sections(self) -> dict[str, set[str]]:
        return _pairs((e, s) for s, events in self._section_events.items() for e in events)

    @cached_property
    def _section_questions(self) -> dict[str, set[str]]:
        return _pairs((s, q.id) for q in self.unit.questions for s in q.sections)

    @cached_property
    def _event_questions(self) -> dict[str, set[str]]:
        index = _pairs((e, q.id) for q in self.unit.questions for e in q.events)
        for question in self.unit.questions:
            if question.date and question.date.event:
                index[question.date.event].add(question.id)
        for event in self.unit.events:
            index[event.id] |= set(event.questions)
        return index

    @cached_property
    def _event_terms(self) -> dict[str, set[str]]:
        index = _pairs((e, t.id) for t in self.unit.terms for e in t.events)
        for event in self.unit.events:
            index[event.id] |= set(event.terms)
        return index

    @cached_property
    def _term_sections(self) -> dict[str, set[str]]:
        index = _pairs((t.id, s) for t in self.unit.terms for s in t.sections)
        for section in self.unit.sections:
            for link in self._links(section.id):
                if link.kind == "term":
                    index[link.target].add(section.id)
        return index

    def _links(self, section_id: str) -> tuple[markup.Link, ...]:
        return markup.links(self.sections[section_id].body)


def kind_of(item: Section | Term | CareNote | Event | Question) -> ItemKind:
    """The link kind of a content item."""
    kinds: dict[type, ItemKind] = {
        Section: "section",
        Term: "term",
        CareNote: "care",
        Event: "event",
        Question: "question",
    }
    return kinds[type(item)]


def _pairs(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    index: dict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        index[key].add(value)
    return index
