"""A person's own items as one pack, to share or to keep: questions, events, quizzes and the pictures they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tutorapp.domain.content import Event, Manifest, Question, Unit
from tutorapp.domain.errors import KnownError
from tutorapp.domain.own import OwnKind
from tutorapp.domain.quiz import Quiz
from tutorapp.formats.pack_write import write_pack
from tutorapp.services.bank import BankService

EVERYTHING: tuple[OwnKind, ...] = ("question", "event", "quiz")


@dataclass(frozen=True, slots=True)
class Packed:
    """How many of each went into a pack."""

    questions: int
    events: int
    quizzes: int


def own_pack(bank: BankService, unit: Unit, title: str, out: Path, kinds: Sequence[OwnKind] = EVERYTHING) -> Packed:
    """Write the active own items of ``kinds`` to ``out``; KnownError when there are none, or the disk refuses.

    Categories and specification points are those of ``unit``, which the items name; notes, terms and sections are
    not in the pack, so links to them hold where the same unit is installed.
    """
    bodies = [item.body for kind in kinds for item in bank.items(kind)]
    questions = tuple(body for body in bodies if isinstance(body, Question))
    events = tuple(body for body in bodies if isinstance(body, Event))
    quizzes = tuple(body for body in bodies if isinstance(body, Quiz))
    if not bodies:
        raise KnownError("There is nothing of your own to export yet.")
    told = repr(bodies)
    media: dict[str, bytes] = {}
    alternatives: dict[str, str] = {}
    for name, alternative in bank.alternatives().items():
        data = bank.picture(name) if name in told else None
        if data is not None:
            media[name], alternatives[name] = data, alternative
    manifest = Manifest(
        id="own-items",
        title=title,
        short_title=title[:40],
        version="1",
        spec_points=unit.manifest.spec_points,
        categories=unit.manifest.categories,
        media=alternatives,
    )
    write_pack(Unit(manifest=manifest, questions=questions, events=events), media, out, quizzes=quizzes)
    return Packed(len(questions), len(events), len(quizzes))
