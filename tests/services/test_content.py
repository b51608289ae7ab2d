"""Installing the shipped unit: once, in one transaction, and never at the cost of a person's work."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db import Database
from tests.builders import START, UNIT_ID, a_question, a_unit, an_annotation, an_answer, an_attempt
from tutorapp.domain.changes import Changes
from tutorapp.services.content import install_shipped


def test_the_first_start_installs_and_the_second_changes_nothing(database: Database):
    assert install_shipped(database.unit_of_work, a_unit(), "d1", START) == Changes.of("content", ids=(UNIT_ID,))
    assert install_shipped(database.unit_of_work, a_unit(), "d1", START + timedelta(days=1)) is None
    with database.reading() as uow:
        assert uow.content.units()[0].installed_at == START


def test_a_newer_pack_leaves_every_attempt_and_annotation(database: Database):
    install_shipped(database.unit_of_work, a_unit(), "d1", START)
    attempt, note = an_attempt(), an_annotation(3)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        uow.attempts.add_answer(an_answer(attempt, 2))
        uow.annotations.add(note)
        uow.commit()
        before = uow.attempts.recent()
    newer = a_unit(questions=(a_question(id="Q2"),))
    assert install_shipped(database.unit_of_work, newer, "d2", START + timedelta(days=1)) is not None
    with database.reading() as uow:
        assert uow.content.load(UNIT_ID) == newer
        assert uow.attempts.recent() == before
        assert before[0].attempt.question == a_question()
        assert uow.annotations.current(UNIT_ID) == (note,)


def test_a_pack_that_cannot_be_stored_leaves_the_old_one_whole(database: Database):
    install_shipped(database.unit_of_work, a_unit(), "d1", START)
    twice = a_unit(questions=(a_question(), a_question()))
    with pytest.raises(Exception, match="UNIQUE"):
        install_shipped(database.unit_of_work, twice, "d2", START)
    with database.reading() as uow:
        assert uow.content.load(UNIT_ID) == a_unit()
        assert uow.content.units()[0].digest == "d1"
        assert uow.search.find("kulaks")
