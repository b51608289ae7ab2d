"""Own notes and highlights, and which sections were read."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import mapping, search
from db.content_store import content_title
from db.models import AnnotationRow, SectionMarkRow
from tutorapp.domain.search_text import SearchText
from tutorapp.domain.work import Annotation, SectionMark


class SqlAnnotationStore:
    """``services.ports.AnnotationStore``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, annotation: Annotation) -> None:
        """Keep a revision; the search then knows the newest one of the thread."""
        self._session.add(mapping.annotation_row(annotation))
        self._session.flush()
        newest = self.thread(annotation.thread)[-1]
        connection = self._session.connection()
        search.remove_note(connection, newest.thread)
        if not newest.deleted:
            search.add_own(connection, [self.searchable(newest)])

    def current(self, unit_id: str, section_id: str | None = None) -> tuple[Annotation, ...]:
        """The newest revision of every thread that is not deleted, oldest thread first."""
        place = func.row_number().over(
            partition_by=AnnotationRow.thread, order_by=(AnnotationRow.at.desc(), AnnotationRow.id.desc())
        )
        began = func.min(AnnotationRow.at).over(partition_by=AnnotationRow.thread)
        ranked = select(AnnotationRow.id, place.label("place"), began.label("began")).where(
            AnnotationRow.unit_id == unit_id
        )
        if section_id is not None:
            ranked = ranked.where(AnnotationRow.section_id == section_id)
        best = ranked.subquery()
        rows = self._session.scalars(
            select(AnnotationRow)
            .join(best, best.c.id == AnnotationRow.id)
            .where(best.c.place == 1, AnnotationRow.deleted.is_(False))
            .order_by(best.c.began, AnnotationRow.thread)
        )
        return tuple(mapping.annotation(row) for row in rows)

    def thread(self, thread: str) -> tuple[Annotation, ...]:
        """Every revision of a thread, oldest first."""
        rows = self._session.scalars(
            select(AnnotationRow).where(AnnotationRow.thread == thread).order_by(AnnotationRow.at, AnnotationRow.id)
        )
        return tuple(mapping.annotation(row) for row in rows)

    def add_section_mark(self, mark: SectionMark) -> None:
        """Keep that a section was read or recalled."""
        self._session.add(mapping.section_mark_row(mark))
        self._session.flush()

    def section_states(self, unit_id: str) -> dict[str, str]:
        """By section id: "read" or "recalled" (the higher one); absent: not read."""
        found = self._session.execute(
            select(SectionMarkRow.section_id, SectionMarkRow.state).where(SectionMarkRow.unit_id == unit_id).distinct()
        )
        states: dict[str, str] = {}
        for section_id, state in found:
            if states.get(section_id) != "recalled":
                states[section_id] = state
        return states

    def searchable(self, annotation: Annotation) -> SearchText:
        """What the search knows of a note, under its section's title."""
        title = content_title(self._session, annotation.unit_id, "section", annotation.section_id)
        quote = annotation.anchor.quote if annotation.anchor else ""
        return SearchText(
            kind="note",
            unit_id=annotation.unit_id,
            item_id=annotation.thread,
            title=title or annotation.section_id,
            body="\n".join(part for part in (annotation.text, quote) if part),
        )
