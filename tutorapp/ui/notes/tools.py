"""The notes' title-bar tools: cover, highlight, note, text size, paper, back and forward."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from tutorapp.ui.pane import Pane

SIZES = (90, 100, 110, 125, 140, 160)
ROOMY_WIDTH = 900


class Tools:
    """Buttons for the pane's actions; the less needed ones give way where it is narrow."""

    def __init__(self, pane: Pane, layout: QHBoxLayout, paper: list[QAction]) -> None:
        self._pane = pane
        self._roomy: list[QWidget] = []
        actions = pane.ctx.actions
        self.cover = self._with_key(layout, actions["notes.cover"], "eye-off", roomy=False)
        self.cover.setCheckable(True)
        self._with_key(layout, actions["notes.highlight"], "highlighter", roomy=True)
        self._with_key(layout, actions["notes.note"], "sticky-note", roomy=True)
        self.contents = pane.tool_button(actions["notes.contents"], "list")
        self.contents.setVisible(False)
        layout.insertWidget(0, self.contents)
        layout.addWidget(self._size_button())
        layout.addWidget(self._paper_button(paper))
        self.back = pane.tool_button(actions["notes.back"], "arrow-left")
        self.forward = pane.tool_button(actions["notes.forward"], "arrow-right")
        layout.addWidget(self.back)
        layout.addWidget(self.forward)

    def fit(self, width: int, *, narrow: bool, covered: bool) -> None:
        """Show what fits in ``width`` pixels; ``narrow``: the contents open over the page; ``covered``: no marking."""
        for widget in self._roomy:
            widget.setVisible(width >= ROOMY_WIDTH and not covered)
        self.contents.setVisible(narrow)

    def set_history(self, *, back: bool, forward: bool) -> None:
        """Whether there is anywhere to go back or forward to."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)

    def set_covered(self, covered: bool) -> None:
        """Show whether the section is covered."""
        self.cover.setChecked(covered)
        self.cover.setText(self._pane.tr("Covered") if covered else self._pane.tr("Cover"))

    def _with_key(self, layout: QHBoxLayout, action: QAction, icon: str, *, roomy: bool) -> QToolButton:
        button = self._pane.tool_button(action, icon, text=True, key=action.shortcut().toString())
        layout.addWidget(button)
        if roomy:
            self._roomy.append(button)
        return button

    def _menu_button(self, name: str, icon: str, words: str) -> tuple[QToolButton, QMenu]:
        pane = self._pane
        button = QToolButton()
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.setObjectName(f"{name}.menu")
        button.setMenu(menu)

        def repaint() -> None:
            button.setIcon(pane.ctx.icons.icon(icon))

        repaint()
        pane.ctx.theme.changed.connect(repaint)
        return button, menu

    def _size_button(self) -> QToolButton:
        pane = self._pane
        button, menu = self._menu_button("notes.size", "a-large-small", pane.tr("Text size"))

        def fill() -> None:
            menu.clear()
            for percent in SIZES:
                action = menu.addAction(pane.tr("{0} %").format(percent))
                action.setCheckable(True)
                action.setChecked(percent == pane.ctx.settings.value.text_percent)
                action.triggered.connect(
                    lambda _checked=False, chosen=percent: pane.ctx.settings.update(text_percent=chosen)
                )

        menu.aboutToShow.connect(fill)
        return button

    def _paper_button(self, actions: list[QAction]) -> QToolButton:
        button, menu = self._menu_button("notes.paper", "printer", self._pane.tr("Print or save as PDF"))
        menu.addActions(actions)
        if not any(action.isVisible() for action in actions):  # switched off by a school
            button.hide()
        return button
