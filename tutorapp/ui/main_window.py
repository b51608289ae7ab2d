"""The one window: menus, rail, docked panes, pages, notices and status line; no rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenuBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from tutorapp.paths import Paths
from tutorapp.ui.bus import Target
from tutorapp.ui.commands import Commands
from tutorapp.ui.context import UiContext
from tutorapp.ui.exam_room import ExamRoom
from tutorapp.ui.menus import build_menus, fill_pane_menus
from tutorapp.ui.notices import NoticeBar
from tutorapp.ui.pane import Pane
from tutorapp.ui.rail import Place, Rail
from tutorapp.ui.search_box import SearchBox
from tutorapp.ui.status_line import StatusLine
from tutorapp.ui.workspace import Workspace

if TYPE_CHECKING:
    from tutorapp.domain.library import Library

LEAST_SIZE = (640, 360)  # a screen of 1366 x 768 at 200 % scaling has 683 x 384
FIRST_SIZE = (1366, 768)
_TARGET_PANES = {
    "section": "notes",
    "term": "notes",
    "care": "notes",
    "note": "notes",
    "event": "timeline",
    "question": "practice",
    "attempt": "practice",
    "quiz": "practice",
    "history": "practice",
}


class Overlay(QWidget):
    """A tint over the whole window for readers who want one; lets every click through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._colour: QColor | None = None
        self.hide()

    def set_colour(self, colour: QColor | None) -> None:
        """Tint with ``colour``, or not at all."""
        self._colour = colour
        self.setVisible(colour is not None)
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._colour is not None:
            painter = QPainter(self)
            # As a film does: a pale ground takes the colour and letters stay dark; blended, they would fade.
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.fillRect(event.rect(), self._colour)


