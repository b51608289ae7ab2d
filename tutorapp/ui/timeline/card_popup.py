"""The event's card over the line, for a pane too low to have it beside."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from tutorapp.ui.context import UiContext
from tutorapp.ui.timeline.event_card import CARD_WIDTH, EventCard


class CardPopup(QFrame):
    """The card over the line, for a pane too low to have it beside."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._ctx = context
        self.setObjectName("timeline.popup")
        self.setAccessibleName(self.tr("The chosen event"))
        self.setProperty("role", "popover")
        self.card = EventCard(context)
        self.card.setProperty("role", "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.card)
        self.restyle()

    def restyle(self) -> None:
        """Take the sizes of the text setting, within the screen: a card that is longer scrolls inside."""
        px = self._ctx.theme.px
        room = self.screen().availableGeometry()
        self.setFixedSize(px(CARD_WIDTH) + 2, min(px(380), room.height() - 8))

    def show_beside(self, corner: QPoint, height: int) -> None:
        """Above the event where the screen has room, else below it."""
        self.restyle()
        screen = self.screen().availableGeometry()
        y = corner.y() - self.height() - 6
        if y < screen.top():
            y = min(corner.y() + height + 6, screen.bottom() - self.height() - 4)
        x = min(max(corner.x(), screen.left() + 4), screen.right() - self.width() - 4)
        self.move(x, y)
        self.show()
