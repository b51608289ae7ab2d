"""Steps of editing a question: a fresh one of each type, another type, and lists whose parts keep their ids."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol, TypeVar

from tutorapp.domain.content import (
    Choice,
    DateAnswer,
    Gap,
    Level,
    MarkPoint,
    Pair,
    Part,
    PointGroup,
    Question,
    QuestionType,
)

TYPES: tuple[QuestionType, ...] = (
    "short_answer",
    "structured",
    "essay",
    "multiple_choice",
    "multiple_response",
    "true_false",
    "matching",
    "ordering",
    "gap_fill",
    "numeric",
    "date",
)
"""What can be begun anew; a page of text without an answer only comes in with a file."""

USED: dict[str, tuple[str, ...]] = {
    "short_answer": ("points", "groups", "best_groups", "one_sided_cap"),
    "structured": ("points", "groups", "best_groups", "one_sided_cap"),
    "essay": ("levels", "parts", "indicative", "groups", "plan", "samples"),
    "multiple_choice": ("choices",),
    "multiple_response": ("choices",),
    "true_false": ("true", "points"),
    "matching": ("pairs",),
    "ordering": ("order",),
    "gap_fill": ("gaps",),
    "numeric": ("numeric",),
    "date": ("date",),
    "text": (),
}
"""The scheme fields of each type (``domain.content.Question``)."""
_SCHEME = frozenset(name for names in USED.values() for name in names)
_EMPTY = Question(id="", text="", marks=0)
_POINTS = ("short_answer", "structured")

T = TypeVar("T")


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


def new_question(question_id: str, kind: QuestionType) -> Question:
    """An empty question of ``kind`` with the parts that one fills in first."""
    marks = {"structured": 6, "essay": 20, "short_answer": 2, "matching": 4, "ordering": 4}.get(kind, 1)
    return of_type(Question(id=question_id, text="", marks=marks, type="text"), kind)


def of_type(question: Question, kind: QuestionType) -> Question:
    """``question`` as one of ``kind``: what its scheme has in common with the new one stays, the rest begins anew."""
    kept = set(USED[question.type]) & set(USED[kind])
    if "points" in kept and not {question.type, kind} <= set(_POINTS):
        kept -= {"points"}  # the reason to a true or false is not the scheme of an answer
    if "groups" in kept and "essay" in (question.type, kind):
        kept -= {"groups"}
    cleared: dict[str, Any] = {name: getattr(_EMPTY, name) for name in _SCHEME - kept}
    made = replace(question, type=kind, **cleared)
    if kind == "multiple_choice" and made.choices:
        made = replace(made, choices=_one_right(made.choices))
    return replace(made, **_beginning(made))


def _one_right(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    first = next((choice.id for choice in choices if choice.correct), "")
    return tuple(replace(choice, correct=choice.id == first) for choice in choices)


def _beginning(question: Question) -> dict[str, Any]:
    """What an empty scheme of the type starts with."""
    marks = max(question.marks, 1)
    match question.type:
        case "multiple_choice" | "multiple_response" if not question.choices:
            return {"choices": tuple(Choice(id=key, text="", correct=key == "a") for key in "abcd")}
        case "short_answer" if not question.points:
            return {"points": (MarkPoint(id="p1", text=""), MarkPoint(id="p2", text=""))[:marks]}
        case "structured" if not question.points:
            groups = (PointGroup(id="g1", max=3, title=""), PointGroup(id="g2", max=3, title=""))
            points = tuple(MarkPoint(id=f"p{n + 1}", text="", group=f"g{n // 3 + 1}") for n in range(6))
            return {"groups": groups, "points": points, "marks": 6}
        case "essay" if not question.levels:
            return {"levels": levels_for(marks), "parts": (Part(id="focus", text="Focus on the question"),)}
        case "true_false" if question.true is None:
            return {"true": True}
        case "matching" if not question.pairs:
            return {"pairs": (Pair(left="", right=""),) * 4}
        case "ordering" if not question.order:
            return {"order": ("",) * 4}
        case "gap_fill" if not question.gaps:
            text = question.text if "{1}" in question.text else f"{question.text} {{1}}".strip()
            return {"gaps": (Gap(id="1", answers=()),), "text": text}
        case "date" if question.date is None:
            return {"date": DateAnswer(when="")}
    return {}


def levels_for(marks: int, count: int = 5) -> tuple[Level, ...]:
    """Empty levels that share out 1 to ``marks`` as evenly as can be, the lowest first; fewer than ``count`` where
    there are fewer marks."""
    count = max(1, min(count, marks))
    edges = [round(marks * n / count) for n in range(count + 1)]
    return tuple(
        Level(id=f"L{n + 1}", low=edges[n] + 1, high=edges[n + 1], title=f"Level {n + 1}", descriptor="")
        for n in range(count)
    )


# --- lists ---------------------------------------------------------------------------------------------


def put(items: tuple[T, ...], at: int, item: T) -> tuple[T, ...]:
    """``items`` with ``item`` in the place ``at``."""
    return (*items[:at], item, *items[at + 1 :])


def without(items: tuple[T, ...], at: int) -> tuple[T, ...]:
    """``items`` without the one at ``at``."""
    return (*items[:at], *items[at + 1 :])


def moved(items: tuple[T, ...], at: int, to: int) -> tuple[T, ...]:
    """``items`` with the one at ``at`` in the place ``to``; as they are where that is outside."""
    if not (0 <= at < len(items) and 0 <= to < len(items)):
        return items
    rest = without(items, at)
    return (*rest[:to], items[at], *rest[to:])


def fresh_id(items: tuple[_HasId, ...], prefix: str) -> str:
    """An id that none of ``items`` has: a letter for options (prefix ""), else the prefix and a number."""
    taken = {item.id for item in items}
    letters = [] if prefix else [chr(97 + n) for n in range(26)]
    numbers = (f"{prefix or 'o'}{n}" for n in range(1, len(items) + 2))
    return next(name for name in (*letters, *numbers) if name not in taken)


def letter(at: int) -> str:
    """The letter an option is shown with: A to Z, then 27 and on."""
    return chr(65 + at) if at < 26 else str(at + 1)


def without_group(question: Question, group_id: str) -> Question:
    """``question`` without a group; its points go to the first group that is left, or to none."""
    groups = tuple(group for group in question.groups if group.id != group_id)
    new = groups[0].id if groups else ""
    cap = question.one_sided_cap
    if cap is not None:
        named = tuple(name for name in cap.groups if name != group_id)
        cap = replace(cap, groups=named) if len(named) > 1 else None
    best = question.best_groups if question.best_groups and question.best_groups <= len(groups) else None
    return replace(
        question,
        groups=groups,
        best_groups=best,
        one_sided_cap=cap,
        points=regrouped(question.points, group_id, new),
        indicative=regrouped(question.indicative, group_id, new),
    )


def regrouped(points: tuple[MarkPoint, ...], old: str, new: str) -> tuple[MarkPoint, ...]:
    """``points`` with those of the group ``old`` in the group ``new``."""
    return tuple(replace(point, group=new) if point.group == old else point for point in points)


def tidy(question: Question) -> Question:
    """``question`` without white space at the ends of its plain fields, as it is stored."""
    tags = tuple(dict.fromkeys(tag for one in question.tags if (tag := " ".join(one.split()))))
    return replace(question, text=question.text.strip(), tags=tags, title=" ".join(question.title.split()))
