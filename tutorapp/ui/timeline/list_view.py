"""The same events as a table: for reading aloud, for sorting by eye, for whoever likes lists better."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QItemSelection, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from tutorapp.domain.dates import certainty_words, in_words
from tutorapp.domain.timeline.index import TimelineIndex, spoken
from tutorapp.ui.context import UiContext
from tutorapp.ui.timeline.event_card import shape_pixmap

DATE, TITLE, LANE, WEIGHT = range(4)
NEEDED = {LANE: 600, WEIGHT: 680}  # design pixels of list width from which a column leaves the titles room
_Index = QModelIndex | QPersistentModelIndex


class EventModel(QAbstractTableModel):
    """The events of an index, in order of time; four columns."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self.index_shown = TimelineIndex([], [])
        self._lanes: dict[str, str] = {}

    def show_index(self, index: TimelineIndex) -> None:
        """Show other events."""
        self.beginResetModel()
        self.index_shown = index
        self._lanes = {lane.id: lane.title for lane in index.lanes}
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.index_shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401  # Qt's own type
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Date"), self.tr("Event"), self.tr("Lane"), self.tr("Importance"))[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401  # Qt's own type
        if not index.isValid():
            return None
        item = self.index_shown.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.column(), index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == TITLE:
            return spoken(self.index_shown, index.row(), index.row() + 1, len(self.index_shown))
        if role == Qt.ItemDataRole.ToolTipRole:
            return certainty_words(item.date) if index.column() == DATE else item.title[:400]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == TITLE:
            return shape_pixmap(self._ctx, item.category)
        return None

    def _text(self, column: int, row: int) -> str:
        item = self.index_shown.items[row]
        if column == DATE:
            return in_words(item.date)
        if column == TITLE:
            return item.title[:400]
        if column == LANE:
            return self._lanes.get(item.lane, "")
        return self.tr("not matching") if item.rank == 0 else f"{item.importance} / 5"


class EventTable(QTableView):
    """The table of the model above.

    Signals:
        chosen: a row was chosen (event id).
        opened: Enter or a double click (event id).
        questions_asked: Q (event id).
        card_asked: a row was pressed, or Space (event id).
    """

    chosen = Signal(str)
    opened = Signal(str)
    questions_asked = Signal(str)
    card_asked = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = context
        self.events = EventModel(context)
        self.setModel(self.events)
        self.setObjectName("timeline.list")
        self.setAccessibleName(self.tr("Events as a list"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self._size()
        header = self.horizontalHeader()
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.doubleClicked.connect(lambda _index: self._emit(self.opened))
        context.theme.changed.connect(self._size)

    def _size(self) -> None:
        px = self._ctx.theme.px
        self.verticalHeader().setDefaultSectionSize(px(32))
        for column, width in ((DATE, 210), (LANE, 150), (WEIGHT, 100)):
            self.setColumnWidth(column, px(width))
        self._fit()

    def _fit(self) -> None:
        """Leave out the columns that would squeeze the titles; the shape and the card still say the lane."""
        for column, needed in NEEDED.items():
            self.setColumnHidden(column, self.width() < self._ctx.theme.px(needed))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def show_index(self, index: TimelineIndex) -> None:
        """Show other events, keeping the chosen one."""
        chosen = self.chosen_id
        self.events.show_index(index)
        self.choose(chosen)

    @property
    def chosen_id(self) -> str:
        """The chosen event's id, or ""."""
        row = self.currentIndex().row()
        return self.events.index_shown.items[row].id if 0 <= row < len(self.events.index_shown) else ""

    def choose(self, event_id: str) -> None:
        """Choose a row and scroll to it, without telling anybody."""
        row = self.events.index_shown.position.get(event_id, -1)
        self.selectionModel().blockSignals(True)
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        else:
            self.setCurrentIndex(self.events.index(row, DATE))
            self.selectRow(row)
        self.selectionModel().blockSignals(False)
        if row >= 0:
            self.scrollTo(self.events.index(row, DATE))
        self.viewport().update()

    def chosen_rect(self) -> QRect:
        """Where the chosen row stands, in viewport pixels."""
        return self.visualRect(self.currentIndex())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self._emit(self.card_asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._emit(self.opened)
        elif event.key() == Qt.Key.Key_Q and not event.modifiers():
            self._emit(self.questions_asked)
        elif event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._emit(self.card_asked)
        elif event.key() == Qt.Key.Key_Home and self.events.rowCount():
            self.selectRow(0)
        elif event.key() == Qt.Key.Key_End and self.events.rowCount():
            self.selectRow(self.events.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def _emit(self, signal: Any) -> None:  # noqa: ANN401  # a bound Qt signal
        if self.chosen_id:
            signal.emit(self.chosen_id)

    def _on_selection_changed(self, _now: QItemSelection, _before: QItemSelection) -> None:
        if self.chosen_id:
            self.chosen.emit(self.chosen_id)
