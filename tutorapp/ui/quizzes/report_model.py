"""The report of an import as a table: a row an item, ticked where it is to come in."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from tutorapp.services.importing import IN_WORDS, ImportReport, Reason, ReportItem, Result
from tutorapp.ui.context import UiContext
from tutorapp.ui.quizzes.kinds import type_words

Index = QModelIndex | QPersistentModelIndex

TICK, NUMBER, LINE, TITLE, TYPE, MARKS, RESULT, REASON = range(8)
_RIGHT = frozenset({NUMBER, LINE, MARKS})
_ICONS: dict[Result, tuple[str, str]] = {
    "exact": ("circle-check", "success"),
    "loss": ("triangle-alert", "warning"),
    "skipped": ("circle-alert", "danger"),
    "duplicate": ("copy", "text.secondary"),
    "changed": ("rotate-ccw", "accent"),
}
COMES_IN: frozenset[Result] = frozenset({"exact", "loss", "changed"})
_DOUBTFUL: frozenset[Reason] = frozenset({"media-missing", "no-correct-answer", "edited-here"})
"""Rows with one of these start unticked: most teachers would have to throw the question away again, or lose work."""


_PLAIN = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_TICKED = _PLAIN | Qt.ItemFlag.ItemIsUserCheckable


class ReportModel(QAbstractTableModel):
    """Rows of an ``ImportReport``.

    Signals:
        ticked: how many rows are ticked now.
    """

    ticked = Signal(int)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._items: tuple[ReportItem, ...] = ()
        self._shown: tuple[ReportItem, ...] = ()
        self._chosen: set[int] = set()

    def show_report(self, report: ImportReport) -> None:
        """Show another report; what can come in without a doubt is ticked."""
        self.beginResetModel()
        self._items = self._shown = report.items
        self._chosen = {
            item.n for item in report.items if item.result in COMES_IN and not _DOUBTFUL.intersection(item.reasons)
        }
        self.endResetModel()
        self.ticked.emit(len(self._chosen))

    def show_only(self, results: frozenset[Result]) -> None:
        """Show the rows of ``results``, all of them when it is empty; what is ticked stays ticked."""
        self.beginResetModel()
        self._shown = tuple(item for item in self._items if not results or item.result in results)
        self.endResetModel()

    @property
    def chosen(self) -> frozenset[int]:
        """The numbers of the ticked rows."""
        return frozenset(self._chosen)

    def item(self, row: int) -> ReportItem:
        """The report's row, as it is shown."""
        return self._shown[row]

    def toggle_all(self) -> None:
        """Tick all that can come in; when all are ticked already, none."""
        every = {item.n for item in self._items if item.result in COMES_IN}
        self._chosen = set() if self._chosen == every else every
        if self._shown:
            last = self.index(len(self._shown) - 1, TICK)
            self.dataChanged.emit(self.index(0, TICK), last, [Qt.ItemDataRole.CheckStateRole])
        self.ticked.emit(len(self._chosen))

    # --- Qt's questions --------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as above
        return 0 if parent.isValid() else 8

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in _RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        ticks = index.column() == TICK and self._shown[index.row()].result in COMES_IN
        return _TICKED if ticks else _PLAIN

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item, column = self._shown[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(item, column)
            case Qt.ItemDataRole.CheckStateRole if column == TICK and item.result in COMES_IN:
                return Qt.CheckState.Checked if item.n in self._chosen else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.DecorationRole if column == RESULT:
                return self._ctx.icons.icon(*_ICONS[item.result])
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole if item.result not in COMES_IN:
                return self._ctx.theme.colour("text.muted")
            case Qt.ItemDataRole.ToolTipRole if column in (TITLE, REASON):
                return self._text(item, column)
            case Qt.ItemDataRole.AccessibleTextRole if column == TITLE:
                return self.tr("{0}. {1}: {2}").format(item.n, self._result_words()[item.result], item.title)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        item = self._shown[index.row()]
        if role != Qt.ItemDataRole.CheckStateRole or item.result not in COMES_IN:
            return False
        self._chosen ^= {item.n}
        self.dataChanged.emit(index, index, [role])
        self.ticked.emit(len(self._chosen))
        return True

    def _text(self, item: ReportItem, column: int) -> str:
        match column:
            case 1:
                return str(item.n)
            case 2:
                return str(item.line or "")
            case 3:
                return item.title or self.tr("(no title)")
            case 4:
                return type_words(item.type)
            case 5:
                return str(item.marks or "")
            case 6:
                return self._result_words()[item.result]
            case 7:
                return "; ".join(IN_WORDS[reason] for reason in item.reasons)
        return ""

    def _headers(self) -> tuple[str, ...]:
        return (
            "",
            self.tr("No."),
            self.tr("Line"),
            self.tr("Title"),
            self.tr("Type"),
            self.tr("Marks"),
            self.tr("Result"),
            self.tr("Reason"),
        )

    def _result_words(self) -> dict[Result, str]:
        return {
            "exact": self.tr("exact"),
            "loss": self.tr("with loss"),
            "skipped": self.tr("skipped"),
            "duplicate": self.tr("duplicate"),
            "changed": self.tr("changed"),
        }
