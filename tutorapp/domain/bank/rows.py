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
    words = wanted.text.casefold().split()
    tag = wanted.tag.casefold()
    return tuple(
        row
        for row in rows
        if _in_scope(row, wanted.scope)
        and (not wanted.type or row.question.type == wanted.type)
        and (not wanted.spec or wanted.spec in row.question.spec)
        and (not tag or any(one.casefold() == tag for one in row.question.tags))
        and (wanted.marks is None or wanted.marks[0] <= row.question.marks <= wanted.marks[1])
        and (not wanted.used or _used(row, wanted.used, now))
        and all(word in row.haystack for word in words)
    )


def _in_scope(row: BankRow, scope: Scope) -> bool:
    if scope == "archived":
        return row.archived
    if row.archived:
        return False
    return (
        scope == "all"
        or (scope == "own" and row.own)
        or (scope == "unit" and not row.own)
        or (scope == "attention" and row.needs > 0)
    )


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
        point = next((points[name] for name in row.question.spec if name in points), None)
        groups[point.short if point else other].append(row)
    return tuple((name, tuple(found)) for name, found in groups.items() if found)


def tags(rows: Iterable[BankRow]) -> tuple[str, ...]:
    """Every tag once, in the order of the alphabet."""
    return tuple(sorted({tag for row in rows for tag in row.question.tags}, key=str.casefold))
