"""The table of hostile and broken input: each row refused or survived, with its reason in words."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from tests.formats.foreign_files import EVERY, QTI2_CHOICE, apkg, png, qti2_item, zipped
from tests.formats.test_fuzz_foreign import shut_in  # noqa: F401  # a fixture
from tutorapp.domain import markup
from tutorapp.formats.html_text import from_html
from tutorapp.formats.reader import read_quiz, read_whole
from tutorapp.formats.text_in import decode


def moodle(text: str, kind: str = "description") -> bytes:
    return (
        f"<quiz><question type='{kind}'><name><text>N</text></name>"
        f"<questiontext format='html'><text><![CDATA[{text}]]></text></questiontext></question></quiz>"
    ).encode()


def refused(data: bytes, name: str = "q.zip", said: str | None = None) -> str:
    """The sentence with which a file is refused; it must come within a second."""
    began = time.perf_counter()
    questions, report = read_quiz(data, name, said)
    assert time.perf_counter() - began < 1
    assert questions == ()
    assert report.error
    return report.error


# --- zip -------------------------------------------------------------------------------------------------


def test_a_zip_bomb_is_not_unpacked():
    bomb = zipped({"imsmanifest.xml": "<manifest/>", "a.xml": QTI2_CHOICE, "b.xml": b"\0" * 50_000_000})
    questions, _report = read_quiz(bomb, "q.zip")
    assert len(questions) == 1
    data = apkg().replace(b"x", b"x")
    assert len(data) < 20_000
    only = zipped({"collection.anki2": b"\0" * 50_000_000})
    assert "unpacks to far more" in refused(only)


@pytest.mark.parametrize(
    "name",
    [
        "../up.xml",
        "/abs.xml",
        "C:/x.xml",
        "a\\b.xml",
        "con.xml",
        "x.xml:ads",
        "bi\u202edi.xml",
        "a//b.xml",
        "end./x",
        "a" * 300,
    ],
)
def test_names_that_could_do_harm_refuse_the_file(name):
    assert "not allowed" in refused(zipped({"a.xml": QTI2_CHOICE, name: "x"}))


def test_a_file_without_a_name_is_refused():
    data = zipped({"a": QTI2_CHOICE}).replace(b"a<?xml", b"<?xml")
    at = data.index(b"PK\x01\x02")
    nameless = bytearray(data[:at] + data[at : at + 46] + data[at + 47 :])
    nameless[26:28] = nameless[at + 28 : at + 30] = b"\0\0"
    end = nameless.index(b"PK\x05\x06")
    nameless[end + 12 : end + 16] = (end - at).to_bytes(4, "little")
    assert "not allowed" in refused(bytes(nameless), "q.zip", "qti2")


def test_the_same_name_twice_or_in_two_cases_is_refused():
    assert "twice" in refused(zipped({"a.xml": QTI2_CHOICE, "A.XML": QTI2_CHOICE}))


def test_too_many_entries_links_passwords_and_unknown_packing_are_refused():
    assert "more than 2000" in refused(zipped({f"{n}.xml": "x" for n in range(2001)}))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("a.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "link" in refused(stream.getvalue())
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.xml", QTI2_CHOICE)
    assert "packed in a way" in refused(stream.getvalue())
    locked = bytearray(zipped({"a.xml": QTI2_CHOICE}))
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert "password" in refused(bytes(locked))


def test_cut_short_or_with_something_behind_it_is_refused():
    good = zipped({"a.xml": QTI2_CHOICE})
    assert "damaged" in refused(good[:-30])
    assert "damaged" in refused(good + b"more")


def test_a_wrong_checksum_costs_only_that_file():
    data = bytearray(zipped({"a.xml": QTI2_CHOICE, "b.xml": QTI2_CHOICE.replace("Who?", "Where?")}))
    at = data.index(b"PK\x01\x02")
    data[at + 16] ^= 0xFF
    questions, _report = read_quiz(bytes(data), "q.zip", "qti2")
    assert len(questions) == 1


# --- XML -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["moodle_xml", "qti1", "qti2"])
@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!-- first --><?pi x?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "http://example.org/x">]>',
    ],
)
def test_a_document_type_is_refused_before_any_parsing(said, head, shut_in):  # noqa: F811  # the fixture
    xml = f'<?xml version="1.0"?>{head}<quiz><question type="description">&e;</question></quiz>'
    assert "document type" in refused(xml.encode(), "q.xml", said)
    assert "document type" in refused(xml.encode("utf-16"), "q.xml", said)


def test_xinclude_and_schema_places_are_never_followed(shut_in):  # noqa: F811  # the fixture
    body = '<p>Text <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/></p>'
    place = 'adaptive="false" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a http://example.org/a.xsd"'
    questions, _report = read_quiz(qti2_item(body, attributes=place).encode(), "i.xml")
    assert questions[0].text == "Text"


def test_deep_nesting_and_huge_text_are_refused_or_skipped():
    deep = "<quiz><question type='description'>" + "<a>" * 5000 + "</a>" * 5000 + "</question></quiz>"
    assert "deeply" in refused(deep.encode(), "q.xml")
    _questions, report = read_quiz(moodle("word " * 10_000), "q.xml")
    assert report.items[0].reasons == ("text-too-long",)
    _questions, report = read_quiz(moodle("w" * 2_000), "q.xml")
    assert report.items[0].reasons == ("text-too-long",)


# --- rich text and pictures ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>words",
        "<p onclick='x()'>words</p>",
        "<style>@import url(file:///etc/passwd)</style>words",
        "<a href='javascript:x()'>words</a>",
        "<iframe src='//host/share'></iframe>words",
        "<img src='file:///etc/passwd'>words",
        "<img src='//host/share/x.png'>words",
        "<img src='http://example.org/x.png'>words",
        "<object data='x.swf'></object>words",
        "<svg onload='x()'><script>y</script></svg>words",
        "<table><tr><td>words</td></tr></table>",
    ],
)
def test_nothing_of_foreign_html_but_its_words_comes_in(html, shut_in):  # noqa: F811  # the fixture
    questions, report = read_quiz(moodle(html), "q.xml")
    assert questions[0].text == "words"
    assert report.items[0].result == ("exact" if "onclick" in html else "loss")


def test_nested_tables_and_endless_tags_are_flat_and_quick():
    began = time.perf_counter()
    made, _reasons = from_html("<table><tr><td>" * 400 + "x" + "<b>" * 20_000 + "y")
    assert time.perf_counter() - began < 1
    assert markup.plain(made).replace(" | ", "") == "xy"


def test_our_own_marks_in_foreign_words_stay_letters():
    text = "## no heading\n> no quote\n![no](picture.png)\n[[term:x]] and *no* **style**"
    made, _reasons = from_html("<br>".join(text.split("\n")))
    kinds = {type(block) for block in markup.parse(made)}
    assert kinds == {markup.Paragraph}
    assert all(not isinstance(run, markup.Link) for block in markup.parse(made) for run in block.inlines)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (png(60_000, 60_000), "media-type"),
        (b"GIF89a", "media-type"),
        (b"\xff\xd8\xff\xc0", "media-type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "media-type"),
        (b"not a picture", "media-type"),
    ],
)
def test_pictures_are_judged_by_their_content(data, reason):
    made = read_whole(
        zipped({"i.xml": qti2_item("<p>Look <img src='p.png' alt='a map'/></p>"), "p.png": data}), "q.zip"
    )
    assert made.report.items[0].reasons == (reason,)
    assert made.media == {}
    assert made.questions[0].text == "Look a map"


# --- letters ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "encoding", "guessed"),
    [
        ("é".encode(), "UTF-8", False),
        ("\ufeffé".encode(), "UTF-8 with BOM", False),
        ("é word".encode("utf-16"), "UTF-16", False),
        ("é some words".encode("utf-16-le"), "UTF-16", True),
        ("é some words".encode("utf-16-be"), "UTF-16", True),
        ("é – ’".encode("cp1252"), "Windows-1252", True),
        (b"\x81\xe9", "Windows-1252", True),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>".encode("latin-1"), "ISO-8859-1", False),
    ],
)
def test_encodings_are_found_and_named(data, encoding, guessed):
    found = decode(data)
    assert (found.encoding, found.guessed) == (encoding, guessed)
    assert "é" in found.text
    assert "\ufffd" not in found.text


def test_line_ends_zeros_and_typographic_quotes():
    questions, _report = read_quiz("One?{T}\r\n\r\nTwo “quoted”?{T}\r\rThr\0ee?{F}".encode(), "q.gift")
    assert [question.text for question in questions] == ["One?", "Two “quoted”?", "Three?"]


# --- the rest --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "q.xml", "empty"),
        (b"  \n", "q.gift", "empty"),
        (b"%PDF-1.4", "q.pdf", "PDF"),
        (zipped({"word/document.xml": "<x/>"}), "q.docx", "Word"),
        (zipped({"h5p.json": "{}"}), "q.h5p", "H5P"),
        (zipped({"readme.txt": "x"}), "q.zip", "no quiz"),
        (b"\x1f\x8b\x08", "q.mbz", "backup"),
        (b"<?xml version='1.0'?><html/>", "q.xml", "not read here"),
        (b"<quiz></quiz>", "q.xml", "No question was found"),
        (b"just some words", "q.txt", "Nothing came in"),
        (bytes(range(256)) * 20, "q.bin", "."),
    ],
)
def test_what_is_no_quiz_is_refused_in_words(data, name, words):
    assert words in refused(data, name)


def test_an_unknown_format_is_refused_with_the_known_ones():
    assert "gift" in refused(b"x", "q", "word")


def test_a_pack_of_the_future_is_refused():
    files = {"pack.json": '{"id": "x", "title": "X", "short_title": "X", "version": "1", "reader": 99}'}
    assert "newer" in refused(zipped(files), "q.tutorpack")


def test_marks_of_nothing_or_too_many_become_marks_we_can_give():
    for given, marks in (("0", 1), ("-3", 1), ("2.5", 3), ("1e9", 100), ("nan", 1)):
        xml = moodle("x", "essay").replace(b"</question>", f"<defaultgrade>{given}</defaultgrade></question>".encode())
        questions, report = read_quiz(xml, "q.xml")
        assert questions[0].marks == marks
        assert ("marks-changed" in report.items[0].reasons) == (given != "nan")


def test_every_good_file_of_these_tests_comes_in():
    for name, (file, data) in EVERY.items():
        _questions, report = read_quiz(data, file)
        assert report.format == name
        assert report.error is None
