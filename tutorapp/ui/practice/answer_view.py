"""A handed-in answer, read only, with evidence underlined in it and numbered."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser

from tutorapp.domain.records import dataclass
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.editor import MEASURE, format_paragraphs

_LOOKS = {
    "awarded": ("success.soft", "success", QTextCharFormat.UnderlineStyle.SingleUnderline),
    "unsure": ("warning.soft", "warning", QTextCharFormat.UnderlineStyle.DashUnderline),
    "fact": ("", "text.muted", QTextCharFormat.UnderlineStyle.DotLine),
    "point": ("accent.soft", "accent", QTextCharFormat.UnderlineStyle.SingleUnderline),
}
_PASSED_ON = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})


@dataclass(frozen=True, slots=True)
class Span:
    """Words to mark: character offsets in the answer, a look ("awarded", "unsure", "fact", "point") and a number."""

    start: int
    end: int
    look: str
    number: str = ""


class AnswerView(QTextBrowser):
    """Selectable by mouse and keyboard; offsets are characters of the answer, whatever is drawn between them."""

    def __init__(self, context: UiContext, name: str, accessible_name: str = "") -> None:
        super().__init__()
        self._ctx = context
        self._answer = ""
        self._grows = False
        self._spans: tuple[Span, ...] = ()
        self._offsets: list[int] = [0]
        self.setObjectName(name)
        self.setAccessibleName(accessible_name or self.tr("Your answer"))
        self.setProperty("role", "page")
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)

    def set_answer(self, text: str, spans: Sequence[Span] = ()) -> None:
        """Show ``text`` with ``spans`` marked; scroll position and selection stay when the text is the same."""
        same = text == self._answer and self._spans != ()
        kept = self.selection() if same else None
        scroll = self.verticalScrollBar().value() if same else 0
        self._answer, self._spans = text, tuple(span for span in spans if 0 <= span.start < span.end <= len(text))
        self._rebuild()
        if kept is not None:
            self.select(*kept)
        else:
            # The cursor is left at the end by the inserting, and a view that is shown scrolls to its cursor.
            self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(scroll)

    def grow(self) -> None:
        """From now on be as high as the answer: what is around it scrolls."""
        self._grows = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Not only on our own changes: a style sheet that reaches the view late sets its font, and lines break anew.
        self.document().documentLayout().documentSizeChanged.connect(self._be_as_high)
        self._centre()

    def restyle(self) -> None:
        """Colours and sizes from the theme."""
        self._rebuild()

    def selection(self) -> tuple[int, int] | None:
        """Offsets of the selected words; None without a selection."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        start, end = self._offset(cursor.selectionStart()), self._offset(cursor.selectionEnd())
        return (start, end) if start < end else None

    def select(self, start: int, end: int) -> None:
        """Select words by their offsets."""
        cursor = self.textCursor()
        cursor.setPosition(self._position(start))
        cursor.setPosition(self._position(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def show_span(self, start: int, end: int) -> None:
        """Scroll so that these words can be seen; the selection stays."""
        if start >= end:
            return
        kept = self.textCursor()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._position(start))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        scroll = self.verticalScrollBar().value()
        self.setTextCursor(kept)
        self.verticalScrollBar().setValue(scroll)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if Qt.Key(event.key()) in _PASSED_ON or (plain and event.text().isalpha()):
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._centre()

    def _centre(self) -> None:
        spare = self.width() - self._ctx.theme.px(MEASURE) - 12
        self.setViewportMargins(0, 0, max(0, spare), 0)
        self.setLineWrapColumnOrWidth(max(self.viewport().width(), 1))
        if self._grows:
            self._be_as_high()

    def _be_as_high(self) -> None:
        self.setFixedHeight(ceil(self.document().size().height()) + 2 * self.frameWidth() + 4)

    # --- the document --------------------------------------------------------------------------------

    def _rebuild(self) -> None:
        font = self._ctx.theme.font("body")
        self.setFont(font)
        self.document().setDefaultFont(font)
        self.clear()
        cursor = QTextCursor(self.document())
        self._offsets = []
        edges = sorted({0, len(self._answer), *(place for span in self._spans for place in (span.start, span.end))})
        for start, end in pairwise(edges):
            self._insert(cursor, start, end)
        self._offsets.append(len(self._answer))
        format_paragraphs(self, self._ctx)
        self._flatten_blank_lines()
        self._centre()

    def _flatten_blank_lines(self) -> None:
        """Paragraphs have space below them already: a blank line between two would double it."""
        flat = QTextBlockFormat()
        flat.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        flat.setBottomMargin(0)
        block = self.document().begin()
        while block.isValid():
            if not block.text().strip():
                QTextCursor(block).mergeBlockFormat(flat)
            block = block.next()

    def _insert(self, cursor: QTextCursor, start: int, end: int) -> None:
        covering = [span for span in self._spans if span.start <= start and span.end >= end]
        piece = self._answer[start:end]
        cursor.insertText(piece, self._format(covering))
        for offset, char in enumerate(piece, start=start):
            self._offsets.extend([offset] * (2 if ord(char) > 0xFFFF else 1))
        numbers = " ".join(span.number for span in self._spans if span.end == end and span.number and span in covering)
        if numbers:
            cursor.insertText(numbers, self._number_format(covering))
            self._offsets.extend([end] * len(numbers))

    def _format(self, covering: Sequence[Span]) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setForeground(self._ctx.theme.colour("text.primary"))
        if covering:
            ground, line, style = _LOOKS[covering[0].look]
            if ground:
                made.setBackground(self._ctx.theme.colour(ground))
            made.setUnderlineStyle(style)
            made.setUnderlineColor(self._ctx.theme.colour(line))
        return made

    def _number_format(self, covering: Sequence[Span]) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        made.setForeground(self._ctx.theme.colour(_LOOKS[covering[0].look][1]))
        made.setFontWeight(600)
        return made

    def _offset(self, position: int) -> int:
        return self._offsets[min(position, len(self._offsets) - 1)]

    def _position(self, offset: int) -> int:
        """The document position of a character; the first one with that offset that is not a number's."""
        low, high = 0, len(self._offsets) - 1
        while low < high:
            middle = (low + high) // 2
            if self._offsets[middle] < offset:
                low = middle + 1
            else:
                high = middle
        return low
