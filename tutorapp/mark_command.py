"""``python main.py mark``: suggestions for written answers, without a window or a database."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from tutorapp.domain.content import CLOSED_TYPES, Question, Unit
from tutorapp.domain.errors import KnownError
from tutorapp.formats.questions_json import read_questions
from tutorapp.marking import batch
from tutorapp.marking.marker import Suggestion
from tutorapp.services.suggesting import Suggester

_SIGNS = {"awarded": "+", "unsure": "?", "not_found": "-"}


def mark_one(unit: Unit, suggester: Suggester, question_id: str, *, as_json: bool) -> int:
    """Mark the answer on standard input to one question of ``unit``; returns the exit code."""
    question = next((q for q in unit.questions if q.id == question_id), None)
    if question is None:
        raise KnownError(f"There is no question {question_id} in {unit.manifest.title}.")
    if question.type in CLOSED_TYPES or not question.points:
        raise KnownError(f"{question_id} is not marked by points, so there is nothing to suggest for a written answer.")
    answer = _standard_input().read()
    suggester.prepare(question)
    started = time.perf_counter()
    found = suggester(question, answer, {})
    if as_json:
        ms = round((time.perf_counter() - started) * 1000, 2)
        print(json.dumps({"id": "-", **batch.as_dict(found), "ms": ms}))
    else:
        print("\n".join(_lines(question, found)))
    return 0


def mark_many(unit: Unit, suggester: Suggester, questions: str | None, answers: str, *, as_json: bool) -> int:
    """Mark a file of answers, one JSON object a line; returns the exit code: 1 when a line could not be marked."""
    known = read_questions(_text(questions), questions) if questions else {q.id: q for q in unit.questions}
    terms = None if questions else suggester.glossary  # the unit's glossary says nothing about others' questions
    failed = False
    for line in batch.run(known, _answer_lines(answers), suggester.marker, time.perf_counter, terms):
        failed = failed or line.startswith(batch.ERROR)
        print(line if as_json else _one_line(json.loads(line)))
    return 1 if failed else 0


def _text(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise KnownError(f"{name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise KnownError(f"{name} is not UTF-8 text. Save it as UTF-8.") from error


def _answer_lines(name: str) -> Iterator[str]:
    """The lines of the answers file, or of standard input for "-"; a byte that is no UTF-8 costs only itself."""
    if name == "-":
        yield from _bounded(_standard_input())
        return
    try:
        with Path(name).open(encoding="utf-8-sig", errors="replace") as file:
            yield from _bounded(file)
    except OSError as error:
        raise KnownError(f"{name} cannot be read: {error.strerror}.") from error


def _standard_input() -> TextIO:
    """Standard input as UTF-8, whatever the terminal speaks."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    return sys.stdin


def _bounded(file: TextIO) -> Iterator[str]:
    """The lines of ``file``; of a line longer than the marker takes, the beginning, so that memory stays small."""
    while line := file.readline(batch.MAX_LINE + 2):
        rest = line
        while len(rest) > batch.MAX_LINE and not rest.endswith("\n"):
            rest = file.readline(batch.MAX_LINE + 2)
        yield line


def _lines(question: Question, found: Suggestion) -> Iterator[str]:
    for point in question.points:
        suggested = found.points[point.id]
        yield f"{_SIGNS[suggested.verdict]} {point.text}"
        if suggested.evidence:
            yield f"    “{suggested.evidence}”"
        if suggested.why:
            yield f"    {suggested.why}"
    more = f", up to {found.up_to} with the unsure points" if found.up_to > found.total else ""
    yield f"Suggested: {found.words}{more}."


def _one_line(result: dict[str, object]) -> str:
    if "error" in result:
        return str(result["error"])
    return f"{result['id']}: {result['total']} of {result['max']} suggested, up to {result['up_to']}"
