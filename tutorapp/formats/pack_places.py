"""Where an item's field stands in a pack's files, looked up only after a rule has found something wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tutorapp.domain.errors import KnownError
from tutorapp.formats import front_matter, strict_json
from tutorapp.formats.pack_box import Box, open_box

_PART = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_KEYS = {"term": "terms", "care": "care", "event": "events", "question": "questions"}


@dataclass(frozen=True, slots=True)
class Place:
    """``line`` counts from 1; None where the file is known but not the line."""

    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class _Entry:
    file: str
    path: strict_json.Path  # of the item inside its file; empty for a section


class Places:
    """Every item of one pack. Files that cannot be read are passed over: their problems are told already."""

    def __init__(self, path: Path) -> None:
        self._texts: dict[str, str] = {}
        self._lines: dict[str, dict[strict_json.Path, int]] = {}
        self._entries: dict[tuple[str, str], _Entry] = {}
        try:
            box = open_box(path)
        except KnownError:
            return
        for name in box.names:
            if name.startswith("notes/"):
                self._add_section(box, name)
            elif name.endswith(".json") and name not in {"pack.json", "coverage.json"}:
                self._add_items(box, name)
            elif name == "pack.json":
                self._texts[name] = _text(box, name)

    def of(self, kind: str, item_id: str, field: str, near: str = "") -> Place:
        """The place of ``field`` of an item; ``near`` is a piece of its text. Kind "" means pack.json."""
        if not kind:
            return Place("pack.json", self._search("pack.json", near) if near else None)
        entry = self._entries.get((kind, item_id))
        if entry is None:
            return Place("", None)
        if kind == "section":
            return Place(entry.file, self._section_line(entry.file, field, near))
        if entry.file not in self._lines:
            self._lines[entry.file] = strict_json.lines(self._texts[entry.file])
        return Place(entry.file, strict_json.line_of(self._lines[entry.file], (*entry.path, *steps(field))))

    def ids(self) -> frozenset[tuple[str, str]]:
        """(kind, id) of every item in the files, broken or not."""
        return frozenset(self._entries)

    def _section_line(self, file: str, field: str, near: str) -> int:
        text = self._texts[file]
        if field != "body":
            return front_matter.line_of(text, str(next(iter(steps(field)), "")))
        return self._search(file, near) or front_matter.body_line(text)

    def _search(self, file: str, near: str) -> int | None:
        text = self._texts.get(file, "")
        at = text.find(near) if near else -1
        return text.count("\n", 0, at) + 1 if at >= 0 else None

    def _add_section(self, box: Box, name: str) -> None:
        text = _text(box, name)
        try:
            head, _body = front_matter.read(text)
        except front_matter.FrontMatterError:
            return
        self._texts[name] = text
        self._entries.setdefault(("section", str(head.get("id"))), _Entry(name, ()))

    def _add_items(self, box: Box, name: str) -> None:
        text = _text(box, name)
        try:
            value = strict_json.parse(text)
        except strict_json.JsonError:
            return
        self._texts[name] = text
        for kind, key in _KEYS.items():
            listed = value.get(key) if isinstance(value, dict) else None
            for at, item in enumerate(listed if isinstance(listed, list) else ()):
                if isinstance(item, dict):
                    self._entries.setdefault((kind, str(item.get("id"))), _Entry(name, (key, at)))


def steps(field: str) -> strict_json.Path:
    """ "points[3].marks" as ("points", 3, "marks")."""
    return tuple(int(number) if number else word for number, word in _PART.findall(field))


def _text(box: Box, name: str) -> str:
    try:
        return box.read(name).decode("utf-8-sig").replace("\r\n", "\n")
    except (KnownError, UnicodeDecodeError):
        return ""
