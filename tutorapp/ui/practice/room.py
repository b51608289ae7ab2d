"""Asks for the whole workspace while an answer is marked in a narrow pane, and gives it back afterwards."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QStackedWidget

from tutorapp.ui.context import UiContext

ENOUGH = 700
"""Design pixels from which answer and scheme stand side by side and whole."""
WIDE_PAGES = ("practice.mark", "practice.levels")


class Room(QObject):
    """Watches the pages of a pane. It asks once a marking: who brings the other panes back keeps them."""

    def __init__(self, context: UiContext, pages: QStackedWidget) -> None:
        super().__init__(pages)
        self._ctx, self._pages = context, pages
        self._asked = False
        self._window_width = 0  # when last looked
        pages.currentChanged.connect(self._on_page)
        pages.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Not at once: the docks may be in the middle of being laid out.
        if event.type() == QEvent.Type.Resize and self._is_marking() and not self._asked:
            QTimer.singleShot(0, self, self._look_again)
        return super().eventFilter(watched, event)

    def _is_marking(self) -> bool:
        page = self._pages.currentWidget()
        return page is not None and page.objectName() in WIDE_PAGES

    def _on_page(self) -> None:
        if self._is_marking():
            QTimer.singleShot(0, self, self._look)
        elif self._asked:
            self._asked = False
            self._ctx.bus.room_asked.emit(False)

    def _look_again(self) -> None:
        # Narrower in a window of the same size: the person brought the other panes back, and keeps them.
        if self._pages.window().width() != self._window_width:
            self._look()

    def _look(self) -> None:
        self._window_width = self._pages.window().width()
        narrow = self._pages.width() < self._ctx.theme.px(ENOUGH)
        if narrow and not self._asked and self._is_marking() and self._pages.isVisible():
            self._asked = True
            self._ctx.bus.room_asked.emit(True)
