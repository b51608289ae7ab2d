"""The school's policy: every rule of the file, every problem named, nothing decided by a mistake."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.policy import FEATURES, FORMAT, KEYS, SNAPSHOTS_KEPT, Policy, expand, read
from tutorapp.settings import BOUNDS, CHOICES, Settings

WHOLE: dict[str, Any] = {
    "format": 1,
    "data_folder": "~/TutorApp",
    "template_folder": "\\\\server\\share\\template",
    "content_folders": ["/srv/units", "T:\\units"],
    "quiz_folders": ["/srv/quizzes"],
    "exam": {"conditions": True, "extra_percent": 25, "rest_breaks": False, "clock": "last5", "strict_clock": True},
    "features_off": ["pdf", "print"],
    "snapshots": {"folder": "H:\\TutorApp", "count": 5},
    "language": "en",
}


def told(value: object) -> list[str]:
    return [f"{problem.field}: {problem.message}" for problem in read(value, lambda _way: None).problems]


def accepted(value: object) -> Policy:
    reading = read(value, lambda _way: None)
    assert reading.problems == ()
    return reading.policy


def test_every_key_is_read():
    policy = accepted(WHOLE)
    assert policy == Policy(
        data_folder="~/TutorApp",
        template_folder="\\\\server\\share\\template",
        content_folders=("/srv/units", "T:\\units"),
        quiz_folders=("/srv/quizzes",),
        exam_conditions=True,
        extra_percent=25,
        rest_breaks=False,
        clock="last5",
        strict_clock=True,
        features_off=frozenset({"pdf", "print"}),
        snapshot_folder="H:\\TutorApp",
        snapshot_count=5,
        language="en",
    )
    assert set(WHOLE) == set(KEYS)


def test_what_is_left_out_is_left_to_the_pupil():
    policy = accepted({"format": FORMAT})
    assert policy == Policy()
    assert policy.forced() == {}
    assert policy.locked() == frozenset()
    assert policy.rows() == ()
    assert policy.snapshot_count == SNAPSHOTS_KEPT


def test_a_decided_value_locks_its_setting_even_when_it_switches_off():
    policy = accepted({"format": 1, "exam": {"rest_breaks": False, "extra_percent": 0}})
    assert policy.forced() == {"rest_breaks": False, "extra_percent": 0}
    assert policy.locked() == {"rest_breaks", "extra_percent"}
    assert ("Rest breaks", "off") in policy.rows()
    assert ("Extra time", "0 %") in policy.rows()


def test_forced_values_are_settings_with_values_they_may_have():
    forced = accepted(WHOLE).forced()
    made = Settings().changed(**forced)
    assert {name: getattr(made, name) for name in forced} == forced


def test_bounds_and_choices_are_those_of_the_settings():
    low, high = BOUNDS["extra_percent"]
    assert (
        told({"format": 1, "exam": {"extra_percent": low}})
        == told({"format": 1, "exam": {"extra_percent": high}})
        == []
    )
    assert told({"format": 1, "exam": {"extra_percent": high + 1}}) == [
        "exam.extra_percent: must be a whole number from 0 to 100, not 101"
    ]
    for clock in CHOICES["clock"]:
        assert accepted({"format": 1, "exam": {"clock": clock}}).clock == clock


def test_features_that_are_off():
    policy = accepted({"format": 1, "features_off": ["print", "print"]})
    assert not policy.allows("print")
    assert policy.allows("pdf")


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"data_foldr": "~/x"}, "data_foldr", "did you mean “data_folder”?"),
        ({"zzz": 1}, "zzz", "is no key of the policy"),
        ({"exam": {"condition": True}}, "exam.condition", "did you mean “conditions”?"),
        ({"exam": []}, "exam", "must be an object"),
        ({"exam": None}, "exam", "must be an object"),
        ({"exam": {"conditions": 1}}, "exam.conditions", "true or false, not 1"),
        ({"exam": {"extra_percent": True}}, "exam.extra_percent", "not true"),
        ({"exam": {"extra_percent": 12.5}}, "exam.extra_percent", "not 12.5"),
        ({"exam": {"clock": "big"}}, "exam.clock", "hidden, shown, last5"),
        ({"data_folder": "work"}, "data_folder", "whole path"),
        ({"data_folder": 7}, "data_folder", "quotation marks"),
        ({"data_folder": None}, "data_folder", "not null"),
        ({"data_folder": " "}, "data_folder", "quotation marks"),
        ({"data_folder": "~/../other"}, "data_folder", "“..”"),
        ({"content_folders": "/srv"}, "content_folders", "square brackets"),
        ({"content_folders": ["/srv", "units"]}, "content_folders[2]", "whole path"),
        ({"quiz_folders": [[]]}, "quiz_folders[1]", "not a list"),
        ({"features_off": ["prints"]}, "features_off[1]", "did you mean “print”?"),
        ({"features_off": [{}]}, "features_off[1]", "there are print"),
        ({"snapshots": {"count": 3}}, "snapshots", "“folder” is missing"),
        ({"snapshots": {"folder": "~/s", "count": 0}}, "snapshots.count", "from 1 to 1000"),
        ({"language": "English"}, "language", "en-GB"),
        ({"format": 2}, "format", "reads format 1, not 2"),
        ({"format": True}, "format", "not true"),
    ],
)
def test_each_mistake_is_named_and_decides_nothing(wrong: dict[str, Any], field: str, words: str):
    reading = read({"format": 1, **wrong}, lambda _way: None)
    assert [problem.field for problem in reading.problems] == [field]
    assert words in reading.problems[0].message
    assert reading.policy.forced() == {}
    assert reading.policy.data_folder is None


def test_the_file_must_be_an_object_with_a_format():
    assert told([]) == [": the file must hold one JSON object: { … }"]
    assert told({}) == [': “format” is missing; write "format": 1']


def test_one_wrong_rule_leaves_the_others_standing():
    reading = read({"format": 1, "exam": {"conditions": True, "clock": 5}, "language": "en-GB"}, lambda _way: None)
    assert reading.policy.exam_conditions is True
    assert reading.policy.clock is None
    assert reading.policy.language == "en-GB"


def test_problems_come_in_the_order_of_their_lines():
    lines = {("language",): 2, ("zzz",): 9, ("exam", "clock"): 4}
    reading = read({"format": 1, "zzz": 1, "exam": {"clock": "x"}, "language": 3}, lambda way: lines[tuple(way)])
    assert [problem.line for problem in reading.problems] == [2, 4, 9]


@pytest.mark.parametrize("folder", ["/srv/work", "C:\\work"])
def test_a_folder_that_all_pupils_would_share_is_warned_of(folder: str):
    reading = read({"format": 1, "data_folder": folder, "snapshots": {"folder": folder}}, lambda _way: None)
    assert [problem.severity for problem in reading.problems] == ["warning", "warning"]
    assert reading.policy.data_folder == reading.policy.snapshot_folder == folder


def test_work_on_a_share_and_a_language_without_words_are_warned_of():
    folder = "\\\\server\\work\\${USERNAME}"
    reading = read({"format": 1, "data_folder": folder, "language": "cy-GB"}, lambda _way: None)
    assert [(problem.field, problem.severity) for problem in reading.problems] == [
        ("data_folder", "warning"),
        ("language", "warning"),
    ]
    assert (reading.policy.data_folder, reading.policy.language) == (folder, "cy-GB")


@pytest.mark.parametrize("folder", ["~/work", "H:\\work", "${HOME}/work", "D:\\%USERNAME%"])
def test_a_folder_of_each_pupils_own_is_not(folder: str):
    assert accepted({"format": 1, "data_folder": folder}).data_folder == folder


def test_folders_are_filled_in():
    environment = {"USERNAME": "ann", "ProgramFiles(x86)": "P"}
    assert expand("~/work", environment, "/home/ann") == "/home/ann/work"
    assert expand("~", environment, "/home/ann") == "/home/ann"
    assert expand("D:\\%USERNAME%\\${USERNAME}", environment, "/h") == "D:\\ann\\ann"
    assert expand("%ProgramFiles(x86)%", environment, "/h") == "P"
    assert expand("~other/work", environment, "/h") == "~other/work"


@pytest.mark.parametrize("environment", [{}, {"USERNAME": ""}])
def test_a_variable_that_is_not_set_gives_no_folder(environment: dict[str, str]):
    assert expand("/srv/${USERNAME}", environment, "/h") is None


def test_what_a_variable_holds_is_not_filled_in_again():
    assert expand("${A}", {"A": "${B}", "B": "no"}, "/h") == "${B}"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*KEYS, "x"]), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=100, deadline=None)
def test_anything_at_all_is_read_without_a_crash_and_decides_only_what_is_sound(value: object):
    reading = read(value, lambda _way: None)
    made = Settings().changed(**reading.policy.forced())
    assert all(getattr(made, name) == forced for name, forced in reading.policy.forced().items())
    assert reading.policy.features_off <= set(FEATURES)
    for problem in reading.problems:
        json.dumps(problem.message)
        assert problem.message
