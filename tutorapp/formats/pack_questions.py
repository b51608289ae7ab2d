"""The questions of our own pack, handed over as bytes like every other format."""

from __future__ import annotations

from tutorapp.domain.errors import KnownError
from tutorapp.formats import signature
from tutorapp.formats.found import Found, FoundFile, skipped
from tutorapp.formats.pack_box import Box, belongs, limit
from tutorapp.formats.pack_reading import Reading
from tutorapp.formats.safe_zip import SafeZip


def read(data: bytes, name: str) -> FoundFile:
    """Every question of a ``.tutorpack``. Raises KnownError when it is refused as a whole, e.g. as too new."""
    archive = SafeZip(data, name)
    wanted = {signature.HASHES, signature.FILE}
    held = {entry: archive.read(entry, limit(entry)) for entry in archive.names if belongs(entry) or entry in wanted}
    reading = Reading(Box(tuple(sorted(entry for entry in held if belongs(entry))), held.__getitem__))
    unit = reading.unit()
    if not unit.manifest.id:
        wrong = [problem for problem in reading.problems if problem.severity == "error"]
        raise KnownError(f"{name} cannot be used: {wrong[0] if wrong else 'it says nothing of itself'}.")
    items = [Found(question=question, key=question.id) for question in unit.questions]
    seen: set[tuple[str, str]] = set()
    for problem in reading.problems:
        place = (problem.file, problem.field.split(".")[0])
        if problem.severity == "error" and problem.file.startswith("questions/") and place not in seen:
            seen.add(place)
            items.append(skipped(["unreadable"], problem.line, title=place[1]))
    media = reading.media(unit.manifest)
    return FoundFile(
        items=tuple(items),
        dialect=f"reader {unit.manifest.reader}",
        encoding="UTF-8",
        media=media,
        alternatives={entry: unit.manifest.media.get(entry, "") for entry in media},
        signature=signature.of(held),
    )
