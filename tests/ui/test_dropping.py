"""Files dropped anywhere on the window, or opened by a double click, go where their kind belongs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.builders import a_question, a_quiz, a_result, an_id
from tests.journeys.harness import open_window, settle
from tutorapp.domain.content import Manifest, Unit
from tutorapp.domain.results import ResultAnswer
from tutorapp.formats import result_file
from tutorapp.formats.pack_write import write_pack
from tutorapp.ui.opening_files import open_file

pytestmark = pytest.mark.gui
GIFT = "::{0}:: Who became General Secretary in {0}? {{=Stalin ~Trotsky ~Kamenev}}\n"


def drop(widget: QWidget, *files: Path) -> bool:
    """Drag ``files`` over ``widget`` and let go; whether they were taken."""
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    keys, button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, held, button, keys)
    QApplication.sendEvent(widget, entering)
    if entering.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, held, button, keys))
    return entering.isAccepted()


def pack(folder: Path) -> Path:
    path = folder / "week 1.tutorpack"
    question = a_question(id="q-1", sections=(), terms=(), events=(), care=())
    manifest = Manifest(id="own-items", title="Week 1", short_title="Week 1", version="1")
    write_pack(Unit(manifest=manifest, questions=(question,)), {}, path)
    return path


def result(folder: Path, number: int) -> Path:
    path = folder / f"pupil {number}.tutorresult"
    answers = (ResultAnswer(question=a_question(id="q-own"), text="He waited."),)
    path.write_bytes(result_file.write(a_result(an_id(number), quiz=a_quiz(), name=f"P{number}", answers=answers)))
    return path


def report_of(qtbot, window):
    qtbot.waitUntil(lambda: window.findChild(QWidget, "quizzes.import") is not None)
    page = window.findChild(QWidget, "quizzes.import")
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.report, timeout=10_000)
    return page


def test_a_pack_dropped_on_the_timeline_is_read_and_not_yet_written(qtbot, data_dir, tmp_path):
    with open_window(qtbot, data_dir) as window:
        assert drop(window, pack(tmp_path))
        page = report_of(qtbot, window)
        assert page.report.go.text() == "Import 1"
        assert window.ctx.services.bank.items("question") == ()


def test_several_files_are_read_one_after_the_other_and_results_together(qtbot, data_dir, tmp_path):
    files = []
    for year in (1922, 1923):
        file = tmp_path / f"{year}.gift"
        file.write_text(GIFT.format(year), encoding="utf-8")
        files.append(file)
    with open_window(qtbot, data_dir) as window:
        assert drop(window, result(tmp_path, 1), *files, result(tmp_path, 2))
        page = report_of(qtbot, window)
        assert page.report.source.text() == "1922.gift"
        page.report.cancel.click()
        qtbot.waitUntil(lambda: page.report.source.text() == "1923.gift", timeout=10_000)
        settle(qtbot, window)
        assert [count for _quiz, count in window.ctx.services.results.quizzes()] == [2]


def test_a_double_click_on_a_result_or_a_pack_hands_it_over(qtbot, data_dir, tmp_path):
    with open_window(qtbot, data_dir) as window:
        open_file(window, result(tmp_path, 1))
        settle(qtbot, window)
        assert [count for _quiz, count in window.ctx.services.results.quizzes()] == [1]
        open_file(window, pack(tmp_path))
        assert report_of(qtbot, window).report.source.text() == "week 1.tutorpack"


def test_what_is_no_file_is_not_taken_and_an_unknown_kind_is_told(qtbot, data_dir, tmp_path):
    (tmp_path / "photo.jpg").touch()
    with open_window(qtbot, data_dir) as window:
        assert not drop(window)
        assert drop(window, tmp_path / "photo.jpg")
        assert "cannot open photo.jpg" in window.notices.history[-1].text
