"""What comes in again: how each changed question stands here, and which copies were edited here since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tutorapp.domain.content import Event, Question, Unit
from tutorapp.domain.own import OwnBody, OwnItem, kind_of
from tutorapp.domain.quiz import Entry, Quiz
from tutorapp.formats.report import ImportReport, ReportItem, in_order, signed_by

if TYPE_CHECKING:
    from tutorapp.formats.reader import Imported
    from tutorapp.services.bank import BankService


@dataclass(frozen=True, slots=True)
class Met:
    """An import beside what is here.

    ``imported``: its report names rows whose copy was edited here ("edited-here"). ``old``: by ``n`` of a changed
    row the question that stands here. ``others``: events and quizzes that come in, also where no question does;
    ``edited``: those that would take the place of one edited here, which a person must allow.
    """

    imported: Imported
    old: dict[int, Question]
    others: tuple[OwnBody, ...] = ()
    edited: tuple[OwnBody, ...] = ()


def meet(bank: BankService, unit: Unit, imported: Imported, others: Iterable[OwnBody] = ()) -> Met:
    """Compare ``imported`` and the ``others`` of its pack with the person's own items. Belongs on the worker."""
    bodies = tuple(body for body in _led_to(others, imported.report, unit) if not _is_here(bank, unit, body))
    rows = [item for item in imported.report.items if item.result == "changed" and item.question is not None]
    here = _own_questions(bank) if rows else {}
    told = {question.id: question for question in unit.questions} if rows else {}
    old: dict[int, Question] = {}
    edited: set[int] = set()
    for row in rows:
        assert row.question is not None
        wanted = row.question.id
        mine = here.get(f"{wanted[:58]}-own" if wanted in told else wanted)
        if mine is not None and isinstance(mine.body, Question):
            old[row.n] = mine.body
            edited |= {row.n} if not mine.origin else set()
        elif wanted in told:
            old[row.n] = told[wanted]
    report = _compared(_marked(imported.report, frozenset(edited)), bank)
    kept = tuple(body for body in bodies if not _was_edited(bank, body))
    report = replace(report, others=len(kept), error=None if kept else report.error)
    return Met(replace(imported, report=report), old, kept, tuple(body for body in bodies if body not in kept))


def without_edited(report: ImportReport) -> ImportReport:
    """``report`` as it is without a person to ask: a copy edited here stays, and the row says so."""
    items = tuple(
        replace(item, result="skipped", question=None) if "edited-here" in item.reasons else item
        for item in report.items
    )
    return replace(report, items=items)


def _marked(report: ImportReport, edited: frozenset[int]) -> ImportReport:
    def row(item: ReportItem) -> ReportItem:
        return replace(item, reasons=in_order({*item.reasons, "edited-here"})) if item.n in edited else item

    return replace(report, items=tuple(map(row, report.items))) if edited else report


def _compared(report: ImportReport, bank: BankService) -> ImportReport:
    """``report`` whose signature says whether a file signed with the same key was brought in before."""
    signature = report.signature
    if signature is None or not signature.is_genuine:
        return report
    known = any(signed_by(record.report) == signature.key for record in bank.imports())
    return replace(report, signature=replace(signature, known=known))


def _own_questions(bank: BankService) -> dict[str, OwnItem]:
    return {item.item_id: item for item in bank.items("question", ("active", "archived"))}


def _is_here(bank: BankService, unit: Unit, body: OwnBody) -> bool:
    """Whether the very same quiz or event is here already, or is the unit's own."""
    if isinstance(body, Event) and any(event.id == body.id for event in unit.events):
        return True
    mine = bank.find(kind_of(body), body.id)
    return mine is not None and mine.body == body and mine.state == "active"


def _led_to(others: Iterable[OwnBody], report: ImportReport, unit: Unit) -> Iterator[OwnBody]:
    """``others``, with quizzes that name the questions by the ids they have here, where the file has other ones."""
    told = {question.id for question in unit.questions}
    ids: dict[str, str] = {}
    for row in report.items:
        if row.key and row.question is not None:
            here = row.question.id
            ids[row.key] = f"{here[:58]}-own" if here in told and row.result != "duplicate" else here
    renamed = {key: here for key, here in ids.items() if key != here}
    for body in others:
        yield _renamed(body, renamed) if renamed and isinstance(body, Quiz) else body


def _renamed(quiz: Quiz, ids: Mapping[str, str]) -> Quiz:
    def entry(one: Entry) -> Entry:
        if one.pick is not None:
            left_out = tuple(ids.get(key, key) for key in one.pick.left_out)
            return replace(one, pick=replace(one.pick, left_out=left_out))
        return replace(one, question=ids.get(one.question, one.question))

    sections = (replace(section, entries=tuple(map(entry, section.entries))) for section in quiz.sections)
    return replace(quiz, sections=tuple(sections))


def _was_edited(bank: BankService, body: OwnBody) -> bool:
    """Whether another wording stands here that was written here, not brought in."""
    mine = bank.find(kind_of(body), body.id)
    return mine is not None and not mine.origin and mine.body != body
