"""What a person makes beside the unit: own questions, events and quizzes, as revisions that are only added.

The newest revision of an item is what counts; earlier ones stay, so that every change can be undone and two
computers merge by taking the union. An attempt keeps the question it saw, whatever becomes of the item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from tutorapp.domain.content import Event, Question, Unit
from tutorapp.domain.quiz import Quiz
from tutorapp.domain.records import dataclass

OwnKind = Literal["question", "event", "quiz"]
OwnState = Literal["active", "archived", "deleted"]
OwnBody = Question | Event | Quiz

BODIES: dict[OwnKind, type[OwnBody]] = {"question": Question, "event": Event, "quiz": Quiz}
OWN_UNIT = "own"
"""Stands for the unit of own items where one is named, e.g. in the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnItem:
    """One revision of an own item. ``origin`` is the import that brought it, "" when it was written here.

    ``version`` counts the item's revisions from 1; a merge may give two revisions the same number, and the newest
    by (``at``, ``id``) counts.
    """

    id: str
    device_id: str
    at: datetime
    kind: OwnKind
    item_id: str
    version: int
    body: OwnBody
    state: OwnState = "active"
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """A file that was brought in, with its report as JSON. ``undoes`` names the import this row takes back."""

    id: str
    device_id: str
    at: datetime
    source: str
    sha256: str
    format: str
    report: str
    undoes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPicture:
    """A picture of own items; ``name`` is its SHA-256 and its ending, ``alternative`` what it shows, in words."""

    name: str
    data: bytes
    alternative: str = ""


def kind_of(body: OwnBody) -> OwnKind:
    """The word for the kind of ``body``."""
    return next(kind for kind, made in BODIES.items() if isinstance(body, made))


def label(body: OwnBody) -> str:
    """One plain line for lists."""
    if isinstance(body, Question):
        from tutorapp.domain.search_text import question_label  # it reads markup, which few callers need

        return question_label(body)
    return body.title


def joined(unit: Unit, items: Iterable[OwnItem], pictures: Mapping[str, str]) -> Unit:
    """``unit`` with the active own questions and events behind its own; ``pictures`` says by name what each shows.

    An own item never takes the place of one of the unit's: where the ids are equal the unit's stays.
    """
    questions: list[Question] = []
    events: list[Event] = []
    taken = {("question", question.id) for question in unit.questions} | {("event", event.id) for event in unit.events}
    for item in items:
        if item.state != "active" or (item.kind, item.item_id) in taken:
            continue
        if isinstance(item.body, Question):
            questions.append(item.body)
        elif isinstance(item.body, Event):
            events.append(item.body)
    if not questions and not events:
        return unit
    manifest = replace(unit.manifest, media={**unit.manifest.media, **pictures})
    return replace(unit, manifest=manifest, questions=(*unit.questions, *questions), events=(*unit.events, *events))
