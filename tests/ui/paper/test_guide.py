"""The notes as a printed guide: contents that are right, headings and boxes that stay whole."""

import re
from itertools import pairwise

import pytest
from PySide6.QtGui import QFont, QTextBlock

from tutorapp import bootstrap
from tutorapp.domain.library import Library
from tutorapp.ui.notes.built import BuiltPage
from tutorapp.ui.notes.printing import paged
from tutorapp.ui.paper import headless
from tutorapp.ui.paper.guide import guide_job, save_guide

pytestmark = [pytest.mark.usefixtures("qapp"), pytest.mark.xdist_group("guide")]  # its pages are made once

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


def lines_of(block: QTextBlock) -> list[tuple[int, float]]:
    """The page of each line, and how far down that page the line ends."""
    layout = block.layout()
    found = []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        top = layout.position().y() + line.y()
        page = int((top + 1) // HEIGHT)
        found.append((page + 1, top + line.height() - page * HEIGHT))
    return found


def test_no_page_is_nearly_empty(built):
    """Sections begin below each other; only the contents, and the last page, may end high up."""
    ends: dict[int, float] = {}
    for block in blocks(built):
        for page, bottom in lines_of(block):
            ends[page] = max(ends.get(page, 0), bottom)
    assert {page: end for page, end in ends.items() if 1 < page < max(ends) and end < HEIGHT * 0.45} == {}


def test_a_section_begins_with_room_below_it(built):
    every = blocks(built)
    for number in built.starts.values():
        assert lines_of(every[number])[0][1] < HEIGHT * 0.65
        assert page_of(every[number]) == page_of(every[number + 1])


def test_no_page_ends_or_begins_with_a_lone_line_of_a_short_paragraph(built):
    for block in blocks(built):
        pages = [page for page, _bottom in lines_of(block)]
        if len(pages) > 1:
            assert pages[0] == pages[1], block.text()
        if 1 < len(pages) <= 6:
            assert pages[-1] == pages[-2], block.text()


def test_terms_stay_whole_and_people_stand_under_their_surname(built, library):
    every = blocks(built)
    assert len(built.whole) == len(library.unit.terms)
    for first, last in built.whole.items():
        assert page_of(every[first]) == lines_of(every[last])[-1][0]
    names = [every[first].text().split("   ")[0] for first in built.whole]
    assert names.index("Ban on factions") < names.index("Lavrenty Beria") < names.index("Bolsheviks")


def test_no_ligature_is_set_so_that_words_are_found_in_the_pdf(built):
    tag = QFont.Tag("liga")
    for block in blocks(built):
        fonts = [run.format.font() for run in block.textFormats() if "\ufffc" not in block.text()]
        assert all(font.isFeatureSet(tag) and font.featureValue(tag) == 0 for font in fonts), block.text()


def test_it_is_written(tmp_path, library):
    pages = save_guide(library, headless.paper_look(), tmp_path / "notes.pdf")
    data = (tmp_path / "notes.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == pages > 20
