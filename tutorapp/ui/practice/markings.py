"""Marking seen from the services: what has to be fetched before it, and what is stored after it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from tutorapp.domain.changes import Changes
from tutorapp.domain.work import AttemptRecord, Marker
from tutorapp.services.marking_session import Judgement
from tutorapp.services.practice import Outcome
from tutorapp.ui.context import UiContext


class Markings(QObject):
    """Brings an answer to the page that marks it, and the judgement to the database.

    Signals:
        points_ready: (AttemptRecord, marker, Suggestion or None): mark by points.
        levels_ready: (AttemptRecord, marker, EssayEvidence or None): mark by levels.
        stored: the AttemptRecord with its new marking.
    """

    points_ready = Signal(object, str, object)
    levels_ready = Signal(object, str, object)
    stored = Signal(object)

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = context

    def open(self, attempt_id: str, marker: Marker) -> None:
        """Mark an answer known by its attempt."""
        practice = self._ctx.services.practice
        self._ctx.jobs.run(lambda: practice.record(attempt_id), lambda record: self.begin(record, marker))

    def begin(self, record: AttemptRecord, marker: Marker) -> None:
        """Fetch what the marker suggests; a second look must not be led by it and gets none."""
        practice = self._ctx.services.practice
        if not record.attempt.question.points:
            self._ctx.jobs.run(
                lambda: practice.evidence(record), lambda found: self.levels_ready.emit(record, marker, found)
            )
        elif marker == "second_look":
            self.points_ready.emit(record, marker, None)
        else:
            self._ctx.jobs.run(
                lambda: practice.suggestion(record), lambda found: self.points_ready.emit(record, marker, found)
            )

    def store(self, attempt_id: str, marker: Marker, judgement: Judgement) -> None:
        """Add the marking to those there are."""
        practice = self._ctx.services.practice
        self._ctx.jobs.run(lambda: practice.add_marking(attempt_id, marker, judgement), self._on_stored)

    def _on_stored(self, outcome: Outcome) -> None:
        self._ctx.bus.announce(outcome.changes, self.parent())
        self.stored.emit(outcome.record)

    def accept_words(self, record: AttemptRecord | None, point_id: str, found: str) -> None:
        """Let ``found`` earn the point from now on, and offer to take that back."""
        if record is None:
            return
        practice, attempt = self._ctx.services.practice, record.attempt

        def take_back() -> None:
            self._ctx.run(lambda: practice.accept_words(attempt, point_id, found, take_back=True), self.parent())

        def done(changes: Changes) -> None:
            self._ctx.bus.announce(changes, self.parent())
            text = self.tr("From now on “{0}” earns this point for you.").format(found)
            self._ctx.bus.notice(text, self.tr("Take it back"), take_back)

        self._ctx.jobs.run(lambda: practice.accept_words(attempt, point_id, found), done)
