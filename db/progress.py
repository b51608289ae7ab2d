"""The summary behind every list of questions: kept with each write, and rebuilt from the rows it stands for.

Newest means by (instant, id), so the order in which rows arrive (a merge, say) makes no difference.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.orm import Session

from db.models import AnswerRow, AttemptRow, MarkingRow, QuestionProgressRow
from tutorapp.domain.work import Answer


def answered(session: Session, answer: Answer, unit_id: str, question_id: str) -> None:
    """An attempt was handed in for the first time."""
    row = session.get(QuestionProgressRow, (unit_id, question_id))
    if row is None:
        row = QuestionProgressRow(unit_id=unit_id, question_id=question_id, tries=0)
    row.tries += 1
    if row.tries == 1 or (answer.at, answer.attempt_id) > (row.answered_at, row.attempt_id):
        row.attempt_id, row.answered_at = answer.attempt_id, answer.at
        _note_marking(row, _newest_marking(session, answer.attempt_id))
    session.add(row)
    session.flush()


def marked(session: Session, marking: MarkingRow, unit_id: str, question_id: str) -> None:
    """An answer was marked; only the newest answer's newest marking counts."""
    row = session.get(QuestionProgressRow, (unit_id, question_id))
    if row is None or row.attempt_id != marking.attempt_id:
        return
    if row.marked_at is None or (marking.at, marking.id) > (row.marked_at, row.marking_id):
        _note_marking(row, marking)
        session.flush()


def _newest_marking(session: Session, attempt_id: str) -> MarkingRow | None:
    marked = select(MarkingRow).where(MarkingRow.attempt_id == attempt_id)
    return session.scalars(marked.order_by(MarkingRow.at.desc(), MarkingRow.id.desc()).limit(1)).first()


def _note_marking(row: QuestionProgressRow, marking: MarkingRow | None) -> None:
    row.marking_id = marking.id if marking else None
    row.marked_at = marking.at if marking else None
    row.low = marking.low if marking else None
    row.high = marking.high if marking else None
    row.max = marking.max if marking else 0


def rebuild(session: Session) -> None:
    """Write the whole summary anew, e.g. after a merge."""
    session.flush()
    session.expire_all()
    session.execute(delete(QuestionProgressRow))
    session.execute(insert(QuestionProgressRow).from_select(_COLUMNS, _summary()))


_COLUMNS = [
    "unit_id",
    "question_id",
    "tries",
    "attempt_id",
    "answered_at",
    "marking_id",
    "marked_at",
    "low",
    "high",
    "max",
]


def _summary() -> Select[Any]:
    place = func.row_number()
    first = select(
        AnswerRow.attempt_id,
        AnswerRow.at,
        place.over(partition_by=AnswerRow.attempt_id, order_by=(AnswerRow.at, AnswerRow.id)).label("place"),
    ).subquery()
    question = (AttemptRow.unit_id, AttemptRow.question_id)
    tries = (
        select(
            *question,
            first.c.attempt_id,
            first.c.at,
            func.count().over(partition_by=question).label("tries"),
            place.over(partition_by=question, order_by=(first.c.at.desc(), first.c.attempt_id.desc())).label("place"),
        )
        .join(first, first.c.attempt_id == AttemptRow.id)
        .where(first.c.place == 1)
        .subquery()
    )
    marks = select(
        MarkingRow,
        place.over(partition_by=MarkingRow.attempt_id, order_by=(MarkingRow.at.desc(), MarkingRow.id.desc())).label(
            "place"
        ),
    ).subquery()
    return (
        select(
            tries.c.unit_id,
            tries.c.question_id,
            tries.c.tries,
            tries.c.attempt_id,
            tries.c.at,
            marks.c.id,
            marks.c.at,
            marks.c.low,
            marks.c.high,
            func.coalesce(marks.c.max, 0),
        )
        .join_from(tries, marks, (marks.c.attempt_id == tries.c.attempt_id) & (marks.c.place == 1), isouter=True)
        .where(tries.c.place == 1)
    )
