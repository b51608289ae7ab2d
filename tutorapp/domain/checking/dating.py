"""Every date can be read, and dates in links, days and months in the text agree with the events."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutorapp.domain import markup
from tutorapp.domain.checking.findings import Finding, Row, texts
from tutorapp.domain.content import Unit
from tutorapp.domain.dates import DateError, HistoricalDate, parse_edtf, read_typed

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(rf"\b(?P<day>\d{{1,2}}) (?P<month>{_MONTHS}) (?P<year>\d{{4}})\b")
_MONTH = re.compile(rf"(?<!\d )\b(?:{_MONTHS}) \d{{4}}\b")  # without the day before it
# A run of words in which every piece is a number, a month, a season or what joins them.
_DATE_PIECE = rf"(?:\d{{1,4}}s?|{_MONTHS}|early|mid|late|spring|summer|autumn|winter|to|and|night|of|the|in|about|c\.)"
_WHOLE_DATE = re.compile(rf"{_DATE_PIECE}(?:[ –-]{_DATE_PIECE})*")
_LONG_SPAN_DAYS = 120
"""A longer event says too little about a day that falls inside it."""


def check(unit: Unit) -> tuple[list[Finding], list[Row]]:
    """Findings on dates, how many can be read, and how many days and months in the text have their event."""
    found: list[Finding] = []
    read: dict[str, HistoricalDate] = {}
    total = 0
    for kind, item_id, field, text in _dates(unit):
        total += 1
        made = _read(text)
        if isinstance(made, str):
            found.append(Finding(kind, item_id, field, made))
        elif kind == "event":
            read[item_id] = made
    rows = [Row("Dates that can be read", total - len(found), total)]
    found += [*_periods(unit), *_answers(unit, read), *_causes(unit, read)]
    in_text, days = _in_text(unit, read)
    in_months, months = _months(unit, read)
    return found + in_text + in_months, [*rows, days, months]


def _read(text: str) -> HistoricalDate | str:
    """The one place that reads EDTF here: the date, or what is wrong with it."""
    try:
        return parse_edtf(text)
    except DateError as error:
        return error.message


def _dates(unit: Unit) -> Iterator[tuple[str, str, str, str]]:
    """(kind, id, field, EDTF) of every date in a field of its own."""
    for at, text in enumerate(unit.manifest.period or ()):
        yield "", "", f"period[{at}]", text
    for event in unit.events:
        yield "event", event.id, "when", event.when
    for question in unit.questions:
        for at, text in enumerate(question.period or ()):
            yield "question", question.id, f"period[{at}]", text
        if question.date:
            yield "question", question.id, "date.when", question.date.when


def _periods(unit: Unit) -> Iterator[Finding]:
    owners = [("", "", unit.manifest.period), *(("question", q.id, q.period) for q in unit.questions)]
    for kind, item_id, period in owners:
        if period is None:
            continue
        first, last = _read(period[0]), _read(period[1])
        if isinstance(first, str) or isinstance(last, str):
            continue
        if first.start_earliest > last.end_latest:
            yield Finding(kind, item_id, "period", f"the period ends ({period[1]}) before it begins ({period[0]})")


def _answers(unit: Unit, read: dict[str, HistoricalDate]) -> Iterator[Finding]:
    """A date question that names an event must want that event's date."""
    for question in unit.questions:
        if question.date is None or question.date.event not in read:
            continue
        wanted = _read(question.date.when)
        if not isinstance(wanted, str) and not _meet(wanted, read[question.date.event]):
            message = f"wants {question.date.when}, but the event {question.date.event} has another date"
            yield Finding("question", question.id, "date.when", message)


def _causes(unit: Unit, read: dict[str, HistoricalDate]) -> Iterator[Finding]:
    """A cause must have begun before its effect had surely begun, and nothing causes itself, on any way round."""
    causes = {event.id: event.causes for event in unit.events}
    for event in unit.events:
        for at, cause in enumerate(event.causes):
            if cause in read and event.id in read and read[event.id].start_latest < read[cause].start_earliest:
                message = f"the event {cause} begins after this one and cannot be its cause"
                yield Finding("event", event.id, f"causes[{at}]", message)
        if event.id in _causes_of(event.id, causes):
            yield Finding("event", event.id, "causes", "by its causes the event is a cause of itself")


