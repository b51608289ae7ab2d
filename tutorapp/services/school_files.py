"""Units and quizzes that a school keeps in folders, perhaps on a share: found, and fetched as local copies.

Every function may hang with the share: call it on a thread that nobody waits for.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

log = logging.getLogger(__name__)

UNITS = (".tutorpack",)
QUIZZES = (".tutorpack", ".gift", ".xml", ".csv", ".tsv", ".txt", ".zip", ".apkg")
MOST = 200
"""A menu; whoever has more puts them into fewer, larger files."""
LARGEST = 200_000_000  # bytes

Kind = Literal["unit", "quiz"]


@dataclass(frozen=True, slots=True)
class SchoolFile:
    """A file the school offers."""

    kind: Kind
    path: Path

    @property
    def title(self) -> str:
        """What stands in a menu."""
        return self.path.stem


def find(units: Sequence[Path], quizzes: Sequence[Path]) -> tuple[SchoolFile, ...]:
    """What lies in the folders, one level deep, by kind and name; a folder that is not there is passed over."""
    found = [
        *(SchoolFile("unit", path) for folder in units for path in _files(folder, UNITS)),
        *(SchoolFile("quiz", path) for folder in quizzes for path in _files(folder, QUIZZES)),
    ]
    return tuple(found[:MOST])


def fetch(file: SchoolFile, into: Path) -> Path:
    """A copy of ``file`` in the local folder ``into``. OSError when it cannot be read."""
    target = into / file.path.name
    shutil.copyfile(file.path, target)
    return target


def _files(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(
                entry.name
                for entry in entries
                if entry.name.lower().endswith(suffixes)
                and not entry.name.startswith(".")
                and entry.is_file()
                and entry.stat().st_size <= LARGEST
            )
    except OSError as error:
        log.info("a folder of the school cannot be read: %s", error)
        return
    yield from (folder / name for name in names)
