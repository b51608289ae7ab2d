"""Notes files: TOML front matter between two +++ lines, then the text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

_FENCE = "+++"
_TOML_LINE = re.compile(r" \(at line (\d+), column \d+\)")
_NAMED = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


class FrontMatterError(ValueError):
    """The head of a notes file cannot be read; ``line`` counts from 1 in the file."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def read(text: str) -> tuple[dict[str, Any], str]:
    """The keys of the head and the text below it. Raises FrontMatterError."""
    lines = text.split("\n")
    if lines[0].strip() != _FENCE:
        raise FrontMatterError("the first line must be +++, then the keys, then +++ again", 1)
    end = next((at for at in range(1, len(lines)) if lines[at].strip() == _FENCE), None)
    if end is None:
        raise FrontMatterError("the second +++ line is missing", 1)
    try:
        head = tomllib.loads("\n".join(lines[1:end]))
    except tomllib.TOMLDecodeError as error:
        place = _TOML_LINE.search(str(error))
        why = _TOML_LINE.sub("", str(error)).rstrip(".")
        raise FrontMatterError(f"this is not valid TOML: {why}", int(place[1]) + 1 if place else end) from None
    except (RecursionError, ValueError):
        raise FrontMatterError("this is not TOML that can be read here", 1) from None
    return head, "\n".join(lines[end + 1 :]).strip("\n")


def write(head: Mapping[str, str | Sequence[str]], body: str) -> str:
    """The notes file of ``head`` and ``body``; ``read`` gives both back."""
    keys = [f"{key} = {_value(value)}" for key, value in head.items()]
    return "\n".join([_FENCE, *keys, _FENCE, "", body, ""])


def line_of(text: str, key: str) -> int:
    """The line of ``key`` in the head, else the first."""
    pattern = re.compile(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=")
    for number, line in enumerate(text.split("\n"), 1):
        if number > 1 and line.strip() == _FENCE:
            break
        if pattern.match(line):
            return number
    return 1


def body_line(text: str) -> int:
    """The line on which the text below the head begins."""
    fences = [number for number, line in enumerate(text.split("\n"), 1) if line.strip() == _FENCE]
    first = fences[1] if len(fences) > 1 else 0
    rest = text.split("\n")[first:]
    return first + 1 + next((skip for skip, line in enumerate(rest) if line.strip()), 0)


def _value(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return _quoted(value)
    return "[" + ", ".join(_quoted(item) for item in value) + "]"


def _quoted(text: str) -> str:
    escaped = (_NAMED.get(c, f"\\u{ord(c):04X}" if ord(c) < 0x20 or ord(c) == 0x7F else c) for c in text)
    return '"' + "".join(escaped) + '"'
