"""A quiz goes from the teacher to a pupil and its result back: pack out, pack in, sat, result saved, read, marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog

from tests.builders import a_question
from tests.journeys.harness import open_window, settle
from tests.journeys.person import CONTROL, Person
from tutorapp import paths
from tutorapp.domain.content import Choice, NumericAnswer, Question
from tutorapp.domain.quiz import Quiz, QuizSection, fixed
from tutorapp.services.packing import own_pack
from tutorapp.ui.bus import Target

pytestmark = pytest.mark.gui

QUESTIONS = (
    Question(
        id="r-choice",
        text="When did Stalin become General Secretary?",
        marks=1,
        type="multiple_choice",
        shuffle=False,
        choices=(Choice(id="a", text="1922", correct=True), Choice(id="b", text="1929")),
    ),
    Question(id="r-true", text="Trotsky led the Right Opposition.", marks=1, type="true_false", true=False),
    Question(id="r-order", text="Put these in order.", marks=2, type="ordering", order=("1922", "1924", "1929")),
    Question(
        id="r-number",
        text="In which year was Kirov murdered?",
        marks=1,
        type="numeric",
        numeric=NumericAnswer(value=1934),
    ),
    a_question(id="r-written", text="Explain why Stalin came to lead the party.", spec=(), sections=()),
)
QUIZ = Quiz(
    id="z-round",
    title="Friday test",
    sections=(QuizSection(minutes=11, entries=tuple(fixed(question.id) for question in QUESTIONS)),),
)
CLICKED = {"r-choice": "practice.choice.a", "r-true": "practice.false"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder of somebody's own; from then on the program is theirs."""

    def of(who: str) -> Path:
        folder = tmp_path / who
        monkeypatch.setenv(paths.ENVIRONMENT_VARIABLE, str(folder))
        return folder

    return of


def build(qtbot, folder: Path, out: Path) -> None:
    """The teacher's quiz of five types, as a pack."""
    with open_window(qtbot, folder) as window:
        bank = window.ctx.services.bank
        bank.save([*QUESTIONS, QUIZ])
        own_pack(bank, window.ctx.library.unit, "Friday test", out)


def test_from_the_teacher_to_the_pupil_and_back(qtbot, home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pack, result = tmp_path / "friday.tutorpack", tmp_path / "7A-03.tutorresult"
    build(qtbot, home("teacher"), pack)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(result), ""))
    with open_window(qtbot, home("pupil")) as window:
        bring_in(qtbot, window, pack)
        sit(qtbot, window)
    assert result.exists()
    with open_window(qtbot, home("teacher")) as window:
        read(qtbot, window, result)


def bring_in(qtbot, window, pack: Path) -> None:
    from tutorapp.ui.quizzes.importing import ImportPage

    page = ImportPage(window.ctx)
    window.add_page("import", page)
    window.show_page("import")
    page.begin([pack])
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.report, timeout=10_000)
    assert page.report.go.text() == "Import 5"
    with qtbot.waitSignal(page.finished, timeout=10_000):
        page.report.go.click()
    qtbot.waitUntil(lambda: "r-written" in window.ctx.library.questions, timeout=10_000)


def sit(qtbot, window) -> None:
    person = Person(qtbot, window)
    window.ctx.settings.update(exam_conditions=False, extra_percent=25)
    window.ctx.bus.open(Target("pane", "practice"))
    person.rest()
    window.ctx.actions["practice.quiz"].trigger()
    person.rest()
    assert "Friday test" in person.everything()
    person.click("practice.run.take.0")
    practice = person.pane("practice")
    for number, question in enumerate(QUESTIONS, 1):
        assert practice.run.go.text() == f"Start question {number}"
        assert question.text not in person.everything()
        person.click("practice.run.go")
        assert practice.sit.attempt_id()
        answer(person, practice, question)
    assert "Every question is answered" in practice.run.word.text()
    practice.run.name.setText("7A-03")
    person.click("practice.run.save")
    qtbot.waitUntil(lambda: "Give this file to your teacher" in person.last_notice(), timeout=10_000)


def answer(person: Person, practice, question: Question) -> None:
    """Hand in, with a response where the type has one, as the sitting page would."""
    record = practice.ctx.services.practice.record(practice.sit.attempt_id())
    minutes = 11 * question.marks / sum(one.marks for one in QUESTIONS)
    assert record.attempt.base_seconds == round(minutes * 60)
    assert record.attempt.extra_percent == 25
    if question.type == "structured":
        person.type("He appointed his supporters as General Secretary.")
    elif question.id == "r-number":
        person.type("1934")
    elif question.id in CLICKED:
        practice.sit.findChild(QAbstractButton, CLICKED[question.id]).click()
    person.press(Qt.Key.Key_Return, CONTROL)
    person.click("practice.confirm.yes")  # much time is left, so it asks


def read(qtbot, window, result: Path) -> None:
    from tutorapp.ui.quizzes.results import ResultsPage

    page = ResultsPage(window.ctx)
    window.add_page("results", page)
    window.show_page("results")
    page.bring_in([result])
    qtbot.waitUntil(lambda: page.pupils.rowCount() == 2, timeout=10_000)
    row = [str(page.pupils.index(0, column).data()) for column in range(page.pupils.columnCount())]
    assert row[0] == "7A-03"
    assert "+25 %" in row[1]
    assert row[2:4] == ["1", "1"]
    assert row[6] == "mark"
    page.go.click()
    page.marking.marks.setValue(4)
    page.marking.save.click()
    qtbot.waitUntil(lambda: str(page.pupils.index(0, 6).data()) == "4", timeout=10_000)
    settle(qtbot, window)
