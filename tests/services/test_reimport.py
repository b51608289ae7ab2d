"""The same pack again changes nothing; a newer one updates; what was edited here is never replaced unasked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db import Database
from tests.builders import a_question, a_quiz, a_unit
from tests.fakes import FakeClock
from tutorapp.domain.content import Manifest, Unit
from tutorapp.domain.quiz import Entry, Pick, Quiz, QuizSection
from tutorapp.formats.pack_write import write_pack
from tutorapp.formats.signature import Signer
from tutorapp.services.bank import BankService
from tutorapp.services.importing import import_and_store, import_file, others_of
from tutorapp.services.reimport import Met, meet
from tutorapp.system_clock import identity

FIRST = a_question(id="q-1", text="Why did he win?", sections=(), terms=(), events=(), care=())
SECOND = replace(FIRST, id="q-2", text="Why did they lose?")


@pytest.fixture
def bank(database: Database) -> BankService:
    clock = FakeClock()
    return BankService(database.unit_of_work, identity(database.device_id, clock), clock)


def packed(folder: Path, *questions, quizzes: tuple[Quiz, ...] = ()) -> Path:
    manifest = Manifest(id="own-items", title="Week 1", short_title="Week 1", version="1")
    path = folder / "week 1.tutorpack"
    write_pack(Unit(manifest=manifest, questions=questions), {}, path, quizzes=quizzes)
    return path


def met(bank: BankService, path: Path) -> Met:
    return meet(bank, a_unit(), import_file(path, known=bank.known(a_unit())), others_of(path))


def results(found: Met) -> list[tuple[str, bool]]:
    return [(item.result, "edited-here" in item.reasons) for item in found.imported.report.items]


def test_the_same_pack_again_is_a_duplicate_row_by_row(bank, tmp_path):
    path = packed(tmp_path, FIRST, SECOND)
    assert import_and_store(path, None, bank, a_unit()).exit_code == 0
    again = import_and_store(path, None, bank, a_unit())
    assert again.exit_code == 1
    assert [item.result for item in again.report.items] == ["duplicate", "duplicate"]
    assert "here already" in (again.report.error or "")
    assert [item.version for item in bank.items("question")] == [1, 1]


def test_a_newer_version_is_changed_and_takes_the_place_of_the_older(bank, tmp_path):
    import_and_store(packed(tmp_path, FIRST, SECOND), None, bank, a_unit())
    found = met(bank, packed(tmp_path, replace(FIRST, text="Why did he lose?"), SECOND))
    assert results(found) == [("changed", False), ("duplicate", False)]
    assert found.old == {1: FIRST}
    bank.bring_in(found.imported, a_unit())
    assert [item.body.text for item in bank.items("question")] == ["Why did he lose?", "Why did they lose?"]
    assert [item.version for item in bank.revisions("question", "q-1")] == [1, 2]


def test_what_was_edited_here_since_stays_unless_chosen(bank, tmp_path):
    import_and_store(packed(tmp_path, FIRST, SECOND), None, bank, a_unit())
    mine = replace(FIRST, text="Why, in my words, did he win?")
    bank.save(mine)
    path = packed(tmp_path, replace(FIRST, text="Why did he lose?"), replace(SECOND, text="Who lost?"))
    found = met(bank, path)
    assert results(found) == [("changed", True), ("changed", False)]
    assert found.old[1] == mine
    outcome = import_and_store(path, None, bank, a_unit())  # nobody to ask
    assert [item.result for item in outcome.report.items] == ["skipped", "changed"]
    assert {item.body.text for item in bank.items("question")} == {mine.text, "Who lost?"}
    bank.bring_in(found.imported, a_unit(), frozenset({1}))
    assert {item.body.text for item in bank.items("question")} == {"Why did he lose?", "Who lost?"}


def test_a_question_written_here_and_changed_elsewhere_is_asked_about(bank, tmp_path):
    bank.save(FIRST)
    path = packed(tmp_path, replace(FIRST, text="Why did he lose?"))
    assert results(met(bank, path)) == [("changed", True)]
    outcome = import_and_store(path, None, bank, a_unit())
    assert (outcome.exit_code, outcome.report.came_in) == (1, 0)
    assert "stays" in (outcome.report.error or "")


def test_a_quiz_edited_here_waits_for_a_person(bank, tmp_path):
    quiz = a_quiz(id="z-1", title="Week 1")
    import_and_store(packed(tmp_path, FIRST, quizzes=(quiz,)), None, bank, a_unit())
    assert met(bank, packed(tmp_path, FIRST, quizzes=(quiz,))).edited == ()
    mine = replace(quiz, title="My week 1")
    bank.save(mine)
    theirs = replace(quiz, title="Week 1, second go")
    path = packed(tmp_path, replace(FIRST, text="Why did he lose?"), quizzes=(theirs,))
    found = met(bank, path)
    assert (found.others, found.edited) == ((), (theirs,))
    import_and_store(path, None, bank, a_unit())
    assert [item.body for item in bank.items("quiz")] == [mine]


def test_the_units_own_question_is_compared_with_the_copy_that_came_in(bank, tmp_path):
    own = a_unit().questions[0]
    newer = replace(own, text="Another text?")
    found = met(bank, packed(tmp_path, newer))
    assert found.old == {1: own}
    bank.bring_in(found.imported, a_unit())
    newest = met(bank, packed(tmp_path, replace(own, text="A third text?")))
    assert newest.old[1].text == "Another text?"


def test_a_new_quiz_of_questions_that_are_all_here_comes_in(bank, tmp_path):
    import_and_store(packed(tmp_path, FIRST, SECOND), None, bank, a_unit())
    quiz = a_quiz(id="z-9", sections=(QuizSection(entries=(Entry(question="q-1"), Entry(question="q-2"))),))
    path = packed(tmp_path, FIRST, SECOND, quizzes=(quiz,))
    outcome = import_and_store(path, None, bank, a_unit())
    assert (outcome.exit_code, outcome.report.error, outcome.report.others) == (0, None, 1)
    assert outcome.report.totals["duplicate"] == 2
    assert [item.body for item in bank.items("quiz")] == [quiz]
    again = import_and_store(path, None, bank, a_unit())
    assert (again.exit_code, again.report.others) == (1, 0)
    assert [item.version for item in bank.items("quiz")] == [1]


def test_a_quiz_names_its_questions_by_the_ids_they_have_here(bank, tmp_path):
    """The same question was written here under another id; one of the unit's ids comes in under a third."""
    bank.save(replace(FIRST, id="q-mine"))
    taken = a_unit().questions[0].id
    pick = Pick(count=1, left_out=("q-1",))
    entries = (Entry(question="q-1"), Entry(question="q-2"), Entry(question=taken), Entry(pick=pick))
    other = replace(FIRST, id=taken, text="Who came next?")
    twin = replace(SECOND, id="q-3")
    quiz = a_quiz(id="z-9", sections=(QuizSection(entries=(*entries, Entry(question="q-3"))),))
    import_and_store(packed(tmp_path, FIRST, SECOND, other, twin, quizzes=(quiz,)), None, bank, a_unit())
    (came,) = bank.items("quiz")
    got = came.body.sections[0].entries
    assert [entry.question for entry in got] == ["q-mine", "q-2", f"{taken}-own", "", "q-2"]
    assert got[3].pick.left_out == ("q-mine",)
    assert {item.item_id for item in bank.items("question")} == {"q-mine", "q-2", f"{taken}-own"}


def test_a_signer_is_known_after_the_first_file(bank, tmp_path):
    def signed(question, secret) -> Path:
        path = tmp_path / "signed.tutorpack"
        manifest = Manifest(id="own-items", title="Week 1", short_title="Week 1", version="1")
        signer = Signer(bytes([secret]) * 32, "Ms Reed")
        write_pack(Unit(manifest=manifest, questions=(question,)), {}, path, signer=signer)
        return path

    first = import_and_store(signed(FIRST, 1), None, bank, a_unit())
    assert first.report.signature.known is False
    assert met(bank, signed(SECOND, 1)).imported.report.signature.known is True
    other = met(bank, signed(SECOND, 2)).imported.report.signature
    assert (other.is_genuine, other.known) == (True, False)  # the name alone says nothing
    bank.undo_import(bank.imports()[0].id)
    assert met(bank, signed(SECOND, 1)).imported.report.signature.known is False
