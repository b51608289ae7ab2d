"""Arrangements while sitting: leaving, breaks, extra time, reader, prompter, no spelling help; each is logged."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit

from tests.ui.practice.conftest import World
from tests.ui.test_reader import FakeVoice
from tutorapp.domain import exam_log
from tutorapp.domain.content import Gap, Question
from tutorapp.ui.practice.answering import answering
from tutorapp.ui.reader import Reader

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]
NO_HELP = Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase


def logged(world, *kinds: str) -> list[tuple[str, float, str]]:
    world.settle()
    record = world.record(world.pane.sit.attempt_id())
    return [(e.kind, round(e.seconds, 3), e.detail) for e in record.log if not kinds or e.kind in kinds]


def goes(world, monkeypatch) -> None:
    """Another program comes to the front: Qt tells it so."""
    monkeypatch.setattr(world.pane.sit.watch, "_is_active", lambda: False)
    QApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)


def comes_back(world, monkeypatch) -> None:
    monkeypatch.setattr(world.pane.sit.watch, "_is_active", lambda: True)
    QApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)


# --- leaving -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "found"), [(1.9, []), (2.0, [2.0]), (75.0, [75.0])])
def test_leaving_is_logged_with_its_length_and_never_stopped(world, monkeypatch, seconds, found):
    world.start()
    goes(world, monkeypatch)
    world.clock.advance(seconds)
    comes_back(world, monkeypatch)
    assert [length for kind, length, _ in logged(world, "returned")] == found
    assert len(logged(world, "left")) == len(found)
    assert world.pane.sit.editor.isEnabled()
    assert world.pane.sit._clock.phase == "running"
    assert world.pane.sit._clock.used(world.practice.instant()) == pytest.approx(seconds)


def test_an_absence_that_lasts_is_logged_at_the_next_tick(world, monkeypatch):
    world.start()
    goes(world, monkeypatch)
    world.clock.advance(3)
    world.pane.sit.look()
    assert logged(world, "left", "returned") == [("left", 0.0, "another window")]


def test_minimising_is_logged_as_such(world):
    world.start()
    world.window.showMinimized()
    world.pane.sit.look()
    world.clock.advance(30)
    world.pane.sit.look()
    world.window.showNormal()
    world.window.activateWindow()
    world.qtbot.waitUntil(world.window.isActiveWindow)
    world.pane.sit.look()
    assert logged(world, "left", "returned") == [("left", 0.0, "minimised"), ("returned", 30.0, "minimised")]


def test_handing_in_ends_an_absence_and_watching(world, monkeypatch):
    world.start()
    attempt_id = world.pane.sit.attempt_id()
    goes(world, monkeypatch)
    world.clock.advance(40)
    world.pane.sit._do_hand_in()
    world.settle()
    comes_back(world, monkeypatch)
    world.settle()
    lines = exam_log.lines(world.record(attempt_id).log)
    assert [(line.kind, line.seconds) for line in lines] == [("left", 40.0)]


def test_leaving_in_a_rest_break_says_so(world, monkeypatch):
    world.start()
    world.pane.sit.rest()
    goes(world, monkeypatch)
    world.clock.advance(60)
    comes_back(world, monkeypatch)
    assert logged(world, "returned") == [("returned", 60.0, "another window, break")]


def test_outside_exam_conditions_nobody_is_watched(world, monkeypatch):
    world.ctx.settings.update(exam_conditions=False)
    world.start()
    goes(world, monkeypatch)
    world.clock.advance(60)
    comes_back(world, monkeypatch)
    assert logged(world) == []


def test_leaving_full_screen_is_logged_with_its_length_shown_later_and_never_stopped(world):
    world.window.showFullScreen()
    world.start()
    attempt_id = world.pane.sit.attempt_id()
    world.window.showNormal()
    for seconds in (0, 1, 30):
        world.clock.advance(seconds)
        world.pane.sit.look()
    world.window.showFullScreen()
    world.pane.sit.look()
    world.clock.advance(10)
    world.window.showNormal()
    world.pane.sit.look()
    world.clock.advance(20)
    world.pane.sit._do_hand_in()  # still out of it
    world.settle()
    found = exam_log.lines(world.record(attempt_id).log)
    assert [(line.kind, line.seconds) for line in found if line.kind == "left_full"] == [
        ("left_full", 31),
        ("left_full", 20),
    ]
    world.pane.show_history(attempt_id)
    world.settle()
    assert world.words("practice.past.view.log").count("Full screen was left") == 2


def test_a_window_that_never_filled_the_screen_has_not_left_it(world):
    world.start()
    world.clock.advance(30)
    world.pane.sit.look()
    assert logged(world, "left_full", "full_again") == []


# --- time --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("percent", "allowed"), [(0, 720), (1, 728), (7, 771), (25, 900), (33, 958), (100, 1440)])
def test_extra_time_is_exact_to_the_second_on_the_page_and_in_the_record(qtbot, tmp_path, percent, allowed):
    world = World(tmp_path, qtbot, extra_percent=percent)
    world.start()
    sit = world.pane.sit
    world.clock.advance(allowed - 1)
    sit.look()
    assert "time is up" not in sit._notice_text.text()
    assert sit._time.text() == "0:01"
    world.clock.advance(1)
    sit.look()
    assert "time is up" in sit._notice_text.text()
    assert world.record(sit.attempt_id()).attempt.allowed_seconds == allowed
    world.close()


def test_two_breaks_are_logged_their_total_is_shown_and_nothing_can_be_typed_or_read(world):
    world.start()
    sit = world.pane.sit
    for length in (60, 90):
        sit.rest()
        world.clock.advance(length)
        sit.look()
        assert not sit._question.isVisible()
        assert sit.editor.isReadOnly()
        QTest.keyClicks(sit.editor, "x")
        shown = sit._rest_text.text()
        sit.carry_on()
        world.clock.advance(10)
    assert "So far: 1 min 30 s." in shown
    assert "All pauses together: 2 min 30 s." in shown
    assert sit.editor.answer() == ""
    assert [(kind, seconds) for kind, seconds, _ in logged(world, "break_end")] == [
        ("break_end", 60),
        ("break_end", 90),
    ]
    assert sit._clock.used(world.practice.instant()) == pytest.approx(20)


def test_without_leave_from_the_school_there_is_no_break(world):
    world.ctx.settings.update(rest_breaks=False)
    world.start()
    assert not world.pane.sit._rest.isVisible()
    world.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert world.pane.sit._clock.phase == "running"


@pytest.mark.parametrize("question", ["Q2", "C1"])
def test_a_strict_clock_ends_the_writing_and_charges_sleep(world, question):
    world.ctx.settings.update(strict_clock=True)
    world.start(question)
    sit = world.pane.sit
    assert sit._clock.strict
    allowed = sit._clock.allowed_seconds
    world.clock.suspend(10)
    sit.look()
    assert sit._clock.phase == "running"
    assert "was counted" in sit._notice_text.text()
    world.clock.advance(allowed - 10)
    sit.look()
    assert sit._notice_text.text() == "Your time is up. Hand in your answer."
    assert sit.editor.isReadOnly()
    assert question == "Q2" or not sit._answering.isEnabled()
    world.ctx.settings.update(strict_clock=False)


def test_the_strict_clock_is_for_timed_answers_in_exam_conditions_only(world):
    world.ctx.settings.update(strict_clock=True)
    world.start(mode="untimed")
    assert not world.pane.sit._clock.strict
    world.pane.sit._do_leave()
    world.settle()
    world.ctx.settings.update(exam_conditions=False)
    world.start()
    assert not world.pane.sit._clock.strict


# --- no help with spelling ---------------------------------------------------------------------------------


def test_the_editor_gives_no_help_and_says_so(world):
    world.start()
    sit = world.pane.sit
    assert sit._spelling.isVisible()
    assert "spelling help off" in sit._spelling.text()
    assert sit.editor.inputMethodHints() & NO_HELP == NO_HELP
    assert not sit.editor.findChildren(QCompleter)
    QTest.keyClicks(sit.editor, "teh propoganda (c) ")
    assert sit.editor.answer() == "teh propoganda (c) "
    formats = [run.format for block in _blocks(sit.editor) for run in block.layout().formats()]
    assert not any(form.fontUnderline() for form in formats)


def _blocks(editor):
    block = editor.document().begin()
    while block.isValid():
        yield block
        block = block.next()


def test_answer_lines_give_no_help_either(world):

    gap = Question(
        id="G", text="Lenin died in {a}.", marks=1, type="gap_fill", style="", gaps=(Gap(id="a", answers=("1924",)),)
    )
    widget = answering(world.ctx, gap, "seed")
    (line,) = widget.findChildren(QLineEdit)
    assert line.inputMethodHints() & NO_HELP == NO_HELP
    assert line.completer() is None
    assert widget.spoken() == "Lenin died in gap."
    widget.deleteLater()


# --- reader ------------------------------------------------------------------------------------------------


@pytest.fixture
def voice(world):
    """The page's reader with a voice that ends a sentence when told to."""
    made = FakeVoice()
    reader = world.pane.sit.reading.reader
    reader._utterance, reader._find, reader._platform = made, lambda name: f"/bin/{name}", "darwin"
    return made


