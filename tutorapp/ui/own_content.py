"""Keeps the panes' library joined with the person's own questions and events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tutorapp.domain.changes import Changes

if TYPE_CHECKING:
    from tutorapp.domain.library import Library
    from tutorapp.ui.main_window import MainWindow


class OwnContent(QObject):
    """Joins at once, and again whenever own items changed; ``shipped`` is the unit as it came."""

    def __init__(self, window: MainWindow, shipped: Library) -> None:
        super().__init__(window)
        self._window = window
        self._shipped = shipped
        window.ctx.bus.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Read the own items and, where that changes anything, show them in every pane."""
        unit, services = self._shipped.unit, self._window.ctx.services

        def join() -> Library:
            joined = services.bank.joined(unit)
            if joined is unit:
                return self._shipped
            from tutorapp.domain.library import Library

            shipped = self._shipped.questions.keys() | self._shipped.events.keys()
            everything = [*(q.id for q in joined.questions), *(e.id for e in joined.events)]
            library = Library(joined, frozenset(everything) - shipped)
            _ = library.titles, library.questions  # kept with it: of thousands they take long enough to be felt
            return library

        self._window.ctx.jobs.run(join, self._show)

    def _show(self, library: Library) -> None:
        if library is not self._window.ctx.library:
            self._window.ctx.library = library
            for pane in self._window.workspace.panes():
                pane.reload(library)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.kinds & {"own", "content"}:
            self.refresh()
