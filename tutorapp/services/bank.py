"""The bank of own questions, events and quizzes: the one way in for each change, every one of them undoable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tutorapp.domain.changes import Changes, Touched
from tutorapp.domain.content import Question, Unit
from tutorapp.domain.errors import KnownError
from tutorapp.domain.own import (
    ImportRecord,
    OwnBody,
    OwnItem,
    OwnKind,
    OwnPicture,
    OwnState,
    joined,
    kind_of,
)
from tutorapp.domain.quiz import Quiz
from tutorapp.services.ports import Clock, Identity, OwnStore, UnitOfWorkFactory

if TYPE_CHECKING:  # reading foreign files is another command
    from tutorapp.formats.reader import Imported


@dataclass(frozen=True, slots=True)
class OwnEdit:
    """A change of one or more items: the revisions that count now and, in the same order, those before (None: new)."""

    changes: Changes
    after: tuple[OwnItem, ...]
    before: tuple[OwnItem | None, ...]


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """An import as it was stored; ``edit`` takes it back through ``BankService.undo_import``."""

    record: ImportRecord
    edit: OwnEdit


class BankService:
    """A person's own items. Every call opens its own unit of work, so it belongs on the database's worker."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        identity: Identity,
        clock: Clock,
        before_import: Callable[[], object] = lambda: None,
    ) -> None:
        """``before_import`` is called before anything is brought in: a backup is made then."""
        self._uow = uow_factory
        self._before_import = before_import
        self._identity = identity
        self._clock = clock
        self._ready: dict[str, bool] = {}  # by the id of a revision, which never changes

    # --- reading -------------------------------------------------------------------------------------

    def items(self, kind: OwnKind, states: Sequence[OwnState] = ("active",)) -> tuple[OwnItem, ...]:
        """The newest revision of each item of ``kind`` in one of ``states``, in the order they were begun."""
        with self._uow() as uow:
            return uow.own.current(kind, states)

    def find(self, kind: OwnKind, item_id: str) -> OwnItem | None:
        """The revision that counts; None when there is none or it was deleted."""
        with self._uow() as uow:
            found = uow.own.find(kind, item_id)
        return None if found is None or found.state == "deleted" else found

    def revisions(self, kind: OwnKind, item_id: str) -> tuple[OwnItem, ...]:
        """Every version of an item, oldest first."""
        with self._uow() as uow:
            return uow.own.revisions(kind, item_id)

    def joined(self, unit: Unit) -> Unit:
        """``unit`` with the active own questions, events and picture names; the same object when there are none."""
        with self._uow() as uow:
            items = (*uow.own.current("question", ("active",)), *uow.own.current("event", ("active",)))
            pictures = uow.own.alternatives() if items else {}
        return joined(unit, (item for item in items if self._can_be_asked(item)), pictures)

    def _can_be_asked(self, item: OwnItem) -> bool:
        """Whether nothing is wrong with an own question; what needs attention is kept, but no pupil is asked it."""
        if not isinstance(item.body, Question):
            return True
        if item.id not in self._ready:
            from tutorapp.domain.bank.checks import is_ready  # only a person with own questions needs the rules

            self._ready[item.id] = is_ready(item.body)
        return self._ready[item.id]

    def alternatives(self) -> dict[str, str]:
        """By name of own picture what it shows, in words."""
        with self._uow() as uow:
            return uow.own.alternatives()

    def add_pictures(self, pictures: Iterable[OwnPicture]) -> None:
        """Keep pictures; one that is there already takes the new words, if any."""
        with self._uow() as uow:
            uow.own.add_pictures(pictures)
            uow.commit()

    def picture(self, name: str) -> bytes | None:
        """The bytes of an own picture; None when there is none of that name."""
        with self._uow() as uow:
            found = uow.own.picture(name)
        return None if found is None else found.data

    def used_in(self, question_id: str) -> tuple[Quiz, ...]:
        """The quizzes that name the question."""
        quizzes = (item.body for item in self.items("quiz", ("active", "archived")))
        return tuple(
            quiz
            for quiz in quizzes
            if isinstance(quiz, Quiz)
            and any(entry.question == question_id for section in quiz.sections for entry in section.entries)
        )

    # --- changing ------------------------------------------------------------------------------------

    def new_id(self, kind: OwnKind) -> str:
        """An id for a new item: one that no other computer makes."""
        return f"{kind[0]}-{self._identity.new_id()}"

    def save(self, bodies: OwnBody | Iterable[OwnBody]) -> OwnEdit:
        """Keep ``bodies`` under their own ids: each a new item, or the next version of the one that is there.

        What is already as it should be gets no further version; a deleted or archived item comes back.
        """
        wanted = list(bodies) if isinstance(bodies, Iterable) else [bodies]
        with self._uow() as uow:
            edit = self._save(uow.own, wanted, "")
            uow.commit()
        return edit

    def set_state(self, kind: OwnKind, item_ids: Sequence[str], state: OwnState) -> OwnEdit:
        """Archive, delete or bring back items, all or none. KnownError when one is not there."""
        with self._uow() as uow:
            before = [uow.own.find(kind, item_id) for item_id in item_ids]
            if any(one is None for one in before):
                raise KnownError("That is not in your bank any more. Look at the list again.")
            pairs = [(one, replace(one, state=state)) for one in before if one is not None and one.state != state]
            edit = self._write(uow.own, pairs)
            uow.commit()
        return edit

    def undo(self, edit: OwnEdit) -> OwnEdit:
        """Bring back what was there before ``edit``, as further versions; undoing the result does the edit again."""
        with self._uow() as uow:
            pairs = []
            for after, before in zip(edit.after, edit.before, strict=True):
                now = uow.own.find(after.kind, after.item_id) or after
                pairs.append((now, before or replace(after, state="deleted")))
            undone = self._write(uow.own, pairs)
            uow.commit()
        return undone

    # --- bringing in ---------------------------------------------------------------------------------

    def known(self, unit: Unit) -> dict[str, str]:
        """By content digest the id of every question there is, for ``formats.reader.read_whole``."""
        from tutorapp.formats.digest import content_digest

        own = {item.item_id: item.body for item in self.items("question", ("active", "archived"))}
        questions = (*unit.questions, *(body for body in own.values() if isinstance(body, Question)))
        return {content_digest(question): question.id for question in questions}

    def bring_in(
        self,
        imported: Imported,
        unit: Unit,
        chosen: frozenset[int] | None = None,
        others: Iterable[OwnBody] = (),
    ) -> BroughtIn:
        """Store what ``imported`` read: all of it, or the rows of the report whose ``n`` is in ``chosen``.

        One transaction: the questions, ``others`` (events and quizzes of a pack), the pictures and the report.
        A question whose id is one of ``unit``'s own comes in under another one. KnownError when nothing is left.
        """
        questions = [
            item.question
            for item in imported.report.items
            if item.question is not None
            and item.result in ("exact", "loss", "changed")
            and (chosen is None or item.n in chosen)
        ]
        told = {("event", event.id) for event in unit.events}
        bodies: list[OwnBody] = [
            *_free_of(unit, questions),
            *(other for other in others if (kind_of(other), other.id) not in told),
        ]
        if not bodies:
            raise KnownError(imported.report.error or "Nothing is chosen. Tick at least one question to bring in.")
        record = ImportRecord(
            id=self._identity.new_id(),
            device_id=self._identity.device_id,
            at=self._clock.now(),
            source=imported.report.source,
            sha256=imported.report.sha256,
            format=imported.report.format,
            report=imported.report.as_json(),
        )
        self._before_import()
        with self._uow() as uow:
            uow.own.add_import(record)
            uow.own.add_pictures(_pictures(imported.media, imported.alternatives))
            edit = self._save(uow.own, bodies, record.id)
            uow.commit()
        return BroughtIn(record, edit)

    def imports(self) -> tuple[ImportRecord, ...]:
        """What was brought in and not taken back, newest first."""
        with self._uow() as uow:
            records = uow.own.imports()
        undone = {record.undoes for record in records}
        return tuple(record for record in records if not record.undoes and record.id not in undone)

    def undo_import(self, import_id: str) -> OwnEdit:
        """Take an import back: each of its items is as it was before. KnownError when that was done already.

        What was changed by hand since then is left as it is: somebody's later work is not an import's to undo.
        """
        with self._uow() as uow:
            record = next((one for one in uow.own.imports() if one.id == import_id), None)
            if record is None or any(one.undoes == import_id for one in uow.own.imports()):
                raise KnownError("That import was taken back already.")
            pairs = []
            for item in uow.own.of_import(import_id):
                revisions = uow.own.revisions(item.kind, item.item_id)
                if revisions[-1].id == item.id:
                    before = revisions[-2] if len(revisions) > 1 else replace(item, state="deleted")
                    pairs.append((item, before))
            edit = self._write(uow.own, pairs)
            uow.own.add_import(
                replace(
                    record,
                    id=self._identity.new_id(),
                    device_id=self._identity.device_id,
                    at=self._clock.now(),
                    report="",
                    undoes=import_id,
                )
            )
            uow.commit()
        return edit

    # --- rows ----------------------------------------------------------------------------------------

    def _save(self, own: OwnStore, bodies: Sequence[OwnBody], origin: str) -> OwnEdit:
        pairs: list[tuple[OwnItem | None, OwnItem]] = []
        there = {
            (kind, item.item_id): item
            for kind in dict.fromkeys(kind_of(body) for body in bodies)
            for item in own.current(kind, ("active", "archived", "deleted"))
        }
        for body in bodies:
            kind = kind_of(body)
            now = there.get((kind, body.id))
            if now is not None and now.body == body and now.state == "active":
                continue
            pairs.append(
                (
                    now,
                    OwnItem(
                        id="",
                        device_id="",
                        at=self._clock.now(),
                        kind=kind,
                        item_id=body.id,
                        version=0,
                        body=body,
                        origin=origin,
                    ),
                )
            )
        return self._write(own, pairs)

    def _write(self, own: OwnStore, pairs: Sequence[tuple[OwnItem | None, OwnItem]]) -> OwnEdit:
        """Add ``wanted`` of each (now, wanted) as the newest revision of its item."""
        rows = tuple(
            replace(
                wanted,
                id=self._identity.new_id(),
                device_id=self._identity.device_id,
                at=self._later_than(now.at if now else None),
                version=now.version + 1 if now else 1,
            )
            for now, wanted in pairs
        )
        own.add(rows)
        return OwnEdit(_changes(rows), rows, tuple(now for now, _ in pairs))

    def _later_than(self, before: datetime | None) -> datetime:
        """Now; but after ``before``, since the newest revision counts and a clock may have been set back."""
        now = self._clock.now()
        return now if before is None else max(now, before + timedelta(microseconds=1))


def _changes(rows: Iterable[OwnItem]) -> Changes:
    kinds: set[Touched] = set()
    ids = set()
    for row in rows:
        kinds.add("quizzes" if row.kind == "quiz" else "own")
        ids.add(row.item_id)
    return Changes(frozenset(kinds), frozenset(ids))


def _free_of(unit: Unit, questions: Sequence[Question]) -> list[Question]:
    """``questions`` with ids that are none of ``unit``'s."""
    taken = {question.id for question in unit.questions}
    return [
        replace(question, id=f"{question.id[:58]}-own") if question.id in taken else question for question in questions
    ]


def _pictures(media: Mapping[str, bytes], alternatives: Mapping[str, str]) -> list[OwnPicture]:
    return [OwnPicture(name=name, data=data, alternative=alternatives.get(name, "")) for name, data in media.items()]
