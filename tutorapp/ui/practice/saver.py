"""Saves the answer while it is written: on every pause, and at least every two seconds of typing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from tutorapp.domain.errors import KnownError
from tutorapp.domain.exam_clock import ExamClock
from tutorapp.domain.work import Draft
from tutorapp.ui.context import UiContext

PAUSE_MS = 400
LONGEST_MS = 1000
"""Well below two seconds, so that on a slow computer the save itself still ends inside them."""
HEARTBEAT_MS = 5000
"""The clock's state is written this often even when nothing is typed."""

Take = Callable[[], tuple[str, str, ExamClock]]
"""Gives the text, the response and the clock as they are now."""


class Saver(QObject):
    """Timers only decide when to save; what is saved is taken at that moment.

    Signals:
        saved: a save is durable (its UTC time).
        failed: a save was refused (a sentence); it is tried again.
    """

    saved = Signal(datetime)
    failed = Signal(str)

    def __init__(self, context: UiContext, take: Take, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx, self._take = context, take
        self._attempt_id = ""
        self._busy = self._again = False
        self._pause = self._timer(PAUSE_MS, single=True)
        self._longest = self._timer(LONGEST_MS, single=True)
        self._heartbeat = self._timer(HEARTBEAT_MS, single=False)

    def _timer(self, length: int, *, single: bool) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(length)
        timer.setSingleShot(single)
        timer.timeout.connect(self.save_now)
        return timer

    def begin(self, attempt_id: str) -> None:
        """Save for this attempt from now on."""
        self._attempt_id = attempt_id
        self._again = False
        self._heartbeat.start()

    def end(self) -> None:
        """No further save; one that is under way ends by itself."""
        self._attempt_id = ""
        self._again = False
        for timer in (self._pause, self._longest, self._heartbeat):
            timer.stop()

    def touched(self) -> None:
        """The answer changed."""
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def flush(self) -> None:
        """Queue a save of what is there now even while another is under way: there will be no later chance."""
        self._busy = False
        self.save_now()

    def save_now(self) -> None:
        """Save at once; while one save is under way the next waits for it."""
        if not self._attempt_id:
            return
        if self._busy:
            self._again = True
            return
        self._pause.stop()
        self._longest.stop()
        self._busy = True
        attempt_id = self._attempt_id
        text, response, clock = self._take()
        practice = self._ctx.services.practice
        self._ctx.jobs.run(
            lambda: practice.autosave(attempt_id, text, response, clock),
            lambda draft: self._on_saved(attempt_id, draft),
            lambda error: self._on_failed(attempt_id, error),
        )

    def _on_saved(self, attempt_id: str, draft: Draft) -> None:
        self._busy = False
        if attempt_id != self._attempt_id:
            return
        self.saved.emit(draft.saved_at)
        if self._again:
            self._again = False
            self.save_now()

    def _on_failed(self, attempt_id: str, error: Exception) -> None:
        self._busy = False
        if attempt_id != self._attempt_id:
            return
        reason = error.message if isinstance(error, KnownError) else self.tr("the disk refused it")
        self.failed.emit(reason)
        self._longest.start()
