"""Writing tables: CSV that no spreadsheet can be made to run, and Anki's text file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

from tutorapp.domain.content import Question
from tutorapp.formats import html_text, literal, making, writing
from tutorapp.formats.csv_table import ARROW
from tutorapp.formats.report import Reason
from tutorapp.formats.writing import Written

Media = Mapping[str, bytes]
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_LISTED = re.compile(r"[;,|]")
_MOST_OPTIONS = 20


def guard(cell: str) -> str:
    """``cell`` with an apostrophe before it where a spreadsheet would run it as a formula; plain numbers stay."""
    return f"'{cell}" if _RISKY.match(cell) and not _NUMBER.fullmatch(cell) else cell


def write_csv(questions: tuple[Question, ...], _title: str, _media: Media) -> tuple[bytes, list[Written]]:
    """A table with our own header; one row a question."""
    rows = [_csv(question) for question in questions]
    wide = max([len(row.options) for row in rows] + [4])
    stream = io.StringIO()
    out = csv.writer(stream, lineterminator="\r\n")
    head = ["id", "type", "title", "question", *(f"answer{at + 1}" for at in range(wide))]
    out.writerow([*head, "correct", "tolerance", "marks", "minutes", "explanation", "tags", "spec"])
    for row in rows:
        if row.kept:
            options = [*row.options, *[""] * (wide - len(row.options))]
            out.writerow([*row.head, *(guard(option) for option in options), *row.tail])
    written = [Written(row.question, "" if row.kept else None, frozenset(row.reasons)) for row in rows]
    return stream.getvalue().encode(), written


class _Row:
    def __init__(self, question: Question) -> None:
        self.question = question
        self.reasons: set[Reason] = set()
        self.kept = True
        self.options: list[str] = []
        self.head: list[str] = []
        self.tail: list[str] = []


def _csv(question: Question) -> _Row:
    row = _Row(question)
    ready, reasons = writing.prepare(question)
    if ready.type == "gap_fill":
        if len(ready.gaps) != 1:
            row.kept, row.reasons = False, {"unsupported-type"}
            return row
        reasons.add("type-changed")
        ready = writing.as_short(ready)
    kind, correct, tolerance = _answers(ready, row, reasons)
    if len(row.options) > _MOST_OPTIONS:
        row.kept, row.reasons = False, {"unsupported-type"}
        return row
    reasons |= writing.flattened(ready.text, ready.explanation) | writing.option_feedback(ready.choices)
    reasons |= {"media-missing"} if writing.pictures_in(ready) else set()
    if ready.style or ready.period or ready.difficulty != 2:
        reasons.add("details-lost")
    if any(_LISTED.search(word) or word != word.strip() for word in (*ready.tags, *ready.spec)):
        reasons.add("tags-lost")
    if not ready.shuffle:
        reasons.add("shuffle-lost")
    minutes = "" if ready.minutes is None else writing.figure(ready.minutes)
    row.head = [guard(cell) for cell in (ready.id, kind, literal.bare(ready.title), writing.words(ready.text))]
    explanation = guard(writing.words(ready.explanation))
    marks = "" if kind == "text" else str(ready.marks)
    row.tail = [
        guard(correct),
        tolerance,
        marks,
        minutes,
        explanation,
        guard(";".join(ready.tags)),
        guard(";".join(ready.spec)),
    ]
    row.reasons = reasons
    return row


def _answers(ready: Question, row: _Row, reasons: set[Reason]) -> tuple[str, str, str]:
    """(type, right answer, tolerance); options go into ``row``."""
    match ready.type:
        case "multiple_choice" | "multiple_response":
            row.options = [writing.words(choice.text) for choice in ready.choices]
            reasons |= writing.flattened(*(choice.text for choice in ready.choices))
            reasons |= {"html-removed"} if any("\n" in option for option in row.options) else set()
            return ready.type, ",".join(str(at) for at, choice in enumerate(ready.choices, 1) if choice.correct), ""
        case "true_false":
            reasons |= {"mark-scheme-lost"} if ready.points else set()
            return ready.type, str(ready.true).lower(), ""
        case "numeric" if ready.numeric is not None:
            reasons |= {"unit-lost"} if ready.numeric.unit else set()
            return ready.type, writing.figure(ready.numeric.value), writing.figure(ready.numeric.tolerance)
        case "date" if ready.date is not None:
            reasons |= {"tolerance"} if ready.date.near_days else set()
            reasons |= {"links-lost"} if ready.date.event else set()
            return ready.type, ready.date.when, ""
        case "ordering":
            row.options = [writing.words(step) for step in ready.order]
            reasons |= writing.flattened(*ready.order)
            return ready.type, "", ""
        case "matching":
            row.options = [f"{writing.words(pair.left)}{ARROW}{writing.words(pair.right)}" for pair in ready.pairs]
            reasons |= writing.flattened(*(text for pair in ready.pairs for text in (pair.left, pair.right)))
            reasons |= {"html-removed"} if any(option.count(ARROW.strip()) > 1 for option in row.options) else set()
            return ready.type, "", ""
        case "text":
            return ready.type, "", ""
        case "short_answer" if answers := writing.machine_answers(ready):
            if any(re.search(r"[|;]", answer) for answer in answers):
                reasons.add("mark-scheme-flattened")
            return ready.type, " | ".join(answers), ""
        case _:
            reasons |= writing.scheme_losses(ready) | (set() if ready.type == "essay" else {"type-changed"})
            return "essay", "", ""


def write_anki(questions: tuple[Question, ...], _title: str, _media: Media) -> tuple[bytes, list[Written]]:
    """Anki's text file: front and back, or a cloze; essays and pages are left out and listed."""
    rows = [_anki(question) for question in questions]
    head = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#tags column:5\n"
    return (head + "".join(f"{row.text}\n" for row in rows if row.text is not None)).encode(), rows


