"""Spreadsheets as CSV or TSV: our own columns, Kahoot-like headers, Quizlet's two columns, or a mapping by hand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tutorapp.domain.content import DateAnswer, Pair, Question, QuestionType
from tutorapp.domain.dates import DateError, parse_edtf
from tutorapp.domain.errors import KnownError
from tutorapp.formats import literal, making
from tutorapp.formats.found import Found, FoundFile, SkipItem, skipped
from tutorapp.formats.report import Reason
from tutorapp.formats.text_in import decode

_DELIMITERS = ",;\t|"
_HEADER_ROWS = 12  # Kahoot's template puts notes above its header
_MOST_CELL = 100_000
_NAMES: dict[str, tuple[str, ...]] = {
    "question": ("question", "question text", "stem", "text", "term", "front", "prompt"),
    "type": ("type", "question type"),
    "correct": (
        "correct",
        "correct answer",
        "correct answers",
        "answer key",
        "key",
        "right answer",
        "solution",
        "answer",
    ),
    "marks": ("marks", "mark", "points", "score"),
    "seconds": ("time", "time limit", "time in seconds", "seconds"),
    "minutes": ("minutes",),
    "explanation": ("explanation", "feedback", "answer explanation", "general feedback"),
    "title": ("title", "name", "question title"),
    "tags": ("tags", "tag", "topic", "category"),
    "spec": ("spec", "specification"),
    "tolerance": ("tolerance",),
    "id": ("id", "idnumber"),
    "definition": ("definition", "back"),
}
_OPTION = re.compile(r"(?:answer|option|choice|distractor|wrong answer|incorrect answer)\s?#?\s?(\d{1,2}|[a-j])")
_TYPES: dict[str, QuestionType] = {
    "multiple choice": "multiple_choice",
    "quiz": "multiple_choice",
    "mc": "multiple_choice",
    "mcq": "multiple_choice",
    "checkbox": "multiple_response",
    "multiple answer": "multiple_response",
    "multiple response": "multiple_response",
    "multi select": "multiple_response",
    "true false": "true_false",
    "true/false": "true_false",
    "tf": "true_false",
    "open ended": "short_answer",
    "short answer": "short_answer",
    "fill in the blank": "short_answer",
    "type answer": "short_answer",
    "numeric": "numeric",
    "numerical": "numeric",
    "date": "date",
    "ordering": "ordering",
    "puzzle": "ordering",
    "matching": "matching",
    "essay": "essay",
    "text": "text",
}
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_TRUTH = {"true": True, "t": True, "yes": True, "false": False, "f": False, "no": False}
ARROW = " -> "


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things stand in a row, counted from 0. ``options`` in order; ``named``: our field names to columns."""

    options: tuple[int, ...] = ()
    named: dict[str, int] = field(default_factory=dict)


def read(data: bytes, columns: Columns | None = None) -> FoundFile:
    """Every row of a table. ``columns`` maps them by hand (the first row then counts as data).

    Raises KnownError when there is no text, or no column that could hold questions.
    """
    source = decode(data)
    delimiter = delimiter_of(source.text)
    table = list(rows(source.text, delimiter))
    start, dialect = 0, "columns mapped by hand"
    if columns is None:
        start, columns, dialect = _recognised(table)
    items = [_item(cells, line, columns) for line, cells in table[start:]]
    tab = "TSV" if delimiter == "\t" else "CSV"
    dialect = ", ".join(part for part in (tab, dialect) if part)
    return FoundFile(items=tuple(items), dialect=dialect, encoding=source.encoding, guessed=source.guessed)


def delimiter_of(text: str) -> str:
    """The sign between cells: the one that gives the first lines the most, equal cells."""
    head = "\n".join(text.split("\n")[:40])
    best, most = ",", (0, 0)
    for sign in _DELIMITERS:
        widths = [len(cells) for _line, cells in rows(head, sign)]
        wide = [width for width in widths if width > 1]
        if wide and (score := (len(wide), max(wide))) > most:
            best, most = sign, score
    return best


def unguard(cell: str) -> str:
    """The cell without the apostrophe that kept a spreadsheet from running it."""
    return cell[1:] if _GUARDED.match(cell) else cell


def rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every row of ``text`` that is not empty, read by the standard reader."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, []
            line = reader.line_num + 1
            continue
        if any(cell.strip() for cell in cells):
            yield line, [unguard(cell) for cell in cells]
        line = reader.line_num + 1


def _recognised(table: Sequence[tuple[int, list[str]]]) -> tuple[int, Columns, str]:
    """(first row of data, columns, dialect) by the header, else by the shape of the table."""
    for at, (_line, cells) in enumerate(table[:_HEADER_ROWS]):
        columns = header(cells)
        if columns is not None:
            kahoot = "seconds" in columns.named and len(columns.options) >= 2
            return at + 1, columns, "Kahoot-like header" if kahoot else "header"
    if table and all(len(_stripped(cells)) <= 2 for _line, cells in table):
        return 0, Columns(named={"question": 0, "definition": 1}), "two columns, no header"
    raise KnownError(
        "The table has no header row that is known here. Name the columns Question, Answer1, Answer2, Correct, "
        "or map the columns by hand."
    )


def header(cells: Sequence[str]) -> Columns | None:
    """The columns that a header row names, or None when it is none."""
    named: dict[str, int] = {}
    options: list[tuple[str, int]] = []
    for at, cell in enumerate(cells):
        words = re.split(r"\s+[-–(]", cell.strip().lower().replace("_", " "))[0].strip(" :*")
        if found := _OPTION.fullmatch(words):
            options.append((found[1].rjust(2, "0"), at))
            continue
        for name, known in _NAMES.items():
            if words in known and name not in named:
                named[name] = at
    order = tuple(at for _sort, at in sorted(options))
    if "question" not in named or not (order or "correct" in named or "definition" in named):
        return None
    return Columns(order, named)


