"""A quiet line above a page: what waits, and up to three buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout

from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import KeyButton, Picture, label


class Banner(QFrame):
    """A quiet line above the page with up to three buttons."""

    def __init__(self, context: UiContext, name: str) -> None:
        super().__init__()
        self._ctx = context
        self.setObjectName(name)
        self.setProperty("role", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 16, 8)
        row.setSpacing(8)
        self._icon = Picture(context, "history", "accent")
        self._text = label("", "", name=f"{name}.text", wrap=True)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        self._row = row
        self._buttons: list[KeyButton] = []
        self.hide()

    def set_content(self, text: str, buttons: Sequence[tuple[str, str, Callable[[], None]]]) -> None:
        """Show ``text`` with ``buttons`` (name, word, handler); an empty text hides the banner."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        self._text.setText(text)
        for name, word, handler in buttons:
            button = KeyButton(self._ctx, word, f"{self.objectName()}.{name}", role="flat" if self._buttons else "")
            button.clicked.connect(lambda _checked=False, handler=handler: handler())
            self._row.addWidget(button)
            self._buttons.append(button)
        self.setVisible(bool(text))
