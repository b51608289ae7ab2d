"""What the window does to keep work safe: backups, bringing one back, carrying work, and the school's shared folder."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QLabel

from tutorapp.domain.changes import Changes
from tutorapp.ui.help import modal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutorapp.services.backup import Backup
    from tutorapp.services.container import Keeping
    from tutorapp.ui.main_window import MainWindow

log = logging.getLogger(__name__)

PATIENCE_MS = 2000
"""How long a share may take before the status line says that the newest work is not there yet."""


class WorkKeeper(QObject):
    """Made once the person's work is open. Nothing here waits: not for the worker, and never for a share."""

    _fetched = Signal(object)
    _share_changed = Signal()

    def __init__(self, window: MainWindow, keeping: Keeping) -> None:
        super().__init__(window)
        self._window = window
        self._keeping = keeping
        if keeping.snapshots is not None:
            self._attach_share()

    # --- backups -------------------------------------------------------------------------------------

    def keep(self) -> None:
        """A backup in the background; the status line says when, and a notice only that it failed."""
        self._window.ctx.jobs.run(self._keeping.keep, self._on_kept)

    def _on_kept(self, problem: str | None) -> None:
        self._tell_problem(problem)
        self.say_backup()

    def say_backup(self) -> None:
        """Say in the status line when the newest backup was made: what the folder of backups holds, nothing else."""

        def show(backups: tuple[Backup, ...]) -> None:
            self._window.status_line.say_backup(backups[0].at if backups else None, self._window.ctx.clock.now())

        self._window.ctx.jobs.run(self._keeping.backups, show)

    def choose_backup(self, offered: Path | None = None) -> None:
        """Show the list of backups to bring one back, ``offered`` or the newest chosen."""
        self._window.ctx.jobs.run(self._keeping.backups, lambda backups: self._show_backups(backups, offered))

    def _show_backups(self, backups: tuple[Backup, ...], offered: Path | None) -> None:
        from tutorapp.ui.restore import RestoreDialog

        keeping, dialog = self._keeping, RestoreDialog(self._window, backups, offered)
        dialog.bring_back.connect(lambda path: self._change(lambda: keeping.restore(path)))
        dialog.add_missing.connect(lambda path: self._change(lambda: keeping.bring_in_backup(path)))
        modal(dialog)

    def _change(self, work: Callable[[], str]) -> None:
        for pane in self._window.workspace.panes():
            pane.before_close()  # what was typed this moment belongs to the work too
        self._window.ctx.jobs.run(work, self.tell_all)

    # --- carrying ------------------------------------------------------------------------------------

    def export_work(self) -> None:
        """Ask where to, then save everything the person did as one file."""
        title, kinds = self.tr("Export my progress"), self.tr("Progress of TutorApp (*.tutorwork)")
        name, _kind = QFileDialog.getSaveFileName(self._window, title, "my-progress.tutorwork", kinds)
        if name:
            self._window.ctx.jobs.run(lambda: self._keeping.export_work(Path(name)), self._window.ctx.bus.notice)

    def ask_import(self) -> None:
        """Ask for a file of progress, then add what is not here yet."""
        title, kinds = self.tr("Import progress"), self.tr("Progress of TutorApp (*.tutorwork)")
        name, _kind = QFileDialog.getOpenFileName(self._window, title, "", kinds)
        if name:
            self.import_work(Path(name))

    def import_work(self, file: Path) -> None:
        """Add what ``file`` holds and is not here yet."""
        self._change(lambda: self._keeping.import_work(file))

    # --- telling -------------------------------------------------------------------------------------

    def tell_all(self, text: str) -> None:
        """Say ``text``, and have every pane show the work as it is now."""
        bus = self._window.ctx.bus
        bus.notice(text)
        bus.announce(Changes.of("drafts", "attempts", "markings", "annotations", "sections", "own"), self)
        self.say_backup()

    def _tell_problem(self, problem: str | None) -> None:
        if problem:
            self._window.ctx.bus.notice(problem, level="warning")

    # --- the share -----------------------------------------------------------------------------------

    def handed_in(self) -> None:
        """Send the work to the share, if there is one; returns at once."""
        self._keeping.hand_in()

    def _attach_share(self) -> None:
        self._badge = QLabel(self.tr("Not backed up to your folder"))
        self._badge.setObjectName("status.share")
        self._badge.setProperty("role", "warning")
        self._badge.hide()
        self._window.statusBar().addPermanentWidget(self._badge)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._show_share)
        self._share_changed.connect(self._on_share_changed)
        self._fetched.connect(self._take)
        snapshots = self._keeping.snapshots
        assert snapshots is not None
        snapshots.on_change = self._share_changed.emit
        self._window.closing.connect(self._detach_share)
        self._window.ctx.bus.changed.connect(self._on_changed)
        threading.Thread(target=self._fetch, name="share", daemon=True).start()

    def _detach_share(self) -> None:
        if self._keeping.snapshots is not None:
            self._keeping.snapshots.on_change = lambda: None

    def _fetch(self) -> None:
        """On a thread of its own, which a share that hangs may keep for good."""
        try:
            copies = self._keeping.fetch()
        except OSError as error:
            log.info("the shared folder does not answer: %s", error)
            return
        if copies:
            self._fetched.emit(copies)

    def _take(self, copies: tuple[Path, ...]) -> None:
        self._window.ctx.jobs.run(lambda: self._keeping.take(copies), self._on_taken)

    def _on_taken(self, text: str | None) -> None:
        if text:
            self.tell_all(text)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if "attempts" in changes.kinds:
            self.handed_in()

    def _on_share_changed(self) -> None:
        if self._badge.isHidden():
            self._patience.start()
        else:
            self._show_share()

    def _show_share(self) -> None:
        snapshots = self._keeping.snapshots
        problem = snapshots.problem() if snapshots is not None else None
        self._badge.setVisible(bool(problem))
        self._badge.setToolTip(problem or "")
        self._badge.setAccessibleDescription(problem or "")
