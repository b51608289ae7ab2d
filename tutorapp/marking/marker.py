"""The offline marker: for every mark point a verdict, the words that earn it and why; never more than a suggestion."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from tutorapp.domain.content import Question
from tutorapp.marking import explain, guards, people
from tutorapp.marking.concepts import LAYERS
from tutorapp.marking.match import find
from tutorapp.marking.prepare import Prepared, PreparedPoint, prepare
from tutorapp.marking.scheme import Total, total
from tutorapp.marking.scoring import AWARD, UNSURE, Scorer
from tutorapp.marking.synonyms import SynonymPack
from tutorapp.marking.text import Text, read
from tutorapp.marking.worth import Score

Verdict = Literal["awarded", "unsure", "not_found"]

_KEPT_QUESTIONS = 128


@dataclass(frozen=True, slots=True)
class PointSuggestion:
    """One point's verdict. ``evidence`` is ``answer[start:end]``; empty with 0, 0 where nothing was found.

    ``layer``: "scheme", "terms", "notes", "synonyms" or "your words", the farthest that was needed.
    """

    verdict: Verdict
    evidence: str = ""
    start: int = 0
    end: int = 0
    layer: str = ""
    why: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the marker suggests: verdict per point and the scheme's arithmetic. Only "awarded" counts in ``total``."""

    question: str
    points: dict[str, PointSuggestion]
    groups: dict[str, int]
    cap: tuple[int, str] | None
    total: int
    up_to: int  # the total if every unsure point were awarded
    max: int
    words: str  # the total as arithmetic
    cut: bool = False  # the answer was longer than the marker reads


@dataclass(slots=True)
class Marker:
    """Suggests marks with one synonym pack; a question is read once and kept (the last 128)."""

    synonyms: SynonymPack
    _kept: OrderedDict[tuple[object, ...], Prepared] = field(default_factory=OrderedDict)

    def mark(
        self,
        question: Question,
        answer: str,
        extra_words: Mapping[str, Sequence[str]] | None = None,
        unit_terms: Mapping[str, Sequence[str]] | None = None,
    ) -> Suggestion:
        """The suggestion for ``answer``.

        ``extra_words``: point id -> words a person has awarded by hand before. ``unit_terms``: the glossary,
        name -> its other names; pass the same object each time. Reads at most the first 40,000 characters.
        """
        prepared = self.prepare(question, extra_words, unit_terms)
        text = read(answer, self.synonyms.lexicon, prepared.cast.names.stems)
        scorer = Scorer(
            prepared,
            text,
            find(text, prepared.index),
            guards.unit_guards(text, self.synonyms, prepared.asked),
            people.subjects(text, prepared.cast.names, self.synonyms),
        )
        scores = {item.point.id: (item, *scorer.best(item)) for item in prepared.points}
        points = {key: _verdict(scorer, *scored) for key, scored in scores.items()}
        _limit_short_units(text, self.synonyms, {key: scored[1] for key, scored in scores.items()}, points)
        return _summed(prepared, points, text.cut)

    def prepare(
        self,
        question: Question,
        extra_words: Mapping[str, Sequence[str]] | None = None,
        unit_terms: Mapping[str, Sequence[str]] | None = None,
    ) -> Prepared:
        """Reads the scheme; called by ``mark``, and ahead of it where the first answer should not wait."""
        extra = tuple(sorted((key, tuple(words)) for key, words in (extra_words or {}).items() if words))
        key = (question.id, extra, id(unit_terms) if unit_terms else 0)
        kept = self._kept.get(key)
        if kept is not None and (kept.question is question or kept.question == question):
            self._kept.move_to_end(key)
            return kept
        prepared = prepare(self.synonyms, question, dict(extra), unit_terms or {})
        self._kept[key] = prepared
        if len(self._kept) > _KEPT_QUESTIONS:
            self._kept.popitem(last=False)
        return prepared


def _verdict(scorer: Scorer, item: PreparedPoint, score: Score, reason: str) -> PointSuggestion:
    if score.value < UNSURE:
        return PointSuggestion("not_found", why=explain.not_found(scorer.text, score.hits, score.missing, reason))
    start, end = scorer.text.span(min(hit.first for hit in score.hits), max(hit.last for hit in score.hits))
    layer = max((hit.layer for hit in score.hits), key=LAYERS.index, default=LAYERS[0])
    swapped = people.doubtful(scorer.prepared.cast, item.point.id, scorer.about_of(score), item.stems)
    verdict: Verdict = "unsure"
    if score.value < AWARD:
        why = explain.unsure(score.missing)
    elif swapped:
        why = f"this is led by {swapped}: check who did what to whom"
    elif other := people.another_named(
        scorer.prepared.cast, item.point.id, scorer.text, [hit.first for hit in score.hits]
    ):
        why = f"this names {other}, whom the point does not"
    elif scorer.one_broad_word(item, score):
        why = "one everyday word is all there is; does the sentence mean it?"
    elif scorer.only_names(item, score):
        why = "a name is all there is; what does the sentence say?"
    elif scorer.nobody_does_it(item, score):
        why = "it is not clear of whom or of what this is said"
    elif scorer.nothing_said(item, score):
        why = "it is named, but what is said of it?"
    elif scorer.tells_of_writer(score):
        why = f"{guards.REASONS['own']}; does it answer the question?"
    elif scorer.denied_elsewhere(item, score):
        why = "the answer also denies it"
    else:
        verdict, why = "awarded", explain.awarded(score.hits, layer)
    return PointSuggestion(verdict, scorer.text.source[start:end], start, end, layer, why, round(score.value, 3))


def _limit_short_units(
    text: Text, pack: SynonymPack, scores: Mapping[str, Score], points: dict[str, PointSuggestion]
) -> None:
    """One short unit earns at most one point for every two words of content, the surest first."""
    per_unit: dict[int, list[str]] = {}
    for key, score in scores.items():
        if points[key].verdict == "awarded" and len(score.units) == 1:
            per_unit.setdefault(score.units[0], []).append(key)
    for unit, keys in per_unit.items():
        if len(keys) < 2:
            continue
        low, high = text.units[unit]
        content = sum(token.word not in pack.grammar for token in text.tokens[low:high])
        allowed = max(min(content, 2), (content + 1) // 2)
        for key in sorted(keys, key=lambda key: -scores[key].value)[allowed:]:
            why = "so short a sentence cannot state this many points"
            points[key] = replace(points[key], verdict="unsure", why=why)


def _summed(prepared: Prepared, points: dict[str, PointSuggestion], cut: bool) -> Suggestion:
    question = prepared.question
    awarded = frozenset([key for key, value in points.items() if value.verdict == "awarded"])
    possible = awarded.union([key for key, value in points.items() if value.verdict == "unsure"])
    result = _total(prepared, awarded)
    return Suggestion(
        question=question.id,
        points=points,
        groups=dict(result.groups),
        cap=result.cap,
        total=result.total,
        up_to=_total(prepared, possible).total if possible > awarded else result.total,
        max=question.marks,
        words=result.words,
        cut=cut,
    )


def _total(prepared: Prepared, ids: frozenset[str]) -> Total:
    """The scheme's arithmetic for the points ``ids``; the same sets come again and again, so it is remembered."""
    known = prepared.totals.get(ids)
    if known is None:
        if len(prepared.totals) >= _KEPT_TOTALS:
            prepared.totals.clear()
        known = prepared.totals[ids] = total(prepared.question, ids)
    return known


_KEPT_TOTALS = 1_024
