"""Where labels and badges go: a pure function of zoom level and stretch of time, never of what is in view.

Each lane is cut into stretches of ``STRETCH`` px at the level's lower bound. Even stretches are laid out first and may
reach into their odd neighbours; an odd stretch is laid out around its two neighbours. So any stretch can be made
alone, in any order, with the same result, and panning only asks for more of them. Within a stretch the important
events come first; what finds no room is counted in a "+n" badge that is fixed to a day.

Occupied pixels are bits of an integer, ``GRAIN`` px each, one integer a row.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from tutorapp.domain.timeline.boxes import AFTER, INSIDE, LONG, Side, badge_width, room
from tutorapp.domain.timeline.index import LEAST, MOST, TimelineIndex
from tutorapp.domain.timeline.view import View, level_of, level_scale

STRETCH = 768
CELL = 64
CELLS = STRETCH // CELL
GRAIN = 4
SPILL_RIGHT, SPILL_LEFT = 400, 330
"""How far an even stretch may reach into its neighbours; together they leave room for a badge."""
MERGE = 2
MERGE_ALONE = 5
"""What is hidden may be counted up to this many cells away (in a lane of one row) before a label gives way to it."""
KEPT = 600
"""Stretches kept; the oldest go first."""
_FAILS = 3
_SHIFTS = (0.0, -16.0, 16.0, -32.0, 32.0)

Measure = Callable[[int], float]
"""Pixels of an event's label, by its position in the index."""


class Placed(NamedTuple):
    """An event with a row of its lane; ``side`` is where its label stands."""

    item: int
    row: int
    side: Side
    mask: int
    cell: int


@dataclass(slots=True)
class Badge:
    """``count`` events that found no room, shown together at ``day``; ``cells`` are the cells they begin in."""

    day: float
    row: int
    count: int
    cells: list[int]
    lane: int
    mask: int = 0
    cell: int = 0
    items: tuple[int, ...] | None = None  # what it stands for, where that is not simply its cells' rest


@dataclass(slots=True)
class Stretch:
    """The layout of one stretch of one lane; ``solid`` and ``bars`` are occupied bits by row."""

    number: int
    placed: list[Placed] = field(default_factory=list)
    badges: list[Badge] = field(default_factory=list)
    solid: list[int] = field(default_factory=list)


class Long(NamedTuple):
    """A span long enough to have its own track."""

    item: int
    row: int
    first: float
    last: float


