"""Bringing questions in: files and pasted text, each with its report first, written in one step and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.journeys.harness import open_window, settle
from tutorapp.ui.quizzes import report_model as columns
from tutorapp.ui.quizzes.importing import ImportPage

pytestmark = pytest.mark.gui

GIFT = """::Trial:: When was the first show trial? {=1936 ~1934 ~1938}

::Who:: Who was shot at the Smolny? {=Kirov =S. M. Kirov}

::Bad:: What is this? {~one ~two}
"""
PAGE = "".join(f"{n}. Question number {n}?\na) wrong {n}\nb) right {n} *\nc) other {n}\n\n" for n in range(1, 21))


@pytest.fixture
def page(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        made = ImportPage(window.ctx)
        window.add_page("import", made)
        window.show_page("import")
        settle(qtbot, window)
        made.window_ = window
        yield made


def wait_report(qtbot, page: ImportPage) -> None:
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.report, timeout=10_000)


def bank(page: ImportPage) -> list[str]:
    return [item.body.text for item in page._ctx.services.bank.items("question")]


def bring_in(qtbot, page: ImportPage) -> None:
    with qtbot.waitSignal(page.finished, timeout=10_000):
        page.report.go.click()


def test_a_file_is_reported_row_by_row_before_anything_is_written(qtbot, page, tmp_path: Path):
    file = tmp_path / "week 1.gift"
    file.write_text(GIFT)
    page.begin([file])
    wait_report(qtbot, page)
    model = page.report.model
    assert [model.item(row).result for row in range(model.rowCount())] == ["exact", "exact", "skipped"]
    assert page.report.found.text().startswith("3 found")
    assert page.report.go.text() == "Import 2"
    assert bank(page) == []
    bring_in(qtbot, page)
    assert len(bank(page)) == 2


def test_what_came_in_can_be_practised_at_once_and_taken_back(qtbot, page, tmp_path: Path):
    file = tmp_path / "week1.gift"
    file.write_text(GIFT)
    page.begin([file])
    wait_report(qtbot, page)
    bring_in(qtbot, page)
    qtbot.waitUntil(lambda: bool(page._ctx.library.own), timeout=10_000)
    qtbot.waitUntil(lambda: page.findChild(object, "quizzes.import.back.0") is not None)
    back = page.findChild(object, "quizzes.import.back.0")
    back.click()
    settle(qtbot, page.window_)
    assert bank(page) == []


def test_rows_are_ticked_with_the_space_bar(qtbot, page, tmp_path: Path):
    file = tmp_path / "week1.gift"
    file.write_text(GIFT)
    page.begin([file])
    wait_report(qtbot, page)
    qtbot.keyClick(page.report.table, Qt.Key.Key_Space)
    assert page.report.go.text() == "Import 1"
    qtbot.keyClick(page.report.table, Qt.Key.Key_End)
    qtbot.keyClick(page.report.table, Qt.Key.Key_Space)
    assert page.report.go.text() == "Import 1"
    page.report.all.click()
    assert page.report.go.text() == "Import 2"
    page.report.all.click()
    assert not page.report.go.isEnabled()


def test_chips_show_only_some_results(qtbot, page, tmp_path: Path):
    file = tmp_path / "week1.gift"
    file.write_text(GIFT)
    page.begin([file])
    wait_report(qtbot, page)
    page.findChild(object, "quizzes.report.only.skipped").click()
    assert page.report.rows.rowCount() == 1
    assert "no right answer" in page.report.rows.index(0, columns.REASON).data()


def test_twenty_questions_from_a_page_with_the_keyboard_only(qtbot, page):
    page.begin_paste()
    settle(qtbot, page.window_)
    QGuiApplication.clipboard().setText(PAGE)
    qtbot.keyClick(page.paste.text, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.paste.go.isEnabled(), timeout=10_000)
    assert page.paste.count.text() == "20 questions found"
    qtbot.keyClick(page.paste.go, Qt.Key.Key_Space)
    wait_report(qtbot, page)
    assert page.report.go.text() == "Import 20"
    with qtbot.waitSignal(page.finished, timeout=10_000):
        qtbot.keyClick(page.report.go, Qt.Key.Key_Space)
    assert bank(page) == [f"Question number {n}?" for n in range(1, 21)]


def test_pasted_text_says_at_once_what_is_wrong_and_where(qtbot, page):
    page.begin_paste()
    settle(qtbot, page.window_)
    page.paste.text.setPlainText("1. Which?\na) one\nb) two\n\n2. Who?\na) he *\nb) she\n")
    qtbot.waitUntil(lambda: page.paste.found.count() == 2, timeout=10_000)
    assert "No right answer is marked." in page.paste.found.item(0).text()
    assert page.paste.go.text() == "Continue with 1"
    page.paste.found.setCurrentRow(1)
    assert page.paste.text.textCursor().blockNumber() == 4


def test_a_file_of_another_kind_is_refused_in_words(qtbot, page, tmp_path: Path):
    file = tmp_path / "scan.pdf"
    file.write_bytes(b"%PDF-1.4 nothing")
    page.begin([file])
    qtbot.waitUntil(page.word.isVisible, timeout=10_000)
    assert "PDF" in page.word.text()
    assert page.stack.currentWidget() is page.start


def test_a_table_without_a_header_asks_what_its_columns_hold(qtbot, page, tmp_path: Path):
    file = tmp_path / "table.csv"
    file.write_text("7,When was Kirov murdered?,1934,x,y\n8,When was the first show trial?,1936,x,y\n")
    page.begin([file])
    qtbot.waitUntil(lambda: page.stack.currentWidget() in (page.columns, page.report), timeout=10_000)
    assert page.stack.currentWidget() is page.columns
    assert page.columns.sample.item(0, 1).text() == "When was Kirov murdered?"
    for column, field in ((0, ""), (1, "question"), (2, "correct")):
        choice = page.findChild(object, f"quizzes.columns.{column}")
        choice.setCurrentIndex(choice.findData(field))
    page.columns.go.click()
    wait_report(qtbot, page)
    assert page.report.go.text() == "Import 2"


def test_cancel_leaves_nothing(qtbot, page, tmp_path: Path):
    file = tmp_path / "week1.gift"
    file.write_text(GIFT)
    page.begin([file])
    wait_report(qtbot, page)
    page.report.cancel.click()
    assert page.stack.currentWidget() is page.start
    assert bank(page) == []
