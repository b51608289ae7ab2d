"""Words, stems, units and denials."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.marking.text import MAX_CHARACTERS, Lexicon, fold, read, stem

LEXICON = Lexicon({"trotski": "trotsky", "rose": "rise"})


def words(text):
    return [token.word for token in read(text, LEXICON).tokens]


def denied(text, names=frozenset()):
    return [token.word for token in read(text, LEXICON, names).tokens if token.denied]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("execute", "executions"),
        ("arrest", "arrested"),
        ("purge", "purges"),
        ("collectivise", "collectivisation"),
        ("censor", "censorship"),
        ("plan", "planned"),
        ("carry", "carried"),
        ("class", "classes"),
        ("government", "governments"),
        ("communism", "communist"),
    ],
)
def test_endings_of_one_word_share_a_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("capital", "capitalist"), ("factor", "factory"), ("work", "worker")])
def test_words_of_other_meaning_keep_apart(one, other):
    assert stem(one) != stem(other)


def test_tokens_lose_dots_possessives_accents_and_take_the_first_spelling():
    assert words("The N.K.V.D. shot Trotski's café-goers; it rose 6.6%") == [
        "the", "nkvd", "shot", "trotsky", "cafe", "goers", "it", "rise", "6.6",
    ]  # fmt: skip


def test_sound_alikes_fold_together():
    assert fold("photograf") == fold("fotograph")
    assert fold("censor") == fold("sensor")


def test_units_end_at_sentences_lines_and_bullets_but_not_inside_eg():
    text = read("One two. Three e.g. four\n- five; six 6.6 seven", LEXICON)
    assert [[t.word for t in text.tokens[a:b]] for a, b in text.units] == [
        ["one", "two"], ["three", "eg", "four"], ["five"], ["six", "6.6", "seven"],
    ]  # fmt: skip


def test_a_negator_denies_to_its_right_and_the_subject_at_its_verb():
    assert denied("The press was not controlled but films were") == ["the", "press", "was", "controlled"]
    assert denied("There were no purges and the army grew") == ["purges"]
    assert "people" not in denied("People revered Stalin and did not question him")
    assert denied("He failed to build support")[-2:] == ["build", "support"]


def test_not_only_and_two_denials_deny_nothing():
    assert denied("Not only posters were used") == []
    assert denied("Without the press he could not have ruled") == []


def test_taking_back_denies_what_was_said_before():
    assert "hero" in denied("Some say he was a hero but this is wrong")
    assert "shot" in denied("The NKVD shot people. Actually that is not true.")
    assert "shot" not in denied("The NKVD shot people. This was a terrible thing.")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=400))
def test_every_token_lies_word_for_word_in_the_text(source):
    text = read(source, LEXICON)
    places = [(token.start, token.end) for token in text.tokens]
    assert all(source[token.start : token.end] == token.raw for token in text.tokens)
    assert places == sorted(places)
    assert [n for low, high in text.units for n in range(low, high)] == list(range(len(text.tokens)))


def test_a_very_long_text_is_read_to_the_limit():
    text = read("word " * 100_000, LEXICON)
    assert text.cut
    assert text.tokens[-1].end <= MAX_CHARACTERS
