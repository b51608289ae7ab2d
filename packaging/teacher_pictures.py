"""The teacher's screens for `make screenshots`: a small bank of every type, a quiz, an import, a paper and a class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit

from tutorapp.domain.bank.editing import levels_for
from tutorapp.domain.closed import write_response
from tutorapp.domain.content import (
    Choice,
    DateAnswer,
    Gap,
    MarginNote,
    MarkPoint,
    NumericAnswer,
    Pair,
    Part,
    PointGroup,
    Question,
    QuestionType,
    SampleAnswer,
    Source,
)
from tutorapp.domain.quiz import Cover, QuestionFilter, Quiz, QuizSection, fixed, picked
from tutorapp.domain.results import Result, ResultAnswer
from tutorapp.ui.quizzes.page import QuizzesPage

if TYPE_CHECKING:
    from screenshots import Studio

Wait = Callable[["Studio", Callable[[], bool]], None]
PUPILS = 6
PASTED = """Stalin quick check

1. When did Stalin become General Secretary?
a) April 1922 *
b) January 1924
c) December 1925

2. Who joined Stalin in the triumvirate?
a) Bukharin and Rykov
b) Zinoviev and Kamenev *

3. Whose murder on 1 December 1934 was followed by mass arrests?
ANSWER: Kirov

4. What was the OGPU absorbed into in July 1934?
a) the Cheka
b) the NKVD
c) the KGB

