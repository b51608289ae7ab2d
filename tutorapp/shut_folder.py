"""A data folder that cannot be written to: the work in it is read from a copy, and nothing is kept."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutorapp.paths import Paths

_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_PREFIX = "tutorapp-reading-"
_WORK = ("", "-wal")
"""The database's files: without its log the newest work is missing. The other log is made anew from this one."""


def is_shut(folder: Path, database: Path) -> bool:
    """Whether ``folder`` is there and the system forbids to write in it, or to ``database``; a full disk does not."""
    if not folder.is_dir():
        return False
    try:
        trial = folder / f"trial-{os.getpid()}"  # not tempfile: loading it would delay every start
        trial.touch()
        trial.unlink()
        if database.exists():
            database.open("r+b").close()
    except OSError as error:
        return error.errno in _FORBIDDEN
    return False


@contextmanager
def usable(paths: Paths) -> Iterator[Paths]:
    """``paths`` where they can be written to, else folders with a copy of the work, which are removed afterwards.

    A WAL database cannot be opened in a folder without the right to write (``field/lab.md``, finding 5), hence the
    copy. OSError when it cannot be made.
    """
    if not is_shut(paths.data, paths.database):
        yield paths
        return
    import tempfile

    _remove_left_over(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", ignore_cleanup_errors=True) as scratch:
        yield _copied(paths, Path(scratch))


def _remove_left_over(temporary: Path) -> None:
    """Remove the copies of programs that were killed; of those that run, and of other people, none."""
    import shutil

    for folder in temporary.glob(f"{_PREFIX}*-*"):
        number = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if number.isdecimal() and not _is_running(int(number)) and folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)  # another person's refuses


def _is_running(number: int) -> bool:
    if os.name != "posix":
        return True  # Windows would end the process that is asked
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _copied(paths: Paths, folder: Path) -> Paths:
    import shutil
    from dataclasses import replace

    made = replace(paths, data=folder, settings=folder, logs=folder / "logs", snapshots=None, shut=paths.data)
    for end in _WORK:
        source = paths.database.with_name(paths.database.name + end)
        if source.exists():
            shutil.copyfile(source, made.database.with_name(source.name))
    if paths.settings_file.is_file():
        shutil.copyfile(paths.settings_file, made.settings_file)
    return made
