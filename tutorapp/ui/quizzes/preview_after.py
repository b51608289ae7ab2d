"""What becomes of a wrong choice: the options as a pupil meets them afterwards, each with what is read there."""

from __future__ import annotations

import random

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from tutorapp.domain import closed, markup
from tutorapp.domain.content import Choice, Question
from tutorapp.domain.errors import KnownError
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Picture, clear, label

HAS_AFTER = ("multiple_choice", "multiple_response")
_TOP = Qt.AlignmentFlag.AlignTop


class AfterAnswer(QWidget):
    """The options in the order of the sheet, after the first wrong one was chosen (of several: with a right one)."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self.setObjectName("quizzes.preview.options")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)

    def show_question(self, question: Question, seed: str) -> None:
        """Show ``question``, its options shuffled by ``seed`` as the answer sheet shuffles them."""
        clear(self._rows)
        choices = list(question.choices)
        if question.shuffle:
            random.Random(seed).shuffle(choices)
        chosen = _chosen(question, choices)
        for choice in choices:
            self._rows.addWidget(self._option(choice, on=choice.id in chosen))
        several = question.type == "multiple_response"
        try:
            found = closed.mark(question, {"choices": sorted(chosen)} if several else {"choice": "".join(chosen)})
        except KnownError as error:  # the right answer itself is not there yet
            self._rows.addWidget(label(error.message, "danger", wrap=True))
            return
        marks = self.tr("{0} of {1}").format(found.marks, found.max)
        self._rows.addWidget(label(marks, "strong", name="quizzes.preview.after.marks"))
        if question.explanation:
            self._rows.addWidget(label(markup.plain(question.explanation), "secondary", wrap=True))

    def _option(self, choice: Choice, *, on: bool) -> QWidget:
        card = QFrame()
        card.setProperty("role", "optiongood" if choice.correct else "optionbad" if on else "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(Picture(self._ctx, "circle-dot" if on else "circle", "accent" if on else "text.muted"), 0, _TOP)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(markup.plain(choice.text) or "–", "", wrap=True))
        read = markup.plain(choice.feedback)
        if read and (on or choice.correct):
            words.addWidget(label(read, "muted", wrap=True))
        row.addLayout(words, 1)
        said = [self.tr("✓ answer")] if choice.correct else []
        said += [self.tr("your choice") if choice.correct else self.tr("✗ your choice")] if on else []
        if said:
            row.addWidget(label(", ".join(said), "success" if choice.correct else "danger"), 0, _TOP)
        return card


def _chosen(question: Question, shown: list[Choice]) -> set[str]:
    """What the pupil of this picture chose."""
    wrong = next((choice.id for choice in shown if not choice.correct), "")
    right = next((choice.id for choice in shown if choice.correct), "")
    several = {right} if question.type == "multiple_response" else set()
    return {key for key in ({wrong} | several if wrong else {right}) if key}
