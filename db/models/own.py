"""Own questions, events and quizzes, what was brought in, and results of a class: rows that are only added."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, DeviceId, RowId, StableId, Word


class OwnItemRow(Base):
    """One revision of an own item; ``body`` is JSON, ``origin`` the id of an import or empty."""

    __tablename__ = "own_items"
    __table_args__ = (Index(None, "kind", "item_id", "at"), Index(None, "origin"))

    id: Mapped[RowId]
    device_id: Mapped[DeviceId]
    at: Mapped[datetime]
    kind: Mapped[Word]
    item_id: Mapped[StableId]
    version: Mapped[int]
    state: Mapped[Word]
    origin: Mapped[str] = mapped_column(String(36))
    body: Mapped[str]


class OwnPictureRow(Base):
    """A picture by the name its questions use: the SHA-256 of its bytes and an ending."""

    __tablename__ = "own_pictures"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    alternative: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ImportRow(Base):
    """A file that was brought in, or (``undoes``) the taking back of one; ``report`` is JSON."""

    __tablename__ = "imports"

    id: Mapped[RowId]
    device_id: Mapped[DeviceId]
    at: Mapped[datetime]
    source: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    format: Mapped[Word]
    report: Mapped[str]
    undoes: Mapped[str] = mapped_column(String(36))


class SittingRow(Base):
    """A quiz taken as a whole; ``quiz`` is JSON: the quiz and the questions drawn, as they were then."""

    __tablename__ = "sittings"

    id: Mapped[RowId]
    device_id: Mapped[DeviceId]
    at: Mapped[datetime]
    quiz_id: Mapped[StableId]
    quiz: Mapped[str]


class SittingAttemptRow(Base):
    """Which attempt answered which place of a sitting."""

    __tablename__ = "sitting_attempts"

    sitting_id: Mapped[str] = mapped_column(String(36), ForeignKey("sittings.id"), primary_key=True)
    attempt_id: Mapped[str] = mapped_column(String(36), ForeignKey("attempts.id"), primary_key=True)
    position: Mapped[int]


class ResultRow(Base):
    """A pupil's result file as it was brought in; the id is the sitting's, so that it comes in once."""

    __tablename__ = "results"
    __table_args__ = (Index(None, "quiz_id"),)

    id: Mapped[RowId]
    device_id: Mapped[DeviceId]
    at: Mapped[datetime]
    quiz_id: Mapped[StableId]
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    body: Mapped[str]


class ResultMarkRow(Base):
    """A teacher's marking of one answer of a result; the newest counts. ``decisions`` is JSON."""

    __tablename__ = "result_marks"

    id: Mapped[RowId]
    device_id: Mapped[DeviceId]
    at: Mapped[datetime]
    result_id: Mapped[str] = mapped_column(String(36), ForeignKey("results.id"), index=True)
    question_id: Mapped[StableId]
    marks: Mapped[int]
    level: Mapped[StableId]
    decisions: Mapped[str]
