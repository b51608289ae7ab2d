"""Pictures of other people's files are drawn anew, off the window, before anything is compared or kept."""

from __future__ import annotations

import hashlib
import struct
import threading
import zlib
from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage

from tests.builders import a_question, a_unit
from tests.formats.foreign_files import qti2_item, zipped
from tutorapp.domain.content import Manifest, Source
from tutorapp.formats.digest import content_digest
from tutorapp.formats.pack import read_whole as read_pack
from tutorapp.formats.pack_write import write_pack
from tutorapp.formats.reader import read_whole
from tutorapp.services.importing import import_file, others_of
from tutorapp.ui.quizzes.pictures_in import clean

SECRET = b"a camera that says where it was"


def picture(width: int = 60, height: int = 40, kind: str = "PNG", colour: int = 120) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    for x in range(width):
        for y in range(min(height, 40)):
            image.setPixelColor(x, y, QColor(x % 256, y * 5 % 256, colour))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(data.data())


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def telling_png() -> bytes:
    data = picture()
    return data[:33] + png_chunk(b"tEXt", b"Comment\0" + SECRET) + data[33:]


def telling_jpeg() -> bytes:
    data, said = picture(kind="JPG"), b"Exif\0\0" + SECRET
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said + data[2:]


def animation() -> bytes:
    """Two frames of one pixel, red and then blue, each with a colour table of its own (GIF89a, section 20)."""

    def frame(colour: bytes) -> bytes:
        image = b"\x2c\0\0\0\0\x01\0\x01\0\x80" + colour + b"\0\0\0" + b"\x02\x02\x44\x01\x00"
        return b"\x21\xf9\x04\x04\x0a\0\0\0" + image

    head = b"GIF89a\x01\0\x01\0\0\0\0" + b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    return head + frame(b"\xff\0\0") + frame(b"\0\0\xff") + b"\x3b"


@pytest.mark.parametrize("make", [telling_png, telling_jpeg, lambda: picture() + SECRET])
def test_nothing_but_pixels_is_kept(make):
    made = clean(make())
    assert SECRET in make()
    assert made is not None
    assert SECRET not in made
    assert QImage.fromData(made).size() == QImage.fromData(picture()).size()


@pytest.mark.parametrize("kind", ["PNG", "JPG"])
def test_what_is_plain_already_stays_byte_for_byte(kind):
    once = clean(picture(kind=kind, width=200))
    assert once is not None
    assert clean(once) == once


def test_of_an_animation_the_first_frame_stays():
    made = clean(animation())
    assert made is not None
    assert made.startswith(b"\x89PNG")
    assert QImage.fromData(made).pixelColor(0, 0) == QColor(255, 0, 0)


def bomb() -> bytes:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", b"x") + png_chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        picture()[:60],
        bomb(),
        picture(kind="BMP"),
    ],
)
def test_what_is_no_picture_of_ours_or_too_large_is_not_kept(data):
    assert clean(data) is None


def foreign(data: bytes) -> bytes:
    return zipped({"i.xml": qti2_item("<p>Look <img src='p.png' alt='a map'/></p>"), "p.png": data})


def test_foreign_pictures_are_renamed_in_the_question_that_shows_them():
    made = read_whole(foreign(telling_png()), "q.zip", clean=clean)
    (name,) = made.media
    assert SECRET not in made.media[name]
    assert name == f"{hashlib.sha256(made.media[name]).hexdigest()}.{name[-3:]}"
    assert made.questions[0].text == f"Look\n\n![a map]({name})"
    assert made.alternatives == {name: "a map"}
    assert made.report.items[0].result == "exact"


def test_a_picture_that_cannot_be_drawn_is_a_loss_in_the_report():
    made = read_whole(foreign(picture()[:-30]), "q.zip", clean=lambda _data: None)
    assert made.media == {}
    assert made.questions[0].text == "Look\n\na map"
    assert (made.report.items[0].result, made.report.items[0].reasons) == ("loss", ("media-type",))


def packed(path, data: bytes, name: str = "poster.png"):
    question = a_question(id="q-1", sources=(Source(title="A", media=name),), text=f"Why?\n\n![A]({name})")
    unit = a_unit(questions=(question,), sections=(), terms=(), events=(), care=())
    manifest = replace(unit.manifest, media={name: "A"})
    write_pack(replace(unit, manifest=manifest), {name: data}, path)
    return path


def test_a_packs_pictures_are_drawn_anew_too_and_coming_round_changes_nothing(tmp_path):
    first = import_file(packed(tmp_path / "a.tutorpack", telling_jpeg(), "poster.jpg"), clean=clean)
    (name,) = first.media
    question = first.questions[0]
    assert SECRET not in first.media[name]
    assert question.sources[0].media == name
    assert question.text == f"Why?\n\n![A]({name})"
    unit = a_unit(questions=(question,), sections=(), terms=(), events=(), care=())
    manifest: Manifest = replace(unit.manifest, media=dict(first.alternatives))
    write_pack(replace(unit, manifest=manifest), first.media, tmp_path / "b.tutorpack")
    known = {content_digest(question): question.id}
    again = import_file(tmp_path / "b.tutorpack", known=known, clean=clean)
    assert [item.result for item in again.report.items] == ["duplicate"]


def test_a_drawing_of_our_own_pack_stays_a_drawing(tmp_path):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
    made = import_file(packed(tmp_path / "a.tutorpack", svg, "a.svg"), clean=clean)
    assert list(made.media.values()) == [svg]


def test_events_name_the_new_pictures(tmp_path):
    event = replace(a_unit().events[0], summary="See.\n\n![A](poster.png)", sections=(), terms=(), care=())
    unit = a_unit(questions=(), sections=(), terms=(), care=(), events=(event,))
    manifest = replace(unit.manifest, media={"poster.png": "A"})
    path = tmp_path / "e.tutorpack"
    write_pack(replace(unit, manifest=manifest), {"poster.png": telling_png()}, path)
    (name,) = (f"{hashlib.sha256(data).hexdigest()}.png" for data in [clean(read_pack(path).media["poster.png"])])
    assert others_of(path, clean)[0].summary == f"See.\n\n![A]({name})"


def test_any_thread_may_do_it():
    found: list[bytes | None] = []
    worker = threading.Thread(target=lambda: found.append(clean(telling_png())))
    worker.start()
    worker.join(20)
    assert found[0]
