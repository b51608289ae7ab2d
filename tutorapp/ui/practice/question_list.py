"""The list of questions: groups by style, marks, time and last result, as a tree that reads well aloud."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from tutorapp.domain.records import dataclass
from tutorapp.ui.context import UiContext

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = Qt.ItemDataRole.UserRole + 1
DAY_ROLE = Qt.ItemDataRole.UserRole + 2
QUIET_ROLE = Qt.ItemDataRole.UserRole + 3

QUESTION, POINT, MARKS, TIME, LAST = range(5)
ROW, HEADING = 36, 40
_WIDTHS = {POINT: 84, MARKS: 56, TIME: 72, LAST: 160}
_RIGHT = frozenset({MARKS, TIME})
ROOMY = 700
"""Design pixels from which every column has room beside a title that can be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question as the list shows it; all plain."""

    id: str
    title: str
    point: str
    marks: int
    time: str
    result: str
    day: str  # of the last result; "" while untried


class ListHeader(QHeaderView):
    """A header whose first word stands over the rows' text."""

    def __init__(self, view: QuestionList) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802  # Qt's name
        shift = self._view.inset - 8 if logical == QUESTION else 0
        super().paintSection(painter, rect.adjusted(shift, 0, 0, 0), logical)


class QuestionModel(QStandardItemModel):
    """Headings with rows of five columns; the first cell's accessible text says the whole row."""

    def set_groups(self, groups: Sequence[tuple[str, Sequence[Row]]]) -> None:
        """Show ``groups``; a heading "" puts its rows at the top level."""
        self.clear()
        self.setHorizontalHeaderLabels(
            [self.tr("Question"), self.tr("Point"), self.tr("Marks"), self.tr("Time"), self.tr("Last result")]
        )
        for column in _RIGHT:
            self.setHeaderData(
                column,
                Qt.Orientation.Horizontal,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                Qt.ItemDataRole.TextAlignmentRole,
            )
        # Never through invisibleRootItem: Qt for Python keeps what is added there after ``clear``, megabytes an hour.
        for heading, rows in groups:
            parent: QStandardItem | None = None
            if heading:
                parent = QStandardItem(heading)
                parent.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self.appendRow(parent)
            for row in rows:
                items = self._items(row)
                self.appendRow(items) if parent is None else parent.appendRow(items)

    def _items(self, row: Row) -> list[QStandardItem]:
        items = [QStandardItem(text) for text in (row.title, row.point, str(row.marks), row.time, row.result)]
        spoken = self.tr("{0}. {1} marks, {2}, {3}").format(row.title, row.marks, row.time, row.result)
        items[QUESTION].setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
        items[QUESTION].setToolTip(row.title)
        items[LAST].setData(row.day, DAY_ROLE)
        for item in items:
            item.setData(row.id, ID_ROLE)
            item.setData(not row.day, QUIET_ROLE)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        return items


