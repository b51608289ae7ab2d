"""Exports: vectors stay vectors, the whole line is covered, tables are tables, and a refused file is told in words."""

from __future__ import annotations

import csv
import io
import itertools
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtWidgets import QFileDialog

from tutorapp.domain.errors import KnownError
from tutorapp.ui.timeline.export import as_pdf, as_png, as_svg, tiled, whole
from tutorapp.ui.timeline.export_menu import build_menu, formats, save

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture(params=["light", "dark"])
def sheet(make_bench, request):
    return make_bench(theme=request.param).pane.sheet()


def test_an_svg_holds_text_and_paths_and_no_bitmap(sheet):
    root = ElementTree.fromstring(as_svg(whole(sheet)))
    names = {element.tag.split("}")[-1] for element in root.iter()}
    assert "image" not in names
    text = " ".join("".join(element.itertext()) for element in root.iter() if element.tag.endswith("}text"))
    assert "Kirov murdered" in text
    assert "day known" in text
    assert "#16181b" not in as_svg(sheet).decode().lower()  # never the dark window


def test_a_pdf_is_tiled_and_has_no_picture(sheet):
    data = as_pdf(whole(sheet))
    assert data.startswith(b"%PDF")
    pages = int(re.search(rb"/Count (\d+)", data)[1])
    assert pages == len(tiled(whole(sheet).days, 1200))
    assert b"/Subtype /Image" not in data
    assert int(re.search(rb"/Count (\d+)", as_pdf(sheet))[1]) == 1
    assert b"/MediaBox [0 0 1191" in as_pdf(sheet, "A3")


def test_tiles_cover_the_days_without_a_gap():
    tiles = tiled((1000.0, 9000.0), 900)
    assert tiles[0][0] == 1000
    assert tiles[-1][1] == pytest.approx(9000)
    assert all(a[1] == pytest.approx(b[0]) for a, b in itertools.pairwise(tiles))


def test_the_menu_offers_a_picture_at_three_sharpnesses(make_bench):
    sheet = make_bench().pane.sheet()
    makers = [make for key, _name, ending, make in formats() if ending == "png"]
    assert [QImage.fromData(make(sheet)).width() for make in makers] == [1600, 3200, 4800]


def test_on_paper_no_label_leaves_the_page(make_bench):
    bench = make_bench()
    bench.pane.canvas.set_view(bench.pane.canvas.view.zoomed(3.0, 900))
    text = as_svg(bench.pane.sheet()).decode()
    assert "Nothing in view" not in text
    places = re.findall(r'matrix\(1,0,0,1,([\d.-]+),[\d.-]+\)"[^>]*>\s*<text [^>]*x="([\d.-]+)"[^>]*>([^<]+)', text)
    metrics = QFontMetricsF(bench.pane.canvas.ink.label)
    assert places
    for shift, x, words in places:
        assert float(shift) + float(x) + metrics.horizontalAdvance(words) < 1600 + 2, words


@pytest.mark.parametrize(("asked", "width"), [(1, 800), (3, 2400), (9, 2400)])
def test_a_png_has_the_dots_asked_for(make_bench, asked, width):
    image = QImage.fromData(as_png(make_bench().pane.sheet(), asked, 800, 500))
    assert image.width() == width


def test_tables_hold_every_event(make_bench, tmp_path):
    sheet = whole(make_bench().pane.sheet())
    makers = {key: make for key, _name, _ending, make in formats()}
    rows = list(csv.reader(io.StringIO(makers["csv"](sheet).decode("utf-8-sig"))))
    assert rows[0][:3] == ["Date", "Certainty", "Event"]
    assert rows[6] == ["1 December 1934", "", "Kirov murdered", "Police and terror", "5", "1934-12-01"]
    assert len(rows) == 9
    page = makers["html"](sheet).decode()
    assert page.count('scope="row"') == 8
    assert "<caption>Unit: 8 events</caption>" in page


def test_a_refused_file_is_told(make_bench, tmp_path):
    with pytest.raises(KnownError, match="could not be saved"):
        save(make_bench().pane.sheet(), as_svg, tmp_path / "no" / "such" / "folder.svg")


def test_the_menu_saves_where_the_dialog_says(make_bench, tmp_path):
    bench = make_bench()
    saved, failed = [], []
    menu = build_menu(bench.pane, bench.pane.sheet, saved.append, failed.append)
    action = next(
        a for part in menu.actions() for a in part.menu().actions() if a.objectName() == "timeline.export.whole.csv"
    )
    action.trigger()
    dialog = bench.pane.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "line.csv"))
    dialog.fileSelected.emit(str(tmp_path / "no" / "line.csv"))
    dialog.close()
    assert saved == [Path(tmp_path / "line.csv")]
    assert (tmp_path / "line.csv").read_bytes().count(b"\r\n") == 9
    assert "could not be saved" in failed[0]
