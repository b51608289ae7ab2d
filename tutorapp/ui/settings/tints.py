"""The overlay's tints as swatches with their names: seen before they are chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QWidget

from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Flow

DISC = 22
GAP = 7


class Swatch(QRadioButton):
    """A disc in the tint, and its name; the chosen one has a ring of the accent and a strong name."""

    def __init__(self, context: UiContext, name: str, tint: str, words: str) -> None:
        super().__init__(words)
        self._ctx = context
        self._tint = tint
        self.setObjectName(name)
        context.theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        strong = QFontMetrics(self._ctx.theme.font("ui_strong"))
        return QSize(DISC + GAP + strong.horizontalAdvance(self.text()) + 14, max(DISC + 8, self._ctx.theme.px(30)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:  # noqa: N802  # Qt's name
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._ctx.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(4, (self.height() - DISC) / 2, DISC, DISC)
        chosen, enabled = self.isChecked(), self.isEnabled()
        line = "accent" if chosen and enabled else "border.strong" if enabled else "border.subtle"
        painter.setPen(QPen(theme.colour(line), 2.5 if chosen else 1))
        painter.setBrush(theme.tint(self._tint) or theme.colour("bg.surface"))
        painter.drawEllipse(disc.adjusted(1.5, 1.5, -1.5, -1.5))
        painter.setFont(theme.font("ui_strong" if chosen else "ui"))
        painter.setPen(theme.colour("text.primary" if enabled else "text.disabled"))
        words = QRectF(disc.right() + GAP, 0, self.width() - disc.right() - GAP, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


class Tints(QWidget):
    """One of the tints, or none.

    Signals:
        chosen: the name of the tint pressed.
    """

    chosen = Signal(str)

    def __init__(self, context: UiContext, name: str, label: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._group = QButtonGroup(self)
        self._swatches: dict[str, Swatch] = {}
        flow = Flow(4)
        self.setLayout(flow)
        for value, text in options:
            swatch = Swatch(context, f"{name}.{value}", value, text)
            swatch.setAccessibleName(f"{label}: {text}")
            swatch.clicked.connect(lambda _checked=False, value=value: self.chosen.emit(value))
            self._group.addButton(swatch)
            self._swatches[value] = swatch
            flow.addWidget(swatch)

    def set_value(self, value: str) -> None:
        """Show ``value`` as chosen."""
        if value in self._swatches:
            self._swatches[value].setChecked(True)
