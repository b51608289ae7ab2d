"""The notes as a printed guide: contents that are right, headings and boxes that stay whole."""

import re
from itertools import pairwise

import pytest
from PySide6.QtGui import QTextBlock

from tutorapp import bootstrap
from tutorapp.domain.library import Library
from tutorapp.ui.notes.built import BuiltPage
from tutorapp.ui.notes.printing import paged
from tutorapp.ui.paper import headless
from tutorapp.ui.paper.guide import guide_job, save_guide

pytestmark = pytest.mark.usefixtures("qapp")

WIDTH, HEIGHT = 657.6, 952


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(bootstrap.shipped_unit())


@pytest.fixture(scope="module")
def built(qapp, library) -> BuiltPage:
    return paged(guide_job(library, headless.paper_look()), WIDTH, HEIGHT)


def page_of(block: QTextBlock) -> int:
    line = block.layout().lineAt(0)
    return int((block.layout().position().y() + (line.y() if line.isValid() else 0) + 1) // HEIGHT) + 1


def blocks(built: BuiltPage) -> list[QTextBlock]:
    built.document.pageCount()  # lays all of it out
    found, block = [], built.document.begin()
    while block.isValid():
        found.append(block)
        block = block.next()
    return found


def test_the_contents_name_every_section_and_the_page_it_begins_on(built, library):
    every = blocks(built)
    listed = dict(re.findall(r"^(.+)\t(\d+)$", "\n".join(block.text() for block in every), re.MULTILINE))
    wanted = {
        (f"{section.number}  {section.title}" if section.number else section.title): str(
            page_of(every[built.starts[section.id]])
        )
        for section in library.unit.sections
    }
    assert listed == {**wanted, "Terms": str(page_of(every[built.starts["terms"]]))}


def test_every_term_and_every_box_is_in_it(built, library):
    text = built.document.toPlainText()
    assert all(term.term in text for term in library.unit.terms)
    shown = {panel.id for panel in built.panels if panel.kind == "care"}
    named = set(re.findall(r"^\[\[care:([\w.-]+)\]\]", "\n".join(s.body for s in library.unit.sections), re.MULTILINE))
    assert shown == named


def test_no_heading_ends_a_page_and_no_box_is_cut(built):
    every = blocks(built)
    for block, following in pairwise(every):
        if block.blockFormat().headingLevel():
            assert page_of(block) == page_of(following), block.text()
    for panel in built.panels:
        if panel.kind == "care":
            assert len({page_of(every[number]) for number in range(panel.first, panel.last + 1)}) == 1


def test_it_is_written(tmp_path, library):
    pages = save_guide(library, headless.paper_look(), tmp_path / "notes.pdf")
    data = (tmp_path / "notes.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == pages > 20
