"""Finds a question's terms in an answer: stems, phrases with gaps, misspellings, and what was denied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from tutorapp.marking.concepts import Concept
from tutorapp.marking.synonyms import NEGATOR, NOTHING, Term
from tutorapp.marking.text import Text, Token, fold, word_set

ASKED = 0.4
"""The question's own words show a concept that is not the question's only a little."""
MAX_GAP = 2
MAX_GAP_DENIED = 4  # "not industrialising the country quickly"
_FUZZY_CACHE = 20_000
_VOWELS = frozenset("aeiouy")
_NOT = word_set("not never cannot hardly")
_NO = word_set("no none nobody nothing neither nor without")


@dataclass(slots=True)
class Hit:
    """A concept found at tokens ``first``-``last``. ``degree`` 0-1; ``denied`` when the answer denies it there."""

    first: int
    last: int
    degree: float
    denied: bool
    denial_term: bool  # the term itself holds the denial ("never question")
    layer: str
    term: str
    typo: bool = False


@dataclass(slots=True)
class _Way:
    concept: int
    rest: tuple[str, ...]
    term: Term
    degree: float
    layer: str
    opposite: bool = False


@dataclass(slots=True)
class TermIndex:
    """All terms of a question by their first stem; built once, asked for every token of every answer."""

    by_stem: dict[str, list[_Way]] = field(default_factory=dict)
    by_prefix: dict[str, list[tuple[str, _Way]]] = field(default_factory=dict)
    _long: dict[tuple[str, int], list[tuple[str, str]]] = field(
        default_factory=dict
    )  # (first letter, length) -> (fold, stem)
    _misspelt: dict[str, str] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()
    known: Callable[[tuple[str, ...]], bool] = lambda stems: False  # words of the pack are no misspellings

    def add(self, concept: Concept) -> None:
        """Indexes every term of ``concept`` (its ``index`` set) and its opposites."""
        ways = [(term, degree, layer, False) for term, degree, layer in concept.terms]
        ways += [(term, 1.0, "synonyms", True) for term in concept.opposites]
        for term, degree, layer, opposite in ways:
            if not term.stems:
                continue
            way = _Way(concept.index, term.stems[1:], term, degree, layer, opposite)
            first = term.stems[0]
            if term.prefix and len(term.stems) == 1:
                self.by_prefix.setdefault(first[:3], []).append((first, way))
            else:
                self.by_stem.setdefault(first, []).append(way)
                for value in term.stems:
                    self._remember(value, value)
                if layer != "synonyms" and len(term.stems) == 1:
                    self._remember(term.text.lower().strip("~*"), first)

    def _remember(self, word: str, value: str) -> None:
        if len(word) >= 4 and word.isalpha():
            key = fold(word)
            bucket = self._long.setdefault((key[0], len(key)), [])
            if (key, value) not in bucket:
                bucket.append((key, value))

    def meant(self, token: Token) -> str:
        """The stem this token was probably meant to be: its own, or that of a near term; cached."""
        value = token.stem
        if value in self.by_stem or len(value) < 4 or value in self.vocabulary or not value.isalpha():
            return value
        known = self._misspelt.get(value)
        if known is None:
            known = value if self.known((value,)) else self._nearest(value, token.word)
            if len(self._misspelt) >= _FUZZY_CACHE:
                self._misspelt.clear()
            self._misspelt[value] = known
        return known

    def _nearest(self, value: str, word: str) -> str:
        key = fold(value)
        allowed = 0 if len(word) < 5 else 1 if len(word) < 8 else 2
        best, found = allowed + 1, value
        for length in range(len(key) - allowed, len(key) + allowed + 1):
            for other, target in self._long.get((key[0], length), ()):
                if len(other) < 5 and other != key:
                    continue
                limit = min(best - 1, 1 if len(other) < 7 else allowed)
                distance = edits(key, other, limit)
                if distance is not None and distance < best:
                    best, found = distance, target
        return found


def edits(a: str, b: str, limit: int) -> int | None:
    """Edit distance with neighbouring swaps, or None above ``limit`` (0-2)."""
    if a == b:
        return 0
    if limit <= 0 or abs(len(a) - len(b)) > limit:
        return None
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        last, row, before_last = row, [i], before
        for j, cb in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (ca != cb))
            if i > 1 and j > 1 and ca == b[j - 2] and a[i - 2] == cb:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return None
        before = last
    return row[-1] if row[-1] <= limit else None


@dataclass(slots=True)
class Found:
    """Hits per unit: unit -> concept index -> hits; ``against`` holds the opposites in the same shape."""

    hits: dict[int, dict[int, list[Hit]]] = field(default_factory=dict)
    against: dict[int, dict[int, list[Hit]]] = field(default_factory=dict)


def find(text: Text, index: TermIndex, asked: frozenset[str], own: frozenset[int]) -> Found:
    """All hits in ``text``. A single word of the question counts little, except for concepts in ``own``."""
    found = Found()
    tokens = text.tokens
    stems = [_shape(token, index) for token in tokens]
    by_stem = index.by_stem
    for low, high in text.units:
        for n in range(low, high):
            value = stems[n]
            ways: Iterable[_Way] = by_stem.get(value, ())
            prefixed = index.by_prefix.get(tokens[n].word[:3])
            if prefixed:
                ways = [*ways, *(way for prefix, way in prefixed if tokens[n].word.startswith(prefix))]
            for way in ways:
                last = _follow(tokens, stems, n, high, way) if way.rest else n
                if last is not None:
                    _keep(found, text, n, last, way, value != tokens[n].stem, asked, own, stems)
    return found


def _shape(token: Token, index: TermIndex) -> str:
    if token.word in _NO:
        return NOTHING
    if token.word in _NOT or token.raw.lower().endswith(("n't", "n’t")) or token.word in _NT:
        return NEGATOR
    return index.meant(token)


_NT = word_set("didnt wasnt werent isnt arent dont doesnt couldnt wouldnt cant hadnt hasnt havent wont")


def _follow(tokens: Sequence[Token], stems: Sequence[str], n: int, high: int, way: _Way) -> int | None:
    rest = way.rest
    place = n
    gap = MAX_GAP_DENIED if stems[n] == NEGATOR else MAX_GAP
    for wanted in rest:
        for step in range(place + 1, min(place + 2 + gap, high)):
            if stems[step] == wanted or (
                way.term.prefix and wanted is rest[-1] and tokens[step].word.startswith(wanted)
            ):
                place = step
                break
        else:
            return None
    return place


def _compound(text: Text, last: int, stems: Sequence[str]) -> bool:
    """Whether the noun goes on: "no food" is not said by "no food shortages"."""
    after = last + 1
    if after >= len(text.tokens) or text.tokens[after].unit != text.tokens[last].unit:
        return False
    return stems[after] in _LACKING and text.source[text.tokens[last].end : text.tokens[after].start] == " "


_LACKING = word_set("shortag lack problem crisi famin short")


def _keep(
    found: Found,
    text: Text,
    first: int,
    last: int,
    way: _Way,
    typo: bool,
    asked: frozenset[str],
    own: frozenset[int],
    stems: Sequence[str],
) -> None:
    tokens = text.tokens
    degree = way.degree * (0.97 if typo else 1.0)
    if way.concept not in own and stems[first] in asked and all(value in asked for value in way.term.stems):
        degree *= ASKED
    if way.term.allow_denied:
        if stems[first] == NOTHING and _compound(text, last, stems):
            return
        denied = False
    else:
        denied = tokens[first].denied or tokens[last].denied
        if any(stems[n] == NEGATOR for n in range(first + 1, last)):
            return
    holder = found.against if way.opposite else found.hits
    unit = tokens[first].unit
    hit = Hit(first, last, degree, denied, way.term.allow_denied, way.layer, way.term.text, typo)
    holder.setdefault(unit, {}).setdefault(way.concept, []).append(hit)
