"""Binds the fields of the form to the question in front: what is typed goes to the store, what changed comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from tutorapp.domain.bank import editing
from tutorapp.domain.bank.checks import Note
from tutorapp.domain.content import Question
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import label
from tutorapp.ui.quizzes.chips import Grip, row_under
from tutorapp.ui.quizzes.fields import Field, note_line
from tutorapp.ui.quizzes.store import BankStore

Get = Callable[[Question], object]
Put = Callable[[Question, Any], Question]
Repair = tuple[str, Callable[[], object]]
_STYLED = Qt.WidgetAttribute.WA_StyledBackground


@dataclass(frozen=True, slots=True)
class _Bound:
    field: Field
    get: Get


class Form(QObject):
    """The fields by path, e.g. "choices[2].text".

    Signals:
        entered: the keyboard came to the field with this path.
    """

    entered = Signal(str)

    def __init__(self, context: UiContext, store: BankStore, parent: QObject) -> None:
        super().__init__(parent)
        self.ctx, self.store = context, store
        self.question: Question | None = None
        self.fields: dict[str, _Bound] = {}
        self.repairs: dict[str, Repair] = {}
        self.boxes: dict[str, QVBoxLayout] = {}  # by path of a list: where what is wrong with the whole of it is said
        self._said: list[QWidget] = []
        self._visited: set[str] = set()
        self.fresh = False  # begun just now: what nobody came to yet is not called empty
        self.last = ""

    def bind(self, path: str, field: Field, get: Get, put: Put) -> Field:
        """Show ``get(question)`` in ``field``; what a person makes of it goes back through ``put``."""
        self.fields[path] = _Bound(field, get)
        field.edited.connect(lambda value: self._on_edited(put, value))
        field.entered.connect(lambda: self._on_entered(path))
        if self.question is not None:
            field.set_value(get(self.question))
        return field

    def drop(self, kept: frozenset[str]) -> None:
        """Let go of every field but those of the paths ``kept``; their widgets are taken away by whoever made them."""
        self.fields = {path: bound for path, bound in self.fields.items() if path in kept}
        self.repairs, self.boxes, self._said = {}, {}, []

    def show(self, question: Question) -> None:
        """Show ``question`` in the fields that are there."""
        if self.question is None or question.id != self.question.id:
            self._visited = set()
        self.question = question
        for bound in list(self.fields.values()):
            bound.field.set_value(bound.get(question))

    def edit(self, change: Callable[[Question], Question], words: str = "") -> None:
        """One step made by a button: ``change`` of the question in front."""
        if self.question is not None:
            self.store.settle()
            self.store.edit(change(self.question), words)

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Put each note below its field; what belongs to a whole list goes to the list's head."""
        by_path: dict[str, Note] = {}
        rest: list[Note] = []
        for note in notes:
            if note.path in self.fields:
                by_path.setdefault(note.path, note)
            else:
                rest.append(note)
        for path, bound in self.fields.items():
            found = by_path.get(path)
            if found is not None and self.fresh and path not in self._visited and _can_wait(found):
                found = None
            bound.field.set_note(found, self.repairs.get(path) if found else None)
        for line in self._said:
            line.hide()
            line.deleteLater()
        self._said = []
        for note in rest:
            box = self.boxes.get(note.path.split("[")[0].split(".")[0])
            if box is not None and not (self.fresh and not self._visited):
                line = note_line(self.ctx, note, f"quizzes.edit.{note.path}.note")
                box.addWidget(line)
                self._said.append(line)

    def focus(self, path: str) -> bool:
        """Put the keyboard on the field of ``path``, or the nearest one to it; False when there is none."""
        found = self.fields.get(path)
        if found is None:
            head = path.split(".")[0]
            found = next((b for p, b in self.fields.items() if p.startswith(head)), None)
        if found is None:
            head = path.split("[")[0].split(".")[0]
            found = next((b for p, b in self.fields.items() if p.split("[")[0].split(".")[0] == head), None)
        if found is not None:
            found.field.control.setFocus()
        return found is not None

    def _on_edited(self, put: Put, value: object) -> None:
        if self.question is not None:
            self.store.edit(put(self.question, value))

    def _on_entered(self, path: str) -> None:
        if path != self.last:
            self.store.settle()
            if self.last:
                self._visited.add(self.last)
        self.last = path
        self.entered.emit(path)


def _can_wait(note: Note) -> bool:
    """What is only not written yet, as long as nobody came to it."""
    return note.severity == "warning" or "empty" in note.message.casefold()


def setter(name: str) -> Put:
    """Puts the value into the question's field ``name``."""
    return lambda question, value: with_field(question, name, value)


def with_field(question: Question, name: str, value: Any) -> Question:  # noqa: ANN401  # of any field
    """``question`` with another value in the field ``name``."""
    return replace(question, **{name: value})


