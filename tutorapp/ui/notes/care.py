"""Side notes: the cards that stand beside the text, care notes and own ones."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFrame, QVBoxLayout

from tutorapp.domain.content import CareNote
from tutorapp.domain.library import Library
from tutorapp.domain.work import Annotation
from tutorapp.ui.notes.document import PageBuilder, note_head
from tutorapp.ui.notes.links import FlowText
from tutorapp.ui.notes.look import Look
from tutorapp.ui.theme import Theme

EDGE = 3
PADDING = 12


class SideCard(QFrame):
    """A card of fixed width, as high as its text.

    Signals:
        link_opened: a link in the card was followed (its address).
    """

    link_opened = Signal(str)

    def __init__(self, theme: Theme, role: str, name: str, width: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", role)
        self.setFixedWidth(width)
        self._inside = width - EDGE - 2 * PADDING
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING, 9, PADDING, 11)
        layout.setSpacing(2)
        self.text = FlowText(theme)
        self.text.setObjectName(f"{name}.text")
        self.text.link_opened.connect(self.link_opened)
        layout.addWidget(self.text)

    def fill(self, document: QTextDocument, accessible_name: str) -> None:
        """Show ``document``; ``accessible_name`` says what kind of note it is."""
        self.text.put(document, self._inside)
        self.text.setAccessibleName(accessible_name)
        self.setAccessibleName(accessible_name)
        self.setFixedHeight(self.sizeHint().height())


def care_card(theme: Theme, look: Look, library: Library, note: CareNote, width: int) -> SideCard:
    """The card of a care note."""
    card = SideCard(theme, "care", f"notes.care.{note.id}", width)
    builder = PageBuilder(library, look, inline=False, column=width)
    builder.care(note)
    card.fill(builder.page.document, card.tr("Care note: {0}").format(note.title))
    return card


def note_card(theme: Theme, look: Look, library: Library, note: Annotation, width: int, *, lost: bool) -> SideCard:
    """The card of an own note, with a link to change it."""
    card = SideCard(theme, "note", f"notes.note.{note.thread}", width)
    builder = PageBuilder(library, look, inline=False, column=width)
    builder.own_note(note, lost=lost)
    card.fill(builder.page.document, note_head(note, lost))
    return card
