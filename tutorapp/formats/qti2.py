"""QTI 2.1, 2.2 and 3.0: a package of items, or one item file, to our questions.

The files are listed by looking into all of them, since manifests may not name the items; a test's references give
their order.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from tutorapp.domain.content import Source
from tutorapp.domain.errors import KnownError
from tutorapp.formats import making
from tutorapp.formats.found import Found, FoundFile, SkipItem, skipped
from tutorapp.formats.package_files import lookup_in
from tutorapp.formats.pictures import Lookup, Pictures
from tutorapp.formats.qti2_item import ItemReader
from tutorapp.formats.qti2_tree import normalise
from tutorapp.formats.report import Reason
from tutorapp.formats.safe_xml import Node, Tree, parse
from tutorapp.formats.safe_zip import SafeZip
from tutorapp.formats.text_in import TextIn, decode

_ITEM_HINTS = ("<assessmentItem", "<qti-assessment-item", ":assessmentItem", ":qti-assessment-item")
_TEST_HINTS = ("<assessmentTest", "<qti-assessment-test", "<assessmentSection", "<qti-assessment-section")


def read(data: bytes, name: str) -> FoundFile:
    """Every item of a package or item file. Raises KnownError when it is refused as a whole."""
    pictures = Pictures()
    if not data.startswith(b"PK"):
        source = decode(data)
        tree = parse(source.text)
        newer = tree.root is not None and normalise(tree.root)
        items = [_item(tree, "", pictures, lookup_in(None, ""), frozenset())] if _has_item(tree) else []
        if not items and tree.damage is not None:
            items = [skipped(["file-damaged"], tree.damage)]
        return _whole(items, [source], pictures, newer=newer)
    package = _Package(SafeZip(data, name))
    items = list(package.items(pictures))
    return _whole(items, package.sources, pictures, newer=package.newer)


def _whole(items: list[Found], sources: list[TextIn], pictures: Pictures, *, newer: bool) -> FoundFile:
    return FoundFile(
        items=tuple(items),
        dialect="QTI 3.0" if newer else "QTI 2.x",
        encoding=" and ".join(dict.fromkeys(source.encoding for source in sources)),
        guessed=any(source.guessed for source in sources),
        media=pictures.media,
        alternatives=pictures.alternatives,
    )


def _has_item(tree: Tree) -> bool:
    return tree.root is not None and tree.root.name == "assessmentItem"


class _Package:
    """The XML files of a package, sorted into items and tests."""

    def __init__(self, archive: SafeZip) -> None:
        self._archive = archive
        self._items: dict[str, Tree] = {}
        self._tests: dict[str, Tree] = {}
        self.sources: list[TextIn] = []
        self.newer = False
        for entry in archive.names:
            if entry.lower().endswith(".xml"):
                self._sort(entry)

    def items(self, pictures: Pictures) -> Iterator[Found]:
        """Items in the order of the tests, then those no test names; references to nothing are rows too."""
        order: dict[str, frozenset[Reason]] = {}
        for entry, tree in self._tests.items():
            if tree.root is None:
                continue
            lost = _lost_by_test(tree.root)
            for ref in tree.root.every("assessmentItemRef"):
                path = posixpath.normpath(posixpath.join(posixpath.dirname(entry), unquote(ref.attrs.get("href", ""))))
                if path in self._items:
                    order.setdefault(path, lost)
                else:
                    yield skipped(
                        ["reference-without-file"], None, title=making.title_of(ref.attrs.get("identifier", ""))
                    )
        for entry in [*order, *(path for path in self._items if path not in order)]:
            lookup = lookup_in(self._archive, entry)
            made = _item(self._items[entry], entry, pictures, lookup, order.get(entry, frozenset()))
            yield self._with_stimulus(made, entry, pictures)

    def _sort(self, entry: str) -> None:
        try:
            source = decode(self._archive.read(entry))
        except KnownError:
            return
        head = source.text[:20_000]
        holds_item = any(hint in head for hint in _ITEM_HINTS)
        if not holds_item and not any(hint in head for hint in _TEST_HINTS):
            return
        tree = parse(source.text)
        self.newer = (tree.root is not None and normalise(tree.root)) or self.newer
        if holds_item and (tree.root is None or tree.root.name == "assessmentItem"):
            self._items[entry] = tree
            self.sources.append(source)
        else:
            self._tests[entry] = tree

    def _with_stimulus(self, made: Found, entry: str, pictures: Pictures) -> Found:
        """A text shared by several items, which stands in a file of its own, as the item's source."""
        root = self._items[entry].root
        if made.question is None or root is None:
            return made
        sources, missing = [], False
        for ref in root.every("assessmentStimulusRef"):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(entry), unquote(ref.attrs.get("href", ""))))
            text = self._stimulus(path, pictures)
            missing = missing or text is None
            sources += [Source(title=making.title_of(ref.attrs.get("identifier", "Source")), text=text)] if text else []
        reasons: set[Reason] = set(made.reasons)
        if missing:
            reasons.add("reference-without-file")
        return replace(made, question=replace(made.question, sources=tuple(sources)), reasons=frozenset(reasons))

    def _stimulus(self, path: str, pictures: Pictures) -> str | None:
        if path not in self._archive.names:
            return None
        tree = parse(decode(self._archive.read(path)).text)
        if tree.root is None:
            return None
        normalise(tree.root)
        body = tree.root.child("stimulusBody") or tree.root.find("stimulusBody")
        return (
            ItemReader(tree.root, pictures, lookup_in(self._archive, path)).markup(body) if body is not None else None
        )


def _lost_by_test(root: Node) -> frozenset[Reason]:
    """What a test says about its items and a bank of questions does not keep."""
    lost: set[Reason] = set()
    if root.find("timeLimits") is not None:
        lost.add("time-lost")
    if root.find("selection") is not None or root.find("ordering") is not None:
        lost.add("shuffle-lost")
    return frozenset(lost)


def _item(tree: Tree, entry: str, pictures: Pictures, lookup: Lookup, lost: frozenset[Reason]) -> Found:
    root = tree.root
    if root is None or not root.whole:
        title = making.title_of(root.attrs.get("title", "")) if root is not None else entry
        return skipped(["file-damaged"], tree.damage, title=title)
    title = making.title_of(root.attrs.get("title", ""))
    key = root.attrs.get("identifier", "")
    try:
        question, reasons = ItemReader(root, pictures, lookup).question(title)
    except SkipItem as skip:
        return skipped(skip.reasons, root.line, title=title, type=skip.type, key=key)
    return Found(question=question, line=root.line, reasons=frozenset(reasons | lost), key=key)
