"""Small building blocks of the practice pages: labels, key buttons, rules, discs and a layout that wraps."""

from __future__ import annotations

import html

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from tutorapp.ui.context import UiContext


def label(text: str = "", role: str = "", *, name: str = "", wrap: bool = False) -> QLabel:
    """A label that shows ``text`` as it stands, never as rich text."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if name:
        made.setObjectName(name)
    return made


class Reading(QLabel):
    """Plain text in the reading face with the theme's line height: questions and short paragraphs."""

    def __init__(self, context: UiContext, role: str = "lead", *, name: str = "") -> None:
        super().__init__()
        self._ctx = context
        self._plain = ""
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        if name:
            self.setObjectName(name)

    def set_plain(self, text: str, *, strong: bool = False) -> None:
        """Show ``text``; markup characters in it stay characters."""
        self._plain = text
        role = str(self.property("role"))
        height = self._ctx.theme.font(role).pixelSize() * (self._ctx.theme.line_height(role) - 3) // 100
        paragraphs = html.escape(text).split("\n\n")
        weight = 600 if strong else 400
        style = f"margin-top:0; margin-bottom:6px; line-height:{height}px; font-weight:{weight}"
        self.setText("".join(f'<p style="{style}">{part}</p>' for part in paragraphs))
        self.setAccessibleName(text)

    def plain(self) -> str:
        """The text shown."""
        return self._plain


class Figure(QWidget):
    """Painted text in a type token and colour role of the theme: the clock, a mark, a number in a disc."""

    def __init__(self, context: UiContext, token: str, role: str = "text.primary", *, name: str = "") -> None:
        super().__init__()
        self._ctx, self._token, self._role = context, token, role
        self._text = ""
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)

    def text(self) -> str:
        """What is shown."""
        return self._text

    def set_text(self, text: str, role: str = "") -> None:
        """Show ``text``, in another colour where ``role`` is given."""
        changed = len(text) != len(self._text)
        self._text, self._role = text, role or self._role
        self.setAccessibleName(text)
        if changed:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._ctx.theme.font(self._token))
        # Figures are tabular, so one digit's width stands for all and the clock does not tremble.
        top = self.contentsMargins().top()
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + top)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._ctx.theme.font(self._token))
        painter.setPen(self._ctx.theme.colour(self._role))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.contentsRect(), flags, self._text)


