"""The schema's number, and a fresh database made straight from the models (alembic is not imported for it)."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection, insert, text

from db import files, search
from db.base import Base
from db.engine import make_engine
from db.files import APPLICATION_ID
from db.models import MetaRow

HEAD = 2
"""Number of the newest revision; revision ids are this number in four digits."""


def revision(schema: int) -> str:
    """The alembic id of a schema's number."""
    return f"{schema:04d}"


def create(path: Path, device_id: str) -> None:
    """Make the database: built whole under another name, then published at ``path`` in one step.

    So there is never half a schema, and when two programs start at once the second opens the first one's. An
    empty file at ``path`` is replaced. The rollback journal, not the log, so that the schema's number is in
    the file itself.
    """
    trial = files.beside(path, f"new-{os.getpid()}-{device_id[:8]}")
    files.discard(trial)
    engine = make_engine(trial, journal="delete")
    try:
        with engine.begin() as connection:
            _create(connection, device_id)
        files.publish(trial, path)
    finally:
        engine.dispose()
        files.discard(trial)


def _create(connection: Connection, device_id: str) -> None:
    Base.metadata.create_all(connection, checkfirst=False)
    for statement in search.CREATE:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": revision(HEAD)})
    connection.execute(insert(MetaRow).values(key="device_id", value=device_id))
    stamp(connection, HEAD)


def stamp(connection: Connection, schema: int) -> None:
    """Write the file's own marks: whose it is and its schema's number."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={schema}")
