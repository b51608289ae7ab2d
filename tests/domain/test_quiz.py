"""A quiz: filters, draws that come out the same everywhere, totals, and what is wrong in words."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import a_question
from tutorapp.domain import quiz as quizzes
from tutorapp.domain.choosing import allowed_seconds
from tutorapp.domain.content import Question
from tutorapp.domain.exam_clock import allowance
from tutorapp.domain.quiz import Entry, Pick, QuestionFilter, Quiz, QuizSection, fixed, picked, pool, resolve, totals
from tutorapp.domain.shuffling import shuffled
from tutorapp.formats.pack_write import plain
from tutorapp.formats.typed import convert


def a_bank(count: int = 12) -> dict[str, Question]:
    """Questions q0, q1 …: even ones of 1 mark on SF1, odd ones of 3 marks on SF2."""
    made = [
        a_question(id=f"q{n}", marks=1 + 2 * (n % 2), spec=("SF1", "SF2")[n % 2 : n % 2 + 1], tags=(f"tag{n % 3}",))
        for n in range(count)
    ]
    return {question.id: question for question in made}


def a_quiz(*entries: Entry, **changes: object) -> Quiz:
    section = QuizSection(title="Section A", entries=entries)
    return replace(Quiz(id="z1", title="Test", sections=(section,)), **changes)


def ids(resolved: quizzes.ResolvedQuiz) -> list[str]:
    return [question.id for question in resolved.questions]


def test_a_filter_lets_through_what_passes_every_part():
    bank = a_bank().values()
    assert len(pool(QuestionFilter(), bank)) == 12
    assert [q.id for q in pool(QuestionFilter(spec=("SF2",), tags=("TAG0",)), bank)] == ["q3", "q9"]
    assert [q.id for q in pool(QuestionFilter(marks_min=2, text="q1 explain"), bank)] == ["q1", "q11"]
    assert pool(QuestionFilter(types=("essay",)), bank) == ()
    assert pool(QuestionFilter(difficulty=(1, 3)), bank) == ()
    assert pool(QuestionFilter(marks_max=0), bank) == ()


def test_pages_of_text_are_no_questions():
    page = a_question(id="t", type="text", marks=0, points=(), groups=())
    assert pool(QuestionFilter(), [page]) == ()
    resolved = resolve(a_quiz(fixed("t"), fixed("q1")), {"t": page, **a_bank()})
    assert [one.number for one in resolved.sections[0].drawn] == [None, 1]
    assert totals(resolved).questions == 1


def test_a_draw_is_the_same_on_every_machine():
    """Word for word: a quiz that was printed must come out the same in a later version of the program."""
    drawn = ids(resolve(a_quiz(picked(4, QuestionFilter(), seed=1924)), a_bank()))
    assert drawn == ["q2", "q8", "q10", "q7"]
    assert ids(resolve(a_quiz(picked(4, QuestionFilter(), seed=1925)), a_bank())) != drawn


def test_a_draw_for_each_pupil_differs_by_the_pupils_seed_and_another_does_not():
    bank = a_bank(40)
    same, each = picked(5, QuestionFilter()), picked(5, QuestionFilter(), each=True)
    assert ids(resolve(a_quiz(same), bank, "Ann")) == ids(resolve(a_quiz(same), bank, "Ben"))
    assert ids(resolve(a_quiz(each), bank, "Ann")) != ids(resolve(a_quiz(each), bank, "Ben"))
    assert ids(resolve(a_quiz(each), bank, "Ann")) == ids(resolve(a_quiz(each), bank, "Ann"))


def test_a_question_asked_for_by_name_is_never_drawn_before_it():
    resolved = resolve(a_quiz(picked(11, QuestionFilter()), fixed("q5")), a_bank())
    assert sorted(ids(resolved)) == sorted(a_bank())
    assert ids(resolved)[-1] == "q5"
    assert resolved.problems == ()


def test_a_draw_that_finds_too_few_says_how_many():
    resolved = resolve(a_quiz(fixed("q1"), picked(7, QuestionFilter(spec=("SF2",)))), a_bank())
    assert len(resolved.questions) == 6
    (problem,) = resolved.problems
    assert problem.message == "pick 7 finds only 5, for 1 of the pool already stand in the quiz"
    assert problem.field == "sections[0].entries[1]"


def test_left_out_questions_are_never_drawn():
    entry = Entry(pick=Pick(count=11, filter=QuestionFilter(), left_out=("q3",)))
    assert "q3" not in ids(resolve(a_quiz(entry), a_bank()))


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (fixed("none"), "there is no question “none”"),
        (Entry(), "name one question, or say what to pick"),
        (Entry(question="q1", pick=Pick(count=1)), "name one question, or say what to pick"),
        (picked(0, QuestionFilter()), "pick between 1 and 500 questions, not 0"),
        (picked(1, QuestionFilter(marks_min=3, marks_max=2)), "no question has 3 or more and 2 or fewer marks"),
    ],
)
def test_what_is_wrong_is_said_in_words(entry, words):
    assert words in [problem.message for problem in quizzes.problems(a_quiz(entry), a_bank())]


def test_a_question_that_stands_twice_is_asked_once():
    resolved = resolve(a_quiz(fixed("q1"), fixed("q1")), a_bank())
    assert ids(resolved) == ["q1"]
    assert resolved.problems[0].message == "the question “q1” stands twice"


def test_minutes_that_do_not_fit_are_a_warning():
    section = QuizSection(title="Section B", minutes=14, entries=(fixed("q1"), fixed("q3")))
    found = quizzes.problems(Quiz(id="z", title="T", sections=(section,)), a_bank())
    assert [(p.severity, p.message) for p in found] == [
        ("warning", "Section B allows 14 minutes; its questions add up to 12")
    ]
    assert quizzes.problems(a_quiz(fixed("q1")), a_bank()) == ()


def test_an_empty_quiz_and_one_without_a_title_cannot_be_used():
    messages = [p.message for p in quizzes.problems(Quiz(id="z", title=" "), a_bank())]
    assert messages == ["the quiz needs a title", "the quiz asks nothing yet: add a question"]


def test_totals_take_the_sections_minutes_then_the_questions_then_the_rule():
    bank = {**a_bank(), "own": a_question(id="own", marks=10, minutes=7.5)}
    timed = QuizSection(minutes=20, entries=(fixed("q1"),))
    free = QuizSection(entries=(fixed("own"), fixed("q2")))
    resolved = resolve(Quiz(id="z", title="T", sections=(timed, free)), bank)
    assert totals(resolved) == quizzes.Totals(questions=3, marks=14, minutes=20 + 7.5 + 2)
    assert totals(resolved.sections[1]) == quizzes.Totals(questions=2, marks=11, minutes=9.5)


@settings(max_examples=50, deadline=None)
@given(
    st.integers(1, 120),
    st.lists(st.integers(0, 16_000).map(lambda n: n / 4), min_size=1, max_size=5),
    st.sampled_from((0, 10, 25, 50, 100)),
    st.integers(0, 99),
)
def test_a_sections_minutes_are_one_clock_for_its_questions(minutes, times, extra, seed):
    bank = {**a_bank(), "own": a_question(id="own", marks=10, minutes=7.5)}
    section = QuizSection(minutes=minutes, entries=(picked(len(times), QuestionFilter(marks_max=3), each=True),))
    quiz = replace(a_quiz(fixed("own")), sections=(section, QuizSection(entries=(fixed("own"),))))
    asked = resolve(quiz, bank, seed).sections[0].questions
    whole = allowance(minutes * 60, extra)
    used: dict[str, float] = {"own": 500.0}
    for question, seconds in zip(asked, times, strict=True):
        spent = sum(used.values()) - 500
        given_ = allowed_seconds(quizzes.timed(quiz, bank, question.id, seed, used, extra), extra)
        left = whole - math.ceil(spent)
        assert given_ == whole if not spent else given_ <= max(left, allowance(1, extra))
        assert left - given_ < 1 + (100 + extra) / 100, "no more than the rounding is lost"
        used[question.id] = seconds
    assert quizzes.timed(quiz, bank, "own", seed, used) == bank["own"], "a section without minutes changes nothing"
    assert quizzes.timed(quiz, bank, "gone", seed) is None


def test_shuffled_questions_stay_in_their_section():
    sections = tuple(QuizSection(entries=tuple(fixed(f"q{n}") for n in part)) for part in (range(6), range(6, 12)))
    quiz = Quiz(id="z", title="T", sections=sections, shuffle_questions=True)
    one, two = resolve(quiz, a_bank(), "A"), resolve(quiz, a_bank(), "B")
    assert ids(one) != ids(two)
    for resolved in (one, two):
        assert {q.id for q in resolved.sections[0].questions} == {f"q{n}" for n in range(6)}
        assert [d.number for s in resolved.sections for d in s.drawn] == list(range(1, 13))


entries = st.lists(
    st.one_of(
        st.integers(0, 14).map(lambda n: fixed(f"q{n}")),
        st.builds(
            picked,
            st.integers(0, 6),
            st.sampled_from([QuestionFilter(), QuestionFilter(spec=("SF1",))]),
            st.integers(0, 3),
        ),
    ),
    max_size=6,
)


@given(entries, st.integers(0, 5), st.booleans())
@settings(max_examples=100, deadline=None)
def test_no_question_is_asked_twice_and_the_numbers_run_on(listed, seed, shuffle):
    quiz = a_quiz(*listed, shuffle_questions=shuffle)
    resolved = resolve(quiz, a_bank(), seed)
    found = ids(resolved)
    assert len(found) == len(set(found))
    assert [one.number for one in resolved.sections[0].drawn] == list(range(1, len(found) + 1))
    assert resolved == resolve(quiz, a_bank(), seed)
    wanted = sum(entry.pick.count if entry.pick else 1 for entry in listed)
    assert (len(found) < wanted) <= bool(resolved.problems)


@given(st.lists(st.text(max_size=5), unique=True, max_size=8), st.integers())
@settings(max_examples=100, deadline=None)
def test_shuffling_looks_at_names_and_seed_only(names, seed):
    once = shuffled(names, names, seed)
    assert sorted(once) == sorted(names)
    assert shuffled(names[::-1], names[::-1], seed) == once


def test_shuffling_is_fair():
    counts = dict.fromkeys("abcd", 0)
    for seed in range(2000):
        counts[shuffled("abcd", "abcd", seed)[0]] += 1
    assert all(400 < count < 600 for count in counts.values()), counts


def test_a_quiz_comes_back_from_json():
    quiz = Quiz(
        id="z1",
        title="Stalin to 1938",
        instructions="Answer *all* questions.",
        sections=(
            QuizSection(title="A", minutes=10, entries=(fixed("q1"), picked(3, QuestionFilter(tags=("x",)), 7))),
        ),
        cover=quizzes.Cover(heading="History"),
    )
    value = json.loads(json.dumps(plain(quiz)))
    assert value["sections"][0]["entries"][0] == {"question": "q1"}
    assert convert(value, Quiz) == (quiz, ())


def test_a_key_that_does_not_belong_is_named():
    value = {"id": "z", "title": "T", "sections": [{"entries": [{"pick": {"count": 1, "filter": {"tag": ["x"]}}}]}]}
    made, mistakes = convert(value, Quiz)
    assert made is None
    assert mistakes[0].path == ("sections", 0, "entries", 0, "pick", "filter", "tag")
