"""Answer widgets for closed questions, one a type; each gives and takes the response ``domain.closed`` marks."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain import markup
from tutorapp.domain.closed import Response
from tutorapp.domain.content import Choice, Question
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Flow, KeyButton, label

_GAP = re.compile(r"\{([A-Za-z0-9_.-]+)\}")


class Answering(QWidget):
    """Base of the widgets.

    Signals:
        changed: the response is another now.
    """

    changed = Signal()

    def __init__(self, context: UiContext, question: Question, seed: str) -> None:
        super().__init__()
        self.ctx, self.question = context, question
        self.shuffler = random.Random(seed)  # by the attempt, so that a resumed one shows the same order
        self.setObjectName("practice.answering")

    def response(self) -> dict[str, object]:
        """What is answered so far; empty for nothing."""
        raise NotImplementedError

    def set_response(self, response: Response) -> None:
        """Take up an earlier response; what does not fit is ignored."""
        raise NotImplementedError

    def spoken(self) -> str:
        """What is to be read aloud beside the question; empty for nothing."""
        return ""

    def focus_first(self) -> None:
        """Put the keyboard where answering begins."""
        child = next((w for w in self.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus), self)
        child.setFocus()


class _ChoiceWords(QLabel):
    """The words of a choice, in as many lines as they need; a click on them is one on the box."""

    def __init__(self, text: str, box: QAbstractButton) -> None:
        super().__init__(text)
        self._box = box
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "body")
        self.setWordWrap(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._box.setFocus()
        self._box.click()
        event.accept()


class ChoiceAnswer(Answering):
    """One or several of the choices; the keys 1-9 or a-i choose."""

    def __init__(self, context: UiContext, question: Question, seed: str) -> None:
        super().__init__(context, question, seed)
        self._several = question.type == "multiple_response"
        choices = list(question.choices)
        if question.shuffle:
            self.shuffler.shuffle(choices)
        self._boxes: list[tuple[Choice, QRadioButton | QCheckBox]] = []
        column = QVBoxLayout(self)
        column.setSpacing(6)
        column.setContentsMargins(0, 0, 0, 0)
        self._group = QButtonGroup(self)
        self._group.setExclusive(not self._several)
        for number, choice in enumerate(choices, start=1):
            text = markup.plain(choice.text)
            letter = chr(96 + number)
            box: QRadioButton | QCheckBox = QCheckBox(letter) if self._several else QRadioButton(letter)
            box.setObjectName(f"practice.choice.{choice.id}")
            box.setAccessibleName(f"{letter}: {text}")
            box.setFont(context.theme.font("body"))
            self._group.addButton(box)
            box.toggled.connect(lambda _on: self.changed.emit())
            row = QHBoxLayout()
            row.setSpacing(4)
            row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(_ChoiceWords(text, box), 1)
            column.addLayout(row)
            self._boxes.append((choice, box))
        hint = self.tr("Choose all that are right.") if self._several else self.tr("Choose one.")
        column.addWidget(label(hint, "muted"))
        column.addStretch(1)

    def spoken(self) -> str:
        return "\n".join(f"{box.accessibleName()}." for _choice, box in self._boxes)

    def response(self) -> dict[str, object]:
        chosen = [choice.id for choice, box in self._boxes if box.isChecked()]
        if not chosen:
            return {}
        return {"choices": sorted(chosen)} if self._several else {"choice": chosen[0]}

    def set_response(self, response: Response) -> None:
        several = response.get("choices")
        wanted = set(several) if isinstance(several, list) else {response.get("choice")}
        for choice, box in self._boxes:
            box.setChecked(choice.id in wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = "123456789".find(event.text()) if event.text() else -1
        at = "abcdefghi".find(event.text().lower()) if event.text() and at < 0 else at
        if 0 <= at < len(self._boxes) and not event.modifiers():
            box = self._boxes[at][1]
            box.setFocus()
            box.setChecked(not box.isChecked() if self._several else True)
            return
        super().keyPressEvent(event)


class TrueFalseAnswer(Answering):
    """True or false; the keys t and f choose."""

    def __init__(self, context: UiContext, question: Question, seed: str) -> None:
        super().__init__(context, question, seed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._true = QRadioButton(self.tr("True"))
        self._false = QRadioButton(self.tr("False"))
        for box, name in ((self._true, "true"), (self._false, "false")):
            box.setObjectName(f"practice.{name}")
            box.setFont(context.theme.font("body"))
            box.toggled.connect(lambda _on: self.changed.emit())
            column.addWidget(box)
        column.addStretch(1)

    def spoken(self) -> str:
        return self.tr("True or false?")

    def response(self) -> dict[str, object]:
        if self._true.isChecked():
            return {"true": True}
        return {"true": False} if self._false.isChecked() else {}

    def set_response(self, response: Response) -> None:
        self._true.setChecked(response.get("true") is True)
        self._false.setChecked(response.get("true") is False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        box = {"t": self._true, "f": self._false}.get(event.text().lower())
        if box is None or event.modifiers():
            super().keyPressEvent(event)
            return
        box.setFocus()
        box.setChecked(True)


class MatchingAnswer(Answering):
    """A drop-down beside each left side."""

    def __init__(self, context: UiContext, question: Question, seed: str) -> None:
        super().__init__(context, question, seed)
        rights = sorted({pair.right for pair in question.pairs})
        self.shuffler.shuffle(rights)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        self._boxes: list[tuple[str, QComboBox]] = []
        for at, pair in enumerate(pair for pair in question.pairs if pair.left):
            box = _combo([("", self.tr("Choose …")), *((right, markup.plain(right)) for right in rights)])
            box.setObjectName(f"practice.match.{at + 1}")
            box.setAccessibleName(self.tr("Match for {0}").format(markup.plain(pair.left)))
            box.currentIndexChanged.connect(lambda _at: self.changed.emit())
            left = label(markup.plain(pair.left), "body", wrap=True)
            grid.addWidget(left, at, 0)
            grid.addWidget(box, at, 1)
            self._boxes.append((pair.left, box))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(self._boxes), 1)

    def spoken(self) -> str:
        lefts = [markup.plain(left) for left, _box in self._boxes]
        box = self._boxes[0][1] if self._boxes else QComboBox()
        rights = [box.itemText(at) for at in range(1, box.count())]
        return "\n".join([*lefts, self.tr("To be matched with:"), *rights])

    def response(self) -> dict[str, object]:
        pairs = {left: box.currentData() for left, box in self._boxes if box.currentData()}
        return {"pairs": pairs} if pairs else {}

    def set_response(self, response: Response) -> None:
        pairs = response.get("pairs")
        for left, box in self._boxes:
            at = box.findData(pairs.get(left, "")) if isinstance(pairs, dict) else 0
            box.setCurrentIndex(max(at, 0))


class OrderingAnswer(Answering):
    """A list whose rows move: dragged, or with Alt and the arrow keys, or with two buttons."""

    def __init__(self, context: UiContext, question: Question, seed: str) -> None:
        super().__init__(context, question, seed)
        self._moved = False
        texts = list(question.order)
        self.shuffler.shuffle(texts)
        if texts == list(question.order):
            texts.reverse()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._list = QListWidget()
        self._list.setObjectName("practice.order")
        self._list.setAccessibleName(self.tr("Put in order, first at the top"))
        self._list.setFont(context.theme.font("body"))
        self._list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._list.setWordWrap(True)
        self._fill(texts)
        self._list.model().rowsMoved.connect(lambda *_: self._on_moved())
        self._list.installEventFilter(self)
        column.addWidget(self._list, 1)
        row = QHBoxLayout()
        for text, name, icon, step in (
            (self.tr("Earlier"), "up", "arrow-up", -1),
            (self.tr("Later"), "down", "arrow-down", 1),
        ):
            button = KeyButton(context, text, f"practice.order.{name}", icon=icon, key="Alt ↑" if step < 0 else "Alt ↓")
            button.clicked.connect(lambda _checked=False, step=step: self.move_row(step))
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(label(self.tr("First at the top."), "muted"))
        column.addLayout(row)

    def spoken(self) -> str:
        return "\n".join(markup.plain(text) for text in self._texts())

    def response(self) -> dict[str, object]:
        return {"order": self._texts()} if self._moved else {}

    def set_response(self, response: Response) -> None:
        order = response.get("order")
        if isinstance(order, list) and sorted(map(str, order)) == sorted(self.question.order):
            self._fill([str(text) for text in order])
            self._moved = True

    def move_row(self, step: int) -> None:
        """Move the chosen row up (-1) or down (1)."""
        at = self._list.currentRow()
        if 0 <= at + step < self._list.count():
            item = self._list.takeItem(at)
            self._list.insertItem(at + step, item)
            self._list.setCurrentRow(at + step)
            self._on_moved()

    def eventFilter(self, watched: object, event: object) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.move_row(step)
                return True
        return False

    def _fill(self, texts: Sequence[str]) -> None:
        self._list.clear()
        for text in texts:
            item = QListWidgetItem(markup.plain(text))
            item.setData(Qt.ItemDataRole.UserRole, text)
            self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _texts(self) -> list[str]:
        return [str(self._list.item(at).data(Qt.ItemDataRole.UserRole)) for at in range(self._list.count())]

    def _on_moved(self) -> None:
        self._moved = True
        self.changed.emit()


class GapsAnswer(Answering):
    """The text with a field or a drop-down in place of each gap."""

    def __init__(self, context: UiContext, question: Question, seed: str) -> None:
        super().__init__(context, question, seed)
        self._fields: dict[str, QLineEdit | QComboBox] = {}
        flow = Flow(6)
        self.setLayout(flow)
        gaps = {gap.id: gap for gap in question.gaps}
        text = markup.plain(question.text)
        at = 0
        for match in _GAP.finditer(text):
            self._add_words(flow, text[at : match.start()])
            gap = gaps.get(match[1])
            if gap is not None:
                flow.addWidget(self._field(gap.id, gap.options, len(self._fields) + 1))
            at = match.end()
        self._add_words(flow, text[at:])
        for gap in question.gaps:
            if gap.id not in self._fields:
                flow.addWidget(self._field(gap.id, gap.options, len(self._fields) + 1))

    def spoken(self) -> str:
        return _GAP.sub(self.tr("gap"), markup.plain(self.question.text))

    def response(self) -> dict[str, object]:
        values = {key: self._value(field) for key, field in self._fields.items()}
        given = {key: value for key, value in values.items() if value.strip()}
        return {"gaps": given} if given else {}

    def set_response(self, response: Response) -> None:
        gaps = response.get("gaps")
        for key, field in self._fields.items():
            value = str(gaps.get(key, "")) if isinstance(gaps, dict) else ""
            if isinstance(field, QLineEdit):
                field.setText(value)
            else:
                field.setCurrentIndex(max(field.findData(value), 0))

    def _add_words(self, flow: Flow, text: str) -> None:
        for word in text.split():
            flow.addWidget(label(word, "body"))

    def _field(self, key: str, options: Sequence[str], number: int) -> QWidget:
        field: QLineEdit | QComboBox
        if options:
            field = _combo([("", "…"), *((option, option) for option in options)])
            field.currentIndexChanged.connect(lambda _at: self.changed.emit())
        else:
            field = _plain_line()
            field.setMinimumWidth(self.ctx.theme.px(140))
            field.textEdited.connect(lambda _text: self.changed.emit())
        field.setObjectName(f"practice.gap.{key}")
        field.setAccessibleName(self.tr("Gap {0}").format(number))
        self._fields[key] = field
        return field

    @staticmethod
    def _value(field: QLineEdit | QComboBox) -> str:
        return field.text() if isinstance(field, QLineEdit) else str(field.currentData() or "")


class LineAnswer(Answering):
    """A number or a date in one line."""

    def __init__(self, context: UiContext, question: Question, seed: str) -> None:
        super().__init__(context, question, seed)
        self._key = "date" if question.type == "date" else "number"
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        self._line = _plain_line()
        self._line.setObjectName(f"practice.{self._key}")
        self._line.setMaximumWidth(context.theme.px(260))
        self._line.setFont(context.theme.font("body"))
        name = self.tr("Your date") if self._key == "date" else self.tr("Your number")
        self._line.setAccessibleName(name)
        self._line.setPlaceholderText(self.tr("such as 14 July 1789") if self._key == "date" else "")
        self._line.textEdited.connect(lambda _text: self.changed.emit())
        row.addWidget(self._line)
        if question.numeric and question.numeric.unit:
            row.addWidget(label(question.numeric.unit, "body"))
        row.addStretch(1)
        column.addLayout(row)
        if self._key == "date":
            column.addWidget(label(self.tr("A month or a year counts as far as it is precise."), "muted"))
        column.addStretch(1)

    def response(self) -> dict[str, object]:
        text = self._line.text().strip()
        return {self._key: text} if text else {}

    def set_response(self, response: Response) -> None:
        self._line.setText(str(response.get(self._key, "")))


def _plain_line() -> QLineEdit:
    """A line without any help from the system: no guessed words, no capitals."""
    line = QLineEdit()
    line.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase)
    return line


def _combo(entries: Sequence[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    for value, text in entries:
        box.addItem(text, value)
    return box


_WIDGETS: dict[str, Callable[[UiContext, Question, str], Answering]] = {
    "multiple_choice": ChoiceAnswer,
    "multiple_response": ChoiceAnswer,
    "true_false": TrueFalseAnswer,
    "matching": MatchingAnswer,
    "ordering": OrderingAnswer,
    "gap_fill": GapsAnswer,
    "numeric": LineAnswer,
    "date": LineAnswer,
}


def answering(context: UiContext, question: Question, seed: str) -> Answering | None:
    """The widget for a closed question; None for one that is answered in writing."""
    make = _WIDGETS.get(question.type)
    return make(context, question, seed) if make else None
