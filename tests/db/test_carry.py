"""Two copies of somebody's work become one by key: in any order, any number of times, nothing lost or double."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from db import Database, carry, open_database
from db.rebuild import rebuild
from tests.builders import (
    START,
    UNIT_ID,
    a_draft,
    a_log_entry,
    a_marking,
    a_question,
    a_section_mark,
    accepted_words,
    an_annotation,
    an_answer,
    an_attempt,
    an_id,
)
from tests.db import make_kept
from tutorapp.domain.carried import TABLES
from tutorapp.domain.errors import KnownError
from tutorapp.formats import work_file


def nothing(word: str) -> tuple[str, ...]:
    return ()


class Device:
    """A computer: its database, and what was ever written on it by table."""

    def __init__(self, database: Database, first: int) -> None:
        self.database = database
        self.next = first
        self.attempts: list[Any] = []
        self.threads: list[str] = []
        self.written: list[str] = []

    def new(self) -> int:
        self.next += 1
        self.written.append(an_id(self.next))
        return self.next

    def do(self, what: str) -> None:
        at = START + timedelta(minutes=self.next % 97)
        with self.database.unit_of_work() as uow:
            if what == "attempt" or not self.attempts:
                question = a_question(id=f"Q{self.next % 3}")
                attempt = an_attempt(self.new(), device_id=self.database.device_id, at=at, question=question)
                self.attempts.append(attempt)
                uow.attempts.add_attempt(attempt)
                uow.attempts.save_draft(a_draft(attempt, "half"))
            elif what == "answer":
                attempt = self.attempts.pop()
                uow.attempts.add_answer(an_answer(attempt, self.new(), f"words of {self.next}", at=at))
                uow.attempts.add_marking(a_marking(attempt, self.new(), self.next % 6, at=at))
                uow.attempts.add_log(a_log_entry(attempt, self.new(), at=at))
                uow.attempts.add_accepted_words(accepted_words(self.new()))
            elif what == "note" or not self.threads:
                number = self.new()
                self.threads.append(an_id(number))
                uow.annotations.add(an_annotation(number, at=at, text=f"note {number}"))
                uow.annotations.add_section_mark(a_section_mark(self.new()))
            else:
                number = self.new()
                uow.annotations.add(an_annotation(number, thread=self.threads[-1], at=at, deleted=what == "delete"))
            uow.commit()


class Fresh:
    """Two databases of two devices, made as new as often as wanted while they stay open.

    SQLAlchemy keeps the statements it has compiled with the engine; another engine for each of a hundred examples
    would compile all of them a hundred times.
    """

    def __init__(self, folder: Path) -> None:
        self.databases = [open_database(folder / f"{name}.sqlite3", nothing).database for name in "ab"]
        self._new = []
        for database in self.databases:
            memory = sqlite3.connect(":memory:")
            with closing(sqlite3.connect(database.path)) as connection:
                connection.backup(memory)
            self._new.append(memory)

    def devices(self) -> list[Device]:
        """Both computers with nothing on them."""
        for database, new in zip(self.databases, self._new, strict=True):
            with closing(sqlite3.connect(database.path)) as connection:
                new.backup(connection)
        return [Device(database, 1000 * number) for number, database in enumerate(self.databases, start=1)]

    def close(self) -> None:
        for database, new in zip(self.databases, self._new, strict=True):
            database.close()
            new.close()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    made = Fresh(tmp_path_factory.mktemp("devices"))
    yield made
    made.close()


STEPS = st.lists(
    st.tuples(
        st.integers(0, 1), st.sampled_from(["attempt", "answer", "note", "delete", "change", "export", "import"])
    ),
    min_size=4,
    max_size=10,
)


@settings(max_examples=100, deadline=None)
@given(steps=STEPS, last=st.permutations([0, 1, 1]))
def test_any_interleaving_of_two_devices_loses_and_doubles_nothing(
    fresh: Fresh, steps: list[tuple[int, str]], last: list[int]
):
    devices = fresh.devices()
    packets: list[bytes] = []
    for who, what in steps:
        device = devices[who]
        if what == "export":
            packets.append(work_file.write(device.database.work(), device.database.device_id, "1"))
        elif what == "import":
            for packet in reversed(packets[-2:]):
                device.database.bring_in(work_file.read(packet, "x"))
        else:
            device.do(what)
    for who in last:  # both ways, one of them twice in a row at times
        devices[1 - who].database.bring_in(devices[who].database.work())
    check_union(devices, {key for device in devices for key in device.written})


def check_union(devices: list[Device], written: set[str]) -> None:
    works = [device.database.work() for device in devices]
    assert works[0] == works[1]
    found = [row["id"] for rows in works[0].values() for row in rows if "id" in row]
    assert len(found) == len(set(found))
    assert set(found) == written
    assert len(works[0]["decisions"]) == 2 * len(works[0]["markings"])
    seen = [derived(device.database) for device in devices]
    assert seen[0] == seen[1]
    with devices[0].database.unit_of_work() as uow:
        rebuild(uow.session)
        uow.commit()
    assert derived(devices[0].database) == seen[0]
    for device in devices:
        with device.database.reading() as uow:
            assert {attempt.id for attempt, _ in uow.attempts.open_drafts()} == {one.id for one in device.attempts}


def derived(database: Database) -> list[object]:
    with database.reading() as uow:
        own = uow.session.execute(text("SELECT kind, item_id, body FROM own_index ORDER BY 1, 2, 3")).all()
        return [uow.attempts.last_results(UNIT_ID), own, uow.annotations.current(UNIT_ID)]


# --- files -------------------------------------------------------------------------------------------------


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Database]:
    """Another computer's database."""
    opened = open_database(tmp_path / "other.sqlite3", nothing).database
    yield opened
    opened.close()


