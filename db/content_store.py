"""Installed units: replaced whole, loaded whole."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db import mapping, search
from db.models import ContentItemRow, UnitRow
from tutorapp.domain import search_text
from tutorapp.domain.content import ItemKind, Unit
from tutorapp.domain.errors import KnownError
from tutorapp.services.ports import UnitInfo


class SqlContentStore:
    """``services.ports.ContentStore``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def install(self, unit: Unit, digest: str, at: datetime) -> bool:
        """Replace the unit's content by ``unit``; False when the same digest is installed already."""
        unit_id = unit.manifest.id
        installed = select(UnitRow.digest).where(UnitRow.id == unit_id)
        if self._session.execute(installed).scalar_one_or_none() == digest:
            return False
        connection = self._session.connection()
        connection.execute(delete(ContentItemRow).where(ContentItemRow.unit_id == unit_id))
        connection.execute(delete(UnitRow).where(UnitRow.id == unit_id))
        connection.execute(insert(UnitRow).values(mapping.unit_values(unit, digest, at)))
        if items := mapping.item_values(unit):
            connection.execute(insert(ContentItemRow), items)
        search.remove_unit(connection, unit_id)
        search.add_content(connection, search_text.of_unit(unit))
        self._session.expire_all()
        return True

    def units(self) -> tuple[UnitInfo, ...]:
        """Every installed unit, by title."""
        rows = self._session.scalars(select(UnitRow).order_by(UnitRow.title, UnitRow.id))
        return tuple(mapping.unit_info(row) for row in rows)

    def load(self, unit_id: str) -> Unit:
        """The whole unit; KnownError when it is not installed."""
        manifest = self._session.execute(select(UnitRow.manifest).where(UnitRow.id == unit_id)).scalar_one_or_none()
        if manifest is None:
            raise KnownError(f"The unit “{unit_id}” is not installed. Choose another one, or install its pack first.")
        found = self._session.execute(
            select(ContentItemRow.kind, ContentItemRow.body)
            .where(ContentItemRow.unit_id == unit_id)
            .order_by(ContentItemRow.kind, ContentItemRow.position)
        )
        return mapping.unit(manifest, ((kind, body) for kind, body in found))


def content_title(session: Session, unit_id: str, kind: ItemKind, item_id: str) -> str | None:
    """The title an item has at present; None when it is not installed."""
    return session.execute(
        select(ContentItemRow.title).where(
            ContentItemRow.unit_id == unit_id, ContentItemRow.kind == kind, ContentItemRow.item_id == item_id
        )
    ).scalar_one_or_none()
