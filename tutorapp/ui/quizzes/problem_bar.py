"""The foot of an editor: buttons that add rows, and what is wrong, counted, listed and stepped through."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from tutorapp.domain.bank.checks import Note
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Flow, KeyButton, clear

Adder = tuple[str, str, Callable[[], None]]


class ProblemBar(QFrame):
    """Problems first, then hints.

    Signals:
        jump_asked: go to the field with this path.
    """

    jump_asked = Signal(str)

    def __init__(self, context: UiContext, name: str = "quizzes.edit") -> None:
        super().__init__()
        self._ctx, self._name = context, name
        self._notes: tuple[Note, ...] = ()
        self._at = -1
        self.setProperty("role", "canvasfoot")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        holder = QWidget()
        self._adders = Flow(2)
        holder.setLayout(self._adders)
        row.addWidget(holder, 1)
        self.problems = self._button("problems", "circle-alert", "danger")
        self.hints = self._button("hints", "triangle-alert", "warning")
        row.addWidget(self.problems)
        row.addWidget(self.hints)
        self.before = self._arrow("before", "chevron-up", self.tr("The problem before"), -1)
        self.after = self._arrow("after", "chevron-down", self.tr("The next problem"), 1)
        row.addWidget(self.before)
        row.addWidget(self.after)

    def set_adders(self, adders: Sequence[Adder]) -> None:
        """Offer these at the left."""
        clear(self._adders)
        for name, words, act in adders:
            button = KeyButton(self._ctx, words, f"{self._name}.add.{name}", role="flat", icon="plus", tint="accent")
            button.setAccessibleName(self.tr("Add: {0}").format(words))
            button.clicked.connect(lambda _checked=False, act=act: act())
            self._adders.addWidget(button)

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Count and list ``notes``."""
        self._notes = tuple(sorted(notes, key=lambda note: note.severity != "error"))
        wrong = sum(note.severity == "error" for note in notes)
        hints = len(notes) - wrong
        self.problems.set_words(self.tr("1 problem") if wrong == 1 else self.tr("{0} problems").format(wrong))
        self.hints.set_words(self.tr("1 hint") if hints == 1 else self.tr("{0} hints").format(hints))
        self.problems.setVisible(bool(wrong))
        self.hints.setVisible(bool(hints))
        for arrow in (self.before, self.after):
            arrow.setVisible(bool(notes))
        self._at = min(self._at, len(notes) - 1)

    def notes(self) -> tuple[Note, ...]:
        """What is listed, problems first."""
        return self._notes

    def step(self, by: int) -> None:
        """Go to the next note, or the one before."""
        if self._notes:
            self._at = (self._at + by) % len(self._notes) if self._at >= 0 or by > 0 else len(self._notes) - 1
            self.jump_asked.emit(self._notes[self._at].path)

    def _button(self, name: str, icon: str, role: str) -> KeyButton:
        button = KeyButton(self._ctx, "", f"{self._name}.{name}", role="flat", icon=icon, tint=role)
        button.clicked.connect(lambda _checked=False: self._list(button, "error" if name == "problems" else "warning"))
        return button

    def _arrow(self, name: str, icon: str, spoken: str, by: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{self._name}.{name}")
        button.setAccessibleName(spoken)
        button.setToolTip(spoken)
        button.setIcon(self._ctx.icons.icon(icon))
        self._ctx.theme.changed.connect(lambda: button.setIcon(self._ctx.icons.icon(icon)))
        button.clicked.connect(lambda _checked=False: self.step(by))
        return button

    def _list(self, button: QPushButton, severity: str) -> None:
        menu = QMenu(self)
        for note in self._notes:
            if note.severity == severity:
                words = f"{note.where}: {note.message}" if note.where else note.message
                action = menu.addAction(words.replace("&", "&&"))
                action.triggered.connect(lambda _on=False, path=note.path: self.jump_asked.emit(path))
        menu.popup(button.mapToGlobal(button.rect().topLeft()) - menu.rect().bottomLeft())
