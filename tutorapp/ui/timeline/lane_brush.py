"""What painting a lane's ground and what moves over it have in common: an event's bar, shape and label."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from tutorapp.domain.timeline.boxes import Figure
from tutorapp.ui.timeline.bars import DIM, Bars
from tutorapp.ui.timeline.sight import Sight
from tutorapp.ui.timeline.tags import Tags


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
        self.end = sight.view.width if self.ink.vector else math.inf
        """Where labels must end: a page cannot be moved to read on."""

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
        if label and label_x + self.s.layout.measure(item) > self.end:
            label = self.ink.beginning(label, self.end - label_x)
        if label:
            if fig.inside and self.ink.hatched and not event.date.is_exact:  # plain ground: letters on lines blur
                width = self.s.layout.measure(item)
                self.p.fillRect(self.rect(label_x - 3, middle - 8, width + 6, 16), self.ink.surface)
            self.tags.put(self.p, label_x, middle, (label, "", False, True))
        self.p.setOpacity(1.0)

    def hit(self, left: float, right: float, row: int, item: int, *, jump: bool = False) -> None:
        """Something between ``left`` and ``right`` can be pressed."""
        base, top = self.base, self.tops[row] - self.s.top
        self.s.hits.append((base + left, top, base + right, top + self.s.bands.row, item, None, jump))
