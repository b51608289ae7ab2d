"""The parts of a .docx around its text: types, relations, styles, head and foot; and how text is written as XML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from tutorapp.domain.paper.model import Document, Style

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

FONT = "Arial"
"""On every Windows and Mac, and the face UK large-print guidance names."""

TWIPS_PER_MM = 1440 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838  # A4 in twips
MARGIN = round(19 * TWIPS_PER_MM)
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

CONTENT_TYPES = (
    f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_WORD}.header+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/>'
    f'<Override PartName="/word/footer2.xml" ContentType="{_WORD}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
RELATIONS = (
    f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)

_SCALE: dict[Style, float] = {
    "title": 1.7,
    "heading": 1.2,
    "subheading": 1.05,
    "body": 1.0,
    "small": 0.87,
    "quote": 1.0,
}
STYLE_IDS: dict[Style, str] = {
    "title": "Title",
    "heading": "Heading1",
    "subheading": "Heading2",
    "body": "Normal",
    "small": "Small",
    "quote": "Quote",
}


def xml_text(text: str) -> str:
    """``text`` as XML characters; what XML cannot hold is left out."""
    return escape(_FORBIDDEN.sub("", text), {'"': "&quot;"})


def half_points(size: float, style: Style) -> int:
    """The font size of a style in half points; in large print nothing is smaller than the body."""
    scale = max(_SCALE[style], 1.0) if size >= 16 else _SCALE[style]
    return round(size * scale * 2)


def styles_part(size: float) -> str:
    """``word/styles.xml``."""
    basics = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" '
        f'w:cs="{FONT}"/><w:sz w:val="{half_points(size, "body")}"/><w:szCs w:val="{half_points(size, "body")}"/>'
        '<w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="0" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    made = [
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
        _style("Title", "Title", half_points(size, "title"), "", bold=True),
        _style("Heading1", "heading 1", half_points(size, "heading"), '<w:outlineLvl w:val="0"/>', bold=True),
        _style("Heading2", "heading 2", half_points(size, "subheading"), '<w:outlineLvl w:val="1"/>', bold=True),
        _style("Small", "Small", half_points(size, "small"), ""),
        _style("Quote", "Quote", half_points(size, "quote"), ""),
        _style("Header", "header", half_points(size, "small"), ""),
        _style("Footer", "footer", half_points(size, "small"), ""),
    ]
    return f'{XML}<w:styles xmlns:w="{W}">{basics}{"".join(made)}</w:styles>'


def _style(key: str, name: str, size: int, paragraph: str, *, bold: bool = False) -> str:
    weight = "<w:b/>" if bold else ""
    format_ = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f'{format_}<w:rPr>{weight}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def settings_part() -> str:
    """``word/settings.xml``: the mode of Word 2013 and later, so that it does not open "in compatibility mode"."""
    return (
        f'{XML}<w:settings xmlns:w="{W}"><w:defaultTabStop w:val="720"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-GB"/></w:settings>'
    )


def core_properties(document: Document) -> str:
    """``docProps/core.xml``: the title, which screen readers say first."""
    title = ", ".join(part for part in (document.title, document.running) if part)
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{xml_text(title)}</dc:title><dc:creator>TutorApp</dc:creator><dc:language>en-GB</dc:language>"
        "</cp:coreProperties>"
    )


def document_relations(media: Sequence[str]) -> str:
    """``word/_rels/document.xml.rels``; picture n has the id "rIdPn"."""
    listed = [
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            (
                ("styles", "styles.xml"),
                ("settings", "settings.xml"),
                ("header", "header1.xml"),
                ("footer", "footer1.xml"),
                ("footer", "footer2.xml"),
            ),
            1,
        )
    ]
    listed += [
        f'<Relationship Id="rIdP{number}" Type="{_OFFICE}/image" Target="media/image{number}.png"/>'
        for number in range(1, len(media) + 1)
    ]
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(listed)}</Relationships>'


def head_part(document: Document) -> str:
    """``word/header1.xml``: the title at the left, what runs at the right, a rule below."""
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    border = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="auto"/></w:pBdr>'
    runs = f"{text_run(document.title)}{TAB}{text_run(document.running)}"
    return f'{XML}<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Header"/>{border}{tabs}</w:pPr>{runs}</w:p></w:hdr>'


def foot_part(label: str) -> str:
    """``word/footer1.xml`` (and 2, for the cover): a line to fill in after ``label``, "page x of y" in the middle."""
    middle = TEXT_WIDTH // 2
    line = round(55 * TWIPS_PER_MM)
    tabs = f'<w:tab w:val="center" w:pos="{middle}"/><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/>'
    left = ""
    if label:
        tabs = f'<w:tab w:val="left" w:leader="underscore" w:pos="{line}"/>{tabs}'
        left = f"{text_run(label + ' ')}{TAB}"
    number = f"{text_run('page ')}{_field('PAGE')}{text_run(' of ')}{_field('NUMPAGES')}"
    return (
        f'{XML}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/><w:tabs>{tabs}</w:tabs></w:pPr>'
        f"{left}{TAB}{number}</w:p></w:ftr>"
    )


TAB = "<w:r><w:tab/></w:r>"
BREAK = "<w:r><w:br/></w:r>"


def text_run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """A run of characters in one style; empty for no characters."""
    if not text:
        return ""
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>'


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
