"""Runs service calls on the one database worker and delivers their results on the window's thread."""

from __future__ import annotations

import logging
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from tutorapp.domain.errors import KnownError

log = logging.getLogger(__name__)

SWITCH_S = 0.001
"""So long a busy thread keeps the interpreter when another asks for it. One turn of the window asks some ten times:
with Python's own 5 ms it would take 50 ms whenever thousands of questions are read or stored."""


Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


def share_finely() -> None:
    """From now on give the interpreter back after ``SWITCH_S``; not while starting, where it costs a twentieth."""
    sys.setswitchinterval(SWITCH_S)


class Jobs(QObject):
    """One worker thread: writes are serial, the window stays free.

    Signals:
        known_failed: a KnownError nobody handled.
        bug_found: another exception nobody handled; it is in the log.
    """

    known_failed = Signal(str)
    bug_found = Signal(str)
    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._tasks: dict[int, tuple[Callable[[], Any], Done | None, Failed]] = {}
        self._number = 0
        self._thread: threading.Thread | None = None
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._closed = False

    @property
    def is_idle(self) -> bool:
        """Nothing is under way and no result waits for delivery."""
        return not self._tasks

    def run(self, function: Callable[[], Any], done: Done | None = None, failed: Failed | None = None) -> None:
        """Call ``function()`` on the worker, then ``done(result)`` or ``failed(error)`` on the window's thread."""
        if self._closed:
            return
        self._number += 1
        # Kept here until the outcome is delivered: whatever a task holds, a widget perhaps, must not be let go by
        # the worker, for Qt forbids a widget's end on any other thread than the window's.
        self._tasks[self._number] = (function, done, failed or self._unhandled)
        self._start()
        self._queue.put(self._number)

    def finish(self, timeout: float = 10.0) -> bool:
        """Let the worker do what is queued and end; False when it took longer than ``timeout`` seconds."""
        self._closed = True
        if self._thread is None:
            return True
        self._queue.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="database", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while (number := self._queue.get()) is not None:
            try:
                result: Any = self._tasks[number][0]()
            except Exception as error:  # every failure is delivered, none may end the worker
                self._delivered.emit((number, False, error))
            else:
                self._delivered.emit((number, True, result))
                del result

    @Slot(object)
    def _deliver(self, parcel: tuple[int, bool, Any]) -> None:
        number, is_done, value = parcel
        _function, done, failed = self._tasks.pop(number)
        receiver = done if is_done else failed
        # After the end there is no window any more that a result could be shown in.
        if receiver is not None and not self._closed:
            receiver(value)

    def _unhandled(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.known_failed.emit(error.message)
            return
        log.error("a service call failed", exc_info=error)
        self.bug_found.emit(str(error))
