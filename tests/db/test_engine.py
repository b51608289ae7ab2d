"""Every connection keeps its promises: verified settings, real transactions, instants in UTC."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import StatementError

from db import Database
from db.base import UtcDateTime
from db.engine import connect, make_engine
from db.models import MetaRow
from tests.builders import START, a_draft, a_log_entry, an_attempt
from tutorapp.domain.errors import KnownError


def pragma(database: Database, name: str) -> object:
    with database.reading() as uow:
        return uow.session.connection().exec_driver_sql(f"PRAGMA {name}").scalar_one()


@pytest.mark.parametrize(
    ("name", "value"), [("foreign_keys", 1), ("synchronous", 2), ("journal_mode", "wal"), ("busy_timeout", 10000)]
)
def test_the_settings_are_in_force(database: Database, name: str, value: object):
    assert pragma(database, name) == value


def test_a_promise_that_is_quietly_not_kept_is_refused():
    with pytest.raises(KnownError, match="journal_mode stays memory"):
        connect(Path(":memory:"))  # SQLite answers without an error, and has no log there


def test_a_disk_that_cannot_keep_the_promise_is_refused(tmp_path: Path):
    holder = connect(tmp_path / "a.sqlite3", journal="delete")
    holder.execute("CREATE TABLE t (x)")
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(KnownError):  # the journal cannot change while somebody writes
        connect(tmp_path / "a.sqlite3", timeout_ms=10)
    holder.close()


def test_ddl_rolls_back(tmp_path: Path):
    engine = make_engine(tmp_path / "a.sqlite3", journal="delete")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
        connection.rollback()
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one() == 0
    engine.dispose()


def test_a_writer_takes_the_lock_at_once_and_a_reader_does_not(database: Database, monkeypatch):
    with database.unit_of_work() as writer:
        writer.content.units()
        with database.reading() as reader:
            assert reader.content.units() == ()
        other = connect(database.path, timeout_ms=1)
        with pytest.raises(Exception, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_a_reader_sees_one_state_throughout(database: Database):
    attempt = an_attempt(device_id=database.device_id)
    with database.reading() as reader:
        assert reader.attempts.open_drafts() == ()
        with database.unit_of_work() as writer:
            writer.attempts.add_attempt(attempt)
            writer.attempts.save_draft(a_draft(attempt))
            writer.commit()
        assert reader.attempts.open_drafts() == ()
    with database.reading() as reader:
        assert len(reader.attempts.open_drafts()) == 1


def test_an_acknowledged_commit_is_in_the_file(database: Database):
    attempt = an_attempt(device_id=database.device_id)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        uow.commit()
    other = connect(database.path)
    assert other.execute("SELECT id FROM attempts").fetchall() == [(attempt.id,)]
    other.close()


def test_threads_write_side_by_side_without_losing_a_row(database: Database):
    attempt = an_attempt()
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        uow.commit()

    def write(first: int) -> None:
        for number in range(first, first + 20):
            with database.unit_of_work() as uow:
                uow.attempts.add_log(a_log_entry(attempt, number))
                uow.commit()

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(write, first) for first in (100, 200, 300)]:
            done.result()
    with database.reading() as uow:
        record = uow.attempts.record(attempt.id)
        assert record is not None
        assert len(record.log) == 60


def test_a_naive_instant_is_refused(database: Database):
    attempt = an_attempt(at=datetime(2027, 1, 1))  # noqa: DTZ001  # the point of the test
    with database.unit_of_work() as uow, pytest.raises(StatementError, match="naive instant"):
        uow.attempts.add_attempt(attempt)


def test_an_instant_of_another_zone_is_kept_as_the_same_moment(database: Database):
    local = START.astimezone(timezone(timedelta(hours=5, minutes=30)))
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(an_attempt(at=local))
        uow.commit()
    with database.reading() as uow:
        record = uow.attempts.record(an_attempt().id)
        assert record is not None
        assert (record.attempt.at, record.attempt.at.utcoffset()) == (START, timedelta(0))


def test_another_engines_answer_is_brought_to_utc():
    local = START.astimezone(timezone(timedelta(hours=-3)))
    answer = UtcDateTime().process_result_value(local, None)
    assert answer is not None
    assert answer.utcoffset() == timedelta(0)


def test_nothing_inside_a_transaction_survives_a_rollback(database: Database):
    with database.unit_of_work() as uow:
        uow.session.execute(insert(MetaRow).values(key="colour", value="red"))
    with database.reading() as uow:
        assert uow.session.get(MetaRow, "colour") is None
