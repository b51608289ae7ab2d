"""What a layout is made of: stretches of a lane, the events and badges in them, and occupied pixels as bits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import NamedTuple

from tutorapp.domain.records import dataclass
from tutorapp.domain.timeline.boxes import Side

STRETCH = 768
CELL = 64
CELLS = STRETCH // CELL
GRAIN = 4
SPILL_RIGHT, SPILL_LEFT = 400, 330
"""How far an even stretch may reach into its neighbours; together they leave room for a badge."""
MERGE = 2
MERGE_ALONE = 5
"""What is hidden may be counted up to this many cells away (in a lane of one row) before a label gives way to it."""
SHIFT = STRETCH // GRAIN
WHOLE = (1 << (3 * SHIFT)) - 1
"""The bits of a stretch and its two neighbours."""

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


Mark = tuple[float, float, float, int, int, tuple[str, str, bool, bool]]
"""First and last day, label width, item, row, and (label, category, doubtful?, label right?)."""
Marks = tuple[list[Mark], list[Mark], list[Mark]]
"""By kind: days that are known, spans whose first and last day are, anything else (doubtful, dimmed)."""
DAY, SPAN, OTHER = range(3)
Reach = tuple[float, float, Mark]
"""The days an event reaches over with its label at any scale of the level, at the utmost."""


@dataclass(slots=True)
class Stretch:
    """The layout of one stretch of one lane; ``solid`` and ``bars`` are occupied bits by row."""

    number: int
    placed: list[Placed] = field(default_factory=list)
    badges: list[Badge] = field(default_factory=list)
    solid: list[int] = field(default_factory=list)
    marks: Marks | None = None  # what a painter needs of each placed event, made when first painted
    reaches: list[Reach] | None = None  # made when first moved


def bits(left: float, right: float) -> int:
    """The mask of a pixel range, counted from one stretch before the stretch; at least one grain."""
    low = max(0, int((left + STRETCH) // GRAIN))
    high = max(low + 1, int((right + STRETCH) // GRAIN) + 1)
    return ((1 << (high - low)) - 1) << low


def span_bits(left: float, right: float) -> int:
    """The mask of a pixel range within one stretch, counted from its start; 0 for what lies outside."""
    low = int(left // GRAIN) if left > 0 else 0
    high = int(right // GRAIN) + 1 if right < STRETCH else SHIFT
    return ((1 << (high - low)) - 1) << low if high > low else 0
