"""The clock of one sitting: a state machine that computes time from stamps and never from ticks.

Sources of the rules: JCQ access arrangements (extra time is a share of the paper's time; supervised rest breaks
stop the clock and are logged) and our policy for faults: a changed wall clock never changes the time left; sleep
of the computer and a dead program are logged and, at home, not charged; under ``strict`` conditions they are.
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import datetime
from typing import Literal, NamedTuple

from tutorapp.domain.records import dataclass

Phase = Literal["running", "break", "suspended", "closed"]
EventKind = Literal[
    "break_start",
    "break_end",
    "suspended",
    "resumed",
    "gap",
    "clock_jump",
    "half_time",
    "five_minutes",
    "time_up",
    "closed",
    "left",
    "returned",
    "left_full",
    "full_again",
    "prompted",
    "read_aloud",
    "exam_conditions",
]

SLACK_SECONDS = 2.0
"""Clocks that disagree by less than this between two stamps are taken to agree."""

_FIVE_MINUTES = 300.0
_PHASES: frozenset[str] = frozenset({"running", "break", "suspended", "closed"})


@dataclass(frozen=True, slots=True)
class Instant:
    """One moment on every clock the computer has; see ``services.ports.Clock`` for the meaning of each."""

    wall: datetime
    boottime: float
    monotonic: float
    boot_id: str


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something to log or to tell: ``seconds`` is the length it speaks of (signed for a clock jump)."""

    kind: EventKind
    seconds: float = 0.0
    detail: str = ""


class Step(NamedTuple):
    """The clock after a transition and what happened in it, oldest first."""

    clock: ExamClock
    events: tuple[ClockEvent, ...]


