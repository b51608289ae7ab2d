"""Snapshots of a person's work in a folder that may be on a network, sent and fetched without anybody waiting for it.

A share can stop answering for minutes, and no call on it can then be ended. So each kind of work has one thread that
may hang, and nobody but that thread ever touches the share; the rest of the program only asks how it stands.
"""

from __future__ import annotations

import filecmp
import json
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from tutorapp.domain import snapshot_plan
from tutorapp.domain.errors import KnownError
from tutorapp.services.ports import Clock

_T = TypeVar("_T")
log = logging.getLogger(__name__)

RETRY_SECONDS = 60.0
"""After a failure the newest work is sent again so much later, even when nothing more is saved."""


class Share(Protocol):
    """A folder that may hang in every call; OSError when it is not there."""

    place: str

    def names(self) -> list[str]:
        """The names of the files in it."""

    def put(self, source: Path, name: str) -> None:
        """A copy of the local file ``source`` called ``name``: whole and compared, or not there at all."""

    def get(self, name: str, target: Path) -> None:
        """A copy of ``name`` at the local ``target``."""

    def remove(self, name: str) -> None:
        """Take ``name`` away; nothing happens when it is gone."""


class FolderShare:
    """A share as the system shows it: a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.place = str(folder)

    def names(self) -> list[str]:
        """Every name; the folder is made where only it is missing."""
        try:
            return sorted(path.name for path in self._folder.iterdir())
        except FileNotFoundError:
            self._folder.mkdir()
            return []

    def put(self, source: Path, name: str) -> None:
        """Written under another name, read back, then renamed."""
        target = self._folder / name
        trial = target.with_name(f"{name}.tmp")
        try:
            _copy(source, trial)
            if not filecmp.cmp(source, trial, shallow=False):
                raise OSError(None, "the copy there is not what was sent")
            trial.replace(target)
        finally:
            trial.unlink(missing_ok=True)

    def get(self, name: str, target: Path) -> None:
        """A plain copy: whether it is sound is seen when it is opened here."""
        _copy(self._folder / name, target)

    def remove(self, name: str) -> None:
        """Remove a snapshot, or what a crash left of one."""
        (self._folder / name).unlink(missing_ok=True)


class Taken:
    """Which snapshots are in this database already, by device; a small file beside it, of this database alone."""

    def __init__(self, file: Path, device_id: str) -> None:
        self._file = file
        self._device_id = device_id
        self._lock = threading.Lock()

    def numbers(self) -> dict[str, int]:
        """The newest number taken of each device; empty when the record is missing, damaged or of another database."""
        try:
            raw = json.loads(self._file.read_text(encoding="utf-8"))
            if raw["of"] != self._device_id:
                return {}
            return {str(device): int(number) for device, number in raw["taken"].items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}

    def add(self, name: str) -> None:
        """``name`` is in, or was made here. A record that cannot be kept only costs taking it again."""
        found = snapshot_plan.parse(name)
        if found is None:
            return
        with self._lock:
            numbers = self.numbers()
            numbers[found.device] = max(found.number, numbers.get(found.device, 0))
            try:
                fresh = self._file.with_name(f"{self._file.name}.new")
                fresh.write_text(json.dumps({"of": self._device_id, "taken": numbers}), encoding="utf-8")
                fresh.replace(self._file)
            except OSError as error:
                log.info("the record of snapshots was not kept: %s", error)

    def forget(self) -> None:
        """Take everything anew at the next start: this database lost something."""
        with self._lock:
            self._file.unlink(missing_ok=True)


class Snapshots:
    """Sends verified copies of the work to ``share`` and keeps the newest ``count`` there.

    ``copy`` makes a verified copy of the work in use at the path it is given (KnownError: why not); it is called on
    a thread of this object's own. ``on_change`` is called on that thread whenever ``problem`` may be another.
    """

    def __init__(
        self,
        share: Share,
        count: int,
        device_id: str,
        copy: Callable[[Path], None],
        clock: Clock,
        taken: Taken,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self.share = share
        self.taken = taken
        self.on_change: Callable[[], None] = lambda: None
        self._count = count
        self._device = snapshot_plan.device_of(device_id)
        self._copy = copy
        self._clock = clock
        self._retry_seconds = retry_seconds
        self._changed = threading.Condition()
        self._waiting = self._busy = False
        self._backup: Path | None = None
        self._failure: str | None = None
        self._thread: threading.Thread | None = None

    def send(self, backup: Path | None = None) -> None:
        """Send the work as soon as the share takes it; returns at once. Of several waiting the newest goes.

        ``backup`` is a verified copy that holds everything; without one a copy is made.
        """
        with self._changed:
            self._backup, self._waiting = backup, True
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="snapshots", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def problem(self) -> str | None:
        """Why the newest work is not on the share, for the status bar; None when it is or was never sent."""
        with self._changed:
            if self._failure is not None:
                return f"Not backed up to {self.share.place}: {self._failure}. Your work is saved on this computer."
            if self._busy or self._waiting:
                return f"Not backed up to {self.share.place} yet. Your work is saved on this computer."
            return None

    def wait(self, seconds: float) -> bool:
        """Wait until everything was sent or has failed, at most ``seconds``; whether it has. For the exit."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._busy and not self._waiting, seconds)

    def fetch(self, into: Path) -> tuple[Path, ...]:
        """Copies in the local folder ``into`` of each computer's newest snapshot that is not in yet; may hang."""
        names = snapshot_plan.to_take(self.share.names(), self.taken.numbers())
        for name in names:
            self.share.get(name, into / name)
        return tuple(into / name for name in names)

    def _work(self) -> None:
        while True:
            with self._changed:
                again = self._retry_seconds if self._failure is not None else None
                self._changed.wait_for(lambda: self._waiting, again)
                backup, self._backup, self._waiting, self._busy = self._backup, None, False, True
            self.on_change()
            failure = self._try(backup)
            with self._changed:
                self._failure, self._busy = failure, False
                self._changed.notify_all()
            self.on_change()

    def _try(self, backup: Path | None) -> str | None:
        try:
            if backup is not None and backup.exists():
                self._put(backup)
                return None
            with tempfile.TemporaryDirectory(prefix="tutorapp-", ignore_cleanup_errors=True) as local:
                made = Path(local, "work.sqlite3")
                self._copy(made)
                self._put(made)
        except OSError as error:
            log.info("snapshot not sent: %s", error)
            return error.strerror or "the folder cannot be reached"
        except KnownError as error:
            log.info("snapshot not made: %s", error.message)
            return "no copy of it could be made"
        return None

    def _put(self, backup: Path) -> None:
        names = self.share.names()
        last = self.taken.numbers().get(self._device, 0)
        name = snapshot_plan.next_name(names, self._device, self._clock.now(), last)
        self.share.put(backup, name)
        self.taken.add(name)
        halves = [half for half in names if half.startswith(f"{self._device}-") and half.endswith(".tmp")]
        for gone in (*snapshot_plan.redundant(names, name, self.taken.numbers(), self._count), *halves):
            self.share.remove(gone)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as given, target.open("wb") as taken:
        shutil.copyfileobj(given, taken, 1 << 20)
        taken.flush()
        os.fsync(taken.fileno())


def within(function: Callable[[], _T], seconds: float) -> _T | None:
    """What ``function`` returns if it does so in time, else None; OSError counts as no answer.

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
