"""Reading a pack: whole units out, and every mistake named by file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats.packs import EXAMPLE, change, copy_example, example_files
from tutorapp.domain.errors import KnownError
from tutorapp.domain.problems import Problem, errors
from tutorapp.formats.pack import READER, digest, load, media_of, read_pack, read_whole

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><title>A line</title><path d="M0 0L9 9"/></svg>'


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return copy_example(tmp_path)


def test_the_example_is_read_whole():
    unit, problems = read_pack(EXAMPLE)
    assert problems == ()
    assert unit.manifest.id == "reform-act-1832"
    assert [section.id for section in unit.sections] == ["N1"]
    assert unit.sections[0].body.startswith("## A Parliament out of date\n\nOld towns")
    assert unit.events[0].when == "1832-06-07"
    assert unit.questions[0].points[1].terms == ((("riot*", "unrest", "revolution*"),),)
    assert load(EXAMPLE) == unit


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("events.json", '"1832-06-07"', "18320607", ("events.json", 6, "E1.when", "must be a text in quotation marks")),
        ("events.json", '"importance": 5', '"importance": "5"', ("events.json", 9, "E1.importance", "a whole number")),
        ("events.json", '"importance": 5', '"importance": 4.5', ("events.json", 9, "E1.importance", "a whole number")),
        ("events.json", '"importance": 5', '"importance": true', ("events.json", 9, "E1.importance", "but is true")),
        ("events.json", '"summary"', '"sumary"', ("events.json", 7, "E1.sumary", "did you mean “summary”?")),
        ("events.json", '"id": "E1",', "", ("events.json", 3, "events[0]", "the key “id” is missing")),
        ("events.json", '"sections": ["N1"]', '"sections": "N1"', ("events.json", 10, "E1.sections", "must be a list")),
        ("events.json", '"events"', '"event"', ("events.json", 2, "event", "did you mean “events”?")),
        (
            "events.json",
            '"id": "E1",',
            '"id": "E1", "certainty": "low",',
            ("events.json", 4, "E1.certainty", "high, medium"),
        ),
        (
            "questions/01.json",
            '{"id": "P2",',
            '{"id": "P2", "mark": 1,',
            ("questions/01.json", 13, "Q1.points[1].mark", "did you mean “marks”?"),
        ),
        (
            "questions/01.json",
            '[[["riot*",',
            '[["riot*", ["x"], ["',
            ("questions/01.json", 13, "", "comma or closing bracket"),
        ),
        (
            "questions/01.json",
            '[["riot*", "unrest", "revolution*"]]',
            '["riot*"]',
            ("questions/01.json", 13, "Q1.points[1].terms[0][0]", "must be a list"),
        ),
        (
            "questions/01.json",
            '"marks": 2,',
            '"marks": 2, "period": ["1830"],',
            ("questions/01.json", 6, "Q1.period", "must be a list of 2"),
        ),
        (
            "questions/01.json",
            '"marks": 2,',
            '"marks": 2, "marks": 3,',
            ("questions/01.json", 6, "", "the key “marks” stands twice"),
        ),
        (
            "questions/01.json",
            '"marks": 2,',
            '"marks": 2, "minutes": NaN,',
            ("questions/01.json", None, "", "NaN is not a number"),
        ),
        (
            "questions/01.json",
            '"marks": 2,',
            '"marks": 2, "minutes": 1' + "0" * 5000 + ",",
            ("questions/01.json", None, "", "is too long"),
        ),
        (
            "questions/01.json",
            '"marks": 2,',
            '"marks": 99999999999999999999,',
            ("questions/01.json", None, "", "is too long"),
        ),
        (
            "questions/01.json",
            '"id": "Q1",',
            '"id": "Q1", "title": "\\ud800",',
            ("questions/01.json", None, "", "half a character"),
        ),
        (
            "terms.json",
            '"term": "Rotten borough"',
            '"term": null',
            ("terms.json", 5, "rotten-borough.term", "but is null"),
        ),
        ("pack.json", '"version": "1.0.0"', '"version": 1', ("pack.json", 5, "version", "must be a text")),
        ("pack.json", '"version"', '"varsion"', ("pack.json", 5, "varsion", "did you mean “version”?")),
        ("notes/01-reform.md", 'spec = ["P1"]', 'spec = "P1"', ("notes/01-reform.md", 5, "spec", "must be a list")),
        ("notes/01-reform.md", "why =", "whi =", ("notes/01-reform.md", 11, "whi", "did you mean “why”?")),
        ("notes/01-reform.md", 'number = "1"', "number = ", ("notes/01-reform.md", 3, "", "not valid TOML")),
        ("notes/01-reform.md", "+++\n## A", "## A", ("notes/01-reform.md", 1, "", "the second +++ line is missing")),
        ("notes/01-reform.md", "+++\nid", "id", ("notes/01-reform.md", 1, "", "the first line must be +++")),
        (
            "notes/01-reform.md",
            'id = "N1"',
            'id = "N1"\nbody = "x"',
            ("notes/01-reform.md", 1, "body", "belongs below"),
        ),
    ],
)
def test_a_mistake_is_named_by_its_place(pack: Path, file: str, old: str, new: str, expected: tuple):
    change(pack, file, old, new)
    _unit, problems = read_pack(pack)
    told = [(p.file, p.line, p.field, p.message) for p in problems]
    assert any(t[:3] == expected[:3] and expected[3] in t[3] for t in told), told
    with pytest.raises(KnownError, match="cannot be used"):
        load(pack)


def test_all_mistakes_are_listed_at_once(pack: Path):
    change(pack, "events.json", '"1832-06-07"', "1832")
    change(pack, "events.json", '"importance": 5', '"importance": "5"')
    change(pack, "terms.json", '"short"', '"shrt"')
    change(pack, "notes/01-reform.md", "why =", "whi =")
    _unit, problems = read_pack(pack)
    assert {(p.file, p.field) for p in problems} == {
        ("notes/01-reform.md", "whi"),
        ("terms.json", "rotten-borough.shrt"),
        ("terms.json", "rotten-borough"),
        ("events.json", "E1.when"),
        ("events.json", "E1.importance"),
    }


def test_a_bad_item_costs_only_itself(pack: Path):
    change(pack, "events.json", '"events": [', '"events": [{"id": "E0"},')
    unit, problems = read_pack(pack)
    assert [event.id for event in unit.events] == ["E1"]
    assert {p.field for p in problems} == {"E0"}


def test_the_second_of_two_equal_ids_is_named(pack: Path):
    again = '{\n  "id": "Q1", "text": "x", "marks": 1},'
    change(pack, "questions/01.json", '"questions": [', '"questions": [' + again)
    (pack / "questions/02.json").write_bytes((EXAMPLE / "questions/01.json").read_bytes())
    unit, problems = read_pack(pack)
    assert [question.text for question in unit.questions] == ["x"]
    assert problems == (
        Problem("questions/01.json", 5, "Q1.id", "the id Q1 stands twice"),
        Problem("questions/02.json", None, "Q1.id", "the id Q1 stands twice (the first is in questions/01.json)"),
    )


def test_a_newer_pack_is_refused_in_words(pack: Path):
    change(pack, "pack.json", '"version"', f'"reader": {READER + 1}, "colour": 1, "version"')
    change(pack, "events.json", '"1832-06-07"', "1832")
    unit, problems = read_pack(pack)
    assert unit.events == ()
    assert [(p.file, p.field) for p in problems] == [("pack.json", "reader")]
    assert "made for a newer program" in problems[0].message
    assert "Update TutorApp" in problems[0].message


def test_what_is_no_pack_is_said_so(tmp_path: Path):
    assert "There is no pack at" in read_pack(tmp_path / "nowhere")[1][0].message
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "pack.json is missing" in read_pack(empty)[1][0].message
    (empty / "pack.json").write_text("null", encoding="utf-8")
    assert "must be an object" in read_pack(empty)[1][0].message
    (tmp_path / "file.tutorpack").write_text("no zip", encoding="utf-8")
    assert "is damaged or is not a pack" in read_pack(tmp_path / "file.tutorpack")[1][0].message


def test_windows_files_are_read_alike(pack: Path):
    for file in [f for f in pack.rglob("*") if f.is_file()]:
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert read_pack(pack) == read_pack(EXAMPLE)


def test_other_encodings_are_refused_with_the_line(pack: Path):
    data = (pack / "events.json").read_bytes().replace("’".encode(), b"\x92")
    (pack / "events.json").write_bytes(data)
    _unit, problems = read_pack(pack)
    assert problems == (Problem("events.json", 7, "", "this is not UTF-8 text: save the file as UTF-8"),)


def test_stray_files_are_warned_of_and_hidden_ones_passed_over(pack: Path):
    (pack / "readme.txt").write_text("hello", encoding="utf-8")
    (pack / "notes/draft.docx").write_bytes(b"")
    (pack / ".DS_Store").write_bytes(b"")
    (pack / "deep/er").mkdir(parents=True)
    _unit, problems = read_pack(pack)
    assert {(p.file, p.severity) for p in problems} == {
        ("readme.txt", "warning"),
        ("notes/draft.docx", "warning"),
        ("deep", "warning"),
    }


def test_a_link_out_of_the_folder_is_not_followed(pack: Path, tmp_path: Path):
    outside = tmp_path / "outside.json"
    outside.write_text('{"terms": []}', encoding="utf-8")
    (pack / "terms.json").unlink()
    (pack / "terms.json").symlink_to(outside)
    unit, problems = read_pack(pack)
    assert unit.terms == ()
    assert [p.file for p in problems] == ["terms.json"]
    (tmp_path / "other").mkdir()
    (pack / "notes").rename(tmp_path / "other/notes")
    (pack / "notes").symlink_to(tmp_path / "other/notes")
    assert read_pack(pack)[0].sections == ()


def test_a_file_too_large_is_not_read(pack: Path):
    (pack / "terms.json").write_bytes(b" " * 5_000_001)
    assert read_pack(pack)[1][0] == Problem("terms.json", None, "", "the file is larger than 5 MB")


def test_pictures_need_an_alternative_and_must_be_there(pack: Path):
    (pack / "media").mkdir()
    (pack / "media/line.svg").write_bytes(SVG)
    (pack / "media/extra.svg").write_bytes(SVG)
    (pack / "media/bad.svg").write_bytes(SVG.replace(b"path", b"image"))
    names = '{"line.svg": "A line", "bad.svg": "Bad", "gone.svg": "Gone"}'
    change(pack, "pack.json", '"version"', f'"media": {names}, "version"')
    whole = read_whole(pack)
    assert whole.media == {"line.svg": SVG}
    assert [(p.file, p.field, p.severity) for p in whole.problems] == [
        ("media/extra.svg", "", "warning"),
        ("pack.json", "media.gone.svg", "error"),
        ("media/bad.svg", "", "error"),
    ]
    assert media_of(pack, "line.svg") == SVG
    with pytest.raises(KnownError, match="not allowed in pictures"):
        media_of(pack, "bad.svg")
    with pytest.raises(KnownError, match="is missing"):
        media_of(pack, "../pack.json")


def test_the_coverage_list_is_read(pack: Path):
    (pack / "coverage.json").write_text('{"must_cover": ["C1"], "care": {"K1": ["C1"]}}', encoding="utf-8")
    coverage = read_whole(pack).coverage
    assert coverage is not None
    assert coverage.must_cover == ("C1",)
    assert coverage.care == {"K1": ("C1",)}
    assert read_whole(EXAMPLE).coverage is None


def test_the_digest_follows_the_content_and_not_the_layout(pack: Path):
    before = digest(read_pack(EXAMPLE)[0])
    text = (pack / "events.json").read_text(encoding="utf-8")
    (pack / "events.json").write_text(text.replace("\n", " "), encoding="utf-8")
    assert digest(read_pack(pack)[0]) == before
    change(pack, "events.json", '"importance": 5', '"importance": 4')
    assert digest(read_pack(pack)[0]) != before
    unit = read_pack(EXAMPLE)[0]
    assert digest(unit, {"a.svg": SVG}) != digest(unit, {"a.svg": SVG + b" "})


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_content_makes_the_reader_fail(tmp_path: Path, data: st.DataObject):
    files = example_files()
    name = data.draw(st.sampled_from(sorted(files)))
    raw = bytearray(files[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        piece = data.draw(
            st.sampled_from([b"", b"[", b"{", b'"', b"\\", b"null", b"\x00", b"\xff", b"+++", b"}", b"1e999"])
        )
        raw[at : at + data.draw(st.integers(0, 9))] = piece
        raw = raw or bytearray(b" ")
    for other, content in files.items():
        file = tmp_path / "fuzzed" / other
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes(raw) if other == name else content)
    unit, problems = read_pack(tmp_path / "fuzzed")
    assert errors(problems) or unit.manifest.id
    assert all(problem.message for problem in problems)


def test_brackets_without_end_are_refused(pack: Path):
    (pack / "events.json").write_bytes(b"[" * 200_000)
    (pack / "notes/01-reform.md").write_text("+++\nspec = " + "[" * 5000 + "\n+++\nx", encoding="utf-8")
    _unit, problems = read_pack(pack)
    assert {p.file for p in problems} == {"events.json", "notes/01-reform.md"}
