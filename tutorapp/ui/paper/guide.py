"""The notes as a printed revision guide: title and contents, every section with its boxes, and the list of terms."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextBlockFormat, QTextOption

from tutorapp.domain.anchors import section_text
from tutorapp.domain.content import Term
from tutorapp.domain.library import Library
from tutorapp.domain.markup import parse_inline
from tutorapp.ui.notes.built import BuiltPage
from tutorapp.ui.notes.document import PageBuilder
from tutorapp.ui.notes.look import Look
from tutorapp.ui.notes.pictures import ReadMedia, shipped_media
from tutorapp.ui.notes.printing import FOOT_PX, MARGIN_MM, PAGE_DPI, Job, page_of, paged, save_pdf

TERMS = "terms"


def tr(text: str) -> str:
    """``text`` in the language of the window."""
    return QCoreApplication.translate("RevisionGuide", text)


def guide_job(library: Library, look: Look, read_media: ReadMedia = shipped_media) -> Job:
    """The whole guide, without anybody's own notes. The contents name the pages they were found on."""
    job = Job(
        library=library,
        look=look,
        sections=library.unit.sections,
        work={},
        texts={one.id: section_text(one, library.titles) for one in library.unit.sections},
        read_media=read_media,
        opening=partial(_opening, pages={}),
        closing=_terms,
    )
    return replace(job, opening=partial(_opening, pages=_pages(job)))


def save_guide(library: Library, look: Look, path: Path, read_media: ReadMedia = shipped_media) -> int:
    """Write the guide to ``path`` as PDF; how many pages. KnownError when the file cannot be written."""
    return save_pdf(guide_job(library, look, read_media), path)


def _pages(job: Job) -> dict[str, int]:
    """The page of each section and of the terms, from 1."""
    width = (210 - 2 * MARGIN_MM) / 25.4 * PAGE_DPI
    height = int((297 - 2 * MARGIN_MM) / 25.4 * PAGE_DPI - FOOT_PX)
    page: BuiltPage = paged(job, width, height)
    find = page.document.findBlockByNumber
    return {key: page_of(find(number), height) + 1 for key, number in page.starts.items()}


def _opening(builder: PageBuilder, pages: dict[str, int]) -> None:
    manifest = builder.library.manifest
    builder.block("h1", level=1)
    builder.write(manifest.title, builder.style("h1"))
    if manifest.description:
        builder.block("body", above=8)
        builder.write(manifest.description, builder.style("body", "text.secondary"))
    builder.block("h2", above=22, level=2)
    builder.write(tr("Contents"), builder.style("h2"))
    for section in builder.library.unit.sections:
        deep = section.number.count(".")
        words = f"{section.number}  {section.title}" if section.number else section.title
        _contents_line(builder, words, pages.get(section.id), deep)
    _contents_line(builder, tr("Terms"), pages.get(TERMS), 0)


def _contents_line(builder: PageBuilder, words: str, page: int | None, deep: int) -> None:
    builder.block("ui", above=3 if deep else 8, left=18 * deep)
    fmt: QTextBlockFormat = builder.cursor.blockFormat()
    fmt.setTabPositions([QTextOption.Tab(builder.column - 18 * deep - 2, QTextOption.TabType.RightTab)])
    builder.cursor.setBlockFormat(fmt)
    style = builder.style("ui" if deep else "ui_strong")
    builder.write(f"{words}\t{page or ''}", style)


def _terms(builder: PageBuilder) -> None:
    builder.block("h1", level=1, page_break=True)
    builder.page.starts[TERMS] = builder.number
    builder.write(tr("Terms"), builder.style("h1"))
    for term in sorted(builder.library.unit.terms, key=_place):
        _term(builder, term)


def _place(term: Term) -> str:
    """What a reader looks it up by: of a person the surname, which ends the name."""
    return (term.term.split()[-1] if term.kind == "person" else term.term).casefold()


def _term(builder: PageBuilder, term: Term) -> None:
    names = {one.id: one.term for one in builder.library.unit.terms}
    builder.block("label", above=10, level=3)
    first = builder.number
    builder.write(term.term, builder.style("label"))
    if term.aliases:
        builder.write("   " + tr("also {0}").format(", ".join(term.aliases)), builder.style("caption", "text.muted"))
    builder.block("body", above=2)
    builder.inlines(parse_inline(term.short), builder.style("body"))
    builder.prose(term.long)
    others = [names[key] for key in term.confused_with if key in names]
    if others:
        builder.block("ui", above=4)
        style = builder.style("ui", "text.secondary")
        builder.write(tr("Not to be confused with {0}.").format(", ".join(others)) + " ", style)
        builder.inlines(parse_inline(term.difference), style)
    builder.page.whole[first] = builder.number
