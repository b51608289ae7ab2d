"""What happens after the first paint: open the database on the worker, build the panes, then join them."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from tutorapp.domain.errors import KnownError
from tutorapp.paths import Paths
from tutorapp.services.container import Opened
from tutorapp.ui.main_window import MainWindow
from tutorapp.ui.menus import add_pane_actions
from tutorapp.ui.pane import Pane

log = logging.getLogger(__name__)


class Opener(QObject):
    """Joins panes and data.

    Signals:
        ready: panes are filled; the program is usable.
        failed: the data could not be opened; the sentence says why.
    """

    ready = Signal()
    failed = Signal(str)

    def __init__(self, window: MainWindow, paths: Paths, open_data: Callable[[Paths], Opened]) -> None:
        super().__init__(window)
        self._window = window
        self._paths = paths
        self._open_data = open_data
        self._opened: Opened | None = None

    def start(self) -> None:
        """Begin; returns at once."""
        jobs = self._window.ctx.jobs
        self._window.ctx.theme.load_remaining_fonts()
        jobs.run(lambda: self._open_data(self._paths), self._on_opened, self._on_failed)
        self._window.install_panes(self._build_panes())
        add_pane_actions(self._window, self._window.pane_menu, self._window.workspace, "practice.")

    def _build_panes(self) -> list[Pane]:
        from tutorapp.ui.notes.pane import NotesPane
        from tutorapp.ui.practice.pane import PracticePane
        from tutorapp.ui.timeline.pane import TimelinePane

        context = self._window.ctx
        return [NotesPane(context), TimelinePane(context), PracticePane(context)]

    def _on_opened(self, opened: Opened) -> None:
        context = self._window.ctx
        self._opened = opened
        context.services = opened.services
        context.library = opened.library
        self._window.closing.connect(lambda: context.jobs.run(opened.close))
        self._window.load(opened.library)
        self._window.workspace.bring(self._window.workspace.front)
        for text in opened.notices:
            context.bus.notice(text, level="warning")
        self.ready.emit()
        QTimer.singleShot(0, self._afterwards)

    def _afterwards(self) -> None:
        """What can wait until the panes are usable."""
        from tutorapp.ui.single import RaiseServer

        window = self._window
        gc.collect()
        gc.freeze()
        gc.enable()
        self._server = RaiseServer(self._paths.data, window.come_to_front, window)
        if self._opened is not None:
            window.ctx.jobs.run(self._opened.check, self._on_checked)

    def _on_checked(self, problem: str | None) -> None:
        if problem:
            self._window.ctx.bus.notice(problem, level="danger")

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            text = error.message
        else:
            log.error("opening failed", exc_info=error)
            text = self.tr("TutorApp could not open your work. The log says why; nothing was changed.")
        self._window.unit_label.setText(self.tr("Your work is not open"))
        self._window.ctx.bus.notice(text, level="danger")
        self.failed.emit(text)
