"""Our own format: a unit as a folder or as one ``.tutorpack`` file (``docs/pack-format.md``)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tutorapp.domain.content import Unit
from tutorapp.domain.errors import KnownError
from tutorapp.domain.problems import Problem, errors
from tutorapp.domain.records import dataclass
from tutorapp.formats import pack_media
from tutorapp.formats.pack_box import open_box
from tutorapp.formats.pack_files import Coverage
from tutorapp.formats.pack_reading import NO_MANIFEST, READER, Reading

if TYPE_CHECKING:
    from tutorapp.domain.quiz import Quiz

__all__ = ["READER", "Coverage", "Pack", "digest", "load", "media_of", "read_pack", "read_whole"]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything read from a pack. ``unit`` holds the items without an error; a bad one costs only itself.

    ``words``: names and words of the period that the pack vouches for, in its ``words.txt``.
    """

    unit: Unit
    coverage: Coverage | None
    media: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    words: frozenset[str] = frozenset()
    quizzes: tuple[Quiz, ...] = ()


def read_pack(path: Path) -> tuple[Unit, tuple[Problem, ...]]:
    """The unit at ``path`` (folder or zip) and all that is wrong with it; never raises for what it holds."""
    try:
        reading = Reading(open_box(path))
    except KnownError as error:
        return Unit(manifest=NO_MANIFEST), (Problem("", None, "", error.message),)
    return reading.unit(), tuple(reading.problems)


def read_whole(path: Path, *, as_meant: bool = False) -> Pack:
    """Like ``read_pack``, with the coverage list, the pictures, which are judged too, and the list of words.

    ``as_meant``: only to look for more problems, an item with a mistake is kept where one can see what was meant.
    """
    try:
        reading = Reading(open_box(path), as_meant=as_meant)
    except KnownError as error:
        return Pack(Unit(manifest=NO_MANIFEST), None, {}, (Problem("", None, "", error.message),))
    unit = reading.unit()
    if not unit.manifest.id:
        return Pack(unit, None, {}, tuple(reading.problems))
    coverage = reading.file("coverage.json", Coverage) if "coverage.json" in reading.box.names else None
    from tutorapp.formats import pack_quizzes  # no start needs it

    media, words, quizzes = reading.media(unit.manifest), reading.words(), pack_quizzes.read(reading)
    return Pack(unit, coverage, media, tuple(reading.problems), words, quizzes)


def load(path: Path) -> Unit:
    """The unit at ``path`` for installing. Raises KnownError when anything in it is wrong."""
    unit, problems = read_pack(path)
    if wrong := errors(problems):
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise KnownError(f"{path.name} cannot be used: {str(wrong[0]).rstrip('.')}{more}.")
    return unit


def media_of(path: Path, name: str) -> bytes:
    """One picture of the pack at ``path``. Raises KnownError when it is missing or not let in."""
    box = open_box(path)
    if f"media/{name}" not in box.names:
        raise KnownError(f"The picture {name} is missing from {path.name}.")
    data = box.read(f"media/{name}")
    if wrong := pack_media.objections(name, data):
        raise KnownError(f"The picture {name} {wrong[0]}.")
    return data


def digest(unit: Unit, media: Mapping[str, bytes] | None = None) -> str:
    """SHA-256 (hexadecimal) of the content: equal for equal units, however their files are laid out."""
    made = hashlib.sha256(msgspec.json.encode(unit, order="sorted"))
    for name, data in sorted((media or {}).items()):
        made.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    return made.hexdigest()
