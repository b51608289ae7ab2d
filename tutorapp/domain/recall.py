"""Cover and recall: which ideas of a section a text written from memory seems to hold, and what it misses.

A suggestion, not a mark: it compares words, so it can neither see a wrong claim nor know every other wording. The
person decides with a tick. An idea is a line to remember; it seems held when enough of its telling words occur.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from math import ceil

from tutorapp.domain import markup
from tutorapp.domain.content import Section, Term
from tutorapp.domain.records import dataclass
from tutorapp.domain.work import Anchor, Annotation

ENOUGH = 0.5
"""Share of an idea's weight from which it seems held; a paraphrase seldom keeps more of the words."""

NAME_WEIGHT = 2
"""Names and numbers tell an idea from others, so they weigh double."""

MOST_IDEAS = 6
"""Ideas taken from the paragraphs of a section that has no lines to remember."""

_COMMON = """a about after again against all also an and any are as at be became because been before being
    between both but by can could did do does for from had has have he her him his how if in into is it
    its made many more most much no not of on one only or other out over own she should so some such
    than that the their them then there these they this those through to too under until up very was way
    were what when where which while who whom why will with without would you"""
NO_TELLING_WORDS = frozenset(_COMMON.split())
"""Words that hold no idea by themselves."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_RANGE_END = re.compile(r"(?<=\d)[-–]\d{1,2}\b")  # "1919–23" counts as its first year
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"(])")
_ENDINGS = ("ations", "ation", "ings", "ing", "ised", "ises", "ise", "ists", "ist", "isms", "ism", "ions", "ion",
            "ness", "ment", "ers", "er", "ies", "ied", "es", "ed", "ly", "al", "s", "y", "e")  # fmt: skip

Variants = Callable[[str], Iterable[str]]
"""A lower-case word to its other spellings."""


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea, with the telling words found in the text and those missing, in the idea's order and spelling."""

    text: str
    found: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def held(self) -> bool:
        """Whether the text seems to hold the idea."""
        found, missing = _weight(self.found), _weight(self.missing)
        return found > 0 and found >= ENOUGH * (found + missing)

    def most_missed(self, count: int) -> tuple[str, ...]:
        """At most ``count`` of the missing words, names and numbers first, in the idea's order."""
        chosen = sorted(self.missing, key=lambda word: -_weight((word,)))[:count]
        return tuple(word for word in self.missing if word in chosen)


@dataclass(frozen=True, slots=True)
class Recall:
    """The comparison of one recalled text with one section; ``terms`` are key terms (as written) by found or not."""

    ideas: tuple[Idea, ...]
    terms_found: tuple[str, ...]
    terms_missed: tuple[str, ...]

    @property
    def missed(self) -> tuple[Idea, ...]:
        """Ideas that the text does not seem to hold."""
        return tuple(idea for idea in self.ideas if not idea.held)


def ideas_of(section: Section, titles: dict[tuple[str, str], str]) -> tuple[str, ...]:
    """The section's lines to remember; without any, the first sentences of its paragraphs. Plain texts."""
    if section.remember:
        return tuple(markup.plain(line, titles) for line in section.remember)
    paragraphs = [block for block in markup.parse(section.body) if isinstance(block, markup.Paragraph)]
    sentences = [_SENTENCE_END.split(markup.plain_inline(block.inlines, titles))[0] for block in paragraphs]
    return tuple(sentences[:MOST_IDEAS])


def compare(ideas: Iterable[str], terms: Iterable[Term], typed: str, variants: Variants | None = None) -> Recall:
    """Compare ``typed`` (plain) with ``ideas`` (plain) and with the names and aliases of ``terms``."""
    spellings = variants or (lambda word: ())
    known = {form for word in _words(typed) for form in _forms(word, spellings)}
    compared = tuple(_compare_idea(idea, known) for idea in ideas)
    found: list[str] = []
    missed: list[str] = []
    for term in terms:
        names = (term.term, *term.aliases, *((term.term.split()[-1],) if term.kind == "person" else ()))
        held = any(words and all(_known(word, known) for word in words) for words in map(_telling, names))
        (found if held else missed).append(term.term)
    return Recall(compared, tuple(found), tuple(missed))


def enough(ticked: int, ideas: int) -> bool:
    """Whether ``ticked`` of ``ideas`` make a section count as recalled: at least half of them."""
    return ideas > 0 and ticked >= ceil(ideas / 2)


def record(ticked: Iterable[str], missed: Iterable[str]) -> Anchor:
    """How a recall's ticks are kept in its annotation (whose ``text`` is what was typed), one idea a line."""
    return Anchor(quote="\n".join(ticked), suffix="\n".join(missed))


def score(annotation: Annotation) -> tuple[int, int]:
    """(ticked, ideas) of a kept recall; (0, 0) when it holds none."""
    if annotation.anchor is None:
        return 0, 0
    ticked = len(annotation.anchor.quote.splitlines())
    return ticked, ticked + len(annotation.anchor.suffix.splitlines())


def first_words(ideas: Iterable[str], count: int = 2) -> tuple[str, ...]:
    """The first ``count`` words of each idea, as a hint."""
    return tuple(" ".join(idea.split()[:count]) + " …" for idea in ideas)


def _compare_idea(idea: str, known: set[str]) -> Idea:
    found: list[str] = []
    missing: list[str] = []
    for word in _telling(idea):
        (found if _known(word, known) else missing).append(word)
    return Idea(idea, tuple(found), tuple(missing))


def _telling(text: str) -> tuple[str, ...]:
    """The words of ``text`` that carry meaning, each once, in order."""
    words = [word for word in _words(text) if _plain(word) not in NO_TELLING_WORDS]
    return tuple({_stem(_plain(word)): word for word in reversed(words)}.values())[::-1]


def _known(word: str, known: set[str]) -> bool:
    stem = _stem(_plain(word))
    return stem in known or (len(stem) >= 6 and any(_one_slip(stem, other) for other in known))


def _forms(word: str, variants: Variants) -> set[str]:
    plain = _plain(word)
    return {_stem(plain), *(_stem(_plain(other)) for other in variants(plain))}


def _words(text: str) -> list[str]:
    return _WORD.findall(_RANGE_END.sub("", text))


def _weight(words: Iterable[str]) -> int:
    return sum(NAME_WEIGHT if word[0].isupper() or word[0].isdigit() else 1 for word in words)


def _plain(word: str) -> str:
    """Lower case, without accents and without a possessive ending."""
    decomposed = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return letters.removesuffix("'s").replace("'", "")


def _stem(word: str) -> str:
    """A rough stem: one common ending off, if four letters stay; numbers stay whole."""
    if word.isdigit():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter was changed, left out, added or swapped with its neighbour; numbers never match so."""
    if abs(len(one) - len(other)) > 1 or one.isdigit() or other.isdigit():
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
