"""The axis: which dates get a tick and a label, so that no two labels stand closer than they may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tutorapp.domain.date_words import MONTHS
from tutorapp.domain.records import dataclass
from tutorapp.domain.timeline.view import View

LEAST_GAP = 60.0
"""Pixels between two ticks with labels."""

_STEPS: tuple[tuple[float, str, int], ...] = (
    (1.0, "day", 1),
    (7.0, "day", 7),
    (28.0, "month", 1),
    (90.0, "month", 3),
    (365.0, "year", 1),
    (730.0, "year", 2),
    (1826.0, "year", 5),
    (3652.0, "year", 10),
    (7304.0, "year", 20),
    (18262.0, "year", 50),
    (36524.0, "year", 100),
    (182621.0, "year", 500),
    (365242.0, "year", 1000),
)


@dataclass(frozen=True, slots=True)
class Tick:
    """A day with a line; ``strong`` where a larger unit begins."""

    day: int
    label: str
    strong: bool


def ticks(view: View, least_gap: float = LEAST_GAP) -> list[Tick]:
    """The ticks in view and one before it (whose label may reach in), in order."""
    _length, unit, step = next((s for s in _STEPS if s[0] * view.scale >= least_gap), _STEPS[-1])
    first, last = _held(view.start), _held(view.end)
    make = {"year": _years, "month": _months, "day": _days}[unit]
    return list(make(first, last, step))


def _held(day: float) -> date:
    return date.fromordinal(min(max(1, int(day)), date.max.toordinal()))


def _years(first: date, last: date, step: int) -> Iterator[Tick]:
    for year in range(first.year // step * step, last.year + 1, step):
        if year >= 1:
            yield Tick(date(year, 1, 1).toordinal(), str(year), strong=False)


def _months(first: date, last: date, step: int) -> Iterator[Tick]:
    index = first.year * 12 + (first.month - 1) // step * step
    while index <= last.year * 12 + last.month - 1:
        year, month = divmod(index, 12)
        label = str(year) if month == 0 else MONTHS[month][:3]
        yield Tick(date(year, month + 1, 1).toordinal(), label, month == 0)
        index += step


def _days(first: date, last: date, step: int) -> Iterator[Tick]:
    """Every day, or the 1st, 8th, 15th and 22nd of each month: a week's grid that begins anew with the month."""
    day = first.replace(day=1)
    while day <= last:
        if step == 1 or day.day in (1, 8, 15, 22):
            month = MONTHS[day.month - 1][:3]
            yield Tick(day.toordinal(), f"{month} {day.year}" if day.day == 1 else f"{day.day} {month}", day.day == 1)
        if day == date.max:
            return
        day += timedelta(days=1)


def period_words(view: View) -> str:
    """The days in view in a few words: "1922 to early 1930", "March to May 1924"."""
    first, last = _held(view.start + 0.5), _held(view.end - 0.5)
    if (last - first).days < 62:
        start = f"{first.day} {MONTHS[first.month - 1]}" + (f" {first.year}" if first.year != last.year else "")
        return f"{start} to {last.day} {MONTHS[last.month - 1]} {last.year}"
    if (last - first).days < 800:
        start = MONTHS[first.month - 1] + (f" {first.year}" if first.year != last.year else "")
        return f"{start} to {MONTHS[last.month - 1]} {last.year}"
    left = first.year if first.timetuple().tm_yday < 300 else first.year + 1
    day_of_year = last.timetuple().tm_yday
    if day_of_year < 20:
        return f"{left} to {last.year - 1}"
    return f"{left} to early {last.year}" if day_of_year < 120 else f"{left} to {last.year}"
