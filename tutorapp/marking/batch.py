"""Marks answers given as JSON lines and gives JSON lines back; one bad line costs only itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from tutorapp.domain.content import Question
from tutorapp.domain.errors import KnownError
from tutorapp.marking.marker import Marker, Suggestion

MAX_LINE = 2_000_000
"""Longer lines are refused unread, so that one line cannot take the machine's memory."""

ERROR = '{"line": '
"""How the result of a line that could not be marked begins."""


def run(
    questions: Mapping[str, Question],
    lines: Iterable[str],
    marker: Marker,
    clock: Callable[[], float],
    unit_terms: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[str]:
    """One line of JSON for every line of ``lines`` that is not blank, in order and as they come.

    A line is ``{"id", "question", "text"}``; its result ``{"id", "question", "points", "groups", "cap", "total",
    "up_to", "max", "ms"}``, or ``{"line", "id", "error"}`` with a plain sentence that names the line.
    ``clock`` gives seconds and is only used for "ms"; the question is read before the time is taken.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        given: dict[str, object] = {}
        try:
            given = _object(line, number)
            yield _marked(questions, given, number, marker, clock, unit_terms)
        except KnownError as error:
            key = given.get("id")
            known = {"id": key} if isinstance(key, str | int) and not isinstance(key, bool) else {}
            yield json.dumps({"line": number, **known, "error": error.message})


def _object(line: str, number: int) -> dict[str, object]:
    if len(line) > MAX_LINE:
        raise KnownError(f"Line {number} is longer than {MAX_LINE:,} characters. Shorten the answer.")
    if "\0" in line:
        raise KnownError(f"Line {number} holds a NUL byte. Save the answers as plain UTF-8 text.")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        place = f" (column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise KnownError(f"Line {number} is not valid JSON{place}. Each line must be one object.") from error
    if not isinstance(value, dict):
        raise KnownError(f"Line {number} must be an object with id, question and text.")
    return value


def _marked(
    questions: Mapping[str, Question],
    given: Mapping[str, object],
    number: int,
    marker: Marker,
    clock: Callable[[], float],
    unit_terms: Mapping[str, Sequence[str]] | None,
) -> str:
    key, wanted, text = (given.get(name) for name in ("id", "question", "text"))
    if not isinstance(key, str | int) or isinstance(key, bool):
        raise KnownError(f"Line {number}: the key “id” is missing or not a text.")
    if not isinstance(text, str):
        raise KnownError(f"Line {number}: the key “text” is missing or not a text.")
    question = questions.get(wanted) if isinstance(wanted, str) else None
    if question is None:
        raise KnownError(f"Line {number}: there is no question “{_short(wanted)}”.")
    if not question.points:
        raise KnownError(f"Line {number}: question “{_short(wanted)}” has no mark points, so no marks are suggested.")
    marker.prepare(question, unit_terms=unit_terms)
    start = clock()
    suggestion = marker.mark(question, text, unit_terms=unit_terms)
    return json.dumps({"id": key, **as_dict(suggestion), "ms": round((clock() - start) * 1000, 3)})


def as_dict(suggestion: Suggestion) -> dict[str, object]:
    """The suggestion as plain values, in the keys of the headless output; "note" only for an answer cut short."""
    points = {
        key: {
            "verdict": point.verdict,
            "evidence": point.evidence,
            "start": point.start,
            "end": point.end,
            "layer": point.layer,
            "why": point.why,
        }
        for key, point in suggestion.points.items()
    }
    cap = {"limit": suggestion.cap[0], "reason": suggestion.cap[1]} if suggestion.cap else None
    out: dict[str, object] = {
        "question": suggestion.question,
        "points": points,
        "groups": suggestion.groups,
        "cap": cap,
        "total": suggestion.total,
        "up_to": suggestion.up_to,
        "max": suggestion.max,
    }
    if suggestion.cut:
        out["note"] = "The answer is longer than the marker reads; only its beginning was marked."
    return out


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "..."
