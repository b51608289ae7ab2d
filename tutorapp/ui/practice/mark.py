"""Marking by points: the answer with its evidence at the left, the scheme at the right, the arithmetic below."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from tutorapp.domain import closed
from tutorapp.domain.content import CLOSED_TYPES
from tutorapp.domain.library import Library
from tutorapp.domain.work import AttemptRecord, Marker
from tutorapp.services.marking_session import MarkingSession, PointState
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice import words
from tutorapp.ui.practice.answer_view import AnswerView, Span
from tutorapp.ui.practice.honesty import HonestLine
from tutorapp.ui.practice.parts import KeyButton, Picture, Reading, Rule, label, scrolling
from tutorapp.ui.practice.scheme_view import SchemeView

if TYPE_CHECKING:
    from tutorapp.marking.marker import Suggestion

NARROW = 760
LOW = 560
READABLE = 440
"""Design pixels in which answer and scheme can just stand side by side, where there is no height to stack them."""


def way_to_split(context: UiContext, width: int, height: int) -> Qt.Orientation:
    """How answer and scheme share a pane of this many pixels: side by side, or stacked in a narrow and high one."""
    px = context.theme.px
    beside = width >= px(NARROW) or (height < px(LOW) and width >= px(READABLE))
    return Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical


def least_height(context: UiContext, way: Qt.Orientation) -> int:
    """Pixels below which answer and scheme scroll together instead of shrinking to nothing."""
    return context.theme.px(140 if way == Qt.Orientation.Horizontal else 260)


class AnswerSide(QWidget):
    """Question and answer, shared by both ways of marking."""

    def __init__(self, context: UiContext, name: str) -> None:
        super().__init__()
        self._ctx = context
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(32, 16, 32, 12)
        column.setSpacing(0)
        row = QHBoxLayout()
        self._question = Reading(context, name=f"{name}.question")
        self._marks = Reading(context, name=f"{name}.marks")
        self._marks.setWordWrap(False)
        row.addWidget(self._question, 1)
        row.addSpacing(16)
        row.addWidget(self._marks, 0, Qt.AlignmentFlag.AlignTop)
        self.view = AnswerView(context, f"{name}.answer")
        self._hint = QWidget()
        hints = QHBoxLayout(self._hint)
        hints.setContentsMargins(0, 8, 0, 0)
        hints.setSpacing(8)
        self._hint_text = label("", "muted")
        self._hint_key = label("E", "key")
        self._hint_more = label("", "muted")
        hints.addWidget(Picture(context, "highlighter", "text.muted"))
        for widget in (self._hint_text, self._hint_key, self._hint_more):
            hints.addWidget(widget)
        hints.addStretch(1)
        column.addLayout(row)
        column.addSpacing(6)
        self._rule = Rule()
        column.addWidget(self._rule)
        column.addSpacing(10)
        column.addWidget(self.view, 1)
        column.addWidget(self._hint)

    def show_question(self, text: str, marks: int) -> None:
        """Show the question above the answer."""
        self._question.set_plain(text)
        self._marks.set_plain(f"[{marks}]", strong=True)

    def set_hint(self, before: str, key: str, after: str) -> None:
        """One line on how to use selected words."""
        self._hint_text.setText(before)
        self._hint_key.setText(key)
        self._hint_key.setVisible(bool(key))
        self._hint_more.setText(after)

    def set_narrow(self, narrow: bool, *, low: bool = False) -> None:
        """Less space around in a small pane; in one that is low as well the question gives way to the answer."""
        for widget in (self._question, self._marks, self._rule):
            widget.setVisible(not (narrow and low))
        side = 16 if narrow else 32
        self._column.setContentsMargins(side, 8 if narrow else 16, side, 8 if narrow else 12)
        self._hint.setVisible(not narrow)


class MarkPage(QWidget):
    """One answer being marked by points.

    Signals:
        finished: (attempt id, marker, judgement).
        words_missed: (point id, words): the marker missed these.
        section_asked: see this section of the notes.
        told: a sentence for the person.
    """

    finished = Signal(str, str, object)
    words_missed = Signal(str, str)
    section_asked = Signal(str)
    told = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self.session: MarkingSession | None = None
        self._record: AttemptRecord | None = None
        self._marker: Marker = "self"
        self.setObjectName("practice.mark")
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._split = QSplitter()
        self._split.setObjectName("practice.mark.split")
        self._split.setChildrenCollapsible(False)
        self.side = AnswerSide(self._ctx, "practice.mark")
        self.side.set_hint(
            self.tr("Select words and press"), "E", self.tr("to use them as evidence for the point in focus.")
        )
        self.scheme = SchemeView(self._ctx)
        self.scheme.focus_asked.connect(self._on_focus_asked)
        self.scheme.acted.connect(self.act)
        self._split.addWidget(self.side)
        self._split.addWidget(self.scheme)
        self._split.setStretchFactor(0, 0)
        self._split.setStretchFactor(1, 1)
        self._is_own_split = False
        self._split.splitterMoved.connect(self._on_split_moved)
        self._line = HonestLine(self._ctx, "practice.mark")
        column.addWidget(self._line)
        column.addWidget(scrolling(self._split, "practice.mark.scroll"), 1)
        column.addWidget(self._build_foot())

    def _build_foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "canvasfoot")
        row = QHBoxLayout(foot)
        row.setSpacing(8)
        self._foot_row = row
        self._sum = QLabel()
        self._sum.setObjectName("practice.mark.sum")
        self._sum.setTextFormat(Qt.TextFormat.RichText)
        self._sum.setWordWrap(True)
        self._more = label("", "warning", name="practice.mark.up_to", wrap=True)
        self._space_key = label(self.tr("Space"), "key")
        self._space_word = label(self.tr("next point"), "muted")
        finish = KeyButton(self._ctx, self.tr("Finish"), "practice.finish", role="primary", key=self.tr("Ctrl Enter"))
        finish.clicked.connect(self.finish)
        self._finish = finish
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._sum)
        texts.addWidget(self._more)
        row.addLayout(texts, 1)
        for widget in (self._space_key, self._space_word):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(8)
        row.addWidget(finish)
        return foot

    # --- marking -------------------------------------------------------------------------------------

    @property
    def record(self) -> AttemptRecord | None:
        """The attempt being marked."""
        return self._record

    def begin(
        self,
        record: AttemptRecord,
        library: Library,
        suggestion: Suggestion | None,
        marker: Marker = "self",
        earned_already: int = 0,
    ) -> None:
        """Mark ``record``; a second look is given no suggestion and no earlier mark."""
        assert record.answer is not None
        question = record.attempt.question
        self._record, self._marker = record, marker
        self.session = MarkingSession(question, record.answer.text, suggestion, earned_already)
        self.side.show_question(words.question_words(question, library.titles), question.marks)
        note = self._note_words(suggestion, marker, record.answer.text)
        note = " ".join(part for part in (self._closed_words(record), note) if part)
        self._line.begin(note, suggests=suggestion is not None)
        self.scheme.begin(self.session)
        self.refresh()
        self.scheme.verticalScrollBar().setValue(0)
        self._lay_out()

    def _closed_words(self, record: AttemptRecord) -> str:
        """What the closed part of a question with a reason earned already."""
        question, answer = record.attempt.question, record.answer
        if question.type not in CLOSED_TYPES or answer is None:
            return ""
        found = closed.mark(question, closed.read_response(answer.response))
        given = found.parts[0].given or self.tr("nothing")
        right = "" if found.parts[0].correct else self.tr("Right: {0}.").format(found.parts[0].answer)
        told = self.tr("You chose “{0}”: {1} of {2}.").format(given, found.marks, found.max)
        return f"{told} {right}".strip()

    def _note_words(self, suggestion: Suggestion | None, marker: Marker, text: str) -> str:
        if marker == "second_look":
            return self.tr("A second look: your first mark is hidden until you have finished this one.")
        if not text.strip():
            return self.tr("This answer is empty. Look through the scheme, then finish.")
        if suggestion is None:
            return self.tr("Go point by point: does your answer say this? Select the words that do, and award it.")
        return self.tr(
            "Suggestions come from this computer only. They can be wrong, and a false statement can pass: you decide."
        )

    def refresh(self) -> None:
        """Show the session as it stands."""
        session = self.session
        if session is None:
            return
        self.side.view.set_answer(session.answer, self._spans(session))
        current = session.current
        self.side.view.show_span(current.start, current.end)
        self.scheme.show_session(session, [self._detail(state) for state in session.points])
        self._write_sum(session)

    def act(self, what: str) -> None:
        """Do what a key or button says on the point in focus."""
        session = self.session
        if session is None:
            return
        selection = self.side.view.selection()
        match what:
            case "award":
                session.award(selection)
                self._drop_selection(selection)
            case "reject":
                session.reject()
            case "later":
                session.later()
            case "next":
                session.move_on()
            case "evidence":
                self._use_evidence(session, selection)
            case "missed":
                self._missed(session, selection)
            case "undo":
                session.undo()
            case "note":
                self.section_asked.emit(session.current.point.section)
            case _:
                return
        self.refresh()

    def finish(self) -> None:
        """Store the marking; points nobody decided count as the suggestion says."""
        if self.session is not None and self._record is not None:
            self.finished.emit(self._record.attempt.id, self._marker, self.session.judgement())

    def _use_evidence(self, session: MarkingSession, selection: tuple[int, int] | None) -> None:
        if selection is None:
            self.told.emit(self.tr("Select words in your answer first, then press E."))
            return
        session.use_evidence(selection)
        self._drop_selection(selection)

    def _missed(self, session: MarkingSession, selection: tuple[int, int] | None) -> None:
        if session.current.suggested is None or session.current.suggested.verdict == "awarded":
            return
        if selection is None:
            self.told.emit(self.tr("Select the words the marker missed, then press M."))
            return
        session.use_evidence(selection)
        state = session.current
        self.words_missed.emit(state.point.id, session.answer[state.start : state.end])
        self._drop_selection(selection)

    def _drop_selection(self, selection: tuple[int, int] | None) -> None:
        if selection is not None:
            self.side.view.select(selection[1], selection[1])

    def _on_focus_asked(self, at: int) -> None:
        if self.session is not None:
            self.session.focus_on(at)
            self.refresh()

    # --- words ---------------------------------------------------------------------------------------

    def _spans(self, session: MarkingSession) -> list[Span]:
        spans: list[Span] = []
        for at, state in enumerate(session.points):
            if state.standing not in ("awarded", "unsure"):
                continue
            number = f"{state.number}?" if state.standing == "unsure" else str(state.number)
            span = Span(state.start, state.end, state.standing, number)
            # The point in focus is drawn over others where evidence overlaps.
            spans.insert(0 if at == session.focus else len(spans), span)
        return spans

    def _detail(self, state: PointState) -> tuple[str, str, str]:
        assert self.session is not None
        evidence = words.quote(self.session.answer[state.start : state.end])
        why = sentence(state.suggested.why) if state.suggested else ""
        match state.standing:
            case "awarded":
                return evidence, f"“{evidence}”" if evidence else "", self.tr("Awarded")
            case "unsure":
                near = self.tr("Nearest words: “{0}”.").format(evidence) if evidence else ""
                return evidence, " ".join(part for part in (near, why) if part), self.tr("Unsure")
            case "not_found":
                return "", why or self.tr("No sentence comes near this point."), self.tr("Not found")
            case "rejected":
                return "", self._rejected_words(state), self.tr("Not yet")
            case _:
                return "", "", self.tr("Not decided")

    def _rejected_words(self, state: PointState) -> str:
        if state.suggested is None or state.suggested.verdict == "not_found":
            return ""
        was = {"awarded": self.tr("Suggested before: awarded."), "unsure": self.tr("The marker was unsure.")}
        return was[state.suggested.verdict]

    def _write_sum(self, session: MarkingSession) -> None:
        arithmetic = session.total().words
        if session.earned_already:
            most = session.question.marks
            arithmetic = f"{session.earned_already} + ({arithmetic}) = {session.marks} of {most}"
        body, _, last = arithmetic.rpartition("= ")
        if session.suggestion is not None and not session.all_decided:
            last = self.tr("{0} suggested").format(last)
        size = self._ctx.theme.px(18)
        lead = html.escape(f"{body}= " if body and session.question.groups else "")
        muted = self._ctx.theme.colour("text.secondary").name()
        lead = f'<span style="color:{muted}">{lead}</span>'
        self._sum.setText(
            f'<span style="font-size:{size}px">{lead}<span style="font-weight:600">{html.escape(last)}</span></span>'
        )
        self._sum.setAccessibleName(arithmetic)
        most, unsure = session.up_to(), session.unsure_numbers()
        if most > session.marks:
            points = ", ".join(map(str, unsure))
            text = self.tr("? up to {0} with point {1}") if len(unsure) == 1 else self.tr("? up to {0} with points {1}")
            self._more.setText(text.format(most, points))
        open_points = sum(state.standing == "open" for state in session.points)
        if most <= session.marks:
            left = self.tr("1 point left to decide") if open_points == 1 else self.tr("{0} points left to decide")
            self._more.setText(left.format(open_points) if open_points else "")

    # --- keys and layout -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.act("next")
            return
        super().keyPressEvent(event)

    def focus_first(self) -> None:
        """The scheme, so that the marking keys work at once."""
        self.scheme.setFocus()

    def retheme(self) -> None:
        """Colours and sizes changed."""
        if self.session is not None:
            self.side.view.restyle()
            self.scheme.begin(self.session)
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        narrow = self.width() < self._ctx.theme.px(NARROW)
        wanted = way_to_split(self._ctx, self.width(), self.height())
        low = self.height() < self._ctx.theme.px(LOW)
        self._foot_row.setContentsMargins(16 if narrow else 32, 4 if low else 8, 16, 4 if low else 8)
        self._finish.set_key("" if narrow else self.tr("Ctrl Enter"))
        self._split.setMinimumHeight(least_height(self._ctx, wanted))
        self.side.set_narrow(narrow, low=low)
        self._line.set_narrow(narrow, low=low)
        for widget in (self._space_key, self._space_word):
            widget.setVisible(not narrow)
        if self._split.orientation() != wanted or not self._is_own_split:
            self._split.setOrientation(wanted)
            stacked = wanted == Qt.Orientation.Vertical
            # The splitter itself gets its new size only after this.
            size = self._split.height() if stacked else self.width()
            first = size * 2 // 5 if stacked else min(self._ctx.theme.px(600), size // 2)
            self._split.setSizes([first, max(size - first, 1)])
            self._is_own_split = False

    def _on_split_moved(self, _at: int, _index: int) -> None:
        self._is_own_split = True  # from now on the person's own sizes grow and shrink with the pane


def sentence(text: str) -> str:
    """``text`` with a capital letter and a full stop."""
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?”" else ".")
