"""Opening: fresh, again, newer, foreign, damaged, read-only, in use; nothing is ever lost or written unasked."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from db import DamagedError, Database, NewerError, open_database, replace_damaged
from db.base import Base
from db.schema import HEAD
from tests.builders import START, UNIT_ID, a_draft, a_unit, an_answer, an_attempt
from tests.db import make_kept
from tutorapp.domain.errors import BugError, KnownError


def nothing(word: str) -> tuple[str, ...]:
    return ()


@pytest.fixture
def path(data_dir: Path) -> Path:
    """Where the database lies."""
    return data_dir / "tutorapp.sqlite3"


@pytest.fixture
def filled(path: Path) -> Path:
    """A closed database with a unit and an answer in it."""
    database = open_database(path, nothing).database
    fill(database)
    database.close()
    return path


def fill(database: Database, number: int = 1) -> None:
    attempt = an_attempt(number, device_id=database.device_id)
    with database.unit_of_work() as uow:
        uow.content.install(a_unit(), "d1", START)
        uow.attempts.add_attempt(attempt)
        uow.attempts.add_answer(an_answer(attempt, number + 1))
        uow.commit()


def state(folder: Path) -> dict[str, str]:
    """Every file below ``folder`` with its hash."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def edit(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(statement)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def test_a_fresh_database_is_sound_and_at_the_head(path: Path):
    opening = open_database(path, nothing)
    assert opening.notice is None
    assert opening.database.check() == []
    versions = opening.database.versions()
    assert versions["schema"] == versions["schema_head"] == str(HEAD)
    assert versions["sqlite"] == sqlite3.sqlite_version
    opening.database.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_it_opens_again_with_its_device_and_its_work(filled: Path):
    first = open_database(filled, nothing).database
    device = first.device_id
    first.close()
    again = open_database(filled, nothing)
    assert again.notice is None
    assert again.database.device_id == device
    with again.database.reading() as uow:
        assert uow.attempts.last_results(UNIT_ID)["Q1"].tries == 1
    again.database.close()


def test_two_databases_are_two_devices(tmp_path: Path):
    devices = set()
    for name in ("a", "b"):
        database = open_database(tmp_path / f"{name}.sqlite3", nothing).database
        devices.add(database.device_id)
        database.close()
    assert len(devices) == 2


