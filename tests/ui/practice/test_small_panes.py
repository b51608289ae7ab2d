"""Practice in small panes and at the largest text: nothing is cut, whatever does not fit can be scrolled to."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

from tests.ui.practice.conftest import ANSWER, World
from tutorapp.ui.practice.choose import ChoosePage

pytestmark = pytest.mark.gui
SIZES = [((578, 256), 100), ((860, 470), 160), ((578, 240), 160), ((1310, 640), 100)]
"""The pane in a window of 640 x 360 and of 960 x 600, and as large as most have it; in pixels, with the text size."""


@pytest.fixture(params=SIZES, ids=lambda pair: f"{pair[0][0]}x{pair[0][1]} at {pair[1]}")
def small(request, qtbot, tmp_path):
    size, percent = request.param
    made = World(tmp_path, qtbot, text_percent=percent)
    made.window.resize(*size)
    made.settle()
    yield made
    made.close()


def cut(page: QWidget) -> list[str]:
    """Controls and words that stand partly outside whatever holds them, where no scrolling brings them in."""
    found = []
    for widget in page.findChildren(QWidget):
        if not isinstance(widget, QAbstractButton | QLabel) or not widget.isVisible() or not widget.width():
            continue
        part, inside = widget, widget.parentWidget()
        while inside is not None and inside is not page.parentWidget():
            at, area = part.mapTo(inside, QPoint(0, 0)), inside.parentWidget()
            scrolls = isinstance(area, QScrollArea)  # "inside" is then its viewport, in which things move up and down
            wide = at.x() >= 0 and at.x() + part.width() <= inside.width()
            high = scrolls or (at.y() >= 0 and at.y() + part.height() <= inside.height())
            if not (wide and high):
                found.append(f"{widget.objectName()} {getattr(widget, 'text', str)()!r} in {inside.objectName()}")
                break
            if scrolls:
                part = area
            inside = area.parentWidget() if scrolls and area is not None else area
    return found


def show(world: World, page: str) -> QWidget:
    """Bring a page to the front as a person meets it."""
    pane = world.pane
    if page == "sit":
        world.start()
        world.write(ANSWER)
    elif page in ("mark", "result", "history"):
        world.hand_in()
        if page != "mark":
            pane.mark.finish()
            world.settle()
        if page == "history":
            pane.show_history()
    elif page == "levels":
        world.hand_in("E1")
    world.settle()
    assert world.page() == page
    return getattr(pane, page)


@pytest.mark.parametrize("page", ["choose", "sit", "mark", "levels", "result", "history"])
def test_no_control_and_no_words_are_out_of_reach(small, page):
    shown = show(small, page)
    assert shown.width() <= small.window.width(), "the page is wider than the window"
    assert cut(shown) == []


def test_past_answers_scroll_as_a_whole(small):
    history = show(small, "history")
    detail = history.findChild(QScrollArea, "practice.past.detail")
    answer = history.view.answer
    small.qtbot.waitUntil(lambda: answer.verticalScrollBar().maximum() == 0)  # the answer is shown whole
    last = history.view.findChildren(QLabel)[-1]
    detail.ensureWidgetVisible(last)
    assert detail.viewport().rect().contains(last.mapTo(detail.viewport(), last.rect().center()))


def test_an_answer_stays_whole_when_its_font_comes_late(small):
    answer = show(small, "history").view.answer
    before, font = answer.height(), answer.document().defaultFont()
    font.setPixelSize(2 * font.pixelSize())
    answer.document().setDefaultFont(font)  # as a style sheet does that reaches it after it has its height
    small.qtbot.waitUntil(lambda: answer.height() > before and answer.verticalScrollBar().maximum() == 0)


def test_marking_leaves_room_for_answer_and_scheme(small):
    mark = show(small, "mark")
    scroll = mark.findChild(QScrollArea, "practice.mark.scroll")
    for part in (mark.side.view, mark.scheme):
        assert part.height() >= small.ctx.theme.px(80)
        assert part.width() >= 200
    assert scroll.verticalScrollBar().maximum() >= 0


def test_the_way_to_all_questions_shows_only_once_it_can_say_how_many(small):
    link = ChoosePage(small.ctx).all_link
    assert (link.accessibleName(), link.isHidden()) == ("", True)
    assert small.pane.choose.all_link.accessibleName() == "All 3 questions"
    assert not small.pane.choose.all_link.isHidden()
