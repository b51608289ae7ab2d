"""JSON read more strictly than the standard library does, with the line of every value on request."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

Path = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top, e.g. ("events", 3, "when")."""

# A string, a bracket or separator, or a bare word; no two alternatives can start alike, so a scan is linear.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_LONGEST_INTEGER = 18  # what every database and every other program can hold
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


class JsonError(ValueError):
    """The text is no JSON that we read; ``line`` counts from 1 (None where it is not known)."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class _DuplicateKeyError(ValueError):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def parse(text: str) -> Any:  # noqa: ANN401  # JSON has any shape until it is checked
    """The value of ``text``.

    Refused besides plain syntax errors: a key twice in one object, NaN and Infinity, numbers of more than 18
    digits, half characters (lone surrogates) and nesting too deep to read. Raises JsonError.
    """
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_int=_integer, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise JsonError(f"this is not valid JSON: {_in_words(error)}", error.lineno) from None
    except _DuplicateKeyError as error:
        raise JsonError(f"the key “{error.key}” stands twice in one object", _second_key_line(text)) from None
    except RecursionError:
        raise JsonError("the brackets are nested too deeply", None) from None
    except ValueError as error:
        raise JsonError(str(error), None) from None
    if "\\u" in text and _LONE_SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise JsonError("a \\u escape names half a character", None)
    return value


def lines(text: str) -> dict[Path, int]:
    """The line of every value in ``text``, which must be JSON that ``parse`` accepts."""
    found: dict[Path, int] = {}
    for path, line, _key in _walk(text):
        found[path] = line
    return found


def line_of(places: dict[Path, int], path: Sequence[str | int]) -> int | None:
    """The line of ``path``, else of the nearest value around it."""
    way = tuple(path)
    while way not in places and way:
        way = way[:-1]
    return places.get(way)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _value in pairs:
            if key in seen:
                raise _DuplicateKeyError(key)
            seen.add(key)
    return made


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_INTEGER:
        raise JsonError(f"the number {digits[:20]}… is too long", None)
    return int(digits)


def _constant(name: str) -> NoReturn:
    raise JsonError(f"{name} is not a number in JSON", None)


def _in_words(error: json.JSONDecodeError) -> str:
    words = {
        "Expecting ',' delimiter": "a comma or closing bracket is missing",
        "Expecting ':' delimiter": "a colon is missing after a key",
        "Expecting value": "a value is missing (look for a comma too many)",
        "Expecting property name enclosed in double quotes": "a key is missing, or a comma is too many",
        "Illegal trailing comma before end of object": "there is a comma before a closing bracket",
        "Illegal trailing comma before end of array": "there is a comma before a closing bracket",
        "Extra data": "something follows after the end",
        "Invalid control character at": "a text runs over the end of its line (write \\n for a new line)",
        "Unterminated string starting at": "a text has no closing quotation mark",
        "Invalid \\escape": "a backslash must be written twice",
        "Invalid \\uXXXX escape": "a \\u escape needs four hexadecimal digits",
    }
    return f"{words.get(error.msg, error.msg.lower())}, at column {error.colno}"


def _second_key_line(text: str) -> int | None:
    seen: set[Path] = set()
    try:
        for path, line, is_key in _walk(text):
            if is_key and path in seen:
                return line
            seen.add(path)
    except (IndexError, ValueError):  # what follows the second key need not be JSON
        return None
    return None


def _walk(text: str) -> Iterator[tuple[Path, int, bool]]:
    """Each value's path, the line of its key or, in a list, of the value, and whether it stands in an object."""
    yield (), 1, False
    stack: list[str | int] = []  # the current key or position at each open level
    line, at, want_key = 1, 0, False
    for match in _TOKEN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        token = match[0]
        if token in "{[":
            if stack and isinstance(stack[-1], int):
                yield tuple(stack), line, False
            stack.append("" if token == "{" else 0)
            want_key = token == "{"
        elif token in "}]":
            stack.pop()
            want_key = False
        elif token == ",":
            last = stack[-1]
            want_key = isinstance(last, str)
            if isinstance(last, int):
                stack[-1] = last + 1
        elif token == ":":
            want_key = False
        elif want_key:
            stack[-1] = json.loads(token)
            yield tuple(stack), line, True
        elif stack and isinstance(stack[-1], int):
            yield tuple(stack), line, False
