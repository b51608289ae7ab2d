"""Backups are whole, verified and taken while the program goes on; what was acknowledged survives a kill."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from db import DamagedError, Database, files, open_database
from tests.builders import a_draft, an_attempt, an_id
from tests.db import make_kept
from tutorapp.domain.errors import KnownError


def drafts(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM drafts")]


def test_a_backup_holds_everything_and_is_one_file(database: Database, tmp_path: Path):
    make_kept.populate(database)
    to = tmp_path / "backups" / "monday.sqlite3"
    to.parent.mkdir()
    database.backup(to)
    assert [file.name for file in to.parent.iterdir()] == [to.name]
    copy = open_database(to, lambda word: ()).database
    with copy.reading() as uow, database.reading() as original:
        assert uow.attempts.recent() == original.attempts.recent()
        assert uow.search.find("dizzy") == original.search.find("dizzy")
    assert copy.device_id == database.device_id
    copy.close()


def test_a_backup_does_not_wait_for_an_open_transaction_and_leaves_it_out(database: Database, tmp_path: Path):
    attempt = an_attempt()
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        uow.attempts.save_draft(a_draft(attempt, "saved"))
        uow.commit()
        uow.attempts.save_draft(a_draft(attempt, "not committed"))
        database.backup(tmp_path / "b.sqlite3")
    assert drafts(tmp_path / "b.sqlite3") == ["saved"]


def test_a_backup_replaces_an_older_one_only_when_it_is_sound(database: Database, tmp_path: Path, monkeypatch):
    to = tmp_path / "b.sqlite3"
    database.backup(to)
    good = to.read_bytes()
    monkeypatch.setattr(files, "problems", lambda path: ["row 3 missing from index"])
    with pytest.raises(DamagedError, match="not kept"):
        database.backup(to)
    assert to.read_bytes() == good
    assert [file.name for file in tmp_path.glob("b.*")] == [to.name]


def test_a_damaged_database_gives_no_backup(database: Database, tmp_path: Path):
    make_kept.populate(database)
    database.close()
    with database.path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096 * 20))
    with pytest.raises(DamagedError):
        database.backup(tmp_path / "b.sqlite3")
    assert list(tmp_path.glob("b.*")) == []


def test_a_folder_that_is_not_there_says_what_to_do(database: Database, tmp_path: Path):
    with pytest.raises(KnownError, match="folder"):
        database.backup(tmp_path / "nowhere" / "b.sqlite3")


SAVER = """
import sys
from pathlib import Path
from db import open_database
from tests.builders import a_draft, an_attempt
database = open_database(Path(sys.argv[1]), lambda word: ()).database
attempt = an_attempt(device_id=database.device_id)
with database.unit_of_work() as uow:
    uow.attempts.add_attempt(attempt)
    uow.commit()
for number in range(1, 100_000):
    with database.unit_of_work() as uow:
        uow.attempts.save_draft(a_draft(attempt, f"{number} " + "essay " * number))
        uow.commit()
    print(number, flush=True)
"""


@pytest.mark.parametrize("saves", [1, 7, 23])
def test_every_acknowledged_save_survives_a_kill(tmp_path: Path, saves: int):
    path = tmp_path / "tutorapp.sqlite3"
    root = Path(__file__).parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", SAVER, str(path)], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    for _ in range(saves):
        child.stdout.readline()
    child.kill()
    acknowledged = saves + len(child.communicate()[0].splitlines())
    opening = open_database(path, lambda word: ())
    assert opening.notice is None
    assert opening.database.check() == []
    with opening.database.reading() as uow:
        ((attempt, draft),) = uow.attempts.open_drafts()
    opening.database.close()
    number, _, text = draft.text.partition(" ")
    assert attempt.id == an_id(1)
    assert int(number) >= acknowledged
    assert text == "essay " * int(number)
