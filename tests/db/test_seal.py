"""A seal spares the full look through a file that is as it was left, and never hides a change."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db import Database, files, open_database, seal
from tests.builders import an_attempt
from tests.db import make_kept
from tests.faults.copies import nothing

PAGE = 4096


@pytest.fixture
def sealed(database: Database) -> Path:
    """The path of a database that was closed well."""
    make_kept.populate(database)
    assert database.seal()
    return database.path


def reopened(path: Path) -> Database:
    return open_database(path, nothing).database


def test_a_file_as_it_was_left_needs_no_full_look(sealed: Path, monkeypatch: pytest.MonkeyPatch):
    looked: list[Path] = []
    monkeypatch.setattr(files, "problems", lambda path: looked.append(path) or [])
    database = reopened(sealed)
    assert database.check() == []
    assert looked == []
    database.close()


@pytest.mark.parametrize("page", [0, 3, -1])
def test_any_byte_that_differs_leads_to_the_full_look(sealed: Path, page: int):
    content = bytearray(sealed.read_bytes())
    at = (page % (len(content) // PAGE)) * PAGE + (200 if page == 0 else 5)
    content[at] ^= 1
    sealed.write_bytes(content)
    assert not seal.holds(sealed)


def test_a_smashed_page_is_found_although_there_is_a_seal(sealed: Path):
    with closing(sqlite3.connect(sealed)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name='attempts'").fetchone()[0]
    with sealed.open("r+b") as file:
        file.seek((root - 1) * PAGE)
        file.write(b"\xff" * PAGE)
    database = reopened(sealed)
    assert database.check() != []
    database.close()


def test_work_since_the_seal_ends_it_and_closing_well_makes_another(sealed: Path):
    database = reopened(sealed)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(an_attempt(900, device_id=database.device_id))
        uow.commit()
    assert database.check() == []  # the file itself is untouched: the attempt is in the log, which has sums of its own
    database.close()
    assert not seal.holds(sealed)
    database = reopened(sealed)
    assert database.check() == []
    assert database.seal()
    assert seal.holds(sealed)


def test_no_seal_is_made_while_another_program_has_the_file(sealed: Path):
    other = reopened(sealed)
    with other.unit_of_work() as uow:
        uow.attempts.add_attempt(an_attempt(900, device_id=other.device_id))
        uow.commit()
    database = reopened(sealed)
    assert not database.seal()
    other.close()


def test_a_seal_of_another_file_or_none_counts_as_none(sealed: Path, tmp_path: Path):
    copy = Path(shutil.copy(sealed, tmp_path / "copy.sqlite3"))
    assert not seal.holds(copy)
    sealed.with_name(f"{sealed.name}.seal").write_bytes(b"\xff\xfe")
    assert not seal.holds(sealed)
    assert not seal.make(tmp_path / "nowhere" / "a.sqlite3")


def write(database: Database, number: int) -> None:
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(an_attempt(number, device_id=database.device_id))
        uow.commit()


def killed(database: Database, folder: Path) -> Path:
    """The files as they are when the program is killed now."""
    folder.mkdir()
    for end in ("", "-wal", ".seal"):
        shutil.copy(database.path.with_name(database.path.name + end), folder)
    return folder / database.path.name


def test_after_a_crash_the_last_backups_seal_spares_the_full_look(database: Database, tmp_path: Path, monkeypatch):
    make_kept.populate(database)
    assert database.seal_open()
    write(database, 900)
    copy = killed(database, tmp_path / "killed")
    assert copy.with_name(f"{copy.name}-wal").stat().st_size > 0
    monkeypatch.setattr(files, "problems", lambda path: pytest.fail("the whole file was looked through"))
    opened = reopened(copy)
    assert opened.check() == []
    with opened.reading() as uow:
        assert uow.attempts.record(an_attempt(900).id) is not None
    opened.close()


def test_damage_in_the_file_is_found_after_a_crash_too(database: Database, tmp_path: Path):
    make_kept.populate(database)
    assert database.seal_open()
    write(database, 900)
    copy = killed(database, tmp_path / "killed")
    content = bytearray(copy.read_bytes())
    content[-PAGE + 5] ^= 1
    copy.write_bytes(content)
    assert not seal.holds(copy)


def test_it_is_sealed_again_only_when_something_was_written(database: Database, monkeypatch: pytest.MonkeyPatch):
    assert database.seal_open()
    made: list[Path] = []
    monkeypatch.setattr(seal, "make", lambda path: made.append(path) or True)
    assert database.seal_open()
    assert made == []
    write(database, 900)
    assert database.seal_open()
    assert made == [database.path]


def test_a_reader_in_the_way_leaves_it_unsealed(database: Database):
    write(database, 900)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM attempts").fetchone()
        write(database, 901)
        assert not database.seal_open()
