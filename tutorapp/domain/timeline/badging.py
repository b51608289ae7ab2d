"""Badges: what found no room in a stretch is counted, near where it belongs and clear of every label."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from tutorapp.domain.timeline.boxes import badge_width
from tutorapp.domain.timeline.index import MOST
from tutorapp.domain.timeline.stretches import CELL, CELLS, MERGE, MERGE_ALONE, STRETCH, WHOLE, Badge, Placed, bits

if TYPE_CHECKING:
    from tutorapp.domain.timeline.making import StretchMaker

SHIFTS = (0.0, -16.0, 16.0, -32.0, 32.0)
"""Where in its cell a badge is tried, in pixels from the middle."""


def _mask(cell: int, digits: int) -> int:
    """The pixels of a badge in the middle of a cell; with room for a second digit, since its count may grow."""
    half, middle = badge_width(10 ** (max(2, digits) - 1)) / 2, cell * CELL + CELL / 2
    return bits(middle - half, middle + half)


_MASKS = [[_mask(cell, digits) for cell in range(CELLS)] for digits in range(6)]
_BIG = 100_000


class BadgePlacer:
    """Places the badges of a stretch whose events are placed; takes labels out again where there is no other way."""

    def __init__(self, maker: StretchMaker) -> None:
        self.m = maker

    def place(self) -> None:
        """Badges where there is room; then, the fullest cells first, into a near badge or in a label's place."""
        pending = self._hidden_counts()
        if self.m.is_crowded:
            self._fill_last_row(pending)
        waiting = [cell for cell in sorted(pending, key=lambda c: -pending[c]) if not self._badge(cell, pending[cell])]
        while waiting:
            cell = waiting.pop(0)
            if self._elsewhere(cell, pending[cell], MERGE if self.m.rows > 1 else MERGE_ALONE):
                continue
            freed = self._evict(cell, pending[cell], least_only=True)
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

    def _fill_last_row(self, pending: dict[int, int]) -> None:
        """In a crowded stretch each badge stands in the middle of its cell in the last row, if nothing reaches in."""
        m = self.m
        row, scale, first, add = m.rows - 1, m.level.scale, m.number * CELLS, m.badges.append
        taken = m.solid[row] | m.names[row] | m.bars[row]
        start, days, solid = m.level.origin + (m.base + CELL / 2) / scale, CELL / scale, m.solid[row]
        for cell, count in list(pending.items()):
            mask = _MASKS[len(str(count))][cell] if count < _BIG else WHOLE
            if not taken & mask:
                solid |= mask
                add(Badge(start + cell * days, row, count, [first + cell], m.lane, mask, first + cell))
                del pending[cell]
        m.solid[row] = solid

    def _hidden_counts(self) -> dict[int, int]:
        ids, cells, shown = self.m.level.index.columns[self.m.lane].ids, self.m.cells, self.m.shown
        at, end = self.m.low, self.m.high
        counts: dict[int, int] = {}
        for cell in range(CELLS):
            after = bisect_left(ids, cells[cell + 1], at, end)
            hidden = after - at - shown[cell]
            if hidden > 0:
                counts[cell] = hidden
            at = after
        return counts

    def _badge(self, cell: int, count: int, *, at: int | None = None, last: bool = False) -> bool:
        """Put a badge for ``cell`` where cell ``at`` has room; ``last``: even over the label of a long bar."""
        half = badge_width(count * 10) / 2  # its count may grow
        middle = (cell if at is None else at) * CELL + CELL / 2
        m = self.m
        sure = m.solid if last else [solid | name for solid, name in zip(m.solid, m.names, strict=True)]
        clear = [one | other for one, other in zip(sure, m.bars, strict=True)]
        for taken in (clear, sure):
            for shift in SHIFTS:
                x = min(max(middle + shift, half), STRETCH - half)
                if not last and self._is_cut(x, half):
                    continue
                mask = bits(x - half, x + half)
                for row in range(m.rows - 1, -1, -1):
                    if not taken[row] & mask:
                        self._put_badge(cell, count, row, x, mask)
                        return True
        return False

    def _elsewhere(self, cell: int, count: int, reach: int) -> bool:
        """The nearest badge or the nearest room, up to ``reach`` cells away."""
        for away in range(1, reach + 1):
            if self._merge(cell, count, away):
                return True
            for at in (cell - away, cell + away):
                at_home = self._same_side(self.m.number * CELLS + at, self.m.number * CELLS + cell)
                if 0 <= at < CELLS and (at_home or reach == CELLS) and self._badge(cell, count, at=at):
                    return True
        return False

    def _put_badge(self, cell: int, count: int, row: int, x: float, mask: int) -> None:
        self.m.solid[row] |= mask
        day = self.m.level.origin + (self.m.base + x) / self.m.level.scale
        first = self.m.number * CELLS
        self.m.badges.append(Badge(day, row, count, [first + cell], self.m.lane, mask, first + int(x // CELL)))

    def _merge(self, cell: int, count: int, reach: int) -> bool:
        whole = self.m.number * CELLS + cell
        # Across a border a badge would be out of sight when the line is first shown, or on another page.
        badges = self.m.badges if reach >= CELLS - 1 else [b for b in self.m.badges if self._same_side(b.cell, whole)]
        near = min(badges, key=lambda badge: abs(badge.cell - whole), default=None)
        if near is None or abs(near.cell - whole) > reach or not (self._widen(near, count) or reach >= CELLS - 1):
            return False
        near.count += count
        if whole not in near.cells:
            near.cells.append(whole)
        return True

    def _widen(self, badge: Badge, more: int) -> bool:
        """Room for the digits of a count that is ``more``; False where something stands beside the badge."""
        m, half = self.m, badge_width(badge.count + more) / 2
        x = (badge.day - m.level.origin) * m.level.scale - m.base
        mask = bits(x - half, x + half) | badge.mask
        if (m.solid[badge.row] & ~badge.mask) & mask:
            return False
        m.solid[badge.row] |= mask
        badge.mask = mask
        return True

    def _is_cut(self, x: float, half: float) -> bool:
        """Whether a border would run through a badge."""
        return self.m.is_bordered and self.m.level.crosses(self.m.base + x - half, self.m.base + x + half)

    def _same_side(self, one: int, other: int) -> bool:
        return not self.m.is_bordered or self.m.level.part_of(one) == self.m.level.part_of(other)

    def _return(self, cell: int) -> bool:
        """Count an event that lost its label in the badge that has its cell already; False when none has."""
        whole = self.m.number * CELLS + cell
        for badge in self.m.badges:
            if whole in badge.cells:
                badge.count += 1
                return True
        return False

    def _evict(self, cell: int, count: int, reach: int = 0, *, least_only: bool = False) -> list[int]:
        """Take out the least important labels at the cell and put the badge there; the cells they leave, or none.

        ``reach`` looks further: at every other cell of the stretch, the nearest first. ``least_only`` spares the
        events that must be known.
        """
        half = badge_width(count * 10) / 2
        for away in range(reach + 1):
            for near in (cell - away, cell + away) if away else (cell,):
                if not 0 <= near < CELLS:
                    continue
                for shift in SHIFTS:
                    x = min(max(near * CELL + CELL / 2 + shift, half), STRETCH - half)
                    if self._is_cut(x, half):
                        continue
                    found = self._give_way(bits(x - half, x + half), MOST - 1 if least_only else MOST)
                    if found is not None:
                        row, gone = found
                        self._put_badge(cell, count, row, x, bits(x - half, x + half))
                        return [placed.cell for placed in gone]
        return []

    def _give_way(self, mask: int, most: int) -> tuple[int, list[Placed]] | None:
        """Free the bits of ``mask`` in the row where least is lost; None where other things than own labels stand."""
        items = self.m.level.index.items
        choices: list[tuple[int, int, int, list[Placed]]] = []
        for row in range(self.m.rows):
            over = [p for p in self.m.placed if p.row == row and p.mask & mask]
            rest = self.m.solid[row] | self.m.names[row]
            for gone in over:
                rest &= ~gone.mask
            weights = [items[p.item].rank for p in over]
            if over and max(weights) <= most and not rest & mask:
                choices.append((max(weights), sum(weights), row, over))
        if not choices:
            return None
        _most, _sum, row, over = min(choices, key=lambda choice: choice[:3])
        for gone in over:
            self.m.placed.remove(gone)
            self.m.shown[gone.cell] -= 1
            self.m.solid[row] &= ~gone.mask
        for placed in self.m.placed:  # what stands close beside may share a grain with what went
            if placed.row == row:
                self.m.solid[row] |= placed.mask
        return row, over

    def _force(self, cell: int, count: int) -> None:
        """Nothing else is left: the last row, whatever stands there; only a row full of labels can ask it."""
        x = min(max(cell * CELL + CELL / 2, 20.0), STRETCH - 20.0)
        self._put_badge(cell, count, self.m.rows - 1, x, bits(x - 20, x + 20))
