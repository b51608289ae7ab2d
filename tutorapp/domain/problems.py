"""What is wrong in a pack and where, in words that the person who wrote it can act on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from tutorapp.domain.records import dataclass

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. ``file`` is the posix name inside the pack ("" for the pack itself), ``line`` counts
    from 1 (None where no line is meant), ``field`` names the place, e.g. "E018.when" or "Q2.points[3].marks"."""

    file: str
    line: int | None
    field: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.field, self.message) if part)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that keep a pack from being installed."""
    return tuple(problem for problem in problems if problem.severity == "error")
