"""From plain JSON or TOML values to our content types, with every mistake named by its place."""

from __future__ import annotations

import copy
import difflib
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import inspect

from tutorapp.domain.records import dataclass
from tutorapp.formats.strict_json import Path

_T = TypeVar("_T")
_CLASS_NAME = re.compile(r"[A-Z]\w+")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong at ``path`` below the value that was given; ``wanted``: the type, where one may guess at it."""

    path: Path
    message: str
    wanted: Literal["", "list", "text"] = ""


def convert(value: object, kind: type[_T]) -> tuple[_T | None, tuple[Mistake, ...]]:
    """``value`` as ``kind``, or None and every mistake in it. Unknown keys are mistakes too."""
    try:
        made = msgspec.convert(value, kind)
        if not is_dataclass(kind) or not _has_unknown_keys(value, _keys(kind)):
            return made, ()
        failure = ""
    except (msgspec.ValidationError, RecursionError) as error:
        failure = str(error)
    found = tuple(_mistakes(value, inspect.type_info(kind), ()))
    return None, found or (Mistake((), failure),)


def as_meant(value: object, kind: type[_T]) -> _T | None:
    """``value`` as ``kind`` although it has mistakes, for rules that go on looking; None when nobody can say.

    Unknown keys are passed over, "9" is taken for a number where one is wanted, 1832 for a text, and a single text for
    a list of one. Nothing is put in the place of what is missing.
    """
    try:
        return msgspec.convert(_corrected(value, kind), kind, strict=False)
    except (msgspec.ValidationError, RecursionError):
        return None


def _corrected(value: Any, kind: type) -> Any:  # noqa: ANN401  # any JSON
    """A copy of ``value`` with a text for a number, and a list of one for a text, wherever those are wanted."""
    made = copy.deepcopy(value)
    for mistake in convert(value, kind)[1]:
        if not mistake.path or not mistake.wanted:
            continue
        *way, last = mistake.path
        holder = made
        for step in way:
            holder = holder[step]
        held = holder[last]
        if mistake.wanted == "list" and isinstance(held, str):
            holder[last] = [held]
        elif mistake.wanted == "text" and isinstance(held, int | float) and not isinstance(held, bool):
            holder[last] = str(held)
    return made


# --- the quick look for keys we do not know: only the dataclasses inside a type are visited ----------------


@dataclass(frozen=True, slots=True)
class _Keys:
    names: frozenset[str]
    inner: tuple[tuple[str, bool, _Keys], ...]  # key, whether it holds a list, the keys of what is inside


@cache
def _keys(kind: type) -> _Keys:
    """Read from the annotations as written: resolving them all costs 20 ms, which the first start would feel."""
    known = vars(sys.modules[kind.__module__])
    inner = tuple(
        (field.name, annotation.startswith("tuple["), _keys(known[word]))
        for field in fields(kind)
        for annotation in [str(field.type)]
        for word in _CLASS_NAME.findall(annotation)
        if is_dataclass(known.get(word))
    )
    return _Keys(frozenset(field.name for field in fields(kind)), inner)


def _has_unknown_keys(value: Any, known: _Keys) -> bool:  # noqa: ANN401  # its shape was checked before
    if not value.keys() <= known.names:
        return True
    for key, many, inside in known.inner:
        held = value.get(key)
        if not held:
            continue
        for item in held if many else (held,):
            if _has_unknown_keys(item, inside):
                return True
    return False


# --- the slow walk, only after something was found wrong ---------------------------------------------------


def _mistakes(value: object, info: inspect.Type, path: Path) -> Iterator[Mistake]:
    match info:
        case inspect.DataclassType():
            yield from _object_mistakes(value, info, path)
        case inspect.VarTupleType():
            if not isinstance(value, list):
                yield Mistake(path, f"must be a list, but is {_what(value)}", "list")
                return
            for index, item in enumerate(value):
                yield from _mistakes(item, info.item_type, (*path, index))
        case inspect.TupleType():
            if not isinstance(value, list) or len(value) != len(info.item_types):
                yield Mistake(path, f"must be a list of {len(info.item_types)}")
                return
            for index, (item, inside) in enumerate(zip(value, info.item_types, strict=True)):
                yield from _mistakes(item, inside, (*path, index))
        case inspect.DictType():
            if not isinstance(value, dict):
                yield Mistake(path, f"must be an object in curly brackets, but is {_what(value)}")
                return
            for key, item in value.items():
                yield from _mistakes(item, info.value_type, (*path, key))
        case inspect.UnionType():
            if value is not None:
                yield from _mistakes(value, _options(info)[0], path)
        case _:
            yield from _scalar_mistakes(value, info, path)


def _object_mistakes(value: object, info: inspect.DataclassType, path: Path) -> Iterator[Mistake]:
    if not isinstance(value, dict):
        yield Mistake(path, f"must be an object in curly brackets, but is {_what(value)}")
        return
    known = {field.encode_name: field for field in info.fields}
    for key, item in value.items():
        if key in known:
            yield from _mistakes(item, known[key].type, (*path, key))
        else:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f" (did you mean “{near[0]}”?)" if near else ""
            yield Mistake((*path, key), f"“{_short(key)}” is not a key that belongs here{hint}")
    for name, field in known.items():
        if field.required and name not in value:
            yield Mistake(path, f"the key “{name}” is missing")


def _scalar_mistakes(value: object, info: inspect.Type, path: Path) -> Iterator[Mistake]:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match info:
        case inspect.StrType():
            good, wanted = isinstance(value, str), "a text in quotation marks"
        case inspect.IntType():
            good, wanted = number and isinstance(value, int) and abs(value) < 2**63, "a whole number"
        case inspect.FloatType():
            good, wanted = number, "a number"
        case inspect.BoolType():
            good, wanted = isinstance(value, bool), "true or false"
        case inspect.LiteralType():
            good, wanted = value in info.values, "one of " + ", ".join(str(option) for option in info.values)
        case _:
            return
    if not good:
        guess: Literal["", "text"] = "text" if isinstance(info, inspect.StrType) else ""
        yield Mistake(path, f"must be {wanted}, but is {_what(value)}", guess)


def _options(info: inspect.Type) -> tuple[inspect.Type, ...]:
    """The types that ``info`` allows, None left out."""
    if isinstance(info, inspect.UnionType):
        return tuple(option for option in info.types if not isinstance(option, inspect.NoneType))
    return (info,)


def _what(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return f"“{_short(value)}”"
        case int() | float():
            return _short(str(value))
        case Mapping():
            return "an object"
        case _:
            return "a list"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
