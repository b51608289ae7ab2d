"""Figures worked out by hand, what has no value, and what small classes do not show."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.item_analysis import ENOUGH, LEAST, Paper, items, whole

SIX = [
    Paper(name, {"a": a, "b": b, "c": c})
    for name, a, b, c in (
        ("Alder", 1, 4, 9),
        ("Ash", 1, 3, 7),
        ("Beech", 0, 2, 8),
        ("Birch", 1, 4, 10),
        ("Cedar", 0, 1, 3),
        ("Elm", 0, 2, 4),
    )
]
FULL = {"a": 1.0, "b": 4.0, "c": 10.0}


def test_facility_is_the_mean_share_of_the_marks():
    a, b, c = items(SIX, FULL)
    assert a.facility == pytest.approx(50)
    assert b.facility == pytest.approx(100 * 16 / 24)
    assert c.facility == pytest.approx(100 * 41 / 60)


def test_discrimination_is_the_correlation_with_the_rest_of_the_paper():
    a = items(SIX, FULL)[0]
    own = [1, 1, 0, 1, 0, 0]
    rest = [13, 10, 10, 14, 4, 6]
    assert a.discrimination == pytest.approx(100 * statistics.correlation(own, rest))


def test_efficiency_is_the_share_of_the_best_order():
    a = items(SIX, FULL)[0]
    own = [1, 1, 0, 1, 0, 0]
    rest = [13, 10, 10, 14, 4, 6]
    best = statistics.covariance(sorted(own), sorted(rest))
    assert a.efficiency == pytest.approx(100 * statistics.covariance(own, rest) / best)


def test_alpha_and_the_totals():
    figures = whole(SIX)
    columns = list(zip(*(paper.marks.values() for paper in SIX), strict=True))
    totals = [14, 11, 10, 15, 4, 6]
    alpha = 3 / 2 * (1 - sum(statistics.variance(column) for column in columns) / statistics.variance(totals))
    assert figures.n == 6
    assert (figures.mean, figures.lowest, figures.middle, figures.highest) == (10, 4, 10.5, 15)
    assert figures.alpha == pytest.approx(alpha)
    assert figures.spread == pytest.approx(statistics.stdev(totals))
    assert figures.error == pytest.approx(statistics.stdev(totals) * (1 - alpha) ** 0.5)


def test_a_paper_that_waits_for_a_mark_counts_only_where_it_is_marked():
    papers = [*SIX, Paper("Oak", {"a": 1, "b": 4, "c": None})]
    a, _b, c = items(papers, FULL)
    assert (a.n, c.n) == (7, 6)
    assert whole(papers).n == 6
    assert a.discrimination == items(SIX, FULL)[0].discrimination
    assert papers[-1].total == 5


def test_no_value_where_all_marks_are_equal_or_nothing_is_worth_anything():
    same = [Paper(str(n), {"a": 1, "b": n}) for n in range(6)]
    assert items(same, {"a": 1.0, "b": 5.0})[0].discrimination is None
    assert items(same, {"a": 0.0, "b": 5.0})[0].facility is None
    assert whole([Paper(str(n), {"a": n}) for n in range(6)]).alpha is None
    assert whole([Paper(str(n), {"a": 1, "b": 2}) for n in range(6)]).alpha is None


def test_pupils_with_other_questions_have_no_common_alpha_but_each_question_its_figures():
    papers = [*SIX, *(Paper(f"x{n}", {"d": float(n % 2), "b": float(n)}) for n in range(5))]
    assert whole(papers).alpha is None
    assert {figures.question_id: figures.n for figures in items(papers, {**FULL, "d": 1.0})} == {
        "a": 6,
        "b": 11,
        "c": 6,
        "d": 5,
    }


@pytest.mark.parametrize(
    ("n", "hidden", "doubtful"), [(4, True, True), (5, False, True), (19, False, True), (20, False, False)]
)
def test_small_classes(n, hidden, doubtful):
    papers = [Paper(str(i), {"a": i % 2, "b": i % 3}) for i in range(n)]
    a = items(papers, {"a": 1.0, "b": 2.0})[0]
    assert (a.is_hidden, a.is_doubtful) == (hidden, doubtful)
    assert (a.discrimination is None) == hidden
    assert (LEAST, ENOUGH) == (5, 20)


def test_nobody_and_nothing():
    assert items([], {"a": 1.0})[0].facility is None
    assert whole([]).n == 0
    assert whole([Paper("x", {"a": 2.0})]).spread is None


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6), st.integers(0, 20)), min_size=5, max_size=40))
def test_the_figures_stay_within_their_bounds(rows):
    papers = [Paper(str(n), {"a": a, "b": b, "c": c}) for n, (a, b, c) in enumerate(rows)]
    for figures in items(papers, {"a": 4.0, "b": 6.0, "c": 20.0}):
        assert figures.facility is not None
        assert -1e-6 <= figures.facility <= 100 + 1e-6
        for value in (figures.discrimination, figures.efficiency):
            assert value is None or value <= 100 + 1e-6
        assert figures.discrimination is None or figures.discrimination >= -100 - 1e-6
    alpha = whole(papers).alpha
    assert alpha is None or alpha <= 1 + 1e-9
