"""What to practise next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.choosing import (
    Filter,
    allowed_seconds,
    askable,
    base_seconds,
    filtered,
    grouped,
    is_weak,
    suggested,
    surprise,
)
from tutorapp.domain.content import MarkPoint, Question
from tutorapp.domain.work import LastResult

NOW = datetime(2027, 4, 2, 18, tzinfo=UTC)


def question(name: str, marks: int = 6, **fields) -> Question:
    points = (MarkPoint(id="a", text="x"),) if fields.get("type", "structured") == "structured" else ()
    return Question(id=name, text=name, marks=marks, points=points, **fields)


def result(name: str, mark: int | None, days: float = 5, most: int = 6) -> LastResult:
    return LastResult(question_id=name, tries=1, at=NOW - timedelta(days=days), low=mark, high=mark, max=most)


QUESTIONS = (
    question("page", type="text"),
    question("def", 2, spec=("SF4",), style="Definitions"),
    question("six", 6, spec=("SF4", "SF5"), style="Explain"),
    question("essay", 20, type="essay", spec=("SF1",), style="Essays"),
    question("quick", 1, type="multiple_choice", spec=("SF1",)),
    question("date", 2, type="date"),
)


def ids(questions) -> list[str]:
    return [q.id for q in questions]


def test_a_page_of_text_is_never_asked():
    assert "page" not in ids(askable(QUESTIONS))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(), ["def", "six", "essay", "quick", "date"]),
        (Filter(spec="SF4"), ["def", "six"]),
        (Filter(type="essay"), ["essay"]),
        (Filter(type="closed"), ["quick", "date"]),
        (Filter(marks=(2, 6)), ["def", "six", "date"]),
        (Filter(untried=True), ["essay", "quick", "date"]),
        (Filter(weak=True), ["six"]),
        (Filter(max_seconds=300), ["def", "quick", "date"]),
        (Filter(weak=True, untried=True), []),
    ],
)
def test_filters(wanted, expected):
    results = {"six": result("six", 3), "def": result("def", 2, most=2)}
    assert ids(filtered(QUESTIONS, results, wanted, 25)) == expected


def test_time_is_two_minutes_a_mark_with_extra_time_and_never_nothing():
    assert allowed_seconds(QUESTIONS[2], 25) == 900
    assert base_seconds(question("odd", 1, minutes=0.0)) == 1
    assert base_seconds(question("own", 10, minutes=17.5)) == 1050


@pytest.mark.parametrize(("mark", "weak"), [(3, True), (4, False), (None, False)])
def test_below_six_tenths_is_weak(mark, weak):
    assert is_weak(result("six", mark)) == weak
    assert not is_weak(None)


def test_groups_stand_by_marks_with_closed_ones_last():
    assert [(name, ids(items)) for name, items in grouped(askable(QUESTIONS))] == [
        ("Essays", ["essay"]),
        ("Explain", ["six"]),
        ("Definitions", ["def"]),
        ("Dates", ["date"]),
        ("Multiple choice", ["quick"]),
    ]


def test_the_weakest_comes_first_but_not_on_the_same_day():
    results = {"six": result("six", 1), "essay": result("essay", 10, most=20)}
    assert suggested(QUESTIONS, results, NOW).id == "six"
    results["six"] = result("six", 1, days=0.2)
    assert suggested(QUESTIONS, results, NOW).id == "essay"


def test_then_an_untried_one_with_points_and_at_last_the_longest_ago():
    assert suggested(QUESTIONS, {}, NOW).id == "six"
    every = {q.id: result(q.id, q.marks, days=number, most=q.marks) for number, q in enumerate(askable(QUESTIONS))}
    assert suggested(QUESTIONS, every, NOW).id == "date"
    assert suggested((), {}, NOW) is None


def test_surprise_takes_what_the_generator_picks():
    assert surprise(QUESTIONS, lambda items: items[-1]).id == "date"
    assert surprise((), lambda items: items[0]) is None


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["def", "six", "essay", "quick"]), st.integers(0, 6), max_size=4))
def test_there_is_always_a_suggestion_and_it_can_be_asked(marks):
    results = {name: result(name, mark) for name, mark in marks.items()}
    assert suggested(QUESTIONS, results, NOW) in askable(QUESTIONS)
