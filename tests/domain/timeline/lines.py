"""Timelines for tests: the deterministic generator of the benchmark, and small ones by hand."""

from __future__ import annotations

import random
from datetime import date

from tutorapp.domain.content import Category, Event, Manifest, Unit
from tutorapp.domain.timeline.index import TimelineIndex, build_index

WORDS = ("Plenum", "Congress", "Decree", "Trial", "Famine", "Plan", "Treaty", "Purge", "Arrest", "Quota", "Strike")
FIRST = date(1900, 1, 1).toordinal()


def unit_of(events: list[Event], lanes: int = 3) -> Unit:
    categories = tuple(Category(id=f"c{n}", title=f"Lane {n}") for n in range(lanes))
    return Unit(
        manifest=Manifest(id="u", title="Unit", short_title="U", version="1", categories=categories),
        events=tuple(events),
    )


def event(number: int, when: str, lane: int = 0, importance: int = 3, title: str = "") -> Event:
    return Event(
        id=f"E{number:05d}",
        title=title or f"Event {number}",
        when=when,
        summary="",
        category=f"c{lane}",
        importance=importance,
    )


def crowd(count: int, seed: int = 1922, lanes: int = 3) -> list[Event]:
    """Half of the events crowd into 1922-1939; a third are spans, some known to the month or year only."""
    rng = random.Random(seed + count)
    events = []
    for number in range(count):
        years = rng.uniform(22, 39) if rng.random() < 0.5 else rng.uniform(0, 91)
        start = date.fromordinal(FIRST + int(years * 365.25))
        kind = rng.random()
        if kind < 0.3:
            end = date.fromordinal(start.toordinal() + int(10 * 150 ** rng.random()))
            when = f"{start.isoformat()}/{end.isoformat()}"
        elif kind < 0.5:
            when = start.isoformat()[: rng.choice((4, 7))]
        else:
            when = start.isoformat()
        title = f"{rng.choice(WORDS)} {rng.choice(WORDS).lower()} {number}"
        events.append(event(number, when, rng.randrange(lanes), rng.randint(1, 5), title))
    return events


def crowd_index(count: int, lanes: int = 3) -> TimelineIndex:
    return build_index(unit_of(crowd(count, lanes=lanes), lanes))


def measure_of(index: TimelineIndex):
    """A label's width by its length, as a font would give it on average."""
    return lambda item: min(240.0, 6.3 * len(index.items[item].label))
