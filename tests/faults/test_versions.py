"""Rows 6 and 7: a newer file is not touched, a migration that fails leaves the file and a backup as they were."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db import NewerError, keeping, migrate, open_database, schema
from tests.builders import START
from tests.db import make_kept
from tests.fakes import FakeClock
from tests.faults.copies import nothing
from tutorapp.domain.errors import BugError
from tutorapp.services.backup import Backups

FAILING = """

_sound = upgrade


def upgrade():
    _sound()
    op.execute("CREATE TABLE half (x TEXT)")
    op.execute("INSERT INTO nowhere VALUES (1)")
"""
NEXT = '''"""One more."""
from alembic import op
revision, down_revision = {number!r}, {before!r}
def upgrade():
    op.execute("ALTER TABLE attempts ADD COLUMN place TEXT")
'''


def newer(path: Path) -> Path:
    open_database(path, nothing).database.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={schema.HEAD + 1}")
    return path


def files_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_newer_file_is_not_touched_by_opening_restoring_or_backing_up(tmp_path: Path):
    path = newer(tmp_path / "tutorapp.sqlite3")
    before = files_in(tmp_path)
    with pytest.raises(NewerError):
        open_database(path, nothing)
    with pytest.raises(NewerError):
        keeping.restore(tmp_path / "other.sqlite3", path, START)
    with pytest.raises(NewerError):
        keeping.verify(path)
    assert files_in(tmp_path) == before


@pytest.mark.parametrize("number", range(1, schema.HEAD + 1))
def test_a_failing_step_after_each_schema_leaves_the_file_equal_and_a_backup_made_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
):
    path = Path(shutil.copy(make_kept.FOLDER / f"schema_{number:04d}.sqlite3", tmp_path / "tutorapp.sqlite3"))
    scripts = Path(shutil.copytree(migrate.SCRIPTS, tmp_path / "scripts"))
    after = number + 1
    step = next((scripts / "versions").glob(f"r{after:04d}_*.py"), scripts / "versions" / f"r{after:04d}_more.py")
    if not step.exists():
        step.write_text(NEXT.format(number=schema.revision(after), before=schema.revision(number)), encoding="utf-8")
    step.write_text(step.read_text(encoding="utf-8") + FAILING, encoding="utf-8")
    monkeypatch.setattr(schema, "HEAD", max(schema.HEAD, after))
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    original = path.read_bytes()
    backups = Backups(path, tmp_path / "backups", keeping, FakeClock())
    with pytest.raises(BugError):
        open_database(path, nothing, before_update=backups.make)
    assert path.read_bytes() == original
    (backup,) = backups.list()
    with closing(sqlite3.connect(backup.path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (number,)
        assert connection.execute("SELECT count(*) FROM attempts").fetchone() == (3,)
