"""The left rail: one button a place, help and settings at the foot."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout

from tutorapp.domain.records import dataclass
from tutorapp.ui.context import UiContext

RAIL_WIDTH = 64
HIGH = 56
LEAST = 28  # pixels; still a target a finger or a shaking hand can meet


@dataclass(frozen=True, slots=True)
class Place:
    """A button of the rail."""

    id: str
    title: str
    icon: str
    foot: bool = False
    page: bool = False  # a full page beside the docked panes, built when it is first gone to


class Rail(QFrame):
    """Buttons by place; exactly one is current.

    Signals:
        chosen: a place's button was pressed.
    """

    chosen = Signal(str)

    def __init__(self, context: UiContext, places: tuple[Place, ...]) -> None:
        super().__init__()
        self._ctx = context
        self._places = places
        self._buttons: dict[str, QToolButton] = {}
        self.setObjectName("rail")
        self.setProperty("role", "rail")
        self.setAccessibleName(self.tr("Places"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 4, 0, 4)
        self._layout.setSpacing(4)
        for place in places:
            if place.foot and not any(p.foot and p.id in self._buttons for p in places):
                self._layout.addStretch(1)
            self._add(place)
        self._restyle()
        context.theme.changed.connect(self._restyle)

    def set_current(self, place_id: str) -> None:
        """Mark ``place_id`` as the place in front."""
        for key, button in self._buttons.items():
            button.setChecked(key == place_id)
            button.setAccessibleDescription(self.tr("current place") if key == place_id else "")
        self._restyle()

    def _add(self, place: Place) -> None:
        button = QToolButton()
        button.setObjectName(f"rail.{place.id}")
        button.setAccessibleName(place.title)
        button.setText(place.title)
        button.setProperty("role", "rail")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(20, 20))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _checked=False, key=place.id: self._choose(key))
        self._layout.addWidget(button)
        self._buttons[place.id] = button

    def _choose(self, place_id: str) -> None:
        # A checkable button has flipped already; the window decides which place is current.
        button = self._buttons[place_id]
        button.setChecked(not button.isChecked())
        self.chosen.emit(place_id)

    def _restyle(self) -> None:
        self.setFixedWidth(max(RAIL_WIDTH, self._ctx.theme.px(RAIL_WIDTH)))
        for place in self._places:
            button = self._buttons[place.id]
            role = "accent" if button.isChecked() else "text.secondary"
            button.setIcon(self._ctx.icons.icon(place.icon, role, 20))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Icon over word; where the window is too low for that, the icon alone with its word in the tip."""
        full = self._ctx.theme.px(HIGH)
        room = (self.height() - 8) // max(len(self._buttons), 1) - self._layout.spacing()
        words = room >= full or not self.isVisible()
        style = Qt.ToolButtonStyle.ToolButtonTextUnderIcon if words else Qt.ToolButtonStyle.ToolButtonIconOnly
        for place in self._places:
            button = self._buttons[place.id]
            button.setToolButtonStyle(style)
            button.setToolTip("" if words else place.title)
            button.setFixedHeight(full if words else max(LEAST, min(room, full)))
