"""Reading dates as people type them: "Apr 1922", "c. 1934", "1936-8", "early 1930s", "25 Oct 1917 OS"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tutorapp.domain.date_words import MONTHS, SEASONS, in_words, third_of
from tutorapp.domain.edtf import (
    DAY_MAX,
    DAY_MIN,
    LONGEST,
    DateError,
    HistoricalDate,
    julian_to_ordinal,
    parse_edtf,
)
from tutorapp.domain.records import dataclass

_OLD_STYLE = re.compile(r"[\s,]*\(?\b(?:o\.?\s?s\.?|old style|by (?:the )?old calendar)\)?$")
_NEW_STYLE = re.compile(r"[\s,]*\(?\b(?:n\.?\s?s\.?|new style|by (?:the )?new calendar)\)?$")
_ABOUT = re.compile(r"(?:c\.?|ca\.?|circa|about|around|approx\.?|approximately|roughly)\s*(?=[\d\w])(?![a-z]*ent)")
_PERHAPS = re.compile(r"(?:perhaps|probably|possibly|maybe)\s+")
_SEASON = re.compile(r"(spring|summer|autumn|fall|winter) (\d{4})")
_TWO_YEAR_SEASON = re.compile(r"\b(spring|summer|autumn|fall|winter)\s+(\d{4})\s*[-–/]\s*(\d{4}|\d{2})\b")
_THIRD = re.compile(r"(early|mid|middle|late)[\s-]+(.+)")
_YEARS = re.compile(r"(\d{4})\s*([-–/])\s*(\d{1,4})")
_EDTF_LIKE = re.compile(r"[\[\].\dx,/?~%-]+")
_SPAN_SPLITS = (re.compile(r"\s+(?:to|till|until|through)\s+"), re.compile(r"\s*–\s*"), re.compile(r"\s+-\s+"))
_EXAMPLES = "Write one such as 1 December 1934, Apr 1922, c. 1934, early 1930s or 1936 to 1938."


@dataclass(frozen=True, slots=True)
class TypedDate:
    """A date that somebody typed; ``understood`` says in one line how it was read."""

    date: HistoricalDate
    understood: str


def read_typed(text: str) -> TypedDate:
    """Read ``text`` as a person would mean it; an EDTF text is read as such.

    A hyphen and two digits from 01 to 12 after a year are a month (1936-08 is August 1936); an en dash, one digit or
    anything later is a span (1936–08, 1936-8, 1936-38). Raises DateError with a sentence saying what to write.
    """
    if len(text.strip()) > LONGEST:
        raise DateError(f"The date is {len(text.strip())} characters long; no date needs more than {LONGEST}.")
    cleaned = _clean(text)
    if not cleaned:
        raise DateError(f"There is no date here yet. {_EXAMPLES}")
    old = _OLD_STYLE.search(cleaned)
    found = _old_style(cleaned[: old.start()]) if old else parse_edtf(_read(_NEW_STYLE.sub("", cleaned)))
    return TypedDate(found, _understood(found))


def _clean(text: str) -> str:
    text = re.sub(r"[—−‒–]", "–", text.strip().lower())
    text = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b(?!\s+century)", r"\1", text)
    text = re.sub(r"^(?:in|on)\s+|\b(?:the|of)\s+", "", text)
    text = _TWO_YEAR_SEASON.sub(_winter, text)
    return re.sub(r"\s+", " ", text).rstrip(" ;")


def _winter(match: re.Match[str]) -> str:
    name, year, after = match.groups()
    if name != "winter" or int(year[: 4 - len(after)] + after) % 100 != (int(year) + 1) % 100:
        raise DateError(f"“{match[0]}”: only a winter lies in two years, such as winter 1932-33.")
    return f"winter {year}"


def _understood(found: HistoricalDate) -> str:
    line = f"Read as {in_words(found)}"
    if found.calendar_note:
        return f"{line} ({found.calendar_note})"
    if found.is_span or found.is_exact or found.start_earliest == DAY_MIN or found.end_latest == DAY_MAX:
        return line
    return f"{line}: some day from {_day_words(found.start_earliest)} to {_day_words(found.end_latest)}"


def _day_words(ordinal: int) -> str:
    day = date.fromordinal(ordinal)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _old_style(text: str) -> HistoricalDate:
    # 29 February 1900 exists in the old calendar only, so the parts are not read as a date of the new one.
    match = re.fullmatch(r"(\d{1,2}) ([a-z]+\.?),? (\d{4})|([a-z]+\.?) (\d{1,2}),? (\d{4})", text)
    if match is None:
        raise DateError("Only a full date can be turned from Old to New Style, such as 25 October 1917 OS.")
    day, month = int(match[1] or match[5]), _month(match[2] or match[4])
    year = int(match[3] or match[6])
    new = date.fromordinal(julian_to_ordinal(year, month, day)).isoformat()
    return replace(parse_edtf(new), calendar_note=f"{day} {MONTHS[month - 1]} {year} by the old calendar")


def _read(text: str) -> str:
    """The EDTF text that ``text`` means; DateError when it means none."""
    for rule in _RULES:
        found = rule(text)
        if found is not None:
            return found
    raise DateError(f"“{text}” is not a date that can be read. {_EXAMPLES}")


def _edtf(text: str) -> str | None:
    if not _EDTF_LIKE.fullmatch(text) or _YEARS.fullmatch(text):
        return None
    if re.fullmatch(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}[/.]\d{4}", text) or not re.match(r"\d{2,4}|[\[.]", text):
        return None
    return parse_edtf(text.upper()).edtf if len(re.split(r"[-/.,]", text)[0]) != 2 else None


def _years(text: str) -> str | None:
    match = _YEARS.fullmatch(text)
    if match is None:
        return None
    first, dash, rest = match.groups()
    if dash == "-" and len(rest) == 2 and (int(rest) <= 12 or (21 <= int(rest) <= 24 and rest <= first[2:])):
        return parse_edtf(f"{first}-{rest}").edtf
    if len(rest) == 3:
        raise DateError(f"“{text}”: write the second year with one, two or four digits.")
    return parse_edtf(f"{first}/{first[: 4 - len(rest)]}{rest}").edtf


def _season(text: str) -> str | None:
    match = _SEASON.fullmatch(text)
    if match is None:
        return None
    name, year = match.groups()
    number = next(n for n, word in SEASONS.items() if word == name.replace("fall", "autumn"))
    return f"{year}-{number}"


def _doubtful_years(text: str) -> str | None:
    """ "c. 1936-8": one word for both ends; elsewhere a word of doubt belongs to the date it stands before."""
    about = _ABOUT.match(text)
    years = _years(text[about.end() :]) if about else None
    return _with_sign(years, "~") if years else None


def _doubt(text: str) -> str | None:
    perhaps = _PERHAPS.match(text)
    if perhaps or (text.endswith("?") and len(text) > 1):
        inner = _read(text[perhaps.end() :] if perhaps else text.rstrip("? "))
        return _with_sign(inner, "?")
    about = _ABOUT.match(text)
    # "century" and other words that begin with a c are not "c. entury".
    if about and (about.group().strip() not in ("c", "ca") or text[about.end() : about.end() + 1].isdigit()):
        return _with_sign(_read(text[about.end() :]), "~")
    return None


def _with_sign(body: str, sign: str) -> str:
    """Every date in ``body`` with ``sign``; one that has the other sign gets both."""

    def signed(match: re.Match[str]) -> str:
        held = match[2]
        return match[1] + (sign if held in ("", sign) else "%")

    return re.sub(r"(\d[\dX-]*)([?~%]?)", signed, body)


def _open_end(text: str) -> str | None:
    for pattern, build in _OPEN_ENDS:
        match = re.fullmatch(pattern, text)
        if match:
            return build(_one_end(match[1]))
    return None


def _one_end(text: str) -> str:
    body = _read(text)
    if body[0] == "[" or "/" in body:
        raise DateError(f"“{text}” is a range itself. Give one date for the end, such as 1929 or April 1929.")
    return body


def _day_before(body: str) -> str:
    if len(body) == 4 and body.isdigit():
        return f"[..{int(body) - 1:04d}]"
    return f"[..{_iso(parse_edtf(body).start_earliest - 1)}]"


def _day_after(body: str) -> str:
    if len(body) == 4 and body.isdigit():
        return f"[{int(body) + 1:04d}..]"
    return f"[{_iso(parse_edtf(body).end_latest + 1)}..]"


def _iso(ordinal: int) -> str:
    if not DAY_MIN <= ordinal <= DAY_MAX:
        raise DateError("That reaches outside the years 1 to 9999.")
    return date.fromordinal(ordinal).isoformat()


_OPEN_ENDS: tuple[tuple[str, Callable[[str], str]], ...] = (
    (r"(.+) or (?:earlier|before)", lambda body: f"[..{body}]"),
    (r"(.+) or (?:later|after)", lambda body: f"[{body}..]"),
    (r"before (.+)", _day_before),
    (r"after (.+)", _day_after),
    (r"(?:until|till|up to) (.+)", lambda body: f"../{body}"),
    (r"(?:from|since) ((?:(?! to | until | till | – ).)+)", lambda body: f"{body}/.."),
)


def _between(text: str) -> str | None:
    match = re.fullmatch(r"between (.+?) and (.+)", text)
    return f"[{'..'.join(_pair(match[1], match[2]))}]" if match else None


def _either(text: str) -> str | None:
    left, word, right = text.rpartition(" or ")
    if not word:
        return None
    others = [part.strip() for part in left.split(",")] if "," in left else [left]
    last = _one_end(right)
    bodies = [_pair(part, right)[0] for part in others] + [last]
    days = [parse_edtf(body) for body in bodies]
    if len(days) == 2 and days[0].precision == "day" and days[1].start_earliest - days[0].start_earliest == 1:
        return f"[{bodies[0]}..{bodies[1]}]"
    return f"[{','.join(bodies)}]"


def _span(text: str) -> str | None:
    text = re.sub(r"^from ", "", text)
    for pattern in _SPAN_SPLITS:
        parts = pattern.split(text, maxsplit=1)
        if len(parts) == 2 and all(parts):
            return parse_edtf("/".join(_pair(*parts))).edtf
    if text.count("-") == 1 and not text.startswith(("early", "mid", "late")):
        return parse_edtf("/".join(_pair(*text.split("-")))).edtf
    return None


def _pair(left: str, right: str) -> tuple[str, str]:
    """Both dates, each completed by what the other says: "12" of "12 or 13 May 1922", "8" of "1936 to 8"."""
    left, right = left.strip(" ,"), right.strip(" ,")
    if re.fullmatch(r"\d{4}", left) and re.fullmatch(r"\d{1,2}", right):
        right = left[: 4 - len(right)] + right
    end = _one_end(right)
    tail = re.search(r"(?:\b([a-z]+)\.? )?(\d{4})(?:[–/-]\d{2,4})?$", right)
    if tail is not None and not re.search(r"\d{4}|\ds$|\d{3}x|century$|\bad ", left):
        is_day = re.fullmatch(r"\d{1,2}", left)
        left = f"{left} {tail[1]} {tail[2]}" if is_day and tail[1] else f"{left} {tail[2]}"
    return _one_end(left), end


def _third(text: str) -> str | None:
    match = _THIRD.fullmatch(text)
    if match is None:
        return None
    word, body = match[1].replace("middle", "mid"), _single(match[2])
    ends = third_of(word, body) if body else None
    if ends is None:
        raise DateError(f"“{text}”: {word} goes with a decade, a year or a month, such as {word} 1930s.")
    return f"[{ends[0]}..{ends[1]}]"


def _single(text: str) -> str | None:
    text = re.sub(r"\s+", " ", text.replace(",", " ")).strip()
    for pattern, build in _SINGLES:
        match = re.fullmatch(pattern, text)
        if match:
            return parse_edtf(build(*match.groups())).edtf
    return None


_RULES: tuple[Callable[[str], str | None], ...] = (
    _edtf,
    _years,
    _season,
    _doubtful_years,
    _open_end,
    _between,
    _either,
    _span,
    _doubt,
    _third,
    _single,
)


def _month(name: str) -> int:
    name = name.rstrip(".")
    if name == "sept":
        return 9
    for number, month in enumerate(MONTHS, 1):
        if len(name) >= 3 and month.lower().startswith(name):
            return number
    raise DateError(f"There is no month called “{name}”. {_EXAMPLES}")


def _short_year(text: str) -> str:
    raise DateError(f"“{text}”: write the year with four digits, such as 1934.")


def _before_christ(text: str) -> str:
    raise DateError(f"“{text}” lies before the year 1, where this timeline begins.")


_SINGLES: tuple[tuple[str, Callable[..., str]], ...] = (
    (r"(\d{1,2}) ([a-z]+\.?) (\d{4})", lambda d, m, y: f"{y}-{_month(m):02d}-{int(d):02d}"),
    (r"([a-z]+\.?) (\d{1,2}) (\d{4})", lambda m, d, y: f"{y}-{_month(m):02d}-{int(d):02d}"),
    (r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", lambda d, m, y: f"{y}-{int(m):02d}-{int(d):02d}"),
    (r"(\d{1,2})[/.](\d{4})", lambda m, y: f"{y}-{int(m):02d}"),
    (r"(?:ad|ce) (\d{1,4})", lambda y: f"{int(y):04d}"),
    (r"(\d{1,2}) ([a-z]+\.?) ad (\d{1,4})", lambda d, m, y: f"{int(y):04d}-{_month(m):02d}-{int(d):02d}"),
    (r"(.*\b(?:bc|bce))", _before_christ),
    (r"([a-z]{3,}\.?) (\d{4})", lambda m, y: f"{y}-{_month(m):02d}"),
    (r"(\d{3})0'?s", lambda d: f"{d}X"),
    (r"(\d{1,2})(?:st|nd|rd|th) century", lambda c: f"{int(c) - 1:02d}XX"),
    (r"(\d{4})", str),
    (r"(\d{4}-\d{2}-\d{2}|\d{4}-\d{2}|\d{3}x|\d{2}xx)", str.upper),
    (r"('?\d{1,2}0'?s|\d{1,2}[/.]\d{1,2}[/.]\d{1,2}|'\d{2})", _short_year),
)
