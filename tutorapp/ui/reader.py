"""Speaks texts through the system's own voices: starts, pauses, goes on, stops; sentence by sentence."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from tutorapp.services.speaking import FindProgram, Speech, Voice, environment, find_voice, sentences

HUSH_MS = 500
"""Longest wait for a voice to fall silent."""


class Utterance(Protocol):
    """One call that speaks."""

    def start(self, speech: Speech, done: Callable[[bool], None]) -> None:
        """Begin; ``done`` is called once, with whether it went well, unless ``stop`` came first."""

    def stop(self, hush: Speech | None) -> None:
        """Silence, at once, with the help of the call ``hush``; ``done`` is not called any more."""


class Process(QObject):
    """An ``Utterance`` by a program of the system."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None

    def start(self, speech: Speech, done: Callable[[bool], None]) -> None:
        """Have the program speak; see ``Utterance``."""
        process = _process(self)
        self._process = process

        def end(fine: bool) -> None:
            if self._process is process:
                self._process = None
                process.deleteLater()
                done(fine)

        process.finished.connect(lambda code, status: end(code == 0 and status == QProcess.ExitStatus.NormalExit))
        process.errorOccurred.connect(
            lambda error: end(False) if error == QProcess.ProcessError.FailedToStart else None
        )
        process.start(speech.program, list(speech.arguments))
        if speech.stdin:
            process.write(speech.stdin.encode())
        process.closeWriteChannel()

    def stop(self, hush: Speech | None) -> None:
        """End the program; ``hush`` is waited for, ``HUSH_MS`` at most."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.waitForFinished(HUSH_MS)
        process.deleteLater()
        if hush is not None:
            # Waited for: one that comes late would silence the next sentence.
            silencer = _process(self)
            silencer.start(hush.program, list(hush.arguments))
            silencer.waitForFinished(HUSH_MS)
            silencer.deleteLater()


def _process(parent: QObject) -> QProcess:
    process = QProcess(parent)
    given = QProcessEnvironment()
    for name, value in environment(os.environ, frozen=bool(getattr(sys, "frozen", False))).items():
        given.insert(name, value)
    process.setProcessEnvironment(given)
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    return process


class Reader(QObject):
    """Says one text at a time.

    Signals:
        changed: it began, paused, went on or ended (``state``).
        failed: the system's command could not speak; a sentence for the person.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(
        self,
        parent: QObject,
        find: FindProgram = shutil.which,
        platform: str = sys.platform,
        utterance: Utterance | None = None,
    ) -> None:
        super().__init__(parent)
        self._find, self._platform = find, platform
        self._utterance: Utterance = utterance or Process(self)
        self._voice: Voice | None = None
        self._looked = False
        self._pieces: tuple[str, ...] = ()
        self._at = 0
        self._percent = 100
        self.state = "silent"
        """silent, speaking or paused."""

    @property
    def voice(self) -> Voice | None:
        """The system's voice; looked for when it is first asked for."""
        if not self._looked:
            self._looked = True
            self._voice = find_voice(self._platform, self._find)
        return self._voice

    def why_not(self) -> str:
        """Why there is no reading aloud; empty when there is."""
        if self.voice is not None:
            return ""
        if self._platform == "linux":
            return self.tr("This computer has no voice. Install speech-dispatcher or espeak-ng, then start anew.")
        return self.tr("This computer has no voice that TutorApp can find.")

    def say(self, text: str, percent: int = 100) -> bool:
        """Say ``text`` from its beginning, instead of what is being said; whether there is anything to say."""
        self.stop()
        self._pieces, self._at, self._percent = sentences(text), 0, percent
        if self.voice is None or not self._pieces:
            return False
        self._set("speaking")
        self._next()
        return True

    def pause(self) -> None:
        """Fall silent; ``go_on`` begins with the sentence that was broken off."""
        if self.state == "speaking":
            self._silence()
            self._set("paused")

    def go_on(self) -> None:
        """Go on after a pause."""
        if self.state == "paused":
            self._set("speaking")
            self._next()

    def stop(self) -> None:
        """Fall silent for good."""
        if self.state != "silent":
            self._silence()
            self._pieces = ()
            self._set("silent")

    def _next(self) -> None:
        if self._at >= len(self._pieces):
            self._pieces = ()
            self._set("silent")
        elif self.voice is not None:
            self._utterance.start(self.voice.speech(self._pieces[self._at], self._percent), self._on_done)

    def _on_done(self, fine: bool) -> None:
        if not fine:
            self._pieces = ()
            self._set("silent")
            self.failed.emit(self.tr("The computer's voice could not speak. Ask whoever looks after this computer."))
            return
        self._at += 1
        self._next()

    def _silence(self) -> None:
        self._utterance.stop(self.voice.hush if self.voice is not None else None)

    def _set(self, state: str) -> None:
        if self.state != state:
            self.state = state
            self.changed.emit()
