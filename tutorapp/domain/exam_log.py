"""What is printed after an answer: its times, and what happened while it was written, start and end joined."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tutorapp.domain.records import dataclass
from tutorapp.domain.work import AttemptRecord, LogEntry

PAIRS = {"break_end": "break_start", "returned": "left", "full_again": "left_full"}
"""The entry that ends something, and the one that began it."""
NAMES = {"break_start": "break", "left": "left", "left_full": "left_full"}
CONDITIONS = "exam_conditions"
"""The entry that says that notes, search and timeline were closed."""
SINGLE = frozenset({"suspended", "gap", "clock_jump", "prompted", "read_aloud"})
"""Entries that stand for themselves; others (second looks, resuming after what is told already) are not of the exam."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds. ``base`` 0: untimed. ``extra`` is the time that ``percent`` adds; ``over`` what was used beyond."""

    base: int
    percent: int
    extra: int
    allowed: int
    used: float
    over: float
    paused: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something that happened. ``kind``: break, left, left_full, suspended, gap, clock_jump, prompted or read_aloud.

    ``seconds``: how long, signed for a clock jump; None where its end is not known (the program ended in it).
    """

    at: datetime
    kind: str
    seconds: float | None
    detail: str = ""


def times(record: AttemptRecord) -> Times:
    """The times of a handed-in answer. ValueError for one that was not."""
    attempt, answer = record.attempt, record.answer
    if answer is None:
        raise ValueError("an answer that was not handed in has no times yet")
    allowed = attempt.allowed_seconds
    return Times(
        base=attempt.base_seconds,
        percent=attempt.extra_percent if attempt.base_seconds else 0,
        extra=allowed - attempt.base_seconds,
        allowed=allowed,
        used=answer.used_seconds,
        over=max(answer.used_seconds - allowed, 0.0) if attempt.base_seconds else 0.0,
        paused=answer.break_seconds,
    )


def lines(log: Iterable[LogEntry]) -> tuple[Line, ...]:
    """What happened, by the time it began."""
    made: list[Line] = []
    begun: dict[str, LogEntry] = {}
    for entry in sorted(log, key=lambda one: (one.at, one.id)):
        if entry.kind in NAMES:
            made += _unended(begun.pop(entry.kind, None))
            begun[entry.kind] = entry
        elif entry.kind in PAIRS:
            start = begun.pop(PAIRS[entry.kind], None)
            first = start or entry
            made.append(_line(first, NAMES[PAIRS[entry.kind]], entry.seconds))
        elif entry.kind in SINGLE:
            made.append(_line(entry, entry.kind, entry.seconds))
    for left in begun.values():
        made += _unended(left)
    return tuple(sorted(made, key=lambda line: line.at))


def in_exam_conditions(log: Iterable[LogEntry]) -> bool:
    """Whether it was written, at any time, in exam conditions."""
    return any(entry.kind == CONDITIONS for entry in log)


def total(found: Iterable[Line], kind: str) -> tuple[int, float]:
    """How many of ``kind`` there were, and how many seconds together as far as they are known."""
    lengths = [line.seconds or 0.0 for line in found if line.kind == kind]
    return len(lengths), sum(lengths)


def _line(entry: LogEntry, kind: str, seconds: float) -> Line:
    return Line(at=entry.at, kind=kind, seconds=seconds, detail=entry.detail)


def _unended(entry: LogEntry | None) -> list[Line]:
    return [] if entry is None else [Line(at=entry.at, kind=NAMES[entry.kind], seconds=None, detail=entry.detail)]
