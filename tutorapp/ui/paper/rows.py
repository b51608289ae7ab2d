"""A table's row on a page: cells of paragraphs beside each other, parted overleaf cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter

from tutorapp.domain.paper.model import Row, Table
from tutorapp.ui.paper.faces import MM, Faces, pen
from tutorapp.ui.paper.pieces import TextPiece, text_piece

PAD_X, PAD_Y = 1.8 * MM, 1.6 * MM
WHOLE = 60 * MM
"""A row no higher than this is never parted: it would only be harder to read."""
LEAST = 35 * MM
"""What a higher row begins with on a page."""

Cell = tuple[TextPiece, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What all rows of a table share: the left edges and widths of its columns, and whether it has lines."""

    edges: tuple[float, ...]  # one more than there are columns
    grid: bool
    split: bool
    pad_x: float
    pad_y: float


@dataclass(frozen=True, slots=True)
class RowPiece:
    """One row, or a part of it. ``table`` tells rows of one table from those of another."""

    frame: Frame
    cells: tuple[Cell, ...]
    head: RowPiece | None = None
    above: float = 0.0
    keep: bool = False
    rule: bool = True
    is_head: bool = False

    @property
    def height(self) -> float:
        """The highest cell, with the padding."""
        return max((_height(cell) + self._drop(cell) for cell in self.cells), default=0.0) + 2 * self.frame.pad_y

    @property
    def least(self) -> float:
        """Its smallest first part where it may be parted, else all of it."""
        if not self._may_split:
            return self.height
        least = max((_least(cell) + self._drop(cell) for cell in self.cells), default=0.0) + 2 * self.frame.pad_y
        return max(least, LEAST)

    @property
    def _may_split(self) -> bool:
        return self.frame.split and self.height > WHOLE

    def _drop(self, cell: Cell) -> float:
        """How much lower a cell begins, so that first lines of all cells stand on one base line."""
        return max(one[0].base for one in self.cells if one) - cell[0].base if cell else 0.0

    def split(self, room: float) -> tuple[RowPiece, RowPiece] | None:
        """Each cell as far as it goes; the first of several (the question's number) is said again overleaf."""
        if not self._may_split:
            return None
        inside = room - 2 * self.frame.pad_y
        parts = [_split(cell, inside - self._drop(cell)) for cell in self.cells]
        if not any(first for first, _rest in parts) or not any(rest for _first, rest in parts):
            return None
        first = replace(self, cells=tuple(first for first, _rest in parts))
        left = [rest for _first, rest in parts]
        if len(left) > 1 and not left[0]:
            left[0] = self.cells[0]
        rest = replace(self, cells=tuple(left), above=0.0, rule=False)
        return first, rest

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw ground, cells and lines; ``left`` and ``top`` are its corner."""
        frame = self.frame
        if self.is_head:
            ground = QRectF(left + frame.edges[0], top, frame.edges[-1] - frame.edges[0], self.height)
            painter.fillRect(ground, pen(0.2, "bg.sunken").color())
        for at, cell in enumerate(self.cells):
            y = top + frame.pad_y + self._drop(cell)
            for number, piece in enumerate(cell):
                y += piece.above if number else 0.0
                piece.paint(painter, left + frame.edges[at] + frame.pad_x, y)
                y += piece.height
        if frame.grid:
            painter.setPen(pen(0.2))
            for edge in frame.edges:
                painter.drawLine(QLineF(left + edge, top, left + edge, top + self.height))
            if self.rule:
                painter.drawLine(QLineF(left + frame.edges[0], top, left + frame.edges[-1], top))

    def close(self, painter: QPainter, left: float, top: float, *, upper: bool) -> None:
        """Draw the line above it (``upper``) or below it, where the table begins or ends on a page."""
        if self.frame.grid:
            y = top if upper else top + self.height
            painter.setPen(pen(0.2))
            painter.drawLine(QLineF(left + self.frame.edges[0], y, left + self.frame.edges[-1], y))


def row_pieces(table: Table, faces: Faces, width: float, above: float, *, keep: bool = False) -> list[RowPiece]:
    """The rows of ``table``, set to ``width``; the head is in each of them.

    ``keep``: what follows is not to stand alone on a page, so a last row that is never parted stays with it.
    """
    inset = faces.step * table.indent
    inner = Faces(faces.size, dense=True)
    edges, at = [inset], inset
    for column in table.columns:
        at += column.share * (width - inset)
        edges.append(at)
    pads = (PAD_X, PAD_Y) if table.grid else (0.0, 0.6 * MM)
    frame = Frame(tuple(edges), table.grid, table.split, *pads)
    head = None
    if table.head is not None:
        head = replace(_row(table.head, frame, inner), keep=True, is_head=True)
    made = [replace(_row(row, frame, inner), head=head) for row in table.rows]
    if keep and made and made[-1].height <= WHOLE:
        made[-1] = replace(made[-1], keep=True)
    return [replace(row, above=above) if at == 0 else row for at, row in enumerate(made)]


def _row(row: Row, frame: Frame, faces: Faces) -> RowPiece:
    cells = []
    for at, cell in enumerate(row.cells):
        width = frame.edges[at + 1] - frame.edges[at] - 2 * frame.pad_x
        cells.append(tuple(text_piece(para, faces, width, para.above * MM) for para in cell))
    return RowPiece(frame, tuple(cells), rule=row.rule)


def _height(cell: Sequence[TextPiece]) -> float:
    return sum(piece.height + (piece.above if at else 0.0) for at, piece in enumerate(cell))


def _least(cell: Sequence[TextPiece]) -> float:
    """Down to the first part of what does not keep."""
    total = 0.0
    for at, piece in enumerate(cell):
        total += piece.above if at else 0.0
        if not piece.keep:
            return total + piece.least
        total += piece.height
    return total


def _split(cell: Cell, room: float) -> tuple[Cell, Cell]:
    used = 0.0
    for at, piece in enumerate(cell):
        above = piece.above if at else 0.0
        if used + above + piece.height <= room + 1e-6:
            used += above + piece.height
            continue
        parts = piece.split(room - used - above)
        if parts is not None:
            return (*cell[:at], parts[0]), (parts[1], *cell[at + 1 :])
        while at and cell[at - 1].keep:
            at -= 1
        return cell[:at], cell[at:]
    return cell, ()
