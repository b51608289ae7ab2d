"""A person's rows out of a database and into another: a union by key, so that any order and any number of times agree.

Rows are only ever added, so two rows of one key are the same row. What comes from a file is checked column by
column before anything is written: a stranger's file must not bring in what the program could not show.
"""

from __future__ import annotations

import json
import math
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any, get_args

from sqlalchemy import Column, Select, Table, insert, select, tuple_
from sqlalchemy.orm import Session

from db import mapping
from db.base import AnyText, Base, UtcDateTime
from db.rebuild import rebuild
from tutorapp.domain.carried import DRAFTS, TABLES, Merged, Row, Rows
from tutorapp.domain.content import Question
from tutorapp.domain.errors import BugError
from tutorapp.domain.own import BODIES, OwnKind, OwnState
from tutorapp.domain.results import Result, SittingBody
from tutorapp.domain.work import Anchor, AnnotationKind, AttemptMode, Colour, Marker, SectionState

_BATCH = 200
_WORDS = {
    ("attempts", "mode"): get_args(AttemptMode),
    ("markings", "marker"): get_args(Marker),
    ("annotations", "kind"): get_args(AnnotationKind),
    ("annotations", "colour"): get_args(Colour),
    ("section_marks", "state"): get_args(SectionState),
    ("own_items", "kind"): get_args(OwnKind),
    ("own_items", "state"): get_args(OwnState),
}


def table(name: str) -> Table:
    """The table called ``name``."""
    return Base.metadata.tables[name]


def kind_of(column: Column[Any]) -> type:
    """The Python type of a column's values."""
    if isinstance(column.type, UtcDateTime):
        return datetime
    return str if isinstance(column.type, AnyText) else column.type.python_type


def export(session: Session, *, drafts: bool = False) -> Rows:
    """Every row that travels, by key, instants as text: equal work gives equal rows. ``drafts``: those as well."""
    return {name: list(_rows(session, _all(name))) for name in (*TABLES, *((DRAFTS,) if drafts else ()))}


def unfinished(session: Session) -> Rows:
    """The answers that are not handed in, with all they belong to."""
    drafts, attempts, answers = table(DRAFTS), table("attempts"), table("answers")
    begun = select(drafts.c.attempt_id).where(drafts.c.attempt_id.not_in(select(answers.c.attempt_id)))
    digests = select(attempts.c.question_digest).where(attempts.c.id.in_(begun))
    wanted = {
        "frozen_questions": table("frozen_questions").c.digest.in_(digests),
        "attempts": attempts.c.id.in_(begun),
        "log_entries": table("log_entries").c.attempt_id.in_(begun),
        DRAFTS: drafts.c.attempt_id.in_(begun),
    }
    return {name: list(_rows(session, _all(name).where(only))) for name, only in wanted.items()}


@cache
def _all(name: str) -> Select[Any]:
    source = table(name)
    return select(source).order_by(*source.primary_key.columns)


def _rows(session: Session, query: Select[Any]) -> Iterator[Row]:
    for found in session.connection().execute(query).mappings():
        yield {name: told(value) for name, value in found.items()}


