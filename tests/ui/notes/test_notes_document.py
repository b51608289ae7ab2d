"""The document is built from our markup: text, links, styles and places; foreign markup stays letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QTextBlockFormat

from tests.builders import a_unit
from tests.ui.notes.conftest import SVG, a_notes_unit
from tutorapp.domain.anchors import section_text
from tutorapp.domain.content import Section
from tutorapp.domain.library import Library
from tutorapp.formats.pack import read_pack
from tutorapp.settings import Settings
from tutorapp.ui.notes import look as looks
from tutorapp.ui.notes.document import PageBuilder, note_head, spec_line
from tutorapp.ui.notes.links import LinkText
from tutorapp.ui.notes.pictures import picture
from tutorapp.ui.theme import Theme

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]
PACK = Path(__file__).parents[3] / "resources" / "packs" / "ocr-y219-stalin"


@pytest.fixture
def theme(qapp):
    made = Theme(Settings(theme="light"))
    made.apply(qapp)
    return made


def built(theme, unit, section_id, *, inline=True):
    library = Library(unit)
    builder = PageBuilder(library, looks.from_theme(theme), inline=inline, column=500)
    builder.section(library.sections[section_id])
    return builder.page


def one_section(body: str):
    return a_unit(sections=(Section(id="S1", title="T", body=body),))


def test_foreign_markup_stays_letters(theme):
    body = '<img src="file:///etc/passwd"> <script>alert(1)</script> <b>bold</b> &amp; [x](http://host/)'
    document = built(theme, one_section(body), "S1").document
    assert body in document.toPlainText()
    assert not any(fmt.isImageFormat() or fmt.toCharFormat().isAnchor() for fmt in document.allFormats())


@pytest.mark.parametrize("name", ["file:///etc/passwd", "//host/share/x.png", "http://host/x.png", "qrc:/x"])
def test_the_page_loads_nothing_by_name(theme, qtbot, name):
    page = LinkText(theme)
    qtbot.addWidget(page)
    assert page.loadResource(2, name) is None


def test_links_lead_to_what_they_name_and_unknown_ones_are_plain(theme):
    body = "See [[term:zinoviev]], [[event:E1|21 January]], [[term:nobody|nobody]] and [[section:S1]]."
    document = built(theme, one_section(body), "S1").document
    hrefs = {fmt.toCharFormat().anchorHref() for fmt in document.allFormats() if fmt.toCharFormat().isAnchor()}
    assert hrefs == {"term:zinoviev", "event:E1", "section:S1"}
    assert "See Zinoviev, 21 January, nobody and T." in document.toPlainText()


def test_line_height_is_set_by_block_and_grows_with_the_text_size(qapp):
    heights = []
    for percent in (100, 150):
        made = Theme(Settings(theme="light", text_percent=percent))
        made.apply(qapp)
        page = built(made, one_section("Words."), "S1")
        block = page.document.lastBlock().blockFormat()
        assert block.lineHeightType() == QTextBlockFormat.LineHeightTypes.FixedHeight.value
        heights.append(block.lineHeight())
    assert heights[0] == pytest.approx(25.5)
    assert heights[1] > 1.4 * heights[0]


def test_a_care_note_stands_in_the_text_or_beside_its_paragraph(theme):
    inside = built(theme, a_notes_unit(), "S2b", inline=True)
    (panel,) = [one for one in inside.panels if one.kind == "care"]
    assert "Care: not simply 1924" in inside.document.findBlockByNumber(panel.first).text()
    beside = built(theme, a_notes_unit(), "S2b", inline=False)
    assert "not simply" not in beside.document.toPlainText()
    (side,) = beside.sides
    assert (side.kind, side.id) == ("care", "K4")
    assert beside.document.findBlockByNumber(side.block).text().startswith("From December 1924")


@pytest.mark.parametrize("inline", [True, False])
def test_every_character_of_a_section_has_its_place_in_the_document(theme, inline):
    unit, problems = read_pack(PACK)
    assert not problems
    library = Library(unit)
    for section in unit.sections:
        page = built(theme, unit, section.id, inline=inline)
        plain, shown = section_text(section, library.titles), page.document.toRawText()
        for segment in page.segments:
            wanted = plain[segment.plain : segment.plain + segment.length]
            assert shown[segment.position : segment.position + segment.length] == wanted
        for at in range(0, len(plain), 97):
            position = page.to_position(at)
            if position is not None and not plain[at].isspace():
                assert shown[position] == plain[at]
                assert page.to_plain(position) == at


def test_pictures_come_from_the_manifest_only_in_the_colours_of_the_look(theme):
    look = looks.from_theme(theme)
    manifest = a_notes_unit().manifest
    asked = []

    def read(unit, name):
        asked.append((unit, name))
        return SVG.replace(b"200", b"40").replace(b"80", b"20").replace(b"{bg.sunken}", b"{accent}")

    image = picture(manifest, "steps.svg", look, 500, read)
    assert (image.width(), image.height()) == (80, 40)
    assert image.pixelColor(40, 20) == theme.colour("accent")
    assert picture(manifest, "other.svg", look, 500, read) is None
    assert asked == [("u", "steps.svg")]
    assert picture(manifest, "steps.svg", look, 500, lambda unit, name: b"not a picture") is None
    assert picture(manifest, "steps.svg", look, 500, lambda unit, name: None) is None


def test_a_missing_picture_leaves_its_words(theme):
    page = built(theme, a_notes_unit(), "S2b")
    assert "A line of three boxes." in page.document.toPlainText()


def test_the_point_line_names_one_point_in_words_and_many_by_id(theme):
    library = Library(a_notes_unit())
    assert spec_line(library, library.sections["S2b"]) == "SF2 · The quarrel of ideas"
    assert spec_line(library, Section(id="x", title="T", spec=("SF1", "SF2"))) == "SF1, SF2"
    assert spec_line(library, Section(id="x", title="T")) == ""
    unit, _problems = read_pack(PACK)
    assert spec_line(Library(unit), unit.sections[0]) == "SF1 to SF9"


def test_a_note_whose_words_are_gone_says_so(bench):
    note = bench.notes.add_note("u", "S2b", "mine", bench.anchor("It was also patriotic")).after
    assert note_head(note, lost=False) == "Your note · 1 March"
    assert "on “It was also patriotic”, words that the text no longer has" in note_head(note, lost=True)
