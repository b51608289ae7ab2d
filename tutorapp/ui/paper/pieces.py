"""What stands on a page: a set paragraph, lines to write on, a field, a picture. Each paints itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from tutorapp.domain.paper.model import BOX, Para, Run
from tutorapp.domain.paper.pages import Piece
from tutorapp.ui.paper.faces import MM, Faces, pen

_BLANK = "\u00a0"
_WIDOW = 2
"""Fewest lines of a paragraph at the foot or top of a page."""
_LEAST_LINES = 3
"""Fewest ruled lines on a page."""


class Painted(Piece, Protocol):
    """A piece that can be put on a page."""

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Paint it with its top left corner there."""
        ...


@dataclass(frozen=True, slots=True)
class _Blank:
    """Characters ``first`` up to ``last`` stand for a gap or a box."""

    kind: str
    first: int
    last: int


class SetText:
    """A paragraph set to a width: its lines, and what is painted beside them."""

    def __init__(self, para: Para, faces: Faces, width: float) -> None:
        self.para = para
        self.faces = faces
        self.width = width
        self.left = faces.step * para.indent + self._hang()
        self.line_height = self._line_height()
        self.right_font = faces.font(para.style, bold=True)
        self._blanks: tuple[_Blank, ...] = ()
        # Only counted here and set again where it is painted: a layout holds fonts of the thread it was made in.
        self.count = self._set().lineCount()

    def paint(self, painter: QPainter, x: float, y: float, first: int, last: int) -> None:
        """Lines ``first`` up to ``last`` with the first of them at ``y``."""
        layout = self._set()
        for number in range(first, last):
            line = layout.lineAt(number)
            base = self._baseline(y + (number - first) * self.line_height)
            line.draw(painter, QPointF(x + self.left, base - line.ascent() - line.y()))
            self._paint_blanks(painter, line, x + self.left, base)
        if first == 0:
            self._paint_sign(painter, x, self._baseline(y))
        if self.para.right and last == self.count:
            painter.setFont(self.right_font)
            end = self._baseline(y + (last - 1 - first) * self.line_height)
            painter.drawText(QPointF(x + self.width - self._right_width(), end), self.para.right)

    def baseline(self) -> float:
        """The first base line below the top."""
        return self._baseline(0.0)

    def _hang(self) -> float:
        """Room for the sign."""
        sign = self.para.sign
        if not sign:
            return 0.0
        wide = self.faces.box if sign == BOX else self.faces.width(sign, self._sign_font())
        return max(self.faces.step, wide + 2.0 * MM)

    def _sign_font(self) -> QFont:
        sign = self.para.sign
        return self.faces.font(self.para.style, bold=sign[0].isalnum() and not sign.endswith("."))

    def _set(self) -> QTextLayout:
        font = self.faces.font(self.para.style)
        text, formats = "", []
        blanks: list[_Blank] = []
        for run in self.para.runs:
            words, style = self._words(run)
            span = QTextLayout.FormatRange()
            span.start, span.length, span.format = len(text), len(words), style
            formats.append(span)
            if run.blank:
                blanks.append(_Blank(run.blank, len(text), len(text) + len(words)))
            text += words
        self._blanks = tuple(blanks)
        layout = QTextLayout(text, font)
        option = QTextOption(_ALIGN[self.para.align])
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(formats)
        # Marks have a strip of their own at the right, so that they never need a line of their own.
        strip = self._right_width() + 3 * MM if self.para.right else 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(self.width - self.left - strip, 5 * MM))
            line.setPosition(QPointF(0, 0))
        layout.endLayout()
        return layout

    def _words(self, run: Run) -> tuple[str, QTextCharFormat]:
        font = self.faces.font(self.para.style, bold=run.bold, italic=run.italic)
        style = QTextCharFormat()
        style.setFont(font)
        if not run.blank:
            return run.text.replace("\n", " "), style
        wanted = self.faces.gap if run.blank == "gap" else self.faces.box
        return _BLANK * max(round(wanted / self.faces.width(_BLANK, font)), 1), style

    def _line_height(self) -> float:
        plain = self.faces.line_height(self.para.style) * self.para.leading
        if self.para.sign == BOX or any(run.blank == "box" for run in self.para.runs):
            return max(plain, self.faces.box + 1.2 * MM)
        if any(run.blank == "gap" for run in self.para.runs):
            return max(plain, self.faces.writing_line * 0.95)  # room to write in
        return plain

    def _baseline(self, top: float) -> float:
        metrics = QFontMetricsF(self.faces.font(self.para.style))
        return top + (self.line_height - metrics.height()) / 2 + metrics.ascent()

    def _right_width(self) -> float:
        return self.faces.width(self.para.right, self.right_font)

    def _paint_sign(self, painter: QPainter, x: float, base: float) -> None:
        sign = self.para.sign
        if not sign:
            return
        at = x + self.faces.step * self.para.indent
        if sign == BOX:
            self._box(painter, at, base)
            return
        painter.setFont(self._sign_font())
        painter.drawText(QPointF(at, base), sign)

    def _paint_blanks(self, painter: QPainter, line: QTextLine, x: float, base: float) -> None:
        start, end = line.textStart(), line.textStart() + line.textLength()
        for blank in self._blanks:
            first, last = max(blank.first, start), min(blank.last, end)
            if first >= last:
                continue
            left, right = x + _x(line, first), x + _x(line, last)
            if blank.kind == "box":
                self._box(painter, left, base)
            else:
                painter.setPen(pen(0.25))
                painter.drawLine(QLineF(left, base + 1.0 * MM, right, base + 1.0 * MM))

    def _box(self, painter: QPainter, left: float, base: float) -> None:
        side = self.faces.box
        middle = base - QFontMetricsF(self.faces.font(self.para.style)).capHeight() / 2
        painter.setPen(pen(0.3))
        painter.drawRect(QRectF(left, middle - side / 2, side, side))