class LevelLayout:
    """The stretches of every lane at one zoom level; made when first asked for."""

    def __init__(
        self,
        index: TimelineIndex,
        level: int,
        rows: tuple[int, ...],
        measure: Measure,
        home: tuple[float, float] | None = None,
    ) -> None:
        self.index = index
        self.level = level
        self.scale = level_scale(level)
        self.rows = rows
        self.origin = float(index.extent[0])
        self._measure = measure
        self._home = home
        self._stretches: dict[tuple[int, int], Stretch] = {}
        self._first, self._last = index.first, index.last
        self._spans = [item.date.is_span for item in index.items]

    # --- asking --------------------------------------------------------------------------------------

    def numbers(self, start: float, end: float) -> range:
        """The stretches whose labels can be seen between two days."""
        low = int((start - self.origin) * self.scale // STRETCH) - 1
        return range(low, int((end - self.origin) * self.scale // STRETCH) + 2)

    def stretch(self, lane: int, number: int) -> Stretch:
        """The layout of a stretch, made now or kept."""
        key = (lane, number)
        found = self._stretches.get(key)
        if found is None:
            if len(self._stretches) > KEPT:
                for old in list(self._stretches)[: KEPT // 4]:
                    del self._stretches[old]
            found = self._stretches[key] = _Maker(self, lane, number).make()
        return found

    def longs(self, lane: int, start: float, end: float) -> list[Long]:
        """The spans with a track that touch the days from ``start`` to ``end``."""
        # A lane of one row would be a row of bars: there only what must be known takes the row from the points.
        alone = self.rows[lane] == 1
        least = MOST if alone else LEAST
        tracks = self.index.columns[lane].tracks(1 if alone else self.rows[lane] - 1, LONG / self.scale, least)
        return [
            Long(item, row, first, last)
            for row, track in enumerate(tracks)
            for first, last, item in track.between(start, end)
        ]

    def hidden(self, badge: Badge) -> list[int]:
        """The events a badge stands for, in order of time."""
        if badge.items is not None:
            return list(badge.items)
        column = self.index.columns[badge.lane]
        shown = {placed.item for placed in self.stretch(badge.lane, badge.cell // CELLS).placed}
        found: list[int] = []
        for cell in sorted(badge.cells):
            low, high = (bisect_left(column.first, self.origin + n * CELL / self.scale) for n in (cell, cell + 1))
            inside = column.ids[low:high]
            start, end = self.origin + cell * CELL / self.scale, self.origin + (cell + 1) * CELL / self.scale
            longs = {long.item for long in self.longs(badge.lane, start, end)}
            found += [item for item in inside if item not in shown and item not in longs]
        return found

    def row_of(self, item: int) -> tuple[int, int] | None:
        """(lane, row) of an event that is drawn by itself; None when a badge counts it."""
        lane = self.index.lane_number(item)
        if lane < 0:
            return None
        for long in self.longs(lane, self._first[item], self._first[item] + 0.5):
            if long.item == item:
                return lane, long.row
        number = int((self._first[item] - self.origin) * self.scale // STRETCH)
        return next(((lane, p.row) for p in self.stretch(lane, number).placed if p.item == item), None)

    # --- what the maker needs ------------------------------------------------------------------------

    def edges(self, item: int, side: Side, base: float) -> tuple[float, float]:
        """Left and right pixel of an event with its label, counted from ``base``."""
        first = self._first[item]
        bar = (self._last[item] - first) * self.scale
        need = room(bar, self._spans[item], self.scale, self._measure(item), side)
        x = (first - self.origin) * self.scale - base
        return x + need.left, x + need.right

    def label_width(self, item: int) -> float:
        """Pixels of the event's label."""
        return self._measure(item)

    @property
    def home_cell(self) -> float | None:
        """Where the home period begins, in cells."""
        return None if self._home is None else (self._home[0] - self.origin) * self.scale / CELL

    def sides(self, item: int) -> tuple[Side, ...]:
        """The sides of the event its label is tried on: such that it stays in the home period, else right first."""
        if self._home is None:
            return ("right", "left")
        start, end = self._home
        first, needed = self._first[item], (self._measure(item) + 40) / self.scale
        if first < end < first + needed:
            return ("left", "right")
        return ("right",) if first - needed < start <= first else ("right", "left")


def bits(left: float, right: float) -> int:
    """The mask of a pixel range, counted from one stretch before the stretch; at least one grain."""
    low = max(0, int((left + STRETCH) // GRAIN))
    high = max(low + 1, int((right + STRETCH) // GRAIN) + 1)
    return ((1 << (high - low)) - 1) << low


_SHIFT = STRETCH // GRAIN
_WHOLE = (1 << (3 * _SHIFT)) - 1


class _Maker:
    """Lays out one stretch."""

    def __init__(self, level: LevelLayout, lane: int, number: int) -> None:
        self.level = level
        self.lane = lane
        self.number = number
        self.rows = level.rows[lane]
        self.base = float(number * STRETCH)
        self.start = level.origin + self.base / level.scale
        self.end = level.origin + (self.base + STRETCH) / level.scale
        self.solid = [0] * self.rows
        self.bars = [0] * self.rows
        self.names = [0] * self.rows  # labels of long bars: they give way when nothing else can
        self.placed: list[Placed] = []
        self.badges: list[Badge] = []
        self.shown = [0] * CELLS
        self.is_even = number % 2 == 0

    def make(self) -> Stretch:
        self._take_longs()
        if not self.is_even:
            self._take_neighbours()
        self._place_events()
        self._place_badges()
        self._tidy()
        return Stretch(self.number, self.placed, self.badges, self.solid)

    def _take_longs(self) -> None:
        level, scale = self.level, self.level.scale
        margin = STRETCH / scale
        self.long_items: set[int] = set()
        for long in level.longs(self.lane, self.start - margin, self.end + margin):
            self.long_items.add(long.item)
            left = (long.first - level.origin) * scale - self.base
            right = (long.last - level.origin) * scale - self.base
            self.bars[long.row] |= bits(max(left - AFTER, -STRETCH), min(right + AFTER, 2 * STRETCH)) & _WHOLE
            name = bits(max(left, -STRETCH), left + level.label_width(long.item) + INSIDE) & _WHOLE
            self.names[long.row] |= name if left + STRETCH + level.label_width(long.item) > 0 else 0
            if 0 <= left < STRETCH:
                self.shown[int(left // CELL)] += 1

    def _take_neighbours(self) -> None:
        before = self.level.stretch(self.lane, self.number - 1).solid
        after = self.level.stretch(self.lane, self.number + 1).solid
        for row in range(self.rows):
            self.solid[row] |= (before[row] >> _SHIFT) | ((after[row] << _SHIFT) & _WHOLE)

    # --- events --------------------------------------------------------------------------------------

    def _place_events(self) -> None:
        level = self.level
        longest = LONG / level.scale
        cell_days = CELL / level.scale
        closed = 0
        fails = [0] * CELLS
        for days, ids in level.index.columns[self.lane].classes:
            at = bisect_left(days, self.start)
            end = bisect_left(days, self.end, at)
            while at < end:
                cell = min(CELLS - 1, max(0, int((days[at] - self.start) / cell_days)))
                if closed >> cell & 1:
                    at = bisect_left(days, self.start + (cell + 1) * cell_days, at + 1, end)
                    continue
                item = ids[at]
                at += 1
                if item in self.long_items or level._last[item] - level._first[item] >= longest:
                    continue
                following = days[at] if at < len(days) else None
                if not self._place(item, cell, following):
                    fails[cell] += 1
                    if fails[cell] == _FAILS:
                        closed |= 1 << cell

    def _place(self, item: int, cell: int, following: float | None) -> bool:
        """Put an event in the first row with room; ``following``: the day of the next one as important as this."""
        solid, bars = self.solid, self.bars
        sides = self.level.sides(item)
        if self.rows == 1 and following is not None and len(sides) == 2:
            # In a single row a label to the right would often stand where the next event wants to be.
            gap = (following - self.level.index.first[item]) * self.level.scale
            sides = ("left", "right") if gap < self.level.label_width(item) + 40 else sides
        for side in sides:
            left, right = self.level.edges(item, side, self.base)
            if self.is_even and (left < -SPILL_LEFT or right > STRETCH + SPILL_RIGHT):
                continue
            mask = bits(left, right)
            for row in range(self.rows):
                if not (solid[row] | bars[row]) & mask:
                    solid[row] |= mask
                    self.placed.append(Placed(item, row, side, mask, cell))
                    self.shown[cell] += 1
                    return True
        return False

    def _tidy(self) -> None:
        """Turn a label to the right of its event where labels that gave way have left room there."""
        for number, placed in enumerate(self.placed):
            if placed.side == self.level.sides(placed.item)[0]:
                continue
            left, right = self.level.edges(placed.item, "right", self.base)
            if self.is_even and right > STRETCH + SPILL_RIGHT:
                continue
            mask = bits(left, right)
            rest = self.solid[placed.row] & ~placed.mask
            if not (rest | self.bars[placed.row]) & mask:
                self.solid[placed.row] = rest | mask
                self.placed[number] = placed._replace(side="right", mask=mask)

    # --- badges --------------------------------------------------------------------------------------

    def _place_badges(self) -> None:
        """Badges where there is room; then, the fullest cells first, into a near badge or in a label's place."""
        pending = self._hidden_counts()
        waiting = [cell for cell in sorted(pending, key=lambda c: -pending[c]) if not self._badge(cell, pending[cell])]
        while waiting:
            cell = waiting.pop(0)
            if self._elsewhere(cell, pending[cell], MERGE if self.rows > 1 else MERGE_ALONE):
                continue
            freed = self._evict(cell, pending[cell])
            if not freed and not self._elsewhere(cell, pending[cell], CELLS):
                freed = self._evict(cell, pending[cell], CELLS)
                if not freed and not self._badge(cell, pending[cell], last=True):
                    self._force(cell, pending[cell])
            for lost in freed:
                if self._return(lost):
                    continue
                pending[lost] = pending.get(lost, 0) + 1 if lost in waiting else 1
                if lost not in waiting and not self._badge(lost, 1):
                    waiting.append(lost)

    def _hidden_counts(self) -> dict[int, int]:
        first = self.level.index.columns[self.lane].first
        days = CELL / self.level.scale
        at = bisect_left(first, self.start)
        counts: dict[int, int] = {}
        if at == len(first) or first[at] >= self.end:
            return counts
        for cell in range(CELLS):
            after = bisect_left(first, self.start + (cell + 1) * days, at)
            hidden = after - at - self.shown[cell]
            if hidden > 0:
                counts[cell] = hidden
            at = after
        return counts

    def _badge(self, cell: int, count: int, *, at: int | None = None, last: bool = False) -> bool:
        """Put a badge for ``cell`` where cell ``at`` has room; ``last``: even over the label of a long bar."""
        half = badge_width(count * 10 if count < 10 else count) / 2
        middle = (cell if at is None else at) * CELL + CELL / 2
        for over_bars in (False, True):
            for shift in _SHIFTS:
                x = min(max(middle + shift, half), STRETCH - half)
                mask = bits(x - half, x + half)
                for row in range(self.rows - 1, -1, -1):
                    taken = self.solid[row] | (0 if last else self.names[row]) | (0 if over_bars else self.bars[row])
                    if not taken & mask:
                        self._put_badge(cell, count, row, x, mask)
                        return True
        return False

    def _elsewhere(self, cell: int, count: int, reach: int) -> bool:
        """The nearest badge or the nearest room, up to ``reach`` cells away."""
        for away in range(1, reach + 1):
            if self._merge(cell, count, away):
                return True
            for at in (cell - away, cell + away):
                at_home = self._same_side(self.number * CELLS + at, self.number * CELLS + cell)
                if 0 <= at < CELLS and (at_home or reach == CELLS) and self._badge(cell, count, at=at):
                    return True
        return False

    def _put_badge(self, cell: int, count: int, row: int, x: float, mask: int) -> None:
        self.solid[row] |= mask
        day = self.level.origin + (self.base + x) / self.level.scale
        first = self.number * CELLS
        self.badges.append(Badge(day, row, count, [first + cell], self.lane, mask, first + int(x // CELL)))

    def _merge(self, cell: int, count: int, reach: int) -> bool:
        whole = self.number * CELLS + cell
        # Across the start of the home period a badge would be out of sight when the line is first shown.
        badges = self.badges if reach >= CELLS - 1 else [b for b in self.badges if self._same_side(b.cell, whole)]
        near = min(badges, key=lambda badge: abs(badge.cell - whole), default=None)
        if near is None or abs(near.cell - whole) > reach:
            return False
        near.count += count
        if whole not in near.cells:
            near.cells.append(whole)
        return True

    def _same_side(self, one: int, other: int) -> bool:
        border = self.level.home_cell
        return border is None or (one < border) == (other < border)

    def _return(self, cell: int) -> bool:
        """Count an event that lost its label in the badge that has its cell already; False when none has."""
        whole = self.number * CELLS + cell
        for badge in self.badges:
            if whole in badge.cells:
                badge.count += 1
                return True
        return False

    def _evict(self, cell: int, count: int, reach: int = 0) -> list[int]:
        """Take out the least important labels at the cell and put the badge there; the cells they leave, or none.

        ``reach`` looks further: at every other cell of the stretch, the nearest first.
        """
        half = badge_width(count * 10) / 2
        for away in range(reach + 1):
            for near in (cell - away, cell + away) if away else (cell,):
                if not 0 <= near < CELLS:
                    continue
                for shift in _SHIFTS:
                    x = min(max(near * CELL + CELL / 2 + shift, half), STRETCH - half)
                    found = self._give_way(bits(x - half, x + half))
                    if found is not None:
                        row, gone = found
                        self._put_badge(cell, count, row, x, bits(x - half, x + half))
                        return [placed.cell for placed in gone]
        return []

    def _give_way(self, mask: int) -> tuple[int, list[Placed]] | None:
        """Free the bits of ``mask`` in the row where least is lost; None where other things than own labels stand."""
        items = self.level.index.items
        choices: list[tuple[int, int, int, list[Placed]]] = []
        for row in range(self.rows):
            over = [p for p in self.placed if p.row == row and p.mask & mask]
            rest = self.solid[row] | self.names[row]
            for gone in over:
                rest &= ~gone.mask
            if over and not rest & mask:
                weights = [items[p.item].rank for p in over]
                choices.append((max(weights), sum(weights), row, over))
        if not choices:
            return None
        _most, _sum, row, over = min(choices, key=lambda choice: choice[:3])
        for gone in over:
            self.placed.remove(gone)
            self.shown[gone.cell] -= 1
            self.solid[row] &= ~gone.mask
        return row, over

    def _force(self, cell: int, count: int) -> None:
        """Nothing else is left: the last row, whatever stands there; only a row full of labels can ask it."""
        x = min(max(cell * CELL + CELL / 2, 20.0), STRETCH - 20.0)
        self._put_badge(cell, count, self.rows - 1, x, bits(x - 20, x + 20))


def level_for(view: View) -> int:
    """The level whose layout a view is drawn from."""
    return level_of(view.scale)


def allot_rows(counts: list[int], total: int) -> tuple[int, ...]:
    """``total`` rows for lanes by how many events each holds, one at least; the same at all zooms: lanes never jump."""
    rows = [1] * len(counts)
    weights = [float(max(1, count)) for count in counts]
    for _ in range(max(0, total - len(counts))):
        neediest = max(range(len(counts)), key=lambda n: (weights[n] / rows[n], -n))
        if counts[neediest] <= rows[neediest]:
            neediest = max(range(len(counts)), key=lambda n: counts[n] - rows[n])
        if counts[neediest] <= rows[neediest]:
            break
        rows[neediest] += 1
    return tuple(rows)
