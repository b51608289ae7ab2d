"""What a pupil sees of the question being written, the scheme beside an answer, and trying it without storing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain import closed, markup
from tutorapp.domain.content import CLOSED_TYPES, Question
from tutorapp.domain.errors import KnownError
from tutorapp.domain.exam_clock import allowance
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice import words
from tutorapp.ui.practice.answer_view import AnswerView, Span
from tutorapp.ui.practice.answering import Answering, answering
from tutorapp.ui.practice.editor import AnswerEditor
from tutorapp.ui.practice.parts import Column, Figure, KeyButton, Reading, Rule, announce, clear, label
from tutorapp.ui.practice.source_view import SourceView
from tutorapp.ui.quizzes.preview_after import HAS_AFTER, AfterAnswer
from tutorapp.ui.quizzes.scheme_words import SchemeWords, closed_lines

if TYPE_CHECKING:
    from tutorapp.marking.marker import Suggestion

EXTRA = (0, 25, 50, 100)
Try = Callable[[Question, str, Callable[["Suggestion | None"], None]], None]


class Preview(QFrame):
    """The right column. ``try_answer`` asks the marker; nothing here is ever stored."""

    def __init__(self, context: UiContext, try_answer: Try) -> None:
        super().__init__()
        self._ctx, self._try = context, try_answer
        self._question: Question | None = None
        self._place = ""
        self._answering: Answering | None = None
        self._mending = False
        self.setObjectName("quizzes.preview")
        self.setProperty("role", "previewside")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        self.stack = QStackedWidget()
        self.pupil = self._build_pupil()
        self.scheme = self._build_scheme()
        self.stack.addWidget(self.pupil)
        self.stack.addWidget(self.scheme)
        column.addWidget(self.stack, 1000)
        column.addStretch(1)  # holds the head at the top while there is nothing below it
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(350)
        self._wait.timeout.connect(self._mark_test)
        self.show_question(None)

    # --- building ------------------------------------------------------------------------------------

    def _build_head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(self._ctx.theme.px(44))
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(0)
        group = QButtonGroup(self)
        self.tabs: list[QPushButton] = []
        for at, (name, text) in enumerate((("pupil", self.tr("Pupil")), ("scheme", self.tr("Mark scheme")))):
            button = _segment(self._ctx, text, f"quizzes.preview.{name}", on=at == 0)
            group.addButton(button, at)
            row.addWidget(button)
            self.tabs.append(button)
        group.idClicked.connect(self._show_side)
        row.addStretch(1)
        self.try_button = KeyButton(
            self._ctx, self.tr("Try it"), "quizzes.preview.try", role="link", icon="play", tint="accent"
        )
        self.try_button.clicked.connect(self.toggle_try)
        row.addWidget(self.try_button)
        return head

    def _build_pupil(self) -> QWidget:
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(16, 2, 16, 12)
        outer.addLayout(self._build_seen_with())
        outer.addWidget(self._build_when())
        card = QFrame()
        card.setProperty("role", "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(4, 12, 4, 8)
        inner.addWidget(self._build_desk(), 1)
        inner.addLayout(self._build_desk_foot())
        outer.addWidget(card, 1)
        return page

    def _build_seen_with(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label(self.tr("Seen with"), "label"))
        self.extra = QComboBox()
        self.extra.setObjectName("quizzes.preview.extra")
        self.extra.setAccessibleName(self.tr("Seen with"))
        for percent in EXTRA:
            self.extra.addItem(
                self.tr("{0} % extra time").format(percent) if percent else self.tr("ordinary time"), percent
            )
        self.extra.currentIndexChanged.connect(lambda _at: self._write_time())
        self._time = label("", "muted", name="quizzes.preview.time")
        row.addWidget(self.extra)
        row.addStretch(1)
        row.addWidget(self._time)
        return row

    def _build_when(self) -> QWidget:
        """Before answering, or what is read afterwards; only where each option has its own words for that."""
        self._when = QWidget()
        row = QHBoxLayout(self._when)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(label(self.tr("Show"), "label"))
        row.addSpacing(8)
        group = QButtonGroup(self)
        self.whens: list[QPushButton] = []
        for at, (name, text) in enumerate((("before", self.tr("Before")), ("after", self.tr("After answering")))):
            button = _segment(self._ctx, text, f"quizzes.preview.{name}", on=at == 0)
            group.addButton(button, at)
            row.addWidget(button)
            self.whens.append(button)
        row.addStretch(1)
        group.idClicked.connect(lambda at: self.show_after(at == 1))
        return self._when

    def _build_desk(self) -> Column:
        scroll = Column("quizzes.preview.scroll", (16, 4, 16, 4), 0)
        top = QHBoxLayout()
        self._number = label("", "muted")
        self._clock = Figure(self._ctx, "label", name="quizzes.preview.clock")
        top.addWidget(self._number)
        top.addStretch(1)
        top.addWidget(self._clock)
        scroll.body.addLayout(top)
        scroll.body.addSpacing(6)
        self._text = Reading(self._ctx, name="quizzes.preview.text")
        self._marks = Reading(self._ctx, "body", name="quizzes.preview.marks")
        self._marks.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.sources = SourceView(self._ctx, "quizzes.preview.sources")
        for widget in (self._text, self._marks, self.sources):
            scroll.body.addWidget(widget)
        scroll.body.addSpacing(8)
        self._desk = QWidget()
        self._sheet = QVBoxLayout(self._desk)
        self._sheet.setContentsMargins(0, 0, 0, 0)
        self.after = AfterAnswer(self._ctx)
        self.after.hide()
        self.editor = AnswerEditor(self._ctx, "quizzes.preview.editor")
        self.editor.setMinimumHeight(self._ctx.theme.px(150))
        self._result = QVBoxLayout()
        self._result.setSpacing(4)
        scroll.body.addWidget(self._desk)
        scroll.body.addWidget(self.after)
        scroll.body.addWidget(self.editor, 1)
        scroll.body.addLayout(self._result)
        scroll.body.addStretch(1)
        return scroll

    def _build_desk_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 2)
        self._words = label("", "muted", name="quizzes.preview.words", wrap=True)
        self.hand_in = KeyButton(self._ctx, self.tr("Hand in"), "quizzes.preview.hand_in", role="primary")
        self.hand_in.clicked.connect(self.mark_tried)
        self.again = KeyButton(self._ctx, self.tr("Clear"), "quizzes.preview.clear")
        self.again.clicked.connect(self._begin_try)
        row.addWidget(self._words, 1)
        row.addWidget(self.again)
        row.addWidget(self.hand_in)
        self.editor.textChanged.connect(self._write_words)
        return row

    def _build_scheme(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.lines = SchemeWords(self._ctx)
        column.addWidget(self.lines, 3)
        self._test = QWidget()
        inner = QVBoxLayout(self._test)
        inner.setContentsMargins(16, 8, 16, 12)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Test the words on an answer"), "label"))
        head.addStretch(1)
        head.addWidget(label(self.tr("nothing is stored"), "muted"))
        inner.addLayout(head)
        self._box = QStackedWidget()
        self.test = AnswerEditor(self._ctx, "quizzes.preview.test")
        self.test.setAccessibleName(self.tr("An answer to test the words on"))
        self.test.setPlaceholderText(self.tr("Paste or type an answer"))
        self.test.textChanged.connect(lambda: self._wait.start())
        self.found = AnswerView(self._ctx, "quizzes.preview.found", self.tr("The answer with what was found"))
        self._box.addWidget(self.test)
        self._box.addWidget(self.found)
        inner.addWidget(self._box, 1)
        foot = QHBoxLayout()
        self._total = label("", "strong", name="quizzes.preview.total")
        self._unsure = label("", "muted", name="quizzes.preview.unsure")
        self.flip = KeyButton(self._ctx, self.tr("Show what was found"), "quizzes.preview.flip", role="link")
        self.flip.clicked.connect(self._flip)
        foot.addWidget(self._total)
        foot.addWidget(self._unsure)
        foot.addStretch(1)
        foot.addWidget(self.flip)
        inner.addLayout(foot)
        column.addWidget(Rule())
        column.addWidget(self._test, 2)
        return page

    # --- showing -------------------------------------------------------------------------------------

    def show_question(self, question: Question | None, place: str = "") -> None:
        """Show ``question`` as it is now; a trial goes on as far as it fits."""
        other = (question.id if question else "") != (self._question.id if self._question else "")
        before, self._question, self._place = self._question, question, place
        self.stack.setVisible(question is not None)
        self.try_button.setEnabled(question is not None)
        if question is None:
            return
        if other:
            self._mending = False
            self.test.set_answer("")
            self._box.setCurrentIndex(0)
        library = self._ctx.library
        titles = library.titles if library else {}
        gaps = question.type == "gap_fill"
        text = self.tr("Fill in the gaps.") if gaps else words.question_words(question, titles)
        self._number.setText(place or self.tr("Question"))
        self._text.set_plain(text or " ")
        self._marks.set_plain(f"[{question.marks}]", strong=True)
        if before is None or other or before.sources != question.sources:
            self.sources.show_sources(question.sources)
        self._show_sheet(question, anew=other or before is None or _sheet(before) != _sheet(question))
        self._when.setVisible(question.type in HAS_AFTER)
        self.show_after(self.whens[1].isChecked() and not self._mending)
        self._write_time()
        self.lines.show_scheme(question)
        self._test.setVisible(bool(question.points))
        if question.points and self.test.answer().strip():
            self._wait.start()

    def _show_sheet(self, question: Question, *, anew: bool) -> None:
        if anew:
            response = self._answering.response() if self._answering is not None else {}
            clear(self._sheet)
            self._answering = answering(self._ctx, question, question.id)
            if self._answering is not None:
                self._answering.set_response(response)
                self._answering.changed.connect(self._clear_result)
                self._sheet.addWidget(self._answering)
            self._clear_result()
        self.editor.setVisible(self._answering is None or bool(question.points))
        self._allow_typing()

    def _allow_typing(self) -> None:
        self.editor.setReadOnly(not self._mending)
        for sheet in [self._answering] if self._answering is not None else []:
            sheet.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not self._mending)
            for child in sheet.findChildren(QWidget):
                child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not self._mending)
                if not self._mending and child.focusPolicy() != Qt.FocusPolicy.NoFocus:
                    child.setProperty("policy", int(child.focusPolicy().value))
                    child.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                elif self._mending and child.property("policy") is not None:
                    child.setFocusPolicy(Qt.FocusPolicy(int(child.property("policy"))))
        self.hand_in.setEnabled(self._mending)
        self.again.setVisible(self._mending)
        self.try_button.set_words(self.tr("Stop trying") if self._mending else self.tr("Try it"))
        self._write_words()

    def _show_side(self, at: int) -> None:
        self.stack.setCurrentIndex(at)

    def show_scheme(self, on: bool) -> None:
        """The mark scheme, or what a pupil sees."""
        self.tabs[1 if on else 0].setChecked(True)
        self.stack.setCurrentIndex(1 if on else 0)

    def show_after(self, on: bool) -> None:
        """A choice question after it was answered, wrongly, or before."""
        question = self._question
        after = on and question is not None and question.type in HAS_AFTER
        self.whens[1 if on else 0].setChecked(True)
        if after and question is not None:
            if self._mending:
                self.toggle_try()
            self.after.show_question(question, question.id)
        self._desk.setVisible(not after)
        self.after.setVisible(after)
        self._write_words()

    def toggle_side(self) -> None:
        """The other of the two sides."""
        self.show_scheme(self.stack.currentIndex() == 0)

    def _write_time(self) -> None:
        if self._question is None:
            return
        base = self._question.allowed_minutes * 60
        percent = int(self.extra.currentData())
        allowed = allowance(round(base), percent)
        self._clock.set_text(words.clock_words(allowed))
        said = words.minutes(base, self.tr)
        becomes = self.tr("{0} becomes {1}").format(said, words.minutes(allowed, self.tr))
        self._time.setText(becomes if percent else said)

    def _write_words(self) -> None:
        if not self._mending:
            after = self.after.isVisibleTo(self)
            wrong = self.tr("After a wrong choice")
            self._words.setText(wrong if after else self.tr("As a pupil sees it"))
            return
        count = words.word_count(self.editor.answer())
        said = self.tr("1 word") if count == 1 else self.tr("{0} words").format(count)
        nothing = self.tr("nothing is stored")
        self._words.setText(f"{said} · {nothing}" if self.editor.isVisibleTo(self) else nothing)

    # --- trying --------------------------------------------------------------------------------------

    def toggle_try(self) -> None:
        """Begin to answer as a pupil, or stop."""
        self._mending = not self._mending
        self.show_scheme(False)
        if self._mending:
            self.show_after(False)
        self._begin_try()
        if self._mending:
            if self._answering is not None:
                self._answering.focus_first()
            else:
                self.editor.setFocus()

    def _begin_try(self) -> None:
        self.editor.set_answer("")
        if self._question is not None:
            self._show_sheet(self._question, anew=True)
            if self._answering is not None:
                self._answering.set_response({})

    def mark_tried(self) -> None:
        """Mark the trial, as practice would."""
        question = self._question
        if question is None or not self._mending:
            return
        self._clear_result()
        if question.type in CLOSED_TYPES and self._answering is not None:
            try:
                found = closed.mark(question, self._answering.response())
            except KnownError as error:  # the right answer itself cannot be read yet
                self._say(error.message, "danger")
                return
            self._say(self.tr("{0} of {1}").format(found.marks, found.max), "h3")
            for text, role in closed_lines(question, found, self.tr):
                self._say(text, role)
            if question.explanation:
                self._say(markup.plain(question.explanation), "secondary")
            announce(self, self.tr("{0} of {1}").format(found.marks, found.max))
        if question.points:
            self._try(question, self.editor.answer(), self._show_suggestion)
        elif question.type == "essay":
            self._say(self.tr("An essay is marked by a person, by levels: see the mark scheme."), "secondary")

    def _show_suggestion(self, suggestion: Suggestion | None) -> None:
        if suggestion is None or self._question is None:
            self._say(self.tr("There is no marker here: a person decides every point."), "secondary")
            return
        total = self.tr("{0} of {1} suggested").format(suggestion.total, suggestion.max)
        self._say(total, "h3")
        for point in self._question.points:
            found = suggestion.points.get(point.id)
            if found is not None:
                sign = {"awarded": "✓", "unsure": "?"}.get(found.verdict, "–")
                role = {"awarded": "success", "unsure": "warning"}.get(found.verdict, "secondary")
                self._say(f"{sign}  {markup.plain(point.text)}", role)
        announce(self, total)

    def _say(self, text: str, role: str) -> None:
        made = label(text, role, wrap=True, name="quizzes.preview.result")
        self._result.addWidget(made)

    def _clear_result(self) -> None:
        clear(self._result)

    # --- testing the words ---------------------------------------------------------------------------

    def _mark_test(self) -> None:
        question, text = self._question, self.test.answer()
        if question is None or not question.points:
            return
        if not text.strip():
            self.lines.show_verdicts(None)
            self._total.setText("")
            self._unsure.setText("")
            return
        self._try(question, text, self._show_test)

    def _show_test(self, suggestion: Suggestion | None) -> None:
        if suggestion is None or self._question is None or suggestion.question != self._question.id:
            return
        self.lines.show_verdicts(suggestion)
        spans = [
            Span(found.start, found.end, found.verdict, str(at))
            for at, point in enumerate(self._question.points, start=1)
            if (found := suggestion.points.get(point.id)) is not None and found.verdict in ("awarded", "unsure")
        ]
        self.found.set_answer(self.test.answer(), spans)
        self._total.setText(self.tr("{0} of {1} suggested").format(suggestion.total, suggestion.max))
        unsure = sum(found.verdict == "unsure" for found in suggestion.points.values())
        self._unsure.setText(self.tr("{0} unsure").format(unsure) if unsure else "")

    def _flip(self) -> None:
        found = self._box.currentIndex() == 0
        self._box.setCurrentIndex(1 if found else 0)
        self.flip.set_words(self.tr("Change the answer") if found else self.tr("Show what was found"))


def _segment(context: UiContext, text: str, name: str, *, on: bool) -> QPushButton:
    """One of two buttons that stand together, of which one is pressed."""
    button = QPushButton(text)
    button.setObjectName(name)
    button.setProperty("role", "segment")
    button.setCheckable(True)
    button.setChecked(on)
    strong = context.theme.font("ui_strong")  # the pressed one is set in it
    button.setMinimumWidth(QFontMetrics(strong).horizontalAdvance(text) + 34)
    return button


def _sheet(question: Question) -> tuple[object, ...]:
    """What the answer sheet is made from."""
    gaps = question.text if question.type == "gap_fill" else ""
    return (
        question.type,
        question.choices,
        question.shuffle,
        question.pairs,
        question.order,
        question.gaps,
        gaps,
        question.numeric and question.numeric.unit,
    )
