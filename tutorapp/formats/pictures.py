"""Pictures that come with foreign questions: judged by content, kept by the hash of their bytes."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from urllib.parse import unquote

from tutorapp.domain.errors import KnownError
from tutorapp.formats import pack_media
from tutorapp.formats.pack_box import MAX_MEDIA_BYTES
from tutorapp.formats.report import Reason

_DATA = re.compile(r"data:image/[a-z.+-]{1,20};base64,", re.IGNORECASE)
_STARTS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8", "jpg"), (b"GIF8", "gif"))
_ALT_FORBIDDEN = re.compile(r"[\[\]\s]+")

Lookup = Callable[[str], bytes | None]
"""The bytes of a file by the name a question uses for it, or None."""


class Pictures:
    """Gathers the pictures of one file. ``media`` and ``alternatives`` are keyed by the new name."""

    def __init__(self) -> None:
        self.media: dict[str, bytes] = {}
        self.alternatives: dict[str, str] = {}

    def take(self, source: str, alternative: str, lookup: Lookup | None) -> tuple[str, Reason | None]:
        """Markup for the picture at ``source`` (its words only where it is not let in), and why something is missing.

        Nothing outside the file is ever looked at: an address on the network counts as missing.
        """
        alt = _ALT_FORBIDDEN.sub(" ", alternative).strip()[:600]
        try:
            data = _inline_data(source) if _DATA.match(source) else lookup(source) if lookup else None
        except KnownError:
            return alt, "media-missing"
        if data is None:
            return alt, "media-missing"
        ending = next((name for start, name in _STARTS if data.startswith(start)), "")
        if not ending or len(data) > MAX_MEDIA_BYTES or _objections(ending, data):
            return alt, "media-type"
        name = f"{hashlib.sha256(data).hexdigest()}.{ending}"
        self.media[name] = data
        self.alternatives.setdefault(name, alt)
        return f"![{alt}]({name})", None


def decode_base64(text: str) -> bytes | None:
    """The bytes that ``text`` (white space allowed) stands for, or None."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def plain_name(source: str) -> str:
    """The file name at the end of a path or address, percent signs decoded."""
    return unquote(source.split("?")[0].split("#")[0]).replace("\\", "/").rpartition("/")[2]


def _inline_data(source: str) -> bytes | None:
    return decode_base64(unquote(source.partition(",")[2]))


def _objections(ending: str, data: bytes) -> bool:
    try:
        return bool(pack_media.objections(f"picture.{ending}", data))
    except Exception:  # a header cut short, of whatever kind, is no picture
        return True
