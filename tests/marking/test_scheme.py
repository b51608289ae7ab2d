"""The arithmetic of mark schemes: groups, best n, caps, levels."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.content import Level, MarkPoint, OneSidedCap, PointGroup, Question
from tutorapp.marking.scheme import level_of, level_problems, total

Q2 = Question(
    id="Q2",
    text="Explain the part played by propaganda and the secret police.",
    marks=6,
    groups=(
        PointGroup(id="prop", max=3, title="propaganda"),
        PointGroup(id="police", max=3, title="secret police"),
    ),
    one_sided_cap=OneSidedCap(groups=("prop", "police"), cap=3),
    points=tuple(
        MarkPoint(id=key, group="prop" if key[0] == "p" else "police", text=key)
        for key in ("p1", "p2", "p3", "s1", "s2", "s3")
    ),
)


def simple(points, groups, marks, best=None, cap=None):
    return Question(
        id="x",
        text="x",
        marks=marks,
        groups=tuple(PointGroup(id=key, max=limit) for key, limit in groups),
        points=tuple(MarkPoint(id=f"{key}{n}", group=key, text="x") for key, count in points for n in range(count)),
        best_groups=best,
        one_sided_cap=cap,
    )


def every(question):
    return {point.id for point in question.points}


def test_all_64_patterns_of_the_propaganda_question():
    keys = [point.id for point in Q2.points]
    patterns = [set(pick) for size in range(7) for pick in combinations(keys, size)]
    assert len(patterns) == 64
    for ticked in patterns:
        prop = sum(key[0] == "p" for key in ticked)
        police = len(ticked) - prop
        result = total(Q2, ticked)
        assert result.total == min(3, prop) + min(3, police)
        assert result.groups == {"prop": prop, "police": police}
        if prop == 0 or police == 0:
            assert result.total <= 3
        assert (result.total == 6) == (len(ticked) == 6)
        assert result.cap is None  # the groups' own limits already hold a one-sided answer at 3


def test_words_show_the_sum_as_arithmetic():
    assert total(Q2, {"p1": True, "p2": True, "p3": True, "s1": True, "s2": False}).words == (
        "propaganda 3 + secret police 1 = 4 of 6"
    )


def test_a_group_is_cut_to_its_max_and_says_so():
    result = total(simple([("a", 4), ("b", 1)], [("a", 2), ("b", 2)], 4), {"a0", "a1", "a2", "b0"})
    assert (result.groups, result.total) == ({"a": 2, "b": 1}, 3)
    assert result.words == "a 2 (cut from 3) + b 1 = 3 of 4"


def test_best_groups_keeps_the_highest_and_names_the_rest():
    question = simple([("a", 2), ("b", 3), ("c", 3)], [("a", 3), ("b", 3), ("c", 3)], 9, best=2)
    result = total(question, every(question))
    assert (result.total, result.dropped) == (6, ("a",))
    assert result.words == "a 2 (not among the best) + b 3 + c 3 = 6 of 9"


def test_best_groups_counts_cut_marks_not_raw_ones():
    question = simple([("a", 5), ("b", 2)], [("a", 1), ("b", 2)], 2, best=1)
    assert total(question, every(question)).total == 2


def test_one_sided_cap_is_applied_last_with_its_reason():
    cap = OneSidedCap(groups=("a", "b"), cap=2)
    question = simple([("a", 4), ("b", 4)], [("a", 4), ("b", 4)], 6, cap=cap)
    one_sided = total(question, {"a0", "a1", "a2", "a3"})
    assert one_sided.total == 2
    assert one_sided.cap is not None
    assert one_sided.cap[0] == 2
    assert "only a scores" in one_sided.cap[1]
    assert one_sided.words == "a 4 + b 0 = 4, cut to 2 (only a scores) = 2 of 6"
    assert total(question, {"a0", "a1", "a2", "a3", "b0"}).total == 5
    assert total(question, every(question)).words == "a 4 + b 4 = 8, cut to 6 = 6 of 6"


def test_points_without_a_group_and_with_more_marks():
    question = Question(
        id="x", text="x", marks=4, points=(MarkPoint(id="a", text="a", marks=2), MarkPoint(id="b", text="b", marks=1))
    )
    assert total(question, {"a", "b"}).total == 3
    assert total(question, {"a", "b"}).words == "3 = 3 of 4"
    assert total(question, {"gone"}).total == 0


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_totals_never_break_a_rule_and_never_fall_with_another_point(data):
    limits = data.draw(st.lists(st.integers(0, 4), min_size=1, max_size=4))
    ids = [f"g{n}" for n in range(len(limits))]
    cap = OneSidedCap(groups=tuple(ids[:2]), cap=data.draw(st.integers(0, 4)))
    question = simple(
        [(key, data.draw(st.integers(0, 4))) for key in ids],
        list(zip(ids, limits, strict=True)),
        data.draw(st.integers(1, 9)),
        best=data.draw(st.none() | st.integers(1, 4)),
        cap=data.draw(st.none() | st.just(cap)),
    )
    everything = sorted(every(question))
    ticked = {key for key in everything if data.draw(st.booleans())}
    result = total(question, ticked)
    assert 0 <= result.total <= question.marks
    assert all(result.groups[key] <= limit for key, limit in zip(ids, limits, strict=True))
    if question.one_sided_cap and sum(result.groups[key] > 0 for key in cap.groups if key in result.groups) < 2:
        assert result.total <= cap.cap
    for key in everything:
        assert total(question, ticked | {key}).total >= result.total


def level(name, low, high):
    return Level(id=name, low=low, high=high, title=name, descriptor="")


def test_levels_whole_gapped_and_overlapping():
    whole = [level("L2", 3, 4), level("L1", 1, 2)]
    assert level_problems(whole, 4) == []
    assert level_of(whole, 3) == whole[0]
    assert level_of(whole, 0) is None
    assert level_problems([level("L1", 1, 2), level("L2", 4, 5)], 5) == ["L1 and L2 leave 3 in no level"]
    assert level_problems([level("L1", 1, 3), level("L2", 3, 5)], 5) == ["L1 and L2 overlap at 3"]
    assert level_problems([level("L1", 2, 1)], 1) != []
    assert level_problems([level("L1", 2, 5)], 6) == [
        "in no level: 1",
        "the highest level ends at 5, the question has 6 marks",
    ]
