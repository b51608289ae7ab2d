"""Which actions a page of the practice pane has."""

from __future__ import annotations

ACTIONS: dict[str, frozenset[str]] = {
    "choose": frozenset({"practice.surprise", "practice.history", "practice.start", "practice.quiz"}),
    "run": frozenset({"practice.choose", "practice.history"}),
    "sit": frozenset({"practice.hand_in", "practice.rest_break", "practice.clock", "practice.leave"}),
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
    "result": frozenset({"practice.choose", "practice.history", "practice.export"}),
    "history": frozenset({"practice.choose", "practice.export"}),
}
"""Which actions work on which page: single keys must not act where one types."""
