"""A set document to a PDF file or a printer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QObject, QThread, Signal
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from tutorapp.services.papers import write_file
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
    draw([document], writer)
    buffer.close()
    return bytes(data.data())


def page_layout() -> QPageLayout:
    """A4 upright without margins: the document has its own."""
    size = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)


def draw(documents: Sequence[SetDocument], device: QPagedPaintDevice) -> int:
    """Paint all pages of all ``documents``, one after the other; how many pages.

    A printer must have been set to full page (``preview.printer_for``), as the pages have margins of their own.
    """
    painter = QPainter(device)
    scale = painter.device().logicalDpiX() / UNITS_PER_INCH
    pages = [(document, number) for document in documents for number in range(document.count)]
    for at, (document, number) in enumerate(pages):
        if at:
            device.newPage()
        painter.save()
        painter.scale(scale, scale)
        document.paint(painter, number)
        painter.restore()
    painter.end()
    return len(pages)


def save_pdf(document: SetDocument, path: Path) -> int:
    """Write the PDF to ``path``; how many pages. KnownError when the file cannot be written."""
    write_file(path, pdf_bytes(document))
    return document.count


class Task(QThread):
    """Does one thing beside the window: sets pages, writes files. A thread of Qt's, which texts need to be set.

    Signals:
        done: it is done (what the function returned).
        failed: it could not be done (the exception).
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, function: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._function = function

    def run(self) -> None:
        """Do it, and say how it went."""
        try:
            self.done.emit(self._function())
        except Exception as error:  # told to the person or logged by whoever started it
            self.failed.emit(error)
