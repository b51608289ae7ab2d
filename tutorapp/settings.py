"""What a person has set, and where they left off: one JSON file, read before the first paint."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import asdict, field, fields, replace
from pathlib import Path
from typing import Any

from tutorapp.domain.records import dataclass

log = logging.getLogger(__name__)

FORMAT = 1
CHOICES: dict[str, tuple[str, ...]] = {
    "theme": ("system", "light", "dark", "contrast"),
    "reading_font": ("serif", "sans", "easy"),
    "line_spacing": ("close", "normal", "wide"),
    "overlay": ("none", "cream", "yellow", "peach", "rose", "lilac", "blue", "aqua", "green"),
    "reduced_motion": ("system", "on"),
    "clock": ("hidden", "shown", "last5"),
    "answer_points": ("12", "18", "24"),
}
BOUNDS: dict[str, tuple[int, int]] = {
    "text_percent": (90, 160),
    "extra_percent": (0, 100),
    "reader_percent": (50, 200),
    "prompter_minutes": (0, 30),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default. Values outside ``CHOICES`` and ``BOUNDS`` are mended on reading."""

    theme: str = "system"
    text_percent: int = 100
    reading_font: str = "serif"
    line_spacing: str = "normal"
    overlay: str = "none"
    reduced_motion: str = "system"
    extra_percent: int = 0
    rest_breaks: bool = True
    clock: str = "hidden"
    exam_conditions: bool = True
    strict_clock: bool = False  # in exam conditions: sleep and a closed program cost time, and writing ends with it
    reader_percent: int = 100  # how fast texts are read aloud
    prompter_minutes: int = 0  # without a word written; 0: no reminder
    candidate_name: str = ""  # these three stand in the head of a printed answer
    candidate_number: str = ""
    centre_number: str = ""
    answer_points: str = "12"  # the size of a printed answer
    answer_double: bool = True  # double spacing there
    window: dict[str, Any] = field(default_factory=dict)  # geometry, docks, which place is in front
    places: dict[str, Any] = field(default_factory=dict)  # by pane id: its last place

    @property
    def strict(self) -> bool:
        """Whether a timed answer that begins now has the strict clock (``domain.exam_clock``)."""
        return self.exam_conditions and self.strict_clock

    def changed(self, **values: Any) -> Settings:  # noqa: ANN401  # one field of any type
        """A copy with ``values``, each mended to its bounds."""
        return _mended(replace(self, **values))


class SettingsFile:
    """Loads and saves ``Settings``. A missing or damaged file gives the defaults; the damaged one is kept aside."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> Settings:
        """The stored settings; defaults for what is missing or cannot be."""
        try:
            raw = json.loads(self.path.read_text(encoding="utf-8"))
            return _read(raw)
        except FileNotFoundError:
            return Settings()
        except (OSError, ValueError, TypeError):
            self._set_aside()
            return Settings()

    def save(self, settings: Settings) -> None:
        """Write atomically. OSError when the system refuses; the old file then stays as it was."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        scratch = self.path.with_name(self.path.name + ".new")
        body = {"format": FORMAT, **asdict(settings)}
        scratch.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(scratch, self.path)  # noqa: PTH105  # replaces on every system, also over an existing file

    def _set_aside(self) -> None:
        log.info("settings could not be read; they are kept beside the new ones")
        try:
            os.replace(self.path, self.path.with_name(self.path.name + ".unreadable"))  # noqa: PTH105  # as above
        except OSError:
            log.info("the unreadable settings could not be moved")


def _read(raw: object) -> Settings:
    if not isinstance(raw, Mapping):
        raise TypeError("settings are not an object")
    defaults = Settings()
    values: dict[str, Any] = {}
    for item in fields(Settings):
        value = raw.get(item.name)
        if type(value) is type(getattr(defaults, item.name)):
            values[item.name] = value
    return _mended(Settings(**values))


def _mended(settings: Settings) -> Settings:
    repairs: dict[str, Any] = {}
    for name, allowed in CHOICES.items():
        if getattr(settings, name) not in allowed:
            repairs[name] = getattr(Settings(), name)
    for name, (low, high) in BOUNDS.items():
        value = getattr(settings, name)
        if not low <= value <= high:
            repairs[name] = min(max(value, low), high)
    return replace(settings, **repairs) if repairs else settings
