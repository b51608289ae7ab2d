"""`make bars-report`: the 28 bars for school computers, with a figure from this machine or "not run here" beside each.

    python packaging/bars_report.py [--long] [NUMBER ...]

Bars that are promises are held by tests, which are run; those that are figures are measured. ``--long`` runs what takes
half an hour in full (200 kills, 500 power cuts); without it the last `make faults` counts, if there was one. Writes the
rows it ran into docs/bars.md, where the others stay as they were.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
BUILD, DIST = ROOT / "build", ROOT / "dist"
NOT_RUN = "not run here"
ATTEMPTS = 40_000


@dataclass(frozen=True)
class Bar:
    """One line; ``tests`` are run, ``measure`` gives a figure (it is told whether to take its time)."""

    number: int
    what: str
    bar: str
    tests: tuple[str, ...] = ()
    measure: Callable[[bool], str] | None = None
    without: str = ""  # why there is nothing, or what is missing from the figure


# --- figures -----------------------------------------------------------------------------------------------


def run(*command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """``command`` in the checkout, headless, with bytecode as an installation has it."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **more}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def passed(tests: tuple[str, ...]) -> str:
    """What pytest says of ``tests``."""
    began = time.monotonic()
    done = run(sys.executable, "-m", "pytest", *tests, "-p", "no:cacheprovider", "-o", "addopts=")
    counts = re.findall(r"(\d+) (passed|failed|error|skipped)", done.stdout.splitlines()[-1] if done.stdout else "")
    said = ", ".join(f"{number} {word}" for number, word in counts) or "did not run"
    if done.returncode == 0:
        return f"{said} ({time.monotonic() - began:.0f} s)"
    names = re.findall(r"^(?:FAILED|ERROR) \S+::(\S+)", done.stdout, re.MULTILINE)
    return f"{said} **FAILED** {' '.join(names)}"


def starts(_long: bool) -> str:
    """The last `make bench`."""
    file = BUILD / "bench.json"
    if not file.is_file():
        return f"{NOT_RUN}: make bench"
    found = json.loads(file.read_text(encoding="utf-8"))
    painted, usable = found.get("start: first painted window"), found.get("start: usable panes")
    if not painted or not usable:
        return f"{NOT_RUN}: make bench starts"
    when = time.strftime("%d %B, %H:%M", time.localtime(file.stat().st_mtime))
    return f"{painted['value'] / 1000:.2f} s; usable {usable['value'] / 1000:.2f} s (make bench of {when})"


IMPORTS = """
import sys, time
began = time.process_time()
import {}
print(round((time.process_time() - began) * 1000), *sorted({{"sqlalchemy", "alembic"}} & set(sys.modules)))
"""
OURS, QT = "tutorapp.ui.app, tutorapp.bootstrap", "PySide6.QtWidgets"
ANCHOR = 120 / 87
"""The bar by what it was measured against: importing Qt's widgets alone took 87 ms on that machine."""


def imports(_long: bool) -> str:
    """What is imported before the first paint, against Qt's widgets alone in turn on the same machine."""
    lines = [[run(sys.executable, "-c", IMPORTS.format(what)).stdout.split() for what in (OURS, QT)] for _ in range(5)]
    heavy = ", ".join(lines[0][0][1:]) or "neither is loaded"
    ours, alone = (statistics.median(int(pair[at][0]) for pair in lines) for at in (0, 1))
    return (
        f"{ours} ms of CPU, {ours / alone:.2f} times Qt's widgets alone ({alone} ms here), of which the bar is "
        f"{ANCHOR:.2f} times; of SQLAlchemy and Alembic {heavy}"
    )


def sizes(_long: bool) -> str:
    """The bundle, when it was built."""
    folder = DIST / "TutorApp"
    archives = sorted(DIST.glob("*.tar.xz"))
    if not folder.is_dir() or not archives:
        return f"{NOT_RUN}: make bundle"
    on_disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return f"{on_disk / 1e6:.0f} MB on disk, {archives[-1].stat().st_size / 1e6:.0f} MB to ship"


