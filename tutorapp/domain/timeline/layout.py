"""Where labels and badges go: a pure function of zoom level and stretch of time, never of what is in view.

Each lane is cut into stretches of ``STRETCH`` px at the level's lower bound. Even stretches are laid out first and may
reach into their odd neighbours; an odd stretch is laid out around its two neighbours. So any stretch can be made
alone, in any order, with the same result, and panning only asks for more of them. Within a stretch the important
events come first; what finds no room is counted in a "+n" badge that is fixed to a day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from tutorapp.domain.timeline.boxes import AFTER, BOTH, INSIDE, LABEL_GAP, LONG, SHAPE, Side, figure, room
from tutorapp.domain.timeline.index import LEAST, MOST, Long, TimelineIndex, Track
from tutorapp.domain.timeline.making import StretchMaker
from tutorapp.domain.timeline.one_row import early_places
from tutorapp.domain.timeline.stretches import (
    CELL,
    CELLS,
    SHIFT,
    SPILL_LEFT,
    SPILL_RIGHT,
    STRETCH,
    Badge,
    Measure,
    Placed,
    Stretch,
    bits,
    span_bits,
)
from tutorapp.domain.timeline.view import View, level_of, level_scale

NAME = 300.0
"""No label reaches further than this from the start of its bar."""
_FAR = 60.0
"""More than a shape, its halo and the gaps beside it."""
_EDGE = 0.02
"""The share of the line that is in view beyond its first and last day when all of it is."""
_BESIDE = SHAPE + LABEL_GAP + AFTER
KEPT = 600
"""Stretches kept; the oldest go first."""


class LevelLayout:
    """The stretches of every lane at one zoom level; made when first asked for."""

    def __init__(
        self,
        index: TimelineIndex,
        level: int,
        rows: tuple[int, ...],
        measure: Measure,
        home: tuple[float, float] | None = None,
        anchor: float = 1.0,
    ) -> None:
        self.index = index
        self.level = level
        self.scale = level_scale(level, anchor)
        self.rows = rows
        self.origin = float(index.extent[0])
        self.measure = measure
        self.borders = [
            (day - self.origin) * self.scale for day in _borders(index.extent, home if level == 0 else None)
        ]
        near = [int(border // STRETCH) for border in self.borders]
        self.bordered = frozenset(number + away for number in near for away in (-1, 0, 1))  # stretches beside a border
        self._stretches: dict[tuple[int, int], Stretch] = {}
        self._tracks: dict[int, list[Track]] = {}
        self._cells: dict[int, list[int]] = {}
        self._bars: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
        self._early: dict[tuple[int, int, int], list[Placed]] = {}
        self.free: dict[tuple[int, Side], bool] = {}  # what ``is_free`` found for the layout as it is
        self.first, self.last = index.first, index.last

    # --- asking --------------------------------------------------------------------------------------

    def numbers(self, start: float, end: float) -> range:
        """The stretches whose labels can be seen between two days."""
        low = ((start - self.origin) * self.scale - SPILL_RIGHT) // STRETCH
        return range(int(low), int(((end - self.origin) * self.scale + SPILL_LEFT) // STRETCH) + 1)

    def stretch(self, lane: int, number: int) -> Stretch:
        """The layout of a stretch, made now or kept."""
        key = (lane, number)
        found = self._stretches.get(key)
        if found is None:
            if len(self._stretches) > KEPT:
                for old in list(self._stretches)[: KEPT // 4]:
                    del self._stretches[old]
            found = self._stretches[key] = StretchMaker(self, lane, number).make()
        return found

    def early(self, lane: int, number: int, kind: int) -> list[Placed]:
        """The events of a lane of one row that have their places before all others; ``kind`` 0: must be known."""
        key = (lane, number, kind)
        found = self._early.get(key)
        if found is None:
            found = self._early[key] = early_places(self, lane, number, kind)
        return found

    def longs(self, lane: int, start: float, end: float) -> list[Long]:
        """The spans with a track that touch the days from ``start`` to ``end``."""
        tracks = self._tracks.get(lane)
        if tracks is None:
            # A lane of one row would be a row of bars: there only what must be known takes the row from the points.
            alone = self.rows[lane] == 1
            least, count = (MOST, 1) if alone else (LEAST, self.rows[lane] - 1)
            tracks = self._tracks[lane] = self.index.columns[lane].tracks(count, LONG / self.scale, least)
        found: list[Long] = []
        for track in tracks:
            if track.first:
                found += track.between(start, end)
        return found

    def hidden(self, badge: Badge) -> list[int]:
        """The events a badge stands for, in order of time."""
        if badge.items is not None:
            return list(badge.items)
        column = self.index.columns[badge.lane]
        shown = {placed.item for placed in self.stretch(badge.lane, badge.cell // CELLS).placed}
        found: list[int] = []
        for cell in sorted(badge.cells):
            bounds = self.cells(cell // CELLS)
            low, high = column.within(bounds[cell % CELLS], bounds[cell % CELLS + 1])
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
        for long in self.longs(lane, self.first[item], self.first[item] + 0.5):
            if long.item == item:
                return lane, long.row
        number = self.number_of(item)
        return next(((lane, p.row) for p in self.stretch(lane, number).placed if p.item == item), None)

    def cells(self, number: int) -> list[int]:
        """Where the cells of a stretch begin, and the last one ends, as positions in the index."""
        found = self._cells.get(number)
        if found is None:
            at, first = self.index.at, number * CELLS
            days = CELL / self.scale
            found = self._cells[number] = [at(self.origin + n * days) for n in range(first, first + CELLS + 1)]
        return found

    def bars(self, lane: int, number: int) -> tuple[list[int], list[int]]:
        """The pixels of a stretch that bars with a track take, and those their labels take, by row."""
        found = self._bars.get((lane, number))
        if found is None:
            found = self._bars[(lane, number)] = self._bars_of(lane, number)
        return found

    def _bars_of(self, lane: int, number: int) -> tuple[list[int], list[int]]:
        scale, base = self.scale, number * STRETCH
        bars, names = [0] * self.rows[lane], [0] * self.rows[lane]
        start = self.origin + base / scale
        for item, row, first, last in self.longs(lane, start - LONG / scale, start + STRETCH / scale):
            left, right = (first - self.origin) * scale - base, (last - self.origin) * scale - base
            bars[row] |= span_bits(left - AFTER, right + AFTER)
            if left > -NAME:
                names[row] |= span_bits(left, left + self.measure(item) + INSIDE)
        return bars, names

    # --- what the maker needs ------------------------------------------------------------------------

    def edges(self, item: int, side: Side, base: float) -> tuple[float, float]:
        """Left and right pixel of an event with its label, counted from ``base``."""
        first = self.first[item]
        bar = (self.last[item] - first) * self.scale
        need = room(bar, self.index.items[item].date.is_span, self.scale, self.measure(item), side)
        x = (first - self.origin) * self.scale - base
        return x + need.left, x + need.right

    def right_edges(self, item: int) -> tuple[float, float]:
        """As ``edges`` with the label to the right, from the line's first day; written out for single days."""
        first = self.first[item]
        x, bar = (first - self.origin) * self.scale, self.last[item] - first
        if bar > 1:
            is_span = self.index.items[item].date.is_span
            need = room(bar * self.scale, is_span, self.scale, self.measure(item), "right")
            return x + need[0], x + need[1]
        x += self.scale / 2
        return x - SHAPE, x + _BESIDE + self.measure(item)

    def label_width(self, item: int) -> float:
        """Pixels of the event's label."""
        return self.measure(item)

    def sides(self, item: int) -> tuple[Side, ...]:
        """The sides of the event its label is tried on: those where it crosses no border, if there is one."""
        x, length = (self.first[item] - self.origin) * self.scale, self.index.lengths[item] * self.scale
        # Nearly all events begin more than a stretch from every border, and only the longest bars reach further.
        if length < LONG and x // STRETCH not in self.bordered:
            return BOTH
        far = self.measure(item) + _FAR
        if not self.crosses(x - far, x + length + far):
            return BOTH
        clear = tuple(side for side in BOTH if not self._label_crosses(item, side))
        return clear or BOTH

    def _label_crosses(self, item: int, side: Side) -> bool:
        """Whether a border parts the label from its event, or cuts through it."""
        scale = self.scale
        left, right = (self.first[item] - self.origin) * scale, (self.last[item] - self.origin) * scale
        width, is_span = self.measure(item), self.index.items[item].date.is_span
        fig = figure(left, right, is_span, scale, width, side)
        if fig.inside:  # is moved along in its bar
            return False
        # A bar that ends at a border has its label beyond it; so it must reach a pixel into the bar.
        mark = fig.shape_x if fig.shape_x is not None else fig.left + 1 if side == "left" else fig.right - 1
        return self.crosses(min(mark, fig.label_x), max(mark, fig.label_x + width))

    def number_of(self, item: int) -> int:
        """The stretch an event begins in."""
        return int((self.first[item] - self.origin) * self.scale // STRETCH)

    def is_free(self, item: int, row: int, side: Side, around: Iterable[Stretch]) -> bool:
        """Whether an event that has a row could have its label on ``side``, beside all that stands in ``around``."""
        lane, number = self.index.lane_number(item), self.number_of(item)
        left, right = self.edges(item, side, number * float(STRETCH))
        mask = bits(left, right)
        for stretch in around:
            away = (stretch.number - number) * SHIFT
            signs = [p for p in stretch.placed if p.item != item] + stretch.badges
            for taken in (sign.mask for sign in signs if sign.row == row):
                if (taken << away if away >= 0 else taken >> -away) & mask:
                    return False
            if abs(away) <= SHIFT and self.bars(lane, stretch.number)[0][row] << away + SHIFT & mask:
                return False
        return left >= -STRETCH and right <= 2 * STRETCH

    def crosses(self, left: float, right: float) -> bool:
        """Whether a border lies between two pixels of the line."""
        after = bisect_right(self.borders, left)
        return after < len(self.borders) and self.borders[after] < right

    def part_of(self, cell: int) -> int:
        """Which part between the borders a cell begins in, counted from the left."""
        return bisect_right(self.borders, cell * CELL)


def _borders(extent: tuple[int, int], home: tuple[float, float] | None) -> tuple[float, ...]:
    """The days no label and no badge reaches across: where the opening view or a page is cut, and where all ends.

    ``home`` is None at other zooms than the one that is opened with: there no edge is where those days are.
    """
    pad = max(1.0, (extent[1] - extent[0]) * _EDGE)
    return tuple(sorted({extent[0] - pad, *(home or ()), extent[1] + pad}))


def level_for(view: View, anchor: float = 1.0) -> int:
    """The level whose layout a view is drawn from."""
    return level_of(view.scale, anchor)


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
