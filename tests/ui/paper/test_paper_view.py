"""The paper page: choices change what is set, pages turn by key, files come out, checks tell the truth."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QSpinBox, QWidget

from tests.builders import a_unit
from tests.domain.papers import every_type
from tests.fakes import FakeClock
from tutorapp.domain import paper, quiz
from tutorapp.domain.content import Choice
from tutorapp.domain.library import Library
from tutorapp.domain.paper.checks import bracketed_marks, said_too_much
from tutorapp.settings import SettingsFile
from tutorapp.ui.actions import Actions
from tutorapp.ui.bus import Bus, Selection
from tutorapp.ui.context import SettingsStore, UiContext
from tutorapp.ui.icons import Icons
from tutorapp.ui.jobs import Jobs
from tutorapp.ui.paper.view import PaperView
from tutorapp.ui.theme import Theme

QUESTIONS = tuple(question for question in every_type() if question.type != "text")


@pytest.fixture
def context(qapp: QApplication, tmp_path: Path):
    settings = SettingsStore(SettingsFile(tmp_path / "settings.json"))
    theme = Theme(settings.value)
    theme.apply(qapp)
    bus = Bus()
    jobs = Jobs()

    made = UiContext(
        theme=theme,
        icons=Icons(theme),
        jobs=jobs,
        bus=bus,
        selection=Selection(),
        actions=Actions(),
        settings=settings,
        clock=FakeClock(),
    )
    yield made
    jobs.finish()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return tmp_path / "papers"


@pytest.fixture
def view(qtbot, context, saved):
    saved.mkdir()
    made = PaperView(context, lambda _over, name, _ending: str(saved / name))
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    library = Library(replace(a_unit(), questions=QUESTIONS))
    with qtbot.waitSignal(made.finished_setting, timeout=20_000):
        made.show_quiz(quiz.of_questions(QUESTIONS, "Unit test"), library)
    yield made
    made.finish()


def choose(qtbot, view: PaperView, name: str) -> None:
    with qtbot.waitSignal(view.finished_setting, timeout=20_000):
        view.findChild(QWidget, name).click()


def words(view: PaperView, name: str) -> list[str]:
    return [found.text() for found in view.findChildren(QLabel, name) if found.isVisible()]


def test_paper_and_scheme_stand_side_by_side_with_their_pages(view):
    assert [kind for kind, column in view.columns.items() if column.isVisible()] == ["paper", "scheme"]
    assert words(view, "paper.paper.pages") == [f"{view.columns['paper'].where().split()[-1]} pages"]
    assert view.columns["paper"].where().startswith("page 1 of ")


def test_versions_are_shown_one_after_the_other(qtbot, view):
    single = view.set.of("paper")[0][1].count
    choose(qtbot, view, "paper.versions.1")
    column = view.columns["paper"]
    assert column.where() == f"A, page 1 of {single}"
    qtbot.keyClick(column.sheet, Qt.Key.Key_End)
    assert column.where() == f"B, page {single} of {single}"
    assert not column.on.isEnabled()
    qtbot.keyClick(column.sheet, Qt.Key.Key_PageUp)
    assert column.where() == f"B, page {single - 1} of {single}"
    assert column.sheet.accessibleName() == f"Question paper, B, page {single - 1} of {single}"


def test_each_choice_reaches_the_paper(qtbot, view):
    pages = view.set.of("paper")[0][1].count
    choose(qtbot, view, "paper.size.1")
    assert view.set.of("paper")[0][1].count > pages
    assert view.set.wanted.layout.large
    choose(qtbot, view, "paper.cover")
    choose(qtbot, view, "paper.names")
    choose(qtbot, view, "paper.sections")
    choose(qtbot, view, "paper.full")
    with qtbot.waitSignal(view.finished_setting, timeout=20_000):
        view.findChild(QSpinBox, "paper.lines").setValue(1)
    wanted = paper.Layout(
        large=True, cover=False, candidate_lines=False, sections_on_new_page=True, full=True, lines_per_mark=1
    )
    assert view.set.wanted.layout == wanted


def test_nothing_chosen_leaves_nothing_to_save(qtbot, view):
    choose(qtbot, view, "paper.paper")
    choose(qtbot, view, "paper.scheme")
    assert not any(button.isEnabled() for button in view.buttons.values())
    assert not any(column.isVisible() for column in view.columns.values())


def test_saving_writes_a_file_for_each_document(qtbot, view, context, saved):
    said = []
    context.bus.noticed.connect(lambda notice: said.append(notice.text))
    for count, ending in enumerate((".pdf", ".docx"), 1):
        view.save(ending)
        qtbot.waitUntil(lambda count=count: len(said) == count, timeout=20_000)
    assert sorted(file.name for file in saved.iterdir()) == [
        "Unit test-paper.docx",
        "Unit test-paper.pdf",
        "Unit test-scheme.docx",
        "Unit test-scheme.pdf",
    ]
    assert said[0] == "Saved: Unit test-paper.pdf, Unit test-scheme.pdf."


def test_a_folder_that_is_gone_is_told_in_words(qtbot, view, context, saved):
    saved.rmdir()
    with qtbot.waitSignal(context.jobs.known_failed, timeout=20_000) as told:
        view.save(".pdf")
    assert "could not be written" in told.args[0]


def test_the_checks_say_what_was_found(qtbot, view):
    assert words(view, "paper.check") == [
        "Marks add up to 43, time to 1 hour 26 minutes.",
        "No answer or scheme text in the paper.",
    ]
    section = quiz.QuizSection(title="A", minutes=1, entries=(quiz.fixed("mc"), quiz.fixed("gone")))
    plan = quiz.Quiz(id="z", title="T", sections=(section,))
    with qtbot.waitSignal(view.finished_setting, timeout=20_000):
        view.show_quiz(plan, Library(replace(a_unit(), questions=QUESTIONS)))
    wanted = [
        "Marks add up to 1, time to 1 minute.",
        "No answer or scheme text in the paper.",
        "There is no question “gone”.",
        "A allows 1 minute; its questions add up to 2.",
    ]
    qtbot.waitUntil(lambda: words(view, "paper.check") == wanted, timeout=2000)


def test_every_control_has_a_name(view):
    for kind in (QPushButton, QCheckBox, QSpinBox):
        for control in view.findChildren(kind):
            assert control.objectName(), control
            assert control.accessibleName(), control.objectName()


def test_a_scheme_that_stands_in_the_paper_is_found():
    leaky = replace(
        QUESTIONS[0],
        choices=(
            Choice(id="a", text="It led to famine", correct=True),
            Choice(id="b", text="x", feedback="Because of the famine"),
        ),
    )
    other = replace(QUESTIONS[1], text="Why? Because of the famine it came late.")
    bank = {one.id: one for one in (leaky, other)}
    (version,) = paper.versions(quiz.of_questions(bank.values(), "T"), bank)
    printed = paper.question_paper(version, paper.Layout())
    assert said_too_much(printed, bank.values(), {}) == (leaky.id,)
    assert bracketed_marks(printed) == leaky.marks + other.marks
    (scheme,) = paper.versions(quiz.of_questions(QUESTIONS, "T"), {one.id: one for one in QUESTIONS})
    told = said_too_much(paper.mark_scheme(scheme, paper.Layout(full=True)), QUESTIONS, {})
    assert set(told) >= {"mc", "struct", "essay"}


def test_icons_follow_the_theme(qapp, view, context):
    before = view.buttons["pdf"].icon().cacheKey()
    context.theme.apply(qapp, context.settings.value.changed(theme="dark"))
    assert view.buttons["pdf"].icon().cacheKey() != before
