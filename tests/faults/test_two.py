"""Row 8: two programs on one file lose nothing, and no backup takes the place of a file that is in use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from db import Database, keeping, open_database
from tests.builders import START, a_log_entry, an_attempt
from tests.faults.copies import nothing
from tutorapp.domain.errors import KnownError

ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from pathlib import Path
from db import open_database
from tests.builders import a_log_entry, an_attempt
database = open_database(Path(sys.argv[1]), lambda word: ()).database
print("open", flush=True)
for number in range(2000, 2040):
    with database.unit_of_work() as uow:
        uow.attempts.add_log(a_log_entry(an_attempt(1), number))
        uow.commit()
print("written", flush=True)
sys.stdin.readline()
database.close()
"""


def test_two_programs_write_side_by_side_and_a_restore_waits_for_both(database: Database, tmp_path: Path):
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(an_attempt(1))
        uow.commit()
    backup = tmp_path / "backup.sqlite3"
    database.backup(backup)
    other = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(database.path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    for number in range(1000, 1040):
        with database.unit_of_work() as uow:
            uow.attempts.add_log(a_log_entry(an_attempt(1), number))
            uow.commit()
    assert other.stdout.readline() == "written\n"
    with database.reading() as uow:
        record = uow.attempts.record(an_attempt(1).id)
    assert record is not None
    assert len(record.log) == 80
    database.close()
    with pytest.raises(KnownError, match="Another program"):
        keeping.restore(database.path, backup, START)
    other.communicate("\n")
    assert other.returncode == 0
    kept = keeping.restore(database.path, backup, START)
    assert kept is not None
    for path, entries in ((database.path, 0), (kept, 80)):
        opened = open_database(path, nothing).database
        assert len(opened.work()["log_entries"]) == entries
        opened.close()
