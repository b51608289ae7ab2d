"""The quick ways through plain HTML and plain words give what the slow ones give."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain import markup
from tutorapp.formats import html_text, literal, moodle_xml

_SIGNS = "aZ 7.-*#>![](){}~&;<|:\n\t\u00a0\u2060é"
_TAGS = ("p", "br", "div", "em", "strong", "i", "b", "ul", "ol", "li")
_ENTITIES = ("&amp;", "&lt;", "&nbsp;", "&#65;", "&#x41;", "&nothing;", "&#0;", "&eacute;", "&", "&amp", "&#;")
_STARTS = ("", "", "- x", "12. x", "## x", "### x", "> x", "![a](b.png)", "*a*", "**b**", "[[term:T1]]", "[[care:C1]]")
words = st.text(alphabet=_SIGNS, max_size=12) | st.text(max_size=6)
piece = st.one_of(
    words,
    st.sampled_from([f"<{tag}>" for tag in _TAGS] + [f"</{tag}>" for tag in _TAGS]),
    st.sampled_from(_ENTITIES),
    st.sampled_from(["<p class='x'>", "<br/>", "<script>", "<!-- c -->", "<P>", "<span>"]),
)
html = st.lists(piece, max_size=12).map("".join)


def slowly(text: str) -> tuple[str, frozenset[str]]:
    """What the whole parser of the standard library leads to."""
    builder = html_text.Builder()
    html_text._feed(text, builder)
    return builder.result(), frozenset(builder.reasons)


@settings(max_examples=400, deadline=None)
@given(html)
def test_html_cut_up_here_is_read_as_by_the_parser(text: str) -> None:
    if "<" in text or "&" in text:
        assert html_text.from_html(text) == slowly(text)


@settings(max_examples=200, deadline=None)
@given(words)
def test_one_paragraph_is_read_as_by_the_parser(text: str) -> None:
    assert html_text.from_html(f" <p>{text}</p>\n") == slowly(f" <p>{text}</p>\n")


@settings(max_examples=300, deadline=None)
@given(st.tuples(st.sampled_from(_STARTS), words, st.sampled_from(_STARTS)).map("".join))
def test_words_that_look_harmless_are_harmless(text: str) -> None:
    """Whatever ``words`` lets through unlooked-at, our markup reads as these very words."""
    made = literal.words(text)
    flat = " ".join(text.split())
    if made == flat:
        assert markup.parse(made) == ((markup.Paragraph((markup.Text(flat),)),) if flat else ())


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["<![", "<!", "7", "if", "]", ">", "]]>", "CDATA[", "--", "x", " ", "<p>"]), max_size=8)
)
def test_declarations_that_are_none_stay_words(pieces: list[str]) -> None:
    """The library's parser gives up at some of them."""
    text = "".join(pieces)
    html_text.looks_like_html(text)
    html_text.from_html(text)


def test_a_broken_declaration_costs_only_itself() -> None:
    assert html_text.from_html("<p>Plan <![7 years</p>")[0] == "Plan <![7 years"
    assert html_text.from_html("<p><![if !supportLists]>One<![endif]></p>")[0] == "One"


def test_a_mark_scheme_with_a_broken_declaration_is_read() -> None:
    assert moodle_xml.lines_of("<p>Plan <![7 years</p><p>Two</p>") == ["Plan <![7 years", "Two"]
