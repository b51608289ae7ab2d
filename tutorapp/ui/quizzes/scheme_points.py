"""Mark points in their groups with caps; the words of the chosen point are edited in a form below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from tutorapp.domain.bank import editing, terms
from tutorapp.domain.checking.schemes import reachable
from tutorapp.domain.content import MarkPoint, OneSidedCap, PointGroup, Question
from tutorapp.ui.practice.parts import label
from tutorapp.ui.quizzes.chips import ChipsField
from tutorapp.ui.quizzes.fields import ChoiceField, LineField, NumberField, TextField, TickField
from tutorapp.ui.quizzes.form import Form, SchemeForm, part_getter, part_setter, setter, small

_TOP = Qt.AlignmentFlag.AlignTop


class PointsForm(SchemeForm):
    """Rows of points under their groups. ``list_name``: "points", or "indicative" for an essay's content.

    Signals:
        chosen: the point whose words are edited below (its place), or -1.
    """

    chosen = Signal(int)
    list_name = "points"

    def build(self, question: Question) -> None:
        self.at = -1
        self._sums: dict[str, QLabel] = {}
        self._counts: dict[int, tuple[QLabel, QLabel]] = {}
        self._row_of: dict[int, QWidget] = {}
        self._heads(question)
        points: Sequence[MarkPoint] = getattr(question, self.list_name)
        self.rows[self.list_name] = []
        for group in question.groups:
            self._group(question, group)
            self._points(points, group.id)
        self._points(points, None if not question.groups else "")
        self.rows[self.list_name] = [self._row_of[at] for at in range(len(points))]
        self.adder("point", self._point_word(), self._add_point)
        if question.type in ("short_answer", "structured"):
            self.adder("group", self.tr("Group"), self._add_group)
        self.form.entered.connect(self._on_entered)
        self.update_from(question)

    def _heads(self, question: Question) -> None:
        reason = question.type == "true_false"
        title = self.tr("Mark points for the reason, if one is asked") if reason else self.tr("Mark scheme")
        columns = [_fixed(small(text, "label"), self, wide) for text, wide in self._columns()]
        self.head(self.list_name, title, *columns)
        if len(question.groups) > 1 and self.list_name == "points":
            self._caps(question)

    def _columns(self) -> tuple[tuple[str, int], ...]:
        return ((self.tr("Accepts"), 56), (self.tr("Rejects"), 56), (self.tr("Marks"), 64))

    def _point_word(self) -> str:
        return self.tr("Mark point")

    # --- groups --------------------------------------------------------------------------------------

    def _group(self, question: Question, group: PointGroup) -> None:
        at = question.groups.index(group)
        made, row = self.line(left=10, top=2)
        made.setProperty("role", "strip")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = LineField(
            self.ctx,
            f"quizzes.edit.groups.{at}.title",
            self.tr("Title of group {0}").format(at + 1),
            self.tr("Group {0}: its name").format(at + 1),
        )
        title.line.setProperty("role", "quietstrong")
        self.form.bind(
            f"groups[{at}].title", title, part_getter("groups", at, "title"), part_setter("groups", at, "title")
        )
        row.addWidget(self.grip("groups", at, self.tr("group {0}").format(at + 1), title))
        row.addWidget(title, 1)
        if self.list_name == "points":
            most = NumberField(
                self.ctx, f"quizzes.edit.groups.{at}.max", self.tr("Group {0} gives at most").format(at + 1), 0, 100
            )
            most.spin.setFixedWidth(self.ctx.theme.px(52))
            self.form.bind(
                f"groups[{at}].max", most, part_getter("groups", at, "max"), part_setter("groups", at, "max")
            )
            sums = small("")
            sums.setMinimumWidth(self.ctx.theme.px(34))
            self._sums[group.id] = sums
            row.addWidget(small(self.tr("at most")))
            row.addWidget(most)
            row.addWidget(sums)

    def _caps(self, question: Question) -> None:
        _made, row = self.line(left=16, top=4)
        many = len(question.groups)
        counts = ((None, self.tr("all groups count")), *((n, self._best(n)) for n in range(1, many)))
        best = ChoiceField(self.ctx, "quizzes.edit.best_groups", self.tr("Groups that count"), counts)
        self.form.bind("best_groups", best, lambda q: q.best_groups, setter("best_groups"))
        cap = NumberField(
            self.ctx,
            "quizzes.edit.one_sided_cap",
            self.tr("Most marks for an answer that stays in one group"),
            -1,
            99,
            self.tr("no cap"),
        )
        cap.spin.setFixedWidth(self.ctx.theme.px(84))
        self.form.bind("one_sided_cap", cap, lambda q: q.one_sided_cap.cap if q.one_sided_cap else -1, _capped)
        row.addWidget(best)
        row.addStretch(1)
        row.addWidget(small(self.tr("In one group only:")))
        row.addWidget(cap)
        self.form.boxes["one_sided_cap"] = self.form.boxes[self.list_name]

    def _best(self, count: int) -> str:
        return self.tr("the best group counts") if count == 1 else self.tr("the best {0} groups count").format(count)

    # --- points --------------------------------------------------------------------------------------

    def _points(self, points: Sequence[MarkPoint], group: str | None) -> None:
        for at, point in enumerate(points):
            if group is None or point.group == group:
                self._row_of[at] = self._point(at)

    def _point(self, at: int) -> QWidget:
        name = self.list_name
        made, row = self.line(left=10, top=1)
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        spoken = self.tr("point {0}").format(at + 1)
        text = TextField(
            self.ctx,
            f"quizzes.edit.{name}.{at}.text",
            self.tr("Mark point {0}").format(at + 1),
            self.tr("One idea that earns the mark"),
            most=4,
        )
        text.edit.setProperty("role", "quiet")
        self.form.bind(f"{name}[{at}].text", text, part_getter(name, at, "text"), part_setter(name, at, "text"))
        self.form.repairs[f"{name}[{at}].text"] = (self.tr("Remove"), lambda: self.remove_row(name, at))
        row.addWidget(self.grip(name, at, spoken, text), 0, _TOP)
        number = _fixed(small(str(at + 1), "muted"), self, 18)
        number.setContentsMargins(0, self.ctx.theme.px(7), 0, 0)
        row.addWidget(number, 0, _TOP)
        row.addWidget(text, 1)
        if name == "points":
            accepts, rejects = (_fixed(small("", ""), self, 56) for _ in range(2))
            self._counts[at] = (accepts, rejects)
            marks = NumberField(
                self.ctx, f"quizzes.edit.{name}.{at}.marks", self.tr("Marks of point {0}").format(at + 1), 1, 20
            )
            marks.spin.setFixedWidth(self.ctx.theme.px(52))
            self.form.bind(f"{name}[{at}].marks", marks, part_getter(name, at, "marks"), part_setter(name, at, "marks"))
            for widget in (accepts, rejects, marks):
                row.addWidget(widget, 0, _TOP)
            accepts.setContentsMargins(0, self.ctx.theme.px(7), 0, 0)
            rejects.setContentsMargins(0, self.ctx.theme.px(7), 0, 0)
        return made

    def update_from(self, question: Question) -> None:
        points: Sequence[MarkPoint] = getattr(question, self.list_name)
        for group in question.groups:
            if group.id in self._sums:
                total = sum(point.marks for point in points if point.group == group.id)
                self._sums[group.id].setText(self.tr("of {0}").format(total))
        for at, (accepts, rejects) in self._counts.items():
            accepts.setText(str(len(points[at].terms) or "–"))
            rejects.setText(str(len(points[at].reject) or "–"))

    def summary(self, question: Question) -> str:
        """What the points come to."""
        most = reachable(question)
        return self.tr("All points together: {0} of {1}").format(most, question.marks)

    def choose(self, at: int) -> None:
        """Edit the words of the point at ``at`` below."""
        if at == self.at:
            return
        for place, row in self._row_of.items():
            self.ctx.theme.set_role(row, "chosen" if place == at else "")
        self.at = at
        self.chosen.emit(at)

    def _on_entered(self, path: str) -> None:
        if path.startswith(f"{self.list_name}["):
            self.choose(int(path.partition("[")[2].partition("]")[0]))

    def move_row(self, name: str, at: int, to: int) -> None:
        """A point that moves among those of another group joins it."""
        question = self.form.question
        if name == "groups" or question is None:
            super().move_row(name, at, to)
            return
        points: tuple[MarkPoint, ...] = getattr(question, name)
        if at == to or not 0 <= to < len(points):
            return
        joined = editing.put(points, at, replace(points[at], group=points[to].group))
        self.form.edit(lambda q: _with(q, name, editing.moved(joined, at, to)), "move mark point")
        self.form.focus(f"{name}[{to}].text")

    def remove_row(self, name: str, at: int) -> None:
        if name == "groups":
            question = self.form.question
            if question is not None:
                group = question.groups[at].id
                self.form.edit(lambda q: editing.without_group(q, group), f"remove group {at + 1}")
        else:
            super().remove_row(name, at)

    def _add_point(self) -> None:
        """A point in the group of the chosen one, behind it."""
        question = self.form.question
        if question is None:
            return
        points: tuple[MarkPoint, ...] = getattr(question, self.list_name)
        at = self.at if 0 <= self.at < len(points) else len(points) - 1
        group = points[at].group if points else (question.groups[0].id if question.groups else "")
        made = MarkPoint(id=editing.fresh_id(points, self.list_name[0]), text="", group=group)
        self.form.edit(lambda q: _with(q, self.list_name, (*points[: at + 1], made, *points[at + 1 :])))
        self.form.focus(f"{self.list_name}[{at + 1}].text")

    def _add_group(self) -> None:
        def change(question: Question) -> Question:
            group = PointGroup(id=editing.fresh_id(question.groups, "g"), max=1)
            points = getattr(question, self.list_name)
            if not question.groups:
                points = editing.regrouped(points, "", group.id)
                group = replace(group, max=max(question.marks, 1))
            return replace(_with(question, self.list_name, points), groups=(*question.groups, group))

        self.form.edit(change, "add group")
        if self.form.question is not None:
            self.form.focus(f"groups[{len(self.form.question.groups) - 1}].title")


class IndicativeForm(PointsForm):
    """An essay's indicative content: points without marks."""

    list_name = "indicative"

    def _heads(self, question: Question) -> None:
        self.head("indicative", self.tr("Indicative content: what a good answer may hold"))

    def _point_word(self) -> str:
        return self.tr("Content")


