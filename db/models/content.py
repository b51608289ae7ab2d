"""Installed units: replaceable, keyed by the pack's own ids, referred to by no row of a person's work."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, StableId, StableKey


class UnitRow(Base):
    """A unit and its manifest (JSON)."""

    __tablename__ = "units"

    id: Mapped[StableKey]
    title: Mapped[str]
    short_title: Mapped[str]
    version: Mapped[StableId]
    digest: Mapped[str] = mapped_column(String(128))
    installed_at: Mapped[datetime]
    manifest: Mapped[str]


class ContentItemRow(Base):
    """A section, term, care note, event or question; ``position`` is its place among its kind, ``body`` JSON."""

    __tablename__ = "content_items"
    __table_args__ = (Index(None, "unit_id", "kind", "position"),)

    unit_id: Mapped[str] = mapped_column(String(64), ForeignKey("units.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    item_id: Mapped[StableKey]
    position: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
