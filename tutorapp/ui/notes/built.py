"""A built page: the document, the ways back to the text it was built from, and what is painted behind the text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTextDocument

from tutorapp.domain.records import dataclass
from tutorapp.ui.notes.look import Look

PANEL_PADDING = 9


@dataclass(frozen=True, slots=True)
class Segment:
    """``length`` characters that stand at ``plain`` in the section's text and at ``position`` in the document."""

    plain: int
    position: int
    length: int


@dataclass(frozen=True, slots=True)
class Panel:
    """Blocks ``first`` to ``last`` (numbers) painted as a side note inside the text; ``kind`` care, note or rule."""

    kind: str
    id: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Side:
    """A note that stands beside block ``block`` (number) instead of inside the text."""

    kind: str
    id: str
    block: int


@dataclass(slots=True)
class BuiltPage:
    """A document with the ways back to the text it was built from."""

    document: QTextDocument
    segments: list[Segment] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    sides: list[Side] = field(default_factory=list)
    slots: dict[str, int] = field(default_factory=dict)  # name -> number of the block that keeps room for a widget
    starts: dict[str, int] = field(default_factory=dict)  # section id -> number of its first block
    headings: list[int] = field(default_factory=list)  # numbers of the blocks that stay when the page is covered
    whole: dict[int, int] = field(default_factory=dict)  # first to last block of what stays on one page of paper

    def to_position(self, plain: int) -> int | None:
        """The document position of a character of the section's text; None where it is not shown."""
        at = bisect_right(self.segments, plain, key=lambda s: s.plain) - 1
        if at < 0:
            return None
        segment = self.segments[at]
        inside = plain - segment.plain
        return segment.position + inside if inside <= segment.length else None

    def to_plain(self, position: int) -> int | None:
        """The nearest character of the section's text at or before a document position, or the first after it."""
        shown = sorted(self.segments, key=lambda s: s.position)
        at = bisect_right(shown, position, key=lambda s: s.position) - 1
        if at < 0:
            return shown[0].plain if shown else None
        segment = shown[at]
        return segment.plain + min(position - segment.position, segment.length)

    def ranges(self, start: int, end: int) -> list[tuple[int, int]]:
        """The document ranges of the section's characters ``start`` to ``end``, one for each block."""
        found = []
        for segment in self.segments:
            low, high = max(start, segment.plain), min(end, segment.plain + segment.length)
            if low < high:
                shift = segment.position - segment.plain
                found.append((low + shift, high + shift))
        return found

    def block_rect(self, number: int) -> QRectF:
        """Where a block lies in the document, in pixels."""
        block = self.document.findBlockByNumber(number)
        return self.document.documentLayout().blockBoundingRect(block)


def paint_panels(painter: QPainter, page: BuiltPage, look: Look, left: float, width: float) -> None:
    """Draw the grounds of care notes, the edges of own notes and the rules behind the document's text."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for panel in page.panels:
        top = page.block_rect(panel.first).top() - PANEL_PADDING
        bottom = page.block_rect(panel.last).bottom() + PANEL_PADDING
        area = QRectF(left, top, width, bottom - top)
        if panel.kind == "rule":
            painter.setPen(QPen(look.colour("border.subtle"), 1))
            middle = round(area.center().y()) + 0.5
            painter.drawLine(QLineF(area.left(), middle, area.right(), middle))
            continue
        if panel.kind == "care":
            _fill_right_rounded(painter, area, look.colour("warning.soft"))
        edge = look.colour("warning" if panel.kind == "care" else "accent")
        painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), edge)


def _fill_right_rounded(painter: QPainter, area: QRectF, colour: QColor) -> None:
    path = QPainterPath()
    path.addRoundedRect(area.adjusted(-12, 0, 0, 0), 6, 6)
    clip = QPainterPath()
    clip.addRect(area)
    painter.fillPath(path.intersected(clip), colour)
