"""Finds a question's terms in an answer: stems, phrases with gaps, misspellings, and what was denied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tutorapp.marking.concepts import Concept
from tutorapp.marking.synonyms import NEGATOR, NOTHING, Term
from tutorapp.marking.text import DENIES, Text, Token, fold, word_set

ASKED = 0.4
"""The question's own words show a concept that is not the question's only a little."""
MISSPELT = 0.97
MAX_GAP = 2
MAX_GAP_DENIED = 4  # "not industrialising the country quickly"
_KEPT_WORDS = 8_000
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
    concept: int = -1


@dataclass(slots=True)
class _Way:
    concept: int
    rest: tuple[str, ...]
    term: Term
    degree: float
    layer: str
    opposite: bool
    text: str
    plain: bool  # one word, and no denial in it
    open: bool  # its second word is a beginning only
    typo_degree: float = 0.0


Ways = tuple[_Way, ...]


class Look(NamedTuple):
    """What a word as written may be: the stem it is taken for, and the terms that may begin there.

    ``single`` are the terms that end there too; the others need one of the stems in ``seconds`` within reach,
    unless ``always`` says that one may go on with any word.
    """

    stem: str
    ways: Ways
    single: Ways
    seconds: frozenset[str]
    always: bool


_NO_STEMS: frozenset[str] = frozenset()


def _look(value: str, ways: Ways) -> Look:
    seconds = {way.rest[0] for way in ways if way.rest}
    if not seconds:
        return Look(value, ways, ways, _NO_STEMS, False)
    always = True in [way.open for way in ways]
    return Look(value, ways, tuple([way for way in ways if not way.rest]), frozenset(seconds), always)


@dataclass(slots=True)
class TermIndex:
    """All terms of a question by their first stem; built once, asked for every token of every answer."""

    by_stem: dict[str, list[_Way]] = field(default_factory=dict)
    by_prefix: dict[str, list[tuple[str, _Way]]] = field(default_factory=dict)
    _long: dict[tuple[str, int], dict[tuple[str, str], frozenset[str]]] = field(
        default_factory=dict
    )  # (first letter, length) -> (fold, stem) -> letters
    seen: dict[str, Look] = field(default_factory=dict)  # by the word as written
    known: Callable[[str], bool] = lambda stem: False  # words of the pack are no misspellings

    def add(self, concept: Concept) -> None:
        """Indexes every term of ``concept`` (its ``index`` set) and its opposites."""
        ways = [(term, degree, layer, False) for term, degree, layer in concept.terms]
        ways += [(term, 1.0, "synonyms", True) for term in concept.opposites]
        for term, degree, layer, opposite in ways:
            if not term.stems:
                continue
            rest = term.stems[1:]
            plain = not rest and not term.allow_denied
            opens = term.prefix and len(rest) == 1
            way = _Way(concept.index, rest, term, degree, layer, opposite, term.text, plain, opens)
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
            self._long.setdefault((key[0], len(key)), {}).setdefault((key, value), frozenset(key))

    def settle(self, asked: frozenset[str], own: frozenset[int]) -> None:
        """Counts the question's words ``asked`` little, but for the concepts ``own``; called once, at the end."""
        every = [*self.by_stem.values(), [way for ways in self.by_prefix.values() for _, way in ways]]
        for way in (way for ways in every for way in ways):
            show_little = way.concept not in own and asked.issuperset(way.term.stems)
            way.typo_degree = way.degree * MISSPELT * (ASKED if show_little else 1.0)
            way.degree *= ASKED if show_little else 1.0
        self.seen.clear()

    def look(self, token: Token) -> Look:
        """The stem this token is taken for and the terms that may begin there; remembered."""
        known = self.seen.get(token.raw)
        if known is None:
            value = _shape(token) or self.meant(token)
            ways = tuple(self.by_stem.get(value, ()))
            if prefixed := self.by_prefix.get(token.word[:3]):
                ways += tuple(way for prefix, way in prefixed if token.word.startswith(prefix))
            if len(self.seen) >= _KEPT_WORDS:
                self.seen.clear()
            known = self.seen[token.raw] = _look(value, ways) if ways else Look(value, (), (), _NO_STEMS, False)
        return known

    def meant(self, token: Token) -> str:
        """The stem this token was probably meant to be: its own, or that of a near term."""
        value = token.stem
        if value in self.by_stem or len(value) < 4 or self.known(value) or not value.isalpha():
            return value
        return self._nearest(value, token.word)

    def _nearest(self, value: str, word: str) -> str:
        key = fold(value)
        letters = frozenset(key)
        allowed = 0 if len(word) < 5 else 1 if len(word) < 8 else 2
        best, found = allowed + 1, value
        for length in range(len(key) - allowed, len(key) + allowed + 1):
            for (other, target), others in self._long.get((key[0], length), {}).items():
                if len(other) < 5 and other != key:
                    continue
                limit = min(best - 1, 1 if len(other) < 7 else allowed)
                if len(letters ^ others) > 2 * limit:
                    continue  # an edit changes two letters of the set at most
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


