"""The why-prompt with its box for a sentence of one's own, saved by itself."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from tutorapp.ui.context import UiContext
from tutorapp.ui.theme import Theme

PAUSE_MS = 1200
"""A pause in typing after which the text is saved."""

LEAST_LINES = 2


def use_reading_font(editor: QPlainTextEdit, theme: Theme) -> None:
    """Set ``editor`` in the body font; on its document, since a style sheet takes a widget's own font away."""
    editor.document().setDefaultFont(theme.font("body"))


class GrowingEdit(QPlainTextEdit):
    """A text box as high as its text.

    Signals:
        entered: it got the keyboard's focus.
        left: the focus went elsewhere.
        height_changed: it needs another height now.
    """

    entered = Signal()
    left = Signal()
    height_changed = Signal()

    def __init__(self, line: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def set_line(self, line: float) -> None:
        """The height of a line in pixels."""
        self._line = line
        self._fit()

    def wanted_height(self) -> int:
        """The height in pixels that shows the whole text."""
        lines = max(LEAST_LINES, round(self.document().size().height()))
        return round(lines * self._line + 18)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _fit(self) -> None:
        if self.height() != self.wanted_height():
            self.setFixedHeight(self.wanted_height())
            self.height_changed.emit()


class WhyBox(QWidget):
    """Prompt, hint and editor.

    Signals:
        answer_changed: there is an answer to save (text).
        height_changed: it needs another height now.
    """

    answer_changed = Signal(str)
    height_changed = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None, pause_ms: int = PAUSE_MS) -> None:
        super().__init__(parent)
        self._ctx = context
        self._saved = ""
        self.setObjectName("notes.why")
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(pause_ms)
        self._pause.timeout.connect(self.flush)
        self.editor.textChanged.connect(self._on_text_changed)
        self.editor.left.connect(self.flush)
        self.editor.height_changed.connect(self.height_changed)
        context.theme.changed.connect(self._restyle)
        self._restyle()

    def put(self, prompt: str, answer: str) -> None:
        """Show a section's prompt and the answer kept so far; what was typed before must have been flushed."""
        self._prompt.setText(prompt)
        self.editor.setAccessibleName(self.tr("Your answer: {0}").format(prompt))
        self._saved = answer
        if self.editor.toPlainText() != answer:
            self.editor.setPlainText(answer)
        self._pause.stop()
        self._hint.setText(self.tr("in one sentence of your own"))

    def flush(self) -> None:
        """Hand over what was typed since the last time."""
        self._pause.stop()
        text = self.editor.toPlainText()
        if text.strip() != self._saved.strip():
            self._saved = text
            self.answer_changed.emit(text)

    def say(self, words: str) -> None:
        """A quiet word in the place of the hint, e.g. "saved"."""
        self._hint.setText(words)

    def heightForWidth(self, width: int) -> int:
        """The height in pixels that shows everything ``width`` pixels wide."""
        head = max(self._prompt.heightForWidth(width - 140), self._icon.height(), 20)
        return head + 8 + self.editor.wanted_height() + 2

    def hasHeightForWidth(self) -> bool:
        return True

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._icon = QLabel()
        self._prompt = QLabel()
        self._prompt.setProperty("role", "strong")
        self._prompt.setWordWrap(True)
        self._hint = QLabel()
        self._hint.setProperty("role", "muted")
        head.addWidget(self._icon)
        head.addWidget(self._prompt, 1)
        head.addWidget(self._hint)
        layout.addLayout(head)
        self.editor = GrowingEdit(25.5)
        self.editor.setObjectName("notes.why.editor")
        self.editor.setAccessibleName(self.tr("Your answer"))
        layout.addWidget(self.editor)
        layout.addStretch(1)

    def _restyle(self) -> None:
        theme = self._ctx.theme
        self._icon.setPixmap(self._ctx.icons.pixmap("lightbulb", "accent", 16))
        use_reading_font(self.editor, theme)
        self.editor.set_line(QFontMetricsF(theme.font("body")).lineSpacing())

    def _on_text_changed(self) -> None:
        if self.editor.toPlainText() != self._saved:
            self._pause.start()
