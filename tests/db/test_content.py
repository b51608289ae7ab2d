"""Units are replaced whole and read back as they were; a person's work stays where it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from db import Database
from tests.builders import START, UNIT_ID, a_question, a_unit, an_annotation, an_answer, an_attempt
from tutorapp.domain.content import Unit
from tutorapp.domain.errors import KnownError
from tutorapp.services.ports import UnitInfo


def install(database: Database, unit: Unit, digest: str = "d1") -> bool:
    with database.unit_of_work() as uow:
        done = uow.content.install(unit, digest, START)
        uow.commit()
    return done


def test_a_unit_comes_back_as_it_was(database: Database):
    unit = a_unit()
    assert install(database, unit)
    with database.reading() as uow:
        assert uow.content.load(UNIT_ID) == unit
        assert uow.content.units() == (
            UnitInfo(
                id=UNIT_ID,
                title="Stalin’s rise to power",
                short_title="Stalin’s rise",
                version="1.0",
                digest="d1",
                installed_at=START,
            ),
        )


def test_items_keep_the_order_of_the_pack(database: Database):
    questions = tuple(a_question(id=f"Q{number}") for number in (3, 1, 12, 2))
    install(database, a_unit(questions=questions))
    with database.reading() as uow:
        assert uow.content.load(UNIT_ID).questions == questions


def test_an_empty_unit_is_a_unit(database: Database):
    empty = Unit(manifest=a_unit().manifest)
    install(database, empty)
    with database.reading() as uow:
        assert uow.content.load(UNIT_ID) == empty


def test_the_same_digest_changes_nothing(database: Database):
    install(database, a_unit())
    assert not install(database, a_unit(sections=()))
    with database.reading() as uow:
        assert uow.content.load(UNIT_ID) == a_unit()


def test_a_newer_pack_replaces_content_and_leaves_a_persons_work(database: Database):
    install(database, a_unit())
    attempt, note = an_attempt(), an_annotation(3)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        uow.attempts.add_answer(an_answer(attempt, 2, "Magnitogorsk"))
        uow.annotations.add(note)
        uow.commit()
    newer = a_unit(sections=(), questions=(a_question(id="Q7", text="Wholly new."),))
    assert install(database, newer, "d2")
    with database.reading() as uow:
        assert uow.content.load(UNIT_ID) == newer
        assert uow.attempts.records("Q1")[0].attempt.question == attempt.question
        assert uow.attempts.last_results(UNIT_ID)["Q1"].tries == 1
        assert uow.annotations.current(UNIT_ID) == (note,)
        assert [hit.item_id for hit in uow.search.find("Magnitogorsk")] == [attempt.id]
        assert [hit.item_id for hit in uow.search.find("Collectivisation")] == []
        assert [hit.item_id for hit in uow.search.find("wholly")] == ["Q7"]
        assert [hit.kind for hit in uow.search.find("date", kinds=["note"])] == ["note"]


def test_units_do_not_touch_each_other(database: Database):
    other = replace(a_unit(), manifest=replace(a_unit().manifest, id=UNIT_ID + "-2", title="Another"))
    install(database, a_unit())
    install(database, other)
    install(database, a_unit(sections=()), "d2")
    with database.reading() as uow:
        assert uow.content.load(other.manifest.id) == other
        assert [unit.title for unit in uow.content.units()] == ["Another", "Stalin’s rise to power"]
        assert {hit.unit_id for hit in uow.search.find("kulaks")} == {other.manifest.id}


def test_a_unit_that_is_not_installed_is_named(database: Database):
    with database.reading() as uow, pytest.raises(KnownError, match="“nowhere” is not installed"):
        uow.content.load("nowhere")


def test_instants_keep_their_moment_whatever_their_zone(database: Database):
    install(database, a_unit())
    with database.reading() as uow:
        at = uow.content.units()[0].installed_at
    assert at == START
    assert at.utcoffset() == timedelta(0)
