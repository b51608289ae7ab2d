"""A quiz goes from the teacher to a pupil and back: written by hand, pack out, pack in, sat, result read, marked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QPushButton, QWidget

from tests.journeys.harness import open_window, settle
from tests.journeys.person import CONTROL, Person
from tutorapp import paths
from tutorapp.domain.content import NumericAnswer, Question
from tutorapp.domain.quiz import Quiz
from tutorapp.ui.bus import Target
from tutorapp.ui.quizzes.kinds import type_title
from tutorapp.ui.quizzes.page import QuizzesPage

pytestmark = pytest.mark.gui

MINUTES = 11
TAG = "friday"
CLICKED = {"multiple_choice": "practice.choice.{right}", "true_false": "practice.false"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder of somebody's own; from then on the program is theirs."""

    def of(who: str) -> Path:
        folder = tmp_path / who
        monkeypatch.setenv(paths.ENVIRONMENT_VARIABLE, str(folder))
        return folder

    return of


def test_from_the_teacher_to_the_pupil_and_back(qtbot, home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pack, result = tmp_path / "friday.tutorpack", tmp_path / "7A-03.tutorresult"
    save_as(monkeypatch, pack)
    with open_window(qtbot, home("teacher")) as window:
        teacher = Teacher(qtbot, window)
        teacher.write_questions()
        teacher.build_quiz()
        quiz, questions = teacher.quiz(), teacher.questions()
    assert pack.exists()
    assert [question.type for question in questions] == [
        "multiple_choice",
        "true_false",
        "ordering",
        "numeric",
        "short_answer",
    ]
    choice, statement, order, number, written = questions
    assert [one.text for one in choice.choices if one.correct] == ["1922"]
    assert statement.true is False
    assert order.order == ("1922", "1924", "1929", "1934")
    assert number.numeric == NumericAnswer(value=1934)
    assert [point.terms for point in written.points] == [((("secretary",),),), ((("appointed",),),)]
    save_as(monkeypatch, result)
    with open_window(qtbot, home("pupil")) as window:
        bring_in(qtbot, window, pack)
        assert {question.id: window.ctx.library.questions[question.id] for question in questions} == {
            question.id: question for question in questions
        }
        sit(qtbot, window, quiz, questions)
    assert result.exists()
    with open_window(qtbot, home("teacher")) as window:
        read(qtbot, window, result)


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """What the person types into the system's own window for saving."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


class Teacher(Person):
    """Somebody who writes questions and builds a quiz of them, at the builder's window."""

    def __init__(self, qtbot, window) -> None:
        super().__init__(qtbot, window)
        window.ctx.bus.open(Target("pane", "quizzes"))
        self.rest()
        page = window.findChild(QuizzesPage)
        assert page is not None
        self.page = page

    # --- questions -----------------------------------------------------------------------------------

    def write_questions(self) -> None:
        """Five of five types, each with a tag."""
        self.write("multiple_choice", "General Secretary when?")
        for at, words in enumerate(("1917", "1922", "1929", "1934")):
            self.fill(f"choices.{at}.text", words)
        self.click("quizzes.edit.choices.1.correct")
        self.fill("choices.1.feedback", "In April.")
        self.write("true_false", "Trotsky led the Right.")
        self.go_to("true")
        self.press(Qt.Key.Key_Down)
        self.write("ordering", "Put in order.")
        for at, words in enumerate(("1922", "1924", "1929", "1934")):
            self.fill(f"order.{at}", words)
        self.write("numeric", "Kirov's last year?")
        self.fill("numeric.value", "1934")
        self.write("short_answer", "How did he pack the party?")
        self.fill("points.0.text", "His post")
        self.fill("point.accept", "secretary")
        self.press(Qt.Key.Key_Return)
        self.fill("points.1.text", "Appointments")
        self.fill("point.accept", "appointed")
        self.press(Qt.Key.Key_Return)
        self.rest()
        assert self.page.bank.editor.bar.problems.isHidden(), [n.message for n in self.page.bank.editor.bar.notes()]

    def write(self, kind: str, text: str) -> None:
        """New question of a type, which puts the keyboard on its text; then the text and a tag.

        The list of types is not opened: without a screen a shut list may still be called the active window.
        """
        button = self.page.findChild(QPushButton, "quizzes.tools.new")
        kinds = {action.text(): action for action in button.menu().actions()}
        kinds[type_title(kind)].trigger()
        self.keys(text)
        self.fill("tags", TAG)
        self.press(Qt.Key.Key_Return)

    def go_to(self, field: str) -> QWidget:
        """The keyboard on a field of the editor."""
        control = self.page.findChild(QWidget, f"quizzes.edit.{field}")
        assert isinstance(control, QWidget), field
        assert control.isVisible(), field
        control.setFocus()
        return control

    def fill(self, field: str, text: str) -> None:
        """Type into a field of the editor."""
        self.go_to(field)
        self.keys(text)

    def keys(self, text: str) -> None:
        """Letters to whatever has the keyboard, as fast as they come."""
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)

    # --- the quiz ------------------------------------------------------------------------------------

    def build_quiz(self) -> None:
        """Named, filled from the bank by a search, given minutes, and saved as a file."""
        self.window.ctx.actions["quizzes.open.quiz"].trigger()
        self.rest()
        self.keys("Friday test")
        self.click("quizzes.quiz.add.question")
        self.keys(TAG)
        dialog = self.window.findChild(QWidget, "quizzes.chooser")
        self.wait(lambda: len(dialog.list.listed()) == 5)
        self.press(Qt.Key.Key_Down)
        dialog.list.tree.selectAll()
        self.click("quizzes.chooser.add")
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        self.page.quizzes.tree.go_to((0, -1))
        minutes = self.page.findChild(QWidget, "quizzes.quiz.minutes.0")
        minutes.setFocus()
        minutes.selectAll()
        self.keys(str(MINUTES))
        self.press(Qt.Key.Key_Return)
        self.wait(lambda: f"{MINUTES} minutes" in self.words("quizzes.quiz.totals"))
        self.click("quizzes.tools.file")
        self.wait(lambda: "friday.tutorpack is saved, with 5 questions" in self.last_notice())

    def wait(self, condition: Callable[[], bool]) -> None:
        """Until it is so."""
        self.qtbot.waitUntil(condition, timeout=10_000)

    def quiz(self) -> Quiz:
        """The quiz in front."""
        quiz = self.page.quizzes.quiz()
        assert quiz is not None
        return quiz

    def questions(self) -> list[Question]:
        """What it asks, as it is on the disk."""
        bank = self.window.ctx.services.bank
        asked = [entry.question for section in self.quiz().sections for entry in section.entries]
        return [bank.find("question", key).body for key in asked]


