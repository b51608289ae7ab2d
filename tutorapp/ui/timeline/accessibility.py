# ruff: noqa: N802  # every method here is Qt's and keeps Qt's name
"""The line for screen readers: a list whose items are the events, with focus, selection and a press action.

Traps found by trial: ``interface_cast`` must return a Python interface or ``shiboken6.VoidPtr(0)``, and that interface
must inherit from nothing but the interface asked for: of an object with two Qt bases PySide hands on the address of the
first, and Qt calls into the wrong table. Interfaces outlive their widget, so ``isValid`` must turn false with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleSelectionInterface,
    QColor,
)
from PySide6.QtWidgets import QAccessibleWidget

from tutorapp.domain.dates import certainty_words, in_words
from tutorapp.domain.timeline.index import spoken

if TYPE_CHECKING:
    from tutorapp.ui.timeline.canvas import TimelineCanvas

_NOTHING = shiboken6.VoidPtr(0)
_installed = False


def install() -> None:
    """Tell Qt, once, how to describe a timeline."""
    global _installed  # Qt keeps one list of factories for the whole program
    if not _installed:
        QAccessible.installFactory(_factory)
        _installed = True


def _factory(class_name: str, thing: QObject) -> QAccessibleInterface | None:
    if class_name == "TimelineCanvas":
        return LineList(thing)  # type: ignore[arg-type]  # the class name says so
    return None


def announce(canvas: TimelineCanvas, text: str) -> None:
    """Have a screen reader say ``text``."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(canvas, text))


def send_focus(canvas: TimelineCanvas, item: int) -> None:
    """Tell a screen reader that an event is the current one."""
    if not QAccessible.isActive() or not canvas.hasFocus():
        return
    for kind in (QAccessible.Event.Focus, QAccessible.Event.Selection):
        event = QAccessibleEvent(canvas, kind)
        event.setChild(item)
        QAccessible.updateAccessibility(event)


class LineList(QAccessibleWidget):
    """The line as a list; its children are the events that match the filter, in order of time."""

    def __init__(self, canvas: TimelineCanvas) -> None:
        super().__init__(canvas, QAccessible.Role.List, canvas.accessibleName())
        self._canvas = canvas
        self._items: dict[str, LineItem] = {}
        self._selection = LineSelection(self)

    def isValid(self) -> bool:
        return shiboken6.isValid(self._canvas)

    def childCount(self) -> int:
        return len(self._canvas.index) if self.isValid() else 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # None is "no child"
        if not 0 <= index < self.childCount():
            return None
        event_id = self._canvas.index.items[index].id
        found = self._items.get(event_id)
        if found is None:
            found = self._items[event_id] = LineItem(self, self._canvas, event_id)
            QAccessible.registerAccessibleInterface(found)
        return found

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.number if isinstance(child, LineItem) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # None is "no child"
        position = self._canvas.viewport().mapFromGlobal(QPoint(x, y))
        hit = self._canvas.hit_at(position.toPointF())
        return self.child(hit.item) if hit is not None and hit.item >= 0 else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # None is "no child"
        return self.child(self._canvas.chosen_item) if self.isValid() and self._canvas.hasFocus() else None

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:  # noqa: ANN401  # an address, as Qt has it
        return self._selection if kind == QAccessible.InterfaceType.SelectionInterface else _NOTHING

    def choose(self, item: int) -> None:
        """Choose the event at ``item``; -1 for none."""
        if item >= 0:
            self._canvas.choose_item(item)
        else:
            self._canvas.choose("")

    @property
    def chosen(self) -> int:
        """The chosen event's place, or -1."""
        return self._canvas.chosen_item if self.isValid() else -1


class LineSelection(QAccessibleSelectionInterface):
    """Which event of the line is chosen."""

    def __init__(self, line: LineList) -> None:
        super().__init__()
        self._line = line

    def selectedItemCount(self) -> int:
        return 1 if self._line.chosen >= 0 else 0

    def selectedItems(self) -> list[QAccessibleInterface]:
        found = self._line.child(self._line.chosen)
        return [found] if found is not None else []

    def select(self, child: QAccessibleInterface) -> bool:
        number = self._line.indexOfChild(child)
        if number < 0:
            return False
        self._line.choose(number)
        return True

    def unselect(self, child: QAccessibleInterface) -> bool:
        del child
        return self.clear()

    def selectAll(self) -> bool:
        return False

    def clear(self) -> bool:
        self._line.choose(-1)
        return True


class ItemActions(QAccessibleActionInterface):
    """What can be done with an event: choose it, and open its notes."""

    def __init__(self, item: LineItem) -> None:
        super().__init__()
        self._item = item

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction(), QAccessibleActionInterface.setFocusAction()]

    def doAction(self, name: str) -> None:
        self._item.act(press=name == QAccessibleActionInterface.pressAction())

    def keyBindingsForAction(self, name: str) -> list[str]:
        return ["Return"] if name == QAccessibleActionInterface.pressAction() else []


class LineItem(QAccessibleInterface):
    """One event: its name, date and place in words, and opening its notes as the press action."""

    def __init__(self, line: LineList, canvas: TimelineCanvas, event_id: str) -> None:
        super().__init__()
        self._line = line
        self._canvas = canvas
        self._event_id = event_id
        self._actions = ItemActions(self)

    @property
    def number(self) -> int:
        """Its place in the list, from 0; -1 once a filter has taken it out."""
        return self._canvas.index.position.get(self._event_id, -1)

    def isValid(self) -> bool:
        return shiboken6.isValid(self._canvas) and self.number >= 0

    def object(self) -> QObject | None:  # type: ignore[override]  # an item has no object of its own
        return None

    def window(self) -> Any:  # noqa: ANN401  # Qt's own type
        return self._line.window()

    def parent(self) -> QAccessibleInterface:
        return self._line

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # None is "no child"
        del index
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        del child
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # None is "no child"
        del x, y
        return None

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        state.selectable = True
        current = self.number == self._canvas.chosen_item
        state.selected = current
        state.focused = current and self._canvas.hasFocus()
        state.offscreen = self._canvas.item_rect(self.number) is None
        return state

    def rect(self) -> QRect:
        found = self._canvas.item_rect(self.number)
        if found is None:
            return QRect()
        corner = self._canvas.viewport().mapToGlobal(found.topLeft().toPoint())
        return QRect(corner, found.size().toSize())

    def text(self, kind: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        item = self._canvas.index.items[self.number]
        if kind == QAccessible.Text.Name:
            return f"{item.title}, {in_words(item.date)}"
        if kind == QAccessible.Text.Description:
            whole = spoken(self._canvas.index, self.number, self.number + 1, len(self._canvas.index))
            place = whole.removeprefix(f"{item.title}, {in_words(item.date)}, ")
            return ", ".join(part for part in (place, certainty_words(item.date)) if part)
        return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """An event's name cannot be changed here."""

    def backgroundColor(self) -> QColor:
        return self._canvas.ink.surface

    def foregroundColor(self) -> QColor:
        return self._canvas.ink.text

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:  # noqa: ANN401  # an address, as Qt has it
        return self._actions if kind == QAccessible.InterfaceType.ActionInterface else _NOTHING

    def act(self, *, press: bool) -> None:
        """Choose the event and, on ``press``, open its notes."""
        self._canvas.choose_item(self.number)
        if press:
            self._canvas.opened.emit(self._event_id)
