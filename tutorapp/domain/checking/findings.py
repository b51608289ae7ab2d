"""What a rule says about an item, and the texts of a unit that the rules read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tutorapp.domain.content import CareNote, Event, ItemKind, Question, Section, Term, Unit
from tutorapp.domain.library import kind_of
from tutorapp.domain.problems import Severity

Item = Section | Term | CareNote | Event | Question


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule. ``kind`` is "" for the pack itself; ``field`` is a path inside the item, e.g.
    "points[3].marks"; ``near`` is a piece of the field's text by which the line can be found."""

    kind: ItemKind | str
    id: str
    field: str
    message: str
    severity: Severity = "error"
    near: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: ``label``: ``have`` of ``want``."""

    label: str
    have: int
    want: int

    def __str__(self) -> str:
        return f"{self.label}: {self.have} of {self.want}"


@dataclass(frozen=True, slots=True)
class Prose:
    """A text of an item, or with kind "" of the pack itself; ``markup`` says whether links may stand in it."""

    kind: ItemKind | str
    id: str
    field: str
    text: str
    markup: bool = True


def items(unit: Unit) -> Iterator[Item]:
    """Every item of ``unit`` in its order."""
    for group in (unit.sections, unit.terms, unit.care, unit.events, unit.questions):
        yield from group


def texts(unit: Unit) -> Iterator[Prose]:
    """Every text that a person reads, empty ones left out; word lists for the marker are no such texts."""
    for item in items(unit):
        kind = kind_of(item)
        for field, text, marked in _fields(item):
            if text:
                yield Prose(kind, item.id, field, text, marked)


def _fields(item: Item) -> Iterator[tuple[str, str, bool]]:
    match item:
        case Section():
            yield from (("title", item.title, False), ("why", item.why, True), ("body", item.body, True))
            yield from ((f"remember[{at}]", line, True) for at, line in enumerate(item.remember))
        case Term():
            yield from (("term", item.term, False), ("short", item.short, True), ("long", item.long, True))
            yield ("difference", item.difference, True)
        case CareNote():
            yield from (("title", item.title, True), ("text", item.text, True), ("why", item.why, True))
        case Event():
            yield from (("title", item.title, False), ("short_title", item.short_title, False))
            yield from (("summary", item.summary, True), ("date_note", item.date_note, False))
        case Question():
            yield from _question_fields(item)


def _question_fields(item: Question) -> Iterator[tuple[str, str, bool]]:
    yield from (("text", item.text, True), ("title", item.title, False), ("style", item.style, False))
    yield ("explanation", item.explanation, True)
    for at, source in enumerate(item.sources):
        yield from ((f"sources[{at}].title", source.title, False), (f"sources[{at}].text", source.text, True))
    for name, points in (("points", item.points), ("indicative", item.indicative)):
        yield from ((f"{name}[{at}].text", point.text, True) for at, point in enumerate(points))
    yield from ((f"groups[{at}].title", group.title, False) for at, group in enumerate(item.groups))
    for at, level in enumerate(item.levels):
        yield from ((f"levels[{at}].title", level.title, False), (f"levels[{at}].descriptor", level.descriptor, True))
    yield from ((f"parts[{at}].text", part.text, True) for at, part in enumerate(item.parts))
    yield from ((f"plan[{at}]", line, True) for at, line in enumerate(item.plan))
    for at, sample in enumerate(item.samples):
        yield (f"samples[{at}].text", sample.text, False)
        yield from ((f"samples[{at}].margin[{n}].note", m.note, True) for n, m in enumerate(sample.margin))
    for at, choice in enumerate(item.choices):
        yield from ((f"choices[{at}].text", choice.text, True), (f"choices[{at}].feedback", choice.feedback, True))
    for at, pair in enumerate(item.pairs):
        yield from ((f"pairs[{at}].left", pair.left, True), (f"pairs[{at}].right", pair.right, True))
    yield from ((f"order[{at}]", line, True) for at, line in enumerate(item.order))
