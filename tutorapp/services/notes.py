"""Own notes, highlights, why-answers and recalls: every change is a further row, every edit can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tutorapp.domain import recall
from tutorapp.domain.changes import Changes
from tutorapp.domain.errors import KnownError
from tutorapp.domain.records import dataclass
from tutorapp.domain.work import Anchor, Annotation, AnnotationKind, Colour, SectionMark, SectionState

if TYPE_CHECKING:
    from tutorapp.services.ports import Clock, Identity, UnitOfWork, UnitOfWorkFactory

LONGEST_NOTE = 20_000
"""Characters of one note; far above any use, so that a pasted book cannot slow the pane."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of an annotation: what changed, the revision that counts now and the one before (None: new)."""

    changes: Changes
    after: Annotation
    before: Annotation | None


@dataclass(frozen=True, slots=True)
class SectionWork:
    """A person's work on one section; ``highlights`` and ``notes`` in no order of place, ``recalls`` newest first."""

    highlights: tuple[Annotation, ...] = ()
    notes: tuple[Annotation, ...] = ()
    why: Annotation | None = None
    recalls: tuple[Annotation, ...] = ()


class NotesService:
    """A person's work on the notes of a unit."""

    def __init__(self, uow_factory: UnitOfWorkFactory, identity: Identity, clock: Clock) -> None:
        self._uow = uow_factory
        self._identity = identity
        self._clock = clock

    # --- reading -------------------------------------------------------------------------------------

    def section(self, unit_id: str, section_id: str) -> SectionWork:
        """All of a person's work on a section."""
        with self._uow() as uow:
            found = uow.annotations.current(unit_id, section_id)
        whys = [one for one in found if one.kind == "why"]
        recalls = [one for one in found if one.kind == "recall"]
        return SectionWork(
            highlights=tuple(one for one in found if one.kind == "highlight"),
            notes=tuple(one for one in found if one.kind == "note"),
            why=max(whys, key=_age, default=None),
            recalls=tuple(sorted(recalls, key=_age, reverse=True)),
        )

    def states(self, unit_id: str) -> dict[str, str]:
        """By section id "read" or "recalled"; a section that is absent was not read."""
        with self._uow() as uow:
            return uow.annotations.section_states(unit_id)

    def find(self, unit_id: str, thread: str) -> Annotation | None:
        """The revision of ``thread`` that counts; None when it is unknown, deleted or of another unit."""
        with self._uow() as uow:
            newest = _newest(uow, thread)
        return None if newest is None or newest.deleted or newest.unit_id != unit_id else newest

    # --- highlights and notes ------------------------------------------------------------------------

    def highlight(self, unit_id: str, section_id: str, anchor: Anchor, colour: Colour = "yellow") -> Edit:
        """Mark words of a section in a colour."""
        return self._add("highlight", unit_id, section_id, anchor=anchor, colour=colour)

    def add_note(
        self, unit_id: str, section_id: str, text: str, anchor: Anchor | None = None, colour: Colour = "yellow"
    ) -> Edit:
        """Keep an own note beside words of a section, or (without ``anchor``) with the whole section."""
        return self._add("note", unit_id, section_id, anchor=anchor, colour=colour, text=_checked(text))

    def change(self, thread: str, *, text: str | None = None, colour: Colour | None = None) -> Edit:
        """Change a note's text or the colour of a note or highlight. KnownError when it was deleted meanwhile."""
        with self._uow() as uow:
            before = _living(uow, thread)
            after = replace(
                before,
                text=before.text if text is None else _checked(text),
                colour=colour or before.colour,
            )
            return self._revise(uow, before, after)

    def delete(self, thread: str) -> Edit:
        """Put a tombstone on an annotation."""
        with self._uow() as uow:
            before = _living(uow, thread)
            return self._revise(uow, before, replace(before, deleted=True))

    def undo(self, edit: Edit) -> Edit:
        """Bring back the revision before ``edit`` as a further one; undoing the result does the edit again."""
        with self._uow() as uow:
            now = _newest(uow, edit.after.thread) or edit.after
            wanted = edit.before or replace(edit.after, deleted=True)
            return self._revise(uow, now, wanted)

    # --- why-prompt and recall -----------------------------------------------------------------------

    def save_why(self, unit_id: str, section_id: str, text: str) -> Changes:
        """Keep the answer to a section's why-prompt; blank takes it away, the same text changes nothing."""
        text = text.strip()
        if len(text) > LONGEST_NOTE:
            raise KnownError(_too_long())
        before = self.section(unit_id, section_id).why
        if text == (before.text if before else ""):
            return Changes(frozenset())
        if before is None:
            return self._add("why", unit_id, section_id, text=text).changes
        with self._uow() as uow:
            return self._revise(uow, before, replace(before, text=text, deleted=not text)).changes

    def save_recall(
        self, unit_id: str, section_id: str, text: str, ticked: Sequence[str], missed: Sequence[str]
    ) -> Changes:
        """Keep what was recalled of a section; it counts as recalled when half of its ideas are ticked."""
        edit = self._add(
            "recall", unit_id, section_id, anchor=recall.record(ticked, missed), text=text.strip()[:LONGEST_NOTE]
        )
        if not recall.enough(len(ticked), len(ticked) + len(missed)):
            return edit.changes
        marked = self._mark(unit_id, section_id, "recalled")
        return Changes(edit.changes.kinds | marked.kinds, edit.changes.ids | marked.ids)

    def mark_read(self, unit_id: str, section_id: str) -> Changes:
        """Keep that a section was read; nothing happens when it was read or recalled before."""
        if section_id in self.states(unit_id):
            return Changes(frozenset())
        return self._mark(unit_id, section_id, "read")

    # --- rows ----------------------------------------------------------------------------------------

    def _add(
        self,
        kind: AnnotationKind,
        unit_id: str,
        section_id: str,
        *,
        anchor: Anchor | None = None,
        colour: Colour = "yellow",
        text: str = "",
    ) -> Edit:
        new_id = self._identity.new_id()
        row = Annotation(
            id=new_id,
            device_id=self._identity.device_id,
            at=self._clock.now(),
            thread=new_id,
            kind=kind,
            unit_id=unit_id,
            section_id=section_id,
            anchor=anchor,
            colour=colour,
            text=text,
        )
        with self._uow() as uow:
            uow.annotations.add(row)
            uow.commit()
        return Edit(_changes(row), row, None)

    def _revise(self, uow: UnitOfWork, before: Annotation, wanted: Annotation) -> Edit:
        row = replace(
            wanted,
            id=self._identity.new_id(),
            device_id=self._identity.device_id,
            at=self._later_than(before.at),
        )
        uow.annotations.add(row)
        uow.commit()
        return Edit(_changes(row), row, before)

    def _later_than(self, before: datetime) -> datetime:
        """Now; but after ``before``, since the newest revision counts and a clock may have been set back."""
        return max(self._clock.now(), before + timedelta(microseconds=1))

    def _mark(self, unit_id: str, section_id: str, state: SectionState) -> Changes:
        mark = SectionMark(
            id=self._identity.new_id(),
            device_id=self._identity.device_id,
            at=self._clock.now(),
            unit_id=unit_id,
            section_id=section_id,
            state=state,
        )
        with self._uow() as uow:
            uow.annotations.add_section_mark(mark)
            uow.commit()
        return Changes.of("sections", ids=(section_id,))


def _age(annotation: Annotation) -> tuple[datetime, str]:
    return annotation.at, annotation.id


def _newest(uow: UnitOfWork, thread: str) -> Annotation | None:
    return max(uow.annotations.thread(thread), key=_age, default=None)


def _living(uow: UnitOfWork, thread: str) -> Annotation:
    newest = _newest(uow, thread)
    if newest is None or newest.deleted:
        raise KnownError("This note is not there any more. It was deleted in another window; nothing was changed.")
    return newest


def _changes(row: Annotation) -> Changes:
    return Changes.of("annotations", ids=(row.section_id, row.thread))


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise KnownError("The note is empty. Write something, or delete it.")
    if len(text) > LONGEST_NOTE:
        raise KnownError(_too_long())
    return text


def _too_long() -> str:
    return f"The note is longer than {LONGEST_NOTE:,} characters. Shorten it, or split it into two."
