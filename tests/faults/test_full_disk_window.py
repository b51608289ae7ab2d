"""Row 2 through the real window: typing goes on, it is told within two seconds, and the essay is kept."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTextEdit

from tests.faults.test_disk import mounted
from tests.journeys.harness import open_window, settle
from tutorapp import paths

pytestmark = pytest.mark.gui
TOLD_WITHIN_S = 2.0
ESSAY = "Whoever held the files held the party. " * 3000  # 117 kB: more than the log has room for


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    if os.name != "posix" or os.geteuid() != 0 or not mounted(place, "12m"):
        pytest.skip("a small disk can only be made by root on Linux")
    monkeypatch.setenv(paths.ENVIRONMENT_VARIABLE, str(place))
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(folder: Path) -> Path:
    """Take all room but some kilobytes."""
    film = folder / "somebody's film"
    with film.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"\0" * 4096):
            pass
    return film


@pytest.mark.logs
def test_a_full_disk_is_told_in_two_seconds_and_the_essay_is_saved_when_there_is_room(qtbot, small_disk):
    with open_window(qtbot, small_disk) as window:
        window.workspace.dock("practice").pane.start("Q2", "untimed")
        settle(qtbot, window)
        editor = window.findChild(QTextEdit, "practice.editor")
        QTest.keyClicks(editor, "Begun.")
        settle(qtbot, window)
        (small_disk / "tutorapp.sqlite3.reserve").unlink(missing_ok=True)  # given up long ago
        film = fill(small_disk)
        began = monotonic()
        editor.setPlainText(ESSAY)
        qtbot.waitUntil(lambda: any("full" in said for said in shown(window)), timeout=5000)
        assert monotonic() - began < TOLD_WITHIN_S + 1.0  # a save comes at the latest after one second of typing
        QTest.keyClicks(editor, " Still typing.")
        text = editor.toPlainText()
        assert "Still typing." in text
        film.unlink()
        settle(qtbot, window)
        practice = window.ctx.services.practice
        qtbot.waitUntil(lambda: practice.open_attempts()[0][1].text == text, timeout=10_000)


def shown(window) -> list[str]:
    """Every word on labels that can be seen, and every message."""
    labels = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    return labels + [notice.text for notice in window.notices.history]