class PointWords(QFrame):
    """The words of one point: what is accepted, what is rejected, its group."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form, self.ctx = form, form.ctx
        self.setProperty("role", "wordsfoot")
        self.setObjectName("quizzes.edit.words")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 10)
        column.setSpacing(6)
        top = QHBoxLayout()
        self._title = label("", "label")
        self._group = ChoiceField(self.ctx, "quizzes.edit.point.group", self.tr("Group"), ())
        self.equivalent = TickField(self.ctx, "quizzes.edit.point.equivalent", self.tr("Accept an equivalent"))
        self.equivalent.box.setToolTip(self.tr("The mark scheme says “or equivalent”; whoever marks decides"))
        self._hint = label(self.tr("Enter adds a word"), "muted")
        top.addWidget(self._title)
        top.addWidget(self._group)
        top.addWidget(self.equivalent)
        top.addStretch(1)
        top.addWidget(self._hint)
        column.addLayout(top)
        self.accept = ChipsField(
            self.ctx,
            "quizzes.edit.point.accept",
            self.tr("Accept"),
            "good",
            self.tr("/ between like words, + for both"),
        )
        self.reject = ChipsField(self.ctx, "quizzes.edit.point.reject", self.tr("Reject"), "bad")
        self._fields = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._fields.setSpacing(6)
        column.addLayout(self._fields)
        for words, field in ((self.tr("Accept"), self.accept), (self.tr("Reject"), self.reject)):
            row = QHBoxLayout()
            row.setSpacing(8)
            name = label(words, "label")
            name.setFixedWidth(self.ctx.theme.px(52))
            row.addWidget(name, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(field, 1)
            self._fields.addLayout(row, 1)
        self._list, self._at, self._low = "points", -1, False
        self.accept.edited.connect(lambda chips: self._put("terms", terms.read_all(chips)))
        self.reject.edited.connect(lambda chips: self._put("reject", chips))
        self.equivalent.edited.connect(lambda on: self._put("equivalent", bool(on)))
        self._group.edited.connect(lambda group: self._put("group", group))
        self.hide()

    def set_low(self, low: bool) -> None:
        """Side by side where the window is low, so that the points above can be seen."""
        directions = QBoxLayout.Direction
        self._fields.setDirection(directions.LeftToRight if low else directions.TopToBottom)
        self._low = low
        self._title.setVisible(not low)
        self._hint.setVisible(not low)
        self.refresh()

    def show_point(self, list_name: str, at: int) -> None:
        """Show the words of this point; -1 for none."""
        self._list, self._at = list_name, at
        self.refresh()

    def refresh(self) -> None:
        """Say what the question says now."""
        question = self.form.question
        points = getattr(question, self._list) if question is not None else ()
        self.setVisible(0 <= self._at < len(points))
        if question is None or not 0 <= self._at < len(points):
            return
        point: MarkPoint = points[self._at]
        self._title.setText(self.tr("Point {0}").format(self._at + 1))
        self.accept.set_value(terms.write_all(point.terms))
        self.reject.set_value(point.reject)
        self.equivalent.set_value(point.equivalent)
        groups = [(group.id, group.title or group.id) for group in question.groups]
        self._group.set_choices(groups)
        self._group.set_value(point.group)
        self._group.setVisible(len(groups) > 1 and not self._low)

    def _put(self, part: str, value: object) -> None:
        question = self.form.question
        if question is not None:
            self.form.store.settle()
            self.form.store.edit(part_setter(self._list, self._at, part)(question, value))


def _with(question: Question, name: str, points: tuple[MarkPoint, ...]) -> Question:
    return replace(question, indicative=points) if name == "indicative" else replace(question, points=points)


def _capped(question: Question, cap: int) -> Question:
    made = OneSidedCap(groups=tuple(group.id for group in question.groups), cap=cap) if cap >= 0 else None
    return replace(question, one_sided_cap=made)


def _fixed(widget: QLabel, form: SchemeForm, width: int) -> QLabel:
    widget.setFixedWidth(form.ctx.theme.px(width))
    widget.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return widget