def test_question_choices_and_own_answer_are_read_aloud_by_key_and_logged(world, voice):
    world.start()
    sit = world.pane.sit
    world.press(Qt.Key.Key_F2)
    assert voice.said[0].startswith("Explain how")
    world.write("First sentence. Second.")
    world.press(Qt.Key.Key_F4)
    assert voice.said[-1] == "First sentence."
    voice.end()
    assert voice.said[-1] == "Second."
    assert [detail for _, _, detail in logged(world, "read_aloud")] == ["question", "answer"]
    assert sit.reading._stop.isVisible()
    world.press(Qt.Key.Key_F8)
    assert sit.reading.reader.state == "paused"
    world.press(Qt.Key.Key_F8)
    assert sit.reading.reader.state == "speaking"
    world.press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert sit.reading.reader.state == "silent"
    assert not sit.reading._stop.isVisible()


def test_a_closed_question_is_read_with_its_choices(world, voice):
    world.start("C1")
    world.pane.sit.read("question")
    while world.pane.sit.reading.reader.state == "speaking":
        voice.end()
    assert voice.said == [
        "When did he become General Secretary?",
        "a:",
        "1917.",
        "b:",
        "1922.",
        "c:",
        "1929.",
        "1 mark",
    ]


def test_in_a_break_nothing_that_is_hidden_is_spoken(world, voice):
    world.start()
    sit = world.pane.sit
    world.press(Qt.Key.Key_F2)
    sit.rest()
    said = len(voice.said)
    assert sit.reading.reader.state == "silent"
    for what in ("question", "sources", "answer"):
        sit.read(what)
    sit.reading.asked.emit("question")
    sit.pause_reading()
    assert len(voice.said) == said
    sit.carry_on()
    sit.read("question")
    assert len(voice.said) == said + 1
    sit.end()
    assert sit.reading.reader.state == "silent"


