"""Anki's legacy package, a zip around an SQLite database: the one reader that needs SQLite.

The database is a stranger's: it is opened in memory, read only, may run nothing but plain SELECTs, and is stopped
after a fixed number of steps. New packages (zstd and protobuf) are recognised and refused in words.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from tutorapp.domain.errors import KnownError
from tutorapp.formats import anki
from tutorapp.formats.found import Found, FoundFile
from tutorapp.formats.pictures import Lookup, Pictures, plain_name
from tutorapp.formats.safe_zip import SafeZip

_NEW = "collection.anki21b"
_OLD = ("collection.anki21", "collection.anki2")
_MOST_STEPS = 20_000_000
_MOST_BYTES = 100_000_000
_MOST_NOTES = 20_001
_FIELD_END = "\x1f"
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION})


def read(data: bytes, name: str) -> FoundFile:
    """Every note of the package. Raises KnownError when it is refused as a whole."""
    archive = SafeZip(data, name)
    if _NEW in archive.names:
        raise KnownError(
            f"{name} was exported in Anki's newest format. In Anki's export window tick "
            "“Support older Anki versions” and export it again."
        )
    inside = next((entry for entry in _OLD if entry in archive.names), None)
    if inside is None:
        raise KnownError(f"{name} holds no Anki collection.")
    pictures = Pictures()
    lookup = _media(archive)
    rows = _notes(archive.read(inside, _MOST_BYTES), name)
    items = [_note(row, pictures, lookup) for row in rows]
    return FoundFile(
        items=tuple(items),
        dialect=f"legacy package ({inside})",
        encoding="UTF-8",
        media=pictures.media,
        alternatives=pictures.alternatives,
    )


def _note(row: tuple[object, object, object], pictures: Pictures, lookup: Lookup) -> Found:
    guid, tags, fields = (str(value) for value in row)
    return anki.note(fields.split(_FIELD_END), anki.tags_of(tags), guid, None, pictures, lookup)


def _media(archive: SafeZip) -> Lookup:
    """Finds a picture by the name a note uses; the package numbers its files."""
    try:
        told = json.loads(archive.read("media")) if "media" in archive.names else {}
    except (ValueError, RecursionError, KnownError):
        told = {}
    numbers = {str(file): str(number) for number, file in told.items()} if isinstance(told, Mapping) else {}

    def find(source: str) -> bytes | None:
        number = numbers.get(plain_name(source))
        return archive.read(number) if number is not None and number in archive.names else None

    return find


def _notes(data: bytes, name: str) -> list[tuple[object, object, object]]:
    """(guid, tags, fields) of every note."""
    if not data.startswith(b"SQLite format 3\0") or len(data) < 100:
        raise KnownError(f"{name} is damaged: its collection is no database.")
    # Bytes 18 and 19 ask for a write-ahead log, which a database in memory cannot have.
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(data[:18] + b"\x01\x01" + data[20:])
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        connection.set_authorizer(
            lambda action, *_rest: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY
        )
        connection.set_progress_handler(lambda: 1, _MOST_STEPS)
        connection.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
        kind = connection.execute("SELECT type FROM sqlite_master WHERE name = 'notes'").fetchone()
        if kind is None or kind[0] != "table":
            raise KnownError(f"{name} is damaged: it holds no table of notes.")
        found = connection.execute(f"SELECT guid, tags, flds FROM notes ORDER BY id LIMIT {_MOST_NOTES}")
        return [(row[0], row[1], row[2]) for row in found]
    except (sqlite3.Error, OverflowError, MemoryError):
        raise KnownError(f"{name} is damaged: its collection cannot be read.") from None
    finally:
        connection.close()
