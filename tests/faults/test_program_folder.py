"""Row 4: a whole session of a pupil writes nothing below the program's folder and needs no network."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tutorapp.paths import ENVIRONMENT_VARIABLE

ROOT = Path(__file__).parents[2]
TIMEOUT_S = 60


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program, as an installer leaves it: compiled, and then not to be touched."""
    folder = tmp_path_factory.mktemp("program")
    for name in ("tutorapp", "db", "resources"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "tests" / "journeys").mkdir(parents=True)
    for name in ("main.py", "tests/__init__.py", "tests/journeys/__init__.py", "tests/journeys/driver.py"):
        shutil.copy2(ROOT / name, folder / name)
    for name in ("tutorapp", "db", "tests"):  # what is compiled already and newer than its source is kept
        assert compileall.compile_dir(folder / name, quiet=1)
    return folder


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """The folder mounted read-only where the system lets us, else without the right to write."""
    bind = ["mount", "--bind", str(folder), str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(bind, capture_output=True, check=False).returncode == 0
    if mounted:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
    try:
        yield
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_size)
        for path in folder.rglob("*")
        if path.is_file()
    }


def alone(command: list[str]) -> list[str]:
    """``command`` without any network, where the system lets us."""
    trial = subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False) if os.name == "posix" else None
    return ["unshare", "-n", *command] if trial is not None and trial.returncode == 0 else command


@pytest.mark.gui
@pytest.mark.skipif(os.name != "posix", reason="mounting read-only is tried on Linux")
def test_a_session_writes_nothing_below_the_program_and_needs_no_network(program: Path, data_dir: Path, tmp_path: Path):
    before = listing(program)
    environment = {
        **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
        "QT_QPA_PLATFORM": "offscreen",
        ENVIRONMENT_VARIABLE: str(data_dir),
    }
    other = {**environment, ENVIRONMENT_VARIABLE: str(tmp_path / "another pupil")}
    with locked(program):
        headless = alone([sys.executable, "main.py", "doctor"])
        doctor = subprocess.Popen(headless, cwd=program, env=other, stdout=subprocess.PIPE, text=True)  # meanwhile
        command = alone([sys.executable, "-m", "tests.journeys.driver", str(data_dir), "An answer"])
        with subprocess.Popen(
            command, cwd=program, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            first = process.stdout.readline()
            process.kill()
            told = process.communicate()[1]
        assert first == "saved\n", told
        said = doctor.communicate(timeout=TIMEOUT_S)[0]
        assert doctor.returncode == 0, said
    assert listing(program) == before
    assert (data_dir / "tutorapp.sqlite3").exists()
