"""Sittings: attempts with their drafts, logs, answers and markings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Select, delete, exists, insert, select, tuple_, update
from sqlalchemy.orm import Session

from db import mapping, progress, search
from db.content_store import content_title
from db.models import (
    AcceptedWordsRow,
    AnswerRow,
    AttemptRow,
    DecisionRow,
    DraftRow,
    FrozenQuestionRow,
    LogRow,
    MarkingRow,
    QuestionProgressRow,
)
from tutorapp.domain.content import Question
from tutorapp.domain.errors import BugError, KnownError
from tutorapp.domain.search_text import SearchText, question_label
from tutorapp.domain.work import (
    AcceptedWords,
    Answer,
    Attempt,
    AttemptRecord,
    Draft,
    LastResult,
    LogEntry,
    Marking,
)

_ANSWERED = exists().where(AnswerRow.attempt_id == AttemptRow.id)


class SqlAttemptStore:
    """``services.ports.AttemptStore``; ``device_id`` is the device whose drafts may be taken up again."""

    def __init__(self, session: Session, device_id: str) -> None:
        self._session = session
        self._device_id = device_id

    def add_attempt(self, attempt: Attempt) -> None:
        """Keep ``attempt`` and, once for all its tries, the question as it was seen."""
        digest, body = mapping.freeze(attempt.question)
        if self._session.get(FrozenQuestionRow, digest) is None:
            self._add(FrozenQuestionRow(digest=digest, body=body))
        self._add(mapping.attempt_row(attempt, digest))

    def save_draft(self, draft: Draft) -> None:
        """Replace the draft. KnownError when the answer was handed in already: it would be lost unseen."""
        values = mapping.draft_values(draft)
        changed = self._session.execute(
            update(DraftRow)
            .where(DraftRow.attempt_id == draft.attempt_id)
            .values(values)
            .execution_options(synchronize_session=False)
        )
        if changed.rowcount == 0:  # type: ignore[attr-defined]  # an UPDATE answers with a CursorResult
            self._attempt_row(draft.attempt_id)
            self._refuse_answered(draft.attempt_id)
            self._session.execute(insert(DraftRow).values(attempt_id=draft.attempt_id, **values))

    def open_drafts(self) -> tuple[tuple[Attempt, Draft], ...]:
        """Attempts begun on this device and not handed in, newest first."""
        # From the few drafts to their attempts: the other way round SQLite walks every attempt ever made.
        drafts = self._session.scalars(select(DraftRow).execution_options(populate_existing=True)).all()
        rows = self._session.scalars(
            select(AttemptRow)
            .where(AttemptRow.id.in_([draft.attempt_id for draft in drafts]), ~_ANSWERED)
            .where(AttemptRow.device_id == self._device_id)
            .order_by(AttemptRow.at.desc(), AttemptRow.id.desc())
        ).all()
        questions = self._questions({row.question_digest for row in rows})
        by_attempt = {draft.attempt_id: mapping.draft(draft) for draft in drafts}
        return tuple((mapping.attempt(row, questions[row.question_digest]), by_attempt[row.id]) for row in rows)

    def discard_draft(self, attempt_id: str) -> None:
        """Drop the draft, if there is one; the attempt and its log stay."""
        self._session.execute(
            delete(DraftRow).where(DraftRow.attempt_id == attempt_id).execution_options(synchronize_session=False)
        )

    def add_log(self, entry: LogEntry) -> None:
        """Keep what happened while sitting."""
        self._add(mapping.log_row(entry))

    def add_answer(self, answer: Answer) -> None:
        """Freeze the answer and drop the draft, in the same transaction. KnownError when there is one already."""
        attempt = self._attempt_row(answer.attempt_id)
        self._refuse_answered(answer.attempt_id)
        self._add(mapping.answer_row(answer))
        self.discard_draft(answer.attempt_id)
        progress.answered(self._session, answer, attempt.unit_id, attempt.question_id)
        search.add_own(self._session.connection(), [self.searchable(attempt.id, answer.text)])

    def add_marking(self, marking: Marking) -> None:
        """Keep one marking with its decisions."""
        attempt = self._attempt_row(marking.attempt_id)
        row = mapping.marking_row(marking)
        self._add(row)
        self._add(*mapping.decision_rows(marking))
        progress.marked(self._session, row, attempt.unit_id, attempt.question_id)

    def record(self, attempt_id: str) -> AttemptRecord | None:
        """The attempt with everything that belongs to it, handed in or not; None when there is none."""
        found = self._records(select(AttemptRow).where(AttemptRow.id == attempt_id))
        return found[0] if found else None

    def records(self, question_id: str, limit: int = 100) -> tuple[AttemptRecord, ...]:
        """Attempts with an answer, newest first."""
        return self._records(_newest(limit).where(AttemptRow.question_id == question_id))

    def recent(self, limit: int = 100, before: str | None = None) -> tuple[AttemptRecord, ...]:
        """Attempts with an answer of every question, newest first; ``before`` an attempt id, for paging."""
        wanted = _newest(limit)
        if before is not None:
            last = self._attempt_row(before)
            wanted = wanted.where(tuple_(AttemptRow.at, AttemptRow.id) < tuple_(last.at, last.id))
        return self._records(wanted)

    def last_results(self, unit_id: str) -> dict[str, LastResult]:
        """By question id; at once however many attempts there are (a kept summary)."""
        rows = self._session.scalars(select(QuestionProgressRow).where(QuestionProgressRow.unit_id == unit_id))
        return {row.question_id: mapping.last_result(row) for row in rows}

    def add_accepted_words(self, words: AcceptedWords) -> None:
        """Keep words that earned a mark point by hand, or a tombstone for such."""
        self._add(mapping.accepted_words_row(words))

    def accepted_words(self, question_id: str) -> tuple[AcceptedWords, ...]:
        """The newest row of each (unit, point, words) that is not a tombstone, oldest first."""
        rows = self._session.scalars(
            select(AcceptedWordsRow)
            .where(AcceptedWordsRow.question_id == question_id)
            .order_by(AcceptedWordsRow.at, AcceptedWordsRow.id)
        )
        newest = {(row.unit_id, row.point_id, row.words): row for row in rows}
        return tuple(mapping.accepted_words(row) for row in newest.values() if not row.deleted)

    def searchable(self, attempt_id: str, text: str) -> SearchText:
        """What the search knows of an answer, under its question's title."""
        attempt = self._attempt_row(attempt_id)
        title = content_title(self._session, attempt.unit_id, "question", attempt.question_id)
        if title is None:
            title = question_label(self._questions({attempt.question_digest})[attempt.question_digest])
        return SearchText(kind="answer", unit_id=attempt.unit_id, item_id=attempt.id, title=title, body=text)

    # --- help ------------------------------------------------------------------------------------------

    def _add(self, *rows: object) -> None:
        # Flushed at once: without ORM relationships nothing else keeps parents before children.
        self._session.add_all(rows)
        self._session.flush()

    def _attempt_row(self, attempt_id: str) -> AttemptRow:
        row = self._session.get(AttemptRow, attempt_id)
        if row is None:
            raise BugError(f"no attempt {attempt_id!r}")
        return row

    def _refuse_answered(self, attempt_id: str) -> None:
        if self._session.execute(select(AnswerRow.id).where(AnswerRow.attempt_id == attempt_id).limit(1)).first():
            raise KnownError("This answer was handed in already and cannot change. Start a new attempt to write more.")

    def _records(self, wanted: Select[AttemptRow]) -> tuple[AttemptRecord, ...]:
        attempts = self._session.scalars(wanted).all()
        ids = [row.id for row in attempts]
        questions = self._questions({row.question_digest for row in attempts})
        answers = self._answers(ids)
        markings = self._markings(ids)
        log = defaultdict(list)
        for entry in self._session.scalars(
            select(LogRow).where(LogRow.attempt_id.in_(ids)).order_by(LogRow.at, LogRow.id)
        ):
            log[entry.attempt_id].append(mapping.log_entry(entry))
        return tuple(
            AttemptRecord(
                attempt=mapping.attempt(row, questions[row.question_digest]),
                answer=answers.get(row.id),
                markings=tuple(markings[row.id]),
                log=tuple(log[row.id]),
            )
            for row in attempts
        )

    def _answers(self, ids: Sequence[str]) -> dict[str, Answer]:
        rows = self._session.scalars(
            select(AnswerRow).where(AnswerRow.attempt_id.in_(ids)).order_by(AnswerRow.at.desc(), AnswerRow.id.desc())
        )
        return {row.attempt_id: mapping.answer(row) for row in rows}  # the earliest of an attempt stays

    def _markings(self, ids: Sequence[str]) -> defaultdict[str, list[Marking]]:
        decisions = defaultdict(list)
        for decision in self._session.scalars(
            select(DecisionRow)
            .join(MarkingRow, MarkingRow.id == DecisionRow.marking_id)
            .where(MarkingRow.attempt_id.in_(ids))
            .order_by(DecisionRow.position)
        ):
            decisions[decision.marking_id].append(decision)
        found = defaultdict(list)
        for row in self._session.scalars(
            select(MarkingRow).where(MarkingRow.attempt_id.in_(ids)).order_by(MarkingRow.at, MarkingRow.id)
        ):
            found[row.attempt_id].append(mapping.marking(row, decisions[row.id]))
        return found

    def _questions(self, digests: set[str]) -> dict[str, Question]:
        rows = self._session.scalars(select(FrozenQuestionRow).where(FrozenQuestionRow.digest.in_(digests)))
        return {row.digest: mapping.from_json(row.body, Question) for row in rows}


def _newest(limit: int) -> Select[AttemptRow]:
    return select(AttemptRow).where(_ANSWERED).order_by(AttemptRow.at.desc(), AttemptRow.id.desc()).limit(limit)
