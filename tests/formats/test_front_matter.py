"""Front matter: written heads read back equal, and a broken one is named by its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.formats.front_matter import FrontMatterError, body_line, line_of, read, write

words = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40)
heads = st.dictionaries(st.sampled_from(["id", "title", "why", "spec"]), words | st.lists(words, max_size=3))


@settings(max_examples=100, deadline=None)
@given(head=heads, body=words)
def test_what_is_written_is_read_back(head: dict[str, str | list[str]], body: str):
    assert read(write(head, body.strip("\n"))) == (head, body.strip("\n"))


TEXT = '+++\nid = "N1"\nspec = [\n "P1",\n]\n\n"why" = "x"\n+++\n\nFirst line.\nid = 3\n'


def test_lines_are_found():
    assert line_of(TEXT, "id") == 2
    assert line_of(TEXT, "spec") == 3
    assert line_of(TEXT, "why") == 7
    assert line_of(TEXT, "title") == 1
    assert body_line(TEXT) == 10


def test_rules_in_the_body_are_no_fence():
    head, body = read("+++\n+++\nOne\n+++\nTwo")
    assert head == {}
    assert body == "One\n+++\nTwo"


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("", 1, "first line must be +++"),
        ("# Title", 1, "first line must be +++"),
        ("+++\nid = 1", 1, "second +++ line is missing"),
        ('+++\nid = "a"\nid = "b"\n+++\n', 3, "not valid TOML"),
        ('+++\nid = "a\n+++\n', 2, "not valid TOML"),
    ],
)
def test_a_broken_head_is_named_by_its_line(text: str, line: int, part: str):
    with pytest.raises(FrontMatterError) as caught:
        read(text)
    assert (caught.value.line, part in caught.value.message) == (line, True)
