"""Saying by hand what the columns of a table hold, where its header does not."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from tutorapp.services.importing import Columns, delimiter_of, rows
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Column, label

MOST_COLUMNS = 30
SHOWN_ROWS = 6
OPTION = "option"
FIELDS = ("question", "correct", OPTION, "marks", "type", "explanation", "title", "tags", "minutes", "id")


class ColumnsView(QWidget):
    """The first rows of the table and a choice for each column.

    Signals:
        mapped: the columns as chosen (formats.csv_table.Columns).
        cancelled: none of it.
    """

    mapped = Signal(object)
    cancelled = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._choices: list[QComboBox] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        column = Column("quizzes.columns.scroll", (24, 16, 24, 16), 12)
        column.body.addWidget(label(self.tr("What do the columns hold?"), "h2"))
        self.word = label("", "secondary", name="quizzes.columns.word", wrap=True)
        column.body.addWidget(self.word)
        self._grid = QGridLayout()
        column.body.addLayout(self._grid)
        self.sample = QTableWidget()
        self.sample.setObjectName("quizzes.columns.sample")
        self.sample.setAccessibleName(self.tr("The first rows of the table"))
        self.sample.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.sample.setMinimumHeight(context.theme.px(220))
        column.body.addWidget(self.sample)
        column.body.addStretch(1)
        outer.addWidget(column, 1)
        outer.addWidget(self._foot())

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 8, 16, 8)
        row.addStretch(1)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setObjectName("quizzes.columns.cancel")
        cancel.setAccessibleName(cancel.text())
        cancel.clicked.connect(self.cancelled.emit)
        self.go = QPushButton(self.tr("Read the table"))
        self.go.setObjectName("quizzes.columns.go")
        self.go.setAccessibleName(self.go.text())
        self.go.setProperty("role", "primary")
        self.go.clicked.connect(lambda: self.mapped.emit(self.columns()))
        row.addWidget(cancel)
        row.addWidget(self.go)
        return foot

    def show_table(self, text: str, why: str) -> None:
        """Show the first rows of ``text``; ``why`` says what could not be found out."""
        self.word.setText(why)
        table = [cells for _line, cells in rows(text[:200_000], delimiter_of(text[:200_000]))][:SHOWN_ROWS]
        width = min(MOST_COLUMNS, max((len(cells) for cells in table), default=0))
        self.sample.setRowCount(len(table))
        self.sample.setColumnCount(width)
        for at, cells in enumerate(table):
            for column, cell in enumerate(cells[:width]):
                self.sample.setItem(at, column, QTableWidgetItem(cell[:200]))
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        self._choices = []
        for column in range(width):
            first = table[0][column] if column < len(table[0]) else ""
            self._add_choice(column, first)
        self._judge()

    def columns(self) -> Columns:
        """What is chosen at present."""
        named: dict[str, int] = {}
        options: list[int] = []
        for column, choice in enumerate(self._choices):
            wanted = choice.currentData()
            if wanted == OPTION:
                options.append(column)
            elif wanted:
                named.setdefault(wanted, column)
        return Columns(options=tuple(options), named=named)

    def _add_choice(self, column: int, first: str) -> None:
        words = self._words()
        name = self.tr("Column {0}").format(column + 1)
        told = label(f"{name} ({first[:30]})" if first else name, "", wrap=False)
        choice = QComboBox()
        choice.setObjectName(f"quizzes.columns.{column}")
        choice.setAccessibleName(name)
        choice.addItem(self.tr("leave out"), "")
        for field in FIELDS:
            choice.addItem(words[field], field)
        guess = ("question", "correct")[column] if column < 2 else ""
        choice.setCurrentIndex(choice.findData(guess))
        choice.currentIndexChanged.connect(lambda _index: self._judge())
        told.setBuddy(choice)
        self._choices.append(choice)
        row, side = divmod(column, 2)
        self._grid.addWidget(told, row, 2 * side)
        self._grid.addWidget(choice, row, 2 * side + 1)

    def _judge(self) -> None:
        self.go.setEnabled("question" in self.columns().named)

    def _words(self) -> dict[str, str]:
        return {
            "question": self.tr("the question"),
            "correct": self.tr("the right answer"),
            OPTION: self.tr("an option"),
            "marks": self.tr("marks"),
            "type": self.tr("type"),
            "explanation": self.tr("explanation"),
            "title": self.tr("title"),
            "tags": self.tr("tags"),
            "minutes": self.tr("minutes"),
            "id": self.tr("id"),
        }
