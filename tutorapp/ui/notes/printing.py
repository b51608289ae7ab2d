"""Notes on paper: one section or the whole unit, with care notes, as PDF or on a printer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
)

from tutorapp.domain.content import Section
from tutorapp.domain.errors import KnownError
from tutorapp.domain.library import Library
from tutorapp.domain.records import dataclass
from tutorapp.services.notes import SectionWork
from tutorapp.ui.notes.built import PANEL_PADDING, BuiltPage, Panel, paint_panels
from tutorapp.ui.notes.document import PageBuilder, tr
from tutorapp.ui.notes.look import Look
from tutorapp.ui.notes.pictures import ReadMedia, shipped_media
from tutorapp.ui.notes.placing import put_in_place

PAGE_DPI = 96
"""The document is set in CSS pixels."""

MARGIN_MM = 18.0
EDGE = 2
FOOT_PX = 34
"""Room for the line at the foot of each page."""


SECTION_GAP = 40
"""Above a section that begins below another."""

LOWEST_START = 0.6
"""A section that would begin below this part of a page begins the next one."""

FEW_LINES = 6
"""A paragraph of no more lines is moved whole when it would leave a single line on a page."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to print: sections of a unit with a person's work on them (by section id)."""

    library: Library
    look: Look
    sections: tuple[Section, ...]
    work: dict[str, SectionWork]
    texts: dict[str, str]  # the anchors' text by section id
    read_media: ReadMedia = shipped_media
    opening: Callable[[PageBuilder], None] | None = None  # writes what stands before the sections, on its own page
    closing: Callable[[PageBuilder], None] | None = None  # and after them


def build(job: Job, width: float) -> BuiltPage:
    """One document of all sections, one below the other, ``width`` pixels wide; after an opening on a new page."""
    column = round(width)
    builder = PageBuilder(job.library, job.look, inline=True, column=column, paper=True, read_media=job.read_media)
    if job.opening is not None:
        job.opening(builder)
    for number, section in enumerate(job.sections):
        work = job.work.get(section.id, SectionWork())
        placed = put_in_place((*work.highlights, *work.notes), job.texts[section.id])
        builder.section(section, placed, new_page=number == 0 and job.opening is not None)
        if number:
            _set_above(builder.page.document.findBlockByNumber(builder.page.starts[section.id]), SECTION_GAP)
        if section.why:
            builder.why(section, work.why.text if work.why else "")
    if job.closing is not None:
        job.closing(builder)
    return builder.page


def paged(job: Job, width: float, height: float) -> BuiltPage:
    """The document of ``job`` parted into pages, none of which ends with a heading."""
    page = build(job, width)
    page.document.setPageSize(QSizeF(width, height))
    keep_together(page, height)
    return page


