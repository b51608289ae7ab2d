"""Words as chips in a frame: Enter or a comma adds one, Backspace in the empty line removes the last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Flow, label
from tutorapp.ui.quizzes.fields import Field

LONGEST = 34
"""Characters of a chip; the rest is in its tip."""


class Chip(QFrame):
    """One word with a cross.

    Signals:
        removed: the cross was pressed.
    """

    removed = Signal()

    def __init__(self, context: UiContext, text: str, tint: str, name: str) -> None:
        super().__init__()
        self.text = text
        self.setObjectName(name)
        self.setProperty("role", f"chip{tint}")
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 2, 0)
        row.setSpacing(2)
        row.addWidget(label(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…", "chiptext"))
        self.setToolTip(text)
        cross = QToolButton()
        cross.setObjectName(f"{name}.remove")
        cross.setProperty("role", "chipcross")
        cross.setIcon(context.icons.icon("x", "text.secondary", 12))
        cross.setIconSize(QSize(12, 12))
        cross.setAccessibleName(self.tr("Remove {0}").format(text))
        cross.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        cross.clicked.connect(lambda _checked=False: self.removed.emit())
        row.addWidget(cross)


class ChipFrame(QFrame):
    """The chips and, at their end, the line to type in."""

    def __init__(self, context: UiContext, tint: str, hint: str) -> None:
        super().__init__()
        self._ctx, self.tint = context, tint
        self.setProperty("role", "chipbox")
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.flow = Flow(6)
        self.flow.setContentsMargins(6, 4, 6, 4)
        self.setLayout(self.flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.line = QLineEdit()
        self.line.setProperty("role", "chipline")
        self.line.setPlaceholderText(hint)
        self.line.setMinimumWidth(context.theme.px(84))
        self.flow.addWidget(self.line)
        self.setFocusProxy(self.line)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.line.setFocus()

    def heightForWidth(self, width: int) -> int:
        return self.flow.heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.heightForWidth(max(self.width(), 80)))

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(self.width(), 240)))


class ChipsField(Field):
    """A tuple of words."""

    def __init__(self, context: UiContext, name: str, spoken: str, tint: str = "", hint: str = "") -> None:
        self.frame = ChipFrame(context, tint, hint)
        super().__init__(context, self.frame, f"{name}.frame", spoken)
        self._name = name
        self._words: tuple[str, ...] = ()
        self._chips: list[Chip] = []
        line = self.frame.line
        line.setObjectName(name)
        line.setAccessibleName(spoken)
        line.installEventFilter(self._undo)
        line.installEventFilter(self)
        line.editingFinished.connect(self._take)

    def words(self) -> tuple[str, ...]:
        """The chips."""
        return self._words

    def set_value(self, value: object) -> None:
        words = tuple(str(one) for one in value) if isinstance(value, tuple | list) else ()
        if words == self._words and len(self._chips) == len(words):
            return
        self._words = words
        self._rebuild(words)

    def _rebuild(self, words: Sequence[str]) -> None:
        flow = self.frame.flow
        while flow.takeAt(0) is not None:
            pass
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for at, word in enumerate(words):
            chip = Chip(self.ctx, word, self.frame.tint, f"{self._name}.{at}")
            chip.removed.connect(lambda at=at: self._remove(at))
            self.frame.flow.addWidget(chip)
            self._chips.append(chip)
        self.frame.flow.addWidget(self.frame.line)
        self.frame.updateGeometry()
        self.frame.line.setAccessibleDescription(", ".join(words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        if watched is self.frame.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.text() in (",", ";"):
                self._take()
                return True
            if event.key() == Qt.Key.Key_Backspace and not self.frame.line.text() and self._words:
                self._remove(len(self._words) - 1)
                return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        word = " ".join(self.frame.line.text().split())
        self.frame.line.clear()
        if word and word not in self._words:
            self._tell((*self._words, word))

    def _remove(self, at: int) -> None:
        self.frame.line.setFocus()
        self._tell((*self._words[:at], *self._words[at + 1 :]))

    def _tell(self, words: tuple[str, ...]) -> None:
        self._words = words
        self._rebuild(words)
        self.edited.emit(words)


class Grip(QToolButton):
    """Drag it to move a row, or press it for the row's menu.

    Signals:
        dropped: let go here (a point of the screen).
    """

    dropped = Signal(QPoint)

    def __init__(self, context: UiContext, name: str, spoken: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.setProperty("role", "grip")
        self.setIcon(context.icons.icon("grip-vertical", "text.muted"))
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self._pressed = QPoint()
        self._moving = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed, self._moving = event.position().toPoint(), False
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._moving = self._moving or abs(event.position().toPoint().y() - self._pressed.y()) > 6
        self.setDown(self._moving)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setDown(False)
        if self._moving:
            self.dropped.emit(event.globalPosition().toPoint())
        elif self.menu() is not None:
            self.showMenu()


def row_under(rows: Sequence[QWidget], point: QPoint) -> int:
    """Which of ``rows`` lies nearest to a point of the screen."""

    def away(row: QWidget) -> int:
        area = QRect(row.mapToGlobal(QPoint(0, 0)), row.size())
        return abs(area.center().y() - point.y())

    return min(range(len(rows)), key=lambda at: away(rows[at]), default=0)
