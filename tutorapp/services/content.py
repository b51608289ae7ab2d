"""Installing units: content is replaced, a person's work is never touched."""

from __future__ import annotations

from datetime import datetime

from tutorapp.domain.changes import Changes
from tutorapp.domain.content import Unit
from tutorapp.services.ports import UnitOfWorkFactory


def install_shipped(uow_factory: UnitOfWorkFactory, unit: Unit, digest: str, now: datetime) -> Changes | None:
    """Install ``unit`` unless this very content is installed; one transaction. None when nothing changed.

    ``digest`` is of the pack's content (``formats.pack.digest``). Attempts keep the question they were made
    with, so those of a removed question stay readable; annotations find their place again by their quotes.
    """
    if _installed(uow_factory, unit.manifest.id) == digest:
        return None
    with uow_factory() as uow:
        if not uow.content.install(unit, digest, now):
            return None
        uow.commit()
    return Changes.of("content", ids=(unit.manifest.id,))


def _installed(uow_factory: UnitOfWorkFactory, unit_id: str) -> str | None:
    with uow_factory() as uow:
        return next((unit.digest for unit in uow.content.units() if unit.id == unit_id), None)