def page_of(block: QTextBlock, height: float) -> int:
    """The page, from 0, on which the first line of ``block`` stands."""
    return int((_lines(block)[0] + 1) // height)


def keep_together(page: BuiltPage, height: float) -> None:
    """Begin a page before a section low on one, before a heading or a lone line that would end one, and before what
    would be cut in two: a box, a term, a picture and its caption, the lines to remember.

    From top to bottom, for what is moved moves all that follows; the document is laid out anew after each.
    """
    starts = sorted([*page.starts.values(), page.document.blockCount()])
    lasts = page.whole | {
        panel.first: starts[bisect_right(starts, panel.first)] - 1 if panel.kind == "rule" else panel.last
        for panel in page.panels
    }
    heads = frozenset(page.starts.values())
    block = page.document.begin()
    while block.isValid():
        if _begins_page(block, lasts, heads, height):
            _begin_page(_first_heading(block, heads, height))
        block = block.next()


def _begins_page(block: QTextBlock, lasts: dict[int, int], heads: frozenset[int], height: float) -> bool:
    number = block.blockNumber()
    top = (_lines(block)[0] + 1) % height
    if number in heads and top > height * LOWEST_START:
        return True
    if number not in lasts and not _is_head(block, heads) and block.text() != _OBJECT:
        return _leaves_one_line(block, height)
    end = block.document().findBlockByNumber(lasts[number]) if number in lasts else block.next()
    return end.isValid() and _is_parted(block, end, height, whole=number in lasts)


def _is_head(block: QTextBlock, heads: frozenset[int]) -> bool:
    """Whether it is a heading, or the line above a section's title."""
    return bool(block.blockFormat().headingLevel()) or block.blockNumber() in heads


def _leaves_one_line(block: QTextBlock, height: float) -> bool:
    """Whether a page would end with its first line or, in a paragraph of few lines, begin with its last."""
    layout = block.layout()
    first = _page(_lines(block)[0], height)  # lays the block out
    count = layout.lineCount()
    if count < 2 or not block.text().strip():
        return False
    tops = [layout.position().y() + layout.lineAt(number).y() for number in (1, count - 2, count - 1)]
    second, before, last = (_page(top, height) for top in tops)
    return second > first or (last > before and count <= FEW_LINES)


_OBJECT = "\ufffc"
"""The text of a block that holds only a picture."""


def _is_parted(first: QTextBlock, last: QTextBlock, height: float, *, whole: bool) -> bool:
    """Whether ``last`` begins (``whole``: ends) on a later page than ``first``, though both would fit one."""
    top, low, bottom = _lines(first)[0], _lines(last)[0], _lines(last)[1]
    end = bottom if whole else low
    return _page(end - 1 if whole else end, height) > _page(top, height) and bottom - top < height


def _first_heading(block: QTextBlock, heads: frozenset[int], height: float) -> QTextBlock:
    """``block``, or the first of the headings just before it on its page."""
    before = block.previous()
    while (
        before.isValid()
        and _is_head(before, heads)
        and _page(_lines(before)[0], height) == _page(_lines(block)[0], height)
    ):
        block, before = before, before.previous()
    return block


def _lines(block: QTextBlock) -> tuple[float, float]:
    """The top of its first line and the bottom of its last, in the document."""
    layout = block.layout()
    block.document().documentLayout().blockBoundingRect(block)  # lays out as far as this block
    top = layout.position().y()
    count = layout.lineCount()
    if not count:
        return top, top
    last = layout.lineAt(count - 1)
    return top + layout.lineAt(0).y(), top + last.y() + last.height()


def _page(y: float, height: float) -> int:
    return int((y + 1) // height)


def _set_above(block: QTextBlock, above: float) -> None:
    cursor = QTextCursor(block)
    fmt = cursor.blockFormat()
    fmt.setTopMargin(above)
    cursor.setBlockFormat(fmt)


def _begin_page(block: QTextBlock) -> None:
    cursor = QTextCursor(block)
    fmt = cursor.blockFormat()
    fmt.setPageBreakPolicy(QTextBlockFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    if fmt.topMargin() == SECTION_GAP:
        fmt.setTopMargin(0)
    cursor.setBlockFormat(fmt)
    document = block.document()
    document.markContentsDirty(0, document.characterCount())  # Qt's own idea of what moved is too small


def save_pdf(job: Job, path: Path) -> int:
    """Write ``job`` to ``path`` as PDF; how many pages. KnownError when the file cannot be written."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(job.library.manifest.title)
    writer.setResolution(300)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )
    pages = draw(job, writer)
    buffer.close()
    try:
        path.write_bytes(data.data())
    except OSError as error:
        raise KnownError(
            f"The file {path.name} could not be written. Choose another folder, or close the program that has it open."
        ) from error
    return pages


def draw(job: Job, device: QPagedPaintDevice) -> int:
    """Paint ``job`` on a printer or PDF writer; how many pages."""
    painter = QPainter(device)
    scale = painter.device().logicalDpiX() / PAGE_DPI
    area = QRectF(device.pageLayout().paintRectPixels(painter.device().logicalDpiX()))
    # Whole pixels, or a picture at the top of a page would show its edge at the foot of the one before.
    width, height = area.width() / scale, int(area.height() / scale - FOOT_PX)
    page = paged(job, width, height)
    pages = page.document.pageCount()
    painter.scale(scale, scale)
    for number in range(pages):
        if number:
            device.newPage()
        _draw_page(painter, page, job, QRectF(0, number * height, width, height))
        _draw_foot(painter, job, QRectF(0, height, width, FOOT_PX), number + 1, pages)
    painter.end()
    return pages


def _draw_page(painter: QPainter, page: BuiltPage, job: Job, area: QRectF) -> None:
    painter.save()
    painter.translate(0, -area.top())
    painter.setClipRect(area.adjusted(0, -PANEL_PADDING, 0, 0))
    here = [panel for panel in page.panels if _is_on(page, panel, area)]
    paint_panels(painter, replace(page, panels=here), job.look, 0, area.width())
    # Qt sets a picture's edge a pixel above its line: on the page of the line, not at the foot of the one before.
    page.document.drawContents(painter, area.adjusted(0, -EDGE, 0, -EDGE))
    painter.restore()


def _is_on(page: BuiltPage, panel: Panel, area: QRectF) -> bool:
    """Whether lines of the panel stand on the page at ``area``: its ground may reach over the page's end."""
    top = _lines(page.document.findBlockByNumber(panel.first))[0]
    bottom = _lines(page.document.findBlockByNumber(panel.last))[1]
    return top < area.bottom() - 1 and bottom > area.top() + 1


def _draw_foot(painter: QPainter, job: Job, area: QRectF, number: int, pages: int) -> None:
    painter.save()
    painter.setFont(job.look.font("caption"))
    painter.setPen(job.look.colour("text.muted"))
    line = area.adjusted(0, 12, 0, 0)
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft, job.library.manifest.title)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight, tr("page {0} of {1}").format(number, pages))
    painter.restore()


def chapter(library: Library, section: Section | None) -> Sequence[Section]:
    """The section alone, or every section of the unit."""
    return (section,) if section is not None else library.unit.sections
