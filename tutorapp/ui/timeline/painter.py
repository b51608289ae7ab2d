"""Draws the line: one painter for the screen and for what is exported."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from tutorapp.domain.timeline.axis import Tick, ticks
from tutorapp.domain.timeline.bands import NARROW_HEAD
from tutorapp.domain.timeline.view import View
from tutorapp.ui.timeline.bars import Bars
from tutorapp.ui.timeline.frame import Frame
from tutorapp.ui.timeline.ink import Ink
from tutorapp.ui.timeline.lane_ground import LaneGround
from tutorapp.ui.timeline.lane_over import LaneOver
from tutorapp.ui.timeline.sight import RawHit, Sight
from tutorapp.ui.timeline.tags import Tags

_SMOOTH = QPainter.RenderHint.Antialiasing
_PICTURES_A_FRAME = 6
_ROWS_AT_ONCE = 16
_DIGIT = 6.5
_WIDE_ENOUGH = 300
"""Narrower strips are painted while panning: too little of each row to be worth a picture."""


class LinePainter:
    """Paints a Sight, upper left corner at (0, 0)."""

    def __init__(self, ink: Ink) -> None:
        self.ink = ink
        self.tags = Tags(ink)
        self._head_key: object = None
        self._head_picture = QPixmap()
        self._rows = QPixmap()

    def paint(self, painter: QPainter, sight: Sight) -> None:
        """Everything at once, in design pixels: for paper and files."""
        bands = sight.bands
        height = max(bands.bottom - sight.top, bands.axis)
        painter.fillRect(QRectF(0, 0, bands.width, height), self.ink.surface)
        painter.setRenderHint(_SMOOTH)
        marks = ticks(sight.view)
        sight.is_cut = True
        painter.save()
        painter.setClipRect(QRectF(bands.head, bands.axis, bands.width - bands.head, height - bands.axis))
        painter.translate(bands.head, 0)
        self.ground(painter, sight, marks)
        self.over(painter, sight, marks)
        painter.restore()
        self._paint_heads(painter, sight)
        self._axis(painter, sight, marks)

    def show(self, painter: QPainter, sight: Sight, frame: Frame, key: object, height: int, dpr: float) -> Sight:
        """The screen's picture, from what ``frame`` has kept where it can; returns what was shown, on whole pixels.

        The first picture of its kind is painted straight to the screen: while zooming none is shown twice.
        ``key`` says what the ground was painted from; ``height`` is the viewport's, in device pixels.
        """
        bands, ratio = sight.bands, self.ink.ratio
        per_day = sight.view.scale * ratio
        column = round((sight.view.start - sight.layout.origin) * per_day)
        head, axis = round(bands.head * ratio), round(bands.axis * ratio)
        columns = (column, max(1, round(bands.width * ratio) - head))
        view = View(sight.layout.origin + column / per_day, sight.view.scale, sight.view.width)
        shown = replace(sight, view=view, hits=[], _stretches={}, _longs={})
        height = max(1, min(height, round((bands.bottom - sight.top) * ratio)) - axis)

        def strip(inner: QPainter, first: int, width: int) -> list[RawHit]:
            part = sight.part(first, width, ratio)
            inner.translate(0, -axis)
            self.ground(inner, part, ticks(part.view))
            return part.hits

        is_kept = frame.is_worth_keeping(key)
        # Strips ask for the same label again; zooming a large line hardly ever does, and would throw them away.
        self.tags.left = _PICTURES_A_FRAME if is_kept or self.tags.is_small else 0
        painter.save()
        painter.scale(1 / dpr, 1 / dpr)
        painter.setClipRect(head, axis, columns[1], height)
        painter.translate(head, 0)
        painter.translate(0, axis)
        marks = ticks(view)
        if is_kept:
            frame.show(painter, key, columns, height, strip)
        else:
            painter.translate(0, -axis)
            shown.is_cut = True
            self.ground(painter, shown, marks)
            painter.translate(0, axis)
            frame.straight(column, columns[1], shown.hits)
            shown.hits = []
        painter.translate(0, -axis)
        self.over(painter, shown, marks)
        painter.restore()
        painter.save()
        painter.scale(1 / dpr, 1 / dpr)
        painter.drawPixmap(0, 0, self._heads(sight))
        self._axis(painter, shown, marks)
        painter.restore()
        return shown

    # --- the lanes -----------------------------------------------------------------------------------

    def ground(self, painter: QPainter, sight: Sight, marks: list[Tick]) -> None:
        """What moves with the line, in device pixels with the lanes' left edge at 0; fills ``sight.hits``."""
        bands, view, ink, r = sight.bands, sight.view, self.ink, self.ink.ratio
        width, axis = math.ceil(view.width * r), round(bands.axis * r)
        up = round(sight.top * r)
        bottom = round(bands.bottom * r) - up
        index, thin = sight.index, max(1, round(r))
        is_rows = not index.eras and not ink.vector and width >= _WIDE_ENOUGH
        if is_rows:
            self._grid_rows(painter, (axis, width, max(0, bottom - axis)), [round(view.x(t.day) * r) for t in marks])
        else:
            painter.fillRect(0, axis, width, max(0, bottom - axis), ink.surface)
        for item in index.eras:
            left, right = round(view.x(index.first[item]) * r), round(view.x(index.last[item]) * r)
            if right > 0 and left < width:
                left, right = max(0, left), min(width, right)
                painter.fillRect(left, axis, right - left, bottom - axis, ink.hover)
        for tick in marks if not is_rows else ():
            painter.fillRect(round(view.x(tick.day) * r), axis, thin, bottom - axis, ink.grid)
        for top, height in zip(bands.tops, bands.heights, strict=True):
            painter.fillRect(0, round((top + height) * r) - up - thin, width, thin, ink.line)
        painter.setRenderHint(_SMOOTH)
        painter.translate(0, -up)
        bars = Bars(ink, painter, view.width, sight.base)
        for lane in range(len(bands.rows)):
            LaneGround(self.tags, bars, painter, sight, lane).paint()
        painter.translate(0, up)

    def _grid_rows(self, painter: QPainter, box: tuple[int, int, int], lines: list[int]) -> None:
        """The bare ground with its grid lines, as a few rows put down again and again; ``box``: top, width, height.

        Upright lines touch every row of the picture: drawn one by one they take as long as the ground itself.
        """
        top, width, height = box
        if self._rows.width() != width:
            self._rows = QPixmap(width, _ROWS_AT_ONCE)
        rows, thin = self._rows, max(1, round(self.ink.ratio))
        inner = QPainter(rows)
        inner.fillRect(0, 0, width, _ROWS_AT_ONCE, self.ink.surface)
        for x in lines:
            inner.fillRect(x, 0, thin, _ROWS_AT_ONCE, self.ink.grid)
        inner.end()
        whole = height - height % _ROWS_AT_ONCE
        for y in range(top, top + whole, _ROWS_AT_ONCE):
            painter.drawPixmap(0, y, rows)
        if height > whole:
            painter.drawPixmap(0, top + whole, rows, 0, 0, width, height - whole)

    def over(self, painter: QPainter, sight: Sight, marks: list[Tick]) -> None:
        """What keeps its place in the picture, over the ground; in device pixels likewise."""
        index, view, bands, r = sight.index, sight.view, sight.bands, self.ink.ratio
        painter.setRenderHint(_SMOOTH)
        up = round(sight.top * r)
        painter.translate(0, -up)
        for item in index.eras:
            left, right = view.x(index.first[item]), view.x(index.last[item])
            if right > 30 and left < view.width:
                x = max(left, 0.0) + 6
                text = self.ink.beginning(sight.labels[item], right - x - 4)
                painter.save()
                painter.scale(r, r)
                painter.setFont(self.ink.small)
                painter.setPen(self.ink.muted)
                painter.drawText(QPointF(x, bands.bottom - 8), text)
                if item == sight.chosen_era:
                    painter.setPen(QPen(self.ink.focus, 2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRect(QRectF(left, bands.axis + 1, right - left, bands.bottom - bands.axis - 2))
                painter.restore()
        bars = Bars(self.ink, painter, view.width, sight.base)
        lines = [round(view.x(tick.day) * r) for tick in marks]
        for lane in range(len(bands.rows)):
            LaneOver(self.tags, bars, painter, sight, lane, lines).paint()
        painter.translate(0, up)

    # --- around the lanes ----------------------------------------------------------------------------

    def _axis(self, painter: QPainter, sight: Sight, marks: list[Tick]) -> None:
        bands, ink, r = sight.bands, self.ink, self.ink.ratio
        thin, axis, head = max(1, round(r)), round(bands.axis * r), round(bands.head * r)
        painter.fillRect(0, 0, round(bands.width * r), axis, ink.surface)
        painter.fillRect(0, axis - thin, round(bands.width * r), thin, ink.line)
        painter.fillRect(head - thin, 0, thin, max(round((bands.bottom - sight.top) * r), axis), ink.line)
        short = round(bands.axis * 0.78 * r)
        baseline = bands.axis / 2 + ink.small_metrics.ascent() / 2 - 0.5
        for tick in marks:
            x = sight.view.x(tick.day)
            if x >= 0:
                painter.fillRect(head + round(x * r), short, thin, axis - short, ink.line)
            # Of a date that the edge would cut the line is enough.
            if -3 < x < bands.width - bands.head - 8 - len(tick.label) * _DIGIT:
                self.tags.put_words(painter, bands.head + x + 6, baseline, tick.label, strong=tick.strong)

    def _heads(self, sight: Sight) -> QPixmap:
        """The lanes' names and shapes: a kept picture, since they change only with the lanes."""
        r = self.ink.ratio
        key = (id(sight.index), sight.bands, sight.top)
        if self._head_key != key:
            bottom = max(1.0, sight.bands.bottom - sight.top)
            picture = QPixmap(round(sight.bands.head * r), math.ceil(bottom * r))
            picture.fill(self.ink.surface)
            inner = QPainter(picture)
            inner.setRenderHint(_SMOOTH)
            inner.scale(r, r)
            self._paint_heads(inner, sight)
            inner.end()
            self._head_picture, self._head_key = picture, key
        return self._head_picture

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
            edge = round((top + bands.heights[lane]) * ink.ratio) - round(sight.top * ink.ratio)
            thin = max(1, round(ink.ratio)) / ink.ratio
            painter.fillRect(QRectF(0, edge / ink.ratio - thin, bands.head, thin), ink.line)
        painter.restore()
