"""The bank's rows under their specification points: a tree that is rebuilt at once for thousands of questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from tutorapp.domain.bank.rows import BankRow
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice import words
from tutorapp.ui.quizzes.kinds import type_icon, type_words

Index = QModelIndex | QPersistentModelIndex
Groups = Sequence[tuple[str, Sequence[BankRow]]]

ID_ROLE = Qt.ItemDataRole.UserRole + 1
NEEDS_ROLE = Qt.ItemDataRole.UserRole + 2
TITLE, MARKS, USED = range(3)
_RIGHT = frozenset({MARKS, USED})
_HEADING_FLAGS = Qt.ItemFlag.ItemIsEnabled
_QUESTION_FLAGS = _HEADING_FLAGS | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_SELECTED = QStyle.StateFlag.State_Selected


class BankModel(QAbstractItemModel):
    """Groups at the top level, questions below them; with one unnamed group the questions stand at the top."""

    def __init__(self, context: UiContext, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._ctx, self._now = context, now
        self._groups: Groups = ()

    def show_groups(self, groups: Groups) -> None:
        """Show ``groups``."""
        self.beginResetModel()
        self._groups = groups
        self.endResetModel()

    def replace_row(self, row: BankRow) -> bool:
        """Show one question as it is now, where it stands; False when it is not shown."""
        for at, (name, rows) in enumerate(self._groups):
            for place, one in enumerate(rows):
                if one.id == row.id:
                    fresh = (*rows[:place], row, *rows[place + 1 :])
                    self._groups = (*self._groups[:at], (name, fresh), *self._groups[at + 1 :])
                    first = self.index(place, 0, self.index(at, 0))
                    self.dataChanged.emit(first, first.siblingAtColumn(USED))
                    return True
        return False

    def find(self, question_id: str) -> QModelIndex:
        """Where the question stands; an invalid index where it does not."""
        for at, (_name, rows) in enumerate(self._groups):
            for place, one in enumerate(rows):
                if one.id == question_id:
                    return self.index(place, 0, self.index(at, 0))
        return QModelIndex()

    def row_at(self, index: Index) -> BankRow | None:
        """The question at ``index``; None for a heading."""
        if not index.isValid() or not index.internalId():
            return None
        return self._groups[index.internalId() - 1][1][index.row()]

    # --- Qt's questions --------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008  # Qt's own signature
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # Qt has two of this name
        at = index.internalId()
        return self.createIndex(at - 1, 0, 0) if at else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        if not parent.isValid():
            return len(self._groups)
        return 0 if parent.internalId() or parent.column() else len(self._groups[parent.row()][1])

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as above
        return 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Question"), self.tr("Marks"), self.tr("Used"))[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _QUESTION_FLAGS if index.internalId() else _HEADING_FLAGS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        row = self.row_at(index)
        return self._heading(index, role) if row is None else self._question(row, index.column(), role)

    def _heading(self, index: Index, role: int) -> object:
        name, rows = self._groups[index.row()]
        if role == Qt.ItemDataRole.FontRole and index.column() == TITLE:
            return self._ctx.theme.font("ui_strong")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("{0}, {1} questions").format(name, len(rows))
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == MARKS:
            return self._ctx.theme.colour("text.secondary")
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (name, str(len(rows)), "")[index.column()]

    def _question(self, row: BankRow, column: int, role: int) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (row.title or self.tr("(nothing written yet)"), str(row.question.marks), self._used(row))[column]
            case Qt.ItemDataRole.DecorationRole if column == TITLE:
                return self._ctx.icons.icon(type_icon(row.question.type))
            case Qt.ItemDataRole.ForegroundRole:
                quiet = column == USED or row.archived or (column == TITLE and not row.title)
                return self._ctx.theme.colour("text.secondary" if quiet else "text.primary")
            case Qt.ItemDataRole.ToolTipRole if column == TITLE:
                return self.tr("{0} ({1})").format(row.title, type_words(row.question.type))
            case Qt.ItemDataRole.AccessibleTextRole if column == TITLE:
                return self._spoken(row)
        if role == ID_ROLE:
            return row.id
        return row.needs if role == NEEDS_ROLE else None

    def _used(self, row: BankRow) -> str:
        if row.last_used is None:
            return self.tr("never")
        local, today = row.last_used.astimezone(), self._now().astimezone()
        if local.date() == today.date():
            return self.tr("today")
        month = words.month_names(self.tr)[local.month - 1][:3]
        return f"{local.day} {month}" if local.year == today.year else f"{month} {local.year}"

    def _spoken(self, row: BankRow) -> str:
        parts = [row.title or self.tr("nothing written yet"), type_words(row.question.type)]
        parts.append(self.tr("1 mark") if row.question.marks == 1 else self.tr("{0} marks").format(row.question.marks))
        parts.append(self.tr("last used {0}").format(self._used(row)))
        if row.needs:
            parts.append(self.tr("needs attention"))
        if row.archived:
            parts.append(self.tr("archived"))
        if not row.own:
            parts.append(self.tr("from the unit"))
        return ", ".join(parts)


class BankDelegate(QStyledItemDelegate):
    """Rows of 32 pixels; a sign behind the title of a question that needs attention."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx = context

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, self._ctx.theme.px(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        needs = index.column() == TITLE and index.data(NEEDS_ROLE)
        if not needs:
            super().paint(painter, option, index)
            return
        rect: QRect = option.rect
        inside = QStyleOptionViewItem(option)
        inside.rect = rect.adjusted(0, 0, -26, 0)
        ground = "bg.selected" if option.state & _SELECTED else "bg.surface"
        painter.fillRect(rect.adjusted(rect.width() - 26, 0, 0, 0), self._ctx.theme.colour(ground))
        super().paint(painter, inside, index)
        pixmap = self._ctx.icons.pixmap("triangle-alert", "warning")
        painter.drawPixmap(rect.right() - 20, rect.top() + (rect.height() - 16) // 2, pixmap)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
