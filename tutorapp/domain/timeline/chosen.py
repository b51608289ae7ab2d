"""The chosen event always has a place: it keeps its row, or takes one, and what stood there is counted instead."""

from __future__ import annotations

from dataclasses import replace

from tutorapp.domain.records import dataclass
from tutorapp.domain.timeline.boxes import Side, badge_width
from tutorapp.domain.timeline.layout import LevelLayout
from tutorapp.domain.timeline.stretches import CELL, SHIFT, STRETCH, WHOLE, Badge, Placed, Stretch, bits

RING = 10.0
"""Pixels the ring around the chosen event takes beyond its box, on each side."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Where the chosen event stands, and the stretches of its lane that look different because of it."""

    item: int
    lane: int
    row: int
    side: Side
    stretches: dict[int, Stretch]


def place_chosen(layout: LevelLayout, item: int, label: float) -> Chosen | None:
    """Give ``item`` a row with room for its ring and a label of ``label`` px; None for an era, which has no row."""
    index = layout.index
    lane = index.lane_number(item)
    if lane < 0:
        return None
    for long in layout.longs(lane, index.first[item], index.first[item] + 0.5):
        if long.item == item:
            return Chosen(item, lane, long.row, "right", {})
    number = int((index.first[item] - layout.origin) * layout.scale // STRETCH)
    return _Room(layout, lane, number, item, label).make()


class _Room:
    """Makes room in one stretch and its two neighbours."""

    def __init__(self, layout: LevelLayout, lane: int, number: int, item: int, label: float) -> None:
        self.layout = layout
        self.lane = lane
        self.number = number
        self.item = item
        self.stretches = {n: layout.stretch(lane, n) for n in (number - 1, number, number + 1)}
        current = next((p for p in self.stretches[number].placed if p.item == item), None)
        self.side: Side = current.side if current else layout.sides(item)[0]
        left, right = layout.edges(item, self.side, number * float(STRETCH))
        more = max(0.0, label - layout.label_width(item))
        self.right = right + RING + (more if self.side == "right" else 0.0)
        self.left = left - RING - (more if self.side == "left" else 0.0)
        self.mask = bits(self.left, self.right) & WHOLE
        self.row = current.row if current else self._cheapest_row()

    def make(self) -> Chosen:
        lost: list[int] = []
        after: dict[int, Stretch] = {}
        for number, stretch in self.stretches.items():
            gone = [p for p in stretch.placed if self._is_over(number, p.row, p.mask) and p.item != self.item]
            pushed = [b for b in stretch.badges if self._is_over(number, b.row, b.mask)]
            kept = [p for p in stretch.placed if p not in gone and p.item != self.item]
            badges = [self._without_chosen(b) for b in stretch.badges if b not in pushed]
            lost += [p.item for p in gone]
            lost += [i for b in pushed for i in self.layout.hidden(b) if i != self.item]
            after[number] = replace(stretch, placed=kept, badges=[b for b in badges if b.count], marks=None)
        if lost:
            self._count_lost(after, lost)
        return Chosen(self.item, self.lane, self.row, self.side, after)

    def _local(self, number: int) -> int:
        """The mask as the bits of a neighbour."""
        away = number - self.number
        if away == 0:
            return self.mask
        return self.mask >> SHIFT if away > 0 else (self.mask << SHIFT) & WHOLE

    def _is_over(self, number: int, row: int, mask: int) -> bool:
        return row == self.row and bool(mask & self._local(number))

    def _cheapest_row(self) -> int:
        """The row where least is lost; the first of equals."""

        def cost(row: int) -> float:
            self.row = row
            total = 0.0
            for number, stretch in self.stretches.items():
                total += sum(1 + self._importance(p) for p in stretch.placed if self._is_over(number, p.row, p.mask))
                total += sum(0.5 for b in stretch.badges if self._is_over(number, b.row, b.mask))
            return total

        return min(range(self.layout.rows[self.lane]), key=cost)

    def _importance(self, placed: Placed) -> int:
        return self.layout.index.items[placed.item].rank

    def _without_chosen(self, badge: Badge) -> Badge:
        column_cells = badge.cells
        first = self.layout.index.first[self.item]
        if not any(n == int((first - self.layout.origin) * self.layout.scale // CELL) for n in column_cells):
            return badge
        items = self.layout.hidden(badge)
        if self.item not in items:
            return badge
        rest = tuple(i for i in items if i != self.item)
        return replace(badge, count=len(rest), items=rest)

    def _count_lost(self, after: dict[int, Stretch], lost: list[int]) -> None:
        """Into the nearest badge of the lane within a stretch's length, else into a new one beside the box."""
        middle = (self.left + self.right) / 2
        badges = [(self._x(b), n, b) for n, stretch in after.items() for b in stretch.badges]
        near = min(badges, key=lambda found: abs(found[0] - middle), default=None)
        if near is not None and abs(near[0] - middle) < STRETCH / 2:
            _x, number, badge = near
            items = tuple(sorted({*self.layout.hidden(badge), *lost}))
            if len(str(len(items))) == len(str(badge.count)):
                position = after[number].badges.index(badge)
                after[number].badges[position] = replace(badge, count=len(items), items=items)
                return
        after[self.number].badges.append(self._new_badge(after, tuple(sorted(lost))))

    def _x(self, badge: Badge) -> float:
        return (badge.day - self.layout.origin) * self.layout.scale - self.number * STRETCH

    def _new_badge(self, after: dict[int, Stretch], lost: tuple[int, ...]) -> Badge:
        half = badge_width(len(lost)) / 2
        taken = self._taken(after)
        places = [(row, away) for away in range(0, STRETCH, 8) for row in self._rows_from_chosen()]
        for row, away in places:
            for x in (self.right + half + away, self.left - half - away):
                mask = bits(x - half, x + half)
                if not taken[row] & mask:
                    return self._badge_at(x, row, lost, mask)
        return self._badge_at(self.right + half, self.row, lost, 0)

    def _rows_from_chosen(self) -> list[int]:
        return sorted(range(self.layout.rows[self.lane]), key=lambda row: abs(row - self.row))

    def _taken(self, after: dict[int, Stretch]) -> list[int]:
        taken = [0] * self.layout.rows[self.lane]
        taken[self.row] |= self.mask
        for number, stretch in after.items():
            away = (number - self.number) * SHIFT
            for row, mask in [(p.row, p.mask) for p in stretch.placed] + [(b.row, b.mask) for b in stretch.badges]:
                taken[row] |= (mask << away if away >= 0 else mask >> -away) & WHOLE
        return taken

    def _badge_at(self, x: float, row: int, lost: tuple[int, ...], mask: int) -> Badge:
        day = self.layout.origin + (self.number * STRETCH + x) / self.layout.scale
        return Badge(day, row, len(lost), [], self.lane, mask, int((self.number * STRETCH + x) // CELL), lost)
