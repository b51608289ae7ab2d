"""Packs for the tests: the example pack, copied and changed."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

EXAMPLE = Path(__file__).parent / "example_pack"


def copy_example(to: Path) -> Path:
    """A writable copy of the example pack."""
    return Path(shutil.copytree(EXAMPLE, to / "pack"))


def change(pack: Path, file: str, old: str, new: str) -> None:
    """Replace ``old``, which must stand in ``file``, by ``new``."""
    text = (pack / file).read_text(encoding="utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def zip_of(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip of ``files``."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return path


def example_files() -> dict[str, bytes]:
    """The example pack's files by name."""
    return {file.relative_to(EXAMPLE).as_posix(): file.read_bytes() for file in EXAMPLE.rglob("*") if file.is_file()}
