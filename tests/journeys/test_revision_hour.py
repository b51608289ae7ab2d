"""The hour's story (field notes, "An hour with the app"): steps 6, 8 and 10 in the real window, by keys and clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QSpinBox, QTreeView, QWidget

from tests.journeys.harness import open_window
from tests.journeys.person import CONTROL, Person, seconds
from tutorapp.domain.markup import plain
from tutorapp.ui.notes.page import ReadingPage
from tutorapp.ui.timeline.canvas import TimelineCanvas

pytestmark = pytest.mark.gui
Key = Qt.Key
SECTION = "Socialism in one country"
COMPARISON = "Party machine or socialism in one country"


@pytest.fixture
def she(qtbot, data_dir):
    """A pupil at a window that was opened for the first time."""
    with open_window(qtbot, data_dir) as window:
        yield Person(qtbot, window)


def open_section(she: Person, title: str) -> ReadingPage:
    """Click a section in the contents."""
    tree = she.window.findChild(QTreeView, "notes.tree")
    model = tree.model()
    tree.expandAll()
    found = model.match(
        model.index(0, 0),
        Qt.ItemDataRole.DisplayRole,
        title,
        1,
        Qt.MatchFlag.MatchEndsWith | Qt.MatchFlag.MatchRecursive,
    )
    assert found, f"{title} is not in the contents"
    tree.scrollTo(found[0])
    she.click_at(tree.viewport(), tree.visualRect(found[0]).center())
    page = she.window.findChild(ReadingPage, "notes.page")
    assert page.accessibleName() == f"Notes: {title}"
    return page


def walk_to_link(she: Person, page: ReadingPage, address: str) -> None:
    """Go from link to link with the Right key until ``address`` has the keyboard."""
    for _ in range(60):
        focused = page.focused_link()
        if focused is not None and page.find_link(address) == focused:
            return
        she.press(Key.Key_Right)
    pytest.fail(f"the Right key never came to {address}")


def set_extra_time(she: Person, percent: int) -> None:
    """Type the extra time into the settings, and come back."""
    she.press(Key.Key_Comma, CONTROL)
    box = she.window.findChild(QSpinBox, "settings.extra_percent")
    box.setFocus()
    box.selectAll()
    she.type(str(percent))
    she.press(Key.Key_Tab)
    she.press(Key.Key_Comma, CONTROL)


def start_comparison(she: Person) -> None:
    """Practice, the comparison chosen in the list, started timed."""
    she.press(Key.Key_3, CONTROL)
    she.press(Key.Key_1, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    questions = she.window.findChild(QTreeView, "practice.questions")
    rows = questions.model().match(
        questions.model().index(0, 0), Qt.ItemDataRole.DisplayRole, COMPARISON, 1, Qt.MatchFlag.MatchRecursive
    )
    questions.scrollTo(rows[0])
    she.click_at(questions.viewport(), questions.visualRect(rows[0]).center())
    assert "25 min" in she.everything()
    she.click("practice.preview.timed")


# --- step 6 ------------------------------------------------------------------------------------------------


def test_a_care_note_says_from_december_1924_and_why(she: Person):
    she.click("rail.notes")
    page = open_section(she, SECTION)
    why = plain(she.window.ctx.library.care["K4"].why)
    card = she.window.findChild(QWidget, "notes.care.K4")
    assert page.viewport().rect().intersects(card.geometry())
    assert "December 1924" in card.text.toPlainText()
    assert why in card.text.toPlainText()

    she.click("rail.notes")  # three panes: there is no room beside the text, so the note stands in it
    panel = next(panel for panel in page.built.panels if panel.id == "K4")
    blocks = range(panel.first, panel.last + 1)
    said = "\n".join(page.document().findBlockByNumber(number).text() for number in blocks)
    assert "December 1924" in said
    assert why in said


# --- step 8 ------------------------------------------------------------------------------------------------


def test_a_link_leads_to_the_event_chosen_in_view_its_category_in_words_and_back(she: Person):
    she.click("rail.notes")
    page = open_section(she, SECTION)
    walk_to_link(she, page, "event:E050")
    she.press(Key.Key_Return)
    assert she.panes_shown() == ["timeline"]
    line = she.window.findChild(TimelineCanvas, "timeline.line")
    assert line.hasFocus()
    assert line.chosen_id == "E050"
    place = line.item_rect(line.chosen_item)
    assert place is not None
    assert line.viewport().rect().contains(place.center().toPoint())
    assert she.words("timeline.card.date") == "27 to 29 April 1925"
    # Colour alone would leave out who cannot see it: the lane is named on the card.
    card = she.window.findChild(QWidget, "timeline.card")
    assert any(label.text().startswith("Ideology") for label in card.findChildren(QLabel) if label.isVisible())
    german = line.index.first[line.index.position["E034"]]
    assert 0 <= line.view.x(german) <= line.view.width

    links = [b for b in card.findChildren(QAbstractButton) if SECTION in b.accessibleName()]
    link = next(button.objectName() for button in links if button.objectName().startswith("timeline.card.link."))
    she.click(link)
    assert she.panes_shown() == ["notes"]
    assert page.accessibleName() == f"Notes: {SECTION}"


# --- step 10 -----------------------------------------------------------------------------------------------

ALT, SHIFT, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
WAYS_OUT = [
    (Key.Key_K, CONTROL),
    (Key.Key_1, CONTROL),
    (Key.Key_2, CONTROL),
    (Key.Key_Comma, CONTROL),
    (Key.Key_F1, NONE),
    (Key.Key_F6, NONE),
    (Key.Key_Slash, CONTROL),
    (Key.Key_1, CONTROL | SHIFT),
    (Key.Key_2, CONTROL | SHIFT),
    (Key.Key_3, CONTROL | SHIFT),
    (Key.Key_1, CONTROL | ALT),
    (Key.Key_2, CONTROL | ALT),
    (Key.Key_3, CONTROL | ALT),
    (Key.Key_Left, ALT),
    (Key.Key_H, CONTROL | SHIFT),
    (Key.Key_Q, CONTROL | SHIFT),
]


def test_an_exam_has_25_minutes_hidden_and_nothing_within_reach_until_it_is_handed_in(she: Person):
    before = she.panes_shown()
    set_extra_time(she, 25)
    start_comparison(she)
    assert "Which of the following was more important in Stalin’s victory" in she.words("practice.sit.question")
    assert she.words("practice.sit.marks") == "[10]"
    assert she.words("practice.sit.clock") == ""
    assert_alone(she)
    for key, modifiers in WAYS_OUT:
        she.press(key, modifiers)
        assert she.words("practice.sit.question"), f"{key} {modifiers} left the exam page"
        assert_alone(she)
    she.press(Key.Key_T, CONTROL)
    assert 1200 < seconds(she.words("practice.sit.clock")) <= 1500
    assert "20 min and your 25 %" in she.words("practice.sit.allowed")

    she.press(Key.Key_A, CONTROL)  # Ctrl+Alt is AltGr on some keyboards, so the digits above were typed
    she.type("The machine mattered more, because it chose who voted.")
    she.press(Key.Key_Return, CONTROL)
    she.click("practice.confirm.yes")  # much time is left, so it asks
    assert she.window.rail.isVisible()
    assert she.window.search_box.isVisible()
    she.press(Key.Key_3, CONTROL | SHIFT)
    assert she.panes_shown() == before
    record = she.window.ctx.services.practice.recent(1)[0]
    assert record.answer.text == "The machine mattered more, because it chose who voted."
    assert (record.attempt.base_seconds, record.attempt.extra_percent, record.attempt.allowed_seconds) == (
        1200,
        25,
        1500,
    )


def assert_alone(she: Person) -> None:
    """Nothing but the practice pane can be seen, and nothing of the scheme in it."""
    window = she.window
    assert she.panes_shown() == ["practice"]
    for part in (window.rail, window.search_box, window.menu_bar, window.statusBar()):
        assert not part.isVisible()
    assert QApplication.activeModalWidget() is None
    palette = window.findChild(QWidget, "search.field")
    assert palette is None or not palette.isVisible()
    question, seen = window.ctx.library.questions["cmp-machine-sioc"], she.everything()
    secrets = [level.descriptor for level in question.levels] + [point.text for point in question.indicative]
    assert [secret for secret in secrets if plain(secret) in seen] == []
