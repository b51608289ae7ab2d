"""A person's own items as one pack, to share or to keep: questions, events, quizzes and the pictures they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tutorapp.domain.content import Event, Manifest, Question, Unit
from tutorapp.domain.errors import KnownError
from tutorapp.domain.own import OwnKind
from tutorapp.domain.quiz import Quiz
from tutorapp.formats import signature
from tutorapp.formats.pack_write import write_pack
from tutorapp.formats.signature import Signer, read_key
from tutorapp.services.bank import BankService

__all__ = ["EVERYTHING", "Packed", "make_key", "own_pack", "read_key"]

EVERYTHING: tuple[OwnKind, ...] = ("question", "event", "quiz")


@dataclass(frozen=True, slots=True)
class Packed:
    """How many of each went into a pack."""

    questions: int
    events: int
    quizzes: int


def own_pack(
    bank: BankService,
    unit: Unit,
    title: str,
    out: Path,
    kinds: Sequence[OwnKind] = EVERYTHING,
    signer: Signer | None = None,
) -> Packed:
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
    unit = Unit(manifest=manifest, questions=questions, events=events)
    write_pack(unit, media, out, quizzes=quizzes, signer=signer)
    return Packed(len(questions), len(events), len(quizzes))


def make_key(path: Path, name: str) -> str:
    """Make a key file that signs packs; what to tell those who get them. KnownError when it cannot be made."""
    signature.make_key(path, name)
    told = signature.fingerprint(signature.public_key(read_key(path)))
    return f"{path.name} signs packs now: keep it to yourself. Its key, for others to compare: {told}"
