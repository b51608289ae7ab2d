"""Pictures that come in with other people's files: judged by their head, then drawn anew as PNG or JPEG."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

from tutorapp.domain.bank.checks import MOST_PICTURE_PIXELS
from tutorapp.domain.errors import KnownError
from tutorapp.ui.quizzes.pictures import MOST_WIDE, encode

_KINDS = frozenset({b"png", b"jpeg", b"jpg", b"gif"})
_PNG_PARTS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"pHYs", b"IDAT", b"IEND"})
_JPEG_PARTS = frozenset({0xC0, 0xC2, 0xC4, 0xDB, 0xDD, 0xE0})
_SCAN, _JFIF = 0xDA, 0xE0


def clean(data: bytes) -> bytes | None:
    """``data`` as a PNG or JPEG with nothing but its pixels; of an animation the first frame. None: no such picture.

    What is plain already stays byte for byte, so that a pack which goes round comes back with the same names.
    Needs no window and may run on any thread.
    """
    image = _decoded(data)
    if image is None:
        return None
    if max(image.width(), image.height()) <= MOST_WIDE and (_is_plain_png(data) or _is_plain_jpeg(data)):
        return data
    try:
        return encode(image)[1]
    except KnownError:
        return None


def _decoded(data: bytes) -> QImage | None:
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()  # from the head alone
    if bytes(reader.format().data()) not in _KINDS or not size.isValid():
        return None
    if not 0 < size.width() * size.height() <= MOST_PICTURE_PIXELS:
        return None
    image = reader.read()
    return None if image.isNull() else image


def _is_plain_png(data: bytes) -> bool:
    """Whether it is a PNG of nothing but pixels, with nothing behind its end (PNG 1.2, section 4)."""
    at = 8
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return False
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if kind not in _PNG_PARTS:
            return False
        at += 12 + length
        if kind == b"IEND":
            return at == len(data)
    return False


def _is_plain_jpeg(data: bytes) -> bool:
    """Whether it is a JPEG of nothing but pixels: no camera's data, no comment, nothing behind (ITU T.81, annex B)."""
    at = 2
    if not data.startswith(b"\xff\xd8") or not data.endswith(b"\xff\xd9"):
        return False
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == _SCAN:
            return data.find(b"\xff\xd9", at) == len(data) - 2 and not _has_segments(data, at)
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if marker not in _JPEG_PARTS or (marker == _JFIF and length != 16):  # a longer one holds a small copy
            return False
        at += 2 + length
    return False


def _has_segments(data: bytes, scan: int) -> bool:
    """Whether an application's segment or a comment stands between scans, where pixels are expected."""
    return any(data.find(bytes((0xFF, marker)), scan) >= 0 for marker in (*range(0xE0, 0xF0), 0xFE))
