"""Grouped search: groups in their order, each with its best hits and a word on whether there are more."""

from __future__ import annotations

import pytest

from db import Database
from tests.builders import START, UNIT_ID, a_unit, an_annotation, an_answer, an_attempt
from tutorapp.domain.content import Event
from tutorapp.services.search import GROUPS, LONGEST_QUERY, SearchService


@pytest.fixture
def service(database: Database) -> SearchService:
    """A search over the small unit, five more events, an answer and a note."""
    events = tuple(
        Event(id=f"T{n}", title=f"Trotsky speech {n}", when="1925", summary="-", category="party", importance=1)
        for n in range(5)
    )
    attempt = an_attempt()
    with database.unit_of_work() as uow:
        uow.content.install(a_unit(events=(*a_unit().events, *events)), "d1", START)
        uow.attempts.add_attempt(attempt)
        uow.attempts.add_answer(an_answer(attempt, 2, "Trotsky was ill."))
        uow.annotations.add(an_annotation(3, text="Trotsky: read more."))
        uow.commit()
    return SearchService(database.reading)


def test_every_group_with_a_hit_comes_in_order(service: SearchService):
    found = service.find("trotsky")
    assert [one.group for one in found] == list(GROUPS)
    for one in found:
        assert {hit.kind for hit in one.hits} <= set(GROUPS[one.group])


def test_groups_without_a_hit_are_left_out(service: SearchService):
    assert [one.group for one in service.find("kulaks")] == ["notes"]
    assert service.find("magnitogorsk") == ()


def test_a_group_says_when_there_is_more_and_pages_go_on(service: SearchService):
    (events,) = (one for one in service.find("trotsky", each=2) if one.group == "events")
    assert (len(events.hits), events.more) == (2, True)
    rest = service.page("events", "trotsky", limit=10, offset=2)
    assert len({hit.item_id for hit in (*events.hits, *rest)}) == 6
    (all_events,) = (one for one in service.find("trotsky", each=6) if one.group == "events")
    assert (len(all_events.hits), all_events.more) == (6, False)


def test_one_unit_can_be_searched_alone(service: SearchService):
    assert service.find("trotsky", UNIT_ID) == service.find("trotsky")
    assert service.find("trotsky", "another") == ()


@pytest.mark.parametrize("query", ["", "  \n", "\x00", '"', "***"])
def test_a_query_without_a_word_finds_nothing(service: SearchService, query: str):
    assert service.find(query) == ()


def test_what_is_pasted_beyond_the_limit_is_not_looked_at(service: SearchService):
    assert service.find("trotsky " + " " * LONGEST_QUERY + "magnitogorsk") == service.find("trotsky")
