"""Sees in exam conditions whether the window or full screen is left, and for how long; stops nobody."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from tutorapp.domain.exam_clock import ClockEvent, Instant
from tutorapp.domain.leaving import OUT_OF_FULL, Presence, look


class Watch(QObject):
    """Looks at the window of ``page`` at each tick of its clock and at each change of the application's state.

    ``log`` takes what is to be written down. A window that was never in front in this sitting (a desktop without
    a window manager) is not watched: nobody has left it. Nor is a screen that was never filled.
    """

    def __init__(
        self, page: QWidget, instant: Callable[[], Instant], log: Callable[[tuple[ClockEvent, ...]], None]
    ) -> None:
        super().__init__(page)
        self._page, self._instant, self._log = page, instant, log
        self._presence = self._filling = Presence()
        self._on = self._seen = self._filled = False
        self.resting = False
        """A rest break is going on; said in the log."""
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_state)  # a method, which Qt lets go with its object

    def begin(self) -> None:
        """Watch from now on."""
        self._presence = self._filling = Presence()
        self._on, self._seen, self._filled, self.resting = True, False, False, False
        self.look()

    def end(self) -> None:
        """Watch no more; an absence that lasts is ended now."""
        if self._on:
            self._take(here=True)
            self._take_full(full=True)
        self._on = False

    def _on_state(self, _state: Qt.ApplicationState) -> None:
        self.look()

    def look(self) -> None:
        """See whether the person is here."""
        if self._on:
            here = self.is_here()
            self._seen = self._seen or here
            if self._seen:
                self._take(here=here)
            full = self._page.window().isFullScreen()
            self._filled = self._filled or full
            if self._filled:
                self._take_full(full=full)

    def is_here(self) -> bool:
        """One of our windows is in front and this one is not minimised."""
        return self._is_active() and not self._page.window().isMinimized()

    @staticmethod
    def _is_active() -> bool:
        return QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive

    def _take(self, *, here: bool) -> None:
        how = "minimised" if self._page.window().isMinimized() else "another window"
        moved = look(self._presence, self._instant(), here=here, how=f"{how}, break" if self.resting else how)
        self._presence = moved.presence
        if moved.events:
            self._log(moved.events)

    def _take_full(self, *, full: bool) -> None:
        how = "break" if self.resting else ""
        moved = look(self._filling, self._instant(), here=full, how=how, kinds=OUT_OF_FULL)
        self._filling = moved.presence
        if moved.events:
            self._log(moved.events)
