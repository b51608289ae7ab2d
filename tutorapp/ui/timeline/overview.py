"""The whole line in a strip: every event as a tick, and a window over the days in view that can be dragged."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from tutorapp.domain.timeline.axis import ticks
from tutorapp.domain.timeline.view import View, fitted
from tutorapp.ui.timeline.canvas import TimelineCanvas

HEIGHT = 52
_HANDLE = 6.0
_GRAB = 9.0
_LEAST_DAYS = 14.0


class Overview(QWidget):
    """The strip under the line; moving its window moves the canvas."""

    def __init__(self, canvas: TimelineCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._picture: QPixmap | None = None
        self._picture_key: object = None
        self._drag: tuple[str, float, View] | None = None
        self.setObjectName("timeline.overview")
        self.setAccessibleName(self.tr("Whole period; the keys of the timeline move the window"))
        self.setMouseTracking(True)
        canvas.view_changed.connect(self.update)
        canvas.theme.changed.connect(self._forget)

    def _forget(self) -> None:
        self._picture = None
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, round(HEIGHT * self._canvas.factor))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, round(HEIGHT * self._canvas.factor))

    # --- geometry ------------------------------------------------------------------------------------

    def _whole(self) -> View:
        """The whole line between the lane heads and the right margin, in design pixels."""
        width = self.width() / self._canvas.factor - self._canvas.bands.head - 16
        low, high = self._canvas.index.extent
        return fitted(low, high, max(10.0, width), 0.01)

    def _window(self) -> QRectF:
        whole, view, head = self._whole(), self._canvas.view, self._canvas.bands.head
        left = max(0.0, whole.x(view.start))
        right = min(whole.width, whole.x(view.end))
        return QRectF(head + left, 6, max(8.0, right - left), 24)

    # --- painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, f = self._canvas.theme, self._canvas.factor
        painter.fillRect(event.rect(), theme.colour("bg.canvas"))
        painter.scale(f, f)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        key = (id(self._canvas.index), self.size().toTuple(), painter.device().devicePixelRatioF(), f)
        if self._picture is None or key != self._picture_key:
            self._picture = self._draw_events(painter.device().devicePixelRatioF() * f)
            self._picture_key = key
        window = self._window()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bg.selected"))
        painter.drawRoundedRect(window, 6, 6)
        painter.drawPixmap(QPointF(0, 0), self._picture)
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(window, 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        for x in (window.left(), window.right()):
            painter.drawRoundedRect(QRectF(x - _HANDLE / 2, window.center().y() - 7, _HANDLE, 14), 2, 2)
        painter.setPen(QPen(self._canvas.ink.line, 1))
        painter.drawLine(QPointF(0, 0.5), QPointF(self.width() / f, 0.5))
        painter.end()

    def _draw_events(self, ratio: float) -> QPixmap:
        """Every event, its lane's row and the axis: drawn once, since only the window moves."""
        width, ink = self.width() / self._canvas.factor, self._canvas.ink
        picture = QPixmap(max(1, round(width * ratio)), max(1, round(HEIGHT * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        whole, head = self._whole(), self._canvas.bands.head
        if head > 100:
            painter.setFont(ink.small)
            painter.setPen(ink.secondary)
            painter.drawText(QPointF(16, 22), self.tr("Whole period"))
        self._draw_ticks(painter, whole, head)
        painter.setFont(ink.small)
        painter.setPen(ink.secondary)
        for tick in ticks(whole, 64):
            x = head + whole.x(tick.day)
            if head <= x < width - 34:
                painter.drawText(QPointF(x - 13, 46), tick.label)
        painter.end()
        return picture

    def _draw_ticks(self, painter: QPainter, whole: View, head: float) -> None:
        index, ink = self._canvas.index, self._canvas.ink
        lanes = max(1, len(index.lanes))
        for lane, column in enumerate(index.columns):
            y = 9.0 + 18.0 * (lane + 0.5) / lanes
            last_x = -1.0
            for item in column.ids:
                left, right = head + whole.x(index.first[item]), head + whole.x(index.last[item])
                if right - left < 3 and left - last_x < 1.0:
                    continue
                last_x = left
                colour = ink.category(index.items[item].category)
                if right - left < 3:
                    painter.fillRect(QRectF(left - 1.2, y - 1.2, 2.4, 2.4), colour)
                else:
                    painter.fillRect(
                        QRectF(left, y + 0.4, right - left, 1.4), ink.tint(index.items[item].category, 0.6)
                    )

    # --- moving --------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not len(self._canvas.index):
            return
        x = event.position().x() / self._canvas.factor
        part = self._part_at(x)
        if part == "outside":
            self._centre(x)
            part = "window"
        self._drag = (part, x, self._canvas.view)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x() / self._canvas.factor
        if self._drag is None:
            resize = self._part_at(x) in ("left", "right")
            self.setCursor(Qt.CursorShape.SizeHorCursor if resize else Qt.CursorShape.OpenHandCursor)
            return
        part, from_x, view = self._drag
        days = (x - from_x) / self._whole().scale
        start = view.start + (days if part in ("window", "left") else 0.0)
        end = view.end + (days if part in ("window", "right") else 0.0)
        if part == "left":
            start = min(start, end - _LEAST_DAYS)
        elif part == "right":
            end = max(end, start + _LEAST_DAYS)
        self._canvas.set_view(fitted(start, end, view.width))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self._drag = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._canvas.wheelEvent(event)

    def _part_at(self, x: float) -> str:
        window = self._window()
        if abs(x - window.left()) < _GRAB:
            return "left"
        if abs(x - window.right()) < _GRAB:
            return "right"
        return "window" if window.left() < x < window.right() else "outside"

    def _centre(self, x: float) -> None:
        view = self._canvas.view
        day = self._whole().day(x - self._canvas.bands.head)
        self._canvas.set_view(View(day - (view.end - view.start) / 2, view.scale, view.width))
