"""Bringing questions in: files and pasted text, each with its report first, written in one step and taken back."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.builders import a_question, a_quiz
from tests.journeys.harness import open_window, settle
from tutorapp.domain.content import Manifest, Unit
from tutorapp.formats.pack_write import write_pack
from tutorapp.formats.signature import Signer
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
    assert page.report.model.rowCount() == 1
    assert "no right answer" in page.report.model.index(0, columns.REASON).data()


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


# --- the same again ----------------------------------------------------------------------------------------


def bring_pack(qtbot, page: ImportPage, folder: Path, text: str, title: str = "Week 1") -> None:
    question = a_question(id="q-1", text=text, sections=(), terms=(), events=(), care=())
    manifest = Manifest(id="own-items", title="Week 1", short_title="Week 1", version="1")
    path = folder / "week 1.tutorpack"
    write_pack(Unit(manifest=manifest, questions=(question,)), {}, path, quizzes=(a_quiz(id="z-1", title=title),))
    page.begin([path])
    wait_report(qtbot, page)


def test_a_newer_version_shows_word_by_word_what_changed_and_is_ticked(qtbot, page, tmp_path: Path):
    bring_pack(qtbot, page, tmp_path, "Why did Kirov win?")
    bring_in(qtbot, page)
    bring_pack(qtbot, page, tmp_path, "Why did Kirov win?")
    assert page.report.go.text() == "Import 0"
    page.report.cancel.click()
    bring_pack(qtbot, page, tmp_path, "Why did <b>Stalin</b> win?")
    assert page.report.go.text() == "Import 1"
    side = page.report.side
    assert side.changed.text() == "Changed: question text"
    told = side.before.accessibleName()
    assert told.startswith("Why did [gone: Kirov][new: <b>Stalin</b>] win?")
    assert "&lt;b&gt;Stalin&lt;/b&gt;" in side.before.text()
    bring_in(qtbot, page)
    assert bank(page) == ["Why did <b>Stalin</b> win?"]


def test_what_was_changed_here_is_not_ticked_and_a_changed_quiz_waits_for_its_box(qtbot, page, tmp_path: Path):
    bring_pack(qtbot, page, tmp_path, "Why did Kirov win?")
    bring_in(qtbot, page)
    own = page._ctx.services.bank
    own.save(replace(own.find("question", "q-1").body, text="My words"))
    own.save(replace(own.find("quiz", "z-1").body, title="My week"))
    bring_pack(qtbot, page, tmp_path, "Why did Stalin win?", "Week 1 again")
    assert page.report.go.text() == "Import 0"
    assert "changed by hand" in page.report.model.index(0, columns.REASON).data()
    assert page.report.replace.isVisible()
    assert not page.report.replace.isChecked()
    qtbot.keyClick(page.report.table, Qt.Key.Key_Space)
    bring_in(qtbot, page)
    assert bank(page) == ["Why did Stalin win?"]
    assert own.find("quiz", "z-1").body.title == "My week"
    bring_pack(qtbot, page, tmp_path, "Why did Rykov win?", "Week 1 again")
    page.report.replace.click()
    bring_in(qtbot, page)
    assert own.find("quiz", "z-1").body.title == "Week 1 again"


def test_a_signed_pack_says_so_and_its_new_quiz_comes_in_though_all_questions_are_here(qtbot, page, tmp_path: Path):
    manifest = Manifest(id="w", title="Week 1", short_title="Week 1", version="1")
    unit = Unit(manifest=manifest, questions=(a_question(id="q-own", sections=(), terms=(), events=(), care=()),))
    file = tmp_path / "week 1.tutorpack"
    signer = Signer(bytes(32), "Ms Reed")
    write_pack(unit, {}, file, signer=signer)
    page.begin([file])
    wait_report(qtbot, page)
    assert page.report.signed.text().startswith("Signed by: Ms Reed, key ")
    assert "unknown" in page.report.signed.text()
    bring_in(qtbot, page)
    write_pack(unit, {}, file, quizzes=(a_quiz(),), signer=signer)
    page.begin([file])
    wait_report(qtbot, page)
    assert "an earlier file was signed with it" in page.report.signed.text()
    assert page.report.go.isEnabled()
    bring_in(qtbot, page)
    assert [item.body.id for item in page._ctx.services.bank.items("quiz")] == ["z-1"]
    assert len(bank(page)) == 1
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("words.txt", "Kulak\n")
    page.begin([file])
    wait_report(qtbot, page)
    assert "broken" in page.report.signed.text()
