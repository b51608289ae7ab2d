"""The shipped unit keeps every rule of the checker, and is as large and as dated as it promises."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree

import pytest

from tutorapp import assets
from tutorapp.domain import markup
from tutorapp.domain.checking import check_unit, words
from tutorapp.domain.content import Unit
from tutorapp.domain.dates import parse_edtf
from tutorapp.domain.library import Library
from tutorapp.services.checking import CheckResult, check, text_lines

PACK = "packs/ocr-y219-stalin"


@pytest.fixture(scope="module")
def result() -> CheckResult:
    return check(assets.path(PACK), assets.british_words())


@pytest.fixture(scope="module")
def unit(result: CheckResult) -> Unit:
    return result.unit


def test_nothing_is_wrong_with_it(result: CheckResult):
    assert result.problems == (), "\n".join(text_lines(result))


def test_its_table_is_full(result: CheckResult):
    rows = {row.label: (row.have, row.want) for row in result.rows}
    assert rows["Seed points covered"] == (138, 138)
    assert rows["Care notes beside their claim"] == (26, 26)
    assert [row for row in result.rows if row.have != row.want] == []


def test_readme_shows_the_check_as_it_prints(result: CheckResult):
    readme = (assets.root().parent / "README.md").read_text(encoding="utf-8").splitlines()
    printed = [line for line in text_lines(result) if line]
    assert len(printed) > len(result.rows)
    assert [line for line in printed if line not in readme] == []


def test_it_holds_what_the_page_asks_for(unit: Unit):
    assert " ".join(section.id for section in unit.sections) == "S0 S1 S2 S2a S2b S3 S4 S5 S5a S6 S7 S8"
    titles = Library(unit).titles
    assert 5000 <= sum(len(markup.plain(section.body, titles).split()) for section in unit.sections) <= 7250
    assert {term.id for term in unit.terms if term.boxed} >= {
        "general-secretary",
        "socialism-in-one-country",
        "cult-of-personality",
        "gulag",
    }
    assert len(unit.terms) >= 58
    assert len(unit.events) >= 192
    assert len(unit.questions) >= 150
    assert len(unit.manifest.media) >= 6


def test_it_has_enough_questions_of_every_kind(unit: Unit):
    kinds = Counter(question.type for question in unit.questions)
    least = {"multiple_choice": 40, "true_false": 20, "ordering": 15, "matching": 10, "gap_fill": 15, "date": 20}
    assert {kind: kinds[kind] for kind, wanted in least.items() if kinds[kind] < wanted} == {}
    essays = Counter(question.marks for question in unit.questions if question.type == "essay")
    assert essays[10] >= 12
    assert essays[20] >= 10
    sampled = [question for question in unit.questions if len(question.samples) >= 2]
    assert len(sampled) >= 6
    explain = [q for q in unit.questions if q.type == "structured" and q.marks in {4, 6} and q.groups]
    assert len(explain) >= 30


def test_both_questions_of_the_page_have_their_exact_marks(unit: Unit):
    library = Library(unit)
    first, second = library.questions["Q1"], library.questions["Q2"]
    assert (first.marks, len(first.points)) == (2, 2)
    assert (second.marks, [(group.id, group.max) for group in second.groups]) == (6, [("prop", 3), ("police", 3)])
    assert Counter(point.group for point in second.points) == {"prop": 3, "police": 3}
    assert second.one_sided_cap is not None
    assert second.one_sided_cap.cap == 3


def test_every_term_says_what_it_is_confused_with(unit: Unit):
    assert [term.id for term in unit.terms if not term.confused_with or not term.difference] == []


def test_every_question_names_its_period(unit: Unit):
    assert [question.id for question in unit.questions if not question.period] == []


def test_closed_questions_say_why(unit: Unit):
    for question in unit.questions:
        if question.type in {"multiple_choice", "multiple_response"}:
            assert all(choice.feedback for choice in question.choices), question.id
        elif question.type == "true_false":
            assert question.explanation or question.points, question.id


def test_every_section_has_questions_and_events(unit: Unit):
    library = Library(unit)
    for section in unit.sections:
        assert library.questions_of_section(section.id), section.id
        assert library.events_of_section(section.id), section.id


def test_links_are_followed_from_both_ends(unit: Unit):
    library = Library(unit)
    for section in unit.sections:
        for event in library.events_of_section(section.id):
            assert section in library.sections_of_event(event.id), (section.id, event.id)
    for event in unit.events:
        for section in library.sections_of_event(event.id):
            assert event in library.events_of_section(section.id), (event.id, section.id)
    for question in unit.questions:
        assert all(question in library.questions_of_section(section) for section in question.sections), question.id
        assert all(question in library.questions_of_event(event) for event in question.events), question.id


def test_events_worth_knowing_have_a_question(unit: Unit):
    library = Library(unit)
    assert [
        event.id for event in unit.events if event.importance >= 3 and not library.questions_of_event(event.id)
    ] == []


def test_the_longest_option_is_no_way_to_guess(unit: Unit):
    asked = [question for question in unit.questions if question.type == "multiple_choice"]
    longest = [max(question.choices, key=lambda choice: len(choice.text)) for question in asked]
    right = sum(choice.correct for choice in longest)
    assert len(asked) / 10 < right < len(asked) / 2.5


def test_true_statements_are_about_as_many_as_false_ones(unit: Unit):
    said = [question.true for question in unit.questions if question.type == "true_false"]
    assert len(said) / 3 < sum(map(bool, said)) < len(said) / 1.5


def test_no_two_questions_ask_the_same(unit: Unit):
    asked = Counter((question.type, question.text.casefold()) for question in unit.questions)
    assert [text for text, times in asked.items() if times > 1] == []


def test_the_packs_word_list_is_in_order_and_needed(result: CheckResult):
    lines = (assets.path(PACK) / "words.txt").read_text(encoding="utf-8").split("\n\n")
    groups = [[line for line in group.splitlines() if line and not line.startswith("#")] for group in lines]
    assert all(group == sorted(group) for group in groups)
    listed = {word for group in groups for word in group}
    assert listed & assets.british_words() == set()
    seen: set[str] = set()
    check_unit(result.unit, known=lambda word: seen.add(word) is not None)
    assert listed - seen == set()


@pytest.mark.parametrize("name", sorted(file.name for file in (assets.path(PACK) / "media").iterdir()))
def test_the_words_in_the_pictures_are_spelt_rightly(name: str):
    root = ElementTree.fromstring((assets.path(PACK) / "media" / name).read_bytes())
    listed = (assets.path(PACK) / "words.txt").read_text(encoding="utf-8").split()
    known = assets.british_words().union(listed).__contains__
    text = " ".join("".join(node.itertext()) for node in root.iter() if node.tag.endswith("}text"))
    assert text
    assert [word for word in words.words(text) if not words.holds(word, known)] == []


def test_events_stand_in_order_with_short_labels(unit: Unit):
    starts = [parse_edtf(event.when).start_earliest for event in unit.events]
    assert starts == sorted(starts)
    assert [event.id for event in unit.events if len(event.short_title or event.title) > 28] == []


@pytest.mark.parametrize(
    ("event", "when"),
    [
        ("E018", "1922-04-03"),
        ("E037", "1924-01-21"),
        ("E019", "[1922-05-25..1922-05-26]"),
        ("E063", "[1927-11-12,1927-11-14]"),
        ("E069", "1928-05-18/1928-07-06~"),
        ("E079", "1929-11-17"),
        ("E110", "1934-07-10"),
        ("E114", "1934-12-01"),
        ("E145", "1937-07-30"),
        ("E162", "1940-08-20/1940-08-21"),
    ],
)
def test_dates_that_must_not_move(unit: Unit, event: str, when: str):
    assert Library(unit).events[event].when == when


def test_it_claims_no_endorsement(unit: Unit):
    assert "not endorsed" in unit.manifest.description
