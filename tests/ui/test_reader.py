"""The reader speaks through a command of the system: begun, paused, taken up, stopped, refused; with a real one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from tutorapp.ui.reader import Reader

pytestmark = pytest.mark.gui


class FakeVoice:
    """An ``Utterance`` that ends each sentence when the test says so."""

    def __init__(self) -> None:
        self.said, self.hushed, self.done = [], [], None

    def start(self, speech, done) -> None:
        self.said.append(speech.stdin)
        self.done = done

    def stop(self, hush) -> None:
        self.hushed.append(hush)
        self.done = None

    def end(self, fine: bool = True) -> None:
        self.done(fine)


@pytest.fixture
def voice():
    return FakeVoice()


@pytest.fixture
def reader(qtbot, voice):
    owner = QObject()
    made = Reader(owner, lambda name: f"/bin/{name}" if name == "espeak-ng" else None, "linux", voice)
    yield made
    owner.deleteLater()


def test_a_text_is_said_sentence_by_sentence_to_its_end(reader, voice):
    states = []
    reader.changed.connect(lambda: states.append(reader.state))
    assert reader.say("One. Two.")
    voice.end()
    assert voice.said == ["One.", "Two."]
    assert reader.state == "speaking"
    voice.end()
    assert states == ["speaking", "silent"]


def test_a_pause_breaks_off_and_going_on_repeats_the_sentence(reader, voice):
    reader.say("One. Two. Three.")
    voice.end()
    reader.pause()
    assert (reader.state, len(voice.hushed)) == ("paused", 1)
    reader.go_on()
    assert voice.said == ["One.", "Two.", "Two."]
    reader.stop()
    assert (reader.state, len(voice.hushed)) == ("silent", 2)
    reader.go_on()
    assert voice.said == ["One.", "Two.", "Two."]


def test_another_text_takes_the_place_of_the_first(reader, voice):
    reader.say("One. Two.")
    reader.say("Other.")
    assert (voice.said, len(voice.hushed)) == (["One.", "Other."], 1)


def test_a_voice_that_fails_is_told_and_not_tried_for_every_sentence(reader, voice):
    told = []
    reader.failed.connect(told.append)
    reader.say("One. Two.")
    voice.end(fine=False)
    assert (voice.said, reader.state, len(told)) == (["One."], "silent", 1)


def test_without_a_voice_nothing_is_said_and_it_says_why(qtbot):
    owner = QObject()
    reader = Reader(owner, lambda _name: None, "linux")
    assert "no voice" in reader.why_not()
    assert not reader.say("One.")
    assert reader.state == "silent"
    owner.deleteLater()


@pytest.fixture
def program(tmp_path):
    """A command that stands where ``spd-say`` would, and writes down what it is told."""
    path = tmp_path / "spd-say"
    path.write_text(
        f'#!/bin/sh\nprintf "%s|" "$@" >> "{tmp_path}/told"\nprintf "\\n" >> "{tmp_path}/told"\n'
        f'case "$*" in *endless*) exec sleep 60;; *broken*) exit 1;; esac\n',
        encoding="utf-8",
    )
    path.chmod(0o755)
    return path


def told(program) -> list[str]:
    file = program.with_name("told")
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def test_a_real_command_gets_each_sentence_as_one_argument(qtbot, program):
    owner = QObject()
    reader = Reader(owner, lambda name: str(program) if name == "spd-say" else None, "linux")
    reader.say("-C is $HOME `id`; no. “É漢” two.", 150)
    qtbot.waitUntil(lambda: reader.state == "silent", timeout=10_000)
    head = "--wait|--rate|50|--language|en|--|"
    assert told(program) == [f"{head}-C is $HOME `id`;|", f"{head}no.|", f"{head}“É漢” two.|"]
    owner.deleteLater()


def test_a_real_command_is_ended_by_stop_and_told_to_cancel(qtbot, program):
    owner = QObject()
    reader = Reader(owner, lambda name: str(program) if name == "spd-say" else None, "linux")
    reader.say("endless. More.")
    qtbot.waitUntil(lambda: told(program) != [], timeout=10_000)
    reader.stop()
    assert reader.state == "silent"
    assert told(program)[-1] == "--cancel|"
    assert len(told(program)) == 2
    owner.deleteLater()


@pytest.mark.parametrize("text", ["broken.", ""])
def test_a_real_command_that_fails_is_told(qtbot, program, text):
    owner = QObject()
    found = str(program) if text else str(program.with_name("missing"))
    reader = Reader(owner, lambda name: found if name == "spd-say" else None, "linux")
    with qtbot.waitSignal(reader.failed, timeout=10_000):
        reader.say(text or "Anything.")
    assert reader.state == "silent"
    owner.deleteLater()
