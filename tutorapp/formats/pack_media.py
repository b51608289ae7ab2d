"""Pictures of a pack: which are let in. Foreign ones may be hostile, so each is judged by its content."""

from __future__ import annotations

import re
import struct
from xml.etree import ElementTree

MAX_PIXELS = 16_000_000
"""Decoded, that is 64 MB: what a school laptop can still show."""

_SVG = "{http://www.w3.org/2000/svg}"
# No <image>, <use>, <style>, <script>, <filter> or animation: Qt would load files, repeat without end or be slow.
_SVG_ELEMENTS = frozenset(
    {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc"}
    | {"defs", "marker", "linearGradient", "radialGradient", "stop", "clipPath"}
)
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:", re.IGNORECASE)


def objections(name: str, data: bytes) -> tuple[str, ...]:
    """Why the picture ``data`` called ``name`` is not let in; empty when it is fine."""
    ending = name.rpartition(".")[2].lower()
    if ending == "svg":
        return _svg_objections(data)
    kind, size = _raster(data)
    if kind is None or size is None:
        return ("is not a PNG, JPEG or GIF picture, or it is damaged",)
    if kind != {"jpeg": "jpg"}.get(ending, ending):
        return (f"is in truth a {kind.upper()} picture: give it that ending",)
    width, height = size
    if not 0 < width * height <= MAX_PIXELS:
        return (f"is {width} by {height} pixels; at most 16 million are shown",)
    return ()


def _raster(data: bytes) -> tuple[str | None, tuple[int, int] | None]:
    """Kind and size by the header alone."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return "png", struct.unpack(">II", data[16:24])
    if data[:6] in {b"GIF87a", b"GIF89a"} and len(data) >= 10:
        return "gif", struct.unpack("<HH", data[6:10])
    if data.startswith(b"\xff\xd8"):
        return "jpg", _jpeg_size(data)
    return None, None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the first frame header (ITU T.81, annex B)."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return None


def _svg_objections(data: bytes) -> tuple[str, ...]:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\x00" in data:
        return ("has a document type declaration, which pictures here must not have",)
    try:
        root = ElementTree.fromstring(data)  # safe: entities need the declaration refused above
    except ElementTree.ParseError as error:
        return (f"is not well-formed SVG (line {error.position[0]})",)
    if root.tag != f"{_SVG}svg":
        return ("is not an SVG picture",)
    return tuple(dict.fromkeys(_element_objections(root)))


def _element_objections(root: ElementTree.Element) -> list[str]:
    found = []
    for element in root.iter():
        tag = str(element.tag)
        if not tag.startswith(_SVG) or tag.removeprefix(_SVG) not in _SVG_ELEMENTS:
            found.append(f"uses <{tag.rpartition('}')[2]}>, which is not allowed in pictures here")
        for key, value in element.attrib.items():
            plain = key.rpartition("}")[2].lower()
            if plain.startswith("on") or plain == "href" or _OUTSIDE.search(value):
                found.append(f"reaches outside itself (“{plain}”)")
    return found
