"""Whole documents for a quiz: question paper, mark scheme and answer key of one version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from tutorapp.domain import quiz as quizzes
from tutorapp.domain.content import Question
from tutorapp.domain.paper import runs as texts
from tutorapp.domain.paper.asking import Asking
from tutorapp.domain.paper.model import Block, Document, Field, Group, Para, Run
from tutorapp.domain.paper.options import Layout
from tutorapp.domain.paper.scheme import Scheme
from tutorapp.domain.paper.versions import FIRST, Orders
from tutorapp.domain.quiz import Cover, Quiz, ResolvedQuiz, ResolvedSection, totals

Kind = Literal["paper", "scheme", "key"]
PAPER_SIZE, TEACHER_SIZE, LARGE = 12.0, 10.5, 18.0
"""Points of a question paper, of what only the teacher reads, and of large print."""

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A quiz as one version asks it. ``shown`` False leaves the letter off (the only version there is)."""

    resolved: ResolvedQuiz
    seed: int = 0
    letter: str = FIRST
    shown: bool = False
    titles: Mapping[tuple[str, str], str] = field(default_factory=dict)
    alternatives: Mapping[str, str] = field(default_factory=dict)

    @property
    def orders(self) -> Orders:
        """Its orders of options, things and columns."""
        return Orders(self.seed, self.letter, shuffle=self.resolved.quiz.shuffle_options)

    @property
    def words(self) -> str:
        """ "Version B", or nothing."""
        return f"Version {self.letter}" if self.shown else ""


def versions(
    quiz: Quiz,
    questions: Mapping[str, Question],
    letters: tuple[str, ...] = (),
    seed: int = 0,
    titles: texts.Titles | None = None,
    alternatives: Mapping[str, str] | None = None,
) -> tuple[Version, ...]:
    """The versions named by ``letters`` (none: one without a letter).

    The first version, A, asks the questions in the quiz's own order; others shuffle them if the quiz says so.
    """
    made = []
    for letter in letters or (FIRST,):
        plan = replace(quiz, shuffle_questions=quiz.shuffle_questions and letter != FIRST)
        resolved = quizzes.resolve(plan, questions, f"{seed}\0{letter}")
        made.append(
            Version(
                resolved=resolved,
                seed=seed,
                letter=letter,
                shown=bool(letters),
                titles=titles or {},
                alternatives=alternatives or {},
            )
        )
    return tuple(made)


def composed(version: Version, kind: Kind, layout: Layout) -> Document:
    """The document of ``kind``."""
    return {"paper": question_paper, "scheme": mark_scheme, "key": answer_key}[kind](version, layout)


def question_paper(version: Version, layout: Layout) -> Document:
    """Cover, sections and questions with room for answers. Nothing of a key, a feedback or a scheme is in it."""
    quiz = version.resolved.quiz
    asking = Asking(version.orders, layout, version.titles, version.alternatives)
    groups = list(_front(version, layout))
    for at, section in enumerate(version.resolved.sections):
        if not section.drawn:
            continue
        new_page = (at > 0 and layout.sections_on_new_page) or (at == 0 and layout.cover)
        head = tuple(_section_head(section, version.titles))
        first, *others = [asking.group(one) for one in section.drawn]
        groups += [replace(first, blocks=(*head, *first.blocks), new_page=new_page), *others]
    groups.append(Group(blocks=(_end(f"End of questions. Total: {_marks(totals(version.resolved).marks)}."),)))
    return Document(
        title=quiz.title,
        running=version.words,
        groups=tuple(groups),
        size=LARGE if layout.large else PAPER_SIZE,
        cover=layout.cover,
        foot="Name" if layout.candidate_lines else "",
        turn_over=True,
    )


def mark_scheme(version: Version, layout: Layout) -> Document:
    """The scheme, a table for each section; with ``layout.full`` the sample answers after it."""
    scheme = Scheme(version.orders, layout, version.titles)
    groups = [Group(blocks=tuple(_scheme_head(version, "Mark scheme")))]
    for section in version.resolved.sections:
        if section.drawn:
            table, total = scheme.table(section.drawn), _section_total(version, section)
            groups.append(Group(blocks=(*_section_name(section), table, total), loose=True))
    if layout.full:
        every = (one for section in version.resolved.sections for one in section.drawn)
        samples = [group for one in every for group in scheme.samples(one)]
        groups += [replace(group, new_page=at == 0) for at, group in enumerate(samples)]
    return _for_teachers(version, layout, "Mark scheme", groups)


def answer_key(version: Version, layout: Layout) -> Document:
    """Right answers in the fewest words."""
    scheme = Scheme(version.orders, layout, version.titles)
    groups = [Group(blocks=tuple(_scheme_head(version, "Answer key")))]
    for section in version.resolved.sections:
        if section.drawn:
            groups.append(Group(blocks=(*_section_name(section), scheme.key_table(section.drawn)), loose=True))
    return _for_teachers(version, layout, "Answer key", groups)


def _for_teachers(version: Version, layout: Layout, name: str, groups: list[Group]) -> Document:
    running = _named(version, name)
    size = LARGE if layout.large else TEACHER_SIZE
    return Document(title=version.resolved.quiz.title, running=running, groups=tuple(groups), size=size)


# --- the first page ------------------------------------------------------------------------------------


