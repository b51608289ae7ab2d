"""Migrations lose nothing: head equals the models, each revision up, down and up again on a populated file, kept
databases open, and a migration that fails leaves the file as it was."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from textwrap import dedent

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from db import migrate, open_database, schema
from db.base import Base
from db.engine import make_engine
from tests.builders import UNIT_ID, an_attempt, an_id
from tests.db import make_kept
from tutorapp.domain.errors import BugError, KnownError


def nothing(word: str) -> tuple[str, ...]:
    return ()


def structure(path: Path) -> dict[str, str]:
    """Every table and index with its SQL, blanks made one."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
    return {name: re.sub(r"\s*([(),])\s*", r"\1", " ".join((sql or "").split())) for name, sql in found}


def contents(path: Path) -> dict[str, list[tuple]]:
    """Every row of every table that is ours."""
    with closing(sqlite3.connect(path)) as connection:
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in Base.metadata.tables}


@pytest.fixture
def populated(tmp_path: Path) -> Path:
    """A closed database with one of everything."""
    path = tmp_path / "home" / "tutorapp.sqlite3"
    path.parent.mkdir()
    database = open_database(path, nothing).database
    make_kept.populate(database)
    database.close()
    return path


def empty(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")
    return path


def test_the_head_equals_the_models(tmp_path: Path):
    migrated = empty(tmp_path / "migrated.sqlite3")
    migrate.run(migrated, schema.HEAD)
    open_database(tmp_path / "made.sqlite3", nothing).database.close()
    assert structure(migrated) == structure(tmp_path / "made.sqlite3")


def test_alembic_sees_no_difference_either(populated: Path):
    engine = make_engine(populated, journal="delete")
    names = set(Base.metadata.tables)
    with engine.connect() as connection:
        ours = {"include_name": lambda name, kind, parents: kind != "table" or name in names, "compare_type": True}
        context = MigrationContext.configure(connection, opts=ours)
        assert compare_metadata(context, Base.metadata) == []
        assert context.get_current_revision() == schema.revision(schema.HEAD)
    engine.dispose()


def test_the_head_is_the_newest_revision_and_there_is_one_line_of_them():
    scripts = ScriptDirectory(str(migrate.SCRIPTS), version_locations=[str(migrate.SCRIPTS / "versions")])
    assert scripts.get_heads() == [schema.revision(schema.HEAD)]
    assert [script.revision for script in scripts.walk_revisions()] == [
        schema.revision(number) for number in range(schema.HEAD, 0, -1)
    ]


@pytest.mark.parametrize("number", range(1, schema.HEAD + 1))
def test_each_revision_up_down_and_up_again(tmp_path: Path, number: int):
    kept = make_kept.FOLDER / f"schema_{number:04d}.sqlite3"
    path = Path(shutil.copy(kept, tmp_path / "a.sqlite3"))
    at_number = structure(path)
    migrate.run(path, number - 1)
    below = structure(path)
    migrate.run(path, number)
    assert structure(path).keys() == at_number.keys()
    migrate.run(path, number - 1)
    assert structure(path) == below
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (number - 1,)


@pytest.mark.parametrize("kept", sorted(make_kept.FOLDER.glob("*.sqlite3")), ids=lambda path: path.stem)
def test_a_kept_database_opens_and_is_used(tmp_path: Path, kept: Path):
    path = Path(shutil.copy(kept, tmp_path / "tutorapp.sqlite3"))
    opening = open_database(path, nothing)
    database = opening.database
    assert opening.notice is None
    assert database.check() == []
    with database.unit_of_work() as uow:
        assert {unit.id for unit in uow.content.units()} == {UNIT_ID}
        assert uow.content.load(UNIT_ID).questions[0].marks == 6
        (first,) = uow.attempts.records("Q1")
        assert first.answer is not None
        assert first.answer.text == "He appointed his supporters. — “Yes”, Łódź"
        assert [marking.low for marking in first.markings] == [3, 4]
        assert [decision.point_id for decision in first.markings[0].decisions] == ["p1", "p2"]
        assert [entry.detail for entry in first.log] == ["supervised"]
        assert uow.attempts.records("Q0")[0].attempt.question.text == "Since removed."
        assert {key: result.low for key, result in uow.attempts.last_results(UNIT_ID).items()} == {"Q0": None, "Q1": 4}
        ((attempt, draft),) = uow.attempts.open_drafts()
        assert (attempt.id, draft.text) == (an_id(3), "Half an answer")
        assert [words.words for words in uow.attempts.accepted_words("Q1")] == ["put his men in"]
        assert [note.text for note in uow.annotations.current(UNIT_ID)] == ["Learn about Bukharin."]
        assert uow.annotations.section_states(UNIT_ID) == {"S1": "recalled"}
        assert [hit.kind for hit in uow.search.find("dizzy")] == ["answer"]
        assert [hit.kind for hit in uow.search.find("bukharin")] == ["note"]
        uow.attempts.add_attempt(an_attempt(90))
        uow.commit()
    database.close()


# --- moving a file up: a copy of our revisions with further ones written here ------------------------------


REBUILD = """
    with op.batch_alter_table("attempts", recreate="always") as batch:
        batch.add_column(sa.Column("place", sa.Text(), nullable=False, server_default="home"))
"""
FAIL = """
    op.create_table("half", sa.Column("x", sa.Text()))
    op.execute("INSERT INTO nowhere VALUES (1)")
"""
ORPHAN = """
    op.execute("DELETE FROM attempts")
"""


def scripts_with(folder: Path, upgrade: str) -> Path:
    """Our revisions and one more."""
    scripts = Path(shutil.copytree(migrate.SCRIPTS, folder / "scripts"))
    number = schema.HEAD + 1
    head = f"""\
        import sqlalchemy as sa
        from alembic import op
        revision, down_revision = {schema.revision(number)!r}, {schema.revision(schema.HEAD)!r}
        def upgrade():
        """
    (scripts / "versions" / f"r{number:04d}_more.py").write_text(dedent(head) + upgrade, encoding="utf-8")
    return scripts


def test_a_rebuilt_parent_table_keeps_every_child_and_the_original_is_kept(populated: Path, tmp_path: Path):
    before, original = contents(populated), populated.read_bytes()
    kept = migrate.upgrade(populated, scripts_with(tmp_path, REBUILD), schema.HEAD + 1)
    after = contents(populated)
    assert after.pop("attempts") == [(*row, "home") for row in before.pop("attempts")]
    assert after == before
    assert kept.read_bytes() == original
    with closing(sqlite3.connect(populated)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.HEAD + 1,)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (
            schema.revision(schema.HEAD + 1),
        )
    assert sorted(file.name for file in populated.parent.iterdir()) == [kept.name, populated.name]


@pytest.mark.parametrize(("step", "error"), [(FAIL, BugError), (ORPHAN, KnownError)], ids=["fails", "orphans"])
def test_a_migration_that_goes_wrong_leaves_the_file_as_it_was(populated: Path, tmp_path: Path, step: str, error):
    original = populated.read_bytes()
    with pytest.raises(error):
        migrate.upgrade(populated, scripts_with(tmp_path, step), schema.HEAD + 1)
    assert populated.read_bytes() == original
    open_database(populated, nothing).database.close()
    assert [file.name for file in populated.parent.iterdir()] == [populated.name]


def test_what_is_still_in_the_log_is_migrated_too(populated: Path, tmp_path: Path):
    writer = sqlite3.connect(populated, isolation_level=None)
    writer.execute("PRAGMA journal_mode=wal")
    writer.execute("UPDATE attempts SET mode = 'untimed'")
    for suffix in ("", "-wal"):
        shutil.copy(f"{populated}{suffix}", tmp_path / f"killed.sqlite3{suffix}")
    writer.close()
    killed = tmp_path / "killed.sqlite3"
    migrate.upgrade(killed, scripts_with(tmp_path, REBUILD), schema.HEAD + 1)
    with closing(sqlite3.connect(killed)) as connection:
        assert connection.execute("SELECT DISTINCT mode FROM attempts").fetchall() == [("untimed",)]


def test_a_file_in_use_is_not_migrated(populated: Path, tmp_path: Path):
    database = open_database(populated, nothing).database
    with database.reading() as uow:
        uow.content.units()
        with pytest.raises(KnownError, match="Close it and start TutorApp again"):
            migrate.upgrade(populated, scripts_with(tmp_path, REBUILD), schema.HEAD + 1)
    database.close()
    open_database(populated, nothing).database.close()


def test_opening_an_older_file_migrates_it(populated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    scripts = scripts_with(tmp_path, REBUILD)
    monkeypatch.setattr(schema, "HEAD", schema.HEAD + 1)
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    database = open_database(populated, nothing).database
    assert database.versions()["schema"] == str(schema.HEAD)
    database.close()
    assert len(list(populated.parent.glob("*.schema-*"))) == 1
