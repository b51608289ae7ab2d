"""Historical dates as an EDTF subset: the text is the truth, the day numbers are derived from it.

Source of the notation: Extended Date/Time Format, ISO 8601-2:2019 (levels 0 and 1, and "one of" of level 2).
Day numbers are ``datetime.date`` ordinals of the proleptic Gregorian calendar: 1 is 1 January of the year 1.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Literal

from tutorapp.domain.errors import KnownError
from tutorapp.domain.records import dataclass

Precision = Literal["day", "month", "season", "year", "decade", "century"]
Qualifier = Literal["", "uncertain", "approximate", "both"]

DAY_MIN = 1
DAY_MAX = date.max.toordinal()
LONGEST = 200
"""Characters of a date's text; more is not a date."""

PRECISIONS: tuple[Precision, ...] = ("century", "decade", "year", "season", "month", "day")
"""Coarsest first."""

_MARKS: dict[str, Qualifier] = {"": "", "?": "uncertain", "~": "approximate", "%": "both"}
_SEASON_START = {21: 3, 22: 6, 23: 9, 24: 12}  # northern seasons by calendar months; winter runs into the next year
_ONE = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2}))?(?:-(?P<day>\d{2}))?(?P<mark>[?~%]?)", re.ASCII)
_OPEN = ("..", "")


class DateError(KnownError):
    """A date that cannot be read; the message says what is wrong and what to write instead."""


@dataclass(frozen=True, slots=True)
class HistoricalDate:
    """A date as precise as it is known.

    A point happened some time from ``start_earliest`` to ``end_latest`` (closed; both pairs are then equal). A span
    began between ``start_earliest`` and ``start_latest`` and ended between ``end_earliest`` and ``end_latest``. An end
    that is not known reaches to ``DAY_MIN`` or ``DAY_MAX``. ``precision``, ``qualifier``: the weaker of both ends.
    """

    edtf: str
    start_earliest: int
    start_latest: int
    end_earliest: int
    end_latest: int
    precision: Precision
    qualifier: Qualifier = ""
    is_span: bool = False
    one_of: bool = False
    calendar_note: str = ""  # plain, e.g. "25 October 1917 by the old calendar"

    @property
    def is_exact(self) -> bool:
        """True when the day (or first and last day) is certain."""
        return self.start_earliest == self.start_latest and self.end_earliest == self.end_latest

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """Earliest first; of equals the more precise one first, then the shorter one."""
        return (self.start_earliest, -PRECISIONS.index(self.precision), self.end_latest)

    @property
    def middle(self) -> int:
        """The day a point is drawn at: the middle of its range; a span's start likewise."""
        return (self.start_earliest + self.start_latest) // 2

    def surely_before(self, other: HistoricalDate) -> bool:
        """True when this was over before ``other`` can have begun, whatever the unknown days were."""
        return self.end_latest < other.start_earliest


def parse_edtf(text: str) -> HistoricalDate:
    """Read one EDTF text: ``1922``, ``1922-04``, ``1922-04-03``, ``192X``, ``19XX``, seasons 21-24, with ``? ~ %``;
    ``a/b``, ``a/..``, ``../b``; ``[a..b]``, ``[a,b]``, ``[..b]``, ``[a..]`` (one of these days).

    Raises DateError with a sentence for the person who typed it.
    """
    text = text.strip()
    if not text:
        raise DateError("The date is empty. Write one such as 1934-12-01, 1934-12 or 1934.")
    if len(text) > LONGEST:
        raise DateError(f"The date is {len(text)} characters long; no date needs more than {LONGEST}.")
    if text.startswith("["):
        return _parse_one_of(text)
    if "/" in text:
        return _parse_span(text)
    return _parse_one(text)