def allowance(base_seconds: int, extra_percent: int) -> int:
    """Whole seconds allowed: base and ``extra_percent`` of it, a part of a second counting as one.

    Raises ValueError outside 0-100 % or for a negative base.
    """
    if not 0 <= extra_percent <= 100 or base_seconds < 0:
        raise ValueError("extra time is 0 to 100 percent of a time that is not negative")
    return -(-base_seconds * (100 + extra_percent) // 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamClock:
    """The state at ``stamp``. ``base_seconds`` 0 means untimed: time is kept but nothing runs out.

    ``consumed`` is active seconds, ``rested`` seconds in breaks and in sleep that was not charged, ``paused`` the
    length so far of the break that is going on. ``told`` holds the notices already given.
    """

    base_seconds: int
    extra_percent: int
    stamp: Instant
    strict: bool = False
    phase: Phase = "running"
    consumed: float = 0.0
    rested: float = 0.0
    paused: float = 0.0
    told: frozenset[str] = frozenset()

    @classmethod
    def start(cls, base_seconds: int, extra_percent: int, at: Instant, *, strict: bool = False) -> ExamClock:
        """A running clock. Raises ValueError as ``allowance`` does."""
        allowance(base_seconds, extra_percent)
        return cls(base_seconds=base_seconds, extra_percent=extra_percent, stamp=at, strict=strict)

    @property
    def timed(self) -> bool:
        """Whether time can run out."""
        return self.base_seconds > 0

    @property
    def allowed_seconds(self) -> int:
        """Base and extra time, whole seconds; 0 when untimed."""
        return allowance(self.base_seconds, self.extra_percent)

    def used(self, at: Instant) -> float:
        """Active seconds up to ``at``, breaks left out."""
        if self.phase != "running":
            return self.consumed
        return self.consumed + self._charge(_between(self.stamp, at))

    def remaining(self, at: Instant) -> float:
        """Seconds left; negative once the time is over; infinite when untimed."""
        return self.allowed_seconds - self.used(at) if self.timed else math.inf

    def observe(self, at: Instant) -> Step:
        """Bring the state to ``at``: notices that fall due, a clock that was set, sleep that was slept through."""
        if self.phase == "closed":
            return Step(self, ())
        spans = _between(self.stamp, at)
        events = _jumps(spans)
        clock = self._moved(spans, at)
        if spans.slept > SLACK_SECONDS:
            charged = self.phase == "running" and self.strict
            events.append(ClockEvent("suspended", spans.slept, "charged" if charged else "not charged"))
            if self.phase == "running" and not self.strict:
                clock = replace(clock, phase="suspended", paused=spans.slept, rested=clock.rested + spans.slept)
        told, notices = clock._notices()
        return Step(replace(clock, told=told), (*events, *notices))

    def rest(self, at: Instant) -> Step:
        """Begin a rest break; during another pause or after closing nothing changes."""
        clock, events = self.observe(at)
        if clock.phase != "running":
            return Step(clock, events)
        return Step(replace(clock, phase="break", paused=0.0), (*events, ClockEvent("break_start")))

    def carry_on(self, at: Instant) -> Step:
        """End a rest break, or go on after sleep or a gap."""
        clock, events = self.observe(at)
        if clock.phase not in ("break", "suspended"):
            return Step(clock, events)
        kind: EventKind = "break_end" if clock.phase == "break" else "resumed"
        done = ClockEvent(kind, clock.paused)
        return Step(replace(clock, phase="running", paused=0.0), (*events, done))

    def recover(self, at: Instant) -> Step:
        """Take up a state that was saved before the program ended, whatever ended it.

        On the same boot the gap is the boot-time clock's; after a reboot it is the wall clock's, clamped to 0 and
        what was left. At home a running clock waits as "suspended" until ``carry_on``; strict ones charge the gap.
        """
        if self.phase == "closed":
            return Step(self, ())
        spans = _between(self.stamp, at)
        gap = spans.boot if spans.same_boot else max(spans.wall, 0.0)
        charged = self.strict and self.phase == "running"
        words = ("charged" if charged else "not charged") + ("" if spans.same_boot else ", after a restart")
        events = [*_jumps(spans), ClockEvent("gap", gap, words)]
        if charged:
            cost = gap if spans.same_boot else min(gap, self._clamp())
            clock = replace(self, stamp=at, consumed=self.consumed + cost)
        elif self.phase == "running":
            clock = replace(self, stamp=at, phase="suspended", paused=0.0)
        else:
            clock = replace(self, stamp=at, paused=self.paused + gap, rested=self.rested + gap)
        told, notices = clock._notices()
        return Step(replace(clock, told=told), (*events, *notices))

    def close(self, at: Instant) -> Step:
        """Stop for good: the answer is handed in."""
        clock, events = self.observe(at)
        if clock.phase == "closed":
            return Step(clock, events)
        return Step(replace(clock, phase="closed"), (*events, ClockEvent("closed", clock.consumed)))

    def to_text(self) -> str:
        """The state as one line of JSON, for the draft."""
        at = self.stamp
        return json.dumps(
            {
                "base": self.base_seconds,
                "extra": self.extra_percent,
                "strict": self.strict,
                "phase": self.phase,
                "consumed": self.consumed,
                "rested": self.rested,
                "paused": self.paused,
                "told": sorted(self.told),
                "stamp": [at.wall.isoformat(), at.boottime, at.monotonic, at.boot_id],
            }
        )

    @classmethod
    def from_text(cls, text: str) -> ExamClock:
        """The state ``to_text`` wrote. Raises ValueError for anything else."""
        try:
            data = json.loads(text)
            wall, boottime, monotonic, boot_id = data["stamp"]
            clock = cls(
                base_seconds=int(data["base"]),
                extra_percent=int(data["extra"]),
                strict=bool(data["strict"]),
                phase=data["phase"],
                consumed=float(data["consumed"]),
                rested=float(data["rested"]),
                paused=float(data["paused"]),
                told=frozenset(str(name) for name in data["told"]),
                stamp=Instant(datetime.fromisoformat(wall), float(boottime), float(monotonic), str(boot_id)),
            )
            allowance(clock.base_seconds, clock.extra_percent)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a clock's state") from error
        numbers = (clock.consumed, clock.rested, clock.paused, clock.stamp.boottime, clock.stamp.monotonic)
        sound = all(math.isfinite(number) for number in numbers) and clock.stamp.wall.tzinfo is not None
        if clock.phase not in _PHASES or not sound:
            raise ValueError("not a clock's state")
        return clock

    def _charge(self, spans: _Spans) -> float:
        """Active seconds of a running stretch: sleep counts only under strict conditions."""
        if not spans.same_boot:
            return 0.0
        if self.strict or spans.slept <= SLACK_SECONDS:
            return spans.boot
        return spans.boot - spans.slept

    def _moved(self, spans: _Spans, at: Instant) -> ExamClock:
        if self.phase == "running":
            return replace(self, stamp=at, consumed=self.consumed + self._charge(spans))
        length = spans.boot if spans.same_boot else 0.0
        return replace(self, stamp=at, paused=self.paused + length, rested=self.rested + length)

    def _clamp(self) -> float:
        return max(self.allowed_seconds - self.consumed, 0.0) if self.timed else math.inf

    def _notices(self) -> tuple[frozenset[str], list[ClockEvent]]:
        """Notices due at this state and not told yet, in the order of their time."""
        if not self.timed:
            return self.told, []
        allowed, left = float(self.allowed_seconds), self.allowed_seconds - self.consumed
        marks: list[tuple[float, EventKind]] = [(allowed / 2, "half_time"), (0.0, "time_up")]
        if allowed > _FIVE_MINUTES:
            marks.append((_FIVE_MINUTES, "five_minutes"))
        due = [(mark, kind) for mark, kind in sorted(marks, reverse=True) if left <= mark and kind not in self.told]
        return self.told | {kind for _, kind in due}, [ClockEvent(kind, max(left, 0.0)) for _, kind in due]


class _Spans(NamedTuple):
    """Seconds between two instants by each clock; ``slept`` is what only the boot-time clock saw."""

    wall: float
    boot: float
    slept: float
    same_boot: bool


def _between(old: Instant, new: Instant) -> _Spans:
    boot = new.boottime - old.boottime
    slept = max(boot - (new.monotonic - old.monotonic), 0.0)
    same = bool(old.boot_id) and old.boot_id == new.boot_id and boot >= 0.0
    # Without a boot id the clocks of one run of the program still count up; a fall tells of a restart.
    unknown = not old.boot_id and not new.boot_id and boot >= 0.0 and new.monotonic >= old.monotonic
    return _Spans((new.wall - old.wall).total_seconds(), boot, slept, same or unknown)


def _jumps(spans: _Spans) -> list[ClockEvent]:
    """A wall clock that moved otherwise than the boot-time clock was set by somebody."""
    moved = spans.wall - spans.boot
    if spans.same_boot and abs(moved) > SLACK_SECONDS:
        return [ClockEvent("clock_jump", moved, "forward" if moved > 0 else "back")]
    return []
