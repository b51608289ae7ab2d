"""The filters of the choose page: chips with menus, and two that are on or off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from tutorapp.domain import choosing
from tutorapp.domain.choosing import Filter
from tutorapp.domain.content import CLOSED_TYPES
from tutorapp.domain.library import Library
from tutorapp.domain.records import dataclass
from tutorapp.domain.work import LastResult
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Flow

_MINUTES = (5, 10, 15, 25, 30, 50)


@dataclass(frozen=True, slots=True)
class Choosing:
    """What the page shows."""

    library: Library
    results: Mapping[str, LastResult]
    extra_percent: int
    suggests: bool


class Chips(QWidget):
    """The filters.

    Signals:
        changed: another Filter is wanted.
    """

    changed = Signal(object)

    def __init__(self, context: UiContext, name: str) -> None:
        super().__init__()
        self._ctx = context
        self._name = name
        self._data: Choosing | None = None
        self.filter = Filter()
        self.flow = Flow(8)
        self.setLayout(self.flow)
        self._menus = {key: self._menu_chip(key) for key in ("spec", "type", "marks")}
        self._untried = self._toggle("untried", self.tr("Untried"))
        self._weak = self._toggle("weak", self.tr("Weak"))
        self._menus["time"] = self._menu_chip("time")
        context.theme.changed.connect(self._write)

    def load(self, data: Choosing) -> None:
        """Fill the menus from the unit."""
        self._data = data
        questions = choosing.askable(data.library.unit.questions)
        used = {point for question in questions for point in question.spec}
        points = [(p.id, f"{p.id} {p.short}") for p in data.library.manifest.spec_points if p.id in used]
        self._fill("spec", self.tr("Any point"), points, lambda value: {"spec": value or ""})
        kinds = {question.type for question in questions}
        types: list[tuple[object, str]] = [
            (kind, self.tr(name)) for kind, name in choosing.TYPE_NAMES.items() if kind in kinds
        ]
        if len(kinds & CLOSED_TYPES) > 1:
            types.append(("closed", self.tr("Marked at once (all)")))
        self._fill("type", self.tr("Any type"), types, lambda value: {"type": value or ""})
        marks = sorted({question.marks for question in questions})
        self._fill(
            "marks",
            self.tr("Any marks"),
            [((mark, mark), self._marks_words(mark)) for mark in marks],
            lambda value: {"marks": value},
        )
        slowest = max(questions, key=lambda question: question.allowed_minutes, default=None)
        longest = 0 if slowest is None else choosing.allowed_seconds(slowest, data.extra_percent)
        times = [(m * 60, self.tr("Up to {0} min").format(m)) for m in _MINUTES if m * 60 < longest]
        self._fill("time", self.tr("Any time"), times, lambda value: {"max_seconds": value})
        self._write()

    def _marks_words(self, mark: int) -> str:
        return self.tr("1 mark") if mark == 1 else self.tr("{0} marks").format(mark)

    def _menu_chip(self, key: str) -> QPushButton:
        chip = QPushButton()
        chip.setObjectName(f"{self._name}.{key}")
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        menu = QMenu(chip)
        menu.setObjectName(f"{self._name}.{key}.menu")
        # A checkable button with a menu of its own toggles on the press; the check follows the filter instead.
        chip.clicked.connect(lambda _checked=False: self._open_menu(chip, menu))
        chip.setProperty("menu", menu)
        self.flow.addWidget(chip)
        return chip

    def _open_menu(self, chip: QPushButton, menu: QMenu) -> None:
        self._write()
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def _toggle(self, key: str, text: str) -> QPushButton:
        chip = QPushButton(text)
        chip.setObjectName(f"{self._name}.{key}")
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.toggled.connect(lambda on: self._change(**{key: on}))
        self.flow.addWidget(chip)
        return chip

    def _fill(
        self,
        key: str,
        everything: str,
        entries: Sequence[tuple[object, str]],
        fields: Callable[[object], dict[str, object]],
    ) -> None:
        menu: QMenu = self._menus[key].property("menu")
        menu.clear()
        group = QActionGroup(menu)
        for value, text in ((None, everything), *entries):
            action = QAction(text, menu)
            action.setCheckable(True)
            action.setData(value)
            action.triggered.connect(lambda _checked=False, value=value: self._change(**fields(value)))
            group.addAction(action)
            menu.addAction(action)

    def _change(self, **fields: object) -> None:
        self.filter = replace(self.filter, **fields)  # type: ignore[arg-type]  # names and types come from this class
        self._write()
        self.changed.emit(self.filter)

    def _write(self) -> None:
        """Bring the chips' words, checks and icons in line with the filter."""
        values = {
            "spec": self.filter.spec or None,
            "type": self.filter.type or None,
            "marks": self.filter.marks,
            "time": self.filter.max_seconds,
        }
        for key, value in values.items():
            chip = self._menus[key]
            actions = chip.property("menu").actions()
            chosen = next((action for action in actions if action.data() == value), None)
            for action in actions:
                action.setChecked(action is chosen)
            text = chosen.text() if chosen else ""
            chip.setText(text if value is None or key != "spec" else str(value))
            chip.setChecked(value is not None)
            chip.setAccessibleName(self.tr("Filter: {0}").format(text))
            chip.setIcon(self._icon("check" if value is not None else "chevron-down"))
            chip.setLayoutDirection(
                Qt.LayoutDirection.LeftToRight if value is not None else Qt.LayoutDirection.RightToLeft
            )
        for chip in (self._untried, self._weak):
            chip.setIcon(self._icon("check") if chip.isChecked() else QIcon())
            chip.setAccessibleName(self.tr("Filter: {0}").format(chip.text()))

    def _icon(self, name: str) -> QIcon:
        return self._ctx.icons.icon(name, "text.secondary" if name != "check" else "accent")