def test_alembic_is_not_imported_for_a_fresh_or_current_database(filled: Path, tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from db import open_database\n"
        f"for name in ({str(filled)!r}, {str(tmp_path / 'fresh.sqlite3')!r}):\n"
        "    open_database(Path(name), lambda word: ()).database.close()\n"
        "print(sorted({'alembic', 'PySide6', 'mako'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_newer_database_is_refused_without_a_byte_written(filled: Path):
    edit(filled, f"PRAGMA user_version={HEAD + 1}")
    before = state(filled.parent)
    with pytest.raises(NewerError, match="newer TutorApp") as caught:
        open_database(filled, nothing)
    assert "SQL" not in caught.value.message
    assert state(filled.parent) == before


def test_somebody_elses_database_is_left_alone(path: Path):
    edit(path, "CREATE TABLE recipes (name TEXT)")
    before = state(path.parent)
    with pytest.raises(KnownError, match="was not made by TutorApp"):
        open_database(path, nothing)
    assert state(path.parent) == before


def test_an_empty_file_is_a_fresh_start(path: Path):
    path.touch()
    opening = open_database(path, nothing)
    assert opening.notice is None
    opening.database.close()


@pytest.mark.parametrize(
    "damage", [b"not a database at all" * 400, b"\x00" * 100, b"SQLite format 3\x00" + b"\xff" * 90]
)
def test_a_bad_header_is_set_aside_and_a_fresh_one_starts(filled: Path, damage: bytes):
    whole = filled.read_bytes()
    ruined = damage + whole[len(damage) :]
    filled.write_bytes(ruined)
    filled.with_name(filled.name + "-wal").write_bytes(b"left over")
    opening = open_database(filled, nothing, START)
    kept = filled.with_name("tutorapp.damaged-20270301T160000Z.sqlite3")
    assert kept.read_bytes() == ruined
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"left over"
    assert opening.notice is not None
    assert kept.name in opening.notice
    with opening.database.reading() as uow:
        assert uow.content.units() == ()
    opening.database.close()


def test_a_second_damaged_file_of_the_same_second_does_not_replace_the_first(path: Path):
    for text in (b"first" * 200, b"second" * 200):
        path.write_bytes(text)
        open_database(path, nothing, START).database.close()
    kept = sorted(file.read_bytes()[:5] for file in path.parent.glob("*damaged*"))
    assert kept == [b"first", b"secon"]


def test_damage_inside_is_found_by_the_check_and_replaced_for_the_same_device(filled: Path):
    smash(filled)
    opening = open_database(filled, nothing)
    database = opening.database
    assert database.check() != []
    replaced = replace_damaged(database, START + timedelta(seconds=1))
    assert replaced.notice is not None
    assert replaced.database.device_id == database.device_id
    assert replaced.database.check() == []
    assert filled.with_name("tutorapp.damaged-20270301T160001Z.sqlite3").exists()
    replaced.database.close()


def test_reading_damaged_pages_tells_the_person(filled: Path):
    smash(filled)
    database = open_database(filled, nothing).database
    with database.reading() as uow, pytest.raises(DamagedError, match="is damaged"):
        uow.content.load(UNIT_ID)
    database.close()


def smash(path: Path) -> None:
    """Overwrite the pages of the content, and only those."""
    connection = sqlite3.connect(path)
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name='content_items'").fetchone()[0]
    connection.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(os.urandom(size))


def test_a_database_without_its_description_counts_as_damaged(filled: Path):
    edit(filled, "DELETE FROM meta")
    opening = open_database(filled, nothing, START)
    assert opening.notice is not None
    opening.database.close()


def test_a_folder_in_the_files_place_says_what_to_do(path: Path):
    path.mkdir()
    with pytest.raises(KnownError, match="--data-dir"):
        open_database(path, nothing)


def test_a_missing_folder_says_what_to_do(path: Path):
    with pytest.raises(KnownError, match="--data-dir"):
        open_database(path.parent / "nowhere" / path.name, nothing)


def test_a_file_in_the_folders_place_says_what_to_do(path: Path):
    path.touch()
    with pytest.raises(KnownError, match="--data-dir"):
        open_database(path / "tutorapp.sqlite3", nothing)


def test_a_full_disk_says_so_and_keeps_what_was_there(filled: Path):
    database = open_database(filled, nothing).database
    attempt = an_attempt(20, device_id=database.device_id)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        uow.attempts.save_draft(a_draft(attempt, "kept"))
        uow.commit()
    with database.unit_of_work() as uow:
        connection = uow.session.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(KnownError, match="disk is full"):
            uow.attempts.save_draft(a_draft(attempt, "far too long " * 100_000))
    with database.reading() as uow:
        assert [draft.text for _, draft in uow.attempts.open_drafts()] == ["kept"]
    database.close()


def test_a_database_in_use_says_so(filled: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("db.engine.BUSY_TIMEOUT_MS", 20)
    database = open_database(filled, nothing).database
    other = sqlite3.connect(filled, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with database.unit_of_work() as uow, pytest.raises(KnownError, match="Another program is using"):
        uow.attempts.open_drafts()
    with database.reading() as uow:
        assert len(uow.attempts.recent()) == 1
    other.execute("ROLLBACK")
    other.close()
    database.close()


def test_a_mistake_of_ours_is_not_told_as_the_persons(filled: Path):
    database = open_database(filled, nothing).database
    with database.unit_of_work() as uow, pytest.raises(BugError, match="UNIQUE"):
        uow.attempts.add_attempt(an_attempt(1))
    database.close()


def test_a_log_without_its_file_is_kept_aside_not_replayed(filled: Path):
    log = filled.with_name(filled.name + "-wal")
    log.write_bytes(b"left over")
    filled.unlink()
    database = open_database(filled, nothing, START).database
    assert database.check() == []
    database.close()
    assert filled.with_name("tutorapp.damaged-20270301T160000Z.sqlite3-wal").read_bytes() == b"left over"


def test_many_programs_starting_at_once_make_one_database(path: Path):
    code = (
        "import sys; from pathlib import Path; from db import open_database\n"
        "sys.stdin.readline()\n"
        "database = open_database(Path(sys.argv[1]), lambda word: ()).database\n"
        "print(database.device_id, database.check()); database.close()"
    )
    command = [sys.executable, "-c", code, str(path)]
    root = Path(__file__).parents[2]
    runs = [
        subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    for run in runs:
        assert run.stdin is not None
        run.stdin.write("\n")
        run.stdin.flush()
    said = {run.communicate()[0].strip() for run in runs}
    assert len(said) == 1
    assert said.pop().endswith(" []")
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("seed", range(30))
def test_a_smashed_page_is_noticed_or_does_no_harm(path: Path, seed: int):
    shutil.copy(make_kept.FOLDER / f"schema_{HEAD:04d}.sqlite3", path)
    before = contents(path)
    chance = random.Random(seed)
    with path.open("r+b") as file:
        file.seek(chance.randrange(path.stat().st_size // 4096) * 4096)
        file.write(chance.randbytes(4096))
    opening = open_database(path, nothing, START)
    database = opening.database
    if database.check():
        opening = replace_damaged(database, START)
        database = opening.database
    if opening.notice is None:
        assert contents(path) == before
    else:
        assert len(list(path.parent.glob("*damaged*.sqlite3"))) == 1
        fill(database, 900)
    assert database.check() == []
    database.close()


def contents(path: Path) -> list[list[tuple]]:
    connection = sqlite3.connect(path)
    rows = [connection.execute(f"SELECT * FROM {table}").fetchall() for table in Base.metadata.tables]
    connection.close()
    return rows
