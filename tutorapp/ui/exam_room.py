"""The window in exam conditions: full screen, the practice pane alone, every other way off; and back as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction

if TYPE_CHECKING:
    from tutorapp.ui.main_window import MainWindow

KEPT = ("practice.", "window.", "view.larger", "view.smaller", "view.normal")
"""Beginnings of the ids of actions that stay: the answer's own, quitting, full screen, and the size of the text."""
_FULL = Qt.WindowState.WindowFullScreen


class ExamRoom:
    """Nobody is locked in: the system's own ways to another program stay; using them is logged (``practice.watch``)."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._before: Qt.WindowState | None = None
        self._geometry = QByteArray()
        self._off: list[QAction] = []

    @property
    def is_on(self) -> bool:
        """Whether a timed answer is being written in exam conditions."""
        return self._before is not None

    def enter(self) -> None:
        """Close everything but the practice pane and fill the screen."""
        window = self._window
        if self._before is not None:
            return
        self._before, self._geometry = window.windowState(), window.saveGeometry()
        self._off = [action for action in window.ctx.actions if self._goes(action) and action.isEnabled()]
        for action in self._off:
            action.setEnabled(False)
        window.show_page_if_needed()
        window.workspace.set_exam("practice")
        window.workspace.dock("practice").setFloating(False)  # a pane in a window of its own would stand before nothing
        window.setWindowState((self._before & ~Qt.WindowState.WindowMinimized) | _FULL)

    def leave(self) -> None:
        """Everything as it was; a window that the person took out of full screen stays as they left it."""
        window, before = self._window, self._before
        if before is None:
            return
        self._before = None
        if window.windowState() & _FULL:
            window.setWindowState(before)
        window.workspace.set_exam("")
        for action in self._off:
            action.setEnabled(True)
        self._off = []

    def geometry(self) -> QByteArray:
        """The window's place and size as it was before, for the next start."""
        return self._geometry if self.is_on else self._window.saveGeometry()

    @staticmethod
    def _goes(action: QAction) -> bool:
        return not action.objectName().startswith(KEPT)
