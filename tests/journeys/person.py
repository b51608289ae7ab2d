"""What a person at the window does and sees: keys, clicks, and the words that stand on the screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from tests.journeys.harness import settle
from tutorapp.ui.main_window import MainWindow
from tutorapp.ui.pane import Pane

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class Person:
    """Hands and eyes. Every act ends when the window has come to rest."""

    def __init__(self, qtbot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)

    # --- hands ---------------------------------------------------------------------------------------

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        """A key to whatever has the keyboard."""
        for _ in range(times):
            QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
            self.rest()

    def type(self, text: str) -> None:
        """Letters to whatever has the keyboard."""
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the keyboard"
        QTest.keyClicks(focus, text)
        self.rest()

    def click(self, name: str) -> None:
        """The button of this objectName that can be seen."""
        shown = [b for b in self.window.findChildren(QAbstractButton, name) if b.isVisible()]
        assert len(shown) == 1, f"{len(shown)} buttons named {name} can be seen"
        assert shown[0].isEnabled(), f"{name} is disabled"
        self.click_at(shown[0], shown[0].rect().center())

    def click_at(self, widget: QWidget, place: QPoint) -> None:
        """A left click at a place of a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NONE, place)
        self.rest()

    def rest(self) -> None:
        """Wait until worker and event loop have nothing more to deliver."""
        settle(self.qtbot, self.window)

    # --- eyes ----------------------------------------------------------------------------------------

    def pane(self, pane_id: str) -> Pane:
        """A pane, as it is docked."""
        pane = self.window.workspace.dock(pane_id).pane
        assert pane is not None
        return pane

    def panes_shown(self) -> list[str]:
        """Which panes can be seen."""
        return [pane.pane_id for pane in self.window.workspace.panes() if pane.isVisible()]

    def words(self, name: str) -> str:
        """What the label of this objectName says, if it can be seen."""
        shown = [w for w in self.window.findChildren(QWidget, name) if w.isVisible()]
        return "\n".join(_words(widget) for widget in shown)

    def everything(self) -> str:
        """Every word on labels and buttons that can be seen."""
        widgets = [w for w in self.window.findChildren(QWidget) if w.isVisible()]
        return "\n".join(_words(w) for w in widgets if isinstance(w, QLabel | QAbstractButton))

    def last_notice(self) -> str:
        """The newest message that was shown, or nothing."""
        history = self.window.notices.history
        return history[-1].text if history else ""


def _words(widget: QWidget) -> str:
    """The accessible name first: it is plain where the text is rich."""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return widget.accessibleName() or text


def seconds(clock: str) -> int:
    """Seconds of a clock's "mm:ss"."""
    minutes, rest = clock.split(":")
    return int(minutes) * 60 + int(rest)
