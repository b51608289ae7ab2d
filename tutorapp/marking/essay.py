"""Evidence in an essay, without a mark: which indicative points appear, which dated facts, how long each part is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tutorapp.domain.content import Event, Question
from tutorapp.marking.marker import Marker, PointSuggestion
from tutorapp.marking.text import MAX_CHARACTERS

_YEAR = re.compile(r"(?<![\d.,])1[89]\d\d(?![\d])")
_REACH = 300  # characters either side of a year that can belong to its sentence
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class DatedFact:
    """A year in the answer, and the events of the unit that its sentence also names; ``start``-``end`` is the year."""

    year: int
    start: int
    end: int
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartLength:
    """A paragraph of the answer with its words."""

    start: int
    end: int
    words: int


@dataclass(frozen=True, slots=True)
class EssayEvidence:
    """Evidence only: no mark and no level follow from it."""

    points: dict[str, PointSuggestion]
    dates: tuple[DatedFact, ...]
    parts: tuple[PartLength, ...]
    words: int


def essay_evidence(
    question: Question,
    answer: str,
    marker: Marker,
    events: Iterable[Event] = (),
    unit_terms: Mapping[str, Sequence[str]] | None = None,
) -> EssayEvidence:
    """What ``answer`` holds of ``question.indicative``, its dated facts and the words of its paragraphs.

    An event is named when its year is right and a capitalised word of its title stands in the same sentence.
    """
    suggestion = marker.mark(question, answer, unit_terms=unit_terms)
    parts = tuple(_parts(answer[:MAX_CHARACTERS]))
    return EssayEvidence(
        points=suggestion.points,
        dates=tuple(_dates(answer[:MAX_CHARACTERS], events)),
        parts=parts,
        words=sum(part.words for part in parts),
    )


def _parts(answer: str) -> Iterable[PartLength]:
    start = 0
    for match in [*_PARAGRAPH.finditer(answer), None]:
        end = match.start() if match else len(answer)
        words = len(answer[start:end].split())
        if words:
            yield PartLength(start, end, words)
        start = match.end() if match else end


def _dates(answer: str, events: Iterable[Event]) -> Iterable[DatedFact]:
    by_year: dict[int, list[tuple[str, frozenset[str]]]] = {}
    for event in events:
        names = frozenset(word for word in re.findall(r"[A-Z][a-z]{3,}", f"{event.title} {event.summary}"))
        for year in {int(found.group()) for found in _YEAR.finditer(event.when)}:
            by_year.setdefault(year, []).append((event.id, names))
    for match in _YEAR.finditer(answer):
        year = int(match.group())
        before, after = max(0, match.start() - _REACH), min(len(answer), match.end() + _REACH)
        low = max(answer.rfind(mark, before, match.start()) for mark in ".!?\n") + 1
        ends = [place for mark in ".!?\n" if (place := answer.find(mark, match.end(), after)) >= 0]
        sentence = answer[max(low, before) : min(ends, default=after)]
        words = set(re.findall(r"[A-Z][a-z]{3,}", sentence))
        named = [(len(words & names), key) for key, names in by_year.get(year, ()) if words & names]
        best = max((count for count, _ in named), default=0)
        yield DatedFact(year, match.start(), match.end(), tuple(key for count, key in named if count == best))
