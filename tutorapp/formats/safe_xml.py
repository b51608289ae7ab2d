"""XML of strangers: no document type, no entities, bounded depth and size, the line of every element.

Built on the standard library's expat. A DOCTYPE is refused by looking at the text before any parser sees it, and
again by the parser; nothing is ever fetched, since no handler for external things is set.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from tutorapp.domain.errors import KnownError

MAX_DEPTH = 100
MAX_ELEMENTS = 2_000_000
_MAX_REPAIRS = 200
_WRAPPER = "<resumed>"
_REFUSED = "The file has a document type declaration, which is not allowed here. Export the quiz again without it."


@dataclass(slots=True)
class Node:
    """An element. ``name`` and attribute names come without namespace prefix; ``whole`` is False where the file
    broke off inside it. ``text`` stands before the first child, ``tail`` after the element."""

    name: str
    attrs: dict[str, str]
    line: int
    text: str = ""
    tail: str = ""
    children: list[Node] = field(default_factory=list)
    whole: bool = False

    def child(self, name: str) -> Node | None:
        """The first child called ``name``."""
        for node in self.children:  # a loop: this is asked for each of 100,000 elements
            if node.name == name:
                return node
        return None

    def all(self, name: str) -> list[Node]:
        """The children called ``name``."""
        return [node for node in self.children if node.name == name]

    def iter(self) -> Iterator[Node]:
        """This element and all below it, in reading order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def find(self, name: str) -> Node | None:
        """The first element called ``name`` below this one."""
        return next((node for node in self.iter() if node.name == name and node is not self), None)

    def every(self, name: str) -> Iterator[Node]:
        """All elements called ``name`` below this one, at any depth."""
        return (node for node in self.iter() if node.name == name and node is not self)

    def words(self) -> str:
        """All text inside, in order."""
        if not self.children:
            return self.text
        parts: list[str] = []
        _gather(self, parts)
        return "".join(parts)

    def text_of(self, name: str) -> str:
        """The text of the first child called ``name``, else ""."""
        node = self.child(name)
        return node.words() if node is not None else ""


@dataclass(frozen=True, slots=True)
class Tree:
    """``root`` is None when not even one element could be read; ``damage`` is the line where the file is broken."""

    root: Node | None
    damage: int | None = None
    damage_at: int = 0  # characters from the start of the text


def parse(text: str) -> Tree:
    """The tree of ``text``, as far as it is sound. Raises KnownError for XML that is refused as a whole."""
    refuse_doctype(text)
    return _Builder().build(text)


def parse_pieces(text: str, piece: str) -> tuple[list[Node], list[int]]:
    """Trees of ``text``, and the lines where it is broken outside any <``piece``>.

    After a break, reading goes on at the next <``piece``>, so one broken item costs only itself: it is an element
    whose ``whole`` is False (see ``pieces``). Elements around a later piece are not known any more.
    """
    refuse_doctype(text)
    roots: list[Node] = []
    broken: list[int] = []
    at, line, wrapper = 0, 1, ""
    for _ in range(_MAX_REPAIRS):
        tree = _Builder(line).build(wrapper + text[at:])
        cut = tree.root is not None and any(not node.whole for node in pieces(tree.root, piece))
        if tree.root is not None:
            roots.append(tree.root)
        if tree.damage is None:
            break
        if not cut and not wrapper:
            broken.append(tree.damage)
        start = _next_piece(text, piece, at + max(tree.damage_at - len(wrapper), 1))
        if start < 0:
            break
        line += text.count("\n", at, start)
        at, wrapper = start, _WRAPPER
    return roots, broken


def pieces(root: Node, piece: str) -> Iterator[Node]:
    """The elements called ``piece``, not those inside another one, unless that one broke off."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.name == piece:
            yield node
        if node.name != piece or not node.whole:
            stack.extend(reversed(node.children))


def refuse_doctype(text: str) -> None:
    """Raise KnownError when a document type declaration stands before the root element, the only place it can."""
    at = 0
    while True:
        while at < len(text) and text[at] in " \t\n\r\ufeff":
            at += 1
        if text.startswith("<?", at):
            end = text.find("?>", at)
        elif text.startswith("<!--", at):
            end = text.find("-->", at)
        elif text.startswith("<!", at):
            raise KnownError(_REFUSED)
        else:
            return
        if end < 0:
            return
        at = end + 2


def _next_piece(text: str, piece: str, start: int) -> int:
    while (start := text.find(f"<{piece}", start)) >= 0:
        after = text[start + len(piece) + 1 : start + len(piece) + 2]
        if after in " \t\n\r>/":
            return start
        start += 1
    return -1


class _Builder:
    def __init__(self, first_line: int = 1) -> None:
        self._first_line = first_line
        self._stack: list[Node] = []
        self._root: Node | None = None
        self._count = 0
        self._parts: list[str] = []

    def build(self, text: str) -> Tree:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._parts.append
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        self._parser = parser
        try:
            parser.Parse(text, True)
        except expat.ExpatError as error:
            self._flush()
            at = len(text.encode()[: parser.ErrorByteIndex].decode(errors="ignore"))
            return Tree(self._root, self._first_line + error.lineno - 1, at)
        except UnicodeEncodeError:  # half characters; decoding a file never makes them
            return Tree(None, self._first_line)
        finally:
            del self._parser
        return Tree(self._root)

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        if self._parts:
            self._flush()
        self._count += 1
        if len(self._stack) >= MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise KnownError("The file nests its elements too deeply, or has too many, to be a quiz.")
        line = self._first_line + self._parser.CurrentLineNumber - 1
        if attrs:
            attrs = {key.rpartition(" ")[2]: value for key, value in attrs.items()}
        node = Node(name.rpartition(" ")[2], attrs, line)
        if self._stack:
            self._stack[-1].children.append(node)
        else:
            self._root = node
        self._stack.append(node)

    def _end(self, _name: str) -> None:
        if self._parts:
            self._flush()
        self._stack.pop().whole = True

    def _flush(self) -> None:
        if self._stack:
            text = "".join(self._parts)
            top = self._stack[-1]
            if top.children:
                top.children[-1].tail += text
            else:
                top.text += text
        self._parts.clear()


def _refuse(*_ignored: object) -> None:
    raise KnownError(_REFUSED)


def _gather(node: Node, parts: list[str]) -> None:
    parts.append(node.text)
    for child in node.children:
        _gather(child, parts)
        parts.append(child.tail)
