"""Closed questions are well formed: there is an answer, and one only where one is asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from math import isfinite

from tutorapp.domain import markup
from tutorapp.domain.checking.findings import Finding, Row
from tutorapp.domain.content import CLOSED_TYPES, Question, Unit

_GAP = re.compile(r"\{([A-Za-z0-9.-]{1,64})\}")
_Wrong = Iterator[tuple[str, str]]


def check(unit: Unit) -> tuple[list[Finding], list[Row]]:
    """Findings on closed questions, and how many are well formed."""
    found = []
    closed = [question for question in unit.questions if question.type in CLOSED_TYPES]
    for question in closed:
        for field, message in _RULES[question.type](question):
            found.append(Finding("question", question.id, field, message))
        found += [Finding("question", question.id, "gaps", said, "warning") for said in _shared_answers(question)]
    bad = {finding.id for finding in found}
    return found, [Row("Closed questions well formed", len(closed) - len(bad), len(closed))]


def _choice(question: Question) -> _Wrong:
    if len(question.choices) < 2:
        yield "choices", "needs at least two options"
    right = sum(choice.correct for choice in question.choices)
    if question.type == "multiple_choice" and right != 1:
        yield "choices", f"must have one right option, but has {right}"
    if question.type == "multiple_response" and right == 0:
        yield "choices", "must have at least one right option"
    yield from _twice("choices", (choice.text for choice in question.choices))


def _true_false(question: Question) -> _Wrong:
    if question.true is None:
        yield "true", "must say whether the statement is true or false"


def _matching(question: Question) -> _Wrong:
    asked = [pair for pair in question.pairs if pair.left]
    if len(asked) < 2:
        yield "pairs", "needs at least two pairs"
    if any(not pair.right for pair in question.pairs):
        yield "pairs", "has a pair without its right side"
    yield from _twice("pairs", (pair.left for pair in asked))
    distractors = {_folded(pair.right) for pair in question.pairs if not pair.left}
    if distractors & {_folded(pair.right) for pair in asked}:
        yield "pairs", "has a wrong answer that is the right one elsewhere"


def _ordering(question: Question) -> _Wrong:
    if len(question.order) < 3:
        yield "order", "needs at least three things to put in order"
    yield from _twice("order", question.order)


def _gap_fill(question: Question) -> _Wrong:
    named = Counter(_GAP.findall(question.text))
    given = {gap.id for gap in question.gaps}
    if not question.gaps:
        yield "gaps", "has no gap"
    for name in sorted(given - named.keys()):
        yield "gaps", f"the gap {{{name}}} does not stand in the text"
    for name in sorted(named.keys() - given):
        yield "text", f"names a gap {{{name}}} that has no answer"
    for name, times in named.items():
        if times > 1:
            yield "text", f"names the gap {{{name}}} more than once"
    for at, gap in enumerate(question.gaps):
        if not gap.answers or not all(answer.strip() for answer in gap.answers):
            yield f"gaps[{at}].answers", "must hold at least one answer, and no empty one"
        elif gap.options and not set(gap.options) & set(gap.answers):
            yield f"gaps[{at}].options", "does not hold an answer that is right"
        yield from _twice(f"gaps[{at}].options", gap.options)


def _shared_answers(question: Question) -> Iterator[str]:
    """Gaps that want different things but accept the same word; gaps that want the same thing may."""
    for one, other in combinations(question.gaps, 2):
        first, second = ([_folded(answer) for answer in gap.answers] for gap in (one, other))
        if first[:1] != second[:1] and (shared := set(first) & set(second)):
            yield f"the gaps {{{one.id}}} and {{{other.id}}} both accept “{min(shared)}”, so it could be given twice"


def _numeric(question: Question) -> _Wrong:
    if question.numeric is None:
        yield "numeric", "must hold the answer"
    elif not isfinite(question.numeric.value) or not 0 <= question.numeric.tolerance < float("inf"):
        yield "numeric", "must be a number, with a tolerance of 0 or more"


def _date(question: Question) -> _Wrong:
    if question.date is None:
        yield "date", "must hold the answer"
    elif question.date.near_days < 0:
        yield "date.near_days", "must be 0 or more"


_RULES: dict[str, Callable[[Question], _Wrong]] = {
    "multiple_choice": _choice,
    "multiple_response": _choice,
    "true_false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "gap_fill": _gap_fill,
    "numeric": _numeric,
    "date": _date,
}


def _twice(field: str, texts: Iterable[str]) -> _Wrong:
    for text, times in Counter(_folded(text) for text in texts).items():
        if times > 1:
            yield field, f"“{text[:60]}” stands {times} times"


def _folded(text: str) -> str:
    return " ".join(markup.plain(text).casefold().split())
