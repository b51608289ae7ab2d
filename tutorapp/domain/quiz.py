"""A quiz a teacher puts together: sections of fixed questions and draws from a filter, and what comes of it.

The types are read straight from files, as those of ``domain.content``: frozen, by keyword, tuples for lists. A list
cannot hold two kinds of objects there, so an ``Entry`` is one type that holds either a question's id or a ``Pick``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tutorapp.domain import markup
from tutorapp.domain.content import Question, QuestionType
from tutorapp.domain.exam_clock import allowance
from tutorapp.domain.problems import Problem, Severity
from tutorapp.domain.records import dataclass
from tutorapp.domain.shuffling import shuffled

MOST_QUESTIONS = 500
"""More than any paper holds; a larger count is a slip of the keyboard."""

CANDIDATE_LINES = ("Name", "Candidate number", "Centre number", "Date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The first page of a printed quiz. All plain; ``lines`` are what a candidate fills in."""

    heading: str = ""  # the school's name, or the course
    subtitle: str = ""
    lines: tuple[str, ...] = CANDIDATE_LINES
    rules: tuple[str, ...] = ()  # further instructions to candidates, each a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFilter:
    """Which questions of the bank are meant; an empty field lets everything through.

    ``text``: every word of it stands in the id, title, text or tags (without regard to case). ``types``, ``tags``,
    ``spec`` (specification points) and ``difficulty`` (1 to 3): one of them is enough. Marks are inclusive.
    """

    text: str = ""
    types: tuple[QuestionType, ...] = ()
    tags: tuple[str, ...] = ()
    spec: tuple[str, ...] = ()
    difficulty: tuple[int, ...] = ()
    marks_min: int | None = None
    marks_max: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """``count`` questions drawn from ``filter`` by ``seed``, without those in ``left_out`` (ids).

    ``each``: a new draw for each pupil (or version of a paper) instead of the same for all.
    """

    count: int
    filter: QuestionFilter = QuestionFilter()
    seed: int = 0
    each: bool = False
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place in a section: the question with the id ``question``, or what ``pick`` draws. Exactly one is given."""

    question: str = ""
    pick: Pick | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizSection:
    """Questions that stand together; ``minutes`` None: what the questions take."""

    title: str = ""  # plain
    instructions: str = ""  # our markup
    minutes: float | None = None
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """A quiz. ``instructions`` in our markup; questions are shuffled inside their section only."""

    id: str
    title: str  # plain
    instructions: str = ""
    sections: tuple[QuizSection, ...] = ()
    shuffle_questions: bool = False
    shuffle_options: bool = True
    cover: Cover | None = None


# --- what comes of it ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question in its place. ``number`` counts through the quiz from 1; None for a page of text. ``entry`` is the
    place in the section's entries that it came from."""

    question: Question
    number: int | None
    entry: int


