"""Zip files of strangers, read in memory: names are only looked up, bytes are counted as they come.

The limits and refusals are those of our own packs (``pack_box``, from ``field/teacher.md`` section 4); only names
may be freer, since publishers put spaces and accents into them, and nothing is ever written under a name.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib

from tutorapp.domain.errors import KnownError
from tutorapp.formats.pack_box import MAX_ALL_BYTES, MAX_FILES, MAX_MEDIA_BYTES, MAX_RATIO

_RATIO_FROM = 100_000
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
# Control characters, what Windows forbids, and marks that turn the reading direction round.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_END = b"PK\x05\x06"


class SafeZip:
    """An archive whose names were judged; ``read`` gives one file's bytes."""

    def __init__(self, data: bytes, file: str) -> None:
        """Raises KnownError when the archive is refused as a whole."""
        self._file = file
        self._total = 0
        self._cache: dict[str, bytes] = {}
        _refuse_trailing(data, file)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._infos = {info.filename: info for info in self._zip.infolist() if info.filename[-1:] != "/"}
            _refuse_hostile(self._zip.infolist(), file)
        except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, UnicodeDecodeError):
            raise KnownError(f"{file} is damaged or is no zip file. Ask for it again, or export it again.") from None

    @property
    def names(self) -> tuple[str, ...]:
        """The files in the archive, in order."""
        return tuple(self._infos)

    def read(self, name: str, most: int = MAX_MEDIA_BYTES) -> bytes:
        """The bytes of ``name``. Raises KnownError when it is not there, damaged, or larger than ``most``."""
        if name in self._cache:
            return self._cache[name]
        info = self._infos.get(name)
        if info is None:
            raise KnownError(f"{self._file} holds no file called {name}.")
        if info.file_size > max(_RATIO_FROM, info.compress_size * MAX_RATIO):
            raise KnownError(f"{self._file} holds a file that unpacks to far more than it should ({name}).")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
            raise KnownError(f"{self._file} is damaged: {name} cannot be read.") from None
        self._total += len(data)
        if len(data) > most or self._total > MAX_ALL_BYTES:
            raise KnownError(f"{self._file} holds more than can be read here ({name}).")
        self._cache[name] = data
        return data


def _refuse_trailing(data: bytes, file: str) -> None:
    end = data.rfind(_END)
    comment = int.from_bytes(data[end + 20 : end + 22], "little") if end >= 0 else 0
    if not data.startswith(b"PK") or end < 0 or end + 22 + comment != len(data):
        raise KnownError(f"{file} is damaged or is no zip file. Ask for it again, or export it again.")


def _refuse_hostile(infos: list[zipfile.ZipInfo], file: str) -> None:
    if len(infos) > MAX_FILES:
        raise KnownError(f"{file} holds more than {MAX_FILES} files, which no quiz does.")
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename
        parts = name.rstrip("/").split("/")
        if len(name) > 240 or _FORBIDDEN.search(name) or not all(_sound(part) for part in parts):
            raise KnownError(f"{file} holds a file name that is not allowed ({name[:60]!r}).")
        if name.casefold() in seen:
            raise KnownError(f"{file} holds the name {name} twice.")
        seen.add(name.casefold())
        if info.flag_bits & 0x1:
            raise KnownError(f"{file} is locked with a password. Ask for a copy without one.")
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise KnownError(f"{file} is packed in a way that is not read here. Export it again as an ordinary zip.")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise KnownError(f"{file} holds a link to another file ({name}), which is not allowed.")


def _sound(part: str) -> bool:
    return bool(part) and part not in {".", ".."} and part == part.rstrip(" .") and not _DEVICES.fullmatch(part)
