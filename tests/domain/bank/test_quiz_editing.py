"""Moving and removing in a quiz loses nothing that was not meant; pupils' arrangements survive their file."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.bank import arrangements, quiz_editing
from tutorapp.domain.bank.arrangements import Arrangement
from tutorapp.domain.content import Question
from tutorapp.domain.quiz import QuestionFilter, Quiz, QuizSection, fixed, picked, resolve

QUIZ = Quiz(
    id="z-1",
    title="Test",
    sections=(QuizSection(entries=(fixed("a"), fixed("b"))), QuizSection(entries=(fixed("c"),))),
)


def names(quiz):
    return [[entry.question for entry in section.entries] for section in quiz.sections]


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 1), st.integers(0, 2), st.integers(0, 1), st.integers(0, 3))
def test_a_move_keeps_every_question(section, at, to_section, to):
    moved = quiz_editing.move(QUIZ, (section, at), (to_section, to))
    assert sorted(name for part in names(moved) for name in part) == ["a", "b", "c"]


def test_a_step_goes_over_the_edge_of_a_section_and_stops_at_the_ends():
    down, place = quiz_editing.stepped(QUIZ, (0, 1), 1)
    assert (names(down), place) == ([["a"], ["b", "c"]], (1, 0))
    up, place = quiz_editing.stepped(down, place, -1)
    assert (names(up), place) == ([["a", "b"], ["c"]], (0, 1))
    assert quiz_editing.stepped(QUIZ, (0, 0), -1) == (QUIZ, (0, 0))
    assert quiz_editing.stepped(QUIZ, (1, 0), 1) == (QUIZ, (1, 0))


def test_questions_come_where_they_are_wanted():
    assert names(quiz_editing.add(QUIZ, (0, 1), [fixed("x")])) == [["a", "x", "b"], ["c"]]
    assert names(quiz_editing.add(replace(QUIZ, sections=()), (0, 9), [fixed("x")])) == [["x"]]
    assert names(quiz_editing.remove(QUIZ, [(0, 0), (1, 0)])) == [["b"], []]
    assert names(quiz_editing.without_section(QUIZ, 0)) == [["c"]]
    assert quiz_editing.add_section(QUIZ).sections[2].title == "Section C"


def test_numbers_of_a_draw_go_from_its_first_to_its_last_question():
    bank = {key: Question(id=key, text=key, marks=1) for key in "abcdef"}
    quiz = quiz_editing.put(QUIZ, (0, 1), picked(3, QuestionFilter()))
    assert quiz_editing.numbers(resolve(quiz, bank)) == {(0, 0): (1, 1), (0, 1): (2, 4), (1, 0): (5, 5)}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=12), st.integers(0, 100), st.booleans(), st.booleans())))
def test_arrangements_come_back_from_the_settings(raw):
    pupils = tuple(
        Arrangement(name=" ".join(name.split()), extra_percent=extra, rest_breaks=breaks, large_print=large)
        for name, extra, breaks, large in raw
        if name.split()
    )
    assert arrangements.read(arrangements.written(pupils)) == pupils


def test_damaged_arrangements_are_left_out():
    assert arrangements.read("x") == ()
    assert arrangements.read([{"name": 3}, {"name": "Ash", "extra_percent": 900, "rest_breaks": "yes"}]) == (
        Arrangement(name="Ash", extra_percent=100),
    )
