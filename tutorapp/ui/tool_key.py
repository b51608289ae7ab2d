"""A title-bar button with an icon, a word and, in a box inside it, the key that does the same."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QStylePainter, QToolButton

from tutorapp.ui.context import UiContext

ICON = 16
SIDE = 8
GAP = 6


class KeyToolButton(QToolButton):
    """Paints its own inside: Qt leaves hardly any room behind an icon, and knows of no key box.

    ``setToolButtonStyle(ToolButtonIconOnly)`` leaves the icon alone, where there is no room for words.
    """

    def __init__(self, context: UiContext, key: str = "") -> None:
        super().__init__()
        self._ctx = context
        self._key = key
        self._key_shown = True
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def show_key(self, shown: bool) -> None:
        """Show the key's box, or leave it out."""
        if shown != self._key_shown:
            self._key_shown = shown
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        width = SIDE + ICON + SIDE
        if not self._is_bare():
            width += GAP + self.fontMetrics().horizontalAdvance(self.text()) + 1
            width += SIDE + self._key_width() if self._has_key() else 0
        return QSize(width, self._ctx.theme.px(20) + 12)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        place = QRect(SIDE, (self.height() - ICON) // 2, ICON, ICON)
        self.icon().paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)
        if self._is_bare():
            return
        left = SIDE + ICON + GAP
        painter.setFont(self.font())
        painter.setPen(self._ctx.theme.colour("text.primary" if self.isEnabled() else "text.disabled"))
        words = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self._has_key():
            self._paint_key(painter)

    def _is_bare(self) -> bool:
        return self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly

    def _has_key(self) -> bool:
        return self._key_shown and bool(self._key)

    def _paint_key(self, painter: QPainter) -> None:
        theme = self._ctx.theme
        width, height = self._key_width(), theme.px(12) + 7
        box = QRectF(self.width() - SIDE - width + 0.5, (self.height() - height) / 2 + 0.5, width - 1, height - 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("border.subtle"), 1))
        painter.setBrush(theme.colour("bg.surface"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.colour("text.muted"))
        painter.setFont(theme.font("caption"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)

    def _key_width(self) -> int:
        return QFontMetrics(self._ctx.theme.font("caption")).horizontalAdvance(self._key) + 11
