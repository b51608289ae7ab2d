"""The line at the foot of the window: when work was saved, the unit, the newest backup, the text size."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from tutorapp.ui.context import UiContext


class StatusLine(QStatusBar):
    """Quiet facts, each of them true; what has no room goes from the right of the left group first."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._good = False
        self.setSizeGripEnabled(False)
        self._tick = QLabel()
        self._tick.hide()
        self.saved = self._label("status.saved", self.tr("Opening your work …"))
        self.unit = self._label("status.unit")
        self.backup = self._label("status.backup")
        self.right = self._label("status.right")
        self._dots = [self._label(""), self._label("")]
        for dot in self._dots:
            dot.setContentsMargins(6, 0, 6, 0)
        self._tick.setContentsMargins(16, 0, 0, 0)
        self.saved.setContentsMargins(14, 0, 4, 0)
        self.right.setContentsMargins(8, 0, 14, 0)
        for widget in (self._tick, self.saved, self._dots[0], self.unit, self._dots[1], self.backup):
            self.addWidget(widget)
        self.addPermanentWidget(self.right)
        context.theme.changed.connect(self._restyle)

    def say_saved(self, text: str, *, good: bool = True) -> None:
        """What became of the work; ``good``: it is safe, and a tick says so too."""
        self._good = good
        self.saved.setText(text)
        self.saved.setContentsMargins(2 if good else 14, 0, 4, 0)
        self._restyle()
        self._tick.setVisible(good)

    def say_unit(self, text: str) -> None:
        """The unit that is open."""
        self.unit.setText(text)
        self._fit()

    def say_backup(self, at: datetime | None, now: datetime) -> None:
        """When the newest backup was made (both aware); None: there is none yet."""
        self.backup.setText(self._backup_words(at, now))
        self._fit()

    def say_right(self, text: str) -> None:
        """What stands at the right end."""
        self.right.setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _backup_words(self, at: datetime | None, now: datetime) -> str:
        if at is None:
            return self.tr("Not backed up yet")
        from tutorapp.ui.practice.words import day  # not before there is work to speak of

        return self.tr("Backed up {0} {1}").format(day(at, now, self.tr), at.astimezone().strftime("%H:%M"))

    def _label(self, name: str, text: str = "·") -> QLabel:
        label = QLabel("" if name and text == "·" else text)
        label.setObjectName(name)
        label.setMinimumWidth(1)  # else a long line would keep the window from being narrow
        return label

    def _restyle(self) -> None:
        if self._good:
            self._tick.setPixmap(self._ctx.icons.pixmap("check", "success", 16))
        self._fit()

    def _fit(self) -> None:
        """Show what there is room for, whole."""
        room = self.width() - self.right.sizeHint().width() - self.saved.sizeHint().width() - 56
        for dot, label in zip(self._dots, (self.unit, self.backup), strict=True):
            need = label.sizeHint().width() + 36
            shown = bool(label.text()) and need <= room
            room -= need if shown else 0
            for widget in (dot, label):
                _set_visible(widget, shown)


def _set_visible(widget: QWidget, shown: bool) -> None:
    if widget.isHidden() == shown:
        widget.setVisible(shown)
