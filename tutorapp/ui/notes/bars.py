"""The covered page: the headings of a section stay, and each line of its text becomes a bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument

from tutorapp.ui.notes.built import BuiltPage
from tutorapp.ui.notes.document import tr
from tutorapp.ui.notes.page import BAR_HEIGHT, Bar, Columns


def covered(built: BuiltPage, columns: Columns, width: int) -> tuple[BuiltPage, list[Bar]]:
    """A page with the headings of ``built`` and a bar for every other line of its text, none of its words.

    The bars are as long as the lines are in ``columns`` on a page ``width`` pixels wide.
    """
    _lay_out(built.document, columns, width)
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setUndoRedoEnabled(False)
    cursor = QTextCursor(document)
    page, bars = BuiltPage(document), list[Bar]()
    hidden = {number for panel in built.panels for number in range(panel.first, panel.last + 1)}
    end = next((panel.first for panel in built.panels if panel.kind == "rule"), built.document.blockCount())
    end = min([end, *built.slots.values()])
    for number in range(end):
        if number in hidden:
            continue
        block = built.document.findBlockByNumber(number)
        if number == 0:
            cursor.setBlockFormat(block.blockFormat())
        else:
            cursor.insertBlock(block.blockFormat(), block.charFormat())
        if number in built.headings:
            page.headings.append(cursor.blockNumber())
            cursor.insertText(block.text(), block.begin().fragment().charFormat())
        else:
            bars += _cover_block(cursor, block)
    _closing_line(cursor, built)
    return page, bars


def _lay_out(document: QTextDocument, columns: Columns, width: int) -> None:
    frame = document.rootFrame()
    fmt = frame.frameFormat()
    fmt.setLeftMargin(columns.left)
    fmt.setRightMargin(max(0, width - columns.left - columns.text))
    frame.setFrameFormat(fmt)
    document.setTextWidth(width)
    document.documentLayout().documentSize()


def _cover_block(cursor: QTextCursor, block: QTextBlock) -> list[Bar]:
    layout = block.layout()
    bars = []
    for index in range(layout.lineCount()):
        line = layout.lineAt(index)
        area = line.naturalTextRect()
        top = line.y() + (line.height() - BAR_HEIGHT) / 2
        height = BAR_HEIGHT if line.height() < 80 else line.height() - 12
        top = top if line.height() < 80 else line.y() + 6
        if area.width() > 0:
            bars.append(Bar(cursor.blockNumber(), QRectF(line.x(), top, area.width(), height)))
    fmt = cursor.blockFormat()
    fmt.setLineHeight(layout.boundingRect().height(), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    fmt.setTextIndent(0)
    fmt.setLeftMargin(0)
    cursor.setBlockFormat(fmt)
    return bars


def _closing_line(cursor: QTextCursor, built: BuiltPage) -> None:
    first = built.document.firstBlock()
    fmt = QTextBlockFormat()
    fmt.setTopMargin(20)
    cursor.insertBlock(fmt, first.charFormat())
    style = first.begin().fragment().charFormat()
    cursor.insertText(tr("The text comes back when you uncover. Headings stay as a guide."), style)
