"""Pictures of the pack as images: by name from the manifest only, with {role} placeholders in the look's colours."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from tutorapp import assets
from tutorapp.domain.content import Manifest
from tutorapp.ui.notes.look import Look

DENSITY = 2
"""Image pixels for each pixel of the page, so that pictures stay sharp at 200 %."""

ReadMedia = Callable[[str, str], bytes | None]
"""(unit id, file name) to the file's bytes."""

_ROLE = re.compile(r"\{([a-z]+(?:[._][a-z_]+)*)\}")


def shipped_media(unit_id: str, name: str) -> bytes | None:
    """A picture of a shipped pack; None when there is none of that name."""
    try:
        return assets.data(f"packs/{unit_id}/media/{name}")
    except OSError:
        return None


def picture(manifest: Manifest, name: str, look: Look, width: int, read: ReadMedia = shipped_media) -> QImage | None:
    """The picture ``name`` at most ``width`` pixels wide; None when the pack does not list it or it cannot be drawn."""
    if name not in manifest.media:
        return None
    data = read(manifest.id, name)
    if data is None:
        return None
    image = _svg(data, look, width) if name.lower().endswith(".svg") else QImage.fromData(data)
    if image is None or image.isNull():
        return None
    if image.width() > width * DENSITY:
        image = image.scaledToWidth(width * DENSITY, Qt.TransformationMode.SmoothTransformation)
    return image


def icon(name: str, look: Look, role: str, size: int) -> QImage:
    """A line icon of the program in the colour of ``role``, ``size`` page pixels square."""
    return _draw(_icon_source(name).replace("currentColor", look.colour(role).name()), size, size)


@lru_cache(maxsize=32)
def _icon_source(name: str) -> str:
    return assets.text(f"icons/{name}.svg")


def _svg(data: bytes, look: Look, width: int) -> QImage | None:
    roles = look.roles()
    text = _ROLE.sub(lambda match: roles.get(match[1], match[0]), data.decode("utf-8", errors="replace"))
    size = QSvgRenderer(QByteArray(text.encode())).defaultSize()
    if size.isEmpty():
        return None
    wanted = QSize(round(size.width() * look.scale), round(size.height() * look.scale))
    if wanted.width() > width:
        wanted.scale(width, wanted.height(), Qt.AspectRatioMode.KeepAspectRatio)
    return _draw(text, wanted.width(), wanted.height())


@lru_cache(maxsize=64)
def _draw(source: str, width: int, height: int) -> QImage:
    """SVG text drawn ``width`` by ``height`` page pixels; kept, since a page is built anew at every mark."""
    image = QImage(QSize(width, height) * DENSITY, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(image.rect()))
    painter.end()
    return image
