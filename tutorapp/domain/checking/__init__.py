"""The rules a unit must keep, each in a module of its own; none of them reads a file or a clock."""

from __future__ import annotations

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
)
from tutorapp.domain.checking.covering import Coverage
from tutorapp.domain.checking.findings import Finding, Row
from tutorapp.domain.content import Unit

__all__ = ["Coverage", "Finding", "Report", "Row", "check_unit"]

_RULES = (shape, links, dating, schemes, closed_forms, giveaway, reading, spelling)


@dataclass(frozen=True, slots=True)
class Report:
    """``rows``: the table, e.g. "Seed points covered: 138 of 138"; ``problems``: what to mend."""

    rows: tuple[Row, ...]
    problems: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; warnings may remain."""
        return not any(problem.severity == "error" for problem in self.problems)


def check_unit(unit: Unit, coverage: Coverage | None = None) -> Report:
    """All rules over ``unit``; ``coverage`` is the pack's own list of what it must cover."""
    problems, rows = covering.check(unit, coverage)
    for rule in _RULES:
        found, counted = rule.check(unit)
        problems = problems + found
        rows = rows + counted
    return Report(tuple(rows), tuple(problems))
