"""From a quiz taken to a class's figures: sittings, result files, marks, and what comes from strangers."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import Database
from tests.builders import a_question, a_quiz, a_result, an_answer, an_attempt, an_id
from tests.fakes import FakeClock
from tutorapp.domain.closed import write_response
from tutorapp.domain.content import Choice, Question
from tutorapp.domain.errors import KnownError
from tutorapp.domain.quiz import QuestionFilter, QuizSection, fixed, picked
from tutorapp.domain.results import ResultAnswer
from tutorapp.formats import result_file
from tutorapp.services.practice import PracticeService
from tutorapp.services.results import ResultsService, as_csv, guarded, unguarded
from tutorapp.system_clock import identity

CHOICE = Question(
    id="c1",
    text="When?",
    marks=1,
    type="multiple_choice",
    choices=(Choice(id="a", text="1922", correct=True), Choice(id="b", text="1929")),
)
WRITTEN = a_question(id="q-own")
QUIZ = a_quiz(sections=(QuizSection(entries=(fixed("c1"), fixed("q-own"))),))


@pytest.fixture
def service(database: Database) -> ResultsService:
    clock = FakeClock()
    return ResultsService(database.unit_of_work, identity(database.device_id, clock), clock)


def a_pupil(number: int, name: str, choice: str = "a", text: str = "He appointed supporters."):
    answers = (
        ResultAnswer(question=CHOICE, response=write_response({"choice": choice})),
        ResultAnswer(question=WRITTEN, text=text, used_seconds=300, extra_percent=25),
    )
    return a_result(an_id(number), quiz=QUIZ, name=name, answers=answers)


def saved(folder: Path, *results) -> list[Path]:
    files = []
    for result in results:
        file = folder / f"{result.name}.tutorresult"
        file.write_bytes(result_file.write(result))
        files.append(file)
    return files


# --- sitting -------------------------------------------------------------------------------------------------


def test_a_sitting_goes_from_question_to_question(service: ResultsService, database: Database):
    progress = service.begin(QUIZ, {"c1": CHOICE, "q-own": WRITTEN})
    assert [place.question_id for place in progress.places] == ["c1", "q-own"]
    attempt = an_attempt(1, question=CHOICE)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        uow.results.add_attempt(progress.sitting.id, attempt.id, 0)
        uow.commit()
    progress = service.progress(progress.sitting.id)
    assert progress.next is not None
    assert progress.next.attempt_id == attempt.id
    with database.unit_of_work() as uow:
        uow.attempts.add_answer(an_answer(attempt, 2, ""))
        uow.commit()
    progress = service.progress(progress.sitting.id)
    assert progress.next.question_id == "q-own"
    assert service.sitting_of(attempt.id) == progress
    assert service.sitting_of(an_id(77)) is None
    assert service.sittings() == (progress,)
    result = service.result(progress.sitting.id, "  7A-03 ")
    assert [answer.question.id for answer in result.answers] == ["c1"]
    assert result.name == "7A-03"


def test_an_answer_begins_with_its_place_in_the_quiz_or_not_at_all(service: ResultsService, database: Database):
    clock = FakeClock()
    practice = PracticeService(database.unit_of_work, identity(database.device_id, clock), clock, None, None)
    progress = service.begin(QUIZ, {"c1": CHOICE, "q-own": WRITTEN})
    attempt = practice.start("u", CHOICE, "timed", in_quiz=(progress.sitting.id, 0)).attempt
    assert service.progress(progress.sitting.id).places[0].attempt_id == attempt.id
    with pytest.raises(Exception, match="FOREIGN KEY"):
        practice.start("u", CHOICE, "timed", in_quiz=("gone", 0))
    assert [found.id for found, _draft in practice.open_attempts()] == [attempt.id]


def test_what_an_answer_took_is_off_the_sections_clock(service: ResultsService, database: Database):
    progress = service.begin(QUIZ, {"c1": CHOICE, "q-own": WRITTEN})
    attempt = an_attempt(1, question=CHOICE)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        uow.results.add_attempt(progress.sitting.id, attempt.id, 0)
        uow.commit()
    assert service.progress(progress.sitting.id).used == {}
    with database.unit_of_work() as uow:
        uow.attempts.add_answer(an_answer(attempt, 2, ""))
        uow.commit()
    assert service.progress(progress.sitting.id).used == {"c1": 600.5}


def test_a_draw_is_made_for_each_sitting_and_kept(service: ResultsService):
    bank = {f"c{n}": replace(CHOICE, id=f"c{n}") for n in range(40)}
    quiz = a_quiz(sections=(QuizSection(entries=(picked(5, QuestionFilter(), each=True),)),))
    one, two = service.begin(quiz, bank), service.begin(quiz, bank)
    assert len(one.places) == len(two.places) == 5
    assert one.sitting.questions != two.sitting.questions
    assert service.progress(one.sitting.id).sitting.questions == one.sitting.questions


def test_a_quiz_that_cannot_be_taken_is_refused_in_words(service: ResultsService):
    with pytest.raises(KnownError, match=r"Friday test.*there is no question"):
        service.begin(QUIZ, {"c1": CHOICE})
    with pytest.raises(KnownError, match="asks nothing"):
        service.begin(a_quiz(sections=()), {})


def test_a_result_needs_a_name_and_an_answer(service: ResultsService, tmp_path: Path):
    progress = service.begin(QUIZ, {"c1": CHOICE, "q-own": WRITTEN})
    with pytest.raises(KnownError, match="pseudonym"):
        service.result(progress.sitting.id, " ")
    with pytest.raises(KnownError, match="Nothing of this quiz"):
        service.save_result(progress.sitting.id, "A", tmp_path / "a.tutorresult")
    assert not list(tmp_path.glob("*.tutorresult"))
    with pytest.raises(KnownError, match="another computer"):
        service.progress("none")


# --- a class -------------------------------------------------------------------------------------------------


def test_many_files_come_in_and_the_same_ones_again_change_nothing(service: ResultsService, tmp_path: Path):
    files = saved(tmp_path, a_pupil(1, "Alder"), a_pupil(2, "Ash", "b"))
    bad = tmp_path / "bad.tutorresult"
    bad.write_bytes(b"no zip")
    taken = service.bring_in([*files, bad])
    assert taken.words() == "3 files read: 2 new, 1 not read."
    assert "Ask the pupil" in taken.refused[0][1]
    again = service.bring_in(files)
    assert again.words() == "2 files read: 0 new, 2 already here."
    assert again.changes.kinds == frozenset()
    assert [(quiz.title, count) for quiz, count in service.quizzes()] == [("Friday test", 2)]


def test_certain_marks_are_there_and_the_rest_waits_for_the_teacher(service: ResultsService, tmp_path: Path):
    service.bring_in(saved(tmp_path, a_pupil(1, "Alder"), a_pupil(2, "Ash", "b", text=" ")))
    table = service.table(QUIZ.id)
    assert [[cell.marks for cell in row.values()] for row in table.cells] == [[1, None], [0, 0]]
    assert table.waiting == 1
    service.mark(an_id(1), WRITTEN, 3, points=("p1", "p4"))
    service.mark(an_id(1), WRITTEN, 2, points=("p1", "p4"))
    table = service.table(QUIZ.id)
    assert table.cells[0]["q-own"].marks == 2
    assert table.waiting == 0
    assert [missed.point_id for missed in table.missed] == ["p2", "p3", "p5", "p6"]
    assert (table.missed[0].missed, table.missed[0].of) == (1, 1)
    with pytest.raises(KnownError, match="between 0 and 6"):
        service.mark(an_id(1), WRITTEN, 7)


def test_only_the_first_sitting_of_a_name_counts_in_the_figures(service: ResultsService, tmp_path: Path):
    later = replace(a_pupil(2, "alder", "b"), started="2027-04-01T10:00:00+00:00")
    (tmp_path / "two").mkdir()
    service.bring_in([*saved(tmp_path, a_pupil(1, "Alder")), *saved(tmp_path / "two", later)])
    table = service.table(QUIZ.id)
    assert len(table.results) == 2
    assert table.items[0].n == 1
    assert table.items[0].facility == 100


def test_the_table_for_a_spreadsheet_runs_nothing_and_comes_back_unharmed(service: ResultsService, tmp_path: Path):
    evil = a_pupil(1, "Alder")
    service.bring_in(saved(tmp_path, evil, replace(a_pupil(2, "x"), name='=HYPERLINK("x")')))
    rows = list(csv.reader(io.StringIO(as_csv(service.table(QUIZ.id), lambda question: f"@{question.id}"))))
    assert rows[0][5] == "'@c1"
    assert {unguarded(row[0]) for row in rows[1:]} == {"Alder", '=HYPERLINK("x")'}
    assert not any(cell.startswith(("=", "@")) for row in rows for cell in row)


@given(st.text())
def test_what_is_made_harmless_comes_back_as_it_was(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@"))


# --- the file ------------------------------------------------------------------------------------------------


def test_equal_results_give_equal_bytes_and_come_back_whole():
    result = a_pupil(1, "Łódź 😀")
    assert result_file.write(result) == result_file.write(a_pupil(1, "Łódź 😀"))
    assert result_file.read(result_file.write(result), "x") == result


def repacked(change) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(result_file.write(a_pupil(1, "Alder"))))
    body = json.loads(source.read("result.json"))
    change(body)
    data = json.dumps(body).encode()
    from hashlib import sha256

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("result.json", data)
        archive.writestr("hashes.json", json.dumps({"result.json": sha256(data).hexdigest()}))
    return out.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body["result"].update(surprise=1),
        lambda body: body["result"].pop("quiz"),
        lambda body: body["result"].update(id=""),
        lambda body: body["result"].update(name="x" * 500),
        lambda body: body["result"]["answers"].append(body["result"]["answers"][0]),
        lambda body: body["result"]["answers"][0].update(text="x" * 300_000),
        lambda body: body.update(result=[]),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused(change):
    with pytest.raises(KnownError, match="damaged or is no result"):
        result_file.read(repacked(change), "a.tutorresult")


def test_a_newer_file_and_a_bomb_are_refused_in_words():
    with pytest.raises(KnownError, match="newer TutorApp"):
        result_file.read(repacked(lambda body: body.update(reader=9)), "a.tutorresult")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("result.json", b"0" * 30_000_000)
        archive.writestr("hashes.json", b"{}")
    with pytest.raises(KnownError, match="damaged"):
        result_file.read(out.getvalue(), "a.tutorresult")
    with pytest.raises(KnownError, match="larger"):
        result_file.read(b"0" * 6_000_000, "a.tutorresult")


def test_one_changed_byte_is_noticed():
    data = bytearray(result_file.write(a_pupil(1, "Alder")))
    for at in range(60, len(data), max(1, len(data) // 60)):
        broken = bytes(data[:at]) + bytes([data[at] ^ 0xFF]) + bytes(data[at + 1 :])
        try:
            assert result_file.read(broken, "x") == a_pupil(1, "Alder")
        except KnownError:
            continue
