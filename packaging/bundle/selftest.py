"""`tutorapp --selftest`: is this installation whole, and has the machine what it needs? Names whatever is missing.

It needs no screen, writes only to a temporary folder, and exits with 0 when TutorApp will start, else with 1.
"""

from __future__ import annotations

import _ctypes
import hashlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from prepare import LIBRARIES

MANIFEST = "bundle.json"
SQLITE_SOUND = (3, 51, 3)
LOADED = ("/platforms/", "/xcbglintegrations/", "/imageformats/", "/iconengines/", "/printsupport/")
OPTIONAL = ("wayland", "cups")
_ABSENT = re.compile(r"^(\S+?): cannot open shared object file")
WAIT_SECONDS = 60


def main() -> int:
    """Run every check and print what is wrong; the exit code says whether anything is."""
    inside = Path(getattr(sys, "_MEIPASS", Path(__file__).parent))
    checks: tuple[tuple[str, Callable[[], Iterable[str]]], ...] = (
        ("files", lambda: damaged(inside.parent, inside / MANIFEST)),
        ("libraries", lambda: missing_libraries(inside)),
        ("database library", old_sqlite),
        ("data", data_problems),
        ("window", window_problems),
    )
    found = 0
    for name, check in checks:
        problems = list(check())
        found += len(problems)
        for problem in problems:
            print(f"{name}: {problem}")
        if not problems:
            print(f"{name}: whole")
        elif name == "libraries":
            break  # the checks that follow load them
    print("TutorApp is whole." if not found else f"{found} to mend.")
    return 1 if found else 0


def damaged(bundle: Path, manifest: Path) -> list[str]:
    """Every file of the manifest that is missing or another."""
    try:
        listed: Mapping[str, list[int | str]] = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        return [f"{manifest} is missing or damaged. Install TutorApp again."]
    wrong = []
    for name, (size, digest) in listed.items():
        path = bundle / name
        if not path.is_file():
            wrong.append(f"{name} is missing. Install TutorApp again.")
        elif path.stat().st_size != size or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            wrong.append(f"{name} is not the file that was installed. Install TutorApp again.")
    return wrong


def missing_libraries(inside: Path) -> list[str]:
    """System libraries that Qt's modules and plug-ins ask for in vain, with the package that brings each (Linux).

    What only Wayland or printing needs is a remark, printed here: X11 and saving as PDF do without.
    """
    if sys.platform != "linux":
        return []
    absent: set[str] = set()
    remarks: set[str] = set()
    for path in sorted((inside / "PySide6").rglob("*.so*")):
        if path.parent.name == "PySide6" or any(part in path.as_posix() for part in LOADED):
            found = remarks if any(word in path.name for word in OPTIONAL) else absent
            found |= _absent(path)
    for line in _told(remarks - absent):
        print(f"remark, for Wayland screens and printing: {line}")
    return _told(absent)


def _told(absent: set[str]) -> list[str]:
    packages = dict(LIBRARIES)
    known = sorted({packages[name] for name in absent if name in packages})
    lines = [f"{name} is missing{f' ({packages[name]})' if name in packages else ''}." for name in sorted(absent)]
    return [*lines, f"Install them with: sudo apt-get install {' '.join(known)}"] if known else lines


def old_sqlite() -> list[str]:
    """Whether SQLite is sound and can search."""
    import sqlite3

    found = []
    if sqlite3.sqlite_version_info < SQLITE_SOUND:
        found.append(f"SQLite {sqlite3.sqlite_version} is older than 3.51.3.")
    with sqlite3.connect(":memory:") as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE words USING fts5(body)")
        except sqlite3.OperationalError:
            found.append(f"SQLite {sqlite3.sqlite_version} has no full-text search.")
    connection.close()
    return found


def data_problems() -> tuple[str, ...]:
    """Make a database in a temporary folder, install the shipped unit and examine both."""
    from tutorapp.bootstrap import examine
    from tutorapp.paths import find

    with tempfile.TemporaryDirectory(prefix="tutorapp-selftest-") as scratch:
        return examine(find(scratch)).problems


def window_problems() -> list[str]:
    """Build the real window without a screen and wait until its panes are filled."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from tutorapp.bootstrap import open_content
    from tutorapp.paths import find
    from tutorapp.ui.app import build_window
    from tutorapp.ui.opening import Opener

    found = [f"the panes were not filled within {WAIT_SECONDS} seconds."]
    with tempfile.TemporaryDirectory(prefix="tutorapp-selftest-") as scratch:
        places = find(scratch)
        places.create()
        application = QApplication.instance() or QApplication(["tutorapp"])
        window = build_window(application, places, open_content)
        opener = window.findChild(Opener)
        assert opener is not None
        opener.ready.connect(lambda: (found.clear(), application.quit()))
        opener.failed.connect(lambda told: (found.append(told), application.quit()))
        QTimer.singleShot(WAIT_SECONDS * 1000, application.quit)
        window.show()
        application.exec()
        window.close()
        window.ctx.jobs.finish()
    return found


def _absent(path: Path) -> set[str]:
    """The names of libraries that keep ``path`` from loading: the loader names one at a time."""
    try:
        # Not ctypes.CDLL: PyInstaller puts its own in that place, whose error leaves out what is missing.
        _ctypes.dlopen(str(path), 0)
    except OSError as error:
        told = _ABSENT.match(str(error))
        return {told[1]} if told and told[1] != str(path) else {f"{path.name} ({error})"}
    return set()
