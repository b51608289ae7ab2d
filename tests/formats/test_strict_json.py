"""Strict JSON: the same values as the standard library's, with lines, and quick on hostile texts."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.formats.strict_json import JsonError, line_of, lines, parse

keys = st.text(max_size=6)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(max_size=20)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(keys, inside, max_size=4),
    max_leaves=15,
)


def walked(value: object, path: tuple = ()) -> dict[tuple, object]:
    found = {path: value}
    if isinstance(value, dict):
        for key, item in value.items():
            found.update(walked(item, (*path, key)))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            found.update(walked(item, (*path, at)))
    return found


@settings(max_examples=100, deadline=None)
@given(value=values, indent=st.sampled_from([None, 1, 4]), ascii_only=st.booleans())
def test_every_value_is_read_and_has_its_line(value: object, indent: int | None, ascii_only: bool):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert parse(text) == value
    places = lines(text)
    assert places.keys() == walked(value).keys()
    rows = text.split("\n")
    for path, line in places.items():
        assert 1 <= line <= len(rows)
        if path and isinstance(path[-1], str):
            assert json.dumps(path[-1], ensure_ascii=ascii_only) in rows[line - 1]


def test_a_missing_value_is_placed_at_what_is_around_it():
    places = lines('{\n "a": [\n  {"b": 1}\n ]\n}')
    assert line_of(places, ("a", 0, "b")) == 3
    assert line_of(places, ("a", 0, "c")) == 3
    assert line_of(places, ("a", 7)) == 2
    assert line_of(places, ("x",)) == 1


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ('{"a": 1,\n"a": 2}', 2, "stands twice"),
        ('{"x": {"a": 1},\n"y": {"a": 1, \n"a": 2}}', 3, "stands twice"),
        ('{"a": 1,\n"a": 2}]}]', 2, "stands twice"),
        ('{"a": 1,\n"\\u0061": 2}, "\x01"]]', 2, "stands twice"),
        ('[{"b": {"a": 1, "a": 2}}}}, "\x01": 2]', 1, "stands twice"),
        ('{"a": 1\n"b": 2}', 2, "comma"),
        ('{"a": "x\ny"}', 1, "runs over the end of its line"),
        ('{"a": NaN}', None, "NaN"),
        ('{"a": -Infinity}', None, "-Infinity"),
        ('{"a": 1}\n{"b": 2}', 2, "follows after the end"),
        ("", 1, "a value is missing"),
        ('"\\udc00"', None, "half a character"),
        ("1" * 19, None, "is too long"),
        ("[" * 100_000, None, "too deeply"),
    ],
)
def test_what_is_refused(text: str, line: int | None, part: str):
    with pytest.raises(JsonError) as caught:
        parse(text)
    assert caught.value.line == line
    assert part in caught.value.message


@pytest.mark.parametrize(
    "text", ['{"a": "' + "\\\\" * 200_000, '["' + "a" * 400_000, '{"a":' * 50_000, "[1," * 100_000]
)
def test_hostile_texts_are_refused_at_once(text: str):
    start = time.perf_counter()
    with pytest.raises(JsonError):
        parse(text)
    assert time.perf_counter() - start < 2.0
