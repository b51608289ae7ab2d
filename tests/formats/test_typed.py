"""Typed conversion: what the quick look for unknown keys knows agrees with the types."""

from __future__ import annotations

import pytest
from msgspec import inspect

from tutorapp.domain.content import Manifest, Question, Section
from tutorapp.formats.pack_files import CareFile, Coverage, EventsFile, QuestionsFile, TermsFile
from tutorapp.formats.typed import Mistake, _keys, convert

WHOLE = (Manifest, Section, TermsFile, CareFile, EventsFile, QuestionsFile, Coverage)


@pytest.mark.parametrize("kind", WHOLE)
def test_unknown_keys_are_looked_for_in_every_type(kind: type):
    def look(at: type) -> None:
        info = inspect.type_info(at)
        assert isinstance(info, inspect.DataclassType)
        assert _keys(at).names == {field.name for field in info.fields}
        inside = {(f.name, isinstance(o, inspect.VarTupleType)): c for f in info.fields for o, c in held(f.type)}
        assert {(key, many): keys for key, many, keys in _keys(at).inner} == {at: _keys(c) for at, c in inside.items()}
        for kind_inside in inside.values():
            look(kind_inside)

    look(kind)


def held(info: inspect.Type) -> list[tuple[inspect.Type, type]]:
    """The dataclasses right inside a field's resolved type, each with the type that holds it."""
    if isinstance(info, inspect.DataclassType):
        return [(info, info.cls)]
    if isinstance(info, inspect.VarTupleType):
        return [(info, kind) for _holder, kind in held(info.item_type)]
    if isinstance(info, inspect.UnionType):
        return [pair for option in info.types for pair in held(option)]
    return []


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
