"""What painting a lane's ground and what moves over it have in common: an event's bar, shape and label."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from tutorapp.domain.timeline.boxes import Figure, Side, figure
from tutorapp.ui.timeline.bars import DIM, Bars
from tutorapp.ui.timeline.sight import Sight
from tutorapp.ui.timeline.tags import Tags

_Text = tuple[str, float]
"""A label, or its beginning, and where it begins."""
_NOTHING: _Text = ("", 0.0)
EDGE = 8.0
"""Where a label that would begin left of the picture begins in its bar."""


class LaneBrush:
    """Paints into one lane; x counts from the right edge of the lane heads, the painter works in device pixels."""

    def __init__(self, tags: Tags, bars: Bars, painter: QPainter, sight: Sight, lane: int) -> None:
        self.tags = tags
        self.ink = tags.ink
        self.p = painter
        self.s = sight
        self.lane = lane
        self.bars = bars
        self.base = bars.base
        self.tops = sight.bands.row_tops[lane]
        self.low, self.high = (0.0, sight.view.width) if sight.is_cut else (-math.inf, math.inf)
        """Where labels begin and end at the utmost: none is read that an edge cuts through."""
        self._across: list[tuple[int, float, float]] = []

    def rect(self, x: float, y: float, width: float, height: float) -> QRectF:
        """A rectangle of design pixels in device pixels."""
        r = self.ink.ratio
        return QRectF(x * r, y * r, width * r, height * r)

    def event(self, item: int, fig: Figure, row: int, label: str, label_x: float) -> None:
        """One event's bar or halo, shape and label; pale when a filter dims it."""
        event = self.s.index.items[item]
        dim = event.rank == 0
        middle = self.tops[row] + self.s.bands.row / 2
        if fig.right > fig.left:
            if event.date.is_span:
                self.bars.span(event.date, fig, self.s.view, middle, event.category, dim)
            else:
                self.bars.halo(fig, middle, event.category, dim)
        self.p.setOpacity(DIM if dim else 1.0)
        if fig.shape_x is not None:
            if self.ink.hatched and fig.right > fig.left:
                self.p.fillRect(self.rect(fig.shape_x - 8, middle - 8, 16, 16), self.ink.surface)
            is_dashed = (not event.date.is_span and fig.right > fig.left) or bool(event.date.qualifier)
            self.tags.put(self.p, fig.shape_x, middle, ("", event.category, is_dashed, True))
        if label:
            self._label(item, fig, row, label, label_x)
        self.p.setOpacity(1.0)

    def _label(self, item: int, fig: Figure, row: int, label: str, label_x: float) -> None:
        width, middle = self.s.layout.measure(item), self.tops[row] + self.s.bands.row / 2
        shown, x = self.within(label, label_x, width, fig) or self.across(item, row, label, width, fig)
        if not shown:
            return
        if fig.inside and self.ink.hatched and not self.s.index.items[item].date.is_exact:
            room = width if shown is label else self.ink.width(shown)  # plain ground: letters on lines blur
            self.p.fillRect(self.rect(x - 3, middle - 8, room + 6, 16), self.ink.surface)
        if shown is label:
            self.tags.put(self.p, x, middle, (label, "", False, True))
        else:
            self.tags.put_passing(self.p, x, middle, shown)

    def within(self, label: str, x: float, width: float, fig: Figure, *, wider: float = 1.0) -> _Text | None:
        """A label that would begin at ``x``, and where it does so that no edge cuts it: moved along in its bar, else
        cut after a word; None where its event is out of view or nothing is left of it. ``wider``: of its letters."""
        if x >= self.low and x + width <= self.high:
            return label, x
        if fig.inside:
            x = max(x, self.low + EDGE)
            room = min(fig.right - 4, self.high - 2) - x
            shown = label if width <= room else self.ink.beginning(label, room / wider)
        elif x >= (fig.right if fig.shape_x is None else fig.shape_x):  # right of its event
            shown = "" if x < self.low else self.ink.beginning(label, (self.high - 2 - x) / wider)
        else:
            end = x + width
            shown = "" if end > self.high else self.ink.beginning(label, (end - self.low - 2) / wider)
            x = end - self.ink.width(shown) * wider
        return (shown, x) if shown else None

    def across(self, item: int, row: int, label: str, width: float, fig: Figure) -> _Text:
        """The label on the other side of an event in view, where an edge leaves nothing of it on its own; or ""."""
        mark = fig.left if fig.shape_x is None else fig.shape_x
        if fig.inside or not self.low <= mark <= self.high:
            return _NOTHING
        side: Side = "left" if fig.label_x > mark else "right"
        index, view = self.s.index, self.s.view
        left, right = view.x(index.first[item]), view.x(index.last[item])
        x = figure(left, right, index.items[item].date.is_span, view.scale, width, side).label_x
        if x < self.low or x + width > self.high or not self._is_free(item, row, side):
            return _NOTHING
        if any(other == row and low < x + width and x < high for other, low, high in self._across):
            return _NOTHING
        self._across.append((row, x, x + width))
        return label, x

    def _is_free(self, item: int, row: int, side: Side) -> bool:
        """Asked of each frame again: the layout keeps it, but for a lane that the chosen event has changed."""
        layout, chosen, key = self.s.layout, self.s.chosen, (item, side)
        if chosen is not None and chosen.lane == self.lane:
            return layout.is_free(item, row, side, self.s.stretches(self.lane))
        found = layout.free.get(key)
        if found is None:
            number = layout.number_of(item)
            around = [layout.stretch(self.lane, n) for n in (number - 1, number, number + 1)]
            found = layout.free[key] = layout.is_free(item, row, side, around)
        return found

    def hit(self, left: float, right: float, row: int, item: int, *, jump: bool = False) -> None:
        """Something between ``left`` and ``right`` can be pressed."""
        base, top = self.base, self.tops[row] - self.s.top
        self.s.hits.append((base + left, top, base + right, top + self.s.bands.row, item, None, jump))
