"""The status line: true facts, whole or not there."""

from __future__ import annotations

import pytest

from tests.journeys.harness import open_window, settle

pytestmark = pytest.mark.gui


@pytest.fixture
def opened(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        yield window


def test_the_newest_backup_is_named_and_none_is_not_invented(opened, qtbot):
    line = opened.status_line
    qtbot.waitUntil(lambda: line.backup.text().startswith("Backed up today "))
    backups = opened.commands.work_keeper._keeping.backups()
    assert line.backup.text().endswith(backups[0].at.astimezone().strftime("%H:%M"))
    for backup in backups:
        backup.path.unlink()
    opened.commands.say_backup()
    settle(qtbot, opened)
    assert line.backup.text() == "Not backed up yet"


def test_a_narrow_window_cuts_nothing(opened, qtbot):
    line = opened.status_line
    qtbot.waitUntil(lambda: line.backup.isVisible())
    opened.ctx.settings.update(text_percent=160)
    labels = (line.saved, line.unit, line.backup, line.right)
    for width in (1366, 960, 683, 640):
        opened.resize(width, 600)
        qtbot.waitUntil(
            lambda width=width: (
                opened.width() == width
                and all(label.isHidden() or label.width() >= label.sizeHint().width() for label in labels)
            )
        )
    assert line.backup.isHidden(), "at this width and text size there is no room for it"
