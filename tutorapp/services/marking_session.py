"""Marking one answer point by point: suggestions, decisions and the arithmetic between them; no window needed."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Literal

from tutorapp.domain.content import MarkPoint, Question
from tutorapp.domain.records import dataclass
from tutorapp.domain.work import Decision, Marking
from tutorapp.marking import scheme

if TYPE_CHECKING:
    from tutorapp.marking.marker import PointSuggestion, Suggestion

Standing = Literal["awarded", "unsure", "not_found", "rejected", "open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The outcome of one marking, ready to be stored."""

    low: int
    high: int
    max: int
    arithmetic: str
    level: str = ""
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PointState:
    """One mark point on the table; ``decided`` None: not yet. Its evidence is the person's, else the marker's."""

    point: MarkPoint
    number: int
    suggested: PointSuggestion | None = None
    decided: bool | None = None
    start: int = 0
    end: int = 0

    @property
    def standing(self) -> Standing:
        """How the point stands now: the person's decision, else the suggestion, else open."""
        if self.decided is not None:
            return "awarded" if self.decided else "rejected"
        return self.suggested.verdict if self.suggested else "open"

    @property
    def needs_decision(self) -> bool:
        """Whether the person is asked: unsure, or without a suggestion."""
        return self.standing in ("unsure", "open")


@dataclass
class MarkingSession:
    """The marking of one answer by points. ``earned_already``: marks a machine gave for a closed part."""

    question: Question
    answer: str
    suggestion: Suggestion | None = None
    earned_already: int = 0
    points: list[PointState] = field(default_factory=list)
    focus: int = 0
    _undo: list[tuple[int, PointState, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        known = self.suggestion.points if self.suggestion else {}
        self.points = [
            _state(point, number, known.get(point.id)) for number, point in enumerate(self.question.points, start=1)
        ]
        self.focus = next((at for at, state in enumerate(self.points) if state.needs_decision), 0)

    @property
    def current(self) -> PointState:
        """The point in focus."""
        return self.points[self.focus]

    def award(self, selection: tuple[int, int] | None = None) -> None:
        """Award the point in focus, with ``selection`` (offsets) as its evidence where words are selected."""
        self._decide(True, selection)
        self._advance()

    def reject(self) -> None:
        """Do not award the point in focus; the marker's evidence stays with its suggestion."""
        self._decide(False, None)
        self._advance()

    def later(self) -> None:
        """Leave the point in focus undecided and go on."""
        self._keep()
        self._set(replace(self.current, decided=None))
        self.move_on()

    def use_evidence(self, selection: tuple[int, int]) -> None:
        """Award the point in focus for the selected words, and stay on it."""
        self._decide(True, selection)

    def move_on(self) -> None:
        """Go to the next point that needs a decision, else to the next point, round and round."""
        count = len(self.points)
        order = [(self.focus + step) % count for step in range(1, count + 1)]
        self.focus = next((at for at in order if self.points[at].needs_decision), order[0])

    def focus_on(self, at: int) -> None:
        """Put the point with index ``at`` in focus."""
        self.focus = max(0, min(at, len(self.points) - 1))

    def undo(self) -> bool:
        """Take back the last decision; False when there is none."""
        if not self._undo:
            return False
        at, state, focus = self._undo.pop()
        self.points[at], self.focus = state, focus
        return True

    def awarded_ids(self) -> frozenset[str]:
        """Points that count now: awarded by the person, or suggested and not refused."""
        return frozenset(state.point.id for state in self.points if state.standing == "awarded")

    def total(self) -> scheme.Total:
        """The arithmetic as it stands."""
        return scheme.total(self.question, self.awarded_ids())

    @property
    def marks(self) -> int:
        """The mark as it stands, never more than the question's."""
        return min(self.total().total + self.earned_already, self.question.marks)

    def up_to(self) -> int:
        """The mark if every unsure point were awarded."""
        unsure = {state.point.id for state in self.points if state.standing == "unsure"}
        most = scheme.total(self.question, self.awarded_ids() | unsure).total
        return min(most + self.earned_already, self.question.marks)

    def unsure_numbers(self) -> tuple[int, ...]:
        """Numbers of the points that are unsure."""
        return tuple(state.number for state in self.points if state.standing == "unsure")

    @property
    def all_decided(self) -> bool:
        """Whether the person has decided every point."""
        return all(state.decided is not None for state in self.points)

    def group_marks(self, group_id: str) -> int:
        """Marks of one group after its own cut; "" for points without one."""
        return self.total().groups.get(group_id, 0)

    def judgement(self) -> Judgement:
        """The marking to store: a suggested award the person let stand counts as theirs; the rest as not awarded."""
        words = self.total().words
        if self.earned_already:
            words = f"answer {self.earned_already}, reason: {words}"
        decisions = tuple(_decision(state, self.answer) for state in self.points)
        return Judgement(
            low=self.marks, high=self.marks, max=self.question.marks, arithmetic=words, decisions=decisions
        )

    def _decide(self, awarded: bool, selection: tuple[int, int] | None) -> None:
        self._keep()
        state = self.current
        start, end = trimmed(selection, self.answer) if selection else (state.start, state.end)
        self._set(replace(state, decided=awarded, start=start, end=end))

    def _advance(self) -> None:
        if any(state.needs_decision for state in self.points):
            self.move_on()

    def _keep(self) -> None:
        self._undo.append((self.focus, self.current, self.focus))

    def _set(self, state: PointState) -> None:
        self.points[self.focus] = state


def decided_points(marking: Marking) -> dict[str, Decision]:
    """The decisions of a marking by point id."""
    return {decision.point_id: decision for decision in marking.decisions}


def _state(point: MarkPoint, number: int, found: PointSuggestion | None) -> PointState:
    if found is None:
        return PointState(point=point, number=number)
    return PointState(point=point, number=number, suggested=found, start=found.start, end=found.end)


def _decision(state: PointState, answer: str) -> Decision:
    awarded = state.standing == "awarded"
    start, end = (state.start, state.end) if awarded else (0, 0)
    return Decision(
        point_id=state.point.id,
        awarded=awarded,
        evidence=answer[start:end],
        start=start,
        end=end,
        suggested=state.suggested.verdict if state.suggested else "",
        note="" if state.decided is not None or awarded else "left undecided",
    )


def trimmed(selection: tuple[int, int], answer: str) -> tuple[int, int]:
    """``selection`` in order, inside the answer, without the white space around its words."""
    start, end = sorted(max(0, min(place, len(answer))) for place in selection)
    words = answer[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    return (start, end) if end > start else (0, 0)
