"""Steps of building a quiz: entries by their place (section, number in it), sections, and filters in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tutorapp.domain.bank import editing
from tutorapp.domain.quiz import Entry, QuestionFilter, Quiz, QuizSection, ResolvedQuiz

Place = tuple[int, int]


def new_quiz(quiz_id: str, title: str) -> Quiz:
    """A quiz with one empty section."""
    return Quiz(id=quiz_id, title=title, sections=(QuizSection(title="Section A"),))


def section_name(at: int) -> str:
    """ "Section A" for the first, "Section 27" behind Z."""
    return f"Section {editing.letter(at)}"


def with_section(quiz: Quiz, at: int, section: QuizSection) -> Quiz:
    """``quiz`` with another section in the place ``at``."""
    return replace(quiz, sections=editing.put(quiz.sections, at, section))


def add_section(quiz: Quiz) -> Quiz:
    """One more empty section at the end."""
    return replace(quiz, sections=(*quiz.sections, QuizSection(title=section_name(len(quiz.sections)))))


def without_section(quiz: Quiz, at: int) -> Quiz:
    """``quiz`` without a section and what stands in it."""
    return replace(quiz, sections=editing.without(quiz.sections, at))


def entry_at(quiz: Quiz, place: Place) -> Entry | None:
    """The entry in this place; None where there is none."""
    section, at = place
    if 0 <= section < len(quiz.sections) and 0 <= at < len(quiz.sections[section].entries):
        return quiz.sections[section].entries[at]
    return None


def add(quiz: Quiz, place: Place, entries: Iterable[Entry]) -> Quiz:
    """``entries`` before the place, or at the section's end; a quiz without a section gets one."""
    made = quiz if quiz.sections else add_section(quiz)
    section = min(max(place[0], 0), len(made.sections) - 1)
    now = made.sections[section].entries
    at = min(max(place[1], 0), len(now))
    return _with(made, section, (*now[:at], *entries, *now[at:]))


def put(quiz: Quiz, place: Place, entry: Entry) -> Quiz:
    """Another entry in a place."""
    return _with(quiz, place[0], editing.put(quiz.sections[place[0]].entries, place[1], entry))


def remove(quiz: Quiz, places: Iterable[Place]) -> Quiz:
    """``quiz`` without the entries in ``places``."""
    gone = set(places)
    for at, section in enumerate(quiz.sections):
        kept = tuple(entry for n, entry in enumerate(section.entries) if (at, n) not in gone)
        quiz = _with(quiz, at, kept)
    return quiz


def move(quiz: Quiz, place: Place, to: Place) -> Quiz:
    """The entry of ``place`` put before what stands at ``to``, counted with the entry taken out."""
    entry = entry_at(quiz, place)
    return quiz if entry is None else add(remove(quiz, [place]), to, [entry])


def stepped(quiz: Quiz, place: Place, by: int) -> tuple[Quiz, Place]:
    """The entry one place up (-1) or down (1), over the edge of its section; the quiz and the new place."""
    section, at = place
    to = (section, at + by)
    if at + by < 0:
        to = (section - 1, len(quiz.sections[section - 1].entries)) if section else place
    elif at + by >= len(quiz.sections[section].entries):
        to = (section + 1, 0) if section + 1 < len(quiz.sections) else place
    return (quiz, place) if to == place else (move(quiz, place, to), to)


def numbers(resolved: ResolvedQuiz) -> dict[Place, tuple[int, int]]:
    """By place the first and last question number; a place that draws nothing is left out."""
    found: dict[Place, tuple[int, int]] = {}
    for section, made in enumerate(resolved.sections):
        for drawn in made.drawn:
            if drawn.number is not None:
                first, last = found.get((section, drawn.entry), (drawn.number, drawn.number))
                found[section, drawn.entry] = (min(first, drawn.number), max(last, drawn.number))
    return found


def is_open(wanted: QuestionFilter) -> bool:
    """Whether the filter lets everything through."""
    return wanted == QuestionFilter()


def _with(quiz: Quiz, section: int, entries: tuple[Entry, ...]) -> Quiz:
    return with_section(quiz, section, replace(quiz.sections[section], entries=entries))
