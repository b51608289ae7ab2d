"""A quiz on paper: what is asked and nothing of the answers, in orders that are not the answer."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import a_question
from tests.domain.papers import CANARY, bank, every_type, versions
from tutorapp.domain import paper, quiz
from tutorapp.domain.content import Choice, Gap, MarkPoint, Pair, Question
from tutorapp.domain.paper.compose import minutes_words
from tutorapp.domain.paper.model import BOX, Field, Lines, Para, Table, text_of
from tutorapp.domain.paper.options import answer_lines
from tutorapp.domain.paper.versions import Orders, letter
from tutorapp.domain.quiz import Cover, Quiz, QuizSection, fixed

PLAIN = paper.Layout()


def the_paper(*letters: str, layout: paper.Layout = PLAIN, **changes: object) -> paper.Document:
    return paper.question_paper(versions(*letters, **changes)[-1], layout)


def blocks(document: paper.Document) -> list[object]:
    return [block for group in document.groups for block in group.blocks]


def paras(document: paper.Document) -> list[Para]:
    return [block for block in blocks(document) if isinstance(block, Para)]


# --- nothing of the answers ----------------------------------------------------------------------------


@pytest.mark.parametrize("letters", [(), ("A",), ("A", "B"), ("C",)])
@pytest.mark.parametrize("full", [False, True])
def test_the_paper_holds_nothing_of_key_feedback_or_scheme(letters, full):
    document = the_paper(*letters, layout=paper.Layout(full=full))
    assert CANARY not in text_of(document)
    assert CANARY not in repr(document)
    for answer in ("98,765", "98765", "4,321", "1 December", "1934", "77", "at most"):
        assert answer not in text_of(document)


def test_the_scheme_of_the_same_questions_holds_all_of_it():
    text = text_of(paper.mark_scheme(versions("A")[0], paper.Layout(full=True)))
    for word in ("point", "group a", "term", "reject", "feedback", "explanation", "level", "part", "sample", "margin"):
        assert f"{CANARY} {word}" in text, word
    assert "98,765 % (within 4321)" in text
    assert "1 December 1934" in text


def blinded(question: Question) -> Question:
    """The question with another answer: what a candidate sees stays, all else goes."""
    return replace(
        question,
        points=tuple(MarkPoint(id=p.id, text="other", marks=p.marks) for p in question.points),
        choices=tuple(replace(choice, correct=not choice.correct, feedback="") for choice in question.choices),
        gaps=tuple(replace(gap, answers=("other",)) for gap in question.gaps),
        true=None if question.true is None else not question.true,
        date=question.date and replace(question.date, when="1900"),
        numeric=question.numeric and replace(question.numeric, value=1.0, tolerance=0.0),
        explanation="",
        levels=(),
        parts=(),
        indicative=(),
        samples=(),
        plan=(),
        groups=(),
        best_groups=None,
        one_sided_cap=None,
    )


def test_the_paper_is_the_same_whatever_the_answers_are():
    plan = quiz.of_questions(every_type(), "Unit test")
    one = paper.versions(plan, bank(), ("A", "B"), 3)
    other = paper.versions(plan, bank(*map(blinded, every_type())), ("A", "B"), 3)
    for a, b in zip(one, other, strict=True):
        assert paper.question_paper(a, PLAIN) == paper.question_paper(b, PLAIN)


# --- numbers, marks, minutes ---------------------------------------------------------------------------


def test_the_marks_in_brackets_add_up_to_the_total_on_the_cover():
    document = the_paper()
    brackets = [int(found[1]) for para in paras(document) if (found := re.fullmatch(r"\[(\d+)\]", para.right))]
    total = sum(question.marks for question in every_type())
    assert sum(brackets) == total == 43
    text = text_of(document)
    assert f"Total: {total} marks" in text
    assert f"End of questions. Total: {total} marks." in text
    assert len(brackets) == 11


def test_the_minutes_on_the_cover_are_those_of_the_quiz():
    version = versions()[0]
    assert f"Time allowed: {minutes_words(quiz.totals(version.resolved).minutes)}" in text_of(
        paper.question_paper(version, PLAIN)
    )


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (59.2, "1 hour"),
        (60, "1 hour"),
        (70, "1 hour 10 minutes"),
        (121, "2 hours 1 minute"),
    ],
)
def test_minutes_in_words(minutes, words):
    assert minutes_words(minutes) == words


def test_questions_are_numbered_and_pages_of_text_are_not():
    numbers = [para.sign for para in paras(the_paper()) if para.sign.isdigit()]
    assert numbers == [str(n) for n in range(1, 12)]
    assert "Read this page first." in text_of(the_paper())


def test_scheme_and_key_count_the_same_questions_and_marks():
    version = versions("A")[0]
    for document in (paper.mark_scheme(version, PLAIN), paper.answer_key(version, PLAIN)):
        (table,) = [block for block in blocks(document) if isinstance(block, Table)]
        assert [row.cells[0][0].text for row in table.rows] == [str(n) for n in range(1, 12)]
        assert (
            sum(int(row.cells[len(row.cells) - (2 if len(row.cells) == 4 else 1)][0].text) for row in table.rows) == 43
        )
    assert "Total: 43" in text_of(paper.mark_scheme(version, PLAIN))


# --- room for answers ----------------------------------------------------------------------------------


def test_answer_lines_follow_the_marks_and_the_type():
    lines = {question.id: answer_lines(question, 3) for question in every_type()}
    assert lines == {
        **dict.fromkeys(("mc", "mr", "mat", "ord", "gap", "num", "date", "page"), 0),
        "tf": 6,
        "short": 6,
        "struct": 12,
        "essay": 60,
    }
    assert answer_lines(a_question(marks=1), 1) == 2
    assert answer_lines(a_question(marks=6), 0) == 0
    assert answer_lines(a_question(marks=100), 8) == 120


def test_a_question_and_its_lines_are_one_group():
    for group in the_paper().groups:
        lines = [block for block in group.blocks if isinstance(block, Lines)]
        if lines:
            assert len(lines) == 1
            assert any(isinstance(block, Para) and block.sign.isdigit() for block in group.blocks)


def test_gaps_become_numbered_lines_and_their_choices_stand_below():
    (question,) = [q for q in every_type() if q.id == "gap"]
    (group,) = [g for g in the_paper().groups if any(isinstance(b, Para) and "In " in b.text for b in g.blocks)]
    stem, choice = (block for block in group.blocks if isinstance(block, Para))
    assert [run.blank for run in stem.runs if run.blank] == ["gap", "gap"]
    assert stem.text == "In (1)\u00a0 the (2)\u00a0 was set up."
    assert sorted(choice.text.removeprefix("(2) Choose from: ").split("  /  ")) == sorted(question.gaps[1].options)


def test_a_source_stands_in_a_box_before_its_question():
    (group,) = [g for g in the_paper().groups if any(isinstance(b, Table) and b.split for b in g.blocks)]
    table = group.blocks[0]
    assert isinstance(table, Table)
    assert [para.text for para in table.rows[0].cells[0]] == [
        "Source A",
        "A long extract.",
        "Its end.",
        "A pamphlet, 1924",
    ]


def test_foreign_markup_stays_letters():
    question = a_question(text='<img src="file:///etc/passwd"> <b>why</b>?', type="short_answer", points=())
    (version,) = paper.versions(quiz.of_questions([question], "T"), bank(question))
    assert '<img src="file:///etc/passwd"> <b>why</b>?' in text_of(paper.question_paper(version, PLAIN))


def test_a_cover_has_candidate_lines_or_none():
    assert [b.label for b in blocks(the_paper()) if isinstance(b, Field)] == list(quiz.CANDIDATE_LINES)
    assert not [b for b in blocks(the_paper(layout=paper.Layout(candidate_lines=False))) if isinstance(b, Field)]
    cover = Cover(heading="History", subtitle="Mock", lines=("Name", "Class"), rules=("Use black ink.",))
    text = text_of(the_paper(cover=cover, instructions="Answer *both*."))
    for words in ("History", "Mock", "Class", "Use black ink.", "Answer both."):
        assert words in text
    assert "Answer all questions." not in text


def test_sections_have_their_minutes_and_begin_a_page_if_asked():
    sections = tuple(QuizSection(title=f"Section {n}", minutes=9, entries=(fixed(n),)) for n in ("mc", "tf"))
    plan = Quiz(id="z", title="T", sections=sections)
    (version,) = paper.versions(plan, bank())
    document = paper.question_paper(version, paper.Layout(sections_on_new_page=True))
    assert [group.new_page for group in document.groups] == [False, True, True, False]
    assert "Spend about 9 minutes on this section." in text_of(document)
    assert "Section mc: 1 mark, about 9 minutes." in text_of(document)


# --- versions ------------------------------------------------------------------------------------------


def key_rows(version: paper.Version) -> dict[str, str]:
    (table,) = [b for b in blocks(paper.answer_key(version, PLAIN)) if isinstance(b, Table)]
    return {row.cells[0][0].text: row.cells[1][0].text for row in table.rows}


def shown(version: paper.Version) -> dict[str, list[str]]:
    """For each numbered question, the texts of what hangs under it with a sign."""
    found: dict[str, list[str]] = {}
    number = ""
    for block in blocks(paper.question_paper(version, PLAIN)):
        if isinstance(block, Para) and block.sign.isdigit():
            number = block.sign
        elif isinstance(block, Para) and block.sign and number:
            found.setdefault(number, []).append(block.text)
        elif isinstance(block, Table) and not block.grid:
            found[number] = [para.text for row in block.rows for para in row.cells[2]]
    return found


@given(st.integers(0, 10_000), st.sampled_from("ABCD"))
@settings(max_examples=60, deadline=None)
def test_the_key_of_a_version_is_right_for_its_paper(seed, version_letter):
    (version,) = versions(version_letter, seed=seed)
    key, asked = key_rows(version), shown(version)
    assert asked["1"]["ABCD".index(key["1"])] == "in 1912"
    assert {asked["2"]["ABCD".index(part)] for part in key["2"].split(", ")} == {"man 0", "man 1"}
    matched = re.findall(r"\((\d)\) ([A-C])", key["4"])
    assert [asked["4"]["ABC".index(sign)] for _n, sign in matched] == ["right one", "right two"]
    places = [int(n) for n in key["5"].removeprefix("Boxes from the top: ").split(", ")]
    right = ("first", "second", "third", "last")
    assert [right[n - 1] for n in places] == asked["5"]
    assert places != [1, 2, 3, 4]


def test_version_b_has_other_orders_and_its_letter_on_it():
    a, b = versions("A", "B")
    assert all(shown(a)[n] != shown(b)[n] for n in ("1", "2", "4", "5"))
    assert paper.question_paper(b, PLAIN).running == "Version B"
    assert paper.mark_scheme(b, PLAIN).running == "Mark scheme, version B"
    assert paper.question_paper(versions()[0], PLAIN).running == ""


def test_version_a_keeps_the_quizs_order_and_others_shuffle_if_the_quiz_does():
    ids = [question.id for question in every_type()]
    a, b = versions("A", "B", shuffle=True)
    assert [q.id for q in a.resolved.questions] == ids
    assert [q.id for q in b.resolved.questions] != ids
    assert [q.id for q in versions("B")[0].resolved.questions] == ids


def test_options_stay_as_written_where_they_must():
    fixed_order = tuple(Choice(id=c, text=c) for c in ("one", "two", "none of these"))
    question = a_question(type="multiple_choice", choices=fixed_order, shuffle=False)
    assert Orders(1, "B").choices(question) == fixed_order
    free = replace(question, shuffle=True)
    assert Orders(1, "B", shuffle=False).choices(free) == fixed_order


@given(st.integers(0, 500), st.sampled_from("AB"), st.integers(2, 6))
@settings(max_examples=100, deadline=None)
def test_no_printed_order_is_the_answer(seed, version_letter, count):
    texts = tuple(f"thing {n}" for n in range(count))
    question = a_question(
        type="ordering", order=texts, pairs=tuple(Pair(left=f"l{n}", right=text) for n, text in enumerate(texts))
    )
    orders = Orders(seed, version_letter)
    assert orders.things(question) != texts
    assert orders.rights(question) != texts
    assert sorted(orders.things(question)) == sorted(orders.rights(question)) == sorted(texts)


def test_one_seed_gives_the_same_papers_and_another_gives_others():
    assert paper.question_paper(versions("B", seed=4)[0], PLAIN) == paper.question_paper(
        versions("B", seed=4)[0], PLAIN
    )
    assert shown(versions("B", seed=4)[0]) != shown(versions("B", seed=5)[0])


def test_letters_go_on_after_z():
    assert [letter(at) for at in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


# --- the scheme's rules in words -----------------------------------------------------------------------


def test_the_scheme_says_the_rules_of_marking():
    text = text_of(paper.mark_scheme(versions()[0], PLAIN))
    for words in (
        "Count the best 1 of the 2 groups.",
        "earns at most 3.",
        "Part of the marks for a date less than 77 days off.",
        "The share of pairs in the right order, cut down to whole marks.",
        "Right letters less wrong ones, as a share of the marks, cut down to whole marks.",
        "11–20 marks",
        f"{CANARY} group a, at most 2",
        "not: " + CANARY,
    ):
        assert words in text, words
    assert "accept" not in text
    assert f"{CANARY} sample" not in text


def test_a_scheme_in_large_print_says_the_same_in_three_columns():
    small, large = (paper.mark_scheme(versions()[0], paper.Layout(large=large)) for large in (False, True))
    words = [sorted(text_of(one).replace("Guidance", "").split()) for one in (small, large)]
    assert words[0] == words[1]
    assert {len(b.columns) for b in blocks(large) if isinstance(b, Table)} == {3}


def test_an_explanation_that_repeats_a_point_is_left_out():
    point = MarkPoint(id="p", text="It was seen as office work")
    question = a_question(type="true_false", true=False, points=(point,), explanation="It was seen as office work.")
    (version,) = paper.versions(quiz.of_questions([question], "T"), bank(question))
    assert text_of(paper.mark_scheme(version, PLAIN)).count("office work") == 1


def test_a_mark_point_stays_with_the_words_that_earn_it():
    point = MarkPoint(id="p", text="He had the posts.", terms=((("pave* the way", "~never wrong"),),))
    question = a_question(points=(point,), groups=())
    (version,) = paper.versions(quiz.of_questions([question], "T"), bank(question))
    for full in (True, False):
        (table,) = (b for b in blocks(paper.mark_scheme(version, paper.Layout(full=full))) if isinstance(b, Table))
        said = [para for para in table.rows[0].cells[1] if isinstance(para, Para)]
        (at,) = (n for n, para in enumerate(said) if para.text == "He had the posts.")
        assert said[at].keep is full
        assert [para.text for para in said[at + 1 :]] == (["accept: pave… the way / never wrong"] if full else [])


def test_a_question_without_a_scheme_says_so():
    question = a_question(points=(), groups=(), type="essay")
    (version,) = paper.versions(quiz.of_questions([question], "T"), bank(question))
    assert "There is no mark scheme for this question yet." in text_of(paper.mark_scheme(version, PLAIN))
    gap = a_question(type="gap_fill", text="The {a}.", points=(), gaps=(Gap(id="a", answers=()),))
    (version,) = paper.versions(quiz.of_questions([gap], "T"), bank(gap))
    assert key_rows(version) == {"1": "(1) "}


def test_ordering_boxes_stand_before_the_things():
    signs = [para.sign for para in paras(the_paper())]
    assert signs.count(BOX) == 4


def test_a_point_that_takes_an_equivalent_says_so():
    point = MarkPoint(id="p1", text="He was the heir.", equivalent=True)
    question = Question(id="q", text="Why?", marks=1, type="short_answer", points=(point,))
    (version,) = paper.versions(quiz.of_questions((question,), "Test"), {"q": question})
    assert "or equivalent" in text_of(paper.mark_scheme(version, PLAIN))
    assert "or equivalent" not in text_of(paper.question_paper(version, PLAIN))
