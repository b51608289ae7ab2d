"""The base of every pane: identity, title-bar tools, content, targets and last place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from tutorapp.ui.actions import Shortcut
from tutorapp.ui.bus import Target
from tutorapp.ui.context import UiContext
from tutorapp.ui.tool_key import KeyToolButton

if TYPE_CHECKING:
    from tutorapp.domain.library import Library


class Pane(QWidget):
    """Subclass this; see the class attributes and the methods to override.

    Signals:
        subtitle_changed: the quiet text behind the title is another now.
    """

    pane_id = ""
    icon_name = ""

    subtitle_changed = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx = context
        self.setObjectName(f"{self.pane_id}.pane")
        self.setProperty("role", "surface")

    @property
    def title(self) -> str:
        """The pane's name on screen."""
        return ""

    def build_tools(self, layout: QHBoxLayout) -> None:
        """Add the pane's own buttons to its title bar."""

    def load(self, library: Library) -> None:
        """Content is there, or another now; called before the pane is used and after each content update."""

    def reload(self, library: Library) -> None:
        """Own questions or events changed; the unit is the same."""
        self.load(library)

    def show_target(self, target: Target) -> bool:
        """Go to ``target``; False when this pane does not know such a thing."""
        return False

    def state(self) -> dict[str, Any]:
        """The last place, as small JSON."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to a place ``state()`` described; anything may be missing or old."""

    def focus_first(self) -> None:
        """Put the keyboard where work in this pane begins."""
        self.setFocus()

    def before_close(self) -> None:
        """The window is closing: hand unsaved work to the jobs now."""

    def set_subtitle(self, text: str) -> None:
        """Show ``text`` behind the title."""
        self.subtitle_changed.emit(text)

    def add_action(
        self, action_id: str, text: str, shortcut: Shortcut, handler: Callable[[], object], *, local: bool = True
    ) -> QAction:
        """Register an action with the window's table, under this pane's name; from a menu it shows the pane first."""

        def act() -> None:
            if not self.isVisible():
                self.ctx.bus.open(Target("pane", self.pane_id))
            handler()

        return self.ctx.actions.add(self, action_id, text, shortcut, act, group=self.title, local=local)

    def tool_button(self, action: QAction, icon: str, *, text: bool = False, key: str = "") -> QToolButton:
        """A title-bar button for ``action`` with an icon and its shortcut in the tip.

        With ``text`` its words stand beside the icon, and behind them ``key`` in a box of its own.
        """
        button = KeyToolButton(self.ctx, key) if text else QToolButton()
        button.setObjectName(f"{action.objectName()}.button")
        button.setAccessibleName(action.text().replace("&", ""))
        keys = action.shortcut().toString()
        button.setToolTip(f"{action.text()} ({keys})" if keys else action.text())
        button.setIconSize(QSize(16, 16))
        if text:
            button.setText(action.text())
        button.clicked.connect(lambda _checked=False: action.trigger())

        def repaint() -> None:
            button.setIcon(self.ctx.icons.icon(icon))

        repaint()
        self.ctx.theme.changed.connect(repaint)
        button.setHidden(action.objectName() in self.ctx.actions.off)
        return button
