"""The menu of units and quizzes that a school offers, filled by a thread that a hanging share may keep."""

from __future__ import annotations

import logging
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from tutorapp.services import school_files
from tutorapp.ui.opening_files import open_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutorapp.services.policy import InForce
    from tutorapp.services.school_files import SchoolFile
    from tutorapp.ui.main_window import MainWindow

log = logging.getLogger(__name__)


class SchoolFiles(QObject):
    """Looks once, after the start; the menu comes with what was found, and does not come where there is nothing."""

    _found = Signal(object)
    _fetched = Signal(object)
    _failed = Signal(str)

    def __init__(self, window: MainWindow, school: InForce) -> None:
        super().__init__(window)
        self._window = window
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._found.connect(self._show)
        self._fetched.connect(lambda path: open_file(window, path))
        self._failed.connect(lambda text: window.ctx.bus.notice(text, level="warning"))
        window.closing.connect(self._clean)
        units, quizzes = school.folders("content_folders"), school.folders("quiz_folders")
        if "file.install" in window.ctx.actions.off:
            units = ()
        if units or quizzes:
            self._aside(lambda: self._found.emit(school_files.find(units, quizzes)))

    def _aside(self, work: Callable[[], None]) -> None:
        threading.Thread(target=work, name="school", daemon=True).start()

    def _show(self, files: tuple[SchoolFile, ...]) -> None:
        file_menu = self._window.menu_bar.findChild(QMenu, "menu.file")
        if not files or file_menu is None:
            return
        menu = QMenu(self.tr("From your &school"), file_menu)
        menu.setObjectName("menu.school")
        heads = {"unit": self.tr("Units"), "quiz": self.tr("Quizzes")}
        for kind, head in heads.items():
            if any(file.kind == kind for file in files):
                menu.addSection(head)
            for number, file in enumerate(file for file in files if file.kind == kind):
                action = menu.addAction(file.title.replace("&", "&&"))
                action.setObjectName(f"school.{kind}.{number}")
                action.triggered.connect(lambda _on=False, file=file: self._open(file))
        file_menu.insertMenu(self._window.ctx.actions["file.export"], menu)

    def _open(self, file: SchoolFile) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="tutorapp-", ignore_cleanup_errors=True)
        into = Path(self._folder.name)
        sentence = self.tr("{0} cannot be read just now. Your school's folder may be out of reach; try again later.")

        def fetch() -> None:
            try:
                copy = school_files.fetch(file, into)
            except OSError as error:
                log.info("a file of the school cannot be read: %s", error)
                self._failed.emit(sentence.format(file.title))
            else:
                self._fetched.emit(copy)

        self._aside(fetch)

    def _clean(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
