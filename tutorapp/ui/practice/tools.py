"""The practice pane's title-bar tools: which a page has, and their words where there is room for them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton

from tutorapp.ui.pane import Pane
from tutorapp.ui.practice.page_actions import ACTIONS

WORDED_WIDTH = 900
"""Design pixels of pane from which the tools have words beside their icons."""


class Tools:
    """Buttons for the pane's actions; those of the page in front are shown."""

    def __init__(self, pane: Pane, layout: QHBoxLayout) -> None:
        self._pane = pane
        self._buttons: list[QToolButton] = []
        self._worded: list[QToolButton] = []
        tr = pane.tr
        self._add(layout, "practice.export", "download", tr("Save answer"))
        self._add(layout, "practice.print", "printer")
        self._add(layout, "practice.surprise", "shuffle", tr("Surprise me"), keyed=True)
        self._add(layout, "practice.quiz", "list-checks", tr("Take a quiz"))
        self._add(layout, "practice.history", "history", tr("Past answers"))
        self._add(layout, "practice.choose", "list", tr("All questions"))

    def show_page(self, page: str) -> None:
        """Show the tools of ``page``, unless a school switched them off."""
        actions = self._pane.ctx.actions
        for button in self._buttons:
            name = button.objectName().removesuffix(".button")
            button.setVisible(name in ACTIONS[page] and name not in actions.off)

    def fit(self, width: int) -> None:
        """Words beside the icons only in a pane of enough pixels."""
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        style = beside if width >= self._pane.ctx.theme.px(WORDED_WIDTH) else alone
        for button in self._worded:
            if button.toolButtonStyle() != style:
                button.setToolButtonStyle(style)

    def _add(self, layout: QHBoxLayout, action_id: str, icon: str, words: str = "", *, keyed: bool = False) -> None:
        action = self._pane.ctx.actions[action_id]
        key = action.shortcut().toString() if keyed else ""
        button = self._pane.tool_button(action, icon, text=bool(words), key=key)
        if words:
            button.setText(words)
            self._worded.append(button)
        layout.addWidget(button)
        self._buttons.append(button)
