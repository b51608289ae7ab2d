"""What a person writes beside the notes: revisions that are added, with tombstones instead of deletions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, DeviceId, RowId, StableId, Word


class AnnotationRow(Base):
    """One revision; ``anchor`` is JSON, or empty when the note belongs to the whole section."""

    __tablename__ = "annotations"
    __table_args__ = (Index(None, "unit_id", "section_id"),)

    id: Mapped[RowId]
    device_id: Mapped[DeviceId]
    at: Mapped[datetime]
    thread: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[Word]
    unit_id: Mapped[StableId]
    section_id: Mapped[StableId]
    anchor: Mapped[str]
    colour: Mapped[Word]
    text: Mapped[str]
    deleted: Mapped[bool]


class SectionMarkRow(Base):
    """A section marked as read or recalled; of two the higher counts."""

    __tablename__ = "section_marks"
    __table_args__ = (Index(None, "unit_id", "section_id"),)

    id: Mapped[RowId]
    device_id: Mapped[DeviceId]
    at: Mapped[datetime]
    unit_id: Mapped[StableId]
    section_id: Mapped[StableId]
    state: Mapped[Word]
