"""Own items: the newest revision counts, whatever order revisions arrive in; the search knows what is active."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db import Database
from tests.builders import START, a_question, a_quiz, a_unit, an_id, an_import, an_own_item
from tutorapp.domain.content import Event
from tutorapp.domain.own import OwnPicture, joined
from tutorapp.services.ports import SearchHit

NAME = "0f" * 32 + ".png"


def found(database: Database, words: str) -> list[SearchHit]:
    with database.reading() as uow:
        return list(uow.search.find(words))


def test_the_newest_revision_counts_and_every_one_stays(database: Database):
    later = an_own_item(2, version=2, at=START + timedelta(hours=1), body=a_question(id="q-own", text="And now?"))
    with database.unit_of_work() as uow:
        uow.own.add([an_own_item(1)])
        uow.own.add([later])
        uow.commit()
    with database.reading() as uow:
        assert uow.own.current("question") == (later,)
        assert uow.own.find("question", "q-own") == later
        assert [item.version for item in uow.own.revisions("question", "q-own")] == [1, 2]
        assert uow.own.find("event", "q-own") is None


def test_equal_instants_are_decided_by_id(database: Database):
    with database.unit_of_work() as uow:
        uow.own.add([an_own_item(9, version=2)])
        uow.own.add([an_own_item(1)])
        assert uow.own.current("question")[0].version == 2


@pytest.mark.parametrize("state", ["archived", "deleted"])
def test_what_is_not_active_is_not_found(database: Database, state):
    with database.unit_of_work() as uow:
        uow.own.add([an_own_item(1)])
        uow.commit()
    assert [hit.item_id for hit in found(database, "Leningrad")] == ["q-own"]
    with database.unit_of_work() as uow:
        uow.own.add([an_own_item(2, version=2, at=START + timedelta(hours=1), state=state)])
        assert uow.own.current("question", ("active",)) == ()
        assert [item.state for item in uow.own.current("question", (state,))] == [state]
        uow.commit()
    assert found(database, "Leningrad") == []


def test_a_new_text_replaces_the_old_one_in_the_search(database: Database):
    with database.unit_of_work() as uow:
        uow.own.add([an_own_item(1)])
        uow.own.add(
            [an_own_item(2, version=2, at=START + timedelta(hours=1), body=a_question(id="q-own", text="Sochi?"))]
        )
        uow.commit()
    assert found(database, "Leningrad") == []
    assert [(hit.kind, hit.item_id) for hit in found(database, "Sochi")] == [("question", "q-own")]


def test_a_merge_makes_the_search_anew(database: Database):
    with database.unit_of_work() as uow:
        uow.own.add([an_own_item(1)])
        uow.commit()
    rows = database.work()
    (row,) = rows["own_items"]
    rows["own_items"].append(
        row | {"id": an_id(2), "version": 2, "at": "2027-03-02T16:00:00+00:00", "state": "deleted"}
    )
    database.bring_in(rows)
    assert found(database, "Leningrad") == []


def test_pictures_are_kept_once_and_travel(database: Database):
    with database.unit_of_work() as uow:
        uow.own.add_pictures([OwnPicture(name=NAME, data=b"\x89PNG\x00", alternative="A map")])
        uow.own.add_pictures([OwnPicture(name=NAME, data=b"other")])
        uow.commit()
    with database.reading() as uow:
        picture = uow.own.picture(NAME)
        assert picture is not None
        assert (picture.data, picture.alternative) == (b"\x89PNG\x00", "A map")
        assert uow.own.alternatives() == {NAME: "A map"}
        assert uow.own.picture("none.png") is None


def test_imports_come_newest_first(database: Database):
    with database.unit_of_work() as uow:
        uow.own.add_import(an_import(1))
        uow.own.add_import(an_import(2, at=START + timedelta(hours=1), undoes=an_id(1)))
        assert [record.undoes for record in uow.own.imports()] == [an_id(1), ""]


def test_only_what_is_active_and_new_joins_a_unit():
    shipped = a_unit()
    event = Event(id="v-1", title="Our visit", when="2027-03", summary="", category="party", importance=1)
    items = [
        an_own_item(1),
        an_own_item(2, body=a_question(id="q-two"), state="archived"),
        an_own_item(3, body=a_question(id=shipped.questions[0].id, text="Another")),
        an_own_item(4, kind="event", body=event),
        an_own_item(5, kind="quiz", body=a_quiz()),
    ]
    unit = joined(shipped, items, {"x.png": "A map"})
    assert [question.id for question in unit.questions] == [*(q.id for q in shipped.questions), "q-own"]
    assert unit.questions[0] == shipped.questions[0]
    assert unit.events[-1] == event
    assert unit.manifest.media["x.png"] == "A map"
    assert joined(shipped, items[4:], {}) is shipped
