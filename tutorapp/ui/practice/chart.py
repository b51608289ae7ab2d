"""A small line of marks with dates; a range is drawn as an upright bar."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from tutorapp.domain.records import dataclass
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.words import span

MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked attempt: the words of its day, and its mark (a range where low and high differ)."""

    day: str
    low: int
    high: int


class MarksChart(QWidget):
    """The newest marks of one question, oldest at the left; the newest dot is filled."""

    def __init__(self, context: UiContext, name: str, height: int = 176) -> None:
        super().__init__()
        self._ctx = context
        self._marks: list[Mark] = []
        self._most = 1
        self._height = height
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_marks(self, marks: list[Mark], most: int) -> None:
        """Show ``marks``, oldest first, on a scale from 0 to ``most``."""
        self._marks, self._most = marks[-MOST_SHOWN:], max(most, 1)
        words = ", ".join(f"{mark.day}: {span(mark.low, mark.high)}" for mark in self._marks)
        self.setAccessibleName(self.tr("Marks out of {0}: {1}").format(most, words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._ctx.theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._ctx.theme.px(self._height))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._ctx.theme.font("caption"))
        line = painter.fontMetrics().height()
        area = QRectF(line + 10, 1.6 * line, self.width() - line - 12, self.height() - 2.6 * line - 14)
        self._paint_scale(painter, area)
        places = [self._place(at, area) for at in range(len(self._marks))]
        painter.setPen(QPen(self._ctx.theme.colour("accent"), 2))
        painter.drawPolyline(QPolygonF([QPointF(x, (low + high) / 2) for x, low, high in places]))
        for at, (x, low, high) in enumerate(places):
            self._paint_mark(painter, at, x, low, high, area)

    def _place(self, at: int, area: QRectF) -> tuple[float, float, float]:
        count = len(self._marks)
        inset = min(area.width() * 0.06, 40.0) + 8
        x = area.left() + inset + (area.width() - 2 * inset) * (at / (count - 1) if count > 1 else 0.5)
        low, high = (area.bottom() - area.height() * value / self._most for value in self._range(at))
        return x, low, high

    def _range(self, at: int) -> tuple[int, int]:
        return self._marks[at].low, self._marks[at].high

    def _paint_scale(self, painter: QPainter, area: QRectF) -> None:
        theme = self._ctx.theme
        values = {0, self._most} | ({self._most // 2} if self._most % 2 == 0 else set())
        for value in values:
            y = area.bottom() - area.height() * value / self._most
            painter.setPen(QPen(theme.colour("border.subtle"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.colour("text.muted"))
            painter.drawText(QRectF(0, y - 10, area.left() - 8, 20), Qt.AlignmentFlag.AlignVCenter, str(value))

    def _paint_mark(self, painter: QPainter, at: int, x: float, low: float, high: float, area: QRectF) -> None:
        theme, newest = self._ctx.theme, at == len(self._marks) - 1
        accent = theme.colour("accent")
        painter.setPen(QPen(accent, 2))
        painter.setBrush(accent if newest else theme.colour("bg.surface"))
        if abs(low - high) > 1:
            painter.drawRoundedRect(QRectF(x - 4.5, high, 9, low - high), 4.5, 4.5)
        else:
            painter.drawEllipse(QPointF(x, low), 4.5, 4.5)
        mark = self._marks[at]
        painter.setPen(theme.colour("text.primary"))
        bold = theme.font("label")
        bold.setPixelSize(theme.px(12))
        painter.setFont(bold)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(QRectF(x - 40, high - 28, 80, 20), flags, span(mark.low, mark.high))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text.secondary"))
        if self._day_fits(at, area):
            box = QRectF(x - 60, area.bottom() + 6, 120, 20)
            box.moveRight(min(box.right(), self.width() + 28))
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, mark.day)

    def _day_fits(self, at: int, area: QRectF) -> bool:
        """First and last always; those between only while there is room for all."""
        count = len(self._marks)
        return at in (0, count - 1) or area.width() / count > self._ctx.theme.px(76)
