"""Which specification points a question is on: a button with a list to tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from tutorapp.domain.content import SpecPoint
from tutorapp.ui.context import UiContext
from tutorapp.ui.quizzes.fields import Field


class SpecField(Field):
    """A tuple of the points' ids."""

    def __init__(self, context: UiContext, name: str, spoken: str, none: str = "") -> None:
        self._none = none
        self.button = QPushButton()
        super().__init__(context, self.button, name, spoken)
        self.button.setProperty("role", "chip")
        self._menu = QMenu(self.button)
        self.button.setMenu(self._menu)
        self._value: tuple[str, ...] = ()
        self._points: Sequence[SpecPoint] = ()

    def set_points(self, points: Sequence[SpecPoint]) -> None:
        """Offer these."""
        if list(points) == list(self._points):
            return
        self._points = points
        self._menu.clear()
        for point in points:
            action = QAction(f"{point.id}  {point.title}".replace("&", "&&"), self._menu)
            action.setCheckable(True)
            action.setData(point.id)
            action.triggered.connect(lambda _on=False: self._take())
            self._menu.addAction(action)
        self.set_value(self._value)

    def set_value(self, value: object) -> None:
        self._value = tuple(str(one) for one in value) if isinstance(value, tuple | list) else ()
        for action in self._menu.actions():
            action.setChecked(action.data() in self._value)
        self._write()

    def _take(self) -> None:
        known = {str(action.data()) for action in self._menu.actions()}
        ticked = tuple(str(action.data()) for action in self._menu.actions() if action.isChecked())
        self._value = (*ticked, *(one for one in self._value if one not in known))
        self._write()
        self.edited.emit(self._value)

    def _write(self) -> None:
        shown = ", ".join(self._value) or self._none or self.tr("no point")
        first = ", ".join(self._value[:2]) or shown
        more = len(self._value) - 2
        self.button.setText(f"{first} +{more}  ▾" if more > 0 else f"{first}  ▾")
        self.button.setToolTip(shown)
        self.button.setAccessibleName(f"{self._spoken}: {shown}")
