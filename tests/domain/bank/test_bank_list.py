"""The list lets through what it should, finds what is alike, and counts versions as a teacher does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import an_own_item
from tutorapp.domain.bank import duplicates, rows, versions
from tutorapp.domain.bank.rows import BankFilter, BankRow
from tutorapp.domain.content import Question, SpecPoint

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def a_row(number=1, *, own=True, archived=False, needs=0, used=None, **fields):
    question = Question(**{"id": f"q-{number}", "text": f"Question {number}", "marks": 1, **fields})
    return BankRow(question, own=own, archived=archived, needs=needs, last_used=used)


ROWS = (
    a_row(1, text="The **NKVD** and terror", type="short_answer", tags=("Terror",), spec=("SF5",), marks=4),
    a_row(2, text="Collectivisation", type="essay", spec=("SF2",), marks=20, used=NOW - timedelta(days=3)),
    a_row(3, own=False, text="Terror from the unit", marks=2, used=NOW - timedelta(days=90)),
    a_row(4, archived=True, text="Old terror"),
    a_row(5, text="Half done", needs=2),
)


def shown(**wanted):
    return [row.id for row in rows.filtered(ROWS, BankFilter(**wanted), NOW)]


def test_each_part_of_the_filter_narrows():
    assert shown() == ["q-1", "q-2", "q-3", "q-5"]
    assert shown(text="TERROR nkvd") == ["q-1"]
    assert shown(type="essay") == ["q-2"]
    assert shown(spec="SF5") == ["q-1"]
    assert shown(tag="terror") == ["q-1"]
    assert shown(marks=(2, 4)) == ["q-1", "q-3"]
    assert shown(used="never") == ["q-1", "q-5"]
    assert shown(used="month") == ["q-2"]
    assert shown(used="longer") == ["q-3"]
    assert shown(scope="own") == ["q-1", "q-2", "q-5"]
    assert shown(scope="unit") == ["q-3"]
    assert shown(scope="archived") == ["q-4"]
    assert shown(scope="attention") == ["q-5"]


def test_rows_stand_under_their_first_point_in_the_units_order():
    points = {key: SpecPoint(id=key, title=key, short=f"Point {key}") for key in ("SF2", "SF5")}
    groups = rows.grouped(ROWS, points, "Other")
    assert [(name, [row.id for row in found]) for name, found in groups] == [
        ("Point SF2", ["q-2"]),
        ("Point SF5", ["q-1"]),
        ("Other", ["q-3", "q-4", "q-5"]),
    ]


def brute(questions):
    words = [frozenset(question.text.split()) for question in questions]
    return {
        (a, b)
        for a in range(len(words))
        for b in range(a)
        if words[a] | words[b] and len(words[a] & words[b]) / len(words[a] | words[b]) >= duplicates.NEAR
    }


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=7), max_size=8))
def test_near_texts_are_found_as_comparing_every_pair_would(texts):
    questions = [Question(id=f"q{n}", text=" ".join(words), marks=1) for n, words in enumerate(texts)]
    found = duplicates.find(questions, lambda question: question.id)
    together = {frozenset(one.id for one in alike.questions) for alike in found}
    for a, b in brute(questions):
        assert any({questions[a].id, questions[b].id} <= group for group in together)
    if not brute(questions):
        assert not together


def test_the_same_content_is_called_the_same():
    one, two = Question(id="q1", text="Why?", marks=1), Question(id="q2", text="why?", marks=1)
    found = duplicates.find([one, two], lambda question: question.text.casefold())
    assert [(alike.same, len(alike.questions)) for alike in found] == [(True, 2)]


def test_what_was_written_in_one_go_is_one_version_until_it_is_sat():
    first = an_own_item(1, version=1, at=NOW)
    second = replace(first, version=2, at=NOW + timedelta(minutes=1))
    third = replace(first, version=3, at=NOW + timedelta(minutes=2))
    late = replace(first, version=4, at=NOW + timedelta(hours=2))
    assert [v.item.version for v in versions.versions([first, second, third])] == [3]
    sat = versions.versions([first, second, third], [NOW + timedelta(seconds=90)])
    assert [(v.number, v.item.version, v.sat) for v in sat] == [(1, 2, 1), (2, 3, 0)]
    assert [v.item.version for v in versions.versions([first, second, late])] == [2, 4]
    other = replace(second, device_id="f" * 36)
    assert len(versions.versions([first, other])) == 2
