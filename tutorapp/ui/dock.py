"""A dock with a quiet title bar: name, what is shown, the pane's own tools, and maximise."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QFrame, QHBoxLayout, QLabel, QSizePolicy, QStyleOption, QToolButton, QWidget

from tutorapp.ui.context import UiContext
from tutorapp.ui.pane import Pane

HEAD_HEIGHT = 40
QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's own limit; PySide does not name it


class ElidedLabel(QLabel):
    """A line of text that ends in "…" where it has no room; readers and tests get all of it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        self.style().drawItemText(painter, self.rect(), left, option.palette, True, shown, self.foregroundRole())


class PaneHead(QFrame):
    """The title bar.

    Signals:
        maximise_asked: the button was pressed, or the bar was double-clicked.
    """

    maximise_asked = Signal()

    def __init__(self, context: UiContext, pane_id: str, title: str) -> None:
        super().__init__()
        self._ctx = context
        self._maximised = False
        self._folded = False
        self._put_away: list[QWidget] = []
        self.setProperty("role", "panehead")
        self.setObjectName(f"{pane_id}.head")
        self.setMinimumHeight(HEAD_HEIGHT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 8, 0)
        layout.setSpacing(8)
        self._name = QLabel(title)
        self._name.setProperty("role", "strong")
        self._subtitle = ElidedLabel()
        self._subtitle.setProperty("role", "muted")
        self._subtitle.setTextFormat(Qt.TextFormat.PlainText)
        self._subtitle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(4)
        self._button = QToolButton()
        self._button.setObjectName(f"{pane_id}.maximise")
        self._button.setIconSize(QSize(16, 16))
        self._button.clicked.connect(self.maximise_asked)
        layout.addWidget(self._name)
        layout.addWidget(self._subtitle, 1)
        layout.addLayout(self.tools)
        layout.addWidget(self._button)
        self._paint_button()
        context.theme.changed.connect(self._paint_button)

    def set_subtitle(self, text: str) -> None:
        """Show ``text`` behind the name."""
        self._subtitle.setText(text)
        self._subtitle.setToolTip(text)

    def set_hidden(self, hidden: bool) -> None:
        """Take no room at all, or stand again; for a bar that is merely hidden Qt keeps the room of its own."""
        self._folded = hidden
        if hidden:
            parts = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            self._put_away = [part for part in parts if not part.isHidden()]
        for part in self._put_away:
            part.setVisible(not hidden)
        self.setMinimumHeight(0 if hidden else HEAD_HEIGHT)
        self.setMaximumHeight(0 if hidden else QWIDGETSIZE_MAX)

    def set_maximised(self, maximised: bool) -> None:
        """Show whether the pane stands alone."""
        self._maximised = maximised
        self._paint_button()

    def sizeHint(self) -> QSize:
        # A dock asks its title bar for this and for nothing else.
        return QSize(0, 0) if self._folded else super().sizeHint()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.maximise_asked.emit()
        event.accept()

    def _paint_button(self) -> None:
        icon = "minimize-2" if self._maximised else "maximize-2"
        text = self.tr("Show the other panes again") if self._maximised else self.tr("Show this pane alone")
        self._button.setIcon(self._ctx.icons.icon(icon))
        self._button.setAccessibleName(f"{self._name.text()}: {text}")
        self._button.setToolTip(text)


class PaneDock(QDockWidget):
    """The dock of one pane; the pane itself is put in after the window's first paint.

    Signals:
        maximise_asked: show this pane alone, or the others again.
    """

    maximise_asked = Signal(str)

    def __init__(self, context: UiContext, pane_id: str, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.pane_id = pane_id
        self.pane: Pane | None = None
        self.setObjectName(f"{pane_id}.dock")
        self.head = PaneHead(context, pane_id, title)
        self.head.maximise_asked.connect(lambda: self.maximise_asked.emit(pane_id))
        self.setTitleBarWidget(self.head)
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetFloatable
        )
        blank = QWidget()
        blank.setProperty("role", "surface")
        self.setWidget(blank)

    def put(self, pane: Pane) -> None:
        """Fill the dock with its pane."""
        blank = self.widget()
        self.pane = pane
        pane.build_tools(self.head.tools)
        pane.subtitle_changed.connect(self.head.set_subtitle)
        self.setWidget(pane)
        blank.deleteLater()
