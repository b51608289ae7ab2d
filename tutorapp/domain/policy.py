"""What a school decides for all pupils of a machine: the policy file's rules, checked with every problem named.

The file is one JSON object, format 1; ``docs/policy.schema.json`` publishes it and ``docs/administrators.md`` explains
it. A key that is left out stays the pupil's own choice. A key that is wrong is named and then left out too, so that
one slip of the pen never keeps a whole class from working.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tutorapp.domain.problems import Problem, Severity

FORMAT = 1
KEYS = (
    "format",
    "data_folder",
    "template_folder",
    "content_folders",
    "quiz_folders",
    "exam",
    "features_off",
    "snapshots",
    "language",
)
EXAM_KEYS = ("conditions", "extra_percent", "rest_breaks", "clock", "strict_clock")
SNAPSHOT_KEYS = ("folder", "count")
CLOCKS = ("hidden", "shown", "last5")
EXTRA_PERCENT = (0, 100)
SNAPSHOT_COUNT = (1, 1000)
SNAPSHOTS_KEPT = 20
FEATURES: Mapping[str, str] = {
    "print": "printing",
    "pdf": "saving notes as PDF",
    "open_folder": "opening the folder of one's work",
    "carry_work": "taking progress to another computer and back",
    "install_packs": "installing units that did not come with the program",
    "read_aloud": "reading questions and answers aloud",
}
"""What can be switched off, and the words for it."""

Way = tuple[str | int, ...]
LineOf = Callable[[Way], int | None]
"""The line of a value in the file, from 1; None where it is not known."""

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_()]*)\}|%([A-Za-z_][A-Za-z0-9_()]*)%")
_START = re.compile(r"[/~]|[A-Za-z]:[\\/]|\\\\|\$\{|%")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
# A letter that Windows schools map to each pupil's own share; C: is the machine's disk.
_OWN_DRIVE = re.compile(r"(?![Cc]:)[A-Za-z]:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A school's decisions; None and empty mean that nothing was decided. Folders are as written: see ``expand``."""

    data_folder: str | None = None
    template_folder: str | None = None
    content_folders: tuple[str, ...] = ()
    quiz_folders: tuple[str, ...] = ()
    exam_conditions: bool | None = None
    extra_percent: int | None = None
    rest_breaks: bool | None = None
    clock: str | None = None
    strict_clock: bool | None = None
    features_off: frozenset[str] = frozenset()
    snapshot_folder: str | None = None
    snapshot_count: int = SNAPSHOTS_KEPT
    language: str | None = None

    def forced(self) -> dict[str, Any]:
        """The settings with the school's values, by the names of ``Settings``; exactly these are locked."""
        decided = {
            "exam_conditions": self.exam_conditions,
            "extra_percent": self.extra_percent,
            "rest_breaks": self.rest_breaks,
            "clock": self.clock,
            "strict_clock": self.strict_clock,
        }
        return {name: value for name, value in decided.items() if value is not None}

    def locked(self) -> frozenset[str]:
        """The names of settings that only the school changes."""
        return frozenset(self.forced())

    def allows(self, feature: str) -> bool:
        """Whether ``feature`` (a name of ``FEATURES``) is on."""
        return feature not in self.features_off

    def rows(self) -> tuple[tuple[str, str], ...]:
        """What is decided as (name, value) to show, in a fixed order; empty when nothing is."""
        shown = (
            ("Folder of your work", self.data_folder),
            ("Template for new pupils", self.template_folder),
            ("Units from", ", ".join(self.content_folders) or None),
            ("Quizzes from", ", ".join(self.quiz_folders) or None),
            ("Exam conditions", _on_off(self.exam_conditions)),
            ("Extra time", None if self.extra_percent is None else f"{self.extra_percent} %"),
            ("Rest breaks", _on_off(self.rest_breaks)),
            ("Clock", self.clock),
            ("Strict clock", _on_off(self.strict_clock)),
            ("Switched off", ", ".join(FEATURES[name] for name in FEATURES if name in self.features_off) or None),
            ("Snapshots to", self.snapshot_folder and f"{self.snapshot_folder} (the newest {self.snapshot_count})"),
            ("Language", self.language),
        )
        return tuple((name, value) for name, value in shown if value)


@dataclass(frozen=True, slots=True)
class PolicyReading:
    """The policy as far as it could be read, and everything that is wrong with the file."""

    policy: Policy
    problems: tuple[Problem, ...]


