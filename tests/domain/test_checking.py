"""The rules together, and those on links, ids and coverage."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.checked import changed, findings, sound_unit, told, with_body
from tutorapp.domain.checking import Coverage, Row, check_unit
from tutorapp.domain.content import Category, Manifest, MarkPoint, Question, Section, Source, Term, Unit

BODY = sound_unit().sections[0].body


def test_nothing_is_wrong_in_a_sound_unit():
    report = check_unit(sound_unit(), Coverage(must_cover=("C1",), care={"K1": ("C1",)}))
    assert report.problems == ()
    assert report.ok
    assert report.rows[:2] == (Row("Seed points covered", 1, 1), Row("Care notes beside their claim", 1, 1))
    assert str(report.rows[0]) == "Seed points covered: 1 of 1"
    assert all(row.have == row.want for row in report.rows)


def test_an_empty_pack_is_an_error():
    assert told(Unit(manifest=Manifest(id="u", title="U", short_title="U", version="1"))) == [
        ("", "", "the pack holds no notes, terms, events or questions")
    ]


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("[[term:nobody]]", "there is no term “nobody”"),
        ("[[event:E9|a day]]", "there is no event “E9”"),
        ("[[section:N9]]", "there is no section “N9”"),
        ("[[question:q9]]", "there is no question “q9”"),
        ("[[care:K9]]", "there is no care note “K9”"),
        ("![A picture](gone.svg)", "there is no picture in pack.json “gone.svg”"),
    ],
)
def test_a_link_in_a_text_must_lead_somewhere(link: str, message: str):
    assert ("N1", "body", message) in told(with_body(f"{BODY}\n\n{link}"))


def test_links_in_lists_must_lead_somewhere():
    unit = sound_unit()
    section = replace(unit.sections[0], spec=("P9",), parent="N9")
    term = replace(unit.terms[0], confused_with=("gone",), difference="x", events=("E9",), care=("K9",))
    event = replace(unit.events[1], terms=("gone",), questions=("q9",), category="war", spec=("P9",))
    point = MarkPoint(id="a", text="x", section="N9")
    question = Question(
        id="q", text="Why?", marks=1, points=(point,), sections=("N9",), sources=(Source(title="S", media="x.svg"),)
    )
    spoilt = replace(unit, sections=(section,), terms=(term,), events=(unit.events[0], event), questions=(question,))
    assert {(item, field) for item, field, message in told(spoilt) if message.startswith("there is no")} == {
        ("N1", "spec[0]"),
        ("N1", "parent"),
        ("borough", "confused_with[0]"),
        ("borough", "events[0]"),
        ("borough", "care[0]"),
        ("E2", "terms[0]"),
        ("E2", "questions[0]"),
        ("E2", "category"),
        ("E2", "spec[0]"),
        ("q", "points[0].section"),
        ("q", "sections[0]"),
        ("q", "sources[0].media"),
    }


def test_a_date_question_names_an_event_that_exists():
    unit = changed("date", date=replace(sound_unit().questions[10].date, event="E9"))
    assert ("date", "date.event", "there is no event “E9”") in told(unit)


def test_sections_do_not_stand_below_themselves():
    unit = sound_unit()
    first = replace(unit.sections[0], parent="N2")
    second = replace(unit.sections[0], id="N2", parent="N1")
    assert {(i, f) for i, f, m in told(replace(unit, sections=(first, second))) if "below itself" in m} == {
        ("N1", "parent"),
        ("N2", "parent"),
    }


def test_important_events_must_have_a_section():
    unit = sound_unit()
    lonely = replace(unit.events[0], sections=())
    without = with_body(BODY.replace("[[event:E1|7 June 1832]]", "7 June 1832"))
    expected = ("E1", "sections", "an event of importance 5 must be linked to a section")
    assert expected in told(replace(without, events=(lonely, unit.events[1])))
    assert expected not in told(without)
    named = Row("Events of importance 4 and 5 named in the notes", 0, 1)
    assert named in check_unit(without).rows


def test_a_question_names_the_section_that_teaches_it():
    assert ("date", "sections", "no section is named that teaches the answer") in told(changed("date", sections=()))


def test_confusable_terms_are_told_apart():
    unit = sound_unit()
    other = Term(id="county", term="County", short="A shire.", sections=("N1",), confused_with=("borough",))
    assert ("county", "difference", "says nothing of how the confused terms differ") in told(
        replace(unit, terms=(*unit.terms, other))
    )


@pytest.mark.parametrize("bad", ["", "two words", "ä", "a_b", "x" * 65, "a.b"])
def test_ids_are_plain(bad: str):
    unit = sound_unit()
    spoilt = replace(unit, events=(*unit.events, replace(unit.events[1], id=bad)))
    assert any(field == "id" and "letters, digits and hyphens" in message for _i, field, message in told(spoilt))


def test_empty_texts_and_double_names_are_told():
    unit = sound_unit()
    manifest = replace(
        unit.manifest,
        version=" ",
        reader=0,
        media={"map.svg": ""},
        categories=(Category(id="politics", title="A"), Category(id="politics", title="B")),
    )
    term = replace(unit.terms[0], short="")
    problems = told(replace(unit, manifest=manifest, terms=(term,)))
    assert {(i, f) for i, f, _m in problems} == {
        ("", "version"),
        ("", "reader"),
        ("", "media.map.svg"),
        ("", "categories"),
        ("borough", "short"),
    }


def test_layout_bombs_are_refused():
    assert ("N1", "body", "holds more than 500 characters without a space") in told(with_body(BODY + " " + "x" * 501))
    assert told(with_body(BODY + " " + "x" * 500)) == []
    assert any("at most 60000 are shown" in message for _i, _f, message in told(with_body(BODY + " word" * 12_001)))


def test_a_section_ends_with_what_to_remember_and_a_why():
    found = findings(with_body(BODY, remember=("One.",), why=""))
    assert [(f.field, f.severity) for f in found] == [("remember", "warning"), ("why", "warning")]
    assert check_unit(with_body(BODY, remember=("One.",), why="")).ok


# --- coverage --------------------------------------------------------------------------------------------


def test_what_is_not_covered_is_named():
    report = check_unit(sound_unit(), Coverage(must_cover=("C1", "C2")))
    assert report.rows[0] == Row("Seed points covered", 1, 2)
    assert [f.message for f in report.problems] == ["nothing covers C2"]
    assert not report.ok


def test_without_a_list_only_care_notes_are_counted():
    assert check_unit(sound_unit()).rows[0] == Row("Care notes beside their claim", 1, 1)


def test_a_claim_stands_beside_its_correction():
    assert ("N1", "body", "makes the claim C1 without the care note K1") in told(
        with_body(BODY.replace("[[care:K1]]", ""))
    )
    question = {"seed_refs": ("C1",)}
    assert ("date", "care", "makes the claim C1 without the care note K1") in told(changed("date", **question))
    assert told(changed("date", care=("K1",), **question)) == []


def test_the_coverage_list_can_add_claims_and_notes():
    coverage = Coverage(care={"K1": ("C7",), "K2": ("C8",)})
    unit = changed("date", seed_refs=("C7", "C8"))
    assert {m for _i, _f, m in told(unit, coverage)} == {
        "makes the claim C7 without the care note K1",
        "makes the claim C8 without the care note K2",
        "no item shows this care note",
    }
    assert Row("Care notes beside their claim", 0, 2) in check_unit(unit, coverage).rows


def test_a_care_note_that_nothing_shows_is_told():
    unit = with_body(BODY.replace("[[care:K1]]", ""), seed_refs=())
    assert told(unit) == [("K1", "", "no item shows this care note")]


def test_sections_alone_make_no_rule_fail():
    lone = Unit(
        manifest=Manifest(id="u", title="U", short_title="U", version="1"),
        sections=(Section(id="a", title="A", body="x"),),
    )
    assert check_unit(lone).ok
