"""JSON lines in, JSON lines out."""

from __future__ import annotations

import json
from itertools import count

import pytest

from tests.marking.test_marker import CULT, POLICE
from tutorapp.domain.errors import KnownError
from tutorapp.formats.questions_json import read_questions
from tutorapp.marking.batch import MAX_LINE, run

QUESTIONS = {"cult": CULT, "police": POLICE}


def results(marker, *lines):
    ticks = count()
    return [json.loads(line) for line in run(QUESTIONS, lines, marker, lambda: next(ticks) / 1000)]


def line(text, key="a1", question="police"):
    return json.dumps({"id": key, "question": question, "text": text})


def test_the_shape_of_a_result(marker):
    (result,) = results(marker, line("The NKVD arrested people."))
    assert list(result) == ["id", "question", "points", "groups", "cap", "total", "up_to", "max", "ms"]
    assert result["points"]["s1"] == {
        "verdict": "awarded", "evidence": "NKVD", "start": 4, "end": 8, "layer": "scheme",
        "why": result["points"]["s1"]["why"],
    }  # fmt: skip
    assert (result["groups"], result["total"], result["max"], result["cap"]) == ({"prop": 0, "police": 2}, 2, 6, None)
    assert result["ms"] == 1.0


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("{", "not valid JSON"),
        ("[1]", "must be an object"),
        ('{"id": "a", "question": "police", "text": "x\0y"}', "NUL"),
        ('{"id": "a", "question": "nowhere", "text": "x"}', "no question “nowhere”"),
        ('{"id": "a", "question": "police"}', "“text” is missing"),
        ('{"question": "police", "text": "x"}', "“id” is missing"),
        ('{"id": "a", "question": 3, "text": "x"}', "no question “3”"),
        ("[" * 100_000, "not valid JSON"),
        ('{"id": "' + "a" * MAX_LINE + '"}', "longer than"),
    ],
)
def test_a_bad_line_costs_only_itself_and_names_its_number(marker, bad, words):
    good = line("The NKVD arrested people.")
    first, error, last = results(marker, good, bad, good)
    assert first["total"] == last["total"] == 2
    assert error["line"] == 2
    assert "Line 2" in error["error"]
    assert words in error["error"]


def test_blank_lines_are_skipped_and_counted(marker):
    assert results(marker, "", "  \n", "{")[0]["line"] == 3


def test_awkward_texts_give_bounded_results(marker):
    long, nul, odd = results(
        marker, line("NKVD agents arrested people. " * 7_000), line("a\0b NKVD spied"), line("\ud800 NKVD spied")
    )
    assert long["total"] == 2
    assert "note" in long
    assert nul["total"] == odd["total"] == 2


def test_questions_in_the_least_form():
    text = json.dumps(
        [
            {
                "id": "q", "text": "Why?", "marks": 2, "groups": [{"id": "g", "max": 2}], "best_groups": None,
                "one_sided_cap": None, "points": [{"id": "p1", "group": "g", "text": "Because"}],
            }
        ]
    )  # fmt: skip
    questions = read_questions(text)
    assert questions["q"].points[0].text == "Because"
    assert read_questions(json.dumps({"questions": json.loads(text)})) == questions


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not valid JSON (line 1"),
        ("3", "list of questions"),
        ('[{"id": "q", "text": "x"}]', "marks"),
        ('[{"id": "q", "text": "x", "marks": "many"}]', "question q"),
        ('[{"id": "q", "text": "", "marks": 1}, {"id": "q", "text": "", "marks": 1}]', "stands twice"),
    ],
)
def test_questions_that_cannot_be_read_are_named(text, words):
    with pytest.raises(KnownError) as caught:
        read_questions(text)
    assert words in caught.value.message


def scheme(**changed):
    """A sound question with ``changed`` keys."""
    points = [{"id": "p1", "group": "g", "text": "Because"}, {"id": "p2", "text": "Therefore"}]
    groups = [{"id": "g", "max": 2}, {"id": "h", "max": 2}]
    return {"id": "q", "text": "Why?", "marks": 2, "groups": groups, "points": points, **changed}


def test_keys_of_others_and_nulls_at_any_depth_cost_nothing():
    point = {"id": "p1", "text": "Because", "group": None, "terms": None, "note": "for the teacher"}
    given = scheme(
        subject="History", source=None, points=[point], groups=[{"id": "g", "max": 2, "title": None, "colour": "red"}],
        one_sided_cap={"groups": ["g"], "cap": 1, "why": None}, period=None,
    )  # fmt: skip
    question = read_questions(json.dumps([given]))["q"]
    assert (question.points[0].group, question.groups[0].title, question.one_sided_cap.cap) == ("", "", 1)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"marks": -3}, "question q: marks: must be at least 1"),
        ({"groups": [{"id": "g", "max": -2}]}, "groups[0].max: must be at least 1"),
        ({"best_groups": -1}, "best_groups: must be at least 1"),
        ({"points": [{"id": "p", "text": "a"}, {"id": "p", "text": "b"}]}, "points[1].id: the id “p” stands twice"),
        ({"points": [{"id": "p", "text": "a", "group": "x"}]}, "points[0].group: there is no group “x”"),
        ({"one_sided_cap": {"groups": ["g", "x"], "cap": 1}}, "one_sided_cap.groups: there is no group “x”"),
        ({"one_sided_cap": {"groups": ["g", "h"], "cap": -1}}, "one_sided_cap.cap: must be 0 or more"),
    ],
)
def test_a_rule_that_gives_no_sum_is_named(changed, words):
    assert read_questions(json.dumps([scheme()]))["q"].points[1].group == ""
    with pytest.raises(KnownError) as caught:
        read_questions(json.dumps([scheme(**changed)]))
    assert words in caught.value.message
