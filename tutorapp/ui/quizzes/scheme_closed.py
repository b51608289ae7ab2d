"""Schemes of the other questions a machine marks: true or false, pairs, order, gaps, numbers and dates."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from tutorapp.domain import dates
from tutorapp.domain.bank import editing
from tutorapp.domain.closed import read_number
from tutorapp.domain.content import DateAnswer, Gap, NumericAnswer, Pair, Question
from tutorapp.ui.quizzes.chips import ChipsField
from tutorapp.ui.quizzes.fields import ChoiceField, Field, LineField, NumberField
from tutorapp.ui.quizzes.form import Put, SchemeForm, part_getter, part_setter, setter, small

_DAY = re.compile(r"-?\d{4}-\d{2}-\d{2}")
_GAP = re.compile(r"\{([A-Za-z0-9.-]{1,64})\}")


class MatchingForm(SchemeForm):
    """Pairs; a right side alone is a wrong answer to choose from."""

    def build(self, question: Question) -> None:
        self.head("pairs", self.tr("Pairs; leave the left side empty for a wrong answer"))
        self.rows["pairs"] = [self._row(at) for at in range(len(question.pairs))]
        self.adder("pair", self.tr("Pair"), self._add)

    def _row(self, at: int) -> QWidget:
        made, row = self.line(left=12)
        left, right = (
            LineField(self.ctx, f"quizzes.edit.pairs.{at}.{side}", words.format(at + 1))
            for side, words in (("left", self.tr("Pair {0}, left")), ("right", self.tr("Pair {0}, right")))
        )
        self.form.bind(f"pairs[{at}].left", left, part_getter("pairs", at, "left"), part_setter("pairs", at, "left"))
        self.form.bind(
            f"pairs[{at}].right", right, part_getter("pairs", at, "right"), part_setter("pairs", at, "right")
        )
        left.returned.connect(lambda: self.form.focus(f"pairs[{at}].right"))
        right.returned.connect(lambda: self._next(at))
        spoken = self.tr("pair {0}").format(at + 1)
        row.addWidget(self.grip("pairs", at, spoken, left))
        right.step_asked.connect(lambda step: self.move_row("pairs", at, at + step))
        row.addWidget(left, 1)
        row.addWidget(small("↔", "muted"))
        row.addWidget(right, 1)
        row.addWidget(self.trash("pairs", at, spoken))
        return made

    def _next(self, at: int) -> None:
        question = self.form.question
        if question is not None and at + 1 < len(question.pairs):
            self.form.focus(f"pairs[{at + 1}].left")
        else:
            self._add()

    def _add(self) -> None:
        self.form.edit(lambda q: replace(q, pairs=(*q.pairs, Pair(left="", right=""))))
        if self.form.question is not None:
            self.form.focus(f"pairs[{len(self.form.question.pairs) - 1}].left")


class OrderingForm(SchemeForm):
    """Things in the right order."""

    def build(self, question: Question) -> None:
        self.head("order", self.tr("In the right order, the first at the top; pupils see them shuffled"))
        self.rows["order"] = [self._row(at) for at in range(len(question.order))]
        self.adder("item", self.tr("Item"), self._add)

    def _row(self, at: int) -> QWidget:
        made, row = self.line(left=12)
        text = LineField(self.ctx, f"quizzes.edit.order.{at}", self.tr("Item {0}").format(at + 1))
        self.form.bind(f"order[{at}]", text, lambda q: q.order[at] if at < len(q.order) else "", _ordered(at))
        text.returned.connect(lambda: self._next(at))
        spoken = self.tr("item {0}").format(at + 1)
        row.addWidget(self.grip("order", at, spoken, text))
        row.addWidget(small(str(at + 1), "muted"))
        row.addWidget(text, 1)
        row.addWidget(self.trash("order", at, spoken))
        return made

    def _next(self, at: int) -> None:
        question = self.form.question
        if question is not None and at + 1 < len(question.order):
            self.form.focus(f"order[{at + 1}]")
        else:
            self._add()

    def _add(self) -> None:
        self.form.edit(lambda q: replace(q, order=(*q.order, "")))
        if self.form.question is not None:
            self.form.focus(f"order[{len(self.form.question.order) - 1}]")


class GapsForm(SchemeForm):
    """Gaps by the name they have in the text; answers that are right, and choices to make it a drop-down."""

    def build(self, question: Question) -> None:
        self.head("gaps", self.tr("Gaps: {1}, {2} … in the question stand for them"))
        self.rows["gaps"] = [self._row(at, gap.id) for at, gap in enumerate(question.gaps)]
        self.adder("gap", self.tr("Gap"), self._add)

    def _row(self, at: int, name: str) -> QWidget:
        made, row = self.line(left=16)
        answers = ChipsField(
            self.ctx,
            f"quizzes.edit.gaps.{at}.answers",
            self.tr("Gap {0}, right answers").format(name),
            "good",
            self.tr("Right answers"),
        )
        options = ChipsField(
            self.ctx,
            f"quizzes.edit.gaps.{at}.options",
            self.tr("Gap {0}, choices").format(name),
            "",
            self.tr("Choices, if any"),
        )
        for field, part in ((answers, "answers"), (options, "options")):
            self.form.bind(f"gaps[{at}].{part}", field, part_getter("gaps", at, part), part_setter("gaps", at, part))
        row.addWidget(small(f"{{{name}}}", "strong"))
        row.addWidget(answers, 1)
        row.addWidget(options, 1)
        row.addWidget(self.trash("gaps", at, self.tr("gap {0}").format(name)))
        return made

    def remove_row(self, name: str, at: int) -> None:
        def change(question: Question) -> Question:
            text = question.text.replace(f"{{{question.gaps[at].id}}}", "")
            return replace(question, gaps=editing.without(question.gaps, at), text=text)

        self.form.edit(change, "remove gap")

    def _add(self) -> None:
        """A new gap at the cursor of the question's text."""
        question = self.form.question
        if question is None:
            return
        taken = {gap.id for gap in question.gaps} | set(_GAP.findall(question.text))
        name = next(str(n) for n in range(1, 1000) if str(n) not in taken)
        named = set(_GAP.findall(question.text)) - {gap.id for gap in question.gaps}
        if named:
            name, sign = sorted(named)[0], ""
        else:
            sign = f"{{{name}}}"
        at = self._cursor(question)
        text = question.text[:at] + sign + question.text[at:]
        self.form.edit(lambda q: replace(q, text=text, gaps=(*q.gaps, Gap(id=name, answers=()))), "add gap")
        self.form.focus(f"gaps[{len(question.gaps)}].answers")

    def _cursor(self, question: Question) -> int:
        edit = getattr(self.form.fields["text"].field, "edit", None)
        return edit.textCursor().position() if edit is not None else len(question.text)


