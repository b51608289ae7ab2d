"""A pupil's result of a quiz as it travels to the teacher, and the marks a class has by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tutorapp.domain.closed import mark, read_response
from tutorapp.domain.content import CLOSED_TYPES, Question
from tutorapp.domain.item_analysis import Paper
from tutorapp.domain.quiz import Quiz
from tutorapp.domain.work import AttemptRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingBody:
    """What is asked in a sitting: the quiz as it was then, and the ids of the questions drawn, in their order."""

    quiz: Quiz
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """Something that happened while sitting; ``at`` an ISO 8601 instant in UTC."""

    at: str
    kind: str
    seconds: float = 0.0
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultAnswer:
    """An answer as it was handed in. ``question`` is the version the pupil saw; times in seconds.

    ``self_marks`` and ``points`` are the pupil's own marking, None where there is none: a suggestion for the teacher.
    """

    question: Question
    text: str = ""
    response: str = ""
    handed_in: bool = True
    base_seconds: int = 0
    allowed_seconds: int = 0
    used_seconds: float = 0.0
    break_seconds: float = 0.0
    extra_percent: int = 0
    self_marks: int | None = None
    points: tuple[str, ...] = ()
    log: tuple[LogLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All of a sitting. ``id`` is the sitting's, so that a result comes in once; ``name`` may be a pseudonym."""

    id: str
    quiz: Quiz
    name: str
    started: str
    answers: tuple[ResultAnswer, ...]
    program: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherMark:
    """A teacher's marking of one answer; the newest counts. ``points``: ids of the mark points awarded."""

    id: str
    device_id: str
    at: str
    result_id: str
    question_id: str
    marks: int
    level: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One pupil's marks for one question. ``marks`` None: a person must mark it. ``by``: machine, teacher or ""."""

    marks: int | None
    by: str
    points: tuple[str, ...] = ()


def answer_of(record: AttemptRecord) -> ResultAnswer:
    """What of an attempt goes into the result; one that was not handed in goes without its text."""
    answer, attempt = record.answer, record.attempt
    marking = next((found for found in reversed(record.markings) if found.marker in ("self", "second_look")), None)
    return ResultAnswer(
        question=attempt.question,
        text=answer.text if answer else "",
        response=answer.response if answer else "",
        handed_in=answer is not None,
        base_seconds=attempt.base_seconds,
        allowed_seconds=attempt.allowed_seconds,
        used_seconds=round(answer.used_seconds, 1) if answer else 0.0,
        break_seconds=round(answer.break_seconds, 1) if answer else 0.0,
        extra_percent=attempt.extra_percent,
        self_marks=marking.low if marking else None,
        points=tuple(decision.point_id for decision in marking.decisions if decision.awarded) if marking else (),
        log=tuple(
            LogLine(at=entry.at.isoformat(), kind=entry.kind, seconds=round(entry.seconds, 1), detail=entry.detail)
            for entry in record.log
        ),
    )


def cell(answer: ResultAnswer, taught: TeacherMark | None) -> Cell:
    """The marks of an answer: the teacher's, else the machine's where it is certain; an empty answer has 0."""
    question = answer.question
    if taught is not None:
        return Cell(taught.marks, "teacher", taught.points)
    if not answer.handed_in:
        return Cell(0, "machine")
    is_certain = question.type in CLOSED_TYPES and not (question.type == "true_false" and question.points)
    if is_certain:
        return Cell(mark(question, read_response(answer.response)).marks, "machine")
    if not answer.text.strip() and not answer.response.strip():
        return Cell(0, "machine")
    return Cell(None, "", answer.points)


def cells(result: Result, taught: Mapping[tuple[str, str], TeacherMark]) -> dict[str, Cell]:
    """By question id; ``taught`` by (result id, question id)."""
    return {
        answer.question.id: cell(answer, taught.get((result.id, answer.question.id)))
        for answer in result.answers
        if answer.question.type != "text"
    }


def papers(results: Sequence[Result], taught: Mapping[tuple[str, str], TeacherMark]) -> tuple[Paper, ...]:
    """The class for ``item_analysis``: of each name only the first sitting counts, as in Moodle."""
    first: dict[str, Result] = {}
    for result in sorted(results, key=lambda one: (one.started, one.id)):
        first.setdefault(result.name.casefold() or result.id, result)
    return tuple(
        Paper(result.name, {key: found.marks for key, found in cells(result, taught).items()})
        for result in first.values()
    )


def questions(results: Iterable[Result]) -> dict[str, Question]:
    """Every question of some results by id, in the order they first come in."""
    found: dict[str, Question] = {}
    for result in results:
        for answer in result.answers:
            if answer.question.type != "text":
                found.setdefault(answer.question.id, answer.question)
    return found


@dataclass(frozen=True, slots=True)
class Missed:
    """A mark point and how many of the ``of`` marked answers did not earn it."""

    question_id: str
    point_id: str
    text: str
    section: str
    missed: int
    of: int


def missed_points(results: Sequence[Result], taught: Mapping[tuple[str, str], TeacherMark]) -> tuple[Missed, ...]:
    """The mark points of teacher-marked answers that were missed, most often missed first."""
    missed: Counter[tuple[str, str]] = Counter()
    of: Counter[str] = Counter()
    known = questions(results)
    for result in results:
        for key, found in cells(result, taught).items():
            if found.by == "teacher" and known[key].points:
                of[key] += 1
                missed.update((key, point.id) for point in known[key].points if point.id not in found.points)
    told = [
        Missed(key, point.id, point.text, point.section or next(iter(known[key].sections), ""), count, of[key])
        for key, question in known.items()
        for point in question.points
        if (count := missed[key, point.id])
    ]
    return tuple(sorted(told, key=lambda one: (-one.missed / one.of, one.question_id, one.point_id)))
