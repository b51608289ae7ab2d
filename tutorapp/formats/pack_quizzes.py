"""``quizzes.json`` of a pack; apart from the other files, which every start reads."""

from __future__ import annotations

from dataclasses import dataclass

from tutorapp.domain.quiz import Quiz
from tutorapp.formats.pack_reading import Reading

NAME = "quizzes.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizzesFile:
    """``quizzes.json``."""

    quizzes: tuple[Quiz, ...]


def read(reading: Reading) -> tuple[Quiz, ...]:
    """The quizzes of an opened pack; one with a mistake is left out and named among the problems."""
    return reading.items(NAME, QuizzesFile, Quiz) if NAME in reading.box.names else ()
