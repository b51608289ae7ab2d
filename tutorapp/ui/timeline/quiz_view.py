"""Quizzes from the line: ask, check, say why, next; each answer is stored as an attempt."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.closed import ClosedMark, Response, mark
from tutorapp.domain.content import Event, Question
from tutorapp.domain.dates import DateError, read_typed
from tutorapp.domain.errors import KnownError
from tutorapp.domain.library import Library
from tutorapp.domain.timeline.quiz import QuizKind, make
from tutorapp.ui.bus import Target
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Flow
from tutorapp.ui.timeline.card_column import Card, card_of
from tutorapp.ui.timeline.order_view import OrderView

_ORDER, _CHOICE, _DATE = range(3)
_SAID_BESIDE = 400
"""Pixels for what is said and the margins, beside the buttons."""


class Keeper(Protocol):
    """Stores an answered question; the pane's keeper uses the practice service."""

    def __call__(self, question: Question, response: Response) -> None: ...


class QuizView(QWidget):
    """One question after another about the events in view.

    Signals:
        left: the person has had enough.
        shown_on_line: show these events on the line (ids joined by commas).
    """

    left = Signal()
    shown_on_line = Signal(str)

    def __init__(self, context: UiContext, keep: Keeper, rng: Random, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = context
        self._keep = keep
        self._rng = rng
        self._library: Library | None = None
        self._events: list[Event] = []
        self.kind: QuizKind = "order"
        self.question: Question | None = None
        self.result: ClosedMark | None = None
        self.setObjectName("timeline.quiz")
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.order = OrderView(self._ctx)
        self.order.said.connect(self._say)
        self.order.changed.connect(self._allow)
        self.order.check_asked.connect(self.check)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.order)
        self.pages.addWidget(self._build_choices())
        self.pages.addWidget(self._build_date())
        column.addLayout(self._build_head())
        scroll = QScrollArea()
        scroll.setObjectName("timeline.quiz.scroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pages.setProperty("role", "scroll")
        scroll.setWidget(self.pages)
        column.addWidget(scroll, 1)
        column.addWidget(self._build_foot())

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        kinds = QWidget()
        chips = Flow(8)
        kinds.setLayout(chips)
        row.addWidget(kinds, 1)
        self._kinds: dict[QuizKind, QPushButton] = {}
        group = QButtonGroup(self)
        for kind, text in self._kind_names():
            button = QPushButton(text)
            button.setObjectName(f"timeline.quiz.kind.{kind}")
            button.setProperty("role", "chip")
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, key=kind: self.ask(key))
            group.addButton(button)
            chips.addWidget(button)
            self._kinds[kind] = button
        leave = QPushButton(self.tr("Leave (Esc)"))
        leave.setObjectName("timeline.quiz.leave")
        leave.setProperty("role", "flat")
        leave.clicked.connect(self.left)
        row.addWidget(leave, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _kind_names(self) -> tuple[tuple[QuizKind, str], ...]:
        return (
            ("order", self.tr("Put in order")),
            ("first", self.tr("Which came first?")),
            ("when", self.tr("When was it?")),
            ("place", self.tr("Place it")),
            ("gap", self.tr("Fill the gap")),
            ("ends", self.tr("Start and end")),
        )

    def _build_choices(self) -> QWidget:
        page = QWidget()
        self._choice_column = QVBoxLayout(page)
        self._choice_column.setContentsMargins(48, 24, 48, 16)
        self._choice_column.setSpacing(8)
        self._choice_question = _question_label("timeline.quiz.choice.question")
        self._choice_column.addWidget(self._choice_question)
        self._choice_column.addSpacing(8)
        self._choice_column.addStretch(1)
        self._choices: list[tuple[str, QRadioButton]] = []
        return page

    def _build_date(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(48, 24, 48, 16)
        column.setSpacing(8)
        self._date_question = _question_label("timeline.quiz.date.question")
        self._date = QLineEdit()
        self._date.setObjectName("timeline.quiz.date")
        self._date.setAccessibleName(self.tr("The date"))
        self._date.setPlaceholderText(self.tr("such as 1 December 1934, Dec 1934, winter 1932-33"))
        self._date.setMaximumWidth(420)
        self._date.textChanged.connect(self._on_date_typed)
        self._date.returnPressed.connect(self.check)
        self._understood = QLabel()
        self._understood.setObjectName("timeline.quiz.understood")
        self._understood.setProperty("role", "muted")
        for widget in (self._date_question, self._date, self._understood):
            column.addWidget(widget)
        column.addStretch(1)
        return page

    def _build_foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "canvasfoot")
        row = self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight, foot)
        row.setContentsMargins(48, 12, 40, 12)
        row.setSpacing(12)
        self._said = QLabel()
        self._said.setObjectName("timeline.quiz.said")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        row.addWidget(self._said, 1)
        self._notes = self._button("notes", self.tr("Read the note"), self._open_notes)
        self._line = self._button("line", self.tr("Show on the line"), self._show_line)
        self._check = self._button("check", self.tr("Check (Ctrl+Enter)"), self._check_or_next)
        self._check.setProperty("role", "primary")
        self._buttons = QWidget()
        flow = Flow(12)
        self._buttons.setLayout(flow)
        for button in (self._notes, self._line, self._check):
            flow.addWidget(button)
        row.addWidget(self._buttons)
        return foot

    def _fit_foot(self) -> None:
        """The buttons beside what is said where both have room, else under it and wrapping."""
        shown = [button for button in (self._notes, self._line, self._check) if not button.isHidden()]
        needed = sum(button.sizeHint().width() + 12 for button in shown)
        beside = self.width() >= needed + _SAID_BESIDE
        self._foot.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._buttons.setMinimumWidth(needed if beside else 0)
        self._foot.setContentsMargins(48 if beside else 16, 12, 40 if beside else 16, 12)
        self._said.setVisible(beside or bool(self._said.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_foot()

    def _button(self, name: str, text: str, handler: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"timeline.quiz.{name}")
        button.clicked.connect(lambda _on=False: handler())
        return button

    # --- asking --------------------------------------------------------------------------------------

    def open(self, library: Library, events: list[Event]) -> bool:
        """Start with the events in view; False (and a notice) when too few of them decide."""
        self._library = library
        self._events = events
        return self.ask(self.kind)

    def ask(self, kind: QuizKind) -> bool:
        """The next question of a kind."""
        try:
            question = make(kind, self._events, self._rng)
        except KnownError as error:
            self._kinds[self.kind].setChecked(True)
            self._ctx.bus.notice(error.message)
            return False
        self.kind, self.question, self.result = kind, question, None
        self._kinds[kind].setChecked(True)
        self._said.setText("")
        page = {"ordering": _ORDER, "multiple_choice": _CHOICE, "date": _DATE}[question.type]
        (self._ask_order, self._ask_choice, self._ask_date)[page](question)
        self.pages.setCurrentIndex(page)
        self._notes.hide()
        self._line.hide()
        self._check.setText(self.tr("Check (Ctrl+Enter)"))
        self._fit_foot()
        self._allow()
        self.focus_question()
        return True

    def focus_question(self) -> None:
        """Put the keyboard where the answer is given."""
        page = self.pages.currentIndex()
        if page == _CHOICE and self._choices:
            self._choices[0][1].setFocus()
        else:
            (self._date if page == _DATE else self.order).setFocus()

    def _ask_order(self, question: Question) -> None:
        cards = self._cards(question.events)
        self.order.ask(self._rng.sample(cards, len(cards)))

    def _cards(self, ids: tuple[str, ...]) -> list[Card]:
        by_id = {event.id: event for event in self._events}
        lanes = {c.id: c.title for c in self._library.manifest.categories} if self._library else {}
        return [card_of(by_id[key], lanes.get(by_id[key].category, "")) for key in ids]

    def _ask_choice(self, question: Question) -> None:
        for _id, old in self._choices:
            self._choice_column.removeWidget(old)
            old.deleteLater()
        self._choice_question.setText(question.text)
        self._choices = []
        for number, choice in enumerate(question.choices):
            button = QRadioButton(choice.text.replace("&", "&&"))
            button.setObjectName(f"timeline.quiz.choice.{number}")
            button.toggled.connect(lambda _on: self._allow())
            self._choice_column.insertWidget(2 + number, button)
            self._choices.append((choice.id, button))

    def _ask_date(self, question: Question) -> None:
        self._date_question.setText(question.text)
        self._date.clear()
        self._date.setReadOnly(False)
        self._understood.clear()

    def _on_date_typed(self, text: str) -> None:
        if text.strip():
            try:
                self._understood.setText(read_typed(text).understood)
            except DateError as error:
                self._understood.setText(error.message)
        else:
            self._understood.clear()
        self._allow()

    # --- answering -----------------------------------------------------------------------------------

    def response(self) -> Response | None:
        """What has been answered; None while something is missing."""
        assert self.question is not None  # asked first
        if self.question.type == "ordering":
            if not self.order.is_complete:
                return None
            titles = {card.id: card.title for card in self.order.right.cards}
            return {"order": [titles[key] for key in self.order.order]}
        if self.question.type == "multiple_choice":
            picked = next((key for key, button in self._choices if button.isChecked()), None)
            return {"choice": picked} if picked else None
        try:
            read_typed(self._date.text())
        except DateError:
            return None
        return {"date": self._date.text().strip()}

    def _allow(self) -> None:
        is_asked = self.question is not None
        self._check.setEnabled(is_asked and (self.result is not None or self.response() is not None))

    def check(self) -> None:
        """Mark the answer, say why, and keep it."""
        if self.question is None or self.result is not None:
            return
        response = self.response()
        if response is None:
            return
        self.result = mark(self.question, response)
        self._keep(self.question, response)
        if self.question.type == "ordering":
            self.order.show_marks(list(self.question.events))
        for choice, (_key, button) in zip(self.question.choices, self._choices, strict=True):
            button.setEnabled(False)
            sign = "✓ " if choice.correct else ""
            tail = f"  ({choice.feedback})" if choice.feedback else ""
            button.setText(f"{sign}{choice.text}{tail}".replace("&", "&&"))
        self._date.setReadOnly(True)
        head = self.tr("{marks} of {max}. ").format(marks=self.result.marks, max=self.result.max)
        self._say(head + self.tr("Because: ") + self.question.explanation.replace("\n", "; ") + ".")
        self._notes.setVisible(bool(self.question.sections))
        self._line.show()
        self._check.setText(self.tr("Next (Ctrl+Enter)"))
        self._fit_foot()
        self._check.setEnabled(True)
        self._check.setFocus()

    def _check_or_next(self) -> None:
        if self.result is None:
            self.check()
        else:
            self.ask(self.kind)

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self._said.setAccessibleName(text)
        self._fit_foot()

    def _open_notes(self) -> None:
        if self.question is not None and self.question.sections:
            self._ctx.bus.open(Target("section", self.question.sections[0]))

    def _show_line(self) -> None:
        if self.question is not None:
            self.shown_on_line.emit(",".join(self.question.events))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._check_or_next()
        else:
            super().keyPressEvent(event)


def _question_label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", "lead")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