def _stripped(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


class _Row:
    def __init__(self, cells: Sequence[str], columns: Columns) -> None:
        self._cells = cells
        self._columns = columns

    def get(self, name: str) -> str:
        at = self._columns.named.get(name, -1)
        return self._cells[at].strip() if 0 <= at < len(self._cells) else ""

    def options(self) -> list[str]:
        found = [self._cells[at].strip() if at < len(self._cells) else "" for at in self._columns.options]
        return _stripped(found)


def _item(cells: Sequence[str], line: int, columns: Columns) -> Found:
    row = _Row(cells, columns)
    title = making.title_of(row.get("title") or row.get("question"))[:120]
    key = row.get("id")
    try:
        if not cells or any(len(cell) > _MOST_CELL for cell in cells):
            raise SkipItem("file-damaged" if not cells else "text-too-long")
        question, reasons = _question(row)
    except SkipItem as skip:
        return skipped(skip.reasons, line, title=title, type=skip.type or row.get("type"), key=key)
    return Found(question=question, line=line, reasons=frozenset(reasons), key=key)


def _question(row: _Row) -> tuple[Question, set[Reason]]:
    text = literal.paragraphs(row.get("question"))
    if not text:
        raise SkipItem("empty-text")
    given = making.number(row.get("marks"))
    marks, reasons = making.whole_marks(float(given) if given is not None else None)
    seconds = making.number(row.get("seconds"))
    minutes = making.number(row.get("minutes"))
    time = float(minutes) if minutes else round(float(seconds) / 60, 4) if seconds else None
    common = Question(
        id="",
        text=text,
        marks=marks,
        minutes=time if time is not None and 0 < time <= 600 else None,
        title=making.title_of(row.get("title")),
        tags=_list(row.get("tags")),
        spec=_list(row.get("spec")),
        explanation=literal.paragraphs(row.get("explanation")),
    )
    made = _typed(row, common, _type(row))
    if made.type == "essay":
        reasons.add("needs-mark-scheme")
    return made, reasons


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;|,]", cell) if part.strip())


def _type(row: _Row) -> QuestionType:
    said = row.get("type").lower().replace("_", " ").replace("-", " ")
    if said in _TYPES:
        return _TYPES[said]
    if said:
        raise SkipItem("unsupported-type", type=said)
    words = sorted(option.lower() for option in row.options())
    if words == ["false", "true"] or (not words and row.get("correct").lower() in {"true", "false"}):
        return "true_false"
    return "multiple_choice" if row.options() else "short_answer"


def _typed(row: _Row, common: Question, kind: QuestionType) -> Question:
    values = {name: getattr(common, name) for name in common.__dataclass_fields__}
    values["type"] = kind
    options, correct = row.options(), row.get("correct") or row.get("definition")
    match kind:
        case "multiple_choice" | "multiple_response":
            if not all(options):
                raise SkipItem("no-options", type=kind)
            texts = [literal.words(option) for option in options]
            values["choices"] = making.options(texts, _right(correct, options))
            values["type"] = making.choice_type(values["choices"], several=kind == "multiple_response")
        case "true_false":
            values["true"] = _true(correct, options)
        case "short_answer":
            answers = [part for part in re.split(r"\s*[|;]\s*", correct) if part] or [o for o in options if o]
            if not answers:
                raise SkipItem("no-correct-answer", type=kind)
            values["points"] = making.accepted(answers, common.marks)
        case "numeric":
            value, tolerance = making.number(correct), making.number(row.get("tolerance") or "0")
            if value is None or tolerance is None:
                raise SkipItem("no-correct-answer", type=kind)
            values["numeric"] = making.numeric(value, tolerance)
        case "date":
            try:
                values["date"] = DateAnswer(when=parse_edtf(correct).edtf)
            except DateError:
                raise SkipItem("no-correct-answer", type=kind) from None
        case "ordering":
            if len(options) < 3 or not all(options):
                raise SkipItem("no-options", type=kind)
            values["order"] = tuple(literal.words(option) for option in options)
        case "matching":
            halves = [option.partition(ARROW.strip()) for option in options]
            pairs = [Pair(left=literal.words(left), right=literal.words(right)) for left, _arrow, right in halves]
            making.check_pairs(pairs)
            values["pairs"] = tuple(pairs)
        case "text":
            values["marks"] = 0
        case _:
            pass
    return Question(**values)


def _true(correct: str, options: list[str]) -> bool:
    said = correct.strip().lower()
    if said.isdigit() and 0 < int(said) <= len(options):
        said = options[int(said) - 1].lower()
    if said not in _TRUTH:
        raise SkipItem("no-correct-answer", type="true_false")
    return _TRUTH[said]


def _right(correct: str, options: list[str]) -> list[bool]:
    """Which options are right: by their words, by numbers from 1 ("1,3"), or by letters."""
    folded = [option.casefold() for option in options]
    if correct.casefold() in folded and not correct.strip().isdigit():
        return [option == correct.casefold() for option in folded]
    places = set()
    for part in re.split(r"[,;&/\s]+", correct.strip()):
        if part.isascii() and part.isdigit() and len(part) < 3:
            places.add(int(part) - 1)
        elif len(part) == 1 and part.isascii() and part.isalpha():
            places.add(ord(part.lower()) - 97)
        elif part:
            raise SkipItem("no-correct-answer", type="multiple_choice")
    if not places or not all(0 <= at < len(options) for at in places):
        raise SkipItem("no-correct-answer", type="multiple_choice")
    return [at in places for at in range(len(options))]
