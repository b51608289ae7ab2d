"""Edit distance and misspellings."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.marking.concepts import Concept
from tutorapp.marking.match import TermIndex, edits
from tutorapp.marking.synonyms import Term
from tutorapp.marking.text import Lexicon, read


def reference(a, b):
    """Plain optimal string alignment, the whole table."""
    table = [[max(i, j) if 0 in (i, j) else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@settings(max_examples=100, deadline=None)
@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.integers(0, 2))
def test_edits_agrees_with_the_whole_table(a, b, limit):
    distance = reference(a, b)
    assert edits(a, b, limit) == (distance if distance <= limit else None)


def index_of(*words):
    index = TermIndex()
    index.add(Concept("x", [(Term(word, tuple(Lexicon().stems(word))), 1.0, "scheme") for word in words], 1.0, index=0))
    return index


def meant(index, word):
    return index.meant(read(word, Lexicon()).tokens[0])


def test_misspellings_reach_their_term_and_other_words_do_not():
    index = index_of("surveillance", "arrest", "photograph", "NKVD")
    assert meant(index, "arested") == "arrest"
    assert meant(index, "fotograf") == "photograph"
    assert meant(index, "attest") != "nkvd"
    assert meant(index, "cat") == "cat"
    assert meant(index, "forest") == "forest"
