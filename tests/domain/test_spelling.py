"""Variant spellings: groups from a text, whatever case, accents and unfinished words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.spelling import Spellings, fold, parse

TEXT = """
# names
zinoviev zinovyev Zinóvev   # the first stands for the rest
NEP, New  Economic Policy
lonely
rose, red, rose
red, blood
"""


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("zinoviev", ("zinovyev", "zinovev")),
        ("ZINOVYEV", ("zinoviev", "zinovev")),
        ("zinovév", ("zinoviev", "zinovyev")),
        ("nep", ("new economic policy",)),
        ("new economic policy", ("nep",)),
        ("red", ("rose", "blood")),
        ("rose", ("red",)),
        ("lonely", ()),
        ("names", ()),
        ("unknown", ()),
        ("", ()),
    ],
)
def test_a_word_has_its_groups_other_spellings(word: str, others: tuple[str, ...]):
    assert parse(TEXT)(word) == others


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        ("zinovy", ("zinoviev", "zinovev")),
        ("zinovye", ("zinoviev", "zinovev")),
        ("zinov", ()),  # all of them begin so: the prefix finds them
        ("zino", ()),
        ("zin", ()),
        ("bloo", ("red",)),
        ("blo", ()),  # too short to mean a spelling
    ],
)
def test_an_unfinished_word_counts_as_what_it_is_about_to_become(typed: str, others: tuple[str, ...]):
    assert parse(TEXT)(typed) == others


def test_a_much_longer_word_is_not_taken_for_it():
    assert parse("stalingrad tsaritsyn")("stalin") == ()


def test_very_short_words_are_left_alone():
    assert parse("and n")("n") == ()
    assert parse("and n")("and") == ("n",)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text("abcdé ", min_size=3, max_size=6), max_size=4), max_size=5))
def test_spelling_is_mutual(groups: list[list[str]]):
    spellings = Spellings(groups)
    for word in {fold(word) for group in groups for word in group}:
        for other in spellings(word) if len(word) > 2 else ():
            assert other != word
            assert len(other) < 3 or word in spellings(other)
