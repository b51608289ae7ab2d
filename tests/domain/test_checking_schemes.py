"""Rules on mark schemes, closed questions and questions that answer themselves."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.checked import QUESTIONS, changed, told
from tutorapp.domain.checking.schemes import reachable
from tutorapp.domain.content import (
    Choice,
    DateAnswer,
    Gap,
    Level,
    MarkPoint,
    NumericAnswer,
    OneSidedCap,
    Pair,
    PointGroup,
    Question,
    SampleAnswer,
)

STREET, PALACE = QUESTIONS["structured"]["groups"]
A, B, C = QUESTIONS["structured"]["points"]
LOW, HIGH = QUESTIONS["essay"]["levels"]
SAMPLE: SampleAnswer = QUESTIONS["essay"]["samples"][0]


@pytest.mark.parametrize(
    ("kind", "changes", "field", "part"),
    [
        ("structured", {"marks": 5}, "marks", "worth 5, but its points give 4 at most"),
        ("structured", {"points": ()}, "points", "no mark point"),
        ("structured", {"points": (A, B)}, "groups[1].max", "up to 2, but its points add up to 0"),
        ("structured", {"groups": (PointGroup(id="street", max=0), PALACE)}, "groups[0].max", "at least 1"),
        ("structured", {"points": (A, B, replace(C, group="court"))}, "points[2].group", "no group “court”"),
        ("structured", {"points": (A, B, C, MarkPoint(id="d", text="x"))}, "points[3].group", "names no group"),
        ("structured", {"points": (A, B, replace(C, marks=0))}, "points[2].marks", "at least 1"),
        ("structured", {"points": (A, B, replace(C, id="a"))}, "points[2].id", "“a” stands twice"),
        ("structured", {"points": (A, B, replace(C, terms=((),)))}, "points[2].terms", "empty list"),
        ("structured", {"points": (A, B, replace(C, terms=(((), ("x",)),)))}, "points[2].terms", "empty list"),
        ("structured", {"best_groups": 3}, "best_groups", "number of groups (2)"),
        ("structured", {"best_groups": 0}, "best_groups", "between 1"),
        ("structured", {"best_groups": 1}, "marks", "give 2 at most"),
        (
            "structured",
            {"one_sided_cap": OneSidedCap(groups=("street",), cap=2)},
            "one_sided_cap.groups",
            "two or more",
        ),
        (
            "structured",
            {"one_sided_cap": OneSidedCap(groups=("street", "x"), cap=2)},
            "one_sided_cap.groups",
            "two or more",
        ),
        (
            "structured",
            {"one_sided_cap": OneSidedCap(groups=("street", "palace"), cap=4)},
            "one_sided_cap.cap",
            "less than",
        ),
        ("structured", {"minutes": 0.0}, "minutes", "more than 0"),
        ("structured", {"difficulty": 4}, "difficulty", "1, 2 or 3"),
        ("structured", {"levels": (LOW,)}, "levels", "does not belong to a question of the type structured"),
        ("short_answer", {"marks": 0}, "marks", "between 1 and 100"),
        ("short_answer", {"marks": 101}, "marks", "between 1 and 100"),
        ("text", {"marks": 1}, "marks", "0 marks"),
        ("essay", {"levels": ()}, "levels", "needs levels"),
        ("essay", {"levels": (LOW, replace(HIGH, low=6))}, "levels[1].low", "gap: no level holds 5"),
        (
            "essay",
            {"levels": (LOW, replace(HIGH, low=4))},
            "levels[1].low",
            "overlaps the level below, which ends at 4",
        ),
        ("essay", {"levels": (LOW, replace(HIGH, high=9))}, "levels", "must end at the question’s 10 marks, not 9"),
        ("essay", {"levels": (LOW, replace(HIGH, high=11))}, "levels", "must end at the question’s 10 marks, not 11"),
        ("essay", {"levels": (replace(LOW, low=2), HIGH)}, "levels[0].low", "begin at 0 or 1"),
        ("essay", {"levels": (replace(LOW, high=0), HIGH)}, "levels[0].high", "ends at 0, before it begins at 1"),
        ("essay", {"points": (A,)}, "points", "does not belong"),
        ("essay", {"samples": (replace(SAMPLE, level="L9"),)}, "samples[0].level", "no level “L9”"),
        ("essay", {"samples": (replace(SAMPLE, marks=4),)}, "samples[0].marks", "do not lie in level L2"),
        (
            "essay",
            {"samples": (replace(SAMPLE, text="Fear mattered."),)},
            "samples[0].margin[0].quote",
            "word for word",
        ),
        ("essay", {"indicative": (replace(A, group="court"),)}, "indicative[0].group", "no group “court”"),
        ("true_false", {"points": (MarkPoint(id="r", text="x"),)}, "points", "takes every mark"),
        ("true_false", {"true": None}, "true", "true or false"),
        (
            "multiple_choice",
            {"choices": (Choice(id="a", text="Grey"), Choice(id="b", text="Peel"))},
            "choices",
            "but has 0",
        ),
        ("multiple_choice", {"choices": (Choice(id="a", text="Grey", correct=True),)}, "choices", "at least two"),
        (
            "multiple_choice",
            {"choices": tuple(Choice(id=i, text=i, correct=True) for i in "ab")},
            "choices",
            "but has 2",
        ),
        (
            "multiple_choice",
            {"choices": (Choice(id="a", text="*Grey*", correct=True), Choice(id="b", text="grey "))},
            "choices",
            "stands 2 times",
        ),
        (
            "multiple_response",
            {"choices": (Choice(id="a", text="x"), Choice(id="b", text="y"))},
            "choices",
            "at least one right",
        ),
        ("matching", {"pairs": (Pair(left="Grey", right="Whig"),)}, "pairs", "at least two pairs"),
        (
            "matching",
            {"pairs": (Pair(left="Grey", right="Whig"), Pair(left="Grey", right="Tory"))},
            "pairs",
            "stands 2 times",
        ),
        (
            "matching",
            {"pairs": (Pair(left="a", right="b"), Pair(left="c", right=""))},
            "pairs",
            "without its right side",
        ),
        (
            "matching",
            {"pairs": (Pair(left="a", right="b"), Pair(left="c", right="d"), Pair(left="", right="D"))},
            "pairs",
            "the right one elsewhere",
        ),
        ("ordering", {"order": ("a", "b")}, "order", "at least three"),
        ("ordering", {"order": ("a", "b", "a")}, "order", "stands 2 times"),
        ("gap_fill", {"gaps": ()}, "gaps", "has no gap"),
        (
            "gap_fill",
            {"gaps": (Gap(id="a", answers=("Lords",)), Gap(id="b", answers=("x",)))},
            "gaps",
            "{b} does not stand",
        ),
        ("gap_fill", {"text": "The {a} and the {c}."}, "text", "{c} that has no answer"),
        ("gap_fill", {"text": "The {a} and the {a}."}, "text", "{a} more than once"),
        ("gap_fill", {"gaps": (Gap(id="a", answers=(" ",)),)}, "gaps[0].answers", "no empty one"),
        (
            "gap_fill",
            {"gaps": (Gap(id="a", answers=("Lords",), options=("King", "Pope")),)},
            "gaps[0].options",
            "that is right",
        ),
        ("numeric", {"numeric": None}, "numeric", "must hold the answer"),
        ("numeric", {"numeric": NumericAnswer(value=1.0, tolerance=-1.0)}, "numeric", "tolerance of 0 or more"),
        ("date", {"date": None}, "date", "must hold the answer"),
        ("date", {"date": DateAnswer(when="1832-06-07", near_days=-1)}, "date.near_days", "0 or more"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(kind: str, changes: dict[str, Any], field: str, part: str):
    problems = told(changed(kind, **changes))
    assert any(f == field and part in message for _id, f, message in problems), problems


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("short_answer", {"points": tuple(MarkPoint(id=str(n), text="x") for n in range(4))}),  # any one of four
        ("essay", {"levels": (Level(id="L0", low=0, high=0, title="", descriptor=""), LOW, HIGH)}),
        ("essay", {"levels": (HIGH, LOW)}),  # the best level first
        ("essay", {"groups": (PointGroup(id="i", max=5),), "indicative": (replace(A, group="i"),)}),
        ("true_false", {"marks": 2, "points": (MarkPoint(id="r", text="x"),)}),
        ("matching", {"pairs": (Pair(left="a", right="x"), Pair(left="b", right="x"))}),  # one answer for both
        ("gap_fill", {"gaps": (Gap(id="a", answers=("Lords",), options=("Lords", "King")),)}),
    ],
)
def test_what_is_right_is_let_be(kind: str, changes: dict[str, Any]):
    assert told(changed(kind, **changes)) == []


@pytest.mark.parametrize(
    ("second", "shared"),
    [(("Lords", "Peers"), False), (("King", "Lords"), True), (("King", "peers"), True), (("King", "Crown"), False)],
)
def test_gaps_that_want_different_things_share_no_answer(second: tuple[str, ...], shared: bool):
    gaps = (Gap(id="a", answers=("Lords", "Peers")), Gap(id="b", answers=second))
    messages = [message for _id, _f, message in told(changed("gap_fill", text="The {a} and the {b}.", gaps=gaps))]
    assert [("given twice" in message) for message in messages] == ([True] if shared else [])


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        (
            "multiple_choice",
            {
                "title": "Who was grey?",
                "choices": (Choice(id="a", text="Grey", correct=True), Choice(id="b", text="Peel")),
            },
            "choices[0].text",
        ),
        ("multiple_response", {"text": "Which towns besides Leeds?"}, "choices[1].text"),
        ("gap_fill", {"text": "The {a}, the House of Lords, threw out the bill."}, "gaps[0].answers"),
        (
            "matching",
            {"pairs": (Pair(left="The Whig Grey", right="Whig"), Pair(left="Peel", right="Tory"))},
            "pairs[0].left",
        ),
        ("ordering", {"order": ("Riots of 1831", "Days of May", "Assent")}, "order[0]"),
        ("date", {"text": "What happened on 7 June 1832?"}, "text"),
        ("date", {"text": "On which 7 June did the bill become law?"}, "text"),
        ("date", {"text": "What was it in 1832?", "date": DateAnswer(when="1832")}, "text"),
        ("numeric", {"text": "Was it 0.33 of seats?"}, "text"),
        ("structured", {"text": "Explain how the king and the new peers won the bill."}, "points[2].terms"),
        ("structured", {"text": "Explain the riots."}, "points[0].terms"),
    ],
)
def test_a_question_does_not_answer_itself(kind: str, changes: dict[str, Any], field: str):
    assert field in {f for _id, f, _message in told(changed(kind, **changes))}


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("multiple_choice", {"text": "Who led the Greyfriars?"}),  # whole words only
        ("date", {"text": "When in 1832 did the bill become law?"}),  # the year of a day may be given
        ("structured", {"text": "Explain how the king won the bill."}),  # one concept of two earns nothing
        ("ordering", {"order": ("The 1,000 days", "Days of May", "Assent")}),
    ],
)
def test_what_gives_nothing_away_is_let_be(kind: str, changes: dict[str, Any]):
    assert told(changed(kind, **changes)) == []


cuts = st.lists(st.integers(1, 30), min_size=1, max_size=6, unique=True).map(sorted)


@settings(max_examples=100, deadline=None)
@given(cuts=cuts, data=st.data())
def test_levels_cover_every_mark_once_or_are_told(cuts: list[int], data: st.DataObject):
    edges = [0, *cuts]
    levels = [Level(id=f"L{n}", low=a + 1, high=b, title="", descriptor="") for n, (a, b) in enumerate(pairwise(edges))]
    essay = {"levels": tuple(levels), "marks": cuts[-1], "samples": ()}
    assert told(changed("essay", **essay)) == []
    at = data.draw(st.integers(0, len(levels) - 1))
    low, high = data.draw(st.integers(-1, 31)), data.draw(st.integers(-1, 31))
    moved = replace(levels[at], low=low, high=high)
    held = [mark for level in (*levels[:at], moved, *levels[at + 1 :]) for mark in range(level.low, level.high + 1)]
    sound = sorted(held) in (list(range(1, cuts[-1] + 1)), list(range(cuts[-1] + 1))) and low <= high
    essay["levels"] = (*levels[:at], moved, *levels[at + 1 :])
    assert (told(changed("essay", **essay)) == []) == sound


@settings(max_examples=100, deadline=None)
@given(
    marks=st.lists(st.tuples(st.sampled_from(["", "g", "h"]), st.integers(1, 3)), max_size=6),
    most=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    best=st.none() | st.integers(1, 2),
)
def test_reachable_is_the_best_any_answer_can_do(marks: list[tuple[str, int]], most: tuple[int, int], best: int | None):
    points = tuple(MarkPoint(id=str(n), text="", group=group, marks=mark) for n, (group, mark) in enumerate(marks))
    groups = (PointGroup(id="g", max=most[0]), PointGroup(id="h", max=most[1]))
    question = Question(id="q", text="", marks=1, points=points, groups=groups, best_groups=best)
    sums = [min(cap, sum(mark for group, mark in marks if group == name)) for name, cap in zip("gh", most, strict=True)]
    free = sum(mark for group, mark in marks if not group)
    assert reachable(question) == free + (max(sums) if best == 1 else sum(sums))
