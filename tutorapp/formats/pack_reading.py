"""One pass over an opened pack: typed items out, and every problem with its file, line and field."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import Any, Protocol, TypeVar

from tutorapp.domain.content import CareNote, Event, Manifest, Question, Section, Term, Unit
from tutorapp.domain.errors import KnownError
from tutorapp.domain.problems import Problem, Severity
from tutorapp.formats import front_matter, pack_media, strict_json, typed
from tutorapp.formats.pack_box import Box
from tutorapp.formats.pack_files import CareFile, EventsFile, QuestionsFile, TermsFile

READER = 1
"""The newest pack format this program reads: ``reader`` in pack.json."""

UNHASHED = frozenset({"mimetype", "hashes.json", "signature.json"})
"""Files of a zip that ``hashes.json`` does not name."""

NO_MANIFEST = Manifest(id="", title="", short_title="", version="")


class _Item(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T")
_I = TypeVar("_I", bound=_Item)


class Reading:
    """One pass over an opened pack, gathering items and problems.

    ``as_meant``: an item with a mistake is not left out where one can see what it was meant to be, so that the rules
    find what else is wrong with it. The mistake stays an error.
    """

    def __init__(self, box: Box, *, as_meant: bool = False) -> None:
        self.box = box
        self._as_meant = as_meant
        self.problems = list(box.problems)
        self._check_hashes()

    def unit(self) -> Unit:
        """The unit; only an empty one when the pack is too new or says nothing of itself."""
        manifest = self._manifest()
        if manifest is None:
            return Unit(manifest=NO_MANIFEST)
        sections = [(name, made) for name in self.box.under("notes") if (made := self._section(name))]
        questions: list[tuple[str, Question]] = []
        for name in self.box.under("questions"):
            questions += self._items(name, QuestionsFile, Question)
        return Unit(
            manifest=manifest,
            sections=self._unique(sections),
            terms=self._unique(self._items("terms.json", TermsFile, Term)),
            care=self._unique(self._items("care.json", CareFile, CareNote)),
            events=self._unique(self._items("events.json", EventsFile, Event)),
            questions=self._unique(questions),
        )

    def file(self, name: str, kind: type[_T]) -> _T | None:
        """The whole file as ``kind``, or None."""
        parsed = self._parsed(name)
        if parsed is None:
            return None
        text, value = parsed
        made, mistakes = typed.convert(value, kind)
        self._report(name, text, value, mistakes)
        return made

    def items(self, name: str, whole: type[Any], kind: type[_I]) -> tuple[_I, ...]:
        """The items of one JSON file, each id once; those with a mistake are left out, but for ``as_meant``."""
        return self._unique(self._items(name, whole, kind))

    def words(self) -> frozenset[str]:
        """The lines of ``words.txt``; an empty line or one that begins with # holds no word."""
        text = self._text("words.txt") if "words.txt" in self.box.names else None
        lines = (line.strip().replace("’", "'") for line in (text or "").splitlines())
        return frozenset(line for line in lines if line and not line.startswith("#"))

    def media(self, manifest: Manifest) -> dict[str, bytes]:
        """The pictures that the manifest names and that are let in."""
        names = {name.removeprefix("media/") for name in self.box.under("media")}
        for name in sorted(names - manifest.media.keys()):
            self._add(f"media/{name}", "this picture has no text alternative in pack.json and is left out", "warning")
        for name in sorted(manifest.media.keys() - names):
            self._add("pack.json", f"the picture {name} is missing from media/", field=f"media.{name}")
        found = {}
        for name in sorted(names & manifest.media.keys()):
            data = self._bytes(f"media/{name}")
            wrong = () if data is None else pack_media.objections(name, data)
            for objection in wrong:
                self._add(f"media/{name}", f"the picture {objection}")
            if data is not None and not wrong:
                found[name] = data
        return found

    def _manifest(self) -> Manifest | None:
        if "pack.json" not in self.box.names:
            self._add("", "this is not a pack: pack.json is missing")
            return None
        parsed = self._parsed("pack.json")
        if parsed is None:
            return None
        text, value = parsed
        reader = value.get("reader", 1) if isinstance(value, dict) else 1
        if isinstance(reader, int) and reader > READER:
            self._add(
                "pack.json",
                f"this pack was made for a newer program (pack format {reader}; this one reads up to {READER}). "
                "Update TutorApp to use it",
                field="reader",
            )
            return None
        made, mistakes = typed.convert(value, Manifest)
        self._report("pack.json", text, value, mistakes)
        return made

    def _section(self, name: str) -> Section | None:
        text = self._text(name)
        if text is None:
            return None
        try:
            head, body = front_matter.read(text)
        except front_matter.FrontMatterError as error:
            self._add(name, error.message, line=error.line)
            return None
        if "body" in head:
            self._add(name, "the text belongs below the second +++ line", field="body", line=1)
            return None
        made, mistakes = self._one({**head, "body": body}, Section)
        for mistake in mistakes:
            key = str(mistake.path[0]) if mistake.path else ""
            self._add(name, mistake.message, field=_spelled(mistake.path), line=front_matter.line_of(text, key))
        return made

    def _items(self, name: str, whole: type[Any], kind: type[_I]) -> list[tuple[str, _I]]:
        """The items of one JSON file, each with the file's name."""
        parsed = self._parsed(name) if name in self.box.names else None
        if parsed is None:
            return []
        text, value = parsed
        made, mistakes = typed.convert(value, whole)
        key = fields(whole)[0].name
        if made is not None:
            return [(name, item) for item in getattr(made, key)]
        self._report(name, text, value, mistakes)
        listed = value.get(key) if isinstance(value, dict) else None
        held = [self._one(item, kind)[0] for item in listed] if isinstance(listed, list) else []
        return [(name, item) for item in held if item is not None]

    def _one(self, value: object, kind: type[_T]) -> tuple[_T | None, tuple[typed.Mistake, ...]]:
        """An item and its mistakes; one with a mistake is None, or what it was meant to be."""
        made, mistakes = typed.convert(value, kind)
        return typed.as_meant(value, kind) if mistakes and self._as_meant else made, mistakes

    def _unique(self, found: list[tuple[str, _I]]) -> tuple[_I, ...]:
        """The items, the second of two with one id left out."""
        kept: dict[str, tuple[str, _I]] = {}
        for name, item in found:
            if item.id in kept:
                where = kept[item.id][0]
                other = "" if where == name else f" (the first is in {where})"
                line = _second_line(self._text(name) or "", item.id) if where == name else None
                self._add(name, f"the id {item.id} stands twice{other}", field=f"{item.id}.id", line=line)
            else:
                kept[item.id] = (name, item)
        return tuple(item for _name, item in kept.values())

    def _report(self, name: str, text: str, value: object, mistakes: tuple[typed.Mistake, ...]) -> None:
        if not mistakes:
            return
        places = strict_json.lines(text)
        for mistake in mistakes:
            line = strict_json.line_of(places, mistake.path)
            self._add(name, mistake.message, field=field_name(value, mistake.path), line=line)

    def _parsed(self, name: str) -> tuple[str, Any] | None:
        """The text of a JSON file and its value; None when it cannot be read."""
        text = self._text(name)
        if text is None:
            return None
        try:
            return text, strict_json.parse(text)
        except strict_json.JsonError as error:
            self._add(name, error.message, line=error.line)
            return None

    def _text(self, name: str) -> str | None:
        data = self._bytes(name)
        if data is None:
            return None
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self._add(name, "this is not UTF-8 text: save the file as UTF-8", line=line)
            return None

    def _bytes(self, name: str) -> bytes | None:
        try:
            return self.box.read(name)
        except KnownError as error:
            self._add(name, error.message)
            return None

    def _check_hashes(self) -> None:
        """A zip of ours lists the SHA-256 of each file: a changed one is named."""
        if "hashes.json" not in self.box.names:
            return
        listed = self.file("hashes.json", dict[str, str]) or {}
        for name in self.box.names:
            data = None if name in UNHASHED else self._bytes(name)
            if data is not None and listed.get(name) != hashlib.sha256(data).hexdigest():
                self._add(name, "this file was changed after the pack was saved")
        for name in sorted(listed.keys() - set(self.box.names)):
            self._add(name, "this file is missing from the pack")

    def _add(
        self, file: str, message: str, severity: Severity = "error", *, field: str = "", line: int | None = None
    ) -> None:
        self.problems.append(Problem(file, line, field, message, severity))


def field_name(value: object, path: strict_json.Path) -> str:
    """``path`` below ``value`` in words: an item's id where it has one, else its place in the list."""
    if len(path) >= 2 and isinstance(path[1], int) and isinstance(value, dict):
        items = value.get(path[0])
        item = items[path[1]] if isinstance(items, list) and path[1] < len(items) else None
        name = item.get("id") if isinstance(item, dict) else None
        if isinstance(name, str) and name:
            return _spelled((name, *path[2:]))
    return _spelled(path)


def _spelled(path: strict_json.Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _second_line(text: str, item_id: str) -> int | None:
    """The line on which the id is given for the second time, at the level of the items."""
    try:
        value, places = strict_json.parse(text), strict_json.lines(text)
    except strict_json.JsonError:
        return None
    hits = [
        places.get((key, at, "id"))
        for key, items in value.items()
        for at, item in enumerate(items)
        if isinstance(item, dict) and item.get("id") == item_id
    ]
    return hits[1] if len(hits) > 1 else None
