"""Historical dates in words: "1 December 1934", "about 1934", "12 or 13 May 1922", "1923 to 1925".

Whatever ``in_words`` says, ``date_reading.read_typed`` reads back as the same date (held by a property test).
"""

from __future__ import annotations

from tutorapp.domain.edtf import HistoricalDate, Qualifier, days_in_month

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_PREFIX: dict[Qualifier, str] = {"": "", "approximate": "about ", "uncertain": "perhaps ", "both": "perhaps about "}
_SIGNS: dict[str, Qualifier] = {"~": "approximate", "?": "uncertain", "%": "both"}


def in_words(date: HistoricalDate) -> str:
    """The date as a person says it, in British order, with every doubt in words."""
    if date.one_of:
        return _one_of_words(date.edtf[1:-1])
    if date.is_span:
        return _span_words(*date.edtf.split("/"))
    return _words(date.edtf)


def short_words(date: HistoricalDate) -> str:
    """A short form for buttons and axis labels, to the month where known: "Dec 1934", "1934", "c. 1934"."""
    first = date.edtf.strip("[]").replace("..", "/").split("/")[0].split(",")[0] or date.edtf.strip("[]./")
    body, qualifier = _split_sign(first)
    year, month, _day = _fields(body)
    sign = "c. " if qualifier else ""
    if "X" in year or month is None:
        return sign + (_years_words(year))
    if month in SEASONS:
        return sign + _season_words(int(year), month)
    return f"{sign}{MONTHS[month - 1][:3]} {int(year)}"


def certainty_words(date: HistoricalDate) -> str:
    """One short sentence on what is not known, for the event's card; empty when the day is certain."""
    if date.one_of:
        return "One of these dates" if "," in date.edtf or ".." in date.edtf.strip("[]") else ""
    if date.qualifier == "approximate":
        return "About this time"
    if date.qualifier:
        return "Not certain"
    if date.is_exact:
        return ""
    if date.is_span:
        return "Start or end not exact"
    known = {
        "month": "Month known, day not",
        "season": "Season known, month not",
        "year": "Year known, month not",
        "decade": "Decade known, year not",
        "century": "Century known, decade not",
    }
    return known[date.precision]


def _fields(body: str) -> tuple[str, int | None, int | None]:
    parts = body.split("-")
    month = int(parts[1]) if len(parts) > 1 else None
    day = int(parts[2]) if len(parts) > 2 else None
    return parts[0], month, day


def _split_sign(text: str) -> tuple[str, Qualifier]:
    return (text[:-1], _SIGNS[text[-1]]) if text[-1:] in _SIGNS else (text, "")


def _words(text: str) -> str:
    body, qualifier = _split_sign(text)
    return _PREFIX[qualifier] + _plain_words(body)


def _plain_words(body: str) -> str:
    year, month, day = _fields(body)
    if month is None:
        return _years_words(year)
    if month in SEASONS:
        return _season_words(int(year), month)
    start = f"{day} " if day else ""
    return f"{start}{MONTHS[month - 1]} {int(year)}"


def _years_words(year: str) -> str:
    if year.endswith("XX"):
        return f"{_ordinal(int(year[:2]) + 1)} century"
    if year.endswith("X"):
        return f"{int(year[:3] + '0')}s"
    return str(int(year)) if int(year) >= 1000 else f"AD {int(year)}"


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _season_words(year: int, season: int) -> str:
    if season != 24:
        return f"{SEASONS[season]} {year}"
    return f"winter {year}–{(year + 1) % 100:02d}"


def _span_words(left: str, right: str) -> str:
    if left == "..":
        return f"until {_words(right)}"
    if right == "..":
        return f"from {_words(left)}"
    return _joined(left, right, "to")


def _joined(left: str, right: str, word: str) -> str:
    """Two dates with what they share said once: "12 or 13 May 1922", "18 May to about 6 July 1928"."""
    if left[-1] in _SIGNS:
        return f"{_words(left)} {word} {_words(right)}"
    body, _qualifier = _split_sign(right)
    (y1, m1, d1), (y2, m2, d2) = _fields(left), _fields(body)
    same_kind = (m1 is None) == (m2 is None) and (d1 is None) == (d2 is None)
    calendar_month = m1 is not None and m2 is not None and m1 <= 12 and m2 <= 12
    if not (same_kind and calendar_month and y1 == y2) or left == body:
        return f"{_words(left)} {word} {_words(right)}"
    assert m1 is not None  # calendar_month says so
    if d1 is None:
        return f"{MONTHS[m1 - 1]} {word} {_words(right)}"
    if m1 == m2:
        return f"{d1} {word} {_words(right)}"
    return f"{d1} {MONTHS[m1 - 1]} {word} {_words(right)}"


def _one_of_words(inner: str) -> str:
    parts = inner.split(",")
    if len(parts) == 1 and ".." in inner:
        return _range_words(*inner.split(".."))
    said = [_choice_words(p) for p in parts]
    if len(parts) == 2 and ".." not in inner:
        return _joined(parts[0], parts[1], "or")
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"


def _choice_words(part: str) -> str:
    return _range_words(*part.split("..")) if ".." in part else _words(part)


def _range_words(low: str, high: str) -> str:
    if not low:
        return f"{_words(high)} or earlier"
    if not high:
        return f"{_words(low)} or later"
    third = thirds_name(low, high)
    if third:
        return third
    if _next_day(low) == high:
        return _joined(low, high, "or")
    return f"between {_joined(low, high, 'and')}"


def _next_day(body: str) -> str:
    """The day after, while it stays in the month; "" for anything else."""
    if len(body) != 10:
        return ""
    year, month, day = _fields(body)
    assert month is not None
    assert day is not None
    return f"{year}-{month:02d}-{day + 1:02d}" if day < days_in_month(int(year), month) else ""


def third_of(word: str, body: str) -> tuple[str, str] | None:
    """The first and last EDTF part of the early, mid or late third of a decade, year or month; None for the rest."""
    year, month, day = _fields(body)
    place = ("early", "mid", "late").index(word)
    if year.endswith("X") and not year.endswith("XX"):
        low, high = ((0, 3), (4, 6), (7, 9))[place]
        return f"{year[:3]}{low}", f"{year[:3]}{high}"
    if "X" in year or day is not None:
        return None
    if month is None:
        return f"{year}-{place * 4 + 1:02d}", f"{year}-{place * 4 + 4:02d}"
    if month > 12:
        return None
    last = (10, 20, days_in_month(int(year), month))[place]
    return f"{year}-{month:02d}-{place * 10 + 1:02d}", f"{year}-{month:02d}-{last:02d}"


def thirds_name(low: str, high: str) -> str:
    """ "early 1930s", "mid 1934", "late May 1922" when ``low`` and ``high`` bound such a third; else ""."""
    if low[-1] in _SIGNS or high[-1] in _SIGNS or len(low) != len(high) or len(low) not in (4, 7, 10):
        return ""
    whole = {4: f"{low[:3]}X", 7: low[:4], 10: low[:7]}[len(low)]
    for word in ("early", "mid", "late"):
        if third_of(word, whole) == (low, high):
            return f"{word} {_plain_words(whole)}"
    return ""
