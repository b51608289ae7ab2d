"""The text of a .docx: our blocks as WordprocessingML paragraphs and tables, children in the schema's order."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tutorapp.domain.paper.model import (
    BOX,
    Block,
    Document,
    Field,
    Group,
    Lines,
    Para,
    Picture,
    Row,
    Run,
    Style,
    Table,
)
from tutorapp.formats.docx_parts import (
    BREAK,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    STYLE_IDS,
    TAB,
    TEXT_WIDTH,
    TWIPS_PER_MM,
    XML,
    R,
    W,
    text_run,
    xml_text,
)

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_EMU_PER_TWIP = 635
_ABOVE: dict[Style, float] = {"title": 4.0, "heading": 5.0, "subheading": 3.5, "body": 1.8, "small": 0.9, "quote": 1.8}
_GROUP_GAP = 6.0
_PAGE_MM = 235.0
_LINE = 1.15
"""The height of a single-spaced line of Arial, in font sizes."""
_EMPTY_BOX = "\u2610"
_GAP = "_" * 16


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a paragraph stands: ``width`` in twips, whether it keeps with the next, room above in millimetres."""

    width: int
    step: int
    keep: bool = False
    gap: float = 0.0
    page_break: bool = False
    cell: bool = False
    chain: bool = True  # all of the group keeps together