@dataclass(frozen=True, slots=True)
class ResolvedSection:
    """A section with its questions in the order they are asked."""

    section: QuizSection
    drawn: tuple[Drawn, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions alone."""
        return tuple(one.question for one in self.drawn)


@dataclass(frozen=True, slots=True)
class ResolvedQuiz:
    """A quiz with every draw made. ``problems``: what could not be found; the rest is there all the same."""

    quiz: Quiz
    seed: int | str
    sections: tuple[ResolvedSection, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in their order."""
        return tuple(question for section in self.sections for question in section.questions)


@dataclass(frozen=True, slots=True)
class Totals:
    """Of a section or a quiz. Pages of text count as no question."""

    questions: int
    marks: int
    minutes: float


def fixed(question_id: str) -> Entry:
    """An entry for one question."""
    return Entry(question=question_id)


def picked(count: int, wanted: QuestionFilter, seed: int = 0, *, each: bool = False) -> Entry:
    """An entry that draws."""
    return Entry(pick=Pick(count=count, filter=wanted, seed=seed, each=each))


def of_questions(questions: Iterable[Question], title: str, quiz_id: str = "quiz") -> Quiz:
    """A quiz of one section that asks ``questions`` in their order."""
    section = QuizSection(entries=tuple(fixed(question.id) for question in questions))
    return Quiz(id=quiz_id, title=title, sections=(section,))


def pool(wanted: QuestionFilter, questions: Iterable[Question]) -> tuple[Question, ...]:
    """The questions that pass ``wanted``, in their order. Pages of text are no questions."""
    words = wanted.text.casefold().split()
    tags = {tag.casefold() for tag in wanted.tags}
    return tuple(question for question in questions if _passes(question, wanted, words, tags))


def _passes(question: Question, wanted: QuestionFilter, words: list[str], tags: set[str]) -> bool:
    return (
        question.type != "text"
        and (not wanted.types or question.type in wanted.types)
        and (not tags or any(tag.casefold() in tags for tag in question.tags))
        and (not wanted.spec or any(point in wanted.spec for point in question.spec))
        and (not wanted.difficulty or question.difficulty in wanted.difficulty)
        and (wanted.marks_min is None or question.marks >= wanted.marks_min)
        and (wanted.marks_max is None or question.marks <= wanted.marks_max)
        and (not words or _holds(question, words))
    )


def _holds(question: Question, words: list[str]) -> bool:
    parts = (question.id, question.title, markup.plain(question.text), *question.tags)
    text = " ".join(parts).casefold()
    return all(word in text for word in words)


def may_ask(quiz: Quiz, questions: Mapping[str, Question]) -> tuple[Question, ...]:
    """Every question ``quiz`` names or may draw, in the order of ``questions`` (the bank by id)."""
    entries = [entry for section in quiz.sections for entry in section.entries]
    wanted = {entry.question for entry in entries}
    for entry in entries:
        if entry.pick is not None:
            wanted |= {one.id for one in pool(entry.pick.filter, questions.values())}
    return tuple(question for key, question in questions.items() if key in wanted)


def resolve(quiz: Quiz, questions: Mapping[str, Question], seed: int | str = 0) -> ResolvedQuiz:
    """Every draw made and every question in its place; the same for the same seed, on every machine.

    ``questions``: the bank by id, in its order. ``seed`` is the pupil's or the version's: it decides the draws that
    are new for each and, with ``shuffle_questions``, the order inside the sections. No question stands twice: what
    is asked for by name comes first, then the draws in their order take from what is left.
    """
    made, problems = _Draws(quiz, questions).all(seed)
    sections: list[ResolvedSection] = []
    number = 0
    for section, found in zip(quiz.sections, made, strict=True):
        if quiz.shuffle_questions:
            found = list(shuffled(found, (one.question.id for one in found), f"order\0{seed}"))
        placed: list[Drawn] = []
        for one in found:
            is_asked = one.question.type != "text"
            number += is_asked
            placed.append(replace(one, number=number if is_asked else None))
        sections.append(ResolvedSection(section, tuple(placed)))
    return ResolvedQuiz(quiz, seed, tuple(sections), tuple(problems))


class _Draws:
    """The draws of one quiz; each question is given out once."""

    def __init__(self, quiz: Quiz, questions: Mapping[str, Question]) -> None:
        self._quiz = quiz
        self._bank = questions
        self._problems: list[Problem] = []
        self._taken: set[str] = set()

    def all(self, seed: int | str) -> tuple[list[list[Drawn]], list[Problem]]:
        """The questions by section, unnumbered, and what could not be found."""
        named = {place: found for place, entry in self._places() if (found := self._named(place, entry))}
        made: list[list[Drawn]] = [[] for _section in self._quiz.sections]
        for place, entry in self._places():
            drawn: tuple[Question, ...] = ()
            if place in named:
                drawn = (named[place],)
            elif entry.pick is not None and not entry.question:
                drawn = self._draw(place, entry.pick, seed)
            made[place[0]] += [Drawn(question, None, place[1]) for question in drawn]
        return made, self._problems

    def _places(self) -> Iterator[tuple[tuple[int, int], Entry]]:
        for at, section in enumerate(self._quiz.sections):
            yield from (((at, index), entry) for index, entry in enumerate(section.entries))

    def _named(self, place: tuple[int, int], entry: Entry) -> Question | None:
        if bool(entry.question) == (entry.pick is not None):
            self._say(place, "name one question, or say what to pick")
            return None
        if entry.pick is not None:
            return None
        if entry.question not in self._bank:
            self._say(place, f"there is no question “{entry.question}”")
            return None
        if entry.question in self._taken:
            self._say(place, f"the question “{entry.question}” stands twice")
            return None
        self._taken.add(entry.question)
        return self._bank[entry.question]

    def _draw(self, place: tuple[int, int], pick: Pick, seed: int | str) -> tuple[Question, ...]:
        if not 1 <= pick.count <= MOST_QUESTIONS:
            self._say(place, f"pick between 1 and {MOST_QUESTIONS} questions, not {pick.count}")
            return ()
        every = pool(pick.filter, self._bank.values())
        free = [one for one in every if one.id not in self._taken and one.id not in pick.left_out]
        own = f"{pick.seed}\0{seed}" if pick.each else str(pick.seed)
        found = shuffled(free, (one.id for one in free), f"draw\0{own}")[: pick.count]
        if len(found) < pick.count:
            used = sum(one.id in self._taken for one in every)
            why = f", for {used} of the pool already stand in the quiz" if used else ""
            self._say(place, f"pick {pick.count} finds only {len(found)}{why}")
        self._taken |= {one.id for one in found}
        return found

    def _say(self, place: tuple[int, int], message: str) -> None:
        self._problems.append(_problem(f"sections[{place[0]}].entries[{place[1]}]", message))


def totals(resolved: ResolvedQuiz | ResolvedSection) -> Totals:
    """Questions, marks and minutes. A section's own minutes come before those of its questions, and a question's own
    before the rule of 2.0 minutes a mark (``domain.content``)."""
    if isinstance(resolved, ResolvedQuiz):
        parts = [totals(section) for section in resolved.sections]
        return Totals(sum(p.questions for p in parts), sum(p.marks for p in parts), sum(p.minutes for p in parts))
    asked = [question for question in resolved.questions if question.type != "text"]
    minutes = resolved.section.minutes
    if minutes is None:
        minutes = needed_minutes(resolved)
    return Totals(len(asked), sum(question.marks for question in asked), minutes)


def needed_minutes(section: ResolvedSection) -> float:
    """What the section's questions take, whatever it is given."""
    return sum(question.allowed_minutes for question in section.questions if question.type != "text")


def timed(
    quiz: Quiz,
    questions: Mapping[str, Question],
    question_id: str,
    seed: int | str = 0,
    used: Mapping[str, float] | None = None,
    extra_percent: int = 0,
) -> Question | None:
    """The question as ``quiz`` times it for this seed; None when ``questions`` (the bank by id) has none such.

    A section's own minutes are one clock for all its questions, as on paper: a question is given what those answered
    before it (``used``: seconds by id, without breaks) have left of the section's time with ``extra_percent``. A
    clock that has run out gives a second, so that an answer after it counts as over time. Elsewhere the question
    keeps its own time.
    """
    question = questions.get(question_id)
    if question is None:
        return None
    for section in resolve(quiz, questions, seed).sections:
        ids = {one.id for one in section.questions}
        if section.section.minutes is not None and question_id in ids:
            spent = sum(seconds for key, seconds in (used or {}).items() if key in ids and key != question_id)
            return replace(question, minutes=seconds_left(section.section.minutes, spent, extra_percent) / 60)
    return question


def seconds_left(minutes: float, spent: float, extra_percent: int = 0) -> int:
    """Of a clock of ``minutes`` that was used for ``spent`` seconds: seconds before extra time, never more than the
    clock has with it; at least 1."""
    base = round(minutes * 60)
    left = max(allowance(base, extra_percent) - math.ceil(spent), 0)
    return max(min(base, left * 100 // (100 + extra_percent)), 1)


def problems(quiz: Quiz, questions: Mapping[str, Question]) -> tuple[Problem, ...]:
    """All that is wrong with ``quiz`` (errors: it cannot be sat or printed) or looks wrong (warnings)."""
    resolved = resolve(quiz, questions)
    return (*_formal(quiz), *resolved.problems, *_doubts(resolved))


def _formal(quiz: Quiz) -> Iterator[Problem]:
    if not quiz.title.strip():
        yield _problem("title", "the quiz needs a title")
    if not any(section.entries for section in quiz.sections):
        yield _problem("sections", "the quiz asks nothing yet: add a question")
    for at, section in enumerate(quiz.sections):
        if section.minutes is not None and not 0 < section.minutes <= 24 * 60:
            yield _problem(
                f"sections[{at}].minutes", "the minutes of a section must be more than none and at most a day"
            )
        for index, entry in enumerate(section.entries):
            wanted = entry.pick.filter if entry.pick else None
            low, high = (wanted.marks_min, wanted.marks_max) if wanted else (None, None)
            if low is not None and high is not None and low > high:
                yield _problem(
                    f"sections[{at}].entries[{index}]", f"no question has {low} or more and {high} or fewer marks"
                )


def _doubts(resolved: ResolvedQuiz) -> Iterator[Problem]:
    for at, section in enumerate(resolved.sections):
        name = section.section.title or f"Section {at + 1}"
        if not section.drawn and any(one.drawn for one in resolved.sections):
            yield _problem(f"sections[{at}]", f"{name} asks nothing", "warning")
        given, needed = section.section.minutes, needed_minutes(section)
        if given is not None and section.drawn and abs(given - needed) >= 1:
            minutes = "1 minute" if given == 1 else f"{given:g} minutes"
            message = f"{name} allows {minutes}; its questions add up to {needed:g}"
            yield _problem(f"sections[{at}].minutes", message, "warning")


def _problem(field: str, message: str, severity: Severity = "error") -> Problem:
    return Problem("", None, field, message, severity)
