"""What stands beside an event on the line, and how wide it is."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tutorapp.domain.timeline.index import TimelineIndex
from tutorapp.ui.timeline.ink import Ink

WIDEST_LABEL = 250.0
LONGEST = 80
"""Characters that are looked at; a longer title is cut anyway."""


class Labels:
    """The labels of an index by position, each made and measured when it is first asked for."""

    def __init__(self, ink: Ink, index: TimelineIndex, *, short: bool) -> None:
        self._ink = ink
        self._index = index
        self._short = short
        self._made: dict[int, tuple[str, float]] = {}

    def __getitem__(self, item: int) -> str:
        found = self._made.get(item)
        return found[0] if found is not None else self._make(item)[0]

    def width(self, item: int) -> float:
        """Pixels of a label."""
        found = self._made.get(item)
        return found[1] if found is not None else self._make(item)[1]

    def _make(self, item: int) -> tuple[str, float]:
        """The full title where it fits and there are rows for it, else the short one, cut if still too wide."""
        event, ink = self._index.items[item], self._ink
        text = event.title
        width = ink.width(text) if not self._short and len(text) <= LONGEST else WIDEST_LABEL + 1
        if width > WIDEST_LABEL:
            text = event.label[:LONGEST]
            width = ink.width(text)
        if width > WIDEST_LABEL:
            text = ink.beginning(text, WIDEST_LABEL) or ink.metrics.elidedText(
                text, Qt.TextElideMode.ElideRight, WIDEST_LABEL
            )
            width = ink.width(text)
        found = self._made[item] = (text, width)
        return found
