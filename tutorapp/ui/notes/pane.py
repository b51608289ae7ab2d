"""The Notes pane: contents, reading page, side notes, popovers, cover and recall, paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from tutorapp.domain.anchors import section_text
from tutorapp.domain.changes import Changes
from tutorapp.domain.content import Section
from tutorapp.domain.library import Library
from tutorapp.services.notes import SectionWork
from tutorapp.ui.bus import Target
from tutorapp.ui.context import UiContext
from tutorapp.ui.notes import look as looks
from tutorapp.ui.notes.acts import add_marking, add_paper
from tutorapp.ui.notes.contents import Contents
from tutorapp.ui.notes.covering import Covering
from tutorapp.ui.notes.foot import FootBar
from tutorapp.ui.notes.guide import Guide
from tutorapp.ui.notes.marking import Marking
from tutorapp.ui.notes.page import ReadingPage
from tutorapp.ui.notes.paper import Paper
from tutorapp.ui.notes.placing import put_in_place
from tutorapp.ui.notes.reading import History, ReadingTime, Spot, seconds_to_read
from tutorapp.ui.notes.sheet import Room, Sheet
from tutorapp.ui.notes.tools import Tools
from tutorapp.ui.notes.why import WhyBox
from tutorapp.ui.pane import Pane

BESIDE_WIDTH = 1100
NARROW_WIDTH = 620
LOW_HEIGHT = 540
CONTENTS_WIDTH = 264
CONTENTS_NARROW = 252
COVER_WIDTH = 524
COVER_ALONE = 380  # pixels of height below which a narrow pane has no room for page and cover panel both
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
        self._query = ""
        self._own_width = 0  # of the contents, once the person has dragged its edge
        self._history = History()
        self._tools: Tools | None = None
        self._reading = ReadingTime(context.clock, seconds_needed)
        self._build(point_ms)
        self._build_actions()
        self._connect()

    @property
    def title(self) -> str:
        """The pane's name on screen."""
        return self.tr("Notes")

    # --- building ------------------------------------------------------------------------------------

    def _build(self, point_ms: int) -> None:
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
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("notes.splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for widget in (self.contents, middle):
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(1, 1)
        self.contents.setMinimumWidth(160)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.sheet = Sheet(self.ctx, self.page, self.why)
        self.guide = Guide(self.ctx, self.page, self, point_ms)
        self.popover = self.guide.popover
        self.marking = Marking(self.ctx, self.page, self)
        self.covering = Covering(self.ctx, self.splitter)
        self.paper = Paper(self.ctx, self)

    def _build_actions(self) -> None:
        add = self.add_action
        add("notes.cover", self.tr("Cover"), "C", self.toggle_cover)
        add_marking(self, self.marking)
        add("notes.caret", self.tr("Caret in the text"), "F7", self._toggle_caret)
        add("notes.contents", self.tr("Contents"), None, self._toggle_contents)
        add("notes.group", self.tr("Group by specification point"), None, self._toggle_grouping)
        add("notes.link.next", self.tr("Next link in the text"), None, lambda: self.page.step_link(forward=True))
        add("notes.link.before", self.tr("Link before in the text"), None, lambda: self.page.step_link(forward=False))
        add("notes.back", self.tr("Back"), "Alt+Left", self.go_back)
        add("notes.forward", self.tr("Forward"), "Alt+Right", self.go_forward)
        add("notes.before", self.tr("Section before"), "Ctrl+PgUp", self.foot.go_before)
        add("notes.after", self.tr("Section after"), "Ctrl+PgDown", self.foot.go_after)
        self._paper_actions = add_paper(self, self.paper, lambda: self._section)

    def _connect(self) -> None:
        self.contents.section_chosen.connect(self._on_section_chosen)
        self.splitter.splitterMoved.connect(self._on_splitter_moved)
        self.page.end_seen.connect(self._reading.end_seen)
        self.page.columns_changed.connect(self._on_columns_changed)
        self.sheet.link_opened.connect(self.guide.follow)
        self.foot.link_opened.connect(self.guide.follow)
        self.guide.section_asked.connect(self.open_section)
        self.guide.note_asked.connect(self.marking.edit_note)
        self.guide.list_asked.connect(self.foot.open_list)
        self.why.answer_changed.connect(self._on_why_answered)
        self.why.height_changed.connect(self.page.place_widgets)
        self.covering.changed.connect(self._on_cover_changed)
        self._reading.read.connect(self._on_section_read)
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
        self._fit()
        self.popover.set_library(library)
        self._load_states()
        wanted = self._section.id if self._section else ""
        if wanted not in library.sections:
            wanted = next(iter(library.sections), "")
        if wanted:
            self._section = None
            self.open_section(wanted, remember=False)

    def reload(self, library: Library) -> None:
        """Own questions or events changed: the page stays as it is, with what is being written in it."""
        self._library = library
        self.popover.set_library(library)

    def show_target(self, target: Target) -> bool:
        """Sections, terms, care notes and own notes are here."""
        if self._library is None:
            return False
        if target.kind == "section" and target.id in self._library.sections:
            self.open_section(target.id, query=target.query)
            return True
        known = {"term": set(self._library.terms), "care": set(self._library.care)}.get(target.kind, set())
        if target.id in known:
            return self._show_link(self._library, target)
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
            "contents": self._own_width,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to a place of ``state()``."""
        self.contents.set_grouping(state.get("by_point") is True)
        width = state.get("contents")
        self._own_width = width if isinstance(width, int) and width > 0 else 0
        section, plain = state.get("section"), state.get("plain")
        if self._library is not None and isinstance(section, str) and section in self._library.sections:
            self._go(Spot(section, plain if isinstance(plain, int) else 0))

    def focus_first(self) -> None:
        """The keyboard goes to the page."""
        self.page.setFocus()

    def before_close(self) -> None:
        """Save the why-answer, and wait for a PDF that is being written."""
        self.why.flush()
        self.paper.finish()

    def open_section(self, section_id: str, *, query: str = "", remember: bool = True) -> None:
        """Show a section from its top, or at the first hit of ``query``."""
        library = self._library
        if library is None or section_id not in library.sections:
            return
        here = self._here()
        if self._section is not None and self._section.id == section_id and not query:
            self.page.verticalScrollBar().setValue(0)
            return
        self._reading.close()
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
        self._reading.open(section.id, len(self.sheet.text.split()))
        self.page.check_end()
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
        self.sheet.go_to_plain(spot.plain)
        if self._tools:
            self._tools.set_history(back=bool(self._history.behind), forward=bool(self._history.ahead))

    def _here(self) -> Spot | None:
        if self._section is None:
            return None
        return Spot(self._section.id, self.sheet.top_plain())

    # --- the page ------------------------------------------------------------------------------------

    @property
    def _is_low(self) -> bool:
        return self.height() < LOW_HEIGHT

    def _show_page(self, *, keep: bool) -> None:
        if self._library is None or self._section is None:
            return
        room = Room(
            beside=self.width() >= BESIDE_WIDTH and not self.covering.is_on,
            compact=self._is_low or self.width() < NARROW_WIDTH,
            foot=self._is_low,
            hidden=self.covering.hides_text,
        )
        self.sheet.show(self._library, self._section, self._work, room, keep=keep)
        self.marking.put(self._section.id, self.sheet.text, () if room.hidden else self.sheet.placed)

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
        narrow, on = width < NARROW_WIDTH, self.covering.is_on
        self.contents.setVisible(not narrow and not (on and width < 1000))
        cramped = narrow and self.height() < COVER_ALONE
        self._middle.setVisible(not (cramped and on))
        if on:
            self.covering.panel.set_low(cramped)
        self.foot.setVisible(not self._is_low and not on)
        self.contents.set_roomy(not self._is_low)
        if narrow and on:
            self.splitter.setOrientation(Qt.Orientation.Vertical)
            self.splitter.setSizes([0, self.height() // 2, self.height() // 2])
        else:
            self.splitter.setOrientation(Qt.Orientation.Horizontal)
            tree = self._contents_width() if self.contents.isVisibleTo(self) else 0
            cover = min(COVER_WIDTH, (width - tree) // 2) if on else 0
            self.splitter.setSizes([tree, max(1, width - tree - cover), cover])
        if self._tools:
            self._tools.fit(width, narrow=narrow, covered=on)

    def _contents_width(self) -> int:
        usual = self.ctx.theme.px(CONTENTS_WIDTH if self.width() >= 1000 else CONTENTS_NARROW)
        return min(self._own_width or max(usual, self.contents.wanted_width()), self.width() * 38 // 100)

    def _on_splitter_moved(self, _at: int, _index: int) -> None:
        if self.splitter.orientation() == Qt.Orientation.Horizontal and not self.covering.is_on:
            self._own_width = self.splitter.sizes()[0]

    def _on_columns_changed(self) -> None:
        section = self._section
        has_pictures = section is not None and "![" in section.body
        if self.covering.hides_text or has_pictures or self.sheet.is_stale:
            QTimer.singleShot(0, self, lambda: self._show_page(keep=True))

    def _on_theme_changed(self) -> None:
        self._fit()
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

    # --- targets -------------------------------------------------------------------------------------

    def _show_link(self, library: Library, target: Target) -> bool:
        """Open a section that links to the item (the open one if it does), at that link."""
        sections = self.guide.sections_with(library, target.kind, target.id)
        if not sections:
            return False
        here = self._section.id if self._section else ""
        self.open_section(here if here in sections and not target.query else sections[0], query=target.query)
        if target.kind == "care":
            self.sheet.go_to_care(target.id)
        else:
            self.guide.show_link(f"{target.kind}:{target.id}")
        return True

    def _show_note(self, library: Library, target: Target) -> None:
        notes, unit = self.ctx.services.notes, library.manifest.id

        def found(note: Any) -> None:  # noqa: ANN401  # an annotation or None, from the worker
            if note is None or note.section_id not in library.sections:
                self.ctx.bus.notice(self.tr("This note is not there any more."))
                return
            self.open_section(note.section_id, query=target.query)
            placed = put_in_place([note], section_text(library.sections[note.section_id], library.titles))[0]
            if placed.place is not None and not target.query:
                self.sheet.go_to_plain(placed.place.start)

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
