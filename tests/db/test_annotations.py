"""Own notes: the newest revision counts in whatever order revisions arrive, and search follows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from db import Database
from tests.builders import START, UNIT_ID, a_section_mark, an_annotation, an_id

FIRST = an_annotation(1, text="Learn about Kirov.")
SECOND = an_annotation(2, thread=FIRST.thread, text="Learn about Bukharin.", at=START + timedelta(minutes=1))
THIRD = an_annotation(3, thread=FIRST.thread, text="Learn about Rykov.", at=START + timedelta(minutes=1))


@pytest.mark.parametrize("order", list(permutations((FIRST, SECOND, THIRD))))
def test_the_newest_revision_counts_in_any_order(database: Database, order):
    with database.unit_of_work() as uow:
        for revision in order:
            uow.annotations.add(revision)
        assert uow.annotations.current(UNIT_ID) == (THIRD,)
        assert uow.annotations.thread(FIRST.thread) == (FIRST, SECOND, THIRD)
        assert [hit.item_id for hit in uow.search.find("rykov")] == [FIRST.thread]
        assert uow.search.find("kirov") == uow.search.find("bukharin") == ()


def test_a_tombstone_hides_the_thread_and_takes_it_out_of_search(database: Database):
    gone = replace(FIRST, id=an_id(9), at=START + timedelta(hours=1), deleted=True)
    with database.unit_of_work() as uow:
        uow.annotations.add(FIRST)
        uow.annotations.add(gone)
        assert uow.annotations.current(UNIT_ID) == ()
        assert uow.search.find("kirov") == ()
        assert uow.annotations.thread(FIRST.thread) == (FIRST, gone)


def test_threads_come_oldest_first_and_by_section(database: Database):
    later = an_annotation(5, at=START + timedelta(hours=1), section_id="S2")
    edited = replace(FIRST, id=an_id(6), at=START + timedelta(hours=2))
    highlight = an_annotation(7, kind="highlight", colour="green", text="", at=START + timedelta(minutes=30))
    with database.unit_of_work() as uow:
        for revision in (later, edited, FIRST, highlight):
            uow.annotations.add(revision)
        uow.commit()
    with database.reading() as uow:
        assert uow.annotations.current(UNIT_ID) == (edited, highlight, later)
        assert uow.annotations.current(UNIT_ID, "S2") == (later,)
        assert uow.annotations.current("elsewhere") == ()


def test_a_note_without_an_anchor_belongs_to_its_section(database: Database):
    note = an_annotation(1, anchor=None, kind="why")
    with database.unit_of_work() as uow:
        uow.annotations.add(note)
        assert uow.annotations.current(UNIT_ID) == (note,)


def test_a_highlight_is_found_by_the_words_it_marks(database: Database):
    with database.unit_of_work() as uow:
        uow.annotations.add(an_annotation(1, kind="highlight", text=""))
        (hit,) = uow.search.find("lenin")
        assert (hit.kind, hit.title, hit.snippet) == ("note", "S1", "\x02Lenin\x03 died")


def test_the_higher_state_of_a_section_counts(database: Database):
    with database.unit_of_work() as uow:
        for number, (section, state) in enumerate((("S1", "recalled"), ("S1", "read"), ("S2", "read")), 1):
            uow.annotations.add_section_mark(a_section_mark(number, section, state))
        assert uow.annotations.section_states(UNIT_ID) == {"S1": "recalled", "S2": "read"}
        assert uow.annotations.section_states("elsewhere") == {}
