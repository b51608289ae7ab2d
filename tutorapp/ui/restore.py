"""The dialog that brings back a backup: the list with times and sizes, the newest chosen, one button to press."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QTableWidget, QTableWidgetItem, QVBoxLayout

from tutorapp.services.backup import Backup, size_words
from tutorapp.ui.main_window import MainWindow


class RestoreDialog(QDialog):
    """Asks which backup, and whether it takes the place of the present work or only adds what is missing.

    Signals:
        bring_back: the path of the backup that shall take the present work's place.
        add_missing: the path of the backup whose work shall be added.
    """

    bring_back = Signal(object)
    add_missing = Signal(object)

    def __init__(self, window: MainWindow, backups: Sequence[Backup], offered: Path | None = None) -> None:
        """``backups`` come newest first; ``offered`` is the one to choose beforehand, the newest where it is None."""
        super().__init__(window)
        self._offered = offered
        self._backups = backups
        self.setObjectName("restore")
        self.setWindowTitle(self.tr("Bring back a backup"))
        self.resize(window.ctx.theme.px(560), window.ctx.theme.px(480))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        head = QLabel(self.tr("Bring back a backup"))
        head.setProperty("role", "h2")
        column.addWidget(head)
        column.addWidget(self._explanation())
        self.table = self._build_table()
        if backups:
            column.addWidget(self.table, 1)
        else:
            column.addStretch(1)
        column.addLayout(self._build_buttons())

    def _explanation(self) -> QLabel:
        if self._backups:
            text = self.tr(
                "Your work will be as it was at the time you choose. What you have now is kept beside it under another "
                "name, and an answer you are writing stays. Nothing is deleted."
            )
        else:
            text = self.tr("There is no backup yet. One is made every half hour of use and when you close TutorApp.")
        label = QLabel(text)
        label.setObjectName("restore.words")
        label.setWordWrap(True)
        return label

    def _build_table(self) -> QTableWidget:
        table = QTableWidget(len(self._backups), 2)
        table.setObjectName("restore.table")
        table.setAccessibleName(self.tr("Backups, newest first"))
        table.setHorizontalHeaderLabels([self.tr("Made"), self.tr("Size")])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        for line, backup in enumerate(self._backups):
            size = QTableWidgetItem(size_words(backup.size))
            size.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(line, 0, QTableWidgetItem(when(backup)))
            table.setItem(line, 1, size)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.horizontalHeader().setSectionResizeMode(0, table.horizontalHeader().ResizeMode.Stretch)
        if self._backups:
            paths = [backup.path for backup in self._backups]
            table.selectRow(paths.index(self._offered) if self._offered in paths else 0)
        table.doubleClicked.connect(lambda _index: self._choose(self.bring_back))
        return table

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        add = self._button("restore.add", self.tr("Only add what is missing"), "plain")
        add.clicked.connect(lambda _checked=False: self._choose(self.add_missing))
        back = self._button("restore.back", self.tr("Bring back"), "primary")
        back.clicked.connect(lambda _checked=False: self._choose(self.bring_back))
        back.setDefault(bool(self._backups))
        cancel = self._button("restore.cancel", self.tr("Cancel") if self._backups else self.tr("Close"), "plain")
        cancel.clicked.connect(self.reject)
        row.addWidget(add)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(back)
        for button in (add, back):
            button.setVisible(bool(self._backups))
        return row

    def _button(self, name: str, text: str, role: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setProperty("role", role)
        button.setAutoDefault(False)
        return button

    def _choose(self, signal: object) -> None:
        path: Path = self._backups[max(0, self.table.currentRow())].path
        self.accept()
        signal.emit(path)  # type: ignore[attr-defined]  # a bound signal, whose type PySide6 does not give


def when(backup: Backup) -> str:
    """The time of ``backup`` on this computer's clock, e.g. "Tuesday 24 November 2026, 18:05"."""
    at = backup.at.astimezone()
    return f"{at.strftime('%A')} {at.day} {at.strftime('%B %Y, %H:%M')}"
