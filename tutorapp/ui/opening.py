"""What happens after the first paint: open the database on the worker, build the panes, then join them."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from tutorapp.domain.changes import Changes
from tutorapp.domain.errors import KnownError
from tutorapp.paths import Paths
from tutorapp.services.container import Opened
from tutorapp.ui.collecting import Collector
from tutorapp.ui.jobs import share_finely
from tutorapp.ui.main_window import MainWindow
from tutorapp.ui.pane import Pane

log = logging.getLogger(__name__)

BACKUP_EVERY_MS = 30 * 60 * 1000


class Opener(QObject):
    """Fills the window: content first, then, when it has been painted, the person's own work.

    Signals:
        ready: the panes show their content.
        opened: the person's work is open too.
        failed: something could not be opened; the sentence says why.
    """

    ready = Signal()
    opened = Signal()
    failed = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        paths: Paths,
        open_content: Callable[[Paths], Opened],
        told: str | None = None,
        file: str | None = None,
    ) -> None:
        """``told`` is shown when there is something to look at, ``file`` opened when the person's work is open."""
        super().__init__(window)
        self._told = (told, paths.school.notice if paths.school else None)
        self._files = [Path(file)] if file else []
        self._is_open = False
        self._window = window
        self._paths = paths
        self._open_content = open_content
        self._painted = threading.Event()
        window.closing.connect(self._painted.set)

    def start(self) -> None:
        """Build the panes and have the worker read the content; returns when the panes are built."""
        window = self._window
        window.ctx.theme.load_remaining_fonts()
        # Until there is something to show, painting the panes would only take time from reading it.
        window.workspace.setUpdatesEnabled(False)
        try:
            with window.ctx.theme.unstyled():
                window.install_panes(self._build_panes())
        except Exception as error:  # a broken installation; without panes nothing else makes sense
            self._on_failed(error)
            return
        window.ctx.jobs.run(lambda: self._open_content(self._paths), self._on_content, self._on_failed)

    def _build_panes(self) -> list[Pane]:
        from tutorapp.ui.notes.pane import NotesPane
        from tutorapp.ui.practice.pane import PracticePane
        from tutorapp.ui.timeline.pane import TimelinePane

        context = self._window.ctx
        return [NotesPane(context), TimelinePane(context), PracticePane(context)]

    def _on_content(self, opened: Opened) -> None:
        window, context = self._window, self._window.ctx
        context.services = opened.services
        context.library = opened.library
        window.closing.connect(lambda: context.jobs.run(opened.close))
        # Before anything the panes ask: the worker does one thing after the other, so they find the data open.
        context.jobs.run(
            lambda: self._open_work(opened),
            lambda texts: self._on_work(opened, texts),
            lambda error: self._on_refused(opened, error),
        )
        window.load(opened.library)
        window.workspace.bring(window.workspace.front)
        window.workspace.setUpdatesEnabled(True)
        self.ready.emit()
        for text in filter(None, self._told):
            context.bus.notice(text, level="warning")
        QTimer.singleShot(0, self._paint_first)

    def _paint_first(self) -> None:
        """Let the worker load the database only when the filled panes have been painted."""
        self._window.repaint()
        Collector(self._window)
        self._painted.set()

    def _open_work(self, opened: Opened) -> tuple[str, ...]:
        self._painted.wait()
        return opened.open()

    def _on_work(self, opened: Opened, texts: tuple[str, ...]) -> None:
        from tutorapp.ui.own_content import OwnContent

        context = self._window.ctx
        self._window.work_is_open()
        self._window.commands.attach(opened.keeping)
        for text in texts:
            self._tell(text, "warning")
        if self._paths.shut is not None:
            self._tell_shut(self._paths.shut)
        timer = QTimer(self)
        timer.timeout.connect(self._window.commands.keep)
        timer.start(BACKUP_EVERY_MS)
        OwnContent(self._window, opened.library).refresh()
        self.opened.emit()
        context.jobs.run(opened.check, self._on_checked)
        QTimer.singleShot(0, self._afterwards)

    def _afterwards(self) -> None:
        """What can wait until everything is there."""
        share_finely()
        gc.collect()
        gc.freeze()
        self._listen()
        if self._paths.school is not None:
            from tutorapp.ui.school_files import SchoolFiles

            SchoolFiles(self._window, self._paths.school)
        self._is_open = True
        for file in self._files:
            self._open_file(file)

    def _listen(self) -> None:
        """Answer later starts on this folder, also when the work in it could not be opened."""
        from tutorapp.ui.single import RaiseServer

        self._server = RaiseServer(self._paths.data, self._window.come_to_front, self._window, self._open_file)

    def ask(self, file: Path) -> None:
        """Open ``file`` now, or as soon as the person's work is open."""
        if self._is_open:
            self._open_file(file)
        else:
            self._files.append(file)

    def _open_file(self, file: Path) -> None:
        from tutorapp.ui.opening_files import open_file

        open_file(self._window, file)

    def _tell(self, text: str, level: str) -> None:
        from tutorapp.services.keeper import Damage

        if isinstance(text, Damage):
            act, commands, offered = self.tr("Bring back a backup …"), self._window.commands, text.backup
            self._window.ctx.bus.notice(text, act, lambda: commands.bring_back_backup(offered), level=level)
        else:
            self._window.ctx.bus.notice(text, level=level)

    def _tell_shut(self, folder: Path) -> None:
        """The work can be read and exported only; said until it is closed, and in the status line for good."""
        line, words = self._window.status_line, self.tr("Nothing can be saved")
        line.say_saved(words, good=False)
        self._window.ctx.bus.changed.connect(lambda _changes, _initiator: line.say_saved(words, good=False))
        text = self.tr(
            "TutorApp may not write in the folder {0}. You can read everything in it, but nothing you write or mark "
            "is saved. Export your progress to go on elsewhere, or start TutorApp with another folder (--data-dir)."
        ).format(folder)
        allowed = self._paths.school is None or "carry_work" not in self._paths.school.policy.features_off
        act, commands = self.tr("Export my progress …") if allowed else "", self._window.commands
        self._window.ctx.bus.notice(text, act, commands.export_work, level="danger")

    def _on_checked(self, problem: str | None) -> None:
        self._window.commands.say_backup()
        if problem:
            bus = self._window.ctx.bus
            self._tell(problem, "danger")
            bus.announce(Changes.of("content", "drafts", "attempts", "markings", "annotations", "sections"), self)

    def _on_refused(self, opened: Opened, error: Exception) -> None:
        """The work stays closed; what a newer program left can be exported all the same, where the school lets it."""
        if not opened.keeping.can_export_closed or "file.export" in self._window.ctx.actions.off:
            self._on_failed(error)
            return
        commands = self._window.commands
        commands.attach(opened.keeping)
        self._on_failed(error, self.tr("Export my progress …"), commands.export_work)

    def _on_failed(self, error: Exception, action_text: str = "", action: Callable[[], None] | None = None) -> None:
        if isinstance(error, KnownError):
            text = error.message
        else:
            log.error("opening failed", exc_info=error)
            text = self.tr("TutorApp could not open your work. The log says why; nothing was changed.")
        self._window.workspace.setUpdatesEnabled(True)
        self._window.work_is_closed()
        QTimer.singleShot(0, self._listen)
        self._window.ctx.bus.notice(text, action_text, action, level="danger")
        self.failed.emit(text)
