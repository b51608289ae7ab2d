"""The program as other processes, as somebody starts it from a desktop or a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
TIMEOUT_S = 60


def run(*arguments: str, screen: bool = True, **variables: str) -> subprocess.CompletedProcess[str]:
    """``python main.py ARGUMENTS`` to its end with ``variables`` too; ``screen``: there is something to draw on."""
    command = [sys.executable, "main.py", *arguments]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment(*arguments, screen=screen) | variables,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )


@contextmanager
def started(*command: str) -> Iterator[subprocess.Popen[str]]:
    """``python COMMAND`` under way; killed at the end of the block if it is still there."""
    with subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment(*command),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def environment(*arguments: str, screen: bool = True) -> dict[str, str]:
    """This test's environment, with a screen in memory or with none at all.

    The variable that names a data folder outranks ``--data-dir``: it is left out where ``arguments`` have that.
    """
    here = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    here["QT_QPA_PLATFORM"] = "offscreen"
    if not screen:
        del here["QT_QPA_PLATFORM"]
    if "--data-dir" in arguments:
        here.pop("TUTORAPP_DATA_DIR", None)
    return here
