"""Our markup as runs and paragraphs for paper: links become their words, pictures stand alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tutorapp.domain import markup
from tutorapp.domain.paper.model import Block, Para, Picture, Run, Runs, Style

Titles = Mapping[tuple[str, str], str]
"""(kind, id) to title, for links without words of their own."""


def runs_of(inlines: tuple[markup.Inline, ...], titles: Titles, *, bold: bool = False) -> Runs:
    """The words of ``inlines`` in their styles."""
    found = []
    for run in inlines:
        if isinstance(run, markup.Text):
            found.append(Run(run.text, bold=bold or run.strong, italic=run.emphasis))
        else:
            found.append(Run(run.label or titles.get((run.kind, run.target), run.target), bold=bold))
    return tuple(found)


def line(text: str, titles: Titles, *, bold: bool = False) -> Runs:
    """A whole text as one run of words: its blocks joined by spaces."""
    found: list[Run] = []
    for block in blocks(text, titles):
        if isinstance(block, Para):
            if found:
                found.append(Run(" "))
            found.extend(replace(run, bold=run.bold or bold) for run in block.runs)
    return tuple(found)


def words(text: str) -> Runs:
    """Plain text as it stands."""
    return (Run(text),)


def blocks(
    text: str,
    titles: Titles,
    *,
    indent: int = 0,
    style: Style = "body",
    alternatives: Mapping[str, str] | None = None,
) -> tuple[Block, ...]:
    """The paragraphs and pictures of ``text``. ``alternatives``: picture names to their text alternatives."""
    found: list[Block] = []
    for block in markup.parse(text):
        match block:
            case markup.Heading():
                found.append(Para(runs=runs_of(block.inlines, titles), style="subheading", indent=indent, keep=True))
            case markup.Paragraph():
                found.append(Para(runs=runs_of(block.inlines, titles), style=style, indent=indent))
            case markup.Quote():
                found.append(Para(runs=runs_of(block.inlines, titles), style="quote", indent=indent + 1))
            case markup.ItemList():
                for number, item in enumerate(block.items, 1):
                    sign = f"{number}." if block.ordered else "•"
                    found.append(Para(runs=runs_of(item, titles), style=style, sign=sign, indent=indent))
            case markup.Figure():
                alternative = block.alternative or (alternatives or {}).get(block.media, "")
                found.append(Picture(block.media, alternative, block.caption, indent))
            case markup.CareRef():
                pass
    return tuple(found)
