"""What is known of a question before it is sat: its text, marks, time, earlier marks; never its scheme."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tutorapp.domain import choosing, markup
from tutorapp.domain.content import Question
from tutorapp.domain.library import Library
from tutorapp.domain.records import dataclass
from tutorapp.domain.work import AttemptRecord, LastResult
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice import words
from tutorapp.ui.practice.chart import Mark, MarksChart
from tutorapp.ui.practice.parts import Column, Flow, KeyButton, Picture, Reading, Rule, label

MOST_POINTS = 3
"""With more specification points than this only their ids are said."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with what the pages say about it."""

    question: Question
    library: Library
    result: LastResult | None
    extra_percent: int
    suggests: bool
    suggested: bool = False  # it is the program's proposal

    def text(self) -> str:
        """The question's words."""
        return words.question_words(self.question, self.library.titles)

    def points(self) -> str:
        """Its specification points, e.g. "SF4 Propaganda and cult · SF5 Police state"."""
        known = self.library.spec_points
        names = [f"{key} {known[key].short}" if key in known else key for key in self.question.spec]
        return " · ".join(names if len(names) <= MOST_POINTS else self.question.spec)


def marks_of(records: Sequence[AttemptRecord], now_words: MarkDay) -> list[Mark]:
    """The marks of ``records`` (newest first), oldest first; unmarked ones are left out."""
    marks = []
    for record in reversed(records):
        marking = words.shown_marking(record)
        if marking is not None and record.answer is not None:
            marks.append(Mark(now_words(record), marking.low, marking.high))
    return marks


class MarkDay:
    """Says the day of a record, from now."""

    def __init__(self, context: UiContext, tr: words.Translate) -> None:
        self._ctx, self._tr = context, tr

    def __call__(self, record: AttemptRecord) -> str:
        at = record.answer.at if record.answer else record.attempt.at
        return words.day(at, self._ctx.clock.now(), self._tr)


def missing_both_times(question: Question, records: Sequence[AttemptRecord]) -> str:
    """The text of a mark point that each of the last two marked attempts missed; empty without one."""
    marked = [found for record in records if (found := words.shown_marking(record)) is not None][:2]
    if len(marked) < 2:
        return ""
    for point in question.points:
        decided = [next((d for d in m.decisions if d.point_id == point.id), None) for m in marked]
        if all(decision is not None and not decision.awarded for decision in decided):
            return markup.plain(point.text)
    return ""


class StartButtons(QWidget):
    """Start timed, practise untimed.

    Signals:
        asked: the mode, "timed" or "untimed".
    """

    asked = Signal(str)

    def __init__(self, context: UiContext, name: str, *, key: str = "") -> None:
        super().__init__()
        row = Flow(8)
        self.setLayout(row)
        self.timed = KeyButton(context, self.tr("Start timed"), f"{name}.timed", role="primary", key=key)
        self.untimed = KeyButton(context, self.tr("Practise untimed"), f"{name}.untimed", tall=True)
        for button, mode in ((self.timed, "timed"), (self.untimed, "untimed")):
            row.addWidget(button)
            button.clicked.connect(lambda _checked=False, mode=mode: self.asked.emit(mode))


