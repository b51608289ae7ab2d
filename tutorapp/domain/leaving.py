"""Leaving the window in exam conditions: what counts, from when to when; pure rules over clock stamps.

Source: issue 7, section 5, and the exam log of other programs (``field/lab.md`` 1.2): leaving is never stopped, for a
pupil who is called away or whose screen reader takes the focus has done nothing wrong; it is written down with its
length, and a supervisor reads the log.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from tutorapp.domain.exam_clock import ClockEvent, EventKind, Instant
from tutorapp.domain.records import dataclass

LEAST_SECONDS = 2.0
"""A shorter absence is a message of the system that was clicked away, and is not written down."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether the person is at the window; ``since``: when they went; ``logged``: that is written down already."""

    since: Instant | None = None
    how: str = ""
    logged: bool = False

    @property
    def is_away(self) -> bool:
        """Whether the window is without its person."""
        return self.since is not None


ABSENCE: tuple[EventKind, EventKind] = ("left", "returned")
OUT_OF_FULL: tuple[EventKind, EventKind] = ("left_full", "full_again")
"""What is written when something begins and when it ends: the window was left, or no longer filled the screen."""


class Move(NamedTuple):
    """The state after a look, and what is to be written down."""

    presence: Presence
    events: tuple[ClockEvent, ...]


def look(
    presence: Presence,
    at: Instant,
    *,
    here: bool,
    how: str = "",
    kinds: tuple[EventKind, EventKind] = ABSENCE,
) -> Move:
    """The state at ``at``: ``here`` says whether the window is in front, ``how`` why not.

    "left" is written once the absence is ``LEAST_SECONDS`` long, so that a computer that is switched off then does
    not hide it; "returned" with the whole length when it ends; ``kinds`` are these two, or those of full screen.
    Lengths are by the boot-time clock, sleep included.
    """
    if here:
        return _returned(presence, at, kinds)
    if presence.since is None:
        return Move(Presence(at, how), ())
    if presence.logged or _away(presence.since, at) < LEAST_SECONDS:
        return Move(presence, ())
    return Move(replace(presence, logged=True), (ClockEvent(kinds[0], 0.0, presence.how),))


def _returned(presence: Presence, at: Instant, kinds: tuple[EventKind, EventKind]) -> Move:
    if presence.since is None:
        return Move(presence, ())
    length = _away(presence.since, at)
    if not presence.logged and length < LEAST_SECONDS:
        return Move(Presence(), ())
    left = () if presence.logged else (ClockEvent(kinds[0], 0.0, presence.how),)
    return Move(Presence(), (*left, ClockEvent(kinds[1], length, presence.how)))


def _away(since: Instant, at: Instant) -> float:
    same = bool(since.boot_id) and since.boot_id == at.boot_id
    boot = at.boottime - since.boottime
    return max(boot if same or not since.boot_id else (at.wall - since.wall).total_seconds(), 0.0)
