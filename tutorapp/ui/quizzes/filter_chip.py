"""A filter that opens a menu of choices and says the chosen one on its face."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton

from tutorapp.ui.context import UiContext


class FilterChip(QPushButton):
    """Choices as (value, words); the value "" stands for all.

    Signals:
        chosen: another value is chosen.
    """

    chosen = Signal(str)

    def __init__(self, context: UiContext, title: str, name: str) -> None:
        super().__init__()
        self._ctx, self._title = context, title
        self.value = ""
        self._words: dict[str, str] = {}
        self.setObjectName(name)
        self.setProperty("role", "chip")
        self.setCheckable(True)
        self._menu = QMenu(self)
        self._menu.setObjectName(f"{name}.menu")
        self._group = QActionGroup(self)
        self.setMenu(self._menu)
        self._write()

    def set_choices(self, choices: Sequence[tuple[str, str]], everything: str) -> None:
        """Offer ``choices`` below ``everything``; a value that is not there any more is let go."""
        entries = [("", everything), *choices]
        if dict(entries) == self._words:
            return
        self._menu.clear()
        for action in self._group.actions():
            self._group.removeAction(action)
        self._words = dict(entries)
        for value, words in entries:
            action = QAction(words.replace("&", "&&"), self._menu)
            action.setCheckable(True)
            action.setChecked(value == self.value)
            action.triggered.connect(lambda _on=False, value=value: self.choose(value))
            self._group.addAction(action)
            self._menu.addAction(action)
        if self.value not in self._words:
            self.choose("")
        self._write()

    def choose(self, value: str) -> None:
        """Choose ``value``."""
        changed, self.value = value != self.value, value
        for action, key in zip(self._menu.actions(), self._words, strict=False):
            action.setChecked(key == value)
        self._write()
        if changed:
            self.chosen.emit(value)

    def nextCheckState(self) -> None:  # Qt's name
        """The look follows the value, not the press."""

    def _write(self) -> None:
        said = self._words.get(self.value, "") if self.value else ""
        short = said if len(said) <= 18 else said[:17] + "…"
        self.setText(f"{short or self._title}  ▾")
        self.setAccessibleName(f"{self._title}: {said or self._words.get('', '')}")
        self.setChecked(bool(self.value))
