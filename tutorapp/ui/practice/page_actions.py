"""Which actions a page of the practice pane has."""

from __future__ import annotations

_PAPER = ("practice.export", "practice.print", "practice.pdf")
ACTIONS: dict[str, frozenset[str]] = {
    "choose": frozenset({"practice.surprise", "practice.history", "practice.start", "practice.quiz"}),
    "run": frozenset({"practice.choose", "practice.history"}),
    "sit": frozenset(
        {
            "practice.hand_in",
            "practice.rest_break",
            "practice.clock",
            "practice.leave",
            "practice.read.question",
            "practice.read.sources",
            "practice.read.answer",
            "practice.read.pause",
            "practice.read.stop",
        }
    ),
    "mark": frozenset(
        {
            "practice.award",
            "practice.reject",
            "practice.later",
            "practice.evidence",
            "practice.missed",
            "practice.undo",
            "practice.finish",
            "practice.choose",
        }
    ),
    "levels": frozenset({"practice.finish", "practice.choose"}),
    "result": frozenset({"practice.choose", "practice.history", *_PAPER}),
    "history": frozenset({"practice.choose", *_PAPER}),
}
"""Which actions work on which page: single keys must not act where one types."""
