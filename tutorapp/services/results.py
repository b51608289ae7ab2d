"""Quizzes taken as a whole and a class's results: sitting, saving a result, bringing many in, marking, figures."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tutorapp.domain import item_analysis
from tutorapp.domain.changes import Changes
from tutorapp.domain.content import Question
from tutorapp.domain.errors import KnownError
from tutorapp.domain.item_analysis import ClassFigures, ItemFigures
from tutorapp.domain.quiz import Quiz, resolve
from tutorapp.domain.results import (
    Cell,
    Missed,
    Result,
    TeacherMark,
    answer_of,
    cells,
    missed_points,
    papers,
    questions,
)
from tutorapp.formats import result_file
from tutorapp.services.ports import Clock, Identity, QuizSitting, UnitOfWorkFactory

_GUARDED = ("=", "+", "-", "@", "\t", "\r", "'")


@dataclass(frozen=True, slots=True)
class Place:
    """A question of a sitting; ``attempt_id`` None while it was not begun, ``done`` once it was handed in, after
    ``used_seconds`` without breaks."""

    position: int
    question_id: str
    attempt_id: str | None = None
    done: bool = False
    used_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a sitting stands."""

    sitting: QuizSitting
    places: tuple[Place, ...]

    @property
    def next(self) -> Place | None:
        """The first question that is not handed in; None when all are."""
        return next((place for place in self.places if not place.done), None)

    @property
    def used(self) -> dict[str, float]:
        """By question the seconds its answer took."""
        return {place.question_id: place.used_seconds for place in self.places if place.done}


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of bringing files in: names of files that were new, known already, and refused with the reason."""

    new: tuple[str, ...]
    known: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    changes: Changes

    def words(self) -> str:
        """One sentence for the teacher."""
        total = len(self.new) + len(self.known) + len(self.refused)
        parts = [f"{total} {'file' if total == 1 else 'files'} read: {len(self.new)} new"]
        if self.known:
            parts.append(f"{len(self.known)} already here")
        if self.refused:
            parts.append(f"{len(self.refused)} not read")
        return ", ".join(parts) + "."


@dataclass(frozen=True, slots=True)
class ClassTable:
    """Everything the results page shows of one quiz."""

    quiz: Quiz
    questions: dict[str, Question]
    results: tuple[Result, ...]
    cells: tuple[dict[str, Cell], ...]  # one for each result
    items: tuple[ItemFigures, ...]
    whole: ClassFigures
    missed: tuple[Missed, ...]
    waiting: int  # answers that a person must mark


class ResultsService:
    """Every call opens its own unit of work, so it belongs on the database's worker."""

    def __init__(self, uow_factory: UnitOfWorkFactory, identity: Identity, clock: Clock, program: str = "") -> None:
        """``program``: its version, which stands in result files."""
        self._program = program
        self._uow = uow_factory
        self._identity = identity
        self._clock = clock

    # --- sitting ---------------------------------------------------------------------------------------

    def begin(self, quiz: Quiz, bank: Mapping[str, Question]) -> Progress:
        """Begin a sitting of ``quiz``, its draws made for it alone. KnownError when something of it is missing."""
        sitting_id = self._identity.new_id()
        resolved = resolve(quiz, bank, seed=sitting_id)
        if resolved.problems:
            raise KnownError(f"“{quiz.title}” cannot be taken as it is: {resolved.problems[0].message}.")
        asked = tuple(question.id for question in resolved.questions if question.type != "text")
        if not asked:
            raise KnownError(f"“{quiz.title}” asks nothing yet.")
        sitting = QuizSitting(
            id=sitting_id, device_id=self._identity.device_id, at=self._clock.now(), quiz=quiz, questions=asked
        )
        with self._uow() as uow:
            uow.results.add_sitting(sitting)
            uow.commit()
        return self.progress(sitting_id)

    def progress(self, sitting_id: str) -> Progress:
        """Where a sitting stands."""
        with self._uow() as uow:
            sitting = uow.results.sitting(sitting_id)
            if sitting is None:
                raise KnownError("This quiz was begun on another computer, or is gone.")
            attempts = uow.results.attempts(sitting_id)
            places = []
            for position, question_id in enumerate(sitting.questions):
                attempt_id = attempts.get(position)
                record = uow.attempts.record(attempt_id) if attempt_id else None
                answer = record.answer if record is not None else None
                used = answer.used_seconds if answer is not None else 0.0
                places.append(Place(position, question_id, attempt_id, answer is not None, used))
        return Progress(sitting, tuple(places))

    def sitting_of(self, attempt_id: str) -> Progress | None:
        """The sitting an attempt belongs to; None for a single question."""
        with self._uow() as uow:
            found = uow.results.sitting_of(attempt_id)
        return None if found is None else self.progress(found)

    def sittings(self) -> tuple[Progress, ...]:
        """The newest sittings first."""
        with self._uow() as uow:
            found = uow.results.sittings()
        return tuple(self.progress(sitting.id) for sitting in found)

    def save_result(self, sitting_id: str, name: str, out: Path) -> Result:
        """Write the sitting as a result file under a name or pseudonym. KnownError when the disk refuses."""
        result = self.result(sitting_id, name)
        data = result_file.write(result)
        fresh = out.with_name(f".{out.name}.part")
        try:
            fresh.write_bytes(data)
            fresh.replace(out)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise KnownError(f"{out.name} cannot be saved there: {error.strerror or 'the system refuses'}.") from None
        return result

    def result(self, sitting_id: str, name: str) -> Result:
        """The result of a sitting; a question that was not begun is left out."""
        name = " ".join(name.split())[: result_file.LONGEST_NAME]
        if not name:
            raise KnownError("Give a name or a pseudonym, so that your teacher knows whose result this is.")
        progress = self.progress(sitting_id)
        with self._uow() as uow:
            records = [uow.attempts.record(place.attempt_id) for place in progress.places if place.attempt_id]
        answers = tuple(answer_of(record) for record in records if record is not None)
        if not answers:
            raise KnownError("Nothing of this quiz has been answered yet, so there is no result to save.")
        sitting = progress.sitting
        return Result(
            id=sitting.id,
            quiz=sitting.quiz,
            name=name,
            started=sitting.at.isoformat(),
            answers=answers,
            program=self._program,
        )

    # --- the teacher's side ----------------------------------------------------------------------------

    def bring_in(self, files: Iterable[Path]) -> Taken:
        """Add results from files; the same sitting again changes nothing, and a bad file costs only itself."""
        new: list[str] = []
        known: list[str] = []
        refused: list[tuple[str, str]] = []
        ids: list[str] = []
        with self._uow() as uow:
            for file in files:
                try:
                    data = _bytes(file)
                    result = result_file.read(data, file.name)
                except KnownError as error:
                    refused.append((file.name, error.message))
                    continue
                sha256 = hashlib.sha256(data).hexdigest()
                added = uow.results.add_result(result, sha256, self._identity.device_id, self._clock.now())
                (new if added else known).append(file.name)
                ids += [result.quiz.id] if added else []
            uow.commit()
        changes = Changes.of("results", ids=tuple(ids)) if ids else Changes(frozenset())
        return Taken(tuple(new), tuple(known), tuple(refused), changes)

    def quizzes(self) -> tuple[tuple[Quiz, int], ...]:
        """Each quiz that has results and how many, newest first."""
        with self._uow() as uow:
            return uow.results.quizzes()

    def table(self, quiz_id: str) -> ClassTable:
        """The class's table and figures. KnownError when there are no results of the quiz."""
        with self._uow() as uow:
            results, taught = uow.results.results(quiz_id), uow.results.marks(quiz_id)
        if not results:
            raise KnownError("There are no results of this quiz yet.")
        asked = questions(results)
        marked = tuple(cells(result, taught) for result in results)
        of_class = papers(results, taught)
        return ClassTable(
            quiz=results[-1].quiz,
            questions=asked,
            results=results,
            cells=marked,
            items=item_analysis.items(of_class, {key: float(question.marks) for key, question in asked.items()}),
            whole=item_analysis.whole(of_class),
            missed=missed_points(results, taught),
            waiting=sum(cell.marks is None for row in marked for cell in row.values()),
        )

    def mark(
        self, result_id: str, question: Question, marks: int, *, level: str = "", points: Sequence[str] = ()
    ) -> Changes:
        """Keep a teacher's marks of one answer. KnownError when they are more than the question has."""
        if not 0 <= marks <= question.marks:
            raise KnownError(f"This question has {question.marks} marks; give between 0 and {question.marks}.")
        row = TeacherMark(
            id=self._identity.new_id(),
            device_id=self._identity.device_id,
            at=self._clock.now().isoformat(),
            result_id=result_id,
            question_id=question.id,
            marks=marks,
            level=level,
            points=tuple(points),
        )
        with self._uow() as uow:
            uow.results.add_mark(row)
            uow.commit()
        return Changes.of("results", ids=(result_id,))


