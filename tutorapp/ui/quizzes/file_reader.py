"""Reads quiz files beside the window, on a thread of its own: autosave must not wait behind a large file."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from tutorapp.domain.errors import KnownError

if TYPE_CHECKING:
    from tutorapp.services.importing import Imported, Progress

log = logging.getLogger(__name__)


class Cancelled(Exception):  # noqa: N818  # the person's wish, not an error
    """The person does not want the file any more."""


class FileReader(QObject):
    """One reading at a time; a new one, or ``cancel``, ends the one before.

    Signals:
        progressed: (items judged, items in the file).
        finished: what was read (formats.reader.Imported).
        failed: why the file cannot be read, a sentence.
    """

    progressed = Signal(int, int)
    finished = Signal(object)
    failed = Signal(str)
    _told = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._told.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_reading(self) -> bool:
        """A reading is under way."""
        return bool(self._number % 2)

    def start(self, read: Callable[[Progress], Imported]) -> None:
        """Call ``read`` on a thread; it tells its progress, and the outcome comes as a signal."""
        self.cancel()
        self._number += 1
        number = self._number

        def progress(done: int, total: int) -> None:
            if number != self._number:
                raise Cancelled
            self._told.emit(number, (done, total))

        def work() -> None:
            try:
                self._told.emit(number, read(progress))
            except Cancelled:
                pass
            except KnownError as error:
                self._told.emit(number, error.message)
            except Exception:  # a thread must not die unheard
                log.exception("reading a quiz file failed")
                self._told.emit(number, self.tr("This file could not be read. The log says why; nothing was changed."))

        threading.Thread(target=work, name="reading", daemon=True).start()

    def cancel(self) -> None:
        """Forget the reading that is under way."""
        if self.is_reading:
            self._number += 1

    @Slot(int, object)
    def _deliver(self, number: int, told: object) -> None:
        if number != self._number:
            return
        if isinstance(told, tuple):
            self.progressed.emit(*told)
            return
        self._number += 1
        if isinstance(told, str):
            self.failed.emit(told)
        else:
            self.finished.emit(told)
