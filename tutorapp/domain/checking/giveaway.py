"""No question tells its own answer: the rule, type by type.

What a pupil reads before answering is the title, the text and the sources' titles. In it must not stand, as whole
words and without regard to case:

- choice: the text of the right option (of one, where only one is right; options of under four letters are let be);
- gap fill: any accepted answer, outside the gaps;
- date: the answer's day or month in words, or for an answer known to the year the year;
- numeric: the number;
- matching: the right side inside its own left side;
- ordering: a year inside the things to put in order;
- mark points: words that alone earn a point, that is, all the concept sets of one alternative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutorapp.domain import markup
from tutorapp.domain.checking.findings import Finding, Row
from tutorapp.domain.content import MarkPoint, Question, Unit
from tutorapp.domain.dates import DateError, in_words, parse_edtf

_GAP = re.compile(r"\{[A-Za-z0-9.-]{1,64}\}")
_YEAR = re.compile(r"\b(1[5-9]|20)\d\d\b")
_SHORTEST = 4


def check(unit: Unit) -> tuple[list[Finding], list[Row]]:
    """Findings on questions that answer themselves, and how many do not."""
    found = [
        Finding("question", question.id, field, message)
        for question in unit.questions
        for field, message in _given_away(question)
    ]
    bad = {finding.id for finding in found}
    return found, [Row("Questions that keep their answer", len(unit.questions) - len(bad), len(unit.questions))]


def _given_away(question: Question) -> Iterator[tuple[str, str]]:
    stem = _stem(question)
    match question.type:
        case "multiple_choice" | "multiple_response":
            for at, choice in enumerate(question.choices):
                if choice.correct and _holds(stem, markup.plain(choice.text)):
                    yield f"choices[{at}].text", "the right option already stands in the question"
        case "gap_fill":
            for at, gap in enumerate(question.gaps):
                if any(_holds(stem, answer) for answer in gap.answers):
                    yield f"gaps[{at}].answers", "the answer already stands in the text"
        case "matching":
            for at, pair in enumerate(question.pairs):
                if pair.left and _holds(markup.plain(pair.left), markup.plain(pair.right)):
                    yield f"pairs[{at}].left", "holds its own answer"
        case "ordering":
            for at, line in enumerate(question.order):
                if _YEAR.search(markup.plain(line)):
                    yield f"order[{at}]", "names its year, which gives the order away"
        case "date":
            yield from _date_given_away(question, stem)
        case "numeric" if question.numeric is not None:
            if _holds(stem, f"{question.numeric.value:g}", shortest=1):
                yield "text", "the number already stands in the question"
        case "short_answer" | "structured":
            for at, point in enumerate(question.points):
                if _earned(point, stem):
                    yield f"points[{at}].terms", "the words of the question alone would earn this point"
        case _:
            pass


def _stem(question: Question) -> str:
    shown = [question.title, markup.plain(question.text), *(source.title for source in question.sources)]
    return _GAP.sub(" … ", "\n".join(shown))


def _date_given_away(question: Question, stem: str) -> Iterator[tuple[str, str]]:
    if question.date is None:
        return
    try:
        words = in_words(parse_edtf(question.date.when))
    except DateError:
        return  # told by the rule on dates
    if _holds(stem, words) or _holds(stem, words.rpartition(" ")[0]):
        yield "text", f"the date ({words}) already stands in the question"


def _holds(text: str, words: str, shortest: int = _SHORTEST) -> bool:
    wanted = " ".join(words.split()).strip(" .?!")
    if len(wanted) < shortest:
        return False
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", " ".join(text.split()), re.IGNORECASE) is not None


def _earned(point: MarkPoint, stem: str) -> bool:
    text = " ".join(stem.split()).replace("’", "'")
    return any(
        alternative and all(any(_matches(term, text) for term in concept) for concept in alternative)
        for alternative in point.terms
    )


def _matches(term: str, text: str) -> bool:
    """A term as in ``MarkPoint.terms``: whole words, or the beginning of one before a star."""
    words = re.escape(term.rstrip("*").replace("’", "'"))
    end = r"\w*" if term.endswith("*") else r"(?!\w)"
    return re.search(rf"(?<!\w){words}{end}", text, re.IGNORECASE) is not None
