"""What each key does on the line: arrows by date and lane, ends, pages, zoom, opening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from tutorapp.ui.timeline.canvas import TimelineCanvas

_Key = Qt.Key


class KeyRules:
    """Answers key presses for a canvas; a key that means nothing here goes on to the window."""

    def __init__(self, canvas: TimelineCanvas) -> None:
        self._canvas = canvas
        self._moves = {
            _Key.Key_Right: lambda: self._along(1),
            _Key.Key_Left: lambda: self._along(-1),
            _Key.Key_Down: lambda: self._across(1),
            _Key.Key_Up: lambda: self._across(-1),
            _Key.Key_Home: lambda: canvas.choose_item(0),
            _Key.Key_End: lambda: canvas.choose_item(len(canvas.index) - 1),
            _Key.Key_PageDown: lambda: canvas.pan(0.9),
            _Key.Key_PageUp: lambda: canvas.pan(-0.9),
            _Key.Key_Plus: lambda: canvas.zoom(1.5),
            _Key.Key_Equal: lambda: canvas.zoom(1.5),
            _Key.Key_Minus: lambda: canvas.zoom(1 / 1.5),
            _Key.Key_0: canvas.fit_all,
            _Key.Key_B: self._open_badge,
            _Key.Key_Space: lambda: canvas.card_asked.emit(canvas.chosen_id),
            _Key.Key_Return: self._open,
            _Key.Key_Enter: self._open,
            _Key.Key_Q: self._ask,
        }

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key means; False when it means nothing here."""
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if held != Qt.KeyboardModifier.NoModifier:
            return False
        key = QKeyCombination.fromCombined(event.key()).key()
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        move = self._moves.get(key)
        if move is None or (shifted and key not in (_Key.Key_Plus, _Key.Key_Equal, _Key.Key_Minus)):
            return False
        move()
        return True

    def _along(self, step: int) -> None:
        """The event before or after in time; the first press takes the one nearest to the middle of the view."""
        canvas = self._canvas
        if not len(canvas.index):
            return
        if canvas.chosen_item < 0:
            canvas.choose_item(self._middle_item())
            return
        canvas.choose_item(min(len(canvas.index) - 1, max(0, canvas.chosen_item + step)))

    def _across(self, step: int) -> None:
        """The event nearest in time in the next lane that has one."""
        canvas = self._canvas
        if canvas.chosen_item < 0:
            self._along(0)
            return
        lane = canvas.index.lane_number(canvas.chosen_item)
        day = canvas.index.first[canvas.chosen_item]
        while 0 <= lane + step < len(canvas.index.lanes):
            lane += step
            item = canvas.index.nearest_in_lane(lane, day)
            if item is not None:
                canvas.choose_item(item)
                return

    def _middle_item(self) -> int:
        canvas = self._canvas
        middle = canvas.view.day(canvas.view.width / 2)
        near = [canvas.index.nearest_in_lane(lane, middle) for lane in range(len(canvas.index.lanes))]
        found = [item for item in near if item is not None]
        return min(found, key=lambda item: abs(canvas.index.first[item] - middle)) if found else 0

    def _open(self) -> None:
        if self._canvas.chosen_id:
            self._canvas.opened.emit(self._canvas.chosen_id)

    def _ask(self) -> None:
        if self._canvas.chosen_id:
            self._canvas.questions_asked.emit(self._canvas.chosen_id)

    def _open_badge(self) -> None:
        found = self._canvas.nearest_badge()
        if found is not None:
            self._canvas.badge_opened.emit(*found)
