"""A painted column of event cards, plain or with numbered places, for putting events in order."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from tutorapp.domain.content import Event
from tutorapp.domain.records import dataclass
from tutorapp.ui.context import UiContext
from tutorapp.ui.timeline.ink import Ink

CARD, APART, CLOSE, DISC = 56.0, 16.0, 6.0, 28.0


@dataclass(frozen=True, slots=True)
class Card:
    """An event as a card: its title, its lane in words and its category."""

    id: str
    title: str
    lane: str
    category: str


class CardColumn(QWidget):
    """A painted column of cards; ``slots`` counts the places of a numbered one, 0 for a plain list.

    Signals:
        pressed: a card, or an empty place, was pressed (its number).
    """

    pressed = Signal(int)

    def __init__(self, context: UiContext, name: str, slots: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = context
        self.cards: list[Card] = []
        self.slots = slots
        self.current = -1
        self.carried = -1
        self.is_active = False
        self.marks: list[bool] | None = None
        self._apart = APART
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def _factor(self) -> float:
        return self._ctx.theme.px(1000) / 1000

    def sizeHint(self) -> QSize:
        count = max(self.slots, len(self.cards), 1)
        return QSize(400, round((count * (CARD + self._apart)) * self._factor))

    def bring_close(self, close: bool) -> None:
        """Less room between the cards, where the pane is small."""
        self._apart = CLOSE if close else APART
        self.refresh()

    def refresh(self) -> None:
        """The cards are others now."""
        self.updateGeometry()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y() / self._factor // (CARD + self._apart))
        if 0 <= number < max(self.slots, len(self.cards)):
            self.pressed.emit(number)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._factor, self._factor)
        ink = Ink(self._ctx.theme, ratio=self.devicePixelRatioF() * self._factor)
        left = DISC + 16 if self.slots else 0.0
        width = self.width() / self._factor - left - 1
        for number in range(max(self.slots, len(self.cards))):
            top = number * (CARD + self._apart) + 1
            if self.slots:
                self._disc(painter, ink, number, top)
            rect = QRectF(left + 0.5, top, width, CARD - 2)
            if number < len(self.cards):
                self._card(painter, ink, rect, number)
            else:
                self._empty(painter, ink, rect, number)
        painter.end()

    def _disc(self, painter: QPainter, ink: Ink, number: int, top: float) -> None:
        middle = top + CARD / 2 - 1
        painter.setPen(QPen(ink.line, 1))
        if number:
            painter.drawLine(
                QPointF(DISC / 2, middle - CARD - self._apart + DISC / 2), QPointF(DISC / 2, middle - DISC / 2)
            )
        painter.setPen(QPen(ink.secondary, 1))
        painter.setBrush(ink.surface)
        painter.drawEllipse(QPointF(DISC / 2 + 0.5, middle), DISC / 2, DISC / 2)
        painter.setFont(ink.badge)
        painter.setPen(ink.text)
        rect = QRectF(0, middle - DISC / 2, DISC + 1, DISC)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(number + 1))

    def _card(self, painter: QPainter, ink: Ink, rect: QRectF, number: int) -> None:
        card = self.cards[number]
        is_current = self.is_active and number == self.current
        is_carried = number == self.carried
        painter.setBrush(ink.selected if is_carried else ink.surface)
        painter.setPen(QPen(ink.focus if is_current or is_carried else ink.line, 2 if is_current or is_carried else 1))
        painter.drawRoundedRect(rect, 10, 10)
        middle = rect.center().y()
        ink.draw_shape(painter, rect.left() + 25, middle, card.category)
        painter.setFont(ink.strong if is_carried else ink.label)
        painter.setPen(ink.text)
        room = rect.width() - (150 if is_carried or self.marks is not None else 80)
        metrics = ink.strong_metrics if is_carried else ink.metrics
        title = metrics.elidedText(card.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(rect.left() + 45, middle - 3), title)
        painter.setFont(ink.label)
        painter.setPen(ink.secondary)
        painter.drawText(QPointF(rect.left() + 45, middle + 15), card.lane)
        self._edge(painter, ink, rect, number, is_carried)

    def _edge(self, painter: QPainter, ink: Ink, rect: QRectF, number: int, is_carried: bool) -> None:
        right = QRectF(rect.right() - 130, rect.top(), 114, rect.height())
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if self.marks is not None and number < len(self.marks):
            good = self.marks[number]
            painter.setFont(ink.strong)
            painter.setPen(self._ctx.theme.colour("success" if good else "danger"))
            painter.drawText(right, flags, self.tr("✓ in place") if good else self.tr("– not here"))
        elif is_carried:
            painter.setFont(ink.strong)
            painter.setPen(self._ctx.theme.colour("accent"))
            painter.drawText(right, flags, self.tr("↑ ↓  carrying"))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink.secondary)
            for x in (-26.0, -20.0):
                for y in (-6.0, 0.0, 6.0):
                    painter.drawEllipse(QPointF(rect.right() + x, rect.center().y() + y), 1.4, 1.4)

    def _empty(self, painter: QPainter, ink: Ink, rect: QRectF, number: int) -> None:
        is_current = self.is_active and number == self.current
        pen = QPen(ink.focus if is_current else ink.secondary, 2 if is_current else 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 10, 10)
        painter.setFont(ink.label)
        painter.setPen(ink.muted)
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(16, 0, 0, 0), flags, self.tr("empty"))


def card_of(event: Event, lane: str) -> Card:
    """The card of an event."""
    return Card(event.id, event.title, lane, event.category)
