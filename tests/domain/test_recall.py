"""Recall compares words with ideas: what is there is found, what is missing is named, and nothing is invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.content import Section, Term
from tutorapp.domain.recall import compare, enough, first_words, ideas_of, record, score
from tutorapp.domain.work import Annotation

IDEAS = (
    "Claimed December 1924, party policy April 1925",
    "Appeal: patriotic, practical, timely after Germany",
    "Effect: Trotsky pushed to the margin of the party",
)
LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


def held(typed: str, **more) -> list[bool]:
    return [idea.held for idea in compare(IDEAS, (), typed, **more).ideas]


def test_the_ideas_in_the_text_are_held_and_the_others_missed() -> None:
    typed = "He claimed it in December 1924 and it became party policy in April 1925. A patriotic, practical idea."
    recall = compare(IDEAS, (), typed)
    assert [idea.held for idea in recall.ideas] == [True, False, False]
    assert recall.ideas[1].missing == ("Appeal", "timely", "Germany")
    assert [idea.text for idea in recall.missed] == list(IDEAS[1:])


def test_other_endings_accents_and_one_slip_are_the_same_word() -> None:
    assert held("its effects: trotsky's being pushd to the margins")[2]
    assert compare(["Kámenev allied"], (), "an alliance? no, Kamenev was allied").ideas[0].held


def test_a_year_is_never_nearly_right() -> None:
    idea = compare(["1924"], (), "1925 1942 192").ideas[0]
    assert idea.missing == ("1924",)
    assert compare(["681692"], (), "681693").ideas[0].missing == ("681692",)


def test_other_spellings_count_when_they_are_known() -> None:
    spelling = {"zinovyev": ("zinoviev",)}
    without = compare(["Zinoviev"], (), "Zynovyev").ideas[0]
    assert not without.held
    assert compare(["Zinoviev"], (), "Zinovyev", lambda word: spelling.get(word, ())).ideas[0].held


def test_names_and_numbers_weigh_double_and_are_named_first() -> None:
    idea = compare(["It followed the slow failures of Germany in 1919–23"], (), "Germany 1919").ideas[0]
    assert idea.held
    none = compare(["It followed the slow failures of Germany in 1919–23"], (), "").ideas[0]
    assert none.most_missed(3) == ("followed", "Germany", "1919")


def test_a_person_is_found_by_the_last_name() -> None:
    terms = (Term(id="b", term="Nikolai Bukharin", short="s", kind="person"),)
    assert compare((), terms, "Bukharin said so").terms_found == ("Nikolai Bukharin",)
    assert compare((), terms, "Nikolai said so").terms_missed == ("Nikolai Bukharin",)


def test_a_term_is_found_by_any_of_its_names() -> None:
    terms = (
        Term(id="ogpu", term="OGPU", short="s", aliases=("secret police",)),
        Term(id="nep", term="New Economic Policy", short="s", aliases=("NEP",)),
    )
    recall = compare((), terms, "the secret police and a new policy")
    assert recall.terms_found == ("OGPU",)
    assert recall.terms_missed == ("New Economic Policy",)


def test_a_section_without_lines_to_remember_gives_its_first_sentences() -> None:
    section = Section(id="S0", title="T", body="## Head\n\nOne [[term:nep]] came. Then more.\n\nTwo came! And more.")
    assert ideas_of(section, {("term", "nep"): "NEP"}) == ("One NEP came.", "Two came!")
    told = Section(id="S1", title="T", body="A. B.", remember=("Remember *this*",))
    assert ideas_of(told, {}) == ("Remember this",)


@pytest.mark.parametrize(
    ("ticked", "ideas", "counts"), [(0, 0, False), (0, 3, False), (1, 3, False), (2, 3, True), (2, 4, True)]
)
def test_half_of_the_ideas_make_a_section_recalled(ticked: int, ideas: int, counts: bool) -> None:
    assert enough(ticked, ideas) is counts


def test_the_ticks_of_a_recall_can_be_read_back() -> None:
    kept = Annotation(
        id="1", device_id="d", at=datetime(2027, 4, 2, tzinfo=UTC), thread="1", kind="recall", unit_id="u",
        section_id="S2b", anchor=record(IDEAS[:2], IDEAS[2:]), text="typed",
    )  # fmt: skip
    assert score(kept) == (2, 3)


def test_the_hint_shows_the_first_words_only() -> None:
    assert first_words(IDEAS[:1]) == ("Claimed December …",)


@given(words=st.lists(LETTERS, min_size=1, max_size=12))
@settings(max_examples=80, deadline=None)
def test_an_idea_typed_word_for_word_misses_nothing(words) -> None:
    idea = compare([" ".join(words)], (), " ".join(reversed(words))).ideas[0]
    assert idea.missing == ()


@given(words=st.lists(LETTERS, min_size=1, max_size=12), typed=st.text(max_size=60), more=st.text(max_size=60))
@settings(max_examples=80, deadline=None)
def test_writing_more_never_loses_a_word(words, typed, more) -> None:
    ideas = [" ".join(words)]
    before = compare(ideas, (), typed).ideas[0]
    after = compare(ideas, (), f"{typed} {more}").ideas[0]
    assert set(before.found) <= set(after.found)
    assert compare(ideas, (), "").ideas[0].found == ()
