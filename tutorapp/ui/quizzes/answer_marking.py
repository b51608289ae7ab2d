"""A teacher marks a class's written answers one after the other, with the scheme beside each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain import markup
from tutorapp.domain.bank import terms
from tutorapp.domain.content import MarkPoint, Question
from tutorapp.domain.results import Result, ResultAnswer
from tutorapp.marking import scheme
from tutorapp.services.results import ClassTable
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Column, Reading, announce, clear, label


class AnswerMarking(QWidget):
    """The answer at the left, its question and scheme at the right; the pupil's own ticks stand as a suggestion.

    Signals:
        marked: (result id, question, marks, level, points awarded).
        finished: back to the table.
    """

    marked = Signal(str, object, int, str, object)
    finished = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._queue: list[tuple[Result, ResultAnswer]] = []
        self._at = 0
        self._boxes: dict[str, QCheckBox] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("quizzes.marking.split")
        split.setChildrenCollapsible(False)
        split.addWidget(self._left())
        split.addWidget(self._right())
        split.setSizes([720, 590])
        outer.addWidget(split, 1)
        outer.addWidget(self._foot())

    def _left(self) -> QWidget:
        side = QFrame()
        side.setProperty("role", "surface")
        side.setMinimumWidth(240)
        column = QVBoxLayout(side)
        column.setContentsMargins(24, 16, 24, 16)
        self.who = label("", "h3", name="quizzes.marking.who")
        self.times = label("", "muted", name="quizzes.marking.times", wrap=True)
        self.answer = QPlainTextEdit()
        self.answer.setObjectName("quizzes.marking.answer")
        self.answer.setAccessibleName(self.tr("The answer"))
        self.answer.setReadOnly(True)
        self.answer.setTabChangesFocus(True)
        self.answer.setProperty("role", "page")
        self.answer.setFont(self._ctx.theme.font("body"))
        self.answer.document().setDocumentMargin(0)
        column.addWidget(self.who)
        column.addWidget(self.times)
        column.addWidget(self.answer, 1)
        return side

    def _right(self) -> QWidget:
        page = Column("quizzes.marking.scheme", (24, 16, 24, 16), 10)
        page.setMinimumWidth(240)
        page.setProperty("role", "surface")
        page.inner.setProperty("role", "surface")
        self.question = Reading(self._ctx, "body", name="quizzes.marking.question")
        page.body.addWidget(self.question)
        self._points = QVBoxLayout()
        self._points.setSpacing(6)
        page.body.addLayout(self._points)
        page.body.addStretch(1)
        return page

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 8, 16, 8)
        row.setSpacing(8)
        self.place = label("", "secondary", name="quizzes.marking.place")
        row.addWidget(self.place, 1)
        self.level = QComboBox()
        self.level.setObjectName("quizzes.marking.level")
        self.level.setAccessibleName(self.tr("Level"))
        self.level.currentIndexChanged.connect(self._on_level)
        self.marks = QSpinBox()
        self.marks.setObjectName("quizzes.marking.marks")
        self.marks.setAccessibleName(self.tr("Marks"))
        self.marks.setFixedWidth(self._ctx.theme.px(64))
        self.marks.lineEdit().setTextMargins(6, 0, 0, 0)
        self.of = label("", "", name="quizzes.marking.of")
        row.addWidget(self.level)
        row.addWidget(self.marks)
        row.addWidget(self.of)
        self.back = self._button(self.tr("Back to the table"), "quizzes.marking.back", "")
        self.skip = self._button(self.tr("Later"), "quizzes.marking.skip", "")
        self.save = self._button(self.tr("Save and next"), "quizzes.marking.save", "primary")
        for button in (self.back, self.skip, self.save):
            row.addWidget(button)
        self.back.clicked.connect(self.finished.emit)
        self.skip.clicked.connect(self._next)
        self.save.clicked.connect(self._save)
        return foot

    def _button(self, text: str, name: str, role: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        if role:
            button.setProperty("role", role)
        return button

    # --- showing ---------------------------------------------------------------------------------------

    def begin(self, table: ClassTable, only: tuple[str, str] | None = None) -> None:
        """Mark what waits in ``table``, question by question; or the one answer ``only`` (result id, question id)."""
        by_question: dict[str, list[tuple[Result, ResultAnswer]]] = {key: [] for key in table.questions}
        for result, cells in zip(table.results, table.cells, strict=True):
            for answer in result.answers:
                cell = cells.get(answer.question.id)
                if cell and (only == (result.id, answer.question.id) or (only is None and cell.marks is None)):
                    by_question[answer.question.id].append((result, answer))
        self._queue = [pair for pairs in by_question.values() for pair in pairs]
        self._at = 0
        self._show()

    def _show(self) -> None:
        if self._at >= len(self._queue):
            self.finished.emit()
            return
        result, answer = self._queue[self._at]
        question = answer.question
        self.who.setText(result.name)
        self.times.setText(self._times(answer))
        self.answer.setPlainText(answer.text or self.tr("(nothing was written)"))
        self.question.set_plain(f"{markup.plain(question.text)}  [{question.marks}]")
        self.place.setText(self.tr("Answer {0} of {1}").format(self._at + 1, len(self._queue)))
        self.marks.setRange(0, question.marks)
        self.of.setText(self.tr("of {0}").format(question.marks))
        self._show_scheme(question, answer)
        self.marks.setFocus()
        announce(self, f"{result.name}. {self.place.text()}")

    def _show_scheme(self, question: Question, answer: ResultAnswer) -> None:
        clear(self._points)
        self._boxes = {}
        self.level.blockSignals(True)
        self.level.clear()
        self.level.addItem(self.tr("no level"), "")
        for level in question.levels:
            self.level.addItem(f"{level.title} ({level.low}–{level.high})", level.id)
            text = f"{level.title}, {level.low}–{level.high}: {markup.plain(level.descriptor)}"
            self._points.addWidget(label(text, "secondary", wrap=True))
        self.level.blockSignals(False)
        self.level.setVisible(bool(question.levels))
        for point in question.points:
            box = QCheckBox()
            box.setObjectName(f"quizzes.marking.point.{point.id}")
            box.setAccessibleName(markup.plain(point.text))
            box.setChecked(point.id in answer.points)
            box.toggled.connect(lambda _on, question=question: self._count(question))
            self._boxes[point.id] = box
            self._points.addWidget(_row(box, markup.plain(point.text), self._accepted(point)))
        if question.indicative:
            self._points.addWidget(label(self.tr("May be in a good answer"), "label"))
        for point in question.indicative:
            self._points.addWidget(label(f"•  {markup.plain(point.text)}", "secondary", wrap=True))
        if self._boxes:
            self._count(question)
        else:
            self.marks.setValue(answer.self_marks or 0)

    def _accepted(self, point: MarkPoint) -> str:
        """The words that earn the point and those that do not, as the mark scheme has them."""
        parts = []
        if point.terms:
            parts.append(self.tr("accept: {0}").format(", ".join(terms.write_all(point.terms))))
        if point.equivalent:
            parts.append(self.tr("or equivalent"))
        if point.reject:
            parts.append(self.tr("not: {0}").format(", ".join(point.reject)))
        return " · ".join(parts)

    def _count(self, question: Question) -> None:
        """The marks that the ticks come to, by the same rule as everywhere: groups and caps."""
        self.marks.setValue(scheme.total(question, self._ticked()).total)

    def _ticked(self) -> set[str]:
        return {key for key, box in self._boxes.items() if box.isChecked()}

    def _on_level(self) -> None:
        _result, answer = self._queue[self._at]
        level = next((one for one in answer.question.levels if one.id == self.level.currentData()), None)
        if level is not None and not level.low <= self.marks.value() <= level.high:
            self.marks.setValue((level.low + level.high + 1) // 2)

    def _times(self, answer: ResultAnswer) -> str:
        parts = [self.tr("{0} words").format(len(answer.text.split()))]
        parts.append(self.tr("{0} min used").format(round(answer.used_seconds / 60)))
        if answer.allowed_seconds:
            parts.append(self.tr("{0} min allowed").format(round(answer.allowed_seconds / 60)))
        if answer.extra_percent:
            parts.append(self.tr("{0} % extra time").format(answer.extra_percent))
        if answer.break_seconds:
            parts.append(self.tr("{0} min of breaks").format(round(answer.break_seconds / 60)))
        if answer.self_marks is not None:
            parts.append(self.tr("marked {0} by the pupil").format(answer.self_marks))
        return " · ".join(parts)

    # --- deciding --------------------------------------------------------------------------------------

    def _save(self) -> None:
        result, answer = self._queue[self._at]
        points = tuple(key for key in self._boxes if key in self._ticked())
        level = str(self.level.currentData() or "")
        self.marked.emit(result.id, answer.question, self.marks.value(), level, points)
        self._next()

    def _next(self) -> None:
        self._at += 1
        self._show()


def _row(box: QCheckBox, text: str, accepted: str) -> QWidget:
    """A tick with words that wrap and what is accepted for them; a click on the words ticks too."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    words = label(text, "", wrap=True)
    words.setBuddy(box)
    words.mousePressEvent = lambda _event: box.toggle()  # type: ignore[method-assign]  # a label has no click of its own
    line.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(words)
    if accepted:
        column.addWidget(label(accepted, "muted", wrap=True))
    line.addLayout(column, 1)
    return row
