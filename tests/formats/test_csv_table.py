"""Tables: headers, delimiters, quotes, mapping by hand, and cells that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest

from tests.builders import a_question
from tests.formats.foreign_files import CSV
from tutorapp.formats import making
from tutorapp.formats.csv_table import Columns
from tutorapp.formats.reader import read_quiz, read_whole
from tutorapp.formats.table_write import guard
from tutorapp.formats.writer import write_quiz


def test_a_table_with_a_kahoot_like_header():
    questions, report = read_quiz(CSV.encode(), "q.csv")
    assert report.dialect == "CSV, Kahoot-like header"
    assert report.encoding == "UTF-8 with BOM"
    assert [(item.type, item.result, item.reasons) for item in report.items] == [
        ("multiple_choice", "exact", ()),
        ("multiple_response", "exact", ()),
        ("multiple_choice", "skipped", ("no-correct-answer",)),
        ("true_false", "exact", ()),
        ("numeric", "exact", ()),
        ("hotspot", "skipped", ("unsupported-type",)),
    ]
    first = questions[0]
    assert first.text == 'Who said "life has become better"?'
    assert (first.id, first.marks, first.minutes, first.tags) == ("r1", 2, 0.5, ("quotes", "1935"))
    assert [choice.text for choice in questions[1].choices] == ["=1+1", "-2.0", "x"]
    assert questions[3].numeric.value == 3


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_other_signs_between_cells(sign):
    table = f"Question{sign}Answer1{sign}Answer2{sign}Correct\nWho, now?{sign}a{sign}b{sign}2\n"
    questions, _report = read_quiz(table.encode(), "q.csv")
    assert questions[0].text == "Who, now?"
    assert questions[0].choices[1].correct


def test_two_columns_are_terms_and_meanings():
    questions, _report = read_quiz(b"NEP,New Economic Policy\nCheka,secret police\n", "q.csv")
    assert [question.points[0].text for question in questions] == ["New Economic Policy", "secret police"]


def test_a_mapping_by_hand_is_followed():
    data = b"2,Which?,x,y\n1,Who?,p,q\n"
    made = read_whole(data, "q.csv", "csv", columns=Columns(options=(2, 3), named={"question": 1, "correct": 0}))
    assert [[choice.correct for choice in question.choices] for question in made.questions] == [
        [False, True],
        [True, False],
    ]


def test_a_table_without_known_columns_is_refused_in_words():
    questions, report = read_quiz(b"a,b,c\n1,2,3\n", "q.csv")
    assert questions == ()
    assert "no header row" in report.error


def test_line_numbers_count_lines_not_rows():
    table = 'Question,Answer1,Answer2,Correct\n"Two\nlines?",a,b,1\nBad,,,1\n'
    _questions, report = read_quiz(table.encode(), "q.csv")
    assert [item.line for item in report.items] == [2, 4]


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1", "-x", "@SUM(A1)", "\tx", "'=1", "''=1"])
def test_no_cell_we_write_can_be_run_and_each_comes_back(cell):
    question = a_question(
        type="multiple_choice",
        points=(),
        groups=(),
        one_sided_cap=None,
        text="Which cell?",
        choices=making.options([cell.strip(), "other"], [True, False]),
    )
    data, _report = write_quiz([question], "csv", "t")
    for row in csv.reader(io.StringIO(data.decode())):
        for written in row:
            assert written[:1] not in tuple("=+@\t\r")
            assert written[:1] != "-" or written.replace(".", "").removeprefix("-").isdigit()
    back, _told = read_quiz(data, "q.csv")
    assert back[0].choices[0].text == cell.strip()


def test_plain_numbers_are_not_guarded():
    assert guard("-2.5") == "-2.5"
    assert guard("-2.5x") == "'-2.5x"
