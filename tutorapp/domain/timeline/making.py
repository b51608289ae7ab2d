"""Lays out one stretch of one lane: long bars, what neighbours reach in with, then events, important ones first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from tutorapp.domain.timeline.badging import BadgePlacer
from tutorapp.domain.timeline.boxes import LONG, Side
from tutorapp.domain.timeline.one_row import FIRST_KINDS, best_labels, candidates, reaching_in
from tutorapp.domain.timeline.stretches import (
    CELL,
    CELLS,
    GRAIN,
    SHIFT,
    SPILL_LEFT,
    SPILL_RIGHT,
    STRETCH,
    WHOLE,
    Badge,
    Placed,
    Stretch,
    bits,
)

if TYPE_CHECKING:
    from tutorapp.domain.timeline.layout import LevelLayout

_FAILS = 3
"""After so many events without room a cell takes no more."""
_CROWD, _CROWD_OF_LARGE = 24, 6
"""From so many events a row on, a stretch keeps its last row for badges and asks each event only once.

In a line of more than ``_LARGE`` events sooner: hardly any can be named there, and a new zoom level must not wait.
"""
_LARGE = 3000
_CELL_BITS = CELL // GRAIN
_FULL = (1 << _CELL_BITS) - 1
_RUNS = [(1 << length) - 1 for length in range(3 * SHIFT + 2)]


class StretchMaker:
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
        self.cells = level.cells(number)
        self.low, self.high = level.index.columns[lane].within(self.cells[0], self.cells[-1])
        crowd = _CROWD if len(level.index) <= _LARGE else _CROWD_OF_LARGE
        self.is_bordered = number in level.bordered
        self.is_crowded = self.rows > 1 and self.high - self.low > crowd * self.rows

    def make(self) -> Stretch:
        """The finished layout."""
        self._take_longs()
        if self.number % 2:
            self._take_neighbours()
        if self.high > self.low:
            if self.rows > 1:
                self._place_events()
            else:
                self._fill_row()
            BadgePlacer(self).place()
            if not self.is_crowded:
                self._tidy()
        return Stretch(self.number, self.placed, self.badges, self.solid)

    def _take_longs(self) -> None:
        level, lane, number = self.level, self.lane, self.number
        around = [level.bars(lane, n) for n in (number - 1, number, number + 1)]
        (before, before_names), (here, names), (after, after_names) = around
        for row in range(self.rows):
            self.bars[row] = before[row] | here[row] << SHIFT | after[row] << 2 * SHIFT
            self.names[row] = before_names[row] | names[row] << SHIFT | after_names[row] << 2 * SHIFT
        first, stop = self.cells[0], self.cells[-1]
        for long in level.longs(lane, self.start, self.end):
            if first <= long.item < stop:
                self.shown[bisect_right(self.cells, long.item) - 1] += 1

    def _take_neighbours(self) -> None:
        before = self.level.stretch(self.lane, self.number - 1).solid
        after = self.level.stretch(self.lane, self.number + 1).solid
        for row in range(self.rows):
            self.solid[row] |= (before[row] >> SHIFT) | ((after[row] << SHIFT) & WHOLE)

    # --- a single row --------------------------------------------------------------------------------

    def _fill_row(self) -> None:
        """First what must be known, whatever the neighbours would put there; then the most of each importance."""
        level, lane, number = self.level, self.lane, self.number
        for kind in range(FIRST_KINDS):
            self._take(level.early(lane, number, kind))
            self.solid[0] |= reaching_in(level, lane, number, kind)
        for kind in range(FIRST_KINDS, len(level.index.columns[lane].classes)):
            items = candidates(level, lane, number, kind)
            if items:
                self._take(best_labels(level, number, items, self.solid[0] | self.bars[0]))

    def _take(self, found: list[Placed]) -> None:
        for placed in found:
            self.solid[0] |= placed.mask
            self.placed.append(placed)
            self.shown[placed.cell] += 1

    # --- events --------------------------------------------------------------------------------------

    def _place_events(self) -> None:
        """Class by class, important ones first; a cell where nothing found room is passed over from then on.

        Written out in one loop: at 10,000 events it runs some 2,000 times for a new zoom level.
        """
        level, cells, scale = self.level, self.cells, self.level.scale
        first, last = level.first, level.last
        busy = [s | b for s, b in zip(self.solid, self.bars, strict=True)]
        rows = range(self.rows - 1 if self.is_crowded else self.rows)
        find = self._room_right if self.is_crowded else self._room_for
        most_fails = 1 if self.is_crowded else _FAILS
        fails, all_closed = [0] * CELLS, (1 << CELLS) - 1
        closed = self._full_cells(busy, rows) if self.is_crowded else 0
        if closed == all_closed:
            return
        for ids in level.index.columns[self.lane].classes:
            at = bisect_left(ids, cells[0])
            stop = bisect_left(ids, cells[-1], at)
            while at < stop:
                item = ids[at]
                cell = bisect_right(cells, item) - 1
                if closed >> cell & 1:
                    at = bisect_left(ids, cells[cell + 1], at + 1, stop)
                    continue
                at += 1
                if (last[item] - first[item]) * scale >= LONG:
                    continue
                found = find(item, busy, rows)
                if found is None:
                    fails[cell] += 1
                    if fails[cell] == most_fails:
                        closed |= 1 << cell
                    continue
                row, side, mask = found
                busy[row] |= mask
                self.solid[row] |= mask
                self.placed.append(Placed(item, row, side, mask, cell))
                self.shown[cell] += 1
            if closed == all_closed:
                return

    def _full_cells(self, busy: list[int], rows: range) -> int:
        """The cells (as bits) in which every row is taken from end to end."""
        taken = WHOLE
        for row in rows:
            taken &= busy[row]
        taken >>= SHIFT
        found = 0
        for cell in range(CELLS if taken else 0):
            if taken >> cell * _CELL_BITS & _FULL == _FULL:
                found |= 1 << cell
        return found

    def _room_right(self, item: int, busy: list[int], rows: range) -> tuple[int, Side, int] | None:
        """As ``_room_for`` with the label to the right: all that a crowded stretch has time for."""
        level = self.level
        # Where not even its shape has room, the label need not be measured: so it is for most events of a crowd.
        spot = int((level.first[item] - self.start) * level.scale + STRETCH) // GRAIN
        for row in rows:
            if not busy[row] >> spot & 1:
                break
        else:
            return None
        left, right = level.right_edges(item)
        left -= self.base
        right -= self.base
        if left < -SPILL_LEFT or right > STRETCH + SPILL_RIGHT:
            return None
        low = int(left + STRETCH) // GRAIN
        mask = _RUNS[int(right + STRETCH) // GRAIN + 1 - low] << low
        for row in rows:
            if not busy[row] & mask:
                return row, "right", mask
        return None

    def _room_for(self, item: int, busy: list[int], rows: range) -> tuple[int, Side, int] | None:
        """The first row with room for an event, with the side of its label."""
        for side in self.level.sides(item):
            left, right = self.level.edges(item, side, self.base)
            if left < -SPILL_LEFT or right > STRETCH + SPILL_RIGHT:
                continue
            low = int(left + STRETCH) // GRAIN
            mask = _RUNS[int(right + STRETCH) // GRAIN + 1 - low] << low
            for row in rows:
                if not busy[row] & mask:
                    return row, side, mask
        return None

    def _tidy(self) -> None:
        """Turn a label to the right of its event where labels that gave way have left room there."""
        for number, placed in enumerate(self.placed):
            if placed.side == "right" or "right" not in self.level.sides(placed.item):
                continue
            left, right = self.level.edges(placed.item, "right", self.base)
            if right > STRETCH + SPILL_RIGHT:
                continue
            mask = bits(left, right)
            rest = self.solid[placed.row] & ~placed.mask
            if not (rest | self.bars[placed.row]) & mask:
                self.solid[placed.row] = rest | mask
                self.placed[number] = placed._replace(side="right", mask=mask)
