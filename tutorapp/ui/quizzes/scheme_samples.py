"""Sample answers of an essay: each at its level and marks, with margin notes that quote it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tutorapp.domain.bank import editing
from tutorapp.domain.content import MarginNote, Question, SampleAnswer
from tutorapp.ui.quizzes.fields import ChoiceField, LineField, NumberField, TextField
from tutorapp.ui.quizzes.form import Put, SchemeForm, link_button, part_getter, part_setter, small

_TOP = Qt.AlignmentFlag.AlignTop


class SamplesForm(SchemeForm):
    """One block a sample: level, marks, its text, and a row for each margin note."""

    def build(self, question: Question) -> None:
        self.rows["samples"] = []
        if question.samples:
            self.head("samples", self.tr("Sample answers, which pupils compare theirs with"))
            self.rows["samples"] = [self._sample(at, sample) for at, sample in enumerate(question.samples)]
        self.adder("sample", self.tr("Sample answer"), self._add)

    def update_from(self, question: Question) -> None:
        levels = [(level.id, level.title or level.id) for level in question.levels]
        for at in range(len(question.samples)):
            bound = self.form.fields.get(f"samples[{at}].level")
            if bound is not None and isinstance(bound.field, ChoiceField):
                bound.field.set_choices(levels)
                bound.field.set_value(question.samples[at].level)

    def _sample(self, at: int, sample: SampleAnswer) -> QWidget:
        made, row = self.line(left=10, top=4)
        name, spoken = f"quizzes.edit.samples.{at}", self.tr("sample answer {0}").format(at + 1)
        level = ChoiceField(self.ctx, f"{name}.level", self.tr("Level of {0}").format(spoken), ())
        marks = NumberField(self.ctx, f"{name}.marks", self.tr("Marks of {0}").format(spoken), 0, 100)
        text = TextField(
            self.ctx,
            f"{name}.text",
            self.tr("Text of {0}").format(spoken),
            self.tr("The answer, its paragraphs parted by an empty line"),
            least=4,
            most=14,
            font="body",
        )
        for part, field in (("level", level), ("marks", marks), ("text", text)):
            path = f"samples[{at}].{part}"
            self.form.bind(path, field, part_getter("samples", at, part), part_setter("samples", at, part))
        column = QVBoxLayout()
        column.setSpacing(4)
        top = QHBoxLayout()
        top.setSpacing(8)
        for widget in (level, small(self.tr("Marks")), marks):
            top.addWidget(widget, 0, _TOP)
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(text)
        for number in range(len(sample.margin)):
            column.addLayout(self._margin(at, number))
        words = self.tr("Margin note on the selected words")
        column.addWidget(
            link_button(words, f"{name}.note", lambda: self._add_margin(at, text)), 0, Qt.AlignmentFlag.AlignLeft
        )
        row.addWidget(self.grip("samples", at, spoken, marks), 0, _TOP)
        row.addLayout(column, 1)
        row.addWidget(self.trash("samples", at, spoken), 0, _TOP)
        return made

    def _margin(self, at: int, number: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for part, words, hint in (
            ("quote", self.tr("Words that note {0} is about"), self.tr("Words of the answer")),
            ("note", self.tr("Margin note {0}"), self.tr("What they show")),
        ):
            name = f"quizzes.edit.samples.{at}.margin.{number}.{part}"
            field = LineField(self.ctx, name, words.format(number + 1), hint)
            path = f"samples[{at}].margin[{number}].{part}"
            self.form.bind(path, field, _margin_getter(at, number, part), _margin_setter(at, number, part))
            row.addWidget(field, 1)
        remove = link_button(
            self.tr("Remove"), f"quizzes.edit.samples.{at}.margin.{number}.remove", self._without(at, number)
        )
        row.addWidget(remove, 0, _TOP)
        return row

    def _without(self, at: int, number: int) -> Callable[[], None]:
        def change(question: Question) -> Question:
            sample = question.samples[at]
            fewer = replace(sample, margin=editing.without(sample.margin, number))
            return replace(question, samples=editing.put(question.samples, at, fewer))

        return lambda: self.form.edit(change, "remove margin note")

    def _add_margin(self, at: int, text: TextField) -> None:
        """A note on the words that are selected in the sample's text."""
        quote = text.edit.textCursor().selectedText().replace("\u2029", "\n").strip()

        def change(question: Question) -> Question:
            sample = question.samples[at]
            more = replace(sample, margin=(*sample.margin, MarginNote(quote=quote, note="")))
            return replace(question, samples=editing.put(question.samples, at, more))

        self.form.edit(change, "add margin note")
        if self.form.question is not None:
            number = len(self.form.question.samples[at].margin) - 1
            self.form.focus(f"samples[{at}].margin[{number}].{'note' if quote else 'quote'}")

    def _add(self) -> None:
        """A sample at the highest level that has none yet."""

        def change(question: Question) -> Question:
            taken = {sample.level for sample in question.samples}
            levels = sorted(question.levels, key=lambda level: -level.high)
            level = next((one for one in levels if one.id not in taken), levels[0] if levels else None)
            sample = SampleAnswer(
                id=editing.fresh_id(question.samples, "s"),
                level=level.id if level else "",
                marks=level.high if level else 0,
                text="",
            )
            return replace(question, samples=(*question.samples, sample))

        self.form.edit(change, "add sample answer")
        if self.form.question is not None:
            self.form.focus(f"samples[{len(self.form.question.samples) - 1}].text")


def _margin_getter(at: int, number: int, part: str) -> Callable[[Question], object]:
    def get(question: Question) -> object:
        notes = question.samples[at].margin if at < len(question.samples) else ()
        return getattr(notes[number], part) if number < len(notes) else ""

    return get


def _margin_setter(at: int, number: int, part: str) -> Put:
    def put(question: Question, text: object) -> Question:
        if at >= len(question.samples) or number >= len(question.samples[at].margin):
            return question
        sample = question.samples[at]
        note = replace(sample.margin[number], **{part: str(text)})
        changed = replace(sample, margin=editing.put(sample.margin, number, note))
        return replace(question, samples=editing.put(question.samples, at, changed))

    return put
