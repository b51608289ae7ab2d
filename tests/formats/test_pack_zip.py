"""The pack as one file: written the same each time, read back equal, and refused when it is hostile."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats.packs import EXAMPLE, example_files, zip_of
from tutorapp.domain.checking import Coverage
from tutorapp.domain.content import (
    Choice,
    DateAnswer,
    Event,
    Manifest,
    MarkPoint,
    NumericAnswer,
    Question,
    Section,
    Term,
    Unit,
)
from tutorapp.domain.errors import KnownError
from tutorapp.domain.problems import errors
from tutorapp.formats import pack_box
from tutorapp.formats.pack import digest, read_pack, read_whole
from tutorapp.formats.pack_write import write_pack

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def refusal(path: Path) -> str:
    unit, problems = read_pack(path)
    assert unit.manifest.id == ""
    assert len(problems) == 1
    return problems[0].message


def test_a_zip_of_the_folder_is_read_like_the_folder(tmp_path: Path):
    assert read_pack(zip_of(tmp_path / "a.tutorpack", example_files())) == read_pack(EXAMPLE)


def test_equal_content_gives_equal_bytes(tmp_path: Path):
    unit = read_pack(EXAMPLE)[0]
    write_pack(unit, {"b.svg": SVG, "a.svg": SVG}, tmp_path / "one.tutorpack")
    write_pack(unit, {"a.svg": SVG, "b.svg": SVG}, tmp_path / "two.tutorpack")
    assert (tmp_path / "one.tutorpack").read_bytes() == (tmp_path / "two.tutorpack").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.tutorpack") as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.read("mimetype") == b"application/vnd.tutorapp.pack+zip"
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_written_pictures_and_coverage_come_back(tmp_path: Path):
    unit = Unit(manifest=Manifest(id="u", title="U", short_title="U", version="1", media={"a.svg": "A"}))
    coverage = Coverage(must_cover=("C1",), care={"K1": ("C1",)})
    write_pack(unit, {"a.svg": SVG}, tmp_path / "u.tutorpack", coverage)
    whole = read_whole(tmp_path / "u.tutorpack")
    assert (whole.unit, whole.coverage, whole.media, whole.problems) == (unit, coverage, {"a.svg": SVG}, ())


def test_an_older_file_stays_when_the_new_one_cannot_be_written(tmp_path: Path):
    with pytest.raises(KnownError, match="cannot be saved there"):
        write_pack(read_pack(EXAMPLE)[0], {}, tmp_path / "missing folder" / "u.tutorpack")
    write_pack(read_pack(EXAMPLE)[0], {}, tmp_path / "u.tutorpack")
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["u.tutorpack"]


words = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30)
names = st.text("abcXYZ0123456789-", min_size=1, max_size=12)
lists = st.lists(names, max_size=3).map(tuple)
point = st.builds(
    MarkPoint,
    id=names,
    text=words,
    terms=st.lists(st.lists(st.lists(words, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple), max_size=2).map(
        tuple
    ),
)
question = st.builds(
    Question,
    id=names,
    text=words,
    marks=st.integers(0, 100),
    minutes=st.none() | st.floats(0.5, 90),
    shuffle=st.booleans(),
    true=st.none() | st.booleans(),
    period=st.none() | st.tuples(words, words),
    points=st.lists(point, max_size=2).map(tuple),
    choices=st.lists(st.builds(Choice, id=names, text=words, correct=st.booleans()), max_size=2).map(tuple),
    numeric=st.none() | st.builds(NumericAnswer, value=st.integers(-9, 9).map(float), unit=words),
    date=st.none() | st.builds(DateAnswer, when=words, near_days=st.integers(0, 99)),
)
section = st.builds(
    Section,
    id=names,
    title=words,
    parent=st.none() | names,
    remember=st.lists(words, max_size=3).map(tuple),
    why=words,
    body=words.map(lambda body: body.strip("\n")),
)
unit_of = st.builds(
    Unit,
    manifest=st.builds(Manifest, id=names, title=words, short_title=words, version=words),
    sections=st.lists(section, max_size=3, unique_by=lambda s: s.id).map(tuple),
    terms=st.lists(st.builds(Term, id=names, term=words, short=words), max_size=2, unique_by=lambda t: t.id).map(tuple),
    events=st.lists(
        st.builds(
            Event,
            id=names,
            title=words,
            when=words,
            summary=words,
            category=names,
            importance=st.integers(1, 5),
            sections=lists,
        ),
        max_size=2,
        unique_by=lambda e: e.id,
    ).map(tuple),
    questions=st.lists(question, max_size=3, unique_by=lambda q: q.id).map(tuple),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(unit=unit_of)
def test_whatever_is_written_is_read_back_equal(tmp_path: Path, unit: Unit):
    write_pack(unit, {}, tmp_path / "u.tutorpack")
    again, problems = read_pack(tmp_path / "u.tutorpack")
    assert problems == ()
    assert again == unit
    assert digest(again) == digest(unit)


@pytest.mark.parametrize(
    "name",
    [
        "../pack.json",
        "/pack.json",
        "notes/../../x.md",
        "C:\\x.json",
        "C:x.json",
        "notes\\x.md",
        "media/con.png",
        "media/x.png:ads",
        "media/\u202egnp.exe",
        "media/" + "a" * 200 + ".png",
        ".hidden",
        "a/b/c/d/e.json",
        "",
    ],
)
def test_a_name_that_could_do_harm_refuses_the_pack(tmp_path: Path, name: str):
    assert "file name that is not allowed" in refusal(zip_of(tmp_path / "x.tutorpack", {**example_files(), name: b"x"}))


def test_names_that_windows_cannot_tell_apart_are_refused(tmp_path: Path):
    path = zip_of(tmp_path / "x.tutorpack", {**example_files(), "Events.json": b"{}"})
    assert "twice" in refusal(path)


def test_a_harmless_stray_is_left_out_with_a_warning(tmp_path: Path):
    unit, problems = read_pack(zip_of(tmp_path / "x.tutorpack", {**example_files(), "inner.zip": b"PK"}))
    assert unit.manifest.id
    assert [(p.file, p.severity) for p in problems] == [("inner.zip", "warning")]


def test_bombs_are_refused(tmp_path: Path):
    zeros = zip_of(tmp_path / "zeros.tutorpack", {**example_files(), "media/a.png": bytes(9_000_000)})
    assert "unpacks to far more than it should" in refusal(zeros)
    large = zip_of(
        tmp_path / "large.tutorpack", {**example_files(), "terms.json": bytes(5_000_001)}, zipfile.ZIP_STORED
    )
    assert "larger than 5 MB" in refusal(large)
    many = zip_of(tmp_path / "many.tutorpack", {f"notes/{n}.md": b"" for n in range(2001)}, zipfile.ZIP_STORED)
    assert "more than 2000 files" in refusal(many)


def test_the_sum_of_all_files_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pack_box, "MAX_ALL_BYTES", 1_000_000)
    half = bytes(range(256)) * 2000
    path = zip_of(
        tmp_path / "x.tutorpack", {**example_files(), "media/a.png": half, "media/b.png": half}, zipfile.ZIP_STORED
    )
    assert "unpacks to more than 1 MB" in refusal(path)


def test_a_size_that_lies_is_found_while_reading(tmp_path: Path):
    data = bytearray(
        zip_of(tmp_path / "x.tutorpack", {**example_files(), "media/a.png": bytes(3_000_000)}).read_bytes()
    )
    entry = data.rindex(b"media/a.png") - 46  # the central directory's entry
    assert data[entry : entry + 4] == b"PK\x01\x02"
    data[entry + 24 : entry + 28] = struct.pack("<I", 1000)
    (tmp_path / "lie.tutorpack").write_bytes(data)
    assert "damaged" in refusal(tmp_path / "lie.tutorpack")


def test_damaged_locked_and_foreign_zips_are_refused(tmp_path: Path):
    good = zip_of(tmp_path / "good.tutorpack", example_files()).read_bytes()
    for name, data in {
        "cut": good[:-30],
        "half": good[: len(good) // 2],
        "flipped": good[:60] + bytes([good[60] ^ 255]) + good[61:],
        "empty": b"",
    }.items():
        (tmp_path / name).write_bytes(data)
        assert "damaged or is not a pack" in refusal(tmp_path / name)
    assert "packed in a way that is not read here" in refusal(
        zip_of(tmp_path / "bz2.tutorpack", example_files(), zipfile.ZIP_BZIP2)
    )
    entry = good.rindex(b"PK\x01\x02")
    locked = bytearray(good)
    locked[entry + 8] |= 1
    (tmp_path / "locked").write_bytes(locked)
    assert "locked with a password" in refusal(tmp_path / "locked")


def test_a_link_inside_a_zip_is_refused(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "x.tutorpack", "w") as archive:
        link = zipfile.ZipInfo("terms.json")
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "link to another file" in refusal(tmp_path / "x.tutorpack")


def test_a_changed_file_is_named_by_its_hash(tmp_path: Path):
    write_pack(read_pack(EXAMPLE)[0], {}, tmp_path / "u.tutorpack")
    with zipfile.ZipFile(tmp_path / "u.tutorpack") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["events.json"] = files["events.json"].replace(b'"importance": 5', b'"importance": 4')
    del files["terms.json"]
    _unit, problems = read_pack(zip_of(tmp_path / "changed.tutorpack", files))
    assert [(p.file, p.message) for p in errors(problems)] == [
        ("events.json", "this file was changed after the pack was saved"),
        ("terms.json", "this file is missing from the pack"),
    ]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spots=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_no_damage_makes_the_reader_fail(tmp_path: Path, spots: list[tuple[float, int]]):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in example_files().items():
            archive.writestr(zipfile.ZipInfo(name), data)
    raw = bytearray(held.getvalue())
    for where, value in spots:
        raw[int(where * (len(raw) - 1))] = value
    (tmp_path / "fuzzed").write_bytes(raw)
    unit, problems = read_pack(tmp_path / "fuzzed")
    assert unit.manifest.id or errors(problems)
