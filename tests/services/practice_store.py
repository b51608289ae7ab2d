"""Attempts in memory behind the unit-of-work port, a clock that is set by hand, and a bench with both."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tutorapp.domain.content import MarkPoint, OneSidedCap, PointGroup, Question
from tutorapp.domain.work import AcceptedWords, Answer, Attempt, AttemptRecord, Draft, LastResult, LogEntry, Marking
from tutorapp.marking.marker import PointSuggestion, Suggestion
from tutorapp.marking.scheme import total
from tutorapp.services.ports import Identity
from tutorapp.services.practice import PracticeService


class MemoryAttempts:
    """Rows count once committed; ``commit`` after leaving is impossible, so a forgotten one shows."""

    def __init__(self) -> None:
        self.rows: list[object] = []
        self.drafts: dict[str, Draft] = {}
        self._before: tuple[list[object], dict[str, Draft]] | None = None

    @property
    def attempts(self):
        return self

    def __enter__(self):
        self._before = (list(self.rows), dict(self.drafts))
        return self

    def __exit__(self, *_):
        if self._before:
            self.rows, self.drafts = self._before
        self._before = None

    def commit(self) -> None:
        self._before = None

    def all(self, kind):
        return [row for row in self.rows if isinstance(row, kind)]

    def add_attempt(self, attempt: Attempt) -> None:
        self.rows.append(attempt)

    def save_draft(self, draft: Draft) -> None:
        self.drafts[draft.attempt_id] = draft

    def open_drafts(self):
        pairs = [(row, self.drafts[row.id]) for row in self.all(Attempt) if row.id in self.drafts]
        return tuple(sorted(pairs, key=lambda pair: (pair[0].at, pair[0].id), reverse=True))

    def discard_draft(self, attempt_id: str) -> None:
        self.drafts.pop(attempt_id, None)

    def add_log(self, entry: LogEntry) -> None:
        self.rows.append(entry)

    def add_answer(self, answer: Answer) -> None:
        self.rows.append(answer)
        self.discard_draft(answer.attempt_id)

    def add_marking(self, marking: Marking) -> None:
        self.rows.append(marking)

    def record(self, attempt_id: str) -> AttemptRecord | None:
        attempt = next((row for row in self.all(Attempt) if row.id == attempt_id), None)
        if attempt is None:
            return None
        return AttemptRecord(
            attempt=attempt,
            answer=next((row for row in self.all(Answer) if row.attempt_id == attempt_id), None),
            markings=tuple(row for row in self.all(Marking) if row.attempt_id == attempt_id),
            log=tuple(row for row in self.all(LogEntry) if row.attempt_id == attempt_id),
        )

    def recent(self, limit: int = 100, before: str | None = None):
        answers = sorted(self.all(Answer), key=lambda row: (row.at, row.id), reverse=True)
        records = [self.record(row.attempt_id) for row in answers]
        start = next((at + 1 for at, r in enumerate(records) if r.attempt.id == before), 0)
        return tuple(records[start : start + limit])

    def records(self, question_id: str, limit: int = 100):
        return tuple(r for r in self.recent(10**6) if r.attempt.question_id == question_id)[:limit]

    def last_results(self, unit_id: str) -> dict[str, LastResult]:
        found: dict[str, LastResult] = {}
        for record in reversed(self.recent(10**6)):
            key = record.attempt.question_id
            last = record.markings[-1] if record.markings else None
            found[key] = LastResult(
                question_id=key,
                tries=found[key].tries + 1 if key in found else 1,
                at=record.answer.at,
                low=last.low if last else None,
                high=last.high if last else None,
                max=last.max if last else 0,
            )
        return found

    def add_accepted_words(self, words: AcceptedWords) -> None:
        self.rows.append(words)

    def accepted_words(self, question_id: str):
        return tuple(row for row in self.all(AcceptedWords) if row.question_id == question_id)


class SetClock:
    """Every clock of a computer, moved by hand."""

    def __init__(self) -> None:
        self.wall = datetime(2027, 4, 2, 18, tzinfo=UTC)
        self.boot, self.mono, self.boot_name = 1000.0, 900.0, "boot-a"

    def now(self) -> datetime:
        return self.wall

    def boottime(self) -> float:
        return self.boot

    def monotonic(self) -> float:
        return self.mono

    def boot_id(self) -> str:
        return self.boot_name

    def forward(self, seconds: float, *, slept: float = 0.0) -> None:
        self.wall += timedelta(seconds=seconds)
        self.boot += seconds
        self.mono += seconds - slept

    def restart(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.boot = self.mono = 20.0
        self.boot_name += "'"


class Bench:
    """A practice service over attempts in memory, with counted ids."""

    def __init__(self, suggest=None, find_evidence=None) -> None:
        self.store = MemoryAttempts()
        self.clock = SetClock()
        ids = iter(range(10**6))
        self.practice = PracticeService(
            lambda: self.store, Identity("device", lambda: f"{next(ids):06}"), self.clock, suggest, find_evidence
        )

    def handed_in(self, question: Question, text: str = "Some words.", response: str = ""):
        sitting = self.practice.start("u", question, "timed", 25)
        self.clock.forward(60)
        return self.practice.hand_in(sitting.attempt.id, text, response, sitting.clock).record


def six_marks() -> Question:
    """A question shaped as the seed's second one: two groups of three, an answer on one side only capped at 3."""
    points = tuple(
        MarkPoint(id=f"{group[0].upper()}{number}", text=f"{group} idea {number}", group=group, section="S4")
        for group in ("propaganda", "secret")
        for number in (1, 2, 3)
    )
    return Question(
        id="Q2",
        text="Explain how Stalin used propaganda and the secret police.",
        marks=6,
        groups=(PointGroup(id="propaganda", max=3, title="Propaganda"), PointGroup(id="secret", max=3, title="Police")),
        points=points,
        one_sided_cap=OneSidedCap(groups=("propaganda", "secret"), cap=3),
    )


def suggested(question: Question, answer: str, **points: tuple[str, str, str]) -> Suggestion:
    """A suggestion as the marker gives it; a point's value is (verdict, its evidence in the answer, why)."""
    made = {}
    for point in question.points:
        verdict, evidence, why = points.get(point.id, ("not_found", "", ""))
        start = answer.index(evidence)
        made[point.id] = PointSuggestion(verdict, evidence, start, start + len(evidence), "scheme", why)
    awarded = {key for key, point in made.items() if point.verdict == "awarded"}
    unsure = {key for key, point in made.items() if point.verdict == "unsure"}
    sums = total(question, awarded)
    return Suggestion(
        question=question.id,
        points=made,
        groups=sums.groups,
        cap=sums.cap,
        total=sums.total,
        up_to=total(question, awarded | unsure).total,
        max=question.marks,
        words=sums.words,
    )


def renamed(question: Question, question_id: str, **fields) -> Question:
    return replace(question, id=question_id, **fields)
