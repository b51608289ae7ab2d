"""Own questions, events and quizzes, the files they came from, and their pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from db import mapping, search
from db.models import ImportRow, OwnItemRow, OwnPictureRow
from tutorapp.domain.content import Event, Question
from tutorapp.domain.own import OWN_UNIT, ImportRecord, OwnItem, OwnKind, OwnPicture, OwnState, label
from tutorapp.domain.search_text import SearchText, words

_BATCH = 500
LIVING: tuple[OwnState, ...] = ("active", "archived")


class SqlOwnStore:
    """``services.ports.OwnStore``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, items: Iterable[OwnItem]) -> None:
        """Keep revisions; each must be the newest of its item, and the search then knows it."""
        rows = list(items)
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            self._session.execute(insert(OwnItemRow), [mapping.own_item_values(item) for item in batch])
            self._index(batch)

    def current(self, kind: OwnKind, states: Sequence[OwnState] = LIVING) -> tuple[OwnItem, ...]:
        """The newest revision of every item of ``kind`` in one of ``states``, in the order they were begun."""
        return tuple(mapping.own_item(row) for row in self._newest(OwnItemRow.kind == kind, states))

    def find(self, kind: OwnKind, item_id: str) -> OwnItem | None:
        """The revision of an item that counts, a deleted one too; None when there never was one."""
        revisions = self.revisions(kind, item_id)
        return revisions[-1] if revisions else None

    def revisions(self, kind: OwnKind, item_id: str) -> tuple[OwnItem, ...]:
        """Every revision of an item, oldest first."""
        rows = self._session.scalars(
            select(OwnItemRow)
            .where(OwnItemRow.kind == kind, OwnItemRow.item_id == item_id)
            .order_by(OwnItemRow.at, OwnItemRow.id)
        )
        return tuple(mapping.own_item(row) for row in rows)

    def of_import(self, import_id: str) -> tuple[OwnItem, ...]:
        """The revisions that an import wrote, in their order."""
        rows = self._session.scalars(
            select(OwnItemRow).where(OwnItemRow.origin == import_id).order_by(OwnItemRow.at, OwnItemRow.id)
        )
        return tuple(mapping.own_item(row) for row in rows)

    def add_import(self, record: ImportRecord) -> None:
        """Keep what was brought in, or taken back."""
        self._session.add(mapping.import_row(record))
        self._session.flush()

    def imports(self) -> tuple[ImportRecord, ...]:
        """Everything brought in and taken back, newest first."""
        rows = self._session.scalars(select(ImportRow).order_by(ImportRow.at.desc(), ImportRow.id.desc()))
        return tuple(mapping.import_record(row) for row in rows)

    def add_pictures(self, pictures: Iterable[OwnPicture]) -> None:
        """Keep pictures that are not there yet: equal names are equal bytes. Only the words may be others later."""
        for picture in pictures:
            row = self._session.get(OwnPictureRow, picture.name)
            if row is None:
                self._session.add(OwnPictureRow(name=picture.name, alternative=picture.alternative, data=picture.data))
            elif picture.alternative:
                row.alternative = picture.alternative
        self._session.flush()

    def picture(self, name: str) -> OwnPicture | None:
        """One picture; None when there is none of that name."""
        row = self._session.get(OwnPictureRow, name)
        return None if row is None else OwnPicture(name=row.name, data=row.data, alternative=row.alternative)

    def alternatives(self) -> dict[str, str]:
        """By name of picture what it shows, in words; no bytes are read."""
        named = select(OwnPictureRow.name, OwnPictureRow.alternative).order_by(OwnPictureRow.name)
        found = self._session.execute(named)
        return {name: alternative for name, alternative in found}  # noqa: C416  # typed: rows are tuples of two texts

    def reindex(self) -> None:
        """Tell the search all own items anew, e.g. after a merge."""
        search.remove_unit(self._session.connection(), OWN_UNIT)
        for kind in ("question", "event"):
            search.add_content(
                self._session.connection(), (entry for item in self.current(kind) if (entry := searchable(item)))
            )

    def _newest(self, which: object, states: Sequence[OwnState]) -> Iterable[OwnItemRow]:
        place = func.row_number().over(
            partition_by=(OwnItemRow.kind, OwnItemRow.item_id), order_by=(OwnItemRow.at.desc(), OwnItemRow.id.desc())
        )
        began = func.min(OwnItemRow.id).over(partition_by=(OwnItemRow.kind, OwnItemRow.item_id))
        ranked = select(OwnItemRow.id, place.label("place"), began.label("began")).where(which).subquery()  # type: ignore[arg-type]  # a column's comparison
        return self._session.scalars(
            select(OwnItemRow)
            .join(ranked, ranked.c.id == OwnItemRow.id)
            .where(ranked.c.place == 1, OwnItemRow.state.in_(states))
            .order_by(ranked.c.began)
        )

    def _index(self, items: Sequence[OwnItem]) -> None:
        connection = self._session.connection()
        for item in items:
            if item.version > 1:
                search.remove_own_item(connection, item.item_id)
        search.add_content(connection, (entry for item in items if (entry := searchable(item))))


def searchable(item: OwnItem) -> SearchText | None:
    """What the search knows of an item: nothing of a quiz, nor of what is not active."""
    if item.state != "active" or not isinstance(item.body, Question | Event):
        return None
    names, body = words(item.body, {})
    return SearchText(
        kind=item.kind, unit_id=OWN_UNIT, item_id=item.item_id, title=label(item.body), names=names, body=body
    )