def test_equal_work_gives_equal_bytes(database: Database, other: Database):
    make_kept.populate(database)
    first = work_file.write(database.work(), "d", "1")
    assert work_file.write(database.work(), "d", "1") == first
    other.bring_in(work_file.read(first, "x"))
    assert work_file.write(other.work(), "d", "1") == first


def test_the_union_shows_like_the_original_and_can_be_searched(database: Database, other: Database):
    make_kept.populate(database)
    merged = other.bring_in(database.work())
    assert set(merged.added) == set(TABLES)
    with database.reading() as mine, other.reading() as theirs:
        assert theirs.attempts.recent() == mine.attempts.recent()
        assert theirs.attempts.last_results(UNIT_ID) == mine.attempts.last_results(UNIT_ID)
        for words in ("dizzy", "bukharin", "supporters"):
            found, expected = theirs.search.find(words), mine.search.find(words)
            assert [hit.item_id for hit in found if hit.kind in ("answer", "note")] == [
                hit.item_id for hit in expected if hit.kind in ("answer", "note")
            ]
        assert theirs.attempts.open_drafts() == ()
    again = other.bring_in(database.work())
    assert (again.total, again.known, again.orphans) == (0, merged.added, {})


def change(rows: dict, table: str, column: str, value: object) -> dict:
    rows[table][0][column] = value
    return rows


BAD: dict[str, Callable[[dict], object]] = {
    "word": lambda rows: change(rows, "attempts", "mode", "sideways"),
    "naive": lambda rows: change(rows, "answers", "at", "2027-01-01T00:00:00"),
    "day": lambda rows: change(rows, "answers", "at", "yesterday"),
    "type": lambda rows: change(rows, "markings", "low", "3"),
    "truth": lambda rows: change(rows, "annotations", "deleted", 1),
    "huge": lambda rows: change(rows, "markings", "low", 1 << 70),
    "infinite": lambda rows: change(rows, "answers", "used_seconds", float("inf")),
    "long": lambda rows: change(rows, "attempts", "id", "x" * 37),
    "null": lambda rows: change(rows, "answers", "text", None),
    "question": lambda rows: change(rows, "frozen_questions", "body", "{}"),
    "digest": lambda rows: change(rows, "frozen_questions", "digest", "0" * 64),
    "anchor": lambda rows: change(rows, "annotations", "anchor", "[1]"),
    "column": lambda rows: rows["attempts"][0].pop("mode"),
    "row": lambda rows: rows["attempts"].append("attempt"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_row_that_could_not_be_shown_keeps_the_whole_file_out(database: Database, other: Database, name: str):
    make_kept.populate(database)
    rows = deepcopy(database.work())
    BAD[name](rows)
    with pytest.raises(KnownError, match="Nothing"):
        other.bring_in(rows)
    assert not any(other.work().values())


def test_what_belongs_to_nothing_is_left_out_and_counted(database: Database, other: Database):
    make_kept.populate(database)
    rows = database.work()
    del rows["attempts"][0]
    merged = other.bring_in(rows)
    assert merged.orphans == {"log_entries": 1, "answers": 1, "markings": 2, "decisions": 4, "sitting_attempts": 1}
    assert other.check() == []
    assert other.bring_in(database.work()).added == {"attempts": 1, **merged.orphans}


def test_a_draft_comes_in_only_where_there_is_none_and_no_answer(database: Database, other: Database):
    make_kept.populate(database)
    rows = database.work(drafts=True)
    assert other.bring_in(rows).added["drafts"] == 1
    with database.unit_of_work() as uow:
        ((attempt, _),) = uow.attempts.open_drafts()
        uow.attempts.add_answer(an_answer(attempt, 99))
        uow.commit()
    assert "drafts" not in database.bring_in(rows).added


def test_instants_travel_in_utc_to_the_microsecond(database: Database):
    at = START + timedelta(microseconds=7)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(an_attempt(at=at))
        uow.commit()
    assert database.work()["attempts"][0]["at"] == "2027-03-01T16:00:00.000007+00:00"
    assert carry.fault("attempts", database.work()["attempts"][0]) is None


def test_unfinished_answers_go_alone_with_what_they_belong_to(database: Database, other: Database):
    make_kept.populate(database)
    everything = database.work(drafts=True)
    rows = database.unfinished()
    ((attempt, draft),) = [(row["attempt_id"], row) for row in everything["drafts"]]
    assert rows["drafts"] == [draft]
    assert [row["id"] for row in rows["attempts"]] == [attempt]
    assert rows["log_entries"] == [row for row in everything["log_entries"] if row["attempt_id"] == attempt]
    merged = other.bring_in(rows)
    assert merged.added["drafts"] == 1
    assert merged.orphans == {}
    with database.unit_of_work() as uow:
        uow.attempts.add_answer(an_answer(next(a for a, _ in uow.attempts.open_drafts()), 99))
        uow.commit()
    assert not any(database.unfinished().values())
