"""The bank: each change is a version, each can be undone, an import is one step with its report."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from db import Database
from tests.builders import a_question, a_quiz, a_unit
from tests.fakes import FakeClock
from tutorapp.domain.content import Event
from tutorapp.domain.errors import KnownError
from tutorapp.formats.pack_write import write_pack
from tutorapp.formats.reader import Imported, read_whole
from tutorapp.services.bank import BankService
from tutorapp.services.importing import import_and_store
from tutorapp.system_clock import identity

AIKEN = (
    b"Who led the opposition in 1927?\nA) Trotsky\nB) Lenin\nANSWER: A\n\n"
    b"When was the show trial?\nA) 1936\nB) 1921\nANSWER: A\n"
)


@pytest.fixture
def bank(database: Database) -> BankService:
    clock = FakeClock()
    return BankService(database.unit_of_work, identity(database.device_id, clock), clock)


def read(bank: BankService, data: bytes = AIKEN, name: str = "quiz.txt") -> Imported:
    return read_whole(data, name, known=bank.known(a_unit()))


def texts(bank: BankService) -> list[str]:
    return [item.body.text for item in bank.items("question")]


def test_saving_again_makes_a_version_and_the_same_makes_none(bank: BankService):
    question = a_question(id="q-own")
    first = bank.save(question)
    assert first.changes.kinds == {"own"}
    assert bank.save(question).after == ()
    bank.save(replace(question, text="Another text?"))
    assert [item.version for item in bank.revisions("question", "q-own")] == [1, 2]
    assert texts(bank) == ["Another text?"]


def test_undo_and_undoing_that(bank: BankService):
    question = a_question(id="q-own")
    made = bank.save(question)
    gone = bank.undo(made)
    assert bank.items("question") == ()
    assert bank.find("question", "q-own") is None
    bank.undo(gone)
    assert texts(bank) == [question.text]


def test_archive_delete_and_bring_back(bank: BankService):
    bank.save(a_question(id="q-own"))
    bank.set_state("question", ["q-own"], "archived")
    assert bank.items("question") == ()
    assert len(bank.items("question", ("archived",))) == 1
    bank.set_state("question", ["q-own"], "active")
    assert len(bank.items("question")) == 1
    with pytest.raises(KnownError, match="not in your bank"):
        bank.set_state("question", ["q-own", "q-none"], "deleted")
    assert len(bank.items("question")) == 1


def test_a_quiz_knows_its_questions(bank: BankService):
    bank.save(a_question(id="q-own"))
    assert bank.save(a_quiz()).changes.kinds == {"quizzes"}
    assert [quiz.title for quiz in bank.used_in("q-own")] == ["Friday test"]
    assert bank.used_in("q-other") == ()


def test_an_import_comes_in_once_with_its_report_and_goes_again(bank: BankService):
    brought = bank.bring_in(read(bank), a_unit())
    assert texts(bank) == ["Who led the opposition in 1927?", "When was the show trial?"]
    assert json.loads(brought.record.report)["totals"]["found"] == 2
    again = read(bank)
    assert again.report.totals["duplicate"] == 2
    with pytest.raises(KnownError, match="here already"):
        bank.bring_in(again, a_unit())
    bank.undo_import(brought.record.id)
    assert texts(bank) == []
    assert bank.imports() == ()
    with pytest.raises(KnownError, match="already"):
        bank.undo_import(brought.record.id)
    bank.bring_in(read(bank), a_unit())
    assert len(texts(bank)) == 2


def test_only_the_ticked_rows_come_in(bank: BankService):
    bank.bring_in(read(bank), a_unit(), frozenset({2}))
    assert texts(bank) == ["When was the show trial?"]


def test_taking_an_import_back_leaves_later_work(bank: BankService):
    brought = bank.bring_in(read(bank), a_unit())
    mine = bank.items("question")[0]
    bank.save(replace(mine.body, explanation="Because I say so."))
    bank.undo_import(brought.record.id)
    assert [item.item_id for item in bank.items("question")] == [mine.item_id]


def test_an_imported_question_never_takes_the_place_of_the_units(bank: BankService):
    unit = a_unit()
    taken = unit.questions[0].id
    imported = read(bank)
    row = imported.report.items[0]
    twisted = replace(row, question=replace(row.question, id=taken))
    imported = replace(imported, report=replace(imported.report, items=(twisted,)))
    bank.bring_in(imported, unit)
    assert bank.items("question")[0].item_id == f"{taken}-own"
    joined = bank.joined(unit)
    assert len(joined.questions) == len(unit.questions) + 1


def test_without_own_items_the_unit_is_the_same(bank: BankService):
    unit = a_unit()
    assert bank.joined(unit) is unit


def test_a_file_is_brought_in_without_a_window(bank: BankService, tmp_path: Path):
    file = tmp_path / "quiz.txt"
    file.write_bytes(AIKEN)
    assert import_and_store(file, None, bank, a_unit()).exit_code == 0
    assert len(texts(bank)) == 2
    again = import_and_store(file, None, bank, a_unit())
    assert (again.exit_code, again.report.totals["duplicate"]) == (1, 2)
    assert import_and_store(file, "word", bank, a_unit()).exit_code == 2
    missing = import_and_store(tmp_path / "none.txt", None, bank, a_unit())
    assert missing.exit_code == 1
    assert missing.report.error
    assert len(bank.imports()) == 1


def test_a_pack_of_ours_brings_events_and_quizzes_too(bank: BankService, tmp_path: Path):
    question = a_question(id="q-own", text="Who?", spec=(), sections=())
    event = Event(id="v-1", title="Our visit", when="2027-03", summary="", category="party", importance=1)
    unit = replace(a_unit(), questions=(question,), events=(*a_unit().events, event))
    file = tmp_path / "ours.tutorpack"
    write_pack(unit, {}, file, quizzes=(a_quiz(),))
    assert import_and_store(file, None, bank, a_unit()).exit_code == 0
    assert [item.item_id for item in bank.items("event")] == ["v-1"]
    assert [item.body.title for item in bank.items("quiz")] == ["Friday test"]
    (record,) = bank.imports()
    bank.undo_import(record.id)
    assert bank.items("event") == bank.items("quiz") == ()


def test_a_backup_comes_before_an_import(database: Database):
    asked: list[int] = []
    clock = FakeClock()
    who = identity(database.device_id, clock)
    bank = BankService(database.unit_of_work, who, clock, lambda: asked.append(len(bank.items("question"))))
    bank.bring_in(read(bank), a_unit())
    assert asked == [0]
