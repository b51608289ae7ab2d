"""A checksum of a sound database beside it: the next start compares instead of looking through every page.

SQLite's own check takes some 130 ms for 40,000 attempts, reading 67 MB and summing them up 40 ms. A seal is only made
of content that was found sound, so whatever differs (another program, a failing disk) leads to the full check. After a
crash it still holds while the file itself was not written to: what came later is in the log, whose frames carry sums.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path

_CHUNK = 1 << 20


def make(path: Path) -> bool:
    """Seal the database at ``path``, whose content was found sound and lies in the file alone; False when it could not.

    It is closed, or nobody writes in it meanwhile.
    """
    place = _place(path)
    try:
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            return False  # another program has it open, or the log could not be brought in
        fresh = place.with_name(f"{place.name}.new")
        fresh.write_text(_sum(path), encoding="ascii")
        os.replace(fresh, place)  # noqa: PTH105  # atomic on every system
    except OSError:
        return False
    return True


def holds(path: Path) -> bool:
    """Whether the file at ``path`` is, byte for byte, what was sealed; False as well where there is no seal."""
    try:
        return _place(path).read_text(encoding="ascii") == _sum(path)
    except (OSError, UnicodeDecodeError):
        return False


def _sum(path: Path) -> str:
    total = size = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total = zlib.crc32(chunk, total)
            size += len(chunk)
    return f"{size} {total:08x}\n"


def _place(path: Path) -> Path:
    return path.with_name(f"{path.name}.seal")
