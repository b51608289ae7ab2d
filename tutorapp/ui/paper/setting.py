"""Sets a document into A4 pages and paints them on anything: PDF, printer, preview."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF
from PySide6.QtGui import QFont, QImage, QPainter

from tutorapp.domain.paper.model import Block, Document, Field, Group, Lines, Para, Picture, Run, Style, Table
from tutorapp.domain.paper.pages import Placed, Together, paginate
from tutorapp.ui.paper import faces as measures
from tutorapp.ui.paper.faces import MM, Faces, pen
from tutorapp.ui.paper.pieces import FieldPiece, LinesPiece, Painted, PicturePiece, text_piece
from tutorapp.ui.paper.rows import RowPiece, row_pieces

ReadPicture = Callable[[str, int], QImage | None]
"""(file name, width in pixels) to the picture; None when there is none."""

_ABOVE: dict[Style, float] = {"title": 4.0, "heading": 5.0, "subheading": 3.5, "body": 1.8, "small": 0.9, "quote": 1.8}
_GROUP_GAP = 6.0
"""Millimetres between two groups."""
_PIXELS_PER_UNIT = 200 / measures.UNITS_PER_INCH
"""Pictures are asked for at 200 dots an inch."""


def tr(text: str) -> str:
    """``text`` in the language of the window."""
    return QCoreApplication.translate("PaperPage", text)


def no_pictures(_name: str, _width: int) -> QImage | None:
    """For documents without pictures."""
    return None


class SetDocument:
    """A document's pages. Setting is done once, at the first question about it."""

    def __init__(self, document: Document, read_picture: ReadPicture = no_pictures) -> None:
        self.document = document
        self._read_picture = read_picture
        self._faces = Faces(document.size)
        self._area = measures.text_area()

    @cached_property
    def pages(self) -> list[list[Placed[Painted]]]:
        """Pieces by page."""
        groups = [
            Together(list(self._pieces(group, first=at == 0)), group.new_page, group.loose)
            for at, group in enumerate(self.document.groups)
        ]
        return paginate(groups, self._area.height())

    @property
    def count(self) -> int:
        """How many pages."""
        return len(self.pages)

    def paint(self, painter: QPainter, number: int) -> None:
        """Page ``number`` (from 0) at the origin, in units of 1/720 inch: scale the painter before."""
        placed = self.pages[number]
        left, top = self._area.left(), self._area.top()
        for at, one in enumerate(placed):
            one.piece.paint(painter, left, top + one.top)
            if isinstance(one.piece, RowPiece):
                self._close(painter, placed, at, one.piece)
        if not (self.document.cover and number == 0):
            self._paint_head(painter)
        self._paint_foot(painter, number)

    def _close(self, painter: QPainter, placed: Sequence[Placed[Painted]], at: int, piece: RowPiece) -> None:
        left, top = self._area.left(), self._area.top() + placed[at].top
        before = placed[at - 1].piece if at else None
        after = placed[at + 1].piece if at + 1 < len(placed) else None
        if not (isinstance(before, RowPiece) and before.frame is piece.frame) or before.is_head:
            piece.close(painter, left, top, upper=True)
        if not (isinstance(after, RowPiece) and after.frame is piece.frame):
            piece.close(painter, left, top, upper=False)

    # --- setting -------------------------------------------------------------------------------------

    def _pieces(self, group: Group, *, first: bool) -> Iterator[Painted]:
        gap = 0.0 if first else _GROUP_GAP * MM
        last = len(group.blocks) - 1
        for at, block in enumerate(group.blocks):
            yield from self._block(block, gap if at == 0 else 0.0, keep=at < last)

    def _block(self, block: Block, gap: float, *, keep: bool) -> Iterator[Painted]:
        width = self._area.width()
        match block:
            case Para():
                above = max((_ABOVE[block.style] if not block.above else 0.0) * MM + block.above * MM, gap)
                yield text_piece(block, self._faces, width, above)
            case Lines():
                inset = self._faces.step * block.indent
                yield LinesPiece(block.count, self._faces.writing_line, inset, width, above=max(gap, 1.5 * MM))
            case Field():
                font = self._faces.font()
                label = max(self._faces.width(block.label, font) + 3 * MM, 42 * MM * self._faces.size / 12)
                height = (14 if self._faces.is_large else 11) * MM
                yield FieldPiece(block.label, font, label, width * 0.75, height, above=gap)
            case Picture():
                yield from self._picture(block, gap)
            case Table():
                yield from row_pieces(block, self._faces, width, max(gap, 2.5 * MM), keep=keep)

    def _picture(self, picture: Picture, gap: float) -> Iterator[Painted]:
        inset = self._faces.step * picture.indent
        width = self._area.width() - inset
        image = self._read_picture(picture.media, round(width * _PIXELS_PER_UNIT))
        words = picture.caption or picture.alternative
        if image is not None and not image.isNull():
            natural = image.width() / _PIXELS_PER_UNIT
            scale = min(1.0, width / natural, self._area.height() * 0.6 / (image.height() / _PIXELS_PER_UNIT))
            size = (natural * scale, image.height() / _PIXELS_PER_UNIT * scale)
            yield PicturePiece(image, inset, *size, above=max(gap, 2.5 * MM), keep=bool(words))
            gap = 0.0
        if words:
            para = Para(runs=(Run(words),), style="small", indent=picture.indent)
            yield text_piece(para, self._faces, self._area.width(), max(gap, 1.0 * MM))

    # --- head and foot -------------------------------------------------------------------------------

    def _paint_head(self, painter: QPainter) -> None:
        area = QRectF(self._area.left(), measures.TOP, self._area.width(), measures.HEAD)
        font = self._small()
        painter.setPen(pen(0.2))
        painter.setFont(font)
        base = area.top() + 4 * MM
        running = self.document.running
        room = area.width() - self._faces.width(running, font) - 6 * MM
        painter.drawText(QPointF(area.left(), base), _cut(self.document.title, room, self._faces, font))
        painter.drawText(QPointF(area.right() - self._faces.width(running, font), base), running)
        painter.drawLine(QLineF(area.left(), base + 1.8 * MM, area.right(), base + 1.8 * MM))

    def _paint_foot(self, painter: QPainter, number: int) -> None:
        is_cover = self.document.cover and number == 0
        font = self._small()
        painter.setPen(pen(0.2))
        painter.setFont(font)
        left, right = self._area.left(), self._area.right()
        base = measures.PAGE_HEIGHT - measures.BOTTOM
        words = tr("page {0} of {1}").format(number + 1, self.count)
        painter.drawText(QPointF((left + right - self._faces.width(words, font)) / 2, base), words)
        if self.document.foot and not is_cover:
            label = self.document.foot
            painter.drawText(QPointF(left, base), label)
            start = left + self._faces.width(label, font) + 2 * MM
            painter.drawLine(QLineF(start, base + 0.6 * MM, left + 62 * MM, base + 0.6 * MM))
        if self.document.turn_over and number + 1 < self.count:
            over = tr("Turn over")
            painter.drawText(QPointF(right - self._faces.width(over, font), base), over)

    def _small(self) -> QFont:
        return Faces(measures.LARGE_FROM if self._faces.is_large else 12.0).font("small")


def _cut(text: str, room: float, faces: Faces, font: QFont) -> str:
    while len(text) > 1 and faces.width(text, font) > room:
        text = text[:-2].rstrip() + "…"
    return text
