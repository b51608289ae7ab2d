"""A text browser of ours: says which link is pointed at or focused and where, and never loads anything.

It is one stop for the Tab key, as a list is: Right and Left go from link to link inside, Enter opens one. (With
dozens of links a page that Tab walks through would shut the keyboard in.)
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from tutorapp.ui.theme import Theme

BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


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
        self._focused: tuple[int, int] | None = None
        self._by_key = False
        self.setAccessibleDescription(self.tr("Right and Left go from link to link, Enter opens one."))
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
        self._pointed, self._focused = "", None
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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._focused = None  # the same words may be selected to be marked
        super().mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._say_pointed("", QRect())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_key = event.reason() in BY_KEY
        self.viewport().update()
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._say_pointed("", QRect())
        self.viewport().update()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802  # Qt's name
        """Tab leaves; Qt's own browser would go from link to link."""
        return bool(QWidget.focusNextPrevChild(self, forward))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}
        has_caret = bool(self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard)
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        focused = self.focused_link()
        if plain and not has_caret and event.key() in steps:
            self.step_link(forward=steps[Qt.Key(event.key())])
        elif plain and focused and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.link_opened.emit(self._address_of(focused))
        else:
            super().keyPressEvent(event)

    def step_link(self, *, forward: bool) -> None:
        """Focus the link after (or before) the focused one; without one, the first from where reading began."""
        ranges = self._link_ranges()
        at = self.focused_link()
        here = at[0] if at else self._reading_position()
        if forward:
            wanted = next((one for one in ranges if one[0] > here or (at is None and one[0] == here)), None)
        else:
            wanted = next((one for one in reversed(ranges) if one[0] < here), None)
        if wanted is None:
            return
        self._focused = wanted
        cursor = QTextCursor(self.document())
        cursor.setPosition(wanted[0])
        cursor.setPosition(wanted[1], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self._say_pointed(self._address_of(wanted), self.range_rect(*wanted))

    def _reading_position(self) -> int:
        """The document position reading goes on from: the top of what is shown."""
        return self.cursorForPosition(QPoint(4, 4)).position()

    def _link_ranges(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        block = self.document().begin()
        while block.isValid():
            walk = block.begin()
            while not walk.atEnd():
                fragment = walk.fragment()
                if fragment.charFormat().isAnchor() and (not found or fragment.position() >= found[-1][1]):
                    found.append(self.link_range(fragment.position()) or (fragment.position(), fragment.position()))
                walk += 1
            block = block.next()
        return found

    def _address_of(self, link: tuple[int, int]) -> str:
        cursor = QTextCursor(self.document())
        cursor.setPosition(link[1])
        return str(cursor.charFormat().anchorHref())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        focused = self.focused_link()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("focus"), 2))
        if focused:
            rect = self.range_rect(*focused)
            rect.moveTopLeft(self.viewport().mapFromGlobal(rect.topLeft()))
            painter.drawRoundedRect(rect.adjusted(-3, -1, 3, 1), 4, 4)
        elif self._by_key:
            painter.drawRoundedRect(self.viewport().rect().adjusted(1, 1, -1, -1), 6, 6)

    def focused_link(self) -> tuple[int, int] | None:
        """The range of the link that has the keyboard's focus."""
        cursor = self.textCursor()
        chosen = (cursor.selectionStart(), cursor.selectionEnd())
        return self._focused if cursor.hasSelection() and chosen == self._focused else None

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._focused = None
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)
            self.step_link(forward=True)