5. Stalin first argued for socialism in one country in December 1924.
ANSWER: TRUE
"""


def _choice(key: str, text: str, *options: str, several: int = 0) -> Question:
    """The first option is right, or the first ``several``."""
    choices = tuple(
        Choice(
            id="abcdef"[at],
            text=option.partition("|")[0],
            correct=at < (several or 1),
            feedback=option.partition("|")[2],
        )
        for at, option in enumerate(options)
    )
    kind: QuestionType = "multiple_response" if several else "multiple_choice"
    return Question(id=f"t-{key}", text=text, marks=several or 1, type=kind, choices=choices, tags=("quick check",))


def questions() -> tuple[Question, ...]:
    """One of each type, and one that needs attention."""
    return (
        _choice(
            "post",
            "Stalin became General Secretary of the party in April 1922. What did the post come to control?",
            "Appointments, promotions and the flow of information|It let Stalin fill posts with his own people.",
            "The Red Army and its commanders|That was Trotsky, as War Commissar until January 1925.",
            "Soviet foreign policy",
            "The secret police|The GPU did this work from February 1922.",
        ),
        _choice(
            "triumvirate",
            "Who were the triumvirate of 1923 to 1925?",
            "Stalin|He was one of the three.",
            "Zinoviev|He led the party in Petrograd.",
            "Kamenev|He led the party in Moscow.",
            "Bukharin|He stood with Stalin only later.",
            several=3,
        ),
        Question(
            id="t-right",
            text="Trotsky led the Right Opposition.",
            marks=1,
            type="true_false",
            true=False,
            explanation="The Right was led by Bukharin, Rykov and Tomsky.",
            tags=("quick check",),
        ),
        Question(
            id="t-match",
            text="Match each man with his post in 1924.",
            marks=3,
            type="matching",
            explanation="Posts gave each of them his own ground.",
            pairs=(
                Pair(left="Stalin", right="General Secretary"),
                Pair(left="Trotsky", right="War Commissar"),
                Pair(left="Zinoviev", right="head of the Comintern"),
                Pair(left="", right="head of the army staff"),
            ),
        ),
        Question(
            id="t-order",
            text="Put these in the order in which they happened.",
            marks=4,
            type="ordering",
            explanation="From the death of Lenin to the murder of Kirov.",
            order=("Lenin dies", "Trotsky is expelled from the party", "Stalin turns fifty", "Kirov is murdered"),
        ),
        Question(
            id="t-gaps",
            text="In {1} 1934 the OGPU became part of the {2}.",
            marks=2,
            type="gap_fill",
            explanation="The new body took in the police as well.",
            gaps=(Gap(id="1", answers=("July",)), Gap(id="2", answers=("NKVD",), options=("Cheka", "NKVD", "KGB"))),
        ),
        Question(
            id="t-year",
            text="In which year was Kirov murdered?",
            marks=1,
            type="numeric",
            explanation="On 1 December, in Leningrad.",
            numeric=NumericAnswer(value=1934),
        ),
        Question(
            id="t-date",
            text="On which day was Kirov murdered?",
            marks=2,
            type="date",
            explanation="It was a Saturday.",
            date=DateAnswer(when="1934-12-01", near_days=31),
        ),
        Question(
            id="t-cult",
            text="What is meant by the “cult of personality”?",
            marks=2,
            type="short_answer",
            minutes=3,
            points=(
                MarkPoint(
                    id="p1",
                    text="A leader is given a heroic image",
                    terms=((("hero", "heroic"),),),
                    reject=("popular",),
                ),
                MarkPoint(id="p2", text="Propaganda and censorship keep it up", terms=((("propaganda", "posters"),),)),
            ),
        ),
        Question(
            id="t-explain",
            text="Explain how Stalin used propaganda and the secret police to strengthen his hold on power.",
            title="Propaganda and secret police",
            marks=6,
            minutes=12,
            tags=("1929–38", "AO1"),
            groups=(PointGroup(id="g1", max=3, title="Propaganda"), PointGroup(id="g2", max=3, title="Secret police")),
            points=(
                MarkPoint(
                    id="p1",
                    group="g1",
                    text="Shown as Lenin’s heir, wise and heroic",
                    terms=((("heir", "pupil of Lenin"),),),
                ),
                MarkPoint(
                    id="p2",
                    group="g1",
                    text="Press, film and schools controlled, with censorship",
                    terms=((("censorship", "Pravda"),),),
                ),
                MarkPoint(
                    id="p3",
                    group="g1",
                    text="History rewritten, photographs altered",
                    terms=((("rewritten", "photographs"),),),
                ),
                MarkPoint(
                    id="p4", group="g2", text="OGPU or NKVD named", terms=((("OGPU", "NKVD"),),), reject=("KGB",)
                ),
                MarkPoint(
                    id="p5",
                    group="g2",
                    text="Surveillance, arrests, executions or purges",
                    terms=((("informers", "arrested"),),),
                ),
                MarkPoint(
                    id="p6", group="g2", text="Gulags or show trials removed rivals", terms=((("camps", "trials"),),)
                ),
            ),
        ),
        Question(
            id="t-essay",
            text="“Stalin won the struggle for power because of the mistakes of his rivals.” How far do you agree?",
            title="Rivals’ mistakes or skill?",
            marks=20,
            minutes=30,
            type="essay",
            tags=("AO1",),
            sources=(
                Source(
                    title="Source A",
                    text=(
                        "In December 1922 Lenin dictated notes for the next congress. They warned of a split "
                        "and said that Stalin, as General Secretary, held too much power."
                    ),
                    attribution="A summary of Lenin’s letter to the Congress",
                ),
            ),
            levels=tuple(
                replace(level, descriptor=words)
                for level, words in zip(
                    levels_for(20),
                    (
                        "A few remarks.",
                        "Description of one factor.",
                        "Several factors, described.",
                        "Factors explained and compared.",
                        "A judgement held throughout.",
                    ),
                    strict=True,
                )
            ),
            parts=(Part(id="focus", text="Focus on the question"), Part(id="both", text="Both sides treated")),
            indicative=(
                MarkPoint(id="i1", text="Trotsky would not build a following"),
                MarkPoint(id="i2", text="The post of General Secretary"),
            ),
            plan=("Mistakes of the rivals", "Stalin’s own skill", "Which weighs more"),
            samples=(
                SampleAnswer(
                    id="s1",
                    level="L4",
                    marks=15,
                    text="His rivals made mistakes: Trotsky stayed away from Lenin’s funeral.",
                    margin=(MarginNote(quote="Trotsky stayed away", note="a mistake, named"),),
                ),
            ),
        ),
        Question(id="t-text", text="Read the sources before you go on.", marks=0, type="text"),
        _choice("doubled", "What replaced the Cheka in February 1922?", "The GPU", "The NKVD", "The nkvd", "The KGB"),
    )


def a_quiz() -> Quiz:
    """Two sections, a draw, and minutes that do not add up in one of them."""
    quick = ("t-post", "t-triumvirate", "t-right", "t-order")
    drawn = picked(3, QuestionFilter(marks_min=1, marks_max=2), seed=1924)
    return Quiz(
        id="z-unit",
        title="Stalin to 1938: unit test",
        instructions="Answer all questions.",
        sections=(
            QuizSection(
                title="Section A", instructions="Quick checks", minutes=14, entries=(*map(fixed, quick), drawn)
            ),
            QuizSection(title="Section B", instructions="Explain", entries=(fixed("t-cult"), fixed("t-explain"))),
            QuizSection(title="Section C", instructions="Essay", minutes=30, entries=(fixed("t-essay"),)),
        ),
        cover=Cover(heading="History, Year 12", rules=("Use black ink.",)),
    )


def a_small_quiz() -> Quiz:
    """What the class sat."""
    keys = ("t-post", "t-right", "t-order", "t-year", "t-cult", "t-essay")
    return Quiz(id="z-class", title="Friday test", sections=(QuizSection(entries=tuple(map(fixed, keys))),))


def results() -> list[Result]:
    """Pupils by number; what they answered follows from the number."""
    by_id = {question.id: question for question in questions()}
    order = by_id["t-order"].order
    made = []
    for n in range(1, PUPILS + 1):
        given: dict[str, dict[str, object]] = {
            "t-post": {"choice": "a" if n % 3 else "b"},
            "t-right": {"true": n % 4 == 0},
            "t-order": {"order": list(order if n % 2 else (order[1], order[0], *order[2:]))},
            "t-year": {"number": "1934" if n > 2 else "1929"},
        }
        written = {
            "t-cult": "A leader is made a hero by propaganda and posters." if n % 2 else "He was popular.",
            "t-essay": "His rivals made mistakes. Trotsky would not build a following, and Stalin had the post.",
        }
        answers = [
            ResultAnswer(
                question=by_id[key],
                text=written.get(key, ""),
                response=write_response(given.get(key, {})),
                base_seconds=300,
                allowed_seconds=375 if n == 5 else 300,
                used_seconds=120.0 + 20 * n,
                break_seconds=240.0 if n == 5 and key == "t-cult" else 0.0,
                extra_percent=25 if n == 5 else 0,
            )
            for key in (*given, *written)
        ]
        started = datetime(2026, 11, 20, 9, 0, tzinfo=UTC).isoformat()
        made.append(
            Result(
                id=f"00000000-0000-7000-8000-{n:012d}",
                quiz=a_small_quiz(),
                name=f"Pupil {n:02d}",
                started=started,
                answers=tuple(answers),
            )
        )
    return made


def seed(studio: Studio) -> None:
    """Put all of it into the data folder of the window."""
    from tutorapp.formats import result_file

    services = studio.window.ctx.services
    services.bank.save([*questions(), a_quiz(), a_small_quiz()])
    folder = studio.data
    files = []
    for result in results():
        file = folder / f"{result.name}.tutorresult"
        file.write_bytes(result_file.write(result))
        files.append(file)
    services.results.bring_in(files)
    by_id = {question.id: question for question in questions()}
    for n, result in enumerate(results(), start=1):
        services.results.mark(result.id, by_id["t-cult"], 1 + n % 2, points=("p2",) if n % 2 == 0 else ("p1", "p2"))
        if n < PUPILS:
            services.results.mark(result.id, by_id["t-essay"], 9 + n, level="L3")


def tour(studio: Studio, wait_for: Wait, shoot: Callable[[str], None] | None = None, *, every: bool = False) -> None:
    """Bank, editor, quiz, import report, paper and results; ``every``: also one editor for each type."""
    shoot = shoot or studio.shoot
    seed(studio)
    studio.open("pane", "quizzes")
    page = studio.window.findChild(QuizzesPage)
    assert page is not None
    page.store.load()
    studio.settle()
    page.bank.show_question("t-explain")
    shoot("quizzes-bank")
    page.bank.show_question("t-doubled")
    page.bank.preview.show_after(on=True)
    shoot("quizzes-editor")
    if every:
        _every_type(page, shoot)
    page.bank.preview.show_after(on=False)
    page.show_tab("quizzes")
    studio.settle()
    page.quizzes.show_quiz("z-unit")
    page.quizzes.tree.go_to((0, 4))
    shoot("quizzes-quiz")
    if every:
        _quiz_sides(page, shoot)
    page.paste()
    studio.settle()
    text = page.importing.findChild(QPlainTextEdit, "quizzes.paste.text") or page.importing.paste.text
    text.setPlainText(PASTED)
    wait_for(studio, lambda: studio.control("quizzes.paste.continue").isEnabled())
    shoot("quizzes-paste")
    file = studio.data / "quick-check.txt"
    file.write_text(PASTED, encoding="utf-8")
    page.bring_in([file])
    wait_for(studio, lambda: page.importing.stack.currentWidget() is page.importing.report)
    shoot("quizzes-import")
    page.print_quiz(a_quiz())
    wait_for(studio, lambda: studio.control("paper.print").isEnabled())
    shoot("quizzes-paper")
    page.show_results()
    studio.settle()
    shoot("quizzes-results")
    if every:
        page.results.go.click()
        shoot("quizzes-marking")


def _every_type(page: QuizzesPage, shoot: Callable[[str], None]) -> None:
    for question in questions():
        page.bank.show_question(question.id)
        shoot(f"editor-{question.type}-pupil")
        page.bank.preview.show_scheme(True)
        bar = page.bank.editor.page.verticalScrollBar()
        bar.setValue(bar.maximum())
        shoot(f"editor-{question.type}-scheme")
        page.bank.preview.show_scheme(False)


def _quiz_sides(page: QuizzesPage, shoot: Callable[[str], None]) -> None:
    page.quizzes.tree.go_to((0, -1))
    shoot("quizzes-section")
    page.quizzes.show_cover()
    shoot("quizzes-cover")
    page.quizzes.tree.setFocus()
    page.quizzes.tree.go_to((1, 1))
    shoot("quizzes-question")
