"""What can still be read of a damaged database: row by row, by ranges of row numbers, from a copy of the file.

SQLite's own recovery cannot be reached from Python. A range that cannot be read is halved until the damage is cut
out. Where the file's first pages are damaged, which say where each table begins, those of a sound file made by the
same schema take their place: the tables then begin on the same pages.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from sqlalchemy import Table

from db import carry
from db.errors import told
from tutorapp.domain.carried import DRAFT_WORDS, DRAFTS, FIRST_TABLES, TABLES, Row, Rows, Salvage

_HEADER = 100  # bytes before the first page's own tree (https://www.sqlite.org/fileformat2.html)
_INTERIOR = 5
_SMALLEST_ROW = 40  # bytes; no row of ours takes less, so a file holds no more rows than its size by this


def salvage(damaged: Path, donor: Path) -> Salvage:
    """Everything of a person's work that can be read in ``damaged``, which is not touched, and what is lost.

    ``donor`` is a sound database of the same schema (a backup, or a fresh one). KnownError when there is no room
    for the copy.
    """
    with told(damaged), TemporaryDirectory(prefix="tutorapp-") as folder:
        trial = Path(folder, "trial.sqlite3")
        for suffix in ("", "-wal"):
            part = damaged.with_name(damaged.name + suffix)
            if part.exists():
                shutil.copyfile(part, trial.with_name(trial.name + suffix))
        found = _read(trial)
        if found is None:
            _transplant(trial, donor)
            found = _read(trial)
    words = {**TABLES, DRAFTS: DRAFT_WORDS}
    if found is None:
        return Salvage(rows={}, lost=("Nothing in the file can be read.",))
    rows, lost = found
    return Salvage(rows=rows, lost=tuple(f"Some of the {words[name]} cannot be read." for name in lost))


def _read(trial: Path) -> tuple[Rows, list[str]] | None:
    """The rows by table and the tables that are not whole; None when the file does not even name its tables."""
    rows: Rows = {}
    lost: list[str] = []
    try:
        connection = sqlite3.connect(trial, isolation_level=None)
        with closing(connection):
            there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not there.issuperset((*FIRST_TABLES, DRAFTS)):
                return None
            connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
            for name in (*TABLES, DRAFTS):
                if name not in there:
                    continue  # a file of an older schema
                rows[name], whole = _table(connection, carry.table(name), trial.stat().st_size)
                if not whole:
                    lost.append(name)
    except sqlite3.DatabaseError:
        return None
    return rows, lost


def _table(connection: sqlite3.Connection, table: Table, size: int) -> tuple[list[Row], bool]:
    names = [column.name for column in table.columns]
    query = f"SELECT {', '.join(names)} FROM {table.name} NOT INDEXED WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
    kept: list[Row] = []
    whole = True
    for found in _ranges(connection, query, 1, _last(connection, table.name, size)):
        for values in found or ():
            row = _row(table, dict(zip(names, values, strict=True)))
            if carry.fault(table.name, row) is None:
                kept.append(row)
            else:
                whole = False
        whole = whole and found is not None
    return kept, whole


def _last(connection: sqlite3.Connection, name: str, size: int) -> int:
    most = size // _SMALLEST_ROW + 1
    try:
        (last,) = connection.execute(f"SELECT max(rowid) FROM {name}").fetchone()
    except sqlite3.DatabaseError:
        return most
    return last if isinstance(last, int) and last > 0 else 0


def _ranges(
    connection: sqlite3.Connection, query: str, first: int, last: int
) -> Iterator[list[tuple[object, ...]] | None]:
    """The rows from ``first`` to ``last`` in readable runs; None for each run that cannot be read at all."""
    waiting = [(first, last)]
    while waiting:
        start, end = waiting.pop()
        if start > end:
            continue
        try:
            yield connection.execute(query, (start, end)).fetchall()
        except sqlite3.DatabaseError:
            if start == end:
                yield None
                continue
            middle = (start + end) // 2
            waiting += [(middle + 1, end), (start, middle)]


def _row(table: Table, values: Row) -> Row:
    """A driver's values as they travel: instants with their zone, truth values as such."""
    for column in table.columns:
        kind, value = carry.kind_of(column), values[column.name]
        if kind is datetime and isinstance(value, str):
            values[column.name] = value.replace(" ", "T") + "+00:00"
        elif kind is bool and value in (0, 1):
            values[column.name] = bool(value)
        elif kind is bytes and isinstance(value, bytes):
            values[column.name] = carry.told(value)
    return values


def _transplant(trial: Path, donor: Path) -> None:
    """Give ``trial`` the pages of ``donor`` that hold the list of tables, and a header of its own length."""
    with donor.open("rb") as sound, trial.open("r+b") as file:
        head = sound.read(_HEADER)
        size = int.from_bytes(head[16:18], "big")
        pages = trial.stat().st_size // size
        for number in _schema_pages(sound, size):
            if number <= pages:
                sound.seek((number - 1) * size)
                page = bytearray(sound.read(size))
                if number == 1:
                    page[28:32] = pages.to_bytes(4, "big")
                    page[92:96] = page[24:28]  # vouches for the number of pages
                file.seek((number - 1) * size)
                file.write(page)


def _schema_pages(sound: BinaryIO, size: int) -> Iterator[int]:
    """The pages of the tree of ``sqlite_master``, which begins on the first page."""
    waiting = [1]
    while waiting:
        number = waiting.pop()
        yield number
        sound.seek((number - 1) * size)
        page = sound.read(size)
        start = _HEADER if number == 1 else 0
        if page[start] == _INTERIOR:
            cells = int.from_bytes(page[start + 3 : start + 5], "big")
            places = (start + 12 + 2 * cell for cell in range(cells))
            children = [int.from_bytes(page[at : at + 2], "big") for at in places]
            waiting += [int.from_bytes(page[at : at + 4], "big") for at in (*children, start + 8)]