def test_nothing_to_read_is_told_and_speed_follows_the_setting(world, voice):
    world.start()
    sit = world.pane.sit
    world.press(Qt.Key.Key_F4)
    assert "nothing to read" in sit._notice_text.text()
    speeds = []
    voice.start = lambda speech, done: speeds.append(speech.arguments[1])
    world.ctx.settings.update(reader_percent=200)
    sit.read("question")
    assert speeds == ["350"]
    assert logged(world, "read_aloud") == [("read_aloud", 0.0, "question")]


def entries(menu) -> dict[str, object]:
    return {action.text().split("\t")[0]: action for action in menu.actions() if action.text()}


def test_without_a_voice_the_menu_says_why_and_tint_and_size_can_be_chosen(world):
    world.start()
    tools = world.pane.sit.reading
    tools.reader = Reader(tools, lambda _name: None, "linux")
    tools._fill()
    found = entries(tools._menu)
    assert not found["Read the question aloud"].isEnabled()
    assert any("no voice" in text for text in found)
    found["Larger text"].trigger()
    assert world.ctx.settings.value.text_percent == 110
    tints = entries(found["Tint over the window"].menu())
    assert len(tints) == 9
    tints["Aqua"].trigger()
    assert world.ctx.settings.value.overlay == "aqua"
    tools._fill()
    assert entries(entries(tools._menu)["Tint over the window"].menu())["Aqua"].isChecked()
    world.ctx.settings.update(overlay="none", text_percent=100)


# --- prompter ----------------------------------------------------------------------------------------------


def test_the_prompter_is_off_at_first(world):
    world.start()
    world.clock.advance(400)
    world.pane.sit.look()
    assert logged(world, "prompted") == []


def test_the_prompter_reminds_after_minutes_without_a_word_and_is_logged(world):
    world.ctx.settings.update(prompter_minutes=3)
    world.start()
    sit = world.pane.sit
    world.clock.advance(170)
    QTest.keyClicks(sit.editor, "a")
    world.clock.advance(179)
    sit.look()
    assert not sit._notice.isVisible()
    world.clock.advance(1)
    sit.look()
    assert sit._notice_text.text().startswith("Carry on")
    focused = QApplication.focusWidget()
    assert focused is sit.editor
    assert sit.editor.answer() == "a"
    sit.rest()
    world.clock.advance(600)
    sit.look()
    sit.carry_on()
    sit.look()
    assert len(logged(world, "prompted")) == 1
    world.clock.advance(180)
    sit.look()
    assert len(logged(world, "prompted")) == 2
