"""Collects Python's garbage on the window's thread only.

Automatic collection runs on whatever thread happens to allocate. One of ours (the worker, a reader, a sender of
snapshots) would then destroy widgets that only Python still held, which Qt forbids anywhere but on the window's
thread: now and then the program died while all widgets were being restyled. Anki does the same for the same reason.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 3000
A_LOAD = 40_000
"""So many objects more than at the last collection are a load, thousands of questions perhaps, hardly garbage. Walking
them would hold the window for a tenth of a second and more, once a generation: they are put aside instead."""
THOROUGHLY = 120
"""So many rounds after a load was put aside all is walked once: what was garbage at the time goes then."""


class Collector(QObject):
    """From its making on garbage is collected by a timer, generation by generation, as Python itself would."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._rounds = 0  # until all is walked; 0: nothing was put aside
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(EVERY_MS)

    def collect(self) -> None:
        """Collect the oldest generation that is due; put a load aside."""
        if self._rounds:
            self._count_down()
        due = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if not any(due):
            return
        if gc.get_count()[0] > A_LOAD:
            gc.freeze()
            self._rounds = self._rounds or THOROUGHLY
            return
        gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))

    def _count_down(self) -> None:
        self._rounds -= 1
        if self._rounds == 0:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