class Rule(QFrame):
    """A hairline."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "rule")
        self.setFixedHeight(1)


class KeyButton(QPushButton):
    """A button with an icon, a word and the key that does the same, in a box; Enter presses it too."""

    def __init__(
        self,
        context: UiContext,
        text: str,
        name: str,
        *,
        role: str = "",
        key: str = "",
        icon: str = "",
        tint: str = "text.secondary",
        tall: bool = False,
        trailing: bool = False,
    ) -> None:
        super().__init__(text)
        self._trailing = trailing  # the icon stands behind the word
        self._ctx, self._key, self._icon, self._tint = context, key, icon, tint
        self._tall = tall  # as high as a primary button beside it
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if role:
            self.setProperty("role", role)
        self._gap = 8

    def sizeHint(self) -> QSize:
        wide = self._content_width() + 2 * self._padding()
        return QSize(wide, max(super().sizeHint().height(), 40 if self._tall else 0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def set_words(self, text: str) -> None:
        """Another word on the button."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_key(self, key: str) -> None:
        """Show another key, or none where there is no room."""
        if key != self._key:
            self._key = key
            self.updateGeometry()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._ctx.theme.colour(self._ink())
        left = (self.width() - self._content_width()) // 2
        if self._icon:
            tint = self._ink() if self._is_primary() or not self.isEnabled() else self._tint
            pixmap = self._ctx.icons.pixmap(self._icon, tint)
            behind = left + self._content_width() - 16
            painter.drawPixmap(behind if self._trailing else left, (self.height() - 16) // 2, pixmap)
            left += 0 if self._trailing else 16 + self._gap
        font = self._word_font()
        painter.setFont(font)
        painter.setPen(ink)
        width = self.fontMetrics().horizontalAdvance(self.text()) + 6
        painter.drawText(QRect(left, 0, width + 20, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._key:
            self._paint_key(painter)

    def _paint_key(self, painter: QPainter) -> None:
        width, height = self._key_width(), self._ctx.theme.px(12) + 8
        right = (self.width() + self._content_width()) // 2
        box = QRectF(right - width + 0.5, (self.height() - height) / 2 + 0.5, width - 1, height - 1)
        role = "on.accent" if self._is_primary() and self.isEnabled() else "text.muted"
        line = role if self._is_primary() else "border.subtle"
        painter.setPen(QPen(self._ctx.theme.colour(line), 1))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self._ctx.theme.colour(role))
        painter.setFont(self._ctx.theme.font("caption"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)

    def _padding(self) -> int:
        role = self.property("role")
        return 17 if role == "primary" else 4 if role == "link" else 10 if role == "flat" else 14

    def _is_primary(self) -> bool:
        return bool(self.property("role") == "primary")

    def _ink(self) -> str:
        if not self.isEnabled():
            return "text.disabled"
        if self._is_primary():
            return "on.accent"
        return "accent" if self.property("role") == "link" else "text.primary"

    def _word_font(self) -> QFont:
        self.ensurePolished()
        return self.font()

    def _key_width(self) -> int:
        metrics = self.fontMetrics()
        return metrics.horizontalAdvance(self._key) * 12 // 14 + 12

    def _content_width(self) -> int:
        self.ensurePolished()
        width = self.fontMetrics().horizontalAdvance(self.text())
        width += 16 + self._gap if self._icon else 0
        width += self._key_width() + self._gap if self._key else 0
        return width


class Picture(QLabel):
    """A line icon that follows the theme."""

    def __init__(self, context: UiContext, icon: str, role: str = "text.secondary", size: int = 16) -> None:
        super().__init__()
        self._ctx, self._icon, self._role, self._size = context, icon, role, size
        self.setFixedSize(size, size)
        context.theme.changed.connect(self.redraw)
        self.redraw()

    def set_icon(self, icon: str, role: str) -> None:
        """Show another icon."""
        self._icon, self._role = icon, role
        self.redraw()

    def redraw(self) -> None:
        """Draw in the theme's colours."""
        self.setPixmap(self._ctx.icons.pixmap(self._icon, self._role, self._size))


class Column(QScrollArea):
    """A page that scrolls up and down only; ``body`` is its layout."""

    def __init__(self, name: str, margins: tuple[int, int, int, int] = (24, 16, 24, 16), spacing: int = 8) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inner = QWidget()
        self.inner.setProperty("role", "scroll")
        self.body = QVBoxLayout(self.inner)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(spacing)
        self.setWidget(self.inner)


def scrolling(widget: QWidget, name: str) -> QScrollArea:
    """``widget`` in an area that scrolls up and down once it has less than the widget's least height."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    widget.setAutoFillBackground(False)  # the area would have it painted in the window's colour
    area.viewport().setAutoFillBackground(False)
    return area


class Flow(QLayout):
    """Items side by side, wrapping as words do."""

    def __init__(self, spacing: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802  # Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802  # Qt's name
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802  # Qt's name
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        inner = QRect(0, 0, width - margins.left() - margins.right(), 0)
        return self._place(inner, move=False) + margins.top() + margins.bottom()

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802  # Qt's name
        super().setGeometry(rect)
        self._place(rect.marginsRemoved(self.contentsMargins()), move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802  # Qt's name
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, rect: QRect, *, move: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            x, high = rect.x(), max(item.sizeHint().height() for item in line)
            for item in line:
                hint = item.sizeHint()
                if move:  # a link beside buttons stands in the middle of their height
                    item.setGeometry(QRect(QPoint(x, y + (high - hint.height()) // 2), hint))
                x += hint.width() + self.spacing()
            y += high + self.spacing()
        return max(0, y - self.spacing() - rect.y())

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():  # a hidden widget takes no place, so the next one stands where it would have stood
                continue
            wide = item.sizeHint().width()
            if not lines or used + wide > width:
                lines.append([])
                used = 0
            lines[-1].append(item)
            used += wide + self.spacing()
        return lines


class Pages(QStackedWidget):
    """Pages of which one is shown; a wide one behind does not keep the pane from being narrow."""

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 200)


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say ``text`` without moving the keyboard."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def clear(layout: QLayout) -> None:
    """Take everything out of ``layout`` and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def growing(widget: QWidget) -> QWidget:
    """``widget`` taking the width there is and the height it needs."""
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return widget
