"""Past answers: every attempt with its time, words, mark and evidence; two of one question side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.content import CLOSED_TYPES
from tutorapp.domain.library import Library
from tutorapp.domain.work import AttemptRecord, Marking
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice import exam_words, words
from tutorapp.ui.practice.answer_view import AnswerView, Span
from tutorapp.ui.practice.mark import way_to_split
from tutorapp.ui.practice.parts import Column, Flow, KeyButton, Reading, clear, label
from tutorapp.ui.practice.result import facts, result_lines

PAGE = 50


class AttemptView(QWidget):
    """One attempt to read: day, mark, time, the answer with evidence, and what was decided."""

    def __init__(self, context: UiContext, name: str) -> None:
        super().__init__()
        self._ctx = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 8)
        column.setSpacing(4)
        self._head = label("", "strong", name=f"{name}.head", wrap=True)
        self._facts = label("", "muted", name=f"{name}.facts", wrap=True)
        self.answer = AnswerView(context, f"{name}.answer", self.tr("The answer"))
        self.answer.grow()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        column.addWidget(self._head)
        column.addWidget(self._facts)
        column.addSpacing(6)
        column.addWidget(self.answer)
        column.addSpacing(6)
        column.addLayout(self._lines)
        column.addSpacing(6)
        self._log = label("", "muted", name=f"{name}.log", wrap=True)
        column.addWidget(self._log)
        column.addStretch(1)

    def show_record(self, record: AttemptRecord, marking: Marking | None) -> None:
        """Show ``record`` as ``marking`` saw it."""
        assert record.answer is not None
        day = words.day(record.answer.at, self._ctx.clock.now(), self.tr)
        time = record.answer.at.astimezone().strftime("%H:%M")
        self._head.setText(f"{self._marks_words(record)}  ·  {day}, {time}")
        self._facts.setText(facts(record, self.tr))
        self._show_log(record)
        spans = evidence_spans(record, marking)
        self.answer.set_answer(record.answer.text, spans)
        self.answer.setVisible(bool(record.answer.text.strip()) or record.attempt.question.type not in CLOSED_TYPES)
        clear(self._lines)
        for line in result_lines(record, marking, self.tr):
            sign = "✓" if line.earned else "–"
            role = "" if line.earned else "secondary"
            text = label(f"{sign}  {line.title}", role, wrap=True)
            earned = self.tr("Earned: {0}") if line.earned else self.tr("Not earned: {0}")
            text.setAccessibleName(earned.format(line.title))
            self._lines.addWidget(text)
            if line.detail:
                detail = label(line.detail, "muted", wrap=True)
                detail.setContentsMargins(20, 0, 0, 0)
                self._lines.addWidget(detail)

    def _marks_words(self, record: AttemptRecord) -> str:
        own = [marking for marking in record.markings if marking.marker != "machine"] or list(record.markings)
        if not own:
            return self.tr("not marked")
        names = {
            "self": self.tr("{0}"),
            "second_look": self.tr("second look {0}"),
            "teacher": self.tr("teacher {0}"),
            "machine": self.tr("{0}"),
        }
        return ", ".join(
            names[marking.marker].format(words.mark_words(marking.low, marking.high, marking.max, self.tr))
            for marking in own
        )

    def _show_log(self, record: AttemptRecord) -> None:
        """Breaks, absences, gaps and what else happened while it was written, as it is printed too."""
        happened = [
            "  ·  ".join(part for part in (time, what, length) if part)
            for time, what, length in exam_words.log_lines(record, self.tr)
        ]
        self._log.setText("\n".join([self.tr("While it was written"), *happened]) if happened else "")
        self._log.setVisible(bool(happened))


class HistoryPage(QWidget):
    """All handed-in answers.

    Signals:
        mark_asked: mark this attempt.
        look_asked: take a second look at this attempt.
        again_asked: sit this question again.
        section_asked: read this section.
    """

    mark_asked = Signal(str)
    look_asked = Signal(str)
    again_asked = Signal(str)
    section_asked = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._library: Library | None = None
        self._records: dict[str, AttemptRecord] = {}
        self._current = ""
        self._wanted = ""
        self.setObjectName("practice.past")
        self._build()

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._split = QSplitter()
        self._split.setObjectName("practice.past.split")
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._build_list())
        self._split.addWidget(self._build_detail())
        self._empty = label("", "secondary", name="practice.past.empty", wrap=True)
        self._empty.setContentsMargins(32, 32, 32, 32)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        outer.addWidget(self._empty, 1)
        outer.addWidget(self._split, 1)

    def _build_list(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(8, 8, 8, 8)
        self.list = QTreeWidget()
        self.list.setObjectName("practice.past.list")
        self.list.setAccessibleName(self.tr("Past answers, newest first"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels([self.tr("Question"), self.tr("When"), self.tr("Mark"), self.tr("Time")])
        self.list.header().setObjectName("practice.past.list.header")
        self.list.header().setAccessibleName(self.tr("Columns"))
        self.list.header().setStretchLastSection(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._on_current)
        self._more = KeyButton(self._ctx, self.tr("Show older answers"), "practice.past.more", role="link")
        self._more.clicked.connect(self._load_more)
        column.addWidget(self.list, 1)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        return holder

    def _build_detail(self) -> QWidget:
        """One column that scrolls as a whole, so that a small pane cuts nothing."""
        detail = Column("practice.past.detail", (24, 12, 16, 8), 4)
        detail.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        detail.setProperty("role", "detail")
        detail.setAccessibleName(self.tr("The chosen answer; the arrow keys scroll"))
        self._question = Reading(self._ctx, name="practice.past.question")
        buttons = QWidget()
        flow = Flow(8)
        buttons.setLayout(flow)
        self._mark = KeyButton(self._ctx, self.tr("Mark it"), "practice.past.mark", role="primary")
        self._mark.clicked.connect(lambda: self.mark_asked.emit(self._current))
        self._look = KeyButton(self._ctx, self.tr("Second look"), "practice.past.look", icon="eye")
        self._look.clicked.connect(lambda: self.look_asked.emit(self._current))
        self._compare = KeyButton(self._ctx, self.tr("Compare with …"), "practice.past.compare", icon="columns-2")
        self._compare.clicked.connect(self._open_compare_menu)
        self._again = KeyButton(self._ctx, self.tr("Sit again"), "practice.past.again", icon="rotate-ccw")
        self._again.clicked.connect(self._on_again)
        self._single = KeyButton(self._ctx, self.tr("One answer"), "practice.past.single", icon="square")
        self._single.clicked.connect(lambda: self.compare_with(""))
        for button in (self._mark, self._look, self._compare, self._single, self._again):
            flow.addWidget(button)
        self.view = AttemptView(self._ctx, "practice.past.view")
        self._pair = QWidget()
        row = QHBoxLayout(self._pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        self.older = AttemptView(self._ctx, "practice.past.older")
        self.newer = AttemptView(self._ctx, "practice.past.newer")
        row.addWidget(self.older, 1)
        row.addWidget(self.newer, 1)
        self._pair.hide()
        for part in (self._question, buttons, self.view, self._pair):
            detail.body.addWidget(part)
        detail.body.addStretch(1)
        self._detail = detail
        return detail

    # --- content -------------------------------------------------------------------------------------

    def open(self, library: Library, attempt_id: str = "") -> None:
        """Show the newest answers, and ``attempt_id`` chosen where given."""
        self._library, self._wanted = library, attempt_id or self._current
        self._records = {}
        self.reload()

    def reload(self) -> None:
        """Read the answers again."""
        practice, wanted = self._ctx.services.practice, self._wanted
        known = len(self._records)

        def read() -> tuple[AttemptRecord, ...]:
            found = practice.recent(max(PAGE, known))
            if wanted and all(record.attempt.id != wanted for record in found):
                found = (*found, practice.record(wanted))
            return found

        self._ctx.jobs.run(read, self._on_loaded)

    def _on_loaded(self, records: Sequence[AttemptRecord]) -> None:
        self._records = {record.attempt.id: record for record in records if record.answer is not None}
        self._fill()
        self._more.setVisible(len(records) >= PAGE)

    def _load_more(self) -> None:
        practice, last = self._ctx.services.practice, next(reversed(self._records), None)
        self._ctx.jobs.run(lambda: practice.recent(PAGE, last), self._on_more)

    def _on_more(self, records: Sequence[AttemptRecord]) -> None:
        self._wanted = self._current
        self._records.update({record.attempt.id: record for record in records if record.answer is not None})
        self._fill()
        self._more.setVisible(len(records) >= PAGE)

    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for record in self._records.values():
            self.list.addTopLevelItem(self._item(record))
        self.list.blockSignals(False)
        anything = bool(self._records)
        self._empty.setText(self.tr("Your marked answers will be kept here. Choose a question and write the first."))
        self._empty.setVisible(not anything)
        self._split.setVisible(anything)
        self._lay_out()
        items = [item for at in range(self.list.topLevelItemCount()) if (item := self.list.topLevelItem(at))]
        chosen = next(
            (i for i in items if i.data(0, Qt.ItemDataRole.UserRole) == self._wanted), items[0] if items else None
        )
        if chosen is not None:
            self.list.setCurrentItem(chosen)
            self._on_current(chosen, None)

    def _item(self, record: AttemptRecord) -> QTreeWidgetItem:
        assert record.answer is not None
        marking = words.shown_marking(record)
        mark = words.mark_words(marking.low, marking.high, marking.max, self.tr) if marking else self.tr("not marked")
        title = (
            words.question_title(record.attempt.question, self._library)
            if self._library
            else record.attempt.question_id
        )
        day = words.day(record.answer.at, self._ctx.clock.now(), self.tr)
        time = words.minutes(record.answer.used_seconds, self.tr)
        item = QTreeWidgetItem([title, day, mark, time])
        item.setToolTip(0, title)
        item.setData(0, Qt.ItemDataRole.UserRole, record.attempt.id)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{title}. {day}, {mark}, {time}")
        return item

    def _on_current(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if item is None:
            return
        self._current = str(item.data(0, Qt.ItemDataRole.UserRole))
        record = self._records[self._current]
        question = record.attempt.question
        titles = self._library.titles if self._library else {}
        self._question.set_plain(words.question_words(question, titles))
        by_machine = question.type in CLOSED_TYPES and not question.points
        self._mark.setVisible(not record.markings)
        self._look.setVisible(bool(record.markings) and not by_machine)
        self._compare.setVisible(bool(self._others()))
        self.compare_with("")

    def current_record(self) -> AttemptRecord | None:
        """The attempt chosen."""
        return self._records.get(self._current)

    def _others(self) -> list[AttemptRecord]:
        mine = self._records[self._current]
        return [
            record
            for record in self._records.values()
            if record.attempt.question_id == mine.attempt.question_id and record is not mine
        ]

    def _open_compare_menu(self) -> None:
        others = self._others()
        if len(others) == 1:
            self.compare_with(others[0].attempt.id)
            return
        menu = QMenu(self)
        menu.setObjectName("practice.past.compare.menu")
        for record in others:
            item = self._item(record)
            action = QAction(f"{item.text(1)}, {item.text(2)}", menu)
            action.triggered.connect(lambda _checked=False, key=record.attempt.id: self.compare_with(key))
            menu.addAction(action)
        menu.popup(self._compare.mapToGlobal(self._compare.rect().bottomLeft()))

    def compare_with(self, attempt_id: str) -> None:
        """Show the chosen answer beside another one, older at the left; "" shows it alone."""
        record = self._records[self._current]
        for widget in (self._single, self._pair):
            widget.setVisible(bool(attempt_id))
        self.view.setVisible(not attempt_id)
        self._detail.verticalScrollBar().setValue(0)
        if not attempt_id:
            self.view.show_record(record, words.shown_marking(record))
            return
        pair = sorted((record, self._records[attempt_id]), key=lambda found: found.attempt.at)
        for view, found in zip((self.older, self.newer), pair, strict=True):
            view.show_record(found, words.shown_marking(found))

    def _on_again(self) -> None:
        if self._current in self._records:
            self.again_asked.emit(self._records[self._current].attempt.question_id)

    # --- layout --------------------------------------------------------------------------------------

    def focus_first(self) -> None:
        """The list."""
        self.list.setFocus()

    def retheme(self) -> None:
        """Colours and sizes changed."""
        if self._current in self._records:
            for view in (self.view, self.older, self.newer):
                view.answer.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        px = self._ctx.theme.px
        wanted = way_to_split(self._ctx, self.width(), self.height())
        stacked = wanted == Qt.Orientation.Vertical
        if self._split.orientation() != wanted or not any(self._split.sizes()):
            self._split.setOrientation(wanted)
            size = self._split.height() if stacked else self._split.width()
            first = size * 2 // 5 if stacked else min(px(520), size * 2 // 5)
            self._split.setSizes([first, max(size - first, 1)])
        header = self.list.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, wide in ((1, 92), (2, 92), (3, 100)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, px(wide))
        room = self.width() if stacked else self._split.sizes()[0]
        self.list.setColumnHidden(3, room < px(460))
        self.list.setColumnHidden(1, room < px(340))


def evidence_spans(record: AttemptRecord, marking: Marking | None) -> list[Span]:
    """The evidence of a stored marking, numbered as the scheme is."""
    if marking is None:
        return []
    question = record.attempt.question
    ids = [point.id for point in question.points] or [part.id for part in question.parts]
    number = {key: str(at) for at, key in enumerate(ids, start=1)}
    return [
        Span(
            decision.start, decision.end, "awarded" if decision.awarded else "unsure", number.get(decision.point_id, "")
        )
        for decision in marking.decisions
        if decision.end > decision.start and decision.point_id in number
    ]
