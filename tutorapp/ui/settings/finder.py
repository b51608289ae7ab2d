"""Finding a setting by a word of its name or of what is said about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from tutorapp.ui.context import UiContext

LENS_ROOM = 22


class FindField(QLineEdit):
    """The field in the page's head.

    Signals:
        went_on: Enter or Down: on to the first setting that is shown.
    """

    went_on = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self.setTextMargins(LENS_ROOM, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        lens = self._ctx.icons.pixmap("search", "text.muted", 16, self.devicePixelRatioF())
        QPainter(self).drawPixmap(10, (self.height() - 16) // 2, lens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.went_on.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class Finder:
    """Which parts of the form a word leaves standing: sections with a heading, and entries under them."""

    def __init__(self) -> None:
        self._sections: list[tuple[str, QWidget, QWidget | None]] = []
        self._entries: list[tuple[int, str, list[QWidget]]] = []

    def add_section(self, title: str, heading: QWidget, rule: QWidget | None) -> None:
        """A heading and the rule above it; the entries added next are under it."""
        self._sections.append((title, heading, rule))

    def add_entry(self, words: str, widgets: list[QWidget]) -> None:
        """``widgets`` are shown when ``words`` hold what is sought; what is hidden now stays so."""
        self._entries.append((len(self._sections) - 1, words.casefold(), [w for w in widgets if not _put_away(w)]))

    def show(self, sought: str) -> int:
        """Show the entries with every word of ``sought`` in their words or their heading; how many those are."""
        wanted = sought.casefold().split()
        shown: set[int] = set()
        count = 0
        for section, words, widgets in self._entries:
            text = f"{self._sections[section][0].casefold()} {words}"
            fits = all(word in text for word in wanted)
            count += fits
            if fits:
                shown.add(section)
            for widget in widgets:
                widget.setVisible(fits)
        for at, (_title, heading, rule) in enumerate(self._sections):
            heading.setVisible(at in shown)
            if rule is not None:
                rule.setVisible(at in shown and at > min(shown))
        return count


def _put_away(widget: QWidget) -> bool:
    """Whether somebody hid it; one without a parent yet is merely not shown."""
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
