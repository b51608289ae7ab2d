"""The summary behind every list of questions: kept with each write, and rebuilt from the rows it stands for.

Newest means by (instant, id), so the order in which rows arrive (a merge, say) makes no difference.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.orm import Session

from db.models import AnswerRow, AttemptRow, MarkingRow, QuestionProgressRow
from tutorapp.domain.work import Answer, Marking


def answered(session: Session, answer: Answer, unit_id: str, question_id: str) -> None:
    """An attempt was handed in for the first time."""
    row = session.get(QuestionProgressRow, (unit_id, question_id))
    if row is None:
        row = QuestionProgressRow(unit_id=unit_id, question_id=question_id, tries=0, max=0)
        session.add(row)
    elif (answer.at, answer.attempt_id) < (row.answered_at, row.attempt_id):
        row.tries += 1
        session.flush()
        return
    row.tries += 1
    row.attempt_id, row.answered_at = answer.attempt_id, answer.at
    row.marking_id = row.marked_at = row.low = row.high = None
    row.max = 0
    session.flush()


def marked(session: Session, marking: Marking, unit_id: str, question_id: str) -> None:
    """An answer was marked; only the newest answer's newest marking counts."""
    row = session.get(QuestionProgressRow, (unit_id, question_id))
    if row is None or row.attempt_id != marking.attempt_id:
        return
    if row.marked_at is not None and (marking.at, marking.id) < (row.marked_at, row.marking_id):
        return
    row.marking_id, row.marked_at = marking.id, marking.at
    row.low, row.high, row.max = marking.low, marking.high, marking.max
    session.flush()


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
