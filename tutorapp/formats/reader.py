"""The door for every foreign or own quiz file: bytes in, questions and one report out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from tutorapp.domain import checking
from tutorapp.domain.checking import closed_forms, schemes, shape
from tutorapp.domain.content import Manifest, Question, Unit
from tutorapp.domain.errors import KnownError
from tutorapp.formats import (
    aiken,
    anki,
    csv_table,
    gift,
    making,
    moodle_xml,
    pack_questions,
    paste,
    qti1,
    qti2,
)
from tutorapp.formats.detect import FORMATS, Format, detect
from tutorapp.formats.digest import content_digest
from tutorapp.formats.found import Found, FoundFile
from tutorapp.formats.recoding import Clean, recoded_file
from tutorapp.formats.report import NOTICES, ImportReport, Reason, ReportItem, Result, in_order, is_loss

MOST_ITEMS = 20_000
LONGEST_TEXT = 20_000
Progress = Callable[[int, int], None]
"""Is called with how many items were judged and how many there are."""
_TELL_EVERY = 50
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_NO_MANIFEST = Manifest(id="import", title="Import", short_title="Import", version="1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Questions ready for a pack, with the pictures they name (``media/`` name to bytes, and text alternative)."""

    questions: tuple[Question, ...]
    report: ImportReport
    media: Mapping[str, bytes] = field(default_factory=dict)
    alternatives: Mapping[str, str] = field(default_factory=dict)


def read_quiz(
    data: bytes,
    name: str,
    format: str | None = None,  # noqa: A002  # the command line's own word
    known: Mapping[str, str] | None = None,
) -> tuple[tuple[Question, ...], ImportReport]:
    """The questions in ``data`` that come in, and what became of every item; see ``read_whole``."""
    made = read_whole(data, name, format, known)
    return made.questions, made.report


def read_whole(
    data: bytes,
    name: str,
    format: str | None = None,  # noqa: A002  # the command line's own word
    known: Mapping[str, str] | None = None,
    columns: csv_table.Columns | None = None,
    progress: Progress | None = None,
    clean: Clean | None = None,
) -> Imported:
    """Everything in ``data``; never raises for what it holds.

    ``name``: the file's name, for the report. ``format``: one of ``FORMATS``, else it is detected. ``known``: content
    digest (``content_digest``) to id of the questions that are there already: an equal one is a duplicate, another
    content under a known id is "changed". ``columns``: a mapping by hand, for tables. ``progress`` is told now and
    then; what it raises ends the reading and comes through. ``clean`` draws pictures anew before anything is compared.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        chosen = _format(data, name, format)
    except KnownError as error:
        return _nothing(name, sha256, format or "", error.message)
    try:
        found = _read(chosen, data, name, columns)
        if len(found.items) > MOST_ITEMS:
            raise KnownError(f"{name} holds more than {MOST_ITEMS:,} questions. Split it into smaller files.")
        found = recoded_file(found, clean) if clean is not None else found
    except KnownError as error:
        return _nothing(name, sha256, chosen, error.message)
    items = _Judge(found, known or {}).items(progress)
    report = ImportReport(
        source=name,
        sha256=sha256,
        format=chosen,
        dialect=found.dialect,
        encoding=found.encoding + (" (guessed)" if found.guessed else ""),
        items=items,
        signature=found.signature,
    )
    return _imported(found, replace(report, error=_error(report)))


def _imported(found: FoundFile, report: ImportReport) -> Imported:
    """The questions that come in, with those pictures of the file that they show."""
    taken = (item for item in report.items if item.result in {"exact", "loss", "changed"})
    questions = tuple(item.question for item in taken if item.question)
    used = {media for media in found.media if any(media in repr(question) for question in questions)}
    return Imported(
        questions=questions,
        report=report,
        media={media: found.media[media] for media in sorted(used)},
        alternatives={media: found.alternatives.get(media, "") for media in sorted(used)},
    )


def _format(data: bytes, name: str, said: str | None) -> Format:
    if said is None:
        return detect(data, name)
    for known in FORMATS:
        if said == known:
            if not data.strip(b"\x00\t\n\r "):
                raise KnownError(f"{name} is empty.")
            return known
    raise KnownError(f"“{said}” is no format that is read here. Choose one of {', '.join(FORMATS)}.")


def _read(chosen: Format, data: bytes, name: str, columns: csv_table.Columns | None) -> FoundFile:
    if chosen == "csv":
        return csv_table.read(data, columns)
    if chosen == "apkg":
        from tutorapp.formats import anki_apkg  # sqlite3 is loaded only for a file that needs it

        return anki_apkg.read(data, name)
    return _READERS[chosen](data, name)


_READERS: dict[str, Callable[[bytes, str], FoundFile]] = {
    "pack": pack_questions.read,
    "paste": lambda data, _name: paste.read(data),
    "moodle_xml": lambda data, _name: moodle_xml.read(data),
    "gift": lambda data, _name: gift.read(data),
    "aiken": lambda data, _name: aiken.read(data),
    "qti1": qti1.read,
    "qti2": qti2.read,
    "anki": lambda data, _name: anki.read(data),
}


def _nothing(name: str, sha256: str, chosen: str, error: str) -> Imported:
    return Imported(questions=(), report=ImportReport(source=name, sha256=sha256, format=chosen, error=error))


def _error(report: ImportReport) -> str | None:
    """Nothing that came in is never a success."""
    if report.came_in:
        return None
    if not report.items:
        return f"No question was found in {report.source}. Check that it is the file you meant, and its format."
    totals = report.totals
    if totals["duplicate"] == totals["found"]:
        return "Nothing came in: every question of the file is here already."
    return f"Nothing came in: of {totals['found']} found, {totals['skipped']} cannot be used as they are."


class _Judge:
    """Gives ids, finds duplicates, and keeps out what no pack may hold."""

    def __init__(self, found: FoundFile, known: Mapping[str, str]) -> None:
        self._found = found
        self._known = known
        self._known_ids = set(known.values())
        self._twins: dict[str, str] = {}  # to the id that the first of them has here
        self._ids: set[str] = set()

    def items(self, progress: Progress | None = None) -> tuple[ReportItem, ...]:
        """A row for every item of the file, in order."""
        rows = []
        for n, item in enumerate(self._found.items, 1):
            if progress is not None and n % _TELL_EVERY == 1:
                progress(n - 1, len(self._found.items))
            rows.append(self._row(n, item))
        unsound = _unsound([row.question for row in rows if row.question is not None and row.result != "duplicate"])
        return tuple(self._kept_out(row, unsound) for row in rows)

    def _row(self, n: int, item: Found) -> ReportItem:
        question, reasons = item.question, set(item.reasons)
        if question is not None and _too_long(question):
            question, reasons = None, {"text-too-long"}
        if question is None:
            kind = item.type or (item.question.type if item.question else "")
            title = item.title or (making.label(item.question) if item.question else "")
            return ReportItem(n=n, line=item.line, title=title, type=kind, result="skipped", reasons=in_order(reasons))
        if self._found.guessed and _NOT_ASCII.search(repr(question)):
            reasons.add("encoding-guessed")
        digest = content_digest(question)
        result: Result = "loss" if is_loss(reasons) else "exact"
        # One that lost something on the way may only look like another of the same file.
        twin = digest + " ".join(sorted(set(reasons) - NOTICES))
        if digest in self._known or twin in self._twins:
            result = "duplicate"
            reasons |= {"counted-once"} if twin in self._twins else set()
            wanted = self._known.get(digest) or self._twins.get(twin) or question.id or "duplicate"
            question = replace(question, id=wanted)
        else:
            question = replace(question, id=self._id(item.key, digest))
            if question.id in self._known_ids:
                result = "changed"
        self._twins.setdefault(twin, question.id)
        return replace(_reported(n, item.line, question, result, reasons), key=item.key)

    def _id(self, key: str, digest: str) -> str:
        """The source's own id where it is one of ours, else one made from it or from the content: never by chance."""
        if _ID.fullmatch(key):
            wanted = key
        elif key:
            wanted = "q-" + hashlib.sha256(key.encode(errors="replace")).hexdigest()[:16]
        else:
            wanted = "q-" + digest[:16]
        made, number = wanted, 2
        while made in self._ids:
            made, number = f"{wanted[:58]}-{number}", number + 1
        self._ids.add(made)
        return made

    def _kept_out(self, row: ReportItem, unsound: Mapping[str, set[Reason]]) -> ReportItem:
        reasons = unsound.get(row.question.id) if row.question is not None and row.result != "duplicate" else None
        if reasons is None or row.question is None:
            return row
        if reasons == {"identical-options"}:
            return replace(row, reasons=in_order({*row.reasons, *reasons}))
        return replace(row, result="skipped", reasons=in_order({*row.reasons, *reasons}), question=None)


