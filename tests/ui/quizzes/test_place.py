"""Quizzes in the real window: a place like the others that costs the start nothing, named and reached by keyboard."""

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from tests.journeys.harness import open_window, settle
from tests.ui.test_window import interactive, name_of
from tutorapp.domain.bank.editing import TYPES
from tutorapp.ui.bus import Target

pytestmark = pytest.mark.gui


@pytest.fixture
def opened(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        yield window


def page_of(window):
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    window.ctx.bus.open(Target("pane", "quizzes"))
    return window.pages.currentWidget()


def test_the_start_does_not_load_it():
    code = "import sys, tutorapp.ui.app, tutorapp.ui.opening; print('tutorapp.ui.quizzes.page' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "False"


def test_the_rail_goes_there_and_the_menu_begins_a_question(opened, qtbot):
    qtbot.mouseClick(opened.findChild(QAbstractButton, "rail.quizzes"), Qt.MouseButton.LeftButton)
    settle(qtbot, opened)
    assert opened.current_page() == "quizzes"
    names = {action.objectName() for action in opened._menus["quizzes"].actions()}
    assert {"quizzes.open.import", "quizzes.undo", "quizzes.delete", "quizzes.versions"} <= names
    opened.ctx.actions["go.practice"].trigger()
    assert opened.current_page() == "workspace"
    opened.ctx.actions["go.quizzes"].trigger()
    assert opened.current_page() == "quizzes"
    opened.ctx.actions["quizzes.open.quiz"].trigger()
    settle(qtbot, opened)
    assert page_of(opened).tab() == "quizzes"


def test_every_control_has_a_name(opened, qtbot):
    page = page_of(opened)
    settle(qtbot, opened)
    faults, doubles = set(), set()

    def look():
        settle(qtbot, opened)
        shown = [w for w in interactive(page) if w.isVisible()]
        faults.update(f"{type(w).__name__} in {w.parent()!r}" for w in shown if not w.objectName())
        faults.update(f"{w.objectName()} has no name" for w in shown if w.objectName() and not name_of(w))
        names = [w.objectName() for w in shown]
        doubles.update(name for name in names if names.count(name) > 1)

    look()
    for kind in TYPES:
        page.new_question(kind)
        look()
    page.bank.preview.show_scheme(on=True)
    look()
    page.new_quiz()
    page.quizzes.add_fixed(["Q1", "Q2"])
    look()
    page.quizzes.add_pick()
    look()
    assert faults == set()
    assert doubles == set()


def test_edit_undo_takes_back_the_pages_own_step(opened, qtbot):
    page = page_of(opened)
    page.new_question("numeric")
    settle(qtbot, opened)
    edit = page.bank.editor.text.edit
    edit.setFocus()
    QTest.keyClicks(edit, "How many?")
    opened.ctx.actions["edit.undo"].trigger()
    assert page.bank.editor.question().text == ""
    opened.ctx.actions["edit.redo"].trigger()
    assert page.bank.editor.question().text == "How many?"


def test_a_whole_question_is_there_to_practise_once_one_goes_there(opened, qtbot):
    page = page_of(opened)
    page.new_question("numeric")
    question_id = page.bank.editor.question().id
    QTest.keyClicks(page.bank.editor.text.edit, "How many?")
    value = page.bank.editor.form.fields["numeric.value"].field.line
    value.setFocus()
    value.selectAll()
    QTest.keyClicks(value, "12")
    assert QApplication.focusWidget() is value
    opened.ctx.actions["go.practice"].trigger()
    settle(qtbot, opened)
    qtbot.waitUntil(lambda: question_id in opened.ctx.library.questions, timeout=10_000)
    assert opened.ctx.library.questions[question_id].numeric.value == 12
