"""What a newer program saved can be exported by this one: what it understands, and the file is as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db import keeping, open_database, read_newer, schema
from tests.builders import a_draft, an_answer, an_attempt
from tests.faults.copies import nothing
from tests.faults.test_versions import files_in
from tutorapp import cli, paths
from tutorapp.domain.errors import KnownError
from tutorapp.formats import work_file


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """Two answers and a draft, with columns, a table and a kind of attempt that this program does not know."""
    path = tmp_path / "data" / "tutorapp.sqlite3"
    path.parent.mkdir(exist_ok=True)
    database = open_database(path, nothing).database
    with database.unit_of_work() as uow:
        for number in (1, 2, 3):
            attempt = an_attempt(number, device_id=database.device_id)
            uow.attempts.add_attempt(attempt)
            uow.attempts.add_answer(an_answer(attempt, 10 + number)) if number < 3 else uow.attempts.save_draft(
                a_draft(attempt)
            )
        uow.commit()
    database.close()
    later(
        path,
        "ALTER TABLE attempts ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'",
        "CREATE TABLE dreams (id TEXT PRIMARY KEY)",
        "UPDATE attempts SET mode = 'by telepathy' WHERE id = (SELECT max(attempt_id) FROM answers)",
    )
    return path


def later(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints=1")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.execute(f"PRAGMA user_version={schema.HEAD + 1}")


def test_the_rows_that_are_understood_come_out_and_in_again_and_the_file_is_untouched(newer: Path, tmp_path: Path):
    before = files_in(newer.parent)
    found = read_newer(newer)
    assert files_in(newer.parent) == before
    assert found.left_out == 1
    assert len(found.rows["attempts"]) == 2
    assert len(found.rows["answers"]) == 2
    other = open_database(tmp_path / "other.sqlite3", nothing).database
    merged = other.bring_in(found.rows)
    assert merged.added["answers"] == 1
    assert merged.orphans["answers"] == 1  # its attempt is the one that was left out
    other.close()


def test_a_backup_of_it_leaves_the_folder_as_it_was(newer: Path, tmp_path: Path):
    before = files_in(newer.parent)
    keeping.copy(newer, tmp_path / "backup.sqlite3")
    assert files_in(newer.parent) == before


def test_what_still_lies_in_the_log_is_exported_too(newer: Path):
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA journal_mode=wal")
        connection.execute("UPDATE attempts SET mode = 'timed'")
        connection.commit()
        kept = {end: newer.with_name(newer.name + end).read_bytes() for end in ("", "-wal")}
    for end, data in kept.items():
        newer.with_name(newer.name + end).write_bytes(data)
    assert len(kept["-wal"]) > 0
    assert read_newer(newer).left_out == 0


def test_where_a_table_of_ours_is_gone_it_is_said_in_words(newer: Path):
    later(newer, "ALTER TABLE attempts RENAME TO efforts")
    before = files_in(newer.parent)
    with pytest.raises(KnownError, match="nothing can be exported"):
        read_newer(newer)
    assert files_in(newer.parent) == before


def test_the_command_exports_it_and_says_what_is_missing(newer, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(paths.ENVIRONMENT_VARIABLE, str(newer.parent))
    before, out = newer.read_bytes(), tmp_path / "mine.tutorwork"
    assert cli.run(["export-work", str(out)]) == 0
    said = capsys.readouterr().out
    assert "newer TutorApp" in said
    assert "one entry" in said
    assert len(work_file.read(out.read_bytes(), out.name)["attempts"]) == 2
    assert cli.run(["import-work", str(out)]) == 1
    assert "export your progress" in capsys.readouterr().err
    assert newer.read_bytes() == before
