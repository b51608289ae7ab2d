"""The contents: sections as a tree, or grouped by specification point, each with a ring for what was done."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.content import Section
from tutorapp.domain.library import Library
from tutorapp.ui.context import UiContext
from tutorapp.ui.theme import Theme

ROW_HEIGHT = 32
INDENT = 6
RING = 14
ARROW_ROOM = 18
WORDS_INSET = 4
NUMBER_GAP = 8
RING_GAP = 6
RING_RIGHT = 6
SCROLL_ROOM = 12
SECTION_ROLE = Qt.ItemDataRole.UserRole + 1
NUMBER_ROLE = Qt.ItemDataRole.UserRole + 2
STATE_ROLE = Qt.ItemDataRole.UserRole + 3


class Contents(QFrame):
    """The tree with its foot.

    Signals:
        section_chosen: a section was chosen by click or Enter (its id).
        grouping_changed: grouped by specification point (True) or by section (False).
    """

    section_chosen = Signal(str)
    grouping_changed = Signal(bool)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._library: Library | None = None
        self._states: dict[str, str] = {}
        self._current = ""
        self.by_point = False
        self._roomy = False
        self.setObjectName("notes.contents")
        self.setProperty("role", "surface")
        self._build()

    def load(self, library: Library) -> None:
        """Show the sections of a unit."""
        self._library = library
        self._fill()

    def set_states(self, states: dict[str, str]) -> None:
        """What was read and recalled, by section id."""
        self._states = states
        for item in self._items():
            self._write_state(item)

    def set_current(self, section_id: str) -> None:
        """Mark the section that is on the page."""
        self._current = section_id
        item = next((one for one in self._items() if one.data(SECTION_ROLE) == section_id), None)
        chosen = self.tree.currentIndex().data(SECTION_ROLE) if self.tree.currentIndex().isValid() else None
        if item is not None and chosen != section_id:
            self.tree.setCurrentIndex(item.index())
            self.tree.scrollTo(item.index())

    def set_grouping(self, by_point: bool) -> None:
        """Group by specification point, or by section."""
        self._group_button.setChecked(by_point)
        if by_point != self.by_point:
            self.by_point = by_point
            self._fill()
            self.grouping_changed.emit(by_point)

    def set_roomy(self, roomy: bool) -> None:
        """Show the rings' meanings and the grouping button only where there is room for them."""
        self._roomy = roomy
        self._group_button.setVisible(roomy)
        self._fit_legend()

    def wanted_width(self) -> int:
        """Pixels in which every row can be read to its end, also when it is the chosen one and the rows scroll."""
        theme = self._ctx.theme
        metrics = QFontMetrics(theme.font("ui_strong"))
        widest = 0
        for item in self._items():
            number = str(item.data(NUMBER_ROLE) or "")
            words = metrics.horizontalAdvance(item.text()) + metrics.horizontalAdvance(number)
            widest = max(widest, arrow_left(item.index()) + words + (NUMBER_GAP if number else 0))
        margins, frame = self._layout.contentsMargins(), 2 * self.tree.frameWidth()
        around = ARROW_ROOM + WORDS_INSET + RING_GAP + theme.px(RING) + RING_RIGHT + SCROLL_ROOM
        return widest + around + margins.left() + margins.right() + frame + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_legend()

    def _fit_legend(self) -> None:
        self._legend.setVisible(self._roomy and self._legend.sizeHint().width() + 56 <= self.width())

    def _build(self) -> None:
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 2, 4)
        layout.setSpacing(0)
        self.tree = ContentsTree()
        self.tree.setObjectName("notes.tree")
        self.tree.setAccessibleName(self.tr("Contents of the unit"))
        self.tree.setHeaderHidden(True)
        self.tree.header().setObjectName("notes.tree.header")
        self.tree.header().setAccessibleName(self.tr("Contents"))
        self.tree.setIndentation(0)
        self.tree.setUniformRowHeights(True)
        self.tree.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.setMouseTracking(True)
        self._model = QStandardItemModel(self)
        self.tree.setModel(self._model)
        self.tree.setItemDelegate(ContentsDelegate(self._ctx.theme, self.tree))
        self.tree.clicked.connect(self._on_clicked)
        self.tree.activated.connect(self._choose)
        layout.addWidget(self.tree, 1)
        layout.addLayout(self._build_foot())
        self._ctx.theme.changed.connect(self._restyle)
        self._restyle()

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(4, 2, 0, 2)
        self._legend = QWidget()
        row = QHBoxLayout(self._legend)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for state, words in (("", self.tr("not read")), ("read", self.tr("read")), ("recalled", self.tr("recalled"))):
            row.addWidget(Ring(self._ctx.theme, state))
            label = QLabel(words)
            label.setProperty("role", "caption")
            row.addWidget(label)
            row.addSpacing(4)
        foot.addWidget(self._legend)
        foot.addStretch(1)
        self._group_button = QToolButton()
        self._group_button.setObjectName("notes.group")
        self._group_button.setCheckable(True)
        self._group_button.setAccessibleName(self.tr("Group by specification point"))
        self._group_button.setToolTip(self.tr("Group by specification point"))
        self._group_button.toggled.connect(self.set_grouping)
        foot.addWidget(self._group_button)
        return foot

    def _restyle(self) -> None:
        self._group_button.setIcon(self._ctx.icons.icon("list-checks"))
        self.tree.doItemsLayout()

    # --- rows ----------------------------------------------------------------------------------------

    def _fill(self) -> None:
        self._model.clear()
        if self._library is None:
            return
        if self.by_point:
            self._fill_points(self._library)
        else:
            self._fill_sections(self._library, None, None)
        self.tree.expandAll()
        self.set_current(self._current)

    # Rows are never added through invisibleRootItem: Qt for Python keeps such items after the model is cleared.

    def _fill_sections(self, library: Library, parent: QStandardItem | None, parent_id: str | None) -> None:
        for section in library.children(parent_id):
            item = self._row(section)
            self._model.appendRow(item) if parent is None else parent.appendRow(item)
            self._fill_sections(library, item, section.id)

    def _fill_points(self, library: Library) -> None:
        for point in library.spec_points.values():
            head = QStandardItem(point.short)
            head.setData(point.id, NUMBER_ROLE)
            head.setToolTip(point.title)
            self._model.appendRow(head)
            for section in library.unit.sections:
                if point.id in section.spec:
                    head.appendRow(self._row(section))

    def _row(self, section: Section) -> QStandardItem:
        item = QStandardItem(section.title)
        item.setData(section.id, SECTION_ROLE)
        item.setData(section.number, NUMBER_ROLE)
        self._write_state(item)
        return item

    def _write_state(self, item: QStandardItem) -> None:
        section_id = item.data(SECTION_ROLE)
        if section_id is None:
            return
        state = self._states.get(section_id, "")
        item.setData(state, STATE_ROLE)
        words = {"read": self.tr("read"), "recalled": self.tr("recalled")}.get(state, self.tr("not read"))
        name = f"{item.data(NUMBER_ROLE)} {item.text()}".strip()
        item.setData(f"{name}, {words}", Qt.ItemDataRole.AccessibleTextRole)
        item.setToolTip(f"{name}: {words}")

    def _items(self) -> list[QStandardItem]:
        found: list[QStandardItem] = []
        waiting = [self._model.item(row) for row in range(self._model.rowCount())]
        while waiting:
            parent = waiting.pop()
            found.append(parent)
            waiting += [parent.child(row) for row in range(parent.rowCount())]
        return found

    def _on_clicked(self, index: QModelIndex) -> None:
        on_arrow = self.tree.pressed_x < arrow_left(index) + ARROW_ROOM
        if self._model.hasChildren(index) and (on_arrow or index.data(SECTION_ROLE) is None):
            self.tree.setExpanded(index, not self.tree.isExpanded(index))
            return
        self._choose(index)

    def _choose(self, index: QModelIndex) -> None:
        section_id = index.data(SECTION_ROLE)
        if isinstance(section_id, str) and section_id:
            self.section_chosen.emit(section_id)


