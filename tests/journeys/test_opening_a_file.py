"""A file on the command line, as a double click gives it: opened here, or in the window that is there already."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from db import open_database
from tests.db import make_kept
from tests.journeys.harness import open_window, settle
from tests.journeys.programs import TIMEOUT_S, run, started
from tutorapp.formats import work_file

MS = TIMEOUT_S * 1000


@pytest.fixture
def progress(tmp_path: Path) -> Path:
    """What somebody exported on another computer."""
    other = open_database(tmp_path / "other.sqlite3", lambda word: ()).database
    make_kept.populate(other)
    file = tmp_path / "my progress.tutorwork"
    file.write_bytes(work_file.write(other.work(), other.device_id, "1"))
    other.close()
    return file


@pytest.mark.parametrize(
    "arguments", [("a.tutorwork",), ("--data-dir", "x", "A.TUTORPACK"), ("A.tutorwork", "--data-dir=x")]
)
def test_a_file_stands_in_a_commands_place(arguments: tuple[str, ...]):
    done = run(*arguments, screen=False)
    assert (done.returncode, done.stdout) == (3, "")  # the window would open it, if there were a screen


@pytest.mark.parametrize("arguments", [("a.jpg",), ("backups", "a.tutorwork"), ("a.tutorwork", "b.tutorwork")])
def test_what_is_neither_file_nor_command_gets_a_usage_line(arguments: tuple[str, ...]):
    done = run(*arguments, screen=False)
    assert done.returncode == 2
    assert done.stderr.startswith("usage:")


@pytest.mark.gui
def test_a_later_start_gives_its_file_to_the_window_that_is_there(qtbot, data_dir: Path, progress: Path):
    lock = QLockFile(str(data_dir / "in-use.lock"))
    assert lock.tryLock(0)
    with open_window(qtbot, data_dir) as window:
        settle(qtbot, window)
        with started("main.py", str(progress)) as second:
            qtbot.waitUntil(lambda: second.poll() is not None, timeout=MS)
            assert second.returncode == 0
        qtbot.waitUntil(lambda: any("New from" in notice.text for notice in window.notices.history), timeout=MS)
        assert "New from my progress.tutorwork: 3 attempts" in window.notices.history[-1].text
        assert len(window.ctx.services.practice.recent()) == 2
    lock.unlock()