def as_csv(table: ClassTable, title: Callable[[Question], str]) -> str:
    """The class table for a spreadsheet. Texts that a spreadsheet would take for a formula are made harmless by an
    apostrophe, which our own reader takes off again; figures stay figures."""
    out = io.StringIO()
    sheet = csv.writer(out)
    heads = [guarded(title(question)) for question in table.questions.values()]
    sheet.writerow(["Name", "Started", "Minutes used", "Minutes in breaks", "Extra time %", *heads, "Total", "Of"])
    for result, row in zip(table.results, table.cells, strict=True):
        marks: list[str | int] = []
        for key in table.questions:
            cell = row.get(key)
            marks.append("" if cell is None or cell.marks is None else cell.marks)
        known = [mark for mark in marks if isinstance(mark, int)]
        most = sum(table.questions[key].marks for key in row)
        used = sum(answer.used_seconds for answer in result.answers) / 60
        breaks = sum(answer.break_seconds for answer in result.answers) / 60
        extra = max((answer.extra_percent for answer in result.answers), default=0)
        started = [guarded(result.name), result.started[:16], f"{used:.1f}", f"{breaks:.1f}", extra]
        sheet.writerow([*started, *marks, sum(known), most])
    return out.getvalue()


def guarded(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if text.startswith(_GUARDED) else text


def unguarded(text: str) -> str:
    """What ``guarded`` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_GUARDED) else text


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(result_file.MOST_PACKED + 1)
    except OSError as error:
        raise KnownError(f"{file.name} cannot be read: {error.strerror or 'the system refuses'}.") from None
