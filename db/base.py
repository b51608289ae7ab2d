"""What every model shares: names of constraints, instants that are always UTC, and short column types."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import DateTime, Dialect, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""A migration can only drop or alter what has a name of its own."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC. ValueError for a naive one: nobody can say which hour it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive instant cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite keeps no zone; PostgreSQL answers in the session's.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def storable(text: str) -> str:
    """``text`` as a database can hold it: half a character (a lone surrogate, from a broken paste) and NUL become
    U+FFFD. Refusing them would refuse to save the essay around them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "\ufffd")


class AnyText(TypeDecorator[str]):
    """Text from anywhere; see ``storable``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Base(DeclarativeBase):
    """All tables of the program."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: dict[Any, Any] = {datetime: UtcDateTime(), str: AnyText()}  # noqa: RUF012  # SQLAlchemy's own attribute


RowId = Annotated[str, mapped_column(String(36), primary_key=True)]
"""A UUIDv7 made on the person's own computer."""
DeviceId = Annotated[str, mapped_column(String(36))]
StableId = Annotated[str, mapped_column(String(64))]
"""An id of the pack format."""
StableKey = Annotated[str, mapped_column(String(64), primary_key=True)]
Word = Annotated[str, mapped_column(String(32))]
"""One of a few words of our own, such as a kind or a state."""
