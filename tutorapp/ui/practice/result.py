"""The result: the mark, what earned it, the one thing to add next, and the line of marks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from tutorapp.domain import markup
from tutorapp.domain.closed import mark, read_response
from tutorapp.domain.content import CLOSED_TYPES, Question
from tutorapp.domain.library import Library
from tutorapp.domain.records import dataclass
from tutorapp.domain.work import AttemptRecord, Decision, Marking
from tutorapp.marking import scheme
from tutorapp.services import feedback
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice import words
from tutorapp.ui.practice.chart import MarksChart
from tutorapp.ui.practice.parts import Figure, Flow, KeyButton, Picture, Reading, Rule, clear, label
from tutorapp.ui.practice.preview import MarkDay, marks_of, section_words

NARROW = 860


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the result: earned or not, what, and the quiet line under it."""

    earned: bool
    title: str
    detail: str = ""


class Bars(QWidget):
    """A bar a mark for each group, filled where it was earned."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._groups: list[tuple[str, int, int]] = []
        self.setObjectName("practice.result.bars")

    def set_groups(self, groups: list[tuple[str, int, int]]) -> None:
        """(words, marks, most) a group."""
        self._groups = groups
        self.setAccessibleName("; ".join(text for text, _marks, _most in groups))
        self.setVisible(bool(groups))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._ctx.theme.px(320), len(self._groups) * self._ctx.theme.px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, len(self._groups) * self._ctx.theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._ctx.theme
        row = theme.px(24)
        longest = max((most for _t, _m, most in self._groups), default=1)
        wide = max(8.0, min(44.0, self.width() * 0.45 / longest - 4))
        for at, (text, marks, most) in enumerate(self._groups):
            middle = at * row + row / 2
            for number in range(most):
                box = QRectF(number * (wide + 4) + 0.5, middle - 4, wide - 1, 8)
                earned = number < marks
                painter.setPen(QPen(theme.colour("success" if earned else "border.strong"), 1))
                painter.setBrush(theme.colour("success" if earned else "bg.sunken"))
                painter.drawRoundedRect(box, 4, 4)
            painter.setPen(theme.colour("text.secondary"))
            painter.setFont(theme.font("ui"))
            left = longest * (wide + 4) + 10
            room = QRectF(left, at * row, self.width() - left, row)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


class ResultPage(QScrollArea):
    """One marked attempt.

    Signals:
        section_asked: read this section.
        again_asked: sit the question again (question id).
        improve_asked: write on from this answer, untimed (attempt id).
        second_look_asked: (attempt id, now): look again now, or tomorrow.
        answer_asked: show the marked answer (attempt id).
        next_asked: go to the next question.
    """

    section_asked = Signal(str)
    again_asked = Signal(str)
    improve_asked = Signal(str)
    second_look_asked = Signal(str, bool)
    answer_asked = Signal(str)
    next_asked = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._record: AttemptRecord | None = None
        self._section = ""
        self.setObjectName("practice.result")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._build()

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        inner = QWidget()
        inner.setProperty("role", "scroll")
        self._sides = QHBoxLayout(inner)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(0)
        self._left, self._right = self._build_left(), self._build_right()
        self._sides.addWidget(self._left, 64)
        self._sides.addWidget(self._right, 67)
        self.setWidget(inner)

    def _build_left(self) -> QWidget:
        left = QWidget()
        column = self._left_column = QVBoxLayout(left)
        column.setSpacing(0)
        self._question = Reading(self._ctx, name="practice.result.question")
        figure = QHBoxLayout()
        self._mark = Figure(self._ctx, "display", name="practice.result.mark")
        self._of = Figure(self._ctx, "h2", "text.secondary", name="practice.result.of")
        self._bars = Bars(self._ctx)
        figure.addWidget(self._mark)
        figure.addSpacing(6)
        figure.addWidget(self._of)
        figure.addSpacing(24)
        figure.addWidget(self._bars, 1)
        figure.addStretch(0)
        self._note = label("", "secondary", name="practice.result.note", wrap=True)
        self._earned_title = label(self.tr("What earned it"), "h3")
        self._earned = QVBoxLayout()
        self._missed_rule = Rule()
        self._missed = QVBoxLayout()
        for lines in (self._earned, self._missed):
            lines.setSpacing(14)
        for item, space in (
            (self._question, 10),
            (figure, 10),
            (self._note, 14),
            (Rule(), 18),
            (self._earned_title, 14),
            (self._earned, 18),
            (self._missed_rule, 14),
            (self._missed, 18),
        ):
            if isinstance(item, QBoxLayout):
                column.addLayout(item)
            else:
                column.addWidget(item)
            column.addSpacing(space)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self._facts = label("", "secondary", name="practice.result.facts")
        self._show = KeyButton(self._ctx, self.tr("Show the marked answer"), "practice.result.answer", role="link")
        self._show.clicked.connect(lambda: self._emit(self.answer_asked))
        foot.addWidget(Picture(self._ctx, "file-text"))
        foot.addWidget(self._facts, 1)
        foot.addWidget(self._show)
        column.addLayout(foot)
        return left

    def _build_right(self) -> QWidget:
        right = QFrame()
        right.setProperty("role", "sideright")
        column = self._right_column = QVBoxLayout(right)
        column.setSpacing(0)
        self._next_kicker = label("", "kicker")
        self._next_title = label("", "h2", name="practice.result.next", wrap=True)
        self._next_text = Reading(self._ctx, "body", name="practice.result.next_text")
        buttons = QWidget()
        flow = Flow(8)
        buttons.setLayout(flow)
        self._read = KeyButton(self._ctx, "", "practice.result.read", role="primary", icon="book-open")
        self._read.clicked.connect(lambda: self.section_asked.emit(self._section))
        self._improve = KeyButton(
            self._ctx, self.tr("Write on from this answer"), "practice.result.improve", icon="pencil", tall=True
        )
        self._improve.clicked.connect(lambda: self._emit(self.improve_asked))
        flow.addWidget(self._read)
        flow.addWidget(self._improve)
        marks = QHBoxLayout()
        marks.addWidget(label(self.tr("Your marks on this question"), "h3"), 1)
        self._attempts = label("", "secondary", name="practice.result.attempts")
        marks.addWidget(self._attempts)
        self._chart = MarksChart(self._ctx, "practice.result.chart")
        kicker = QHBoxLayout()
        kicker.addWidget(self._next_kicker)
        kicker.addStretch(1)
        self._after = label("", "secondary", name="practice.result.after", wrap=True)
        items: tuple[tuple[QWidget | QHBoxLayout, int], ...] = (
            (kicker, 4),
            (self._next_title, 8),
            (self._next_text, 10),
            (buttons, 22),
            (Rule(), 14),
            (marks, 10),
            (self._chart, 14),
            (Rule(), 14),
            (self._build_actions(), 12),
            (self._after, 0),
        )
        for item, space in items:
            if isinstance(item, QHBoxLayout):
                column.addLayout(item)
            else:
                column.addWidget(item)
            column.addSpacing(space)
        column.addStretch(1)
        return right

    def _build_actions(self) -> QWidget:
        holder = QWidget()
        flow = Flow(8)
        holder.setLayout(flow)
        again = KeyButton(self._ctx, self.tr("Sit again"), "practice.result.again", icon="rotate-ccw")
        again.clicked.connect(self._on_again)
        self._look = KeyButton(self._ctx, self.tr("Second look tomorrow"), "practice.result.look", icon="clock")
        self._look.clicked.connect(lambda: self._on_look(now=False))
        self._look_now = KeyButton(self._ctx, self.tr("Second look now"), "practice.result.look_now")
        self._look_now.clicked.connect(lambda: self._on_look(now=True))
        following = KeyButton(
            self._ctx,
            self.tr("Next question"),
            "practice.result.following",
            role="link",
            icon="arrow-right",
            tint="accent",
            trailing=True,
        )
        following.clicked.connect(self.next_asked)
        for button in (again, self._look, self._look_now, following):
            flow.addWidget(button)
        return holder

    @property
    def record(self) -> AttemptRecord | None:
        """The attempt shown."""
        return self._record

    # --- content -------------------------------------------------------------------------------------

    def show_record(self, record: AttemptRecord, others: Sequence[AttemptRecord], library: Library) -> None:
        """Show ``record``; ``others`` are all answers to its question, newest first."""
        self._record = record
        question, answer = record.attempt.question, record.answer
        marking = words.shown_marking(record)
        self._question.set_plain(words.question_words(question, library.titles))
        self._show_mark(question, marking)
        self._note.setText(self._note_words(record, marking))
        self._note.setVisible(bool(self._note.text()))
        lines = result_lines(record, marking, self.tr)
        self._fill(self._earned, [line for line in lines if line.earned])
        self._fill(self._missed, [line for line in lines if not line.earned])
        anything = any(line.earned for line in lines)
        self._earned_title.setText(self.tr("What earned it") if anything else self.tr("Nothing earned a mark yet"))
        self._missed_rule.setVisible(anything and any(not line.earned for line in lines))
        if answer is not None:
            self._facts.setText(facts(record, self.tr))
        self._show_next(question, marking, library)
        marks = marks_of(others, MarkDay(self._ctx, self.tr))
        self._chart.set_marks(marks, question.marks)
        count = len(others)
        self._attempts.setText(self.tr("one attempt") if count == 1 else self.tr("{0} attempts").format(count))
        by_machine = marking is not None and marking.marker == "machine"
        self._look.setVisible(not by_machine)
        self._look_now.setVisible(not by_machine)
        self._improve.setVisible(question.type not in CLOSED_TYPES)
        self.set_look_wanted(any(entry.kind == "second_look_wanted" for entry in record.log))
        self._show.setVisible(not by_machine)
        self.verticalScrollBar().setValue(0)

    def set_look_wanted(self, wanted: bool) -> None:
        """Say whether a second look is planned."""
        self._look.setEnabled(not wanted)
        self._after.setVisible(self._look.isVisibleTo(self))
        self._after.setText(
            self.tr("A second look is planned: practice will offer this answer from tomorrow, with its mark hidden.")
            if wanted
            else self.tr("A second look hides this mark until you have marked the answer afresh. Both marks are kept.")
        )

    def _show_mark(self, question: Question, marking: Marking | None) -> None:
        self._of.setContentsMargins(0, self._ctx.theme.px(9), 0, 0)  # on the figure's own line
        if marking is None:
            self._mark.set_text("–")
            self._of.set_text(self.tr("of {0}").format(question.marks))
            self._bars.set_groups([])
            return
        self._mark.set_text(words.span(marking.low, marking.high))
        self._of.set_text(self.tr("of {0}").format(marking.max))
        groups = []
        if question.points and question.groups:
            total = scheme.total(question, feedback.awarded_ids(marking))
            for group in question.groups:
                name = group.title or group.id
                got = total.groups.get(group.id, 0)
                groups.append((self.tr("{0} {1} of {2}").format(name, got, group.max), got, group.max))
        self._bars.set_groups(groups)

    def _note_words(self, record: AttemptRecord, marking: Marking | None) -> str:
        if marking is None:
            return self.tr("Handed in and not marked yet.")
        own = [m for m in record.markings if m.marker in ("self", "second_look")]
        if marking.marker == "second_look" and len(own) > 1:
            first = words.mark_words(own[0].low, own[0].high, own[0].max, self.tr)
            return self.tr("After a second look. The first time you gave it {0}; both marks are kept.").format(first)
        return marking.arithmetic

    def _fill(self, layout: QVBoxLayout, lines: Sequence[Line]) -> None:
        clear(layout)
        for line in lines:
            row = QHBoxLayout()
            row.setSpacing(12)
            picture = Picture(
                self._ctx, "check" if line.earned else "minus", "success" if line.earned else "text.secondary"
            )
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
            texts = QVBoxLayout()
            texts.setSpacing(2)
            title = label(line.title, "", wrap=True)
            title.setAccessibleName(
                (self.tr("Earned: {0}") if line.earned else self.tr("Not earned: {0}")).format(line.title)
            )
            texts.addWidget(title)
            if line.detail:
                texts.addWidget(label(line.detail, "muted", wrap=True))
            row.addLayout(texts, 1)
            layout.addLayout(row)

    def _show_next(self, question: Question, marking: Marking | None, library: Library) -> None:
        step = feedback.next_step(question, marking, library) if marking else None
        self._section = step.section if step else next((s for s in question.sections if s in library.sections), "")
        if question.type in CLOSED_TYPES and not question.points:
            self._next_kicker.setText(self.tr("Why it is so"))
            self._next_title.setText(
                self.tr("Right") if marking and marking.low == marking.max else self.tr("Not quite")
            )
            self._next_text.set_plain(markup.plain(question.explanation, library.titles))
        elif step is not None:
            self._next_kicker.setText(self.tr("Add this next"))
            self._next_title.setText(step.title)
            self._next_text.set_plain(self._step_words(step))
        elif marking is None:
            self._next_kicker.setText(self.tr("Next"))
            self._next_title.setText(self.tr("Mark your answer"))
            self._next_text.set_plain(self.tr("Open it under Past answers and mark it."))
        else:
            self._next_kicker.setText(self.tr("Next"))
            self._next_title.setText(self.tr("Nothing is missing"))
            self._next_text.set_plain(
                self.tr("Every mark of this question is earned. Try it again in a week, from memory.")
            )
        self._next_text.setVisible(bool(self._next_text.plain()))
        self._read.setVisible(bool(self._section))
        if self._section:
            self._read.set_words(self.tr("Read {0}").format(section_words(library, self._section, self.tr)))

    def _step_words(self, step: feedback.NextStep) -> str:
        if step.kind == "part":
            return self.tr("Work on this part next: see how the samples do it, then write one paragraph again.")
        start = self.tr("Under “{0}” this is still missing. ").format(step.group) if step.group else ""
        if step.line:
            return start + self.tr("The notes put it like this: {0}").format(step.line)
        return start + self.tr("Read it up, then write one sentence that says it, with a date or a name.")

    def _on_again(self) -> None:
        if self._record is not None:
            self.again_asked.emit(self._record.attempt.question_id)

    def _on_look(self, *, now: bool) -> None:
        if self._record is not None:
            self.second_look_asked.emit(self._record.attempt.id, now)

    def _emit(self, signal: object) -> None:
        if self._record is not None:
            signal.emit(self._record.attempt.id)  # type: ignore[attr-defined]  # a bound signal

    def focus_first(self) -> None:
        """The first thing one can do."""
        (self._read if self._read.isVisibleTo(self) else self._look).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self._ctx.theme.px(NARROW)
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        wide = not narrow and self.width() >= self._ctx.theme.px(1100)
        self._left_column.setContentsMargins(*((64, 28, 40, 14) if wide else (24, 16, 24, 16)))
        self._right_column.setContentsMargins(*((40, 28, 64, 14) if wide else (24, 16, 24, 16)))


def facts(record: AttemptRecord, tr: words.Translate) -> str:
    """ "129 words, 13 min 50 s of 15 min"."""
    assert record.answer is not None
    count = words.word_count(record.answer.text)
    parts = []
    if count:
        parts.append(tr("1 word") if count == 1 else tr("{0} words").format(count))
    used = words.minutes(record.answer.used_seconds, tr)
    allowed = record.attempt.allowed_seconds
    parts.append(tr("{0} of {1}").format(used, words.minutes(allowed, tr)) if allowed else used)
    if record.answer.break_seconds >= 1:
        parts.append(tr("{0} of rest").format(words.minutes(record.answer.break_seconds, tr)))
    return ", ".join(parts)


def result_lines(record: AttemptRecord, marking: Marking | None, tr: words.Translate) -> list[Line]:
    """The lines of a result, in the scheme's order."""
    question = record.attempt.question
    if marking is None:
        return []
    if question.type in CLOSED_TYPES and not question.points:
        return _closed_lines(record, tr)
    decided = feedback.decisions_by_point(marking)
    titles = [(point.id, point.text) for point in question.points] or [(part.id, part.text) for part in question.parts]
    lines = []
    for key, text in titles:
        decision = decided.get(key)
        if decision is not None:
            lines.append(Line(decision.awarded or decision.note == "partly", markup.plain(text), _detail(decision, tr)))
    return lines


