"""One transaction over all stores: rolled back on leaving unless ``commit`` was called."""

from __future__ import annotations

from functools import cached_property
from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.annotation_store import SqlAnnotationStore
from db.attempt_store import SqlAttemptStore
from db.content_store import SqlContentStore
from db.own_store import SqlOwnStore
from db.result_store import SqlResultStore
from db.search import Fts5Index
from tutorapp.services.ports import VariantExpander


class SqlUnitOfWork:
    """``services.ports.UnitOfWork``. Begins with its first statement; ``commit`` may be called more than once."""

    def __init__(self, engine: Engine, device_id: str, expand: VariantExpander) -> None:
        self._session = Session(engine, expire_on_commit=True)
        self._device_id = device_id
        self._expand = expand

    @cached_property
    def content(self) -> SqlContentStore:
        """Installed units."""
        return SqlContentStore(self._session)

    @cached_property
    def attempts(self) -> SqlAttemptStore:
        """Sittings, answers and markings."""
        return SqlAttemptStore(self._session, self._device_id)

    @cached_property
    def annotations(self) -> SqlAnnotationStore:
        """Own notes, and which sections were read."""
        return SqlAnnotationStore(self._session)

    @cached_property
    def own(self) -> SqlOwnStore:
        """Own questions, events and quizzes."""
        return SqlOwnStore(self._session)

    @cached_property
    def results(self) -> SqlResultStore:
        """Sittings of quizzes and the results of a class."""
        return SqlResultStore(self._session)

    @cached_property
    def search(self) -> Fts5Index:
        """Full text search, this transaction's own writes included."""
        return Fts5Index(self._session, self._expand)

    @property
    def session(self) -> Session:
        """For the rest of this room; nothing outside ``db`` touches it."""
        return self._session

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()  # which rolls back what was not committed

    def commit(self) -> None:
        """Make everything since the last commit last; it is on the disk when this returns."""
        self._session.commit()
