"""What the file knows of itself."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from db.base import Base, StableKey


class MetaRow(Base):
    """A named fact, e.g. ``device_id``, the device this file belongs to."""

    __tablename__ = "meta"

    key: Mapped[StableKey]
    value: Mapped[str]
