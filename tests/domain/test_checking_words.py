"""Words that no dictionary and no list holds are told with their place and with a guess."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.checked import changed, sound_unit, with_body
from tutorapp.domain.checking import Finding, Row, check_unit, words
from tutorapp.domain.content import Unit

BODY = sound_unit().sections[0].body
DICTIONARY = frozenset(
    ["the", "bill", "was", "passed", "a", "king", "kings", "parliament", "Grey", "London", "it's", "don't"]
)
known = DICTIONARY.__contains__


def told(unit: Unit, extra: str = "") -> list[Finding]:
    """What is said of spelling when all words of the sound unit are known, and ``extra`` besides."""
    seen: list[str] = []
    check_unit(sound_unit(), known=lambda word: seen.append(word) is None)
    everything = DICTIONARY.union(seen, extra.split())
    return [f for f in check_unit(unit, known=everything.__contains__).problems if "dictionary" in f.message]


def test_without_a_dictionary_nothing_is_said():
    report = check_unit(with_body(BODY + " Teh bill."))
    assert not [f for f in report.problems if "dictionary" in f.message]
    assert not [row for row in report.rows if row.label.startswith("Words")]


@pytest.mark.parametrize(
    "word", ["bill", "Bill", "BILL", "king's", "kings'", "King’s", "Grey", "GREY", "it’s", "don't", "I"]
)
def test_known_words_are_let_be(word: str):
    assert words.holds(word.replace("’", "'"), known)


@pytest.mark.parametrize("word", ["bil", "grey", "london", "kingss", "’s"])
def test_unknown_words_are_not(word: str):
    assert not words.holds(word.replace("’", "'"), known)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The 14th of May, 1832", ["The", "of", "May"]),
        ("re-elect Moscow–Volga", ["re", "elect", "Moscow", "Volga"]),
        ("the kings’ bill; it’s", ["the", "kings", "bill", "it's"]),
        ("NKVD_2 naïve", ["naïve"]),
    ],
)
def test_words_are_letters_alone(text: str, found: list[str]):
    assert words.words(text) == found


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("bll", "bill"),
        ("billl", "bill"),
        ("bikl", "bill"),
        ("kign", "king"),
        ("london", "London"),
        ("parlament", "parliament"),
        ("xyzzyx", ""),
        ("a" * 31, ""),
    ],
)
def test_a_better_word_is_one_slip_away(wrong: str, right: str):
    assert words.better(wrong, known) == right


def test_the_first_place_is_told_with_what_stands_before_it():
    unit = with_body(BODY + "\n\nIn London the parlament met. The parlament sat.")
    (finding,) = told(unit, "In met sat")
    assert (finding.kind, finding.id, finding.field, finding.severity) == ("section", "N1", "body", "warning")
    assert "“parlament”" in finding.message
    assert "“parliament”" in finding.message
    assert finding.near == " London the parlament"


def test_the_packs_own_list_counts_like_the_dictionary():
    unit = with_body(BODY + " Zorbul was king. Zorbul’s bill.")
    assert len(told(unit)) == 1
    assert told(unit, "Zorbul") == []


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("essay", {"plan": ("Wurble",)}),
        ("essay", {"title": "Wurble"}),
        ("true_false", {"explanation": "Wurble"}),
        ("ordering", {"order": ("Wurble", "Days of May", "Royal assent")}),
    ],
)
def test_questions_are_read_whole(kind: str, changes: dict):
    assert [f.message[:8] for f in told(changed(kind, **changes))] == ["“Wurble”"]


def test_sample_answers_terms_events_and_the_manifest_are_read():
    unit = sound_unit()
    manifest = replace(unit.manifest, description="Wurblea", media={"map.svg": "Wurbleb"})
    term = replace(unit.terms[0], long="Wurblec")
    event = replace(unit.events[0], date_note="Wurbled")
    care = replace(unit.care[0], why="Wurblee")
    spoilt = replace(unit, manifest=manifest, terms=(term,), events=(event, unit.events[1]), care=(care,))
    assert sorted(f.message[1:8] for f in told(spoilt)) == [f"Wurble{letter}" for letter in "abcde"]


def test_links_without_words_are_no_words():
    assert told(with_body(BODY + " The [[term:borough]] was [[event:E1]] passed.")) == []


def test_an_american_form_is_told_once():
    messages = [f.message for f in check_unit(with_body(BODY + " They organize."), known=known).problems]
    assert [m for m in messages if "organize" in m] == ["“organize” is not the British spelling (“organise”)"]


def test_words_are_counted_once_each():
    unit = with_body("The bill. The bil, the bil.", title="Bill")
    row = check_unit(unit, known=lambda word: word.lower() != "bil").rows[-1]
    assert row == Row(row.label, row.want - 1, row.want)


@settings(max_examples=60, deadline=None)
@given(word=st.text(alphabet="abcXYZ'’é", min_size=1, max_size=12))
def test_a_suggestion_is_known_and_near(word: str):
    guess = words.better(word, lambda slip: slip.startswith("a"))
    assert not guess or (guess.startswith("a") and abs(len(guess) - len(word)) <= 1)


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=200))
def test_no_text_makes_it_fail(text: str):
    check_unit(with_body(BODY + text, title=text), known=known)


@pytest.mark.parametrize("piece", ["bil ", "’", "a'", "[[", "é" * 50 + " "])
def test_hostile_texts_are_read_quickly(piece: str):
    start = time.perf_counter()
    check_unit(with_body(piece * (60_000 // len(piece))), known=known)
    assert time.perf_counter() - start < 5.0