def days_in_month(year: int, month: int) -> int:
    """How many days the month has; ``calendar`` would be a module more to load at the start."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _parse_span(text: str) -> HistoricalDate:
    ends = text.split("/")
    if len(ends) != 2:
        raise DateError(f"“{text}” has more than one slash. A span has a start and an end: 1936/1938.")
    left, right = ends
    if left in _OPEN and right in _OPEN:
        raise DateError(f"“{text}” has neither a start nor an end.")
    start = None if left in _OPEN else _parse_one(left)
    end = None if right in _OPEN else _parse_one(right)
    if start is not None and end is not None and end.end_latest < start.start_earliest:
        raise DateError(f"“{text}” ends before it starts. Swap the two dates.")
    known = [d for d in (start, end) if d is not None]
    return HistoricalDate(
        edtf=f"{start.edtf if start else '..'}/{end.edtf if end else '..'}",
        start_earliest=start.start_earliest if start else DAY_MIN,
        start_latest=start.start_latest if start else known[0].end_earliest,
        end_earliest=end.end_earliest if end else known[0].start_latest,
        end_latest=end.end_latest if end else DAY_MAX,
        precision=_coarsest(known),
        qualifier=_weakest(known),
        is_span=True,
    )


def _parse_one_of(text: str) -> HistoricalDate:
    if not text.endswith("]"):
        raise DateError(f"“{text}” opens a bracket and does not close it. Write [1922-05-25..1922-05-26].")
    choices: list[HistoricalDate] = []
    parts: list[str] = []
    for part in text[1:-1].split(","):
        found, canonical = _parse_choice(part.strip(), text)
        choices += found
        parts.append(canonical)
    earliest = DAY_MIN if parts[0].startswith("..") else min(c.start_earliest for c in choices)
    latest = DAY_MAX if parts[-1].endswith("..") else max(c.end_latest for c in choices)
    return HistoricalDate(
        edtf=f"[{','.join(parts)}]",
        start_earliest=earliest,
        start_latest=latest,
        end_earliest=earliest,
        end_latest=latest,
        precision=_coarsest(choices),
        qualifier=_weakest(choices),
        one_of=True,
    )


def _parse_choice(part: str, text: str) -> tuple[list[HistoricalDate], str]:
    """One element between commas: a date, a range, or a range open at one end."""
    low, dots, high = part.partition("..")
    ends = [_parse_one(end) for end in (low, high) if end]
    if not ends:
        raise DateError(f"“{text}” names no date between its brackets.")
    if len(ends) == 2 and ends[1].end_latest < ends[0].start_earliest:
        raise DateError(f"“{text}” ends before it starts. Swap the two dates.")
    canonical = f"{ends[0].edtf if low else ''}{dots}{ends[-1].edtf if high else ''}"
    return ends, canonical


def _parse_one(text: str) -> HistoricalDate:
    match = _ONE.fullmatch(text)
    if match is None:
        raise DateError(f"“{text}” is not a date. Write 1934-12-01, 1934-12, 1934, 193X or 1934~ (about 1934).")
    month = int(match["month"]) if match["month"] else None
    day = int(match["day"]) if match["day"] else None
    first, last, precision = _range(text, match["year"], month, day)
    plain = HistoricalDate(text, first, last, first, last, precision, _MARKS[match["mark"]])
    return widen(plain) if plain.qualifier else plain


def _range(text: str, year_text: str, month: int | None, day: int | None) -> tuple[int, int, Precision]:
    if "X" in year_text:
        if month is not None:
            raise DateError(f"“{text}” gives a month without a year. Write 193X or 1934-12.")
        step = 10 if year_text.count("X") == 1 else 100
        year = int(year_text.replace("X", "0"))
        if year == 0:
            raise DateError(f"“{text}” reaches back to the year 0. Dates start at the year 1.")
        last = date(year + step - 1, 12, 31).toordinal()
        return date(year, 1, 1).toordinal(), last, "decade" if step == 10 else "century"
    year = int(year_text)
    if year == 0:
        raise DateError("There is no year 0: the year before 1 is 1 BC, and dates here start at the year 1.")
    if month is None:
        return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal(), "year"
    if month in _SEASON_START:
        return _season(text, year, month, day)
    if not 1 <= month <= 12:
        raise DateError(f"“{text}” names month {month}. Months run from 01 to 12, seasons from 21 (spring) to 24.")
    days = days_in_month(year, month)
    if day is None:
        return date(year, month, 1).toordinal(), date(year, month, days).toordinal(), "month"
    if not 1 <= day <= days:
        raise DateError(f"“{text}” names day {day}, but that month has {days} days.")
    number = date(year, month, day).toordinal()
    return number, number, "day"


def _season(text: str, year: int, season: int, day: int | None) -> tuple[int, int, Precision]:
    if day is not None:
        raise DateError(f"“{text}” gives a day of a season. Write the month instead, such as 1932-05-12.")
    first = date(year, _SEASON_START[season], 1).toordinal()
    return first, _add_months(first, 3) - 1, "season"


def widen(found: HistoricalDate) -> HistoricalDate:
    """Pad a "circa" or doubtful point: day by 3 days, month and season 1 month, year 1, decade 2, century 10 years."""
    first, last = found.start_earliest, found.end_latest
    if found.precision == "day":
        first, last = first - 3, last + 3
    else:
        months = {"month": 1, "season": 1, "year": 12, "decade": 24, "century": 120}[found.precision]
        first, last = _add_months(first, -months), _add_months(last + 1, months) - 1
    first, last = max(DAY_MIN, first), min(DAY_MAX, last)
    return replace(found, start_earliest=first, start_latest=last, end_earliest=first, end_latest=last)


def _add_months(first_of_month: int, months: int) -> int:
    """The ordinal ``months`` after the first of a month, held inside the calendar."""
    if first_of_month > DAY_MAX:
        return DAY_MAX + 1 if months >= 0 else _add_months(date(9999, 12, 1).toordinal(), months + 1)
    start = date.fromordinal(first_of_month)
    index = start.year * 12 + start.month - 1 + months
    if index < 12:
        return DAY_MIN
    if index >= 10000 * 12:
        return DAY_MAX + 1
    return date(index // 12, index % 12 + 1, 1).toordinal()


def _coarsest(dates: list[HistoricalDate]) -> Precision:
    return min((d.precision for d in dates), key=PRECISIONS.index)


def _weakest(dates: list[HistoricalDate]) -> Qualifier:
    found = {d.qualifier for d in dates} - {""}
    if len(found) > 1:
        return "both"
    return found.pop() if found else ""


def julian_to_ordinal(year: int, month: int, day: int) -> int:
    """Day number of a Julian (Old Style) date; DateError when there is no such day.

    Source of the arithmetic: E. G. Richards, Mapping Time (1998), the algorithm for the Julian Day Number.
    """
    leap = year % 4 == 0
    days = 29 if month == 2 and leap else days_in_month(1901, month)
    if not 1 <= day <= days:
        raise DateError(f"There is no day {day} in that month: it has {days} days.")
    a = (14 - month) // 12
    y, m = year + 4800 - a, month + 12 * a - 3
    julian_day = day + (153 * m + 2) // 5 + 365 * y + y // 4 - 32083
    ordinal = julian_day - 1721425  # the Julian Day Number of ordinal 0
    if not DAY_MIN <= ordinal <= DAY_MAX:
        raise DateError("That day lies outside the years 1 to 9999.")
    return ordinal
