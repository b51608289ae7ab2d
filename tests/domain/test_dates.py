"""Historical dates: every notation, what people type, and the words, held together by properties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.dates import (
    DAY_MAX,
    DAY_MIN,
    DateError,
    HistoricalDate,
    certainty_words,
    in_words,
    parse_edtf,
    read_typed,
    short_words,
)

FEW = settings(max_examples=80, deadline=None)


def day(year: int, month: int, number: int) -> int:
    return date(year, month, number).toordinal()


years = st.integers(1000, 2100).map(str)
months = st.dates(date(1000, 1, 1), date(2100, 12, 31)).map(lambda d: d.isoformat()[:7])
days = st.dates(date(1000, 1, 1), date(2100, 12, 31)).map(date.isoformat)
seasons = st.tuples(years, st.integers(21, 24)).map(lambda t: f"{t[0]}-{t[1]}")
decades = st.integers(100, 209).map(lambda n: f"{n}X")
centuries = st.integers(10, 20).map(lambda n: f"{n}XX")
plain = st.one_of(years, months, days, seasons, decades, centuries)
qualified = st.tuples(plain, st.sampled_from(["", "?", "~", "%"])).map("".join)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    ends = sorted((draw(qualified), draw(qualified)), key=lambda t: parse_edtf(t).sort_key)
    return ends[0], ends[1]


spans = pairs().map("/".join)
open_spans = qualified.flatmap(lambda t: st.sampled_from([f"{t}/..", f"../{t}"]))
either = pairs().flatmap(lambda p: st.sampled_from([f"[{p[0]}..{p[1]}]", f"[{p[0]},{p[1]}]"]))
open_choice = qualified.flatmap(lambda t: st.sampled_from([f"[{t}..]", f"[..{t}]"]))
every_form = st.one_of(qualified, spans, open_spans, either, open_choice)


def bounds(found: HistoricalDate) -> tuple[int, int, int, int]:
    return found.start_earliest, found.start_latest, found.end_earliest, found.end_latest


@FEW
@given(every_form)
def test_ranges_are_in_order_and_the_text_is_kept(text: str):
    found = parse_edtf(text)
    assert found.edtf == text
    assert DAY_MIN <= found.start_earliest <= found.start_latest <= DAY_MAX
    assert DAY_MIN <= found.end_earliest <= found.end_latest <= DAY_MAX
    assert found.start_earliest <= found.end_latest
    assert parse_edtf(found.edtf) == found


@FEW
@given(every_form)
def test_words_read_back_as_the_same_days(text: str):
    found = parse_edtf(text)
    again = read_typed(in_words(found)).date
    assert bounds(again) == bounds(found), in_words(found)
    assert (again.is_span, again.precision, again.qualifier) == (found.is_span, found.precision, found.qualifier)


@FEW
@given(every_form)
def test_every_form_has_words_and_a_typed_edtf_is_that_date(text: str):
    found = parse_edtf(text)
    assert short_words(found)
    assert (certainty_words(found) == "") == (found.is_exact and not found.qualifier and not found.one_of)
    years_only = "/" not in text and len(text) == 7 and text[4] == "-"  # 1921-24 typed is a span of years
    if not years_only:
        assert read_typed(text).date == found


@FEW
@given(days, st.sampled_from(["?", "~", "%"]))
def test_doubt_widens_and_never_narrows(text: str, sign: str):
    exact, doubted = parse_edtf(text), parse_edtf(text + sign)
    assert doubted.start_earliest == exact.start_earliest - 3
    assert doubted.end_latest == exact.end_latest + 3


@FEW
@given(every_form, every_form)
def test_surely_before_is_an_order(a: str, b: str):
    first, second = parse_edtf(a), parse_edtf(b)
    assert not (first.surely_before(second) and second.surely_before(first))
    assert not first.surely_before(first)


@FEW
@given(st.text(max_size=60))
def test_anything_typed_is_read_or_refused_in_words(text: str):
    for read in (read_typed, parse_edtf):
        message = _refusal(read, text)
        assert message is None or ((message[0].isupper() or message[0] == "“") and message.endswith("."))


def _refusal(read: Callable[[str], object], text: str) -> str | None:
    try:
        read(text)
    except DateError as error:
        return error.message
    return None


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("1934-12-01", day(1934, 12, 1), day(1934, 12, 1), "day"),
        ("1924-02", day(1924, 2, 1), day(1924, 2, 29), "month"),
        ("1923", day(1923, 1, 1), day(1923, 12, 31), "year"),
        ("192X", day(1920, 1, 1), day(1929, 12, 31), "decade"),
        ("19XX", day(1900, 1, 1), day(1999, 12, 31), "century"),
        ("1932-24", day(1932, 12, 1), day(1933, 2, 28), "season"),
        ("1934~", day(1933, 1, 1), day(1935, 12, 31), "year"),
        ("1922-04~", day(1922, 3, 1), day(1922, 5, 31), "month"),
        ("192X~", day(1918, 1, 1), day(1931, 12, 31), "decade"),
        ("[1922-05-25..1922-05-26]", day(1922, 5, 25), day(1922, 5, 26), "day"),
        ("9999", day(9999, 1, 1), DAY_MAX, "year"),
        ("9999~", day(9998, 1, 1), DAY_MAX, "year"),
        ("0001~", DAY_MIN, day(2, 12, 31), "year"),
    ],
)
def test_the_days_of_each_form(text: str, first: int, last: int, precision: str):
    found = parse_edtf(text)
    assert (found.start_earliest, found.end_latest, found.precision) == (first, last, precision)


def test_a_span_knows_what_is_sure_and_what_is_not():
    found = parse_edtf("1936-08/1938-11")
    assert bounds(found) == (day(1936, 8, 1), day(1936, 8, 31), day(1938, 11, 1), day(1938, 11, 30))
    assert found.is_span
    assert not found.is_exact


def test_open_ends_reach_to_the_ends_of_the_calendar():
    assert parse_edtf("1936/..").end_latest == DAY_MAX
    assert parse_edtf("1936/") == parse_edtf("1936/..")
    assert parse_edtf("../1938").start_earliest == DAY_MIN


@pytest.mark.parametrize(
    ("typed", "edtf", "words"),
    [
        ("Apr 1922", "1922-04", "April 1922"),
        ("18 May to about 6 July 1928", "1928-05-18/1928-07-06~", "18 May to about 6 July 1928"),
        ("1 to c. 9 Mar 1931", "1931-03-01/1931-03-09~", "1 to about 9 March 1931"),
        ("c. 1934", "1934~", "about 1934"),
        ("about 1934", "1934~", "about 1934"),
        ("1936-8", "1936/1938", "1936 to 1938"),
        ("1936–38", "1936/1938", "1936 to 1938"),
        ("1936 to 1938", "1936/1938", "1936 to 1938"),
        ("1936-08", "1936-08", "August 1936"),
        ("1921-24", "1921/1924", "1921 to 1924"),
        ("early 1930s", "[1930..1933]", "early 1930s"),
        ("mid-1930s", "[1934..1936]", "mid 1930s"),
        ("winter 1932-33", "1932-24", "winter 1932–33"),
        ("Spring 1932", "1932-21", "spring 1932"),
        ("the 1920s", "192X", "1920s"),
        ("12 or 13 May 1922", "[1922-05-12..1922-05-13]", "12 or 13 May 1922"),
        ("12-13 May 1922", "1922-05-12/1922-05-13", "12 to 13 May 1922"),
        ("25 May to 3 June 1922", "1922-05-25/1922-06-03", "25 May to 3 June 1922"),
        ("Oct-Dec 1922", "1922-10/1922-12", "October to December 1922"),
        ("December 1st, 1934", "1934-12-01", "1 December 1934"),
        ("1/12/1934", "1934-12-01", "1 December 1934"),
        ("1936?", "1936?", "perhaps 1936"),
        ("before 1930", "[..1929]", "1929 or earlier"),
        ("since May 1922", "1922-05/..", "from May 1922"),
        ("1922, 1924 or 1926", "[1922,1924,1926]", "1922, 1924 or 1926"),
    ],
)
def test_what_people_type(typed: str, edtf: str, words: str):
    read = read_typed(typed)
    assert (read.date.edtf, in_words(read.date)) == (edtf, words)
    assert read.understood.startswith(f"Read as {words}")


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("25 Oct 1917 OS", "1917-11-07"),
        ("31 January 1918 (O.S.)", "1918-02-13"),
        ("29 February 1900 old style", "1900-03-13"),
        ("6 December 1878 by the old calendar", "1878-12-18"),
    ],
)
def test_old_style_is_turned_into_new_and_noted(typed: str, edtf: str):
    found = read_typed(typed)
    assert found.date.edtf == edtf
    assert "by the old calendar" in found.date.calendar_note
    assert found.date.calendar_note in found.understood


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "no date here yet"),
        ("0000", "no year 0"),
        ("1938 to 1936", "ends before it starts"),
        ("30 Feb 1930", "has 28 days"),
        ("Foo 1930", "no month called"),
        ("25/5/22", "four digits"),
        ("44 BC", "before the year 1"),
        ("1934-13-01", "month 13"),
        ("April 1917 OS", "Only a full date"),
        ("winter 1932-35", "only a winter lies in two years"),
        ("late 19th century", "goes with a decade"),
        ("9" * 300, "characters long"),
    ],
)
def test_nonsense_is_refused_in_words(typed: str, part: str):
    with pytest.raises(DateError, match=part):
        read_typed(typed)


def test_sorting_puts_the_more_precise_first():
    texts = ["1934", "1934-01", "1934-01-01", "1933-12-31"]
    assert sorted(texts, key=lambda t: parse_edtf(t).sort_key) == ["1933-12-31", "1934-01-01", "1934-01", "1934"]
