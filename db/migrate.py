"""Bring an older database to the program's schema: on a copy, proven sound, then renamed over the original.

The original is kept beside it. Foreign keys are off meanwhile: SQLite alters a table by making it anew and
dropping the old one, which with them on silently deletes every row that refers to it.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from db import files, keeping, schema
from db.engine import connect, make_engine
from tutorapp.domain.errors import KnownError

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(path: Path, scripts: Path | None = None, head: int | None = None) -> Path:
    """Migrate the database at ``path`` to ``head`` (default: the program's); returns where the original is kept.

    On any failure the file at ``path`` is as it was. KnownError when the result is not sound, when another
    program has the file open, or when there is no room.
    """
    before = files.look(path)
    number = before.schema if before else 0
    trial = files.beside(path, "migrating")
    files.discard(trial)
    try:
        files.snapshot(path, trial)
        run(trial, schema.HEAD if head is None else head, scripts)
        _prove(trial)
        kept = path.with_name(f"{path.stem}.schema-{number}{path.suffix}")
        keeping.finish_log(path)
        keeping.keep(path, kept)
        files.replace(trial, path)
    finally:
        files.discard(trial)
    return kept


def run(path: Path, target: int, scripts: Path | None = None) -> None:
    """Run the revisions up or down to ``target`` in the file itself, in one transaction, foreign keys off."""
    engine = make_engine(path, journal="delete", foreign_keys=False)
    try:
        with engine.begin() as connection:
            stored = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            move = command.upgrade if target > stored else command.downgrade
            move(_config(connection, scripts or SCRIPTS), schema.revision(target) if target else "base")
            schema.stamp(connection, target)
    finally:
        engine.dispose()


def _config(connection: Connection, scripts: Path) -> Config:
    """Alembic's settings; there is no ``alembic.ini``."""
    settings = Config()
    settings.set_main_option("script_location", str(scripts).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def _prove(trial: Path) -> None:
    with closing(connect(trial, journal="delete")) as connection:
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    found = files.problems(trial)
    if broken or found:
        what = found[0] if found else f"{len(broken)} rows lost what they refer to"
        raise KnownError(
            f"Your work could not be brought to the new version ({what}). Nothing was changed: the old TutorApp "
            "still opens it. Please report this."
        )
