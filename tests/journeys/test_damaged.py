"""A data file that cannot be used: the program starts, says what happened in words, and destroys nothing."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit, QWidget

from db import open_database
from tests.journeys.harness import OPEN_TIMEOUT_MS, close_window, open_window, settle
from tests.journeys.person import CONTROL, Person
from tests.journeys.test_revision_hour import SECTION, open_section
from tutorapp import paths
from tutorapp.bootstrap import open_content
from tutorapp.settings import Settings, SettingsFile
from tutorapp.ui.app import build_window
from tutorapp.ui.main_window import MainWindow
from tutorapp.ui.opening import Opener
from tutorapp.ui.single import raise_first

pytestmark = pytest.mark.gui


@pytest.fixture
def used(data_dir: Path) -> Path:
    """A folder with a database that was left at a section of the notes."""
    places = paths.find(str(data_dir))
    places.create()
    SettingsFile(places.settings_file).save(Settings(places={"notes": {"section": "S4"}}))
    open_database(places.database, lambda word: ()).database.close()
    return places.database


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def kept(folder: Path) -> list[Path]:
    """The files that were set aside."""
    return sorted(path for path in folder.iterdir() if "damaged" in path.name)


# --- damaged -----------------------------------------------------------------------------------------------


@pytest.mark.logs
def test_a_file_that_is_no_database_is_set_aside_whole_and_work_goes_on(qtbot, used):
    used.write_bytes(b"this was a database once " * 400)
    ruined = digest(used)
    with open_window(qtbot, used.parent) as window:
        she = Person(qtbot, window)
        told = [notice.text for notice in window.notices.history]
        assert [digest(path) for path in kept(used.parent)] == [ruined]
        assert any(kept(used.parent)[0].name in text for text in told)
        assert "Traceback" not in "".join(told)
        open_section(she, SECTION)
        window.ctx.services.practice.recent()
    assert len(kept(used.parent)) == 1
    with open_window(qtbot, used.parent) as window:
        assert window.notices.history == []


@pytest.mark.logs
def test_damage_inside_is_found_after_the_start_told_and_the_file_kept(qtbot, used):
    with closing(sqlite3.connect(used)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name='annotations'").fetchone()[0]
    with used.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    with open_window(qtbot, used.parent) as window:
        qtbot.waitUntil(lambda: kept(used.parent) != [], timeout=OPEN_TIMEOUT_MS)
        settle(qtbot, window)
        assert kept(used.parent)[0].name in window.notices.history[-1].text
        practice, library = window.ctx.services.practice, window.ctx.library
        sitting = practice.start(library.manifest.id, library.questions["Q2"], "untimed")
        assert practice.open_attempts()[0][0].id == sitting.attempt.id
    with closing(sqlite3.connect(used)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


# --- newer -------------------------------------------------------------------------------------------------


@pytest.fixture
def newer(used: Path) -> Path:
    """The same file as a later program would have left it."""
    with closing(sqlite3.connect(used)) as connection:
        connection.execute("PRAGMA user_version=999")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return used


@contextmanager
def refusing(qtbot, data_dir: Path) -> Iterator[MainWindow]:
    """The window over data it may not open, once it has said so."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = build_window(application, paths.find(str(data_dir)), open_content)
    window.resize(1366, 768)
    opener = window.findChild(Opener)
    assert opener is not None
    with qtbot.waitSignal(opener.failed, timeout=OPEN_TIMEOUT_MS):
        window.show()
    settle(qtbot, window)
    try:
        yield window
    finally:
        close_window(qtbot, window)


def test_a_newer_database_is_refused_in_words_exported_and_not_a_byte_is_changed(qtbot, newer, tmp_path):
    before, out = digest(newer), tmp_path / "mine.tutorwork"
    settings = paths.find(str(newer.parent)).settings_file
    with refusing(qtbot, newer.parent) as window:
        she = Person(qtbot, window)
        assert "newer TutorApp" in she.words("notice.text")
        assert "Traceback" not in she.words("notice.text")
        assert "not open" in she.everything()
        assert window.notices.history[-1].action_text == "Export my progress …"
        window.commands.work_keeper._keeping.export_work(out)
        window.commands.work_keeper.import_work(out)
        settle(qtbot, window)
        assert "newer TutorApp" in window.notices.history[-1].text, "nothing is brought in"
        assert "Explain how holding the post" in she.everything(), "the questions can be read all the same"
        qtbot.waitUntil(lambda: raise_first(newer.parent))  # a later start still finds this window
    assert digest(newer) == before
    assert out.stat().st_size > 0
    assert [path.name for path in newer.parent.iterdir() if path.name.startswith("tutorapp.sqlite3")] == [newer.name]
    left_off = json.loads(settings.read_text(encoding="utf-8"))["places"]["notes"]["section"]
    assert left_off == "S4", "closing forgot where she left off"


@pytest.mark.logs
def test_after_the_refusal_nothing_she_presses_breaks_and_the_message_can_be_read_again(qtbot, newer):
    before = digest(newer)
    with refusing(qtbot, newer.parent) as window:
        bugs = []
        window.ctx.jobs.bug_found.connect(bugs.append)
        she = Person(qtbot, window)
        for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
            she.press(key, CONTROL)
        window.ctx.actions["practice.surprise"].trigger()
        window.ctx.actions["practice.start"].trigger()
        window.ctx.actions["practice.history"].trigger()
        window.ctx.actions["notes.cover"].trigger()
        window.ctx.actions["notes.cover"].trigger()
        she.rest()
        she.press(Qt.Key.Key_K, CONTROL)
        she.type("kirov")
        she.press(Qt.Key.Key_Escape)
        assert bugs == []
        window.ctx.actions["view.notices"].trigger()
        texts = [w for w in window.findChildren(QWidget) if isinstance(w, QTextEdit | QPlainTextEdit) and w.isVisible()]
        assert any("newer TutorApp" in text.toPlainText() for text in texts)
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert digest(newer) == before
