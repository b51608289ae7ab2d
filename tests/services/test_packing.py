"""Own items go out as a pack and come in on another computer as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Database, open_database
from tests.builders import START, a_question, a_quiz, a_unit
from tests.fakes import FakeClock
from tutorapp.domain.content import Event, Source
from tutorapp.domain.errors import KnownError
from tutorapp.domain.own import OwnPicture
from tutorapp.services.bank import BankService
from tutorapp.services.importing import import_and_store
from tutorapp.services.packing import own_pack
from tutorapp.system_clock import identity

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
NAME = f"{'a' * 64}.png"
EVENT = Event(id="v-1", title="Our visit", when="2027-03", summary="By train.", category="party", importance=1)


def a_bank(database: Database) -> BankService:
    clock = FakeClock()
    return BankService(database.unit_of_work, identity(database.device_id, clock), clock)


def test_everything_of_ones_own_travels_in_one_pack(database: Database, tmp_path: Path):
    bank = a_bank(database)
    source = Source(title="A poster", media=NAME)
    question = a_question(id="q-own", text="What does it show?", spec=(), sections=(), sources=(source,))
    with database.unit_of_work() as uow:
        uow.own.add_pictures([OwnPicture(name=NAME, data=PNG, alternative="A poster")])
        uow.commit()
    bank.save([question, EVENT, a_quiz()])
    out = tmp_path / "mine.tutorpack"
    packed = own_pack(bank, a_unit(), "Mine", out)
    assert (packed.questions, packed.events, packed.quizzes) == (1, 1, 1)
    first = out.read_bytes()
    own_pack(bank, a_unit(), "Mine", out)
    assert out.read_bytes() == first

    other = open_database(tmp_path / "other.sqlite3", lambda word: (), START).database
    try:
        there = a_bank(other)
        assert import_and_store(out, None, there, a_unit()).exit_code == 0
        assert [item.body for item in there.items("question")] == [question]
        assert [item.body for item in there.items("event")] == [EVENT]
        assert [item.body for item in there.items("quiz")] == [a_quiz()]
        assert there.picture(NAME) == PNG
        assert there.joined(a_unit()).manifest.media[NAME] == "A poster"
    finally:
        other.close()


def test_only_events_and_nothing_at_all(database: Database, tmp_path: Path):
    bank = a_bank(database)
    with pytest.raises(KnownError, match="nothing of your own"):
        own_pack(bank, a_unit(), "Mine", tmp_path / "a.tutorpack")
    bank.save([a_question(id="q-own"), EVENT])
    assert own_pack(bank, a_unit(), "Mine", tmp_path / "a.tutorpack", ("event",)).questions == 0
