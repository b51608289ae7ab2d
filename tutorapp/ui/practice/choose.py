"""Choosing a question: filters, the list and what is known of the chosen one; a narrow pane shows one question."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from tutorapp.domain import choosing
from tutorapp.domain.choosing import Filter
from tutorapp.domain.content import Question
from tutorapp.domain.work import AttemptRecord
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice import words
from tutorapp.ui.practice.banner import Banner
from tutorapp.ui.practice.filters import Chips, Choosing
from tutorapp.ui.practice.parts import Column, KeyButton, Pages, Picture, Rule, label
from tutorapp.ui.practice.preview import QuestionCard, QuestionPreview, Shown
from tutorapp.ui.practice.question_list import ROW, QuestionList, Row

WIDE = 780
MORE, MOST_MORE = 3, 14
CARD_HEIGHT = 340
"""Design pixels that a card takes without its further questions."""
MOST_ROWS = 400
"""A teacher's bank may hold thousands; nobody scrolls through them, and the filters and the search find the rest."""


class ChoosePage(QWidget):
    """The first state of practice.

    Signals:
        start_asked: (question id, mode).
        question_shown: the earlier answers of this question are wanted.
        section_asked: read this section of the notes.
    """

    start_asked = Signal(str, str)
    question_shown = Signal(str)
    section_asked = Signal(str)

    def __init__(self, context: UiContext, pick: Callable[[Sequence[Question]], Question] = random.choice) -> None:
        super().__init__()
        self._ctx = context
        self._pick = pick
        self._data: Choosing | None = None
        self._current = ""
        self._narrow_all = False
        self._more_shown = 0
        self._stale: set[int] = set()  # pages whose list is older than the data
        self.setObjectName("practice.choose")
        self._build()
        self._connect()

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.banner = Banner(self._ctx, "practice.banner")
        self.reminder = Banner(self._ctx, "practice.reminder")
        self._stack = Pages()
        self._stack.addWidget(self._build_wide())
        self._stack.addWidget(self._build_card())
        self._stack.addWidget(self._build_all())
        column.addWidget(self.banner)
        column.addWidget(self.reminder)
        column.addWidget(self._stack, 1)

    def _build_wide(self) -> QWidget:
        wide = QWidget()
        row = QHBoxLayout(wide)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(32, 16, 24, 4)
        self.chips = Chips(self._ctx, "practice.filter")
        self._count = label("", "secondary", name="practice.count")
        head.addWidget(self.chips, 1)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignTop)
        self.list = QuestionList(self._ctx, "practice.questions")
        holder = QVBoxLayout()
        holder.setContentsMargins(10, 4, 4, 0)
        holder.addWidget(self.list, 1)
        self._nothing = label("", "secondary", name="practice.nothing", wrap=True)
        self._nothing.setContentsMargins(22, 24, 24, 24)
        left.addLayout(head)
        left.addLayout(holder, 1)
        left.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignTop)
        left.addWidget(self._build_foot())
        self.preview = QuestionPreview(self._ctx)
        row.addLayout(left, 1)
        row.addWidget(self.preview)
        return wide

    def _build_foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(32, 12, 24, 12)
        row.addWidget(Picture(self._ctx, "info"))
        self._foot = label("", "secondary", wrap=True)
        row.addWidget(self._foot, 1)
        return foot

    def _build_card(self) -> QWidget:
        page = Column("practice.card.scroll", (14, 12, 14, 16), 0)
        self.card = QuestionCard(self._ctx)
        self.more = QuestionList(self._ctx, "practice.more", compact=True)
        self.more.setAccessibleName(self.tr("More questions"))
        self.all_link = KeyButton(self._ctx, "", "practice.all", role="link")
        self.all_link.hide()  # until it can say how many
        # The list's rows reach out to both sides of their text, so the rest stands in by as much.
        self.card.setContentsMargins(10, 0, 10, 0)
        rule = QHBoxLayout()
        rule.setContentsMargins(10, 18, 10, 4)
        rule.addWidget(Rule())
        page.body.addWidget(self.card)
        page.body.addLayout(rule)
        page.body.addWidget(self.more)
        under = QHBoxLayout()
        under.setContentsMargins(6, 0, 0, 0)  # its word under those of the rows
        under.addWidget(self.all_link)
        under.addStretch(1)
        page.body.addLayout(under)
        page.body.addStretch(1)
        return page

    def _build_all(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 8, 4, 0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        back = self.tr("Suggested question")
        self.back_link = KeyButton(self._ctx, back, "practice.suggested", role="link", icon="arrow-left", tint="accent")
        self.narrow_chips = Chips(self._ctx, "practice.narrow")
        self.narrow_list = QuestionList(self._ctx, "practice.narrow.questions", compact=True)
        head.addWidget(self.back_link)
        head.addStretch(1)
        column.addLayout(head)
        chips = QHBoxLayout()
        chips.setContentsMargins(16, 0, 12, 0)
        chips.addWidget(self.narrow_chips)
        column.addLayout(chips)
        column.addWidget(self.narrow_list, 1)
        return page

    def _connect(self) -> None:
        self.chips.changed.connect(lambda _filter: self._fill_wide())
        self.narrow_chips.changed.connect(lambda _filter: self._fill_narrow())
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(lambda question_id: self.start_asked.emit(question_id, "timed"))
        for compact in (self.more, self.narrow_list):
            compact.opened.connect(self.show_question)
            compact.clicked.connect(lambda index, view=compact: self.show_question(view.current_id()))
        self.preview.start_asked.connect(self.start_asked)
        self.preview.section_asked.connect(self.section_asked)
        self.card.start_asked.connect(self.start_asked)
        self.all_link.clicked.connect(lambda: self._show_all(True))
        self.back_link.clicked.connect(lambda: self._show_all(False))

    # --- content -------------------------------------------------------------------------------------

    def load(self, data: Choosing) -> None:
        """Show the unit's questions with the results so far; the selection stays where it can."""
        first = self._data is None or self._data.library is not data.library
        refill = first or self._data is None or self._data.extra_percent != data.extra_percent
        self._data = data
        if refill:
            self.chips.load(data)
            self.narrow_chips.load(data)
        if first or self._current not in data.library.questions:
            self._current = ""
        foot = self.tr("Times are counted by the marks of a question, as in the exam.")
        if data.extra_percent:
            foot += " " + self.tr("They include your {0} % extra time.").format(data.extra_percent)
        self._foot.setText(foot)
        self._fill()

    def show_question(self, question_id: str) -> bool:
        """Show one question; False when the unit does not have it."""
        if self._data is None or question_id not in self._data.library.questions:
            return False
        self._current = question_id
        self._narrow_all = False
        self._fill()
        return True

    def surprise(self) -> None:
        """Choose one of the questions shown, at random."""
        questions = self._visible(self.chips.filter if self._is_wide() else self.narrow_chips.filter)
        others = [question for question in questions if question.id != self._current] or questions
        found = choosing.surprise(others, self._pick)
        if found is not None:
            self.show_question(found.id)

    def set_records(self, question_id: str, records: Sequence[AttemptRecord]) -> None:
        """The earlier answers of a question, newest first."""
        if question_id == self._current:
            self.preview.set_records(records)

    def start_current(self) -> None:
        """Start the question shown, timed."""
        if self._current:
            self.start_asked.emit(self._current, "timed")

    def focus_first(self) -> None:
        """The list, or the start button in a narrow pane."""
        if self._is_wide():
            self.list.setFocus()
        elif self._stack.currentIndex() == 2:
            self.narrow_list.setFocus()
        else:
            self.card.focus_first()

    def current_id(self) -> str:
        """The question shown, or empty."""
        return self._current

    def forget_current(self) -> None:
        """Let the next filling choose the suggested question."""
        self._current = ""

    # --- inside --------------------------------------------------------------------------------------

    def _fill(self) -> None:
        if self._data is None:
            return
        if not self._current:
            found = choosing.suggested(self._data.library.unit.questions, self._data.results, self._ctx.clock.now())
            self._current = found.id if found else ""
        self._stale = {0, 2}
        self._fill_card()
        self._settle()

    def _fill_wide(self) -> None:
        if self._data is None:
            return
        visible = self._visible(self.chips.filter)
        every = choosing.askable(self._data.library.unit.questions)
        count = self.tr("{0} of {1} questions").format(len(visible), len(every))
        if len(visible) > MOST_ROWS:
            count += " " + self.tr("(the first {0} are listed; filter to see others)").format(MOST_ROWS)
        self._count.setText(count)
        self.list.set_groups(self._groups(visible), self._current)
        self.list.setVisible(bool(visible))
        self._nothing.setVisible(not visible)
        self._nothing.setText(
            self.tr("No question passes these filters. Take one back to see more.")
            if every
            else self.tr("This unit has no questions yet.")
        )
        shown = self._shown(self._current) if any(q.id == self._current for q in visible) else None
        if shown is None and visible:
            self.list.select(visible[0].id)
            return
        self.preview.show_question(shown)
        if shown is not None:
            self.question_shown.emit(shown.question.id)

    def _fill_card(self) -> None:
        shown = self._shown(self._current)
        if self._data is None or shown is None:
            return
        self.card.show_question(shown)
        others = [q for q in choosing.askable(self._data.library.unit.questions) if q.id != self._current]
        self._more_shown = self._more_room()
        near = sorted(others, key=lambda q: not set(q.spec) & set(shown.question.spec))[: self._more_shown]
        self.more.set_groups([("", [self._row(question) for question in near])])
        self.more.setFixedHeight(self.more.rows_height())
        self.all_link.set_words(self.tr("All {0} questions").format(len(others) + 1))
        self.all_link.show()

    def _more_room(self) -> int:
        """How many further questions a card has room for, three at least."""
        px = self._ctx.theme.px
        return max(MORE, min((self.height() - px(CARD_HEIGHT)) // px(ROW), MOST_MORE))

    def _fill_narrow(self) -> None:
        if self._data is not None:
            self.narrow_list.set_groups(self._groups(self._visible(self.narrow_chips.filter)), self._current)

    def _groups(self, questions: Sequence[Question]) -> list[tuple[str, list[Row]]]:
        """The first of ``questions`` and the one that is shown, by their headings; the suggested one leads."""
        assert self._data is not None
        first = choosing.suggested(self._data.library.unit.questions, self._data.results, self._ctx.clock.now())
        lead = next((q for q in questions if first is not None and q.id == first.id), None)
        listed = list(questions[:MOST_ROWS])
        listed += [question for question in questions[MOST_ROWS:] if question.id == self._current]
        rest = [question for question in listed if lead is None or question.id != lead.id]
        groups = [(name, [self._row(question) for question in items]) for name, items in choosing.grouped(rest)]
        return groups if lead is None else [(self.tr("Suggested next"), [self._row(lead)]), *groups]

    def _visible(self, wanted: Filter) -> tuple[Question, ...]:
        if self._data is None:
            return ()
        questions = self._data.library.unit.questions
        return choosing.filtered(questions, self._data.results, wanted, self._data.extra_percent)

    def _row(self, question: Question) -> Row:
        assert self._data is not None
        result = self._data.results.get(question.id)
        return Row(
            id=question.id,
            title=words.question_title(question, self._data.library),
            point=" ".join(question.spec),
            marks=question.marks,
            time=words.minutes(choosing.allowed_seconds(question, self._data.extra_percent), self.tr),
            result=words.result_words(result, self.tr),
            day=words.day(result.at, self._ctx.clock.now(), self.tr) if result else "",
        )

    def _shown(self, question_id: str) -> Shown | None:
        data = self._data
        question = data.library.questions.get(question_id) if data else None
        if data is None or question is None:
            return None
        found = choosing.suggested(data.library.unit.questions, data.results, self._ctx.clock.now())
        return Shown(
            question=question,
            library=data.library,
            result=data.results.get(question_id),
            extra_percent=data.extra_percent,
            suggests=data.suggests,
            suggested=found is not None and found.id == question_id,
        )

    def _on_chosen(self, question_id: str) -> None:
        if question_id == self._current and self.preview.isVisible():
            return
        self._current = question_id
        shown = self._shown(question_id)
        self.preview.show_question(shown)
        if shown is not None:
            self.question_shown.emit(question_id)
        self._fill_card()

    def _show_all(self, every: bool) -> None:
        self._narrow_all = every
        self._settle()
        self.focus_first()

    def _is_wide(self) -> bool:
        return self._stack.currentIndex() == 0

    def _settle(self) -> None:
        """Wide or narrow, by the room there is."""
        wide = self.width() >= self._ctx.theme.px(WIDE)
        page = 0 if wide else 2 if self._narrow_all else 1
        if page == 1 and self._more_shown and self._more_shown != self._more_room():
            self._fill_card()
        if page in self._stale:  # a list is filled when it is first seen, so that no start waits for it
            self._stale.discard(page)
            (self._fill_wide if wide else self._fill_narrow)()
        if page != self._stack.currentIndex():
            focus = QApplication.focusWidget()
            had_keyboard = focus is not None and self._stack.isAncestorOf(focus)
            self._stack.setCurrentIndex(page)
            if had_keyboard:
                self.focus_first()
        self.preview.setFixedWidth(min(self._ctx.theme.px(400), self.width() * 2 // 5))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()