def _x(line: QTextLine, at: int) -> float:
    """Where the character ``at`` begins. Qt also gives the position back, which its stubs leave out."""
    found: Any = line.cursorToX(at)
    return float(found[0] if isinstance(found, tuple) else found)


_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Lines ``first`` up to ``last`` of a set paragraph."""

    text: SetText
    above: float
    first: int
    last: int
    keep: bool = False
    head: None = None

    @property
    def height(self) -> float:
        """All its lines."""
        return (self.last - self.first) * self.text.line_height

    @property
    def base(self) -> float:
        """The first base line below the top."""
        return self.text.baseline()

    @property
    def least(self) -> float:
        """Two lines; all of them where two on each side are not to be had."""
        count = self.last - self.first
        return (count if count < 2 * _WIDOW else _WIDOW) * self.text.line_height

    def split(self, room: float) -> tuple[TextPiece, TextPiece] | None:
        """At least two lines on each side."""
        fits = int(room / self.text.line_height + 1e-6)
        count = min(fits, self.last - self.first - _WIDOW)
        if count < _WIDOW:
            return None
        middle = self.first + count
        return replace(self, last=middle, keep=False), replace(self, first=middle, above=0.0)

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw its lines; ``left`` and ``top`` are its corner."""
        painter.setPen(pen(0.2))
        self.text.paint(painter, left, top, self.first, self.last)


def text_piece(para: Para, faces: Faces, width: float, above: float) -> TextPiece:
    """The whole paragraph."""
    made = SetText(para, faces, width)
    return TextPiece(made, above, 0, made.count, keep=para.keep)


@dataclass(frozen=True, slots=True)
class LinesPiece:
    """``count`` lines to write on."""

    count: int
    spacing: float
    inset: float
    width: float
    above: float = 0.0
    keep: bool = False
    head: None = None

    @property
    def height(self) -> float:
        """All its lines."""
        return self.count * self.spacing

    @property
    def least(self) -> float:
        """Three lines, or all where there are fewer."""
        return min(self.count, _LEAST_LINES) * self.spacing

    def split(self, room: float) -> tuple[LinesPiece, LinesPiece] | None:
        """At least three lines on each side."""
        first = min(int(room / self.spacing + 1e-6), self.count - _LEAST_LINES)
        if first < _LEAST_LINES:
            return None
        return replace(self, count=first), replace(self, count=self.count - first, above=0.0)

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw its lines; ``left`` and ``top`` are its corner."""
        painter.setPen(pen(0.2, "text.muted"))
        for number in range(1, self.count + 1):
            y = top + number * self.spacing
            painter.drawLine(QLineF(left + self.inset, y, left + self.width, y))


@dataclass(frozen=True, slots=True)
class FieldPiece:
    """A label and a line to fill in, ``label_width`` after the left edge."""

    label: str
    font: QFont
    label_width: float
    width: float
    height: float
    above: float = 0.0
    keep: bool = True
    head: None = None

    @property
    def least(self) -> float:
        """All of it: it is never parted."""
        return self.height

    def split(self, room: float) -> None:
        """Never parted."""

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw label and line; ``left`` and ``top`` are its corner."""
        painter.setPen(pen(0.25))
        painter.setFont(self.font)
        base = top + self.height - 1.5 * MM
        painter.drawText(QPointF(left, base), self.label)
        painter.drawLine(QLineF(left + self.label_width, base + 0.8 * MM, left + self.width, base + 0.8 * MM))


@dataclass(frozen=True, slots=True)
class PicturePiece:
    """A picture ``width`` by ``height``, kept with its caption."""

    image: QImage
    inset: float
    width: float
    height: float
    above: float = 0.0
    keep: bool = True
    head: None = None

    @property
    def least(self) -> float:
        """All of it: it is never parted."""
        return self.height

    def split(self, room: float) -> None:
        """Never parted."""

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw the picture; ``left`` and ``top`` are the corner of the room it stands in."""
        painter.drawImage(QRectF(left + self.inset, top, self.width, self.height), self.image)
