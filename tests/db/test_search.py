"""Search takes any text, finds prefixes, accents and variant spellings, and never a mark scheme."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import Database, search
from tests.builders import START, UNIT_ID, a_question, a_unit, an_annotation, an_answer, an_attempt, an_id
from tutorapp.domain.content import Choice, Source, Term
from tutorapp.domain.search_text import SearchText
from tutorapp.domain.spelling import parse

EVERY_KIND = ("section", "term", "care", "event", "question", "answer", "note")


@pytest.fixture
def uow(database: Database):
    """A unit of work with the small unit installed and the spellings of Zinoviev known."""
    database.expand = parse("zinoviev zinovyev zinovev\nNEP, new economic policy")
    with database.unit_of_work() as work:
        work.content.install(a_unit(), "d1", START)
        yield work


def found(uow, query: str, *kinds: str, **more) -> list[tuple[str, str]]:
    return [(hit.kind, hit.item_id) for hit in uow.search.find(query, kinds, **more)]


def test_the_title_counts_more_than_the_text(uow):
    assert found(uow, "zinoviev")[0] == ("term", "zinoviev")
    assert ("section", "S1") in found(uow, "zinoviev")


@pytest.mark.parametrize(
    "query", ["zinovyev", "ZINOVYEV", "Zinovyév", "zinovev", "zinovie", "zin", "zinovy", "z", "Zinovye\u0301v"]
)
def test_variants_accents_case_and_beginnings_find_the_same(uow, query):
    assert ("term", "zinoviev") in found(uow, query)


def test_a_spelling_may_be_several_words(uow):
    policy = Term(id="nep", term="New Economic Policy", short="Some private trade was allowed.")
    uow.content.install(a_unit(terms=(policy,)), "d2", START)
    assert found(uow, "nep") == [("term", "nep")]


def test_other_names_find_a_term(uow):
    assert found(uow, "grigory") == [("term", "zinoviev")]


def test_a_pasted_page_is_cut_to_its_first_words():
    page = " ".join(f"word{number}" for number in range(400))
    assert search.expression(page, lambda word: ()).count("word") == search.MAX_WORDS


def test_every_word_must_occur(uow):
    assert found(uow, "trotsky expelled") == [("event", "E2")]
    assert found(uow, "trotsky magnitogorsk") == []


def test_words_are_found_in_any_order_and_twice_is_once(uow):
    assert found(uow, "expelled trotsky trotsky") == found(uow, "trotsky expelled")


def test_a_linked_item_is_found_by_its_title_in_the_text(uow):
    assert ("question", "Q1") in found(uow, "trotsky", "question")


def test_dates_are_found_by_their_year(uow):
    assert found(uow, "1924", "event") == [("event", "E1")]


def test_the_mark_scheme_is_never_found(uow):
    hidden = a_question(
        id="Q9",
        text="Which is right?",
        type="multiple_choice",
        sources=(Source(title="A poster", text="Dizzy with success"),),
        choices=(Choice(id="a", text="Stakhanovism", correct=True, feedback="secretfeedback"),),
        explanation="secretexplanation",
        plan=("secretplan",),
    )
    uow.content.install(a_unit(questions=(a_question(), hidden)), "d2", START)
    assert found(uow, "xylophone") == []
    assert found(uow, "secretfeedback") == found(uow, "secretexplanation") == found(uow, "secretplan") == []
    assert found(uow, "dizzy") == found(uow, "stakhanovism") == [("question", "Q9")]


def test_hit_words_are_marked_in_the_snippet(uow):
    (hit,) = uow.search.find("kulaks", ["section"])
    assert hit.title == "Collectivisation"
    assert hit.snippet == "Grain was taken from the \x02kulaks\x03."
    assert hit.unit_id == UNIT_ID


def test_kinds_and_unit_narrow_the_hits(uow):
    assert {kind for kind, _ in found(uow, "the")} >= {"section", "event", "term"}
    assert {kind for kind, _ in found(uow, "the", "event", "term")} == {"event", "term"}
    assert found(uow, "the", unit_id="rise-of") == found(uow, "the", unit_id="") == []
    assert found(uow, "the", unit_id=UNIT_ID) == found(uow, "the")


def test_own_answers_are_found_newest_first_after_content_and_not_by_the_questions_words(uow):
    for number in (1, 3):
        attempt = an_attempt(number)
        uow.attempts.add_attempt(attempt)
        uow.attempts.add_answer(an_answer(attempt, number + 1, "Trotsky was ill that week."))
    hits = found(uow, "trotsky")
    assert hits[-2:] == [("answer", an_id(3)), ("answer", an_id(1))]
    assert {kind for kind, _ in hits[:-2]} <= {"section", "term", "event", "question"}
    assert found(uow, "explain", "answer") == []
    (hit, _) = uow.search.find("ill", ["answer"])
    assert hit.title == "Explain why Stalin, and not Trotsky, came to lead the party."


@pytest.mark.parametrize("ranked_rows", [search.RANKED_ROWS, 0], ids=["weighed", "too many to weigh"])
def test_pages_together_are_the_whole_without_repeats(uow, monkeypatch, ranked_rows):
    monkeypatch.setattr(search, "RANKED_ROWS", ranked_rows)
    for number in range(1, 8, 2):
        attempt = an_attempt(number)
        uow.attempts.add_attempt(attempt)
        uow.attempts.add_answer(an_answer(attempt, number + 1, "The party and the Red Army."))
    uow.annotations.add(an_annotation(50, text="Ask about the army."))
    whole = found(uow, "the", limit=100)
    assert len(whole) == len(set(whole)) > 10
    for size in (1, 2, 3, 5):
        pages = [found(uow, "the", limit=size, offset=at) for at in range(0, len(whole) + size, size)]
        assert [hit for page in pages for hit in page] == whole


def test_with_very_many_rows_title_hits_still_come_first(uow, monkeypatch):
    monkeypatch.setattr(search, "RANKED_ROWS", 0)
    assert found(uow, "trotsky", limit=2) == [("term", "trotsky"), ("event", "E2")]
    assert set(found(uow, "trotsky")) >= {("section", "S1"), ("question", "Q1")}


@pytest.mark.parametrize("limit", [0, -1])
def test_no_room_gives_no_hits(uow, limit):
    assert found(uow, "the", limit=limit) == []


HOSTILE = [
    '"',
    "'",
    "*",
    "AND",
    "NOT a",
    "a OR",
    "(",
    "NEAR(a b)",
    "title : x",
    "^a",
    "-a",
    "a*b",
    "\x00",
    "{x} : y",
    "+",
]


@pytest.mark.parametrize("query", [*HOSTILE, "", " ", "\ud800", "😀", "ﬁ", "İ", "ß", "x" * 5000, "a " * 400, "́"])
def test_no_query_is_syntax(uow, query):
    uow.search.find(query)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40) | st.lists(st.sampled_from([*HOSTILE, "stalin"]), max_size=6).map(" ".join))
def test_any_text_is_a_query(uow, query):
    uow.search.find(query, EVERY_KIND, UNIT_ID, 3, 1)


LETTERS = st.text(st.characters(categories=["L", "N"], max_codepoint=0x24F), min_size=1, max_size=12)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=LETTERS)
def test_every_latin_word_is_found_by_itself_and_by_its_beginning(database: Database, word):
    with database.unit_of_work() as uow:
        entry = SearchText(kind="answer", unit_id="u", item_id="i", title="t", body=f"before {word} after")
        search.add_own(uow.session.connection(), [entry])
        if search.folded(word).isalnum():
            assert [hit.item_id for hit in uow.search.find(word)] == ["i"], word
            assert [hit.item_id for hit in uow.search.find(word[:1])] == ["i"], word
