"""Reading comfort while sitting, where there is no menu: reading aloud, size of the text, tint over the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from tutorapp.settings import CHOICES
from tutorapp.ui.context import UiContext
from tutorapp.ui.reader import Reader
from tutorapp.ui.words import tint_words

SPEEDS = (50, 75, 100, 125, 150, 200)
TEXT_STEP = 10
_KEYS = {"question": "F2", "sources": "F3", "answer": "F4"}


class ReadingTools(QWidget):
    """A button with a menu; two more while a text is read aloud.

    Signals:
        asked: read this aloud: question, sources or answer.
    """

    asked = Signal(str)

    def __init__(self, context: UiContext, reader: Reader | None = None) -> None:
        super().__init__()
        self._ctx = context
        self.reader = reader or Reader(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._pause = self._button("practice.read.pause.now", self.pause)
        self._stop = self._button("practice.read.stop.now", self.stop)
        self._open = self._button("practice.reading", None)
        self._open.setText(f" {self.tr('Reading')}")
        self._open.setAccessibleName(self.tr("Reading: aloud, text size, tint"))
        self._open.setToolTip(self.tr("Reading aloud, text size, tint"))
        self._open.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._open)
        self._menu.setObjectName("practice.reading.menu")
        self._menu.aboutToShow.connect(self._fill)
        self._open.setMenu(self._menu)
        for button in (self._pause, self._stop, self._open):
            row.addWidget(button)
        self.reader.changed.connect(self._show)
        self.reader.failed.connect(lambda text: context.bus.notice(text, level="warning"))
        context.theme.changed.connect(self._show)
        self._show()

    # --- reading aloud -------------------------------------------------------------------------------

    def say(self, text: str) -> bool:
        """Read ``text`` aloud; a notice where the computer has no voice. Whether it is being read."""
        why_not = self.reader.why_not()
        if why_not:
            self._ctx.bus.notice(why_not, level="warning")
            return False
        return self.reader.say(text, self._ctx.settings.value.reader_percent)

    def pause(self) -> None:
        """Pause, or go on."""
        if self.reader.state == "paused":
            self.reader.go_on()
        else:
            self.reader.pause()

    def stop(self) -> None:
        """Fall silent."""
        self.reader.stop()

    # --- showing -------------------------------------------------------------------------------------

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, where there is little room."""
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in (self._pause, self._stop, self._open):
            button.setToolButtonStyle(style)

    def _button(self, name: str, act: Callable[[], None] | None) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if act is not None:
            button.clicked.connect(lambda _checked=False: act())
        return button

    def _show(self) -> None:
        state, icon = self.reader.state, self._ctx.icons.icon
        paused = state == "paused"
        words = self.tr("Go on reading") if paused else self.tr("Pause")
        for button, text, name, key in (
            (self._pause, words, "play" if paused else "pause", "F8"),
            (self._stop, self.tr("Stop"), "square", "Shift+F8"),
        ):
            button.setText(f" {text}")
            button.setAccessibleName(self.tr("Reading aloud: {0}").format(text))
            button.setToolTip(f"{text} ({key})")
            button.setIcon(icon(name))
            button.setVisible(state != "silent")
        self._open.setIcon(icon("volume-2" if state == "speaking" else "a-large-small"))

    def _fill(self) -> None:
        menu, tr = self._menu, self.tr
        menu.clear()
        self._fill_aloud(menu)
        menu.addSeparator()
        percent = self._ctx.settings.value.text_percent
        self._entry(menu, tr("Larger text"), lambda: self._zoom(TEXT_STEP), key="Ctrl++").setEnabled(percent < 160)
        self._entry(menu, tr("Smaller text"), lambda: self._zoom(-TEXT_STEP), key="Ctrl+-").setEnabled(percent > 90)
        tints = menu.addMenu(tr("Tint over the window"))
        tints.setObjectName("practice.reading.tints")
        self._choices(tints, "overlay", [(name, tint_words(name, tr)) for name in CHOICES["overlay"]])

    def _fill_aloud(self, menu: QMenu) -> None:
        tr = self.tr
        if "practice.read.question" in self._ctx.actions.off:
            menu.addAction(tr("Reading aloud is switched off by your school")).setEnabled(False)
            return
        why_not = self.reader.why_not()
        for what, text in (
            ("question", tr("Read the question aloud")),
            ("sources", tr("Read the sources aloud")),
            ("answer", tr("Read my answer aloud")),
        ):
            entry = self._entry(menu, text, partial(self.asked.emit, what), key=_KEYS[what])
            entry.setEnabled(not why_not)
        if why_not:
            menu.addAction(why_not.split(". ")[0].rstrip(".")).setEnabled(False)
            return
        speeds = menu.addMenu(tr("Speed of reading aloud"))
        speeds.setObjectName("practice.reading.speeds")
        self._choices(speeds, "reader_percent", [(percent, f"{percent} %") for percent in SPEEDS])

    def _entry(self, menu: QMenu, text: str, act: Callable[[], object], *, key: str = "") -> QAction:
        # The key itself belongs to the pane; here it is only shown, so that one press is never done twice.
        entry = menu.addAction(f"{text}\t{key}" if key else text)
        entry.triggered.connect(lambda _checked=False: act())
        return entry

    def _choices(self, menu: QMenu, field: str, options: Sequence[tuple[int | str, str]]) -> None:
        group = QActionGroup(menu)
        now = getattr(self._ctx.settings.value, field)
        for value, text in options:
            entry = self._entry(menu, text, partial(self._set, field, value))
            entry.setCheckable(True)
            entry.setChecked(value == now)
            group.addAction(entry)

    def _set(self, field: str, value: int | str) -> None:
        self._ctx.settings.update(**{field: value})

    def _zoom(self, step: int) -> None:
        self._ctx.settings.update(text_percent=self._ctx.settings.value.text_percent + step)
