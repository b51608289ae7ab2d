"""An annotation keeps its place when the text around it changes, and is given up when its words are gone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.anchors import Place, edit_distances, locate, make_anchor, section_text
from tutorapp.domain.content import Section
from tutorapp.domain.work import Anchor

TEXT = (
    "From December 1924 Stalin argued that the Soviet Union could build socialism by its own work.\n\n"
    "The party debated the claim. The party voted in April 1925.\n\n"
    "Trotsky did not oppose building. He doubted that it could be finished alone."
)
VOCABULARY = ["party", "state", "Lenin", "vote", "1925", "the", "a", "of", "worker", "Trotsky"]
WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=40)


def anchor_of(words: str, text: str = TEXT) -> Anchor:
    start = text.index(words)
    return make_anchor(text, start, start + len(words))


def words_at(place: Place | None, text: str) -> str | None:
    return text[place.start : place.end] if place else None


def test_a_selection_loses_the_white_space_at_its_ends() -> None:
    start = TEXT.index(" voted ")
    assert make_anchor(TEXT, start, start + len(" voted ")).quote == "voted"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 3), (4, 5), (10**6, 10**6 + 4)])
def test_nothing_selected_makes_no_anchor(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="at least one character"):
        make_anchor(TEXT, start, end)


def test_repeated_words_are_told_apart_by_their_surroundings() -> None:
    second = TEXT.index("The party voted")
    anchor = make_anchor(TEXT, second, second + len("The party"))
    changed = "A new opening of a good many words stands here now. " + TEXT
    assert locate(anchor, changed) == Place(second + 52, second + 52 + len("The party"))


def test_repeated_words_with_the_same_surroundings_go_to_the_nearest() -> None:
    text = "vote " * 30
    anchor = Anchor(quote="vote", start=52)
    assert locate(anchor, text) == Place(50, 54)


def test_changed_words_between_unchanged_surroundings_are_found() -> None:
    changed = TEXT.replace("could build socialism", "was able to build socialism")
    place = locate(anchor_of("the Soviet Union could build socialism"), changed)
    assert words_at(place, changed) == "the Soviet Union was able to build socialism"
    assert place is not None
    assert not place.exact


def test_half_changed_words_are_found_only_between_their_old_surroundings() -> None:
    anchor = anchor_of("the Soviet Union could build socialism")
    reworded = "the Soviet Union had strength enough for socialism"
    changed = TEXT.replace("the Soviet Union could build socialism", reworded)
    assert words_at(locate(anchor, changed), changed) == reworded
    assert locate(anchor, f"Elsewhere {reworded} and more.") is None


def test_slightly_changed_words_in_new_surroundings_are_found() -> None:
    changed = "Stalin now said: the Soviet Union can build socialism, and so on."
    place = locate(anchor_of("the Soviet Union could build socialism"), changed)
    assert words_at(place, changed) == "the Soviet Union can build socialism"


def test_words_that_are_gone_are_given_up() -> None:
    changed = TEXT.replace("Trotsky did not oppose building.", "Nothing of it was left in this edition.")
    assert locate(anchor_of("Trotsky did not oppose building"), changed) is None


@pytest.mark.parametrize("quote", ["", "xyzzy"])
def test_an_empty_or_short_unknown_quote_is_nowhere(quote: str) -> None:
    assert locate(Anchor(quote=quote, prefix="From ", start=0), TEXT) is None


def test_the_text_of_a_section_is_its_body_then_what_to_remember() -> None:
    section = Section(id="S2", title="T", body="## Head\n\nSee [[term:nep]].\n\n[[care:K1]]", remember=("One *line*",))
    assert section_text(section, {("term", "nep"): "NEP"}) == "Head\n\nSee NEP.\n\nOne line"


@given(words=WORDS, before=WORDS, after=WORDS, data=st.data())
@settings(max_examples=80, deadline=None)
def test_every_selection_is_found_again_after_text_is_added_around(words, before, after, data) -> None:
    text = " ".join(words)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return
    anchor = make_anchor(text, start, end)
    assert words_at(locate(anchor, text), text) == anchor.quote
    place = locate(anchor, text)
    assert place is not None
    assert place.start == anchor.start
    changed = " ".join([*before, text, *after])
    assert words_at(locate(anchor, changed), changed) == anchor.quote


@given(quote=st.text("abc ", min_size=1, max_size=30), text=st.text("abc ", max_size=120), start=st.integers(0, 200))
@settings(max_examples=100, deadline=None)
def test_any_place_lies_inside_the_text(quote, text, start) -> None:
    place = locate(Anchor(quote=quote, prefix="ab ab ab", suffix="bc bc bc", start=start), text)
    if place is not None:
        assert 0 <= place.start < place.end <= len(text)
        assert place.exact == (text[place.start : place.end] == quote) or not place.exact


@given(pattern=st.text("ab", min_size=1, max_size=8), text=st.text("ab", max_size=14))
@settings(max_examples=80, deadline=None)
def test_edit_distances_agree_with_the_plain_table(pattern, text) -> None:
    row = list(range(len(pattern) + 1))
    expected = []
    for character in text:
        new = [0]
        for index, wanted in enumerate(pattern, start=1):
            new.append(min(row[index] + 1, new[-1] + 1, row[index - 1] + (wanted != character)))
        row = new
        expected.append(row[-1])
    assert edit_distances(pattern, text) == expected
