"""Highlighting and note writing on the page: from a selection or a key to the service, with undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QWidget

from tutorapp.domain.anchors import make_anchor
from tutorapp.domain.work import Anchor, Annotation, Colour
from tutorapp.services.notes import Edit, NotesService
from tutorapp.ui.context import UiContext
from tutorapp.ui.notes.annotations import NoteEditor, SelectionBar
from tutorapp.ui.notes.page import ReadingPage
from tutorapp.ui.notes.placing import Placed, covering

MOST_UNDO = 50


class Marking(QObject):
    """Joins page, selection bar, note editor and service; tells the bus what changed."""

    def __init__(self, context: UiContext, page: ReadingPage, over: QWidget) -> None:
        super().__init__(over)
        self._ctx = context
        self._page = page
        self._section_id = ""
        self._text = ""
        self._placed: Sequence[Placed] = ()
        self._colour: Colour = "yellow"
        self._edits: list[Edit] = []
        self.bar = SelectionBar(context, over)
        self.editor = NoteEditor(context, over)
        self.bar.colour_chosen.connect(self._on_colour_chosen)
        self.bar.note_asked.connect(self.note)
        self.bar.removal_asked.connect(self.remove_highlight)
        self.editor.saved.connect(self._on_note_saved)
        self.editor.deletion_asked.connect(self._on_deletion_asked)
        self.editor.closed.connect(page.setFocus)
        page.selection_settled.connect(self._on_selection_settled)

    def put(self, section_id: str, text: str, placed: Sequence[Placed]) -> None:
        """The section on the page, its text for anchors, and what is marked in it."""
        if section_id != self._section_id:
            self.close_cards()
        self._section_id, self._text, self._placed = section_id, text, placed

    def close_cards(self) -> None:
        """Put bar and editor away."""
        self.bar.hide()
        self.editor.close_card()

    def highlight(self, colour: Colour | None = None) -> None:
        """Highlight the selection in ``colour`` (the last one used); on highlighted words change it or take it off."""
        self._colour = colour or self._colour
        selected = self._page.selected()
        if selected is None:
            self._ask_for_words()
            return
        existing = self._highlight_at(*selected)
        if existing is None:
            self._add_highlight(self._colour)
        elif existing.colour == self._colour:
            self.remove_highlight()
        else:
            self._on_colour_chosen(self._colour)

    def remove_highlight(self) -> None:
        """Take the highlight off the selected words, or say what is missing."""
        selected = self._page.selected()
        existing = self._highlight_at(*selected) if selected else None
        if existing is not None:
            self._done_with_selection()
            self._run(lambda notes: notes.delete(existing.thread))
        elif selected is None:
            self._ask_for_words()
        else:
            self._ctx.bus.notice(self.tr("There is no highlight on the selected words."))

    def note(self) -> None:
        """Write a note on the selection; without one, on the whole section."""
        selected = self._page.selected()
        if not self._section_id:
            return
        anchor = self._anchor()
        existing = self._note_at(*selected) if selected else None
        rect = self._selection_rect()
        self.bar.hide()
        self.editor.begin(rect, note=existing, anchor=anchor)

    def edit_note(self, thread: str, at: QRect | None = None) -> None:
        """Change the note of ``thread``."""
        note = next((p.annotation for p in self._placed if p.annotation.thread == thread), None)
        if note is not None:
            self.editor.begin(at or self._selection_rect(), note=note)

    def undo(self) -> None:
        """Take back the last edit made here."""
        if not self._edits:
            self._ctx.bus.notice(self.tr("There is nothing to undo in your notes."))
            return
        edit = self._edits.pop()
        self._run(lambda notes: notes.undo(edit), remember=False)

    # --- from the bar and the editor -----------------------------------------------------------------

    def _on_selection_settled(self) -> None:
        selected = self._page.selected()
        if selected is None or self.editor.isVisible():
            self.bar.hide()
            return
        self.bar.show_at(self._selection_rect(), marked=self._highlight_at(*selected) is not None)

    def _on_colour_chosen(self, colour: str) -> None:
        self._colour = cast("Colour", colour)
        selected = self._page.selected()
        existing = self._highlight_at(*selected) if selected else None
        if existing is None:
            self._add_highlight(self._colour)
            return
        self._done_with_selection()
        self._run(lambda notes: notes.change(existing.thread, colour=self._colour))

    def _add_highlight(self, colour: Colour) -> None:
        anchor = self._anchor()
        if anchor is None:
            return
        unit, section = self._unit_id(), self._section_id
        self._done_with_selection()
        self._run(lambda notes: notes.highlight(unit, section, anchor, colour))

    def _on_note_saved(self, note: Annotation | None, anchor: Anchor | None, text: str) -> None:
        unit, section = self._unit_id(), self._section_id
        if not text.strip() and note is not None:
            self._on_deletion_asked(note)
            return
        if not text.strip():
            self.editor.close_card()
            return

        def call(notes: NotesService) -> Edit:
            return notes.change(note.thread, text=text) if note else notes.add_note(unit, section, text, anchor)

        self.editor.close_card()
        self._done_with_selection()
        self._run(call)

    def _on_deletion_asked(self, note: Annotation) -> None:
        self.editor.close_card()
        self._run(lambda notes: notes.delete(note.thread), then=self._say_deleted)

    def _say_deleted(self) -> None:
        self._ctx.bus.notice(self.tr("Your note is deleted."), self.tr("Undo"), self.undo)

    def _ask_for_words(self) -> None:
        self._ctx.bus.notice(
            self.tr("Select words first: with the mouse, or press F7 and hold Shift with the arrow keys.")
        )

    # --- small parts ---------------------------------------------------------------------------------

    def _run(
        self, call: Callable[[NotesService], Edit], then: Callable[[], None] | None = None, *, remember: bool = True
    ) -> None:
        notes = self._ctx.services.notes

        def done(edit: Edit) -> None:
            if remember:
                self._edits = [*self._edits, edit][-MOST_UNDO:]
            self._ctx.bus.announce(edit.changes, self)
            if then is not None:
                then()

        self._ctx.jobs.run(lambda: call(notes), done)

    def _anchor(self) -> Anchor | None:
        selected = self._page.selected()
        if selected is None or not self._text[slice(*selected)].strip():
            return None
        return make_anchor(self._text, *selected)

    def _highlight_at(self, start: int, end: int) -> Annotation | None:
        return covering((p for p in self._placed if p.annotation.kind == "highlight"), start, end)

    def _note_at(self, start: int, end: int) -> Annotation | None:
        return covering((p for p in self._placed if p.annotation.kind == "note"), start, end)

    def _selection_rect(self) -> QRect:
        cursor = self._page.textCursor()
        if cursor.hasSelection():
            return self._page.range_rect(cursor.selectionStart(), cursor.selectionEnd())
        viewport = self._page.viewport()
        return QRect(viewport.mapToGlobal(viewport.rect().topLeft()), self._page.cursorRect().size())

    def _done_with_selection(self) -> None:
        self.bar.hide()
        self._page.clear_selection()

    def _unit_id(self) -> str:
        library = self._ctx.library
        return library.manifest.id if library else ""
