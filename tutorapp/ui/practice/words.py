"""How practice says times, dates and marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from tutorapp.domain import markup
from tutorapp.domain.content import Question
from tutorapp.domain.library import Library
from tutorapp.domain.work import AttemptRecord, LastResult, Marking

Translate = Callable[[str], str]

LONGEST_QUOTE = 90


def minutes(seconds: float, tr: Translate) -> str:
    """ "12 min", "4 min 30 s", "45 s"; rounded to the second."""
    whole = round(seconds)
    full, rest = divmod(whole, 60)
    if not full:
        return tr("{0} s").format(rest)
    return tr("{0} min {1} s").format(full, rest) if rest else tr("{0} min").format(full)


def clock_words(seconds: float) -> str:
    """Time left as "14:12" or "1:02:03", rounded up so that 0:00 means over; past it "+0:32"."""
    if seconds < 0:
        return "+" + _colons(int(-seconds))
    whole = int(seconds) if seconds == int(seconds) else int(seconds) + 1
    return _colons(whole)


def _colons(whole: int) -> str:
    hours, rest = divmod(whole, 3600)
    if hours:
        return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"
    return f"{rest // 60}:{rest % 60:02d}"


def day(at: datetime, now: datetime, tr: Translate) -> str:
    """ "today", "yesterday", "21 March", or with the year once it is another one; by the local calendar."""
    local, today = at.astimezone(), now.astimezone()
    days = (today.date() - local.date()).days
    if days in (0, 1):
        return tr("yesterday") if days else tr("today")
    names = month_names(tr)
    words = f"{local.day} {names[local.month - 1]}"
    return words if local.year == today.year else f"{words} {local.year}"


def month_names(tr: Translate) -> tuple[str, ...]:
    """The months."""
    return (
        tr("January"),
        tr("February"),
        tr("March"),
        tr("April"),
        tr("May"),
        tr("June"),
        tr("July"),
        tr("August"),
        tr("September"),
        tr("October"),
        tr("November"),
        tr("December"),
    )


def span(low: int, high: int) -> str:
    """ "4" or "11–13"."""
    return str(low) if low == high else f"{low}–{high}"


def mark_words(low: int, high: int, most: int, tr: Translate) -> str:
    """ "4 of 6", "11–13 of 20"."""
    return tr("{0} of {1}").format(span(low, high), most)


def result_words(result: LastResult | None, tr: Translate) -> str:
    """The newest result for lists: "untried", "not marked" or the mark."""
    if result is None:
        return tr("untried")
    if result.low is None or result.high is None:
        return tr("not marked")
    return mark_words(result.low, result.high, result.max, tr)


def question_words(question: Question, titles: dict[tuple[str, str], str]) -> str:
    """The question's words, plain; gaps that are named in its text become dots."""
    text = markup.plain(question.text, titles)
    for gap in question.gaps:
        text = text.replace(f"{{{gap.id}}}", "……")
    return text


def spoken_sources(question: Question, media: Mapping[str, str]) -> str:
    """The sources as they are read aloud; ``media``: what each picture shows, by file name."""
    parts = []
    for source in question.sources:
        parts += [source.title, markup.plain(source.text), media.get(source.media, ""), source.attribution]
    return "\n".join(part for part in parts if part.strip())


def question_title(question: Question, library: Library) -> str:
    """The question's short form in one line."""
    return question.title or " ".join(question_words(question, library.titles).split())


def word_count(text: str) -> int:
    """Words of an answer: runs between white space that hold a letter or digit."""
    return sum(any(char.isalnum() for char in word) for word in text.split())


def quote(text: str) -> str:
    """Words of the answer in one line, cut to a quotable length."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def shown_marking(record: AttemptRecord) -> Marking | None:
    """The marking that counts: a teacher's, else the newest."""
    teachers = [marking for marking in record.markings if marking.marker == "teacher"]
    every = teachers or list(record.markings)
    return every[-1] if every else None


def way_of_marking(question: Question, suggests: bool, tr: Translate) -> str:
    """How the question is marked, in a line."""
    if question.points:
        return tr("point by point, by you with suggestions") if suggests else tr("point by point, by you")
    if question.levels or question.type == "essay":
        return tr("by levels, by you beside samples") if question.samples else tr("by levels, by you")
    return tr("at once, by the program")


def marks_words(question: Question, tr: Translate) -> str:
    """ "6, in two groups of three", "2"."""
    limits = [group.max for group in question.groups]
    if len(limits) > 1 and len(set(limits)) == 1:
        names = {1: tr("one"), 2: tr("two"), 3: tr("three"), 4: tr("four"), 5: tr("five"), 6: tr("six")}
        count, each = names.get(len(limits), str(len(limits))), names.get(limits[0], str(limits[0]))
        if question.best_groups is not None and question.best_groups < len(limits):
            best = names.get(question.best_groups, str(question.best_groups))
            return tr("{0}, the best {1} of {2} groups").format(question.marks, best, count)
        return tr("{0}, in {1} groups of {2}").format(question.marks, count, each)
    return str(question.marks)
