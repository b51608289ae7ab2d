"""The markup: what it means, that it never fails or loses words, and that hostile texts are quick."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.markup import (
    CareRef,
    Figure,
    Heading,
    Inline,
    ItemList,
    Link,
    Paragraph,
    Quote,
    Text,
    links,
    parse,
    parse_inline,
    plain,
)


def test_every_block_of_the_list_is_read():
    text = """
## A heading
### A smaller one
Words on
two lines.
[[care:K4]]

- one
- two,
  still two
1. first
2. second

> Quoted
> words

![A *map*](map.svg "The map")
"""
    assert parse(text) == (
        Heading(2, (Text("A heading"),)),
        Heading(3, (Text("A smaller one"),)),
        Paragraph((Text("Words on two lines."),)),
        CareRef("K4"),
        ItemList(False, ((Text("one"),), (Text("two, still two"),))),
        ItemList(True, ((Text("first"),), (Text("second"),))),
        Quote((Text("Quoted words"),)),
        Figure("map.svg", "A *map*", "The map"),
    )


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("a *b* c", (Text("a "), Text("b", emphasis=True), Text(" c"))),
        ("**a b**", (Text("a b", strong=True),)),
        ("2 * 3 * 4 = 24", (Text("2 * 3 * 4 = 24"),)),
        ("* a*", (Text("* a*"),)),
        ("**a", (Text("**a"),)),
        ("[[term:nep]]", (Link("term", "nep"),)),
        ("on [[event:E1|3 May 1922]].", (Text("on "), Link("event", "E1", "3 May 1922"), Text("."))),
        (
            "**see [[term:nep|the NEP]] now**",
            (Text("see ", strong=True), Link("term", "nep", "the NEP"), Text(" now", strong=True)),
        ),
        ("*[[section:S1]]*", (Link("section", "S1"),)),
        ("[[web:x]] and *[[web:x]]*", (Text("[[web:x]] and "), Text("[[web:x]]", emphasis=True))),
        ("[[term:two words]]", (Text("[[term:two words]]"),)),
        ("[[term:a|b|c]]", (Text("[[term:a|b|c]]"),)),
        ("<b>x</b> <img src=file:///x>", (Text("<b>x</b> <img src=file:///x>"),)),
        ("", ()),
    ],
)
def test_runs_inside_a_text(text: str, runs: tuple[Inline, ...]):
    assert parse_inline(text) == runs


@pytest.mark.parametrize(
    "text",
    [
        "Words [[care:K4]] here",
        "# One hash",
        "####  Four",
        "![alt](../up.svg)",
        "![alt](http://host/a.png)",
        "before ![alt](a.svg)",
        "1917. A year is no number of a list",
        "-no space",
        "> quoted\nand not",
    ],
)
def test_what_is_no_block_is_a_paragraph(text: str):
    assert [type(block) for block in parse(text)] == [Paragraph]


def test_links_are_listed_in_reading_order():
    text = "## [[term:a]]\n**[[event:b|c]]**\n[[care:K1]]\n\n- [[section:d]] [[x:y]]\n> [[question:e]]"
    assert links(text) == (
        Link("term", "a"),
        Link("event", "b", "c"),
        Link("care", "K1"),
        Link("section", "d"),
        Link("question", "e"),
    )


def test_plain_names_links_by_label_title_or_id():
    text = '## A\n[[term:nep]] [[term:x|*y*]] **z**\n[[care:K1]]\n\n![alt](a.svg)\n\n![alt](a.svg "cap")\n\n- i\n- j'
    assert plain(text) == "A\n\nnep *y* z\n\nalt\n\ncap\n\ni\n\nj"
    assert plain("[[term:nep]]", {("term", "nep"): "New Economic Policy"}) == "New Economic Policy"


pieces = st.sampled_from(
    [
        "**",
        "*",
        "[[term:a]]",
        "[[",
        "]]",
        "|",
        "## ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "![",
        "](a.svg)",
        "word",
        " ",
        "é",
        "\r\n",
        "[[care:K1]]",
    ]
)
texts = st.lists(pieces, max_size=40).map("".join) | st.text(max_size=200)


@settings(max_examples=100, deadline=None)
@given(text=texts)
def test_no_text_makes_it_fail_and_no_word_is_lost(text: str):
    parse(text)
    shown = plain(text, {("term", "a"): "term:a"})
    unseen = re.sub(r"!\[[^\[\]]*\]\(a\.svg\)|\[\[care:K1\]\]", " ", text)  # pictures and notes show other words
    for word in re.findall(r"word|é", unseen):
        assert word in shown
    if "![" not in text:
        assert shown.count("word") == text.count("word")


@settings(max_examples=100, deadline=None)
@given(text=texts)
def test_links_are_those_that_the_blocks_hold(text: str):
    held = []
    for block in parse(text):
        match block:
            case Heading() | Paragraph() | Quote():
                held += [run for run in block.inlines if isinstance(run, Link)]
            case ItemList():
                held += [run for item in block.items for run in item if isinstance(run, Link)]
            case CareRef():
                held.append(Link("care", block.id))
    if "![" not in text:  # a text alternative may hold what looks like a link
        assert tuple(held) == links(text)


@settings(max_examples=50, deadline=None)
@given(text=st.text("abc -.,\n", max_size=200))
def test_text_without_markup_keeps_every_letter(text: str):
    assert re.sub(r"[\s-]", "", plain(text)) == re.sub(r"[\s-]", "", text)


HOSTILE = [
    "*",
    "**",
    "**a",
    "*a ",
    "[[",
    "[[term:",
    "[[term:a|",
    "[[term:a",
    "[[term:a]]",
    "![",
    "![a](",
    "![a](a.svg",
    "> ",
    "\n> ",
    "- ",
    "\n- a",
    "- a\nb\n",
    "\n",
    " \n",
    "\n \t",
    "1. ",
    "a",
    "## ",
    "\n## ",
    "é ",
    "\r",
    "]]",
    "|",
    '![a](a.svg "',
    "<",
    "*[[term:a]] ",
    "a\n",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hundred_thousand_hostile_characters_are_quick(piece: str):
    text = piece * (100_000 // len(piece))
    start = time.perf_counter()
    parse(text)
    parse_inline(text)
    links(text)
    plain(text)
    assert time.perf_counter() - start < 2.0
