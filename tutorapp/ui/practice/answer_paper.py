"""A handed-in answer as pages: head with the candidate, question, answer as written, then times and log.

Source: JCQ's instructions for word processors in exams: centre number, candidate number and the paper's code on each
page, pages numbered, at least 12 point, double spacing; large print begins at 18 point (``field/lab.md`` 4.3).
"""

from __future__ import annotations

from collections.abc import Iterator

from tutorapp.domain.closed import mark, read_response
from tutorapp.domain.content import CLOSED_TYPES
from tutorapp.domain.library import Library
from tutorapp.domain.paper.model import Align, Block, Column, Document, Group, Para, Row, Run, Table
from tutorapp.domain.records import dataclass
from tutorapp.domain.work import AttemptRecord
from tutorapp.settings import Settings
from tutorapp.ui.practice import exam_words, words

_LEFT: Align = "left"
_RIGHT: Align = "right"
DOUBLE = 2.0
PARAGRAPH_MM = 2.0
BLANK_LINE_MM = 5.0
LARGE_FROM = 16
HEAD_ROOM, LARGE_HEAD_ROOM = 88, 52
"""Characters of a page's head; the candidate comes first, and the question has what is left, if that is enough."""
LEAST_QUESTION = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who wrote it, and how it is to be printed; empty texts are left out."""

    name: str = ""
    number: str = ""
    centre: str = ""
    points: int = 12
    double: bool = True


def candidate(settings: Settings) -> Candidate:
    """The candidate as the settings know them."""
    return Candidate(
        name=settings.candidate_name.strip(),
        number=settings.candidate_number.strip(),
        centre=settings.centre_number.strip(),
        points=int(settings.answer_points),
        double=settings.answer_double,
    )


def compose(record: AttemptRecord, library: Library, who: Candidate, tr: words.Translate) -> Document:
    """The pages of ``record``. ValueError for an answer that was not handed in."""
    if record.answer is None:
        raise ValueError("only an answer that was handed in is printed")
    head, is_large = _head(who, tr), who.points >= LARGE_FROM
    room = (LARGE_HEAD_ROOM if is_large else HEAD_ROOM) - len(head)
    return Document(
        title=head,
        running=_short(words.question_title(record.attempt.question, library), room),
        groups=(
            Group(blocks=tuple(_question(record, library, tr))),
            Group(blocks=tuple(_answer(record, who, tr)), loose=True),
            Group(blocks=tuple(_times(record, tr))),
            Group(blocks=tuple(_log(record, is_large, tr)), loose=True),
        ),
        size=float(who.points),
        foot="" if who.name else tr("Name"),
    )


def _head(who: Candidate, tr: words.Translate) -> str:
    parts = (
        tr("Centre {0}").format(who.centre) if who.centre else "",
        tr("Candidate {0}").format(who.number) if who.number else "",
        who.name,
    )
    return "  ·  ".join(part for part in parts if part)


def _short(title: str, room: int) -> str:
    if room < LEAST_QUESTION:
        return ""
    return title if len(title) <= room else title[: room - 2].rsplit(" ", 1)[0].rstrip(",;: ") + " …"


def _para(text: str, **more: object) -> Para:
    return Para(runs=(Run(text),), **more)  # type: ignore[arg-type]  # fields of Para, by name


def _question(record: AttemptRecord, library: Library, tr: words.Translate) -> Iterator[Block]:
    question = record.attempt.question
    yield _para(library.manifest.title, style="small")
    for number, part in enumerate(words.question_words(question, library.titles).split("\n\n")):
        marks = f"[{question.marks}]" if number == 0 else ""
        yield Para(runs=(Run(part, bold=True),), right=marks)
    assert record.answer is not None
    at = record.answer.at.astimezone()
    handed_in = tr("Handed in on {0} {1} {2} at {3}; {4}").format(
        at.day, words.month_names(tr)[at.month - 1], at.year, at.strftime("%H:%M"), _count(record, tr)
    )
    yield _para(handed_in, style="small")


def _count(record: AttemptRecord, tr: words.Translate) -> str:
    count = words.word_count(record.answer.text if record.answer else "")
    return tr("1 word") if count == 1 else tr("{0} words").format(count)


def _answer(record: AttemptRecord, who: Candidate, tr: words.Translate) -> Iterator[Block]:
    assert record.answer is not None
    leading = DOUBLE if who.double else 1.0
    question = record.attempt.question
    nothing = True
    if question.type in CLOSED_TYPES:
        for part in mark(question, read_response(record.answer.response)).parts:
            given = part.given or tr("(no answer)")
            nothing = False
            yield _para(f"{part.label}: {given}" if part.label else given, leading=leading)
    above = PARAGRAPH_MM
    for line in record.answer.text.split("\n"):
        if line.strip():
            nothing = False
            yield _para(line, leading=leading, above=above)
            above = PARAGRAPH_MM
        else:
            above = BLANK_LINE_MM
    if nothing:
        yield _para(tr("(no text)"))


def _times(record: AttemptRecord, tr: words.Translate) -> Iterator[Block]:
    yield _para(tr("How it was written"), style="heading", keep=True)
    rows = tuple(
        Row(((_para(name, style="small"),), (_para(value, style="small"),)))
        for name, value in exam_words.time_lines(record, tr)
    )
    yield Table(columns=(Column(0.42), Column(0.58)), rows=rows, grid=False)


def _log(record: AttemptRecord, is_large: bool, tr: words.Translate) -> Iterator[Block]:
    yield _para(tr("Log"), style="heading", keep=True)
    lines = exam_words.log_lines(record, tr)
    if not lines:
        yield _para(tr("Nothing was logged: no break, no leaving, no gap."), style="small")
        return
    head = Row(
        tuple(
            (Para(runs=(Run(text, bold=True),), style="small", align=align),)
            for text, align in ((tr("Time"), _LEFT), (tr("What happened"), _LEFT), (tr("Length"), _RIGHT))
        )
    )
    rows = tuple(
        Row(
            (
                (_para(time, style="small"),),
                (_para(text, style="small"),),
                (_para(length, style="small", align=_RIGHT),),
            )
        )
        for time, text, length in lines
    )
    shares = (0.22, 0.50, 0.28) if is_large else (0.14, 0.66, 0.20)
    yield Table(columns=tuple(map(Column, shares)), rows=rows, head=head)
