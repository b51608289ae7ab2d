"""Reads one quiz (``domain.quiz``) from JSON, for the command line."""

from __future__ import annotations

from tutorapp.domain.errors import KnownError
from tutorapp.domain.quiz import Quiz
from tutorapp.formats import strict_json
from tutorapp.formats.typed import convert

MOST_CHARACTERS = 1_000_000


def read_quiz(text: str, source: str = "the quiz file") -> Quiz:
    """The quiz in ``text``. KnownError names the place of the first mistake and how many more there are."""
    if len(text) > MOST_CHARACTERS:
        raise KnownError(f"{source} is too large for a quiz.")
    try:
        value = strict_json.parse(text)
    except strict_json.JsonError as error:
        place = f", line {error.line}" if error.line else ""
        raise KnownError(f"{source}{place}: {error.message}.") from None
    quiz, mistakes = convert(value, Quiz)
    if quiz is None:
        place = ".".join(str(step) for step in mistakes[0].path)
        more = f" There are {len(mistakes) - 1} more mistakes." if len(mistakes) > 1 else ""
        raise KnownError(f"{source}: {place + ': ' if place else ''}{mistakes[0].message}.{more}")
    return quiz
