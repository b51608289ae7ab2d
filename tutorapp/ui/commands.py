"""What the window's menus do: search, settings, help, folders, full screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from tutorapp import __version__, assets
from tutorapp.ui.bus import Target

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tutorapp.paths import Paths
    from tutorapp.services.container import Keeping
    from tutorapp.ui.main_window import MainWindow
    from tutorapp.ui.quizzes.page import QuizzesPage
    from tutorapp.ui.search_palette import SearchPalette
    from tutorapp.ui.work_keeper import WorkKeeper


class Commands(QObject):
    """The handlers of the window's own actions."""

    def __init__(self, window: MainWindow, paths: Paths) -> None:
        super().__init__(window)
        self._window = window
        self._paths = paths
        self._palette: SearchPalette | None = None
        self.work_keeper: WorkKeeper | None = None

    # --- search, settings, layout --------------------------------------------------------------------

    def open_search(self) -> None:
        """The search box over the window."""
        from tutorapp.ui.search_palette import SearchPalette

        if self._palette is None:
            self._palette = SearchPalette(self._window.ctx, self._window)
        self._palette.open()

    def open_settings(self) -> None:
        """The settings page; again: back."""
        self._window.show_page("settings")

    def settings_page(self) -> QWidget:
        """Build the settings page."""
        from tutorapp.ui.settings.page import SettingsPage

        return SettingsPage(self._window.ctx, self.facts, self.open_data_folder)

    def quizzes_page(self) -> QuizzesPage:
        """Build the page of quizzes, whose actions then stand in its menu."""
        from tutorapp.ui.quizzes.page import QuizzesPage

        page = QuizzesPage(self._window.ctx)
        self._window.fill_menu(page)
        return page

    def on_quizzes(self, act: Callable[[QuizzesPage], object]) -> None:
        """Go to the quizzes and do ``act`` there; nothing before one's work is open."""
        from tutorapp.ui.quizzes.page import QuizzesPage

        if self._window.ctx.is_ready:
            self._window.ctx.bus.open(Target("pane", "quizzes"))
            page = self._window.pages.currentWidget()
            if isinstance(page, QuizzesPage):
                act(page)

    def toggle_full_screen(self) -> None:
        """Full screen, or back."""
        window = self._window
        window.setWindowState(window.windowState() ^ window.windowState().WindowFullScreen)

    def focus_next_pane(self) -> None:
        """Give the keyboard to the next pane that is shown."""
        panes = [pane for pane in self._window.workspace.panes() if pane.isVisible()]
        if panes:
            ids = [pane.pane_id for pane in panes]
            front = self._window.workspace.front
            at = ids.index(front) if front in ids else -1
            self._window.workspace.bring(ids[(at + 1) % len(ids)])

    # --- help ----------------------------------------------------------------------------------------

    def open_help(self) -> None:
        """The short manual."""
        self._show_text("help.page", self.tr("How TutorApp works"), assets.text("help/en-GB.txt"))

    def open_shortcuts(self) -> None:
        """Every action with its keys."""
        from tutorapp.ui.help import ShortcutsDialog, modal

        modal(ShortcutsDialog(self._window, self._window.ctx.actions))

    def show_notice_history(self) -> None:
        """All messages of this session again."""
        texts = [notice.text for notice in self._window.notices.history]
        none_yet = self.tr("There have been no messages since you opened TutorApp.")
        self._show_text("notices", self.tr("Messages"), "\n\n".join(reversed(texts)) or none_yet)

    def open_about(self) -> None:
        """Version, licences, and the log."""
        from tutorapp.ui.about import AboutDialog
        from tutorapp.ui.help import modal

        modal(AboutDialog(self._window, self.open_log))

    def _show_text(self, name: str, title: str, text: str) -> None:
        from tutorapp.ui.help import TextDialog, modal

        modal(TextDialog(self._window, name, title, text))

    def facts(self) -> list[tuple[str, str]]:
        """Rows for "About this installation"."""
        import platform  # only here: it is slow to load, and the window paints first

        school, copies = self._paths.school, self._paths.snapshots
        managed = [(self.tr("Managed by your school"), str(school.path)), *school.policy.rows()] if school else []
        shared = [(self.tr("Copies of your work go to"), str(copies))] if copies else []
        return [
            (self.tr("Version"), __version__),
            (self.tr("Python"), platform.python_version()),
            (self.tr("Qt"), qVersion()),
            (self.tr("Your work"), str(self._paths.data)),
            (self.tr("Settings"), str(self._paths.settings_file)),
            (self.tr("Log"), str(self._paths.log_file)),
            (self.tr("Program"), str(assets.root().parent)),
            *shared,
            *managed,
        ]

    # --- keeping work safe ---------------------------------------------------------------------------

    def attach(self, keeping: Keeping) -> None:
        """The person's work is open: it can be backed up and carried from now on."""
        from tutorapp.ui.work_keeper import WorkKeeper

        self.work_keeper = WorkKeeper(self._window, keeping)

    def keep(self) -> None:
        """A backup in the background."""
        if self.work_keeper is not None:
            self.work_keeper.keep()

    def say_backup(self) -> None:
        """Say in the status line when the newest backup was made."""
        if self.work_keeper is not None:
            self.work_keeper.say_backup()

    def bring_back_backup(self, offered: Path | None = None) -> None:
        """The list of backups, to bring one back."""
        if self.work_keeper is not None:
            self.work_keeper.choose_backup(offered)

    def export_work(self) -> None:
        """Everything the person did, to one file."""
        if self.work_keeper is not None:
            self.work_keeper.export_work()

    def import_work(self) -> None:
        """Add what such a file holds."""
        if self.work_keeper is not None:
            self.work_keeper.ask_import()

    # --- folders -------------------------------------------------------------------------------------

    def open_data_folder(self) -> None:
        """Show the folder of the person's work."""
        self._open(self._paths.data)

    def open_log(self) -> None:
        """Show the log, or say that it is empty."""
        if self._paths.log_file.is_file():
            self._open(self._paths.log_file)
        else:
            self._window.ctx.bus.notice(self.tr("The log is empty: nothing has gone wrong."))

    def _open(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._window.ctx.bus.notice(self.tr("It is at {0}.").format(path))