class QuestionPreview(QFrame):
    """The right-hand column of the choose page.

    Signals:
        start_asked: (question id, mode).
        section_asked: read this section first (its id).
    """

    start_asked = Signal(str, str)
    section_asked = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._shown: Shown | None = None
        self.setObjectName("practice.preview")
        self.setProperty("role", "sideright")
        self._build()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        page = Column("practice.preview.scroll", (24, 24, 23, 16), 0)
        self._caption = label("", "caption", name="practice.preview.points", wrap=True)
        self._text = Reading(self._ctx, name="practice.preview.text")
        self._facts = QGridLayout()
        self._facts.setVerticalSpacing(8)
        self._facts.setHorizontalSpacing(12)
        self._facts.setColumnMinimumWidth(0, 100)
        self._facts.setColumnStretch(1, 1)
        self._values = []
        for at, name in enumerate((self.tr("Marks"), self.tr("Time"), self.tr("Marked"))):
            value = label("", "", wrap=True)
            self._facts.addWidget(label(name, "secondary"), at, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(value, at, 1)
            self._values.append(value)
        self._buttons = StartButtons(self._ctx, "practice.preview", key=self.tr("Enter"))
        self._buttons.asked.connect(self._on_start)
        self._earlier = label(self.tr("Your earlier answers"), "label")
        self._chart = MarksChart(self._ctx, "practice.preview.chart", 112)
        self._remark = label("", "secondary", name="practice.preview.remark", wrap=True)
        for widget, space in (
            (self._caption, 8),
            (self._text, 12),
            (self._facts, 20),
            (self._buttons, 24),
            (Rule(), 16),
            (self._earlier, 12),
            (self._chart, 8),
            (self._remark, 0),
        ):
            if isinstance(widget, QGridLayout):
                page.body.addLayout(widget)
            else:
                page.body.addWidget(widget)
            page.body.addSpacing(space)
        page.body.addStretch(1)
        outer.addWidget(page, 1)
        outer.addWidget(self._build_foot())

    def _build_foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(24, 0, 23, 8)
        column.addWidget(Rule())
        row = QHBoxLayout()
        self._section = KeyButton(
            self._ctx, "", "practice.preview.section", role="link", icon="book-open", tint="accent"
        )
        self._section.clicked.connect(self._on_section)
        row.addWidget(self._section)
        row.addStretch(1)
        column.addLayout(row)
        self._foot = foot
        return foot

    def show_question(self, shown: Shown | None) -> None:
        """Show ``shown``, or nothing; earlier answers follow with ``set_records``."""
        self._shown = shown
        self.widget_visible(shown is not None)
        if shown is None:
            return
        question = shown.question
        kind = choosing.TYPE_NAMES.get(question.type, "")
        self._caption.setText(" · ".join(part for part in (self.tr(kind), shown.points()) if part))
        self._text.set_plain(shown.text())
        time = time_words(shown, self.tr)
        way = words.way_of_marking(question, shown.suggests, self.tr)
        for value, text in zip(self._values, (words.marks_words(question, self.tr), time, way), strict=True):
            value.setText(text)
        section = next((s for s in question.sections if s in shown.library.sections), "")
        self._foot.setVisible(bool(section))
        if section:
            self._section.set_words(self.tr("Read {0} first").format(section_words(shown.library, section, self.tr)))
        self.set_records(())

    def set_records(self, records: Sequence[AttemptRecord]) -> None:
        """Show the earlier answers, newest first."""
        if self._shown is None:
            return
        marks = marks_of(records, MarkDay(self._ctx, self.tr))
        self._chart.setVisible(bool(marks))
        self._chart.set_marks(marks, self._shown.question.marks)
        missing = missing_both_times(self._shown.question, records)
        if missing:
            self._remark.setText(self.tr("Missing both times: {0}").format(missing))
        elif marks:
            self._remark.setText("")
        else:
            self._remark.setText(self.tr("Your marked answers will be kept here."))

    def widget_visible(self, visible: bool) -> None:
        """Show or blank everything inside."""
        for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            child.setVisible(visible)

    def _on_start(self, mode: str) -> None:
        if self._shown is not None:
            self.start_asked.emit(self._shown.question.id, mode)

    def _on_section(self) -> None:
        if self._shown is not None:
            section = next((s for s in self._shown.question.sections if s in self._shown.library.sections), "")
            if section:
                self.section_asked.emit(section)


class QuestionCard(QWidget):
    """The same in a narrow pane: one question large, facts in a line.

    Signals:
        start_asked: (question id, mode).
    """

    start_asked = Signal(str, str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._shown: Shown | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._caption = label("", "caption", name="practice.card.points", wrap=True)
        self._text = Reading(context, name="practice.card.text")
        facts = QWidget()
        self._facts = Flow(20)
        facts.setLayout(self._facts)
        self._values = [self._fact(icon) for icon in ("file-text", "clock", "history")]
        self._buttons = StartButtons(context, "practice.card")
        self._buttons.asked.connect(self._on_start)
        for widget, space in ((self._caption, 4), (self._text, 6), (facts, 14), (self._buttons, 0)):
            column.addWidget(widget)
            column.addSpacing(space)

    def _on_start(self, mode: str) -> None:
        if self._shown is not None:
            self.start_asked.emit(self._shown.question.id, mode)

    def _fact(self, icon: str) -> tuple[QWidget, QWidget]:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        value = label("", "secondary")
        row.addWidget(Picture(self._ctx, icon))
        row.addWidget(value)
        self._facts.addWidget(holder)
        return holder, value

    def show_question(self, shown: Shown) -> None:
        """Show ``shown``."""
        self._shown = shown
        now = self._ctx.clock.now()
        parts = [shown.points()] if shown.points() else []
        if shown.suggested:
            parts.append(self.tr("suggested next"))
        if shown.result is not None:
            parts.append(self.tr("last tried {0}").format(words.day(shown.result.at, now, self.tr)))
        self._caption.setText(" · ".join(parts))
        self._text.set_plain(shown.text())
        marks = self.tr("1 mark") if shown.question.marks == 1 else self.tr("{0} marks").format(shown.question.marks)
        result = words.result_words(shown.result, self.tr)
        last = self.tr("last {0}").format(result) if shown.result is not None else result
        for (_holder, value), text in zip(self._values, (marks, time_words(shown, self.tr), last), strict=True):
            value.setText(text)  # type: ignore[attr-defined]  # a label

    def focus_first(self) -> None:
        """The start button."""
        self._buttons.timed.setFocus()

    def question_id(self) -> str:
        """The question shown, or empty."""
        return self._shown.question.id if self._shown else ""


def time_words(shown: Shown, tr: words.Translate) -> str:
    """ "12 min", or "12 min, with your 25 %: 15 min"."""
    base = words.minutes(choosing.base_seconds(shown.question), tr)
    if not shown.extra_percent:
        return base
    allowed = words.minutes(choosing.allowed_seconds(shown.question, shown.extra_percent), tr)
    return tr("{0}, with your {1} %: {2}").format(base, shown.extra_percent, allowed)


def section_words(library: Library, section_id: str, tr: words.Translate) -> str:
    """ "section 5.1", or the title of a section without a number."""
    section = library.sections.get(section_id)
    if section is None:
        return ""
    return tr("section {0}").format(section.number) if section.number else f"“{section.title}”"
