"""Copies of database and log as a power cut would leave them: ``python -m tests.faults.copies 500``."""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from pathlib import Path

from db import Database, open_database
from tests.builders import a_draft, a_log_entry, an_attempt

WHOLE = 500
"""Copies that count as the whole run, which the report of the bars tells of."""


def keep(name: str, line: str) -> None:
    """Write what a whole run found where ``packaging/bars_report.py`` looks for it."""
    folder = Path(__file__).parents[2] / "build"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(line, encoding="utf-8")


def nothing(word: str) -> tuple[str, ...]:
    return ()


def cut(database: Database, into: Path, safe: int, chance: random.Random) -> Path:
    """Copy the file and its log, and lose or garble what was written to the log after its first ``safe`` bytes."""
    into.mkdir()
    for suffix in ("", "-wal"):
        source = database.path.with_name(database.path.name + suffix)
        if source.exists():
            shutil.copy(source, into / source.name)
    log = into / f"{database.path.name}-wal"
    size = log.stat().st_size
    if size > safe:
        at = chance.randrange(safe, size)
        with log.open("r+b") as file:
            file.seek(at)
            if chance.random() < 0.5:
                file.truncate()
            else:
                file.write(chance.randbytes(min(4096, size - at)))
    return into / database.path.name


def save(database: Database, attempt_number: int, number: int) -> None:
    """An autosave whose text tells its own number and length."""
    attempt = an_attempt(attempt_number, device_id=database.device_id)
    with database.unit_of_work() as uow:
        uow.attempts.save_draft(a_draft(attempt, f"{number} " + "essay " * (number * 37 % 900)))
        uow.attempts.add_log(a_log_entry(attempt, 1000 + number))
        uow.commit()


def judge(copy: Path, acknowledged: int) -> None:
    """The copy opens, is sound, and holds the save acknowledged last or a later one, whole."""
    opening = open_database(copy, nothing)
    database = opening.database
    assert opening.notice is None
    assert database.check() == []
    with database.reading() as uow:
        ((_, draft),) = uow.attempts.open_drafts()
    number, _, text = draft.text.partition(" ")
    assert int(number) >= acknowledged
    assert text == "essay " * (int(number) * 37 % 900)
    database.close()


def run(folder: Path, copies: int, seed: int) -> None:
    """Write on, and judge ``copies`` cuts at random moments; AssertionError at the first that lost something."""
    chance = random.Random(seed)
    database = open_database(folder / "tutorapp.sqlite3", nothing).database
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(an_attempt(1, device_id=database.device_id))
        uow.commit()
    log = database.path.with_name(database.path.name + "-wal")
    number = 0
    for copy in range(copies):
        for _ in range(chance.randrange(1, 6)):
            number += 1
            save(database, 1, number)
        acknowledged, safe = number, log.stat().st_size
        if chance.random() < 0.7:  # the cut comes during a save nobody was told of yet
            number += 1
            save(database, 1, number)
        at = cut(database, folder / f"copy-{copy}", safe, chance)
        judge(at, acknowledged)
        shutil.rmtree(at.parent)
    database.close()


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as place:
        run(Path(place), wanted, seed=wanted)
    line = f"{wanted} copies opened, 0 lost an acknowledged save, 0 unsound\n"
    sys.stdout.write(line)
    if wanted >= WHOLE:
        keep("copies.txt", line)
