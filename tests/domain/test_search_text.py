"""The words the search knows are the words a reader sees, however they are marked up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import a_unit
from tutorapp.domain import search_text
from tutorapp.domain.content import CareNote
from tutorapp.domain.markup import plain

TITLES = {("term", "nep"): "New Economic Policy", ("event", "E1"): "Lenin dies"}
PIECES = [
    "[[term:nep]]",
    "[[event:E1|then]]",
    "**strong**",
    "*em*",
    "[[care:K1]]",
    "# ",
    "## ",
    "- ",
    "> ",
    "1. ",
    "\n",
]
PIECES += ["\n\n", "word", " ", "![alt](a.svg)", "*", "[[", "!", "7", "\r\n"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_the_quick_way_gives_the_words_of_the_long_one(text: str):
    _, body = search_text.words(CareNote(id="K1", title="t", text=text, why=""), TITLES)
    assert body.split() == (plain(text, TITLES).split() if text else [])


@pytest.mark.parametrize(
    ("kind", "item_id", "names", "in_body"),
    [
        ("section", "S1", "1", "Lenin died in January 1924."),
        ("section", "S1", "1", "Zinoviev spoke against Trotsky."),
        ("section", "S1", "1", "The party machine was in Stalin’s hands."),
        ("term", "zinoviev", "Grigory Zinoviev", "beaten by Stalin"),
        ("care", "K1", "", "It is often told wrongly."),
        ("event", "E1", "", "1924-01-21"),
        ("question", "Q1", "", "not Trotsky, came to lead"),
    ],
)
def test_every_kind_is_known_by_what_it_shows(kind: str, item_id: str, names: str, in_body: str):
    (entry,) = (one for one in search_text.of_unit(a_unit()) if (one.kind, one.item_id) == (kind, item_id))
    assert entry.names == names
    assert in_body in entry.body
