"""Pictures: judged by their content, never by their name."""

from __future__ import annotations

import struct

import pytest

from tutorapp.formats.pack_media import objections


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x02\x00\x00\x00"


def jpeg(width: int, height: int) -> bytes:
    quantisation = b"\xff\xdb" + struct.pack(">H", 4) + b"\x00\x00"
    return b"\xff\xd8" + quantisation + b"\xff\xc2" + struct.pack(">HBHH", 17, 8, height, width) + bytes(10)


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height)


def svg(inside: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{inside}</svg>'.encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", png(640, 480)),
        ("a.jpg", jpeg(640, 480)),
        ("a.JPEG", jpeg(4000, 4000)),
        ("a.gif", gif(1, 1)),
        (
            "a.svg",
            svg(
                '<defs><marker id="m"><path d="M0 0"/></marker></defs><path marker-end="url(#m)" style="fill:url(#g)"/>'
            ),
        ),
    ],
)
def test_ordinary_pictures_are_let_in(name: str, data: bytes):
    assert objections(name, data) == ()


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("a.png", png(60_000, 60_000), "60000 by 60000 pixels"),
        ("a.jpg", jpeg(60_000, 60_000), "60000 by 60000 pixels"),
        ("a.png", png(0, 5), "0 by 5 pixels"),
        ("a.png", jpeg(10, 10), "in truth a JPG picture"),
        ("a.jpg", b"MZ" + bytes(50), "not a PNG, JPEG or GIF"),
        ("a.jpg", b"\xff\xd8\xff\xd9", "not a PNG, JPEG or GIF"),
        ("a.png", b"", "not a PNG, JPEG or GIF"),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>', "document type"),
        ("a.svg", svg('<image href="file:///etc/passwd"/>'), "<image>"),
        ("a.svg", svg('<image href="file:///etc/passwd"/>'), "reaches outside"),
        ("a.svg", svg('<use xlink:href="#a"/>'), "<use>"),
        ("a.svg", svg("<script>1</script>"), "<script>"),
        ("a.svg", svg("<style>@import url(//host/x)</style>"), "<style>"),
        ("a.svg", svg('<path onclick="x()"/>'), "reaches outside"),
        ("a.svg", svg('<path style="fill:url(//host/x)"/>'), "reaches outside"),
        ("a.svg", svg('<path fill="url( file:x )"/>'), "reaches outside"),
        ("a.svg", b"<svg", "not well-formed"),
        ("a.svg", b"<html/>", "not an SVG"),
        ("a.svg", svg("<x:y xmlns:x='z'/>"), "<y>"),
        ("a.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>'.encode("utf-16"), "document type"),
    ],
)
def test_others_are_refused_with_the_reason(name: str, data: bytes, part: str):
    assert any(part in objection for objection in objections(name, data)), objections(name, data)
