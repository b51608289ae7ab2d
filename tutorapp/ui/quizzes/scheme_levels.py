"""An essay's scheme: levels, parts to judge first, plan; its content and samples have forms of their own."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tutorapp.domain.bank import editing
from tutorapp.domain.content import Level, Part, Question
from tutorapp.ui.quizzes.fields import LineField, NumberField, TextField
from tutorapp.ui.quizzes.form import SchemeForm, link_button, part_getter, part_setter

_TOP = Qt.AlignmentFlag.AlignTop


class LevelsForm(SchemeForm):
    """Levels with their marks and descriptors, the parts, and plan lines."""

    def build(self, question: Question) -> None:
        share = link_button(self.tr("Share out the marks"), "quizzes.edit.levels.share", self._share)
        self.head("levels", self.tr("Levels of response"), share)
        self.rows["levels"] = [self._level(at) for at in range(len(question.levels))]
        self.head("parts", self.tr("Parts to judge before the level"))
        self.rows["parts"] = [self._part(at) for at in range(len(question.parts))]
        self.head("plan", self.tr("Plan of a good answer, a line each"))
        self._plan()
        self.adder("level", self.tr("Level"), self._add_level)
        self.adder("part", self.tr("Part"), self._add_part)

    def _level(self, at: int) -> QWidget:
        made, row = self.line(left=10, top=4)
        spoken = self.tr("level {0}").format(at + 1)
        title = LineField(self.ctx, f"quizzes.edit.levels.{at}.title", self.tr("Title of level {0}").format(at + 1))
        title.control.setFixedWidth(self.ctx.theme.px(92))
        self._bind("levels", at, "title", title)
        row.addWidget(self.grip("levels", at, spoken, title), 0, _TOP)
        row.addWidget(title, 0, _TOP)
        for part, words in (("low", self.tr("Level {0} from")), ("high", self.tr("Level {0} to"))):
            marks = NumberField(self.ctx, f"quizzes.edit.levels.{at}.{part}", words.format(at + 1), 0, 100)
            marks.spin.setFixedWidth(self.ctx.theme.px(52))
            self._bind("levels", at, part, marks)
            row.addWidget(marks, 0, _TOP)
        text = TextField(
            self.ctx,
            f"quizzes.edit.levels.{at}.descriptor",
            self.tr("Descriptor of level {0}").format(at + 1),
            self.tr("What an answer at this level does"),
            most=6,
        )
        self._bind("levels", at, "descriptor", text)
        row.addWidget(text, 1)
        row.addWidget(self.trash("levels", at, spoken), 0, _TOP)
        return made

    def _part(self, at: int) -> QWidget:
        made, row = self.line(left=10)
        text = LineField(self.ctx, f"quizzes.edit.parts.{at}.text", self.tr("Part {0}").format(at + 1))
        self._bind("parts", at, "text", text)
        text.returned.connect(self._add_part)
        spoken = self.tr("part {0}").format(at + 1)
        row.addWidget(self.grip("parts", at, spoken, text))
        row.addWidget(text, 1)
        row.addWidget(self.trash("parts", at, spoken))
        return made

    def _plan(self) -> None:
        _made, row = self.line(left=16)
        plan = TextField(self.ctx, "quizzes.edit.plan", self.tr("Plan, a line each"), "", least=2)

        def put(question: Question, text: str) -> Question:
            return replace(question, plan=tuple(text.split("\n")) if text else ())

        self.form.bind("plan", plan, lambda q: "\n".join(q.plan), put)
        row.addWidget(plan, 1)

    def _bind(self, name: str, at: int, part: str, field: LineField | NumberField | TextField) -> None:
        self.form.bind(f"{name}[{at}].{part}", field, part_getter(name, at, part), part_setter(name, at, part))

    def _share(self) -> None:
        """Give the levels that are there an even share of the marks."""

        def change(question: Question) -> Question:
            even = editing.levels_for(max(question.marks, 1), max(len(question.levels), 1))
            kept = question.levels[: len(even)]
            levels = tuple(replace(kept[n], low=one.low, high=one.high) for n, one in enumerate(even) if n < len(kept))
            return replace(question, levels=levels)

        self.form.edit(change, "share out the marks")

    def _add_level(self) -> None:
        def change(question: Question) -> Question:
            low = max((level.high for level in question.levels), default=0) + 1
            name = self.tr("Level {0}").format(len(question.levels) + 1)
            level = Level(
                id=editing.fresh_id(question.levels, "L"),
                low=low,
                high=max(low, question.marks),
                title=name,
                descriptor="",
            )
            return replace(question, levels=(*question.levels, level))

        self.form.edit(change)

    def _add_part(self) -> None:
        def change(question: Question) -> Question:
            return replace(question, parts=(*question.parts, Part(id=editing.fresh_id(question.parts, "t"), text="")))

        self.form.edit(change)
        if self.form.question is not None:
            self.form.focus(f"parts[{len(self.form.question.parts) - 1}].text")
