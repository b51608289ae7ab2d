"""Keeps marks from text that states nothing: runs of terms, the question's words, other languages, pleas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from tutorapp.marking.concepts import is_verb
from tutorapp.marking.synonyms import SynonymPack
from tutorapp.marking.text import Text, Token, word_set

Guard = Literal["", "list", "bare", "language", "instruction", "copied"]

REASONS: dict[str, str] = {
    "list": "these words stand in a run of terms, not in a statement",
    "bare": "a bare item states nothing about it",
    "language": "this is not in English",
    "instruction": "this is addressed to the marker",
    "copied": "these are the question's own words",
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
    for low, high in text.units:
        tokens = text.tokens[low:high]
        guard = _guard(text, tokens, pack, asked)
        foreign += (high - low) if guard == "language" else 0
        guards.append(guard)
    if foreign * 2 > len(text.tokens):
        return ["language"] * len(guards)
    return guards


def _guard(text: Text, tokens: Sequence[Token], pack: SynonymPack, asked: frozenset[str]) -> Guard:
    if not tokens:
        return ""
    if _other_language(tokens, pack):
        return "language"
    sentence = " ".join(text.source[tokens[0].start : tokens[-1].end + 1].lower().split())
    if any(plea in sentence for plea in _PLEAS) or _POINT_TALK.search(sentence):
        return "instruction"
    content = [token for token in tokens if token.word not in pack.grammar]
    if len(content) > 1 and all(token.stem in asked or token.stem in pack.weak for token in content):
        return "copied"
    return _statement(text, tokens, content, pack)


_POINT_TALK = re.compile(
    r"\bp[1-9]\b|\b(?:marks?|points?) (?:for|please|to) (?:me|this)\b|\bi (?:revised|deserve)\b|\bthe \w{2,20} point\b|"
    r"^(?:please |so |therefore |kindly |now )?(?:give|award|grant|mark|accept|credit|tick)\b[^.]{0,60}"
    r"\b(?:marks?|points?|full|both|all|answer|me|six|two|\d+)\b|"
    r"\b(?:please|therefore|must|should) (?:be )?(?:award|give)\b"
)


def _other_language(tokens: Sequence[Token], pack: SynonymPack) -> bool:
    letters = [token for token in tokens if token.word.isalpha()]
    if not letters:
        return False
    strange = sum(not token.word.isascii() for token in letters)
    if strange * 2 > len(letters):
        return True
    foreign = sum(token.raw.lower() in _FOREIGN for token in letters)
    english = sum(
        token.word in pack.grammar and token.word not in _SHARED and token.raw.lower() not in _FOREIGN
        for token in letters
    )
    return foreign >= 2 and foreign > english


def _statement(text: Text, tokens: Sequence[Token], content: Sequence[Token], pack: SynonymPack) -> Guard:
    """ "list" for a run of terms, "bare" for a short item without a verb, "" for a statement.

    English sentences hold a good third of grammar words; a run of terms holds hardly any, and no finite verb.
    """
    span = text.source[tokens[0].start : tokens[-1].end]
    pieces = [piece for piece in re.split(r"[,/:]|\s[-–—+&>]+\s|\band\b", span) if piece.strip()]
    verbs = sum(is_verb(token, pack) for token in tokens)
    small = sum(token.word in pack.grammar for token in tokens)
    if len(pieces) >= 4 and len(tokens) <= 1.6 * len(pieces):
        return "list"
    if any(token.word in _SUBJECTS for token in tokens) or _infinitive(tokens) or _finite(tokens):
        return ""
    if len(content) >= 7 and small * 10 < len(tokens):
        return "list"
    if len(pieces) >= 3 and len(tokens) <= 2.5 * len(pieces) and verbs < len(pieces) - 1 and small * 4 <= len(tokens):
        return "list"
    if len(content) >= 4 and small * 5 < len(tokens) and verbs * 6 < len(tokens):
        return "list"
    if verbs:
        return ""
    if len(pieces) >= 2 and len(content) >= 4 and small * 4 < len(tokens):
        return "list"
    return "bare" if len(tokens) <= 3 or small * 4 < len(tokens) else ""


_SUBJECTS = word_set("he she it they we i you who which that this there everyone everybody people nobody")


def _infinitive(tokens: Sequence[Token]) -> bool:
    return any(token.word == "to" for token in tokens[:-1])


def _finite(tokens: Sequence[Token]) -> bool:
    return any(token.word in _PLAIN_VERBS for token in tokens)


_PLAIN_VERBS = word_set(
    "be is are was were has have had do does did will would can could may might must should get take make give go lose"
)
