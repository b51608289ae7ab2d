"""A set document to a PDF file or a printer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QObject, QThread, Signal
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from tutorapp.domain.errors import KnownError
from tutorapp.ui.paper.faces import UNITS_PER_INCH
from tutorapp.ui.paper.setting import SetDocument

PDF_DPI = 720


def pdf_bytes(document: SetDocument) -> bytes:
    """The document as PDF."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(", ".join(part for part in (document.document.title, document.document.running) if part))
    writer.setCreator("TutorApp")
    writer.setResolution(PDF_DPI)
    writer.setPageLayout(page_layout())
    draw(document, writer)
    buffer.close()
    return bytes(data.data())


def page_layout() -> QPageLayout:
    """A4 upright without margins: the document has its own."""
    size = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)


def draw(document: SetDocument, device: QPagedPaintDevice, *, first: int = 0, last: int | None = None) -> int:
    """Paint pages ``first`` to ``last`` (from 0, inclusive; None: to the end); how many.

    A printer must have been set to full page (``QPrinter.setFullPage(True)``), as the page has its own margins.
    """
    painter = QPainter(device)
    scale = painter.device().logicalDpiX() / UNITS_PER_INCH
    numbers = range(first, document.count if last is None else min(last + 1, document.count))
    for at, number in enumerate(numbers):
        if at:
            device.newPage()
        painter.save()
        painter.scale(scale, scale)
        document.paint(painter, number)
        painter.restore()
    painter.end()
    return len(numbers)


def save_pdf(document: SetDocument, path: Path) -> int:
    """Write the PDF to ``path``; how many pages. KnownError when the file cannot be written."""
    write_file(path, pdf_bytes(document))
    return document.count


def write_file(path: Path, data: bytes) -> None:
    """Write beside and rename, so that no half file is left. KnownError when the folder or the disk refuses."""
    fresh = path.with_name(f".{path.name}.part")
    try:
        try:
            fresh.write_bytes(data)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise KnownError(
            f"The file {path.name} could not be written. Choose another folder, or close the program that has it open."
        ) from error


class Writer(QThread):
    """Writes one PDF beside the window.

    Signals:
        written: it is done (pages).
        failed: it could not be done (the exception).
    """

    written = Signal(int)
    failed = Signal(object)

    def __init__(self, document: SetDocument, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._path = path

    def run(self) -> None:
        """Write, and say how it went."""
        try:
            self.written.emit(save_pdf(self._document, self._path))
        except Exception as error:  # told to the person or logged by whoever started it
            self.failed.emit(error)
