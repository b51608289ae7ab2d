"""What the marker found in an essay, in words and as places in the answer: evidence only, never a mark."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

from tutorapp.domain import markup
from tutorapp.domain.content import Question
from tutorapp.domain.library import Library
from tutorapp.ui.practice.answer_view import Span
from tutorapp.ui.practice.words import Translate, quote

if TYPE_CHECKING:
    from tutorapp.marking.essay import DatedFact, EssayEvidence

_TOO_MANY = 2
"""A sentence that fits more events of its year than this has named none of them."""


class Found:
    """Indicative points, dates and lengths of one answer; a point that appears gets a letter, in list and answer."""

    def __init__(
        self, question: Question, answer: str, evidence: EssayEvidence, library: Library, tr: Translate
    ) -> None:
        self._answer, self._evidence, self._library, self._tr = answer, evidence, library, tr
        self._plan = question.indicative
        seen = [point.id for point in self._plan if self._verdict(point.id) != "not_found"]
        self._letters = dict(zip(seen, ascii_lowercase, strict=False))

    def summary(self) -> str:
        """The whole in one line."""
        tr, words, dates = self._tr, self._evidence.words, len(self._evidence.dates)
        parts = [
            tr("1 word") if words == 1 else tr("{0} words").format(words),
            tr("1 date") if dates == 1 else tr("{0} dates").format(dates),
        ]
        if self._plan:
            count = sum(self._verdict(point.id) == "awarded" for point in self._plan)
            parts.append(tr("{0} of {1} points of the plan").format(count, len(self._plan)))
        return tr("Found in your answer: {0}; listed below the parts. This is a count, not a mark.").format(
            ", ".join(parts)
        )

    def lists(self) -> list[tuple[str, str, list[str]]]:
        """(name, heading, lines) for the plan, the dates and the paragraphs; a list without lines is left out."""
        every = [
            ("plan", self._tr("Points of the plan"), self._plan_lines()),
            ("dates", self._tr("Dates"), self._date_lines()),
            ("parts", self._tr("Length"), self._length_lines()),
        ]
        return [entry for entry in every if entry[2]]

    def spans(self) -> list[Span]:
        """Where it stands in the answer: points of the plan that appear, with their letters, and dates."""
        points = self._evidence.points
        plan = [
            Span(points[key].start, points[key].end, "point", letter if self._is_sure(key) else f"{letter}?")
            for key, letter in self._letters.items()
            if points[key].end > points[key].start
        ]
        return [*plan, *(Span(fact.start, fact.end, "fact") for fact in self._evidence.dates)]

    def _verdict(self, point_id: str) -> str:
        point = self._evidence.points.get(point_id)
        return point.verdict if point else "not_found"

    def _is_sure(self, point_id: str) -> bool:
        return self._verdict(point_id) == "awarded"

    def _plan_lines(self) -> list[str]:
        found, rest = [], []
        for point in self._plan:
            text = markup.plain(point.text, self._library.titles).rstrip(".")
            letter = self._letters.get(point.id, "")
            if self._verdict(point.id) == "not_found":
                rest.append(self._tr("–  {0}: not found").format(text))
                continue
            evidence = quote(self._evidence.points[point.id].evidence)
            form = self._tr("{0}  {1}: “{2}”") if self._is_sure(point.id) else self._tr("{0}?  {1}, perhaps: “{2}”")
            found.append(form.format(letter, text, evidence))
        return found + rest

    def _date_lines(self) -> list[str]:
        years: dict[int, list[str]] = {}
        for fact in self._evidence.dates:
            years.setdefault(fact.year, []).extend(self._titles(fact))
        lines = []
        for year, titles in sorted(years.items()):
            known = ", ".join(dict.fromkeys(titles))
            none = self._tr("no one event of this unit is named with it")
            lines.append(self._tr("{0}: {1}").format(year, known or none))
        return lines

    def _titles(self, fact: DatedFact) -> list[str]:
        if len(fact.events) > _TOO_MANY:
            return []
        return [self._library.events[key].title for key in fact.events if key in self._library.events]

    def _length_lines(self) -> list[str]:
        counts = [str(part.words) for part in self._evidence.parts]
        if not counts:
            return []
        if len(counts) == 1:
            return [self._tr("One paragraph of {0} words").format(counts[0])]
        return [self._tr("{0} paragraphs of {1} words").format(len(counts), ", ".join(counts))]
