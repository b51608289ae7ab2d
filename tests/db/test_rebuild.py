"""What is derived can be made anew and is then what it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, text

from db import Database, mapping, search
from db.models import QuestionProgressRow
from db.rebuild import rebuild
from tests.builders import START, UNIT_ID, a_question, a_unit, an_annotation, an_answer, an_attempt, an_id
from tests.db import make_kept

QUERIES = ("the", "his", "dizzy", "learn", "bukharin", "kirov", "lenin")


def everything(uow) -> list[object]:
    return [uow.attempts.last_results(UNIT_ID), *(uow.search.find(query) for query in QUERIES)]


def test_a_rebuilt_database_answers_as_before(database: Database):
    make_kept.populate(database)
    with database.unit_of_work() as uow:
        before = everything(uow)
        uow.session.execute(delete(QuestionProgressRow))
        search.remove_all_own(uow.session.connection())
        assert everything(uow) != before
        rebuild(uow.session)
        assert [sorted(map(str, one)) for one in everything(uow)] == [sorted(map(str, one)) for one in before]
        rebuild(uow.session)
        assert uow.session.execute(text("SELECT count(*) FROM own_index")).scalar_one() == 3


def test_the_newest_writing_comes_first_whatever_order_it_arrived_in(database: Database):
    with database.unit_of_work() as uow:
        for number, days in ((1, 2), (3, 0), (5, 1)):
            attempt = an_attempt(number, at=START + timedelta(days=days), question=a_question(title="Title"))
            uow.attempts.add_attempt(attempt)
            uow.attempts.add_answer(an_answer(attempt, number + 1, "grain"))
        uow.annotations.add(an_annotation(7, text="grain", at=START + timedelta(hours=36)))
        rebuild(uow.session)
        assert [hit.item_id for hit in uow.search.find("grain")] == [an_id(1), an_id(7), an_id(5), an_id(3)]


def test_of_two_merged_answers_the_earliest_counts(database: Database):
    attempt = an_attempt()
    with database.unit_of_work() as uow:
        uow.content.install(a_unit(), "d1", START)
        uow.attempts.add_attempt(attempt)
        first = an_answer(attempt, 2, "early", at=START + timedelta(hours=1))
        uow.attempts.add_answer(first)
        late = replace(first, id=an_id(3), at=START + timedelta(hours=2), text="late")
        uow.session.add(mapping.answer_row(late))
        rebuild(uow.session)
        (record,) = uow.attempts.records("Q1")
        assert record.answer == first
        assert uow.attempts.last_results(UNIT_ID)["Q1"].tries == 1
        assert uow.search.find("late") == ()
        (hit,) = uow.search.find("early")
        assert hit.title == "Explain why Stalin, and not Trotsky, came to lead the party."
