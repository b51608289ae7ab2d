"""The line itself: one painted scroll area with keyboard, mouse, wheel and pinch."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from tutorapp.domain.dates import in_words
from tutorapp.domain.timeline.axis import period_words
from tutorapp.domain.timeline.bands import Bands, arrange
from tutorapp.domain.timeline.chosen import Chosen, place_chosen
from tutorapp.domain.timeline.index import TimelineIndex
from tutorapp.domain.timeline.layout import LevelLayout
from tutorapp.domain.timeline.stretches import Badge
from tutorapp.domain.timeline.view import View, fitted, level_of
from tutorapp.ui.theme import Theme
from tutorapp.ui.timeline.accessibility import announce, install, send_focus
from tutorapp.ui.timeline.ahead import Ahead
from tutorapp.ui.timeline.ink import Ink
from tutorapp.ui.timeline.keys import KeyRules
from tutorapp.ui.timeline.labels import Labels
from tutorapp.ui.timeline.picture import ScreenPicture
from tutorapp.ui.timeline.sight import Hit, Sight

_LEVELS_KEPT = 24
_WHEEL_PIXELS = 90.0
_DRAG_START = 4


class TimelineCanvas(QAbstractScrollArea):
    """Draws an index and lets a person move along it.

    Signals:
        view_changed: other days are in view.
        chosen: an event was chosen here (its id, or "").
        opened: Enter on the chosen event (its id).
        questions_asked: Q on the chosen event (its id).
        badge_opened: a "+n" badge was pressed (Badge, global position).
        card_asked: the chosen event was pressed, or Space (its id).
    """

    view_changed = Signal()
    chosen = Signal(str)
    opened = Signal(str)
    questions_asked = Signal(str)
    badge_opened = Signal(object, QPoint)
    card_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName("timeline.line")
        self.setAccessibleName(self.tr("Timeline"))
        self.setAccessibleDescription(
            self.tr("Arrow keys move between events, plus and minus zoom, Enter opens the notes, L shows a list.")
        )
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.index = TimelineIndex([], [])
        self.home: tuple[float, float] = (1.0, 366.0)
        self.view = View(1.0, 1.0, 1000.0)
        self.anchor = 1.0
        self.bands: Bands = arrange(1000, 300, [])
        self.chosen_item = -1
        self._hovered = -1
        self._edition = 0
        self._layouts: dict[int, LevelLayout] = {}
        self._placed: tuple[object, Chosen | None] = (None, None)
        self._drag_from: tuple[QPointF, View, int] | None = None
        self._is_dragging = False
        self._shows_focus = False
        self._keys = KeyRules(self)
        self.ahead = Ahead(self)
        self._make_ink()
        self.labels = Labels(self.ink, self.index, short=False)
        theme.changed.connect(self._on_theme_changed)
        install()

    # --- content -------------------------------------------------------------------------------------

    def show_index(self, index: TimelineIndex, home: tuple[float, float] | None = None) -> None:
        """Draw another index. ``home`` are the days to open at; without it the days in view stay."""
        chosen = self.chosen_id
        self.index = index
        self.chosen_item = index.position.get(chosen, -1) if chosen else -1
        self._hovered = -1
        if home is not None:
            self.home = home
            self.view = fitted(*home, max(1.0, self.view.width))
        self._arrange()
        self._forget_layouts()

    @property
    def chosen_id(self) -> str:
        """The chosen event's id, or ""."""
        return self.index.items[self.chosen_item].id if 0 <= self.chosen_item < len(self.index) else ""

    def choose(self, event_id: str, *, tell: bool = True) -> None:
        """Choose an event, bringing it into view if need be; "" for none. ``tell``: emit ``chosen``."""
        item = self.index.position.get(event_id, -1)
        if item == self.chosen_item:
            return
        self.chosen_item = item
        if item >= 0:
            self._show_item(item)
            send_focus(self, item)
        self.viewport().update()
        if tell:
            self.chosen.emit(self.chosen_id)

    def choose_item(self, item: int) -> None:
        """Choose by position in the index."""
        if 0 <= item < len(self.index):
            self.choose(self.index.items[item].id)

    # --- moving --------------------------------------------------------------------------------------

    def set_view(self, view: View, *, say: bool = False) -> None:
        """Show other days, held to the line's extent; ``say`` announces them to a screen reader."""
        view = view.within(self.index.extent)
        if view == self.view:
            return
        self.view = view
        self.viewport().update()
        self.ahead.start()
        self.view_changed.emit()
        if say:
            announce(self, self.view_words())

    def view_words(self) -> str:
        """The days in view and how many events they hold."""
        seen = self.index.between(self.view.start, self.view.end)
        eras = [self.index.items[item].title for item in seen if self.index.items[item].era]
        words = self.tr("{period}, {count} events").format(period=period_words(self.view), count=len(seen) - len(eras))
        return self.tr("{words}, in the era {eras}").format(words=words, eras="; ".join(eras)) if eras else words

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Zoom at a pixel of the line; without one at the chosen event, else at the middle."""
        if at is None:
            at = self.view.width / 2
            if self.chosen_item >= 0:
                x = self.view.x(self.index.first[self.chosen_item])
                at = x if 0 <= x <= self.view.width else at
        self.set_view(self.view.zoomed(factor, at), say=True)

    def pan(self, share: float) -> None:
        """Move by a share of what is in view."""
        self.set_view(self.view.panned(self.view.width * share), say=True)

    def fit_all(self) -> None:
        """The whole line."""
        low, high = self.index.extent
        self.set_view(fitted(low, high, self.view.width, 0.02), say=True)

    def fit_home(self) -> None:
        """The unit's own period."""
        self.set_view(fitted(*self.home, self.view.width), say=True)

    def fit_chosen(self) -> None:
        """The chosen event with its neighbours, a year at least; without one the unit's period."""
        if self.chosen_item < 0:
            self.fit_home()
            return
        self.fit_events([self.chosen_item])

    def fit_events(self, items: list[int]) -> None:
        """The days of some events with a margin, a year at least."""
        if not items:
            return
        low = min(self.index.first[i] for i in items)
        high = max(self.index.last[i] for i in items)
        pad = max((high - low) * 0.12, (365.0 - (high - low)) / 2)
        self.set_view(fitted(low - pad, high + pad, self.view.width), say=True)

    def _show_item(self, item: int) -> None:
        """Pan only when the event is out of view, and scroll its lane in."""
        left, right = self.view.x(self.index.first[item]), self.view.x(self.index.last[item])
        width = self.view.width
        inside = 8 <= left <= width - min(160, width / 4) or (left < 8 and right > width / 3)
        if not inside:
            self.set_view(self.view.panned(left - width * 0.35))
        lane = self.index.lane_number(item)
        if lane >= 0 and self.verticalScrollBar().maximum() > 0:
            top, height = self.bands.tops[lane] - self.bands.axis, self.bands.heights[lane]
            bar, shown = self.verticalScrollBar(), self._height() - self.bands.axis
            if top < bar.value():
                bar.setValue(int(top))
            elif top + height > bar.value() + shown:
                bar.setValue(int(top + height - shown))

    # --- geometry ------------------------------------------------------------------------------------

    @property
    def factor(self) -> float:
        """Screen pixels of a design pixel, by the text-size setting."""
        return max(0.5, self.theme.px(1000) / 1000)

    def _height(self) -> float:
        return self.viewport().height() / self.factor

    def _arrange(self) -> None:
        counts = [len(column.ids) for column in self.index.columns]
        before = self.bands.rows, self.anchor
        self.bands = arrange(self.viewport().width() / self.factor, self._height(), counts)
        width = max(1.0, self.bands.width - self.bands.head)
        if abs(width - self.view.width) > 0.01:
            self.view = self.view.resized(width)
        self.view = self.view.within(self.index.extent)
        self.anchor = fitted(*self.home, width).scale
        self.verticalScrollBar().setRange(0, max(0, round(self.bands.bottom - self._height())))
        self.verticalScrollBar().setPageStep(max(1, round(self._height())))
        self.verticalScrollBar().setSingleStep(round(self.bands.row))
        if before != (self.bands.rows, self.anchor):
            self._forget_layouts()

    def _forget_layouts(self) -> None:
        self._layouts.clear()
        self._edition += 1
        self._placed = (None, None)
        self.labels = Labels(self.ink, self.index, short=self.bands.is_compact)
        self.picture.tags.fit(len(self.index))
        self.viewport().update()
        self.view_changed.emit()

    @property
    def level(self) -> int:
        """The zoom level of what is in view."""
        return level_of(self.view.scale, self.anchor)

    def layout_at(self, level: int) -> LevelLayout:
        """The layout of a zoom level, made now or kept."""
        found = self._layouts.pop(level, None)
        if found is None:
            found = LevelLayout(self.index, level, self.bands.rows, self.labels.width, self.home, self.anchor)
            while len(self._layouts) >= _LEVELS_KEPT:
                del self._layouts[next(iter(self._layouts))]
        self._layouts[level] = found
        return found

    # --- painting ------------------------------------------------------------------------------------

    def _make_ink(self) -> None:
        ratio = self.devicePixelRatioF() * self.factor
        self.ink = Ink(self.theme, ratio=ratio)
        self.picture = ScreenPicture(self.ink)

    def _on_theme_changed(self) -> None:
        self._make_ink()
        self._arrange()
        self._forget_layouts()

    def sight(self) -> Sight:
        """What the next picture shows."""
        layout = self.layout_at(self.level)
        chosen, label = None, ""
        if self.chosen_item >= 0:
            label = self.labels[self.chosen_item]
            key = (layout.level, id(layout), self.chosen_item)
            if self._placed[0] != key:
                width = self.ink.strong_metrics.horizontalAdvance(label)
                self._placed = (key, place_chosen(layout, self.chosen_item, width))
            chosen = self._placed[1]
        return Sight(
            self.index,
            layout,
            self.view,
            self.bands,
            self.labels,
            chosen,
            label,
            self._hovered,
            self.hasFocus(),
            float(self.verticalScrollBar().value()),
            chosen_era=self.chosen_item if self.chosen_item in self.index.eras else -1,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if abs(self.ink.ratio - painter.device().devicePixelRatioF() * self.factor) > 0.01:
            self._make_ink()
        drawn = int(self.bands.bottom * self.factor) if len(self.index) else 0
        if drawn < event.rect().bottom():  # what the lanes leave free
            painter.fillRect(event.rect().adjusted(0, drawn - event.rect().top(), 0, 0), self.ink.surface)
        if len(self.index):
            dpr = painter.device().devicePixelRatioF()
            sight = self.sight()
            height = round(self.viewport().height() * dpr)
            self.picture.paint(painter, sight, self._ground_key(sight), height, dpr)
        painter.scale(self.factor, self.factor)
        if not len(self.index):
            self.picture.forget()
            self._paint_empty(painter)
        if self.hasFocus() and self._shows_focus and self.chosen_item < 0:
            self._paint_focus(painter)
        painter.end()

    def _paint_focus(self, painter: QPainter) -> None:
        """A frame around all of it, as four bars: the outline of so large a rectangle takes ten times as long."""
        width, height, fill, colour = round(self.bands.width), round(self._height()), painter.fillRect, self.ink.focus
        fill(0, 0, width, 2, colour)
        fill(0, height - 2, width, 2, colour)
        fill(0, 0, 2, height, colour)
        fill(width - 2, 0, 2, height, colour)

    def _ground_key(self, sight: Sight) -> object:
        """All the lanes are painted from but the place on the line; the chosen event moves others out of its way."""
        return (sight.layout, self._edition, sight.view.scale, sight.bands, sight.top, sight.chosen)

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setPen(self.ink.muted)
        painter.setFont(self.ink.label)
        text = self.tr("No event matches. Change the filter to see more.")
        rect = QRectF(0, 0, self.viewport().width() / self.factor, self._height())
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    # --- pointing ------------------------------------------------------------------------------------

    def hit_at(self, position: QPointF) -> Hit | None:
        """What is under a point of the viewport; with the smallest target 24 px high and wide."""
        x, y = position.x() / self.factor, position.y() / self.factor
        if y < self.bands.axis or x < self.bands.head:
            return None
        return self.picture.hit_at(x, y)

    @property
    def hits(self) -> list[Hit]:
        """What was drawn last, from back to front."""
        return self.picture.hits

    def item_rect(self, item: int) -> QRectF | None:
        """Where an event was drawn last, in viewport pixels; its badge's place when a badge counts it."""
        if item in self.index.eras:
            ends = self.view.x(self.index.first[item]), self.view.x(self.index.last[item])
            box = self.bands.era_box(*ends, self._height())
            return self._scaled(Hit(*box, item)) if box else None
        for hit in reversed(self.hits):
            if hit.item == item and not hit.jump:
                return self._scaled(hit)
        layout = self.layout_at(self.level)
        for hit in self.hits:
            if hit.badge is not None and item in layout.hidden(hit.badge):
                return self._scaled(hit)
        return None

    def chosen_rect(self) -> QRect:
        """Where the chosen event was drawn last, in viewport pixels; the corner when it is out of view."""
        return (self.item_rect(self.chosen_item) or QRectF()).toRect()

    def _scaled(self, hit: Hit) -> QRectF:
        f = self.factor
        return QRectF(hit.left * f, hit.top * f, (hit.right - hit.left) * f, (hit.bottom - hit.top) * f)

    def hidden_of(self, badge: Badge) -> list[int]:
        """The events a badge stands for."""
        return self.layout_at(self.level).hidden(badge)

    def nearest_badge(self) -> tuple[Badge, QPoint] | None:
        """The badge nearest to the chosen event (or the middle) and where it is on the screen."""
        badges = [hit for hit in self.hits if hit.badge is not None]
        if not badges:
            return None
        rect = self.item_rect(self.chosen_item) if self.chosen_item >= 0 else None
        centre = rect.center() if rect else QPointF(self.viewport().rect().center())
        near = min(badges, key=lambda hit: (self._scaled(hit).center() - centre).manhattanLength())
        assert near.badge is not None  # filtered above
        return near.badge, self.viewport().mapToGlobal(self._scaled(near).bottomLeft().toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag_from = (event.position(), self.view, self.verticalScrollBar().value())
            self._is_dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover(event.position())
            return
        start, view, scrolled = self._drag_from
        moved = event.position() - start
        if self._is_dragging or moved.manhattanLength() >= _DRAG_START:
            self._is_dragging = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.set_view(view.panned(-moved.x() / self.factor))
            self.verticalScrollBar().setValue(round(scrolled - moved.y() / self.factor))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_drag, self._is_dragging, self._drag_from = self._is_dragging, False, None
        self.viewport().unsetCursor()
        if was_drag or event.button() != Qt.MouseButton.LeftButton:
            return
        self._press(self.hit_at(event.position()), event.globalPosition().toPoint())

    def _press(self, hit: Hit | None, at: QPoint) -> None:
        if hit is None:
            self.choose("")
        elif hit.badge is not None:
            self.badge_opened.emit(hit.badge, at)
        elif hit.jump:
            self.set_view(self.view.panned(self.view.x(self.index.first[hit.item]) - self.view.width * 0.3), say=True)
        else:
            self.choose_item(hit.item)
            self.card_asked.emit(self.chosen_id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = self.hit_at(event.position())
        if hit is not None and hit.badge is not None:
            self.fit_events(self.hidden_of(hit.badge))
        elif hit is not None and not hit.jump:
            self.opened.emit(self.index.items[hit.item].id)
        else:
            self.zoom(2.0, event.position().x() / self.factor - self.bands.head)

    def _hover(self, position: QPointF) -> None:
        hit = self.hit_at(position)
        item = hit.item if hit is not None and not hit.jump else -1
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hit is not None else Qt.CursorShape.ArrowCursor)
        if item != self._hovered:
            self._hovered = item
            self.viewport().update()
            if item >= 0:
                event = self.index.items[item]
                point = self.viewport().mapToGlobal(position.toPoint())
                QToolTip.showText(point, f"{in_words(event.date)}: {event.title[:200]}", self.viewport())

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.viewport().update()
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Wheel and two fingers pan along time, with Shift over the lanes, with Ctrl zoom at the pointer."""
        pixels, angle = event.pixelDelta(), event.angleDelta()
        along = pixels if not pixels.isNull() else QPoint(round(angle.x() * 0.75), round(angle.y() * 0.75))
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = (angle.y() or pixels.y()) / 120
            self.zoom(1.25**steps, event.position().x() / self.factor - self.bands.head)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - round((along.y() or along.x()) / self.factor))
        else:
            delta = along.x() if abs(along.x()) > abs(along.y()) else along.y()
            self.set_view(self.view.panned(-delta / self.factor))
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom(1.0 + event.value(), event.position().x() / self.factor - self.bands.head)
            return True
        return super().viewportEvent(event)

    # --- keyboard and frame --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._shows_focus = event.reason() != Qt.FocusReason.MouseFocusReason
        self.viewport().update()
        if self.chosen_item >= 0:
            send_focus(self, self.chosen_item)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self.view_changed.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        del dx, dy
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(900, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 110)
