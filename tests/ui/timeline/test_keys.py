"""The keyboard alone: along time, across lanes, ends, zoom, list, opening, and one step back at a time."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tutorapp.ui.bus import Target

Key = Qt.Key

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]


def test_arrows_go_through_every_event_in_order_of_time(bench):
    bench.key(Key.Key_Home)
    seen = [bench.chosen]
    for _ in range(7):
        bench.key(Key.Key_Right)
        seen.append(bench.chosen)
    assert seen == [f"E0{n}" for n in range(1, 9)]
    bench.key(Key.Key_Right)
    assert bench.chosen == "E08"
    bench.key(Key.Key_Left)
    assert bench.chosen == "E07"
    bench.key(Key.Key_End)
    assert bench.chosen == "E08"


def test_the_first_arrow_takes_the_event_in_the_middle_of_the_view(bench):
    bench.key(Key.Key_Right)
    assert bench.chosen == "E05"


def test_up_and_down_go_to_the_nearest_date_of_the_next_lane(bench):
    bench.ctx.selection.select_event("E03")
    bench.key(Key.Key_Down)
    assert bench.chosen == "E04"
    bench.key(Key.Key_Down)
    assert bench.chosen == "E06"
    bench.key(Key.Key_Down)
    assert bench.chosen == "E05"
    bench.key(Key.Key_Down)
    assert bench.chosen == "E05"
    bench.key(Key.Key_Up)
    assert bench.chosen == "E06"


def test_the_chosen_event_is_always_drawn_by_itself(bench):
    for size in ((1310, 230), (420, 300), (1310, 696)):
        bench.resize(*size)
        for number in range(1, 9):
            bench.ctx.selection.select_event(f"E0{number}")
            bench.pane.canvas.grab()
            item = bench.pane.canvas.chosen_item
            assert any(hit.item == item for hit in bench.pane.canvas.hits), (size, number)


def test_zoom_pages_and_fits(bench):
    canvas = bench.pane.canvas
    whole = canvas.view
    bench.key(Key.Key_Plus)
    assert canvas.view.scale == pytest.approx(whole.scale * 1.5)
    start = canvas.view.start
    bench.key(Key.Key_PageDown)
    assert canvas.view.start > start
    bench.key(Key.Key_Minus)
    bench.key(Key.Key_0)
    low, high = canvas.index.extent
    assert canvas.view.start <= low
    assert canvas.view.end >= high
    bench.ctx.selection.select_event("E06")
    bench.key(Key.Key_F)
    assert canvas.view.end - canvas.view.start < 500


def test_enter_opens_the_notes_and_q_the_question(bench):
    bench.ctx.selection.select_event("E06")
    bench.key(Key.Key_Return)
    bench.key(Key.Key_Q)
    assert bench.opened == [Target("section", "S2"), Target("question", "Q1")]


def test_an_event_without_notes_or_questions_says_so(bench):
    bench.ctx.selection.select_event("E07")
    bench.key(Key.Key_Return)
    bench.key(Key.Key_Q)
    assert bench.opened == []
    assert [notice.text for notice in bench.told] == [
        "The notes do not tell of this event yet.",
        "No question asks about this event yet.",
    ]


def test_l_shows_the_list_with_the_same_event_and_back(bench):
    bench.ctx.selection.select_event("E03")
    bench.key(Key.Key_L)
    assert bench.pane.table.hasFocus()
    assert bench.pane.table.chosen_id == "E03"
    bench.key(Key.Key_Down)
    assert bench.chosen == "E04"
    bench.key(Key.Key_L)
    assert bench.pane.canvas.hasFocus()
    assert bench.pane.canvas.chosen_id == "E04"


def test_slash_finds_and_dims_or_hides(bench):
    bench.key(Key.Key_Slash)
    field = bench.pane.filters.search
    assert field.hasFocus()
    QTest.keyClicks(field, "kirov")
    assert [item.id for item in bench.pane.canvas.index.items] == ["E06"]
    bench.ctx.actions["timeline.dim"].trigger()
    assert len(bench.pane.canvas.index) == 8
    bench.key(Key.Key_Return)
    assert bench.pane.canvas.hasFocus()
    bench.key(Key.Key_Slash)
    bench.key(Key.Key_Escape)
    assert bench.pane.filters.wanted.text == ""
    assert bench.pane.canvas.hasFocus()


def test_letters_typed_in_the_search_field_are_text_and_no_commands(bench):
    bench.key(Key.Key_Slash)
    for letter in "lfq0b":
        QTest.keyClicks(bench.pane.filters.search, letter)
    assert bench.pane.filters.search.text() == "lfq0b"
    assert bench.pane.stack.currentIndex() == 0


def test_escape_goes_back_one_step_at_a_time(bench):
    bench.ctx.selection.select_event("E03")
    assert bench.pane.card.isVisible()
    bench.key(Key.Key_Escape)
    assert not bench.pane.card.isVisible()
    assert bench.chosen == "E03"
    bench.key(Key.Key_Escape)
    assert bench.chosen == ""


def test_tab_leaves_the_line(bench):
    bench.key(Key.Key_Tab)
    assert not bench.pane.canvas.hasFocus()
