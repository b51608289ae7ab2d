"""What a printed document is made of, whatever sets it: runs, paragraphs, writing lines, tables, groups, documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Style = Literal["title", "heading", "subheading", "body", "small", "quote"]
Align = Literal["left", "center", "right"]

BOX = "\u25a1"
"""As a paragraph's sign: an empty box to write in."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in one style, or a ``blank`` to fill in: a "gap" to write a word on or a "box" to tick."""

    text: str
    bold: bool = False
    italic: bool = False
    blank: Literal["", "gap", "box"] = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Para:
    """A paragraph. ``sign`` hangs before it (a number, a letter, a bullet, ``BOX``); ``indent`` counts steps;
    ``right`` stands at the right edge of its last line (marks in brackets); ``above`` is extra room in millimetres."""

    runs: Runs
    style: Style = "body"
    sign: str = ""
    indent: int = 0
    right: str = ""
    above: float = 0.0
    align: Align = "left"
    keep: bool = False  # on the page of the next block
    leading: float = 1.0  # the distance of its lines, as a multiple of the usual one; 2.0 is double spacing

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Lines:
    """``count`` ruled lines to write on, over the whole width from ``indent`` on."""

    count: int
    indent: int = 1


@dataclass(frozen=True, slots=True)
class Field:
    """One line to fill in with a label before it: a candidate's name."""

    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the pack (``media``: file name) with its caption; ``alternative`` says what it shows."""

    media: str
    alternative: str
    caption: str = ""
    indent: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: its ``share`` of the width (all shares add up to 1)."""

    share: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of paragraphs, one a column; ``rule`` draws a line above it (tables with a grid only)."""

    cells: tuple[tuple[Para, ...], ...]
    rule: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows; ``head`` is repeated on each page; ``grid`` draws the lines; ``split``: a row may go on overleaf."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    head: Row | None = None
    grid: bool = True
    split: bool = False
    indent: int = 0


Block = Para | Lines | Field | Picture | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Blocks that stay on one page where they fit on one; ``new_page``: they begin a page.

    ``loose``: they may be parted anywhere (a table over many pages).
    """

    blocks: tuple[Block, ...]
    new_page: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One printed document. ``running`` stands in the head of each page beside ``title``, ``foot`` at the left of its
    foot (empty: nothing); ``cover``: the first group is a page of its own without head and foot."""

    title: str
    running: str
    groups: tuple[Group, ...]
    size: float = 12.0  # of the body, in points
    cover: bool = False
    foot: str = ""  # a label to fill in, e.g. "Name"
    turn_over: bool = False  # "Turn over" at the foot of each page but the last

    @property
    def pictures(self) -> tuple[str, ...]:
        """The file names of its pictures, each once."""
        return tuple(
            dict.fromkeys(block.media for group in self.groups for block in group.blocks if isinstance(block, Picture))
        )


def text_of(document: Document) -> str:
    """Every word a reader sees, a line for each paragraph, head and foot included."""
    found = [document.title, document.running, document.foot]
    for group in document.groups:
        for block in group.blocks:
            found.extend(_words(block))
    return "\n".join(found)


def _words(block: Block) -> Iterator[str]:
    match block:
        case Para():
            yield " ".join(part for part in (block.sign, block.text, block.right) if part)
        case Field():
            yield block.label
        case Picture():
            yield block.caption or block.alternative
        case Table():
            for row in (*((block.head,) if block.head else ()), *block.rows):
                for cell in row.cells:
                    for para in cell:
                        yield from _words(para)
        case Lines():
            pass
