"""A row of words of which one is chosen, wrapping where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from tutorapp.ui.practice.parts import Flow


class Segments(QWidget):
    """A row of words of which one is chosen.

    Signals:
        chosen: the value of the word pressed.
    """

    chosen = Signal(str)

    def __init__(self, name: str, entries: Sequence[tuple[str, str]], about: str) -> None:
        super().__init__()
        row = Flow(6)
        self.setLayout(row)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for value, text in entries:
            button = QPushButton(text)
            button.setObjectName(f"{name}.{value}")
            button.setAccessibleName(f"{about}: {text}")
            button.setProperty("role", "chip")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, value=value: self.chosen.emit(value))
            self._group.addButton(button)
            row.addWidget(button)
            self._buttons[value] = button

    def set_value(self, value: str) -> None:
        """Show ``value`` as chosen; an empty one as nothing chosen."""
        self._group.setExclusive(False)
        for key, button in self._buttons.items():
            button.setChecked(key == value)
        self._group.setExclusive(bool(value))

    def set_enabled(self, enabled: bool) -> None:
        """Let the words be pressed, or not."""
        for button in self._buttons.values():
            button.setEnabled(enabled)
