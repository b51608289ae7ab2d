"""An import that meets a locked file or a full disk: a clear sentence, and nothing half stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event

from db import Database
from tests.builders import a_question, a_quiz, a_unit
from tests.fakes import FakeClock
from tutorapp.domain.content import Manifest, Unit
from tutorapp.domain.errors import KnownError
from tutorapp.formats.pack_write import write_pack
from tutorapp.services.bank import BankService
from tutorapp.services.importing import import_and_store, import_dry_run
from tutorapp.system_clock import identity


@pytest.fixture
def bank(database: Database) -> BankService:
    clock = FakeClock()
    return BankService(database.unit_of_work, identity(database.device_id, clock), clock)


def a_pack(folder: Path, count: int) -> Path:
    base = "Why did he win the struggle for power, and what came of it? "
    questions = tuple(
        a_question(id=f"q-{n}", text=f"{n}. {base * 20}", sections=(), terms=(), events=(), care=())
        for n in range(count)
    )
    path = folder / "week 1.tutorpack"
    manifest = Manifest(id="own-items", title="Week 1", short_title="Week 1", version="1")
    write_pack(Unit(manifest=manifest, questions=questions), {}, path, quizzes=(a_quiz(),))
    return path


@pytest.mark.parametrize("why", ["Permission denied", "The process cannot access the file"])
def test_a_locked_file_is_said_and_nothing_is_stored(bank, tmp_path, monkeypatch, why):
    path = a_pack(tmp_path, 1)
    opened = Path.open

    def locked(self: Path, *given: object, **named: object) -> object:
        if self == path:
            raise PermissionError(13, why)
        return opened(self, *given, **named)

    monkeypatch.setattr(Path, "open", locked)
    for outcome in (import_dry_run(path), import_and_store(path, None, bank, a_unit())):
        assert outcome.exit_code == 1
        assert outcome.report.error == f"week 1.tutorpack cannot be read: {why}."
        assert outcome.report.items == ()
    assert bank.items("question") == ()
    assert bank.imports() == ()


@pytest.mark.parametrize("room", [0, 8, 40])
def test_a_disk_that_fills_up_while_storing_leaves_nothing_half(bank, database, tmp_path, room):
    path = a_pack(tmp_path, 60)
    with database.unit_of_work() as uow:
        connection = uow.session.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + room
        engine = connection.engine

    def limit(given, *_others) -> None:
        given.execute(f"PRAGMA max_page_count={pages}")

    def lift(given, *_others) -> None:
        given.execute("PRAGMA max_page_count=1000000")

    event.listen(engine, "checkout", limit)
    with pytest.raises(KnownError, match=r"(?i)disk is full|given up the room"):
        import_and_store(path, None, bank, a_unit())
    event.remove(engine, "checkout", limit)
    event.listen(engine, "checkout", lift)
    assert bank.items("question") == ()
    assert bank.items("quiz") == ()
    assert bank.imports() == ()
    assert database.check() == []
    assert import_and_store(path, None, bank, a_unit()).exit_code == 0
    assert len(bank.items("question")) == 60