def package(_long: bool) -> str:
    """The last `make test-deb`, which needs root, debootstrap and minutes."""
    return recorded("deb-test.txt", "make test-deb") or f"{NOT_RUN}: make deb test-deb (root, debootstrap)"


def bytecode(_long: bool) -> str:
    """Modules of ours in the bundle without bytecode."""
    folder = DIST / "TutorApp"
    if not folder.is_dir():
        return f"{NOT_RUN}: make bundle"
    sources = [path for path in folder.rglob("*.py") if not list(path.parent.glob(f"__pycache__/{path.stem}.*.pyc"))]
    return f"{len(sources)} modules without bytecode in the bundle"


def recorded(name: str, command: str) -> str:
    """What a run that takes long said last, and when; empty where there was none."""
    file = BUILD / name
    if not file.is_file():
        return ""
    when = time.strftime("%d %B, %H:%M", time.localtime(file.stat().st_mtime))
    return f"{file.read_text(encoding='utf-8').strip()} ({command} of {when})"


def kills(long: bool) -> str:
    """Kills of the real window."""
    if not long and (before := recorded("kills.txt", "make faults")):
        return before
    return last_line(run(sys.executable, "-m", "tests.faults.kills", "200" if long else "5"))


def cuts(long: bool) -> str:
    """Power cuts."""
    if not long and (before := recorded("copies.txt", "make faults")):
        return before
    return last_line(run(sys.executable, "-m", "tests.faults.copies", "500" if long else "50"))


def database(_long: bool) -> str:
    """The start's check and a snapshot at 40,000 attempts."""
    from db import files, open_database, seal
    from tests.benchmarks.fill import fill
    from tutorapp.bootstrap import shipped_unit

    with tempfile.TemporaryDirectory() as scratch:
        path, copy = Path(scratch, "tutorapp.sqlite3"), Path(scratch, "copy.sqlite3")
        fill(path, attempts=ATTEMPTS, unit=shipped_unit())
        opened = open_database(path, lambda word: ()).database
        opened.seal()
        check = timed(lambda: seal.holds(path))
        left = after_a_kill(path, Path(scratch))
        assert seal.holds(left)
        killed = timed(lambda: seal.holds(left))
        full = timed(lambda: files.problems(path))
        snapshot = timed(lambda: (copy.unlink(missing_ok=True), files.snapshot(path, copy)))
        whole = timed(lambda: files.copy(path, copy))
        size = path.stat().st_size / 1e6
    return (
        f"of CPU: check {check:.0f} ms, after a kill {killed:.0f} ms, after one amid a checkpoint {full:.0f} ms, "
        f"snapshot {snapshot:.0f} ms, with its own check {whole:.0f} ms; {size:.0f} MB (the bar was set on 6 MB), all "
        "on the worker"
    )


def after_a_kill(path: Path, folder: Path) -> Path:
    """The files as a program leaves them that is killed while an answer is written, half an hour after a backup."""
    from db import open_database
    from tests.builders import an_attempt
    from tests.faults.copies import save

    left = folder / "killed"

    database = open_database(path, lambda word: ()).database
    attempt = an_attempt(1, device_id=database.device_id)
    with database.unit_of_work() as uow:
        uow.attempts.add_attempt(attempt)
        uow.commit()
    for number in range(900):
        save(database, 1, number)
    left.mkdir()
    for end in ("", "-wal", ".seal"):
        shutil.copy(path.with_name(path.name + end), left)
    database.close()
    return left / path.name


def timed(action: Callable[[], object]) -> float:
    """Milliseconds of this process, the median of five: what others do on this machine is none of ours."""
    found = []
    for _ in range(5):
        began = time.process_time()
        action()
        found.append((time.process_time() - began) * 1000)
    return statistics.median(found)