def bring_in(qtbot, window, pack: Path) -> None:
    from tutorapp.ui.quizzes.importing import ImportPage

    page = ImportPage(window.ctx)
    window.add_page("import", page)
    window.show_page("import")
    page.begin([pack])
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.report, timeout=10_000)
    assert page.report.go.text().startswith("Import 5")  # and the quiz
    with qtbot.waitSignal(page.finished, timeout=10_000):
        page.report.go.click()
    qtbot.waitUntil(lambda: len(window.ctx.library.unit.questions) > 5, timeout=10_000)
    settle(qtbot, window)


def sit(qtbot, window, quiz: Quiz, questions: list[Question]) -> None:
    person = Person(qtbot, window)
    window.ctx.settings.update(exam_conditions=False, extra_percent=25)
    window.ctx.bus.open(Target("pane", "practice"))
    person.rest()
    window.ctx.actions["practice.quiz"].trigger()
    person.rest()
    assert quiz.title in person.everything()
    person.click("practice.run.take.0")
    assert person.words("practice.run.section") == "Section A · 13 min 45 s on one clock for all its questions"
    practice = person.pane("practice")
    for number, question in enumerate(questions, 1):
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
    # One clock for the section: what the answers before took is gone from it.
    first = practice.run.go.text() == "Start question 1"
    assert record.attempt.base_seconds == MINUTES * 60 if first else 0 < record.attempt.base_seconds <= MINUTES * 60
    assert record.attempt.extra_percent == 25
    if question.type == "short_answer":
        person.type("As secretary he appointed them.")
    elif question.type == "numeric":
        person.type("1934")
    elif question.type in CLICKED:
        right = next((choice.id for choice in question.choices if choice.correct), "")
        practice.sit.findChild(QAbstractButton, CLICKED[question.type].format(right=right)).click()
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
    assert row[5:7] == ["1", "mark"]
    page.go.click()
    page.marking.marks.setValue(2)
    page.marking.save.click()
    qtbot.waitUntil(lambda: str(page.pupils.index(0, 6).data()) == "2", timeout=10_000)
    settle(qtbot, window)
