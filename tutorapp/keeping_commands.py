"""The headless commands that keep work safe: text and exit code of backing up, restoring and bringing work in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tutorapp.services.backup import list_text, size_words
from tutorapp.services.carrying import imported_words
from tutorapp.services.keeper import Keeper, KeptDatabase, restored_words

OK, NOTHING = 0, 1
Said = tuple[str, int]
Open = Callable[[], KeptDatabase]


def backup(keeper: Keeper, database: Path) -> Said:
    """Make a backup now; of a closed or an open database."""
    if not database.exists():
        return "There is no work to back up yet.", NOTHING
    made = keeper.backups.make()
    if made is None:
        return f"Nothing has changed since {keeper.backups.list()[0].path.name}, so no further backup was made.", OK
    return f"{made.path} ({size_words(made.size)}), checked.", OK


def backups(keeper: Keeper) -> Said:
    """List the backups, newest first."""
    return list_text(keeper.backups.list()), OK


def restore(keeper: Keeper, name: str) -> Said:
    """Put the backup ``name`` (a path, or a file name of ``backups``) in the place of the present work."""
    chosen = keeper.backups.find(name)
    kept = keeper.backups.restore(chosen)
    return restored_words(chosen, kept), OK


def import_work(keeper: Keeper, open_database: Open, file: Path) -> Said:
    """Add what ``file`` holds; a backup is made first."""
    return imported_words(keeper.import_work(open_database(), file), file), OK
