"""The events of a timeline as sorted columns, grouped into lanes; immutable, built once for a unit and a filter."""

from __future__ import annotations

import itertools
import operator
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from tutorapp.domain.content import Event, Unit
from tutorapp.domain.dates import DAY_MAX, DAY_MIN, DateError, HistoricalDate, in_words, parse_edtf
from tutorapp.domain.records import dataclass

Grouping = Literal["category", "spec"]
_BITS = 32  # two days in one number, which sorts fast and is taken apart as a whole

NO_LANE = ""
"""The lane of events whose category (or specification point) the unit does not name."""

LEAST, MOST = 0, 5
"""Bounds of rank; 0 is below every event of a unit and marks what a filter dims."""
_RANKS = range(LEAST, MOST + 1)


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One event as the timeline sees it; ``category`` names its colour and shape, ``lane`` the row it stands in."""

    id: str
    title: str
    label: str
    date: HistoricalDate
    lane: str
    category: str
    importance: int
    rank: int  # LEAST to MOST, what goes first where room is short: the importance, less outside the period, 0: dimmed
    era: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane's name and the category (or "") whose shape and colour stand at its head."""

    id: str
    title: str
    category: str = ""


class LaneColumns:
    """The events of one lane: positions in the index, which are in order of time.

    ``classes`` holds those of each importance, from high to low. Positions stand in arrays and days only in the index:
    of 100,000 events this takes a tenth of the memory that objects would, and half of the time to build.
    """

    __slots__ = ("_index", "_spans", "_tracks", "classes", "ids")

    def __init__(self, index: TimelineIndex, by_rank: list[list[int]]) -> None:
        self._index = index
        self.ids = array("i", sorted(itertools.chain.from_iterable(by_rank)))
        self.classes = [array("i", found) for found in reversed(by_rank)]
        self._spans: array[int] | None = None
        self._tracks: dict[tuple[int, float, int], list[Track]] = {}

    def within(self, first: int, stop: int) -> tuple[int, int]:
        """Where the lane's events from position ``first`` up to ``stop`` stand in ``ids``."""
        low = bisect_left(self.ids, first)
        return low, bisect_left(self.ids, stop, low)

    def tracks(self, count: int, shortest: float, least: int) -> list[Track]:
        """Rows of spans of at least ``shortest`` days and importance ``least``: important ones first, then longer ones.

        A span takes the first of ``count`` rows where its days are free. Nothing here depends on what is in view.
        """
        key = (count, shortest, least)
        if key not in self._tracks:
            rows = [Track(number) for number in range(count)]
            first, lengths, items = self._index.first, self._index.lengths, self._index.items
            if self._spans is None:
                self._spans = array("i", [n for n in self.ids if lengths[n] > 1])
            long = [n for n in self._spans if lengths[n] >= shortest]
            wanted = sorted([(-items[n].rank, -lengths[n], first[n], n) for n in long if items[n].rank >= least])
            takes = [row.take for row in rows]
            for _minus_rank, minus_days, start, number in wanted:
                for take in takes:
                    if take(start, start - minus_days, number):
                        break
            self._tracks[key] = rows
        return self._tracks[key]


class Long(NamedTuple):
    """A span long enough to have its own track."""

    item: int
    row: int
    first: float
    last: float


class Track:
    """Spans that do not overlap, in order."""

    __slots__ = ("first", "ids", "last", "row")

    def __init__(self, row: int) -> None:
        self.row = row
        self.first, self.last, self.ids = array("i"), array("i"), array("i")

    def take(self, first: int, last: int, item: int) -> bool:
        """Put the span in when its days are free."""
        at = bisect_right(self.first, first)
        if (at and self.last[at - 1] > first) or (at < len(self.first) and self.first[at] < last):
            return False
        self.first.insert(at, first)
        self.last.insert(at, last)
        self.ids.insert(at, item)
        return True

    def between(self, start: float, end: float) -> list[Long]:
        """The spans that touch ``start`` to ``end``."""
        low, high = bisect_right(self.last, start), bisect_left(self.first, end)
        return [Long(self.ids[n], self.row, self.first[n], self.last[n]) for n in range(low, high)]


