"""Beginning an answer: a new one, an unfinished one again, or a better version of one that was handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from tutorapp.domain.errors import KnownError
from tutorapp.domain.work import AttemptMode
from tutorapp.services.practice import Sitting
from tutorapp.ui.context import UiContext


class Starts(QObject):
    """Begins one answer at a time: while one is under way, or about to be, a second press begins nothing.

    Signals:
        begun: a Sitting, ready to be shown.
        refused: it could not be begun; the reason has been told.
    """

    begun = Signal(object)
    refused = Signal()

    def __init__(self, context: UiContext, is_sitting: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._ctx, self._is_sitting = context, is_sitting
        self._starting = False

    def start(self, question_id: str, mode: AttemptMode) -> None:
        """Begin an answer to a question of the unit; an unknown one begins nothing."""
        library = self._ctx.library
        question = library.questions.get(question_id) if library else None
        if library is None or question is None:
            return
        practice, unit, settings = self._ctx.services.practice, library.manifest.id, self._ctx.settings.value
        extra, strict = settings.extra_percent, settings.strict and mode == "timed"
        self._run(lambda: practice.start(unit, question, mode, extra, strict=strict))

    def resume(self, attempt_id: str) -> None:
        """Take up an unfinished answer."""
        practice = self._ctx.services.practice
        self._run(lambda: practice.resume(attempt_id))

    def improve(self, attempt_id: str) -> None:
        """Write on from a handed-in answer, as a new untimed attempt."""
        library = self._ctx.library
        if library is None:
            return
        practice, unit = self._ctx.services.practice, library.manifest.id

        def begin() -> Sitting:
            record = practice.record(attempt_id)
            text = record.answer.text if record.answer else ""
            sitting = practice.start(unit, record.attempt.question, "untimed", 0)
            practice.autosave(sitting.attempt.id, text, "", sitting.clock)
            return replace(sitting, text=text)

        self._run(begin)

    def _run(self, begin: Callable[[], Sitting]) -> None:
        if self._starting or self._is_sitting():
            return
        self._starting = True
        self._ctx.jobs.run(begin, self._on_begun, self._on_refused)

    def _on_begun(self, sitting: Sitting) -> None:
        self._starting = False
        self.begun.emit(sitting)

    def _on_refused(self, error: Exception) -> None:
        self._starting = False
        if not isinstance(error, KnownError):
            raise error
        self._ctx.bus.notice(error.message, level="warning")
        self.refused.emit()