def _reported(n: int, line: int | None, question: Question, result: Result, reasons: set[Reason]) -> ReportItem:
    return ReportItem(
        n=n,
        line=line,
        title=making.label(question),
        type=question.type,
        result=result,
        reasons=in_order(reasons),
        marks=question.marks,
        question=question,
    )


def _too_long(question: Question) -> bool:
    """Whether a text would make laying it out slow (``field/teacher.md``, section 4)."""
    texts = (
        question.text,
        question.explanation,
        *(text for choice in question.choices for text in (choice.text, choice.feedback)),
        *(text for pair in question.pairs for text in (pair.left, pair.right)),
        *question.order,
        *(point.text for point in (*question.points, *question.indicative)),
        *(source.text for source in question.sources),
    )
    return any(len(text) > LONGEST_TEXT for text in texts)


def _unsound(questions: list[Question]) -> dict[str, set[Reason]]:
    """By id why a question would be refused in a pack; the pack's own rules decide."""
    unit = Unit(manifest=_NO_MANIFEST, questions=tuple(questions))
    found: dict[str, set[Reason]] = {}
    for rule in (closed_forms, schemes, shape):
        for finding in rule.check(unit)[0]:
            if finding.kind == "question" and finding.severity == "error" and (reason := _reason(finding)):
                found.setdefault(finding.id, set()).add(reason)
    return found


def _reason(finding: checking.Finding) -> Reason | None:
    """The closed list's word for a broken rule; None for an essay that only waits for its levels."""
    if finding.message.endswith("levels to be marked by") or finding.field == "points":
        return None
    if " stands " in finding.message and finding.field.split("[")[0] in {"choices", "pairs", "order", "gaps"}:
        return "identical-options"
    if "characters" in finding.message:
        return "text-too-long"
    if finding.field == "text" and finding.message == "is empty":
        return "empty-text"
    if finding.field in {"choices", "pairs", "order", "gaps"}:
        return "no-options"
    return "unreadable"
