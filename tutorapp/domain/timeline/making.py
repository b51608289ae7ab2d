"""Lays out one stretch of one lane: long bars, what neighbours reach in with, then events, important ones first."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from tutorapp.domain.timeline.badging import BadgePlacer
from tutorapp.domain.timeline.boxes import AFTER, INSIDE, LABEL_GAP, LONG, SHAPE, Side
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
_CROWD = 24
"""From so many events a row on, a stretch keeps its last row for badges and asks each event only once."""
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
        first = level.index.columns[lane].first
        self.low = bisect_left(first, self.start)
        self.high = bisect_left(first, self.end, self.low)
        self.is_crowded = self.rows > 1 and self.high - self.low > _CROWD * self.rows

    def make(self) -> Stretch:
        """The finished layout."""
        self._take_longs()
        if self.number % 2:
            self._take_neighbours()
        if self.high > self.low:
            self._place_events()
            BadgePlacer(self).place()
            if not self.is_crowded:
                self._tidy()
        return Stretch(self.number, self.placed, self.badges, self.solid)

    def _take_longs(self) -> None:
        level, scale = self.level, self.level.scale
        margin = STRETCH / scale
        for long in level.longs(self.lane, self.start - margin, self.end + margin):
            left = (long.first - level.origin) * scale - self.base
            right = (long.last - level.origin) * scale - self.base
            width = level.label_width(long.item)
            self.bars[long.row] |= bits(max(left - AFTER, -STRETCH), min(right + AFTER, 2 * STRETCH)) & WHOLE
            if left + STRETCH + width > 0:
                self.names[long.row] |= bits(max(left, -STRETCH), left + width + INSIDE) & WHOLE
            if self.start <= long.first < self.end:
                self.shown[min(CELLS - 1, max(0, int(left // CELL)))] += 1

    def _take_neighbours(self) -> None:
        before = self.level.stretch(self.lane, self.number - 1).solid
        after = self.level.stretch(self.lane, self.number + 1).solid
        for row in range(self.rows):
            self.solid[row] |= (before[row] >> SHIFT) | ((after[row] << SHIFT) & WHOLE)

    # --- events --------------------------------------------------------------------------------------

    def _place_events(self) -> None:
        """Class by class, important ones first; a cell where nothing found room is passed over from then on.

        Written out in one loop: at 10,000 events it runs some 2,000 times for a new zoom level.
        """
        level, start, end = self.level, self.start, self.end
        scale, last = level.scale, level.last
        busy = [s | b for s, b in zip(self.solid, self.bars, strict=True)]
        rows = range(self.rows - 1 if self.is_crowded else self.rows)
        most_fails = 1 if self.is_crowded else _FAILS
        closed, fails, per_cell = 0, [0] * CELLS, scale / CELL
        all_closed = (1 << CELLS) - 1
        for days, ids in level.index.columns[self.lane].classes:
            at = bisect_left(days, start)
            stop = bisect_left(days, end, at)
            while at < stop:
                day = days[at]
                cell = int((day - start) * per_cell)
                cell = cell if cell < CELLS else CELLS - 1
                if closed >> cell & 1:
                    at = bisect_left(days, start + (cell + 1) / per_cell, at + 1, stop)
                    continue
                item = ids[at]
                at += 1
                if (last[item] - day) * scale >= LONG:
                    continue
                found = self._room_for(item, busy, rows, days[at] if at < len(days) else None)
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

    def _room_for(
        self, item: int, busy: list[int], rows: range, following: float | None
    ) -> tuple[int, Side, int] | None:
        """The first row with room for an event, with the side of its label; ``following``: the next one's day."""
        level = self.level
        first, width = level.first[item], level.measure(item)
        x, bar = (first - self.start) * level.scale, level.last[item] - first
        for side in self._sides(item, first, width, following):
            if bar <= 1.01 and side == "right":
                left = x + level.scale / 2 - SHAPE
                right = left + 2 * SHAPE + LABEL_GAP + width + AFTER
            else:
                left, right = level.edges(item, side, self.base)
            if left < -SPILL_LEFT or right > STRETCH + SPILL_RIGHT:
                continue
            low = int(left + STRETCH) // GRAIN
            mask = _RUNS[int(right + STRETCH) // GRAIN + 1 - low] << low
            for row in rows:
                if not busy[row] & mask:
                    return row, side, mask
        return None

    def _sides(self, item: int, first: float, width: float, following: float | None) -> tuple[Side, ...]:
        if self.is_crowded:
            return ("right",)
        sides = self.level.sides(item)
        if self.rows == 1 and following is not None and len(sides) == 2:
            # In a single row a label to the right would often stand where the next event wants to be.
            return ("left", "right") if (following - first) * self.level.scale < width + 40 else sides
        return sides

    def _tidy(self) -> None:
        """Turn a label to the right of its event where labels that gave way have left room there."""
        for number, placed in enumerate(self.placed):
            if placed.side == "right" or self.level.sides(placed.item)[0] == "left":
                continue
            left, right = self.level.edges(placed.item, "right", self.base)
            if right > STRETCH + SPILL_RIGHT:
                continue
            mask = bits(left, right)
            rest = self.solid[placed.row] & ~placed.mask
            if not (rest | self.bars[placed.row]) & mask:
                self.solid[placed.row] = rest | mask
                self.placed[number] = placed._replace(side="right", mask=mask)
