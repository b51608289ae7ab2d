"""Quiet messages above the status line: one at a time, at most one action, never taking the focus.

What endangers a person's work stays until it is closed; a message that comes meanwhile gives way to it again.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from tutorapp.ui.bus import Notice
from tutorapp.ui.context import UiContext

MILLISECONDS_A_WORD = 400  # slow readers manage 150 words a minute
LEAST_MILLISECONDS = 6000
_ICONS = {"info": "info", "warning": "triangle-alert", "danger": "circle-alert"}
_ROLES = {"info": "accent", "warning": "warning", "danger": "danger"}


def reading_time(text: str) -> int:
    """How long a notice stays, in milliseconds: at least six seconds, longer for more words."""
    return max(LEAST_MILLISECONDS, MILLISECONDS_A_WORD * len(text.split()))


class NoticeBar(QFrame):
    """Shows the newest notice at the foot of its parent and keeps all of them to be read again."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx = context
        self._host = parent
        self.history: list[Notice] = []
        self._shown: Notice | None = None
        self._standing: Notice | None = None
        self.setObjectName("notice")
        self.setProperty("role", "notice")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.setSpacing(10)
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setObjectName("notice.text")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._action = QPushButton()
        self._action.setObjectName("notice.action")
        self._action.setProperty("role", "link")
        self._action.clicked.connect(self._act)
        close = QToolButton()
        close.setObjectName("notice.close")
        close.setAccessibleName(self.tr("Close this message"))
        close.clicked.connect(self._put_away)
        self._close = close
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._action)
        layout.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._time_out)
        parent.installEventFilter(self)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show ``notice`` in place of the one before it; what stands already is not said again, nor its action lost."""
        if self._standing is not None and notice.text == self._standing.text:
            return
        self.history.append(notice)
        if notice.level == "danger":
            self._standing = notice
        self._show(notice)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, notice.text))

    def _show(self, notice: Notice) -> None:
        self._shown = notice
        self._icon.setPixmap(self._ctx.icons.pixmap(_ICONS[notice.level], _ROLES[notice.level], 16))
        self._close.setIcon(self._ctx.icons.icon("x"))
        self._text.setText(notice.text)
        self._action.setText(notice.action_text)
        self._action.setAccessibleName(notice.action_text)
        self._action.setVisible(bool(notice.action_text))
        self.show()
        self.raise_()
        self._place()
        if notice is self._standing:
            self._timer.stop()
        else:
            self._timer.start(reading_time(notice.text))

    def _put_away(self) -> None:
        """The message has been read: bring back the one that stands, if it was another."""
        self._timer.stop()
        if self._shown is self._standing:
            self._standing = None
        if self._standing is None:
            self._shown = None
            self.hide()
        else:
            self._show(self._standing)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        host = self._host
        width = min(720, host.width() - 32)
        self.setFixedWidth(width)
        self.setFixedHeight(max(self.heightForWidth(width), self.sizeHint().height()))
        self.move((host.width() - width) // 2, host.height() - self.height() - 16)

    def _time_out(self) -> None:
        # Somebody who has moved into the message with Tab or the mouse is still reading it.
        if self.underMouse() or self.isAncestorOf(self._focused()):
            self._timer.start(LEAST_MILLISECONDS)
        else:
            self._put_away()

    def _focused(self) -> QWidget:
        return self.window().focusWidget() or self.window()

    def _act(self) -> None:
        notice = self._shown
        self._put_away()
        if notice is not None and notice.action is not None:
            notice.action()
