"""Which words of an item the search knows: what a pupil may see before answering, never a mark scheme."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from tutorapp.domain.content import CareNote, Event, Question, Section, Term, Unit
from tutorapp.domain.library import Library, kind_of
from tutorapp.domain.markup import parse_inline, plain, plain_inline
from tutorapp.domain.records import dataclass

Item = Section | Term | CareNote | Event | Question
_BLOCKS = re.compile(r"\n|\r|^\s*(?:#|>|!\[|- |\d{1,3}\. |\[\[care:)")
_INLINE = re.compile(r"[\[*]")
Titles = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchText:
    """One searchable thing, all plain. ``names`` are other names of it, weighed like the title.

    The title of a person's own writing is only shown: the words of a question are not those of its answer.
    """

    kind: str
    unit_id: str
    item_id: str
    title: str
    names: str = ""
    body: str = ""


def of_unit(unit: Unit) -> Iterator[SearchText]:
    """Every item of ``unit``, in its order."""
    titles = Library(unit).titles
    items: Iterable[Item] = chain(unit.sections, unit.terms, unit.care, unit.events, unit.questions)
    for item in items:
        kind = kind_of(item)
        names, body = words(item, titles)
        yield SearchText(
            kind=kind,
            unit_id=unit.manifest.id,
            item_id=item.id,
            title=titles[kind, item.id],
            names=names,
            body=body,
        )


def words(item: Item, titles: Titles) -> tuple[str, str]:
    """The other names and the text of ``item``; ``titles`` gives links their words."""
    match item:
        case Section():
            return item.number, _join(titles, item.body, *item.remember, item.why)
        case Term():
            return ", ".join(item.aliases), _join(titles, item.short, item.long, item.difference)
        case CareNote():
            return "", _join(titles, item.text, item.why)
        case Event():
            return item.short_title, _join(titles, item.summary, item.date_note, item.when)
        case Question():
            sources = [text for source in item.sources for text in (source.title, source.text)]
            choices = [choice.text for choice in item.choices]
            return item.style, _join(titles, item.text, *sources, *choices, *item.tags)


def question_label(question: Question) -> str:
    """One plain line for lists: the question's title, else its text."""
    return question.title or " ".join(plain(question.text).split())


def _join(titles: Titles, *texts: str) -> str:
    return "\n".join(_plain(text, titles) for text in texts if text)


def _plain(text: str, titles: Titles) -> str:
    """``markup.plain``, sooner: most texts are one paragraph, many without any markup, and reading markup is
    most of the work of installing a unit."""
    if _BLOCKS.search(text):
        return plain(text, titles)
    return plain_inline(parse_inline(text), titles) if _INLINE.search(text) else text