class NumericForm(SchemeForm):
    """A number, how far off it may be, and its unit."""

    def build(self, question: Question) -> None:
        self.head("numeric", self.tr("The answer"))
        _made, row = self.line(left=16, top=8)
        self.value = LineField(self.ctx, "quizzes.edit.numeric.value", self.tr("Number"))
        self.tolerance = LineField(self.ctx, "quizzes.edit.numeric.tolerance", self.tr("May be off by"))
        self.unit = LineField(self.ctx, "quizzes.edit.numeric.unit", self.tr("Unit"), self.tr("such as % or roubles"))
        for field, part, words in (
            (self.value, "value", self.tr("Number")),
            (self.tolerance, "tolerance", self.tr("May be off by")),
        ):
            row.addWidget(small(words))
            row.addWidget(field, 1)
            self._bind_number(field, part)
        row.addWidget(small(self.tr("Unit")))
        row.addWidget(self.unit, 1)
        self.form.bind(
            "numeric.unit",
            self.unit,
            lambda q: q.numeric.unit if q.numeric else self.unit.line.text(),
            lambda q, _unit: replace(q, numeric=self._read(q)),
        )
        self.wrong = small("", "danger")
        self.wrong.setObjectName("quizzes.edit.numeric.wrong")
        self.wrong.setContentsMargins(16, 0, 16, 0)
        self.wrong.hide()
        self.column.addWidget(self.wrong)

    def _bind_number(self, field: LineField, part: str) -> None:
        def get(question: Question) -> object:
            if question.numeric is None:
                return field.line.text() if self._is_blank(self.value) else ""
            value = getattr(question.numeric, part)
            shown = 0.0 if part == "tolerance" and self._is_blank(field) else read_number(field.line.text())
            return field.line.text() if shown is not None and float(shown) == value else f"{value:.15g}"

        def put(question: Question, _text: str) -> Question:
            return replace(question, numeric=self._read(question))

        self.form.bind(f"numeric.{part}", field, get, put)

    def _is_blank(self, field: LineField) -> bool:
        return not field.line.text().strip()

    def _read(self, question: Question) -> NumericAnswer | None:
        """What stands in the fields; as long as no number does there is no answer, and what cannot be read changes
        nothing."""
        value = read_number(self.value.line.text())
        tolerance = Decimal(0) if self._is_blank(self.tolerance) else read_number(self.tolerance.line.text())
        good = (value is not None or self._is_blank(self.value)) and tolerance is not None
        self.wrong.setText("" if good else self.tr("This cannot be read as a number: write it such as 1250 or 3.5."))
        self.wrong.setVisible(not good)
        if not good:
            return question.numeric
        if value is None:
            return None
        return NumericAnswer(value=float(value), tolerance=float(tolerance or 0), unit=self.unit.line.text())


