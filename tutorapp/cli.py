"""The command line: headless commands without Qt, and the start of the window."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path

from tutorapp import __version__, assets, paths
from tutorapp.domain.errors import KnownError

EXIT_OK = 0
EXIT_PROBLEMS = 1
EXIT_USAGE = 2


def build_parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    parser = argparse.ArgumentParser(prog="main.py", description="Offline revision: notes, timeline, timed questions.")
    parser.add_argument("--version", action="version", version=f"TutorApp {__version__}")
    parser.add_argument("--data-dir", metavar="DIR", help="keep everything this person does in DIR")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    doctor = commands.add_parser("doctor", help="print versions, folders, database health and installed units")
    doctor.add_argument("--json", action="store_true", help="as JSON")
    check = commands.add_parser("check", help="check a content pack: all problems at once")
    check.add_argument(
        "pack", metavar="PACK", nargs="?", help="a pack folder or .tutorpack (default: the shipped unit)"
    )
    check.add_argument("--json", action="store_true", help="as JSON")
    mark = commands.add_parser("mark", help="suggest marks for written answers")
    mark.add_argument("question", metavar="QUESTION-ID", nargs="?", help="a question of the unit; the answer comes in")
    mark.add_argument("--questions", metavar="FILE", help="questions as JSON (default: the unit's own)")
    mark.add_argument("--answers", metavar="FILE", help="one JSON object a line: id, question, text")
    mark.add_argument("--json", action="store_true", help="one JSON object a line")
    return parser


def run(arguments: list[str]) -> int:
    """Do what ``arguments`` ask; returns the exit code."""
    parser = build_parser()
    # Without arguments that need explaining the window starts at once; argparse exits with 2 on wrong ones.
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else EXIT_USAGE
    if options.command is None:
        return _window(options)
    commands: dict[str, Callable[[argparse.Namespace], int]] = {"doctor": _doctor, "check": _check, "mark": _mark}
    try:
        return commands[options.command](options)
    except KnownError as error:
        print(error.message, file=sys.stderr)
        return EXIT_PROBLEMS


def _window(options: argparse.Namespace) -> int:
    # Collecting garbage while modules load finds none and costs a tenth of the start.
    gc.disable()
    from tutorapp.bootstrap import open_everything
    from tutorapp.ui.app import run_window

    return run_window(paths.find(options.data_dir), open_everything)


def _doctor(options: argparse.Namespace) -> int:
    from tutorapp.bootstrap import examine

    report = examine(paths.find(options.data_dir))
    if options.json:
        print(json.dumps(report.as_json(), indent=2, ensure_ascii=False))
    else:
        print("\n".join(report.lines()))
    return EXIT_OK if report.ok else EXIT_PROBLEMS


def _check(options: argparse.Namespace) -> int:
    from tutorapp.services.checking import as_json, check, text_lines

    result = check(Path(options.pack) if options.pack else assets.path(assets.shipped_unit()))
    print(as_json(result) if options.json else "\n".join(text_lines(result)))
    return result.exit_code


def _mark(options: argparse.Namespace) -> int:
    from tutorapp.bootstrap import mark_answers

    return mark_answers(options.question, options.questions, options.answers, as_json=options.json)

