"""Snapshots of a person's work in a folder that may be on a network, sent and fetched without anybody waiting for it.

A share can stop answering for minutes, and no call on it can then be ended. So each kind of work has one thread that
may hang, and nobody but that thread ever touches the share; the rest of the program only asks how it stands.
"""

from __future__ import annotations

import filecmp
import logging
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tutorapp.domain.backup_plan import instant

_T = TypeVar("_T")
log = logging.getLogger(__name__)

ANSWER_SECONDS = 2.0
"""How long the start waits for the share at most (``field/lab.md`` section 1, g)."""


class Snapshots:
    """Sends verified backups to ``folder`` and keeps the newest ``count`` of this device there."""

    def __init__(self, folder: Path, count: int, device_id: str) -> None:
        self._folder = folder
        self._count = count
        self._prefix = f"{device_id[:8]}-"
        self._changed = threading.Condition()
        self._waiting: Path | None = None
        self._busy = False
        self._failure: str | None = None
        self._thread: threading.Thread | None = None

    def send(self, backup: Path) -> None:
        """Send ``backup`` as soon as the share takes it; returns at once. Of several waiting the newest goes."""
        with self._changed:
            self._waiting = backup
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="snapshots", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def problem(self) -> str | None:
        """Why the newest work is not on the share, for the status bar; None when it is or was never sent."""
        with self._changed:
            if self._failure is not None:
                return f"Not backed up to {self._folder}: {self._failure}. Your work is saved on this computer."
            if self._busy or self._waiting is not None:
                return f"Not backed up to {self._folder} yet. Your work is saved on this computer."
            return None

    def wait(self, seconds: float) -> bool:
        """Wait until everything was sent or has failed, at most ``seconds``; whether it has. For the exit."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._busy and self._waiting is None, seconds)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting is not None)
                backup, self._waiting, self._busy = self._waiting, None, True
            failure = None
            try:
                if backup is not None:
                    self._put(backup)
            except OSError as error:
                failure = error.strerror or "the folder cannot be reached"
                log.info("snapshot not sent: %s", error)
            with self._changed:
                self._failure, self._busy = failure, False
                self._changed.notify_all()

    def _put(self, backup: Path) -> None:
        target = self._folder / (self._prefix + backup.name)
        trial = target.with_name(target.name + ".tmp")
        try:
            _copy(backup, trial)
            if not filecmp.cmp(backup, trial, shallow=False):
                raise OSError(None, "the copy there is not what was sent")
            trial.replace(target)
        finally:
            trial.unlink(missing_ok=True)
        mine = sorted(path for path in self._folder.iterdir() if self._is_mine(path.name))
        for path in mine[: -self._count]:
            path.unlink(missing_ok=True)

    def _is_mine(self, name: str) -> bool:
        return name.startswith(self._prefix) and instant(name.removeprefix(self._prefix)) is not None


def newest_of_each_device(folder: Path) -> tuple[Path, ...]:
    """The newest snapshot of every device in ``folder``; may hang: see ``within``. OSError when it is not there."""
    newest: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        device, _, name = path.name.partition("-")
        if instant(name) is not None:
            newest[device] = path
    return tuple(newest.values())


def fetch(folder: Path, into: Path) -> tuple[Path, ...]:
    """Copies in the local folder ``into`` of the newest snapshot of every device; may hang: see ``within``."""
    copies = []
    for path in newest_of_each_device(folder):
        _copy(path, into / path.name)
        copies.append(into / path.name)
    return tuple(copies)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as given, target.open("wb") as taken:
        shutil.copyfileobj(given, taken)
        taken.flush()
        os.fsync(taken.fileno())


def within(function: Callable[[], _T], seconds: float = ANSWER_SECONDS) -> _T | None:
    """What ``function`` returns; None when it takes longer than ``seconds`` or the system refuses.

    It goes on in a thread of its own that ends with the program; its late result is dropped.
    """
    results: list[_T] = []

    def work() -> None:
        try:
            results.append(function())
        except OSError as error:
            log.info("the shared folder does not answer: %s", error)

    thread = threading.Thread(target=work, name="share", daemon=True)
    thread.start()
    thread.join(seconds)
    return results[0] if results else None
