"""Somebody who types without end in the real program: ``python -m tests.faults.typist DATA`` until it is killed.

Prints "typed LENGTH" after each word and "saved LENGTH" for what was read back from the database.
"""

from __future__ import annotations

import os
import sys
import traceback
from time import monotonic

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit

from tutorapp.cli import run
from tutorapp.ui.main_window import MainWindow
from tutorapp.ui.practice.saver import Saver

QUESTION = "cmp-machine-sioc"
EVERY_MS = 25
LONGEST_S = 240  # longer than anybody waits for the first save


def word(number: int) -> str:
    """The word that comes as the ``number``-th, from 1; each tells its own place."""
    return f"w{number} "


class Typist:
    """Starts a timed answer, then types a word whenever the window lets it."""

    def __init__(self) -> None:
        self._number = self._length = 0
        self._editor: QTextEdit | None = None
        self._end = monotonic() + LONGEST_S
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(EVERY_MS)

    def _look(self) -> None:
        try:
            if monotonic() > self._end:
                raise TimeoutError("nobody killed the typist")
            self._type() if self._editor is not None else self._begin()
        except Exception:  # the program's own hook would write it to the log and go on
            sys.stderr.write(traceback.format_exc())
            sys.stderr.flush()
            os._exit(1)

    def _begin(self) -> None:
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        if not windows or not windows[0].ctx.is_ready:
            return
        window = windows[0]
        pane = window.workspace.dock("practice").pane
        editor = window.findChild(QTextEdit, "practice.editor")
        if editor is not None and editor.isVisible():
            self._editor = editor
            saver = window.findChild(Saver)
            assert saver is not None
            saver.saved.connect(lambda _at: self._read_back(window))
        elif not self._length:
            self._length = 1
            pane.start(QUESTION, "timed")  # type: ignore[union-attr]  # the practice pane

    def _read_back(self, window: MainWindow) -> None:
        window.ctx.jobs.run(window.ctx.services.practice.open_attempts, self._acknowledge)

    def _acknowledge(self, found: tuple) -> None:  # type: ignore[type-arg]  # attempts with drafts, newest first
        say(f"saved {len(found[0][1].text)}")

    def _type(self) -> None:
        assert self._editor is not None
        self._number += 1
        QTest.keyClicks(self._editor, word(self._number))
        say(f"typed {len(self._editor.toPlainText())}")


def say(line: str) -> None:
    """One line to whoever listens, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    application = QApplication(["typist"])
    typist = Typist()
    sys.exit(run(["--data-dir", sys.argv[1]]))
