"""GIFT: types, weights, feedback, escapes, and one bad question that costs only itself."""

from __future__ import annotations

import pytest

from tests.formats.foreign_files import GIFT
from tutorapp.domain.content import NumericAnswer, Pair
from tutorapp.formats.reader import read_quiz


def one(text: str):
    questions, report = read_quiz(text.encode(), "q.gift", "gift")
    assert len(report.items) == 1, report
    return (questions[0] if questions else None), report.items[0]


def test_every_type_of_a_file_is_read():
    questions, report = read_quiz(GIFT.encode(), "q.gift")
    assert report.format == "gift"
    assert [question.type for question in questions] == [
        "multiple_choice",
        "true_false",
        "matching",
        "numeric",
        "numeric",
        "short_answer",
        "essay",
        "multiple_response",
        "text",
    ]
    first = questions[0]
    assert first.id == "soviet-1"
    assert first.title == "Secretary"
    assert first.tags == ("leaders", "1920s")
    assert [(c.text, c.correct, c.feedback) for c in first.choices] == [
        ("Stalin", True, "Yes, at the 11th congress."),
        ("Trotsky", False, "He led the Red Army."),
        ("Molotov", False, ""),
    ]
    assert report.items[0].reasons == ("weights-changed",)
    assert questions[1].tags == ("Plans",)
    assert questions[1].explanation == "General.\n\n**Right:** Well known.\n\n**Wrong:** It did."
    assert questions[2].pairs[-1] == Pair(left="", right="Kiev")
    assert questions[3].numeric == NumericAnswer(value=1924.0)
    assert questions[4].numeric == NumericAnswer(value=1930.0, tolerance=2.0)
    assert questions[5].text == "The New Economic _____ was ended."
    assert questions[5].points[0].terms == ((("Policy", "policies"),),)
    assert questions[6].text == "Write about **NEP**."
    assert report.items[6].reasons == ("needs-mark-scheme",)
    assert report.items[7].result == "exact"
    assert questions[8].text == "A page without an answer: note it."
    assert report.items[8].line == 24


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"Is a\=b \{or\} c\~d\#e\:f?{T}", "Is a=b {or} c~d#e:f?"),
        (r"A backslash \\n stays{T}", r"A backslash \n stays"),
        (r"Two\nlines{T}", "Two\n\nlines"),
        ("<b>bold</b> and 2 < 3{T}", "**bold** and 2 < 3"),
        ("[plain]<b>letters</b>{T}", "<b>letters</b>"),
        ("2 *stars* here{T}", "2 ∗stars∗ here"),
        ("- not a list{T}", "-\u2060 not a list"),
        ("[[term:x]] is no link{T}", "[\u2060[term:x]] is no link"),
    ],
)
def test_escapes_and_formats(text, shown):
    question, _row = one(text)
    assert question.text == shown


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("No right one{~a ~b}", "no-correct-answer"),
        ("One option{=a ~}", "no-options"),
        ("Words for a number{#many}", "unreadable"),
        ("Range the wrong way{#5..1}", "unreadable"),
        ("One pair{=a -> b}", "no-options"),
        ("Broken { brace", "unreadable"),
        ("Broken } brace {T}", "unreadable"),
        ("Neither{maybe}", "unreadable"),
        ("{T}", "empty-text"),
    ],
)
def test_a_bad_question_costs_only_itself(text, reason):
    questions, report = read_quiz(f"First{{T}}\n\n{text}\n\nLast{{F}}".encode(), "q.gift", "gift")
    assert [question.text for question in questions] == ["First", "Last"]
    assert report.items[1].result == "skipped"
    assert report.items[1].reasons == (reason,)
    assert report.items[1].line == 3
    assert report.error is None


def test_a_blank_line_inside_the_braces_does_not_part_a_question():
    question, _row = one("Who?{\n=Stalin\n\n~Lenin\n}")
    assert len(question.choices) == 2


def test_negative_numbers_and_tolerances():
    question, _row = one("Pi times -1? {#-3.142:0.001}.")
    assert question.numeric == NumericAnswer(value=-3.142, tolerance=0.001)
    question, row = one("Year? {#=1822:0 =%50%1822:2}")
    assert question.numeric == NumericAnswer(value=1822.0)
    assert row.reasons == ("weights-changed",)


def test_a_wildcard_is_kept_as_words_and_never_widened():
    question, row = one("Name him {=*Stalin*}")
    assert question.points[0].text == "*Stalin*"
    assert question.points[0].terms == ()
    assert row.reasons == ("wildcard-case",)


def test_a_file_in_windows_letters_is_read_and_says_so():
    questions, report = read_quiz("Caf\xe9 \x96 open?{T}".encode("latin-1"), "q.gift", "gift")
    assert questions[0].text == "Café – open?"
    assert report.encoding == "Windows-1252 (guessed)"
    assert report.items[0].reasons == ("encoding-guessed",)
    assert report.items[0].result == "exact"
