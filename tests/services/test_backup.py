"""Backups: made and checked, thinned, listed, put back with the former file kept; every failure is told in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import DamagedError, Database, keeping, open_database, replace_damaged
from tests.builders import START, an_attempt, an_id
from tests.db import make_kept
from tests.fakes import FakeClock
from tutorapp import keeping_commands as commands
from tutorapp.domain.errors import KnownError
from tutorapp.services.backup import Backups
from tutorapp.services.carrying import exported_words
from tutorapp.services.keeper import Keeper


def nothing(word: str) -> tuple[str, ...]:
    return ()


@pytest.fixture
def backups(database: Database, tmp_path: Path, clock: FakeClock) -> Backups:
    """The backups of the test's database."""
    return Backups(database.path, tmp_path / "backups", keeping, clock)


def write(database: Database, number: int) -> None:
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(an_attempt(number))
        uow.commit()


def attempts(path: Path) -> list[str]:
    opened = open_database(path, nothing).database
    found = [row["id"] for row in opened.work()["attempts"]]
    opened.close()
    return found


def test_a_backup_is_named_by_its_instant_and_listed_newest_first(
    database: Database, backups: Backups, clock: FakeClock
):
    assert backups.list() == ()
    first = backups.make()
    clock.advance(3600)
    write(database, 1)
    second = backups.make()
    assert first is not None
    assert second is not None
    assert backups.list() == (second, first)
    assert first.path.name == "tutorapp-20270301T160000Z.sqlite3"
    assert second.at == START + timedelta(hours=1)
    assert second.size == second.path.stat().st_size
    text, code = commands.backups(Keeper(backups))
    assert code == 0
    assert [line.split()[0] for line in text.splitlines()] == [second.path.name, first.path.name]


def test_two_of_one_second_are_both_kept(database: Database, backups: Backups):
    backups.make()
    write(database, 1)
    backups.make()
    assert len(backups.list()) == 2


def test_nothing_new_makes_no_further_backup(database: Database, backups: Backups, clock: FakeClock):
    write(database, 1)
    assert backups.make_if_changed(database.commits) is not None
    clock.advance(60)
    with database.reading() as uow:
        uow.attempts.recent()
    assert backups.make_if_changed(database.commits) is None
    again = Backups(database.path, backups.list()[0].path.parent, keeping, clock)  # the next start
    assert again.make_if_changed(0) is None
    write(database, 2)
    assert backups.make_if_changed(database.commits) is not None
    assert len(backups.list()) == 2


def test_old_ones_are_thinned_and_other_files_stay(
    database: Database, backups: Backups, clock: FakeClock, tmp_path: Path
):
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "my own notes.txt").touch()
    for number in range(1, 60):
        write(database, number)
        backups.make()
        clock.advance(12 * 3600)
    ages = [clock.now() - backup.at for backup in backups.list()]
    assert len(ages) == 4 + 7 + 3  # of two days, of a week, and what is left of a month
    assert max(ages) > timedelta(days=14)
    assert (folder / "my own notes.txt").exists()


def test_a_failure_is_told_and_an_older_backup_stays(database: Database, tmp_path: Path, clock: FakeClock):
    (tmp_path / "taken").touch()
    keeper = Keeper(Backups(database.path, tmp_path / "taken", keeping, clock))
    told = keeper.keep(database)
    assert told is not None
    assert told.startswith("No backup of your work was made")
    with pytest.raises(KnownError, match="No backup of your work was made"):
        keeper.before_change()


def test_restoring_puts_the_backup_in_place_and_keeps_the_former_file(database: Database, backups: Backups):
    write(database, 1)
    backup = backups.make()
    write(database, 2)
    database.close()
    assert backup is not None
    text, code = commands.restore(Keeper(backups), backup.path.name)
    assert code == 0
    kept = database.path.with_name("tutorapp.replaced-20270301T160000Z.sqlite3")
    assert str(kept) in text
    assert attempts(database.path) == [an_id(1)]
    assert attempts(kept) == [an_id(1), an_id(2)]
    assert backup.path.exists()
    backups.restore(kept)  # and back again
    assert attempts(database.path) == [an_id(1), an_id(2)]


