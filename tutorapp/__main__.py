"""Reads the arguments and runs the window or a headless command."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run TutorApp; returns the exit code (0 done, 1 found problems, 2 wrong usage, 3 no screen, 4 in use)."""
    from tutorapp.cli import run

    return run(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
