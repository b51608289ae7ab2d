"""The pane with others: one selection, targets, filters, low and narrow shapes, bad content, last place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from tests.ui.timeline.conftest import a_timeline_unit
from tutorapp.domain.content import Event
from tutorapp.ui.bus import Target
from tutorapp.ui.timeline.mini_line import render_mini_line

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]


def card_text(bench) -> str:
    return " | ".join(label.text() for label in bench.pane.card.findChildren(QLabel))


def test_a_choice_elsewhere_shows_here_and_a_click_here_shows_elsewhere(bench):
    bench.ctx.selection.select_event("E06", origin="notes")
    assert bench.pane.canvas.chosen_id == "E06"
    assert bench.pane.table.chosen_id == "E06"
    bench.pane.canvas.grab()
    rect = bench.pane.canvas.item_rect(bench.pane.canvas.index.position["E03"])
    QTest.mouseClick(bench.pane.canvas.viewport(), Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert bench.chosen == "E03"
    assert bench.pane.table.chosen_id == "E03"


def test_the_card_says_date_doubt_care_and_links(bench):
    bench.ctx.selection.select_event("E04")
    text = card_text(bench)
    for part in ("December 1924", "Month known, day not", "event 4 of 8", "Care: not simply 1924", "Not policy yet."):
        assert part in text
    links = [b for b in bench.pane.card.findChildren(QPushButton) if b.objectName().startswith("timeline.card.link")]
    assert [b.accessibleName() for b in links] == ["2 The dispute, notes"]
    links[0].click()
    assert bench.opened == [Target("section", "S2")]


def test_the_card_steps_through_time(bench):
    bench.ctx.selection.select_event("E04")
    after = bench.pane.card.findChild(QPushButton, "timeline.card.after")
    assert after.text() == "Oct 1928"
    after.click()
    assert bench.chosen == "E05"


def test_in_a_low_pane_the_card_comes_as_a_popup(make_bench):
    bench = make_bench(size=(1310, 230))
    bench.ctx.selection.select_event("E06")
    assert not bench.pane.card.isVisible()
    bench.key(Qt.Key.Key_Space)
    assert bench.pane.popup.isVisible()
    bench.pane.popup.hide()


def test_targets_are_shown_and_unknown_ones_refused(bench):
    assert bench.pane.show_target(Target("event", "E06"))
    assert bench.chosen == "E06"
    assert not bench.pane.show_target(Target("event", "E99"))
    assert not bench.pane.show_target(Target("section", "S2"))
    assert bench.pane.show_target(Target("event", "E01,E04"))
    assert bench.chosen == "E01"
    view = bench.pane.canvas.view
    index = bench.pane.canvas.index
    assert view.start < index.first[0]
    assert view.end > index.last[index.position["E04"]]


def test_an_event_asked_for_comes_back_from_behind_a_filter(bench):
    bench.pane.filters.want(lanes=frozenset({"ideology"}))
    assert "E06" not in bench.pane.canvas.index.position
    bench.ctx.selection.select_event("E06")
    assert bench.pane.canvas.chosen_id == "E06"


def test_filters_by_lane_point_and_importance(bench):
    filters, canvas = bench.pane.filters, bench.pane.canvas
    filters.want(spec=frozenset({"SF8"}))
    assert [i.id for i in canvas.index.items] == ["E06", "E07", "E08"]
    filters.want(least=5)
    assert [i.id for i in canvas.index.items] == ["E06", "E08"]
    filters.clear()
    assert len(canvas.index) == 8
    filters.group_by("spec")
    assert [lane.title for lane in canvas.index.lanes] == [f"Point {n}" for n in range(1, 9)]


def test_nothing_matching_is_said_and_drawn(bench):
    bench.pane.filters.want(text="zebra")
    assert len(bench.pane.canvas.index) == 0
    assert not bench.pane.canvas.grab().isNull()


def test_the_list_is_a_sound_model(bench):
    QAbstractItemModelTester(bench.pane.table.events, QAbstractItemModelTester.FailureReportingMode.Fatal)
    bench.pane.filters.want(spec=frozenset({"SF8"}))
    bench.pane.filters.clear()
    model = bench.pane.table.events
    row = [model.data(model.index(5, column)) for column in range(4)]
    assert row == ["1 December 1934", "Kirov murdered", "Police and terror", "5 / 5"]
    spoken = model.data(model.index(5, 1), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Kirov murdered, 1 December 1934, Police and terror, 6 of 8"


def wheel(bench, dy: int, modifiers: Qt.KeyboardModifier) -> None:
    point = QPointF(700, 200)
    event = QWheelEvent(
        point, point, QPoint(), QPoint(0, dy), Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(bench.pane.canvas.viewport(), event)


def test_the_wheel_pans_and_with_ctrl_zooms_at_the_pointer(bench):
    canvas = bench.pane.canvas
    wheel(bench, 240, Qt.KeyboardModifier.ControlModifier)
    x = 700 - canvas.bands.head
    day, scale = canvas.view.day(x), canvas.view.scale
    wheel(bench, 120, Qt.KeyboardModifier.ControlModifier)
    assert canvas.view.scale > scale
    assert canvas.view.day(x) == pytest.approx(day, abs=0.5)
    start = canvas.view.start
    wheel(bench, -120, Qt.KeyboardModifier.NoModifier)
    assert canvas.view.start > start


def test_dragging_pans_and_does_not_choose(bench):
    bench.key(Qt.Key.Key_Plus)
    canvas = bench.pane.canvas
    start = canvas.view.start
    view = canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(600, 200))
    QTest.mouseMove(view, QPoint(500, 200))
    QTest.mouseMove(view, QPoint(450, 200))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(450, 200))
    assert canvas.view.start > start
    assert bench.chosen == ""


def test_a_badge_opens_to_what_it_holds(make_bench):
    crowd = tuple(
        Event(id=f"X{n:03d}", title=f"Arrest {n}", when="1937-07-30", summary="", category="ideology", importance=3)
        for n in range(12)
    )
    bench = make_bench(size=(1310, 230), unit=a_timeline_unit(crowd))
    bench.pane.canvas.grab()
    badge, at = bench.pane.canvas.nearest_badge()
    assert badge.count == len(bench.pane.canvas.hidden_of(badge)) == 11
    bench.pane._open_badge(badge, at)
    menu = bench.pane.findChild(QMenu, "timeline.badge.menu")
    assert len([a for a in menu.actions() if not a.isSeparator()]) == 12
    menu.actions()[0].trigger()
    assert bench.chosen.startswith("X")
    menu.close()


def test_choosing_a_long_bar_covers_no_badge(make_bench):
    unit = a_timeline_unit()
    crowd = tuple(
        replace(unit.events[6], id=f"X{n}", title=f"Plan {n}", when=f"1930-0{1 + n % 9}", category="economy")
        for n in range(20)
    )
    bench = make_bench(size=(1310, 230), unit=replace(unit, events=unit.events + crowd))
    bench.ctx.selection.select_event("E05")
    bench.pane.canvas.grab()
    hits = bench.pane.canvas.hits
    lane = bench.pane.canvas.index.lane_number(bench.pane.canvas.chosen_item)
    badges = [number for number, hit in enumerate(hits) if hit.badge is not None and hit.badge.lane == lane]
    chosen = next(number for number, hit in enumerate(hits) if hit.item == bench.pane.canvas.chosen_item)
    assert badges
    assert min(badges) > chosen


def test_the_place_is_remembered(make_bench):
    first = make_bench()
    first.pane.filters.want(least=4)
    first.ctx.selection.select_event("E06")
    first.key(Qt.Key.Key_F)
    place = first.pane.state()
    second = make_bench()
    second.pane.restore(place)
    assert second.chosen == "E06"
    assert second.pane.filters.wanted.least == 4
    assert second.pane.canvas.view.start == pytest.approx(place["start"], abs=1)
    second.pane.restore({"start": "x", "event": 5, "importance": [9, 1], "lanes": [3], "grouping": "?"})
    assert second.pane.filters.wanted.least == 1


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("size", [(1310, 230), (1310, 696), (420, 500)])
def test_every_look_paints(make_bench, theme, size):
    bench = make_bench(size=size, theme=theme, text_percent=130)
    bench.ctx.selection.select_event("E08")
    assert not bench.window.grab().isNull()
    bench.ctx.theme.apply(QApplication.instance(), replace(bench.ctx.settings.value, theme="dark"))
    assert not bench.window.grab().isNull()


BAD = (
    ("ends before it starts", "1938/1936"),
    ("the year 0", "0000"),
    ("no date", "soon"),
)


@pytest.mark.parametrize(("what", "when"), BAD)
def test_an_unreadable_date_is_told_and_the_rest_is_shown(make_bench, what, when):
    unit = a_timeline_unit()
    bad = replace(unit.events[0], id="BAD", title=f"Event with {what}", when=when)
    bench = make_bench(unit=replace(unit, events=(*unit.events, bad)))
    assert len(bench.pane.canvas.index) == 8
    assert f"Event with {what}" in bench.told[0].text


def test_a_title_of_sixty_thousand_characters_is_cut(make_bench):
    unit = a_timeline_unit()
    long = replace(unit.events[5], title="Kirov " * 10_000)
    bench = make_bench(unit=replace(unit, events=(*unit.events[:5], long, *unit.events[6:])))
    bench.ctx.selection.select_event("E06")
    assert not bench.pane.grab().isNull()
    assert len(bench.pane.canvas.labels[bench.pane.canvas.chosen_item]) < 90


def test_ten_thousand_events_on_one_day_are_counted(make_bench):
    crowd = tuple(
        Event(id=f"X{n:05d}", title=f"Arrest {n}", when="1937-07-30", summary="", category="ideology", importance=3)
        for n in range(10_000)
    )
    bench = make_bench(unit=a_timeline_unit(crowd))
    canvas = bench.pane.canvas
    canvas.grab()
    shown = {hit.item for hit in canvas.hits if hit.item >= 0 and not hit.jump}
    hidden = [item for hit in canvas.hits if hit.badge for item in canvas.hidden_of(hit.badge)]
    assert len(shown) + len(hidden) == 10_000


def test_no_events_at_all_and_an_unknown_category(make_bench):
    empty = make_bench(unit=a_timeline_unit(()))
    assert not empty.pane.grab().isNull()
    empty.key(Qt.Key.Key_Right)
    assert empty.chosen == ""
    unit = a_timeline_unit()
    odd = replace(unit.events[0], category="astrology")
    bench = make_bench(unit=replace(unit, events=(odd, *unit.events[1:])))
    assert bench.pane.canvas.index.lanes[-1].title == "Other events"
    assert not bench.pane.grab().isNull()


def test_the_mini_line_is_drawn_or_empty(bench):
    picture = render_mini_line(bench.ctx.theme, bench.ctx.library, "E04", 300)
    assert picture.deviceIndependentSize().width() == 300
    assert render_mini_line(bench.ctx.theme, bench.ctx.library, "E99", 300).isNull()


def test_a_narrow_list_keeps_the_titles_and_shows_the_card_on_space_or_a_press(make_bench):
    bench = make_bench(size=(560, 400))
    bench.pane.toggle_list()
    table = bench.pane.table
    assert table.isColumnHidden(2)
    assert table.isColumnHidden(3)
    bench.ctx.selection.select_event("E06")
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert bench.pane.popup.isVisible()
    bench.pane.popup.hide()
    where = table.visualRect(table.model().index(2, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert bench.pane.popup.isVisible()
    assert bench.chosen == table.events.index_shown.items[2].id
    bench.pane.popup.hide()


def test_a_wide_list_has_all_its_columns(make_bench):
    bench = make_bench(size=(1310, 600))
    bench.pane.toggle_list()
    assert not any(bench.pane.table.isColumnHidden(column) for column in range(4))