class MainWindow(QMainWindow):
    """Built empty so that it paints at once; ``install_panes`` fills it.

    Signals:
        first_painted: the window's first frame is on the screen.
        closing: the window is about to close; saved state is already handed over.
    """

    first_painted = Signal()
    closing = Signal()

    def __init__(self, context: UiContext, paths: Paths) -> None:
        super().__init__()
        self.ctx = context
        self.commands = Commands(self, paths)
        self.exam_room = ExamRoom(self)
        self._painted = False
        self._page_builders: dict[str, Callable[[], QWidget]] = {
            "settings": self.commands.settings_page,
            "quizzes": self.commands.quizzes_page,
        }
        self.setWindowTitle("TutorApp")
        self.setObjectName("main")
        self.setMinimumSize(*LEAST_SIZE)
        self.setAcceptDrops(True)
        self._build()
        self._menus = build_menus(self)
        self._connect()
        self._restore_geometry()

    # --- building ------------------------------------------------------------------------------------

    def places(self) -> tuple[Place, ...]:
        """The rail's places, top to foot."""
        return (
            Place("notes", self.tr("Notes"), "book-open"),
            Place("timeline", self.tr("Timeline"), "chart-no-axes-gantt"),
            Place("practice", self.tr("Practice"), "pencil"),
            *self._teacher_places(),
            Place("help", self.tr("Help"), "circle-question-mark", foot=True),
            Place("settings", self.tr("Settings"), "settings", foot=True),
        )

    def _teacher_places(self) -> tuple[Place, ...]:
        """Quizzes, unless a school switched them off."""
        off = "go.quizzes" in self.ctx.actions.off
        return () if off else (Place("quizzes", self.tr("Quizzes"), "list-checks", page=True),)

    def _build(self) -> None:
        self.rail = Rail(self.ctx, self.places())
        titles = {place.id: place.title for place in self.places() if not (place.foot or place.page)}
        self.workspace = Workspace(self.ctx, titles)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.workspace)
        self._pages = {"workspace": 0}
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        row.addLayout(column, 1)
        self.setCentralWidget(centre)
        self._build_search_box()
        self._build_status()
        self.notices = NoticeBar(self.ctx, self.pages)
        self.tint = Overlay(self)

    def _build_search_box(self) -> None:
        box = SearchBox()
        self.search_box = box
        # A menu bar's corner widget is unknown to screen readers, so the two stand side by side in a bar of ours.
        self.menu_bar = QMenuBar()
        self.menu_bar.setObjectName("menu.bar")
        self._top = QFrame()
        self._top.setProperty("role", "topbar")
        around = QHBoxLayout(self._top)
        around.setContentsMargins(0, 0, 16, 0)
        around.addWidget(self.menu_bar, 1)
        around.addWidget(box, 1)
        self.setMenuWidget(self._top)

    def _build_status(self) -> None:
        self.status_line = StatusLine(self.ctx)
        self.setStatusBar(self.status_line)
        self._write_right()

    def _connect(self) -> None:
        ctx = self.ctx
        self.rail.chosen.connect(self.choose_place)
        self.workspace.front_changed.connect(self._mark_place)
        self.search_box.clicked.connect(lambda: ctx.actions["search"].trigger())
        ctx.bus.noticed.connect(self.notices.show_notice)
        ctx.bus.opened.connect(self.open_target)
        ctx.bus.exam_mode.connect(self.set_exam_mode)
        ctx.bus.room_asked.connect(lambda asked: self.workspace.lend("practice" if asked else ""))
        ctx.bus.changed.connect(lambda changes, _initiator: self._write_saved())
        ctx.jobs.known_failed.connect(lambda text: ctx.bus.notice(text, level="warning"))
        ctx.jobs.bug_found.connect(lambda _text: ctx.bus.notice(self._apology(), level="danger"))
        ctx.theme.changed.connect(self._retint)
        self._retint()

    def _apology(self) -> str:
        return self.tr(
            "Something went wrong inside TutorApp, and it was written to the log. "
            "Your saved work is safe. If it happens again, close and start TutorApp anew."
        )

    # --- content -------------------------------------------------------------------------------------

    def install_panes(self, panes: list[Pane]) -> None:
        """Put the panes in their docks and go back to where the person left off."""
        for pane in panes:
            self.workspace.dock(pane.pane_id).put(pane)
        fill_pane_menus(self, self._menus)
        layout = self.ctx.settings.value.window.get("workspace")
        if isinstance(layout, dict):
            self.workspace.restore(layout)
        elif self.workspace.has_room():
            self.workspace.arrange_three()  # again, now that there is a size to share out
        self.workspace.fit_room()

    def load(self, library: Library) -> None:
        """Content is there: fill the panes, then go to the last place."""
        places = self.ctx.settings.value.places
        for pane in self.workspace.panes():
            pane.load(library)
            place = places.get(pane.pane_id)
            if isinstance(place, dict):
                pane.restore(place)
        self.status_line.say_unit(self.tr("Unit: {0}").format(library.manifest.short_title))

    def work_is_open(self) -> None:
        """Say that the person's own work is there."""
        self._write_saved(initial=True)

    def work_is_closed(self) -> None:
        """Say that it is not."""
        self.status_line.say_saved(self.tr("Your work is not open"), good=False)

    def add_page(self, name: str, widget: QWidget) -> None:
        """A full page beside the workspace, e.g. the settings."""
        self._pages[name] = self.pages.addWidget(widget)

    # --- going places --------------------------------------------------------------------------------

    def choose_place(self, place: str) -> None:
        """The rail: a pane alone, or back; a page, or back."""
        if place == "help":
            self.ctx.actions["help"].trigger()
        elif place in self._page_builders:
            self.show_page(place)
        elif self.current_page() != "workspace":
            self.show_page("workspace")
            self.workspace.bring(place)
        else:
            self.workspace.toggle_alone(place)

    def current_page(self) -> str:
        """The name of the page in front."""
        return next(name for name, index in self._pages.items() if index == self.pages.currentIndex())

    def show_page(self, name: str) -> None:
        """Bring a page to the front; a page asked for the first time is built now. Again: back."""
        if name == self.current_page() != "workspace":
            name = "workspace"
        if name not in self._pages:
            self.add_page(name, self._page_builders[name]())
        self.pages.setCurrentIndex(self._pages[name])
        self._mark_place(self.workspace.front)
        if name != "workspace":
            page = self.pages.currentWidget()
            if isinstance(page, Pane):
                page.focus_first()
            elif page is not None:
                page.setFocus()

    def open_target(self, target: Target) -> None:
        """Show ``target`` in the pane that knows it; in exam conditions only the practice pane is there."""
        if self.exam_room.is_on and _TARGET_PANES.get(target.kind, target.id) != "practice":
            self.ctx.bus.notice(self.tr("Hand in your answer or leave it first; then this can be shown."))
            return
        pane_id = target.id if target.kind == "pane" else _TARGET_PANES.get(target.kind, "")
        if pane_id in self._page_builders:
            if self.current_page() != pane_id:
                self.show_page(pane_id)
            return
        dock = self.workspace.find_dock(pane_id)
        if dock is None or dock.pane is None:
            return
        if self.current_page() != "workspace":
            self.show_page("workspace")
        self.workspace.bring(pane_id)
        if target.kind != "pane" and not dock.pane.show_target(target):
            self.ctx.bus.notice(self.tr("That is not in this unit any more."))

    def set_exam_mode(self, on: bool) -> None:
        """Hide everything but the practice pane while a timed answer is written, then bring it back."""
        self.rail.setVisible(not on)
        self._top.setVisible(not on)
        self.statusBar().setVisible(not on)
        if on:
            self.exam_room.enter()
        else:
            self.exam_room.leave()

    def show_page_if_needed(self) -> None:
        """Go back to the panes when a page is in front."""
        if self.current_page() != "workspace":
            self.show_page("workspace")

    def _mark_place(self, front: str) -> None:
        page = self.current_page()
        self.rail.set_current(front if page == "workspace" else page)

    # --- status --------------------------------------------------------------------------------------

    def _write_saved(self, *, initial: bool = False) -> None:
        now = self.ctx.clock.now().astimezone()
        text = self.tr("All work saved") if initial else self.tr("Saved {0}").format(now.strftime("%H:%M"))
        self.status_line.say_saved(text)

    def _write_right(self) -> None:
        percent = self.ctx.settings.value.text_percent
        self.status_line.say_right(self.tr("Text {0} %   ·   Works offline").format(percent))

    def _retint(self) -> None:
        self.search_box.setIcon(self.ctx.icons.icon("search", "text.muted"))
        self.search_box.fit()
        self.tint.set_colour(self.ctx.theme.overlay())
        self._write_right()

    # --- window events -------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """Geometry and layout, as JSON."""
        geometry = bytes(self.exam_room.geometry().toBase64().data()).decode()
        return {"geometry": geometry, "workspace": self.workspace.state()}

    def _restore_geometry(self) -> None:
        raw = self.ctx.settings.value.window.get("geometry")
        # restoreGeometry brings a window from a screen that is gone back onto one that is there.
        if not (isinstance(raw, str) and self.restoreGeometry(QByteArray.fromBase64(raw.encode()))):
            available = self.screen().availableGeometry()
            self.resize(min(FIRST_SIZE[0], available.width()), min(FIRST_SIZE[1], available.height()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tint.setGeometry(self.rect())

    def resizeEvent(self, event: Any) -> None:  # noqa: ANN401  # QResizeEvent
        super().resizeEvent(event)
        self.tint.setGeometry(self.rect())
        self.tint.raise_()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.Paint and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)
        return handled

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.ctx.is_ready and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from tutorapp.ui.opening_files import open_files

        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.setDropAction(Qt.DropAction.CopyAction)  # a file manager must not take its file away
        event.accept()
        open_files(self, files)

    def closeEvent(self, event: QCloseEvent) -> None:
        for pane in (*self.workspace.panes(), *self._built_pages()):
            pane.before_close()
        places = {pane.pane_id: pane.state() for pane in self.workspace.panes()}
        # Before the panes are there, closing must not forget where the person left off.
        if places:
            places = {**self.ctx.settings.value.places, **places}
            self.ctx.settings.remember(window=self.state(), places=places)
            self.ctx.settings.save()
        self.closing.emit()
        event.accept()

    def _built_pages(self) -> list[Pane]:
        """Full pages that are panes and have been gone to."""
        pages = (self.pages.widget(at) for at in range(self.pages.count()))
        return [page for page in pages if isinstance(page, Pane)]

    def fill_menu(self, pane: Pane) -> None:
        """Put the actions of a page that was built just now behind those its menu has already."""
        menu = self._menus.get(pane.pane_id)
        if menu is not None:
            menu.addSeparator()
            menu.addActions(pane.actions())

    def come_to_front(self) -> None:
        """Another start asked for this window."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
