"""Typed conversion: what the quick look for unknown keys knows agrees with the types."""

from __future__ import annotations

import pytest
from msgspec import inspect

from tutorapp.domain.content import Manifest, Question, Section
from tutorapp.formats.pack_files import CareFile, Coverage, EventsFile, QuestionsFile, TermsFile
from tutorapp.formats.typed import Mistake, _keys, convert

WHOLE = (Manifest, Section, TermsFile, CareFile, EventsFile, QuestionsFile, Coverage)


def reached(kind: type) -> set[type]:
    """Every dataclass inside ``kind``, by the resolved types."""
    found: set[type] = set()
    waiting = [inspect.type_info(kind)]
    while waiting:
        info = waiting.pop()
        if isinstance(info, inspect.DataclassType) and info.cls not in found:
            found.add(info.cls)
            waiting += [field.type for field in info.fields]
        elif isinstance(info, inspect.VarTupleType):
            waiting.append(info.item_type)
        elif isinstance(info, inspect.UnionType):
            waiting += info.types
    return found


@pytest.mark.parametrize("kind", WHOLE)
def test_unknown_keys_are_looked_for_in_every_type(kind: type):
    seen, waiting = set(), [kind]
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            waiting += [inside for _key, _many, inside in _keys(at).inner]
            assert _keys(at).names == {field.name for field in inspect.type_info(at).fields}
    assert seen == reached(kind)


def test_a_key_deep_inside_is_found():
    value = {
        "questions": [
            {
                "id": "Q",
                "text": "x",
                "marks": 1,
                "samples": [
                    {"id": "s", "level": "L", "marks": 1, "text": "t", "margin": [{"quote": "t", "nots": "n"}]}
                ],
            }
        ]
    }
    made, mistakes = convert(value, QuestionsFile)
    assert made is None
    at = ("questions", 0, "samples", 0, "margin", 0)
    assert mistakes == (
        Mistake((*at, "nots"), "“nots” is not a key that belongs here (did you mean “note”?)"),
        Mistake(at, "the key “note” is missing"),
    )


def test_a_null_is_fine_only_where_it_is_allowed():
    value = {"id": "Q", "text": "x", "marks": 1}
    assert convert({**value, "minutes": None}, Question)[1] == ()
    assert convert({**value, "minutes": 3}, Question)[0].minutes == 3.0
    assert convert({**value, "minutes": "3"}, Question)[1] == (Mistake(("minutes",), "must be a number, but is “3”"),)
    assert convert({**value, "numeric": {"value": True}}, Question)[1] == (
        Mistake(("numeric", "value"), "must be a number, but is true"),
    )
    assert convert([], Question)[1] == (Mistake((), "must be an object in curly brackets, but is a list"),)
