"""The models, migrations and queries are also PostgreSQL's; only the seam (search, settings, backup) is SQLite's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

import db
from db import progress
from db.base import NAMING, Base

SEAM = {
    "search.py",
    "engine.py",
    "files.py",
    "errors.py",
    "database.py",
    "schema.py",
    "migrate.py",
    "salvage.py",
    "r0001_initial.py",
}


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_can_be_made_there(table):
    made = str(CreateTable(table).compile(dialect=postgresql.dialect()))
    assert "TIMESTAMP WITHOUT TIME ZONE" not in made
    for index in table.indexes:
        assert index.name
        CreateIndex(index).compile(dialect=postgresql.dialect())


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_constraint_has_a_name_and_it_is_short_enough(table):
    for named in (*table.constraints, *table.indexes):
        assert named.name is not None
        assert len(str(named.name)) <= 63, named.name
    assert set(NAMING) == {"ix", "uq", "ck", "fk", "pk"}


def test_the_summary_is_standard_sql():
    assert "row_number() OVER (PARTITION BY" in str(progress._summary().compile(dialect=postgresql.dialect()))


def test_only_the_seam_speaks_sqlite():
    spoken = re.compile(r"sqlite3|PRAGMA|USING fts5|exec_driver_sql|\btext\(|dialects")
    room = Path(db.__file__).parent
    speakers = {file.name for file in room.rglob("*.py") if spoken.search(file.read_text(encoding="utf-8"))}
    assert speakers <= SEAM
