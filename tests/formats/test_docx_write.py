"""Papers as .docx: well-formed, in the schema's order, editable, with nothing of the answers."""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.papers import CANARY, versions
from tutorapp.domain import paper
from tutorapp.domain.paper.model import BOX, Column, Document, Group, Para, Picture, Row, Run, Table, text_of
from tutorapp.formats.docx_write import write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

# The order of children that the schema asks for (ECMA-376 part 1, CT_PPr, CT_TblPr, CT_TcPr, CT_TrPr, CT_SectPr).
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore pBdr shd tabs spacing ind jc outlineLvl",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "tcPr": "tcW gridSpan vMerge tcBorders shd",
    "trPr": "cantSplit tblHeader",
    "sectPr": "headerReference footerReference pgSz pgMar titlePg",
    "rPr": "rFonts b i sz szCs lang",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
    "style": "name basedOn qFormat pPr rPr",
}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def a_document(*groups: Group, **changes: object) -> Document:
    return replace(
        Document(title="T", running="R", groups=groups or (Group(blocks=(Para(runs=(Run("words"),)),)),)), **changes
    )


def body(document: Document, **pictures: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(parts(write_docx(document, pictures))["word/document.xml"])


def a_png(width: int = 4, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress((b"\0" + b"\0" * width) * height))
    return b"\x89PNG\r\n\x1a\n" + head + rows + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", paper.KINDS)
@pytest.mark.parametrize("large", [False, True])
def test_every_part_is_well_formed_and_its_children_in_the_schemas_order(kind, large):
    data = write_docx(paper.composed(versions("B")[0], kind, paper.Layout(large=large, full=True)))
    for name, content in parts(data).items():
        for element in ElementTree.fromstring(content).iter():
            order = ORDERS.get(element.tag.removeprefix(W), "").split()
            if not order or not element.tag.startswith(W):
                continue
            places = [order.index(child.tag.removeprefix(W)) for child in element]
            assert places == sorted(places), (name, element.tag, [child.tag for child in element])


def test_every_relation_and_content_type_leads_somewhere():
    document = a_document(Group(blocks=(Picture("a.png", "A map"),)))
    files = parts(write_docx(document, {"a.png": a_png()}))
    relations = ElementTree.fromstring(files["word/_rels/document.xml.rels"])
    targets = {one.get("Id"): one.get("Target") for one in relations}
    assert all(f"word/{target}" in files for target in targets.values())
    used = set(re.findall(r'r:(?:id|embed)="([^"]+)"', files["word/document.xml"].decode()))
    assert used <= set(targets)
    types = ElementTree.fromstring(files["[Content_Types].xml"])
    named = {one.get("PartName").removeprefix("/") for one in types if one.get("PartName")}
    assert named <= set(files)
    assert {name for name in files if name.endswith(".xml")} - named == {"[Content_Types].xml"}
    styles = set(re.findall(r'w:styleId="(\w+)"', files["word/styles.xml"].decode()))
    assert set(re.findall(r'w:pStyle w:val="(\w+)"', files["word/document.xml"].decode())) <= styles


def test_equal_content_gives_equal_bytes():
    one = paper.question_paper(versions("A")[0], paper.Layout())
    other = paper.question_paper(versions("A")[0], paper.Layout())
    assert write_docx(one) == write_docx(other)
    assert write_docx(one) != write_docx(paper.question_paper(versions("B")[0], paper.Layout()))


def words_of(root: ElementTree.Element) -> str:
    return "".join(node.text or "" for node in root.iter(f"{W}t"))


def test_the_words_of_the_document_are_in_it_and_nothing_of_the_answers():
    document = paper.question_paper(versions("A")[0], paper.Layout())
    every = b"".join(parts(write_docx(document)).values()).decode("utf-8", "replace")
    assert CANARY not in every
    text = words_of(body(document)) + words_of(ElementTree.fromstring(parts(write_docx(document))["word/header1.xml"]))
    for word in text_of(document).replace(BOX, "\u2610").split():
        assert word in text, word


def test_a_question_keeps_with_its_lines_and_they_with_each_other():
    document = paper.question_paper(versions()[0], paper.Layout(cover=False))
    found = list(body(document).iter(f"{W}p"))
    (start,) = [at for at, p in enumerate(found) if "Explain why he won." in words_of(p)]
    stem, lines = found[start], found[start + 1]
    assert stem.find(f"{W}pPr/{W}keepNext") is not None
    assert lines.find(f"{W}pPr/{W}keepLines") is not None
    assert lines.find(f"{W}pPr/{W}keepNext") is None
    assert len(list(lines.iter(f"{W}br"))) == 11


def test_lines_higher_than_a_page_are_not_kept_together():
    document = paper.question_paper(versions()[0], paper.Layout(cover=False))
    found = list(body(document).iter(f"{W}p"))
    (start,) = [at for at, p in enumerate(found) if "How far do you agree?" in words_of(p)]
    assert found[start].find(f"{W}pPr/{W}keepNext") is not None
    assert found[start + 1].find(f"{W}pPr/{W}keepLines") is None


def test_no_question_is_chained_to_the_next():
    for group in paper.question_paper(versions()[0], paper.Layout()).groups:
        last = group.blocks[-1]
        assert not (isinstance(last, Para) and last.keep), last


def test_answer_lines_are_tabs_with_a_leader():
    document = paper.question_paper(versions()[0], paper.Layout(candidate_lines=False))
    counts = []
    for p in body(document).iter(f"{W}p"):
        if any(tab.get(f"{W}leader") == "underscore" for tab in p.iter(f"{W}tab")):
            counts.append(sum(1 for run in p.iter(f"{W}r") for _tab in run.iter(f"{W}tab")))
    assert counts == [6, 6, 12, 60]


def test_a_picture_has_its_text_alternative_and_fits_the_page():
    root = body(
        a_document(Group(blocks=(Picture("a.png", "A map of “here” & there"),))), **{"a.png": a_png(4000, 2000)}
    )
    (told,) = {node.get("descr") for node in root.iter() if node.get("descr")}
    assert told == "A map of “here” & there"
    wide = {int(node.get("cx")) for node in root.iter() if node.get("cx")}
    assert max(wide) <= 172 * 36000 + 1
    assert "A map of" in words_of(root)


def test_a_missing_picture_leaves_its_words():
    root = body(a_document(Group(blocks=(Picture("none.png", "A poster"),))))
    assert words_of(root) == "A poster"
    assert not list(root.iter(f"{W}drawing"))


def test_a_table_ends_with_a_paragraph_and_repeats_its_head():
    cell = (Para(runs=(Run("c"),)),)
    table = Table(columns=(Column(0.5), Column(0.5)), head=Row((cell, cell)), rows=(Row((cell, ())),))
    root = body(a_document(Group(blocks=(table,))))
    inside = list(root.find(f"{W}body"))
    assert [node.tag.removeprefix(W) for node in inside] == ["tbl", "p", "sectPr"]
    assert len(list(root.iter(f"{W}tblHeader"))) == 1
    assert all(len(list(tc.iter(f"{W}p"))) >= 1 for tc in root.iter(f"{W}tc"))


def test_large_print_has_nothing_below_eighteen_points():
    styles = parts(write_docx(a_document(size=18.0)))["word/styles.xml"].decode()
    assert min(map(int, re.findall(r'w:sz w:val="(\d+)"', styles))) == 36


def test_pages_are_numbered():
    foot = parts(write_docx(a_document(foot="Name")))["word/footer1.xml"].decode()
    assert re.findall(r'w:instr=" (\w+) "', foot) == ["PAGE", "NUMPAGES"]
    assert "Name" in foot


@given(st.text(max_size=40))
@settings(max_examples=80, deadline=None)
def test_any_characters_come_through_or_are_left_out(text):
    document = a_document(
        Group(blocks=(Para(runs=(Run(text, bold=True),), sign=text[:1], right=text[:2]),)), title=text
    )
    for content in parts(write_docx(document)).values():
        ElementTree.fromstring(content)
    flat = text.replace("\n", " ").replace("\r", "")
    kept = "".join(c for c in flat if c == "\t" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff")
    assert kept in words_of(body(document)).replace("\n", "")  # a carriage return is a line end to XML
