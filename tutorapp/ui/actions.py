"""Every action of the window in one table: id, text, shortcut, handler; menus, palette and help read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

Shortcut = str | QKeySequence | QKeySequence.StandardKey | None


class Actions(QObject):
    """Actions by id, in the order they were added."""

    def __init__(self) -> None:
        super().__init__()
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, str] = {}
        self.off: frozenset[str] = frozenset()
        """Ids that a school switched off: made when asked for, but never shown, found or done."""

    def add(
        self,
        owner: QWidget,
        action_id: str,
        text: str,
        shortcut: Shortcut,
        handler: Callable[[], object],
        *,
        group: str = "",
        local: bool = False,
    ) -> QAction:
        """Make an action. ``local``: the shortcut works only while ``owner`` or a child has the focus."""
        action = QAction(text, owner)
        action.setObjectName(action_id)
        action.setMenuRole(QAction.MenuRole.NoRole)  # else macOS moves what sounds like settings into its own menu
        if action_id in self.off:
            action.setVisible(False)
            action.setEnabled(False)
            shortcut = None
        if shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))
        action.setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut if local else Qt.ShortcutContext.WindowShortcut
        )
        if action_id not in self.off:
            action.triggered.connect(lambda _checked=False: handler())
        owner.addAction(action)
        self._actions[action_id] = action
        self._groups[action_id] = group
        return action

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def __iter__(self) -> Iterator[QAction]:
        return iter([action for name, action in self._actions.items() if name not in self.off])

    def group(self, action: QAction) -> str:
        """The heading an action stands under in the shortcuts list."""
        return self._groups[action.objectName()]
