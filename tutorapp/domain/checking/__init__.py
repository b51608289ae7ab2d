"""The rules a unit must keep, each in a module of its own; none of them reads a file or a clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tutorapp.domain.checking import (
    closed_forms,
    covering,
    dating,
    giveaway,
    links,
    reading,
    schemes,
    shape,
    spelling,
    words,
)
from tutorapp.domain.checking.findings import Finding, Row
from tutorapp.domain.content import Unit
from tutorapp.domain.coverage import Coverage

__all__ = ["Coverage", "Finding", "Report", "Row", "check_unit"]

_RULES = (shape, dating, schemes, closed_forms, giveaway, reading, spelling)


@dataclass(frozen=True, slots=True)
class Report:
    """``rows``: the table, e.g. "Seed points covered: 138 of 138"; ``problems``: what to mend."""

    rows: tuple[Row, ...]
    problems: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; warnings may remain."""
        return not any(problem.severity == "error" for problem in self.problems)


def check_unit(
    unit: Unit,
    coverage: Coverage | None = None,
    unread: Iterable[tuple[str, str]] = (),
    known: words.Known | None = None,
) -> Report:
    """All rules over ``unit``; ``coverage`` is the pack's own list of what it must cover.

    ``known`` says whether a word is spelt so in a dictionary or in the pack's list; without it only American forms
    are found.

    ``unread``: (kind, id) of items that the pack holds but that could not be read, so that one broken item does not
    make every link to it an error.
    """
    problems, rows = covering.check(unit, coverage)
    rest = (rule.check(unit) for rule in _RULES)
    for found, counted in (links.check(unit, unread), *rest, words.check(unit, known)):
        problems = problems + found
        rows = rows + counted
    return Report(tuple(rows), tuple(problems))
