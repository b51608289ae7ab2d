"""Questions from the line: asked only where the dates decide, right when they are right, fair when they are near."""

from __future__ import annotations

import itertools
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.timeline.lines import crowd, event
from tutorapp.bootstrap import shipped_unit
from tutorapp.domain.closed import mark
from tutorapp.domain.dates import parse_edtf
from tutorapp.domain.errors import KnownError
from tutorapp.domain.timeline.quiz import Dated, causal_chain, dated, decides, make, near_days

KINDS = ("first", "order", "when", "place", "gap", "ends")
CROWD = crowd(120)
FEW = settings(max_examples=60, deadline=None)


def one(when: str) -> Dated:
    return Dated(event(1, when), parse_edtf(when))


def test_a_year_and_a_month_in_it_are_never_compared():
    assert not decides(one("1922"), one("1922-04"))
    assert not decides(one("1922~"), one("1923"))
    assert not decides(one("1936/1938"), one("1937"))
    assert decides(one("1922-03"), one("1922-04"))
    with pytest.raises(KnownError, match="too few events"):
        make("first", [event(1, "1922"), event(2, "1922-04")], Random(1))


@FEW
@given(st.sampled_from(KINDS), st.integers(0, 10_000), st.integers(3, 7))
def test_the_right_answer_gets_all_marks_and_the_pairs_decide(kind, seed, size):
    question = make(kind, CROWD, Random(seed), size)
    by_id = {d.event.id: d for d in dated(CROWD)}
    picked = [by_id[key] for key in question.events]
    assert all(a.date.surely_before(b.date) for a, b in itertools.pairwise(picked))
    if question.type == "multiple_choice":
        assert sum(choice.correct for choice in question.choices) == 1
        right = next(choice.id for choice in question.choices if choice.correct)
        assert mark(question, {"choice": right}).marks == question.marks
        wrong = next(choice.id for choice in question.choices if not choice.correct)
        assert mark(question, {"choice": wrong}).marks == 0
    elif question.type == "ordering":
        assert len(question.order) == size
        assert mark(question, {"order": list(question.order)}).marks == question.marks
        assert mark(question, {"order": list(reversed(question.order))}).marks == 0
    else:
        assert mark(question, {"date": question.date.when}).marks == question.marks


def test_one_pair_swapped_costs_little_in_an_ordering():
    question = make("order", CROWD, Random(4), 6)
    order = list(question.order)
    order[0], order[1] = order[1], order[0]
    assert mark(question, {"order": order}).marks == 5


def test_the_same_seed_asks_the_same_question():
    assert make("gap", CROWD, Random(9)) == make("gap", CROWD, Random(9))


def test_a_near_miss_costs_more_where_much_happened():
    crowded = dated([event(n, f"1937-{1 + n % 12:02d}-0{1 + n % 9}") for n in range(40)])
    sparse = dated([event(n, f"{1917 + n * 3}-06-01") for n in range(8)])
    assert near_days(crowded[0], crowded) < near_days(sparse[0], sparse)
    assert near_days(crowded[0], crowded) >= 183
    assert near_days(sparse[0], sparse) <= 1826


@pytest.mark.parametrize("kind", KINDS)
def test_too_few_events_are_told_in_words(kind):
    with pytest.raises(KnownError, match="too few events"):
        make(kind, [event(1, "not a date")], Random(1))


def test_the_reason_lists_the_dates_and_the_notes_are_linked():
    question = make("order", CROWD, Random(2), 3)
    assert question.explanation.count("\n") == 2
    assert all(title in question.explanation for title in question.order)


def chained() -> list:
    """Causes A → B → C → D, with X after all of them and Y before."""
    events = [event(n, f"193{n}", title=letter) for n, letter in enumerate("YABCDX")]
    links = {2: (1,), 3: (2,), 4: (3, 0)}
    return [replace(e, causes=tuple(f"E{c:05d}" for c in links.get(n, ()))) for n, e in enumerate(events)]


@FEW
@given(st.integers(0, 10_000))
def test_a_gap_is_drawn_from_a_chain_of_causes(seed):
    question = make("gap", chained(), Random(seed))
    by_id = {e.id: e for e in chained()}
    picked = [by_id[key] for key in question.events]
    assert 3 <= len(picked) <= 5
    assert all(a.id in b.causes for a, b in itertools.pairwise(picked))
    right = next(choice for choice in question.choices if choice.correct)
    assert right.id in question.events[1:-1]
    assert right.text not in question.text.split("? ", 1)[1].split(" → ")
    assert "chain of causes" in question.text
    assert {choice.id for choice in question.choices if not choice.correct}.isdisjoint(question.events)


def test_a_cause_whose_date_does_not_decide_is_no_link():
    events = [event(1, "1931"), event(2, "1931-05"), event(3, "1932")]
    linked = [events[0], replace(events[1], causes=("E00001",)), replace(events[2], causes=("E00002",))]
    assert causal_chain(dated(linked), Random(1)) == []
    assert len(causal_chain(dated([replace(linked[0], when="1930"), *linked[1:]]), Random(1))) == 3


def test_the_shipped_unit_names_chains_of_causes():
    events = shipped_unit().events
    pool = dated(events)
    found = {tuple(d.event.id for d in causal_chain(pool, Random(seed))) for seed in range(400)}
    assert len({ids[0] for ids in found}) >= 12
    assert all(3 <= len(ids) <= 5 for ids in found)
