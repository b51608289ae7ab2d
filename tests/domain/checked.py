"""A unit in which nothing is wrong, with one question of every type, and ways to spoil it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tutorapp.domain.checking import Finding, check_unit
from tutorapp.domain.checking.covering import Coverage
from tutorapp.domain.content import (
    CareNote,
    Category,
    Choice,
    DateAnswer,
    Event,
    Gap,
    Level,
    Manifest,
    MarginNote,
    MarkPoint,
    NumericAnswer,
    OneSidedCap,
    Pair,
    PointGroup,
    Question,
    SampleAnswer,
    Section,
    SpecPoint,
    Term,
    Unit,
)

QUESTIONS: dict[str, dict[str, Any]] = {
    "structured": {
        "text": "Explain two ways in which the bill was won.",
        "marks": 4,
        "groups": (PointGroup(id="street", max=2), PointGroup(id="palace", max=2)),
        "points": (
            MarkPoint(id="a", text="Riots.", group="street", terms=((("riot*",),),)),
            MarkPoint(id="b", text="Unions.", group="street", terms=((("union*",),),)),
            MarkPoint(
                id="c", text="The king promised peers.", group="palace", marks=2, terms=((("king",), ("peer*",)),)
            ),
        ),
        "one_sided_cap": OneSidedCap(groups=("street", "palace"), cap=2),
    },
    "short_answer": {
        "text": "What is a rotten borough?",
        "marks": 1,
        "points": (MarkPoint(id="a", text="Few voters."),),
    },
    "essay": {
        "text": "How far was fear the cause of reform?",
        "marks": 10,
        "levels": (
            Level(id="L1", low=1, high=4, title="One", descriptor="Tells."),
            Level(id="L2", low=5, high=10, title="Two", descriptor="Explains and judges."),
        ),
        "samples": (
            SampleAnswer(
                id="s",
                level="L2",
                marks=7,
                text="Fear mattered most.\n\nBut votes did too.",
                margin=(MarginNote(quote="But votes did too.", note="A second cause."),),
            ),
        ),
    },
    "multiple_choice": {
        "text": "Who led the government?",
        "marks": 1,
        "choices": (Choice(id="a", text="Grey", correct=True), Choice(id="b", text="Wellington")),
    },
    "multiple_response": {
        "text": "Which towns had no member?",
        "marks": 2,
        "choices": (
            Choice(id="a", text="Manchester", correct=True),
            Choice(id="b", text="Leeds", correct=True),
            Choice(id="c", text="York"),
        ),
    },
    "true_false": {"text": "The Lords refused the bill twice.", "marks": 1, "true": True},
    "matching": {
        "text": "Match each person to a party.",
        "marks": 2,
        "pairs": (Pair(left="Grey", right="Whig"), Pair(left="Peel", right="Tory"), Pair(left="", right="Chartist")),
    },
    "ordering": {"text": "Put these in order.", "marks": 3, "order": ("Riots", "Days of May", "Royal assent")},
    "gap_fill": {"text": "The {a} threw out the bill.", "marks": 1, "gaps": (Gap(id="a", answers=("Lords",)),)},
    "numeric": {
        "text": "In what share of seats was there a contest?",
        "marks": 1,
        "numeric": NumericAnswer(value=0.33),
    },
    "date": {"text": "When did the bill become law?", "marks": 1, "date": DateAnswer(when="1832-06-07", event="E1")},
    "text": {"text": "Read the next page first.", "marks": 0},
}


def sound_unit() -> Unit:
    """Every rule holds, without a warning."""
    return Unit(
        manifest=Manifest(
            id="reform",
            title="Reform",
            short_title="Reform",
            version="1",
            period=("1830", "1832"),
            spec_points=(SpecPoint(id="P1", title="Reform", short="Reform"),),
            categories=(Category(id="politics", title="Politics"),),
            media={"map.svg": "A map of the new seats."},
        ),
        sections=(
            Section(
                id="N1",
                title="Reform",
                spec=("P1",),
                remember=("One.", "Two.", "Three."),
                why="Why then?",
                seed_refs=("C1",),
                body="Grey spoke of the [[term:borough|boroughs]].\n[[care:K1]]\n\n![A map](map.svg)\n\n"
                "On [[event:E1|7 June 1832]] it became law. Riots had filled the [[event:E2|autumn of 1831]].",
            ),
        ),
        terms=(Term(id="borough", term="Borough", short="A town with members.", sections=("N1",)),),
        care=(
            CareNote(
                id="K1", title="not so rotten", text="Some were large.", why="It is told too simply.", claims=("C1",)
            ),
        ),
        events=(
            Event(
                id="E1",
                title="Reform Act",
                when="1832-06-07",
                summary="The bill becomes law.",
                category="politics",
                importance=5,
                sections=("N1",),
            ),
            Event(
                id="E2", title="Riots", when="1831-10", summary="Riots break out.", category="politics", importance=2
            ),
        ),
        questions=tuple(
            Question(id=kind.replace("_", "-"), type=kind, sections=("N1",), **fields)  # type: ignore[arg-type]  # the kinds are the keys of a plain dict
            for kind, fields in QUESTIONS.items()
        ),
    )


def changed(kind: str, **changes: Any) -> Unit:
    """The sound unit with the question of type ``kind`` changed."""
    unit = sound_unit()
    questions = tuple(replace(q, **changes) if q.type == kind else q for q in unit.questions)
    return replace(unit, questions=questions)


def with_body(body: str, **changes: Any) -> Unit:
    """The sound unit with another text of its section."""
    unit = sound_unit()
    return replace(unit, sections=(replace(unit.sections[0], body=body, **changes),))


def told(unit: Unit, coverage: Coverage | None = None) -> list[tuple[str, str, str]]:
    """(id, field, message) of every problem."""
    return [(f.id, f.field, f.message) for f in check_unit(unit, coverage).problems]


def findings(unit: Unit) -> tuple[Finding, ...]:
    """Every problem whole."""
    return check_unit(unit).problems
