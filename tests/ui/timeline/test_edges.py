"""No edge cuts a label: on opening, on a page and after any move; and an order quiz fits a narrow pane."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QScrollArea

from tests.ui.timeline.conftest import a_timeline_unit
from tutorapp.domain.timeline.boxes import figure
from tutorapp.ui.timeline.export import PaperTheme
from tutorapp.ui.timeline.ink import Ink, word_end

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]


def label_ends(canvas):
    """(label, left, right) of all labels of the current layout, in pixels of the view."""
    layout, view, index = canvas.layout_at(canvas.level), canvas.view, canvas.index
    for lane in range(len(index.columns)):
        for number in layout.numbers(view.start, view.end):
            for placed in layout.stretch(lane, number).placed:
                item = placed.item
                ends = view.x(index.first[item]), view.x(index.last[item])
                width = layout.measure(item)
                fig = figure(*ends, index.items[item].date.is_span, view.scale, width, placed.side)
                if not fig.inside:
                    yield canvas.labels[item], fig.label_x, fig.label_x + width


@pytest.mark.parametrize("size", [(1160, 230), (1310, 696), (640, 400)])
def test_no_label_reaches_across_an_edge_of_the_opening_view(make_bench, size):
    unit = a_timeline_unit()
    early = replace(unit.events[0], id="E00", title="A rising at the fortress of Kronstadt", when="1921-12-20")
    late = replace(unit.events[5], id="E09", title="A congress at the end of the year", when="1938-12-20")
    canvas = make_bench(size=size, unit=replace(unit, events=(early, *unit.events, late))).pane.canvas
    found = list(label_ends(canvas))
    assert len(found) > 3
    for _label, left, right in found:
        for edge in (0.0, canvas.view.width):
            assert not left < edge - 0.5 < right - 1.0


def test_a_label_is_cut_after_a_word_that_means_something(qapp):
    ink = Ink(PaperTheme())
    text = "Politburo turns on the anti-Soviet elements"
    cuts = {ink.beginning(text, room) for room in range(10, 300, 3)}
    assert cuts == {"", "Politburo…", "Politburo turns…", "Politburo turns on the anti-Soviet…", text}
    assert all(ink.width(cut) <= 300 for cut in cuts)
    assert word_end("Trotsky, Zinoviev expelled", 9) == len("Trotsky")
    assert word_end("Kronstadt", 5) == 0


def test_the_order_quiz_needs_no_scrolling_sideways_in_a_narrow_pane(make_bench):
    bench = make_bench(size=(640, 700))
    bench.pane.open_quiz()
    quiz = bench.pane._quiz
    assert quiz is not None
    assert quiz.ask("order")
    bench.resize(640, 700)
    scroll = quiz.findChild(QScrollArea, "timeline.quiz.scroll")
    assert (scroll.horizontalScrollBar().maximum(), scroll.verticalScrollBar().maximum()) == (0, 0)
