"""What comes in again: how each changed question stands here, and which copies were edited here since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tutorapp.domain.content import Question, Unit
from tutorapp.domain.own import OwnBody, OwnItem, kind_of
from tutorapp.formats.report import ImportReport, ReportItem, in_order

if TYPE_CHECKING:
    from tutorapp.formats.reader import Imported
    from tutorapp.services.bank import BankService


@dataclass(frozen=True, slots=True)
class Met:
    """An import beside what is here.

    ``imported``: its report names rows whose copy was edited here ("edited-here"). ``old``: by ``n`` of a changed
    row the question that stands here. ``others``: events and quizzes that come in; ``edited``: those that would
    take the place of one edited here, which a person must allow.
    """

    imported: Imported
    old: dict[int, Question]
    others: tuple[OwnBody, ...] = ()
    edited: tuple[OwnBody, ...] = ()


def meet(bank: BankService, unit: Unit, imported: Imported, others: Iterable[OwnBody] = ()) -> Met:
    """Compare ``imported`` and the ``others`` of its pack with the person's own items. Belongs on the worker."""
    bodies = tuple(others)
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
    report = _marked(imported.report, frozenset(edited))
    kept = tuple(body for body in bodies if not _was_edited(bank, body))
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


def _own_questions(bank: BankService) -> dict[str, OwnItem]:
    return {item.item_id: item for item in bank.items("question", ("active", "archived"))}


def _was_edited(bank: BankService, body: OwnBody) -> bool:
    """Whether another wording stands here that was written here, not brought in."""
    mine = bank.find(kind_of(body), body.id)
    return mine is not None and not mine.origin and mine.body != body
