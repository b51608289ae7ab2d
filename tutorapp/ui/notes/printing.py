"""Notes on paper: one section or the whole unit, with care notes, as PDF or on a printer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from tutorapp.services.notes import SectionWork
from tutorapp.ui.notes.built import BuiltPage, paint_panels
from tutorapp.ui.notes.document import PageBuilder, tr
from tutorapp.ui.notes.look import Look
from tutorapp.ui.notes.pictures import ReadMedia, shipped_media
from tutorapp.ui.notes.placing import put_in_place

PAGE_DPI = 96
"""The document is set in CSS pixels."""

MARGIN_MM = 18.0
FOOT_PX = 34
"""Room for the line at the foot of each page."""


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
    """One document of all sections, each on a new page, ``width`` pixels wide."""
    column = round(width)
    builder = PageBuilder(job.library, job.look, inline=True, column=column, paper=True, read_media=job.read_media)
    if job.opening is not None:
        job.opening(builder)
    for number, section in enumerate(job.sections):
        work = job.work.get(section.id, SectionWork())
        placed = put_in_place((*work.highlights, *work.notes), job.texts[section.id])
        builder.section(section, placed, new_page=number > 0 or job.opening is not None)
        if section.why:
            builder.why(section, work.why.text if work.why else "")
    if job.closing is not None:
        job.closing(builder)
    return builder.page


def paged(job: Job, width: float, height: float) -> BuiltPage:
    """The document of ``job`` parted into pages, none of which ends with a heading."""
    page = build(job, width)
    page.document.setPageSize(QSizeF(width, height))
    keep_headings(page, height)
    return page


def keep_headings(page: BuiltPage, height: float) -> None:
    """Begin a page before each heading (or first line of a side note) that would end one.

    From top to bottom, for what is moved moves all that follows. A document takes its layout anew after each.
    """
    document = page.document
    firsts = {panel.first for panel in page.panels}
    block = document.begin()
    while block.isValid():
        following = block.next()
        heads = block.blockFormat().headingLevel() or block.blockNumber() in firsts
        if heads and following.isValid() and _first_line_page(following, height) > _first_line_page(block, height):
            before = block.previous()
            while (
                before.isValid()
                and before.blockFormat().headingLevel()
                and _page_of_end(before, height) == (_first_line_page(block, height))
            ):
                block, before = before, before.previous()
            _begin_page(block)
        block = following


def _first_line_page(block: QTextBlock, height: float) -> int:
    layout = block.layout()
    top = layout.position().y() + (layout.lineAt(0).y() if layout.lineCount() else 0.0)
    return int((top + 1) // height)


def _page_of_end(block: QTextBlock, height: float) -> int:
    rect = block.document().documentLayout().blockBoundingRect(block)
    return int((rect.bottom() - 1) // height)


def _begin_page(block: QTextBlock) -> None:
    cursor = QTextCursor(block)
    fmt = cursor.blockFormat()
    fmt.setPageBreakPolicy(QTextBlockFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    cursor.setBlockFormat(fmt)


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
    width, height = area.width() / scale, area.height() / scale - FOOT_PX
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
    painter.setClipRect(area)
    paint_panels(painter, page, job.look, 0, area.width())
    page.document.drawContents(painter, area)
    painter.restore()


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
