"""Rules on dates, reading age and spelling."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.checked import changed, findings, sound_unit, told, with_body
from tutorapp.domain.checking import Row, check_unit
from tutorapp.domain.checking.reading import mean_sentence, reading_age, sentences
from tutorapp.domain.checking.spelling import american
from tutorapp.domain.content import Choice, DateAnswer

BODY = sound_unit().sections[0].body


@pytest.mark.parametrize(
    "when", ["", "7 June 1832", "1832-13", "1832-02-30", "1833/1832", "1832-06-07/1832-06-06", "[1832..", "18"]
)
def test_a_date_that_cannot_be_read_is_told(when: str):
    unit = sound_unit()
    spoilt = replace(unit, events=(unit.events[0], replace(unit.events[1], when=when)))
    problems = [(i, f) for i, f, _m in told(spoilt)]
    assert ("E2", "when") in problems
    assert Row("Dates that can be read", 4, 5) in check_unit(spoilt).rows


def test_periods_run_forwards():
    assert any(f == "period" and "before it begins" in m for _i, f, m in told(changed("date", period=("1832", "1830"))))
    assert told(changed("date", period=("1832", "1832"))) == []
    assert any(f == "period[0]" for _i, f, _m in told(changed("date", period=("then", "1830"))))


def test_a_date_question_wants_the_events_own_date():
    expected = ("date", "date.when", "wants 1831-06-07, but the event E1 has another date")
    assert expected in told(changed("date", date=DateAnswer(when="1831-06-07", event="E1")))
    assert told(changed("date", date=DateAnswer(when="1832-06", event="E1"), text="When was it law?")) == []


def with_causes(*causes: tuple[str, ...]):
    unit = sound_unit()
    events = [replace(event, causes=names) for event, names in zip(unit.events, causes, strict=False)]
    return replace(unit, events=(*events, *unit.events[len(events) :]))


def test_a_cause_leads_to_an_event_that_begins_no_later_than_its_effect():
    first, second = sound_unit().events[:2]
    early, late = sorted((first, second), key=lambda event: event.when)
    right = {early.id: (), late.id: (early.id,)}
    assert told(with_causes(right[first.id], right[second.id])) == []
    wrong = {early.id: (late.id,), late.id: ()}
    expected = (early.id, "causes[0]", f"the event {late.id} begins after this one and cannot be its cause")
    assert expected in told(with_causes(wrong[first.id], wrong[second.id]))
    assert (first.id, "causes[0]", "there is no event “E9”") in told(with_causes(("E9",)))


def test_nothing_is_a_cause_of_itself():
    first = sound_unit().events[0]
    expected = (first.id, "causes", "by its causes the event is a cause of itself")
    assert expected in told(with_causes((first.id,)))
    second = replace(sound_unit().events[1], when=first.when, causes=(first.id,))
    unit = sound_unit()
    round_unit = replace(unit, events=(replace(first, causes=(second.id,)), second, *unit.events[2:]))
    assert expected in told(round_unit)


@pytest.mark.parametrize(
    "label",
    ["7 June 1832", "June 1832", "1832", "1830–32", "mid 1832", "summer 1832", "the bill", "May to June 1832"],
)
def test_a_label_that_fits_the_event_is_let_be(label: str):
    assert told(with_body(BODY.replace("7 June 1832", label))) == []


@pytest.mark.parametrize(
    "label", ["8 June 1832", "June 1831", "1833", "1829–31", "winter 1832", "early 1832", "law on 6 June 1832"]
)
def test_a_label_that_contradicts_the_event_is_an_error(label: str):
    found = [f for f in findings(with_body(BODY.replace("7 June 1832", label))) if "another date" in f.message]
    assert [(f.id, f.field, f.severity) for f in found] == [("N1", "body", "error")]
    assert found[0].near == f"E1|{label}"


def test_days_in_the_text_are_looked_up_among_the_events():
    unit = with_body(BODY + " Peel spoke on 8 July 1829.")
    assert [(f.message, f.severity) for f in findings(unit)] == [
        ("no event of the unit has the date 8 July 1829", "warning")
    ]
    assert Row("Days in the text that have their event", 1, 2) in check_unit(unit).rows
    assert told(with_body(BODY + " In Bristol they broke out on 29 October 1831.")) == []  # inside a short span
    assert told(with_body(BODY + " On 1 January 1829 the list held nine names.")) == []  # a day for counting
    assert ("N1", "body", "there is no day “31 June 1832”") in told(with_body(BODY + " On 31 June 1832."))


# --- reading ---------------------------------------------------------------------------------------------


def test_months_in_the_text_need_something_that_happens_in_them():
    unit = with_body(BODY + "\n\nIn June 1832 the bill passed. In May 1832 the king gave way. On 3 May 1832 too.")
    assert [f.message for f in findings(unit) if "timeline" in f.message] == [
        "nothing on the timeline begins, ends or happens in May 1832"
    ]
    assert Row("Months in the text that have an event", 1, 2) in check_unit(unit).rows


@pytest.mark.parametrize("kind", ["multiple_choice", "true_false"])
def test_wrong_options_and_false_statements_may_name_any_month(kind: str):
    choices = (Choice(id="a", text="June 1832", correct=True), Choice(id="b", text="March 1815"))
    changes = {"choices": choices} if kind == "multiple_choice" else {"true": False, "text": "It was in March 1815."}
    assert not [f for f in findings(changed(kind, **changes)) if "timeline" in f.message]
    true = {"true": True, "text": "It was in March 1815."}
    assert kind == "multiple_choice" or [f for f in findings(changed(kind, **true)) if "timeline" in f.message]


def test_sentences_end_where_they_should():
    text = "E. H. Carr wrote much. He was read, e.g. by Deutscher! “Was he?” (Yes.) In c. 1950 he began\nNew line"
    assert sentences(text) == [
        "E. H. Carr wrote much.",
        "He was read, e.g. by Deutscher!",
        "“Was he?",
        "(Yes.",
        "In c. 1950 he began",
        "New line",
    ]


def test_reading_age_follows_the_published_formula():
    # 10 words, 1 sentence, 10 syllables: 0.39 * 10 + 11.8 * 1 - 15.59 + 5
    assert reading_age("The king did not want to sign but he did.") == pytest.approx(5.11)
    # 6 words, 1 sentence, 6 + 5 + 5 ... counted by hand: ad-min-is-tra-tion de-mand-ed
    assert reading_age("administration demanded") == pytest.approx(0.39 * 2 + 11.8 * 8 / 2 - 15.59 + 5)
    assert reading_age("") == 0.0
    assert mean_sentence("One two. One two three four.") == 3.0


def test_hard_texts_are_warned_of():
    long = "It was " + "so " * 44 + "late."
    assert ("N1", "body", "has a sentence of 47 words; at most 45 are wanted") in told(with_body(BODY + f"\n\n{long}"))
    wordy = (
        "The administration of constitutional representation necessitated considerable parliamentary deliberation. " * 9
    )
    found = findings(with_body(BODY + "\n\n" + wordy))
    assert {f.severity for f in found} == {"warning"}
    assert any("reads like a text for" in f.message for f in found)
    assert Row("Sections within the reading bounds", 0, 1) in check_unit(with_body(BODY + "\n\n" + wordy)).rows
    slow = "It was so that he came and then went to the town and to the hill and to the sea with his men. " * 40
    assert any("words a sentence; at most 18" in m for _i, _f, m in told(with_body(slow + BODY)))


def test_a_definition_is_short():
    unit = sound_unit()
    long = "A town. " + "It had few men. " * 10
    assert told(replace(unit, terms=(replace(unit.terms[0], short=long),))) == [
        ("borough", "short", "is longer than 40 words")
    ]


# --- spelling --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    [
        "labor",
        "labors",
        "center",
        "defense",
        "organize",
        "organized",
        "organization",
        "analyze",
        "theaters",
        "traveled",
        "judgment",
    ],
)
def test_american_forms_are_found(word: str):
    assert american(f"They saw the {word} there.") == [word]
    assert any(f.severity == "warning" and word in f.message for f in findings(with_body(BODY + f" A {word} came.")))


@pytest.mark.parametrize(
    "text",
    [
        "the size of a prize",
        "he seized it",
        "Pearl Harbor",
        "the Organization of African Unity",
        "the Labor party of Israel",
        "labour",
        "organised",
        "fulfilled",
        "*The Organization Man*",
    ],
)
def test_british_forms_and_names_are_let_be(text: str):
    assert not [f for f in findings(with_body(f"{BODY} And {text}.")) if "British" in f.message]


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=300))
def test_no_text_makes_a_rule_fail(text: str):
    check_unit(with_body(text + BODY, title=text, remember=(text,), why=text))
    check_unit(changed("essay", text=text))
    check_unit(changed("gap_fill", text=text))


@pytest.mark.parametrize("piece", ["[[event:", "1 June 1832 ", "(((", "a. B", "{a}", "* ", "iz", "’”)", "e.g. "])
def test_hostile_texts_are_checked_quickly(piece: str):
    text = piece * (60_000 // len(piece))
    start = time.perf_counter()
    check_unit(with_body(text))
    check_unit(changed("multiple_choice", text=text))
    assert time.perf_counter() - start < 5.0
