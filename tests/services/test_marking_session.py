"""Marking by points and by levels: every tick pattern, every order of keys, and the arithmetic beside them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.services.practice_store import six_marks, suggested
from tutorapp.domain.content import Level, Part, Question, SampleAnswer
from tutorapp.domain.errors import KnownError
from tutorapp.marking.marker import Suggestion
from tutorapp.services.levels_session import LevelsSession, level_range
from tutorapp.services.marking_session import MarkingSession

ANSWER = "Lenin’s heir 😀 and the NKVD."


def test_all_64_tick_patterns_give_the_schemes_total():
    for pattern in itertools.product([True, False], repeat=6):
        session = MarkingSession(six_marks(), ANSWER)
        for at, ticked in enumerate(pattern):
            session.focus_on(at)
            if ticked:
                session.award()
            else:
                session.reject()
        assert session.all_decided
        assert session.marks == sum(pattern[:3]) + sum(pattern[3:])
        assert session.judgement().low == session.marks
        assert session.up_to() == session.marks
        if not any(pattern[:3]) or not any(pattern[3:]):
            assert session.marks <= 3


def suggestion(**verdicts) -> Suggestion:
    return suggested(six_marks(), ANSWER, **{key: (verdict, "Lenin’s heir", "") for key, verdict in verdicts.items()})


def test_only_awarded_counts_and_unsure_is_offered_first():
    session = MarkingSession(six_marks(), ANSWER, suggestion(P1="awarded", P2="not_found", P3="unsure", S1="awarded",
                                                             S2="not_found", S3="not_found"))  # fmt: skip
    assert (session.marks, session.up_to(), session.unsure_numbers()) == (2, 3, (3,))
    assert session.current.point.id == "P3"
    session.award()
    assert (session.marks, session.up_to(), session.unsure_numbers()) == (3, 3, ())
    assert session.current.point.id == "P3"


def test_deciding_goes_to_the_next_open_point_and_space_walks_round():
    session = MarkingSession(six_marks(), ANSWER)
    session.award()
    assert session.focus == 1
    session.later()
    assert session.focus == 2
    for _ in range(4):
        session.reject()
    assert session.focus == 1
    session.reject()
    assert session.focus == 1
    session.move_on()
    assert session.focus == 2


def test_undo_takes_decisions_back_one_by_one():
    session = MarkingSession(six_marks(), ANSWER)
    session.award()
    session.reject()
    assert session.undo()
    assert (session.focus, session.points[1].decided) == (1, None)
    assert session.undo()
    assert (session.focus, session.points[0].decided) == (0, None)
    assert not session.undo()


def test_evidence_is_the_selected_words_without_space_around_them():
    session = MarkingSession(six_marks(), ANSWER)
    session.use_evidence((16, 12))
    session.use_evidence((-5, 12))
    decision = session.judgement().decisions[0]
    assert (decision.evidence, decision.start, decision.end) == ("Lenin’s heir", 0, 12)
    assert decision.awarded
    session.use_evidence((12, 15))
    assert session.judgement().decisions[0].evidence == "😀"


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["award", "reject", "later", "move_on", "undo", "evidence"]),
            st.tuples(st.integers(-3, 40), st.integers(-3, 40)),
            st.integers(0, 5),
        ),
        max_size=30,
    ),
    st.dictionaries(st.sampled_from(["P1", "P2", "P3", "S1", "S2", "S3"]), st.sampled_from(["awarded", "unsure"])),
)
def test_whatever_keys_are_pressed_the_rules_hold(keys, verdicts):
    session = MarkingSession(six_marks(), ANSWER, suggestion(**verdicts))
    for name, selection, focus in keys:
        session.focus_on(focus)
        if name == "evidence":
            session.use_evidence(selection)
        elif name == "award":
            session.award(selection)
        else:
            getattr(session, name)()
    judged = session.judgement()
    ids = {d.point_id for d in judged.decisions if d.awarded}
    assert ids == session.awarded_ids()
    assert 0 <= judged.low == judged.high <= session.up_to() <= 6
    assert all(d.evidence == ANSWER[d.start : d.end] for d in judged.decisions)
    told = {d.point_id: d.suggested for d in judged.decisions}
    assert told == dict.fromkeys(told, "not_found") | verdicts


LEVELS = tuple(
    Level(id=f"L{n}", low=low, high=high, title=f"Level {n}", descriptor="")
    for n, (low, high) in enumerate([(1, 3), (4, 6), (7, 9), (10, 12), (13, 16), (17, 20)], start=1)
)
ESSAY = Question(
    id="E",
    text="How far?",
    marks=20,
    type="essay",
    levels=LEVELS,
    parts=(Part(id="focus", text="Focus"), Part(id="judge", text="Judgement")),
    samples=(
        SampleAnswer(id="s1", level="L3", marks=8, text="a"),
        SampleAnswer(id="s2", level="L5", marks=14, text="b"),
    ),
)


def test_a_strength_needs_words_that_show_it():
    session = LevelsSession(ESSAY, ANSWER)
    with pytest.raises(KnownError, match="Select the words"):
        session.judge(0, "yes")
    session.judge(0, "yes", (0, 12))
    session.judge(0, "partly")
    assert (session.parts[0].shown, session.parts[0].start, session.parts[0].end) == ("partly", 0, 12)


def test_between_two_samples_lies_a_level_and_a_range():
    session = LevelsSession(ESSAY, ANSWER)
    session.compare("s1", "better")
    session.compare("s2", "worse")
    assert session.suggested_marks() == (9, 13)
    assert session.suggested_level().id == "L4"
    session.judge(0, "yes", (0, 12))
    session.judge(1, "no")
    assert "level" in session.missing()
    session.choose_level("L4")
    session.place = "middle"
    judged = session.judgement()
    assert (judged.low, judged.high, judged.level) == (10, 12, "L4")
    assert session.weakest_part().part.id == "judge"
    assert [d.note for d in judged.decisions] == ["yes", "no", "better", "worse"]


def test_comparisons_that_contradict_each_other_are_told():
    session = LevelsSession(ESSAY, ANSWER)
    session.compare("s1", "worse")
    session.compare("s2", "better")
    assert session.suggested_marks() is None
    assert "contradict" in session.contradiction()


def test_nothing_is_stored_before_all_is_judged():
    with pytest.raises(KnownError, match="2 left"):
        LevelsSession(ESSAY, ANSWER).judgement()


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 30), st.integers(0, 12), st.sampled_from(["low", "middle", "high", ""]))
def test_a_range_lies_in_its_level_and_is_never_a_single_mark_of_several(low, width, place):
    level = Level(id="x", low=low, high=low + width, title="", descriptor="")
    found = level_range(level, place)
    assert low <= found[0] <= found[1] <= low + width
    assert width == 0 or found[0] < found[1]
