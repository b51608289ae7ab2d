"""Bytes of a foreign file to text, with the name of the encoding; nothing is ever replaced in silence."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from tutorapp.domain.errors import KnownError

MAX_BYTES = 60_000_000
"""A bank of 5,000 questions takes 5 MB; the rest is room for pictures written as text."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with BOM"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_CONTROLS = bytes((*range(0x09), *range(0x0E, 0x20)))
_XML_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_KNOWN_CODECS = {
    "utf-8",
    "ascii",
    "iso8859-1",
    "iso8859-15",
    "cp1252",
    "cp1250",
    "cp1251",
    "utf-16",
    "koi8-r",
    "mac-roman",
}


@dataclass(frozen=True, slots=True)
class TextIn:
    """A file's text with line ends as ``\\n``; ``guessed`` when the file does not say its encoding for certain."""

    text: str
    encoding: str
    guessed: bool = False


def decode(data: bytes) -> TextIn:
    """The text of ``data``: byte order mark, an XML declaration, UTF-8, else Windows-1252.

    Raises KnownError for a file that is too large or holds no text.
    """
    if len(data) > MAX_BYTES:
        raise KnownError(f"The file is larger than {MAX_BYTES // 1_000_000} MB, which no quiz is.")
    found = _marked(data) or _declared(data) or _utf16_without_mark(data) or _plain(data)
    text = found.text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if _controls_in(text) > len(text) // 50 + 3:
        raise KnownError("The file holds no text. Save the quiz in one of the formats that are read here.")
    return TextIn(text.replace("\0", ""), found.encoding, found.guessed)


def _controls_in(text: str) -> int:
    """How many control characters stand in ``text``; counted in one go, for nothing else runs meanwhile."""
    raw = text.encode(errors="ignore")
    return len(raw) - len(raw.translate(None, _CONTROLS))


def _marked(data: bytes) -> TextIn | None:
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            try:
                return TextIn(data.decode("utf-8-sig" if codec == "utf-8" else codec), name)
            except UnicodeDecodeError:
                # Bytes that are wrong even under their own mark: read as Windows would, and say so.
                return TextIn(_latin(data.removeprefix(mark)), "Windows-1252", guessed=True)
    return None


def _declared(data: bytes) -> TextIn | None:
    said = _XML_ENCODING.match(data.lstrip()[:300])
    if said is None:
        return None
    try:
        codec = codecs.lookup(said[1].decode("ascii")).name
        if codec not in _KNOWN_CODECS or codec == "utf-16":
            return None
        return TextIn(data.decode(codec), said[1].decode("ascii").upper())
    except (LookupError, UnicodeDecodeError):
        return None


def _utf16_without_mark(data: bytes) -> TextIn | None:
    head = data[:2000]
    zeros = head.count(0)
    if len(head) < 8 or zeros < len(head) // 4:
        return None
    codec = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    try:
        return TextIn(data.decode(codec), "UTF-16", guessed=True)
    except UnicodeDecodeError:
        return None


def _plain(data: bytes) -> TextIn:
    try:
        return TextIn(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return TextIn(_latin(data), "Windows-1252", guessed=True)


def _latin(data: bytes) -> str:
    """Windows-1252; its five unused bytes are read as the control characters that ISO 8859-1 has there."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([b]).decode("cp1252") if b not in _UNUSED else chr(b) for b in data)


_UNUSED = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})
