"""Practice: starting, saving, handing in and marking answers, and looking back at them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tutorapp.domain.changes import Changes
from tutorapp.domain.choosing import base_seconds
from tutorapp.domain.content import CLOSED_TYPES, Question
from tutorapp.domain.errors import KnownError
from tutorapp.domain.exam_clock import ClockEvent, ExamClock, Instant
from tutorapp.domain.records import dataclass
from tutorapp.domain.work import (
    AcceptedWords,
    Answer,
    Attempt,
    AttemptMode,
    AttemptRecord,
    Decision,
    Draft,
    LastResult,
    LogEntry,
    Marker,
    Marking,
)
from tutorapp.services.marking_session import Judgement

if TYPE_CHECKING:
    from tutorapp.domain.closed import ClosedMark
    from tutorapp.marking.essay import EssayEvidence
    from tutorapp.marking.marker import Suggestion
    from tutorapp.services.ports import Clock, Identity, UnitOfWorkFactory

log = logging.getLogger(__name__)

Suggest = Callable[[Question, str, Mapping[str, Sequence[str]]], "Suggestion"]
"""The offline marker: question, answer and the words accepted by hand per point, to what it suggests."""

FindEvidence = Callable[[Question, str], "EssayEvidence"]
"""The offline marker on an essay: question and answer to what is found in it; no mark."""

UNLOGGED = frozenset({"half_time", "five_minutes", "time_up"})
"""Clock events that are only told: their times follow from the rest of the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """An answer under way: what the window needs to show it and go on with it."""

    attempt: Attempt
    clock: ExamClock
    text: str = ""
    response: str = ""
    changes: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The record after a write, and what the write touched."""

    record: AttemptRecord
    changes: Changes


class PracticeService:
    """One method a use case; each opens its own unit of work. Methods that write say what they touched."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        identity: Identity,
        clock: Clock,
        suggest: Suggest | None = None,
        find_evidence: FindEvidence | None = None,
    ) -> None:
        self._uow = uow_factory
        self._identity = identity
        self._clock = clock
        self._suggest = suggest
        self._find_evidence = find_evidence

    @property
    def suggests(self) -> bool:
        """Whether the offline marker is present."""
        return self._suggest is not None

    def instant(self) -> Instant:
        """This moment on every clock; cheap, and safe on any thread."""
        clock = self._clock
        return Instant(clock.now(), clock.boottime(), clock.monotonic(), clock.boot_id())

    # --- sitting -------------------------------------------------------------------------------------

    def start(
        self,
        unit_id: str,
        question: Question,
        mode: AttemptMode,
        extra_percent: int = 0,
        *,
        strict: bool = False,
        in_quiz: tuple[str, int] | None = None,
    ) -> Sitting:
        """Begin an attempt; its draft exists from this moment, so that a crash at once loses nothing.

        ``in_quiz``: the sitting of a quiz and the place in it that the attempt answers; both are kept or neither.
        """
        at = self.instant()
        clock = ExamClock.start(base_seconds(question) if mode == "timed" else 0, extra_percent, at, strict=strict)
        attempt = Attempt(
            id=self._identity.new_id(),
            device_id=self._identity.device_id,
            at=at.wall,
            unit_id=unit_id,
            question_id=question.id,
            question=question,
            mode=mode,
            base_seconds=clock.base_seconds,
            extra_percent=extra_percent,
            allowed_seconds=clock.allowed_seconds,
        )
        with self._uow() as uow:
            uow.attempts.add_attempt(attempt)
            uow.attempts.save_draft(Draft(attempt_id=attempt.id, saved_at=at.wall, text="", clock=clock.to_text()))
            if in_quiz is not None:
                uow.results.add_attempt(in_quiz[0], attempt.id, in_quiz[1])
            uow.commit()
        return Sitting(attempt=attempt, clock=clock, changes=Changes.of("drafts", ids=(attempt.id,)))

    def autosave(self, attempt_id: str, text: str, response: str, clock: ExamClock) -> Draft:
        """Keep the unfinished answer and its clock durably; the returned draft says when."""
        draft = Draft(
            attempt_id=attempt_id, saved_at=self._clock.now(), text=text, response=response, clock=clock.to_text()
        )
        with self._uow() as uow:
            uow.attempts.save_draft(draft)
            uow.commit()
        return draft

    def log(self, attempt_id: str, events: Iterable[ClockEvent]) -> Changes:
        """Write down what happened while sitting; notices alone are not written."""
        entries = self._entries(attempt_id, events)
        if entries:
            with self._uow() as uow:
                for entry in entries:
                    uow.attempts.add_log(entry)
                uow.commit()
        return Changes(frozenset())

    def open_attempts(self) -> tuple[tuple[Attempt, Draft], ...]:
        """Answers begun on this device and not handed in, newest first."""
        with self._uow() as uow:
            return uow.attempts.open_drafts()

    def resume(self, attempt_id: str) -> Sitting:
        """Take up an unfinished answer: its text, and its clock by the policy for gaps. KnownError when it is gone."""
        at = self.instant()
        with self._uow() as uow:
            found = next((pair for pair in uow.attempts.open_drafts() if pair[0].id == attempt_id), None)
            if found is None:
                raise KnownError("This answer has been handed in or discarded already. Look for it under Past answers.")
            attempt, draft = found
            clock, events = saved_clock(attempt, draft).recover(at)
            for entry in self._entries(attempt_id, events):
                uow.attempts.add_log(entry)
            uow.attempts.save_draft(
                Draft(
                    attempt_id=attempt_id,
                    saved_at=at.wall,
                    text=draft.text,
                    response=draft.response,
                    clock=clock.to_text(),
                )
            )
            uow.commit()
        changes = Changes.of("drafts", ids=(attempt_id,))
        return Sitting(attempt=attempt, clock=clock, text=draft.text, response=draft.response, changes=changes)

    def discard(self, attempt_id: str) -> Changes:
        """Drop an unfinished answer for good; that it was begun stays in the log."""
        with self._uow() as uow:
            uow.attempts.add_log(self._entry(attempt_id, "discarded"))
            uow.attempts.discard_draft(attempt_id)
            uow.commit()
        return Changes.of("drafts", ids=(attempt_id,))

    def hand_in(self, attempt_id: str, text: str, response: str, clock: ExamClock) -> Outcome:
        """Freeze the answer; a closed question is marked in the same transaction. KnownError when it was already."""
        closed, events = clock.close(self.instant())
        answer = Answer(
            id=self._identity.new_id(),
            device_id=self._identity.device_id,
            at=closed.stamp.wall,
            attempt_id=attempt_id,
            text=text,
            response=response,
            used_seconds=closed.consumed,
            break_seconds=closed.rested,
        )
        with self._uow() as uow:
            before = _present(uow.attempts.record(attempt_id))
            if before.answer is not None:
                raise KnownError("This answer has been handed in already. Look for it under Past answers.")
            for entry in self._entries(attempt_id, (event for event in events if event.kind != "closed")):
                uow.attempts.add_log(entry)
            uow.attempts.add_answer(answer)
            question = before.attempt.question
            if question.type in CLOSED_TYPES and not question.points:
                from tutorapp.domain.closed import mark, read_response  # late: nothing else at the start needs it

                found = mark(question, read_response(response))
                uow.attempts.add_marking(self._marking(attempt_id, "machine", _machine(found)))
            uow.commit()
            after = _present(uow.attempts.record(attempt_id))
        return Outcome(record=after, changes=Changes.of("drafts", "attempts", "markings", ids=(attempt_id,)))

    # --- marking -------------------------------------------------------------------------------------

    def suggestion(self, record: AttemptRecord) -> Suggestion | None:
        """What the offline marker makes of the answer; None without a marker or without mark points.

        A marker that fails costs only its suggestion: the failure is logged and the person marks alone.
        """
        question = record.attempt.question
        if self._suggest is None or record.answer is None or not question.points:
            return None
        accepted = self.accepted_words(question.id)
        try:
            return self._suggest(question, record.answer.text, accepted)
        except Exception:
            log.exception("the marker failed on question %s", question.id)
            return None

    def evidence(self, record: AttemptRecord) -> EssayEvidence | None:
        """What can be found in an essay without judging it; None without a marker or when it fails, as above."""
        if self._find_evidence is None or record.answer is None:
            return None
        try:
            return self._find_evidence(record.attempt.question, record.answer.text)
        except Exception:
            log.exception("no evidence could be found for question %s", record.attempt.question_id)
            return None

    def add_marking(self, attempt_id: str, marker: Marker, judgement: Judgement) -> Outcome:
        """Add one marking; earlier ones stay. KnownError for an answer that was not handed in."""
        with self._uow() as uow:
            if _present(uow.attempts.record(attempt_id)).answer is None:
                raise KnownError("This answer has not been handed in yet. Hand it in, then mark it.")
            uow.attempts.add_marking(self._marking(attempt_id, marker, judgement))
            uow.commit()
            record = _present(uow.attempts.record(attempt_id))
        return Outcome(record=record, changes=Changes.of("markings", ids=(attempt_id,)))

    def want_second_look(self, attempt_id: str) -> Changes:
        """Write down that this answer should be offered again, from the next day on."""
        with self._uow() as uow:
            uow.attempts.add_log(self._entry(attempt_id, "second_look_wanted"))
            uow.commit()
        return Changes.of("markings", ids=(attempt_id,))

    def accepted_words(self, question_id: str) -> dict[str, tuple[str, ...]]:
        """Words accepted by hand, by point id, oldest first; those taken back are left out."""
        with self._uow() as uow:
            rows = uow.attempts.accepted_words(question_id)
        newest: dict[tuple[str, str], AcceptedWords] = {}
        for row in sorted(rows, key=lambda row: (row.at, row.id)):
            newest[row.point_id, row.words] = row
        words: dict[str, list[str]] = {}
        for row in newest.values():
            if not row.deleted:
                words.setdefault(row.point_id, []).append(row.words)
        return {point: tuple(found) for point, found in words.items()}

    def accept_words(self, attempt: Attempt, point_id: str, words: str, *, take_back: bool = False) -> Changes:
        """Let ``words`` earn this point from now on for this person ("the marker missed this"), or no longer."""
        cleaned = " ".join(words.split())
        if not cleaned:
            raise KnownError("No words are selected. Select the words in your answer that earn the point.")
        with self._uow() as uow:
            uow.attempts.add_accepted_words(
                AcceptedWords(
                    id=self._identity.new_id(),
                    device_id=self._identity.device_id,
                    at=self._clock.now(),
                    unit_id=attempt.unit_id,
                    question_id=attempt.question_id,
                    point_id=point_id,
                    words=cleaned,
                    deleted=take_back,
                )
            )
            uow.commit()
        return Changes.of("markings", ids=(attempt.question_id,))

    # --- looking back --------------------------------------------------------------------------------

    def results(self, unit_id: str) -> dict[str, LastResult]:
        """The newest result of every question of the unit, by question id."""
        with self._uow() as uow:
            return uow.attempts.last_results(unit_id)

    def record(self, attempt_id: str) -> AttemptRecord:
        """One attempt with all that belongs to it. KnownError when there is none."""
        with self._uow() as uow:
            return _present(uow.attempts.record(attempt_id))

    def records(self, question_id: str, limit: int = 100) -> tuple[AttemptRecord, ...]:
        """Handed-in attempts at one question, newest first."""
        with self._uow() as uow:
            return uow.attempts.records(question_id, limit)

    def recent(self, limit: int = 50, before: str | None = None) -> tuple[AttemptRecord, ...]:
        """Handed-in attempts at any question, newest first; ``before`` an attempt id, for the next page."""
        with self._uow() as uow:
            return uow.attempts.recent(limit, before)

    # --- rows ----------------------------------------------------------------------------------------

    def _entry(self, attempt_id: str, kind: str, detail: str = "", seconds: float = 0.0) -> LogEntry:
        return LogEntry(
            id=self._identity.new_id(),
            device_id=self._identity.device_id,
            at=self._clock.now(),
            attempt_id=attempt_id,
            kind=kind,
            detail=detail,
            seconds=seconds,
        )

    def _entries(self, attempt_id: str, events: Iterable[ClockEvent]) -> list[LogEntry]:
        return [
            self._entry(attempt_id, event.kind, event.detail, event.seconds)
            for event in events
            if event.kind not in UNLOGGED
        ]

    def _marking(self, attempt_id: str, marker: Marker, judgement: Judgement) -> Marking:
        return Marking(
            id=self._identity.new_id(),
            device_id=self._identity.device_id,
            at=self._clock.now(),
            attempt_id=attempt_id,
            marker=marker,
            low=judgement.low,
            high=judgement.high,
            max=judgement.max,
            arithmetic=judgement.arithmetic,
            level=judgement.level,
            decisions=judgement.decisions,
        )


def saved_clock(attempt: Attempt, draft: Draft) -> ExamClock:
    """The clock as the draft kept it; an unreadable one is rebuilt from the wall clock, never past the allowance."""
    try:
        return ExamClock.from_text(draft.clock)
    except ValueError:
        at = Instant(draft.saved_at, 0.0, 0.0, "")
        used = max((draft.saved_at - attempt.at).total_seconds(), 0.0)
        used = min(used, attempt.allowed_seconds) if attempt.allowed_seconds else used
        return ExamClock(
            base_seconds=attempt.base_seconds, extra_percent=attempt.extra_percent, stamp=at, consumed=used
        )


def _machine(found: ClosedMark) -> Judgement:
    decisions = tuple(
        Decision(point_id=part.id, awarded=part.correct, evidence=part.given, note=part.answer) for part in found.parts
    )
    return Judgement(low=found.marks, high=found.marks, max=found.max, arithmetic=found.arithmetic, decisions=decisions)


def _present(record: AttemptRecord | None) -> AttemptRecord:
    if record is None:
        raise KnownError("This attempt is no longer in the database. Look for it under Past answers.")
    return record
