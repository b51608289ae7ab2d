"""A person in another process: starts the real program, begins the comparison and types until she is stopped.

``python -m tests.journeys.driver DATA TEXT`` prints "saved" once all of TEXT is durable, then types on for good.
"""

from __future__ import annotations

import os
import sys
import traceback
from time import monotonic
from typing import NoReturn

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit

from tutorapp.cli import run
from tutorapp.domain.work import Attempt, Draft
from tutorapp.ui.main_window import MainWindow

QUESTION = "cmp-machine-sioc"
LOOK_MS = 20
LONGEST_S = 60


class Writer:
    """Looks at the window every few milliseconds and does the next thing that can be done."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._todo = [self._start, self._write, self._wait_until_saved, self._write_on]
        self._asking = self._is_saved = False
        self._deadline = monotonic() + LONGEST_S
        self._timer = QTimer()
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        # Whoever waits for this process must not wait for good, whatever goes wrong in here.
        if monotonic() > self._deadline:
            end("the writer was never stopped")
        try:
            self._go_on()
        except Exception:  # the program's own hook would write it to the log and go on
            end(traceback.format_exc())

    def _go_on(self) -> None:
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        if windows and windows[0].ctx.is_ready and self._todo[0](windows[0]):
            del self._todo[0]

    def _start(self, window: MainWindow) -> bool:
        pane = window.workspace.dock("practice").pane
        assert pane is not None
        window.ctx.settings.update(extra_percent=25)
        pane.start(QUESTION, "timed")  # type: ignore[attr-defined]  # the practice pane
        return True

    def _write(self, window: MainWindow) -> bool:
        editor = window.findChild(QTextEdit, "practice.editor")
        if editor is None or not editor.isVisible():
            return False
        QTest.keyClicks(editor, self.text)
        return True

    def _wait_until_saved(self, window: MainWindow) -> bool:
        label = window.findChild(QLabel, "practice.sit.saved")
        if label is not None and label.text() and not self._asking:
            self._asking = True
            window.ctx.jobs.run(window.ctx.services.practice.open_attempts, self._on_drafts)
        return self._is_saved

    def _on_drafts(self, found: tuple[tuple[Attempt, Draft], ...]) -> None:
        self._asking = False
        if not self._is_saved and found[0][1].text == self.text:
            self._is_saved = True
            sys.stdout.write("saved\n")
            sys.stdout.flush()

    def _write_on(self, window: MainWindow) -> bool:
        editor = window.findChild(QTextEdit, "practice.editor")
        QTest.keyClick(editor, Qt.Key.Key_Space)
        QTest.keyClicks(editor, "and so on")
        return False


def end(why: str) -> NoReturn:
    """Say why, and end at once."""
    sys.stderr.write(why)
    sys.stderr.flush()
    os._exit(1)


if __name__ == "__main__":
    application = QApplication(["driver"])
    writer = Writer(sys.argv[2])
    sys.exit(run(["--data-dir", sys.argv[1]]))
