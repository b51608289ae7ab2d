"""What to practise next: filters, groups and the suggestion, from questions and the newest result of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from tutorapp.domain.content import CLOSED_TYPES, Question
from tutorapp.domain.exam_clock import allowance
from tutorapp.domain.records import dataclass
from tutorapp.domain.work import LastResult

Results = Mapping[str, LastResult]

WEAK_SHARE = 0.6
"""A newest mark below this share of the maximum counts as weak."""

TYPE_NAMES: dict[str, str] = {
    "short_answer": "Short answers",
    "structured": "Points scheme",
    "essay": "Essays",
    "multiple_choice": "Multiple choice",
    "multiple_response": "Several answers",
    "true_false": "True or false",
    "matching": "Matching",
    "ordering": "Putting in order",
    "gap_fill": "Gaps to fill",
    "numeric": "Numbers",
    "date": "Dates",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which questions to show; an empty field lets everything through. ``marks`` is (low, high), inclusive."""

    spec: str = ""
    type: str = ""
    marks: tuple[int, int] | None = None
    untried: bool = False
    weak: bool = False
    max_seconds: int | None = None  # extra time included


def askable(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The questions that can be answered: pages of text alone are left out."""
    return tuple(question for question in questions if question.type != "text")


def allowed_seconds(question: Question, extra_percent: int) -> int:
    """Seconds for ``question`` with extra time."""
    return allowance(base_seconds(question), extra_percent)


def base_seconds(question: Question) -> int:
    """Seconds before extra time; at least one, so that a timed question is never an untimed one."""
    return max(round(question.allowed_minutes * 60), 1)


def is_weak(result: LastResult | None) -> bool:
    """Whether the newest mark is below ``WEAK_SHARE``; an untried or unmarked question is not weak."""
    return result is not None and result.high is not None and result.high < WEAK_SHARE * result.max


def filtered(
    questions: Iterable[Question], results: Results, wanted: Filter, extra_percent: int = 0
) -> tuple[Question, ...]:
    """The questions that pass every part of ``wanted``, in their order."""

    def passes(question: Question) -> bool:
        result = results.get(question.id)
        return (
            (not wanted.spec or wanted.spec in question.spec)
            and (not wanted.type or type_matches(question, wanted.type))
            and (wanted.marks is None or wanted.marks[0] <= question.marks <= wanted.marks[1])
            and (not wanted.untried or result is None)
            and (not wanted.weak or is_weak(result))
            and (wanted.max_seconds is None or allowed_seconds(question, extra_percent) <= wanted.max_seconds)
        )

    return tuple(question for question in askable(questions) if passes(question))


def type_matches(question: Question, kind: str) -> bool:
    """Whether ``question`` is of ``kind``: a question type, or "closed" for all that are marked at once."""
    return question.type in CLOSED_TYPES if kind == "closed" else question.type == kind


def heading(question: Question) -> str:
    """The heading a question stands under in lists."""
    return question.style or TYPE_NAMES.get(question.type, question.type)


def grouped(questions: Iterable[Question]) -> tuple[tuple[str, tuple[Question, ...]], ...]:
    """Questions by heading: the headings in order of their highest marks, the questions in theirs."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(heading(question), []).append(question)
    ordered = sorted(groups.items(), key=lambda item: (_closed_last(item[1]), item[0]))
    return tuple((name, tuple(items)) for name, items in ordered)


def suggested(questions: Iterable[Question], results: Results, now: datetime) -> Question | None:
    """The one to do next: the weakest not sat in the last day, else an untried one, else the one sat longest ago."""
    asked = askable(questions)
    weak = [q for q in asked if is_weak(results.get(q.id)) and _days(results[q.id].at, now) >= 1]
    if weak:
        return min(weak, key=lambda q: (_share(results[q.id]), results[q.id].at))
    untried = [q for q in asked if q.id not in results]
    if untried:
        # A written answer with a points scheme shows best what practice is; long essays can wait.
        return next((q for q in untried if q.points and q.type not in CLOSED_TYPES and q.marks > 2), untried[0])
    return min(asked, key=lambda q: results[q.id].at, default=None)


def surprise(questions: Sequence[Question], pick: Callable[[Sequence[Question]], Question]) -> Question | None:
    """One of ``questions`` by ``pick`` (``random.choice`` of the caller's generator); None of none."""
    return pick(questions) if questions else None


def _closed_last(questions: Sequence[Question]) -> tuple[bool, int]:
    return questions[0].type in CLOSED_TYPES, -max(question.marks for question in questions)


def _share(result: LastResult) -> float:
    return (result.high or 0) / (result.max or 1)


def _days(then: datetime, now: datetime) -> float:
    return (now - then).total_seconds() / 86_400
