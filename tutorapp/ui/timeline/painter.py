"""Draws the line: one painter for the screen, the overview of a note and what is exported."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from tutorapp.domain.timeline.axis import Tick, ticks
from tutorapp.domain.timeline.bands import NARROW_HEAD
from tutorapp.ui.timeline.ink import Ink
from tutorapp.ui.timeline.lane_picture import LanePicture
from tutorapp.ui.timeline.sight import Sight

_PICTURES_A_FRAME = 8


class LinePainter:
    """Paints a Sight in design pixels, upper left corner at (0, 0)."""

    def __init__(self, ink: Ink) -> None:
        self.ink = ink
        self._head_key: object = None
        self._head_picture = QPixmap()

    def paint(self, painter: QPainter, sight: Sight) -> None:
        """Everything, lanes first, then the axis over them; fills ``sight.hits`` from back to front."""
        bands, ink = sight.bands, self.ink
        ink.pictures_left = _PICTURES_A_FRAME
        height = max(bands.bottom - sight.top, bands.axis)
        painter.fillRect(QRectF(0, 0, bands.width, height), ink.surface)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marks = ticks(sight.view)
        painter.save()
        painter.setClipRect(QRectF(bands.head, bands.axis, bands.width - bands.head, height))
        painter.translate(bands.head, -sight.top)
        self._eras(painter, sight)
        self._grid(painter, sight, [sight.view.x(t.day) for t in marks])
        sight.hits.clear()
        for lane in range(len(bands.rows)):
            LanePicture(self.ink, painter, sight, lane).paint()
        painter.restore()
        self._heads(painter, sight)
        self._axis(painter, sight, marks)

    # --- around the lanes ----------------------------------------------------------------------------

    def _grid(self, painter: QPainter, sight: Sight, places: list[float]) -> None:
        bands = sight.bands
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(self.ink.grid, 1))
        bottom = bands.bottom
        painter.drawLines([QLineF(int(x), bands.axis, int(x), bottom) for x in places])
        painter.setPen(QPen(self.ink.line, 1))
        width = bands.width - bands.head
        edges = [top + height for top, height in zip(bands.tops, bands.heights, strict=True)]
        painter.drawLines([QLineF(0, int(y) - 1, width, int(y) - 1) for y in edges])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _eras(self, painter: QPainter, sight: Sight) -> None:
        index, view, bands = sight.index, sight.view, sight.bands
        painter.setFont(self.ink.small)
        for item in index.eras:
            left, right = view.x(index.first[item]), view.x(index.last[item])
            if right < 0 or left > view.width:
                continue
            rect = QRectF(left, bands.axis, right - left, bands.bottom - bands.axis)
            painter.fillRect(rect, self.ink.hover)
            painter.setPen(self.ink.muted)
            painter.drawText(QPointF(max(left, 0) + 6, bands.bottom - 8), sight.labels[item])

    def _axis(self, painter: QPainter, sight: Sight, marks: list[Tick]) -> None:
        bands, ink = sight.bands, self.ink
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(ink.line, 1))
        painter.drawLine(QLineF(0, bands.axis - 1, bands.width, bands.axis - 1))
        painter.drawLine(QLineF(bands.head - 1, 0, bands.head - 1, max(bands.bottom - sight.top, bands.axis)))
        places = [(bands.head + sight.view.x(tick.day), tick) for tick in marks]
        short = bands.axis * 0.78
        painter.drawLines([QLineF(int(x), short, int(x), bands.axis) for x, _t in places if x >= bands.head])
        baseline = bands.axis / 2 + ink.small_metrics.ascent() / 2 - 0.5
        for strong in (False, True):
            painter.setFont(ink.badge if strong else ink.small)
            painter.setPen(ink.text if strong else ink.secondary)
            for x, tick in places:
                if tick.strong == strong and x > bands.head - 3:
                    painter.drawText(QPointF(x + 6, baseline), tick.label)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _heads(self, painter: QPainter, sight: Sight) -> None:
        """The lanes' names and shapes; on the screen a kept picture, since they change only with the lanes."""
        if self.ink.vector:
            self._paint_heads(painter, sight)
            return
        key = (id(sight.index), sight.bands, sight.top)
        if self._head_key != key:
            bottom = max(1.0, sight.bands.bottom - sight.top)
            picture = self.ink.blank(math.ceil(sight.bands.head), math.ceil(bottom))
            inner = QPainter(picture)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_heads(inner, sight)
            inner.end()
            self._head_picture, self._head_key = picture, key
        painter.drawPixmap(QPointF(0, 0), self._head_picture)

    def _paint_heads(self, painter: QPainter, sight: Sight) -> None:
        bands, ink = sight.bands, self.ink
        painter.save()
        painter.setClipRect(QRectF(0, bands.axis, bands.head, max(1.0, bands.bottom)))
        if ink.vector:  # an SVG knows no clipping, so what reaches in from the lanes is covered
            painter.fillRect(QRectF(0, bands.axis, bands.head - 1, bands.bottom - bands.axis), ink.surface)
        narrow = bands.head <= NARROW_HEAD
        for lane, (name, top) in enumerate(zip(sight.index.lanes, bands.tops, strict=True)):
            middle = top + bands.padding + bands.row / 2 - sight.top
            if name.category:
                ink.draw_shape(painter, 22, middle, name.category)
            if not narrow:
                painter.setFont(ink.strong)
                painter.setPen(ink.text)
                left = 38 if name.category else 16
                text = ink.strong_metrics.elidedText(name.title, Qt.TextElideMode.ElideRight, bands.head - left - 6)
                painter.drawText(QPointF(left, middle + ink.strong_metrics.ascent() / 2 - 1.5), text)
            edge = int(top + bands.heights[lane] - sight.top) - 1
            painter.setPen(QPen(ink.line, 1))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.drawLine(QLineF(0, edge, bands.head, edge))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.restore()
