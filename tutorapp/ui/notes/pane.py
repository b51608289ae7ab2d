"""The Notes pane: contents, reading page, side notes, popovers, cover and recall, paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from tutorapp.domain.anchors import section_text
from tutorapp.domain.changes import Changes
from tutorapp.domain.content import Section
from tutorapp.domain.library import Library
from tutorapp.domain.markup import links as links_of
from tutorapp.services.notes import SectionWork
from tutorapp.ui.bus import Target
from tutorapp.ui.context import UiContext
from tutorapp.ui.notes import look as looks
from tutorapp.ui.notes.built import BuiltPage
from tutorapp.ui.notes.care import care_card, note_card
from tutorapp.ui.notes.contents import Contents
from tutorapp.ui.notes.cover import CoverPanel, covered
from tutorapp.ui.notes.covering import Covering
from tutorapp.ui.notes.document import WHY_SLOT, PageBuilder
from tutorapp.ui.notes.foot import FootBar, link_words
from tutorapp.ui.notes.marking import Marking
from tutorapp.ui.notes.page import ReadingPage
from tutorapp.ui.notes.paper import Paper
from tutorapp.ui.notes.pictures import shipped_media
from tutorapp.ui.notes.placing import Placed, put_in_place
from tutorapp.ui.notes.popover import Popover
from tutorapp.ui.notes.reading import History, ReadingTime, Spot, seconds_to_read
from tutorapp.ui.notes.tools import Tools
from tutorapp.ui.notes.why import WhyBox
from tutorapp.ui.pane import Pane

BESIDE_WIDTH = 1100
NARROW_WIDTH = 620
LOW_HEIGHT = 540
CONTENTS_WIDTH = 264
CONTENTS_NARROW = 252
COVER_WIDTH = 524
POINT_MS = 250
"""How long the pointer rests on a link before its card opens."""


class NotesPane(Pane):
    """Reading, marking and recalling the sections of a unit.

    ``seconds_needed``: words of a section to the least seconds after which reaching its end means "read".
    ``point_ms``: how long the pointer rests on a link before its card opens.
    """

    pane_id = "notes"
    icon_name = "book-open"

    def __init__(
        self,
        context: UiContext,
        parent: QWidget | None = None,
        *,
        seconds_needed: Callable[[int], float] = seconds_to_read,
        point_ms: int = POINT_MS,
    ) -> None:
        super().__init__(context, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._library: Library | None = None
        self._section: Section | None = None
        self._work = SectionWork()
        self._placed: tuple[Placed, ...] = ()
        self._query = ""
        self._history = History()
        self._tools: Tools | None = None
        self._look: looks.Look | None = None
        self._pointed: tuple[str, QRect] = ("", QRect())
        self._reading = ReadingTime(context.clock, seconds_needed)
        self._build()
        self._build_actions()
        self._point_timer = QTimer(self)
        self._point_timer.setSingleShot(True)
        self._point_timer.setInterval(point_ms)
        self._connect()

    @property
    def title(self) -> str:
        """The pane's name on screen."""
        return self.tr("Notes")

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.contents = Contents(self.ctx)
        self.page = ReadingPage(self.ctx.theme, looks.from_theme(self.ctx.theme))
        self.foot = FootBar(self.ctx)
        self.why = WhyBox(self.ctx, self.page.viewport())
        self.why.hide()
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page, 1)
        column.addWidget(self.foot)
        self._middle = middle
        panel = CoverPanel(self.ctx)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("notes.splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for widget in (self.contents, middle, panel):
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(1, 1)
        self.contents.setMinimumWidth(160)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.popover = Popover(self.ctx, self)
        self.marking = Marking(self.ctx, self.page, self)
        self.covering = Covering(self.ctx, panel)
        self.paper = Paper(self.ctx, self)

    def _build_actions(self) -> None:
        add = self.add_action
        add("notes.cover", self.tr("Cover"), "C", self.toggle_cover)
        add("notes.highlight", self.tr("Highlight"), "H", self.marking.highlight)
        add("notes.note", self.tr("Note"), "N", self.marking.note)
        add("notes.undo", self.tr("Undo in own notes"), "Ctrl+Z", self.marking.undo)
        add("notes.caret", self.tr("Caret in the text"), "F7", self._toggle_caret)
        add("notes.contents", self.tr("Contents"), None, self._toggle_contents)
        add("notes.group", self.tr("Group by specification point"), None, self._toggle_grouping)
        add("notes.back", self.tr("Back"), "Alt+Left", self.go_back)
        add("notes.forward", self.tr("Forward"), "Alt+Right", self.go_forward)
        add("notes.before", self.tr("Section before"), "Ctrl+PgUp", self.foot.go_before)
        add("notes.after", self.tr("Section after"), "Ctrl+PgDown", self.foot.go_after)
        paper = self.paper
        self._paper_actions: list[QAction] = [
            add("notes.print", self.tr("Print this section …"), None, lambda: paper.print(self._section)),
            add("notes.print.unit", self.tr("Print the whole unit …"), None, lambda: paper.print(None)),
            add("notes.pdf", self.tr("Save this section as PDF …"), None, lambda: paper.save(self._section)),
            add("notes.pdf.unit", self.tr("Save the whole unit as PDF …"), None, lambda: paper.save(None)),
        ]

    def _connect(self) -> None:
        self.contents.section_chosen.connect(self._on_section_chosen)
        self.page.link_opened.connect(self.follow)
        self.page.link_pointed.connect(self._on_link_pointed)
        self.page.end_seen.connect(self._reading.end_seen)
        self.page.columns_changed.connect(self._on_columns_changed)
        self.page.verticalScrollBar().valueChanged.connect(lambda: self.popover.close_card())
        self.popover.link_opened.connect(self._on_card_link_opened)
        self.popover.closed.connect(lambda give_back: self.page.setFocus() if give_back else None)
        self.foot.link_opened.connect(self.follow)
        self.why.answer_changed.connect(self._on_why_answered)
        self.why.height_changed.connect(self.page.place_widgets)
        self.covering.changed.connect(self._on_cover_changed)
        self._reading.read.connect(self._on_section_read)
        self._point_timer.timeout.connect(self._show_pointed)
        self.ctx.theme.changed.connect(self._on_theme_changed)
        self.ctx.bus.changed.connect(self._on_changed)

    def build_tools(self, layout: QHBoxLayout) -> None:
        """Fill the title bar."""
        self._tools = Tools(self, layout, self._paper_actions)
        self._fit()

    # --- content and places --------------------------------------------------------------------------

    def load(self, library: Library) -> None:
        """Show ``library``, at the section that was open if it is still there."""
        self._library = library
        self.contents.load(library)
        self.popover.set_library(library)
        self._load_states()
        wanted = self._section.id if self._section else ""
        if wanted not in library.sections:
            wanted = next(iter(library.sections), "")
        if wanted:
            self._section = None
            self.open_section(wanted, remember=False)

    def show_target(self, target: Target) -> bool:
        """Sections, terms, care notes and own notes are here."""
        if self._library is None:
            return False
        if target.kind == "section" and target.id in self._library.sections:
            self.open_section(target.id, query=target.query)
            return True
        if target.kind == "term" and target.id in self._library.terms:
            return self._show_link(self._library, "term", target)
        if target.kind == "care" and target.id in self._library.care:
            return self._show_link(self._library, "care", target)
        if target.kind == "note":
            self._show_note(self._library, target)
            return True
        return False

    def state(self) -> dict[str, Any]:
        """The open section, the place in it and the grouping."""
        here = self._here()
        return {
            "section": here.section_id if here else "",
            "plain": here.plain if here else 0,
            "by_point": self.contents.by_point,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to a place of ``state()``."""
        self.contents.set_grouping(state.get("by_point") is True)
        section, plain = state.get("section"), state.get("plain")
        if self._library is not None and isinstance(section, str) and section in self._library.sections:
            self._go(Spot(section, plain if isinstance(plain, int) else 0))

    def focus_first(self) -> None:
        """The keyboard goes to the page."""
        self.page.setFocus()

    def before_close(self) -> None:
        """Save the why-answer."""
        self.why.flush()

    def open_section(self, section_id: str, *, query: str = "", remember: bool = True) -> None:
        """Show a section from its top, or at the first hit of ``query``."""
        library = self._library
        if library is None or section_id not in library.sections:
            return
        here = self._here()
        if self._section is not None and self._section.id == section_id and not query:
            self.page.verticalScrollBar().setValue(0)
            return
        self.why.flush()
        self.covering.end()
        self.popover.close_card()
        if remember and here is not None:
            self._history.leave(here)
        self._section, self._work, self._query = library.sections[section_id], SectionWork(), query
        self._put_section(library, self._section)
        self._load_work(fresh=True)

    def _put_section(self, library: Library, section: Section) -> None:
        self.contents.set_current(section.id)
        self.foot.put(library, section)
        self.why.put(section.why, "")
        self.page.setAccessibleName(self.tr("Notes: {0}").format(section.title))
        parent = library.sections.get(section.parent) if section.parent else None
        above = f"{parent.number} {parent.title} › " if parent else ""
        self.set_subtitle(f"{above}{section.number if parent else ''}" if parent else "")
        self._show_page(keep=False)
        self._reading.open(section.id, len(section_text(section, library.titles).split()))
        if self._query:
            self.page.show_hits(self._query)
        if self._tools:
            self._tools.set_history(back=bool(self._history.behind), forward=bool(self._history.ahead))

    def go_back(self) -> None:
        """The place before, as in a browser."""
        here = self._here()
        if here is not None and (spot := self._history.back(here)):
            self._go(spot)

    def go_forward(self) -> None:
        """The place after."""
        here = self._here()
        if here is not None and (spot := self._history.forward(here)):
            self._go(spot)

    def _go(self, spot: Spot) -> None:
        self.open_section(spot.section_id, remember=False)
        self._go_to_plain(spot.plain)
        if self._tools:
            self._tools.set_history(back=bool(self._history.behind), forward=bool(self._history.ahead))

    def _here(self) -> Spot | None:
        if self._section is None:
            return None
        return Spot(self._section.id, self._top_plain())

    def _top_plain(self) -> int:
        if self.page.built is None or self.page.verticalScrollBar().value() < 20:
            return 0
        return self.page.built.to_plain(self.page.top_position()) or 0

    def _go_to_plain(self, plain: int) -> None:
        if plain and self.page.built is not None:
            position = self.page.built.to_position(plain)
            if position is not None:
                self.page.go_to_position(position)

    # --- the page ------------------------------------------------------------------------------------

    @property
    def _is_low(self) -> bool:
        return self.height() < LOW_HEIGHT

    def _show_page(self, *, keep: bool) -> None:
        """Build the page anew; ``keep``: at the same place in the text."""
        library, section = self._library, self._section
        if library is None or section is None:
            return
        plain = self._top_plain() if keep else 0
        self._look = looks.from_theme(self.ctx.theme)
        self.page.look = self._look
        self.page.set_beside(self.width() >= BESIDE_WIDTH and not self.covering.is_on)
        text = section_text(section, library.titles)
        self._placed = put_in_place((*self._work.highlights, *self._work.notes), text)
        built = self._built(library, section)
        if self.covering.hides_text:
            hidden, bars = covered(built, self.page.columns, self.page.viewport().width())
            self.page.put_notes([])
            self.page.put_slot(WHY_SLOT, None)
            self.page.show_built(hidden, self._look, bars)
            self.why.hide()
            return
        self.page.show_built(built, self._look)
        self.page.put_notes(self._cards(library, built))
        self.page.put_slot(WHY_SLOT, self.why if section.why else None)
        self.marking.put(section.id, text, self._placed)
        self.page.verticalScrollBar().setValue(0)
        self._go_to_plain(plain)

    def _built(self, library: Library, section: Section) -> BuiltPage:
        assert self._look is not None
        builder = PageBuilder(
            library,
            self._look,
            inline=not self.page.columns.side,
            column=self.page.columns.text,
            compact=self._is_low or self.width() < NARROW_WIDTH,
            read_media=self.ctx.extras.get("media", shipped_media),
        )
        builder.section(section, self._placed)
        if section.why:
            builder.why(section)
        if self._is_low:
            questions, events = link_words(self, library, section)
            offered = [(questions, "list:questions"), (events, "list:events")]
            builder.links([one for one in offered if one[0]])
        return builder.page

    def _cards(self, library: Library, built: BuiltPage) -> list[tuple[QWidget, int]]:
        assert self._look is not None
        theme, look, width = self.ctx.theme, self._look, self.page.columns.side
        lost = {p.annotation.thread: p for p in self._placed}
        cards: list[tuple[QWidget, int]] = []
        for side in built.sides:
            if side.kind == "care":
                card = care_card(theme, look, library, library.care[side.id], width)
            else:
                placed = lost[side.id]
                card = note_card(theme, look, library, placed.annotation, width, lost=placed.is_lost)
            card.link_opened.connect(self.follow)
            cards.append((card, side.block))
        return cards

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low_before = event.oldSize().height() < LOW_HEIGHT
        beside_before = event.oldSize().width() >= BESIDE_WIDTH
        self._fit()
        if low_before != self._is_low or beside_before != (self.width() >= BESIDE_WIDTH):
            self._show_page(keep=True)

    def _fit(self) -> None:
        """Give contents, page and cover the room that there is."""
        width = self.width()
        narrow = width < NARROW_WIDTH
        on = self.covering.is_on
        self.contents.setVisible(not narrow and not (on and width < 1000))
        self._middle.setVisible(not (on and narrow) or not self.contents.isVisible())
        self.foot.setVisible(not self._is_low and not on)
        self.contents.set_roomy(not self._is_low)
        tree = (CONTENTS_WIDTH if width >= 1000 else CONTENTS_NARROW) if self.contents.isVisibleTo(self) else 0
        cover = min(COVER_WIDTH, (width - tree) // 2) if on else 0
        self.splitter.setSizes([tree, max(1, width - tree - cover), cover])
        if self._tools:
            self._tools.fit(width, narrow=narrow, covered=on)

    def _on_columns_changed(self) -> None:
        section = self._section
        has_pictures = section is not None and "![" in section.body
        if self.covering.hides_text or has_pictures:
            QTimer.singleShot(0, self, lambda: self._show_page(keep=True))

    def _on_theme_changed(self) -> None:
        self._show_page(keep=True)

    def _toggle_contents(self) -> None:
        if self.width() < NARROW_WIDTH:
            shown = not self.contents.isVisible()
            self.contents.setVisible(shown)
            self._middle.setVisible(not shown)
            if shown:
                self.contents.tree.setFocus()
        else:
            self.contents.setVisible(not self.contents.isVisible())

    def _on_section_chosen(self, section_id: str) -> None:
        if self.width() < NARROW_WIDTH:
            self.contents.hide()
            self._middle.show()
        self.open_section(section_id)
        self.page.setFocus()

    def _toggle_grouping(self) -> None:
        self.contents.set_grouping(not self.contents.by_point)

    def _toggle_caret(self) -> None:
        flag = Qt.TextInteractionFlag.TextSelectableByKeyboard
        on = not self.page.textInteractionFlags() & flag
        self.page.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | flag
            if on
            else Qt.TextInteractionFlag.TextBrowserInteraction
        )
        self.page.setFocus()
        self.ctx.bus.notice(
            self.tr("A caret is in the text: hold Shift with the arrow keys to select. F7 takes it away.")
            if on
            else self.tr("The arrow keys scroll again.")
        )

    # --- links and cards -----------------------------------------------------------------------------

    def follow(self, address: str) -> None:
        """Go where a link leads: kind, colon, id."""
        kind, _colon, item = address.partition(":")
        if kind == "section":
            self.open_section(item)
        elif kind == "term":
            self._point_timer.stop()
            self.popover.show_for(address, self._link_rect(address), pinned=True)
        elif kind == "event":
            self.ctx.selection.select_event(item, self)
            self.ctx.bus.open(Target("event", item))
        elif kind == "note":
            self.marking.edit_note(item)
        elif kind == "list":
            viewport = self.page.viewport()
            self.foot.open_list(item, at=viewport.mapToGlobal(QPoint(self.page.columns.left, viewport.height() // 3)))
        else:
            self.ctx.bus.open(Target(kind, item))

    def _on_card_link_opened(self, address: str) -> None:
        if not address.startswith("term:"):
            self.popover.close_card()
        self.follow(address)

    def _link_rect(self, address: str) -> QRect:
        if self._pointed[0] == address:
            return self._pointed[1]
        cursor = self.page.textCursor()
        found = self.page.link_range(cursor.selectionStart()) or self.page.link_range(cursor.position())
        if found is not None:
            return self.page.range_rect(*found)
        here = self.popover.geometry() if self.popover.isVisible() else QRect(self.page.columns.left, 40, 1, 1)
        return QRect(self.mapToGlobal(here.topLeft()), here.size())

    def _on_link_pointed(self, address: str, rect: QRect) -> None:
        if not address:
            self._point_timer.stop()
            self.popover.leave()
            return
        self._pointed = (address, rect)
        if self.page.focused_link():
            self._show_pointed()
        else:
            self._point_timer.start()

    def _show_pointed(self) -> None:
        address, rect = self._pointed
        if self.popover.address != address and not self.covering.hides_text:
            self.popover.show_for(address, rect, pinned=False)

    def _show_link(self, library: Library, kind: str, target: Target) -> bool:
        """Open the first section that has a link to the item, at that link."""
        sections = [
            section.id
            for section in library.unit.sections
            if any(link.kind == kind and link.target == target.id for link in links_of(section.body))
        ]
        if not sections:
            return False
        here = self._section.id if self._section else ""
        self.open_section(here if here in sections and not target.query else sections[0], query=target.query)
        if kind == "care":
            self._go_to_care(target.id)
            return True
        found = self.page.find_link(f"{kind}:{target.id}")
        if found is not None:
            self.page.go_to_position(found[0], above=self.page.viewport().height() // 3)
            self.popover.show_for(f"{kind}:{target.id}", self.page.range_rect(*found), pinned=True)
        return True

    def _go_to_care(self, care_id: str) -> None:
        built = self.page.built
        if built is None:
            return
        blocks = [p.first for p in built.panels if p.id == care_id] + [s.block for s in built.sides if s.id == care_id]
        if blocks:
            self.page.go_to_position(built.document.findBlockByNumber(blocks[0]).position(), above=40)

    def _show_note(self, library: Library, target: Target) -> None:
        notes, unit = self.ctx.services.notes, library.manifest.id

        def found(note: Any) -> None:  # noqa: ANN401  # an annotation or None, from the worker
            if note is None or note.section_id not in library.sections:
                self.ctx.bus.notice(self.tr("This note is not there any more."))
                return
            self.open_section(note.section_id, query=target.query)
            placed = put_in_place([note], section_text(library.sections[note.section_id], library.titles))[0]
            if placed.place is not None and not target.query:
                self._go_to_plain(placed.place.start)

        self.ctx.jobs.run(lambda: notes.find(unit, target.id), found)

    # --- cover ---------------------------------------------------------------------------------------

    def toggle_cover(self) -> None:
        """Cover the section, or bring its text back."""
        if self.covering.is_on:
            self.covering.end()
        elif self._library is not None and self._section is not None:
            self.why.flush()
            self.popover.close_card()
            self.marking.close_cards()
            self.covering.begin(self._library, self._section, self._work)

    def _on_cover_changed(self) -> None:
        self._fit()
        self._show_page(keep=False)
        if self._tools:
            self._tools.set_covered(self.covering.hides_text)
        if self.covering.is_on:
            self._reading.close()
        else:
            self.page.setFocus()

    # --- a person's work -----------------------------------------------------------------------------

    def _load_states(self) -> None:
        if self._library is None or not self.ctx.is_ready:
            return
        notes, unit = self.ctx.services.notes, self._library.manifest.id
        self.ctx.jobs.run(lambda: notes.states(unit), self.contents.set_states)

    def _load_work(self, *, fresh: bool = False) -> None:
        if self._library is None or self._section is None or not self.ctx.is_ready:
            return
        notes, unit, section = self.ctx.services.notes, self._library.manifest.id, self._section

        def loaded(work: SectionWork) -> None:
            if self._section is not section:
                return
            before, self._work = self._work, work
            if fresh:
                self.why.put(section.why, work.why.text if work.why else "")
            if (before.highlights, before.notes) != (work.highlights, work.notes):
                self._show_page(keep=True)

        self.ctx.jobs.run(lambda: notes.section(unit, section.id), loaded)

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if "sections" in changes.kinds:
            self._load_states()
        if "annotations" in changes.kinds and initiator is not self.why:
            self._load_work()

    def _on_why_answered(self, text: str) -> None:
        if self._library is None or self._section is None:
            return
        notes, unit, section = self.ctx.services.notes, self._library.manifest.id, self._section.id

        def saved(changes: Changes) -> None:
            self.ctx.bus.announce(changes, self.why)
            self.why.say(self.tr("saved"))

        self.ctx.jobs.run(lambda: notes.save_why(unit, section, text), saved)

    def _on_section_read(self, section_id: str) -> None:
        if self._library is not None and self.ctx.is_ready:
            notes, unit = self.ctx.services.notes, self._library.manifest.id
            self.ctx.run(lambda: notes.mark_read(unit, section_id), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.popover.close_card()
            self.marking.close_cards()
            self.page.setExtraSelections([])
            event.accept()
            return
        super().keyPressEvent(event)
