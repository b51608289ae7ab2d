"""A person's work as plain rows that travel between computers: its tables, and what came of a union."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from tutorapp.domain.records import dataclass

Row = dict[str, Any]
"""One row by column: texts, numbers, truth values; instants as ISO 8601 in UTC, bytes as Base64."""
Rows = dict[str, list[Row]]
"""Rows by table, in the order of ``TABLES``."""

TABLES: dict[str, str] = {
    "frozen_questions": "questions as they were seen",
    "attempts": "attempts",
    "log_entries": "notes of what happened during an attempt",
    "answers": "answers",
    "markings": "markings",
    "decisions": "decisions about mark points",
    "accepted_words": "wordings you accepted",
    "annotations": "notes and highlights",
    "section_marks": "sections read",
    "own_items": "own questions, events and quizzes",
    "own_pictures": "pictures",
    "imports": "files brought in",
    "sittings": "quizzes taken",
    "sitting_attempts": "answers to quizzes",
    "results": "results of a class",
    "result_marks": "marks of a class",
}
"""What travels, parents before what refers to them, with words for it. Unfinished answers stay on their computer."""
FIRST_TABLES = tuple(TABLES)[:9]
"""Those of schema 1, which every file of ours has."""
DRAFTS = "drafts"
DRAFT_WORDS = "unfinished answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a union did. By table, tables without any left out."""

    added: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)  # there already: nothing is ever there twice
    orphans: dict[str, int] = field(default_factory=dict)  # refer to something that is neither here nor among the rows

    @property
    def total(self) -> int:
        """How many rows are new here."""
        return sum(self.added.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvage:
    """What could be read of a damaged file. ``lost`` has a sentence for each table that is not whole."""

    rows: Rows
    lost: tuple[str, ...] = ()


def words(counts: dict[str, int]) -> str:
    """``counts`` for a person, e.g. "12 attempts, 3 answers"; the questions behind attempts are not told."""
    named = {**TABLES, DRAFTS: DRAFT_WORDS}
    told = [f"{count} {named[table]}" for table, count in counts.items() if count and table != "frozen_questions"]
    return ", ".join(told) or "nothing"
