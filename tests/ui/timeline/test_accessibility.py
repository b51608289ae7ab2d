"""What a screen reader is told of the painted line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtWidgets import QWidget

from tests.ui.timeline.conftest import a_timeline_unit

TREE = Path(__file__).parent / "line_tree.txt"

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]


def line_of(bench):
    bench.pane.canvas.grab()
    return QAccessible.queryAccessibleInterface(bench.pane.canvas)


def test_the_tree_as_text_is_the_kept_one(bench, reader):
    line = line_of(bench)
    rows = [f"{line.role().name} {line.text(QAccessible.Text.Name)}"]
    for number in range(line.childCount()):
        item = line.child(number)
        rows.append(
            f"  {item.role().name} {item.text(QAccessible.Text.Name)} ({item.text(QAccessible.Text.Description)})"
        )
    assert "\n".join(rows) + "\n" == TREE.read_text(encoding="utf-8")


def test_items_have_place_index_and_parent(bench, reader):
    line = line_of(bench)
    for number in range(line.childCount()):
        item = line.child(number)
        assert item.isValid()
        assert line.indexOfChild(item) == number
        assert item.parent() is line
        assert item.childCount() == 0
    drawn = [line.child(n) for n in range(line.childCount()) if not line.child(n).state().offscreen]
    assert drawn
    for item in drawn:
        rect = item.rect()
        found = line.childAt(rect.center().x(), rect.center().y())
        assert found is None or found.text(QAccessible.Text.Name)


def test_focus_and_selection_follow_the_arrows(bench, reader):
    line = line_of(bench)
    bench.key(Qt.Key.Key_Home)
    bench.key(Qt.Key.Key_Right)
    assert line.focusChild().text(QAccessible.Text.Name) == "Lenin’s first stroke, 25 or 26 May 1922"
    assert line.selectionInterface().selectedItemCount() == 1
    assert line.selectionInterface().selectedItems()[0].state().selected
    assert line.focusChild().state().focused


def test_each_key_sends_a_focus_event_and_zoom_is_announced(bench, reader, monkeypatch):
    sent = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", sent.append)
    bench.key(Qt.Key.Key_Home)
    bench.key(Qt.Key.Key_Right)
    focused = [event.child() for event in sent if event.type() == QAccessible.Event.Focus]
    assert focused == [0, 1]
    sent.clear()
    bench.key(Qt.Key.Key_Plus)
    spoken = [e.message() for e in sent if e.type() == QAccessible.Event.Announcement]
    assert len(spoken) == 1
    assert spoken[0].endswith("events")
    sent.clear()
    bench.pane.filters.want(spec=frozenset({"SF8"}))
    assert "3 of 8 events" in [e.message() for e in sent if e.type() == QAccessible.Event.Announcement]


def test_select_and_press_actions_reach_the_pane(bench, reader):
    line = line_of(bench)
    assert line.selectionInterface().select(line.child(5))
    assert bench.chosen == "E06"
    item = line.child(2)
    assert QAccessibleActionInterface.pressAction() in item.actionInterface().actionNames()
    item.actionInterface().doAction(QAccessibleActionInterface.pressAction())
    assert bench.chosen == "E03"
    assert bench.opened[-1].kind == "section"


def test_a_filtered_event_is_no_longer_valid(bench, reader):
    line = line_of(bench)
    item = line.child(0)
    bench.pane.filters.want(spec=frozenset({"SF8"}))
    assert not item.isValid()
    assert item.text(QAccessible.Text.Name) == ""
    assert line.childCount() == 3


def test_the_interface_outlives_its_widget_without_harm(make_bench, reader, qtbot):
    bench = make_bench()
    line = line_of(bench)
    item = line.child(0)
    bench.window.close()
    bench.pane.setParent(None)
    with qtbot.waitSignal(bench.pane.destroyed):
        bench.pane.deleteLater()
    assert not line.isValid()
    assert not item.isValid()
    assert line.childCount() == 0


@pytest.mark.parametrize("size", [(1310, 696), (1310, 230)])
def test_every_control_has_a_name(make_bench, size):
    bench = make_bench(size=size)
    bench.ctx.selection.select_event("E04")
    for widget in bench.pane.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            assert widget.objectName(), widget
            text = widget.text() if hasattr(widget, "text") else ""
            assert widget.accessibleName() or text, widget.objectName()


def test_an_era_is_listed_named_as_one_placed_and_told_with_the_view(make_bench, reader):
    unit = a_timeline_unit()
    era = replace(unit.events[4], id="E09", title="The first plans", when="1928/1937", era=True)
    bench = make_bench(unit=replace(unit, events=(*unit.events, era)))
    line = line_of(bench)
    item = line.child(bench.pane.canvas.index.position["E09"])
    assert item.text(QAccessible.Text.Name) == "The first plans, 1928 to 1937"
    assert item.text(QAccessible.Text.Description).startswith("Era, 5 of 9")
    assert not item.state().offscreen
    assert item.rect().width() > 300
    assert bench.pane.canvas.view_words().endswith("8 events, in the era The first plans")
    bench.pane.canvas.fit_events([bench.pane.canvas.index.position["E01"]])
    bench.pane.canvas.grab()
    assert item.state().offscreen
    assert "era" not in bench.pane.canvas.view_words()
