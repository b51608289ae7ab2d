"""Sitting: the clock, the break, the saving, the handing in and the coming back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.practice.conftest import ANSWER, CHOICE
from tutorapp.ui.practice import saver

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]


def test_a_timed_answer_takes_the_window_and_gives_it_back(world):
    world.start()
    assert (world.page(), world.exam) == ("sit", [True])
    assert "left of 15 min\n12 min and your 25 %" in world.pane.sit._allowed.text()
    world.write(ANSWER)
    world.clock.advance(700)
    world.pane.sit.ask_to_hand_in()
    world.settle()
    assert (world.page(), world.exam) == ("mark", [True, False])


def test_without_exam_conditions_and_untimed_the_window_stays(world):
    world.start(mode="untimed")
    assert world.exam == []
    world.pane.sit.ask_to_leave()
    world.settle()
    world.ctx.settings.update(exam_conditions=False)
    world.start()
    assert world.exam == []
    assert world.pane.sit._clock.timed


def test_nothing_of_the_scheme_can_be_seen_before_handing_in(world):
    point = "propaganda idea 1"
    assert point not in world.seen()
    world.start()
    assert point not in world.seen()
    assert not any(point in w.text() for w in world.pane.sit.findChildren(type(world.pane.sit._words)))
    world.write(ANSWER)
    world.clock.advance(700)
    world.pane.sit.ask_to_hand_in()
    world.settle()
    assert point in world.seen()


def test_notices_come_at_half_time_and_five_minutes_and_esc_closes_them(world):
    world.start()
    sit = world.pane.sit
    world.clock.advance(449)
    sit.look()
    assert not sit._notice.isVisible()
    world.clock.advance(1)
    sit.look()
    assert sit._notice_text.text() == "Half of your time has gone."
    world.press(Qt.Key.Key_Escape)
    assert not sit._notice.isVisible()
    assert world.page() == "sit"
    world.clock.advance(150)
    sit.look()
    assert sit._notice_text.text() == "Five minutes left."
    world.clock.advance(301)
    sit.look()
    assert "time is up" in sit._notice_text.text()


def test_the_clock_is_hidden_at_first_and_a_click_shows_it(world):
    world.start()
    sit = world.pane.sit
    assert not sit._time.isVisible()
    world.qtbot.mouseClick(sit._eye, Qt.MouseButton.LeftButton)
    assert sit._time.isVisible()
    world.clock.advance(60)
    sit.look()
    assert sit._time.text() == "14:00"
    world.press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not sit._time.isVisible()


def test_a_rest_break_stops_the_clock_hides_the_question_and_takes_no_typing(world):
    world.start()
    sit = world.pane.sit
    world.clock.advance(100)
    world.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert "Rest break" in world.seen()
    assert "Explain how" not in world.seen()
    assert not sit.editor.isVisible()
    QTest.keyClicks(sit.editor, "sneaked in")
    world.clock.advance(600)
    sit.look()
    world.press(Qt.Key.Key_Return)
    assert sit.editor.isVisible()
    assert sit.editor.answer() == ""
    assert sit._clock.remaining(world.practice.instant()) == pytest.approx(800)
    kinds = {entry.kind: entry.seconds for entry in world.record(sit.attempt_id()).log}
    assert kinds["break_end"] == pytest.approx(600)


def test_sleep_shows_as_a_break_and_is_not_charged(world):
    world.start()
    world.clock.advance(60)
    world.clock.suspend(1200)
    world.pane.sit.look()
    assert "The computer was asleep" in world.seen()
    world.press(Qt.Key.Key_Return)
    assert world.pane.sit._clock.remaining(world.practice.instant()) == pytest.approx(840)


def test_every_pause_is_saved_and_shown_with_its_time(world):
    world.start(mode="untimed")
    sit = world.pane.sit
    with world.qtbot.waitSignal(sit._saver.saved, timeout=3000):
        QTest.keyClicks(sit.editor, "By the 1930s")
    assert sit._saved.text().startswith("saved ")
    assert [draft.text for _, draft in world.practice.open_attempts()] == ["By the 1930s"]


def test_typing_without_a_pause_is_saved_within_two_seconds(world):
    assert saver.LONGEST_MS < 2000
    world.start(mode="untimed")
    sit = world.pane.sit
    # As long as somebody types, the pause timer is started anew and never runs out.
    sit._saver._pause.setInterval(60_000)
    with world.qtbot.waitSignal(sit._saver.saved, timeout=2000):
        QTest.keyClicks(sit.editor, "no pause")
    assert [draft.text for _, draft in world.practice.open_attempts()] == ["no pause"]


def test_a_save_that_is_refused_is_told_and_tried_again(world):
    world.start(mode="untimed")
    sit = world.pane.sit
    world.broken = True
    with world.qtbot.waitSignal(sit._saver.failed, timeout=3000):
        QTest.keyClicks(sit.editor, "kept")
    assert "The disk is full." in sit._saved.text()
    world.broken = False
    with world.qtbot.waitSignal(sit._saver.saved, timeout=4000):
        pass
    assert [draft.text for _, draft in world.practice.open_attempts()] == ["kept"]


def test_after_a_crash_the_question_the_text_and_the_time_are_offered_again(world):
    world.start()
    world.write(ANSWER)
    world.clock.advance(595)
    world.pane.sit.flush()
    world.settle()
    world.crash()
    world.clock.reboot(3 * 3600)
    world.open()
    banner = world.pane.choose.banner
    assert banner.isVisible()
    assert "15 words" in banner._text.text()
    assert "5:05 left" in banner._text.text()
    assert world.notices[0].action_text == "Go on"
    world.notices[0].action()
    world.settle()
    sit = world.pane.sit
    assert (world.page(), sit.editor.answer()) == ("sit", ANSWER)
    assert sit._clock.remaining(world.practice.instant()) == pytest.approx(305)
    assert not banner.isVisibleTo(world.pane.choose)
    kinds = [entry.kind for entry in world.record(sit.attempt_id()).log]
    assert [kind for kind in kinds if kind != "exam_conditions"] == ["gap", "resumed"]


@pytest.mark.parametrize(
    ("mode", "told"), [("timed", "nothing written yet, 15:00 left"), ("untimed", "nothing written")]
)
def test_a_crash_before_the_first_letter_loses_nothing_either(world, mode, told):
    world.start(mode=mode)
    world.crash()
    world.clock.reboot(3600)
    world.open()
    banner = world.pane.choose.banner
    assert banner.isVisible()
    assert told in banner._text.text()
    assert told in world.notices[0].text
    world.notices[0].action()
    world.settle()
    assert world.page() == "sit"
    assert world.pane.sit._question.accessibleName()


def test_leaving_while_a_save_is_under_way_loses_nothing(world):
    world.start(mode="untimed")
    world.write("first")
    world.pane.sit._saver.save_now()
    world.write("first and last")
    world.pane.sit.ask_to_leave()
    world.settle()
    assert [draft.text for _, draft in world.practice.open_attempts()] == ["first and last"]


def test_closing_the_window_saves_what_is_there(world):
    world.start(mode="untimed")
    world.pane.sit._saver.save_now()
    world.write("last words")
    world.pane.before_close()
    world.settle()
    assert [draft.text for _, draft in world.practice.open_attempts()] == ["last words"]


def test_two_presses_begin_one_answer(world):
    world.pane.start("Q2", "timed")
    world.pane.start("Q2", "timed")
    world.settle()
    assert len(world.practice.open_attempts()) == 1
    assert world.exam == [True]


def test_leaving_keeps_the_answer_and_discarding_asks_first(world):
    world.start(mode="untimed")
    world.write("half done")
    world.pane.sit.ask_to_leave()
    world.settle()
    banner = world.pane.choose.banner
    assert world.practice.open_attempts()[0][1].text == "half done"
    world.qtbot.mouseClick(banner._buttons[1], Qt.MouseButton.LeftButton)
    assert "for good" in banner._text.text()
    assert len(world.practice.open_attempts()) == 1
    world.qtbot.mouseClick(banner._buttons[0], Qt.MouseButton.LeftButton)
    world.settle()
    assert world.practice.open_attempts() == ()
    assert not banner.isVisible()


@pytest.mark.parametrize(
    ("text", "used", "asks"),
    [("", 700, "Nothing is written"), ("some words", 10, "are left"), ("some words", 700, "")],
)
def test_handing_in_asks_only_when_empty_or_with_much_time_left(world, text, used, asks):
    world.start()
    world.write(text)
    world.clock.advance(used)
    world.control_enter()
    confirm = world.pane.sit._confirm
    assert confirm.isVisible() == bool(asks)
    if asks:
        assert asks in confirm._text.text()
        world.press(Qt.Key.Key_Return)
        assert world.page() == "sit"
        world.control_enter()
        world.qtbot.mouseClick(confirm.yes, Qt.MouseButton.LeftButton)
        world.settle()
    assert world.page() == "mark"


def test_a_hand_in_that_fails_loses_nothing_and_can_be_repeated(world):
    world.start(mode="untimed")
    world.write(ANSWER)
    world.broken = True
    world.control_enter()
    assert world.notices[-1].text == "The disk is full."
    assert (world.page(), world.pane.sit.editor.answer()) == ("sit", ANSWER)
    world.broken = False
    world.control_enter()
    assert world.page() == "mark"


def test_pasted_words_lose_their_looks_and_tab_leaves_the_editor(world):
    world.start(mode="untimed")
    editor = world.pane.sit.editor
    editor.insertFromMimeData(_html("<b style='font-size:40px'>loud</b>"))
    assert editor.answer() == "loud"
    assert "40px" not in editor.toHtml()
    world.press(Qt.Key.Key_Tab)
    assert not editor.hasFocus()


def test_a_closed_question_is_answered_by_key_and_marked_at_once(world):
    world.start("C1", "untimed")
    world.press(Qt.Key.Key_A)
    world.press(Qt.Key.Key_B)
    world.control_enter()
    assert world.page() == "result"
    assert CHOICE.explanation in world.seen()
    assert world.pane.result._mark.text() == "1"
    assert world.practice.results(world.library.manifest.id)["C1"].high == 1


def test_a_wrong_choice_shows_why_and_what_is_right(world):
    world.start("C1", "untimed")
    world.press(Qt.Key.Key_1)
    world.control_enter()
    assert "Too early." in world.seen()
    assert "Right: 1922." in world.seen()


def test_an_interrupted_closed_answer_comes_back(world):
    world.start("C1", "untimed")
    world.press(Qt.Key.Key_C)
    world.pane.sit.ask_to_leave()
    world.settle()
    world.pane.resume(world.practice.open_attempts()[0][0].id)
    world.settle()
    assert world.pane.sit._answering.response() == {"choice": "c"}


def _html(html: str):
    from PySide6.QtCore import QMimeData

    data = QMimeData()
    data.setHtml(html)
    data.setText("loud")
    return data
