"""A small picture of one event among its neighbours in time, for the pop-over of a link in the notes."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from tutorapp.domain.content import Event
from tutorapp.domain.dates import DateError, HistoricalDate, parse_edtf
from tutorapp.domain.library import Library
from tutorapp.domain.timeline.axis import ticks
from tutorapp.domain.timeline.view import View, fitted
from tutorapp.ui.theme import Theme
from tutorapp.ui.timeline.ink import Ink

HEIGHT = 74
_LEAST_DAYS = 730.0
_MARGIN = 8.0


def render_mini_line(theme: Theme, library: Library, event_id: str, width: int, ratio: float = 2.0) -> QPixmap:
    """The event on a line of about two years, with the other events as small ticks and its nearest neighbours named.

    ``width`` is in screen pixels; the picture is drawn at ``ratio`` times that. An unknown event, or one whose date
    cannot be read, gives an empty pixmap.
    """
    event = library.events.get(event_id)
    date = _date_of(event) if event else None
    if event is None or date is None:
        return QPixmap()
    factor = theme.px(1000) / 1000
    picture = QPixmap(round(width * ratio), round(HEIGHT * factor * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(factor, factor)
    _MiniLine(Ink(theme, ratio=ratio * factor), painter, width / factor, date).paint(library, event)
    painter.end()
    return picture


def _date_of(event: Event) -> HistoricalDate | None:
    try:
        return parse_edtf(event.when)
    except DateError:
        return None


class _MiniLine:
    def __init__(self, ink: Ink, painter: QPainter, width: float, date: HistoricalDate) -> None:
        self.ink = ink
        self.p = painter
        self.width = width
        self.date = date
        first, last = float(date.start_earliest), float(date.end_latest + 1)
        pad = max((last - first) * 0.4, (_LEAST_DAYS - (last - first)) / 2)
        self.view: View = fitted(first - pad, last + pad, width - 2 * _MARGIN)

    def paint(self, library: Library, event: Event) -> None:
        """Axis, the others as ticks, the event with its shape, its two neighbours in words."""
        self._axis()
        before: tuple[float, Event] | None = None
        after: tuple[float, Event] | None = None
        own = self._x(self.date.middle if not self.date.is_span else self.date.start_earliest)
        for other in library.events.values():
            date = _date_of(other)
            if other.id == event.id or date is None:
                continue
            x = self._x(date.middle if not date.is_span else date.start_earliest)
            if not _MARGIN <= x <= self.width - _MARGIN:
                continue
            self.p.fillRect(QRectF(x - 1.2, 24, 2.4, 6), self.ink.tint(other.category, 0.75))
            if x < own - 12 and (before is None or (other.importance, x) > (before[1].importance, before[0])):
                before = (x, other)
            if x > own + 12 and (after is None or (other.importance, -x) > (after[1].importance, -after[0])):
                after = (x, other)
        self._event(event, own)
        self._neighbours(before, after)

    def _x(self, day: float) -> float:
        return _MARGIN + self.view.x(day + 0.5)

    def _axis(self) -> None:
        self.p.setPen(QPen(self.ink.line, 1))
        self.p.drawLine(QLineF(_MARGIN, 36.5, self.width - _MARGIN, 36.5))
        self.p.setFont(self.ink.small)
        for tick in ticks(self.view, 64):
            x = _MARGIN + self.view.x(tick.day)
            if _MARGIN <= x < self.width - 34:
                self.p.setPen(QPen(self.ink.line, 1))
                self.p.drawLine(QLineF(x, 33, x, 40))
                self.p.setPen(self.ink.secondary)
                self.p.drawText(QPointF(x + 3, 51), tick.label)

    def _event(self, event: Event, x: float) -> None:
        colour = self.ink.category(event.category)
        if self.date.start_earliest != self.date.end_latest:
            left, right = self._x(self.date.start_earliest - 0.5), self._x(self.date.end_latest + 0.5)
            self.p.fillRect(QRectF(left, 18, max(3.0, right - left), 16), self.ink.tint(event.category, 0.25))
            if self.date.is_span:
                self.p.fillRect(QRectF(left, 32, max(3.0, right - left), 2.5), colour)
        if not self.date.is_span:
            dashed = self.date.start_earliest != self.date.end_latest
            self.ink.draw_shape(self.p, x, 27, event.category, dashed=dashed)
        name = self.ink.strong_metrics.elidedText(
            event.short_title or event.title, Qt.TextElideMode.ElideRight, self.width - 2 * _MARGIN
        )
        room = self.ink.strong_metrics.horizontalAdvance(name)
        self.p.setFont(self.ink.strong)
        self.p.setPen(self.ink.text)
        self.p.drawText(QPointF(min(max(x - room / 2, _MARGIN), self.width - _MARGIN - room), 13), name)

    def _neighbours(self, before: tuple[float, Event] | None, after: tuple[float, Event] | None) -> None:
        self.p.setFont(self.ink.small)
        self.p.setPen(self.ink.muted)
        half = self.width / 2 - _MARGIN - 6
        if before is not None:
            text = f"← {before[1].short_title or before[1].title}"
            text = self.ink.small_metrics.elidedText(text, Qt.TextElideMode.ElideRight, half)
            self.p.drawText(QPointF(_MARGIN, 68), text)
        if after is not None:
            text = f"{after[1].short_title or after[1].title} →"
            text = self.ink.small_metrics.elidedText(text, Qt.TextElideMode.ElideLeft, half)
            room = self.ink.small_metrics.horizontalAdvance(text)
            self.p.drawText(QPointF(self.width - _MARGIN - room, 68), text)