def _front(version: Version, layout: Layout) -> Iterator[Group]:
    quiz = version.resolved.quiz
    cover = quiz.cover or Cover()
    lines: tuple[Block, ...] = tuple(Field(label) for label in cover.lines) if layout.candidate_lines else ()
    if not layout.cover:
        yield Group(
            blocks=(Para(runs=texts.words(quiz.title), style="title"), *_facts(version), *lines, *_own(version))
        )
        return
    head: list[Block] = []
    if cover.heading:
        head.append(Para(runs=texts.words(cover.heading), style="subheading", above=8))
    head.append(Para(runs=texts.words(quiz.title), style="title", above=6))
    head += [
        Para(runs=texts.words(words), style="heading", above=2) for words in (cover.subtitle, version.words) if words
    ]
    every = () if quiz.instructions else ("Answer all questions.",)
    rules = (*every, *_where(version), *cover.rules)
    yield Group(
        blocks=(
            *head,
            *_facts(version),
            *lines,
            Para(runs=texts.words("Instructions"), style="subheading", above=10, keep=True),
            *_own(version),
            *(Para(runs=texts.words(rule), sign="•", above=1.2) for rule in rules),
            Para(runs=texts.words("Information"), style="subheading", above=6, keep=True),
            *(Para(runs=words, sign="•", above=1.2) for words in _information(version)),
        )
    )


def _facts(version: Version) -> Iterator[Para]:
    whole = totals(version.resolved)
    yield Para(
        runs=(
            Run("Time allowed: "),
            Run(minutes_words(whole.minutes), bold=True),
            Run("\u2003\u2003Total: "),
            Run(_marks(whole.marks), bold=True),
        ),
        above=6,
    )


def _own(version: Version) -> Iterator[Block]:
    for block in texts.blocks(version.resolved.quiz.instructions, version.titles, alternatives=version.alternatives):
        yield replace(block, above=1.2) if isinstance(block, Para) else block


def _where(version: Version) -> Iterator[str]:
    if any(_is_written(question) for question in version.resolved.questions):
        yield "Write your answers on the lines. If you need more room, use extra paper and number your answers."
    if any(not _is_written(question) for question in version.resolved.questions):
        yield "Write in the boxes and gaps where there are any."


def _is_written(question: Question) -> bool:
    return question.type in ("short_answer", "structured", "essay") or bool(question.points)


def _information(version: Version) -> Iterator[tuple[Run, ...]]:
    whole = totals(version.resolved)
    yield (Run("The marks for each question are given in brackets [ ]."),)
    yield (Run(f"There are {whole.questions} questions." if whole.questions != 1 else "There is one question."),)
    parts = [section for section in version.resolved.sections if section.drawn]
    if len(parts) < 2:
        return
    for section in parts:
        part = totals(section)
        name = section.section.title or "Untitled section"
        yield (Run(f"{name}: ", bold=True), Run(f"{_marks(part.marks)}, about {minutes_words(part.minutes)}."))


# --- sections ------------------------------------------------------------------------------------------


def _section_head(section: ResolvedSection, titles: texts.Titles) -> Iterator[Para]:
    yield from _section_name(section)
    for block in texts.blocks(section.section.instructions, titles):
        if isinstance(block, Para):
            yield replace(block, runs=tuple(replace(run, italic=True) for run in block.runs), keep=True)
    if section.section.minutes is not None:
        words = f"Spend about {minutes_words(section.section.minutes)} on this section."
        yield Para(runs=(Run(words, italic=True),), keep=True)


def _section_name(section: ResolvedSection) -> Iterator[Para]:
    if section.section.title:
        yield Para(runs=texts.words(section.section.title), style="heading", above=3, keep=True)


def _section_total(version: Version, section: ResolvedSection) -> Para:
    several = sum(bool(one.drawn) for one in version.resolved.sections) > 1
    words = f"{section.section.title or 'Section'} total: " if several else "Total: "
    return Para(runs=(Run(f"{words}{totals(section).marks}", bold=True),), align="right", above=2)


def _scheme_head(version: Version, name: str) -> Iterator[Para]:
    whole = totals(version.resolved)
    yield Para(runs=texts.words(version.resolved.quiz.title), style="title")
    named = _named(version, name)
    questions = "1 question" if whole.questions == 1 else f"{whole.questions} questions"
    yield Para(runs=texts.words(named), style="heading", above=1, keep=True)
    facts = f"{questions}, {_marks(whole.marks)}, {minutes_words(whole.minutes)}"
    yield Para(runs=texts.words(facts), style="small", above=1, keep=True)


def _named(version: Version, name: str) -> str:
    return f"{name}, version {version.letter}" if version.shown else name


def _end(words: str) -> Para:
    return Para(runs=(Run(words, bold=True),), align="center", above=6)


def _marks(count: int) -> str:
    return "1 mark" if count == 1 else f"{count} marks"


def minutes_words(minutes: float) -> str:
    """ "1 hour 10 minutes", "45 minutes", "1 minute"; rounded up to whole minutes."""
    whole = -int(-minutes // 1)
    hours, rest = divmod(whole, 60)
    parts = []
    if hours:
        parts.append("1 hour" if hours == 1 else f"{hours} hours")
    if rest or not hours:
        parts.append("1 minute" if rest == 1 else f"{rest} minutes")
    return " ".join(parts)
