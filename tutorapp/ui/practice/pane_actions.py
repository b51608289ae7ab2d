"""The practice pane's actions for sitting, reading aloud, marking and paper: id, words, keys and what each does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutorapp.ui.practice.pane import PracticePane

Act = tuple[str, str, str | None, Callable[[], object]]


def sitting(pane: PracticePane) -> tuple[Act, ...]:
    """While an answer is written; the page they act on is built when it is first gone to."""
    tr = pane.tr
    return (
        ("practice.hand_in", tr("Hand in"), "Ctrl+Return", lambda: pane.sit.ask_to_hand_in()),
        ("practice.rest_break", tr("Rest break"), "Ctrl+B", lambda: pane.sit.rest()),
        ("practice.clock", tr("Hide or show the clock"), "Ctrl+T", lambda: pane.sit.toggle_clock()),
        ("practice.read.question", tr("Read the question aloud"), "F2", lambda: pane.sit.read("question")),
        ("practice.read.sources", tr("Read the sources aloud"), "F3", lambda: pane.sit.read("sources")),
        ("practice.read.answer", tr("Read my answer aloud"), "F4", lambda: pane.sit.read("answer")),
        ("practice.read.pause", tr("Pause reading aloud, or go on"), "F8", lambda: pane.sit.pause_reading()),
        ("practice.read.stop", tr("Stop reading aloud"), "Shift+F8", lambda: pane.sit.stop_reading()),
        ("practice.leave", tr("Leave; the answer is kept"), None, lambda: pane.sit.ask_to_leave()),
    )


def marking(pane: PracticePane) -> tuple[Act, ...]:
    """Single keys on the point in focus while an answer is marked by points."""
    tr = pane.tr
    return (
        ("practice.award", tr("Award the point"), "Y", lambda: pane.mark_key("award")),
        ("practice.reject", tr("Not yet"), "N", lambda: pane.mark_key("reject")),
        ("practice.later", tr("Decide later"), "U", lambda: pane.mark_key("later")),
        ("practice.evidence", tr("Use the selected words as evidence"), "E", lambda: pane.mark_key("evidence")),
        ("practice.missed", tr("The marker missed the selected words"), "M", lambda: pane.mark_key("missed")),
    )


def paper(pane: PracticePane) -> tuple[Act, ...]:
    """For the answer that is shown."""
    tr = pane.tr
    return (
        ("practice.export", tr("Save this answer as a file …"), "Ctrl+Shift+S", lambda: pane.paper.save_text()),
        ("practice.print", tr("Print this answer …"), "Ctrl+P", lambda: pane.paper.ask("print")),
        ("practice.pdf", tr("Save this answer as PDF …"), None, lambda: pane.paper.ask("pdf")),
    )
