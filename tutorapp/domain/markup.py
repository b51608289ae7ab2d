"""The small markup all our texts are written in, parsed by allow-list to a tree.

A text is blocks parted by blank lines. What is not in this list is plain text, so foreign HTML stays letters:

    ## Heading            ### Smaller heading
    - item / 1. item      lists, one level
    > quotation
    ![text alternative](name.svg "caption")     a picture of the pack, alone on its line
    [[care:K4]]                                 alone on its line: the care note belongs to the block before it
    *emphasis*  **strong**
    [[term:politburo]]  [[event:E018|3 April 1922]]  [[section:S2b]]  [[question:Q2]]   links inside the text
"""

from __future__ import annotations

import re
from typing import Literal

from tutorapp.domain.records import dataclass

LinkKind = Literal["term", "event", "section", "question", "care"]
LINK_KINDS: frozenset[str] = frozenset({"term", "event", "section", "question", "care"})


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters in one style."""

    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another item; an empty ``label`` means "the item's own title"."""

    kind: LinkKind
    target: str
    label: str = ""


Inline = Text | Link


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; level 1 is the section's own title."""

    level: int  # 2 or 3
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list, numbered or with bullets; every item is one run of text."""

    ordered: bool
    items: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation that stands by itself."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: ``media`` is its name in the pack, ``alternative`` what it shows, in words."""

    media: str
    alternative: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class CareRef:
    """Stands after the block whose claim it corrects."""

    id: str


Block = Heading | Paragraph | ItemList | Quote | Figure | CareRef

# Every repeat below is bounded or excludes its own terminator, so no text makes these run long.
_LINK = r"\[\[(?P<kind>[a-z]{2,12}):(?P<target>[A-Za-z0-9.-]{1,64})(?:\|(?P<label>[^\[\]|]{1,200}))?\]\]"
_STYLED = r"[^*\s](?:[^*\n]{0,398}[^*\s])?"  # no space at its edges, so that 2 * 3 * 4 stays a sum
_LINK_ONLY = re.compile(_LINK)
_INLINE = re.compile(rf"{_LINK}|\*\*(?P<strong>{_STYLED})\*\*|\*(?P<em>{_STYLED})\*")
_FIGURE = re.compile(r'!\[(?P<alt>[^\[\]]{0,600})\]\((?P<media>[A-Za-z0-9._-]{1,80})(?: "(?P<cap>[^"]{0,400})")?\)')
_CARE = re.compile(r"\[\[care:([A-Za-z0-9.-]{1,64})\]\]")
_MAY_BE_MARKUP = re.compile(r"[*\[\r\n]")
_BULLET = re.compile(r"- +|\d{1,3}\. +")


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of ``text``. Never fails: what is not markup is plain text."""
    blocks: list[Block] = []
    for chunk in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line.strip() for line in chunk.split("\n") if line.strip()]
        if lines:
            blocks.extend(_blocks(lines))
    return tuple(blocks)


def parse_inline(text: str) -> tuple[Inline, ...]:
    """The runs and links of one line or paragraph. A link may stand inside a styled run."""
    found: list[Inline] = []
    at = 0
    for match in _INLINE.finditer(text):
        if match["kind"] is not None:
            runs: tuple[Inline, ...] = _link(match)
        elif match["strong"] is not None:
            runs = _styled(match["strong"], strong=True)
        else:
            runs = _styled(match["em"], emphasis=True)
        if runs:
            if match.start() > at:
                found.append(Text(text[at : match.start()]))
            found.extend(runs)
            at = match.end()
    if at < len(text):
        found.append(Text(text[at:]))
    return tuple(found)


def plain(text: str, titles: dict[tuple[str, str], str] | None = None) -> str:
    """``text`` as words only, for search, lists and screen readers; ``titles`` maps (kind, id) to a title."""
    if text[:1].isalpha() and not _MAY_BE_MARKUP.search(text):
        return text.strip()  # most titles and questions: one line of words
    names = titles or {}
    parts: list[str] = []
    for block in parse(text):
        match block:
            case Heading() | Paragraph() | Quote():
                parts.append(plain_inline(block.inlines, names))
            case ItemList():
                parts.extend(plain_inline(item, names) for item in block.items)
            case Figure():
                parts.append(block.caption or block.alternative)
            case CareRef():
                pass
    return "\n\n".join(parts)


def plain_inline(inlines: tuple[Inline, ...], titles: dict[tuple[str, str], str]) -> str:
    """The words of ``inlines``."""
    return "".join(
        run.text if isinstance(run, Text) else run.label or titles.get((run.kind, run.target), run.target)
        for run in inlines
    )


def links(text: str) -> tuple[Link, ...]:
    """Every link in ``text``, care references included, in reading order."""
    return tuple(link for match in _LINK_ONLY.finditer(text) for link in _link(match))


def _blocks(lines: list[str]) -> list[Block]:
    """Blocks of one chunk: special lines stand for themselves, runs of ordinary lines make a paragraph."""
    if all(line.startswith(">") for line in lines):
        return [Quote(parse_inline(" ".join(line[1:].strip() for line in lines)))]
    blocks: list[Block] = []
    prose: list[str] = []
    items: list[list[str]] = []  # the lines of each
    ordered = False

    def flush() -> None:
        if prose:
            blocks.append(Paragraph(parse_inline(" ".join(prose))))
            prose.clear()
        if items:
            blocks.append(ItemList(ordered, tuple(parse_inline(" ".join(item)) for item in items)))
            items.clear()

    for line in lines:
        alone = _alone(line)
        bullet = _BULLET.match(line)
        if alone is not None:
            flush()
            blocks.append(alone)
        elif bullet:
            if prose or ordered != (line[0] != "-"):
                flush()
            ordered = line[0] != "-"
            items.append([line[bullet.end() :]])
        elif items:
            items[-1].append(line)
        else:
            prose.append(line)
    flush()
    return blocks


def _alone(line: str) -> Block | None:
    if line.startswith("### "):
        return Heading(3, parse_inline(line[4:].strip()))
    if line.startswith("## "):
        return Heading(2, parse_inline(line[3:].strip()))
    if care := _CARE.fullmatch(line):
        return CareRef(care[1])
    if figure := _FIGURE.fullmatch(line):
        return Figure(figure["media"], figure["alt"], figure["cap"] or "")
    return None


def _styled(text: str, *, strong: bool = False, emphasis: bool = False) -> tuple[Inline, ...]:
    """The runs of a styled piece of text: words in that style, links as they are."""
    found: list[Inline] = []
    at = 0
    for match in _LINK_ONLY.finditer(text):
        if link := _link(match):
            if match.start() > at:
                found.append(Text(text[at : match.start()], strong=strong, emphasis=emphasis))
            found.extend(link)
            at = match.end()
    if at < len(text):
        found.append(Text(text[at:], strong=strong, emphasis=emphasis))
    return tuple(found)


def _link(match: re.Match[str]) -> tuple[Link, ...]:
    """The link of a match; empty for a kind that does not exist, which stays plain text."""
    if match["kind"] not in LINK_KINDS:
        return ()
    return (Link(match["kind"], match["target"], match["label"] or ""),)  # type: ignore[arg-type]  # checked above
