"""What waits for the person: an unfinished answer, and a second look that has become due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal

from tutorapp.domain.changes import Changes
from tutorapp.domain.library import Library
from tutorapp.domain.work import Attempt, AttemptRecord, Draft
from tutorapp.services.practice import saved_clock
from tutorapp.ui.bus import Target
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice import words
from tutorapp.ui.practice.banner import Banner

RECENT = 60
"""Past answers looked through for a second look that is due."""


class Offers(QObject):
    """Fills the two banners of the choose page; the first unfinished answer is told as a notice too, once a start.

    Signals:
        resume_asked: go on with this attempt.
        look_asked: take a second look at this attempt.
    """

    resume_asked = Signal(str)
    look_asked = Signal(str)

    def __init__(
        self, context: UiContext, banner: Banner, reminder: Banner, sitting: Callable[[], str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._ctx, self._banner, self._reminder, self._sitting = context, banner, reminder, sitting
        self._library: Library | None = None
        self._told = False

    def load(self, library: Library) -> None:
        """Content is there: look for what waits."""
        self._library = library
        self.look()

    def clear(self) -> None:
        """Nothing waits any more, as far as can be seen."""
        self._banner.set_content("", ())

    def look(self) -> None:
        """Offer answers that were begun and not handed in, and second looks that have become due."""
        practice = self._ctx.services.practice
        self._ctx.jobs.run(practice.open_attempts, self._offer_unfinished)
        self._ctx.jobs.run(lambda: practice.recent(RECENT), self._offer_second_look)

    def _offer_unfinished(self, found: tuple[tuple[Attempt, Draft], ...]) -> None:
        waiting = [pair for pair in found if pair[0].id != self._sitting()]
        if not waiting:
            self._banner.set_content("", ())
            return
        attempt, draft = waiting[0]
        text = self._unfinished_words(attempt, draft)
        if len(waiting) > 1:
            text += " " + self.tr("({0} more wait.)").format(len(waiting) - 1)
        self._banner.set_content(
            text,
            (
                ("resume", self.tr("Go on"), lambda: self.resume_asked.emit(attempt.id)),
                ("discard", self.tr("Discard"), lambda: self._ask_discard(attempt)),
            ),
        )
        if not self._told:
            self._told = True
            self._ctx.bus.notice(text, self.tr("Go on"), lambda: self._resume_from_notice(attempt.id))

    def _unfinished_words(self, attempt: Attempt, draft: Draft) -> str:
        assert self._library is not None
        title = words.question_title(attempt.question, self._library)
        count = words.word_count(draft.text)
        clock = saved_clock(attempt, draft)
        parts = [self.tr("1 word") if count == 1 else self.tr("{0} words").format(count)]
        if count == 0:  # ticked or filled in, or killed before the first letter
            parts = [self.tr("begun") if draft.response else self.tr("nothing written yet")]
        if clock.timed:
            left = clock.remaining(clock.stamp)
            parts.append(self.tr("{0} left").format(words.clock_words(max(left, 0))))
        return self.tr("Unfinished: “{0}”, {1}.").format(title, ", ".join(parts))

    def _ask_discard(self, attempt: Attempt) -> None:
        title = words.question_title(attempt.question, self._library) if self._library else ""
        self._banner.set_content(
            self.tr("Discard the unfinished answer to “{0}” for good?").format(title),
            (
                ("discard_yes", self.tr("Discard it"), lambda: self._discard(attempt.id)),
                ("discard_no", self.tr("Keep it"), self.look),
            ),
        )

    def _discard(self, attempt_id: str) -> None:
        practice = self._ctx.services.practice
        self._ctx.jobs.run(lambda: practice.discard(attempt_id), self._on_discarded)

    def _on_discarded(self, changes: Changes) -> None:
        self._ctx.bus.announce(changes, self)
        self.look()

    def _offer_second_look(self, records: tuple[AttemptRecord, ...]) -> None:
        now = self._ctx.clock.now()
        due = next((record for record in records if second_look_due(record, now)), None)
        if due is None or self._library is None:
            self._reminder.set_content("", ())
            return
        title = words.question_title(due.attempt.question, self._library)
        text = self.tr("Ready for a second look, its first mark hidden: “{0}”.").format(title)
        attempt_id = due.attempt.id
        self._reminder.set_content(text, (("look", self.tr("Look again"), lambda: self.look_asked.emit(attempt_id)),))

    def _resume_from_notice(self, attempt_id: str) -> None:
        self._ctx.bus.open(Target("pane", "practice"))
        self.resume_asked.emit(attempt_id)


def second_look_due(record: AttemptRecord, now: datetime) -> bool:
    """A second look was wanted on an earlier day, and none was taken since."""
    wanted = [entry.at for entry in record.log if entry.kind == "second_look_wanted"]
    if not wanted:
        return False
    taken = [marking.at for marking in record.markings if marking.marker == "second_look"]
    newest = max(wanted)
    if taken and max(taken) >= newest:
        return False
    return now.astimezone().date() >= (newest.astimezone() + timedelta(days=1)).date()