def told(value: object) -> object:
    """``value`` as it travels."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return b64encode(value).decode() if isinstance(value, bytes) else value


# --- in ----------------------------------------------------------------------------------------------------


def fault(name: str, row: object) -> str | None:
    """What is wrong with a ``row`` of the table ``name`` that came from outside; None when it can be kept."""
    columns = table(name).columns
    if not isinstance(row, dict) or row.keys() != {column.name for column in columns}:
        return "its columns are not those of this program"
    for column in columns:
        if not _fits(column, row[column.name]):
            return f"“{column.name}” cannot be {str(row[column.name])[:40]!r}"
        allowed = _WORDS.get((name, column.name))
        if allowed is not None and row[column.name] not in allowed:
            return f"“{column.name}” cannot be {row[column.name]!r}"
    return _content_fault(name, row)


def _content_fault(name: str, row: Row) -> str | None:
    try:
        if name == "frozen_questions":
            mapping.from_json(row["body"], Question)
            if sha256(row["body"].encode()).hexdigest() != row["digest"]:
                return "the question is not the one it says it is"
        if name == "results":
            mapping.from_json(row["body"], Result)
        if name == "result_marks" and not isinstance(json.loads(row["decisions"]), list):
            return "it holds something that cannot be read"
        if name == "sittings":
            mapping.from_json(row["quiz"], SittingBody)
        if name == "own_items":
            mapping.from_json(row["body"], BODIES[row["kind"]])
        if name == "own_pictures" and not row["name"].startswith(sha256(b64decode(row["data"])).hexdigest()):
            return "the picture is not the one it says it is"
        if name == "annotations" and row["anchor"]:
            mapping.from_json(row["anchor"], Anchor)
    except (BugError, ValueError, RecursionError):
        return "it holds something that cannot be read"
    return None


def _fits(column: Column[Any], value: object) -> bool:
    kind = kind_of(column)
    if kind is datetime:
        return isinstance(value, str) and _instant(value) is not None
    if kind is bytes:
        return isinstance(value, str) and _bytes(value) is not None
    if kind is float:
        return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]  # a number by now
    if kind is int:
        return type(value) is int and abs(value) < 1 << 62
    if kind is str:
        longest = getattr(column.type, "length", None)
        return isinstance(value, str) and (longest is None or len(value) <= longest)
    return type(value) is kind


def _instant(value: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _bytes(value: str) -> bytes | None:
    try:
        return b64decode(value, validate=True)
    except ValueError:
        return None


def merge(session: Session, rows: Rows) -> Merged:
    """Add what is not there yet, in this transaction, and make anew what is derived. ``rows`` were checked.

    A row that refers to something neither here nor among ``rows`` is left out and counted. Rows of ``drafts`` come
    in too when there are any, where this database has no draft or answer of that attempt.
    """
    added: dict[str, int] = {}
    known: dict[str, int] = {}
    orphans: dict[str, int] = {}
    for name in (*TABLES, DRAFTS):
        counts = _add(session, table(name), rows.get(name, []))
        for total, count in zip((added, known, orphans), counts, strict=True):
            if count:
                total[name] = count
    if added:
        rebuild(session)
    return Merged(added=added, known=known, orphans=orphans)


def _add(session: Session, target: Table, rows: list[Row]) -> tuple[int, int, int]:
    added = known = orphans = 0
    for start in range(0, len(rows), _BATCH):
        batch = {_key(target, row): row for row in rows[start : start + _BATCH]}
        there = _there(session, target, list(batch))
        new = [row for key, row in batch.items() if key not in there]
        whole = _with_parents(session, target, new)
        if whole:
            session.execute(insert(target), [_values(target, row) for row in whole])
        added += len(whole)
        known += len(there)
        orphans += len(new) - len(whole)
    return added, known, orphans


def _key(target: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in target.primary_key.columns)


def _there(session: Session, target: Table, keys: list[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    columns = list(target.primary_key.columns)
    if len(columns) == 1:
        wanted = select(columns[0]).where(columns[0].in_([key[0] for key in keys]))
    else:
        wanted = select(*columns).where(tuple_(*columns).in_(keys))
    there = {tuple(found) for found in session.execute(wanted)}
    if target.name == DRAFTS:
        answers = table("answers").columns
        handed_in = select(answers["attempt_id"]).where(answers["attempt_id"].in_([key[0] for key in keys]))
        there |= {tuple(found) for found in session.execute(handed_in)}
    return there


def _with_parents(session: Session, target: Table, rows: list[Row]) -> list[Row]:
    for reference in target.foreign_keys:
        column, parent = reference.parent.name, reference.column
        wanted = {row[column] for row in rows}
        found = set(session.scalars(select(parent).where(parent.in_(wanted))))
        rows = [row for row in rows if row[column] in found]
    return rows


def _values(target: Table, row: Row) -> Row:
    read = {datetime: _instant, bytes: _bytes}
    return {
        column.name: read[kind](row[column.name]) if (kind := kind_of(column)) in read else row[column.name]
        for column in target.columns
    }
