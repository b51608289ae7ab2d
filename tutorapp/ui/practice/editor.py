"""The answer's editor: plain words at a fixed measure, with no spelling help and no formatting."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QKeySequence, QResizeEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from tutorapp.ui.context import UiContext

MEASURE = 538
"""Widest text column in design pixels: 72 characters of the reading face."""


def format_paragraphs(edit: QTextEdit, context: UiContext, gap: int = 10) -> None:
    """Line height and space between paragraphs, which a style sheet cannot set; not part of undo."""
    document = edit.document()
    block = QTextBlockFormat()
    height = context.theme.line_height("body")
    line = QFontMetricsF(context.theme.font("body"))
    # Qt's proportional height counts the face's own leading; a fixed height keeps the design's 150 % of the size.
    fixed = context.theme.font("body").pixelSize() * height / 100
    block.setLineHeight(max(fixed, line.ascent() + line.descent()), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    block.setBottomMargin(context.theme.px(gap))
    undo = document.isUndoRedoEnabled()
    document.setUndoRedoEnabled(False)
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(block)
    document.setUndoRedoEnabled(undo)


class AnswerEditor(QTextEdit):
    """Type here; Tab leaves, pasted text loses its looks."""

    def __init__(self, context: UiContext, name: str) -> None:
        super().__init__()
        self._ctx = context
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Your answer"))
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhMultiLine
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        context.theme.changed.connect(self.restyle)
        self.restyle()

    def set_answer(self, text: str) -> None:
        """Start from ``text``, with the cursor at its end and nothing to undo."""
        self.setPlainText(text)
        self.restyle()
        self.moveCursor(QTextCursor.MoveOperation.End)

    def answer(self) -> str:
        """The words, with plain line ends and ordinary spaces."""
        return self.toPlainText()

    def restyle(self) -> None:
        """Fonts and line height from the theme."""
        font = self._ctx.theme.font("body")
        self.setFont(font)
        self.document().setDefaultFont(font)
        format_paragraphs(self, self._ctx)
        self._centre()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802  # Qt's name
        if source.hasText():
            self.insertPlainText(source.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.InsertParagraphSeparator) and not self.isReadOnly():
            # Qt's own answer leaves out every second of several: the blank line between paragraphs was lost.
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
            event.accept()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._centre()

    def _centre(self) -> None:
        theme = self._ctx.theme
        room = self.width() - 2 * 4
        least = theme.px(16 if room < theme.px(500) else 24)
        side = max(least, (room - theme.px(MEASURE)) // 2)
        self.setViewportMargins(side, theme.px(14 if room < theme.px(500) else 24), min(side, least + 20), 8)
        # New margins alone leave the lines as long as they were.
        self.setLineWrapColumnOrWidth(max(self.viewport().width(), 1))
