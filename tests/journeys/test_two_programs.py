"""Two starts on one data folder: the second brings the first to the front or says so, and nothing is harmed."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, QObject

from tests.journeys.harness import open_window
from tests.journeys.programs import TIMEOUT_S, started
from tutorapp import paths
from tutorapp.bootstrap import examine
from tutorapp.ui.single import RaiseServer, raise_first, wait_for_first

pytestmark = pytest.mark.gui
MS = TIMEOUT_S * 1000


def start(data_dir: Path):
    """The program on this folder, as from a desktop."""
    return started("main.py", "--data-dir", str(data_dir))


class Waiting(threading.Thread):
    """A second start that has found the folder in use; ``tried`` when it has asked in vain."""

    def __init__(self, data_dir: Path, results: list[str]) -> None:
        super().__init__()
        self._data_dir, self._results = data_dir, results
        self.tried = threading.Event()

    def run(self) -> None:
        lock = QLockFile(str(self._data_dir / "in-use.lock"))
        assert not lock.tryLock(0)
        assert not raise_first(self._data_dir)
        self.tried.set()
        self._results.append(wait_for_first(lock, self._data_dir, patience_ms=MS))
        lock.unlock()


def soundness(data_dir: Path) -> str:
    """What SQLite says of the whole file."""
    with closing(sqlite3.connect(data_dir / "tutorapp.sqlite3")) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


def is_running(data_dir: Path) -> bool:
    """Whether a program on this folder answers to later starts."""
    return raise_first(data_dir)


def test_a_second_start_brings_the_first_window_to_the_front_and_ends(qtbot, data_dir):
    lock = QLockFile(str(data_dir / "in-use.lock"))
    assert lock.tryLock(0)
    with open_window(qtbot, data_dir) as window:
        window.showMinimized()
        qtbot.waitUntil(window.isMinimized)
        with start(data_dir) as second:
            qtbot.waitUntil(lambda: second.poll() is not None, timeout=MS)
            out, told = second.communicate()
        assert second.returncode == 0
        assert (out, told) == ("", "TutorApp is open already; its window has been brought to the front.\n")
        assert not window.isMinimized()
        assert window.isActiveWindow()
    lock.unlock()


def test_a_second_start_says_so_when_the_first_does_not_answer(data_dir):
    lock = QLockFile(str(data_dir / "in-use.lock"))
    assert lock.tryLock(0)
    less_patient = "from tutorapp.ui import single; single.PATIENCE_MS = 300"
    command = f"{less_patient}; from tutorapp.__main__ import main; raise SystemExit(main())"
    with started("-c", command, "--data-dir", str(data_dir)) as second:
        told = second.communicate(timeout=TIMEOUT_S)[1]
    left = sorted(path.name for path in data_dir.iterdir())
    lock.unlock()
    assert second.returncode == 4
    assert told == (
        "TutorApp is open already with this person's work, perhaps on another screen. Close it there first.\n"
    )
    assert left == ["in-use.lock", "logs"]


@pytest.mark.parametrize("ending", ["answers", "ends"])
def test_a_second_start_waits_for_a_first_one_that_is_still_opening_or_just_closing(qtbot, data_dir, ending):
    first = QLockFile(str(data_dir / "in-use.lock"))
    assert first.tryLock(0)
    raised, keeper, results = [], QObject(), []
    waiting = Waiting(data_dir, results)
    waiting.start()
    qtbot.waitUntil(waiting.tried.is_set)  # it was refused once, and nobody answered
    if ending == "answers":
        RaiseServer(data_dir, lambda: raised.append(True), keeper)
    else:
        first.unlock()
    qtbot.waitUntil(lambda: bool(results))
    waiting.join()
    assert results == [{"answers": "raised", "ends": "ours"}[ending]]
    if ending == "answers":
        qtbot.waitUntil(lambda: raised == [True])
        first.unlock()


def test_two_starts_at_the_same_moment_make_one_window_and_one_sound_database(qtbot, data_dir):
    with start(data_dir) as one, start(data_dir) as two:
        both = (one, two)
        qtbot.waitUntil(lambda: any(process.poll() is not None for process in both), timeout=MS)
        qtbot.waitUntil(lambda: is_running(data_dir), timeout=MS)
        running = [process for process in both if process.poll() is None]
        ended = [process for process in both if process.poll() is not None]
        assert len(running) == len(ended) == 1
        assert ended[0].returncode in (0, 4)
        assert "TutorApp is open already" in ended[0].communicate()[1]
        assert soundness(data_dir) == "ok"


def test_a_program_that_was_killed_does_not_lock_the_folder(qtbot, data_dir):
    for _ in range(2):  # the second start finds lock and socket of the first
        with start(data_dir) as process:
            qtbot.waitUntil(lambda: is_running(data_dir), timeout=MS)
            assert process.poll() is None
            process.kill()
            assert process.wait() == -9
    assert soundness(data_dir) == "ok"
    found = examine(paths.find(str(data_dir)))
    assert found.ok, found.lines()
