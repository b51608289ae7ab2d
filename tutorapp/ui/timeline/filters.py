"""The chips over the line: which lanes, which specification points, how important, which words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from tutorapp.domain.content import Manifest
from tutorapp.domain.timeline.filter import TimelineFilter
from tutorapp.domain.timeline.index import Grouping
from tutorapp.ui.context import UiContext

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class FilterBar(QWidget):
    """Chips with menus, and a search field.

    Signals:
        changed: another filter or grouping is wanted.
        weak_asked: the person's weak points are wanted; answer with ``set_weak``.
        left: Escape or Enter in the search field; give the keyboard back to the line.
    """

    changed = Signal()
    weak_asked = Signal()
    left = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = context
        self.wanted = TimelineFilter()
        self.grouping: Grouping = "category"
        self._manifest: Manifest | None = None
        self.setObjectName("timeline.filters")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.search = self._build_search()
        self._lanes = self._chip("timeline.filter.lanes")
        self._spec = self._chip("timeline.filter.spec")
        self._weight = self._chip("timeline.filter.importance")
        self.search.installEventFilter(self)
        for widget in (self.search, self._lanes, self._spec, self._weight):
            row.addWidget(widget)
        context.theme.changed.connect(self._paint)

    def _build_search(self) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName("timeline.filter.search")
        field.setAccessibleName(self.tr("Find events on the timeline"))
        field.setPlaceholderText(self.tr("Find events"))
        field.setClearButtonEnabled(True)
        field.setMaximumWidth(170)
        field.textChanged.connect(lambda text: self.want(text=text, hide=self.wanted.hide))
        field.returnPressed.connect(self.left)
        field.hide()
        return field

    def _chip(self, name: str) -> QPushButton:
        chip = QPushButton()
        chip.setObjectName(name)
        chip.setProperty("role", "chip")
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the words
        menu = QMenu(chip)
        menu.setObjectName(f"{name}.menu")
        chip.setMenu(menu)
        return chip

    # --- what is wanted ------------------------------------------------------------------------------

    def load(self, manifest: Manifest) -> None:
        """Offer the lanes and points of a unit; what is wanted and still there stays."""
        self._manifest = manifest
        lanes = {category.id for category in manifest.categories}
        points = {point.id for point in manifest.spec_points}
        self.wanted = replace(self.wanted, lanes=self.wanted.lanes & lanes, spec=self.wanted.spec & points)
        self._build_menus()
        self._paint()

    def want(self, **values: object) -> None:
        """Change parts of the filter and tell."""
        after = replace(self.wanted, **values)  # type: ignore[arg-type]  # the callers name its fields
        if after != self.wanted:
            self.wanted = after
            self._paint()
            self.changed.emit()

    def clear(self) -> None:
        """Ask for everything again."""
        self.search.clear()
        self.want(lanes=frozenset(), spec=frozenset(), least=1, most=5, weak_spec=None)
        self._build_menus()

    def set_weak(self, points: frozenset[str]) -> None:
        """The specification points the person is weak at."""
        self.want(weak_spec=points, spec=frozenset())

    def open_search(self) -> None:
        """Show the search field with the keyboard in it."""
        self.search.show()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def group_by(self, grouping: Grouping) -> None:
        """Lanes by category or by specification point."""
        if grouping != self.grouping:
            self.grouping = grouping
            self._paint()
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                self.search.hide()
                self.left.emit()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    # --- chips and menus -----------------------------------------------------------------------------

    def _paint(self) -> None:
        if self._manifest is None:
            return
        for chip, text, name in (
            (self._lanes, self._lanes_text(), self.tr("Lanes")),
            (self._spec, self._spec_text(), self.tr("Specification points")),
            (self._weight, self._weight_text(), self.tr("Importance")),
        ):
            chip.setText(text)
            chip.setAccessibleName(f"{name}: {text}")
            chip.setIcon(self._ctx.icons.icon("chevron-down", "text.secondary", 16))
        asked = (
            bool(self.wanted.lanes),
            bool(self.wanted.spec) or self.wanted.weak_spec is not None,
            self._is_weighed(),
        )
        for chip, is_asked in zip((self._lanes, self._spec, self._weight), asked, strict=True):
            chip.setCheckable(True)
            chip.setChecked(is_asked)

    def _is_weighed(self) -> bool:
        return (self.wanted.least, self.wanted.most) != (1, 5)

    def _lanes_text(self) -> str:
        assert self._manifest is not None  # _paint asks first
        count = len(self._manifest.categories)
        if self.grouping == "spec" and not self.wanted.lanes:
            return self.tr("Lanes by specification")
        if not self.wanted.lanes:
            words = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
            return self.tr("All {count} lanes").format(count=words)
        if len(self.wanted.lanes) == 1:
            return next(c.title for c in self._manifest.categories if c.id in self.wanted.lanes)
        return self.tr("{shown} of {count} lanes").format(shown=len(self.wanted.lanes), count=count)

    def _spec_text(self) -> str:
        assert self._manifest is not None  # _paint asks first
        if self.wanted.weak_spec is not None:
            return self.tr("Specification: weak points")
        if not self.wanted.spec:
            return self.tr("Specification: all")
        if len(self.wanted.spec) == 1:
            point = next(p for p in self._manifest.spec_points if p.id in self.wanted.spec)
            return point.short or point.title
        return self.tr("Specification: {count} points").format(count=len(self.wanted.spec))

    def _weight_text(self) -> str:
        least, most = self.wanted.least, self.wanted.most
        if least == most:
            return self.tr("Importance {n} only").format(n=least)
        return self.tr("Importance {least} to {most}").format(least=least, most=most)

    def _build_menus(self) -> None:
        assert self._manifest is not None  # load comes first
        self._fill_lanes(self._menu(self._lanes))
        self._fill_spec(self._menu(self._spec))
        self._fill_weight(self._menu(self._weight))

    @staticmethod
    def _menu(chip: QPushButton) -> QMenu:
        menu = chip.menu()
        assert isinstance(menu, QMenu)  # _chip gave it one
        menu.clear()
        return menu

    def _fill_lanes(self, menu: QMenu) -> None:
        assert self._manifest is not None  # load comes first
        self._item(menu, self.tr("All lanes"), not self.wanted.lanes, lambda _on: self._pick_all("lanes"))
        menu.addSeparator()
        for category in self._manifest.categories:
            action = self._item(menu, category.title, category.id in self.wanted.lanes, None)
            action.toggled.connect(lambda on, key=category.id: self._pick("lanes", key, on))
        menu.addSeparator()
        group = QActionGroup(menu)
        options: tuple[tuple[Grouping, str], ...] = (
            ("category", self.tr("Lanes by category")),
            ("spec", self.tr("Lanes by specification point")),
        )
        for grouping, text in options:
            action = self._item(menu, text, self.grouping == grouping, None)
            action.setActionGroup(group)
            action.triggered.connect(lambda _on, key=grouping: self.group_by(key))

    def _fill_spec(self, menu: QMenu) -> None:
        assert self._manifest is not None  # load comes first
        everything = not self.wanted.spec and self.wanted.weak_spec is None
        self._item(menu, self.tr("All points"), everything, lambda _on: self._pick_all("spec"))
        weak = self._item(menu, self.tr("Linked to my weak points"), self.wanted.weak_spec is not None, None)
        weak.triggered.connect(lambda on: self.weak_asked.emit() if on else self.want(weak_spec=None))
        menu.addSeparator()
        for point in self._manifest.spec_points:
            text = f"{point.id}  {point.short or point.title}"
            action = self._item(menu, text, point.id in self.wanted.spec, None)
            action.toggled.connect(lambda on, key=point.id: self._pick("spec", key, on))

    def _fill_weight(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        options = [(1, 5, self.tr("All (1 to 5)")), (3, 5, self.tr("3 to 5")), (4, 5, self.tr("4 to 5"))]
        options += [(5, 5, self.tr("5 only: must know")), (1, 2, self.tr("1 to 2: detail"))]
        for least, most, text in options:
            action = self._item(menu, text, (self.wanted.least, self.wanted.most) == (least, most), None)
            action.setActionGroup(group)
            action.triggered.connect(lambda _on, low=least, high=most: self.want(least=low, most=high))

    @staticmethod
    def _item(menu: QMenu, text: str, on: bool, handler: Callable[[bool], object] | None) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(on)
        if handler is not None:
            action.triggered.connect(handler)
        return action

    def _pick_all(self, part: str) -> None:
        self.want(**{part: frozenset()}, **({"weak_spec": None} if part == "spec" else {}))
        self._build_menus()

    def _pick(self, part: str, key: str, on: bool) -> None:
        held: frozenset[str] = getattr(self.wanted, part)
        after = held | {key} if on else held - {key}
        extra = {"weak_spec": None} if part == "spec" else {}
        self.want(**{part: after}, **extra)


def filter_of(state: dict[str, Any]) -> TimelineFilter:
    """The filter of a remembered place; what is missing or odd asks for nothing."""

    def texts(key: str) -> frozenset[str]:
        found = state.get(key)
        return frozenset(x for x in found if isinstance(x, str)) if isinstance(found, list) else frozenset()

    match state.get("importance"):
        case [int(least), int(most)] if 1 <= least <= most <= 5:
            pass
        case _:
            least, most = 1, 5
    return TimelineFilter(lanes=texts("lanes"), spec=texts("spec"), least=least, most=most)
