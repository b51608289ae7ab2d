"""Room kept for a full disk: a file that is given up so that the answer on the screen can still be saved."""

from __future__ import annotations

import os
from pathlib import Path

SIZE = 1 << 20
"""Bytes; an essay of 20 kB with its log went through with as much on a disk of 3 MB (``field/lab.md`` 2.1, row 2)."""


def fill(path: Path) -> bool:
    """Keep the room for the database at ``path``; False when the disk has none to give. Never raises."""
    place = _place(path)
    try:
        if place.exists() and place.stat().st_size == SIZE:
            return True
        with place.open("wb") as file:
            file.write(b"\0" * SIZE)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        release(path)
        return False
    return True


def release(path: Path) -> bool:
    """Give the room up; whether there was any."""
    try:
        _place(path).unlink()
    except OSError:
        return False
    return True


def _place(path: Path) -> Path:
    return path.with_name(f"{path.name}.reserve")