def sqlite(_long: bool) -> str:
    """Which SQLite is linked here, and in the bundle."""
    here = f"this Python {sqlite3.sqlite_version}"
    program = DIST / "TutorApp" / "tutorapp"
    if not program.is_file():
        return f"{here}; bundle {NOT_RUN}: make bundle"
    with tempfile.TemporaryDirectory() as data:
        done = run(str(program), "doctor", TUTORAPP_DATA_DIR=data)
    found = re.search(r"^sqlite: (\S+)", done.stdout, re.MULTILINE)
    return f"bundle {found[1] if found else 'could not say'}, {here}"


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    """What a command said last."""
    lines = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
    return ("" if done.returncode == 0 else "**FAILED** ") + (lines[-1] if lines else "said nothing")


# --- the 28 ------------------------------------------------------------------------------------------------

TOP = ["| # | what | bar | here |", "|---|---|---|---|"]
HEAD = """# The 28 bars for school computers

Made with `make bars-report` on {0}; the load of the machine at the end was {1:.1f} on {2} processors, which makes times
longer than they are on a quiet one. "not run here" says what is missing. A row that was run by itself says when.
"""
BARS = (
    Bar(1, "First paint, warm; usable with data", "0.25 s; 0.60 s", measure=starts),
    Bar(
        2, "First paint after dropped caches", "0.80 s", without="dropping caches would slow whoever shares the machine"
    ),
    Bar(3, "Imports before the first paint", "120 ms; no SQLAlchemy, no Alembic", measure=imports),
    Bar(4, "Installed size; to ship", "150 MB; 60 MB", measure=sizes),
    Bar(5, "Bytecode; writes below the program", "all; none", ("tests/faults/test_program_folder.py",), bytecode),
    Bar(6, "Silent install, nothing left after removal", "1 command, 60 s", measure=package),
    Bar(7, "Network between install and first answer", "none", ("tests/faults/test_program_folder.py",)),
    Bar(8, "Bare Debian 12 with the documented line", "starts", measure=package),
    Bar(
        9,
        "Policy keys in force, locked ones greyed with the reason",
        "all",
        ("tests/ui/test_managed.py", "tests/test_paths.py", "tests/domain/test_policy.py"),
    ),
    Bar(10, "Kills of the real window while typing", "200; 0 saves lost, 2 s of typing", measure=kills),
    Bar(11, "Copies of file and log as a power cut leaves them", "500; 0 corrupt", measure=cuts),
    Bar(
        12,
        "Full disk: essay kept, told in 2 s",
        "holds",
        ("tests/faults/test_disk.py", "tests/faults/test_full_disk_window.py"),
    ),
    Bar(
        13,
        "Smashed pages; restore from the window",
        "50 of 50; 3 clicks",
        ("tests/faults/test_smashed.py", "tests/ui/test_restore.py"),
    ),
    Bar(
        14,
        "Failing migration after every schema",
        "file equal, backup before",
        (
            "tests/faults/test_versions.py::test_a_failing_step_after_each_schema_leaves_the_file_equal_and_a_backup_made_before",
        ),
    ),
    Bar(
        15,
        "A newer file",
        "not a byte changed, told",
        ("tests/faults/test_versions.py", "tests/journeys/test_damaged.py", "-k", "newer"),
    ),
    Bar(16, "Start check and snapshot at 40,000 attempts", "50 ms; 200 ms; off the window's thread", measure=database),
    Bar(
        17,
        "Backups every 30 min, before changes, thinned, verified",
        "holds",
        ("tests/services/test_backup.py", "tests/domain/test_backup_plan.py", "tests/db/test_backup.py"),
    ),
    Bar(18, "Timer under clock jump, suspend, reboot", "1 s; 5 s", ("tests/domain/test_exam_clock.py",)),
    Bar(
        19,
        "Two users of a machine, one user of two machines",
        "100 interleavings, nothing lost or double",
        ("tests/db/test_carry.py", "tests/journeys/test_two_programs.py", "tests/faults/test_two.py"),
    ),
    Bar(
        20,
        "Share out of reach",
        "gap of the window 100 ms, no dialog",
        (
            "tests/faults/test_share.py",
            "tests/ui/test_managed.py::test_a_share_that_hangs_never_blocks_the_window_and_is_told_in_the_status_line",
        ),
    ),
    Bar(
        21,
        "Controls without an accessible name; timeline events told",
        "0; all",
        ("tests/ui/test_window.py", "tests/ui/timeline/test_accessibility.py", "-k", "name or access or event"),
        without=f"in process; through AT-SPI {NOT_RUN}: no python3-pyatspi",
    ),
    Bar(
        22,
        "A whole exam by keyboard",
        "passes",
        ("tests/journeys/test_revision_hour.py", "tests/journeys/test_marking_by_keyboard.py"),
        without=f"by AT-SPI actions {NOT_RUN}: no python3-pyatspi",
    ),
    Bar(23, "Contrast, focus, targets in every theme", "4.5:1, 3:1, 24 px", ("tests/ui/test_theme.py",)),
    Bar(
        24,
        "200 % and small screens: no text cut",
        "none",
        ("tests/ui/test_window.py", "-k", "cut or overlap or sideways or small"),
        without="measured on widths, not on pixels",
    ),
    Bar(
        25,
        "Exam arrangements, a test each",
        "8",
        (
            "tests/domain/test_exam_clock.py",
            "tests/domain/test_exam_arrangements.py",
            "tests/services/test_speaking.py",
            "tests/ui/practice/test_exam_conditions.py",
        ),
    ),
    Bar(26, "400,000 results into PostgreSQL", "60 s", without="there is no import of results into PostgreSQL"),
    Bar(27, "The same tests on SQLite and PostgreSQL", "pass", without="no PostgreSQL here; db/models keep to both"),
    Bar(28, "SQLite in the bundle", "3.51.3 or newer", measure=sqlite),
)


