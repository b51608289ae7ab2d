"""Pictures are drawn anew, named by what they hold, described in words, and shown to the pupil."""

import hashlib

import pytest
from PySide6.QtGui import QColor, QImage

from tutorapp.domain.errors import KnownError
from tutorapp.ui.quizzes import pictures


def a_picture(path, width=60, height=40, kind="PNG"):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(10, 120, 200))
    image.setText("Author", "a camera that says too much")
    assert image.save(str(path), kind)
    return path


@pytest.mark.parametrize("kind", ["PNG", "JPG", "BMP"])
def test_a_picture_is_kept_by_the_hash_of_what_is_kept(tmp_path, kind):
    name, data = pictures.read(a_picture(tmp_path / "holiday.png", kind=kind))
    assert name == f"{hashlib.sha256(data).hexdigest()}.{name[-3:]}"
    assert name.endswith((".png", ".jpg"))
    assert b"camera" not in data
    assert not QImage.fromData(data).isNull()


def test_a_large_picture_is_made_smaller(tmp_path):
    _name, data = pictures.read(a_picture(tmp_path / "wide.png", 3_000, 200))
    assert QImage.fromData(data).width() == pictures.MOST_WIDE


@pytest.mark.parametrize("content", [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n"])
def test_what_is_no_picture_is_refused_in_words(tmp_path, content):
    path = tmp_path / "x.png"
    path.write_bytes(content)
    with pytest.raises(KnownError, match=r"x\.png"):
        pictures.read(path)
    with pytest.raises(KnownError):
        pictures.read(tmp_path / "nowhere.png")


def test_a_bomb_of_pixels_is_refused_before_it_is_unpacked(tmp_path):
    with pytest.raises(KnownError, match="16 million"):
        pictures.read(a_picture(tmp_path / "bomb.png", 5_000, 4_000))


def test_a_picture_needs_its_words_and_then_the_pupil_sees_it(builder, tmp_path):
    builder.page.new_question("short_answer")
    editor = builder.page.bank.editor
    editor.put_picture(a_picture(tmp_path / "poster.png"))
    builder.settle()
    source = builder.question().sources[0]
    assert source.media.endswith((".png", ".jpg"))
    assert "sources[0].media" in {note.path for note in editor.bar.notes()}
    builder.type("sources[0].media", "A blue poster")
    builder.field("text").control.setFocus()
    builder.settle()
    assert builder.bank.alternatives()[source.media] == "A blue poster"
    assert "sources[0].media" not in {note.path for note in editor.check()}
    assert builder.bank.picture(source.media)
    builder.qtbot.waitUntil(lambda: builder.page.bank.preview.sources.isVisible())
