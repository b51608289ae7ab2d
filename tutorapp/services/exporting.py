"""Questions and quizzes out to a file, and what is alike in a bank: the formats as the window uses them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tutorapp.domain.bank import duplicates
from tutorapp.domain.bank.duplicates import Alike
from tutorapp.domain.content import Manifest, Question, Unit
from tutorapp.domain.quiz import Quiz

ReadPicture = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that is ready to be written. ``rough``: how many questions lose something or are left out; ``out``: how
    many are in it; ``error``: why there is no file, or ""."""

    data: bytes
    lines: tuple[str, ...]
    rough: int
    out: int
    error: str


def export(
    questions: Sequence[Question],
    kind: str,
    name: str,
    read: ReadPicture,
    alternatives: Mapping[str, str],
    titles: dict[tuple[str, str], str],
) -> Exported:
    """``questions`` in the format ``kind`` (one of ``formats.writer.EXPORT_FORMATS``) for a file called ``name``."""
    from tutorapp.formats.writer import write_quiz  # half of the formats, for a command that few give

    media = pictures_of(questions, read)
    data, report = write_quiz(questions, kind, Path(name).stem, media, alternatives, titles, name)
    return Exported(
        data=data,
        lines=tuple(line for line in report.lines() if line.strip()),
        rough=sum(item.result != "exact" for item in report.items),
        out=sum(item.result != "skipped" for item in report.items),
        error=report.error or "",
    )


def save_quiz(
    quiz: Quiz, asked: Sequence[Question], read: ReadPicture, alternatives: Mapping[str, str], path: Path
) -> int:
    """Write a quiz with every question it may ask as one pack; how many questions. KnownError when it cannot be."""
    from tutorapp.formats import pack_write

    media = pictures_of(asked, read)
    manifest = Manifest(
        id=plain_name(quiz.title).lower(),
        title=quiz.title or "Quiz",
        short_title=(quiz.title or "Quiz")[:40],
        version="1",
        media={name: alternatives.get(name) or "Picture" for name in media},
    )
    pack_write.write_pack(Unit(manifest=manifest, questions=tuple(asked)), media, path, quizzes=(quiz,))
    return len(asked)


def alike(questions: Sequence[Question]) -> tuple[Alike, ...]:
    """Questions that are the same, or nearly, in groups."""
    from tutorapp.formats.digest import content_digest

    return duplicates.find(questions, content_digest)


def pictures_of(questions: Iterable[Question], read: ReadPicture) -> dict[str, bytes]:
    """The pictures that ``questions`` show, by name; what cannot be read is left out."""
    from tutorapp.formats.writing import pictures_in

    names: set[str] = set()
    for question in questions:
        names |= pictures_in(question) | {source.media for source in question.sources if source.media}
    found = {name: read(name) for name in sorted(names)}
    return {name: data for name, data in found.items() if data is not None}


def plain_name(title: str) -> str:
    """A file name from a title: letters, digits and hyphens."""
    kept = "".join(sign if sign.isalnum() else "-" for sign in title).encode("ascii", "ignore").decode()
    return "-".join(part for part in kept.split("-") if part)[:60] or "quiz"
