"""A question asked in a line of the page, not in a box over it: two buttons, Esc refuses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import KeyButton, Picture, announce, label


class Confirm(QFrame):
    """Hidden until something is asked."""

    def __init__(self, context: UiContext, name: str) -> None:
        super().__init__()
        self._on_yes: Callable[[], None] | None = None
        self._on_no: Callable[[], None] | None = None
        self.setObjectName(name)
        self.setProperty("role", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 10, 24, 10)
        row.setSpacing(8)
        self._text = label("", "strong", name=f"{name}.text", wrap=True)
        self.yes = KeyButton(context, "", f"{name}.yes")
        self.no = KeyButton(context, "", f"{name}.no")
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.refuse)
        row.addWidget(Picture(context, "circle-help", "accent"))
        row.addWidget(self._text, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self.hide()

    def ask(self, text: str, yes: str, on_yes: Callable[[], None], no: str, on_no: Callable[[], None]) -> None:
        """Ask ``text``; the keyboard goes to the answer that changes nothing."""
        self._on_yes, self._on_no = on_yes, on_no
        self._text.setText(text)
        self.setAccessibleName(text)
        self.yes.set_words(yes)
        self.no.set_words(no)
        self.show()
        self.no.setFocus()
        announce(self, text)

    def accept(self) -> None:
        """Do what was asked for."""
        self.hide()
        if self._on_yes is not None:
            self._on_yes()

    def refuse(self) -> None:
        """Leave all as it is."""
        self.hide()
        if self._on_no is not None:
            self._on_no()