class TimelineIndex:
    """All events of the line. ``items`` are in order of time; positions in it are the integers used everywhere.

    ``first`` and ``last`` bound the days an event may have touched: ``last`` is exclusive, so a day is one long
    (``lengths``). Open ends are cut to the extent of the known days.
    """

    def __init__(
        self, items: Iterable[TimelineItem], lanes: Sequence[Lane], extent: tuple[int, int] | None = None
    ) -> None:
        # Of two that begin alike the one that is over earlier goes first: it is the shorter or the more precise one.
        given = list(items)
        days = [(date := item.date).start_earliest << _BITS | date.end_latest + 1 for item in given]
        if any(map(operator.gt, days, itertools.islice(days, 1, None))):
            order = sorted(range(len(given)), key=days.__getitem__)
            given = [given[n] for n in order]
            days.sort()
        self.items: list[TimelineItem] = given
        self.lanes = tuple(lanes)
        halves = memoryview(array("q", days)).cast("B").cast("i")
        del days  # before more is built: what stands beside each other at once is what the memory keeps
        ends_first = sys.byteorder == "little"
        self.first = array("i", halves[ends_first::2].tobytes())
        self.last = array("i", halves[not ends_first :: 2].tobytes())
        del halves
        latest = max(self.last, default=0)
        self.extent = extent or _extent(self.first, self.last, latest)
        low, high = self.extent
        if self.first and self.first[0] < low:
            self.first = array("i", [max(low, day) for day in self.first])
        if latest > high:
            self.last = array("i", [min(high, day) for day in self.last])
        self.lengths = _differences(self.last, self.first)
        self.eras: list[int] = []
        found: dict[str, list[list[int]]] = {lane.id: [[] for _ in _RANKS] for lane in self.lanes}
        # Bound methods are looked up here, once: 100,000 of them would wake the collector again and again.
        adders = {lane: [ids.append for ids in lists] for lane, lists in found.items()}
        for number, item in enumerate(given):
            if item.era:
                self.eras.append(number)
            else:
                adders[item.lane][item.rank](number)
        self.columns: tuple[LaneColumns, ...] = tuple(LaneColumns(self, found[lane.id]) for lane in self.lanes)

    @cached_property
    def position(self) -> dict[str, int]:
        """An event's position by its id."""
        return {item.id: number for number, item in enumerate(self.items)}

    def __len__(self) -> int:
        return len(self.items)

    def at(self, day: float) -> int:
        """The position of the first event that begins at or after ``day``."""
        return bisect_left(self.first, day)

    def lane_number(self, item: int) -> int:
        """The lane an event stands in, counted from the top; -1 for an era."""
        if self.items[item].era:
            return -1
        return next(n for n, lane in enumerate(self.lanes) if lane.id == self.items[item].lane)

    def between(self, start: float, end: float) -> list[int]:
        """Events that touch ``start`` to ``end``, in order of time."""
        high = bisect_left(self.first, end)
        return [number for number in range(high) if self.last[number] > start]

    def nearest_in_lane(self, lane: int, day: float) -> int | None:
        """The event of a lane that begins nearest to ``day``; None in an empty lane."""
        ids = self.columns[lane].ids
        at = bisect_left(ids, self.at(day))
        around = [ids[n] for n in (at - 1, at) if 0 <= n < len(ids)]
        return min(around, key=lambda item: abs(self.first[item] - day)) if around else None

    def next_in_lane(self, lane: int, day: float) -> int | None:
        """The first event of a lane at or after ``day``."""
        ids = self.columns[lane].ids
        at = bisect_left(ids, self.at(day))
        return ids[at] if at < len(ids) else None


