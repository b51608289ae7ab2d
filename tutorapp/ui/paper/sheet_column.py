"""One document on the screen: its pages one at a time, with buttons and keys to turn them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from tutorapp.ui.context import UiContext
from tutorapp.ui.paper import faces
from tutorapp.ui.paper.preview import page_image
from tutorapp.ui.paper.setting import SetDocument
from tutorapp.ui.practice.parts import announce, label

_STEPS = {
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


class Sheet(QWidget):
    """A page, as large as there is room for. White in every theme, as paper is."""

    def __init__(self, context: UiContext, name: str) -> None:
        super().__init__()
        self._ctx = context
        self._page: tuple[SetDocument, int] | None = None
        self._image = QImage()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 220)

    def show_page(self, document: SetDocument | None, number: int) -> None:
        """Show a page, or nothing."""
        self._page = None if document is None else (document, number)
        self._image = QImage()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 566)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._page is None:
            return
        area = self._area()
        ratio = self.devicePixelRatioF()
        if self._image.width() != round(area.width() * ratio):
            self._image = page_image(*self._page, area.width(), ratio)
        painter = QPainter(self)
        painter.drawImage(area.topLeft(), self._image)
        focused = self.hasFocus()
        role, width = ("focus", 2) if focused else ("border.subtle", 1)
        painter.setPen(QPen(self._ctx.theme.colour(role), width))
        painter.drawRect(area)

    def _area(self) -> QRect:
        room = self.rect().adjusted(2, 2, -3, -3)
        width = min(room.width(), round(room.height() * faces.PAGE_WIDTH / faces.PAGE_HEIGHT))
        height = round(width * faces.PAGE_HEIGHT / faces.PAGE_WIDTH)
        return QRect(room.left() + (room.width() - width) // 2, room.top(), width, height)


class SheetColumn(QWidget):
    """A document, or the same document in several versions one after the other."""

    def __init__(self, context: UiContext, name: str, title: str) -> None:
        super().__init__()
        self._ctx = context
        self._pages: list[tuple[SetDocument, int, str]] = []
        self._at = 0
        self._title = title
        self.setObjectName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        self._where = label("", "secondary", name=f"{name}.page")
        self.back = self._turn_button(self.tr("{0}: page before").format(title), f"{name}.back", -1)
        self.on = self._turn_button(self.tr("{0}: next page").format(title), f"{name}.next", 1)
        head.addWidget(label(title, "strong"))
        head.addStretch(1)
        for widget in (self.back, self._where, self.on):
            head.addWidget(widget)
        column.addLayout(head)
        self.sheet = Sheet(context, f"{name}.sheet")
        column.addWidget(self.sheet, 1)
        self._show()

    def show_documents(self, documents: Sequence[tuple[str, SetDocument]]) -> None:
        """Show documents by version letter ("" for one without), on the page that was open if there is one."""
        self._pages = [(made, number, letter) for letter, made in documents for number in range(made.count)]
        self._at = min(self._at, max(len(self._pages) - 1, 0))
        self._show()

    def turn(self, step: int) -> None:
        """Go ``step`` pages on or back."""
        wanted = self._at + step
        if 0 <= wanted < len(self._pages):
            self._at = wanted
            self._show()
            announce(self.sheet, self.sheet.accessibleName())

    def where(self) -> str:
        """ "page 3 of 5", with the version where there are several."""
        if not self._pages:
            return ""
        document, number, letter = self._pages[self._at]
        words = self.tr("page {0} of {1}").format(number + 1, document.count)
        return f"{letter}, {words}" if letter else words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.turn(_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.turn(-self._at if key == Qt.Key.Key_Home else len(self._pages) - 1 - self._at)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self.turn(-1 if event.angleDelta().y() > 0 else 1)

    def _show(self) -> None:
        document, number = self._pages[self._at][:2] if self._pages else (None, 0)
        self.sheet.show_page(document, number)
        self._where.setText(self.where())
        self.sheet.setAccessibleName(", ".join(part for part in (self._title, self.where()) if part))
        self.back.setEnabled(self._at > 0)
        self.on.setEnabled(self._at + 1 < len(self._pages))

    def dress(self) -> None:
        """Icons in the colours of the theme in force."""
        self.back.setIcon(self._ctx.icons.icon("chevron-left"))
        self.on.setIcon(self._ctx.icons.icon("chevron-right"))

    def _turn_button(self, spoken: str, name: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        button.setToolTip(spoken)
        button.setAutoRaise(True)
        button.clicked.connect(lambda: self.turn(step))
        return button
