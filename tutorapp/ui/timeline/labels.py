"""What stands beside an event on the line, and how wide it is."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tutorapp.domain.timeline.index import TimelineIndex
from tutorapp.ui.timeline.ink import Ink

WIDEST_LABEL = 250.0
LONGEST = 80
"""Characters that are looked at; a longer title is cut anyway."""


class Labels(list[str]):
    """The labels of an index by position, each made and measured when it is first asked for."""

    def __init__(self, ink: Ink, index: TimelineIndex, *, short: bool) -> None:
        super().__init__([""] * len(index))
        self._ink = ink
        self._index = index
        self._short = short
        self._widths = [-1.0] * len(index)

    def __getitem__(self, item: int) -> str:  # type: ignore[override]  # never sliced
        found = super().__getitem__(item)
        if not found:
            found = self._make(item)
            self[item] = found
        return found

    def width(self, item: int) -> float:
        """Pixels of a label."""
        width = self._widths[item]
        if width < 0:
            width = self._widths[item] = self._ink.width(self[item])
        return width

    def _make(self, item: int) -> str:
        """The full title where it fits and there are rows for it, else the short one, cut if still too wide."""
        event, ink = self._index.items[item], self._ink
        if not self._short and ink.width(event.title[:LONGEST]) <= WIDEST_LABEL and len(event.title) <= LONGEST:
            return event.title
        text = event.label[:LONGEST]
        if ink.width(text) <= WIDEST_LABEL:
            return text
        return ink.metrics.elidedText(text, Qt.TextElideMode.ElideRight, WIDEST_LABEL)
