"""Marking an essay by levels of response: parts with evidence, samples beside it, level, place, and a range.

The order follows what self-marking needs to be worth anything: judge parts first, tie each strength to words of the
answer, compare with samples rather than adjectives, then the level, then the place in it, and give a range.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import Literal

from tutorapp.domain.content import Level, Part, Question, SampleAnswer
from tutorapp.domain.errors import KnownError
from tutorapp.domain.records import dataclass
from tutorapp.domain.work import Decision
from tutorapp.services.marking_session import Judgement, trimmed

Shown = Literal["", "yes", "partly", "no"]
Compared = Literal["", "better", "same", "worse"]
Place = Literal["", "low", "middle", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartState:
    """One part of the essay as judged: ``start`` and ``end`` are the words that show it."""

    part: Part
    shown: Shown = ""
    start: int = 0
    end: int = 0


@dataclass
class LevelsSession:
    """The marking of one essay."""

    question: Question
    answer: str
    parts: list[PartState] = field(default_factory=list)
    compared: dict[str, Compared] = field(default_factory=dict)
    level_id: str = ""
    place: Place = ""

    def __post_init__(self) -> None:
        self.parts = [PartState(part=part) for part in self.question.parts]

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels, highest first."""
        return tuple(sorted(self.question.levels, key=lambda level: -level.high))

    @property
    def level(self) -> Level | None:
        """The chosen level."""
        return next((level for level in self.question.levels if level.id == self.level_id), None)

    def judge(self, at: int, shown: Shown, selection: tuple[int, int] | None = None) -> None:
        """Judge the part with index ``at``. KnownError for a strength without words that show it."""
        state = self.parts[at]
        start, end = trimmed(selection, self.answer) if selection else (state.start, state.end)
        if shown in ("yes", "partly") and end <= start:
            raise KnownError("Select the words in your answer that show this, then choose again.")
        if shown == "no":
            start, end = 0, 0
        self.parts[at] = replace(state, shown=shown, start=start, end=end)

    def compare(self, sample_id: str, how: Compared) -> None:
        """Say how the answer stands against a sample."""
        self.compared[sample_id] = how

    def choose_level(self, level_id: str) -> None:
        """Choose the level; the place in it is asked again."""
        if level_id != self.level_id:
            self.level_id, self.place = level_id, ""

    def suggested_marks(self) -> tuple[int, int] | None:
        """The marks the comparisons leave (low, high); None without comparisons, or when they contradict each other."""
        floor, ceiling, told = 0, self.question.marks, False
        for sample in self.question.samples:
            how = self.compared.get(sample.id, "")
            told = told or bool(how)
            if how in ("better", "same"):
                floor = max(floor, sample.marks + (how == "better"))
            if how in ("worse", "same"):
                ceiling = min(ceiling, sample.marks - (how == "worse"))
        if not told:
            return None
        return (floor, ceiling) if floor <= ceiling else None

    def contradiction(self) -> str:
        """A sentence where the comparisons cannot all be true; else empty."""
        if any(self.compared.values()) and self.suggested_marks() is None:
            return (
                "Your comparisons contradict each other: you placed your answer above a sample and below a weaker one."
            )
        return ""

    def suggested_level(self) -> Level | None:
        """The level in which the comparisons' middle lies."""
        marks = self.suggested_marks()
        if marks is None:
            return None
        middle = (marks[0] + marks[1]) // 2
        return next((level for level in self.question.levels if level.low <= middle <= level.high), None)

    def range(self) -> tuple[int, int] | None:
        """Low and high marks of the chosen level and place; the whole level without a place; None without a level."""
        return level_range(self.level, self.place) if self.level else None

    def missing(self) -> str:
        """What has to be done before the marking can be finished, as a sentence; empty when nothing."""
        undone = sum(1 for state in self.parts if not state.shown)
        if undone:
            return f"Judge the parts first: {undone} left." if undone > 1 else "Judge the parts first: one left."
        if self.level is None:
            return "Choose the level that fits best."
        if not self.place:
            return "Choose the place in the level."
        return ""

    def weakest_part(self) -> PartState | None:
        """The first part not shown, else the first partly shown: the one thing to work on next."""
        for wanted in ("no", "partly"):
            found = next((state for state in self.parts if state.shown == wanted), None)
            if found:
                return found
        return None

    def judgement(self) -> Judgement:
        """The marking to store. KnownError while something is missing."""
        marks = self.range()
        if self.missing() or marks is None or self.level is None:
            raise KnownError(self.missing())
        shown = sum(state.shown == "yes" for state in self.parts)
        partly = sum(state.shown == "partly" for state in self.parts)
        words = f"{shown} of {len(self.parts)} parts shown" + (f", {partly} partly" if partly else "")
        span = str(marks[0]) if marks[0] == marks[1] else f"{marks[0]}–{marks[1]}"
        words += f"; {self.level.title or self.level.id}, {self.place} in the level: {span} of {self.question.marks}"
        return Judgement(
            low=marks[0],
            high=marks[1],
            max=self.question.marks,
            arithmetic=words,
            level=self.level.id,
            decisions=(*map(self._decision, self.parts), *self._comparisons()),
        )

    def _decision(self, state: PartState) -> Decision:
        return Decision(
            point_id=state.part.id,
            awarded=state.shown == "yes",
            evidence=self.answer[state.start : state.end],
            start=state.start,
            end=state.end,
            note=state.shown,
        )

    def _comparisons(self) -> tuple[Decision, ...]:
        return tuple(
            Decision(point_id=f"sample:{sample.id}", awarded=how in ("better", "same"), note=how)
            for sample in self.question.samples
            if (how := self.compared.get(sample.id, ""))
        )


def level_range(level: Level, place: Place) -> tuple[int, int]:
    """The marks of a place in a level: its lower or upper half, or what lies in the middle; never one single mark
    where the level has more."""
    count = level.high - level.low + 1
    width = min(max(2, -(-count // 2)), count)
    margin = (count - width) // 2
    match place:
        case "low":
            return level.low, level.low + width - 1
        case "high":
            return level.high - width + 1, level.high
        case "middle":
            return level.low + margin, level.high - margin
        case _:
            return level.low, level.high


def sample_paragraphs(sample: SampleAnswer) -> tuple[str, ...]:
    """The sample's paragraphs."""
    return tuple(part.strip() for part in sample.text.split("\n\n") if part.strip())