class ContentsTree(QTreeView):
    """A tree that knows where it was pressed, since the delegate paints the arrows itself."""

    pressed_x = 0.0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed_x = event.position().x()
        super().mousePressEvent(event)


def depth(index: QModelIndex | QPersistentModelIndex) -> int:
    """How many rows stand above this one in its branch."""
    levels = 0
    parent = index.parent()
    while parent.isValid():
        levels += 1
        parent = parent.parent()
    return levels


def arrow_left(index: QModelIndex | QPersistentModelIndex) -> int:
    """Where the row's arrow begins, in pixels from the tree's left edge."""
    return depth(index) * INDENT


class ContentsDelegate(QStyledItemDelegate):
    """Paints a row: arrow, number, title, ring; the chosen one on a rounded ground."""

    def __init__(self, theme: Theme, tree: QTreeView) -> None:
        super().__init__(tree)
        self._theme = theme
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, self._theme.px(ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("bg.selected" if chosen else "bg.hover"))
            painter.drawRoundedRect(area, 6, 6)
        left = area.left() + arrow_left(index)
        if index.model().hasChildren(index):
            own = self._tree.model().index(index.row(), 0, index.parent())
            self._paint_arrow(painter, left, area.center().y(), self._tree.isExpanded(own))
        ring = area.right() - RING_RIGHT - self._theme.px(RING)
        room = ring - left - ARROW_ROOM - RING_GAP
        self._paint_words(painter, QRectF(left + ARROW_ROOM, area.top(), room, area.height()), index, chosen)
        if index.data(SECTION_ROLE) is not None:
            size = self._theme.px(RING)
            paint_ring(painter, self._theme, QRectF(ring, area.center().y() - size / 2, size, size),
                       index.data(STATE_ROLE) or "")  # fmt: skip
        painter.restore()

    def _paint_arrow(self, painter: QPainter, left: float, middle: float, expanded: bool) -> None:
        painter.setPen(QPen(self._theme.colour("text.secondary"), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        path = QPainterPath()
        x = left + 8
        if expanded:
            path.moveTo(x, middle - 2)
            path.lineTo(x + 4, middle + 2)
            path.lineTo(x + 8, middle - 2)
        else:
            path.moveTo(x + 2, middle - 4)
            path.lineTo(x + 6, middle)
            path.lineTo(x + 2, middle + 4)
        painter.drawPath(path)

    def _paint_words(
        self, painter: QPainter, area: QRectF, index: QModelIndex | QPersistentModelIndex, chosen: bool
    ) -> None:
        number = str(index.data(NUMBER_ROLE) or "")
        is_head = index.data(SECTION_ROLE) is None
        font = self._theme.font("ui_strong" if chosen or is_head else "ui")
        painter.setFont(font)
        painter.setPen(self._theme.colour("text.primary"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        metrics = painter.fontMetrics()
        inside = area.adjusted(WORDS_INSET, 0, 0, 0)
        if number:
            painter.drawText(inside, flags, number)
            inside.setLeft(inside.left() + metrics.horizontalAdvance(number) + NUMBER_GAP)
        words = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, int(inside.width()))
        painter.drawText(inside, flags, words)


class Ring(QWidget):
    """A ring of the legend."""

    def __init__(self, theme: Theme, state: str) -> None:
        super().__init__()
        self._theme = theme
        self._state = state
        self.setFixedSize(13, 13)
        theme.changed.connect(self.update)

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ring(painter, self._theme, QRectF(1, 1, 11, 11), self._state)


def paint_ring(painter: QPainter, theme: Theme, area: QRectF, state: str) -> None:
    """Not read: an empty ring; read: half filled; recalled: a filled disc with a tick."""
    if state not in ("read", "recalled"):
        painter.setPen(QPen(theme.colour("border.strong"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(area.adjusted(0.75, 0.75, -0.75, -0.75))
        return
    accent: QColor = theme.colour("accent")
    painter.setPen(QPen(accent, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush if state == "read" else accent)
    painter.drawEllipse(area.adjusted(0.75, 0.75, -0.75, -0.75))
    if state == "read":
        painter.setBrush(accent)
        painter.drawPie(area.adjusted(0.75, 0.75, -0.75, -0.75), 90 * 16, 180 * 16)
        return
    painter.setPen(QPen(theme.colour("on.accent"), max(1.4, area.width() / 9)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    tick = QPainterPath()
    tick.moveTo(area.left() + area.width() * 0.29, area.top() + area.height() * 0.53)
    tick.lineTo(area.left() + area.width() * 0.45, area.top() + area.height() * 0.68)
    tick.lineTo(area.left() + area.width() * 0.73, area.top() + area.height() * 0.36)
    painter.drawPath(tick)
