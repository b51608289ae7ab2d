"""One line under the timeline that says what the signs mean and which keys move."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from tutorapp.ui.timeline.bars import diagonals
from tutorapp.ui.timeline.canvas import TimelineCanvas
from tutorapp.ui.timeline.ink import Ink

HEIGHT = 28.0


class Legend(QWidget):
    """Painted, with the same signs as the line; its text is its accessible name."""

    def __init__(self, canvas: TimelineCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.setObjectName("timeline.legend")
        self.setAccessibleName("; ".join((*(text for _sign, text in self.entries()), self.keys_text())))
        canvas.theme.changed.connect(self.updateGeometry)

    def entries(self) -> list[tuple[str, str]]:
        """Sign and meaning, left to right."""
        doubt = (
            self.tr("hatched: start or end not exact")
            if self._canvas.ink.hatched
            else self.tr("start or end not exact")
        )
        return [
            ("day", self.tr("day known")),
            ("month", self.tr("only the month or year known")),
            ("fade", doubt),
            ("badge", self.tr("seven more, open with B")),
        ]

    def keys_text(self) -> str:
        """The keys that move, in one line."""
        return self.tr("← → next event · ↑ ↓ lane · + − zoom · Home End")

    def sizeHint(self) -> QSize:
        return QSize(400, round(HEIGHT * self._canvas.factor))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, round(HEIGHT * self._canvas.factor))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink, f = self._canvas.ink, self._canvas.factor
        painter.fillRect(event.rect(), ink.surface)
        painter.scale(f, f)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / f
        painter.setPen(QPen(ink.line, 1))
        painter.drawLine(QPointF(0, 0.5), QPointF(width, 0.5))
        end = draw_entries(painter, ink, self.entries(), 16.0, HEIGHT / 2)
        painter.setPen(ink.secondary)
        text = self.keys_text()
        room = ink.small_metrics.horizontalAdvance(text)
        if end + room + 24 < width:
            painter.drawText(QPointF(width - room - 16, HEIGHT / 2 + 4), text)
        painter.end()


def draw_entries(painter: QPainter, ink: Ink, entries: list[tuple[str, str]], x: float, y: float) -> float:
    """Draw signs and meanings from ``x`` on around ``y``; returns where they end."""
    painter.setFont(ink.small)
    for sign, text in entries:
        x = _sign(painter, ink, sign, x, y)
        painter.setFont(ink.small)
        painter.setPen(ink.secondary)
        painter.drawText(QPointF(x, y + 4), text)
        x += ink.small_metrics.horizontalAdvance(text) + 22
    return x


def _sign(painter: QPainter, ink: Ink, sign: str, x: float, y: float) -> float:
    grey = ink.secondary
    painter.setPen(Qt.PenStyle.NoPen)
    if sign == "day":
        painter.setBrush(grey)
        painter.drawEllipse(QPointF(x + 7, y), 5, 5)
        return x + 20
    if sign == "month":
        _ramp(painter, ink, QRectF(x, y - 8, 28, 16), 0.3)
        if ink.hatched:
            painter.fillRect(QRectF(x + 6, y - 8, 16, 16), ink.surface)
        pen = QPen(grey, 1.5, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([1.7, 1.2])
        painter.setPen(pen)
        painter.setBrush(ink.surface)
        outline = QPainterPath()
        outline.addEllipse(QPointF(x + 14, y), 5.5, 5.5)
        painter.drawPath(outline)
        return x + 36
    if sign == "fade":
        _ramp(painter, ink, QRectF(x, y - 6, 32, 12), 0.4)
        painter.fillRect(QRectF(x + 10, y + 4, 12, 2), grey)
        return x + 40
    ink.draw_badge(painter, x + 14, y, 7)
    return x + 36


def _ramp(painter: QPainter, ink: Ink, rect: QRectF, share: float) -> None:
    grey = ink.secondary
    none, strong = QColor(grey), QColor(grey)
    none.setAlphaF(0.0)
    strong.setAlphaF(share)
    if ink.hatched:
        painter.setPen(QPen(grey, 1))
        painter.drawLines(diagonals(rect.left(), rect.right(), rect.top(), rect.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        return
    ramp = QLinearGradient(rect.left(), 0, rect.right(), 0)
    ramp.setColorAt(0, none)
    ramp.setColorAt(0.5, strong)
    ramp.setColorAt(1, none)
    painter.fillRect(rect, ramp)
