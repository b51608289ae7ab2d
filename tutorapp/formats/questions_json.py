"""Reads the headless marker's questions: a JSON list of question objects, or an object with "questions"."""

from __future__ import annotations

import json

from tutorapp.domain.content import Question
from tutorapp.domain.errors import KnownError
from tutorapp.formats.typed import convert


def read_questions(text: str, source: str = "the questions file") -> dict[str, Question]:
    """The questions by id. KnownError names the question and the place of the first mistake.

    ``{"id", "text", "marks", "points": [{"id", "text"}]}`` is enough; null stands for a key left out.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise KnownError(f"{source} is not valid JSON{place}.") from error
    items = value.get("questions") if isinstance(value, dict) and "points" not in value else value
    items = [items] if isinstance(items, dict) else items
    if not isinstance(items, list):
        raise KnownError(f"{source} must hold a list of questions.")
    found: dict[str, Question] = {}
    for number, item in enumerate(items, 1):
        question = _question(item, number, source)
        if question.id in found:
            raise KnownError(f"{source}: the id “{question.id}” stands twice.")
        found[question.id] = question
    return found


def _question(item: object, number: int, source: str) -> Question:
    if isinstance(item, dict):
        item = {key: value for key, value in item.items() if value is not None}
    question, mistakes = convert(item, Question)
    if question is None:
        name = item.get("id", number) if isinstance(item, dict) else number
        place = ".".join(str(step) for step in mistakes[0].path)
        raise KnownError(f"{source}: question {name}: {place + ': ' if place else ''}{mistakes[0].message}.")
    return question
