"""Two texts compared by words: nothing is lost, and only what changed is marked."""

import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.word_diff import word_diff

texts = st.text(alphabet="ab é.\n1", max_size=40)


@given(texts, texts)
@settings(max_examples=100, deadline=None)
def test_both_texts_can_be_put_together_again(old, new):
    pieces = word_diff(old, new)
    assert "".join(text for fate, text in pieces if fate != "new") == old
    assert "".join(text for fate, text in pieces if fate != "gone") == new
    assert all(text for _fate, text in pieces)
    assert all(one[0] != other[0] for one, other in pairwise(pieces))
    if old == new:
        assert {fate for fate, _text in pieces} <= {"same"}


def test_only_the_changed_word_is_marked():
    assert word_diff("When was Kirov shot?", "When was Bukharin shot?") == (
        ("same", "When was "),
        ("gone", "Kirov"),
        ("new", "Bukharin"),
        ("same", " shot?"),
    )


def test_long_texts_do_not_hold_anybody_up():
    began = time.perf_counter()
    word_diff("a b " * 5000, "b a c " * 3000)
    assert time.perf_counter() - began < 1
