"""The one report of every import and export: a row per item, reasons from a closed list, sums that add up."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec

from tutorapp.domain.content import Question
from tutorapp.formats.pack_write import plain

if TYPE_CHECKING:
    from tutorapp.formats.signature import Signature

Result = Literal["exact", "loss", "skipped", "duplicate", "changed"]
RESULTS: tuple[Result, ...] = get_args(Result)

Reason = Literal[
    "media-missing",
    "media-type",
    "html-removed",
    "links-lost",
    "sources-flattened",
    "type-changed",
    "unsupported-type",
    "weights-changed",
    "marks-changed",
    "negative-marks",
    "tolerance",
    "wildcard-case",
    "unit-lost",
    "feedback-lost",
    "mark-scheme-lost",
    "mark-scheme-flattened",
    "needs-mark-scheme",
    "levels-lost",
    "caps-lost",
    "shuffle-lost",
    "time-lost",
    "tags-lost",
    "details-lost",
    "title-lost",
    "hidden-item",
    "adaptive",
    "encoding-guessed",
    "identical-options",
    "no-correct-answer",
    "no-options",
    "empty-text",
    "text-too-long",
    "unreadable",
    "file-damaged",
    "reference-without-file",
    "counted-once",
    "edited-here",
]
REASONS: tuple[Reason, ...] = get_args(Reason)

NOTICES: frozenset[Reason] = frozenset(
    {"needs-mark-scheme", "hidden-item", "encoding-guessed", "identical-options", "edited-here"}
)
"""Reasons that tell the teacher something, yet nothing of the item was lost."""

IN_WORDS: dict[Reason, str] = {
    "media-missing": "a picture or sound is not in the file",
    "media-type": "a picture or sound of a kind that is not let in was left out",
    "html-removed": "formatting that is not kept here was removed; the words stay",
    "links-lost": "links to notes, terms or events are written as plain words",
    "sources-flattened": "the source became part of the question's text",
    "type-changed": "it became a question of another type",
    "unsupported-type": "this type of question cannot be kept",
    "weights-changed": "part marks for single answers are counted in another way",
    "marks-changed": "the number of marks is not kept exactly",
    "negative-marks": "marks below zero are not kept",
    "tolerance": "the range or tolerance of the number is not kept exactly",
    "wildcard-case": "a wildcard or upper/lower-case rule is kept as words only; a person marks it",
    "unit-lost": "the unit of the number is not kept",
    "feedback-lost": "feedback to some answers is not kept",
    "mark-scheme-lost": "the mark scheme is not kept",
    "mark-scheme-flattened": "the mark scheme is kept as text only",
    "needs-mark-scheme": "it needs a mark scheme before it can be marked",
    "levels-lost": "the levels of response are not kept",
    "caps-lost": "caps on marks are not kept",
    "shuffle-lost": "the order of answers (fixed or shuffled) is not kept",
    "time-lost": "the minutes allowed are not kept",
    "tags-lost": "tags are not kept",
    "details-lost": "difficulty, period, style or specification points are not kept",
    "title-lost": "the title is not kept",
    "hidden-item": "it was hidden in the other program",
    "adaptive": "its answers depend on each other (adaptive), which cannot be kept",
    "encoding-guessed": "the file does not say how its letters are coded: check accents and dashes",
    "identical-options": "two options or answers are the same",
    "no-correct-answer": "no right answer is marked",
    "no-options": "it has too few answers to be a question",
    "empty-text": "there is no question text",
    "text-too-long": "a text is too long, or runs on without a space",
    "unreadable": "it does not follow the rules of its format",
    "file-damaged": "the file is damaged here",
    "reference-without-file": "it points to a file that is not there",
    "counted-once": "it stands in the file more than once and is counted once",
    "edited-here": "the copy here was changed by hand; it stays unless you choose to replace it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportItem:
    """One row. ``n`` and ``line`` count from 1 (``line`` None where the format has none); ``title`` is plain.

    ``type`` is one of ours, else the source's own word. ``question`` is what came of the item, None when skipped; its
    id is the one it has here, ``key`` the one it has in the file ("" for none).
    """

    n: int
    line: int | None
    title: str
    type: str
    result: Result
    reasons: tuple[Reason, ...] = ()
    marks: int = 0
    question: Question | None = None
    key: str = ""

    def as_dict(self, *, full: bool = False) -> dict[str, Any]:
        """The row as JSON; with ``full`` also the question in the pack's own form."""
        told: dict[str, Any] = {
            "n": self.n,
            "line": self.line,
            "title": self.title,
            "type": self.type,
            "result": self.result,
            "reasons": list(self.reasons),
            "marks": self.marks,
        }
        if full:
            told["question"] = None if self.question is None else plain(self.question)
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of every item of a file. ``source`` is a file name, ``sha256`` that of its bytes.

    ``error`` is a sentence when nothing came in (or went out), else None; nothing at all is never a success.
    ``signature``: who signed a pack, None for any other file. ``others``: how many quizzes and events come with the
    questions, or alone.
    """

    source: str
    sha256: str
    format: str
    dialect: str = ""
    encoding: str = ""
    items: tuple[ReportItem, ...] = ()
    error: str | None = None
    signature: Signature | None = None
    others: int = 0

    @property
    def totals(self) -> dict[str, int]:
        """How many items were found and what became of them; the results add up to "found"."""
        counted = Counter(item.result for item in self.items)
        return {"found": len(self.items), **{result: counted[result] for result in RESULTS}}

    @property
    def came_in(self) -> int:
        """Items that can be used: exact, with loss, or changed since they were last brought in."""
        return sum(item.result in ("exact", "loss", "changed") for item in self.items)

    def as_dict(self, *, full: bool = False) -> dict[str, Any]:
        """The report as JSON."""
        others = {"others": self.others} if self.others else {}
        signed = {} if self.signature is None else {"signature": self.signature.as_dict()}
        return {
            "source": self.source,
            "sha256": self.sha256,
            "format": self.format,
            "dialect": self.dialect,
            "encoding": self.encoding,
            "items": [item.as_dict(full=full) for item in self.items],
            "totals": self.totals,
            "error": self.error,
            **signed,
            **others,
        }

    def as_json(self) -> str:
        """``as_dict`` in JSON, to keep; made row by row, for thousands in one go would hold up the window."""
        rows = ", ".join(json.dumps(item.as_dict(), ensure_ascii=False) for item in self.items)
        rest = json.dumps({**replace(self, items=()).as_dict(), "totals": self.totals}, ensure_ascii=False)
        return rest.replace('"items": []', f'"items": [{rows}]', 1)

    def lines(self) -> list[str]:
        """The report for people: a row per item, its reasons in words, then the sums."""
        head = ", ".join(part for part in (self.format, self.dialect, self.encoding) if part)
        told = [f"{self.source} ({head})" if head else self.source]
        told += [self.signature.words()] if self.signature is not None else []
        for item in self.items:
            place = f" (line {item.line})" if item.line else ""
            told.append(f"{item.n:>4}. {_RESULT_WORDS[item.result]}: {item.title or item.type}{place}")
            told += [f"      - {IN_WORDS[reason]}" for reason in item.reasons]
        totals = self.totals
        told.append(
            f"{totals['found']} found: {totals['exact']} exact, {totals['loss']} with loss, "
            f"{totals['changed']} changed, {totals['duplicate']} duplicate, {totals['skipped']} skipped."
        )
        told += [f"Quizzes and events that come with it: {self.others}."] if self.others else []
        return [*told, self.error] if self.error else told


ExportReport = ImportReport
"""The same rows for what is written: ``source`` is the new file, ``loss`` names what the format cannot hold."""

_RESULT_WORDS: dict[Result, str] = {
    "exact": "exact",
    "loss": "with loss",
    "skipped": "skipped",
    "duplicate": "duplicate",
    "changed": "changed",
}


class _Signed(msgspec.Struct):
    key: str = ""
    genuine: bool = False


class _Totals(msgspec.Struct):
    totals: dict[str, int] = {}
    signature: _Signed | None = None


def totals_of(report: str) -> dict[str, int]:
    """The totals of a kept report (``as_dict`` as JSON) of thousands of rows, in a moment; {} of no report."""
    try:
        return msgspec.json.decode(report, type=_Totals).totals
    except msgspec.DecodeError:
        return {}


def signed_by(report: str) -> str:
    """The key that a kept report's file was signed with, in hexadecimal; "" where it was not, or not genuinely."""
    try:
        signed = msgspec.json.decode(report, type=_Totals).signature
    except msgspec.DecodeError:
        return ""
    return signed.key if signed is not None and signed.genuine else ""


def in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """``reasons`` once each, in the list's own order."""
    given = set(reasons)
    return tuple(reason for reason in REASONS if reason in given)


def is_loss(reasons: Iterable[Reason]) -> bool:
    """Whether any of ``reasons`` means that something was lost."""
    return any(reason not in NOTICES for reason in reasons)
