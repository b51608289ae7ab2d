"""Where the reader was, and when a section counts as read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from tutorapp.domain.records import dataclass

if TYPE_CHECKING:
    from tutorapp.services.ports import Clock

LONGEST_HISTORY = 100
FASTEST_WORDS_A_SECOND = 12.0
"""Twice the pace of quick silent reading (about 360 words a minute): faster is leafing through, not reading."""


def seconds_to_read(words: int) -> float:
    """The least time a section must have been open before reaching its end means that it was read."""
    return min(60.0, max(4.0, words / FASTEST_WORDS_A_SECOND))


@dataclass(frozen=True, slots=True)
class Spot:
    """A section and the character of its text that was at the top of the page."""

    section_id: str
    plain: int = 0


@dataclass(slots=True)
class History:
    """Back and forward, as in a browser."""

    behind: list[Spot] = field(default_factory=list)
    ahead: list[Spot] = field(default_factory=list)

    def leave(self, spot: Spot) -> None:
        """Go somewhere new from ``spot``: the way forward is gone."""
        self.behind = [*self.behind, spot][-LONGEST_HISTORY:]
        self.ahead = []

    def back(self, here: Spot) -> Spot | None:
        """The place before; None at the first."""
        if not self.behind:
            return None
        self.ahead.append(here)
        return self.behind.pop()

    def forward(self, here: Spot) -> Spot | None:
        """The place after; None at the last."""
        if not self.ahead:
            return None
        self.behind.append(here)
        return self.ahead.pop()


class ReadingTime(QObject):
    """Says once that the open section was read: its end was on the screen and it was open long enough.

    Signals:
        read: the section (its id) counts as read.
    """

    read = Signal(str)

    def __init__(self, clock: Clock, needed: Callable[[int], float] = seconds_to_read) -> None:
        super().__init__()
        self._clock = clock
        self._needed = needed
        self._section = ""
        self._from = 0.0
        self._seconds = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.end_seen)

    def open(self, section_id: str, words: int) -> None:
        """A section of ``words`` words is on the screen from now on."""
        self._timer.stop()
        self._section = section_id
        self._from = self._clock.monotonic()
        self._seconds = self._needed(words)

    def close(self) -> None:
        """No section is open, or it is covered."""
        self._timer.stop()
        self._section = ""

    def end_seen(self) -> None:
        """The end of the section is on the screen."""
        if not self._section:
            return
        left = self._seconds - (self._clock.monotonic() - self._from)
        if left > 0:
            if not self._timer.isActive():
                self._timer.start(round(left * 1000) + 1)
            return
        section, self._section = self._section, ""
        self._timer.stop()
        self.read.emit(section)
