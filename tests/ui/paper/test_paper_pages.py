"""Papers as set: pages whole, nothing outside the margins, the same on screen and in the PDF."""

import re
from dataclasses import replace

import pytest
from PySide6.QtGui import QFont, QImage

from tests.domain.papers import CANARY, versions
from tutorapp.domain import paper
from tutorapp.domain.errors import KnownError
from tutorapp.domain.paper.model import Column, Document, Field, Group, Lines, Para, Picture, Row, Run, Table
from tutorapp.ui.paper import faces
from tutorapp.ui.paper.pieces import LinesPiece, PicturePiece, TextPiece
from tutorapp.ui.paper.preview import page_image, printer_for
from tutorapp.ui.paper.printing import pdf_bytes, save_pdf
from tutorapp.ui.paper.rows import RowPiece
from tutorapp.ui.paper.setting import SetDocument

pytestmark = pytest.mark.usefixtures("qapp")

MM_PER_UNIT = 25.4 / 720


def document(*groups: Group, **changes: object) -> SetDocument:
    return SetDocument(replace(Document(title="T", running="R", groups=groups), **changes))


def para(text: str, **changes: object) -> Para:
    return Para(runs=(Run(text),), **changes)


def set_paper(kind: paper.Kind = "paper", *, large: bool = False, **layout: object) -> SetDocument:
    return SetDocument(paper.composed(versions("A")[0], kind, paper.Layout(large=large, full=True, **layout)))


def texts(made: SetDocument) -> list[str]:
    """The characters that are painted, page by page."""
    found = []
    for page in made.pages:
        words = []
        for one in page:
            cells = one.piece.cells if isinstance(one.piece, RowPiece) else ((one.piece,),)
            words += [p.text.para.text for cell in cells for p in cell if isinstance(p, TextPiece)]
        found.append("\n".join(words))
    return found


