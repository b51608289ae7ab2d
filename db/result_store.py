"""Sittings of quizzes, the results of a class, and a teacher's marks: rows that are only added."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db import mapping
from db.models import ResultMarkRow, ResultRow, SittingAttemptRow, SittingRow
from tutorapp.domain.quiz import Quiz
from tutorapp.domain.results import Result, SittingBody, TeacherMark
from tutorapp.services.ports import QuizSitting


class SqlResultStore:
    """``services.ports.ResultStore``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # --- sittings --------------------------------------------------------------------------------------

    def add_sitting(self, sitting: QuizSitting) -> None:
        """Keep that a quiz was begun."""
        told = mapping.to_json(SittingBody(quiz=sitting.quiz, questions=sitting.questions))
        self._session.add(
            SittingRow(id=sitting.id, device_id=sitting.device_id, at=sitting.at, quiz_id=sitting.quiz.id, quiz=told)
        )
        self._session.flush()

    def add_attempt(self, sitting_id: str, attempt_id: str, position: int) -> None:
        """An attempt answers the question at ``position`` of a sitting."""
        self._session.add(SittingAttemptRow(sitting_id=sitting_id, attempt_id=attempt_id, position=position))
        self._session.flush()

    def sitting(self, sitting_id: str) -> QuizSitting | None:
        """One sitting."""
        row = self._session.get(SittingRow, sitting_id)
        return None if row is None else _sitting(row)

    def sittings(self, limit: int = 50) -> tuple[QuizSitting, ...]:
        """The newest sittings first."""
        rows = self._session.scalars(
            select(SittingRow).order_by(SittingRow.at.desc(), SittingRow.id.desc()).limit(limit)
        )
        return tuple(_sitting(row) for row in rows)

    def attempts(self, sitting_id: str) -> dict[int, str]:
        """By position the attempt that answers it; of two the one that was begun first."""
        rows = self._session.scalars(
            select(SittingAttemptRow)
            .where(SittingAttemptRow.sitting_id == sitting_id)
            .order_by(SittingAttemptRow.attempt_id.desc())
        )
        return {row.position: row.attempt_id for row in rows}

    def sitting_of(self, attempt_id: str) -> str | None:
        """The sitting an attempt belongs to."""
        return self._session.scalars(
            select(SittingAttemptRow.sitting_id).where(SittingAttemptRow.attempt_id == attempt_id).limit(1)
        ).first()

    # --- results of a class ----------------------------------------------------------------------------

    def add_result(self, result: Result, sha256: str, device_id: str, at: datetime) -> bool:
        """Keep a result; False when this sitting's is there already, whatever file it came in."""
        if self._session.get(ResultRow, result.id) is not None:
            return False
        self._session.execute(
            insert(ResultRow).values(
                id=result.id,
                device_id=device_id,
                at=at,
                quiz_id=result.quiz.id,
                name=result.name,
                sha256=sha256,
                body=mapping.to_json(result),
            )
        )
        return True

    def results(self, quiz_id: str) -> tuple[Result, ...]:
        """The results of a quiz by name."""
        bodies = self._session.scalars(
            select(ResultRow.body).where(ResultRow.quiz_id == quiz_id).order_by(ResultRow.name, ResultRow.id)
        )
        return tuple(mapping.from_json(body, Result) for body in bodies)

    def quizzes(self) -> tuple[tuple[Quiz, int], ...]:
        """Each quiz that has results, as its newest result has it, and how many there are; newest first."""
        found: dict[str, list[object]] = {}
        rows = self._session.execute(select(ResultRow.quiz_id, ResultRow.body).order_by(ResultRow.at.desc()))
        for quiz_id, body in rows:
            if quiz_id not in found:
                found[quiz_id] = [mapping.from_json(body, Result).quiz, 0]
            found[quiz_id][1] += 1  # type: ignore[operator]  # the count
        return tuple((quiz, count) for quiz, count in found.values())  # type: ignore[misc]  # as built above

    def add_mark(self, mark: TeacherMark) -> None:
        """Keep a teacher's marking."""
        self._session.add(
            ResultMarkRow(
                id=mark.id,
                device_id=mark.device_id,
                at=datetime.fromisoformat(mark.at),
                result_id=mark.result_id,
                question_id=mark.question_id,
                marks=mark.marks,
                level=mark.level,
                decisions=json.dumps(list(mark.points)),
            )
        )
        self._session.flush()

    def marks(self, quiz_id: str) -> dict[tuple[str, str], TeacherMark]:
        """By (result id, question id) the newest marking of every answer to a quiz."""
        rows = self._session.scalars(
            select(ResultMarkRow)
            .join(ResultRow, ResultRow.id == ResultMarkRow.result_id)
            .where(ResultRow.quiz_id == quiz_id)
            .order_by(ResultMarkRow.at, ResultMarkRow.id)
        )
        return {(row.result_id, row.question_id): _mark(row) for row in rows}


def _sitting(row: SittingRow) -> QuizSitting:
    told = mapping.from_json(row.quiz, SittingBody)
    return QuizSitting(
        id=row.id,
        device_id=row.device_id,
        at=row.at,
        quiz=told.quiz,
        questions=told.questions,
    )


def _mark(row: ResultMarkRow) -> TeacherMark:
    return TeacherMark(
        id=row.id,
        device_id=row.device_id,
        at=row.at.isoformat(),
        result_id=row.result_id,
        question_id=row.question_id,
        marks=row.marks,
        level=row.level,
        points=tuple(json.loads(row.decisions)),
    )
