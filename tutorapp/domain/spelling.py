"""Variant spellings of names, so that "Zinovyev" finds Zinoviev; the groups are data, one a line."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import takewhile

UNFINISHED = 3
"""A word of at least ``SHORTEST`` letters that lacks so few of a spelling's last letters stands for it while typed."""
SHORTEST = 4
SHORTEST_WHOLE = 3
"""Shorter words are the beginning of something else more often than they are a spelling ("n" for "and")."""


class Spellings:
    """Groups of words that mean the same. A word may stand in more than one group."""

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        self._others: dict[str, dict[str, None]] = {}
        for group in groups:
            members = list(dict.fromkeys(filter(None, map(fold, group))))
            for member in members:
                known = self._others.setdefault(member, {})
                known.update((other, None) for other in members if other != member)
        self._sorted = sorted(self._others)

    def __call__(self, word: str) -> tuple[str, ...]:
        """The other spellings of ``word``, whatever its case and accents; none for a word in no group.

        A spelling may be several words. An unfinished word counts as the spellings it is about to become.
        """
        wanted = fold(word)
        if len(wanted) < SHORTEST_WHOLE:
            return ()
        exact = self._others.get(wanted)
        if exact is not None:
            return tuple(exact)
        found: dict[str, None] = {}
        for member in self._unfinished(wanted):
            found.update(self._others[member])
        return tuple(other for other in found if not other.startswith(wanted))

    def _unfinished(self, word: str) -> Iterator[str]:
        if len(word) < SHORTEST:
            return
        at = bisect_left(self._sorted, word)
        for member in takewhile(lambda one: one.startswith(word), self._sorted[at:]):
            if len(member) - len(word) <= UNFINISHED:
                yield member


def parse(text: str) -> Spellings:
    """The spellings of a text with one group a line, members parted by commas; "#" starts a comment.

    A line without a comma is parted at blanks. Lines with fewer than two members say nothing.
    """
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return Spellings(line.split(",") if "," in line else line.split() for line in lines)


def fold(word: str) -> str:
    """Lower case, without accents, blanks made one."""
    bare = (c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", "".join(bare)).split())
