"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

Fate = Literal["same", "gone", "new"]
Piece = tuple[Fate, str]

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
MOST_WORDS = 3_000
"""Beyond it the middle is told as one change: comparing takes time that grows with the square."""


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """``old`` and ``new`` as pieces in reading order, white space kept; neighbours never share a fate.

    The pieces "same" and "gone" together make ``old``, "same" and "new" together ``new``.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    middle_old, middle_new = before[start : len(before) - end], after[start : len(after) - end]
    pieces: list[Piece] = [("same", "".join(before[:start]))]
    if len(middle_old) + len(middle_new) > MOST_WORDS:
        pieces += [("gone", "".join(middle_old)), ("new", "".join(middle_new))]
    else:
        for tag, a, b, c, d in SequenceMatcher(None, middle_old, middle_new, autojunk=False).get_opcodes():
            if tag == "equal":
                pieces.append(("same", "".join(middle_old[a:b])))
            else:
                pieces += [("gone", "".join(middle_old[a:b])), ("new", "".join(middle_new[c:d]))]
    pieces.append(("same", "".join(before[len(before) - end :])))
    return _joined(pieces)


def _shared(one: list[str], other: list[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    made: list[Piece] = []
    for fate, text in pieces:
        if text and made and made[-1][0] == fate:
            made[-1] = (fate, made[-1][1] + text)
        elif text:
            made.append((fate, text))
    return tuple(made)
