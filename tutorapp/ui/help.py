"""F1 help, the searchable list of shortcuts, the messages again and the about box."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from tutorapp.ui.actions import Actions

FRAME = 48  # a title bar and a border, which the size of a window does not count


def fit(dialog: QDialog, width: int, height: int) -> None:
    """Make ``dialog`` this many pixels large, or as large as the screen allows: its buttons must be in reach."""
    room = dialog.screen().availableGeometry()
    dialog.resize(min(width, room.width() - 16), min(height, room.height() - FRAME))


def close_button() -> QDialogButtonBox:
    """A row with Close in it."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
    return buttons


class TextDialog(QDialog):
    """A page of plain text to read, with a button to close."""

    def __init__(self, parent: QWidget, name: str, title: str, text: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        fit(self, 640, 560)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 16)
        self.column.setSpacing(12)
        head = QLabel(title)
        head.setProperty("role", "h2")
        self.column.addWidget(head)
        self.text = QPlainTextEdit(text)
        self.text.setObjectName(f"{name}.text")
        self.text.setAccessibleName(title)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setProperty("role", "page")
        self.column.addWidget(self.text, 1)
        self.buttons = close_button()
        self.buttons.rejected.connect(self.reject)
        self.column.addWidget(self.buttons)

    def add_button(self, name: str, text: str, handler: Callable[[], object]) -> QPushButton:
        """A further button beside Close."""
        button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.clicked.connect(lambda _checked=False: handler())
        return button


class ShortcutsDialog(QDialog):
    """Every action with its keys; typing narrows the list."""

    def __init__(self, parent: QWidget, actions: Actions) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        fit(self, 640, 600)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        head = QLabel(self.tr("Keyboard shortcuts"))
        head.setProperty("role", "h2")
        column.addWidget(head)
        self.field = QLineEdit()
        self.field.setObjectName("shortcuts.field")
        self.field.setAccessibleName(self.tr("Find a shortcut"))
        self.field.setPlaceholderText(self.tr("Find an action or a key"))
        self.field.textChanged.connect(self._filter)
        column.addWidget(self.field)
        self.table = QTableWidget(0, 3)
        self.table.setObjectName("shortcuts.table")
        self.table.setAccessibleName(self.tr("Actions and their keys"))
        self.table.setHorizontalHeaderLabels([self.tr("Action"), self.tr("Keys"), self.tr("Where")])
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        column.addWidget(self.table, 1)
        buttons = close_button()
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self._fill(actions)

    def _fill(self, actions: Actions) -> None:
        for action in actions:
            text, _, shown_key = action.text().replace("&", "").partition("\t")
            keys = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText) or shown_key
            line = self.table.rowCount()
            self.table.insertRow(line)
            for column, value in enumerate((text, keys, actions.group(action))):
                self.table.setItem(line, column, QTableWidgetItem(value))
        self.table.resizeColumnToContents(1)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setColumnWidth(0, 300)

    def _filter(self, text: str) -> None:
        words = text.lower().split()
        for line in range(self.table.rowCount()):
            cells = [item.text() for column in range(3) if (item := self.table.item(line, column))]
            row = " ".join(cells).lower()
            self.table.setRowHidden(line, not all(word in row for word in words))


def modal(dialog: QDialog) -> None:
    """Open ``dialog`` over its window without blocking the event loop; it is deleted when closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
