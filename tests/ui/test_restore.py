"""Bringing back a backup from the window: three clicks, the newest chosen, everything else kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QTableWidget, QTextEdit, QWidget

from db import open_database
from tests.builders import an_attempt
from tests.db import make_kept
from tests.fakes import FakeClock
from tests.journeys.harness import open_window, settle
from tutorapp import bootstrap, paths
from tutorapp.services.backup import Backup
from tutorapp.ui.restore import RestoreDialog

pytestmark = pytest.mark.gui


class Clicks:
    """A hand that counts."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, widget: QWidget, at: QPoint | None = None) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())
        self.count += 1


@pytest.fixture
def used(data_dir: Path) -> Path:
    """A folder with three attempts backed up, and a fourth since."""
    places = paths.find()
    places.create()
    store = bootstrap.open_store(places)
    make_kept.populate(store.database)
    store.keep()
    with store.database.unit_of_work() as uow:
        uow.attempts.add_attempt(an_attempt(900, device_id=store.database.device_id))
        uow.commit()
    store.close()
    return data_dir


def attempts(file: Path) -> int:
    database = open_database(file, lambda word: ()).database
    found = len(database.work()["attempts"])
    database.close()
    return found


def kept_backups(folder: Path) -> tuple[Backup, ...]:
    return bootstrap.keeper(paths.find(str(folder)), FakeClock()).backups.list()


def open_dialog(qtbot, window, clicks: Clicks) -> RestoreDialog:
    bar, file_menu = window.menu_bar, window.findChild(QMenu, "menu.file")
    clicks.on(bar, bar.actionGeometry(file_menu.menuAction()).center())
    qtbot.waitUntil(file_menu.isVisible)
    clicks.on(file_menu, file_menu.actionGeometry(window.ctx.actions["file.backup"]).center())
    qtbot.waitUntil(lambda: window.findChild(RestoreDialog) is not None)
    dialog = window.findChild(RestoreDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_three_clicks_bring_the_newest_backup_back_and_keep_the_present_work_beside_it(qtbot, used):
    clicks = Clicks()
    with open_window(qtbot, used) as window:
        newest = kept_backups(used)[0]
        dialog = open_dialog(qtbot, window, clicks)
        table = dialog.findChild(QTableWidget, "restore.table")
        assert table.currentRow() == 0
        assert table.rowCount() == len(kept_backups(used))
        assert re.fullmatch(r"[A-Z]\w+day \d+ [A-Z]\w+ 20\d\d, \d\d:\d\d", table.item(0, 0).text())
        assert table.item(0, 1).text().endswith(("kB", "MB"))
        assert "kept beside it" in dialog.findChild(QLabel, "restore.words").text()
        button = dialog.findChild(QAbstractButton, "restore.back")
        assert button.isDefault()
        clicks.on(button)
        settle(qtbot, window)
        assert clicks.count == 3
        said = window.notices.history[-1].text
        assert f"as it was in {newest.path.name}" in said
        (kept,) = used.glob("tutorapp.replaced-*.sqlite3")
        assert str(kept) in said
        assert len(window.ctx.services.practice.recent()) == 2  # the answers of before
    assert attempts(used / "tutorapp.sqlite3") == attempts(newest.path)
    assert attempts(kept) >= attempts(newest.path)


def test_an_older_one_takes_the_place_and_an_answer_that_is_being_written_stays(qtbot, used):
    with open_window(qtbot, used) as window:
        settle(qtbot, window)
        oldest = kept_backups(used)[-1]
        window.workspace.dock("practice").pane.start("Q2", "untimed")
        settle(qtbot, window)
        editor = window.findChild(QTextEdit, "practice.editor")
        QTest.keyClicks(editor, "The machine")
        bugs: list[str] = []
        window.ctx.jobs.bug_found.connect(bugs.append)
        window.ctx.actions["file.backup"].trigger()
        qtbot.waitUntil(lambda: window.findChild(RestoreDialog) is not None)
        dialog = window.findChild(RestoreDialog)
        table = dialog.findChild(QTableWidget, "restore.table")
        table.selectRow(table.rowCount() - 1)
        dialog.findChild(QAbstractButton, "restore.back").click()
        settle(qtbot, window)
        assert oldest.path.name in window.notices.history[-1].text
        QTest.keyClicks(editor, " decided")
        window.workspace.dock("practice").pane.before_close()
        settle(qtbot, window)
        drafts = [draft.text for _attempt, draft in window.ctx.services.practice.open_attempts()]
        assert "The machine decided" in drafts
        assert bugs == []
    assert attempts(used / "tutorapp.sqlite3") == attempts(oldest.path) + 1


def test_only_adding_what_is_missing_takes_nothing_away(qtbot, used):
    with open_window(qtbot, used) as window:
        before = attempts(used / "tutorapp.sqlite3")
        window.ctx.actions["file.backup"].trigger()
        qtbot.waitUntil(lambda: window.findChild(RestoreDialog) is not None)
        window.findChild(RestoreDialog).findChild(QAbstractButton, "restore.add").click()
        settle(qtbot, window)
        assert "Brought in from the backup" in window.notices.history[-1].text
    assert attempts(used / "tutorapp.sqlite3") == before
    assert not list(used.glob("*replaced*"))


def test_a_damaged_backup_is_refused_and_the_work_stays_open(qtbot, used):
    (backup,) = (used / "backups").iterdir()
    with open_window(qtbot, used) as window:
        settle(qtbot, window)
        for file in (used / "backups").iterdir():
            file.write_bytes(b"ruined" * 2000)
        window.ctx.actions["file.backup"].trigger()
        qtbot.waitUntil(lambda: window.findChild(RestoreDialog) is not None)
        window.findChild(RestoreDialog).findChild(QAbstractButton, "restore.back").click()
        settle(qtbot, window)
        assert "Choose another" in window.notices.history[-1].text
        assert len(window.ctx.services.practice.recent()) == 2
    assert backup.exists()


def test_without_a_backup_it_is_said(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        dialog = RestoreDialog(window, ())
        dialog.show()
        assert "no backup yet" in dialog.findChild(QLabel, "restore.words").text()
        assert not dialog.findChild(QAbstractButton, "restore.back").isVisible()
        dialog.close()


@pytest.mark.logs
def test_a_damaged_file_is_told_with_the_way_to_the_backups(qtbot, used):
    (used / "tutorapp.sqlite3").write_bytes(b"this was a database once " * 400)
    with open_window(qtbot, used) as window:
        qtbot.waitUntil(lambda: any("newest sound backup" in notice.text for notice in window.notices.history))
        notice = next(notice for notice in window.notices.history if "newest sound backup" in notice.text)
        assert notice.action_text == "Bring back a backup …"
        settle(qtbot, window)
        assert len(kept_backups(used)) == 2  # the fresh file has one of its own by now
        notice.action()
        qtbot.waitUntil(lambda: window.findChild(RestoreDialog) is not None)
        window.findChild(RestoreDialog).findChild(QAbstractButton, "restore.add").click()
        settle(qtbot, window)
        assert len(window.ctx.services.practice.recent()) == 2