def _differences(ends: array[int], starts: array[int]) -> array[int]:
    """``ends`` less ``starts``, one by one; no end is before its start.

    All at once, as two long numbers with 32 bits for each: nothing is borrowed from a neighbour.
    """
    both = (int.from_bytes(days.tobytes(), sys.byteorder) for days in (ends, starts))
    return array("i", operator.sub(*both).to_bytes(len(ends) * ends.itemsize, sys.byteorder))


def _extent(starts: array[int], ends: array[int], latest: int) -> tuple[int, int]:
    """First day and the day after the last one of what is known; open ends do not count. A year when empty."""
    if not starts:
        return (1, 366)
    low, high = starts[0], latest
    if low > DAY_MIN and high <= DAY_MAX:
        return low, high
    days = [day for day in starts if day > DAY_MIN] + [day for day in ends if day <= DAY_MAX]
    return (min(days), max(max(days), min(days) + 1)) if days else (1, 366)


def build_index(unit: Unit, grouping: Grouping = "category", extra: Iterable[Event] = ()) -> TimelineIndex:
    """The index of a unit's events (and ``extra`` ones), in lanes by category or by first specification point.

    An event whose category or point is not the unit's own stands in a neutral last lane, "Other events"; one whose
    date cannot be read is left out (``unreadable`` names them).
    """
    lanes = _lanes(unit, grouping)
    known = {lane.id for lane in lanes}
    home = period_of(unit)
    items = []
    for event in (*unit.events, *extra):
        lane = event.category if grouping == "category" else (event.spec[0] if event.spec else NO_LANE)
        try:
            date = parse_edtf(event.when)
        except DateError:
            continue
        outside = home is not None and (date.end_latest < home[0] or date.start_earliest > home[1])
        items.append(_item(event, date, lane if lane in known else NO_LANE, outside=outside))
    if any(item.lane == NO_LANE and not item.era for item in items):
        lanes.append(Lane(NO_LANE, "Other events"))
    return TimelineIndex(items, lanes)


def unreadable(events: Iterable[Event]) -> list[Event]:
    """Events whose date cannot be read; they are on no timeline, so the pane says so."""
    bad = []
    for event in events:
        try:
            parse_edtf(event.when)
        except DateError:
            bad.append(event)
    return bad


def _lanes(unit: Unit, grouping: Grouping) -> list[Lane]:
    if grouping == "category":
        return [Lane(c.id, c.title, c.id) for c in unit.manifest.categories]
    return [Lane(p.id, p.short or p.title) for p in unit.manifest.spec_points]


def period_of(unit: Unit) -> tuple[int, int] | None:
    """First and last day of the unit's own period; None when it names none that can be read."""
    if unit.manifest.period is None:
        return None
    try:
        first, last = (parse_edtf(text) for text in unit.manifest.period)
    except DateError:
        return None
    return first.start_earliest, last.end_latest


def _item(event: Event, date: HistoricalDate, lane: str, *, outside: bool) -> TimelineItem:
    # What lies outside the unit's period gives way, so that it never takes the place of what the unit is about.
    return TimelineItem(
        id=event.id,
        title=event.title,
        label=event.short_title or event.title,
        date=date,
        lane=lane,
        category=event.category,
        importance=event.importance,
        rank=min(MOST, max(1, event.importance - outside)),
        era=event.era,
    )


def spoken(index: TimelineIndex, item: int, number: int, total: int) -> str:
    """An event as a screen reader says it: "Kirov murdered, 1 December 1934, Police and terror, 31 of 60".

    An era, which lies behind all lanes, is named as one where others have their lane.
    """
    event = index.items[item]
    lane = "Era" if event.era else next((lane.title for lane in index.lanes if lane.id == event.lane), "")
    parts = (event.title, in_words(event.date), lane, f"{number} of {total}")
    return ", ".join(part for part in parts if part)
