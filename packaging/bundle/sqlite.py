"""The bundle's own SQLite: the newest release, compiled from its one-file source.

Python brings the SQLite of the system or of its maker, often with the write-ahead-log race that 3.51.3 mended. The
source comes out of the npm package below (MIT; SQLite itself is in the public domain), which carries the untouched
amalgamation; the archive's hash is pinned here, so npm is only the carrier.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

PACKAGE = "better-sqlite3"
VERSION = "13.2.0"
SQLITE = "3.54.1"
SHA512 = (
    "67c43ff71fee3722b1035bf814da1dc88b51551c354de281ae68f7d89871851d"
    "1c78d70163ec0ca1bb7f06fecced3cf03c05e39d946d35a12c0139d465229665"
)
SOURCE = "package/deps/sqlite3/sqlite3.c"
LIBRARIES = {"linux": "libsqlite3.so.0", "win32": "sqlite3.dll", "darwin": "libsqlite3.dylib"}

# Full-text search is used; the rest is what Python's own sqlite3 module and the doctor's figures expect.
DEFINES = (
    "SQLITE_THREADSAFE=1",
    "SQLITE_ENABLE_FTS5",
    "SQLITE_ENABLE_MATH_FUNCTIONS",
    "SQLITE_ENABLE_COLUMN_METADATA",
    "SQLITE_ENABLE_DBSTAT_VTAB",
    "SQLITE_LIKE_DOESNT_MATCH_BLOBS",
)


def library(folder: Path) -> Path:
    """The compiled library in ``folder``, made if need be. SystemExit with a sentence when a tool is missing."""
    made = folder / LIBRARIES.get(sys.platform, LIBRARIES["linux"])
    stamp = folder / "made-of"
    recipe = f"{SHA512} {' '.join(DEFINES)}"
    if made.is_file() and stamp.is_file() and stamp.read_text() == recipe:
        return made
    folder.mkdir(parents=True, exist_ok=True)
    _compile(_source(folder), made)
    stamp.write_text(recipe)
    return made


def _source(folder: Path) -> Path:
    archive = folder / f"{PACKAGE}-{VERSION}.tgz"
    if not archive.is_file():
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("npm is needed once, to bring SQLite's source. On Debian: apt-get install npm")
        command = [npm, "pack", "--silent", "--ignore-scripts", f"--pack-destination={folder}", f"{PACKAGE}@{VERSION}"]
        if subprocess.run(command, check=False).returncode != 0 or not archive.is_file():
            raise SystemExit("SQLite's source could not be fetched; npm says why above.")
    found = hashlib.sha512(archive.read_bytes()).hexdigest()
    if found != SHA512:
        archive.unlink()
        raise SystemExit(f"The package with SQLite's source is not the one that was looked at: its hash is {found}.")
    target = folder / "sqlite3.c"
    with tarfile.open(archive) as box:
        member = box.extractfile(SOURCE)
        assert member is not None
        target.write_bytes(member.read())
    return target


def _compile(source: Path, target: Path) -> None:
    if sys.platform == "win32":
        defines = [f"/D{define}" for define in (*DEFINES, "SQLITE_API=__declspec(dllexport)")]
        command = ["cl", "/nologo", "/O2", "/LD", *defines, str(source), f"/Fe:{target}"]
    else:
        compiler = os.environ.get("CC") or shutil.which("gcc") or shutil.which("cc") or "cc"
        name = f"-Wl,-soname,{target.name}" if sys.platform == "linux" else f"-Wl,-install_name,@rpath/{target.name}"
        command = [compiler, "-O2", "-fPIC", "-shared", name, *(f"-D{define}" for define in DEFINES)]
        command += [str(source), "-o", str(target), "-lm", "-lpthread"]
    try:
        done = subprocess.run(command, check=False, cwd=target.parent)
    except FileNotFoundError:
        raise SystemExit(f"A C compiler ({command[0]}) is needed once, to compile SQLite.") from None
    if done.returncode != 0:
        raise SystemExit("SQLite could not be compiled; the compiler says why above.")
