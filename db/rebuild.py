"""Everything that is derived from a person's rows, made anew: after rows were merged in, or when it is in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import progress, search
from db.annotation_store import SqlAnnotationStore
from db.attempt_store import SqlAttemptStore
from db.models import AnnotationRow, AnswerRow
from tutorapp.domain.search_text import SearchText

BATCH = 1000


def rebuild(session: Session) -> None:
    """The lists' summary and the index of a person's own writing, in this transaction; oldest writing first."""
    progress.rebuild(session)
    connection = session.connection()
    search.remove_all_own(connection)
    entries = (entry for _, entry in sorted(_own(session), key=lambda dated: dated[0]))
    while batch := list(islice(entries, BATCH)):
        search.add_own(connection, batch)


def _own(session: Session) -> Iterator[tuple[tuple[object, str], SearchText]]:
    attempts = SqlAttemptStore(session, "")
    counted: set[str] = set()
    for row in session.scalars(select(AnswerRow).order_by(AnswerRow.at, AnswerRow.id)):
        if row.attempt_id not in counted:  # the earliest answer of an attempt is the one that counts
            counted.add(row.attempt_id)
            yield (row.at, row.id), attempts.searchable(row.attempt_id, row.text)
    notes = SqlAnnotationStore(session)
    for unit_id in session.scalars(select(AnnotationRow.unit_id).distinct()):
        for note in notes.current(unit_id):
            yield (note.at, note.id), notes.searchable(note)
