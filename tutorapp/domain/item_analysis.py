"""What a class's marks say about the questions: facility, discrimination, efficiency, alpha, by Moodle's definitions.

Source: Moodle's quiz statistics (``field/teacher.md``, section 1). Variances and covariances are those of a sample
(n - 1). The discrimination of a question is its correlation with the total *without* it, times 100; its efficiency
is that covariance over the greatest one the same marks could have had (both lists sorted). There is no value, rather
than 0, where a variance is 0, where a question is worth nothing, or where alpha would be of one question.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST = 5
"""With fewer papers indices are hidden: they would say more about single pupils than about the question."""
ENOUGH = 20
"""Below, figures are shown with "too few to judge", and no question is called bad."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One pupil's marks by question id; None: not marked yet. A question that was not asked is not in it."""

    name: str
    marks: Mapping[str, float | None]

    @property
    def is_marked(self) -> bool:
        """Every question of the paper has its mark."""
        return all(mark is not None for mark in self.marks.values())

    @property
    def total(self) -> float:
        """The marks there are so far."""
        return sum(mark for mark in self.marks.values() if mark is not None)


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One question. Percentages, except ``n``: how many marked answers there are. None: no value."""

    question_id: str
    n: int
    facility: float | None
    discrimination: float | None
    efficiency: float | None

    @property
    def is_hidden(self) -> bool:
        """Too few answers for any index."""
        return self.n < LEAST

    @property
    def is_doubtful(self) -> bool:
        """Too few answers to judge the question by."""
        return self.n < ENOUGH


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """The whole papers: only fully marked ones count. Marks, except ``alpha`` (at most 1) and ``n``."""

    n: int
    mean: float | None
    lowest: float | None
    middle: float | None
    highest: float | None
    spread: float | None  # standard deviation
    alpha: float | None
    error: float | None  # standard error of one pupil's total


def items(papers: Sequence[Paper], most: Mapping[str, float]) -> tuple[ItemFigures, ...]:
    """The figures of each question of ``most`` (id to full marks), in that order."""
    return tuple(_item(question_id, papers, full) for question_id, full in most.items())


def _item(question_id: str, papers: Sequence[Paper], full: float) -> ItemFigures:
    marked = [mark for paper in papers if (mark := paper.marks.get(question_id)) is not None]
    whole = [paper for paper in papers if paper.is_marked and question_id in paper.marks]
    own = [float(paper.marks[question_id] or 0) for paper in whole]
    rest = [paper.total - mark for paper, mark in zip(whole, own, strict=True)]
    facility = 100 * _mean(marked) / full if marked and full > 0 else None
    if len(marked) < LEAST:
        return ItemFigures(question_id, len(marked), facility, None, None)
    spread = math.sqrt(_variance(own) * _variance(rest)) if len(whole) >= LEAST else 0.0
    discrimination = 100 * _covariance(own, rest) / spread if spread > 0 and full > 0 else None
    best = _covariance(sorted(own), sorted(rest)) if len(whole) >= LEAST else 0.0
    efficiency = 100 * _covariance(own, rest) / best if best > 0 and full > 0 else None
    return ItemFigures(question_id, len(marked), facility, discrimination, efficiency)


def whole(papers: Sequence[Paper]) -> ClassFigures:
    """The figures of the fully marked papers."""
    marked = [paper for paper in papers if paper.is_marked and paper.marks]
    totals = sorted(paper.total for paper in marked)
    if not totals:
        return ClassFigures(0, None, None, None, None, None, None, None)
    spread = math.sqrt(_variance(totals)) if len(totals) > 1 else None
    alpha = _alpha(marked) if len(totals) >= LEAST else None
    error = spread * math.sqrt(max(0.0, 1 - alpha)) if spread is not None and alpha is not None else None
    return ClassFigures(
        n=len(totals),
        mean=_mean(totals),
        lowest=totals[0],
        middle=_median(totals),
        highest=totals[-1],
        spread=spread,
        alpha=alpha,
        error=error,
    )


def _alpha(papers: Sequence[Paper]) -> float | None:
    """Cronbach's alpha; None unless all sat the same two questions or more, and their totals differ."""
    asked = [question for question in papers[0].marks if all(question in paper.marks for paper in papers)]
    if len(asked) < 2 or any(len(paper.marks) != len(asked) for paper in papers):
        return None
    of_totals = _variance([paper.total for paper in papers])
    if of_totals == 0:
        return None
    of_items = sum(_variance([float(paper.marks[question] or 0) for paper in papers]) for question in asked)
    return len(asked) / (len(asked) - 1) * (1 - of_items / of_totals)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _median(ordered: Sequence[float]) -> float:
    half, odd = divmod(len(ordered), 2)
    return ordered[half] if odd else (ordered[half - 1] + ordered[half]) / 2


def _covariance(left: Sequence[float], right: Sequence[float]) -> float:
    mean_left, mean_right = _mean(left), _mean(right)
    return sum((a - mean_left) * (b - mean_right) for a, b in zip(left, right, strict=True)) / (len(left) - 1)


def _variance(values: Sequence[float]) -> float:
    return _covariance(values, values)
