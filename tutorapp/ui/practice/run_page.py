"""Taking a quiz: choose one, answer its questions one after the other, and save the result for the teacher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from tutorapp.domain import markup
from tutorapp.domain.content import Question
from tutorapp.domain.exam_clock import allowance
from tutorapp.domain.own import OwnItem
from tutorapp.domain.quiz import Quiz, resolve, timed
from tutorapp.domain.search_text import question_label
from tutorapp.services.results import Place, Progress
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice import words
from tutorapp.ui.practice.parts import Column, Picture, announce, clear, label


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a quiz about to be answered: with the time its section gives it."""

    sitting_id: str
    position: int
    question: Question


class RunPage(QWidget):
    """The list of quizzes, or one under way.

    Signals:
        chosen: take this quiz (Quiz), from the beginning or where it was left.
        continued: go on with a sitting (its id).
        asked: begin the answer to a question (Asked).
        marked_asked: look at the answers, to mark them oneself.
        left: back to the list of questions.
    """

    chosen = Signal(object)
    continued = Signal(str)
    asked = Signal(object)
    marked_asked = Signal()
    left = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._progress: Progress | None = None
        self.setObjectName("practice.run")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._page = Column("practice.run.scroll", (32, 20, 32, 20), 10)
        outer.addWidget(self._page, 1)
        self.title = label("", "h2", name="practice.run.title", wrap=True)
        self.word = label("", "secondary", name="practice.run.word", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self._page.body.addWidget(self.title)
        self._page.body.addWidget(self.word)
        self._page.body.addLayout(self._rows)
        self._page.body.addStretch(1)
        outer.addWidget(self._foot())

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 8, 16, 8)
        row.setSpacing(8)
        self.name = QLineEdit()
        self.name.setObjectName("practice.run.name")
        self.name.setAccessibleName(self.tr("Name or pseudonym for your teacher"))
        self.name.setPlaceholderText(self.tr("Your name or pseudonym"))
        self.name.setMaxLength(120)
        row.addWidget(self.name, 2)
        row.addStretch(1)
        self.back = self._button(self.tr("Back"), "practice.run.back")
        self.look = self._button(self.tr("Mark my answers"), "practice.run.look")
        self.save = self._button(self.tr("Save result …"), "practice.run.save")
        self.go = self._button("", "practice.run.go")
        self.go.setProperty("role", "primary")
        for button in (self.back, self.look, self.save, self.go):
            row.addWidget(button)
        self.back.clicked.connect(self.left.emit)
        self.look.clicked.connect(self.marked_asked.emit)
        self.save.clicked.connect(self._save)
        self.go.clicked.connect(self._ask_next)
        return foot

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        return button

    def focus_first(self) -> None:
        """Put the keyboard on what is most likely wanted."""
        if self.go.isVisible():
            self.go.setFocus()
            return
        first = self.findChild(QPushButton, "practice.run.take.0")
        (first or self.back).setFocus()

    # --- choosing --------------------------------------------------------------------------------------

    def show_list(self, quizzes: Sequence[OwnItem], sittings: Sequence[Progress]) -> None:
        """The quizzes there are, those begun and not finished first."""
        self._progress = None
        self.title.setText(self.tr("Take a quiz"))
        told = self.tr("Quizzes come in packs from your teacher (File, Bring in questions) or are made under Quizzes.")
        self.word.setText(self.tr("Choose one.") if quizzes or sittings else told)
        clear(self._rows)
        number = 0
        for progress in sittings:
            if progress.next is not None:
                done = sum(place.done for place in progress.places)
                text = self.tr("{0} of {1} answered").format(done, len(progress.places))
                self._add_row(number, progress.sitting.quiz.title, text, self.tr("Go on")).clicked.connect(
                    lambda _on=False, key=progress.sitting.id: self.continued.emit(key)
                )
                number += 1
        for item in quizzes:
            quiz = item.body
            if isinstance(quiz, Quiz):
                button = self._add_row(number, quiz.title, self._size(quiz), self.tr("Take it"))
                button.clicked.connect(lambda _on=False, quiz=quiz: self.chosen.emit(quiz))
                number += 1
        for widget in (self.name, self.look, self.save, self.go):
            widget.hide()

    def _add_row(self, number: int, title: str, detail: str, verb: str) -> QPushButton:
        card = QFrame()
        card.setProperty("role", "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 10, 12, 10)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(label(title, "strong", wrap=True))
        column.addWidget(label(detail, "muted", wrap=True))
        row.addLayout(column, 1)
        button = self._button(verb, f"practice.run.take.{number}")
        button.setAccessibleName(f"{verb}: {title}")
        row.addWidget(button)
        self._rows.addWidget(card)
        return button

    def _size(self, quiz: Quiz) -> str:
        count = sum(entry.pick.count if entry.pick else 1 for section in quiz.sections for entry in section.entries)
        return self.tr("1 question") if count == 1 else self.tr("{0} questions").format(count)

    # --- under way -------------------------------------------------------------------------------------

    def show_progress(self, progress: Progress, bank: Mapping[str, Question]) -> None:
        """Where a sitting stands, and the way on."""
        self._progress = progress
        quiz, after = progress.sitting.quiz, progress.next
        done = sum(place.done for place in progress.places)
        self.title.setText(quiz.title)
        lines = [markup.plain(quiz.instructions)] if quiz.instructions and not done else []
        if after is None:
            lines.append(self.tr("Every question is answered. Save the result for your teacher, or mark your answers."))
        else:
            lines.append(self.tr("{0} of {1} answered. Marks are given at the end.").format(done, len(progress.places)))
        self.word.setText("\n".join(lines))
        clear(self._rows)
        heads = self._section_heads(progress, bank)
        for place in progress.places:
            if place.question_id in heads:
                self._rows.addWidget(
                    label(heads[place.question_id], "secondary", wrap=True, name="practice.run.section")
                )
            self._rows.addWidget(self._row(progress, bank, place, is_next=place == after))
        self.name.setVisible(done > 0)
        self.save.setVisible(done > 0)
        self.look.setVisible(after is None)
        self.go.setVisible(after is not None)
        if after is not None:
            self.go.setText(self.tr("Start question {0}").format(after.position + 1))
            self.go.setAccessibleName(self.go.text())
        announce(self, self.word.text())

    def _section_heads(self, progress: Progress, bank: Mapping[str, Question]) -> dict[str, str]:
        """By its first question what is said above a section: its title, and the one clock of all its questions."""
        extra, used = self._ctx.settings.value.extra_percent, progress.used
        heads: dict[str, str] = {}
        for section in resolve(progress.sitting.quiz, bank, progress.sitting.id).sections:
            asked = [one.id for one in section.questions if one.type != "text"]
            minutes, title = section.section.minutes, section.section.title
            parts = [title] if title else []
            if minutes is not None:
                spent = sum(seconds for key, seconds in used.items() if key in asked)
                left = max(allowance(round(minutes * 60), extra) - spent, 0)
                time = words.minutes(left, self.tr)
                if not spent:
                    parts.append(self.tr("{0} on one clock for all its questions").format(time))
                else:
                    parts.append(self.tr("{0} left on its clock").format(time))
            if asked and parts:
                heads[asked[0]] = " · ".join(parts)
        return heads

    def _row(self, progress: Progress, bank: Mapping[str, Question], place: Place, *, is_next: bool) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(10)
        icon, role = ("circle-check", "success") if place.done else ("circle", "text.muted")
        line.addWidget(Picture(self._ctx, icon, role))
        question = self._timed(progress, bank, place)
        if question is None:
            text, facts = self.tr("This question is not here any more."), ""
        else:
            # Before it is begun a question shows no more than its number and size, as in an exam.
            named = question_label(question) if place.done else self.tr("Question {0}").format(place.position + 1)
            marks = self.tr("1 mark") if question.marks == 1 else self.tr("{0} marks").format(question.marks)
            text, facts = named, marks
            if question.minutes == bank[place.question_id].minutes:  # a clock of its own, not the section's
                extra = self._ctx.settings.value.extra_percent
                facts += f" · {words.minutes(question.allowed_minutes * 60 * (100 + extra) / 100, self.tr)}"
        line.addWidget(label(text, "strong" if is_next else "", wrap=True), 1)
        line.addWidget(label(facts, "muted"))
        return row

    def _timed(self, progress: Progress, bank: Mapping[str, Question], place: Place) -> Question | None:
        extra = self._ctx.settings.value.extra_percent
        sitting = progress.sitting
        return timed(sitting.quiz, bank, place.question_id, sitting.id, progress.used, extra)

    def ask(self, progress: Progress, bank: Mapping[str, Question]) -> None:
        """Ask for the next question of ``progress``."""
        place = progress.next
        question = self._timed(progress, bank, place) if place else None
        if place is None or question is None:
            self._ctx.bus.notice(self.tr("This question is not here any more; the others can still be answered."))
            return
        self.asked.emit(Asked(progress.sitting.id, place.position, question))

    def _ask_next(self) -> None:
        if self._progress is not None and self._ctx.library is not None:
            self.ask(self._progress, self._ctx.library.questions)

    def _save(self) -> None:
        progress, name, results = self._progress, self.name.text(), self._ctx.services.results
        if progress is None:
            return
        if not name.strip():
            self._ctx.bus.notice(self.tr("Give a name or a pseudonym, so that your teacher knows whose result it is."))
            self.name.setFocus()
            return
        start = f"{progress.sitting.quiz.title[:40]} {name[:30]}.tutorresult".replace("/", "-")
        kinds = self.tr("Results (*.tutorresult)")
        chosen, _kind = QFileDialog.getSaveFileName(self, self.tr("Save the result"), start, kinds)
        if not chosen:
            return
        out = Path(chosen if chosen.endswith(".tutorresult") else f"{chosen}.tutorresult")
        told = self.tr("The result is in {0}. Give this file to your teacher.").format(out.name)
        self._ctx.jobs.run(
            lambda: results.save_result(progress.sitting.id, name, out), lambda _result: self._ctx.bus.notice(told)
        )
