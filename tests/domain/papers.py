"""A question of every type, and the papers made of them."""

from dataclasses import replace

from tests.builders import a_question
from tutorapp.domain import paper, quiz
from tutorapp.domain.content import (
    Choice,
    DateAnswer,
    Gap,
    Level,
    MarginNote,
    MarkPoint,
    NumericAnswer,
    OneSidedCap,
    Pair,
    Part,
    PointGroup,
    Question,
    SampleAnswer,
    Source,
)

CANARY = "zqxcanary"
"""Stands in every word of a scheme, and nowhere else."""


def point(key: str, group: str = "", marks: int = 1) -> MarkPoint:
    return MarkPoint(
        id=key,
        text=f"{CANARY} point {key}",
        group=group,
        marks=marks,
        terms=(((f"{CANARY} term",),),),
        reject=(f"{CANARY} reject",),
    )


def every_type() -> tuple[Question, ...]:
    bare = {"points": (), "groups": (), "one_sided_cap": None, "explanation": f"{CANARY} explanation"}
    groups = (
        PointGroup(id="a", max=2, title=f"{CANARY} group a"),
        PointGroup(id="b", max=2, title=f"{CANARY} group b"),
    )
    return (
        a_question(
            id="mc",
            type="multiple_choice",
            text="When was *Pravda* founded?",
            marks=1,
            choices=tuple(
                Choice(id=f"c{n}", text=f"in {1910 + n}", correct=n == 2, feedback=f"{CANARY} feedback")
                for n in range(4)
            ),
            **bare,
        ),
        a_question(
            id="mr",
            type="multiple_response",
            text="Which two sat in the triumvirate?",
            marks=2,
            choices=tuple(
                Choice(id=f"r{n}", text=f"man {n}", correct=n < 2, feedback=f"{CANARY} feedback") for n in range(4)
            ),
            **bare,
        ),
        a_question(
            id="tf",
            type="true_false",
            text="Lenin named an heir. Give a reason.",
            marks=3,
            true=False,
            **{**bare, "points": (point("r", marks=2),)},
        ),
        a_question(
            id="mat",
            type="matching",
            text="Match each man to his post.",
            marks=3,
            pairs=(
                Pair(left="L1", right="right one"),
                Pair(left="L2", right="right two"),
                Pair(left="", right="spare"),
            ),
            **bare,
        ),
        a_question(
            id="ord", type="ordering", text="Put in order.", marks=3, order=("first", "second", "third", "last"), **bare
        ),
        a_question(
            id="gap",
            type="gap_fill",
            text="In {y} the {w} was set up.",
            marks=2,
            gaps=(
                Gap(id="y", answers=(f"{CANARY} year",)),
                Gap(id="w", answers=("Cheka",), options=("Cheka", "Comintern", "Congress")),
            ),
            **bare,
        ),
        a_question(
            id="num",
            type="numeric",
            text="What share did it have?",
            marks=1,
            numeric=NumericAnswer(value=98765.0, tolerance=4321.0, unit="%"),
            **bare,
        ),
        a_question(
            id="date",
            type="date",
            text="When was it?",
            marks=2,
            date=DateAnswer(when="1934-12-01", near_days=77),
            **bare,
        ),
        a_question(
            id="short", type="short_answer", text="What was the NEP?", marks=2, **{**bare, "points": (point("s"),)}
        ),
        a_question(
            id="struct",
            type="structured",
            text="Explain why he won.",
            marks=4,
            sources=(Source(title="Source A", text="A *long* extract.\n\nIts end.", attribution="A pamphlet, 1924"),),
            **{
                **bare,
                "points": (point("p1", "a"), point("p2", "b")),
                "groups": groups,
                "best_groups": 1,
                "one_sided_cap": OneSidedCap(groups=("a", "b"), cap=3),
            },
        ),
        a_question(
            id="essay",
            type="essay",
            text="How far do you agree?",
            marks=20,
            levels=(
                Level(id="l1", low=1, high=10, title=f"{CANARY} level", descriptor=f"{CANARY} descriptor"),
                Level(id="l2", low=11, high=20, title=f"{CANARY} level", descriptor=f"{CANARY} descriptor"),
            ),
            parts=(Part(id="p", text=f"{CANARY} part"),),
            indicative=(point("i1", "a"),),
            plan=(f"{CANARY} plan",),
            samples=(
                SampleAnswer(
                    id="s",
                    level="l2",
                    marks=12,
                    text=f"{CANARY} sample",
                    margin=(MarginNote(quote=f"{CANARY} sample", note=f"{CANARY} margin"),),
                ),
            ),
            **{**bare, "groups": groups},
        ),
        a_question(id="page", type="text", text="Read this page first.", marks=0, **bare),
    )


def bank(*questions: Question) -> dict[str, Question]:
    return {question.id: question for question in questions or every_type()}


def versions(*letters: str, seed: int = 0, shuffle: bool = False, **changes: object) -> tuple[paper.Version, ...]:
    plan = replace(quiz.of_questions(every_type(), "Unit test"), shuffle_questions=shuffle, **changes)
    return paper.versions(plan, bank(), letters, seed)
