"""The events of a timeline as sorted columns, grouped into lanes; immutable, built once for a unit and a filter."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, Literal, NamedTuple

from tutorapp.domain.content import Event, Unit
from tutorapp.domain.dates import DAY_MAX, DAY_MIN, DateError, HistoricalDate, in_words, parse_edtf
from tutorapp.domain.records import dataclass

Grouping = Literal["category", "spec"]
_BITS = 22  # a day number takes no more, so that two fit into one number that sorts fast
_LOW = (1 << _BITS) - 1
_Append = Callable[[Any], None]

NO_LANE = ""
"""The lane of events whose category (or specification point) the unit does not name."""

LEAST, MOST = 0, 5
"""Bounds of rank; 0 is below every event of a unit and marks what a filter dims."""


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
    rank: int  # what goes first where room is short: the importance, less outside the period, 0 when dimmed
    era: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane's name and the category (or "") whose shape and colour stand at its head."""

    id: str
    title: str
    category: str = ""


class LaneColumns:
    """The events of one lane, sorted by first possible day; ``ids`` are positions in the index.

    ``classes`` holds, for each importance from high to low, the days and ids of that importance, in the same order.
    """

    __slots__ = ("_is_sorted", "_tracks", "classes", "first", "ids", "last", "spans")

    def __init__(self) -> None:
        self.first: list[float] = []
        self.last: list[float] = []
        self.ids: list[int] = []
        self.classes: list[tuple[list[float], list[int]]] = [([], []) for _ in range(MOST + 1)]
        self.spans: list[tuple[int, float, float, float, int]] = []
        self._is_sorted = False
        self._tracks: dict[tuple[int, float, int], list[Track]] = {}

    def appends(self) -> tuple[_Append, _Append, _Append, list[tuple[_Append, _Append]], _Append]:
        """What adds to first, last, ids, each class (by rank) and the spans; the caller adds in order of time."""
        by_rank = [(days.append, ids.append) for days, ids in reversed(self.classes)]
        return self.first.append, self.last.append, self.ids.append, by_rank, self.spans.append

    def tracks(self, count: int, shortest: float, least: int) -> list[Track]:
        """Rows of spans of at least ``shortest`` days and importance ``least``: important ones first, then longer ones.

        A span takes the first of ``count`` rows where its days are free. Nothing here depends on what is in view.
        """
        key = (count, shortest, least)
        if key not in self._tracks:
            rows = [Track(number) for number in range(count)]
            if not self._is_sorted:
                self.spans.sort()
                self._is_sorted = True
            for minus_rank, minus_days, first, last, item in self.spans:
                if -minus_days >= shortest and -minus_rank >= least:
                    for row in rows:
                        if row.take(first, last, item):
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

    __slots__ = ("first", "last", "longs", "row")

    def __init__(self, row: int) -> None:
        self.row = row
        self.first: list[float] = []
        self.last: list[float] = []
        self.longs: list[Long] = []

    def take(self, first: float, last: float, item: int) -> bool:
        """Put the span in when its days are free."""
        at = bisect_right(self.first, first)
        if (at and self.last[at - 1] > first) or (at < len(self.first) and self.first[at] < last):
            return False
        self.first.insert(at, first)
        self.last.insert(at, last)
        self.longs.insert(at, Long(item, self.row, first, last))
        return True

    def between(self, start: float, end: float) -> list[Long]:
        """The spans that touch ``start`` to ``end``."""
        return self.longs[bisect_right(self.last, start) : bisect_left(self.first, end)]


class TimelineIndex:
    """All events of the line. ``items`` are in order of time; positions in it are the integers used everywhere.

    ``first`` and ``last`` bound the days an event may have touched: ``last`` is exclusive, so a day is one long. Open
    ends are cut to the extent of the known days.
    """

    def __init__(
        self, items: Iterable[TimelineItem], lanes: Sequence[Lane], extent: tuple[int, int] | None = None
    ) -> None:
        # Of two that begin alike the one that is over earlier goes first: it is the shorter or the more precise one.
        given = list(items)
        days = [item.date.start_earliest << _BITS | item.date.end_latest + 1 for item in given]
        order = sorted(range(len(given)), key=days.__getitem__)
        self.items: list[TimelineItem] = [given[n] for n in order]
        self.lanes = tuple(lanes)
        starts, ends = [days[n] >> _BITS for n in order], [days[n] & _LOW for n in order]
        self.extent = extent or _extent(starts, ends)
        low, high = self.extent
        self.first = (
            [float(max(low, day)) for day in starts] if starts and starts[0] < low else list(map(float, starts))
        )
        self.last = [float(min(high, day)) for day in ends] if ends and max(ends) > high else list(map(float, ends))
        self.columns: tuple[LaneColumns, ...] = tuple(LaneColumns() for _ in self.lanes)
        self.eras: list[int] = []
        self._fill()

    @cached_property
    def position(self) -> dict[str, int]:
        """An event's position by its id."""
        return {item.id: number for number, item in enumerate(self.items)}

    def _fill(self) -> None:
        """Hand the events out to their lanes, in order; bound methods, since this runs once for each of 100,000."""
        adders = {lane.id: column.appends() for lane, column in zip(self.lanes, self.columns, strict=True)}
        for number, (item, first, last) in enumerate(zip(self.items, self.first, self.last, strict=True)):
            if item.era:
                self.eras.append(number)
                continue
            add_first, add_last, add_item, classes, add_span = adders[item.lane]
            add_first(first)
            add_last(last)
            add_item(number)
            rank = item.rank
            add_day, add_id = classes[rank if LEAST <= rank <= MOST else MOST if rank > MOST else LEAST]
            add_day(first)
            add_id(number)
            if last - first > 1.0:
                add_span((-rank, first - last, first, last, number))

    def __len__(self) -> int:
        return len(self.items)

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
        column = self.columns[lane]
        at = bisect_left(column.first, day)
        around = [n for n in (at - 1, at) if 0 <= n < len(column.first)]
        return column.ids[min(around, key=lambda n: abs(column.first[n] - day))] if around else None

    def next_in_lane(self, lane: int, day: float) -> int | None:
        """The first event of a lane at or after ``day``."""
        column = self.columns[lane]
        at = bisect_left(column.first, day)
        return column.ids[at] if at < len(column.ids) else None


def _extent(starts: list[int], ends: list[int]) -> tuple[int, int]:
    """First day and the day after the last one of what is known; open ends do not count. A year when empty."""
    if not starts:
        return (1, 366)
    low, high = min(starts), max(ends)
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
        rank=max(1, event.importance - 1) if outside else event.importance,
        era=event.era,
    )


def spoken(index: TimelineIndex, item: int, number: int, total: int) -> str:
    """An event as a screen reader says it: "Kirov murdered, 1 December 1934, Police and terror, 31 of 60"."""
    event = index.items[item]
    lane = next((lane.title for lane in index.lanes if lane.id == event.lane), "")
    parts = (event.title, in_words(event.date), lane, f"{number} of {total}")
    return ", ".join(part for part in parts if part)
