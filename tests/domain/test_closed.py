"""Closed answers: what each type of response earns."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.closed import (
    answered,
    closed_marks,
    folded,
    mark,
    number_words,
    read_number,
    read_response,
    write_response,
)
from tutorapp.domain.content import Choice, DateAnswer, Gap, MarkPoint, NumericAnswer, Pair, Question
from tutorapp.domain.errors import BugError

quick = settings(max_examples=80, deadline=None)

CHOICES = (
    Choice(id="a", text="Kamenev", feedback="He led the *Moscow* party."),
    Choice(id="b", text="Stalin", correct=True, feedback="From April 1922."),
    Choice(id="c", text="Molotov", correct=True),
    Choice(id="d", text="Rykov"),
)


def question(kind: str, marks: int = 4, **fields) -> Question:
    return Question(id="q", text="", marks=marks, type=kind, **fields)


def test_multiple_choice_is_all_or_nothing_and_says_why():
    q = question("multiple_choice", 2, choices=CHOICES[:2])
    right, wrong = mark(q, {"choice": "b"}), mark(q, {"choice": "a"})
    assert (right.marks, wrong.marks, mark(q, {}).marks, mark(q, {"choice": "zz"}).marks) == (2, 0, 0, 0)
    assert wrong.parts[0].feedback == "He led the Moscow party."
    assert wrong.parts[0].answer == "Stalin"


@pytest.mark.parametrize(
    ("chosen", "marks"), [("bc", 4), ("b", 2), ("bca", 2), ("ba", 0), ("ad", 0), ("abcd", 0), ("", 0)]
)
def test_multiple_response_takes_wrong_ones_from_right_ones(chosen, marks):
    assert mark(question("multiple_response", choices=CHOICES), {"choices": list(chosen)}).marks == marks


def test_true_false_needs_a_true_boolean():
    q = question("true_false", 1, true=False)
    assert mark(q, {"true": False}).marks == 1
    assert [mark(q, {"true": value}).marks for value in (True, None, 0, "false")] == [0, 0, 0, 0]


def test_a_reason_asked_for_is_left_to_the_mark_points():
    q = question("true_false", 3, true=True, points=(MarkPoint(id="r", text="why", marks=2),))
    assert closed_marks(q) == 1
    assert (mark(q, {"true": True}).marks, mark(q, {"true": True}).max) == (1, 1)


def test_matching_gives_the_share_of_right_pairs_and_ignores_distractors():
    pairs = (Pair(left="OGPU", right="1923"), Pair(left="NKVD", right="1934"), Pair(left="", right="1917"))
    q = question("matching", 4, pairs=pairs)
    assert mark(q, {"pairs": {"OGPU": "1923", "NKVD": "1917"}}).marks == 2
    assert mark(q, {"pairs": {"OGPU": "1923", "NKVD": "1934", "": "1917"}}).marks == 4
    assert len(mark(q, {}).parts) == 2


def test_ordering_counts_pairs_for_every_order_of_four():
    q = question("ordering", 6, order=("one", "two", "three", "four"))
    for order in itertools.permutations(q.order):
        at = {text: place for place, text in enumerate(order)}
        inversions = sum(at[a] > at[b] for a, b in itertools.combinations(q.order, 2))
        assert mark(q, {"order": list(order)}).marks == 6 - inversions


def test_an_order_left_half_done_earns_only_its_pairs():
    q = question("ordering", 6, order=("one", "two", "three", "four"))
    found = mark(q, {"order": ["one", "two"]})
    assert (found.marks, found.arithmetic) == (1, "1 of 6 pairs in the right order: 1 of 6")


@pytest.mark.parametrize("words", ["Politburo", " the  POLITBURO. ", "politbüro"])
def test_gaps_forgive_case_accents_articles_and_stops(words):
    q = question("gap_fill", 1, gaps=(Gap(id="g", answers=("Politburo",)),))
    assert mark(q, {"gaps": {"g": words}}).marks == 1


@pytest.mark.parametrize("words", ["", "Orgburo", "the", "politburo orgburo"])
def test_gaps_forgive_nothing_else(words):
    q = question("gap_fill", 1, gaps=(Gap(id="g", answers=("Politburo",)),))
    assert mark(q, {"gaps": {"g": words}}).marks == 0


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1,250", "1250"),
        ("1 250.5", "1250.5"),
        ("−3", "-3"),
        (".5", "0.5"),
        ("2 million", "2000000"),
        ("40%", "40"),
        ("12,34", None),
        ("nan", None),
        ("1e9", None),
        ("about 3", None),
        ("", None),
    ],
)
def test_numbers_as_people_write_them(words, number):
    assert read_number(words, "%") == (None if number is None else Decimal(number))


@pytest.mark.parametrize(("words", "marks"), [("680", 2), ("700 thousand", 0), ("690", 2), ("691", 0), ("many", 0)])
def test_a_number_is_right_within_its_tolerance(words, marks):
    q = question("numeric", 2, numeric=NumericAnswer(value=680, tolerance=10))
    assert mark(q, {"number": words}).marks == marks


def test_tolerance_is_exact_in_decimals():
    q = question("numeric", 1, numeric=NumericAnswer(value=0.3, tolerance=0.1))
    assert mark(q, {"number": "0.4"}).marks == 1
    assert mark(q, {"number": "0.41"}).marks == 0


@pytest.mark.parametrize(
    ("words", "marks"),
    [
        ("3 April 1922", 3),
        ("1922-04-03", 3),
        ("4 April 1922", 2),
        ("April 1922", 1),
        ("1922", 0),
        ("3 May 1922", 0),
        ("some day", 0),
        ("", 0),
    ],
)
def test_a_date_loses_marks_by_its_furthest_day(words, marks):
    q = question("date", 3, date=DateAnswer(when="1922-04-03", near_days=30))
    assert mark(q, {"date": words}).marks == marks


def test_a_date_that_cannot_be_read_says_so_and_a_month_inside_a_span_is_right():
    q = question("date", 1, date=DateAnswer(when="1936/1938"))
    assert mark(q, {"date": "blurb"}).parts[0].feedback
    assert mark(q, {"date": "July 1937"}).marks == 1
    assert mark(q, {"date": "July 1939"}).marks == 0


def test_an_essay_is_not_marked_by_machine():
    with pytest.raises(BugError):
        mark(question("essay", 20), {})


EVERY = [
    question("multiple_choice", choices=CHOICES),
    question("multiple_response", choices=CHOICES),
    question("true_false", true=True),
    question("matching", pairs=(Pair(left="a", right="b"), Pair(left="c", right="d"))),
    question("ordering", order=("a", "b", "c")),
    question("gap_fill", gaps=(Gap(id="g", answers=("a",)), Gap(id="h", answers=("b",)))),
    question("numeric", numeric=NumericAnswer(value=4)),
    question("date", date=DateAnswer(when="1934", near_days=10)),
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["a", "b", "c", "4", "1934", ""]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcgh"), inner, max_size=4),
    max_leaves=8,
)
KEYS = st.sampled_from(["choice", "choices", "true", "pairs", "order", "gaps", "number", "date"])


@quick
@given(st.sampled_from(EVERY), st.dictionaries(KEYS, VALUES))
def test_marks_stay_between_nothing_and_all_whatever_the_response(q, response):
    found = mark(q, response)
    assert 0 <= found.marks <= found.max == 4
    assert found.arithmetic.endswith(f"{found.marks} of 4")
    if all(part.correct for part in found.parts):
        assert found.marks == 4


@quick
@given(st.dictionaries(KEYS, VALUES))
def test_a_response_survives_writing_and_reading(response):
    assert read_response(write_response(response)) == response


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "null"])
def test_a_damaged_response_is_an_empty_one(text):
    assert read_response(text) == {}


@pytest.mark.parametrize("q", EVERY, ids=lambda q: q.type)
def test_an_empty_response_is_unanswered(q):
    assert not answered(q, {})


@quick
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(words):
    once = folded(words)
    assert folded(once) in (once, once.removeprefix("the ").removeprefix("a ").removeprefix("an "))


@pytest.mark.parametrize(
    ("value", "words"),
    [(1934, "1934"), (-40, "−40"), (0.5, "0.5"), (9999.5, "9999.5"), (12500, "12,500"), (2_500_000, "2,500,000")],
)
def test_a_year_has_no_comma_and_a_great_number_has_all_its_digits(value, words):
    assert number_words(value) == words
    assert read_number(words) == Decimal(str(value))
