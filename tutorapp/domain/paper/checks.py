"""What a teacher wants to know before printing: do the marks add up, and does the paper keep its answers to itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tutorapp.domain import markup
from tutorapp.domain.content import Question
from tutorapp.domain.paper.model import Document, Para, text_of
from tutorapp.domain.paper.runs import Titles

_BRACKET = re.compile(r"\[(\d+)\]")
_SHORTEST = 12
"""Fewer characters of a scheme may well stand in another question ("In 1922")."""


def bracketed_marks(document: Document) -> int:
    """The sum of the marks in brackets."""
    found = (
        _BRACKET.fullmatch(block.right)
        for group in document.groups
        for block in group.blocks
        if isinstance(block, Para)
    )
    return sum(int(match[1]) for match in found if match)


def said_too_much(document: Document, questions: Iterable[Question], titles: Titles) -> tuple[str, ...]:
    """The ids of questions of which a piece of scheme, feedback or explanation stands in ``document``.

    A question's own words do not count, nor those of options, which stand there by right.
    """
    text = _flat(text_of(document))
    return tuple(
        question.id
        for question in questions
        if any(len(words) >= _SHORTEST and words in text for words in _kept_back(question, titles))
    )


def _kept_back(question: Question, titles: Titles) -> Iterator[str]:
    """Texts that only the teacher reads, except what the candidate is shown in the same words."""
    shown = _flat(
        " ".join((markup.plain(question.text, dict(titles)), *(c.text for c in question.choices), *question.order))
    )
    texts = [question.explanation, *question.plan]
    texts += [choice.feedback for choice in question.choices]
    texts += [point.text for point in (*question.points, *question.indicative)]
    texts += [part.text for part in question.parts]
    texts += [level.descriptor for level in question.levels]
    for sample in question.samples:
        texts += [*sample.text.split("\n\n"), *(margin.note for margin in sample.margin)]
    yield from (words for text in texts if (words := _flat(markup.plain(text, dict(titles)))) and words not in shown)


def _flat(text: str) -> str:
    return " ".join(text.split())
