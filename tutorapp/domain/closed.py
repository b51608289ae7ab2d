"""Closed answers: what a response is, and the marks it earns for certain.

A response is a small JSON object, by question type: multiple_choice {"choice": id}, multiple_response
{"choices": [id]}, true_false {"true": bool}, matching {"pairs": {left: right}}, ordering {"order": [text]},
gap_fill {"gaps": {id: words}}, numeric {"number": words}, date {"date": words}. What is missing is unanswered.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from tutorapp.domain import dates, markup
from tutorapp.domain.content import CLOSED_TYPES, Choice, DateAnswer, Gap, NumericAnswer, Question
from tutorapp.domain.errors import BugError
from tutorapp.domain.records import dataclass

Response = Mapping[str, object]

_ARTICLE = re.compile(r"^(the|a|an) (?=\S)")
_NUMBER = re.compile(r"[+-]?(\d{1,3}([ ,]\d{3})+|\d+)(\.\d+)?|[+-]?\.\d+")
_SCALES = {"thousand": Decimal(1000), "million": Decimal(10) ** 6, "billion": Decimal(10) ** 9}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartMark:
    """One item of the answer: what was given, what is right, and why. All plain text; ``given`` "" is unanswered."""

    id: str
    label: str
    given: str
    answer: str
    correct: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedMark:
    """The marks of a closed answer; ``arithmetic`` says in words where they come from."""

    marks: int
    max: int
    parts: tuple[PartMark, ...]
    arithmetic: str


def read_response(text: str) -> dict[str, object]:
    """The response stored as ``text``; empty for no answer or a text that is no JSON object."""
    try:
        data = json.loads(text) if text else {}
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def write_response(response: Response) -> str:
    """``response`` as stored text; empty for an empty one."""
    return json.dumps(response, ensure_ascii=False, sort_keys=True) if response else ""


def mark(question: Question, response: Response) -> ClosedMark:
    """The marks of ``response``; never more than the question's closed marks, never less than 0.

    Choice and true/false questions give all or nothing. Multiple response: (right - wrong) of the right options.
    Matching and gaps: the share of right items. Ordering: the share of pairs in the right order (Kendall's count).
    Shares are cut down to whole marks. BugError for a question that is not closed.
    """
    if question.type not in CLOSED_TYPES:
        raise BugError(f"question {question.id} is not marked by machine")
    return _MARKERS[question.type](question, response)


def closed_marks(question: Question) -> int:
    """The marks decided by machine: all but those of mark points (the reason a true/false question may ask for)."""
    return max(question.marks - sum(point.marks for point in question.points), 0)


def answered(question: Question, response: Response) -> bool:
    """Whether anything at all was answered."""
    return any(part.given for part in mark(question, response).parts)


def _shared(question: Question, parts: tuple[PartMark, ...], share: Fraction, words: str) -> ClosedMark:
    full = closed_marks(question)
    earned = int(min(max(share, Fraction(0)), Fraction(1)) * full)
    return ClosedMark(marks=earned, max=full, parts=parts, arithmetic=f"{words}: {earned} of {full}")


def _mark_choice(question: Question, response: Response) -> ClosedMark:
    right = [choice for choice in question.choices if choice.correct]
    given = next((choice for choice in question.choices if choice.id == response.get("choice")), None)
    correct = given is not None and given.correct
    part = PartMark(
        id="choice",
        label="",
        given=_plain(given),
        answer="; ".join(_plain(choice) for choice in right),
        correct=correct,
        feedback=markup.plain(given.feedback) if given else "",
    )
    return _shared(question, (part,), Fraction(correct), "right" if correct else "not right")


def _mark_response(question: Question, response: Response) -> ClosedMark:
    chosen = set(_texts(response.get("choices")))
    picked = [choice for choice in question.choices if choice.id in chosen]
    wanted = sum(choice.correct for choice in question.choices)
    right = sum(choice.correct for choice in picked)
    wrong = len(picked) - right
    parts = tuple(
        PartMark(
            id=choice.id,
            label=_plain(choice),
            given="chosen" if choice.id in chosen else "",
            answer="chosen" if choice.correct else "",
            correct=choice.correct == (choice.id in chosen),
            feedback=markup.plain(choice.feedback),
        )
        for choice in question.choices
    )
    words = f"{right} of {wanted} right" + (f", {wrong} wrong" if wrong else "")
    return _shared(question, parts, Fraction(right - wrong, wanted or 1), words)


def _mark_true_false(question: Question, response: Response) -> ClosedMark:
    given = response.get("true")
    correct = isinstance(given, bool) and given is question.true
    words = {True: "True", False: "False"}
    part = PartMark(
        id="true",
        label="",
        given=words[given] if isinstance(given, bool) else "",
        answer=words[bool(question.true)],
        correct=correct,
    )
    return _shared(question, (part,), Fraction(correct), "right" if correct else "not right")


def _mark_matching(question: Question, response: Response) -> ClosedMark:
    given = _text_map(response.get("pairs"))
    parts = tuple(
        PartMark(
            id=pair.left,
            label=markup.plain(pair.left),
            given=markup.plain(given.get(pair.left, "")),
            answer=markup.plain(pair.right),
            correct=given.get(pair.left) == pair.right,
        )
        for pair in question.pairs
        if pair.left
    )
    return _share_of_parts(question, parts, "pairs")


def _mark_ordering(question: Question, response: Response) -> ClosedMark:
    order = _texts(response.get("order"))
    place = {text: at for at, text in reversed(list(enumerate(order)))}
    known = [place.get(text) for text in question.order]
    pairs = [(a, b) for i, a in enumerate(known) for b in known[i + 1 :]]
    right = sum(a is not None and b is not None and a < b for a, b in pairs)
    parts = tuple(
        PartMark(
            id=str(at),
            label=markup.plain(text),
            given="" if known[at] is None else str(known[at] + 1),  # type: ignore[operator]  # None is handled
            answer=str(at + 1),
            correct=known[at] == at,
        )
        for at, text in enumerate(question.order)
    )
    share = Fraction(right, len(pairs)) if pairs else Fraction(all(part.correct for part in parts))
    return _shared(question, parts, share, f"{right} of {len(pairs)} pairs in the right order")


def _mark_gaps(question: Question, response: Response) -> ClosedMark:
    given = _text_map(response.get("gaps"))
    parts = tuple(
        PartMark(
            id=gap.id,
            label=str(number),
            given=given.get(gap.id, "").strip(),
            answer=gap.answers[0] if gap.answers else "",
            correct=_fits(gap, given.get(gap.id, "")),
        )
        for number, gap in enumerate(question.gaps, start=1)
    )
    return _share_of_parts(question, parts, "gaps")


def _mark_numeric(question: Question, response: Response) -> ClosedMark:
    wanted = question.numeric or NumericAnswer(value=0.0)
    words = str(response.get("number", "")).strip()
    number = read_number(words, wanted.unit)
    value, tolerance = Decimal(str(wanted.value)), Decimal(str(wanted.tolerance))
    correct = number is not None and abs(number - value) <= tolerance
    answer = f"{number_words(wanted.value)} {wanted.unit}".strip()
    if wanted.tolerance:
        answer += f" (within {number_words(wanted.tolerance)})"
    feedback = "This could not be read as a number." if words and number is None else ""
    part = PartMark(id="number", label="", given=words, answer=answer, correct=correct, feedback=feedback)
    return _shared(question, (part,), Fraction(correct), "right" if correct else "not right")


def _mark_date(question: Question, response: Response) -> ClosedMark:
    """Full marks when every day the answer can mean lies inside ``when``; else what ``_near`` leaves."""
    wanted = question.date or DateAnswer(when="")
    right = dates.parse_edtf(wanted.when)
    words = str(response.get("date", "")).strip()
    feedback, away = "", None
    if words:
        try:
            given = dates.read_typed(words).date
            before = right.start_earliest - given.start_earliest
            away = max(before, given.end_latest - right.end_latest, 0)
        except dates.DateError as error:
            feedback = error.message
    full = closed_marks(question)
    earned = 0 if away is None else full if away == 0 else _near(full, away, wanted.near_days)
    part = PartMark(
        id="date",
        label="",
        given=words,
        answer=dates.in_words(right),
        correct=away == 0,
        feedback=feedback or ("Near: part of the marks." if 0 < earned < full else ""),
    )
    how = "right" if away == 0 else f"up to {away} days off" if earned else "not right"
    return ClosedMark(marks=earned, max=full, parts=(part,), arithmetic=f"{how}: {earned} of {full}")


def _near(full: int, away: int, near_days: int) -> int:
    """Marks of a date ``away`` days outside: falling evenly, never full, and none from ``near_days`` on."""
    if away >= near_days:
        return 0
    return min(full - 1, -(-full * (near_days - away) // near_days)) if full else 0


def _share_of_parts(question: Question, parts: tuple[PartMark, ...], name: str) -> ClosedMark:
    right = sum(part.correct for part in parts)
    return _shared(question, parts, Fraction(right, len(parts) or 1), f"{right} of {len(parts)} {name} right")


def number_words(value: float) -> str:
    """A number as one writes it: all its digits, and commas only from five digits on, so that years have none."""
    digits = f"{value:.15g}" if abs(value) < 10_000 else f"{Decimal(f'{value:.15g}'):,f}"
    return digits.replace("-", "−")


def read_number(words: str, unit: str = "") -> Decimal | None:
    """The number in ``words`` ("1,250", "−3.5 %", "2 million"), or None. A trailing ``unit`` is allowed, not asked."""
    text = unicodedata.normalize("NFKC", words).replace("−", "-").strip()
    if unit and text.casefold().endswith(unit.casefold()):
        text = text[: len(text) - len(unit)].strip()
    scale = Decimal(1)
    for name, factor in _SCALES.items():
        if text.casefold().endswith(name):
            text, scale = text[: len(text) - len(name)].strip(), factor
    if not _NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(",", "").replace(" ", "")) * scale


def folded(words: str) -> str:
    """``words`` as gaps compare them: no case, accents, punctuation, leading article or doubled spaces."""
    text = unicodedata.normalize("NFKD", words).casefold()
    kept = "".join(" " if not (c.isalnum() or c in "%") else c for c in text if not unicodedata.combining(c))
    return _ARTICLE.sub("", " ".join(kept.split()))


def _fits(gap: Gap, words: str) -> bool:
    return bool(folded(words)) and folded(words) in {folded(answer) for answer in gap.answers}


def _plain(choice: Choice | None) -> str:
    return markup.plain(choice.text) if choice else ""


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list | tuple) else []


def _text_map(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {str(key): item for key, item in value.items() if isinstance(item, str)}


_MARKERS: dict[str, Callable[[Question, Response], ClosedMark]] = {
    "multiple_choice": _mark_choice,
    "multiple_response": _mark_response,
    "true_false": _mark_true_false,
    "matching": _mark_matching,
    "ordering": _mark_ordering,
    "gap_fill": _mark_gaps,
    "numeric": _mark_numeric,
    "date": _mark_date,
}
