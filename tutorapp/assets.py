"""The only reader of ``resources/``: data shipped with the program, read by relative name."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path, PurePosixPath

from tutorapp.domain.errors import BugError

UNIT = "ocr-y219-stalin"
"""The folder in ``resources/packs/`` whose unit is opened."""


def root() -> Path:
    """The resources folder: beside the program, or inside the bundle when frozen."""
    frozen = getattr(sys, "_MEIPASS", None)
    return _root(frozen or "")


@cache
def _root(frozen: str) -> Path:
    # Kept: every icon asks, and following links is dear.
    return (Path(frozen) if frozen else Path(__file__).resolve().parent.parent) / "resources"


def path(name: str) -> Path:
    """The file or folder ``name`` (posix, relative). BugError for an absolute or parent path."""
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts or "\\" in name:
        raise BugError(f"not a resource name: {name!r}")
    return root().joinpath(*relative.parts)


def text(name: str) -> str:
    """The UTF-8 text of ``name``."""
    return path(name).read_text(encoding="utf-8")


def data(name: str) -> bytes:
    """The bytes of ``name``."""
    return path(name).read_bytes()


def fingerprint(name: str) -> str:
    """A hash over every file below the folder ``name``: their names and bytes, in a fixed order (SHA-256, hex)."""
    import hashlib  # only when the data is opened: it loads OpenSSL, and the window paints first

    folder = path(name)
    made = hashlib.sha256()
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        made.update(f"{file.relative_to(folder).as_posix()}\0".encode())
        made.update(hashlib.sha256(file.read_bytes()).digest())
    return made.hexdigest()


def british_words() -> frozenset[str]:
    """The dictionary of British English for the check of a pack; its source is told beside it."""
    import gzip  # only for the check: no window needs it

    return frozenset(gzip.decompress(data("spelling/british.txt.gz")).decode().split())


def shipped_unit() -> str:
    """The resource name of the unit that comes with the program, and that the window opens."""
    return f"packs/{UNIT}"