def part_setter(name: str, at: int, part: str) -> Put:
    """Puts the value into the field ``part`` of the item at ``at`` of the list ``name``."""

    def put(question: Question, value: object) -> Question:
        items = getattr(question, name)
        if at >= len(items):
            return question
        return with_field(question, name, editing.put(items, at, replace(items[at], **{part: value})))

    return put


def part_getter(name: str, at: int, part: str) -> Get:
    """Reads what ``part_setter`` writes."""

    def get(question: Question) -> object:
        items = getattr(question, name)
        return getattr(items[at], part) if at < len(items) else ""

    return get


# --- pieces of a scheme --------------------------------------------------------------------------------


class SchemeForm(QWidget):
    """The part of the form that depends on the type; built anew when the number of rows changes."""

    def __init__(self, form: Form, question: Question) -> None:
        super().__init__()
        self.form, self.ctx, self.at_first = form, form.ctx, question
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.rows: dict[str, list[QWidget]] = {}
        self.adders: list[tuple[str, str, Callable[[], None]]] = []  # (name, words, what a foot's button does)
        self.build(question)

    def build(self, question: Question) -> None:
        """Add the rows."""
        raise NotImplementedError

    def update_from(self, question: Question) -> None:
        """Say anew what is worked out from the question, e.g. sums."""

    def head(self, name: str, text: str, *extra: QWidget) -> QHBoxLayout:
        """A strip with the heading of a list, and below it the place for what is wrong with the whole list."""
        strip = QWidget()
        strip.setProperty("role", "strip")
        strip.setAttribute(_STYLED)
        row = QHBoxLayout(strip)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        row.addWidget(label(text, "label"))
        row.addStretch(1)
        for widget in extra:
            row.addWidget(widget)
        self.column.addWidget(strip)
        box = QVBoxLayout()
        box.setContentsMargins(16, 2, 16, 0)
        box.setSpacing(0)
        self.column.addLayout(box)
        self.form.boxes[name] = box
        return row

    def line(self, *, left: int = 8, top: int = 3) -> tuple[QWidget, QHBoxLayout]:
        """A row, and its layout."""
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(left, top, 16, top)
        row.setSpacing(8)
        self.column.addWidget(made)
        return made, row

    def grip(self, name: str, at: int, spoken: str, field: Field) -> Grip:
        """The handle of a row: moves and removes it; Alt with the arrows moves it from its field too."""
        made = Grip(self.ctx, f"quizzes.edit.{name}.{at}.grip", self.tr("Move or remove {0}").format(spoken))
        menu = QMenu(made)
        menu.addAction(self.tr("Move up\tAlt+Up"), lambda: self.move_row(name, at, at - 1))
        menu.addAction(self.tr("Move down\tAlt+Down"), lambda: self.move_row(name, at, at + 1))
        menu.addSeparator()
        menu.addAction(self.tr("Remove"), lambda: self.remove_row(name, at))
        made.setMenu(menu)
        made.dropped.connect(lambda point: self.move_row(name, at, row_under(self.rows[name], point)))
        field.step_asked.connect(lambda step: self.move_row(name, at, at + step))
        return made

    def trash(self, name: str, at: int, spoken: str) -> QToolButton:
        """The button that removes a row."""
        made = QToolButton()
        made.setObjectName(f"quizzes.edit.{name}.{at}.remove")
        made.setAccessibleName(self.tr("Remove {0}").format(spoken))
        made.setToolTip(made.accessibleName())
        made.setIcon(self.ctx.icons.icon("trash-2"))
        made.clicked.connect(lambda _checked=False: self.remove_row(name, at))
        return made

    def move_row(self, name: str, at: int, to: int) -> None:
        """Move a row; the keyboard goes with it."""
        question = self.form.question
        if question is None or at == to or not 0 <= to < len(getattr(question, name)):
            return
        part = self.form.last.partition("]")[2]
        self.form.edit(lambda q: with_field(q, name, editing.moved(getattr(q, name), at, to)))
        self.form.focus(f"{name}[{to}]{part}")

    def remove_row(self, name: str, at: int) -> None:
        """Remove a row; the keyboard goes to its neighbour."""
        self.form.edit(lambda q: with_field(q, name, editing.without(getattr(q, name), at)))
        self.form.focus(f"{name}[{max(at - 1, 0)}]")

    def adder(self, name: str, words: str, act: Callable[[], None]) -> None:
        """Offer a button at the foot of the editor."""
        self.adders.append((name, words, act))


def small(text: str, role: str = "secondary") -> QLabel:
    """A quiet label."""
    return label(text, role)


def link_button(text: str, name: str, act: Callable[[], object]) -> QPushButton:
    """A flat button in words."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAccessibleName(text)
    made.setProperty("role", "flat")
    made.clicked.connect(lambda _checked=False: act())
    return made