def test_a_damaged_or_foreign_backup_is_refused_and_nothing_changes(
    database: Database, backups: Backups, tmp_path: Path
):
    write(database, 1)
    backup = backups.make()
    assert backup is not None
    damaged = tmp_path / "damaged.sqlite3"
    content = backup.path.read_bytes()
    damaged.write_bytes(content[:8192] + b"\xff" * 40_000 + content[48_192:])
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8" * 500)
    database.close()
    before = database.path.read_bytes()
    with pytest.raises(DamagedError):
        backups.restore(damaged)
    with pytest.raises(KnownError):
        backups.restore(tmp_path / "holiday.jpg")
    with pytest.raises(KnownError, match="no file"):
        backups.restore(tmp_path / "nothing")
    with pytest.raises(KnownError, match="lists those"):
        backups.find("yesterday")
    assert database.path.read_bytes() == before
    assert [path.name for path in database.path.parent.iterdir()] == [database.path.name]


def test_restoring_over_a_damaged_file_sets_it_aside(database: Database, backups: Backups):
    write(database, 1)
    backup = backups.make()
    assert backup is not None
    database.close()
    database.path.write_bytes(b"ruined" * 999)
    kept = backups.restore(backup.path)
    assert kept is not None
    assert kept.read_bytes() == b"ruined" * 999
    assert attempts(database.path) == [an_id(1)]


def test_restoring_where_there_is_nothing(database: Database, backups: Backups):
    write(database, 1)
    backup = backups.make()
    assert backup is not None
    database.close()
    database.path.unlink()
    assert backups.restore(backup.path) is None
    assert attempts(database.path) == [an_id(1)]


def test_after_damage_the_newest_good_backup_is_named_with_its_time_and_fills_what_is_missing(
    database: Database, backups: Backups, clock: FakeClock
):
    keeper = Keeper(backups)
    assert "no backup" in keeper.after_damage("Damaged.")
    make_kept.populate(database)
    before = database.work(drafts=True)
    keeper.before_change()
    clock.advance(60)
    backups.list()[0].path.with_name("tutorapp-20270301T170000Z.sqlite3").write_bytes(b"not sound" * 999)
    database.close()
    database.path.write_bytes(b"ruined" * 999)
    opening = replace_damaged(database, START)
    assert opening.notice is not None
    said = keeper.after_damage(opening.notice, lambda at: at.astimezone(UTC))
    assert "1 March 2027, 16:00" in said
    newest = backups.newest_good()
    assert newest is not None
    assert "3 attempts" in keeper.bring_in(opening.database, newest.path)
    assert opening.database.work(drafts=True) == before
    opening.database.close()


def test_work_goes_out_and_comes_in_headless_after_a_backup(database: Database, tmp_path: Path, clock: FakeClock):
    make_kept.populate(database)
    out = tmp_path / "my.tutorwork"
    counts = Keeper(Backups(database.path, tmp_path, keeping, clock)).export_work(database, out, "1")
    said = "3 attempts, 1 notes of what happened during an attempt, 2 answers"
    assert said in exported_words(counts, out)
    other = open_database(tmp_path / "other.sqlite3", nothing).database
    keeper = Keeper(Backups(other.path, tmp_path / "backups", keeping, clock))
    text, code = commands.import_work(keeper, lambda: other, out)
    assert code == 0
    assert "3 attempts" in text
    assert other.work() == database.work()
    assert len(keeper.backups.list()) == 1
    assert commands.import_work(keeper, lambda: other, out)[0] == "Everything in my.tutorwork was here already."
    other.close()


def test_a_file_that_cannot_be_used_makes_no_backup_and_changes_nothing(
    database: Database, backups: Backups, tmp_path: Path
):
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    for name in ("photo.jpg", "nothing.tutorwork"):
        with pytest.raises(KnownError):
            Keeper(backups).import_work(database, tmp_path / name)
    with pytest.raises(KnownError, match="cannot be saved there"):
        Keeper(backups).export_work(database, tmp_path / "nowhere" / "a.tutorwork", "1")
    assert backups.list() == ()


def test_a_backup_of_nothing_is_said_and_one_of_the_same_is_not_made_twice(
    database: Database, backups: Backups, tmp_path: Path
):
    keeper = Keeper(backups)
    assert commands.backup(keeper, tmp_path / "nothing.sqlite3") == ("There is no work to back up yet.", 1)
    assert commands.backups(keeper) == ("There are no backups yet.", 0)
    assert "checked" in commands.backup(keeper, database.path)[0]
    assert "Nothing has changed" in commands.backup(keeper, database.path)[0]
    assert backups.list()[0].at == datetime(2027, 3, 1, 16, 0, tzinfo=UTC)
