"""The docked panes: one alone, two side by side, or the three; what stands where is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from tutorapp.ui.context import UiContext
from tutorapp.ui.dock import PaneDock
from tutorapp.ui.pane import Pane

STATE_VERSION = 1
LEAST_ROOM = (800, 440)  # pixels for several panes; a window of 960 x 600 leaves 858 x 490 even at the largest text


class Workspace(QMainWindow):
    """Docks by pane id in a window without a centre.

    Signals:
        front_changed: another pane has the keyboard, or stands alone.
    """

    front_changed = Signal(str)

    def __init__(self, context: UiContext, titles: dict[str, str]) -> None:
        super().__init__(flags=Qt.WindowType.Widget)
        self.setObjectName("workspace")
        self.setDockNestingEnabled(True)
        self.setDockOptions(QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        self._ctx = context
        self._docks = {pane_id: PaneDock(context, pane_id, title, self) for pane_id, title in titles.items()}
        self.front = next(iter(titles))
        self._alone = ""
        self._squeezed = False  # alone for want of room, not by choice
        self._lent = False  # alone while its page needs the room, not by choice
        self._before_alone = QByteArray()
        self._before_exam: tuple[str, QByteArray] | None = None
        for dock in self._docks.values():
            dock.maximise_asked.connect(self.toggle_alone)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)
        self.arrange_three()

    # --- looking up ----------------------------------------------------------------------------------

    def dock(self, pane_id: str) -> PaneDock:
        """The dock of ``pane_id``."""
        return self._docks[pane_id]

    def find_dock(self, pane_id: str) -> PaneDock | None:
        """The dock of ``pane_id``, if there is one."""
        return self._docks.get(pane_id)

    def panes(self) -> Iterator[Pane]:
        """The panes that are there already."""
        return (dock.pane for dock in self._docks.values() if dock.pane is not None)

    # --- arranging -----------------------------------------------------------------------------------

    def has_room(self) -> bool:
        """Whether several panes fit; below that docks would lie over each other (a laptop at 200 % scaling)."""
        return not self.isVisible() or (self.width() >= LEAST_ROOM[0] and self.height() >= LEAST_ROOM[1])

    def _refuse(self) -> bool:
        """Say so where there is room for one pane only."""
        if self.has_room():
            return False
        self._ctx.bus.notice(self.tr("There is room for one pane only. Make the window larger to see several."))
        return True

    def fit_room(self) -> None:
        """Where several panes do not fit, show the one in front alone; the layout comes back with the room."""
        if self._before_exam is None:
            if not self.has_room() and not self._alone:
                self._squeezed = True
                self.arrange_one()
            elif self._squeezed and self.has_room():
                self._squeezed = False
                self._leave_alone()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_room()

    def arrange_three(self) -> None:
        """Notes and practice above, timeline below."""
        if self._refuse():
            return
        self._squeezed = False
        self._leave_alone()
        notes, timeline, practice = (self._docks[key] for key in ("notes", "timeline", "practice"))
        self.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, notes)
        self.splitDockWidget(notes, practice, Qt.Orientation.Horizontal)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, timeline)
        for dock in self._docks.values():
            dock.setFloating(False)
            dock.show()
        self.resizeDocks([notes, practice], [800, 510], Qt.Orientation.Horizontal)
        self.resizeDocks([notes, timeline], [440, 256], Qt.Orientation.Vertical)

    def arrange_two(self) -> None:
        """The pane in front beside another one: practice beside notes, notes beside the others."""
        if self._refuse():
            return
        self._squeezed = False
        self._leave_alone()
        left = self._docks["notes" if self.front == "practice" else self.front]
        right = self._docks["notes" if self.front == "timeline" else "practice"]
        self.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, left)
        self.splitDockWidget(left, right, Qt.Orientation.Horizontal)
        for dock in self._docks.values():
            dock.setVisible(dock in (left, right))
        self.resizeDocks([left, right], [self.width() // 2, self.width() // 2], Qt.Orientation.Horizontal)

    def arrange_one(self) -> None:
        """The pane in front alone."""
        if not self._alone:
            self.toggle_alone(self.front)

    def toggle_alone(self, pane_id: str) -> None:
        """Show ``pane_id`` alone; again: the layout before."""
        if self._alone == pane_id:
            if not self._refuse():
                self._leave_alone()
        else:
            self._lent = False
            if not self._alone:
                self._before_alone = self.saveState(STATE_VERSION)
            self._alone = pane_id
            for key, dock in self._docks.items():
                dock.setVisible(key == pane_id)
            self._show_maximised()
        self._set_front(pane_id)
        self._focus(pane_id)

    def bring(self, pane_id: str) -> None:
        """Make sure ``pane_id`` can be seen, and give it the keyboard."""
        if self._lent and self._alone != pane_id:
            self._leave_alone()
        if self._alone and self._alone != pane_id:
            self.toggle_alone(pane_id)
            return
        self._docks[pane_id].show()
        self._docks[pane_id].raise_()
        self._set_front(pane_id)
        self._focus(pane_id)

    def lend(self, pane_id: str) -> None:
        """Show ``pane_id`` alone while its page needs the room; "" brings the layout back, unless it was changed."""
        if not pane_id:
            if self._lent and self._before_exam is None:
                self._leave_alone()
        elif not self._alone and self._before_exam is None and not self._docks[pane_id].isFloating():
            self.toggle_alone(pane_id)
            self._lent = True

    def set_exam(self, pane_id: str) -> None:
        """Only ``pane_id`` without its title bar; "" brings everything back as it was."""
        if pane_id and self._before_exam is None:
            self._before_exam = (self._alone, self.saveState(STATE_VERSION))
            for key, dock in self._docks.items():
                dock.setVisible(key == pane_id)
            self._docks[pane_id].head.set_hidden(True)
        elif not pane_id and self._before_exam is not None:
            for dock in self._docks.values():
                dock.head.set_hidden(False)
            self._alone, layout = self._before_exam
            self._before_exam = None
            self.restoreState(layout, STATE_VERSION)
            self._show_maximised()

    # --- remembering ---------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """The layout, as JSON; an exam in progress counts as the layout before it."""
        if self._before_exam is not None:
            alone, layout = self._before_exam
        else:
            alone, layout = (
                "" if self._squeezed or self._lent else self._alone,
                self._before_alone if self._alone else self.saveState(STATE_VERSION),
            )
        return {"docks": bytes(layout.toBase64().data()).decode(), "alone": alone, "front": self.front}

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to ``state``; anything may be missing or old."""
        docks, alone, front = (state.get(key, "") for key in ("docks", "alone", "front"))
        if isinstance(docks, str) and docks:
            self.restoreState(QByteArray.fromBase64(docks.encode()), STATE_VERSION)
        if front in self._docks:
            self._set_front(front)
        if alone in self._docks:
            self.toggle_alone(alone)

    # --- inside --------------------------------------------------------------------------------------

    def _leave_alone(self) -> None:
        self._lent = False
        if self._alone:
            self._alone = ""
            for dock in self._docks.values():
                dock.show()
            self.restoreState(self._before_alone, STATE_VERSION)
            self._show_maximised()

    def _show_maximised(self) -> None:
        for key, dock in self._docks.items():
            dock.head.set_maximised(key == self._alone)

    def _set_front(self, pane_id: str) -> None:
        self.front = pane_id
        self.front_changed.emit(pane_id)

    def _focus(self, pane_id: str) -> None:
        pane = self._docks[pane_id].pane
        if pane is not None:
            pane.focus_first()

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        for key, dock in self._docks.items():
            if now is not None and dock.isAncestorOf(now) and key != self.front:
                self._set_front(key)

    def createPopupMenu(self) -> None:
        return None
