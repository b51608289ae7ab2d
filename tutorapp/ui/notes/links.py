"""A text browser of ours: says which link is pointed at or focused and where, and never loads anything."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from tutorapp.ui.theme import Theme


class LinkText(QTextBrowser):
    """Base of the reading page and of small texts with links.

    Signals:
        link_opened: a link was clicked, or Enter was pressed on it (its address).
        link_pointed: the pointer or the focus is on another link now (address, its place on the screen); the address
            is empty when it left all links.
        entered: it got the keyboard's focus.
    """

    entered = Signal()
    link_opened = Signal(str)
    link_pointed = Signal(str, QRect)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pointed = ""
        self._kept: QTextDocument | None = None
        self.setProperty("role", "page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setReadOnly(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.viewport().setMouseTracking(True)
        self.anchorClicked.connect(lambda url: self.link_opened.emit(url.toString()))

    def put_document(self, document: QTextDocument) -> None:
        """Show ``document`` and keep it alive."""
        self._pointed = ""
        before, self._kept = self._kept, document
        self.setDocument(document)
        if before is not None and before is not document:
            before.deleteLater()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: ANN401  # Qt's own type
        """Nothing is ever loaded: pictures were put into the document when it was built."""
        return None

    def link_range(self, position: int) -> tuple[int, int] | None:
        """First and last position of the link that holds ``position``."""
        block = self.document().findBlock(position)
        found: tuple[int, int] | None = None
        address = ""
        walk = block.begin()
        while not walk.atEnd():
            fragment = walk.fragment()
            start, end = fragment.position(), fragment.position() + fragment.length()
            href = fragment.charFormat().anchorHref()
            if href and href == address and found is not None and found[1] == start:
                found = (found[0], end)
            elif found is not None and found[0] <= position < found[1]:
                return found
            else:
                found, address = ((start, end) if href else None), href
            walk += 1
        return found if found is not None and found[0] <= position < found[1] else None

    def find_link(self, address: str) -> tuple[int, int] | None:
        """The range of the first link to ``address``."""
        block = self.document().begin()
        while block.isValid():
            walk = block.begin()
            while not walk.atEnd():
                if walk.fragment().charFormat().anchorHref() == address:
                    return self.link_range(walk.fragment().position())
                walk += 1
            block = block.next()
        return None

    def range_rect(self, start: int, end: int, at: int | None = None) -> QRect:
        """Where the characters stand on the screen; of several lines the one that holds ``at``."""
        first, last = self.cursor_rect(start), self.cursor_rect(end)
        if abs(first.top() - last.top()) < 2:
            rect = first.united(last)
        else:
            line = self.cursor_rect(at if at is not None else start)
            left = first.left() if abs(line.top() - first.top()) < 2 else line.left()
            rect = QRect(left, line.top(), max(line.width(), 12), line.height())
        return QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def cursor_rect(self, position: int) -> QRect:
        """The caret's rectangle at a document position, in the viewport."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        return self.cursorRect(cursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._point_at(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._say_pointed("", QRect())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._say_pointed("", QRect())
        self.viewport().update()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802  # Qt's name
        """Tab goes from link to link first; Qt's ``highlighted`` does not tell of it."""
        stays = super().focusNextPrevChild(forward)
        focused = self.focused_link() if stays else None
        if focused is not None:
            cursor = QTextCursor(self.document())
            cursor.setPosition(focused[1])
            self._say_pointed(cursor.charFormat().anchorHref(), self.range_rect(*focused))
        return stays

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and (focused := self.focused_link()):
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            start, end = focused
            rect = self.range_rect(start, end)
            rect.moveTopLeft(self.viewport().mapFromGlobal(rect.topLeft()))
            painter.drawRoundedRect(rect.adjusted(-3, -1, 3, 1), 4, 4)

    def focused_link(self) -> tuple[int, int] | None:
        """The range of the link that has the keyboard's focus."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        found = self.link_range(cursor.selectionStart())
        return found if found == (cursor.selectionStart(), cursor.selectionEnd()) else None

    def _point_at(self, point: QPoint) -> None:
        address = self.anchorAt(point)
        if address == self._pointed:
            return
        if not address:
            self._say_pointed("", QRect())
            return
        position = self.cursorForPosition(point).position()
        found = self.link_range(position) or self.link_range(max(0, position - 1))
        if found is not None:
            self._say_pointed(address, self.range_rect(*found, at=position))

    def _say_pointed(self, address: str, rect: QRect) -> None:
        if address != self._pointed:
            self._pointed = address
            self.link_pointed.emit(address, rect)


class FlowText(LinkText):
    """A small text that is always as high as what it holds and never scrolls."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def put(self, document: QTextDocument, width: int) -> None:
        """Show ``document`` set ``width`` pixels wide; without links it takes no focus."""
        self.put_document(document)
        document.setTextWidth(width)
        self.setFixedSize(QSize(width, round(document.size().height()) + 1))
        has_links = any(fmt.toCharFormat().isAnchor() for fmt in document.allFormats())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if has_links else Qt.FocusPolicy.NoFocus)
