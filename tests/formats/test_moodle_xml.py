"""Moodle XML: every type, pictures, cloze, broken files, and what cannot be kept."""

# ruff: noqa: E501  # XML is easier to read unbroken

from __future__ import annotations

import pytest

from tests.builders import a_question
from tests.formats.foreign_files import MOODLE, moodle, png
from tutorapp.domain.content import Gap, NumericAnswer, Pair
from tutorapp.formats.reader import read_quiz, read_whole
from tutorapp.formats.writer import write_quiz


def one(inside: str, kind: str, head: str = "<questiontext format='html'><text>Stem?</text></questiontext>"):
    xml = f"<quiz><question type='{kind}'><name><text>N</text></name>{head}{inside}</question></quiz>"
    questions, report = read_quiz(xml.encode(), "q.xml")
    return (questions[0] if questions else None), report.items[0]


def test_every_type_of_a_file_is_read():
    made = read_whole(moodle(), "q.xml")
    assert made.report.format == "moodle_xml"
    by_type = {question.type: question for question in made.questions}
    choice = by_type["multiple_choice"]
    assert choice.id == "plan-1"
    assert choice.text.startswith("When did the *first* plan begin?\n\n![poster](")
    assert list(made.media.values()) == [png()]
    assert list(made.alternatives.values()) == ["poster"]
    assert (choice.marks, choice.shuffle, choice.tags) == (2, False, ("economy", "Soviet/Plans"))
    assert choice.choices[0].feedback == "Yes."
    assert choice.explanation == "All of it."
    assert by_type["true_false"].text == "2 < 3 & so on"
    assert by_type["true_false"].explanation == "**Right:** Good.\n\n**Wrong:** No!"
    assert by_type["short_answer"].points[0].terms == ((("Moscow", "Moskva"),),)
    assert by_type["numeric"].numeric == NumericAnswer(value=1934.0, tolerance=1.0, unit="AD")
    assert by_type["matching"].pairs[-1] == Pair(left="", right="Kiev")
    assert by_type["ordering"].order == ("War Communism", "NEP", "Plan")
    assert by_type["essay"].indicative[0].text == "Look for causes."
    gaps = [question for question in made.questions if question.type == "gap_fill"]
    assert gaps[0].text == "Lenin died in {g1} in {g2} and {g3} spoke."
    assert gaps[0].gaps == (
        Gap(id="g1", answers=("1924",)),
        Gap(id="g2", answers=("Gorki",)),
        Gap(id="g3", answers=("Stalin",), options=("Trotsky", "Stalin")),
    )
    assert gaps[1].gaps == (Gap(id="g1", answers=("new",), options=("old", "new")),)
    reasons = {item.title: item.reasons for item in made.report.items}
    assert reasons["Plan start"] == ("hidden-item",)
    assert reasons["SA"] == ("weights-changed",)
    assert reasons["C"] == ("weights-changed", "feedback-lost")
    assert reasons["X"] == ("unsupported-type",)
    assert made.report.totals["found"] == 11


def test_a_picture_that_is_not_in_the_file_is_named():
    head = "<questiontext format='html'><text>&lt;p&gt;See &lt;img src='@@PLUGINFILE@@/no.png' alt='map'&gt;&lt;/p&gt;</text></questiontext>"
    question, row = one("", "description", head)
    assert question.text == "See map"
    assert row.reasons == ("media-missing",)


def test_an_svg_is_not_let_in():
    head = (
        "<questiontext format='html'><text>&lt;img src='@@PLUGINFILE@@/a.svg' alt='drawing'&gt; x</text>"
        "<file name='a.svg' encoding='base64'>PHN2Zy8+</file></questiontext>"
    )
    question, row = one("", "description", head)
    assert question.text == "drawing x"
    assert row.reasons == ("media-type",)


@pytest.mark.parametrize(
    ("broken", "kept"),
    [
        (lambda xml: xml.replace("Capital?</text>", "Capital?"), 9),
        (lambda xml: xml.replace("Capital?", "Capital & more?"), 9),
        (lambda xml: xml[: xml.index("Order.")], 6),
        (lambda xml: xml.replace('</question>\n<question type="numerical">', '<question type="numerical">'), 9),
    ],
)
def test_a_broken_question_costs_only_itself(broken, kept):
    _questions, report = read_quiz(broken(MOODLE).encode(), "q.xml")
    assert report.came_in == kept, report.lines()
    damaged = [item for item in report.items if "file-damaged" in item.reasons]
    assert len(damaged) == 1
    assert damaged[0].line


def test_fractions_and_case_are_never_widened():
    question, row = one("<usecase>1</usecase><answer fraction='100'><text>NEP</text></answer>", "shortanswer")
    assert question.points[0].terms == ()
    assert row.reasons == ("wildcard-case",)
    answers = "".join(f"<answer fraction='{f}'><text>{t}</text></answer>" for f, t in ((100, "a"), (-50, "b")))
    _question, row = one(f"<single>true</single>{answers}", "multichoice")
    assert row.reasons == ("negative-marks",)


def test_the_mark_scheme_travels_in_the_notes_for_graders():
    question = a_question(sections=(), text="Explain why Stalin came to lead.")
    data, report = write_quiz([question], "moodle_xml", "t")
    assert b"Point p1 (1 mark, group party): General Secretary" in data
    assert report.items[0].reasons == ("type-changed", "mark-scheme-flattened")
    back, _told = read_quiz(data, "q.xml")
    assert back[0].points == question.points
    assert back[0].groups == question.groups
    assert back[0].one_sided_cap == question.one_sided_cap
    touched = data.replace(b"at most 4 for", b"at most four for")
    back, told = read_quiz(touched, "q.xml")
    assert back[0].type == "essay"
    assert "General Secretary" in back[0].indicative[0].text
    assert "needs-mark-scheme" in told.items[0].reasons


def test_pictures_travel_both_ways():
    made = read_whole(moodle(), "q.xml")
    data, _report = write_quiz(made.questions, "moodle_xml", "", made.media)
    again = read_whole(data, "q.xml")
    assert again.media == made.media
    assert again.questions[0].text == made.questions[0].text
