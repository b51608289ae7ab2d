"""Collects Python's garbage on the window's thread only.

Automatic collection runs on whatever thread happens to allocate. One of ours (the worker, a reader, a sender of
snapshots) would then destroy widgets that only Python still held, which Qt forbids anywhere but on the window's
thread: now and then the program died while all widgets were being restyled. Anki does the same for the same reason.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 3000


class Collector(QObject):
    """From its making on garbage is collected by a timer, generation by generation, as Python itself would."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(EVERY_MS)

    def collect(self) -> None:
        """Collect the oldest generation that is due."""
        due = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(due):
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))
