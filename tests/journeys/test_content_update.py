"""A newer unit replaces the content; what the person wrote, marked and answered stays where it was."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from db import open_database
from tests.journeys.harness import open_window, settle
from tests.journeys.person import CONTROL, Person
from tests.journeys.test_revision_hour import SECTION, open_section
from tutorapp import assets
from tutorapp.ui.bus import Target
from tutorapp.ui.notes.page import ReadingPage

pytestmark = pytest.mark.gui
Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
QUOTE = "the old passage was rewritten"
NOTED = "one evening’s study"
OWN_NOTE = "use this for the comparison"
ANSWER = "Posters and the NKVD."
NEW_PARAGRAPH = "This paragraph came with the newer unit."
OLD_WORDS, NEW_WORDS = "during the 1930s", "between 1929 and 1938"


@pytest.fixture
def newer_unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Call it, and the program comes with a newer unit: text put before old text, a question in other words."""

    def deliver() -> None:
        root = tmp_path / "newer program"
        shutil.copytree(assets.root(), root / "resources")
        pack = root / "resources" / assets.shipped_unit()
        replace(pack / "pack.json", '"version": "1.0.0"', '"version": "1.1.0"')
        replace(pack / "notes" / "04-one-country.md", "## What it meant\n", f"## What it meant\n\n{NEW_PARAGRAPH}\n")
        replace(pack / "questions" / "source.json", OLD_WORDS, NEW_WORDS)
        monkeypatch.setattr(sys, "_MEIPASS", str(root), raising=False)  # where a bundle keeps its resources

    return deliver


def replace(file: Path, old: str, new: str) -> None:
    """Change a file of the pack; it must hold ``old``."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def work(she: Person) -> None:
    """Highlight words, write a note, answer a question and mark it 6 of 6."""
    she.click("rail.notes")
    page = open_section(she, SECTION)
    assert page.find(QUOTE)
    she.press(Key.Key_H)
    page.moveCursor(QTextCursor.MoveOperation.Start)
    assert page.find(NOTED)
    she.press(Key.Key_N)
    she.type(OWN_NOTE)
    she.press(Key.Key_Return, CONTROL)
    she.window.ctx.bus.open(Target("question", "Q2"))
    she.rest()
    she.click("practice.preview.untimed")
    she.type(ANSWER)
    she.press(Key.Key_Return, CONTROL)
    for point in ("P1", "P2", "P3", "S1", "S2", "S3"):  # whatever the marker suggests
        row = next(w for w in she.window.findChildren(QWidget, f"practice.point.{point}") if w.isVisible())
        she.click_at(row, QPoint(6, 6))
        she.press(Key.Key_Y)
    she.press(Key.Key_Return, CONTROL)
    assert she.words("practice.result.mark") == "6"
    she.click("rail.notes")


def highlighted(page: ReadingPage, quote: str) -> bool:
    """Whether these words stand on another ground than the page's."""
    cursor = page.document().find(quote)
    assert not cursor.isNull(), f"{quote!r} is not on the page"
    return cursor.charFormat().background().style() != Qt.BrushStyle.NoBrush


def test_content_is_replaced_and_attempt_note_and_highlight_stay(qtbot, data_dir, newer_unit):
    with open_window(qtbot, data_dir) as window:
        she = Person(qtbot, window)
        work(she)
        assert NEW_PARAGRAPH not in window.findChild(ReadingPage, "notes.page").toPlainText()
    newer_unit()
    with open_window(qtbot, data_dir) as window:
        she = Person(qtbot, window)
        assert window.ctx.library.manifest.version == "1.1.0"
        page = window.findChild(ReadingPage, "notes.page")
        assert page.accessibleName() == f"Notes: {SECTION}"
        assert NEW_PARAGRAPH in page.toPlainText()
        assert highlighted(page, QUOTE)
        assert not highlighted(page, NEW_PARAGRAPH)
        notes = window.ctx.services.notes.section(window.ctx.library.manifest.id, "S2b").notes
        assert [(note.text, note.anchor.quote) for note in notes] == [(OWN_NOTE, NOTED)]
        shown = page.toPlainText() + "".join(card.text.toPlainText() for card in side_cards(page))
        assert OWN_NOTE in shown
        assert "is not in the text any more" not in shown

        window.ctx.bus.open(Target("question", "Q2"))
        she.rest()
        assert NEW_WORDS in she.words("practice.preview.text")
        she.press(Key.Key_H, CONTROL | SHIFT)
        assert "6 of 6" in she.everything()
        assert OLD_WORDS in she.words("practice.past.question"), "an old answer keeps the words it was asked in"
        record = window.ctx.services.practice.recent(1)[0]
        assert record.answer.text == ANSWER
        assert record.markings[-1].low == 6


def side_cards(page: ReadingPage):
    """The cards beside the text."""
    return [w for w in page.viewport().children() if w.objectName().startswith("notes.note.")]


def test_the_same_unit_again_changes_nothing(qtbot, data_dir, newer_unit):
    stamps = []
    for start in range(3):
        if start == 1:
            newer_unit()
        with open_window(qtbot, data_dir) as window:
            settle(qtbot, window)
        stamps.append(json.dumps(installed(data_dir)))
    assert stamps[0] != stamps[1]
    assert stamps[1] == stamps[2]


def installed(data_dir: Path) -> list[list[str]]:
    """Which units the database holds, with version, digest and time."""
    database = open_database(data_dir / "tutorapp.sqlite3", lambda word: ()).database
    with database.reading() as uow:
        found = [[unit.id, unit.version, unit.digest, unit.installed_at.isoformat()] for unit in uow.content.units()]
    database.close()
    return found
