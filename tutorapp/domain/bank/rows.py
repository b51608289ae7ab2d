"""The bank as a list: filtering, grouping by specification point and sorting, fast enough for every key press."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from tutorapp.domain import markup
from tutorapp.domain.content import Question, SpecPoint

Scope = Literal["all", "own", "unit", "attention", "archived"]
Used = Literal["", "never", "month", "longer"]

RECENTLY = timedelta(days=31)


@dataclass(frozen=True)
class BankRow:
    """One question of the bank. ``last_used``: when it was last sat; ``needs``: how many problems it has."""

    question: Question
    own: bool
    archived: bool = False
    version: int = 1
    last_used: datetime | None = None
    needs: int = 0

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id

    @cached_property
    def title(self) -> str:
        """One plain line."""
        return self.question.title or " ".join(markup.plain(self.question.text).split())

    @cached_property
    def haystack(self) -> str:
        """What the search looks in, folded."""
        sources = (part for source in self.question.sources for part in (source.title, source.text))
        answers = (choice.text for choice in self.question.choices)
        parts = (self.title, self.question.text, *self.question.tags, self.question.style, *sources, *answers)
        return " ".join(parts).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFilter:
    """What to show; an empty field lets everything through. ``marks`` is (low, high), inclusive."""

    text: str = ""
    type: str = ""
    spec: str = ""
    tag: str = ""
    marks: tuple[int, int] | None = None
    used: Used = ""
    scope: Scope = "all"

    @property
    def narrows(self) -> bool:
        """Whether anything but the scope is asked."""
        return bool(self.text.strip() or self.type or self.spec or self.tag or self.marks or self.used)


def filtered(rows: Iterable[BankRow], wanted: BankFilter, now: datetime) -> tuple[BankRow, ...]:
    """The rows that pass, in their order; archived ones only where they are asked for."""
    found = _of_scope(rows, wanted.scope)
    if wanted.type:
        found = [row for row in found if row.question.type == wanted.type]
    if wanted.spec:
        found = [row for row in found if wanted.spec in row.question.spec]
    if wanted.tag:
        tag = wanted.tag.casefold()
        found = [row for row in found if any(one.casefold() == tag for one in row.question.tags)]
    if wanted.marks is not None:
        low, high = wanted.marks
        found = [row for row in found if low <= row.question.marks <= high]
    if wanted.used:
        found = [row for row in found if _used(row, wanted.used, now)]
    for word in wanted.text.casefold().split():  # word by word: each leaves less to look through
        found = [row for row in found if word in row.haystack]
    return tuple(found)


def _of_scope(rows: Iterable[BankRow], scope: Scope) -> list[BankRow]:
    if scope == "archived":
        return [row for row in rows if row.archived]
    found = [row for row in rows if not row.archived]
    if scope == "attention":
        return [row for row in found if row.needs]
    return found if scope == "all" else [row for row in found if row.own == (scope == "own")]


def _used(row: BankRow, used: Used, now: datetime) -> bool:
    if row.last_used is None:
        return used == "never"
    recent = now - row.last_used <= RECENTLY
    return used == ("month" if recent else "longer")


def grouped(
    rows: Sequence[BankRow], points: Mapping[str, SpecPoint], other: str
) -> tuple[tuple[str, tuple[BankRow, ...]], ...]:
    """Rows under the short names of their first specification point, in the unit's order; the rest under ``other``."""
    groups: dict[str, list[BankRow]] = {point.short: [] for point in points.values()}
    groups[other] = []
    for row in rows:
        name = other
        for spec in row.question.spec:
            if spec in points:
                name = points[spec].short
                break
        groups[name].append(row)
    return tuple((name, tuple(found)) for name, found in groups.items() if found)


def tags(rows: Iterable[BankRow]) -> tuple[str, ...]:
    """Every tag once, in the order of the alphabet."""
    return tuple(sorted({tag for row in rows for tag in row.question.tags}, key=str.casefold))
