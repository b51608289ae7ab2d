"""Marking an essay by levels: parts with evidence, samples beside the answer, then level, place and range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.errors import KnownError
from tutorapp.domain.library import Library
from tutorapp.domain.work import AttemptRecord, Marker
from tutorapp.services.levels_session import Compared, LevelsSession, Place, Shown
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice import words
from tutorapp.ui.practice.answer_view import Span
from tutorapp.ui.practice.found import Found
from tutorapp.ui.practice.levels_rows import LevelsRows
from tutorapp.ui.practice.mark import LOW, NARROW, AnswerSide, least_height, way_to_split
from tutorapp.ui.practice.parts import Column, Flow, KeyButton, Pages, clear, label, scrolling

if TYPE_CHECKING:
    from tutorapp.marking.essay import EssayEvidence


class LevelsPage(QWidget):
    """One essay being marked.

    Signals:
        finished: (attempt id, marker, judgement).
        section_asked: see this section of the notes.
        told: a sentence for the person.
    """

    finished = Signal(str, str, object)
    section_asked = Signal(str)
    told = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self.session: LevelsSession | None = None
        self._record: AttemptRecord | None = None
        self._library: Library | None = None
        self._found: Found | None = None
        self._marker: Marker = "self"
        self.setObjectName("practice.levels")
        self._rows = LevelsRows(self._ctx, self)
        self._rows.judged.connect(self.judge)
        self._rows.compared.connect(self.compare)
        self._rows.level_chosen.connect(self.choose_level)
        self._rows.place_chosen.connect(self.choose_place)
        self._build()

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._split = QSplitter()
        self._split.setObjectName("practice.levels.split")
        self._split.setChildrenCollapsible(False)
        self.side = AnswerSide(self._ctx, "practice.levels")
        self.side.set_hint(self.tr("Select the words that show a strength, then say that it is shown."), "", "")
        right = QWidget()
        rows = QVBoxLayout(right)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._build_steps())
        self._stack = Pages()
        self._columns = [
            Column(f"practice.levels.{name}", (24, 12, 24, 16), 10) for name in ("parts", "samples", "level")
        ]
        for page in self._columns:
            self._stack.addWidget(page)
        rows.addWidget(self._stack, 1)
        self._split.addWidget(self.side)
        self._split.addWidget(right)
        column.addWidget(scrolling(self._split, "practice.levels.scroll"), 1)
        column.addWidget(self._build_foot())

    def _build_steps(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(24, 14, 24, 4)
        flow = Flow(8)
        wrap = QWidget()
        wrap.setLayout(flow)
        self._steps: list[QPushButton] = []
        group = QButtonGroup(self)
        for at, name in enumerate(("parts", "samples", "level")):
            button = QPushButton()
            button.setObjectName(f"practice.levels.step.{name}")
            button.setProperty("role", "chip")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, at=at: self.go_to(at))
            group.addButton(button)
            flow.addWidget(button)
            self._steps.append(button)
        row.addWidget(wrap, 1)
        return holder

    def _build_foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "canvasfoot")
        row = QHBoxLayout(foot)
        self._foot_row = row
        self._sum = label("", "h3", name="practice.levels.sum")
        self._missing = label("", "secondary", name="practice.levels.missing", wrap=True)
        self._next = KeyButton(self._ctx, self.tr("Next step"), "practice.levels.next", icon="arrow-right", tall=True)
        self._next.clicked.connect(lambda: self.go_to(self._stack.currentIndex() + 1))
        self._finish = KeyButton(
            self._ctx, self.tr("Finish"), "practice.levels.finish", role="primary", key=self.tr("Ctrl Enter")
        )
        self._finish.clicked.connect(self.finish)
        row.addWidget(self._sum)
        row.addWidget(self._missing, 1)
        row.addWidget(self._next)
        row.addWidget(self._finish)
        return foot

    # --- marking -------------------------------------------------------------------------------------

    def begin(
        self, record: AttemptRecord, library: Library, evidence: EssayEvidence | None, marker: Marker = "self"
    ) -> None:
        """Mark ``record``; ``evidence`` is shown beside the parts and suggests no mark."""
        assert record.answer is not None
        self._record, self._library, self._marker = record, library, marker
        question = record.attempt.question
        self._found = Found(question, record.answer.text, evidence, library, self.tr) if evidence else None
        self.session = LevelsSession(question, record.answer.text)
        self.side.show_question(words.question_words(question, library.titles), question.marks)
        self.go_to(0)
        self._lay_out()

    def go_to(self, step: int) -> None:
        """Show a step: 0 parts, 1 samples, 2 level."""
        step = max(0, min(step, 2))
        if step == 1 and self.session is not None and not self.session.question.samples:
            step = 2 if self._stack.currentIndex() == 0 else 0
        self._stack.setCurrentIndex(step)
        self._steps[step].setChecked(True)
        self.refresh()
        self._columns[step].verticalScrollBar().setValue(0)

    def judge(self, at: int, shown: Shown) -> None:
        """Judge a part, with the selected words as what shows it."""
        if self.session is None:
            return
        selection = self.side.view.selection()
        try:
            self.session.judge(at, shown, selection)
        except KnownError as error:
            self.told.emit(error.message)
        if selection is not None:
            self.side.view.select(selection[1], selection[1])
        self.refresh()

    def compare(self, sample_id: str, how: Compared) -> None:
        """Set the answer against a sample."""
        if self.session is not None:
            self.session.compare(sample_id, how)
            self.refresh()

    def choose_level(self, level_id: str) -> None:
        """Choose a level."""
        if self.session is not None:
            self.session.choose_level(level_id)
            self.refresh()

    def choose_place(self, place: Place) -> None:
        """Choose the place in the level."""
        if self.session is not None:
            self.session.place = place
            self.refresh()

    def finish(self) -> None:
        """Store the marking, or say what is missing."""
        if self.session is None or self._record is None:
            return
        missing = self.session.missing()
        if missing:
            self.told.emit(missing)
            self.go_to(0 if any(not part.shown for part in self.session.parts) else 2)
            return
        self.finished.emit(self._record.attempt.id, self._marker, self.session.judgement())

    # --- showing -------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the session as it stands."""
        session = self.session
        if session is None:
            return
        self.side.view.set_answer(session.answer, self._spans(session))
        step = self._stack.currentIndex()
        scroll = self._columns[step].verticalScrollBar().value()
        focus = self._focus_name()
        clear(self._columns[step].body)
        self._fill(session, step)
        self._columns[step].body.addStretch(1)
        self._columns[step].body.activate()
        self._columns[step].verticalScrollBar().setValue(scroll)
        self._refocus(focus)
        self._write(session)

    def _fill(self, session: LevelsSession, step: int) -> None:
        page = self._columns[step]
        if step == 0:
            self._rows.fill_parts(session, page, self._found, again=self._marker == "second_look")
        elif step == 1:
            self._rows.fill_samples(session, page)
        else:
            self._rows.fill_level(session, page)

    def _focus_name(self) -> str:
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None and self.isAncestorOf(focus) else ""

    def _refocus(self, name: str) -> None:
        """The rows were made anew: give the keyboard back to the one of the same name."""
        found = self.findChildren(QWidget, name) if name else []
        for widget in found[-1:]:
            # New widgets are shown from the event loop only, and a hidden one cannot have the keyboard.
            chain: list[QWidget] = []
            above: QWidget | None = widget
            while above is not None and above is not self and not above.isVisible():
                chain.append(above)
                above = above.parentWidget()
            for hidden in reversed(chain):
                hidden.show()
            widget.setFocus()

    def _spans(self, session: LevelsSession) -> list[Span]:
        spans = [
            Span(part.start, part.end, "awarded" if part.shown == "yes" else "unsure", str(at))
            for at, part in enumerate(session.parts, start=1)
            if part.end > part.start
        ]
        return [*spans, *(self._found.spans() if self._found else ())]

    def _write(self, session: LevelsSession) -> None:
        judged = sum(bool(part.shown) for part in session.parts)
        compared = sum(bool(how) for how in session.compared.values())
        texts = (
            self.tr("1  Parts, {0} of {1}").format(judged, len(session.parts)),
            self.tr("2  Samples, {0} of {1}").format(compared, len(session.question.samples)),
            self.tr("3  Level"),
        )
        for button, text in zip(self._steps, texts, strict=True):
            button.setText(text)
            button.setAccessibleName(text)
        self._steps[1].setVisible(bool(session.question.samples))
        marks = session.range()
        total = self.tr("{0} of {1}").format(words.span(*marks), session.question.marks) if marks else ""
        self._sum.setText(total)
        self._sum.setVisible(bool(total))
        self._missing.setText(self.tr(session.missing()) if session.missing() else "")
        self._next.setVisible(self._stack.currentIndex() < 2)

    # --- layout --------------------------------------------------------------------------------------

    def focus_first(self) -> None:
        """The first thing to judge."""
        page = self._columns[self._stack.currentIndex()]
        buttons = [button for button in page.findChildren(QPushButton) if button.isVisibleTo(self)]
        (buttons[0] if buttons else self._finish).setFocus()

    def retheme(self) -> None:
        """Colours and sizes changed."""
        if self.session is not None:
            self.side.view.restyle()
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        narrow, low = self.width() < self._ctx.theme.px(NARROW), self.height() < self._ctx.theme.px(LOW)
        wanted = way_to_split(self._ctx, self.width(), self.height())
        self.side.set_narrow(narrow, low=low)
        self._foot_row.setContentsMargins(16 if narrow else 32, 4 if low else 12, 16, 4 if low else 12)
        self._finish.set_key("" if narrow else self.tr("Ctrl Enter"))
        self._split.setMinimumHeight(least_height(self._ctx, wanted))
        if self._split.orientation() != wanted or not any(self._split.sizes()):
            self._split.setOrientation(wanted)
            stacked = wanted == Qt.Orientation.Vertical
            size = self._split.height() if stacked else self._split.width()
            first = size * 2 // 5 if stacked else size // 2
            self._split.setSizes([first, max(size - first, 1)])
