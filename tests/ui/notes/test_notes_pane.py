"""The pane: going from place to place, reading, links and cards, and room for them at every size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from tests.ui.notes.conftest import a_notes_unit
from tutorapp.domain.library import Library
from tutorapp.ui.bus import Target
from tutorapp.ui.notes.contents import SECTION_ROLE, STATE_ROLE
from tutorapp.ui.notes.reading import ReadingTime, seconds_to_read

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]


def rows(tree):
    """(depth, text, state) of every row, top to bottom."""
    model, found = tree.model(), []

    def walk(parent, depth):
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            found.append((depth, index.data(), index.data(STATE_ROLE)))
            walk(index, depth + 1)

    walk(tree.rootIndex(), 0)
    return found


def row_of(tree, section_id):
    model = tree.model()
    waiting = [tree.rootIndex()]
    while waiting:
        parent = waiting.pop()
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            if index.data(SECTION_ROLE) == section_id:
                return index
            waiting.append(index)
    raise AssertionError(section_id)


def card_visible(bench):
    return bench.pane.popover.isVisible()


# --- contents ----------------------------------------------------------------------------------------


def test_the_contents_show_sections_below_their_parents(bench):
    assert [(depth, text) for depth, text, _state in rows(bench.pane.contents.tree)] == [
        (0, "The dispute"),
        (1, "Socialism in one country"),
        (0, "Power"),
    ]


def test_the_contents_can_be_grouped_by_specification_point(bench):
    bench.ctx.actions["notes.group"].trigger()
    assert [(depth, text) for depth, text, _state in rows(bench.pane.contents.tree)] == [
        (0, "Victory"),
        (1, "Power"),
        (0, "Ideas"),
        (1, "The dispute"),
        (1, "Socialism in one country"),
    ]
    bench.ctx.actions["notes.group"].trigger()
    assert rows(bench.pane.contents.tree)[0][1] == "The dispute"


def test_a_click_on_a_row_opens_its_section(bench, qtbot):
    tree = bench.pane.contents.tree
    place = tree.visualRect(row_of(tree, "S3")).center()
    with qtbot.waitSignal(bench.pane.contents.section_chosen):
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "Nothing is linked here." in bench.pane.page.toPlainText()


def test_a_click_on_an_arrow_folds_and_opens_nothing(bench, qtbot):
    tree = bench.pane.contents.tree
    index = row_of(tree, "S2")
    bench.open("S3")
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(8, tree.visualRect(index).center().y()))
    assert not tree.isExpanded(index)
    assert bench.pane.state()["section"] == "S3"


def test_rows_say_their_state_to_a_reader(bench):
    bench.notes.mark_read("u", "S3")
    bench.ctx.bus.announce(bench.notes.save_recall("u", "S2", "x", ["a"], []))
    bench.settle()
    tree = bench.pane.contents.tree
    spoken = [row_of(tree, one).data(Qt.ItemDataRole.AccessibleTextRole) for one in ("S2", "S2b", "S3")]
    assert spoken == ["2 The dispute, recalled", "2.1 Socialism in one country, not read", "3 Power, read"]


# --- places ------------------------------------------------------------------------------------------


def test_back_and_forward_return_to_the_place_in_the_text(bench, qtbot):
    bench.open("S2")
    bar = bench.pane.page.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    top = bench.pane.sheet.top_plain()
    bench.open("S3")
    bench.pane.page.setFocus()
    qtbot.keyClick(bench.pane.page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    bench.settle()
    assert bench.pane.state()["section"] == "S2"
    assert abs(bench.pane.sheet.top_plain() - top) < 200
    qtbot.keyClick(bench.pane.page, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    bench.settle()
    assert bench.pane.state()["section"] == "S3"


def test_the_place_survives_a_restart_and_a_content_update(bench):
    bench.open("S2")
    bench.pane.page.verticalScrollBar().setValue(500)
    state = bench.pane.state()
    assert state["plain"] > 0
    bench.open("S3")
    bench.pane.restore(state)
    bench.settle()
    assert bench.pane.state() == state
    bench.pane.load(Library(a_notes_unit()))
    bench.settle()
    assert bench.pane.state()["section"] == "S2"


@pytest.mark.parametrize(
    "state", [{}, {"section": "gone"}, {"section": 3, "plain": "x", "contents": "y"}, {"plain": -5}]
)
def test_a_strange_last_place_does_no_harm(bench, state):
    bench.pane.restore(state)
    bench.settle()
    assert bench.pane.state()["section"] == "S2"


def test_the_foot_leads_to_the_sections_before_and_after(bench):
    bench.open("S2b")
    foot = bench.pane.foot
    assert (foot.before.text().strip(), foot.after.text().strip()) == ("2", "3 Power")
    foot.after.click()
    assert bench.pane.state()["section"] == "S3"
    assert not foot.after.isVisible()
    bench.ctx.actions["notes.before"].trigger()
    assert bench.pane.state()["section"] == "S2b"


def test_the_foot_counts_questions_and_events_and_opens_them(bench):
    bench.open("S2b")
    foot = bench.pane.foot
    assert foot.questions.text().strip() == "1 question on this"
    assert foot.events.text().strip() == "2 events on the timeline"
    foot.questions.click()
    assert bench.opened[-1] == Target("question", "Q1")
    foot.events.click()
    menu = foot.findChild(object, "notes.foot.events.menu")
    menu.actions()[1].trigger()
    menu.close()
    assert bench.opened[-1] == Target("event", "E2")
    bench.open("S3")
    assert not foot.questions.isVisible()


def test_targets_of_the_pane_are_shown_and_others_refused(bench):
    assert bench.pane.show_target(Target("section", "S3"))
    assert bench.pane.show_target(Target("term", "trotsky"))
    bench.settle()
    assert bench.pane.state()["section"] == "S2b"
    assert bench.pane.popover.address == "term:trotsky"
    assert bench.pane.show_target(Target("care", "K4"))
    for target in (Target("section", "gone"), Target("term", "gone"), Target("event", "E1"), Target("care", "K9")):
        assert not bench.pane.show_target(target)


def test_an_own_note_is_found_from_search(bench):
    thread = bench.notes.add_note("u", "S2b", "mine", bench.anchor("It was also patriotic")).after.thread
    assert bench.pane.show_target(Target("note", thread))
    bench.settle()
    assert bench.pane.state()["section"] == "S2b"
    bench.pane.show_target(Target("note", "gone"))
    bench.settle()
    assert "not there any more" in bench.told[-1].text


def test_search_words_are_marked_where_they_stand(bench):
    bench.pane.show_target(Target("section", "S2b", query="patriot germ"))
    bench.settle()
    words = [selection.cursor.selectedText() for selection in bench.pane.page.extraSelections()]
    assert words == ["German", "patriotic", "Patriotic"]
    bench.pane.page.setFocus()
    bench.qtbot.keyClick(bench.pane.page, Qt.Key.Key_Escape)
    assert bench.pane.page.extraSelections() == []


# --- reading -----------------------------------------------------------------------------------------


def test_a_section_is_read_when_its_end_was_on_the_screen(bench):
    bench.open("S2")
    assert bench.notes.states("u") == {}
    bench.pane.page.verticalScrollBar().setValue(10**6)
    bench.settle()
    assert bench.notes.states("u") == {"S2": "read"}
    assert rows(bench.pane.contents.tree)[0] == (0, "The dispute", "read")


def test_a_short_section_is_read_at_once_and_a_left_one_is_not(bench):
    bench.open("S2")
    bench.open("S3")
    assert bench.notes.states("u") == {"S3": "read"}


def test_a_section_leafed_through_too_fast_is_not_read(clock):
    reading = ReadingTime(clock, lambda words: words / 10)
    read = []
    reading.read.connect(read.append)
    reading.open("S1", 100)
    clock.advance(9)
    reading.end_seen()
    assert read == []
    clock.advance(1)
    reading.end_seen()
    reading.end_seen()
    assert read == ["S1"]
    reading.open("S2", 0)
    reading.close()
    reading.end_seen()
    assert read == ["S1"]


@pytest.mark.parametrize(("words", "seconds"), [(0, 4.0), (240, 20.0), (10_000, 60.0)])
def test_reading_takes_its_time_within_bounds(words, seconds):
    assert seconds_to_read(words) == seconds


# --- links and cards ---------------------------------------------------------------------------------


def test_a_term_is_explained_on_pointing_and_goes_on_leaving(bench, qtbot):
    bench.open("S2b")
    page, card = bench.pane.page, bench.pane.popover
    rect = page.range_rect(*page.find_link("term:permanent-revolution"))
    inside = page.viewport().mapFromGlobal(rect.topLeft()) + QPoint(20, 8)
    with qtbot.waitSignal(card.shown_for):
        qtbot.mouseMove(page.viewport(), inside)
    assert card.address == "term:permanent-revolution"
    assert "Not the same as Leon Trotsky" in card.accessibleDescription()
    assert card.geometry().top() >= bench.pane.mapFromGlobal(rect.topLeft()).y()
    with qtbot.waitSignal(card.closed):
        qtbot.mouseMove(page.viewport(), QPoint(5, 5))


def test_tab_leaves_the_page_at_once(bench, qtbot):
    bench.open("S2b")
    page = bench.pane.page
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not page
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert page.hasFocus()


def test_arrows_go_from_link_to_link_and_enter_opens_the_card(bench, qtbot):
    bench.open("S2b")
    page, card = bench.pane.page, bench.pane.popover
    page.setFocus()
    page.moveCursor(QTextCursor.MoveOperation.Start)
    seen = []
    for _ in range(3):
        qtbot.keyClick(page, Qt.Key.Key_Right)
        seen.append(page.textCursor().selectedText())
    assert seen == ["December 1924", "permanent revolution", "Leon Trotsky"]
    assert card.address == "term:trotsky"
    assert page.hasFocus()
    qtbot.keyClick(page, Qt.Key.Key_Left)
    assert card.address == "term:permanent-revolution"
    qtbot.keyClick(page, Qt.Key.Key_Return)
    assert card.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not card_visible(bench)
    assert page.hasFocus()


def test_the_words_of_a_link_can_be_selected_to_be_marked(bench, qtbot):
    bench.open("S2b")
    page = bench.pane.page
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Right)
    assert page.selected() is None
    bench.select("permanent revolution")
    assert page.selected() is not None


def test_tab_leaves_a_card_at_its_last_control(bench, qtbot):
    bench.open("S2b")
    bench.pane.guide.show_link("term:permanent-revolution")
    for _ in range(8):
        if not card_visible(bench):
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert not card_visible(bench)
    assert bench.pane.page.hasFocus()


def test_the_card_of_a_term_leads_to_notes_timeline_and_the_other_term(bench):
    bench.open("S2b")
    bench.pane.guide.show_link("term:permanent-revolution")
    card = bench.pane.popover
    card.findChild(object, "notes.popover.event:E1").click()
    assert bench.opened[-1] == Target("event", "E1")
    assert bench.ctx.selection.event_id == "E1"
    bench.pane.guide.show_link("term:permanent-revolution")
    card.link_opened.emit("term:trotsky")
    assert card.address == "term:trotsky"
    card.link_opened.emit("section:S2")
    assert bench.pane.state()["section"] == "S2"
    assert not card_visible(bench)


def test_a_date_says_what_happened_and_leads_to_the_timeline(bench):
    bench.open("S2b")
    page, card = bench.pane.page, bench.pane.popover
    assert card.show_for("event:E1", page.range_rect(*page.find_link("event:E1")), pinned=False)
    assert "December 1924" in card.accessibleName()
    assert "Stalin announces it." in card.accessibleDescription()
    page.link_opened.emit("event:E1")
    assert bench.opened[-1] == Target("event", "E1")
    assert not card.show_for("event:gone", card.geometry(), pinned=False)


# --- room --------------------------------------------------------------------------------------------


def test_care_notes_stand_beside_the_text_only_where_there_is_room(bench):
    bench.open("S2b")
    card = bench.pane.findChild(object, "notes.care.K4")
    page = bench.pane.page
    assert card.isVisible()
    assert card.x() >= page.columns.left + page.columns.text
    number = page.built.sides[0].block
    assert abs(card.y() + page.verticalScrollBar().value() - page.built.block_rect(number).top()) < 2
    bench.resize(800, 480)
    assert "Care: not simply 1924" in page.toPlainText()
    assert page.columns.side == 0


@pytest.mark.parametrize("size", [(420, 440), (800, 440), (1310, 230), (1310, 736)])
@pytest.mark.parametrize("percent", [100, 160])
def test_the_text_keeps_its_measure_and_fits(bench, size, percent):
    bench.ctx.settings.update(text_percent=percent)
    bench.resize(*size)
    bench.open("S2b")
    page = bench.pane.page
    assert page.columns.text <= page.look.measure(72)
    assert page.columns.left >= 20
    assert page.columns.left + page.columns.text <= page.viewport().width()
    assert page.horizontalScrollBar().maximum() == 0


def test_a_narrow_pane_shows_its_contents_instead_of_the_page_on_demand(bench):
    bench.resize(420, 480)
    contents = bench.pane.contents
    assert not contents.isVisible()
    bench.ctx.actions["notes.contents"].trigger()
    assert contents.isVisible()
    contents.section_chosen.emit("S3")
    assert not contents.isVisible()
    assert bench.pane.state()["section"] == "S3"


def test_another_text_size_or_theme_keeps_the_place(bench):
    bench.open("S2")
    bench.pane.page.verticalScrollBar().setValue(700)
    before = bench.pane.sheet.top_plain()
    bench.ctx.settings.update(text_percent=150, theme="dark")
    bench.settle()
    assert bench.pane.page.look.colour("text.primary") == bench.ctx.theme.colour("text.primary")
    assert abs(bench.pane.sheet.top_plain() - before) < 200


def test_widgets_in_and_beside_the_text_scroll_with_it(bench):
    bench.open("S2b")
    bench.resize(1310, 400)
    card = bench.pane.findChild(object, "notes.care.K4")
    why, bar = bench.pane.why, bench.pane.page.verticalScrollBar()
    bar.setValue(0)
    places = card.y(), why.y()
    bar.setValue(60)
    assert (card.y(), why.y()) == (places[0] - 60, places[1] - 60)


def test_the_page_scrolls_to_a_box_that_gets_the_focus(bench):
    bench.open("S2")
    bench.pane.page.verticalScrollBar().setValue(0)
    bench.pane.why.editor.setFocus()
    assert 0 <= bench.pane.why.y() <= bench.pane.page.viewport().height() - bench.pane.why.height()


def test_dragging_the_contents_wider_moves_side_notes_into_the_text_and_is_remembered(bench):
    bench.open("S2b")
    bench.ctx.settings.update(text_percent=120)
    bench.settle()
    bench.pane.splitter.setSizes([640, 600, 0])
    bench.pane.splitter.splitterMoved.emit(640, 1)
    bench.settle()
    assert "Care: not simply 1924" in bench.pane.page.toPlainText()
    assert bench.pane.state()["contents"] >= 600
