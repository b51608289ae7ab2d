"""Keeps marks from text that states nothing: runs of terms, the question's words, other languages, pleas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Literal

from tutorapp.marking.concepts import is_verb
from tutorapp.marking.synonyms import SynonymPack
from tutorapp.marking.text import Text, Token, word_set

Guard = Literal["", "list", "bare", "language", "instruction", "copied", "question", "own"]

REASONS: dict[str, str] = {
    "list": "these words stand in a run of terms, not in a statement",
    "bare": "a bare item states nothing about it",
    "language": "this is not in English",
    "instruction": "this is addressed to the marker",
    "copied": "these are the question's own words",
    "question": "this asks and does not state",
    "own": "this tells of the writer's own life",
}

_PLEAS = (
    "full marks", "full credit", "mark scheme", "markscheme", "ignore previous", "ignore all previous",
    "ignore the above", "ignore the rubric", "dear examiner", "dear marker", "as an ai", "system:",
    "system prompt", "must award", "the marker", "the candidate has", "this answer deserves",
    "this answer should", "every point", "each point as", "all points", "all the marks", "maximum marks",
    "language model", "instructions:", "to examiner", "to the examiner", "to the marker", "this response covers",
    "this answer covers", "my answer covers", "marking note", "i deserve", "give me the mark",
)  # fmt: skip
_FOREIGN = word_set(
    "el la los las que del un una por para con es y le les des du et est une dans qui ont pour sur il ils elle au "
    "aux der das und ist nicht den dem ein eine mit wurde zu von auf für wurden sich gli di che non per è della "
    "nel na się jest nie w z i de se su en al lo fue son ser als auch war dass di ne pas sont sa ses als werden "
    "durch zur"
)
_SHARED = word_set("die in an on war i was man so am as do me no a he is it at")


def unit_guards(text: Text, pack: SynonymPack, asked: frozenset[str]) -> list[Guard]:
    """For every unit the reason why it earns nothing ("bare": only what is worth naming), or ""."""
    guards: list[Guard] = []
    foreign = 0
    known = pack.kinds
    kinds = [known[t.raw] if t.raw in known else _remembered(t, pack) for t in text.tokens]
    for low, high in text.units:
        guard = _guard(text, text.tokens[low:high], kinds[low:high], pack, asked)
        foreign += (high - low) if guard == "language" else 0
        guards.append(guard)
    if foreign:  # beside a sentence in another language one word of it, and no English one, is enough
        for at, (low, high) in enumerate(text.units):
            every = reduce(or_, kinds[low:high], 0)
            if every & (_ALIEN | _STRANGE) and not every & _ENGLISH:
                guards[at] = "language"
    if foreign * 2 > len(text.tokens):
        return ["language"] * len(guards)
    return guards


_GRAMMAR, _VERB, _LETTERS, _STRANGE, _ALIEN, _ENGLISH, _STATES, _TO, _TALK, _MINE = (1 << n for n in range(10))
_KEPT_WORDS = 40_000


def _remembered(token: Token, pack: SynonymPack) -> int:
    if len(pack.kinds) >= _KEPT_WORDS:
        pack.kinds.clear()
    kind = pack.kinds[token.raw] = _kind(token, pack)
    return kind


def _kind(token: Token, pack: SynonymPack) -> int:
    """What the guards ask of a word, whatever stands beside it."""
    word, lower = token.word, token.lower
    grammar, alien = word in pack.grammar, lower in _FOREIGN
    kind = _GRAMMAR if grammar else 0
    if word.isalpha():
        kind |= _LETTERS | (0 if word.isascii() else _STRANGE) | (_ALIEN if alien else 0)
        kind |= _ENGLISH if grammar and word not in _SHARED and not alien else 0
    kind |= _VERB if is_verb(token, pack) else 0
    kind |= _STATES if word in _SUBJECTS or word in _PLAIN_VERBS else 0
    kind |= _MINE if word in ("my", "i") else 0
    return kind | (_TO if word == "to" else 0) | (_TALK if _TALKS.search(lower) else 0)


def _guard(
    text: Text, tokens: Sequence[Token], kinds: Sequence[int], pack: SynonymPack, asked: frozenset[str]
) -> Guard:
    if not tokens:
        return ""
    every = reduce(or_, kinds)
    if every & (_STRANGE | _ALIEN) and _other_language(kinds):
        return "language"
    if every & _TALK and _to_the_marker(text, tokens):
        return "instruction"
    content = sum([1 for kind in kinds if not kind & _GRAMMAR])
    if content > 1 and _nothing_of_its_own(tokens, kinds, pack.weak, asked):
        return "copied"
    if text.source[tokens[-1].end : tokens[-1].end + 3].lstrip("\"'”’) ").startswith("?"):
        return "question"
    if every & _MINE and _of_the_writer(tokens, kinds, pack):
        return "own"
    return _statement(text, tokens, kinds, content, every)


def _of_the_writer(tokens: Sequence[Token], kinds: Sequence[int], pack: SynonymPack) -> bool:
    """Whether the sentence is about the writer: "my" before a thing, "I" before a deed, but no opinion or argument."""
    for token, kind, after in zip(tokens, kinds, tokens[1:], strict=False):
        if not kind & _MINE:
            continue
        if token.word == "my" and after.word not in _MY_ANSWER and not after.capital:
            return True
        if token.word == "i" and (after.lower == "had" or not (after.word in _I_ARGUE or after.stem in pack.grammar)):
            return True
    return False


_MY_ANSWER = word_set(
    "opinion view answer point argument essay mind own judgement conclusion paragraph knowledge example next first "
    "second last final main understanding evidence"
)
_I_ARGUE = word_set(
    "think believe argue know say mean agree disagree feel see consider suggest conclude suppose guess reckon doubt "
    "understand explain write mention describe discuss show find remember learn read use also would will can could "
    "do don't dont am have had was should might may must not really personally strongly"
)


def _nothing_of_its_own(
    tokens: Sequence[Token], kinds: Sequence[int], weak: frozenset[str], asked: frozenset[str]
) -> bool:
    for token, kind in zip(tokens, kinds, strict=True):
        if not kind & _GRAMMAR and token.stem not in asked and token.stem not in weak:
            return False
    return True


def _to_the_marker(text: Text, tokens: Sequence[Token]) -> bool:
    sentence = " ".join(text.source[tokens[0].start : tokens[-1].end + 1].lower().split())
    return any(plea in sentence for plea in _PLEAS) or _POINT_TALK.search(sentence) is not None


_TALKS = re.compile(
    r"mark|point|credit|ignore|dear|^ai$|system|award|candidate|deserve|revised|answer|model|instruction|examiner|"
    r"response|give|grant|accept|tick|question|p[1-9]"
)
"""Words without which neither ``_PLEAS`` nor ``_POINT_TALK`` finds anything."""
_POINT_TALK = re.compile(
    r"\bp[1-9]\b|\b(?:marks?|points?) (?:for|please|to) (?:me|this)\b|\bi (?:revised|deserve)\b|\bthe \w{2,20} point\b|"
    r"^(?:please |so |therefore |kindly |now )?(?:give|award|grant|mark|accept|credit|tick)\b[^.]{0,60}"
    r"\b(?:marks?|points?|full|both|all|answer|me|six|two|\d+)\b|"
    r"\b(?:please|therefore|must|should) (?:be )?(?:award|give)\b|"
    r"\bi (?:will|shall|am going to)(?: now)?(?: try to)? answer\b|"
    r"\bthis is an? (?:very |really )?(?:good|interesting|hard|difficult|easy) question\b"
)


def _other_language(kinds: Sequence[int]) -> bool:
    letters = sum(1 for kind in kinds if kind & _LETTERS)
    strange = sum(1 for kind in kinds if kind & _STRANGE)
    if letters and strange * 2 > letters:
        return True
    foreign = sum(1 for kind in kinds if kind & _ALIEN)
    return foreign >= 2 and foreign > sum(1 for kind in kinds if kind & _ENGLISH)


def _statement(text: Text, tokens: Sequence[Token], kinds: Sequence[int], content: int, every: int) -> Guard:
    """ "list" for a run of terms, "bare" for a short item without a verb, "" for a statement.

    ``content`` counts the words that are not grammar, ``every`` holds the bits of all words. English sentences
    hold a good third of grammar words; a run of terms holds hardly any, and no finite verb.
    """
    size = len(tokens)
    span = text.source[tokens[0].start : tokens[-1].end]
    stated = every & _STATES or (every & _TO and any(kind & _TO for kind in kinds[:-1]))
    if content >= 7 and size == content and not any(token.word in _SUBJECTS for token in tokens):
        return "list"  # seven words and no small one among them: no sentence, whatever verbs it holds
    if stated and size > 1.6 * (1 + sum(map(span.count, _PARTINGS))):
        return ""
    pieces = sum(1 for piece in _PIECES.split(span) if piece.strip())
    if pieces >= 4 and size <= 1.6 * pieces:
        return "list"
    if stated:
        return ""
    verbs = sum(1 for kind in kinds if kind & _VERB)
    small = size - content
    between = _between(tokens) if not verbs and content >= 4 else 0
    if between >= 3 and (small - between) * 5 < size:
        return "list"  # "the ions and the electrons and the filament": articles and "and" join no statement
    if content >= 7 and small * 10 < size and (not small or verbs * 6 < size):
        return "list"
    if pieces >= 3 and size <= 2.5 * pieces and verbs < pieces - 1 and small * 4 <= size:
        return "list"
    if content >= 4 and small * 5 < size and verbs * 6 < size:
        return "list"
    if verbs:
        return ""
    if pieces >= 2 and content >= 4 and small * 4 < size:
        return "list"
    return "bare" if size <= 3 or small * 4 < size else ""


def _between(tokens: Sequence[Token]) -> int:
    return sum(1 for token in tokens if token.word in ("the", "a", "an", "and", "or"))


_PIECES = re.compile(r"[,/:]|\s[-–—+&>]+\s|\band\b")
_PARTINGS = (",", "/", ":", "and", "-", "–", "—", "+", "&", ">")
_SUBJECTS = word_set(
    "he she it they we i you who which that this there everyone everybody people nobody "
    "but because although when while if unless until"  # which join statements, not terms
)


_PLAIN_VERBS = word_set(
    "be is are was were has have had do does did will would can could may might must should get take make give go lose"
)
