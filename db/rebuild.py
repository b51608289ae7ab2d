"""Everything that is derived from a person's rows, made anew: after rows were merged in, or when it is in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import progress, search
from db.annotation_store import SqlAnnotationStore
from db.attempt_store import SqlAttemptStore
from db.models import AnnotationRow, AnswerRow, AttemptRow
from db.own_store import SqlOwnStore
from tutorapp.domain.search_text import SearchText

BATCH = 1000
_QUESTION = (AttemptRow.unit_id, AttemptRow.question_id, AttemptRow.question_digest)


def rebuild(session: Session) -> None:
    """The lists' summary and the index of a person's own writing, in this transaction; oldest writing first."""
    progress.rebuild(session)
    connection = session.connection()
    search.remove_all_own(connection)
    entries = (entry for _, entry in sorted(_own(session), key=lambda dated: dated[0]))
    while batch := list(islice(entries, BATCH)):
        search.add_own(connection, batch)
    SqlOwnStore(session).reindex()


def _own(session: Session) -> Iterator[tuple[tuple[object, str], SearchText]]:
    attempts = SqlAttemptStore(session, "")
    counted: set[str] = set()
    titles: dict[tuple[str, str, str], str] = {}
    answers = (
        select(AnswerRow.id, AnswerRow.at, AnswerRow.text, AttemptRow.id, *_QUESTION)
        .join(AttemptRow, AttemptRow.id == AnswerRow.attempt_id)
        .order_by(AnswerRow.at, AnswerRow.id)
    )
    for answer_id, at, words, attempt_id, *question in session.execute(answers):
        if attempt_id in counted:  # the earliest answer of an attempt is the one that counts
            continue
        counted.add(attempt_id)
        unit_id, question_id, digest = question
        key = (unit_id, question_id, digest)
        if key not in titles:  # asked once for all tries of a question: there may be tens of thousands
            titles[key] = attempts.searchable(attempt_id, "").title
        entry = SearchText(kind="answer", unit_id=unit_id, item_id=attempt_id, title=titles[key], body=words)
        yield (at, answer_id), entry
    notes = SqlAnnotationStore(session)
    for unit_id in session.scalars(select(AnnotationRow.unit_id).distinct()):
        for note in notes.current(unit_id):
            yield (note.at, note.id), notes.searchable(note)
