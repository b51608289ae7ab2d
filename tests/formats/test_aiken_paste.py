"""Aiken, and its superset: questions as they come out of a word processor."""

from __future__ import annotations

import pytest

from tests.formats.foreign_files import AIKEN, KEYED, PASTE
from tutorapp.formats.reader import read_quiz


def right(question) -> str:
    return "".join(choice.id for choice in question.choices if choice.correct)


def test_aiken_names_every_fault_and_keeps_the_rest():
    questions, report = read_quiz(AIKEN.encode(), "q.txt")
    assert report.format == "aiken"
    assert [(item.result, item.reasons, item.line) for item in report.items] == [
        ("exact", (), 1),
        ("skipped", ("no-options",), 7),
        ("skipped", ("no-correct-answer",), 10),
        ("exact", (), 14),
    ]
    assert [right(question) for question in questions] == ["a", "b"]
    assert report.totals == {"found": 4, "exact": 2, "loss": 0, "skipped": 2, "duplicate": 0, "changed": 0}


def test_html_in_aiken_is_text_and_options_need_no_answer_line_to_end():
    questions, report = read_quiz(b"Which <b>tag</b>?\nA) <i>\nB) x\nNext?\nA) y\nB) z\nANSWER: A", "q.txt", "aiken")
    assert [item.reasons for item in report.items] == [("no-correct-answer",), ()]
    assert questions[0].text == "Next?"
    questions, _report = read_quiz(b"Which <b>tag</b>?\nA) <i>\nB) x\nANSWER: A", "q.txt", "aiken")
    assert questions[0].text == "Which <b>tag</b>?"
    assert questions[0].choices[0].text == "<i>"


def test_a_pasted_page_of_several_kinds():
    questions, report = read_quiz(PASTE.encode(), "q.txt")
    assert report.format == "paste"
    assert [question.type for question in questions] == [
        "multiple_choice",
        "multiple_choice",
        "multiple_response",
        "true_false",
        "short_answer",
    ]
    assert [question.marks for question in questions] == [2, 1, 1, 1, 1]
    assert questions[0].text == "Who was shot in 1934?"
    assert [right(question) for question in questions[:3]] == ["a", "a", "ab"]
    assert questions[1].explanation == "Under Stalin's eye."
    assert questions[3].true is True
    assert questions[4].points[0].terms == ((("Kuibyshev", "Valerian Kuibyshev"),),)
    assert report.items[5].reasons == ("no-options",)


def test_a_key_at_the_end_marks_the_answers():
    questions, report = read_quiz(KEYED.encode(), "q.txt")
    assert [right(question) for question in questions] == ["b", "a"]
    assert "answer key" in report.dialect


@pytest.mark.parametrize(
    ("options", "letters"),
    [
        ("A) one ✓\nB) two", "a"),
        ("*A) one\nB) two", "a"),
        ("A) one\nB) two (correct)", "b"),
        ("(a) one\n(b) two\nAnswer: b", "b"),
        ("a. one\nb. two\nCorrect answer: two", "b"),
        ("a. one\nb. two\nAns: B. two", "b"),
        ("• one\n• two *", "b"),
        ("a. one\nb. two\nc. three\nAnswers: a, c", "ac"),
    ],
)
def test_answers_are_marked_in_many_ways(options, letters):
    questions, report = read_quiz(f"1. Which one?\n{options}\n".encode(), "q.txt", "paste")
    assert [right(question) for question in questions] == [letters], report


def test_twenty_numbered_questions_from_a_word_page():
    page = "\r\n".join(
        f"{n}.\tQuestion {n}?\r\nA.\tyes\r\nB.\tno\r\nC.\tperhaps\r\nAnswer: B\r\n" for n in range(1, 21)
    )
    questions, report = read_quiz(("\ufeff" + page).encode("utf-16"), "q.txt")
    assert report.encoding == "UTF-16"
    assert report.totals["exact"] == 20
    assert {right(question) for question in questions} == {"b"}
