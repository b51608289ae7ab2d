"""Row 5: of 50 smashed pages each is noticed or harmless; what can be read is brought over, a backup fills the rest."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from db import open_database, replace_damaged
from tests.builders import START, a_question, an_annotation, an_answer, an_attempt, an_id
from tests.db import make_kept
from tests.faults.copies import nothing
from tutorapp.domain.carried import Rows

PAGE = 4096


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    """A closed database of some hundred pages with its backup beside it, and every row in it."""
    path = tmp_path_factory.mktemp("sound") / "tutorapp.sqlite3"
    database = open_database(path, nothing).database
    make_kept.populate(database)
    with database.unit_of_work() as uow:
        for number in range(100, 190, 2):
            attempt = an_attempt(number, question=a_question(id=f"Q{number % 7}"))
            uow.attempts.add_attempt(attempt)
            uow.attempts.add_answer(an_answer(attempt, number + 1, f"answer {number} " * 60))
            uow.annotations.add(an_annotation(1000 + number, text=f"note {number} " * 20))
        uow.commit()
    database.backup(path.with_name("backup.sqlite3"))
    rows = by_id(database.work(drafts=True))
    database.close()
    return path, rows


def by_id(rows: Rows) -> set[str]:
    return {str(sorted(row.items())) for of_table in rows.values() for row in of_table}


@pytest.mark.parametrize("seed", range(50))
def test_a_smashed_page(kept: tuple[Path, set[str]], tmp_path: Path, seed: int):
    sound, expected = kept
    path = Path(shutil.copy(sound, tmp_path))
    chance = random.Random(seed)
    page = seed if seed < 4 else chance.randrange(path.stat().st_size // PAGE)  # the first ones name the tables
    with path.open("r+b") as file:
        file.seek(page * PAGE)
        file.write(chance.randbytes(PAGE))
    ruined = path.read_bytes()
    opening = open_database(path, nothing, START)
    if opening.database.check():
        opening = replace_damaged(opening.database, START)
    database = opening.database
    found = by_id(database.work(drafts=True))
    assert found <= expected  # never a row that was not there
    if opening.notice is None:
        assert found == expected
    else:
        assert opening.damaged is not None
        assert opening.damaged.read_bytes() == ruined
        assert found == expected or "cannot be read" in opening.notice or "Left out" in opening.notice
        assert len(found) > len(expected) / 4
        database.bring_in_backup(sound.with_name("backup.sqlite3"))
        assert by_id(database.work(drafts=True)) == expected
    assert database.check() == []
    database.close()


def test_what_lies_in_the_log_of_a_damaged_file_is_brought_over_too(tmp_path: Path):
    path = tmp_path / "a" / "tutorapp.sqlite3"
    path.parent.mkdir()
    database = open_database(path, nothing).database
    make_kept.populate(database)
    killed = tmp_path / "b"
    shutil.copytree(path.parent, killed)  # as a kill leaves it: everything still in the log
    database.close()
    with (killed / path.name).open("r+b") as file:
        file.write(b"\xff" * PAGE)
    opening = open_database(killed / path.name, nothing, START)
    assert opening.notice is not None
    with opening.database.reading() as uow:
        record = uow.attempts.record(an_id(1))
    assert record is not None
    assert record.answer is not None
    opening.database.close()
