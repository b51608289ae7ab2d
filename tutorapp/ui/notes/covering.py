"""Runs cover and recall for the pane: what to ask, what was begun and not finished, what to keep."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QSplitter

from tutorapp.domain import markup, recall
from tutorapp.domain.changes import Changes
from tutorapp.domain.content import Section, Term
from tutorapp.domain.library import Library
from tutorapp.services.notes import SectionWork
from tutorapp.ui.context import UiContext
from tutorapp.ui.notes.document import short_day

if TYPE_CHECKING:
    from tutorapp.ui.notes.cover import CoverPanel

MOST_TERMS = 8


class Covering(QObject):
    """Whether the section is covered, and the panel beside it.

    Signals:
        changed: covered, uncovered for comparing, or over: the page must be shown anew.
    """

    changed = Signal()

    def __init__(self, context: UiContext, beside: QSplitter) -> None:
        """The panel will stand in ``beside``, as its last part."""
        super().__init__(beside)
        self._ctx = context
        self._beside = beside
        self._section_id = ""
        self._drafts: dict[str, str] = {}

    @cached_property
    def panel(self) -> CoverPanel:
        """Made when a section is first covered, so that no start waits for it."""
        from tutorapp.ui.notes.cover import CoverPanel

        panel = CoverPanel(self._ctx)
        panel.hide()
        self._beside.addWidget(panel)
        panel.uncovered.connect(self.changed)
        panel.kept.connect(self._on_kept)
        panel.closed.connect(self.end)
        return panel

    @property
    def is_on(self) -> bool:
        """The panel is open."""
        return bool(self._section_id)

    @property
    def hides_text(self) -> bool:
        """The text is hidden; while comparing it is back."""
        return self.is_on and not self.panel.is_comparing

    def begin(self, library: Library, section: Section, work: SectionWork) -> None:
        """Cover ``section``; what was begun before and not kept is there again."""
        self._section_id = section.id
        from tutorapp.ui.notes.cover import Task

        ideas = recall.ideas_of(section, library.titles)
        self.panel.begin(Task(section.id, ideas, key_terms(library, section), self._last(work)))
        self.panel.editor.setPlainText(self._drafts.get(section.id, ""))
        self.panel.editor.moveCursor(QTextCursor.MoveOperation.End)
        self.panel.show()
        self.panel.editor.setFocus()
        self.changed.emit()

    def end(self) -> None:
        """Uncover and close; what was typed can be taken up again until the program is closed."""
        if not self.is_on:
            return
        self._drafts[self._section_id] = self.panel.editor.toPlainText()
        self._section_id = ""
        self.panel.hide()
        self.changed.emit()

    def _on_kept(self, typed: str, ticked: list[str], missed: list[str]) -> None:
        library, section_id = self._ctx.library, self._section_id
        if library is None or not section_id:
            return
        self.panel.editor.clear()
        self.end()
        notes, unit = self._ctx.services.notes, library.manifest.id
        words = self.tr("{0} of {1} ideas recalled.").format(len(ticked), len(ticked) + len(missed))

        def done(changes: Changes) -> None:
            self._ctx.bus.announce(changes)
            self._ctx.bus.notice(words)

        self._ctx.jobs.run(lambda: notes.save_recall(unit, section_id, typed, ticked, missed), done)

    def _last(self, work: SectionWork) -> str:
        if not work.recalls:
            return ""
        ticked, total = recall.score(work.recalls[0])
        if not total:
            return ""
        day = short_day(work.recalls[0].at)
        return self.tr("on {0} you had {1} of {2} ideas").format(day, ticked, total)


def key_terms(library: Library, section: Section) -> tuple[Term, ...]:
    """Terms the section explains, then others it links to; at most eight."""
    linked = [link.target for link in markup.links(section.body) if link.kind == "term"]
    own = [term.id for term in library.unit.terms if section.id in term.sections]
    ids = dict.fromkeys([*(one for one in linked if one in own), *linked])
    return tuple(library.terms[one] for one in ids if one in library.terms)[:MOST_TERMS]
