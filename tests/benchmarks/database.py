"""Measure the database room: ``python -m tests.benchmarks.database [--pack FOLDER]`` prints milliseconds."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from db import Database, open_database
from tests.benchmarks.fill import fill
from tests.builders import START, a_draft, a_unit, an_attempt
from tutorapp.domain.content import Unit
from tutorapp.services.search import SearchService

QUERIES = (
    *("s", "st", "sta", "stal", "stali", "stalin", "the", "of", "1934", "collectivisation", "collectiv", "zinoviev"),
    *("stalin terror", "lenin trotsky", "five year plan", "a b c", "kirov murder leningrad", "purge show trial"),
    *("grain kulak", "the party in the soviet union", "magnitogorsk", "nothing like this anywhere", "po", "the o"),
)


def timed(action: Callable[[], object]) -> float:
    """How long ``action`` takes, in milliseconds."""
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


def percentile(times: list[float], percent: int) -> float:
    """The time that ``percent`` of ``times`` do not exceed."""
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]


def search_times(path: Path, repeats: int = 5) -> list[float]:
    """First pages of ``QUERIES``, ungrouped, in a database that is open."""
    database = _open(path)
    try:
        return [timed(lambda q=query: _search(database, q)) for _ in range(repeats) for query in QUERIES]
    finally:
        database.close()


def grouped_times(path: Path, repeats: int = 5) -> list[float]:
    """The window's search, six groups a query."""
    database = _open(path)
    service = SearchService(database.reading)
    try:
        return [timed(lambda q=query: service.find(q)) for _ in range(repeats) for query in QUERIES]
    finally:
        database.close()


def draft_times(path: Path, saves: int = 200) -> list[float]:
    """Saving a growing answer, each durably."""
    database = _open(path)
    attempt = an_attempt(1, device_id=database.device_id)
    try:
        with database.unit_of_work() as uow:
            uow.attempts.add_attempt(attempt)
            uow.commit()
        return [timed(lambda n=number: _save(database, attempt, n)) for number in range(saves)]
    finally:
        database.close()


def open_times(path: Path, repeats: int = 20) -> list[float]:
    """Opening, loading the unit and reading what the lists show."""
    return [timed(lambda: _look(path)) for _ in range(repeats)]


def fresh_times(unit: Unit, repeats: int = 10) -> list[float]:
    """Making a database and installing ``unit``."""
    with tempfile.TemporaryDirectory() as folder:
        return [timed(lambda n=number: _install(Path(folder) / f"{n}.sqlite3", unit)) for number in range(repeats)]


def _open(path: Path) -> Database:
    return open_database(path, lambda word: ()).database


def _search(database: Database, query: str) -> None:
    with database.reading() as uow:
        uow.search.find(query)


def _save(database: Database, attempt, number: int) -> None:
    with database.unit_of_work() as uow:
        draft = a_draft(attempt, "Stalin controlled the party. " * number, saved_at=START + timedelta(seconds=number))
        uow.attempts.save_draft(draft)
        uow.commit()


def _look(path: Path) -> None:
    database = _open(path)
    with database.reading() as uow:
        for unit in uow.content.units():
            uow.content.load(unit.id)
            uow.attempts.last_results(unit.id)
        uow.attempts.open_drafts()
        uow.attempts.recent(20)
    database.close()


def _install(path: Path, unit: Unit) -> None:
    database = _open(path)
    with database.unit_of_work() as uow:
        uow.content.install(unit, "benchmark", START)
        uow.commit()
    database.close()


def main() -> None:
    """Measure everything with 100,000 rows and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", type=Path, help="a unit to measure with (default: the tests' small one)")
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    unit = a_unit()
    if options.pack:
        from tutorapp.formats.pack import load

        unit = load(options.pack)
    with tempfile.TemporaryDirectory() as name:
        rows, attempts, fresh = (Path(name) / f"{part}.sqlite3" for part in ("rows", "attempts", "fresh"))
        fill(rows, search_rows=options.rows, unit=unit)
        fill(attempts, attempts=options.rows, unit=unit)
        fill(fresh, unit=unit)
        _tell("search, first page", search_times(rows))
        _tell("search, six groups", grouped_times(rows))
        _tell("save a draft", draft_times(fresh))
        _tell("save a draft, many attempts", draft_times(attempts))
        _tell("fresh database and install", fresh_times(unit))
        _tell("open and load, fresh", open_times(fresh))
        _tell("open and load, many attempts", open_times(attempts))


def _tell(name: str, times: list[float]) -> None:
    median, most = statistics.median(times), percentile(times, 95)
    print(f"{name:32} median {median:8.2f} ms   p95 {most:8.2f} ms   n {len(times)}")  # noqa: T201  # its purpose


if __name__ == "__main__":
    main()
