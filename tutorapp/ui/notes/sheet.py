"""Puts a section on the page: builds its document for the room there is, with marks, side notes and the why-box."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tutorapp.domain.anchors import section_text
from tutorapp.domain.content import Section
from tutorapp.domain.library import Library
from tutorapp.domain.records import dataclass
from tutorapp.services.notes import SectionWork
from tutorapp.ui.context import UiContext
from tutorapp.ui.notes import look as looks
from tutorapp.ui.notes.built import BuiltPage
from tutorapp.ui.notes.care import care_card, note_card
from tutorapp.ui.notes.document import WHY_SLOT, PageBuilder
from tutorapp.ui.notes.foot import link_words
from tutorapp.ui.notes.page import ReadingPage
from tutorapp.ui.notes.pictures import shipped_media
from tutorapp.ui.notes.placing import Placed, put_in_place
from tutorapp.ui.notes.why import WhyBox


@dataclass(frozen=True, slots=True)
class Room:
    """What a pane has room for. ``beside``: side notes beside the text; ``compact``: smaller titles; ``foot``: the
    links of the foot bar stand at the end of the text; ``hidden``: the text is covered.
    """

    beside: bool = False
    compact: bool = False
    foot: bool = False
    hidden: bool = False


class Sheet(QObject):
    """What is on the page.

    Signals:
        link_opened: a link in a side note was followed (its address).
    """

    link_opened = Signal(str)

    def __init__(self, context: UiContext, page: ReadingPage, why: WhyBox) -> None:
        super().__init__(page)
        self._ctx = context
        self.page = page
        self.why = why
        self.text = ""
        self.placed: tuple[Placed, ...] = ()
        self._inline = True
        why.editor.entered.connect(lambda: page.reveal(why))

    @property
    def is_stale(self) -> bool:
        """Side notes are in the text though there is room beside it, or the other way round."""
        return self._inline == bool(self.page.columns.side)

    def show(self, library: Library, section: Section, work: SectionWork, room: Room, *, keep: bool) -> None:
        """Build the page anew; ``keep``: at the same place in the text."""
        plain = self.top_plain() if keep else 0
        caret = self._caret_plain() if keep else 0
        page, look = self.page, looks.from_theme(self._ctx.theme)
        page.look = look
        page.set_beside(room.beside)
        self.text = section_text(section, library.titles)
        self.placed = put_in_place((*work.highlights, *work.notes), self.text)
        built = self._build(library, section, look, room)
        if room.hidden:
            from tutorapp.ui.notes.bars import covered  # no start waits for what only covering needs

            headings, bars = covered(built, page.columns, page.viewport().width())
            page.show_built(headings, look, bars)
            return
        page.show_built(built, look)
        page.put_notes(self._cards(library, look, built))
        page.put_slot(WHY_SLOT, self.why if section.why else None)
        self._put_caret(caret, built)
        page.verticalScrollBar().setValue(0)
        self.go_to_plain(plain)

    def _caret_plain(self) -> int:
        """The character the caret stands at; who marks words by the keyboard goes on from there."""
        built = self.page.built
        return (built.to_plain(self.page.textCursor().position()) or 0) if built is not None else 0

    def _put_caret(self, plain: int, built: BuiltPage) -> None:
        position = built.to_position(plain) if plain else None
        if position is not None:
            cursor = self.page.textCursor()
            cursor.setPosition(position)
            self.page.setTextCursor(cursor)

    def top_plain(self) -> int:
        """The character of the section's text that is at the top of the page."""
        if self.page.built is None or self.page.verticalScrollBar().value() < 20:
            return 0
        return self.page.built.to_plain(self.page.top_position()) or 0

    def go_to_plain(self, plain: int) -> None:
        """Scroll so that a character of the section's text is at the top; 0 leaves the page alone."""
        if plain and self.page.built is not None:
            position = self.page.built.to_position(plain)
            if position is not None:
                self.page.go_to_position(position)

    def go_to_care(self, care_id: str) -> None:
        """Scroll to a care note."""
        built = self.page.built
        if built is None:
            return
        blocks = [p.first for p in built.panels if p.id == care_id] + [s.block for s in built.sides if s.id == care_id]
        if blocks:
            self.page.go_to_position(built.document.findBlockByNumber(blocks[0]).position(), above=40)

    def _build(self, library: Library, section: Section, look: looks.Look, room: Room) -> BuiltPage:
        self._inline = not self.page.columns.side
        builder = PageBuilder(
            library,
            look,
            inline=self._inline,
            column=self.page.columns.text,
            compact=room.compact,
            read_media=self._ctx.extras.get("media", shipped_media),
        )
        builder.section(section, self.placed)
        if section.why:
            builder.why(section)
        if room.foot:
            questions, events = link_words(self.page, library, section)
            offered = [(questions, "list:questions"), (events, "list:events")]
            builder.links([one for one in offered if one[0]])
        return builder.page

    def _cards(self, library: Library, look: looks.Look, built: BuiltPage) -> list[tuple[QWidget, int]]:
        theme, width = self._ctx.theme, self.page.columns.side
        by_thread = {p.annotation.thread: p for p in self.placed}
        cards: list[tuple[QWidget, int]] = []
        for side in built.sides:
            if side.kind == "care":
                card = care_card(theme, look, library, library.care[side.id], width)
            else:
                placed = by_thread[side.id]
                card = note_card(theme, look, library, placed.annotation, width, lost=placed.is_lost)
            card.link_opened.connect(self.link_opened)
            card.text.entered.connect(lambda shown=card: self.page.reveal(shown))
            cards.append((card, side.block))
        return cards
