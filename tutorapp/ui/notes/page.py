"""The reading page: one column at a fixed measure, side notes at the height of their lines, widgets in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from tutorapp.domain.records import dataclass
from tutorapp.ui.notes.built import BuiltPage, paint_panels
from tutorapp.ui.notes.links import LinkText
from tutorapp.ui.notes.look import Look
from tutorapp.ui.theme import Theme

MEASURE = 72
LEAST_MEASURE = 45
SIDE_GAP = 32
SIDE_WIDTH = 256
LEAST_MARGIN = 24
TOP_MARGIN = 16
BOTTOM_MARGIN = 40
NEAR_END = 24
BAR_HEIGHT = 10


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the text and the side notes stand, in pixels from the page's left edge; ``side`` 0: notes in the text."""

    left: int
    text: int
    side_left: int = 0
    side: int = 0

    @classmethod
    def fit(cls, width: int, look: Look, *, beside: bool) -> Columns:
        """The columns of a page ``width`` pixels wide; notes stand ``beside`` it only if enough text fits."""
        wanted = look.measure(MEASURE)
        side = look.px(SIDE_WIDTH)
        text = min(wanted, width - 2 * LEAST_MARGIN - SIDE_GAP - side)
        if beside and text >= look.measure(LEAST_MEASURE):
            left = (width - text - SIDE_GAP - side) // 2
            return cls(left, text, left + text + SIDE_GAP, side)
        text = max(80, min(wanted, width - 2 * (LEAST_MARGIN + 3)))
        return cls((width - text) // 2, text)


@dataclass(frozen=True, slots=True)
class Bar:
    """A covered line: a rounded bar, from the top left of its block."""

    block: int
    rect: QRectF


class ReadingPage(LinkText):
    """Shows a built page.

    Signals:
        end_seen: the end of the page is on the screen.
        selection_settled: the mouse or the keys have finished selecting, or the selection is gone.
        columns_changed: the width of the text is another now.
    """

    end_seen = Signal()
    selection_settled = Signal()
    columns_changed = Signal()

    def __init__(self, theme: Theme, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.look = look
        self.columns = Columns(LEAST_MARGIN, 400)
        self.built: BuiltPage | None = None
        self._beside = False
        self._bars: Sequence[Bar] = ()
        self._notes: list[tuple[QWidget, int]] = []
        self._slots: dict[str, QWidget] = {}
        self._selecting = False
        self.setObjectName("notes.page")
        self.setAccessibleName(self.tr("Notes"))
        self.setUndoRedoEnabled(False)
        self.verticalScrollBar().valueChanged.connect(self.check_end)
        self.selectionChanged.connect(self._on_selection_changed)

    # --- what is shown -------------------------------------------------------------------------------

    def show_built(self, built: BuiltPage, look: Look, bars: Sequence[Bar] = ()) -> None:
        """Show ``built`` from its top; ``bars`` are painted over blocks that were emptied."""
        self.put_notes([])
        for widget in self._slots.values():
            widget.hide()
        self._slots = {}
        self.look, self.built, self._bars = look, built, bars
        self.put_document(built.document)
        self._apply_columns(force=True)

    def set_beside(self, beside: bool) -> bool:
        """Whether side notes may stand beside the text; True when that changes the columns."""
        self._beside = beside
        return self.refit()

    def refit(self) -> bool:
        """Compute the columns for this width and look; True when they changed."""
        # Not the viewport's width: a scroll bar that comes and goes with the text must not move the columns.
        width = self.width() - self.verticalScrollBar().sizeHint().width()
        fitted = Columns.fit(width, self.look, beside=self._beside)
        changed = fitted != self.columns
        self.columns = fitted
        return changed

    def put_notes(self, notes: list[tuple[QWidget, int]]) -> None:
        """Side notes with the number of the block each stands beside, in reading order; the old ones go."""
        for widget, _block in self._notes:
            widget.hide()
            widget.deleteLater()
        self._notes = notes
        for widget, _block in notes:
            widget.setParent(self.viewport())
            widget.show()
        self.place_widgets()

    def put_slot(self, name: str, widget: QWidget | None) -> None:
        """Show ``widget`` in the room the document keeps under ``name``."""
        before = self._slots.pop(name, None)
        if before is not None and before is not widget:
            before.hide()
        if widget is not None and self.built is not None and name in self.built.slots:
            self._slots[name] = widget
            widget.setParent(self.viewport())
            widget.show()
        elif widget is not None:
            widget.hide()
        self.place_widgets()

    def place_widgets(self) -> None:
        """Put side notes and widgets of the text where their blocks are now."""
        if self.built is None:
            return
        for name, widget in self._slots.items():
            self._place_slot(self.built, self.built.slots[name], widget)
        offset, below = self.verticalScrollBar().value(), 0.0
        for widget, number in self._notes:
            top = max(self.built.block_rect(number).top(), below)
            widget.move(self.columns.side_left, round(top) - offset)
            below = top + widget.height() + 16
        self._make_room(below)

    def _place_slot(self, built: BuiltPage, number: int, widget: QWidget) -> None:
        widget.setFixedWidth(self.columns.text)
        height = widget.heightForWidth(self.columns.text) if widget.hasHeightForWidth() else widget.sizeHint().height()
        block = built.document.findBlockByNumber(number)
        if round(block.blockFormat().lineHeight()) != height:
            fmt = QTextBlockFormat()
            fmt.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            QTextCursor(block).mergeBlockFormat(fmt)
        rect = built.block_rect(number)
        widget.setGeometry(
            self.columns.left, round(rect.top()) - self.verticalScrollBar().value(), self.columns.text, height
        )

    def _make_room(self, below: float) -> None:
        """Let the page end below its last side note."""
        if self.built is None:
            return
        frame = self.built.document.rootFrame()
        fmt = frame.frameFormat()
        end = self.built.document.size().height() - fmt.bottomMargin()
        wanted = max(BOTTOM_MARGIN, round(below - end) + 8) if self._notes else BOTTOM_MARGIN
        if abs(fmt.bottomMargin() - wanted) > 1:
            fmt.setBottomMargin(wanted)
            frame.setFrameFormat(fmt)

    # --- places --------------------------------------------------------------------------------------

    def top_position(self) -> int:
        """The document position of the first line on the screen."""
        return self.cursorForPosition(QPoint(self.columns.left + 4, 4)).position()

    def _reading_position(self) -> int:
        return self.top_position() if self.verticalScrollBar().value() > TOP_MARGIN else 0

    def go_to_position(self, position: int, above: int = 8) -> None:
        """Scroll so that ``position`` is the first line, ``above`` pixels from the top."""
        rect = self.cursor_rect(position)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + rect.top() - above)

    def reveal(self, widget: QWidget) -> None:
        """Scroll so that a widget in or beside the text can be seen."""
        bar, room = self.verticalScrollBar(), self.viewport().height()
        above, below = widget.y() - 8, widget.y() + widget.height() + 8 - room
        if above < 0 or widget.height() > room:
            bar.setValue(bar.value() + above)
        elif below > 0:
            bar.setValue(bar.value() + below)

    def is_at_end(self) -> bool:
        """Whether the end of the page is on the screen."""
        bar = self.verticalScrollBar()
        return self.isVisible() and bar.value() >= bar.maximum() - NEAR_END

    def show_hits(self, query: str) -> int:
        """Mark every word that begins like a word of ``query``, go to the first; how many there are."""
        words = [re.escape(word) for word in re.findall(r"\w+", query)]
        text = self.document().toRawText()
        found = list(re.finditer(rf"\b(?:{'|'.join(words)})\w*", text, re.IGNORECASE)) if words else []
        fmt = QTextCharFormat()
        fmt.setBackground(self._theme.colour("bg.selected"))
        fmt.setFontUnderline(True)
        fmt.setUnderlineColor(self._theme.colour("accent"))
        selections = []
        for match in found:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self.document())
            selection.cursor.setPosition(match.start())
            selection.cursor.setPosition(match.end(), QTextCursor.MoveMode.KeepAnchor)
            selection.format = fmt
            selections.append(selection)
        self.setExtraSelections(selections)
        if found:
            self.go_to_position(found[0].start(), above=self.viewport().height() // 3)
        return len(found)

    # --- selection -----------------------------------------------------------------------------------

    def selected(self) -> tuple[int, int] | None:
        """The characters of the section's text that are selected; None without any."""
        cursor = self.textCursor()
        if self.built is None or not cursor.hasSelection() or self.focused_link():
            return None
        start, end = self.built.to_plain(cursor.selectionStart()), self.built.to_plain(cursor.selectionEnd())
        return (start, end) if start is not None and end is not None and start < end else None

    def clear_selection(self) -> None:
        """Select nothing."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._selecting = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._selecting = False
        self.selection_settled.emit()

    def _on_selection_changed(self) -> None:
        if not self._selecting:
            self.selection_settled.emit()

    # --- geometry and painting -----------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        place = self.top_position() if self.built is not None else 0
        moved = self.verticalScrollBar().value() > 0
        if self.refit():
            self.columns_changed.emit()
        super().resizeEvent(event)
        self._apply_columns()
        if moved:
            self.go_to_position(place)
        self.place_widgets()
        self.check_end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.viewport().update()  # the focus ring does not scroll with the text
        self.place_widgets()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.built is not None:
            painter = QPainter(self.viewport())
            painter.translate(0, -self.verticalScrollBar().value())
            paint_panels(painter, self.built, self.look, self.columns.left, self.columns.text)
            self._paint_bars(painter, self.built)
            painter.end()
        super().paintEvent(event)

    def _paint_bars(self, painter: QPainter, built: BuiltPage) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("border.subtle" if self._theme.is_high_contrast else "bg.sunken"))
        for bar in self._bars:
            top = built.block_rect(bar.block).topLeft()
            painter.drawRoundedRect(bar.rect.translated(self.columns.left, top.y()), BAR_HEIGHT / 2, BAR_HEIGHT / 2)

    def _apply_columns(self, *, force: bool = False) -> None:
        if self.built is None:
            return
        frame = self.built.document.rootFrame()
        fmt = frame.frameFormat()
        right = self.viewport().width() - self.columns.left - self.columns.text
        if force or (fmt.leftMargin(), fmt.rightMargin()) != (self.columns.left, right):
            fmt.setLeftMargin(self.columns.left)
            fmt.setRightMargin(max(0, right))
            fmt.setTopMargin(TOP_MARGIN)
            if force:
                fmt.setBottomMargin(BOTTOM_MARGIN)
            frame.setFrameFormat(fmt)

    def check_end(self) -> None:
        """Say so when the end of the page is on the screen."""
        if self.is_at_end():
            self.end_seen.emit()
