"""The check command: problems with their lines, the table, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.formats.packs import EXAMPLE, change, copy_example
from tutorapp import assets
from tutorapp.domain.problems import Problem
from tutorapp.formats.pack import read_pack, read_whole
from tutorapp.formats.pack_places import Place, Places, steps
from tutorapp.formats.pack_write import write_pack
from tutorapp.services.checking import as_json, check, text_lines
from tutorapp.services.importing import export


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return copy_example(tmp_path)


def test_a_sound_pack_is_counted():
    result = check(EXAMPLE, assets.british_words())
    assert (result.ok, result.exit_code, result.problems) == (True, 0, ())
    lines = text_lines(result)
    assert "Links that lead somewhere                            9 of 9" in lines
    assert [line for line in lines if line.startswith("Words in the dictionary")]
    assert lines[-2:] == [
        "The Great Reform Act: 1 section, 1 term, 0 care notes, 1 event, 1 question.",
        "The pack can be used (0 errors, 0 warnings).",
    ]


def test_every_problem_has_its_line(pack: Path):
    change(pack, "events.json", '"1832-06-07"', '"1832-13"')
    change(pack, "notes/01-reform.md", "[[event:E1|7 June", "[[event:E2|7 June")
    change(pack, "notes/01-reform.md", '  "The bill became law on 7 June 1832.",\n', "")
    change(pack, "questions/01.json", '"marks": 2', '"marks": 3')
    change(pack, "terms.json", '"term"', '"aka": 1, "term"')
    result = check(pack)
    assert not result.ok
    assert result.exit_code == 1
    assert [(p.severity, p.file, p.line, p.field) for p in result.problems] == [
        ("error", "events.json", 6, "E1.when"),
        ("error", "notes/01-reform.md", 18, "N1.body"),
        ("error", "questions/01.json", 6, "Q1.marks"),
        ("error", "terms.json", 5, "rotten-borough.aka"),
        ("warning", "notes/01-reform.md", 6, "N1.remember"),
        ("warning", "notes/01-reform.md", 18, "N1.body"),
    ]
    lines = text_lines(result)
    assert lines[0].startswith("error: events.json:6: E1.when: ")
    assert lines[-1] == "The pack cannot be used yet: 4 errors, 2 warnings."


def test_all_that_is_wrong_with_one_item_is_told_at_once(pack: Path):
    change(pack, "events.json", '"category"', '"colour": "red", "category"')
    change(pack, "events.json", '"1832-06-07"', '"1832-02-30"')
    change(pack, "events.json", '["N1"]', '["N9"]')
    change(pack, "questions/01.json", '"type"', '"colour": "red", "type"')
    change(pack, "questions/01.json", '"marks": 2', '"marks": 9')
    change(pack, "questions/01.json", '["N1"]', '["N8"]')
    told = [(p.file, p.field) for p in check(pack).problems if p.severity == "error"]
    events = [("events.json", "E1.when"), ("events.json", "E1.colour"), ("events.json", "E1.sections[0]")]
    questions = [("questions/01.json", f"Q1.{field}") for field in ("marks", "colour", "sections[0]")]
    assert sorted(told) == sorted([*events, *questions])


def test_a_mistake_that_can_be_understood_brings_no_false_complaint(pack: Path):
    change(pack, "events.json", '"importance": 5', '"importance": "5", "colour": "red"')
    change(pack, "events.json", '["N1"]', '"N1"')
    change(pack, "questions/01.json", '"marks": 2', '"marks": "2"')
    change(pack, "terms.json", '"term"', '"colour": 1, "term"')
    change(pack, "notes/01-reform.md", "number = ", "colour = 1\nnumber = ")
    told = [(p.severity, p.field) for p in check(pack).problems]
    fields = ("E1.colour", "E1.importance", "E1.sections", "Q1.marks", "colour", "rotten-borough.colour")
    assert sorted(told) == [("error", field) for field in fields]


def test_what_nobody_can_understand_is_left_out(pack: Path):
    change(pack, "events.json", '"1832-06-07"', "null")
    result = check(pack)
    assert (result.unit.events, result.ok) == ((), False)


def test_a_misspelling_is_told_with_its_line_and_a_guess(pack: Path):
    change(pack, "notes/01-reform.md", "Manchester sent none", "Manchster sent none")
    change(pack, "terms.json", "very few voters", "very few voterz")
    result = check(pack, assets.british_words())
    assert [(p.severity, p.file, p.line, p.field) for p in result.problems] == [
        ("warning", "notes/01-reform.md", 15, "N1.body"),
        ("warning", "terms.json", 6, "rotten-borough.short"),
    ]
    assert "“Manchester” is" in result.problems[0].message
    assert result.ok


def test_the_packs_own_words_are_right(pack: Path):
    change(pack, "notes/01-reform.md", "Manchester sent none", "Xyzzyx sent none")
    (pack / "words.txt").write_text("# names\n\nXyzzyx\n", encoding="utf-8")
    assert check(pack, assets.british_words()).problems == ()
    (pack / "words.txt").write_bytes(b"\xff")
    assert [p.file for p in check(pack, assets.british_words()).problems if p.severity == "error"] == ["words.txt"]


def test_the_packs_own_words_go_along_into_its_zip(pack: Path, tmp_path: Path):
    change(pack, "notes/01-reform.md", "Manchester sent none", "Xyzzyx sent none")
    (pack / "words.txt").write_text("# names\nXyzzyx\n", encoding="utf-8")
    out = tmp_path / "u.tutorpack"
    assert export(pack, "pack", out).exit_code == 0
    assert read_whole(out).words == {"Xyzzyx"}
    assert check(out, assets.british_words()).problems == ()


def test_another_language_has_no_dictionary(pack: Path):
    change(pack, "pack.json", '"version"', '"language": "fr", "version"')
    result = check(pack, assets.british_words())
    assert "Spelling was not checked word by word: there is no dictionary for it." in text_lines(result)
    assert json.loads(as_json(result))["spelling_checked"] is False


def test_a_zip_is_checked_like_its_folder(tmp_path: Path):
    write_pack(read_pack(EXAMPLE)[0], {}, tmp_path / "u.tutorpack")
    assert check(tmp_path / "u.tutorpack").rows == check(EXAMPLE).rows


def test_what_cannot_be_read_has_no_table(tmp_path: Path):
    result = check(tmp_path / "nowhere")
    assert (result.rows, result.exit_code) == ((), 1)
    assert text_lines(result)[-1] == "The pack cannot be used yet: 1 error, 0 warnings."


def test_problems_of_the_pack_itself_stand_in_pack_json(pack: Path):
    change(pack, "pack.json", '"short_title": "Reform 1832"', '"short_title": ""')
    assert check(pack).problems == (Problem("pack.json", None, "short_title", "is empty"),)


def test_the_json_says_the_same(pack: Path):
    change(pack, "events.json", '"1832-06-07"', '"1832-13"')
    result = check(pack)
    told = json.loads(as_json(result))
    assert told["ok"] is False
    assert (told["errors"], told["warnings"]) == (1, 2)
    assert told["unit"] == {"id": "reform-act-1832", "title": "The Great Reform Act", "version": "1.0.0"}
    assert {"label": "Dates that can be read", "have": 0, "want": 1} in told["rows"]
    assert told["problems"][0]["line"] == 6
    assert told["problems"][0]["field"] == "E1.when"


def test_places_of_what_is_not_there():
    places = Places(EXAMPLE)
    assert places.of("event", "E9", "when") == Place("", None)
    assert places.of("event", "E1", "gone.deeper[3]") == Place("events.json", 3)
    assert places.of("section", "N1", "body") == Place("notes/01-reform.md", 13)
    assert places.of("section", "N1", "body", near="The Lords refused") == Place("notes/01-reform.md", 19)
    assert Places(EXAMPLE / "nowhere").of("event", "E1", "when") == Place("", None)
    assert steps("points[3].terms[0][1]") == ("points", 3, "terms", 0, 1)
