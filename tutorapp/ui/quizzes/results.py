"""The results of a class: add files, see the table and what it says of the questions, mark what waits, save a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.content import Question
from tutorapp.domain.quiz import Quiz
from tutorapp.domain.search_text import question_label
from tutorapp.services.results import ClassTable, Taken, as_csv
from tutorapp.ui.bus import Target
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Column, clear, label
from tutorapp.ui.quizzes.answer_marking import AnswerMarking
from tutorapp.ui.quizzes.class_figures import ClassFigures
from tutorapp.ui.quizzes.class_models import ClassModel, ItemsModel

MOST_MISSED = 6


class ResultsPage(QWidget):
    """Table and figures, or the marking of one answer after the other."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._table: ClassTable | None = None
        self._soon = QTimer(self)  # when the tables have their new size
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fit)
        self.setObjectName("quizzes.results")
        self.setAcceptDrops(True)
        self.stack = QStackedWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self.overview = QWidget()
        column = QVBoxLayout(self.overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        self.empty = self._empty()
        self.split = self._middle()
        column.addWidget(self.empty, 1)
        column.addWidget(self.split, 1)
        self.marking = AnswerMarking(context)
        self.stack.addWidget(self.overview)
        self.stack.addWidget(self.marking)
        self.marking.marked.connect(self._keep_mark)
        self.marking.finished.connect(self._back)
        context.bus.changed.connect(lambda changes, _by: self.refresh() if "results" in changes.kinds else None)
        self._show(None)

    # --- building --------------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        head = QFrame()
        head.setProperty("role", "head")
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 8, 16, 8)
        row.setSpacing(8)
        self.choice = QComboBox()
        self.choice.setObjectName("quizzes.results.quiz")
        self.choice.setAccessibleName(self.tr("Quiz"))
        self.choice.setMinimumContentsLength(16)
        self.choice.currentIndexChanged.connect(lambda _index: self._load())
        self.word = label("", "muted", name="quizzes.results.word")
        row.addWidget(self.choice)
        row.addWidget(self.word, 1)
        self.add = self._button(self.tr("Add result files …"), "quizzes.results.add", self.choose_files)
        self.save = self._button(self.tr("Save as table …"), "quizzes.results.csv", self._save_csv)
        self.go = self._button("", "quizzes.results.mark", self._mark_waiting)
        self.go.setProperty("role", "primary")
        for button in (self.add, self.save, self.go):
            row.addWidget(button)
        return head

    def _empty(self) -> QWidget:
        page = Column("quizzes.results.empty", (32, 24, 32, 24), 12)
        page.body.addWidget(label(self.tr("No results yet"), "h2"))
        text = self.tr(
            "Pupils save a result file at the end of a quiz. Add the files here, or drop them on this page: many at "
            "once, and the same file twice changes nothing."
        )
        page.body.addWidget(label(text, "secondary", wrap=True))
        page.body.addStretch(1)
        return page

    def _middle(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("quizzes.results.split")
        split.setChildrenCollapsible(False)
        self.pupils = ClassModel(self._ctx)
        self.table = self._view(self.pupils, "quizzes.results.table", self.tr("The class"))
        self.table.activated.connect(self._open_cell)
        left = QFrame()
        left.setProperty("role", "side")
        left.setMinimumWidth(260)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        self.figures = ClassFigures()
        column.addWidget(self.figures)
        split.addWidget(left)
        split.addWidget(self._right())
        split.setSizes([684, 620])
        return split

    def _right(self) -> QWidget:
        side = QFrame()
        side.setProperty("role", "surface")
        side.setMinimumWidth(260)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.asked = ItemsModel(self._ctx)
        self.items = self._view(self.asked, "quizzes.results.items", self.tr("Questions"))
        column.addWidget(self.items, 3)
        missed = Column("quizzes.results.missed", (16, 12, 16, 12), 6)
        missed.body.addWidget(label(self.tr("Mark points missed most"), "h3"))
        self._missed = QVBoxLayout()
        self._missed.setSpacing(4)
        missed.body.addLayout(self._missed)
        missed.body.addStretch(1)
        column.addWidget(missed, 2)
        hint = self.tr("Under 20 pupils these figures are a hint, not a verdict. Under 5 they are hidden.")
        foot = label(hint, "muted", name="quizzes.results.hint", wrap=True)
        foot.setMargin(12)
        column.addWidget(foot)
        return side

    def _view(self, model: ClassModel | ItemsModel, name: str, told: str) -> QTableView:
        view = QTableView()
        view.setObjectName(name)
        view.setAccessibleName(told)
        view.setModel(model)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.verticalHeader().hide()
        view.horizontalHeader().setHighlightSections(False)
        return view

    def _button(self, text: str, name: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.clicked.connect(lambda _checked=False: act())
        return button

    # --- files -----------------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for result files and add them."""
        kinds = self.tr("Results (*.tutorresult)")
        names, _kind = QFileDialog.getOpenFileNames(self, self.tr("Add result files"), "", kinds)
        if names:
            self.bring_in([Path(name) for name in names])

    def bring_in(self, files: Sequence[Path]) -> None:
        """Add result files; says how many were new, known and refused."""
        results = self._ctx.services.results
        wanted = list(files)
        self._ctx.jobs.run(lambda: results.bring_in(wanted), self._on_taken)

    def _on_taken(self, taken: Taken) -> None:
        self.word.setText(taken.words())
        self._ctx.bus.announce(taken.changes, self)
        if taken.refused:
            self._ctx.bus.notice(taken.refused[0][1], level="warning")
        if not taken.changes.kinds:
            self.refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.bring_in([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    # --- showing ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the quizzes that have results, and the table of the chosen one."""
        if self._ctx.is_ready:
            self._ctx.jobs.run(self._ctx.services.results.quizzes, self._show_quizzes)

    def _show_quizzes(self, found: tuple[tuple[Quiz, int], ...]) -> None:
        wanted = self.choice.currentData()
        self.choice.blockSignals(True)
        self.choice.clear()
        for quiz, count in found:
            pupils = self.tr("1 result") if count == 1 else self.tr("{0} results").format(count)
            self.choice.addItem(f"{quiz.title[:60]} · {pupils}", quiz.id)
        at = self.choice.findData(wanted)
        self.choice.setCurrentIndex(max(at, 0) if found else -1)
        self.choice.blockSignals(False)
        self._load()

    def _load(self) -> None:
        quiz_id, results = self.choice.currentData(), self._ctx.services.results
        if quiz_id is None:
            self._show(None)
            return
        self._ctx.jobs.run(lambda: results.table(quiz_id), self._show)

    def _show(self, table: ClassTable | None) -> None:
        self._table = table
        self.pupils.show_table(table)
        self.asked.show_table(table)
        self.empty.setVisible(table is None)
        self.split.setVisible(table is not None)
        self.choice.setVisible(table is not None)
        self.save.setEnabled(table is not None)
        waiting = table.waiting if table else 0
        self.go.setVisible(waiting > 0)
        self.go.setText(self.tr("Mark 1 answer") if waiting == 1 else self.tr("Mark {0} answers").format(waiting))
        self.go.setAccessibleName(self.go.text())
        self.figures.show_table(table)
        self._show_missed(table)
        self._fit()

    def _fit(self) -> None:
        """Columns as wide as their words; the one of names or questions takes what is left, but never goes."""
        for view, wide, least in ((self.table, 0, 88), (self.items, 1, 150)):
            if not view.model().columnCount():
                continue
            view.resizeColumnsToContents()
            header = view.horizontalHeader()
            others = sum(header.sectionSize(at) for at in range(header.count()) if at != wide)
            header.resizeSection(wide, max(view.viewport().width() - others, self._ctx.theme.px(least)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def _show_missed(self, table: ClassTable | None) -> None:
        clear(self._missed)
        for number, missed in enumerate(table.missed[:MOST_MISSED] if table else ()):
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(label(missed.text, "", wrap=True), 1)
            bar = QProgressBar()
            bar.setRange(0, missed.of)
            bar.setValue(missed.missed)
            bar.setTextVisible(False)
            bar.setFixedSize(self._ctx.theme.px(96), 8)
            line.addWidget(bar)
            line.addWidget(label(self.tr("{0} of {1}").format(missed.missed, missed.of), "muted"))
            library = self._ctx.library
            if library is not None and missed.section in library.sections:
                link = self._button(
                    library.sections[missed.section].title[:30],
                    f"quizzes.results.missed.{number}",
                    partial(self._ctx.bus.open, Target("section", missed.section)),
                )
                link.setProperty("role", "link")
                line.addWidget(link)
            self._missed.addWidget(row)
        if table is not None and not table.missed:
            told = self.tr("Mark written answers point by point to see which points the class missed.")
            self._missed.addWidget(label(told, "muted", wrap=True))

    # --- marking and saving ----------------------------------------------------------------------------

    def _mark_waiting(self) -> None:
        if self._table is not None:
            self.marking.begin(self._table)
            self.stack.setCurrentWidget(self.marking)

    def _open_cell(self, index: QModelIndex) -> None:
        result, key = self.pupils.result_at(index.row()), self.pupils.question_at(index.column())
        if self._table is None or result is None:
            return
        if not key:
            cells = self._table.cells[index.row()]
            key = next((one for one, cell in cells.items() if cell.marks is None), "")
        if key and any(answer.question.id == key for answer in result.answers):
            self.marking.begin(self._table, (result.id, key))
            self.stack.setCurrentWidget(self.marking)

    def _keep_mark(self, result_id: str, question: Question, marks: int, level: str, points: tuple[str, ...]) -> None:
        results = self._ctx.services.results
        self._ctx.run(lambda: results.mark(result_id, question, marks, level=level, points=points), self)

    def _back(self) -> None:
        self.stack.setCurrentWidget(self.overview)
        self.refresh()
        self.table.setFocus()

    def _save_csv(self) -> None:
        if self._table is None:
            return
        title, name = self.tr("Save the table"), f"{self._table.quiz.title[:40]} results.csv".replace("/", "-")
        chosen, _kind = QFileDialog.getSaveFileName(self, title, name, self.tr("Table (*.csv)"))
        if not chosen:
            return
        try:
            Path(chosen).write_text(as_csv(self._table, question_label), encoding="utf-8-sig", newline="")
        except OSError as error:
            why = error.strerror or self.tr("the system refuses")
            self._ctx.bus.notice(self.tr("The table cannot be saved there: {0}.").format(why), level="warning")