def _causes_of(event_id: str, causes: dict[str, tuple[str, ...]]) -> set[str]:
    """All causes of an event, and theirs."""
    found: set[str] = set()
    waiting = list(causes[event_id])
    while waiting:
        cause = waiting.pop()
        if cause not in found:
            found.add(cause)
            waiting += causes.get(cause, ())
    return found


def _in_text(unit: Unit, read: dict[str, HistoricalDate]) -> tuple[list[Finding], Row]:
    found: list[Finding] = []
    days = matched = 0
    short = [date for date in read.values() if date.end_latest - date.start_earliest <= _LONG_SPAN_DAYS]
    edges = {day for date in read.values() for day in (date.start_earliest, date.end_latest)}
    for prose in texts(unit):
        if prose.markup:
            for link in markup.links(prose.text):
                label = _label_date(link)
                event = read.get(link.target) if link.kind == "event" else None
                if label is not None and event is not None and not _meet(label, event):
                    message = f"the text says “{link.label}”, but the event {link.target} has another date"
                    found.append(
                        Finding(prose.kind, prose.id, prose.field, message, near=f"{link.target}|{link.label}")
                    )
        for words in _days(prose.text):
            days += 1
            made = _read_words(words)
            if made is None:
                found.append(Finding(prose.kind, prose.id, prose.field, f"there is no day “{words}”", near=words))
            elif made.start_earliest in edges or any(_meet(made, date) for date in short):
                matched += 1
            elif words.startswith("1 January "):  # the day on which people and prisoners are counted
                days -= 1
            else:
                message = f"no event of the unit has the date {words}"
                found.append(Finding(prose.kind, prose.id, prose.field, message, "warning", near=words))
    return found, Row("Days in the text that have their event", matched, days)


def _months(unit: Unit, read: dict[str, HistoricalDate]) -> tuple[list[Finding], Row]:
    """A month named without a day must be one in which something begins, ends or happens."""
    kept: dict[str, bool] = {}
    found = []
    total = 0
    wrong = _meant_wrong(unit)
    for prose in texts(unit):
        if (prose.id, prose.field) in wrong:
            continue
        for words in _MONTH.findall(prose.text):
            total += 1
            if words not in kept:
                kept[words] = _month_kept(words, read)
            if not kept[words]:
                message = f"nothing on the timeline begins, ends or happens in {words}"
                found.append(Finding(prose.kind, prose.id, prose.field, message, "warning", near=words))
    return found, Row("Months in the text that have an event", total - len(found), total)


def _month_kept(words: str, read: dict[str, HistoricalDate]) -> bool:
    month = _read_words(words)
    if month is None:
        return False
    first, last = month.start_earliest, month.end_latest
    return any(
        first <= date.start_earliest <= last
        or first <= date.end_latest <= last
        or (date.end_latest - date.start_earliest <= _LONG_SPAN_DAYS and _meet(month, date))
        for date in read.values()
    )


def _meant_wrong(unit: Unit) -> set[tuple[str, str]]:
    """(id, field) of what a question offers as wrong: its dates need not be true."""
    wrong = {
        (question.id, f"choices[{at}].text")
        for question in unit.questions
        for at, choice in enumerate(question.choices)
        if not choice.correct
    }
    return wrong | {(question.id, "text") for question in unit.questions if question.true is False}


def _label_date(link: markup.Link) -> HistoricalDate | None:
    """The date that a label is, or the first full day inside it; None for a label in other words."""
    if link.label and _WHOLE_DATE.fullmatch(link.label):
        return _read_words(link.label)
    day = _DAY.search(link.label)
    return _read_words(day[0]) if day else None


def _days(text: str) -> Iterator[str]:
    for match in _DAY.finditer(text):
        yield match[0]


def _read_words(words: str) -> HistoricalDate | None:
    try:
        return read_typed(words.replace(" and ", " to ")).date
    except DateError:
        return None


def _meet(one: HistoricalDate, other: HistoricalDate) -> bool:
    return one.start_earliest <= other.end_latest and other.start_earliest <= one.end_latest
