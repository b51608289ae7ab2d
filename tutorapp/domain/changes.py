"""What a command touched, so that panes refresh only if concerned."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from tutorapp.domain.records import dataclass

Touched = Literal[
    "content",
    "drafts",
    "attempts",
    "markings",
    "annotations",
    "sections",
    "settings",
    "events",
    "own",
    "quizzes",
    "results",
]


@dataclass(frozen=True, slots=True)
class Changes:
    """The kinds of thing a command touched and, where it helps, the ids."""

    kinds: frozenset[Touched]
    ids: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, *kinds: Touched, ids: tuple[str, ...] = ()) -> Changes:
        """Changes of ``kinds`` touching ``ids``."""
        return cls(frozenset(kinds), frozenset(ids))