def figure(bar: Bar, *, long: bool) -> str:
    """What stands beside the bar."""
    parts = []
    if bar.measure is not None:
        parts.append(bar.measure(long))
    if bar.tests:
        parts.append(f"tests: {passed(bar.tests)}")
    if not parts:
        return f"{NOT_RUN}: {bar.without}"
    return "; ".join([*parts, bar.without] if bar.without else parts)


def written(lines: dict[int, str], whole: bool) -> str:
    """docs/bars.md with ``lines`` by number in it; of rows that were not run, what it said before."""
    target = ROOT / "docs" / "bars.md"
    before = target.read_text(encoding="utf-8") if target.is_file() else ""
    kept = {int(match[1]): match[0] for match in re.finditer(r"^\| (\d+) \|.*$", before, re.MULTILINE)}
    rows = [row for number in range(1, len(BARS) + 1) if (row := lines.get(number) or kept.get(number))]
    start = before.find("\n| # |")
    head = HEAD.format(time.strftime("%d %B %Y, %H:%M"), os.getloadavg()[0], os.cpu_count())
    if not whole and start > 0:
        head = before[:start]
    besides = recorded("soak.txt", "make soak") or f"{NOT_RUN}: make soak"
    return (
        "\n".join([head, *TOP, *rows, "", f"Besides the 28: an hour of use, memory flat within 5 %: {besides}."]) + "\n"
    )


def main() -> int:
    """Run, print, write; exit 1 when a test fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("numbers", nargs="*", type=int)
    options = parser.parse_args()
    lines: dict[int, str] = {}
    print("\n".join(TOP), flush=True)
    for bar in BARS:
        if not options.numbers or bar.number in options.numbers:
            when = f" ({time.strftime('%d %B, %H:%M')})" if options.numbers else ""
            said = figure(bar, long=options.long)
            lines[bar.number] = f"| {bar.number} | {bar.what} | {bar.bar} | {said}{when} |"
            print(lines[bar.number], flush=True)
            text = written(lines, whole=not options.numbers)  # at once: a run that is stopped has told what it knew
            (ROOT / "docs" / "bars.md").write_text(text, encoding="utf-8")
    return 1 if any("FAILED" in line for line in lines.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
