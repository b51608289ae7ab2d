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
OPENED = (".tutorwork", ".tutorpack", ".tutorresult")
"""What the desktop opens with this program, so that a missing one is told in the window and not as a wrong command."""


def build_parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    parser = argparse.ArgumentParser(prog="main.py", description="Offline revision: notes, timeline, timed questions.")
    parser.add_argument("--version", action="version", version=f"TutorApp {__version__}")
    parser.add_argument("--data-dir", metavar="DIR", help="keep everything this person does in DIR")
    parser.epilog = "With a FILE instead of a COMMAND the window opens it, as a double click does."
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
    _add_quiz_files(commands)
    _add_paper(commands)
    _add_keeping(commands)
    policy = commands.add_parser("policy", help="check a school's policy file")
    policy.add_argument("action", choices=["check"])
    policy.add_argument("file", metavar="FILE")
    for command in commands.choices.values():
        # Suppressed: where it is not given here, what stood before the command holds.
        command.add_argument("--data-dir", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return parser


def _add_keeping(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    commands.add_parser("backup", help="make a verified backup of a person's work now")
    commands.add_parser("backups", help="list the backups")
    restore = commands.add_parser("restore", help="put a backup in the place of the present work, which is kept")
    restore.add_argument("file", metavar="FILE")
    send = commands.add_parser("export-work", help="save everything a person did as one file")
    send.add_argument("file", metavar="OUT")
    bring = commands.add_parser("import-work", help="add what such a file holds")
    bring.add_argument("file", metavar="FILE")


def _add_quiz_files(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    bring = commands.add_parser("import", help="bring a quiz file into the bank, with a report on every question in it")
    bring.add_argument("file", metavar="FILE")
    bring.add_argument("--format", metavar="F", help="instead of finding it out from the content")
    bring.add_argument("--dry-run", action="store_true", help="only the report; store nothing")
    bring.add_argument("--json", action="store_true", help="as JSON")
    bring.add_argument("--full", action="store_true", help="with each whole question")
    send = commands.add_parser("export", help="write a pack's questions for another program")
    send.add_argument("pack", metavar="PACK", help="a pack, or “own” for the questions, events and quizzes made here")
    send.add_argument("--format", metavar="F", required=True)
    send.add_argument("-o", "--out", metavar="OUT", required=True)
    send.add_argument("--sign", metavar="KEYFILE", help="sign the pack, which labels it for whoever brings it in")
    send.add_argument("--json", action="store_true", help="as JSON")
    key = commands.add_parser("sign-key", help="make a key to sign packs with")
    key.add_argument("file", metavar="KEYFILE")
    key.add_argument("--name", metavar="NAME", default="", help="what the label says beside the key")


def _add_paper(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    made = commands.add_parser("paper", help="print questions with schemes and keys, or the notes, as PDF or .docx")
    made.add_argument("pack", metavar="PACK", nargs="?", help="a pack folder or .tutorpack")
    made.add_argument("--unit", action="store_true", help="the unit that comes with the program")
    made.add_argument("--questions", metavar="IDS", help="these questions, with commas between (default: all)")
    made.add_argument("--types", metavar="TYPES", help="only questions of these types, with commas between")
    made.add_argument("--quiz", metavar="QUIZ", help="a quiz of the pack by its id, or a JSON file with one")
    made.add_argument("--notes", action="store_true", help="the notes and terms instead of questions")
    made.add_argument("--what", choices=["paper", "scheme", "key", "all"], default="paper")
    made.add_argument("--versions", metavar="A,B", default="", help="one file for each letter, in orders of their own")
    made.add_argument("--size", type=int, choices=[12, 18], default=12, help="points; 18 is large print")
    made.add_argument("--seed", type=int, default=0, help="one seed gives the same orders everywhere")
    made.add_argument("--title", help="instead of the pack's title")
    made.add_argument("--lines", type=int, choices=range(9), default=3, metavar="N", help="answer lines a mark, 0 to 8")
    made.add_argument("--no-cover", action="store_true", help="no page of its own for name and instructions")
    made.add_argument("--full", action="store_true", help="schemes with accepted words, feedback and sample answers")
    made.add_argument("-o", "--out", metavar="OUT", required=True, help="a name in .pdf or .docx")
    made.add_argument("--json", action="store_true", help="as JSON")


def run(arguments: list[str]) -> int:
    """Do what ``arguments`` ask; returns the exit code."""
    parser = build_parser()
    # Without arguments that need explaining the window starts at once; argparse exits with 2 on wrong ones.
    file, arguments = _file_to_open(arguments)
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else EXIT_USAGE
    if options.command is None:
        return _window(options, file)
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "doctor": _doctor,
        "check": _check,
        "mark": _mark,
        "import": _import,
        "export": _export,
        "sign-key": _sign_key,
        "paper": _paper,
        "policy": _policy,
        "backup": _keep,
        "backups": _keep,
        "restore": _keep,
        "export-work": _keep,
        "import-work": _keep,
    }
    try:
        return commands[options.command](options)
    except KnownError as error:
        print(error.message, file=sys.stderr)
        return EXIT_PROBLEMS


def _file_to_open(arguments: list[str]) -> tuple[str | None, list[str]]:
    """A file given in a command's place, as a double click gives it, and the arguments without it."""
    for at, argument in enumerate(arguments):
        is_value = at > 0 and arguments[at - 1] == "--data-dir"
        if is_value or argument.startswith("-"):
            continue
        if argument.lower().endswith(OPENED) or Path(argument).is_file():
            return argument, arguments[:at] + arguments[at + 1 :]
        break
    return None, arguments


def _window(options: argparse.Namespace, file: str | None) -> int:
    # Collecting garbage while modules load finds none and costs a tenth of the start.
    gc.disable()
    from tutorapp.bootstrap import open_content, prepare
    from tutorapp.shut_folder import usable
    from tutorapp.ui import app

    try:
        places = paths.find(options.data_dir)
    except KnownError as error:  # the school's policy names a place that means nothing here
        return app.refuse(error.message)
    with usable(places) as there:
        return app.run_window(there, open_content, prepare, file)


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

    pack = Path(options.pack) if options.pack else assets.path(assets.shipped_unit())
    result = check(pack, assets.british_words())
    print(as_json(result) if options.json else "\n".join(text_lines(result)))
    return result.exit_code


def _mark(options: argparse.Namespace) -> int:
    from tutorapp import bootstrap, mark_command

    unit = bootstrap.shipped_unit()
    suggester = bootstrap.suggester(unit)
    if options.question is not None:
        return mark_command.mark_one(unit, suggester, options.question, as_json=options.json)
    if options.answers is None:
        print("mark needs a QUESTION-ID, or --answers FILE with one JSON object a line.", file=sys.stderr)
        return EXIT_USAGE
    return mark_command.mark_many(unit, suggester, options.questions, options.answers, as_json=options.json)


def _import(options: argparse.Namespace) -> int:
    if options.dry_run:
        from tutorapp.bootstrap import clean_picture
        from tutorapp.services.importing import import_dry_run

        outcome = import_dry_run(Path(options.file), options.format, clean=clean_picture)
    else:
        from tutorapp.bootstrap import import_quiz

        outcome = import_quiz(paths.find(options.data_dir), Path(options.file), options.format)
    print(outcome.text(as_json=options.json, full=options.full))
    return outcome.exit_code


def _sign_key(options: argparse.Namespace) -> int:
    from tutorapp.services.packing import make_key

    print(make_key(Path(options.file), options.name))
    return EXIT_OK


def _export(options: argparse.Namespace) -> int:
    key = Path(options.sign) if options.sign else None
    if options.pack == "own" and options.format == "pack":
        from tutorapp.bootstrap import export_own

        print(export_own(paths.find(options.data_dir), Path(options.out), key))
        return EXIT_OK
    from tutorapp.services.importing import export

    outcome = export(Path(options.pack), options.format, Path(options.out), key)
    print(outcome.text(as_json=options.json))
    return outcome.exit_code


def _paper(options: argparse.Namespace) -> int:
    from tutorapp import paper_command

    text, code = paper_command.run(options)
    print(text, file=sys.stdout if code == EXIT_OK or options.json else sys.stderr)
    return code


def _policy(options: argparse.Namespace) -> int:
    from tutorapp.services.policy import check_file

    text, code = check_file(Path(options.file))
    print(text)
    return code


def _keep(options: argparse.Namespace) -> int:
    from tutorapp import bootstrap, keeping_commands
    from tutorapp.system_clock import SystemClock

    places = paths.find(options.data_dir)
    keeper = bootstrap.keeper(places, SystemClock())
    if options.command in ("export-work", "import-work"):
        bootstrap.require(places, "carry_work")
        store = bootstrap.open_store(places, to_export=options.command == "export-work")
        try:
            if options.command == "export-work":
                said = store.export_work(Path(options.file)), EXIT_OK
            else:
                said = keeping_commands.import_work(keeper, lambda: store.database, Path(options.file))
        finally:
            store.close()
        print(said[0])
        return said[1]
    commands = {
        "backup": lambda: keeping_commands.backup(keeper, places.database),
        "backups": lambda: keeping_commands.backups(keeper),
        "restore": lambda: keeping_commands.restore(keeper, options.file),
    }
    text, code = commands[options.command]()
    print(text)
    return code
