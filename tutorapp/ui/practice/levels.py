"""Marking an essay by levels: parts with evidence, samples beside the answer, then level, place and range."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain import markup
from tutorapp.domain.content import SampleAnswer
from tutorapp.domain.errors import KnownError
from tutorapp.domain.library import Library
from tutorapp.domain.work import AttemptRecord, Marker
from tutorapp.services.levels_session import Compared, LevelsSession, Place, Shown, sample_paragraphs
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice import words
from tutorapp.ui.practice.answer_view import Span
from tutorapp.ui.practice.found import Found
from tutorapp.ui.practice.mark import LOW, NARROW, AnswerSide
from tutorapp.ui.practice.parts import Column, Flow, KeyButton, Pages, Reading, clear, label

if TYPE_CHECKING:
    from tutorapp.marking.essay import EssayEvidence


class Segments(QWidget):
    """A row of words of which one is chosen.

    Signals:
        chosen: the value of the word pressed.
    """

    chosen = Signal(str)

    def __init__(self, name: str, entries: Sequence[tuple[str, str]], about: str) -> None:
        super().__init__()
        row = Flow(6)
        self.setLayout(row)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for value, text in entries:
            button = QPushButton(text)
            button.setObjectName(f"{name}.{value}")
            button.setAccessibleName(f"{about}: {text}")
            button.setProperty("role", "chip")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, value=value: self.chosen.emit(value))
            self._group.addButton(button)
            row.addWidget(button)
            self._buttons[value] = button

    def set_value(self, value: str) -> None:
        """Show ``value`` as chosen; an empty one as nothing chosen."""
        self._group.setExclusive(False)
        for key, button in self._buttons.items():
            button.setChecked(key == value)
        self._group.setExclusive(bool(value))

    def set_enabled(self, enabled: bool) -> None:
        """Let the words be pressed, or not."""
        for button in self._buttons.values():
            button.setEnabled(enabled)


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
        column.addWidget(self._split, 1)
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
        row.setContentsMargins(32, 12, 20, 12)
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
        fill = (self._fill_parts, self._fill_samples, self._fill_level)[step]
        clear(self._columns[step].body)
        fill(session, self._columns[step])
        self._columns[step].body.addStretch(1)
        self._columns[step].body.activate()
        self._columns[step].verticalScrollBar().setValue(scroll)
        self._refocus(focus)
        self._write(session)

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

    def _fill_parts(self, session: LevelsSession, page: Column) -> None:
        if self._marker == "second_look":
            hidden = self.tr("A second look: your first mark is hidden until you have finished.")
            page.body.addWidget(label(hidden, "muted", wrap=True))
        if self._found is not None:
            page.body.addWidget(label(self._found.summary(), "muted", name="practice.levels.found", wrap=True))
        for at, part in enumerate(session.parts):
            text = markup.plain(part.part.text)
            card = self._card(f"{at + 1}.  {text}")
            evidence = words.quote(session.answer[part.start : part.end])
            if evidence:
                card.addWidget(label(f"“{evidence}”", "secondary", wrap=True))
            segments = Segments(
                f"practice.part.{part.part.id}",
                (("yes", self.tr("Shown")), ("partly", self.tr("Partly")), ("no", self.tr("Not shown"))),
                text,
            )
            segments.set_value(part.shown)
            segments.chosen.connect(lambda value, at=at: self.judge(at, value))
            card.addWidget(segments)
            page.body.addLayout(card)
        if self._found is not None:
            self._add_found(page, self._found)

    def _add_found(self, page: Column, found: Found) -> None:
        card = self._card(self.tr("Found in your answer: evidence, not a mark"))
        for name, heading, lines in found.lists():
            card.addWidget(label(heading, "label"))
            card.addWidget(label("\n".join(lines), "secondary", name=f"practice.levels.found.{name}", wrap=True))
        page.body.addLayout(card)

    def _fill_samples(self, session: LevelsSession, page: Column) -> None:
        ask = self.tr("Is your answer better or weaker than this one? Its mark shows once you have said so.")
        page.body.addWidget(label(ask, "muted", wrap=True))
        for number, sample in enumerate(session.question.samples, start=1):
            page.body.addLayout(self._sample_card(session, sample, number))

    def _sample_card(self, session: LevelsSession, sample: SampleAnswer, number: int) -> QVBoxLayout:
        how = session.compared.get(sample.id, "")
        title = self.tr("Sample {0}").format(number)
        if how:
            title += "  ·  " + self.tr("{0} of {1}").format(sample.marks, session.question.marks)
        card = self._card(title)
        text = Reading(self._ctx, "body", name=f"practice.sample.{sample.id}")
        text.set_plain("\n\n".join(sample_paragraphs(sample)))
        card.addWidget(text)
        for note in sample.margin if how else ():
            card.addWidget(label(f"“{words.quote(note.quote)}”: {note.note}", "secondary", wrap=True))
        segments = Segments(
            f"practice.compare.{sample.id}",
            (
                ("better", self.tr("Mine is better")),
                ("same", self.tr("About the same")),
                ("worse", self.tr("Mine is weaker")),
            ),
            self.tr("Sample {0}").format(number),
        )
        segments.set_value(how)
        segments.chosen.connect(lambda value, key=sample.id: self.compare(key, value))
        card.addWidget(segments)
        return card

    def _fill_level(self, session: LevelsSession, page: Column) -> None:
        page.body.addWidget(label(self._level_hint(session), "muted", name="practice.levels.hint", wrap=True))
        group = QButtonGroup(page.inner)
        for level in session.levels:
            row = QVBoxLayout()
            row.setSpacing(2)
            text = f"{level.title or level.id}  ·  {words.span(level.low, level.high)}"
            button = QRadioButton(text)
            button.setObjectName(f"practice.level.{level.id}")
            button.setChecked(level.id == session.level_id)
            button.clicked.connect(lambda _checked=False, key=level.id: self.choose_level(key))
            group.addButton(button)
            descriptor = label(markup.plain(level.descriptor), "secondary", wrap=True)
            descriptor.setContentsMargins(30, 0, 0, 0)
            row.addWidget(button)
            row.addWidget(descriptor)
            page.body.addLayout(row)
        places = Segments(
            "practice.place",
            (("low", self.tr("Low")), ("middle", self.tr("Middle")), ("high", self.tr("High"))),
            self.tr("Place in the level"),
        )
        places.set_value(session.place)
        places.set_enabled(session.level is not None)
        places.chosen.connect(self.choose_place)
        page.body.addWidget(label(self.tr("Place in the level"), "label"))
        page.body.addWidget(places)

    def _level_hint(self, session: LevelsSession) -> str:
        if session.contradiction():
            return self.tr(session.contradiction())
        marks, level = session.suggested_marks(), session.suggested_level()
        hint = self.tr("These are sample levels in our own words, not a board’s.")
        if marks is None or level is None:
            return hint
        placed = self.tr("Your comparisons put the answer at {0} of {1}: {2}.")
        return placed.format(words.span(*marks), session.question.marks, level.title or level.id) + " " + hint

    def _card(self, title: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.setContentsMargins(0, 0, 0, 10)
        column.addWidget(label(title, "strong", wrap=True))
        return column

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
        narrow = self.width() < self._ctx.theme.px(NARROW)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        self.side.set_narrow(narrow, low=self.height() < self._ctx.theme.px(LOW))
        if self._split.orientation() != wanted or not any(self._split.sizes()):
            self._split.setOrientation(wanted)
            size = self._split.height() if narrow else self._split.width()
            first = size // 2 if not narrow else size * 2 // 5
            self._split.setSizes([first, max(size - first, 1)])
