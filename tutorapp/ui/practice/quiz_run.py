"""Takes a person through a quiz: which question is next, which attempt answers it, and where the quiz stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tutorapp.domain.errors import KnownError
from tutorapp.domain.quiz import Quiz
from tutorapp.services.practice import Sitting
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.run_page import Asked, RunPage

if TYPE_CHECKING:
    from tutorapp.services.results import Progress


class QuizRun(QObject):
    """Joins the page of quizzes to the answers that are written on the practice pages.

    Signals:
        shown: the page has something to show; bring it to the front.
        begun: a Sitting (services.practice), ready to be shown.
        finished: an answer was handed in that belongs to no quiz (its record).
    """

    shown = Signal()
    begun = Signal(object)
    finished = Signal(object)

    def __init__(self, context: UiContext, page: RunPage, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx, self._page = context, page
        self._busy = False
        page.chosen.connect(self.take)
        page.continued.connect(self._continue)
        page.asked.connect(self._begin)

    def show_list(self) -> None:
        """Show the quizzes there are."""
        services = self._ctx.services

        def read() -> tuple[object, object]:
            return services.bank.items("quiz"), services.results.sittings()

        def show(found: tuple[object, object]) -> None:
            self._page.show_list(*found)  # type: ignore[arg-type]  # items and sittings, as read
            self.shown.emit()

        self._ctx.jobs.run(read, show)

    def take(self, quiz: Quiz) -> None:
        """Begin a quiz anew, every draw made for this sitting."""
        library, results = self._ctx.library, self._ctx.services.results
        if library is not None:
            bank = library.questions
            self._ctx.jobs.run(lambda: results.begin(quiz, bank), self._show)

    def take_by_id(self, quiz_id: str) -> None:
        """Begin the quiz of this id, as it is in the bank."""
        bank = self._ctx.services.bank

        def found(item: object) -> None:
            quiz = getattr(item, "body", None)
            if isinstance(quiz, Quiz):
                self.take(quiz)
            else:
                self._ctx.bus.notice(self.tr("This quiz is not in your bank any more."))

        self._ctx.jobs.run(lambda: bank.find("quiz", quiz_id), found)

    def after(self, attempt_id: str, otherwise: object) -> None:
        """An answer was handed in: show where its quiz stands, or say (``finished``) that it belongs to none."""
        results = self._ctx.services.results

        def known(progress: Progress | None) -> None:
            if progress is None:
                self.finished.emit(otherwise)
            else:
                self._show(progress)

        self._ctx.jobs.run(lambda: results.sitting_of(attempt_id), known)

    def _continue(self, sitting_id: str) -> None:
        results = self._ctx.services.results
        self._ctx.jobs.run(lambda: results.progress(sitting_id), self._show)

    def _show(self, progress: Progress) -> None:
        if self._ctx.library is not None:
            self._page.show_progress(progress, self._ctx.library.questions)
            self.shown.emit()

    def _begin(self, asked: Asked) -> None:
        """Begin the answer, or take it up again where it was left."""
        library = self._ctx.library
        if library is None or self._busy:
            return
        self._busy = True
        practice, results, unit = self._ctx.services.practice, self._ctx.services.results, library.manifest.id
        settings = self._ctx.settings.value
        extra, strict = settings.extra_percent, settings.strict

        def begin() -> Sitting:
            place = results.progress(asked.sitting_id).places[asked.position]
            if place.attempt_id is not None:
                return practice.resume(place.attempt_id)
            in_quiz = (asked.sitting_id, asked.position)
            return practice.start(unit, asked.question, "timed", extra, strict=strict, in_quiz=in_quiz)

        def begun(sitting: Sitting) -> None:
            self._busy = False
            self.begun.emit(sitting)

        def failed(error: Exception) -> None:
            self._busy = False
            if not isinstance(error, KnownError):
                raise error
            self._ctx.bus.notice(error.message, level="warning")

        self._ctx.jobs.run(begin, begun, failed)
