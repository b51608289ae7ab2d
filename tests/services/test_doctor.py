"""The doctor names versions, folders and units, and fails only for what has to be put right."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from db import Database
from tests.builders import START, a_unit
from tutorapp.domain.errors import KnownError
from tutorapp.services import doctor


@pytest.fixture
def installed(database: Database) -> Database:
    """A database with the small unit."""
    with database.unit_of_work() as uow:
        uow.content.install(a_unit(), "d1", START)
        uow.commit()
    return database


def examine(open_database, qt: str | None = "6.11.3", **folders: Path) -> doctor.Facts:
    return doctor.examine(program="0.1.0", qt=qt, folders=folders, open_database=open_database)


def test_a_sound_installation_is_well(installed: Database, tmp_path: Path):
    facts = examine(lambda: installed, data=tmp_path, logs=tmp_path / "not" / "made" / "yet")
    assert facts.ok
    assert {"program", "python", "qt", "sqlite", "schema", "schema_head"} == set(facts.versions)
    assert [(folder.name, folder.exists, folder.writable) for folder in facts.folders] == [
        ("data", True, True),
        ("logs", False, True),
    ]
    assert [(unit.id, unit.installed_at) for unit in facts.units] == [("rise-of-stalin", "2027-03-01T16:00:00+00:00")]
    lines = facts.lines()
    assert f"logs: {tmp_path / 'not' / 'made' / 'yet'} (not made yet)" in lines
    assert lines[-1].startswith("All is well")
    assert json.loads(json.dumps(facts.as_json()))["ok"] is True


def test_a_database_that_cannot_be_opened_is_a_problem_and_the_rest_is_still_said(tmp_path: Path):
    def refuse():
        raise KnownError("Your work was last saved by a newer TutorApp.")

    facts = examine(refuse, data=tmp_path)
    assert facts.problems == ("database: Your work was last saved by a newer TutorApp.",)
    assert not facts.ok
    assert facts.versions["qt"] == "6.11.3"
    assert facts.lines()[-1] == "1 to look at."


def test_damage_is_a_problem(installed: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(type(installed), "check", lambda self: ["page 7 is never used"])
    (problem,) = examine(lambda: installed).problems
    assert problem.startswith("database: page 7 is never used. Close TutorApp and start it again")


def test_no_qt_is_a_problem(installed: Database):
    facts = examine(lambda: installed, qt=None)
    assert [problem.partition(":")[0] for problem in facts.problems] == ["qt"]
    assert "qt: not installed" in facts.lines()


def test_a_folder_that_opening_made_is_not_said_to_be_missing(installed: Database, tmp_path: Path):
    def open_database() -> Database:
        (tmp_path / "new").mkdir()
        return installed

    assert f"data: {tmp_path / 'new'}" in examine(open_database, data=tmp_path / "new").lines()


def test_no_unit_is_a_problem(database: Database):
    assert [problem.partition(":")[0] for problem in examine(lambda: database).problems] == ["units"]


def test_folders_to_write_in_must_be_writable_and_the_programs_need_not(installed, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    facts = examine(lambda: installed, **{"program folder": tmp_path}, resources=tmp_path / "gone", data=tmp_path)
    assert [problem.partition(":")[0] for problem in facts.problems] == ["resources", "data"]
    assert f"program folder: {tmp_path} (read-only)" in facts.lines()


@pytest.mark.parametrize(
    ("sqlite", "remarked"),
    [
        ("3.40.1", True),
        ("3.51.2", True),
        ("3.50.6", True),
        ("3.44.5", True),
        ("3.44.6", False),
        ("3.50.7", False),
        ("3.51.3", False),
        ("3.52.0", False),
    ],
)
def test_an_old_sqlite_is_remarked_on_and_no_failure(installed, monkeypatch, sqlite: str, remarked: bool):
    monkeypatch.setattr(type(installed), "versions", lambda self: {"sqlite": sqlite})
    facts = examine(lambda: installed)
    assert facts.ok
    assert bool(facts.remarks) == remarked
    last = facts.lines()[-1]
    assert last == ("All is well; the remark above needs no haste." if remarked else "All is well.")
    assert not remarked or "the bundle, which carries its own SQLite" in facts.remarks[0]
