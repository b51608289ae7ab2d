"""Being asked to end by the system (logging out, shutting down, ``kill``): close as a person does, all saved."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QWidget

ASKING = ("SIGTERM", "SIGHUP", "SIGINT")


class Ending(QObject):
    """Closes ``window`` at the first of these signals. Windows has none: Qt closes the window there itself.

    Python runs a handler only between two steps of its own code, and Qt's loop may take none for long: the signal's
    number comes through a pipe that Qt watches.
    """

    def __init__(self, window: QWidget, leave: Callable[[], object]) -> None:
        """``leave`` ends the program's loops: a dialog with one of its own would keep it."""
        super().__init__(window)
        self._window, self._leave = window, leave
        self._former: dict[int, object] = {}
        if os.name != "posix":
            return
        self._read, self._write = os.pipe()
        for end in (self._read, self._write):
            os.set_blocking(end, False)
        self._notifier = QSocketNotifier(self._read, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        self._former_fd = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        for name in ASKING:
            number = getattr(signal, name)
            self._former[number] = signal.signal(number, lambda _number, _frame: None)

    def _on_signal(self) -> None:
        os.read(self._read, 64)
        self._window.close()
        self._leave()

    def stop(self) -> None:
        """Everything as it was before."""
        if not self._former:
            return
        for number, former in self._former.items():
            signal.signal(number, former)  # type: ignore[arg-type]  # as ``signal`` itself gave it
        self._former = {}
        signal.set_wakeup_fd(self._former_fd)
        self._notifier.setEnabled(False)
        for end in (self._read, self._write):
            os.close(end)
