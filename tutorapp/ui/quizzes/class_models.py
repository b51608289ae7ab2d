"""The class table and the table of questions as models."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from tutorapp.domain.item_analysis import ItemFigures
from tutorapp.domain.results import Result
from tutorapp.domain.search_text import question_label
from tutorapp.services.results import ClassTable
from tutorapp.ui.context import UiContext

Index = QModelIndex | QPersistentModelIndex
_HEADS = 2  # pupil and time stand before the marks
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ClassModel(QAbstractTableModel):
    """A row a pupil: name, time, marks a question, total; the last row holds the means."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._table: ClassTable | None = None
        self._keys: tuple[str, ...] = ()

    def show_table(self, table: ClassTable | None) -> None:
        """Show another class."""
        self.beginResetModel()
        self._table = table
        self._keys = tuple(table.questions) if table else ()
        self.endResetModel()

    def result_at(self, row: int) -> Result | None:
        """The pupil of a row; None for the means."""
        return self._table.results[row] if self._table and 0 <= row < len(self._table.results) else None

    def question_at(self, column: int) -> str:
        """The question of a column; "" for the others."""
        at = column - _HEADS
        return self._keys[at] if 0 <= at < len(self._keys) else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() or self._table is None else len(self._table.results) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as above
        return 0 if parent.isValid() or self._table is None else _HEADS + len(self._keys) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._table is None or orientation != Qt.Orientation.Horizontal:
            return None
        key = self.question_at(section)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                if section < _HEADS:
                    return (self.tr("Pupil"), self.tr("Time taken"))[section]
                if key:
                    return str(section - _HEADS + 1)
                return self.tr("Of {0}").format(sum(one.marks for one in self._table.questions.values()))
            case Qt.ItemDataRole.ToolTipRole if key:
                return question_label(self._table.questions[key])
            case Qt.ItemDataRole.TextAlignmentRole:
                return LEFT if section < _HEADS else RIGHT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._table is None:
            return None
        is_mean = index.row() == len(self._table.results)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._mean(index.column()) if is_mean else self._text(index.row(), index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                return LEFT if index.column() < _HEADS else RIGHT
            case Qt.ItemDataRole.FontRole if is_mean or index.column() == self.columnCount() - 1:
                return self._ctx.theme.font("ui_strong")
            case Qt.ItemDataRole.ForegroundRole if not is_mean and self._waits(index.row(), index.column()):
                return self._ctx.theme.colour("accent")
            case Qt.ItemDataRole.AccessibleTextRole if not is_mean and index.column() == 0:
                return self._spoken(index.row())
        return None

    def _waits(self, row: int, column: int) -> bool:
        assert self._table is not None
        cell = self._table.cells[row].get(self.question_at(column))
        return cell is not None and cell.marks is None

    def _text(self, row: int, column: int) -> str:
        assert self._table is not None
        result, cells = self._table.results[row], self._table.cells[row]
        if column == 0:
            return result.name
        if column == 1:
            return self._time(result)
        key = self.question_at(column)
        if key:
            cell = cells.get(key)
            if cell is None:
                return "–"
            return self.tr("mark") if cell.marks is None else str(cell.marks)
        total = sum(cell.marks or 0 for cell in cells.values())
        waits = any(cell.marks is None for cell in cells.values())
        return self.tr("{0} so far").format(total) if waits else str(total)

    def _time(self, result: Result) -> str:
        used = sum(answer.used_seconds for answer in result.answers)
        parts = [self.tr("{0} min").format(round(used / 60))]
        extra = max((answer.extra_percent for answer in result.answers), default=0)
        if extra:
            parts.append(f"+{extra} %")
        breaks = sum(line.kind == "break_start" for answer in result.answers for line in answer.log)
        if breaks:
            parts.append(self.tr("{0} breaks").format(breaks) if breaks > 1 else self.tr("1 break"))
        return " · ".join(parts)

    def _mean(self, column: int) -> str:
        assert self._table is not None
        if column == 0:
            return self.tr("Mean")
        if column == 1:
            return ""
        key = self.question_at(column)
        if not key:
            mean = self._table.whole.mean
            return "–" if mean is None else f"{mean:.1f}"
        marks = [cell.marks for row in self._table.cells if (cell := row.get(key)) and cell.marks is not None]
        return f"{sum(marks) / len(marks):.1f}" if marks else "–"

    def _spoken(self, row: int) -> str:
        last = self.columnCount() - 1
        told = self.tr("{0}, {1}, total {2}")
        return told.format(self._text(row, 0), self._text(row, 1), self._text(row, last))


class ItemsModel(QAbstractTableModel):
    """A row a question: n, facility, discrimination, efficiency, and how sure these are."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._table: ClassTable | None = None

    def show_table(self, table: ClassTable | None) -> None:
        """Show another class."""
        self.beginResetModel()
        self._table = table
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as above
        return 0 if parent.isValid() or self._table is None else len(self._table.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as above
        return 0 if parent.isValid() else 7

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if section in (1, 6) else RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tips().get(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._table is None:
            return None
        figures = self._table.items[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(figures, index.row(), index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                return LEFT if index.column() in (1, 6) else RIGHT
            case Qt.ItemDataRole.ForegroundRole if index.column() == 6 and figures.is_doubtful:
                return self._ctx.theme.colour("text.muted")
            case Qt.ItemDataRole.ToolTipRole if index.column() == 1:
                return self._text(figures, index.row(), 1)
        return None

    def _text(self, figures: ItemFigures, row: int, column: int) -> str:
        assert self._table is not None
        question = self._table.questions[figures.question_id]
        hidden = figures.is_hidden
        told = (
            str(row + 1),
            question_label(question),
            str(figures.n),
            "–" if figures.facility is None or hidden else f"{figures.facility:.0f} %",
            "–" if figures.discrimination is None else _signed(figures.discrimination),
            "–" if figures.efficiency is None else _signed(figures.efficiency),
            self._sure(figures),
        )
        return told[column]

    def _sure(self, figures: ItemFigures) -> str:
        if figures.is_hidden:
            return self.tr("under 5 answers") if figures.n or not self._waits(figures) else self.tr("not marked yet")
        return self.tr("too few to judge") if figures.is_doubtful else self.tr("20 answers or more")

    def _waits(self, figures: ItemFigures) -> bool:
        """Whether there are answers that only lack their marks."""
        cells = self._table.cells if self._table is not None else ()
        return any((cell := row.get(figures.question_id)) is not None and cell.marks is None for row in cells)

    def _heads(self) -> tuple[str, ...]:
        return (
            self.tr("No."),
            self.tr("Question"),
            "n",
            self.tr("Facility"),
            self.tr("Discrimination"),
            self.tr("Efficiency"),
            self.tr("How sure"),
        )

    def _tips(self) -> dict[int, str]:
        return {
            2: self.tr("Answers that have their marks"),
            3: self.tr("The mean share of the marks that was earned"),
            4: self.tr("How far those who did well elsewhere did well here: correlation with the rest, times 100"),
            5: self.tr("Discrimination as a share of what these marks could have reached at best"),
        }


def _signed(figure: float) -> str:
    """A whole figure with a minus sign as it is printed."""
    return f"{round(figure) + 0:d}".replace("-", "−")