def ink(image: QImage, left: int, top: int, right: int, bottom: int) -> int:
    """Dark pixels in a rectangle."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    data, step = bytes(grey.constBits()), grey.bytesPerLine()
    return sum(value < 200 for y in range(top, bottom) for value in data[y * step + left : y * step + right])


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("kind", paper.KINDS)
def test_nothing_is_painted_outside_the_margins(kind, large):
    made = set_paper(kind, large=large)
    width = 420  # two pixels a millimetre
    side, foot = 36, 594 - 26
    for number in range(made.count):
        image = page_image(made, number, width)
        assert ink(image, 0, 0, side - 2, image.height()) == 0, number
        assert ink(image, width - side + 2, 0, width, image.height()) == 0, number
        assert ink(image, 0, foot, width, image.height()) == 0, number
        assert ink(image, 0, 0, width, 26) == 0, number
        assert ink(image, side, 40, width - side, foot) > 0, number


def test_what_is_painted_holds_nothing_of_the_answers():
    assert CANARY not in "\n".join(texts(set_paper()))
    assert CANARY in "\n".join(texts(set_paper("scheme")))


@pytest.mark.parametrize("large", [False, True])
def test_a_question_stays_with_its_lines(large):
    made = set_paper(large=large)
    for page, words in zip(made.pages, texts(made), strict=True):
        for stem, count in (("What was the NEP?", 6), ("Explain why he won.", 12)):
            if stem in words:
                assert count in [one.piece.count for one in page if isinstance(one.piece, LinesPiece)]


def test_an_essay_goes_on_overleaf_and_loses_no_line():
    made = set_paper()
    counts = [one.piece.count for page in made.pages for one in page if isinstance(one.piece, LinesPiece)]
    assert sum(counts) == 6 + 6 + 12 + 60
    assert min(counts) >= 3


def test_the_same_pages_as_pdf(tmp_path):
    made = set_paper()
    data = pdf_bytes(made)
    assert data.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == made.count
    assert save_pdf(made, tmp_path / "out.pdf") == made.count
    assert [path.name for path in tmp_path.iterdir() if path.suffix] == ["out.pdf"]


def test_a_file_that_cannot_be_written_is_told_in_words(tmp_path):
    with pytest.raises(KnownError, match=r"out\.pdf could not be written"):
        save_pdf(document(Group(blocks=(para("a"),))), tmp_path / "missing" / "out.pdf")


def test_large_print_sets_nothing_below_eighteen_points():
    made = faces.Faces(18.0)
    styles = ("title", "heading", "subheading", "body", "small", "quote")
    assert min(made.font(style).pixelSize() for style in styles) == 180
    assert faces.Faces(12.0).font("body").pixelSize() == 120
    assert made.writing_line > faces.Faces(12.0).writing_line


def test_marks_have_a_strip_of_their_own_at_the_right():
    words = "word " * 60
    image = page_image(document(Group(blocks=(para(words, right="[20]", sign="1"),))), 0, 840)
    last = max(y for y in range(96, 300) if ink(image, 100, y, 700, y + 1))
    assert ink(image, 728, 96, 800, last - 20) == 0
    assert ink(image, 728, last - 20, 800, last + 8) > 0
    plain = page_image(document(Group(blocks=(para(words, sign="1"),))), 0, 840)
    assert ink(plain, 728, 96, 800, 150) > 0


def test_words_without_a_space_are_broken():
    made = document(Group(blocks=(para("x" * 3000),)))
    image = page_image(made, 0, 420)
    assert ink(image, 384, 0, 420, image.height()) == 0


def test_a_row_higher_than_a_page_goes_on_with_head_and_number():
    cell = tuple(para(f"line {n}") for n in range(90))
    head = Row(((para("Q"),), (para("Answer"),)))
    table = Table(columns=(Column(0.2), Column(0.8)), head=head, rows=(Row(((para("7"),), cell)),), split=True)
    made = document(Group(blocks=(table,), loose=True))
    words = texts(made)
    assert len(words) >= 2
    assert all(page.startswith("Q\nAnswer\n7\n") for page in words)
    assert [w for page in words for w in page.split("\n") if w.startswith("line")] == [f"line {n}" for n in range(90)]


def test_short_rows_are_never_parted():
    rows = tuple(Row(((para(f"row {n}"), para("a"), para("b")),)) for n in range(40))
    table = Table(columns=(Column(1.0),), rows=rows, split=True)
    for page in texts(document(Group(blocks=(table,), loose=True))):
        assert len(page.split("\n")) % 3 == 0


def test_what_follows_a_table_never_stands_alone_on_a_page():
    for count in range(30, 90):
        rows = tuple(Row(((para(f"{n}"),), (para("answer"),))) for n in range(count))
        table = Table(columns=(Column(0.2), Column(0.8)), head=Row(((para("Q"),), (para("Answer"),))), rows=rows)
        pages = texts(document(Group(blocks=(table, para("total")), loose=True)))
        assert "answer" in pages[-1], count


def test_no_ligature_is_set_so_that_words_are_found_in_a_pdf():
    tag = QFont.Tag("liga")
    for size in (12.0, 18.0):
        assert faces.Faces(size).font().featureValue(tag) == 0
        assert faces.Faces(size).font().isFeatureSet(tag)


def test_a_heading_never_ends_a_page():
    groups = [Group(blocks=(para("text " * 100),)) for _n in range(4)]
    for extra in range(1, 30):
        filling = Group(blocks=(Lines(extra),))
        last = Group(blocks=(para("Heading", style="heading", keep=True), para("after")))
        for page in texts(document(filling, *groups, last)):
            assert not page.endswith("Heading")


def test_a_picture_is_scaled_to_the_page_and_keeps_its_caption():
    def read(_name: str, _width: int) -> QImage:
        image = QImage(4000, 9000, QImage.Format.Format_RGB32)
        image.fill(0)
        return image

    plan = Document(title="T", running="", groups=(Group(blocks=(para("a"), Picture("p.png", "A poster", "Klutsis"))),))
    made = SetDocument(plan, read)
    (page,) = made.pages
    (picture,) = [one.piece for one in page if isinstance(one.piece, PicturePiece)]
    assert picture.height * MM_PER_UNIT < 160
    assert abs(picture.width / picture.height - 4 / 9) < 0.01
    assert "Klutsis" in texts(made)[0]
    assert "A poster" in texts(SetDocument(replace(plan, groups=(Group(blocks=(Picture("p.png", "A poster"),)),))))[0]


def test_the_cover_has_no_running_head_and_fields_line_up():
    made = document(Group(blocks=(para("Title"), Field("Name"), Field("Candidate number"))), cover=True)
    assert ink(page_image(made, 0, 420), 36, 28, 384, 40) == 0
    fields = [one.piece for one in made.pages[0] if not isinstance(one.piece, TextPiece)]
    assert len({field.label_width for field in fields}) == 1


def test_a_preview_is_sharp_on_a_fine_screen():
    image = page_image(set_paper(), 0, 300, ratio=2.0)
    assert (image.width(), image.devicePixelRatio()) == (600, 2.0)


def test_a_printer_prints_the_whole_sheet():
    printer = printer_for(set_paper())
    assert printer.fullPage()
    assert printer.docName() == "Unit test"
