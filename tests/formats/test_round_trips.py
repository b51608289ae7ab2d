"""Our question to a format and back: the same question, or every difference named in the report."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats.foreign import differences, questions
from tutorapp.formats.detect import detect
from tutorapp.formats.reader import read_quiz
from tutorapp.formats.writer import EXPORT_FORMATS, write_quiz

TEXTS = {"text", "explanation", "choices", "pairs", "order", "points", "title"}
ALL = TEXTS | {
    "type",
    "marks",
    "gaps",
    "numeric",
    "date",
    "true",
    "groups",
    "one_sided_cap",
    "levels",
    "indicative",
    "plan",
    "shuffle",
}
MAY_DIFFER = {
    "marks-changed": {"marks", "points"},
    "title-lost": {"title"},
    "tags-lost": {"tags"},
    "details-lost": {"difficulty"},
    "time-lost": {"minutes"},
    "feedback-lost": {"explanation", "choices"},
    "shuffle-lost": {"shuffle"},
    "unit-lost": {"numeric"},
    "html-removed": TEXTS,
    "type-changed": ALL,
    "mark-scheme-lost": ALL,
    "mark-scheme-flattened": ALL,
    "levels-lost": {"levels"},
    "caps-lost": {"groups", "one_sided_cap"},
}


@pytest.mark.parametrize("name", EXPORT_FORMATS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(question=questions())
def test_what_comes_back_is_the_same_or_its_loss_is_named(name, question):
    data, report = write_quiz([question], name, "")
    row = report.items[0]
    if row.result == "skipped":
        assert data == b""
        assert report.error
        return
    back, told = read_quiz(data, f"quiz.{name}", name)
    assert told.error is None, (told, data)
    assert len(back) == 1
    named = set().union(*(MAY_DIFFER.get(reason, set()) for reason in row.reasons))
    unnamed = differences(question, back[0]) - named
    assert not unnamed, (unnamed, row.reasons, back[0], data)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(question=questions())
def test_moodle_xml_and_qti_keep_the_mark_scheme_for_ourselves(question):
    for name, lost in (("moodle_xml", {"marks", "points"}), ("qti2", {"tags", "difficulty", "minutes", "numeric"})):
        if question.type in {"date", "gap_fill"}:
            continue
        data, _report = write_quiz([question], name, "")
        back, _told = read_quiz(data, "quiz", name)
        assert differences(question, back[0]) <= lost, name


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(many=st.lists(questions(), min_size=1, max_size=4))
def test_files_of_several_questions_are_found_again_and_add_up(many):
    for name in EXPORT_FORMATS:
        data, report = write_quiz(many, name, "A quiz: 1/2")
        written = sum(item.result != "skipped" for item in report.items)
        assert len(report.items) == len(many)
        if not written:
            continue
        if name != "csv":
            assert detect(data, "quiz.txt") in {name, "aiken", "paste"}, data
        _back, told = read_quiz(data, "quiz", name)
        totals = told.totals
        assert totals["found"] == written
        assert sum(totals.values()) == 2 * totals["found"]