class DateForm(SchemeForm):
    """A date in words or as EDTF, and how many days off still earn something."""

    def build(self, question: Question) -> None:
        self.head("date", self.tr("The answer"))
        _made, row = self.line(left=16, top=8)
        when = LineField(self.ctx, "quizzes.edit.date.when", self.tr("Date"), self.tr("such as 1 December 1934"))
        near = NumberField(
            self.ctx, "quizzes.edit.date.near", self.tr("Days off until nothing is earned"), 0, 36_500, self.tr("none")
        )
        near.spin.setFixedWidth(self.ctx.theme.px(96))
        self.form.bind("date.when", when, lambda q: q.date.when if q.date else "", _dated("when"))
        self.form.bind("date.near_days", near, lambda q: q.date.near_days if q.date else 0, _dated("near_days"))
        when.line.editingFinished.connect(self._read)
        row.addWidget(small(self.tr("Date")))
        row.addWidget(when, 1)
        row.addWidget(small(self.tr("Part of the marks up to")))
        row.addWidget(near)
        row.addWidget(small(self.tr("days off")))
        self.said = small("")
        self.said.setObjectName("quizzes.edit.date.words")
        self.said.setContentsMargins(16, 0, 16, 0)
        self.column.addWidget(self.said)
        self.update_from(question)

    def update_from(self, question: Question) -> None:
        words, day = "", False
        if question.date is not None and question.date.when:
            try:
                words = dates.in_words(dates.parse_edtf(question.date.when))
                day = _DAY.fullmatch(question.date.when) is not None
            except dates.DateError:
                words = ""
        told = self.tr("{0} is right.") if day else self.tr("Any day of {0} is right.")
        self.said.setText(told.format(words) if words else "")

    def _read(self) -> None:
        """Words become EDTF when the line is left."""
        question = self.form.question
        if question is None or question.date is None or not question.date.when:
            return
        typed = question.date.when
        try:
            dates.parse_edtf(typed)
        except dates.DateError:
            try:
                found = dates.read_typed(typed)
            except dates.DateError:
                return
            self.form.store.edit(_dated("when")(question, found.date.edtf), key="date.when")


class TrueFalseForm(SchemeForm):
    """Which it is; the reason, if one is asked, follows below."""

    def build(self, question: Question) -> None:
        self.head("true", self.tr("The answer"))
        _made, row = self.line(left=16, top=8)
        choices = ((True, self.tr("True")), (False, self.tr("False")))
        field: Field = ChoiceField(self.ctx, "quizzes.edit.true", self.tr("The statement is"), choices)
        self.form.bind("true", field, lambda q: q.true, setter("true"))
        row.addWidget(small(self.tr("The statement is")))
        row.addWidget(field)
        row.addStretch(1)


def _ordered(at: int) -> Put:
    return lambda q, value: replace(q, order=editing.put(q.order, at, str(value))) if at < len(q.order) else q


def _dated(part: str) -> Put:
    def put(question: Question, value: Any) -> Question:  # noqa: ANN401  # a date or days
        return replace(question, date=replace(question.date or DateAnswer(when=""), **{part: value}))

    return put