def read(value: object, line_of: LineOf) -> PolicyReading:
    """Check ``value``, the decoded file; problems come in the order of their lines, with no file name."""
    reader = _Reader(line_of)
    policy = reader.policy(value)
    return PolicyReading(policy, tuple(sorted(reader.problems, key=lambda problem: problem.line or 0)))


def expand(folder: str, environment: Mapping[str, str], home: str) -> str | None:
    """``folder`` with a leading ``~`` and every ``${NAME}`` or ``%NAME%`` filled in.

    None when a variable is not set: a guess could put one pupil's work among another's.
    """
    missing = [name for name in _variables(folder) if not environment.get(name)]
    if missing:
        return None
    filled = _VARIABLE.sub(lambda match: environment[match[1] or match[2]], folder)
    if folder.startswith("~") and filled[1:2] in ("", "/", "\\"):
        return home + filled[1:]
    return filled


class _Reader:
    """Collects problems while it builds the policy."""

    def __init__(self, line_of: LineOf) -> None:
        self._line_of = line_of
        self.problems: list[Problem] = []

    def policy(self, value: object) -> Policy:
        """The whole file."""
        if not isinstance(value, dict):
            self._tell((), "the file must hold one JSON object: { … }")
            return Policy()
        self._known((), value, KEYS)
        self._format(value)
        exam = self._section(value, "exam", EXAM_KEYS)
        snapshots = self._section(value, "snapshots", SNAPSHOT_KEYS)
        clock = self._choice(exam, ("exam", "clock"), CLOCKS)
        count = self._whole(snapshots, ("snapshots", "count"), SNAPSHOT_COUNT)
        if snapshots and "folder" not in snapshots:
            self._tell(("snapshots",), "“folder” is missing: without it no snapshots are taken")
        data_folder = self._folder(value, ("data_folder",))
        snapshot_folder = self._folder(snapshots, ("snapshots", "folder"))
        self._warn_shared(("data_folder",), data_folder)
        if data_folder and data_folder.startswith("\\\\"):
            self._tell(
                ("data_folder",), "databases on a share get damaged; name the share under “snapshots”", "warning"
            )
        self._warn_shared(("snapshots", "folder"), snapshot_folder)
        return Policy(
            data_folder=data_folder,
            template_folder=self._folder(value, ("template_folder",)),
            content_folders=self._folders(value, "content_folders"),
            quiz_folders=self._folders(value, "quiz_folders"),
            exam_conditions=self._switch(exam, ("exam", "conditions")),
            extra_percent=self._whole(exam, ("exam", "extra_percent"), EXTRA_PERCENT),
            rest_breaks=self._switch(exam, ("exam", "rest_breaks")),
            clock=clock,
            strict_clock=self._switch(exam, ("exam", "strict_clock")),
            features_off=self._features(value),
            snapshot_folder=snapshot_folder,
            snapshot_count=SNAPSHOTS_KEPT if count is None else count,
            language=self._language(value),
        )

    # --- shapes --------------------------------------------------------------------------------------

    def _format(self, value: dict[str, Any]) -> None:
        found = value.get("format")
        if found is None:
            self._tell((), f'“format” is missing; write "format": {FORMAT}')
        elif type(found) is not int or found != FORMAT:
            self._tell(("format",), f"this program reads format {FORMAT}, not {_said(found)}")

    def _section(self, value: dict[str, Any], name: str, keys: tuple[str, ...]) -> dict[str, Any]:
        found = value.get(name)
        if found is None and name not in value:
            return {}
        if not isinstance(found, dict):
            self._tell((name,), f"must be an object with some of: {', '.join(keys)}")
            return {}
        self._known((name,), found, keys)
        return found

    def _known(self, way: Way, value: dict[str, Any], keys: tuple[str, ...]) -> None:
        for key in value:
            if key not in keys:
                self._tell((*way, key), f"is no key of the policy{_instead(key, keys)}")

    def _folder(self, value: dict[str, Any], way: Way) -> str | None:
        found = self._text(value, way)
        return found if found is not None and self._is_folder(way, found) else None

    def _folders(self, value: dict[str, Any], name: str) -> tuple[str, ...]:
        found = self._list(value, name)
        whole: list[str] = []
        for place, item in enumerate(found):
            if not isinstance(item, str) or not item.strip():
                self._tell((name, place), f"must be a folder's name in quotation marks, not {_said(item)}")
            elif self._is_folder((name, place), item):
                whole.append(item)
        return tuple(dict.fromkeys(whole))

    def _is_folder(self, way: Way, text: str) -> bool:
        if _START.match(text) is None:
            self._tell(way, f"{_said(text)} must be a whole path: from /, a drive, \\\\server\\share, ~ or ${{NAME}}")
            return False
        if any(part == ".." for part in re.split(r"[\\/]", text)):
            self._tell(way, f"{_said(text)} must not go up with “..”")
            return False
        return True

    def _warn_shared(self, way: Way, folder: str | None) -> None:
        if folder and not (folder.startswith("~") or _variables(folder) or _OWN_DRIVE.match(folder)):
            who = f"all pupils of this machine would share {_said(folder)}"
            self._tell(way, f"{who}; begin with ~ or use ${{USERNAME}} or ${{USER}}", "warning")

    def _text(self, value: dict[str, Any], way: Way) -> str | None:
        name = way[-1]
        found = value.get(str(name))
        if name not in value:
            return None
        if not isinstance(found, str) or not found.strip():
            self._tell(way, f"must be a text in quotation marks, not {_said(found)}")
            return None
        return found

    def _list(self, value: dict[str, Any], name: str) -> list[Any]:
        found = value.get(name, [])
        if not isinstance(found, list):
            self._tell((name,), f"must be a list in square brackets, not {_said(found)}")
            return []
        return found

    def _switch(self, value: dict[str, Any], way: Way) -> bool | None:
        found = value.get(str(way[-1]))
        if way[-1] not in value:
            return None
        if not isinstance(found, bool):
            self._tell(way, f"must be true or false, not {_said(found)}")
            return None
        return found

    def _whole(self, value: dict[str, Any], way: Way, bounds: tuple[int, int]) -> int | None:
        found = value.get(str(way[-1]))
        if way[-1] not in value:
            return None
        low, high = bounds
        if type(found) is not int or not low <= found <= high:
            self._tell(way, f"must be a whole number from {low} to {high}, not {_said(found)}")
            return None
        return found

    def _choice(self, value: dict[str, Any], way: Way, choices: tuple[str, ...]) -> str | None:
        found = self._text(value, way)
        if found is not None and found not in choices:
            self._tell(way, f"must be one of {', '.join(choices)}, not {_said(found)}")
            return None
        return found

    def _features(self, value: dict[str, Any]) -> frozenset[str]:
        off: set[str] = set()
        for place, name in enumerate(self._list(value, "features_off")):
            if isinstance(name, str) and name in FEATURES:
                off.add(name)
            else:
                near = _instead(name, tuple(FEATURES)) if isinstance(name, str) else ""
                known = near or f"; there are {', '.join(FEATURES)}"
                self._tell(("features_off", place), f"{_said(name)} cannot be switched off{known}")
        return frozenset(off)

    def _language(self, value: dict[str, Any]) -> str | None:
        found = self._text(value, ("language",))
        if found is not None and _LANGUAGE.fullmatch(found) is None:
            self._tell(("language",), f"{_said(found)} is no language tag such as en-GB")
            return None
        if found is not None and not found.startswith("en"):
            self._tell(("language",), "the words of this version are English; only formats follow the tag", "warning")
        return found

    def _tell(self, way: Way, message: str, severity: Severity = "error") -> None:
        self.problems.append(Problem("", self._line_of(way), _name(way), message, severity))


def _variables(folder: str) -> tuple[str, ...]:
    return tuple(match[1] or match[2] for match in _VARIABLE.finditer(folder))


def _name(way: Way) -> str:
    """("content_folders", 0) as content_folders[1]: people count from one."""
    made = ""
    for part in way:
        made += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if made else part
    return made


def _instead(key: str, keys: tuple[str, ...]) -> str:
    from difflib import get_close_matches  # only when something is wrong: the file is read before the first paint

    near = get_close_matches(key, keys, n=1)
    return f"; did you mean “{near[0]}”?" if near else ""


def _said(value: object) -> str:
    """The value as the file shows it, shortened."""
    if isinstance(value, str):
        return f"“{value if len(value) <= 60 else value[:59] + '…'}”"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    return str(value)


def _on_off(value: bool | None) -> str | None:
    return None if value is None else "on" if value else "off"
