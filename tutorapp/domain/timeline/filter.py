"""Which events a person wants to see: by lane, specification point, importance, words and own weak points."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from tutorapp.domain.content import Event, Unit
from tutorapp.domain.dates import DateError, in_words, parse_edtf
from tutorapp.domain.records import dataclass
from tutorapp.domain.timeline.index import Grouping, TimelineIndex, TimelineItem, build_index


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineFilter:
    """What is wanted; an empty set or text asks for nothing. ``hide``: leave the rest out instead of dimming it."""

    lanes: frozenset[str] = frozenset()
    spec: frozenset[str] = frozenset()
    least: int = 1
    most: int = 5
    text: str = ""
    weak_spec: frozenset[str] | None = None  # None: not asked for
    hide: bool = True

    @property
    def is_empty(self) -> bool:
        """Nothing is asked for: every event matches."""
        return self == replace(TimelineFilter(), hide=self.hide)

    def matches(self, event: Event) -> bool:
        """Whether the event answers all that is asked; an event without a point answers no question about points."""
        if self.lanes and event.category not in self.lanes:
            return False
        if self.spec and not self.spec.intersection(event.spec):
            return False
        if self.weak_spec is not None and not self.weak_spec.intersection(event.spec):
            return False
        if not self.least <= event.importance <= self.most:
            return False
        return all(word in _haystack(event) for word in fold(self.text).split())


def fold(text: str) -> str:
    """Lower case without accents, so that "Kunstler" finds "Künstler"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def _haystack(event: Event) -> str:
    try:
        when = in_words(parse_edtf(event.when))
    except DateError:
        when = event.when
    return fold(f"{event.title} {event.short_title} {event.summary} {event.date_note} {when}")


@dataclass(frozen=True, slots=True)
class Filtered:
    """An index made for a filter: which events match, and how many there are in all."""

    index: TimelineIndex
    matching: frozenset[str]
    total: int


def filtered(
    unit: Unit, wanted: TimelineFilter, grouping: Grouping = "category", extra: Iterable[Event] = ()
) -> Filtered:
    """The index of the events that match; with ``hide`` off the others stay, below every importance."""
    events = (*unit.events, *extra)
    matching = frozenset(e.id for e in events if wanted.matches(e)) if not wanted.is_empty else None
    whole = build_index(unit, grouping, extra)
    if matching is None:
        return Filtered(whole, frozenset(whole.position), len(whole))
    found = matching & frozenset(whole.position)
    if wanted.hide:
        lanes = [lane for lane in whole.lanes if not wanted.lanes or grouping != "category" or lane.id in wanted.lanes]
        items = [item for item in whole.items if item.id in found]
    else:
        lanes = list(whole.lanes)
        items = [item if item.id in found else _dimmed(item) for item in whole.items]
    return Filtered(TimelineIndex(items, lanes, whole.extent), found, len(whole))


def _dimmed(item: TimelineItem) -> TimelineItem:
    return replace(item, rank=0)


def count_words(wanted: TimelineFilter, shown: int, total: int) -> str:
    """What a filter leaves, to be announced: "12 of 191 events"."""
    return f"{shown} of {total} events" if not wanted.is_empty else f"{total} events"
