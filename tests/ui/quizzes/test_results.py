"""The results page: files in, the class's table and figures, answers marked, a table out."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog

from tests.journeys.harness import open_window, settle
from tests.services.test_results import a_pupil, saved
from tutorapp.ui.quizzes.results import ResultsPage

pytestmark = pytest.mark.gui


@pytest.fixture
def page(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        made = ResultsPage(window.ctx)
        window.add_page("results", made)
        window.show_page("results")
        settle(qtbot, window)
        yield made


@pytest.fixture
def filled(qtbot, page, tmp_path: Path):
    pupils = [a_pupil(n, f"7A-{n:02d}", "a" if n % 3 else "b") for n in range(1, 8)]
    page.bring_in(saved(tmp_path, *pupils))
    qtbot.waitUntil(lambda: page.pupils.rowCount() == 8, timeout=10_000)
    return page


def cell(page: ResultsPage, row: int, column: int) -> str:
    return str(page.pupils.index(row, column).data())


def test_without_results_the_page_says_how_they_come(page):
    assert page.empty.isVisible()
    assert not page.go.isVisible()
    assert not page.save.isEnabled()


def test_files_fill_the_table_once(qtbot, filled, tmp_path: Path):
    assert filled.word.text() == "7 files read: 7 new."
    assert [cell(filled, 0, column) for column in (0, 2, 3, 4)] == ["7A-01", "1", "mark", "1 so far"]
    assert cell(filled, 7, 0) == "Mean"
    filled.bring_in(list(tmp_path.glob("*.tutorresult")))
    qtbot.waitUntil(lambda: "already here" in filled.word.text(), timeout=10_000)
    assert filled.pupils.rowCount() == 8


def test_small_classes_say_so(filled):
    assert filled.asked.index(0, 6).data() == "too few to judge"
    assert filled.asked.index(1, 6).data() == "not marked yet"
    assert filled.asked.index(1, 3).data() == "–"


def test_answers_are_marked_one_after_the_other_with_the_keyboard(qtbot, filled):
    qtbot.mouseClick(filled.go, Qt.MouseButton.LeftButton)
    marking = filled.marking
    assert marking.place.text() == "Answer 1 of 7"
    assert "He appointed supporters." in marking.answer.toPlainText()
    boxes = marking.findChildren(QCheckBox)
    qtbot.keyClick(boxes[0], Qt.Key.Key_Space)
    qtbot.keyClick(boxes[3], Qt.Key.Key_Space)
    assert marking.marks.value() == 2
    for _ in range(7):
        qtbot.keyClick(marking.save, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: filled.stack.currentWidget() is filled.overview, timeout=10_000)
    qtbot.waitUntil(lambda: cell(filled, 0, 3) == "2", timeout=10_000)
    assert not filled.go.isVisible()
    assert "fully marked" in filled.figures.text()
    assert filled._missed.count() > 0


def test_a_marked_answer_can_be_marked_again_from_the_table(qtbot, filled):
    filled._open_cell(filled.pupils.index(2, 3))
    assert filled.marking.who.text() == "7A-03"
    filled.marking.marks.setValue(5)
    filled.marking.save.click()
    qtbot.waitUntil(lambda: cell(filled, 2, 3) == "5", timeout=10_000)


def test_the_table_is_saved_for_a_spreadsheet(filled, tmp_path: Path, monkeypatch):
    out = tmp_path / "class.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    filled.save.click()
    text = out.read_text(encoding="utf-8-sig")
    assert text.startswith("Name,Started")
    assert text.count("7A-") == 7
