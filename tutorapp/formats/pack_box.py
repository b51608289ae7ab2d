"""The container of a pack, a folder or a zip, read so that no file in it can do harm."""

from __future__ import annotations

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import field
from pathlib import Path

from tutorapp.domain.errors import KnownError
from tutorapp.domain.problems import Problem
from tutorapp.domain.records import dataclass

MAX_FILES = 2000
MAX_TEXT_BYTES = 5_000_000
MAX_MEDIA_BYTES = 10_000_000
MAX_ALL_BYTES = 200_000_000
MAX_RATIO = 200
"""Unpacked to packed size; the term lists of a real pack reach about 15, a bomb of zeros 1,000."""
_RATIO_FROM = 100_000  # smaller files may pack as well as they like

MIMETYPE = "application/vnd.tutorapp.pack+zip"
_SINGLE = {"pack.json", "terms.json", "care.json", "events.json", "quizzes.json", "coverage.json", "words.txt"}
_ZIP_ONLY = {"mimetype", "hashes.json", "signature.json"}
_IN_FOLDER = {"notes": ("md",), "questions": ("json",), "media": ("svg", "png", "jpg", "jpeg", "gif")}
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,79}")
_WINDOWS_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass
class Box:
    """An opened pack: the names that belong to one, and a way to read each."""

    names: tuple[str, ...]
    _read: Callable[[str], bytes]
    problems: list[Problem] = field(default_factory=list)

    def read(self, name: str) -> bytes:
        """The bytes of ``name``. Raises KnownError when they cannot be read or are too many."""
        return self._read(name)

    def under(self, folder: str) -> tuple[str, ...]:
        """The names in ``folder``, in order."""
        return tuple(name for name in self.names if name.startswith(folder + "/"))


def open_box(path: Path) -> Box:
    """The pack at ``path``. Raises KnownError when there is none or it is refused as a whole."""
    try:
        if path.is_dir():
            return _open_folder(path)
        if path.is_file():
            return _open_zip(path)
    except OSError as error:
        raise KnownError(f"{path.name} cannot be read: {error.strerror or 'the system refuses'}.") from None
    raise KnownError(f"There is no pack at {path}.")


def belongs(name: str) -> bool:
    """Whether a pack may hold a file of this name."""
    folder, slash, rest = name.rpartition("/")
    if not slash:
        return name in _SINGLE
    return bool(_PART.fullmatch(rest)) and rest.rpartition(".")[2].lower() in _IN_FOLDER.get(folder, ())


def limit(name: str) -> int:
    """The largest size of the file, in bytes."""
    return MAX_MEDIA_BYTES if name.startswith("media/") else MAX_TEXT_BYTES


# --- folders ---------------------------------------------------------------------------------------------


def _open_folder(root: Path) -> Box:
    names, strays = [], []
    for name, is_file in _entries(root):
        if is_file and belongs(name):
            names.append(name)
        elif is_file or name not in _IN_FOLDER:
            strays.append(_stray(name))
    return Box(tuple(sorted(names)), lambda name: _read_file(root / name, limit(name)), strays)


def _entries(root: Path) -> list[tuple[str, bool]]:
    """What stands where a pack's files stand, hidden files left out; nothing deeper is looked at.

    Each with whether it is a file inside the pack: a link that leads out of it is none.
    """
    inside = root.resolve()
    found: list[tuple[str, bool]] = []
    for folder in ("", *_IN_FOLDER):
        if not (root / folder).is_dir() or _leads_out(root / folder, inside):
            continue
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if not entry.name.startswith("."):
                    name = f"{folder}/{entry.name}" if folder else entry.name
                    led_out = entry.is_symlink() and _leads_out(Path(entry.path), inside)
                    found.append((name, entry.is_file() and not led_out))
    if len(found) > MAX_FILES:
        raise KnownError(f"{root.name} holds more than {MAX_FILES} files, which no pack does.")
    return found


def _leads_out(path: Path, inside: Path) -> bool:
    return not path.resolve().is_relative_to(inside)


def _read_file(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(min(most, os.fstat(stream.fileno()).st_size) + 1)
    except OSError as error:
        raise KnownError(f"the file cannot be read: {error.strerror or 'the system refuses'}") from None
    return _bounded(data, most)


def _bounded(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise KnownError(f"the file is larger than {most // 1_000_000} MB")
    return data


def _stray(name: str) -> Problem:
    return Problem(name, None, "", "this file is no part of a pack and is left out", "warning")


# --- zip -------------------------------------------------------------------------------------------------


def _open_zip(path: Path) -> Box:
    """Reads everything at once, counting bytes as they come, so that no header is believed."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            _refuse_hostile(path.name, infos)
            held, strays, total = {}, [], 0
            for info in infos:
                if info.filename.endswith("/"):
                    continue
                if not belongs(info.filename) and info.filename not in _ZIP_ONLY:
                    strays.append(_stray(info.filename))
                    continue
                held[info.filename] = _read_entry(archive, info, path.name)
                total += len(held[info.filename])
                if total > MAX_ALL_BYTES:
                    raise KnownError(f"{path.name} unpacks to more than {MAX_ALL_BYTES // 1_000_000} MB.")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise KnownError(f"{path.name} is damaged or is not a pack. Ask for it again, or copy it again.") from None
    return Box(tuple(sorted(held)), held.__getitem__, strays)


def _refuse_hostile(file: str, infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_FILES:
        raise KnownError(f"{file} holds more than {MAX_FILES} files, which no pack does.")
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename
        parts = name.rstrip("/").split("/")
        if len(parts) > 4 or not all(_PART.fullmatch(part) and not _WINDOWS_DEVICES.fullmatch(part) for part in parts):
            raise KnownError(f"{file} holds a file name that is not allowed ({name[:60]!r}).")
        if name.lower() in seen:
            raise KnownError(f"{file} holds the name {name} twice.")
        seen.add(name.lower())
        if info.flag_bits & 0x1:
            raise KnownError(f"{file} is locked with a password. Ask for a copy without one.")
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise KnownError(f"{file} is packed in a way that is not read here. Save it again from TutorApp.")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise KnownError(f"{file} holds a link to another file ({name}), which is not allowed.")


def _read_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: str) -> bytes:
    most = limit(info.filename)
    if info.compress_size:
        most_by_ratio = max(_RATIO_FROM, info.compress_size * MAX_RATIO)
        if info.file_size > most_by_ratio:
            raise KnownError(f"{file} holds a file that unpacks to far more than it should ({info.filename}).")
    with archive.open(info) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise KnownError(f"{file} holds a file larger than {most // 1_000_000} MB ({info.filename}).")
    return data
