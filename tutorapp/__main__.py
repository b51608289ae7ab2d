"""Reads the arguments and runs the window or a headless command."""

from __future__ import annotations

import io
import os
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run TutorApp; returns the exit code (0 done, 1 found problems, 2 wrong usage, 3 no screen, 4 in use)."""
    from tutorapp.cli import run

    _say_everything()
    try:
        code = run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the output has seen enough, as in "| head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _say_everything() -> None:
    """A terminal that has no “ or é gets \\u201c in its place, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
