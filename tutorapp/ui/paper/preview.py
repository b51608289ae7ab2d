"""Pages on the screen, and the printer they go to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage, QPainter

from tutorapp.ui.paper import faces
from tutorapp.ui.paper.printing import page_layout
from tutorapp.ui.paper.setting import SetDocument

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_WHITE = 0xFFFFFFFF
"""Paper is white in every theme."""


def page_image(document: SetDocument, number: int, width: int, ratio: float = 1.0) -> QImage:
    """Page ``number`` (from 0), ``width`` logical pixels wide, sharp at the screen's pixel ``ratio``."""
    pixels = max(round(width * ratio), 1)
    image = QImage(pixels, round(pixels * faces.PAGE_HEIGHT / faces.PAGE_WIDTH), QImage.Format.Format_RGB32)
    image.fill(_WHITE)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(pixels / faces.PAGE_WIDTH, pixels / faces.PAGE_WIDTH)
    document.paint(painter, number)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def printer_for(document: SetDocument) -> QPrinter:
    """A printer set for the document's pages: A4, the whole sheet, as the pages have margins of their own."""
    from PySide6.QtPrintSupport import QPrinter  # dear to load, seldom needed

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(document.document.title)
    printer.setPageLayout(page_layout())
    printer.setFullPage(True)
    return printer
