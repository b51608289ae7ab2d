"""Sittings: rows that are added and never rewritten, except the draft and the summary, which can be rebuilt or lost.

Nothing here is unique but its id: two computers may each have handed in an answer to one attempt, and a merge
keeps both (the earliest is the one that counts).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, DeviceId, RowId, StableId, StableKey, Word


class FrozenQuestionRow(Base):
    """A question as it was seen, kept once however often it is tried; the key is the SHA-256 of its JSON."""

    __tablename__ = "frozen_questions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    body: Mapped[str]


class AttemptRow(Base):
    """A question begun: which one, as it was seen, in which mode and with how much time."""

    __tablename__ = "attempts"
    __table_args__ = (Index(None, "question_id", "at", "id"), Index(None, "at", "id"))

    id: Mapped[RowId]
    device_id: Mapped[DeviceId]
    at: Mapped[datetime]
    unit_id: Mapped[StableId]
    question_id: Mapped[StableId]
    question_digest: Mapped[str] = mapped_column(String(64), ForeignKey("frozen_questions.digest"))
    mode: Mapped[Word]
    base_seconds: Mapped[int]
    extra_percent: Mapped[int]
    allowed_seconds: Mapped[int]


class DraftRow(Base):
    """Working state of this computer; gone once the answer is handed in, left out of every merge."""

    __tablename__ = "drafts"

    attempt_id: Mapped[str] = mapped_column(String(36), ForeignKey("attempts.id"), primary_key=True)
    saved_at: Mapped[datetime]
    text: Mapped[str]
    response: Mapped[str]
    clock: Mapped[str]


class LogRow(Base):
    """Something that happened while an attempt was written, such as a pause, and how long it took."""

    __tablename__ = "log_entries"

    id: Mapped[RowId]
    device_id: Mapped[DeviceId]
    at: Mapped[datetime]
    attempt_id: Mapped[str] = mapped_column(String(36), ForeignKey("attempts.id"), index=True)
    kind: Mapped[Word]
    detail: Mapped[str]
    seconds: Mapped[float]


class AnswerRow(Base):
    """What was handed in for an attempt, and the time it took."""

    __tablename__ = "answers"

    id: Mapped[RowId]
    device_id: Mapped[DeviceId]
    at: Mapped[datetime]
    attempt_id: Mapped[str] = mapped_column(String(36), ForeignKey("attempts.id"), index=True)
    text: Mapped[str]
    response: Mapped[str]
    used_seconds: Mapped[float]
    break_seconds: Mapped[float]


class MarkingRow(Base):
    """One marking of an attempt: by whom, and the marks, a range where the marker cannot be sure."""

    __tablename__ = "markings"

    id: Mapped[RowId]
    device_id: Mapped[DeviceId]
    at: Mapped[datetime]
    attempt_id: Mapped[str] = mapped_column(String(36), ForeignKey("attempts.id"), index=True)
    marker: Mapped[Word]
    low: Mapped[int]
    high: Mapped[int]
    max: Mapped[int]
    arithmetic: Mapped[str]
    level: Mapped[StableId]


class DecisionRow(Base):
    """One mark point of a marking: given or not, and on which words of the answer."""

    __tablename__ = "decisions"

    marking_id: Mapped[str] = mapped_column(String(36), ForeignKey("markings.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    point_id: Mapped[StableId]
    awarded: Mapped[bool]
    evidence: Mapped[str]
    evidence_start: Mapped[int]
    evidence_end: Mapped[int]
    suggested: Mapped[Word]
    note: Mapped[str]


class AcceptedWordsRow(Base):
    """Words that a person had the marker accept for a mark point, or (``deleted``) took back."""

    __tablename__ = "accepted_words"

    id: Mapped[RowId]
    device_id: Mapped[DeviceId]
    at: Mapped[datetime]
    unit_id: Mapped[StableId]
    question_id: Mapped[str] = mapped_column(String(64), index=True)
    point_id: Mapped[StableId]
    words: Mapped[str]
    deleted: Mapped[bool]


class QuestionProgressRow(Base):
    """Derived: the newest handed-in attempt of a question and its newest marking. ``db.progress`` rebuilds it."""

    __tablename__ = "question_progress"

    unit_id: Mapped[StableKey]
    question_id: Mapped[StableKey]
    tries: Mapped[int]
    attempt_id: Mapped[str] = mapped_column(String(36))
    answered_at: Mapped[datetime]
    marking_id: Mapped[str | None] = mapped_column(String(36))
    marked_at: Mapped[datetime | None]
    low: Mapped[int | None]
    high: Mapped[int | None]
    max: Mapped[int]
