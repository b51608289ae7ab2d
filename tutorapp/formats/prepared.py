"""A unit read before: kept in one file that is decoded at once, as Python keeps its compiled modules.

Reading a pack, with all its checks, costs a tenth of the start; nothing of it changes between two starts. The kept
form is used only for the very files it was made from, by the very program that made it; a damaged one is not used.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tutorapp.domain import content
from tutorapp.domain.content import Unit

_Kept = tuple[str, int, bytes]  # what it was made from, CRC-32 of the unit, the unit as msgpack


class Prepared:
    """The unit of the pack folder ``pack``, kept in one of ``folders``: the first that has it, or can be written.

    ``delivered``: a folder in which the maker of a bundle kept it with ``deliver``; looked into first, never written.
    """

    def __init__(self, pack: Path, folders: tuple[Path, ...], program: str, delivered: Path | None = None) -> None:
        self._pack = pack
        self._delivered = delivered
        name = f"{pack.name}-{zlib.crc32(str(pack).encode()):08x}.unit"
        self._files = tuple(folder / name for folder in folders)
        self._program = program
        self._missed: tuple[str, Unit] | None = None  # what was read from the pack since nothing was kept

    def unit(self) -> Unit:
        """The unit, kept or read from its pack. KnownError when the pack cannot be used."""
        if self._delivered is not None:
            unit = _read(_delivered_file(self._delivered, self._pack), _listing(self._pack, self._program))
            if unit is not None:
                return unit
        source = self._source()
        for file in self._files:
            if (unit := _read(file, source)) is not None:
                return unit
        from tutorapp.formats.pack import load  # late: with a kept unit its imports are not needed

        unit = load(self._pack)
        self._missed = source, unit
        return unit

    def keep(self) -> None:
        """Keep what ``unit`` had to read, for the next start; where nothing can be written, nothing is lost."""
        if self._missed is None:
            return
        source, unit = self._missed
        self._missed = None
        data = _encode(source, unit)
        for file in self._files:
            with contextlib.suppress(OSError):
                _write(file, data)
                return

    def _source(self) -> str:
        """What decides the unit: the program, its content types, and each file's name, size and times."""
        parts = [self._program, _stamp(getattr(content, "__file__", "") or "")]
        parts += (f"{name} {_stamp(name)}" for name in _files_below(str(self._pack)))
        return "\n".join(parts)


def deliver(pack: Path, folder: Path, program: str) -> None:
    """Keep the unit of ``pack`` in ``folder`` for every computer that both are installed on.

    An installer gives files new times and another place, so those do not count for it: names and sizes do, and the
    hashes of all files, which the bundle's self-test compares. KnownError for a wrong pack, OSError from the system.
    """
    from tutorapp.formats.pack import load

    _write(_delivered_file(folder, pack), _encode(_listing(pack, program), load(pack)))


def _delivered_file(folder: Path, pack: Path) -> Path:
    return folder / f"{pack.name}.unit"


def _listing(pack: Path, program: str) -> str:
    """What decides a delivered unit: the program, and each file's place in the pack and size."""
    found = _files_below(str(pack))
    sizes = (f"{Path(name).relative_to(pack).as_posix()} {os.stat(name).st_size}" for name in found)  # noqa: PTH116  # as below
    return "\n".join((program, *sizes))


def _encode(source: str, unit: Unit) -> bytes:
    made = msgspec.msgpack.encode(unit)
    return msgspec.msgpack.encode((source, zlib.crc32(made), made))


def _files_below(folder: str) -> Iterator[str]:
    """Every file below ``folder``, in a fixed order."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files_below(entry.path)
        else:
            yield entry.path


def _stamp(file: str) -> str:
    """Size and times of ``file``; each writing changes the last, whatever a copying program sets the other to."""
    try:
        found = os.stat(file)  # noqa: PTH116  # a Path for each costs more than the rest
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def _read(file: Path, source: str) -> Unit | None:
    """The unit kept in ``file`` if it is whole and was made from ``source``."""
    try:
        made_from, check, made = msgspec.msgpack.decode(file.read_bytes(), type=_Kept)
        if made_from != source or zlib.crc32(made) != check:
            return None
        return msgspec.msgpack.decode(made, type=Unit)
    except (OSError, msgspec.MsgspecError):
        return None


def _write(file: Path, data: bytes) -> None:
    """Put ``data`` in the place of ``file`` in one step: another start may be reading it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        new.write_bytes(data)
        new.replace(file)
    except OSError:
        new.unlink(missing_ok=True)
        raise
