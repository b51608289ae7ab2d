"""Actions of the Notes pane that come in families: marking the text, and putting it on paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction, QKeySequence

from tutorapp.domain.content import Section
from tutorapp.ui.notes.annotations import colour_words
from tutorapp.ui.notes.marking import Marking
from tutorapp.ui.notes.paper import Paper
from tutorapp.ui.pane import Pane


def add_marking(pane: Pane, marking: Marking) -> None:
    """Highlights in each colour, notes, and taking both back."""
    add, tr = pane.add_action, pane.tr
    add("notes.highlight", tr("Highlight"), "H", marking.highlight)
    for colour, words in colour_words().items():
        text = tr("Highlight: {0}").format(words)
        add(f"notes.highlight.{colour}", text, None, partial(marking.highlight, colour))
    add("notes.highlight.off", tr("Take the highlight off"), None, marking.remove_highlight)
    add("notes.note", tr("Note"), "N", marking.note)
    add("notes.undo", tr("Undo in own notes"), "Ctrl+Z", marking.undo)


def add_paper(pane: Pane, paper: Paper, section: Callable[[], Section | None]) -> list[QAction]:
    """Printing and PDF, of the open ``section()`` or of the whole unit; Ctrl+P works in the whole window."""
    add, tr = pane.add_action, pane.tr
    keys = QKeySequence.StandardKey.Print
    return [
        add("notes.print", tr("Print this section …"), keys, lambda: paper.print(section()), local=False),
        add("notes.print.unit", tr("Print the whole unit …"), None, lambda: paper.print(None)),
        add("notes.pdf", tr("Save this section as PDF …"), None, lambda: paper.save(section())),
        add("notes.pdf.unit", tr("Save the whole unit as PDF …"), None, lambda: paper.save(None)),
    ]