class QuestionDelegate(QStyledItemDelegate):
    """Paints headings between hairlines and rows as one rounded selection across all columns."""

    def __init__(self, view: QuestionList, context: UiContext) -> None:
        super().__init__(view)
        self._view, self._ctx = view, context

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = ROW if index.data(ID_ROLE) else HEADING
        return QSize(40, self._ctx.theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect: QRect = option.rect
        if index.data(ID_ROLE):
            self._paint_cell(painter, rect, option, index)
        else:
            self._paint_heading(painter, index, rect)
        painter.restore()

    def _paint_heading(self, painter: QPainter, index: Index, rect: QRect) -> None:
        theme, inset = self._ctx.theme, self._view.inset
        if index.row():
            painter.setPen(QPen(theme.colour("border.subtle"), 1))
            line = rect.top() + 4  # clear of a chosen row's ground
            painter.drawLine(inset, line, self._view.viewport().width() - inset, line)
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(rect.adjusted(inset, 5, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(index.data()))

    def _paint_cell(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._ctx.theme
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if index.column() == QUESTION:
            self._paint_ground(painter, rect, selected, bool(state & QStyle.StateFlag.State_MouseOver))
        font = theme.font("ui_strong" if selected and index.column() == QUESTION else "ui")
        painter.setFont(font)
        metrics = QFontMetrics(font)
        column = index.column()
        quiet = column in (POINT, TIME) or (column == LAST and bool(index.data(QUIET_ROLE)))
        painter.setPen(theme.colour("text.muted" if quiet else "text.primary"))
        if column == POINT:
            painter.setFont(theme.font("caption"))
        cell = rect.adjusted(self._view.inset if column == QUESTION else 8, 0, -8, 0)
        day = str(index.data(DAY_ROLE) or "") if column == LAST else ""
        flags = Qt.AlignmentFlag.AlignVCenter
        if column in _RIGHT:
            flags |= Qt.AlignmentFlag.AlignRight
        text = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, cell.width())
        if column == LAST:
            cell.setRight(self._view.viewport().width() - self._view.inset)
            if self._view.compact:
                flags |= Qt.AlignmentFlag.AlignRight
        painter.drawText(cell, flags, text)
        if day and self._view.is_roomy():
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.colour("text.muted"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, day)

    def _paint_ground(self, painter: QPainter, rect: QRect, selected: bool, hovered: bool) -> None:
        """One ground for the whole row, drawn with its first cell."""
        if not (selected or hovered):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipping(False)
        row = QRectF(2, rect.top(), self._view.viewport().width() - 4, rect.height())
        colour = self._ctx.theme.colour("bg.selected" if selected else "bg.hover")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(row, 6, 6)


class QuestionList(QTreeView):
    """The list itself.

    Signals:
        chosen: another question is selected (its id).
        opened: Enter or a double click on a question (its id).
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, context: UiContext, name: str, *, compact: bool = False) -> None:
        super().__init__()
        self.compact = compact
        self.inset = 8 if compact else 20
        self._ctx = context
        self._model = QuestionModel(self)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Questions"))
        self.setHeader(ListHeader(self))
        self.header().setObjectName(f"{name}.header")
        self.header().setAccessibleName(self.tr("Columns"))
        self.setModel(self._model)
        self.setItemDelegate(QuestionDelegate(self, context))
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(QTreeView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.header().setSectionsClickable(False)
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(24)
        self.header().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.doubleClicked.connect(lambda index: self._open(index))
        context.theme.changed.connect(self._size_columns)

    def set_groups(self, groups: Sequence[tuple[str, Sequence[Row]]], current: str = "") -> None:
        """Show ``groups`` with the question ``current`` selected where it is among them."""
        self.selectionModel().blockSignals(True)
        self._model.set_groups(groups)
        self.selectionModel().blockSignals(False)
        for at in range(self._model.rowCount()):
            if self._model.hasChildren(self._model.index(at, 0)):
                self.setFirstColumnSpanned(at, QModelIndex(), True)
        self.expandAll()
        self._size_columns()
        self.select(current)

    def ids(self) -> list[str]:
        """Ids of the questions shown, in their order."""
        return [str(index.data(ID_ROLE)) for index in self._indexes()]

    def current_id(self) -> str:
        """The selected question's id, or empty."""
        return str(self.currentIndex().data(ID_ROLE) or "")

    def select(self, question_id: str) -> bool:
        """Select a question; False when it is not shown."""
        for index in self._indexes():
            if index.data(ID_ROLE) == question_id:
                self.setCurrentIndex(index)
                self.scrollTo(index, self._scroll_hint(index))
                if index.row() == 0 and index.parent().isValid():
                    self.scrollTo(index.parent())  # the first row brings its heading with it
                return True
        return False

    def _scroll_hint(self, index: QModelIndex) -> QTreeView.ScrollHint:
        """Bring a row from outside to the middle; one that can be seen stays where it is."""
        seen = self.viewport().rect().contains(self.visualRect(index))
        return QTreeView.ScrollHint.EnsureVisible if seen else QTreeView.ScrollHint.PositionAtCenter

    def is_roomy(self) -> bool:
        """Whether specification points and the days of results have room beside the titles."""
        return not self.compact and self.width() >= self._ctx.theme.px(ROOMY)

    def rows_height(self) -> int:
        """The height that shows every row without scrolling."""
        theme = self._ctx.theme
        rows = sum(1 for _ in self._indexes())
        headings = sum(self._model.hasChildren(self._model.index(at, 0)) for at in range(self._model.rowCount()))
        return rows * theme.px(ROW) + headings * theme.px(HEADING) + self.header().sizeHint().height() + 6

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_columns()

    def _open(self, index: Index) -> None:
        if found := index.data(ID_ROLE):
            self.opened.emit(str(found))

    def _on_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if found := index.data(ID_ROLE):
            self.chosen.emit(str(found))

    def _indexes(self) -> list[QModelIndex]:
        found: list[QModelIndex] = []
        for at in range(self._model.rowCount()):
            top = self._model.index(at, 0)
            if top.data(ID_ROLE):
                found.append(top)
            found.extend(self._model.index(row, 0, top) for row in range(self._model.rowCount(top)))
        return found

    def _size_columns(self) -> None:
        if self._model.columnCount() <= LAST:
            return
        header = self.header()
        roomy = self.is_roomy()
        hidden = {POINT, TIME} if self.compact else set() if roomy else {POINT}
        header.setSectionResizeMode(QUESTION, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnHidden(column, column in hidden)
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            wide = 96 if column == LAST and not roomy else width
            header.resizeSection(column, self._ctx.theme.px(wide) + (self.inset if column == LAST else 0))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if self.compact:
            self._model.setHeaderData(LAST, Qt.Orientation.Horizontal, right, Qt.ItemDataRole.TextAlignmentRole)
            self._model.setHeaderData(LAST, Qt.Orientation.Horizontal, self.tr("Last"))
            self._model.setHeaderData(QUESTION, Qt.Orientation.Horizontal, self.accessibleName())