def _anki(question: Question) -> Written:
    ready, reasons = writing.prepare(question)
    if ready.type in {"essay", "text"}:
        return Written(question, None, frozenset({"unsupported-type"}))
    reasons |= writing.bare_losses(ready) - {"tags-lost"}
    reasons |= {"media-missing"} if writing.pictures_in(ready) else set()
    reasons |= {"tags-lost"} if any(re.search(r"[\s,]", tag) for tag in ready.tags) else set()
    kind, front, back = _card(ready, reasons)
    cells = [ready.id, kind, front, back, " ".join(re.sub(r"[\s,]+", "_", tag) for tag in ready.tags)]
    return Written(question, "\t".join(_cell(cell) for cell in cells), frozenset(reasons))


def _card(ready: Question, reasons: set[Reason]) -> tuple[str, str, str]:
    """(note type, front, back), both HTML."""
    front = html_text.to_html(ready.text, "") if writing.needs_html(ready.text) else _html(writing.words(ready.text))
    back = html_text.to_html(ready.explanation, "")
    if ready.type == "gap_fill":
        if any(len(gap.answers) > 1 or gap.options for gap in ready.gaps):
            reasons.add("mark-scheme-flattened")
        for number, gap in enumerate(ready.gaps, 1):
            front = front.replace("{" + gap.id + "}", f"{{{{c{number}::{_html(gap.answers[0])}}}}}")
        return "Cloze", front, back
    answers = writing.machine_answers(ready)
    if len(answers) == 1 and len(answers[0].split()) <= 6:
        reasons |= {"feedback-lost"} if ready.explanation else set()
        return "Basic", front, _html(answers[0])
    reasons |= {"type-changed"} if ready.type != "short_answer" else {"mark-scheme-flattened"}
    reasons |= writing.option_feedback(ready.choices)
    if ready.type == "structured" or (ready.type == "short_answer" and not answers):
        reasons |= writing.scheme_losses(ready)
    if ready.choices:
        front += "<ul>" + "".join(f"<li>{_html(writing.words(choice.text))}</li>" for choice in ready.choices) + "</ul>"
    return "Basic", front, "<br>".join(_html(line) for line in _right(ready)) + (f"<br>{back}" if back else "")


def _right(ready: Question) -> list[str]:
    match ready.type:
        case "true_false":
            return ["True" if ready.true else "False"]
        case "matching":
            return [f"{writing.words(pair.left)} → {writing.words(pair.right)}" for pair in ready.pairs if pair.left]
        case "ordering":
            return [f"{at}. {writing.words(step)}" for at, step in enumerate(ready.order, 1)]
        case "numeric" if ready.numeric is not None:
            return [f"{writing.figure(ready.numeric.value)} {ready.numeric.unit}".strip()]
        case "date":
            return list(writing.date_answers(ready)[:1])
        case "short_answer" | "structured":
            return [writing.words(point.text) for point in ready.points]
        case _:
            return [writing.words(choice.text) for choice in ready.choices if choice.correct]


def _html(text: str) -> str:
    return making.html_escape(text).replace("\n", "<br>")


def _cell(text: str) -> str:
    """One field: quoted as in CSV where it needs to be."""
    flat = text.replace("\r", "").replace("\n", "<br>")
    return '"' + flat.replace('"', '""') + '"' if re.search(r'["\t]', flat) or flat.startswith("#") else flat
