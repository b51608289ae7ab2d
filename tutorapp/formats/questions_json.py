"""Reads the headless marker's questions: a JSON list of question objects, or an object with "questions"."""

from __future__ import annotations

import json

from msgspec import inspect

from tutorapp.domain.checking.schemes import unsound
from tutorapp.domain.content import Question
from tutorapp.domain.errors import KnownError
from tutorapp.formats.typed import convert


def read_questions(text: str, source: str = "the questions file") -> dict[str, Question]:
    """The questions by id. KnownError names the question and the place of the first mistake.

    ``{"id", "text", "marks", "points": [{"id", "text"}]}`` is enough. Null stands for a key left out; keys
    that no question has are passed over.
    A scheme whose rules give no sum (``unsound``) is a mistake too.
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
    question, mistakes = convert(_ours(item, inspect.type_info(Question)), Question)
    if question is None:
        name = item.get("id", number) if isinstance(item, dict) else number
        place = ".".join(str(step) for step in mistakes[0].path)
        raise KnownError(f"{source}: question {name}: {place + ': ' if place else ''}{mistakes[0].message}.")
    for place, wrong in unsound(question):
        raise KnownError(f"{source}: question {question.id}: {place}: {wrong}.")
    return question


def _ours(value: object, kind: inspect.Type) -> object:
    """``value`` without the keys that ``kind`` does not have and without nulls, which stand for keys left out.

    Whoever keeps questions for more than this program writes a subject or a note beside them.
    """
    match kind, value:
        case inspect.DataclassType(), dict():
            known = {field.encode_name: field.type for field in kind.fields}
            return {key: _ours(item, known[key]) for key, item in value.items() if key in known and item is not None}
        case inspect.VarTupleType(), list():
            return [_ours(item, kind.item_type) for item in value]
        case inspect.UnionType(), _:
            inner = [option for option in kind.types if isinstance(option, inspect.DataclassType)]
            return _ours(value, inner[0]) if inner else value
    return value
