"""Options of a choice question, each with what a pupil reads after choosing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from tutorapp.domain.bank import editing
from tutorapp.domain.bank.checks import Note
from tutorapp.domain.content import Choice, Question
from tutorapp.ui.practice.parts import Picture
from tutorapp.ui.quizzes.fields import LineField, TickField
from tutorapp.ui.quizzes.form import SchemeForm, part_getter, part_setter, setter, small

_TOP = Qt.AlignmentFlag.AlignTop


class WhyField(LineField):
    """The line of an explanation: as long as it is empty, the hint about that stands in it, and takes no room."""

    def set_note(self, note: Note | None, repair: tuple[str, Callable[[], object]] | None = None) -> None:
        hint = note is not None and note.severity == "warning"
        super().set_note(None if hint else note, repair)
        self.line.setPlaceholderText(note.message if note is not None and hint else self.hint)
        self.control.setAccessibleDescription(note.message if note is not None else "")


class ChoicesForm(SchemeForm):
    """One row an option: handle, right or not, letter, words, and the explanation below."""

    def build(self, question: Question) -> None:
        shuffle = TickField(self.ctx, "quizzes.edit.shuffle", self.tr("Shuffle"))
        self.form.bind("shuffle", shuffle, lambda q: q.shuffle, setter("shuffle"))
        self.head("choices", self.tr("Options, each with what a pupil reads after choosing it"), shuffle)
        self._several = question.type == "multiple_response"
        self._group = QButtonGroup(self)
        self._group.setExclusive(not self._several)
        self._ticks: list[QAbstractButton] = []
        self.rows["choices"] = [self._row(at) for at in range(len(question.choices))]
        self.adder("choice", self.tr("Option"), self._add)
        self.update_from(question)

    def update_from(self, question: Question) -> None:
        for at, choice in enumerate(question.choices):
            tick = self._ticks[at]
            tick.blockSignals(True)
            self._group.setExclusive(False)
            tick.setChecked(choice.correct)
            self._group.setExclusive(not self._several)
            tick.blockSignals(False)

    def _row(self, at: int) -> QWidget:
        letter = editing.letter(at)
        spoken = self.tr("option {0}").format(letter)
        made, row = self.line(left=12, top=4)
        text = LineField(self.ctx, f"quizzes.edit.choices.{at}.text", self.tr("Option {0}").format(letter))
        text.returned.connect(lambda: self._next(at))
        why = WhyField(
            self.ctx,
            f"quizzes.edit.choices.{at}.feedback",
            self.tr("Explanation of option {0}").format(letter),
            self.tr("Why {0} is right or wrong").format(letter),
        )
        why.line.setProperty("role", "quiet")
        why.returned.connect(lambda: self._next(at))
        self.form.bind(
            f"choices[{at}].text", text, part_getter("choices", at, "text"), part_setter("choices", at, "text")
        )
        self.form.bind(
            f"choices[{at}].feedback",
            why,
            part_getter("choices", at, "feedback"),
            part_setter("choices", at, "feedback"),
        )
        self.form.repairs[f"choices[{at}].text"] = (
            self.tr("Remove {0}").format(letter),
            lambda: self.remove_row("choices", at),
        )
        tick = self._tick(at, letter)
        row.addWidget(self.grip("choices", at, spoken, text), 0, _TOP)
        row.addWidget(tick, 0, _TOP)
        mark = small(letter, "strong")
        mark.setFixedHeight(self.ctx.theme.px(32))
        row.addWidget(mark, 0, _TOP)
        row.addLayout(self._words(text, why), 1)
        row.addWidget(self.trash("choices", at, spoken), 0, _TOP)
        return made

    def _words(self, text: LineField, why: LineField) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(text)
        below = QHBoxLayout()
        below.setContentsMargins(8, 0, 0, 0)
        below.setSpacing(4)
        arrow = Picture(self.ctx, "corner-down-right", "text.muted", 14)
        below.addWidget(arrow)
        below.addWidget(why, 1)
        column.addLayout(below)
        return column

    def _tick(self, at: int, letter: str) -> QAbstractButton:
        tick: QAbstractButton = QCheckBox() if self._several else QRadioButton()
        tick.setObjectName(f"quizzes.edit.choices.{at}.correct")
        tick.setAccessibleName(self.tr("Option {0} is right").format(letter))
        tick.setToolTip(tick.accessibleName())
        self._group.addButton(tick)
        self._ticks.append(tick)
        tick.clicked.connect(lambda on: self._on_tick(at, on))
        return tick

    def _on_tick(self, at: int, on: bool) -> None:
        def change(question: Question) -> Question:
            if self._several:
                choice = replace(question.choices[at], correct=on)
                return replace(question, choices=editing.put(question.choices, at, choice))
            return replace(question, choices=tuple(replace(c, correct=n == at) for n, c in enumerate(question.choices)))

        self.form.edit(change)

    def _next(self, at: int) -> None:
        """Enter: the next option, a new one after the last."""
        question = self.form.question
        if question is not None and at + 1 < len(question.choices):
            self.form.focus(f"choices[{at + 1}].text")
        else:
            self._add()

    def _add(self) -> None:
        def change(question: Question) -> Question:
            choice = Choice(id=editing.fresh_id(question.choices, ""), text="")
            return replace(question, choices=(*question.choices, choice))

        self.form.edit(change)
        question = self.form.question
        if question is not None:
            self.form.focus(f"choices[{len(question.choices) - 1}].text")