def _detail(decision: Decision, tr: words.Translate) -> str:
    if decision.awarded or decision.note == "partly":
        words_given = f"“{words.quote(decision.evidence)}”" if decision.evidence else ""
        return tr("Partly: {0}").format(words_given) if decision.note == "partly" else words_given
    return {
        "awarded": tr("The marker had suggested it; you decided “not yet”. Both are kept."),
        "unsure": tr("The marker had been unsure. Both decisions are kept."),
        "not_found": tr("Not found in the answer."),
    }.get(decision.suggested, tr("You decided “not yet”."))


def _closed_lines(record: AttemptRecord, tr: words.Translate) -> list[Line]:
    answer = record.answer
    found = mark(record.attempt.question, read_response(answer.response if answer else ""))
    several = record.attempt.question.type == "multiple_response"
    lines = []
    for part in found.parts:
        if several and part.correct and not part.given:
            continue
        given = part.given or tr("nothing")
        if several:
            title = part.label
            detail = part.feedback or (tr("This is right.") if part.answer else tr("This is not right."))
            if part.answer and not part.given:
                detail = tr("This is right, and you left it out. {0}").format(part.feedback).strip()
        elif record.attempt.question.type == "ordering":
            title = part.label
            detail = tr("Place {0}").format(part.answer)
            if not part.correct:
                detail += tr("; you put it at {0}").format(given)
        else:
            title = f"{part.label}: {given}" if part.label else given
            right = "" if part.correct else tr("Right: {0}.").format(part.answer)
            detail = " ".join(piece for piece in (right, part.feedback) if piece)
        lines.append(Line(part.correct, title, detail))
    return lines
