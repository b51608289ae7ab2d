"""Papers without a window: Qt without a screen, the paper's look, pictures of a pack."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage

from tutorapp.domain.content import Manifest
from tutorapp.settings import Settings
from tutorapp.ui.notes import look as looks
from tutorapp.ui.notes import pictures
from tutorapp.ui.notes.look import Look
from tutorapp.ui.paper.setting import ReadPicture
from tutorapp.ui.theme import Theme

DOCX_PICTURE_PX = 1200
"""Six inches at the 200 dots an inch that papers are made for."""


def start() -> QGuiApplication:
    """The running application, or one that needs no screen."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and sys.platform not in ("win32", "darwin"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    else:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # no window is opened, so no screen is asked for
    return QGuiApplication(sys.argv[:1])


def paper_look() -> Look:
    """The look of print: light colours, the reading font."""
    theme = Theme(Settings())
    theme.load_remaining_fonts()
    return looks.for_paper(theme)


def reader(manifest: Manifest, media: Mapping[str, bytes], look: Look) -> ReadPicture:
    """Pictures of a pack by name, from their bytes."""

    def read(name: str, width: int) -> QImage | None:
        return pictures.picture(manifest, name, look, width // pictures.DENSITY, lambda _unit, file: media.get(file))

    return read


def png(read: ReadPicture, name: str) -> bytes | None:
    """A picture as PNG for a .docx; None when there is none."""
    image = read(name, DOCX_PICTURE_PX)
    if image is None:
        return None
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, the call takes text
    buffer.close()
    return bytes(data.data())
