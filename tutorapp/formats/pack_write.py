"""Writing a unit as one ``.tutorpack`` file: equal content gives equal bytes."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutorapp.domain.content import Section, Unit
from tutorapp.domain.errors import KnownError
from tutorapp.domain.quiz import Quiz
from tutorapp.formats import front_matter
from tutorapp.formats.pack_box import MIMETYPE
from tutorapp.formats.pack_files import Coverage

if TYPE_CHECKING:
    from tutorapp.formats.signature import Signer

_QUESTIONS_A_FILE = 500  # 5,000 questions then stay well under the size limit of one file
_SIMPLE = frozenset({str, int, float, bool, type(None)})
_DATE = (1980, 1, 1, 0, 0, 0)  # the zip format's first day: the day of saving is no content


def write_pack(
    unit: Unit,
    media: Mapping[str, bytes],
    path: Path,
    coverage: Coverage | None = None,
    quizzes: tuple[Quiz, ...] = (),
    words: frozenset[str] = frozenset(),
    signer: Signer | None = None,
) -> None:
    """Write ``unit`` with its pictures (file name to bytes), ``quizzes`` and list of words to ``path``.

    ``signer`` signs it; that only labels it.
    An older file there stays until the new one is whole. Raises KnownError when the disk or the folder refuses.
    """
    files = pack_files(unit, media, coverage)
    if quizzes:
        files["quizzes.json"] = _json({"quizzes": plain(quizzes)})
    if words:
        files["words.txt"] = "".join(f"{word}\n" for word in sorted(words)).encode()
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        fresh = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                with zipfile.ZipFile(stream, "w") as archive:
                    _add(archive, "mimetype", MIMETYPE.encode(), zipfile.ZIP_STORED)
                    for file, data in sorted({**files, **_sealed(hashes, signer)}.items()):
                        _add(archive, file, data, zipfile.ZIP_DEFLATED)
                stream.flush()
                os.fsync(stream.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise KnownError(f"{path.name} cannot be saved there: {error.strerror or 'the system refuses'}.") from None


def _sealed(hashes: Mapping[str, str], signer: Signer | None) -> dict[str, bytes]:
    listed = _json(hashes)
    if signer is None:
        return {"hashes.json": listed}
    from tutorapp.formats import signature  # few packs are signed

    return {"hashes.json": listed, signature.FILE: signature.made(signer, listed)}


def pack_files(unit: Unit, media: Mapping[str, bytes], coverage: Coverage | None = None) -> dict[str, bytes]:
    """The files of the pack folder by name. Keys that hold their default are left out."""
    files = {"pack.json": _json(plain(unit.manifest))}
    for number, section in enumerate(unit.sections):
        files[f"notes/{number:03d}.md"] = _notes(section)
    for name, items in (("terms", unit.terms), ("care", unit.care), ("events", unit.events)):
        if items:
            files[f"{name}.json"] = _json({name: plain(items)})
    for number, start in enumerate(range(0, len(unit.questions), _QUESTIONS_A_FILE)):
        part = unit.questions[start : start + _QUESTIONS_A_FILE]
        files[f"questions/{number:03d}.json"] = _json({"questions": plain(part)})
    if coverage is not None:
        files["coverage.json"] = _json(plain(coverage))
    files.update({f"media/{name}": data for name, data in media.items()})
    return files


def plain(value: object) -> Any:  # noqa: ANN401  # JSON has any shape
    """``value`` as JSON types, keys that hold their default left out."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return dict(_told(value))
    if isinstance(value, dict):
        return {key: plain(item) for key, item in sorted(value.items())}
    return value


def _told(item: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  # any of our dataclasses
    for name, default in _defaults(item.__class__):
        value = getattr(item, name)
        if default is MISSING or value != default:
            yield name, value if type(value) in _SIMPLE else plain(value)


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    """The fields of ``kind`` with what they hold when nothing is said, else MISSING."""
    return tuple(
        (field.name, field.default if field.default_factory is MISSING else field.default_factory())
        for field in fields(kind)
    )


def _notes(section: Section) -> bytes:
    head = plain(section)
    body = head.pop("body", "")
    return front_matter.write(head, body).encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _add(archive: zipfile.ZipFile, name: str, data: bytes, method: int) -> None:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = method
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # the same on every system, or the bytes would differ
    archive.writestr(entry, data, compresslevel=9)