class Body:
    """Writes ``word/document.xml``; ``media`` are the names of the pictures used, in the order of their numbers."""

    def __init__(self, document: Document, pictures: Mapping[str, bytes]) -> None:
        self._document = document
        self._pictures = pictures
        self._step = round(8.5 * document.size / 12 * TWIPS_PER_MM)
        self.media = tuple(name for name in document.pictures if name in pictures)

    def xml(self) -> str:
        """The whole part."""
        spaces = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main" '
        spaces += f'xmlns:pic="{_DRAWING}/picture"'
        made = "".join(part for at, group in enumerate(self._document.groups) for part in self._group(group, at))
        return f"{XML}<w:document {spaces}><w:body>{made}{self._section()}</w:body></w:document>"

    def _section(self) -> str:
        first = "<w:titlePg/>" if self._document.cover else ""
        foot = '<w:footerReference w:type="default" r:id="rId4"/>'
        if self._document.cover:
            foot += '<w:footerReference w:type="first" r:id="rId5"/>'
        return (
            f'<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>{foot}'
            f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
            f'<w:pgMar w:top="1300" w:right="{MARGIN}" w:bottom="1200" w:left="{MARGIN}" w:header="700" w:footer="600" '
            f'w:gutter="0"/>{first}</w:sectPr>'
        )

    def _group(self, group: Group, at: int) -> Iterator[str]:
        last = len(group.blocks) - 1
        fits = _height(group, self._document.size) <= _PAGE_MM
        for index, block in enumerate(group.blocks):
            place = _Place(
                width=TEXT_WIDTH,
                step=self._step,
                keep=not group.loose and index < last and (fits or isinstance(block, Para)),
                chain=fits,
                gap=_GROUP_GAP if at and index == 0 else 0.0,
                page_break=group.new_page and index == 0,
            )
            yield from self._block(block, place)

    def _block(self, block: Block, place: _Place) -> Iterator[str]:
        match block:
            case Para():
                yield self._para(block, place)
            case Lines():
                yield self._lines(block, place)
            case Field():
                yield self._field(block, place)
            case Picture():
                yield from self._picture(block, place)
            case Table():
                yield from self._table(block, place)

    # --- paragraphs ----------------------------------------------------------------------------------

    def _para(self, para: Para, place: _Place) -> str:
        hang = self._hang(para, place)
        left = place.step * para.indent + hang
        above = max(para.above + (0.0 if para.above else _ABOVE[para.style]), place.gap)
        if place.cell and not para.above:
            above = place.gap
        tabs = [f'<w:tab w:val="left" w:pos="{left}"/>'] if para.sign else []
        if para.right:
            tabs.append(f'<w:tab w:val="right" w:pos="{place.width}"/>')
        runs = "".join(map(_run, para.runs))
        if para.sign:
            sign = _EMPTY_BOX if para.sign == BOX else para.sign
            bold = para.sign != BOX and sign[0].isalnum() and not sign.endswith(".")
            runs = f"{text_run(sign, bold=bold)}{TAB}{runs}"
        if para.right:
            runs += f"{TAB}{text_run(para.right, bold=True)}"
        return _paragraph(
            runs,
            style=STYLE_IDS[para.style],
            keep=place.keep or para.keep,
            page_break=place.page_break,
            tabs="".join(tabs),
            above=above,
            left=left,
            hanging=hang,
            align=para.align,
        )

    def _hang(self, para: Para, place: _Place) -> int:
        """Room for the sign, at least a step; about half the font size a character."""
        if not para.sign:
            return 0
        return max(place.step, round((len(para.sign) * 0.62 + 0.5) * self._document.size * 20))

    def _lines(self, lines: Lines, place: _Place) -> str:
        """One paragraph that stays whole, a tab with a leader in each of its lines.

        As a paragraph a line they would form a chain as long as the answer, which LibreOffice parts at odd places.
        """
        tab = f'<w:tab w:val="right" w:leader="underscore" w:pos="{place.width}"/>'
        pitch = (12.0 if self._document.size >= 16 else 8.5) * 72 / 25.4
        spacing = round(240 * pitch / (self._document.size * _LINE))
        return _paragraph(
            BREAK.join([TAB] * lines.count),
            keep=place.keep,
            whole=place.chain,
            tabs=tab,
            left=place.step * lines.indent,
            spacing=spacing,
        )

    def _field(self, field: Field, place: _Place) -> str:
        start = round(42 * self._document.size / 12 * TWIPS_PER_MM)
        end = round(place.width * 0.75)
        tabs = f'<w:tab w:val="left" w:pos="{start}"/><w:tab w:val="left" w:leader="underscore" w:pos="{end}"/>'
        return _paragraph(f"{text_run(field.label)}{TAB}{TAB}", keep=place.keep, tabs=tabs, above=5.0)

    def _picture(self, picture: Picture, place: _Place) -> Iterator[str]:
        data = self._pictures.get(picture.media)
        words = picture.caption or picture.alternative
        left = place.step * picture.indent
        if data is not None:
            drawing = self._drawing(picture, data, place.width - left)
            above = max(2.5, place.gap)
            yield _paragraph(
                drawing, keep=bool(words) or place.keep, page_break=place.page_break, above=above, left=left
            )
            place = replace(place, gap=0.0, page_break=False)
        if words:
            yield self._para(Para(runs=(Run(words),), style="small", indent=picture.indent), place)

    def _drawing(self, picture: Picture, data: bytes, room: int) -> str:
        width, height = _png_size(data)
        # Pictures are made at 200 dots an inch.
        wide, high = width * 1440 / 200, height * 1440 / 200
        scale = min(1.0, room / wide, PAGE_HEIGHT * 0.5 / high) * _EMU_PER_TWIP
        number = self.media.index(picture.media) + 1
        extent = f'cx="{round(wide * scale)}" cy="{round(high * scale)}"'
        told = f'id="{number}" name="Picture {number}" descr="{xml_text(picture.alternative)}"'
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
            f'<wp:docPr {told}/><a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic><pic:nvPicPr>'
            f"<pic:cNvPr {told}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
            f'<a:blip r:embed="rIdP{number}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect">'
            "<a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    # --- tables --------------------------------------------------------------------------------------

    def _table(self, table: Table, place: _Place) -> Iterator[str]:
        if place.page_break or place.gap:
            # A table has no room above and no page break of its own.
            yield _paragraph("", keep=True, page_break=place.page_break, exact=round(place.gap * TWIPS_PER_MM) or 20)
        left = place.step * table.indent
        widths = [round(column.share * (place.width - left)) for column in table.columns]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        side = "single" if table.grid else "none"
        borders = "".join(
            f'<w:{edge} w:val="{side}" w:sz="4" w:space="0" w:color="auto"/>'
            for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        heads = [self._row(table.head, table, widths, keep=True, head=True)] if table.head else []
        rows = [
            self._row(
                row, table, widths, keep=place.keep or (not table.split and at < len(table.rows) - 1 and not table.head)
            )
            for at, row in enumerate(table.rows)
        ]
        yield (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="{left}" w:type="dxa"/>'
            f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
            '<w:top w:w="80" w:type="dxa"/><w:left w:w="100" w:type="dxa"/><w:bottom w:w="80" w:type="dxa"/>'
            f'<w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            f"{''.join(heads)}{''.join(rows)}</w:tbl>"
        )
        # Two tables in a row would become one, and a document must not end with a table.
        yield _paragraph("", keep=place.keep, exact=20)

    def _row(self, row: Row, table: Table, widths: Sequence[int], *, keep: bool, head: bool = False) -> str:
        properties = ("" if table.split else "<w:cantSplit/>") + ("<w:tblHeader/>" if head else "")
        cells = []
        for width, cell in zip(widths, row.cells, strict=True):
            inner = _Place(width=width - 200, step=round(self._step * 0.62), keep=keep, cell=True)
            paras = "".join(self._para(para, inner) for para in cell) or _paragraph("", keep=keep)
            shade = '<w:shd w:val="clear" w:color="auto" w:fill="E9E9E4"/>' if head else ""
            cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{paras}</w:tc>')
        return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def _height(group: Group, size: float) -> float:
    """About how high a group comes out, in millimetres: word processors have fonts of their own."""
    line = size * 0.45
    letters = 172 / (size * 0.176)
    total = 0.0
    for block in group.blocks:
        match block:
            case Para():
                total += line * (len(block.text) // letters + 1) + max(block.above, 1.8)
            case Lines():
                total += block.count * (12.0 if size >= 16 else 8.5)
            case Picture():
                total += 110.0
            case Field():
                total += 11.0
            case Table():
                for row in block.rows:
                    total += max(
                        (sum(line * (len(p.text) // letters + 1) for p in cell) for cell in row.cells), default=0.0
                    )
    return total


def _run(run: Run) -> str:
    if run.blank:
        return text_run(_GAP if run.blank == "gap" else _EMPTY_BOX, bold=run.bold, italic=run.italic)
    return text_run(run.text.replace("\n", " "), bold=run.bold, italic=run.italic)


def _paragraph(
    runs: str,
    *,
    style: str = "Normal",
    keep: bool = False,
    page_break: bool = False,
    tabs: str = "",
    above: float = 0.0,
    left: int = 0,
    hanging: int = 0,
    align: str = "left",
    exact: int = 0,
    spacing: int = 0,
    whole: bool = False,
) -> str:
    """A paragraph; ``above`` in millimetres, ``spacing`` in 240ths of a line, the rest in twips.

    Properties come in the order of the schema. ``whole``: its lines stay on one page, as those of a kept one do.
    """
    lines = f' w:line="{spacing}" w:lineRule="auto"' if spacing else ""
    lines = f' w:line="{exact}" w:lineRule="exact"' if exact else lines
    before = round(above * TWIPS_PER_MM)
    properties = (
        f'<w:pStyle w:val="{style}"/>'
        + ("<w:keepNext/>" if keep else "")
        + ("<w:keepLines/>" if keep or whole else "")
        + ("<w:pageBreakBefore/>" if page_break else "")
        + (f"<w:tabs>{tabs}</w:tabs>" if tabs else "")
        + (f'<w:spacing w:before="{before}"{lines}/>' if before or lines else "")
        + (f'<w:ind w:left="{left}" w:hanging="{hanging}"/>' if left or hanging else "")
        + (f'<w:jc w:val="{align}"/>' if align != "left" else "")
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def _png_size(data: bytes) -> tuple[int, int]:
    """Pixels of a PNG from its header."""
    width, height = struct.unpack(">II", data[16:24])
    return max(width, 1), max(height, 1)
