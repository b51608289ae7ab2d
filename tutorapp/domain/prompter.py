"""The optional prompter: a quiet word when nothing was written for a while.

Source: JCQ access arrangements list a prompter, who draws a candidate who lost the thread back to the task and says
nothing about the answer. Time is the clock's active seconds, so that a rest break is never taken for idleness.
"""

from __future__ import annotations

from tutorapp.domain.records import dataclass


@dataclass(frozen=True, slots=True)
class Prompter:
    """``every`` active seconds without a word; 0: never. ``since``: when the last word or reminder was."""

    every: int = 0
    since: float = 0.0

    def typed(self, used: float) -> Prompter:
        """Something was written at ``used`` active seconds."""
        return Prompter(self.every, used)

    def is_due(self, used: float) -> bool:
        """Whether it is time for a reminder; ``typed`` begins the wait anew after it as after a word."""
        return self.every > 0 and used - self.since >= self.every
