"""Questions that are the same, or nearly: equal content, and texts that share most of their words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from tutorapp.domain import markup
from tutorapp.domain.content import Question

NEAR = 0.75
"""Shared words as a share of all words of both texts (Jaccard's index) from which two texts are called near."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Alike:
    """Two or more questions; ``same``: not only near. In the order they were given."""

    questions: tuple[Question, ...]
    same: bool


def find(questions: Sequence[Question], digest: Callable[[Question], str]) -> tuple[Alike, ...]:
    """Groups of questions that are the same by ``digest``, then groups of near ones of the same type."""
    by_digest: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        by_digest[digest(question)].append(question)
    same = [Alike(tuple(group), same=True) for group in by_digest.values() if len(group) > 1]
    return (*same, *_near([group[0] for group in by_digest.values()]))


def _near(questions: Sequence[Question]) -> list[Alike]:
    """Any two near sets share one of their rarest words (prefix filtering), so only few pairs are compared."""
    sets = [_words(question) for question in questions]
    common = Counter(word for words in sets for word in words)
    seen: dict[str, list[int]] = defaultdict(list)
    heads = list(range(len(questions)))
    for at, words in enumerate(sets):
        ordered = sorted(words, key=lambda word: (common[word], word))
        prefix = ordered[: len(ordered) - ceil(NEAR * len(ordered)) + 1] if ordered else []
        for other in dict.fromkeys(other for word in prefix for other in seen[word]):
            if questions[other].type == questions[at].type and _share(words, sets[other]) >= NEAR:
                _join(heads, at, other)
        for word in prefix:
            seen[word].append(at)
    groups: dict[int, list[Question]] = defaultdict(list)
    for at, question in enumerate(questions):
        groups[_head(heads, at)].append(question)
    return [Alike(tuple(group), same=False) for group in groups.values() if len(group) > 1]


def _words(question: Question) -> frozenset[str]:
    parts: Iterable[str] = (question.text, *(choice.text for choice in question.choices), *question.order)
    pairs = (side for pair in question.pairs for side in (pair.left, pair.right))
    text = " ".join(markup.plain(part) for part in (*parts, *pairs))
    return frozenset(_WORD.findall(text.casefold()))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (len(one | other) or 1)


def _head(heads: list[int], at: int) -> int:
    while heads[at] != at:
        heads[at] = heads[heads[at]]
        at = heads[at]
    return at


def _join(heads: list[int], one: int, other: int) -> None:
    a, b = _head(heads, one), _head(heads, other)
    heads[max(a, b)] = min(a, b)
