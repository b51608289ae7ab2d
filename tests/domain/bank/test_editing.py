"""Editing keeps what it must: types change and come back, lists keep their parts, every step has a name."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.papers import every_type
from tutorapp.domain.bank import checks, editing, terms
from tutorapp.domain.bank.differences import changes, step
from tutorapp.domain.content import Choice, MarkPoint, PointGroup, Question

CHOICE = Question(
    id="q-1",
    text="Who led?",
    marks=1,
    type="multiple_choice",
    choices=(
        Choice(id="a", text="Kamenev"),
        Choice(id="b", text="Stalin", correct=True, feedback="Yes."),
        Choice(id="c", text="Rykov"),
    ),
)
WORDS = st.text(alphabet="abc *~'", min_size=1, max_size=8).map(lambda text: " ".join(text.split())).filter(bool)


@pytest.mark.parametrize("kind", editing.TYPES)
def test_a_fresh_question_asks_for_its_words_and_for_nothing_odd(kind):
    fresh = editing.new_question("q-1", kind)
    assert fresh.type == kind
    told = [note for note in checks.problems(fresh) if "empty" not in note.message.lower()]
    allowed = {"pairs", "gaps[0].answers", "numeric"}
    assert all(note.path in allowed for note in told), told


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(every_type()), st.sampled_from(editing.TYPES))
def test_no_type_keeps_a_scheme_that_is_not_its_own(question, kind):
    made = editing.of_type(question, kind)
    assert made.type == kind
    assert not any("does not belong" in note.message for note in checks.problems(made))
    assert (made.text if kind != "gap_fill" else made.text[: len(question.text)]) == question.text


def test_several_right_options_become_one_and_the_scheme_of_points_stays():
    several = replace(
        CHOICE, type="multiple_response", choices=tuple(replace(choice, correct=True) for choice in CHOICE.choices)
    )
    assert [choice.correct for choice in editing.of_type(several, "multiple_choice").choices] == [True, False, False]
    explain = editing.new_question("q-2", "structured")
    assert editing.of_type(explain, "short_answer").points == explain.points


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(), max_size=6), st.integers(-2, 7), st.integers(-2, 7))
def test_moving_loses_nothing(items, at, to):
    moved = editing.moved(tuple(items), at, to)
    assert sorted(moved) == sorted(items)
    if 0 <= at < len(items) and 0 <= to < len(items):
        assert moved[to] == items[at]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 8))
def test_levels_share_out_every_mark_once(marks, count):
    levels = editing.levels_for(marks, count)
    held = [mark for level in levels for mark in range(level.low, level.high + 1)]
    assert held == list(range(1, marks + 1))


def test_a_group_that_goes_leaves_its_points_and_no_cap_that_names_it():
    groups = (PointGroup(id="g1", max=2), PointGroup(id="g2", max=2))
    points = (MarkPoint(id="p1", text="One", group="g1"), MarkPoint(id="p2", text="Two", group="g2"))
    question = Question(id="q-3", text="Why?", marks=2, groups=groups, points=points, best_groups=2)
    made = editing.without_group(question, "g1")
    assert [point.group for point in made.points] == ["g2", "g2"]
    assert made.best_groups is None


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=3), max_size=4))
def test_accept_words_come_back_as_they_were_written(raw):
    made = terms.read_all(tuple(" + ".join(" / ".join(idea) for idea in one) for one in raw))
    assert terms.read_all(terms.write_all(made)) == made


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (replace(CHOICE, text="Who?"), "change question text"),
        (replace(CHOICE, choices=CHOICE.choices[:2]), "remove option C"),
        (replace(CHOICE, choices=(*CHOICE.choices, Choice(id="d", text=""))), "add option D"),
        (replace(CHOICE, choices=editing.moved(CHOICE.choices, 0, 2)), "move option A"),
        (
            replace(CHOICE, choices=editing.put(CHOICE.choices, 1, replace(CHOICE.choices[1], feedback="No."))),
            "change explanation of option B",
        ),
        (
            replace(CHOICE, choices=tuple(replace(c, correct=c.id == "c") for c in CHOICE.choices)),
            "change right answer: option C",
        ),
        (editing.of_type(CHOICE, "essay"), "change type"),
        (replace(CHOICE, tags=("a",)), "change tags"),
    ],
)
def test_a_step_is_called_what_it_did(new, words):
    assert step(CHOICE, new).words == words


def test_changes_name_everything_that_is_another_now():
    new = replace(CHOICE, text="Who?", marks=2, choices=CHOICE.choices[:2])
    assert [change.words for change in changes(CHOICE, new)] == [
        "change question text",
        "change marks",
        "remove option C",
    ]
