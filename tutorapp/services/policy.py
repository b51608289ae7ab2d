"""Reading the school's policy file, checking one for an administrator, and seeding a new pupil from a template."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tutorapp.domain.errors import KnownError
from tutorapp.domain.policy import FEATURES, Policy, PolicyReading, expand, read
from tutorapp.domain.problems import Problem, errors
from tutorapp.formats import strict_json

LARGEST = 1_000_000  # bytes; a policy has a few hundred
TEMPLATE_SECONDS = 2.0
SETTINGS = "settings.json"
SEEDED = "seeded.partial"
"""The folder in the making: renamed when whole, so that a pupil never starts with half a template."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The policy of this machine. ``path`` is None where there is no file; then nothing is decided."""

    policy: Policy
    path: Path | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def notice(self) -> str | None:
        """What the person is told when the file is not sound; None when all is well."""
        wrong = errors(self.problems)
        if not wrong:
            return None
        count = "one rule" if len(wrong) == 1 else f"{len(wrong)} rules"
        return (
            f"Your school's policy file has {count} that cannot be used, for example: {wrong[0]}. "
            "Please tell the people who look after this computer; you can go on working."
        )

    def require(self, feature: str) -> None:
        """KnownError, in words, where ``feature`` (a name of ``FEATURES``) is switched off."""
        if not self.policy.allows(feature):
            raise KnownError(f"Your school has switched off {FEATURES[feature]} on this computer.")

    def folders(self, name: str) -> tuple[Path, ...]:
        """The folders of ``content_folders`` or ``quiz_folders`` for this pupil; one that means nothing is left out."""
        written: tuple[str, ...] = getattr(self.policy, name)
        made = (expand(text, os.environ, str(Path.home())) for text in written)
        return tuple(Path(found) for found in made if found)

    def seed(self, data: Path, settings: Path) -> str | None:
        """Start a new pupil from the school's template, if there is one; what to tell the pupil when it failed.

        A template on a share that does not answer is given up after ``TEMPLATE_SECONDS``: this comes before there is
        a window.
        """
        if self.policy.template_folder is None or not is_new(data):
            return None
        told: list[str] = ["The folder that new pupils start from did not answer; TutorApp started without it."]

        def copy() -> None:
            try:
                template = folder(self.policy.template_folder, os.environ, Path.home())
                seed(Path(template or ""), data, settings)
                told.clear()
            except KnownError as error:
                told[:] = [error.message]

        thread = threading.Thread(target=copy, name="template", daemon=True)
        thread.start()
        thread.join(TEMPLATE_SECONDS)
        return told[0] if told else None


def load(path: Path) -> InForce:
    """The policy at ``path``. Never raises: a missing file decides nothing, wrong rules are named and left out."""
    try:
        text = _text(path)
    except FileNotFoundError:
        return InForce(Policy())
    except KnownError as error:
        return InForce(Policy(), path, (Problem(str(path), None, "", error.message),))
    reading = parse(text, str(path))
    return InForce(reading.policy, path, reading.problems)


def parse(text: str, name: str = "") -> PolicyReading:
    """Read the file's ``text``; problems carry ``name`` as their file."""
    try:
        value = strict_json.parse(text)
    except strict_json.JsonError as error:
        return PolicyReading(Policy(), (Problem(name, error.line, "", error.message),))
    places = strict_json.lines(text)
    reading = read(value, lambda way: strict_json.line_of(places, way))
    return replace(reading, problems=tuple(replace(problem, file=name) for problem in reading.problems))


def check_file(path: Path) -> tuple[str, int]:
    """What ``policy check FILE`` prints, and its exit code: 0 when every rule can be used, 1 when not."""
    try:
        reading = parse(_text(path), str(path))
    except FileNotFoundError:
        return f"{path} is not there. Look at the name and the folder.", 1
    except KnownError as error:
        return error.message, 1
    lines = [f"{problem.severity}: {problem}" for problem in reading.problems]
    lines += [f"{name}: {value}" for name, value in reading.policy.rows()]
    if reading.policy.locked():
        lines.append(f"Locked for pupils: {', '.join(sorted(reading.policy.locked()))}")
    wrong = len(errors(reading.problems))
    if wrong:
        lines.append(f"The policy cannot be used as it is: {wrong} {'error' if wrong == 1 else 'errors'}.")
    else:
        lines.append("The policy can be used.")
    return "\n".join(lines), 1 if wrong else 0


def folder(text: str | None, environment: Mapping[str, str], home: Path) -> str | None:
    """A folder of the policy for this pupil; None when nothing is decided.

    KnownError when a variable in it is not set here: the pupil's work must not go to a place nobody chose.
    """
    if text is None:
        return None
    made = expand(text, environment, str(home))
    if made is None:
        raise KnownError(
            f"Your school keeps your work in “{text}”, but this computer does not say what stands for the name in it. "
            "Please tell the people who look after this computer."
        )
    return made


def seed(template: Path, data: Path, settings: Path) -> bool:
    """Copy ``template`` to ``data`` for a pupil who starts for the first time; whether it was done.

    Where settings live in a folder of their own, the template's ``settings.json`` goes there unless one is there
    already. Nothing happens when ``data`` has any file already. Links are neither followed nor copied, and the
    copy is the pupil's own to write in even where the template is read-only. KnownError when the template cannot
    be read.
    """
    if not is_new(data):
        return False
    import shutil  # it loads the compressors, which no other start needs

    partial = data.with_name(f"{data.name}.{SEEDED}")
    try:
        if not template.is_dir():
            raise FileNotFoundError(template)
        data.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(partial, ignore_errors=True)
        _copy(template, partial)
        if data.is_dir():
            data.rmdir()
        partial.rename(data)
        if settings != data:
            _move_settings(data / SETTINGS, settings / SETTINGS)
    except OSError:
        shutil.rmtree(partial, ignore_errors=True)
        raise KnownError(
            f"The folder that new pupils start from, {template}, could not be copied. "
            "Please tell the people who look after this computer; TutorApp starts without it."
        ) from None
    return True


def is_new(data: Path) -> bool:
    """Whether the pupil has nothing in ``data`` yet."""
    return not (data.is_dir() and any(data.iterdir()))


def _move_settings(source: Path, target: Path) -> None:
    if not source.is_file():
        return
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    source.unlink()


def _copy(source: Path, target: Path) -> None:
    import shutil  # as above

    target.mkdir()
    with os.scandir(source) as entries:
        for entry in sorted(entries, key=lambda found: found.name):
            if entry.is_symlink():
                continue
            if entry.is_dir():
                _copy(Path(entry.path), target / entry.name)
            elif entry.is_file():
                shutil.copyfile(entry.path, target / entry.name)


def _text(path: Path) -> str:
    """The file's text. FileNotFoundError as it is; KnownError for anything else that keeps it from being read."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise
    except OSError:
        raise KnownError(
            f"{path} cannot be read. Look at its permissions: every pupil must be able to read it."
        ) from None
    if len(raw) > LARGEST:
        raise KnownError(f"{path} is larger than a policy can be ({LARGEST} bytes). It is probably another file.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise KnownError(f"{path}:{line} is not UTF-8 text. Save the file as UTF-8.") from None
