"""The left column of the bank: search, filters, the tree of questions and what one does with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.bank import rows as bank_rows
from tutorapp.domain.bank.editing import TYPES
from tutorapp.domain.bank.rows import BankFilter, BankRow
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Flow, label
from tutorapp.ui.quizzes.bank_model import ID_ROLE, MARKS, TITLE, USED, BankDelegate, BankModel
from tutorapp.ui.quizzes.filter_chip import FilterChip
from tutorapp.ui.quizzes.kinds import type_title
from tutorapp.ui.quizzes.store import BankStore

FIRST = 300
"""So many questions of a group are listed while one types: the next letter comes at once. The keyboard lists all."""
MARKS_RANGES = {"1": (1, 1), "2-4": (2, 4), "5-9": (5, 9), "10": (10, 100)}


class BankTree(QTreeView):
    """Enter goes to the editor, Delete deletes.

    Signals:
        entered: Enter was pressed on a question.
        delete_asked: Delete was pressed.
        focused: the keyboard came here.
    """

    entered = Signal()
    delete_asked = Signal()
    focused = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.MouseFocusReason:  # under the mouse nothing may move
            self.focused.emit()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().data(ID_ROLE):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        else:
            super().keyPressEvent(event)


class BankList(QFrame):
    """Shows what the store holds; the choice of questions is told, changing them is asked for.

    Signals:
        chosen: another question is in front ("" for none).
        entered: go on in the editor.
    """

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, context: UiContext, store: BankStore) -> None:
        super().__init__()
        self._ctx, self._store = context, store
        self._only: frozenset[str] | None = None
        self._alike: tuple[tuple[str, ...], ...] = ()
        self._shown: tuple[BankRow, ...] = ()
        self._offered: tuple[BankRow, ...] = ()
        self._open: set[str] = set()
        self._is_typing = self._is_cut = False
        self._current = ""
        self.setObjectName("quizzes.bank.list")
        self.setProperty("role", "side")
        self._build()
        self._connect()

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        top = QWidget()
        inner = QVBoxLayout(top)
        inner.setContentsMargins(16, 12, 16, 10)
        inner.setSpacing(8)
        self.search = QLineEdit()
        self.search.setObjectName("quizzes.bank.search")
        self.search.setPlaceholderText(self.tr("Search the bank"))
        self.search.setAccessibleName(self.tr("Search the bank"))
        self.search.setClearButtonEnabled(True)
        inner.addWidget(self.search)
        inner.addWidget(self._build_chips())
        column.addWidget(top)
        column.addWidget(self._build_tree(), 1)
        self.nothing = label(self.tr("Nothing in the bank fits."), "secondary", name="quizzes.bank.nothing", wrap=True)
        self.nothing.setContentsMargins(16, 16, 16, 16)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.hide()
        column.addWidget(self.nothing, 1)
        column.addWidget(self._build_foot())

    def _build_chips(self) -> QWidget:
        holder = QWidget()
        flow = Flow(6)
        holder.setLayout(flow)
        self.scope = FilterChip(self._ctx, self.tr("All"), "quizzes.bank.scope")
        self.type = FilterChip(self._ctx, self.tr("Type"), "quizzes.bank.type")
        self.spec = FilterChip(self._ctx, self.tr("Point"), "quizzes.bank.spec")
        self.marks = FilterChip(self._ctx, self.tr("Marks"), "quizzes.bank.marks")
        self.tag = FilterChip(self._ctx, self.tr("Tag"), "quizzes.bank.tag")
        self.used = FilterChip(self._ctx, self.tr("Last used"), "quizzes.bank.used")
        self.count = label("", "muted", name="quizzes.bank.count")
        for chip in self._chips():
            flow.addWidget(chip)
        flow.addWidget(self.count)
        self.scope.set_choices(
            (
                ("own", self.tr("Yours")),
                ("unit", self.tr("From the unit")),
                ("attention", self.tr("Needs attention")),
                ("archived", self.tr("Archived")),
            ),
            self.tr("All"),
        )
        self.type.set_choices([(kind, type_title(kind)) for kind in TYPES], self.tr("Every type"))
        self.marks.set_choices(
            (
                ("1", self.tr("1 mark")),
                ("2-4", self.tr("2 to 4")),
                ("5-9", self.tr("5 to 9")),
                ("10", self.tr("10 and more")),
            ),
            self.tr("Any marks"),
        )
        self.used.set_choices(
            (
                ("never", self.tr("Never used")),
                ("month", self.tr("In the last month")),
                ("longer", self.tr("Longer ago")),
            ),
            self.tr("Used at any time"),
        )
        return holder

    def _chips(self) -> tuple[FilterChip, ...]:
        return (self.type, self.spec, self.marks, self.tag, self.used, self.scope)

    def _build_tree(self) -> QTreeView:
        self.model = BankModel(self._ctx, self._ctx.clock.now)
        self.tree = BankTree()
        self.tree.setObjectName("quizzes.bank.tree")
        self.tree.setAccessibleName(self.tr("Questions of the bank"))
        self.tree.setModel(self.model)
        self.tree.setItemDelegate(BankDelegate(self._ctx, self.tree))
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setIndentation(14)
        self.tree.setExpandsOnDoubleClick(True)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        for section, wide in ((MARKS, 54), (USED, 66)):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(section, self._ctx.theme.px(wide))
        return self.tree

    def _build_foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "canvasfoot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(2)
        self.buttons: dict[str, QToolButton] = {}
        for name, text in (
            ("duplicate", self.tr("Duplicate")),
            ("archive", self.tr("Archive")),
            ("duplicates", self.tr("Find duplicates")),
        ):
            button = QToolButton()
            button.setObjectName(f"quizzes.bank.{name}")
            button.setText(f" {text}")
            button.setAccessibleName(text)
            button.setToolTip(text)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            row.addWidget(button)
            self.buttons[name] = button
            if name == "archive":
                row.addStretch(1)
        return foot

    def _connect(self) -> None:
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(60)
        self._pause.timeout.connect(self.refresh)
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self.focus_tree)
        # As an argument of the constructor the context is not taken: the key would then be the whole window's.
        down = QShortcut(Qt.Key.Key_Down, self.search)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self.focus_tree)
        for chip in self._chips():
            chip.chosen.connect(lambda _value: self._on_filter())
        self.tree.selectionModel().currentChanged.connect(self._on_current)
        self.tree.entered.connect(self.entered)
        self.tree.focused.connect(self._list_all)
        self.tree.expanded.connect(lambda index: self._open.add(str(index.data())))
        self.tree.collapsed.connect(lambda index: self._open.discard(str(index.data())))
        self._store.listed.connect(self.refresh)
        self._store.changed.connect(self._on_changed)
        self._ctx.theme.changed.connect(self._restyle)
        self._restyle()

    # --- showing -------------------------------------------------------------------------------------

    def wanted(self) -> BankFilter:
        """The filter in force."""
        return BankFilter(
            text=self.search.text(),
            type=self.type.value,
            spec=self.spec.value,
            tag=self.tag.value,
            marks=MARKS_RANGES.get(self.marks.value),
            used=self.used.value,  # type: ignore[arg-type]  # a value of the menu
            scope=self.scope.value or "all",  # type: ignore[arg-type]  # as above
        )

    def refresh(self) -> None:
        """Show what the filter lets through; the question in front stays in front."""
        library = self._ctx.library
        if library is None or not self._store.is_loaded:
            return
        every = self._store.rows()
        self._offer(every)
        wanted = self.wanted()
        shown = bank_rows.filtered(every, wanted, self._ctx.clock.now())
        if self._only is not None:
            shown = tuple(row for row in shown if row.id in self._only)
        self._shown = shown
        groups = bank_rows.grouped(shown, library.spec_points, self.tr("No specification point"))
        if self._alike:
            by_id = {row.id: row for row in shown}
            sets = [tuple(by_id[key] for key in group if key in by_id) for group in self._alike]
            groups = tuple((self.tr("Alike, {0}").format(at), rows) for at, rows in enumerate(sets, 1) if len(rows) > 1)
        self._is_cut = any(len(rows) > FIRST for _name, rows in groups) and self._is_typing
        if self._is_cut:
            groups = tuple(self._first_of(name, rows) for name, rows in groups)
        selection = self.tree.selectionModel()
        selection.blockSignals(True)
        self.model.show_groups(groups)
        selection.blockSignals(False)
        self.count.setText(str(len(shown)))
        self.count.setAccessibleName(self.tr("{0} questions").format(len(shown)))
        self.tree.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        self._expand(groups, every_one=wanted.narrows or wanted.scope != "all" or self._only is not None)
        self._keep_current(shown)

    def _first_of(self, name: str, rows: tuple[BankRow, ...]) -> tuple[str, tuple[BankRow, ...]]:
        if len(rows) <= FIRST:
            return name, rows
        return self.tr("{0}: the first {1} of {2}").format(name, FIRST, len(rows)), rows[:FIRST]

    def show_only(self, ids: frozenset[str] | None) -> None:
        """Show nothing but these questions; None shows all again."""
        self._only, self._alike = ids, ()
        self.refresh()

    def show_alike(self, groups: Sequence[Sequence[str]]) -> None:
        """Show questions that are like each other, group by group."""
        self._only = frozenset(key for group in groups for key in group)
        self._alike = tuple(tuple(group) for group in groups)
        self.scope.choose("")
        self.refresh()

    @property
    def is_waiting(self) -> bool:
        """Whether letters were typed that the list does not answer to yet."""
        return self._pause.isActive()

    @property
    def showing_duplicates(self) -> bool:
        """Whether only duplicates are shown."""
        return bool(self._alike)

    def listed(self) -> tuple[BankRow, ...]:
        """What the filters let through."""
        return self._shown

    def clear_filters(self) -> None:
        """Let everything through."""
        self._only, self._alike = None, ()
        self.search.clear()
        for chip in self._chips():
            chip.choose("")
        self.refresh()

    def _offer(self, every: tuple[BankRow, ...]) -> None:
        library = self._ctx.library
        assert library is not None
        if every is self._offered:
            return
        self._offered = every
        self.tag.set_choices([(tag, tag) for tag in bank_rows.tags(every)], self.tr("Every tag"))
        points = [(point.id, f"{point.id}  {point.short}") for point in library.spec_points.values()]
        self.spec.set_choices(points, self.tr("Every point"))

    def _expand(self, groups: Sequence[tuple[str, Sequence[BankRow]]], *, every_one: bool) -> None:
        self.tree.blockSignals(True)
        for at, (name, rows) in enumerate(groups):
            inside = any(row.id == self._current for row in rows)
            self.tree.setExpanded(self.model.index(at, 0), every_one or inside or name in self._open)
        self.tree.blockSignals(False)

    def _keep_current(self, shown: Sequence[BankRow]) -> None:
        index = self.model.find(self._current) if self._current else QModelIndex()
        if index.isValid():
            self._select(index)
        elif self._current and not any(row.id == self._current for row in shown):
            self._current = ""
            self.chosen.emit("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        styles = Qt.ToolButtonStyle
        wide = self.width() >= self._ctx.theme.px(320)
        self.tree.setColumnHidden(USED, not wide)
        for button in self.buttons.values():
            button.setToolButtonStyle(styles.ToolButtonTextBesideIcon if wide else styles.ToolButtonIconOnly)

    # --- choosing ------------------------------------------------------------------------------------

    def choose(self, question_id: str) -> None:
        """Bring a question to the front, letting filters go that hide it."""
        self._current = question_id
        index = self.model.find(question_id)
        if not index.isValid():
            self.clear_filters()
            index = self.model.find(question_id)
        if index.isValid():
            self.tree.expand(index.parent())
            self._select(index)
            self.tree.scrollTo(index)
        self.chosen.emit(question_id if index.isValid() else "")

    def _select(self, index: QModelIndex) -> None:
        flags = QItemSelectionModel.SelectionFlag
        selection = self.tree.selectionModel()
        selection.blockSignals(True)
        selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        selection.blockSignals(False)
        self.tree.viewport().update()

    def current(self) -> str:
        """The question in front, or ""."""
        return self._current

    def selected(self) -> tuple[str, ...]:
        """Every selected question, in the order of the list."""
        indexes = self.tree.selectionModel().selectedRows()
        ids = tuple(str(name) for index in indexes if (name := index.data(ID_ROLE)))
        return ids or ((self._current,) if self._current else ())

    def focus_tree(self) -> None:
        """Put the keyboard on the list, on its first question when none is chosen."""
        if not self._current:
            for at in range(self.model.rowCount()):
                group = self.model.index(at, 0)
                if self.model.rowCount(group) and self.tree.isExpanded(group):
                    self.tree.setCurrentIndex(self.model.index(0, 0, group))
                    break
            else:
                self.tree.setCurrentIndex(self.model.index(0, 0))
        self.tree.setFocus()

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = self.model.row_at(now)
        if row is not None and row.id != self._current:
            self._current = row.id
            self.chosen.emit(row.id)

    def _on_typed(self, text: str) -> None:
        self._is_typing = bool(text.strip())
        self._pause.start()

    def _list_all(self) -> None:
        self._is_typing = False
        if self._is_cut:
            self.refresh()

    def _on_filter(self) -> None:
        self._is_typing = False
        self._only, self._alike = None, ()
        self.refresh()

    def _on_changed(self, ids: tuple[str, ...]) -> None:
        row = self._store.row(ids[0]) if len(ids) == 1 and self._store.is_own(ids[0]) else None
        if row is not None:
            self.model.replace_row(row)
        elif len(ids) > 1:
            self.refresh()

    def _restyle(self) -> None:
        icon = self._ctx.icons.icon
        for name, picture in (("duplicate", "copy"), ("archive", "archive"), ("duplicates", "layers")):
            self.buttons[name].setIcon(icon(picture))
