"""The popover of a term or a date: what it is, what it is confused with, where to read on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from tutorapp.domain import markup
from tutorapp.domain.content import Event, Term
from tutorapp.domain.date_words import in_words
from tutorapp.domain.edtf import parse_edtf
from tutorapp.domain.library import Library
from tutorapp.ui.context import UiContext
from tutorapp.ui.notes import look as looks
from tutorapp.ui.notes.document import PageBuilder
from tutorapp.ui.notes.links import FlowText

WIDTH = 344
GAP = 5
LEAVE_MS = 300
"""Time to move the pointer from the link into the popover."""


class Popover(QFrame):
    """A card over the page; it takes the focus only when it was opened with Enter or a click.

    Signals:
        link_opened: a link in it was followed (its address: section:, event:, term: ...).
        shown_for: it shows something now (its address).
        closed: it is gone; True when the focus should go back to the page.
    """

    link_opened = Signal(str)
    shown_for = Signal(str)
    closed = Signal(bool)

    def __init__(self, context: UiContext, parent: QWidget, leave_ms: int = LEAVE_MS) -> None:
        super().__init__(parent)
        self._over = parent
        self._ctx = context
        self._library: Library | None = None
        self.address = ""
        self._pinned = False
        self.setObjectName("notes.popover")
        self.setProperty("role", "popover")
        self._build()
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(leave_ms)
        self._leaving.timeout.connect(self._on_left)
        self.hide()

    def set_library(self, library: Library) -> None:
        """The unit whose terms and events are shown."""
        self._library = library
        self.close_card()

    def show_for(self, address: str, at: QRect, *, pinned: bool) -> bool:
        """Show the card of "term:ID" or "event:ID" below ``at`` (on the screen); False when there is none."""
        if self._library is None:
            return False
        kind, _colon, item_id = address.partition(":")
        term, event = self._library.terms.get(item_id), self._library.events.get(item_id)
        if kind == "term" and term is not None:
            self._fill_term(self._library, term)
        elif kind == "event" and event is not None:
            self._fill_event(self._library, event)
        else:
            return False
        self.address, self._pinned = address, pinned
        self._leaving.stop()
        self._place(at)
        self.show()
        self.raise_()
        if pinned:
            self._first_focus().setFocus(Qt.FocusReason.PopupFocusReason)
        self.shown_for.emit(address)
        return True

    def leave(self) -> None:
        """The pointer or the focus left the link: go, unless the pointer is coming in."""
        if self.isVisible() and not self._pinned:
            self._leaving.start()

    def close_card(self, *, give_back_focus: bool = False) -> None:
        """Hide it."""
        if not self.isVisible():
            return
        has_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        self.address = ""
        self.closed.emit(give_back_focus or has_focus)
        self.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._leaving.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.leave()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_card(give_back_focus=True)
            event.accept()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802  # Qt's name
        """Tab walks through the card's own controls and, past the last, closes it: no trap."""
        stops: list[QWidget] = [self._text, *self._links, self._close]
        stops = [one for one in stops if one.isVisible() and one.focusPolicy() != Qt.FocusPolicy.NoFocus]
        focused = QApplication.focusWidget()
        if focused not in stops:  # Qt also asks this while it hides the card
            return super().focusNextPrevChild(forward)
        at = stops.index(focused) + (1 if forward else -1)
        if 0 <= at < len(stops):
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            stops[at].setFocus(reason)
        else:
            self.close_card(give_back_focus=True)
        return True

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = self._inside_layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 10, 10)
        layout.setSpacing(3)
        head = QHBoxLayout()
        self._title = QLabel()
        self._title.setProperty("role", "h3")
        self._title.setWordWrap(True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._close = QToolButton()
        self._close.setObjectName("notes.popover.close")
        self._close.setAccessibleName(self.tr("Close"))
        self._close.clicked.connect(lambda: self.close_card(give_back_focus=True))
        head.addWidget(self._title, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._meta = QLabel()
        self._meta.setProperty("role", "caption")
        self._meta.setWordWrap(True)
        self._line = QLabel()
        self._text = FlowText(self._ctx.theme)
        self._text.setObjectName("notes.popover.text")
        self._text.setAccessibleName(self.tr("Definition"))
        self._text.link_opened.connect(self.link_opened)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(4)
        self._foot.setContentsMargins(0, 2, 0, 0)
        self._links: list[QPushButton] = []
        layout.addLayout(head)
        layout.addWidget(self._meta)
        layout.addWidget(self._line)
        layout.addWidget(self._text)
        layout.addLayout(self._foot)

    def _fill_term(self, library: Library, term: Term) -> None:
        sections = [library.sections[one] for one in term.sections if one in library.sections]
        sections.sort(key=lambda one: (one.title.casefold() != term.term.casefold(), not one.number))
        explained = next((one for one in sections if one.number), None)
        kind = {
            "idea": self.tr("Idea"),
            "person": self.tr("Person"),
            "body": self.tr("Body"),
            "policy": self.tr("Policy"),
            "event": self.tr("Event"),
            "word": self.tr("Term"),
        }[term.kind]
        meta = [kind]
        if term.aliases:
            meta.append(self.tr("also {0}").format(", ".join(term.aliases[:2])))
        if explained:
            meta.append(self.tr("explained in {0}").format(explained.number))
        builder = self._builder(library)
        builder.prose(term.short)
        self._difference(builder, library, term)
        links = [(self.tr("Read {0}").format(one.number or one.title), f"section:{one.id}") for one in sections[:2]]
        event = next((one for one in term.events if one in library.events), None)
        if event:
            links.append((self.tr("On the timeline"), f"event:{event}"))
        self._show(term.term, " · ".join(meta), builder, links)
        self._line.hide()

    def _difference(self, builder: PageBuilder, library: Library, term: Term) -> None:
        others = [library.terms[one] for one in term.confused_with if one in library.terms]
        if not others or not term.difference:
            return
        builder.block("ui", above=6)
        names = ", ".join(f"[[term:{one.id}]]" for one in others)
        words = self.tr("Not the same as {0}:").format(names) + " " + " ".join(term.difference.split())
        builder.inlines(markup.parse_inline(words), builder.style("ui", "text.secondary"))

    def _fill_event(self, library: Library, event: Event) -> None:
        meta = [in_words(parse_edtf(event.when))]
        category = next((one.title for one in library.manifest.categories if one.id == event.category), "")
        if category:
            meta.append(category)
        if event.date_note:
            meta.append(event.date_note)
        builder = self._builder(library)
        builder.prose(event.summary)
        self._show(event.title, " · ".join(meta), builder, [(self.tr("On the timeline"), f"event:{event.id}")])
        from tutorapp.ui.timeline.mini_line import render_mini_line  # only once a date is pointed at

        self._line.setPixmap(render_mini_line(self._ctx.theme, library, event.id, self._inside()))
        self._line.setVisible(not self._line.pixmap().isNull())

    def _builder(self, library: Library) -> PageBuilder:
        return PageBuilder(library, looks.from_theme(self._ctx.theme), inline=False, column=self._inside())

    def _inside(self) -> int:
        return self._ctx.theme.px(WIDTH) - 16 - 10 - 4

    def _show(self, title: str, meta: str, builder: PageBuilder, links: list[tuple[str, str]]) -> None:
        self._close.setIcon(self._ctx.icons.icon("x"))
        self._title.setText(title)
        self._meta.setText(meta)
        self._text.put(builder.page.document, self._inside())
        self._text.setAccessibleName(title)
        self.setAccessibleName(self.tr("{0}: {1}").format(title, meta))
        self.setAccessibleDescription(self._text.toPlainText())
        for button in self._links:
            self._foot.removeWidget(button)
            button.hide()
            button.deleteLater()
        while self._foot.count():
            self._foot.takeAt(0)
        self._links = [self._link(label, address) for label, address in links]
        for button in self._links:
            self._foot.addWidget(button)
            button.show()  # a layout shows it later only, too late to take the focus
        self._foot.addStretch(1)

    def _link(self, label: str, address: str) -> QPushButton:
        button = QPushButton(label)
        button.setObjectName(f"notes.popover.{address}")
        button.setAccessibleName(f"{label}: {self._title.text()}")
        button.setProperty("role", "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self.link_opened.emit(address))
        return button

    def _first_focus(self) -> QWidget:
        return self._links[0] if self._links else self._close

    def _place(self, at: QRect) -> None:
        width = self._ctx.theme.px(WIDTH)
        self.setFixedWidth(width)
        self._inside_layout.activate()
        self.resize(width, self._inside_layout.totalHeightForWidth(width))
        parent = self._over
        left = parent.mapFromGlobal(at.topLeft()).x()
        top = parent.mapFromGlobal(at.topLeft()).y()
        below = top + at.height() + GAP
        fits_below = below + self.height() <= parent.height() - 4
        y = below if fits_below or top - GAP - self.height() < 4 else top - GAP - self.height()
        x = min(max(4, left - 16), max(4, parent.width() - width - 8))
        self.move(QPoint(x, max(4, min(y, parent.height() - self.height() - 4))))

    def _on_left(self) -> None:
        if not self.underMouse():
            self.close_card()