Hits = dict[int, dict[int, list[Hit]]]


@dataclass(slots=True)
class Found:
    """Hits per unit: unit -> concept index -> hits; ``against`` holds the opposites in the same shape."""

    hits: Hits = field(default_factory=dict)
    against: Hits = field(default_factory=dict)
    denied: list[tuple[int, int, Hit]] = field(default_factory=list)  # unit, concept, hit that is denied


def find(text: Text, index: TermIndex) -> Found:
    """All hits in ``text``. A single word of the question counts little, except for its own concepts."""
    found = Found()
    tokens = text.tokens
    looks = _looks(tokens, index)
    stems = [value for value, _, _, _, _ in looks]
    for unit, (low, high) in enumerate(text.units):
        here: dict[int, list[Hit]] = {}
        for n in range(low, high):
            value, ways, single, seconds, always = looks[n]
            if not ways:
                continue
            near = _NOTHING_NEAR
            if ways is not single:
                gap = MAX_GAP_DENIED if value == NEGATOR else MAX_GAP
                near = stems[n + 1 : min(n + 2 + gap, high)]
                if not always and seconds.isdisjoint(near):
                    ways = single
            token = tokens[n]
            typo, denied = value != token.stem, token.denied
            for way in ways:
                hit: Hit | None
                if way.plain:
                    degree = way.typo_degree if typo else way.degree
                    hit = Hit(n, n, degree, denied, False, way.layer, way.text, typo, way.concept)
                elif way.rest and not way.open and way.rest[0] not in near:
                    continue
                else:
                    hit = _phrase(text, n, high, way, stems)
                    if hit is None:
                        continue
                if way.opposite:
                    found.against.setdefault(unit, {}).setdefault(way.concept, []).append(hit)
                    continue
                if way.concept in here:
                    here[way.concept].append(hit)
                else:
                    here[way.concept] = [hit]
                if hit.denied:
                    found.denied.append((unit, way.concept, hit))
        if here:
            found.hits[unit] = here
    return found


_NOTHING_NEAR: list[str] = []


def _looks(tokens: Sequence[Token], index: TermIndex) -> list[Look]:
    """What every token may be; a word of which nothing can come costs one look into a dictionary."""
    seen, look = index.seen, index.look
    return [seen[t.raw] if t.raw in seen else look(t) for t in tokens]


def _shape(token: Token) -> str:
    """What a denial is taken for, "" for any other word."""
    if not token.role & DENIES:
        return ""
    if token.word in _NO:
        return NOTHING
    return NEGATOR if token.word in _NOT or token.lower.endswith(("n't", "n’t")) or token.word in _NT else ""


_NT = word_set("didnt wasnt werent isnt arent dont doesnt couldnt wouldnt cant hadnt hasnt havent wont")


def _follow(tokens: Sequence[Token], stems: Sequence[str], n: int, high: int, way: _Way) -> int:
    """The token that ends the phrase of ``way`` begun at ``n``, or -1; only a few words stand between two."""
    gap = MAX_GAP_DENIED if stems[n] == NEGATOR else MAX_GAP
    place = n
    for wanted in way.rest:
        for step in range(place + 1, min(place + 2 + gap, high)):
            if stems[step] == wanted or (
                way.term.prefix and wanted is way.rest[-1] and tokens[step].word.startswith(wanted)
            ):
                place = step
                break
        else:
            return -1
    return place


def _compound(text: Text, last: int, stems: Sequence[str]) -> bool:
    """Whether the noun goes on: "no food" is not said by "no food shortages"."""
    after = last + 1
    if after >= len(text.tokens) or text.tokens[after].unit != text.tokens[last].unit:
        return False
    return stems[after] in _LACKING and text.source[text.tokens[last].end : text.tokens[after].start] == " "


_LACKING = word_set("shortag lack problem crisi famin short")


def _phrase(text: Text, first: int, high: int, way: _Way, stems: Sequence[str]) -> Hit | None:
    """The hit of several words, or of one that holds a denial; None where they are not there or undone between.

    ``high`` is the end of the unit that ``first`` stands in.
    """
    tokens = text.tokens
    last = _follow(tokens, stems, first, high, way) if way.rest else first
    if last < 0:
        return None
    allow = way.term.allow_denied
    if allow:
        if stems[first] == NOTHING and _compound(text, last, stems):
            return None
    elif last - first > 1 and NEGATOR in stems[first + 1 : last]:
        return None
    typo = stems[first] != tokens[first].stem
    degree = way.typo_degree if typo else way.degree
    denied = not allow and (tokens[first].denied or tokens[last].denied)
    return Hit(first, last, degree, denied, allow, way.layer, way.text, typo, way.concept)
