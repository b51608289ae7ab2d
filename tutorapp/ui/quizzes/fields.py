"""The controls of the question form: each has a value, tells when a person changed it, and shows its problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.bank.checks import Note
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Picture, label


class _OwnUndo(QObject):
    """Keeps a field from answering the undo keys itself: the page has one undo for everything."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()
                return True
        return False


class Field(QWidget):
    """A control with the line about it below.

    Signals:
        edited: a person changed the value (the new one).
        entered: the keyboard came here.
        returned: Enter was pressed in a line.
        step_asked: Alt with an arrow key: move this row (-1 up, 1 down).
    """

    edited = Signal(object)
    entered = Signal()
    returned = Signal()
    step_asked = Signal(int)

    def __init__(self, context: UiContext, control: QWidget, name: str, spoken: str) -> None:
        super().__init__()
        self.ctx, self.control, self._spoken = context, control, spoken
        self._note: QWidget | None = None
        control.setObjectName(name)
        control.setAccessibleName(spoken)
        self._undo = _OwnUndo(self)
        control.installEventFilter(self._undo)
        control.installEventFilter(self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.column.addWidget(control)
        self.setFocusProxy(control)

    def set_value(self, value: object) -> None:
        """Show ``value`` without telling."""
        raise NotImplementedError

    def set_note(self, note: Note | None, repair: tuple[str, Callable[[], object]] | None = None) -> None:
        """Show what is wrong below the control, with a step that mends it; None takes the line away."""
        if self._note is not None:
            self._note.hide()
            self._note.deleteLater()
            self._note = None
        problem = note is not None and note.severity == "error"
        if bool(self.control.property("problem")) != problem:
            self.control.setProperty("problem", problem)
            style = self.control.style()
            style.unpolish(self.control)
            style.polish(self.control)
        self.control.setAccessibleDescription(note.message if note else "")
        if note is not None:
            self._note = note_line(self.ctx, note, f"{self.control.objectName()}.note", repair)
            self.column.addWidget(self._note)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self.entered.emit()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.step_asked.emit(step)
                return True
        return super().eventFilter(watched, event)


def note_line(
    context: UiContext, note: Note, name: str, repair: tuple[str, Callable[[], object]] | None = None
) -> QWidget:
    """Icon, sentence and a link that mends it."""
    role = "danger" if note.severity == "error" else "warning"
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(2, 0, 0, 2)
    row.setSpacing(6)
    row.addWidget(Picture(context, "circle-alert" if role == "danger" else "triangle-alert", role), 0, _TOP)
    text = label(note.message, role, name=name, wrap=True)
    row.addWidget(text, 1)
    if repair is not None:
        link = QPushButton(repair[0])
        link.setObjectName(f"{name}.repair")
        link.setProperty("role", "link")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.clicked.connect(lambda _checked=False: repair[1]())
        row.addWidget(link, 0, _TOP)
    return made


_TOP = Qt.AlignmentFlag.AlignTop


class LineField(Field):
    """One line of plain text."""

    def __init__(self, context: UiContext, name: str, spoken: str, hint: str = "") -> None:
        self.line = QLineEdit()
        super().__init__(context, self.line, name, spoken)
        self.hint = hint
        self.line.setPlaceholderText(hint)
        self.line.textEdited.connect(lambda text: self.edited.emit(text))
        self.line.returnPressed.connect(self.returned)

    def set_value(self, value: object) -> None:
        text = str(value)
        if text != self.line.text():
            at = self.line.cursorPosition()
            self.line.setText(text)
            self.line.setCursorPosition(min(at, len(text)) if self.line.hasFocus() else 0)


class GrowingEdit(QPlainTextEdit):
    """As high as its words, between two heights; Tab goes on."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.fit())

    def fit(self) -> None:
        """Take the height of the words."""
        lines = max(self._least, min(round(self.document().size().height()), self._most))
        room = self.contentsMargins().top() + self.contentsMargins().bottom() + 2 * self.document().documentMargin()
        self.setFixedHeight(round(lines * QFontMetrics(self.font()).lineSpacing() + room) + 2)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 40)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802  # Qt's name
        if source.hasText():
            self.insertPlainText(source.text())


class TextField(Field):
    """Several lines of our markup."""

    def __init__(
        self,
        context: UiContext,
        name: str,
        spoken: str,
        hint: str = "",
        least: int = 1,
        most: int = 8,
        font: str = "ui",
    ) -> None:
        self.edit = GrowingEdit(least, most)
        super().__init__(context, self.edit, name, spoken)
        self.edit.setPlaceholderText(hint)
        self.edit.setFont(context.theme.font(font))
        self._silent = False
        self.edit.textChanged.connect(self._on_changed)

    def set_value(self, value: object) -> None:
        text = str(value)
        if text != self.edit.toPlainText():
            at = self.edit.textCursor().position()
            self._silent = True
            self.edit.setPlainText(text)
            self._silent = False
            cursor = QTextCursor(self.edit.document())
            cursor.setPosition(min(at, len(text)))
            self.edit.setTextCursor(cursor)

    def wrap(self, sign: str) -> None:
        """Put ``sign`` (``*`` or ``**``) around the selected words, or take it away again."""
        cursor = self.edit.textCursor()
        words = cursor.selectedText().replace("\u2029", "\n")
        if words.startswith(sign) and words.endswith(sign) and len(words) > 2 * len(sign):
            cursor.insertText(words[len(sign) : -len(sign)])
        else:
            cursor.insertText(f"{sign}{words}{sign}")
            if not words:
                cursor.movePosition(QTextCursor.MoveOperation.Left, n=len(sign))
        self.edit.setTextCursor(cursor)
        self.edit.setFocus()

    def insert(self, text: str) -> None:
        """Put ``text`` at the cursor."""
        self.edit.insertPlainText(text)
        self.edit.setFocus()

    def _on_changed(self) -> None:
        if not self._silent:
            self.edited.emit(self.edit.toPlainText())


class NumberField(Field):
    """A whole number."""

    def __init__(self, context: UiContext, name: str, spoken: str, low: int, high: int, none: str = "") -> None:
        self.spin = QSpinBox()
        super().__init__(context, self.spin, name, spoken)
        self.spin.setRange(low, high)
        self.spin.setSpecialValueText(none)
        self.spin.setFixedWidth(context.theme.px(64))
        self.spin.lineEdit().installEventFilter(self._undo)
        self.spin.lineEdit().setTextMargins(6, 0, 0, 0)
        self.spin.valueChanged.connect(lambda value: self.edited.emit(value))

    def set_value(self, value: object) -> None:
        self.spin.blockSignals(True)
        self.spin.setValue(int(value) if isinstance(value, int | float) else 0)
        self.spin.blockSignals(False)


class PlainDouble(QDoubleSpinBox):
    """A number without needless decimals."""

    def textFromValue(self, value: float) -> str:  # noqa: N802  # Qt's name
        return f"{value:g}"


class RealField(Field):
    """A number with decimals."""

    def __init__(self, context: UiContext, name: str, spoken: str, low: float, high: float, none: str = "") -> None:
        self.spin = PlainDouble()
        super().__init__(context, self.spin, name, spoken)
        self.spin.setRange(low, high)
        self.spin.setDecimals(1)
        self.spin.setSpecialValueText(none)
        self.spin.setFixedWidth(context.theme.px(76))
        self.spin.lineEdit().installEventFilter(self._undo)
        self.spin.lineEdit().setTextMargins(6, 0, 0, 0)
        self.spin.valueChanged.connect(lambda value: self.edited.emit(value))

    def set_value(self, value: object) -> None:
        self.spin.blockSignals(True)
        self.spin.setValue(float(value) if isinstance(value, int | float) else self.spin.minimum())
        self.spin.blockSignals(False)


class ChoiceField(Field):
    """One of several."""

    def __init__(self, context: UiContext, name: str, spoken: str, choices: Sequence[tuple[object, str]]) -> None:
        self.box = QComboBox()
        super().__init__(context, self.box, name, spoken)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(min(max((len(words) for _value, words in choices), default=6), 13))
        for value, words in choices:
            self.box.addItem(words, value)
        self.box.currentIndexChanged.connect(lambda at: self.edited.emit(self.box.itemData(at)))

    def set_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer others; the value stays where it can."""
        now = [(self.box.itemData(at), self.box.itemText(at)) for at in range(self.box.count())]
        if now == list(choices):
            return
        value = self.box.currentData()
        self.box.blockSignals(True)
        self.box.clear()
        for one, words in choices:
            self.box.addItem(words, one)
        self.box.blockSignals(False)
        self.set_value(value)

    def set_value(self, value: object) -> None:
        self.box.blockSignals(True)
        self.box.setCurrentIndex(self.box.findData(value))
        self.box.blockSignals(False)


class TickField(Field):
    """Yes or no."""

    def __init__(self, context: UiContext, name: str, text: str, control: QCheckBox | None = None) -> None:
        self.box = control or QCheckBox(text)
        super().__init__(context, self.box, name, text)
        self.box.toggled.connect(lambda on: self.edited.emit(on))

    def set_value(self, value: object) -> None:
        self.box.blockSignals(True)
        self.box.setChecked(bool(value))
        self.box.blockSignals(False)
