"""What is done to the folder that PyInstaller leaves: own SQLite, nothing unused, small, compiled, listed, licensed."""

from __future__ import annotations

import compileall
import hashlib
import json
import py_compile
import re
import shutil
import subprocess
import sys
from pathlib import Path

MANIFEST = "bundle.json"
QT_CONF = "[Paths]\nPrefix=_internal/PySide6/Qt\n"
_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
_LICENCE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)


def own_sqlite(inside: Path, library: Path) -> None:
    """Put the compiled ``library`` in the place of the one that Python brought."""
    if not (inside / library.name).exists():
        raise SystemExit(
            f"The bundle has no {library.name} to replace: this Python carries SQLite inside its own module."
        )
    for place in inside.rglob(library.name):
        place.unlink()
    shutil.copyfile(library, inside / library.name)
    (inside / library.name).chmod(0o755)


def drop_orphans(inside: Path) -> list[str]:
    """Remove libraries that nothing left in the bundle asks for (Linux); returns their names.

    PyInstaller follows every plug-in it finds, also those that were then left out.
    """
    dropped: list[str] = []
    while True:
        binaries = [path for path in inside.rglob("*") if _is_elf(path)]
        needed = {name for path in binaries for name in _needed(path)}
        orphans = [
            path for path in _libraries(inside) if path.name not in needed and not path.name.startswith("libpython")
        ]
        if not orphans:
            return sorted(dropped)
        for path in orphans:
            path.unlink()
            dropped.append(path.name)


def drop_links(inside: Path) -> None:
    """Remove the links that stand beside Qt's libraries: Qt finds them without, and on a stick, where there are no
    links, each would become a second copy that must never be loaded beside the first (Linux)."""
    for path in inside.rglob("*"):
        if path.is_symlink() and path.resolve().is_relative_to(inside.resolve()):
            path.unlink()


def strip(inside: Path) -> None:
    """Take symbols that only a debugger reads out of every library (Linux)."""
    for path in inside.rglob("*"):
        if not path.is_symlink() and _is_elf(path):
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True, stderr=subprocess.DEVNULL)


def compile_sources(inside: Path) -> None:
    """Compile the modules that travel as sources: a pupil cannot write the compiled ones into the program's folder."""
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    if not compileall.compile_dir(inside, quiet=1, invalidation_mode=mode):
        raise SystemExit("a module of the bundle does not compile")


def licences(packages: Path, python: Path, target: Path) -> list[str]:
    """Add the licence texts of every package in the folder ``packages``, and of Python, to those in ``target``.

    ``python`` is the standard library's folder. Returns the packages without a text; the README.txt in ``target``,
    which comes from resources/licences, must speak of each.
    """
    without: list[str] = []
    for text in (python / "LICENSE.txt", python.parent.parent / "LICENSE.txt", python.parent / "LICENSE.txt"):
        if text.is_file():
            shutil.copyfile(text, target / "Python-LICENSE.txt")
            break
    for info in sorted(packages.glob("*.dist-info")):
        name = info.name.partition("-")[0]
        texts = [path for path in info.rglob("*") if path.is_file() and _LICENCE.match(path.name)]
        for text in texts:
            shutil.copyfile(text, target / f"{name}-{text.name}")
        if not texts:
            without.append(name)
    return without


def write_manifest(bundle: Path, inside: Path, version: str, leave_out: tuple[str, ...] = ()) -> int:
    """List every file with its size and hash, for the self-test; returns the bytes on disk of the whole bundle.

    ``leave_out``: beginnings of names that are signed afterwards.
    """
    listed: dict[str, list[int | str]] = {}
    total = 0
    for path in sorted(bundle.rglob("*")):
        if path.is_symlink() or not path.is_file() or path.name == MANIFEST:
            continue
        size = path.stat().st_size
        total += -(-size // 4096) * 4096  # a file takes whole blocks
        name = path.relative_to(bundle).as_posix()
        if name.startswith(leave_out) and leave_out:
            continue
        listed[name] = [size, hashlib.sha256(path.read_bytes()).hexdigest()]
    text = json.dumps({"version": version, "python": sys.version.split()[0], "files": listed}, indent=0)
    (inside / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return total + len(text)


def _libraries(inside: Path) -> list[Path]:
    """Plain libraries; plug-ins and Python's modules are asked for by name at run time."""
    places = (inside, inside / "PySide6" / "Qt" / "lib")
    return [path for place in places if place.is_dir() for path in place.iterdir() if re.match(r"lib.+\.so", path.name)]


def _is_elf(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _needed(path: Path) -> set[str]:
    told = subprocess.run(["readelf", "-d", str(path)], capture_output=True, text=True, check=True).stdout
    return set(_NEEDED.findall(told))
