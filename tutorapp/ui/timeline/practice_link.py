"""What the line has to do with practice: the pupil's weak points, and the answers of its quizzes kept as attempts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from tutorapp.domain.changes import Changes
from tutorapp.domain.content import Question
from tutorapp.domain.library import Library
from tutorapp.ui.context import UiContext

if TYPE_CHECKING:
    from tutorapp.domain.closed import Response


def find_weak_points(context: UiContext, library: Library, found: Callable[[frozenset[str]], object]) -> None:
    """Call ``found`` with the points of questions whose newest mark is under half; says so when there are none."""
    practice, unit_id = context.services.practice, library.manifest.id

    def show(results: dict[str, Any]) -> None:
        weak = frozenset(
            point
            for key, result in results.items()
            if key in library.questions and result.low is not None and result.max and result.low * 2 < result.max
            for point in library.questions[key].spec
        )
        if not weak:
            text = "No marked answer is under half marks, so there are no weak points to show."
            context.bus.notice(QCoreApplication.translate("Timeline", text))
        found(weak)

    context.jobs.run(lambda: practice.results(unit_id), show)


def keep_answer(context: UiContext, library: Library, origin: object, question: Question, response: Response) -> None:
    """Store the answer as an attempt like any other, with its marks."""
    practice, unit_id = context.services.practice, library.manifest.id

    from tutorapp.domain.closed import write_response  # few starts come to a quiz

    def store() -> Changes:
        sitting = practice.start(unit_id, question, "untimed")
        return practice.hand_in(sitting.attempt.id, "", write_response(response), sitting.clock).changes

    context.run(store, origin)
