"""The headless import and export: reports, exit codes, and files that appear whole or not at all."""

from __future__ import annotations

import json

import pytest

from tests.builders import a_question, a_unit
from tests.formats.foreign_files import EVERY, GIFT
from tutorapp.domain.content import Choice
from tutorapp.formats.digest import content_digest
from tutorapp.formats.pack_write import write_pack
from tutorapp.formats.reader import read_quiz
from tutorapp.formats.writer import EXPORT_FORMATS
from tutorapp.services.importing import export, import_dry_run, totals_of
from tutorapp.services.packing import make_key


@pytest.fixture
def pack(tmp_path):
    choice = a_question(
        id="Q2",
        type="multiple_choice",
        text="Who led? [[term:trotsky|Trotsky]] did not.",
        marks=1,
        points=(),
        groups=(),
        one_sided_cap=None,
        sections=(),
        choices=(Choice(id="a", text="Stalin", correct=True), Choice(id="b", text="Rykov")),
    )
    path = tmp_path / "unit.tutorpack"
    write_pack(a_unit(questions=(a_question(), choice)), {}, path)
    return path


@pytest.mark.parametrize("name", EVERY)
def test_a_dry_run_reports_every_item_and_writes_nothing(name, tmp_path):
    file, data = EVERY[name]
    folder = tmp_path / "stick"
    folder.mkdir()
    path = folder / file
    path.write_bytes(data)
    outcome = import_dry_run(path)
    assert outcome.exit_code == 0
    told = json.loads(outcome.text(as_json=True))
    assert list(told) == ["source", "sha256", "format", "dialect", "encoding", "items", "totals", "error"]
    assert set(told["items"][0]) == {"n", "line", "title", "type", "result", "reasons", "marks"}
    totals = told["totals"]
    assert totals["found"] == len(told["items"]) == sum(totals.values()) - totals["found"]
    assert list(folder.iterdir()) == [path]


def test_full_carries_each_question_in_the_packs_own_form(tmp_path):
    path = tmp_path / "q.gift"
    path.write_text(GIFT, encoding="utf-8")
    told = json.loads(import_dry_run(path).text(as_json=True, full=True))
    assert told["items"][1]["question"]["true"] is True
    assert told["items"][0]["question"]["choices"][0] == {
        "id": "a",
        "text": "Stalin",
        "correct": True,
        "feedback": "Yes, at the 11th congress.",
    }


def test_exit_codes_and_sentences(tmp_path):
    bad = tmp_path / "bad.gift"
    bad.write_text("Broken {", encoding="utf-8")
    outcome = import_dry_run(bad, "gift")
    assert outcome.exit_code == 1
    assert "of 1 found, 1 cannot be used" in outcome.text()
    assert import_dry_run(bad, "word").exit_code == 2
    assert import_dry_run(tmp_path / "none.gift").exit_code == 1
    assert import_dry_run(tmp_path).exit_code == 1
    assert "folder" in import_dry_run(tmp_path).text()


def test_the_text_names_reasons_in_words(tmp_path):
    path = tmp_path / "q.gift"
    path.write_text(GIFT, encoding="utf-8")
    text = import_dry_run(path).text()
    assert "with loss: Secretary (line 2)" in text
    assert "part marks for single answers are counted in another way" in text
    assert "9 found: 8 exact, 1 with loss, 0 changed, 0 duplicate, 0 skipped." in text


def test_known_questions_are_duplicates(tmp_path):
    path = tmp_path / "q.gift"
    path.write_text(GIFT, encoding="utf-8")
    questions, _report = read_quiz(GIFT.encode(), "q.gift")
    known = {content_digest(question): question.id for question in questions}
    outcome = import_dry_run(path, None, known)
    assert outcome.exit_code == 1
    assert outcome.report.totals["duplicate"] == 9


@pytest.mark.parametrize("name", EXPORT_FORMATS)
def test_a_pack_goes_out_in_every_format_and_comes_back(name, pack, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    out = folder / f"out.{name}"
    outcome = export(pack, name, out)
    assert outcome.exit_code == 0, outcome.text()
    assert outcome.report.totals["found"] == 2
    written = outcome.report.came_in
    back = import_dry_run(out, name)
    assert back.report.came_in == written
    if name == "pack":
        assert outcome.report.totals["exact"] == 2
    else:
        assert "links-lost" in outcome.report.items[1].reasons
        assert "[[term" not in back.report.items[-1].question.text
    assert list(folder.iterdir()) == [out]


def test_exports_that_cannot_be_made_leave_the_old_file(pack, tmp_path):
    out = tmp_path / "old.txt"
    out.write_text("old", encoding="utf-8")
    only_written = tmp_path / "written.tutorpack"
    write_pack(a_unit(), {}, only_written)
    assert export(only_written, "aiken", out).exit_code == 1
    assert export(pack, "docx", out).exit_code == 2
    nowhere = export(tmp_path / "none", "gift", out)
    assert nowhere.exit_code == 1
    assert nowhere.text().endswith(f"There is no pack at {tmp_path / 'none'}.")
    assert export(pack, "gift", tmp_path / "no" / "folder" / "x").exit_code == 1
    assert out.read_text(encoding="utf-8") == "old"


def test_equal_questions_give_equal_bytes(pack, tmp_path):
    for name in EXPORT_FORMATS:
        first, second = tmp_path / "a", tmp_path / "b"
        export(pack, name, first)
        export(pack, name, second)
        assert first.read_bytes() == second.read_bytes()


def test_a_pack_is_signed_with_a_key_file_and_other_formats_are_not(pack, tmp_path):
    key = tmp_path / "my.key"
    assert "my.key signs packs now" in make_key(key, "Ms Reed")
    out = tmp_path / "out.tutorpack"
    assert export(pack, "pack", out, key).exit_code == 0
    told = json.loads(import_dry_run(out).text(as_json=True))
    assert (told["signature"]["name"], told["signature"]["genuine"]) == ("Ms Reed", True)
    assert export(pack, "gift", tmp_path / "out.gift", key).exit_code == 2
    assert not (tmp_path / "out.gift").exists()
    wrong = export(pack, "pack", tmp_path / "other.tutorpack", pack)
    assert (wrong.exit_code, "no key file" in (wrong.report.error or "")) == (1, True)
    assert not (tmp_path / "other.tutorpack").exists()


def test_the_kept_report_is_the_one_that_was_shown(tmp_path):
    path = tmp_path / 'odd "items": [] name.gift'
    path.write_text(GIFT, encoding="utf-8")
    report = import_dry_run(path).report
    assert json.loads(report.as_json()) == report.as_dict()
    assert totals_of(report.as_json()) == report.totals
    assert totals_of("") == {}
