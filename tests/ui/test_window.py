"""The whole window: every control can be named, reached and read; layout and place are remembered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSlider,
    QTextEdit,
    QWidget,
)

from tests.journeys.harness import open_window, settle
from tutorapp.ui.bus import Target

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QSlider,
)
pytestmark = pytest.mark.gui


@pytest.fixture
def opened(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        yield window


def interactive(window: QWidget) -> list[QWidget]:
    """Controls of ours; Qt's own inner parts (a field's clear button, a table's header) are left out."""
    inner = (QAbstractSpinBox, QComboBox, QLineEdit, QAbstractItemView)
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, INTERACTIVE)
        and not isinstance(widget, QHeaderView)
        and not isinstance(widget.parent(), inner)
        and not widget.objectName().startswith("qt_")
    ]


def name_of(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else ""


PLACES = [
    Target("pane", "notes"),
    Target("event", "E114"),
    Target("question", "Q2"),
    Target("question", "ess-party-machine"),
    Target("history"),
]


def test_every_control_has_a_name_for_readers_and_one_for_tests(opened, qtbot):
    faults = set()
    opened.show_page("settings")
    for place in [None, *PLACES]:
        if place is not None:
            opened.ctx.bus.open(place)
            settle(qtbot, opened)
        for w in interactive(opened):
            if not w.objectName():
                faults.add(f"{type(w).__name__} in {w.parent()!r} has no objectName")
            elif w.isVisible() and not name_of(w):
                faults.add(f"{w.objectName()} has no name")
    assert faults == set()


def test_object_names_of_controls_are_unique(opened):
    opened.show_page("settings")
    names = [w.objectName() for w in interactive(opened) if w.isVisibleTo(opened)]
    assert sorted(n for n in set(names) if names.count(n) > 1) == []


def test_tab_goes_through_every_pane_and_comes_back(opened, qtbot):
    seen: list[QWidget] = []
    for _ in range(200):
        qtbot.keyClick(opened.focusWidget() or opened, Qt.Key.Key_Tab)
        now = opened.focusWidget()
        if now is seen[0] if seen else False:
            break
        seen.append(now)
    else:
        pytest.fail("Tab never came back to where it began")
    for pane in opened.workspace.panes():
        assert any(pane.isAncestorOf(w) for w in seen), f"Tab never entered {pane.pane_id}"


def test_the_three_panes_are_filled_on_the_first_start(opened):
    for pane in opened.workspace.panes():
        assert pane.isVisible()
    assert "Stalin" in opened.status_line.unit.text()
    assert QApplication.activeModalWidget() is None
    assert opened.notices.history == [], "a first start asks and tells nothing"


@pytest.mark.parametrize("layout", ["view.one", "view.two", "view.three"])
def test_layouts_show_that_many_panes(opened, layout):
    opened.ctx.actions[layout].trigger()
    shown = [pane for pane in opened.workspace.panes() if pane.isVisible()]
    assert len(shown) == {"view.one": 1, "view.two": 2, "view.three": 3}[layout]


def test_the_rail_shows_a_pane_alone_and_then_all_again(opened, qtbot):
    button = opened.findChild(QAbstractButton, "rail.timeline")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [p.pane_id for p in opened.workspace.panes() if p.isVisible()] == ["timeline"]
    assert button.isChecked()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len([p for p in opened.workspace.panes() if p.isVisible()]) == 3


def test_settings_apply_at_once_and_are_there_after_a_restart(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        window.ctx.settings.update(text_percent=140, theme="dark")
        assert window.ctx.theme.is_dark
        assert window.ctx.theme.px(100) == 140
    with open_window(qtbot, data_dir) as window:
        assert window.ctx.theme.is_dark
        assert window.ctx.settings.value.text_percent == 140


def test_layout_and_last_place_are_restored(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        window.ctx.bus.open(Target("section", "S4"))
        window.ctx.actions["view.one"].trigger()
    with open_window(qtbot, data_dir) as window:
        assert [p.pane_id for p in window.workspace.panes() if p.isVisible()] == ["notes"]
        notes = next(p for p in window.workspace.panes() if p.pane_id == "notes")
        assert notes.state()["section"] == "S4"


def test_a_notice_is_shown_and_can_be_read_again(opened):
    opened.ctx.bus.notice("The printer is not answering.", "Try again", lambda: None)
    assert opened.notices.isVisible()
    assert [n.text for n in opened.notices.history][-1] == "The printer is not answering."


def test_a_link_to_nothing_is_told_in_words(opened):
    opened.ctx.bus.open(Target("section", "no-such-section"))
    assert "not in this unit" in opened.notices.history[-1].text


def test_no_text_is_cut_at_the_largest_size(opened, qtbot):
    opened.ctx.settings.update(text_percent=160)
    for label in opened.rail.findChildren(QAbstractButton):
        assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())


@pytest.mark.parametrize("percent", [100, 160])
@pytest.mark.parametrize("size", [(640, 360), (960, 600), (1366, 768)])
def test_the_rails_buttons_never_lie_over_each_other(opened, size, percent):
    opened.ctx.settings.update(text_percent=percent)
    opened.resize(*size)
    QApplication.processEvents()
    buttons = [b for b in opened.rail.findChildren(QAbstractButton) if b.isVisible()]
    places = [b.geometry() for b in buttons]
    assert all(not one.intersects(other) for at, one in enumerate(places) for other in places[:at])
    assert all(opened.rail.rect().contains(place) for place in places)
    assert all(b.toolTip() == b.text() for b in buttons if b.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly)


def test_an_exam_takes_the_whole_window_and_gives_it_back(opened, qtbot):
    practice = opened.workspace.dock("practice")
    before = [w.objectName() for w in practice.head.findChildren(QAbstractButton) if w.isVisible()]
    opened.ctx.bus.exam_mode.emit(True)
    qtbot.waitUntil(lambda: practice.pane.size() == opened.size())
    assert [p.pane_id for p in opened.workspace.panes() if p.isVisible()] == ["practice"]
    assert not opened.rail.isVisible()
    assert not opened.ctx.actions["search"].isEnabled()
    opened.ctx.bus.exam_mode.emit(False)
    assert [w.objectName() for w in practice.head.findChildren(QAbstractButton) if w.isVisible()] == before
    assert all(p.isVisible() for p in opened.workspace.panes())
    assert opened.ctx.actions["search"].isEnabled()


def test_a_small_screen_shows_one_pane_and_the_layout_comes_back_with_the_room(opened):
    opened.resize(683, 384)  # 1366 x 768 at 200 % scaling
    assert (opened.width(), opened.height()) == (683, 384)
    assert [p.pane_id for p in opened.workspace.panes() if p.isVisible()] == ["notes"]
    opened.ctx.bus.open(Target("pane", "practice"))
    assert [p.pane_id for p in opened.workspace.panes() if p.isVisible()] == ["practice"]
    opened.ctx.actions["view.three"].trigger()
    assert [p.pane_id for p in opened.workspace.panes() if p.isVisible()] == ["practice"]
    assert "room for one pane" in opened.notices.history[-1].text
    assert opened.workspace.state()["alone"] == ""  # not a choice, so not remembered as one
    opened.resize(1366, 768)
    assert all(p.isVisible() for p in opened.workspace.panes())


def test_the_search_boxs_words_and_key_never_overlap(opened):
    box = opened.search_box
    for percent in (90, 100, 125, 160):
        opened.ctx.settings.update(text_percent=percent)
        for size in ((683, 384), (960, 600), (1366, 768)):
            opened.resize(*size)
            QApplication.processEvents()
            key = box.findChild(QLabel)
            room = (key.x() if key.isVisible() else box.width()) - 32
            assert box.fontMetrics().horizontalAdvance(box.text()) <= room, (percent, size)


def test_settings_can_all_be_reached_without_scrolling_sideways(opened):
    opened.commands.open_settings()
    area = opened.findChild(QScrollArea, "settings.form")
    for percent, size in ((100, (683, 384)), (160, (960, 600)), (100, (1366, 768))):
        opened.ctx.settings.update(text_percent=percent)
        opened.resize(*size)
        QApplication.processEvents()
        assert area.horizontalScrollBar().maximum() == 0, (percent, size)


def test_a_small_screen_starts_with_one_pane_and_says_nothing_about_it(qtbot, data_dir):
    with open_window(qtbot, data_dir, size=(683, 384)) as window:
        assert [p.pane_id for p in window.workspace.panes() if p.isVisible()] == ["notes"]
        assert not window.notices.history
        window.resize(1366, 768)
        assert all(p.isVisible() for p in window.workspace.panes())


def test_a_blank_line_between_paragraphs_is_kept(opened, qtbot):
    opened.ctx.bus.open(Target("question", "Q2"))
    opened.ctx.actions["practice.start"].trigger()
    settle(qtbot, opened)
    editor = opened.findChild(QTextEdit, "practice.editor")
    qtbot.keyClicks(editor, "One.")
    for _ in range(3):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "Two.")
    assert editor.toPlainText() == "One.\n\n\nTwo."
