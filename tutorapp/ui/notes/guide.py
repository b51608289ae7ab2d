"""Follows links: cards of terms and dates on pointing, focus or Enter; other panes for what is shown there."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QWidget

from tutorapp.domain.library import Library
from tutorapp.domain.markup import links as links_of
from tutorapp.ui.bus import Target
from tutorapp.ui.context import UiContext
from tutorapp.ui.notes.page import ReadingPage
from tutorapp.ui.notes.popover import Popover


class Guide(QObject):
    """Links of the page, its side notes, its cards and the foot bar. ``point_ms``: rest before a card opens.

    Signals:
        section_asked: open a section (its id).
        note_asked: change an own note (its thread).
        list_asked: offer "questions" or "events" at a place on the screen.
    """

    section_asked = Signal(str)
    note_asked = Signal(str)
    list_asked = Signal(str, QPoint)

    def __init__(self, context: UiContext, page: ReadingPage, over: QWidget, point_ms: int) -> None:
        super().__init__(over)
        self._ctx = context
        self._page = page
        self._over = over
        self._pointed: tuple[str, QRect] = ("", QRect())
        self.popover = Popover(context, over)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(point_ms)
        self._timer.timeout.connect(self._show_pointed)
        page.link_opened.connect(self.follow)
        page.link_pointed.connect(self._on_link_pointed)
        page.verticalScrollBar().valueChanged.connect(lambda: self.popover.close_card())
        self.popover.link_opened.connect(self._on_card_link_opened)
        self.popover.closed.connect(lambda give_back: page.setFocus() if give_back else None)

    def follow(self, address: str) -> None:
        """Go where a link leads: kind, colon, id."""
        kind, _colon, item = address.partition(":")
        self._timer.stop()
        if kind == "term":
            self.popover.show_for(address, self._link_rect(address), pinned=True)
            return
        self.popover.close_card()
        if kind == "section":
            self.section_asked.emit(item)
        elif kind == "note":
            self.note_asked.emit(item)
        elif kind == "list":
            viewport = self._page.viewport()
            self.list_asked.emit(item, viewport.mapToGlobal(QPoint(self._page.columns.left, viewport.height() // 3)))
        else:
            if kind == "event":
                self._ctx.selection.select_event(item, self)
            self._ctx.bus.open(Target(kind, item))

    def sections_with(self, library: Library, kind: str, item: str) -> list[str]:
        """Sections whose text links to the item, in reading order."""
        return [
            section.id
            for section in library.unit.sections
            if any(link.kind == kind and link.target == item for link in links_of(section.body))
        ]

    def show_link(self, address: str) -> None:
        """Scroll to the first link to ``address`` and open its card."""
        found = self._page.find_link(address)
        if found is not None:
            self._page.go_to_position(found[0], above=self._page.viewport().height() // 3)
            self.popover.show_for(address, self._page.range_rect(*found), pinned=True)

    def _on_card_link_opened(self, address: str) -> None:
        self.follow(address)

    def _link_rect(self, address: str) -> QRect:
        if self._pointed[0] == address:
            return self._pointed[1]
        if self.popover.isVisible():
            corner = self.popover.geometry().topLeft() - QPoint(-16, 6)
            return QRect(self._over.mapToGlobal(corner), self.popover.rect().size().boundedTo(QRect(0, 0, 1, 1).size()))
        cursor = self._page.textCursor()
        found = self._page.link_range(cursor.selectionStart()) or self._page.find_link(address)
        if found is not None:
            return self._page.range_rect(*found)
        return QRect(self._over.mapToGlobal(QPoint(self._page.columns.left, 40)), QRect(0, 0, 1, 1).size())

    def _on_link_pointed(self, address: str, rect: QRect) -> None:
        self._pointed = (address, rect)
        if not address:
            self._timer.stop()
            self.popover.leave()
        elif self._page.focused_link():
            self._show_pointed()
        else:
            self._timer.start()

    def _show_pointed(self) -> None:
        address, rect = self._pointed
        if address and self.popover.address != address:
            self.popover.show_for(address, rect, pinned=False)
