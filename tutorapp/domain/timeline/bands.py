"""How the height of the pane is shared out: axis, lanes and their rows, one row a lane where it is low."""

from __future__ import annotations

from tutorapp.domain.records import dataclass
from tutorapp.domain.timeline.layout import allot_rows

ROW = 26.0
TALLEST_ROW = 34.0
LANE_PADDING = 6.0
HEAD = 148.0
NARROW_HEAD = 44.0
NARROW = 560.0
"""A pane below this width shows only the shapes at its lane heads."""


@dataclass(frozen=True, slots=True)
class Bands:
    """Design pixels from the top left corner. ``tops`` and ``heights`` are the lanes', rows lie ``padding`` inside."""

    width: float
    head: float
    axis: float
    row: float
    padding: float
    rows: tuple[int, ...]
    tops: tuple[float, ...]
    heights: tuple[float, ...]
    is_compact: bool
    row_tops: tuple[tuple[float, ...], ...] = ()  # the upper edge of each row of each lane

    @property
    def bottom(self) -> float:
        """Where the last lane ends; more than the pane's height when the lanes scroll."""
        return self.tops[-1] + self.heights[-1] if self.tops else self.axis

    def row_top(self, lane: int, row: int) -> float:
        """The upper edge of a row."""
        return self.row_tops[lane][row]

    def era_box(self, left: float, right: float, height: float) -> tuple[float, float, float, float] | None:
        """Left, top, right and bottom of what can be seen of an era's band; None when it is out of view."""
        left, right = self.head + max(0.0, left), min(self.width, self.head + right)
        bottom = min(self.bottom, height)
        return (left, self.axis, right, bottom) if left < right and self.axis < bottom else None

    def lane_at(self, y: float) -> int:
        """The lane at a height, -1 above or below the lanes."""
        return next((n for n, top in enumerate(self.tops) if top <= y < top + self.heights[n]), -1)


def arrange(width: float, height: float, counts: list[int]) -> Bands:
    """Share ``height`` among lanes of ``counts`` events: several rows where there is room, else one row each."""
    head = HEAD if width >= NARROW else NARROW_HEAD
    lanes = len(counts)
    chrome = 2 * LANE_PADDING + 1
    total = int((height - 30.0 - chrome * lanes) // ROW) if lanes else 0
    if not lanes or total < 1.5 * lanes:
        return _compact(width, height, head, lanes)
    rows = allot_rows(counts, total)
    spare = height - 30.0 - chrome * lanes - ROW * sum(rows)
    row = min(TALLEST_ROW, ROW + spare / sum(rows)) if spare > ROW * 2 else ROW
    spare = height - 30.0 - chrome * lanes - row * sum(rows)
    padding = LANE_PADDING + min(12.0, max(0.0, spare / lanes / 2))
    return _stack(width, head, 30.0, row, padding, rows, compact=False)


def _compact(width: float, height: float, head: float, lanes: int) -> Bands:
    axis = 26.0
    row = min(40.0, max(ROW, (height - axis) / max(1, lanes) - 3.0))
    return _stack(width, head, axis, row, 1.0, (1,) * lanes, compact=True)


def _stack(
    width: float, head: float, axis: float, row: float, padding: float, rows: tuple[int, ...], *, compact: bool
) -> Bands:
    heights = tuple(count * row + 2 * padding + 1 for count in rows)
    tops, top = [], axis
    for height in heights:
        tops.append(top)
        top += height
    row_tops = tuple(
        tuple(top + padding + n * row for n in range(count)) for top, count in zip(tops, rows, strict=True)
    )
    return Bands(width, head, axis, row, padding, rows, tuple(tops), heights, compact, row_tops)
