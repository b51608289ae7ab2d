"""A lane of one row: which labels stand there, on which side, so that as many as possible of each importance do.

Where there is a single row each label takes the place of others, so that first come, first served would name what
begins early. Here the most labels that fit beside each other are found (weighted interval scheduling): of those that
must be known first and of the important ones next, both over the whole lane, then of each lower importance in what a
stretch has left.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from tutorapp.domain.timeline.boxes import LONG, Side
from tutorapp.domain.timeline.stretches import SHIFT, SPILL_LEFT, SPILL_RIGHT, STRETCH, WHOLE, Placed, bits

if TYPE_CHECKING:
    from tutorapp.domain.timeline.layout import LevelLayout

_LABEL, _LEFT = 1000, -1
"""What a label is worth, and what is lost when it stands left of its event: only of equal numbers the sides decide."""
_MOST_IN_A_CELL = 4
"""So many events of a cell are looked at; more could never stand in it."""


FIRST_KINDS = 2
"""So many importance classes have their places before all others, in the neighbouring stretches too."""


class _Try(NamedTuple):
    """A label on one side: pixels from ``low`` to ``high``, which at the scale a line is opened at fit exactly."""

    high: float
    low: float
    worth: int
    item: int
    side: Side


def best_labels(level: LevelLayout, number: int, items: Iterable[int], busy: int) -> list[Placed]:
    """The most of ``items`` (of one stretch) that have room where the bits of ``busy`` are free, in order of time."""
    base = float(number * STRETCH)
    tries: list[_Try] = []
    for item in items:
        for side in level.sides(item):
            left, right = level.edges(item, side, base)
            if left < -SPILL_LEFT or right > STRETCH + SPILL_RIGHT:
                continue
            if not busy & bits(left, right):
                tries.append(_Try(right, left, _LABEL if side == "right" else _LABEL + _LEFT, item, side))
    cells = level.cells(number)
    return [
        Placed(one.item, 0, one.side, bits(one.low, one.high), bisect_right(cells, one.item) - 1)
        for one in _best(sorted(tries))
    ]


def _best(tries: list[_Try]) -> list[_Try]:
    """The set of tries, sorted by their end, that do not overlap and are worth most; the earlier one of equals.

    Both sides of an event overlap in its shape, so that never both are taken.
    """
    ends = [one.high for one in tries]
    worth = [0]
    taken: list[int | None] = []
    for number, one in enumerate(tries):
        before = bisect_right(ends, one.low, 0, number)
        with_it = worth[before] + one.worth
        taken.append(before if with_it > worth[-1] else None)
        worth.append(max(worth[-1], with_it))
    found: list[_Try] = []
    at = len(tries)
    while at:
        before_it = taken[at - 1]
        if before_it is None:
            at -= 1
        else:
            found.append(tries[at - 1])
            at = before_it
    return found[::-1]


def candidates(level: LevelLayout, lane: int, number: int, kind: int) -> list[int]:
    """The events of importance class ``kind`` (0: the highest) that begin in a stretch and are no long bars."""
    ids, cells = level.index.columns[lane].classes[kind], level.cells(number)
    lengths, scale = level.index.lengths, level.scale
    found: list[int] = []
    at = bisect_right(ids, cells[0] - 1)
    if at == len(ids) or ids[at] >= cells[-1]:
        return found
    for stop in cells[1:]:
        after = bisect_right(ids, stop - 1, at)
        inside = [item for item in ids[at:after] if lengths[item] * scale < LONG]
        found += inside[:_MOST_IN_A_CELL]
        at = after
    return found


def early_places(level: LevelLayout, lane: int, number: int, kind: int) -> list[Placed]:
    """The places of the events of one of the ``FIRST_KINDS`` in a stretch: clear of long bars, of more important ones
    here and in the neighbours, and in an odd stretch of the equally important ones there."""
    items = candidates(level, lane, number, kind)
    if not items:
        return []
    busy = bars_around(level, lane, number)
    for higher in range(kind):
        for placed in level.early(lane, number, higher):
            busy |= placed.mask
        busy |= reaching_in(level, lane, number, higher)
    if number % 2:
        busy |= reaching_in(level, lane, number, kind)
    return best_labels(level, number, items, busy)


def bars_around(level: LevelLayout, lane: int, number: int) -> int:
    """The bits that long bars take in a stretch and its neighbours."""
    before, here, after = (level.bars(lane, n)[0][0] for n in (number - 1, number, number + 1))
    return before | here << SHIFT | after << 2 * SHIFT


def reaching_in(level: LevelLayout, lane: int, number: int, kind: int) -> int:
    """What events of a class in the neighbours of a stretch take of it, as its own bits."""
    found = 0
    for placed in level.early(lane, number - 1, kind):
        found |= placed.mask >> SHIFT
    for placed in level.early(lane, number + 1, kind):
        found |= placed.mask << SHIFT & WHOLE
    return found
