"""What stands before the questions of a quiz: its instructions, and the first page of its paper."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tutorapp.domain.quiz import Cover, Quiz
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Column, label
from tutorapp.ui.quizzes.fields import Field, LineField, TextField


class CoverSide(QWidget):
    """The whole of a quiz.

    Signals:
        changed: (the quiz's instructions, its Cover, words for the step).
    """

    changed = Signal(str, object, str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._quiz = Quiz(id="", title="")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        page = Column("quizzes.cover.page", (16, 12, 16, 12), 6)
        outer.addWidget(page)
        tr, name = self.tr, "quizzes.cover"
        self.instructions = TextField(
            context, f"{name}.instructions", tr("Instructions"), tr("such as Answer all questions"), least=3
        )
        self.heading = LineField(context, f"{name}.heading", tr("Heading of the cover"), tr("School or course"))
        self.subtitle = LineField(context, f"{name}.subtitle", tr("Line below the title"), tr("such as Paper 1"))
        self.lines = TextField(context, f"{name}.lines", tr("Lines a candidate fills in, one each"), least=4)
        self.rules = TextField(context, f"{name}.rules", tr("Further instructions, one a line"), least=3)
        self.instructions.edited.connect(lambda text: self._tell("instructions", text=str(text)))
        rows: tuple[tuple[str, Field], ...] = (
            (tr("Instructions, on screen and on paper"), self.instructions),
            (tr("Cover page: heading"), self.heading),
            (tr("Below the title"), self.subtitle),
            (tr("A candidate fills in, a line each"), self.lines),
            (tr("Further instructions, a line each"), self.rules),
        )
        self.heading.edited.connect(lambda text: self._tell("cover heading", heading=text))
        self.subtitle.edited.connect(lambda text: self._tell("cover subtitle", subtitle=text))
        self.lines.edited.connect(lambda text: self._tell("candidate lines", lines=_lines(text)))
        self.rules.edited.connect(lambda text: self._tell("cover instructions", rules=_lines(text)))
        for words, field in rows:
            page.body.addWidget(label(words, "label", wrap=True))
            page.body.addWidget(field)
        told = tr("Time, marks, and what each section is worth are added by themselves; see them under Paper.")
        page.body.addWidget(label(told, "muted", wrap=True))
        page.body.addStretch(1)

    def show_quiz(self, quiz: Quiz) -> None:
        """Show a quiz; what is being written keeps its place."""
        self._quiz = quiz
        cover = quiz.cover or Cover()
        self.instructions.set_value(quiz.instructions)
        self.heading.set_value(cover.heading)
        self.subtitle.set_value(cover.subtitle)
        for field, lines in ((self.lines, cover.lines), (self.rules, cover.rules)):
            if _lines(field.edit.toPlainText()) != lines:
                field.set_value("\n".join(lines))

    def _tell(self, words: str, text: str | None = None, **values: object) -> None:
        cover = replace(self._quiz.cover or Cover(), **values)  # type: ignore[arg-type]  # fields of the cover
        instructions = self._quiz.instructions if text is None else text
        self._quiz = replace(self._quiz, instructions=instructions, cover=cover if values else self._quiz.cover)
        self.changed.emit(instructions, self._quiz.cover, f"change {words}")


def _lines(text: object) -> tuple[str, ...]:
    """The lines that say something."""
    return tuple(line for piece in str(text).split("\n") if (line := " ".join(piece.split())))
