"""A data folder that cannot be written to opens for reading: said once, readable, exported, and not a byte changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db import open_database
from tests.builders import a_draft, an_attempt
from tests.journeys.harness import OPEN_TIMEOUT_MS, close_window, settle
from tests.journeys.person import Person
from tests.journeys.test_revision_hour import SECTION, open_section
from tutorapp import paths
from tutorapp.bootstrap import open_content, prepare
from tutorapp.domain.errors import KnownError
from tutorapp.paths import Paths
from tutorapp.shut_folder import is_shut, usable
from tutorapp.ui.app import build_window
from tutorapp.ui.main_window import MainWindow
from tutorapp.ui.opening import Opener

ESSAY = "The party machine was in his hands."


@pytest.fixture
def used(data_dir: Path) -> Paths:
    """A folder with one answer, of which the newest lies in the database's log, as after a power cut."""
    places = paths.find(str(data_dir))
    places.create()
    database = open_database(places.database, lambda word: ()).database
    attempt = an_attempt(1, device_id=database.device_id)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        uow.attempts.save_draft(a_draft(attempt, ESSAY))
        uow.commit()
    kept = {end: places.database.with_name(places.database.name + end).read_bytes() for end in ("", "-wal")}
    database.close()
    for end, data in kept.items():
        places.database.with_name(places.database.name + end).write_bytes(data)
    return places


@contextmanager
def shut(folder: Path) -> Iterator[None]:
    """``folder`` mounted read-only for root, whom rights do not stop; else without the right to write."""
    if os.geteuid():
        folder.chmod(0o500)
    else:
        done = subprocess.run(["mount", "--bind", str(folder), str(folder)], capture_output=True, check=False)
        if done.returncode:
            pytest.skip("this system lets nobody mount")
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
    try:
        yield
    finally:
        if os.geteuid():
            folder.chmod(0o700)
        else:
            subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def shut_window(qtbot, places: Paths) -> Iterator[MainWindow]:
    with shut(places.data), usable(places) as there:
        prepare(there)
        window = build_window(qtbot_application(), there, open_content)
        window.resize(1366, 768)
        opener = window.findChild(Opener)
        with qtbot.waitSignal(opener.opened, timeout=OPEN_TIMEOUT_MS):
            window.show()
        settle(qtbot, window)
        try:
            yield window
        finally:
            close_window(qtbot, window)


def qtbot_application():
    from PySide6.QtWidgets import QApplication

    return QApplication.instance()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.gui
@pytest.mark.skipif(os.name != "posix", reason="rights and mounts are tried where there are some")
def test_the_window_opens_reads_says_so_and_saves_nothing(qtbot, used: Paths):
    before = contents(used.data)
    with shut_window(qtbot, used) as window:
        (told,) = [notice for notice in window.notices.history if str(used.data) in notice.text]
        assert "is saved" in told.text
        assert told.level == "danger"  # it stands until it is closed
        assert told.action_text == "Export my progress …"
        assert window.status_line.saved.text() == "Nothing can be saved"
        open_section(Person(qtbot, window), SECTION)
        ((_attempt, draft),) = window.ctx.services.practice.open_attempts()
        assert draft.text == ESSAY
        question = window.ctx.library.unit.questions[0]
        with pytest.raises(KnownError, match="Nothing can be saved"):
            window.ctx.services.practice.start(window.ctx.library.unit.manifest.id, question, "timed")
        settle(qtbot, window)
        assert [notice.text for notice in window.notices.history if "log" in notice.text] == []
        assert window.status_line.saved.text() == "Nothing can be saved"
    assert contents(used.data) == before


@pytest.mark.gui
@pytest.mark.skipif(os.name != "posix", reason="rights and mounts are tried where there are some")
def test_the_work_can_be_taken_out_of_it_and_nothing_brought_in(qtbot, used: Paths, tmp_path: Path):
    out = tmp_path / "mine.tutorwork"
    with shut_window(qtbot, used) as window:
        keeping = window.commands.work_keeper._keeping
        keeping.export_work(out)
        for refused in (keeping.import_work, keeping.restore, keeping.bring_in_backup):
            with pytest.raises(KnownError, match="may not write"):
                refused(out)
        assert keeping.keep() is None
    assert out.stat().st_size > 0


@pytest.mark.skipif(os.name != "posix", reason="rights and mounts are tried where there are some")
def test_only_a_forbidden_folder_is_shut_and_its_copy_is_removed(used: Paths, tmp_path: Path):
    assert not is_shut(used.data, used.database)
    assert not is_shut(tmp_path / "absent", tmp_path / "absent" / "x")
    with usable(used) as same:
        assert same is used
    with shut(used.data):
        assert is_shut(used.data, used.database)
        with usable(used) as there:
            assert there.shut == used.data
            assert there.snapshots is None
            copy = there.data
            assert there.database.is_file()
        assert not copy.exists()
    shutil.rmtree(used.data)


@pytest.mark.skipif(os.name != "posix", reason="rights and mounts are tried where there are some")
def test_the_copy_of_a_program_that_was_killed_is_removed_at_the_next_start(used: Paths, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen(["true"])
    ended.wait()
    left, mine = tmp_path / f"tutorapp-reading-{ended.pid}-a", tmp_path / f"tutorapp-reading-{os.getpid()}-b"
    for folder in (left, mine):
        folder.mkdir()
        (folder / "tutorapp.sqlite3").write_bytes(b"x")
    with shut(used.data), usable(used):
        assert not left.exists()
        assert mine.exists()
