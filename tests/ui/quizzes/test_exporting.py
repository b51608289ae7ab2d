"""Foreign formats through the window: what would be lost is shown and asked before anything is written."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog, QListWidget, QPushButton

from tests.ui.quizzes.conftest import CHOICE
from tutorapp.formats.reader import read_whole
from tutorapp.ui.quizzes.exporting import FORMATS

pytestmark = pytest.mark.gui


def test_what_a_format_cannot_hold_is_shown_and_asked_first(builder, tmp_path, monkeypatch):
    """One window for all: a format that holds nothing, one that is declined, one without loss, one allowed."""

    def export(words: str, key: str, file: str) -> None:
        name, ending = FORMATS[key]
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / file), f"{name} (*.{ending})"))
        builder.page.bank.list.search.setText(words)
        builder.page.bank.list.refresh()
        builder.page.export_bank()
        builder.settle()

    def written() -> list[str]:
        return sorted(path.name for path in tmp_path.glob("bank*"))

    builder.page.search_bank()
    builder.settle()
    export("secret police", "aiken", "bank.txt")
    assert (written(), builder.notices[-1].level) == ([], "warning")

    export("", "gift", "bank.gift")
    builder.control("quizzes.export.report").reject()
    builder.settle()
    assert written() == []

    export("General Secretary", "gift", "bank.gift")  # nothing is lost, so nothing is asked
    report = read_whole((tmp_path / "bank.gift").read_bytes(), "bank.gift")
    assert [question.text for question in report.questions] == [CHOICE.text]

    export("", "moodle_xml", "bank")
    dialog = builder.control("quizzes.export.report")
    rows = dialog.findChild(QListWidget, "quizzes.export.rows")
    told = [rows.item(at).text() for at in range(rows.count())]
    assert any("the mark scheme is kept as text only" in line for line in told)
    assert written() == ["bank.gift"]
    go = dialog.findChild(QPushButton, "quizzes.export.go")
    assert go.text() == "Export 2"
    go.click()
    builder.settle()
    made = read_whole((tmp_path / "bank.xml").read_bytes(), "bank.xml").report
    assert (made.format, made.totals["found"], made.came_in) == ("moodle_xml", 2, 2)
    assert "bank.xml is saved, with 2 questions." in builder.notices[-1].text
