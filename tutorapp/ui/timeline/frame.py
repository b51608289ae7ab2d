"""The lanes as last painted, kept as a ring of pixel columns: moving along the line paints only what comes into view.

Columns are counted in device pixels from the line's first day. Column ``n`` stands ``n - origin`` modulo the picture's
width from its left edge, so nothing is moved when the line is: a strip is painted over the columns that went out of
view, and the picture is put on the screen in at most two pieces.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap

from tutorapp.ui.timeline.sight import RawHit

PaintStrip = Callable[[QPainter, int, int], list[RawHit]]
"""Paints columns (first, width) with the painter's origin at the first one; returns what can be pointed at."""
_Strip = tuple[int, int, list[RawHit]]


class Frame:
    """``strips`` are the columns painted last and what can be pointed at in each, whether kept or not."""

    def __init__(self) -> None:
        self._picture = QPixmap()
        self._key: object = None
        self._seen: object = None
        self._origin = self._left = self._right = 0
        self.strips: list[_Strip] = []

    def is_worth_keeping(self, key: object) -> bool:
        """True from the second time on that the same picture, moved or not, is asked for: a zoom never asks twice."""
        again = key in (self._key, self._seen)
        self._seen = key
        return again

    def straight(self, left: int, width: int, hits: list[RawHit]) -> None:
        """Note that columns were painted straight to the screen."""
        self._key = None
        self.strips = [(left, left + width, hits)]

    def show(self, painter: QPainter, key: object, columns: tuple[int, int], height: int, paint: PaintStrip) -> None:
        """Put ``columns`` (first, width) of the line at the painter's origin, painting what is not kept for ``key``."""
        left, width = columns
        right = left + width
        if key != self._key or self._picture.width() != width or self._picture.height() != height:
            if self._picture.width() != width or self._picture.height() != height:
                self._picture = QPixmap(width, height)
            self._key = key
            self._begin(left)
        elif right <= self._left or left >= self._right:
            self._begin(left)
        if left < self._left:
            self._paint(left, self._left, paint)
        if right > self._right:
            self._paint(self._right, right, paint)
        self._left, self._right = left, right
        self.strips = [strip for strip in self.strips if strip[1] > left and strip[0] < right]
        for first, last in self._pieces(left, right):
            source = QRectF((first - self._origin) % width, 0, last - first, height)
            painter.drawPixmap(QPointF(first - left, 0), self._picture, source)

    def _begin(self, left: int) -> None:
        self._origin = self._left = self._right = left
        self.strips = []

    def _pieces(self, left: int, right: int) -> list[tuple[int, int]]:
        width = self._picture.width()
        turn = left + width - (left - self._origin) % width
        return [(left, right)] if right <= turn else [(left, turn), (turn, right)]

    def _paint(self, left: int, right: int, paint: PaintStrip) -> None:
        inner = QPainter(self._picture)
        for first, last in self._pieces(left, right):
            x = (first - self._origin) % self._picture.width()
            inner.resetTransform()
            inner.setClipRect(x, 0, last - first, self._picture.height())
            inner.translate(x, 0)
            self.strips.append((first, last, paint(inner, first, last - first)))
        inner.end()
