"""A section of a quiz: its title and what pupils are told before it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tutorapp.domain.quiz import QuizSection
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import label
from tutorapp.ui.quizzes.fields import LineField, TextField


class SectionSide(QWidget):
    """One section.

    Signals:
        changed: (its place, the section as it should be, words for the step).
    """

    changed = Signal(int, object, str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._at, self._section = 0, QuizSection()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        self.title = LineField(context, "quizzes.section.title", self.tr("Title of the section"))
        self.words = TextField(
            context,
            "quizzes.section.instructions",
            self.tr("Instructions"),
            self.tr("such as Answer both questions"),
            least=3,
        )
        self.title.edited.connect(lambda text: self._tell(replace(self._section, title=str(text)), "section title"))
        self.words.edited.connect(
            lambda text: self._tell(replace(self._section, instructions=str(text)), "section instructions")
        )
        for words, field in ((self.tr("Title"), self.title), (self.tr("Instructions"), self.words)):
            column.addWidget(label(words, "label"))
            column.addWidget(field)
        for told in (
            self.tr(
                "Its minutes, in the list, are one clock for all its questions. Where none are given, each question "
                "has its own time."
            ),
            self.tr("Alt with the arrow keys moves a question, also over to here."),
        ):
            column.addWidget(label(told, "muted", wrap=True))
        column.addStretch(1)

    def show_section(self, at: int, section: QuizSection) -> None:
        """Show a section."""
        self._at, self._section = at, section
        self.title.set_value(section.title)
        self.words.set_value(section.instructions)

    def _tell(self, section: QuizSection, words: str) -> None:
        self._section = section
        self.changed.emit(self._at, section, f"change {words}")
