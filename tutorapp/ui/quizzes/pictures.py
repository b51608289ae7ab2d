"""Own pictures: read from a file, made small and plain enough, and named by what they hold."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from tutorapp.domain.bank.checks import MOST_PICTURE_BYTES, MOST_PICTURE_PIXELS
from tutorapp.domain.errors import KnownError

KINDS = "*.png *.jpg *.jpeg *.gif *.bmp *.webp"
MOST_WIDE = 1600
"""Pixels of the longer side as kept: sharp on a page of A4 and on a large screen."""
_MOST_FILE = 40 * 1024 * 1024


def read(path: Path) -> tuple[str, bytes]:
    """(name by SHA-256, bytes) of the picture in ``path``, drawn anew as PNG or JPEG without what a camera adds.

    KnownError, in words, for what is no picture or too large.
    """
    try:
        if path.stat().st_size > _MOST_FILE:
            raise KnownError(f"{path.name} is larger than 40 MB. Save it smaller, then choose it again.")
        reader = QImageReader(str(path))
        reader.setDecideFormatFromContent(True)
        reader.setAutoTransform(True)
        size = reader.size()
    except OSError as error:
        raise KnownError(f"{path.name} could not be read. Copy it to your own folder and choose it there.") from error
    if bytes(reader.format().data()) in (b"svg", b"svgz", b"pdf") or not reader.canRead():
        raise KnownError(f"{path.name} is not a picture that can be used. Choose a PNG or JPEG file.")
    if size.isValid() and size.width() * size.height() > MOST_PICTURE_PIXELS:
        raise KnownError(
            f"{path.name} has {size.width()} × {size.height()} pixels, more than 16 million. Save it smaller first."
        )
    image = reader.read()
    if image.isNull():
        raise KnownError(f"{path.name} is damaged and could not be read as a picture.")
    return encode(image)


def encode(image: QImage) -> tuple[str, bytes]:
    """(name, bytes): PNG where that is the smaller or where it is transparent, else JPEG. KnownError: too large."""
    if max(image.width(), image.height()) > MOST_WIDE:
        size = image.size().scaled(QSize(MOST_WIDE, MOST_WIDE), Qt.AspectRatioMode.KeepAspectRatio)
        image = image.scaled(size, mode=Qt.TransformationMode.SmoothTransformation)
    image = _plain(image)
    png = _bytes(image, "PNG")
    jpg = b"" if image.hasAlphaChannel() else _bytes(image, "JPG")
    data, ending = (jpg, "jpg") if jpg and len(jpg) < len(png) else (png, "png")
    if len(data) > MOST_PICTURE_BYTES:
        raise KnownError("The picture is larger than 10 MB. Save it smaller first.")
    return f"{hashlib.sha256(data).hexdigest()}.{ending}", data


def _plain(image: QImage) -> QImage:
    """The pixels alone: no text chunks, no colour profile."""
    wanted = QImage.Format.Format_ARGB32 if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    made = image.convertToFormat(wanted)
    return QImage(made.constBits(), made.width(), made.height(), made.bytesPerLine(), made.format()).copy()


def _bytes(image: QImage, kind: str) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, 88 if kind == "JPG" else -1)  # type: ignore[call-overload]  # the stubs want bytes
    buffer.close()
    return bytes(data.data())
