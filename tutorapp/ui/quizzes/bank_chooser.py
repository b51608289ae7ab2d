"""Choosing questions of the bank for a quiz."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from tutorapp.ui.context import UiContext
from tutorapp.ui.help import fit
from tutorapp.ui.practice.parts import label
from tutorapp.ui.quizzes.bank_list import BankList
from tutorapp.ui.quizzes.preview import Preview
from tutorapp.ui.quizzes.store import BankStore


class BankChooser(QDialog):
    """The bank's list with a preview; several questions can be selected.

    Signals:
        chosen: the questions' ids (a tuple), in the list's order.
    """

    chosen = Signal(object)

    def __init__(self, context: UiContext, store: BankStore, parent: QWidget, taken: frozenset[str]) -> None:
        super().__init__(parent)
        self._store, self._taken = store, taken
        self.setObjectName("quizzes.chooser")
        self.setWindowTitle(self.tr("Add from the bank"))
        fit(self, 900, 600)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        self.list = BankList(context, store)
        for button in self.list.buttons.values():
            button.hide()
        self.preview = Preview(context, lambda _question, _text, done: done(None))
        self.preview.try_button.hide()
        split.addWidget(self.list)
        split.addWidget(self.preview)
        split.setSizes([460, 440])
        column.addWidget(split, 1)
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 0)
        self.word = label(self.tr("Ctrl or Shift with a click selects several."), "muted", wrap=True)
        back = QPushButton(self.tr("Cancel"))
        back.clicked.connect(self.reject)
        self.add = QPushButton(self.tr("Add"))
        self.add.setObjectName("quizzes.chooser.add")
        self.add.setProperty("role", "primary")
        self.add.setDefault(True)
        self.add.clicked.connect(self._choose)
        row.addWidget(self.word, 1)
        row.addWidget(back)
        row.addWidget(self.add)
        column.addLayout(row)
        self.list.chosen.connect(lambda _key: self._show())
        self.list.tree.selectionModel().selectionChanged.connect(lambda _on, _off: self._show())
        self.list.entered.connect(self._choose)
        self.list.refresh()
        self._show()
        self.list.search.setFocus()

    def _fitting(self) -> tuple[str, ...]:
        """The selected ones that can be asked and are not in the quiz yet."""
        ready = self._store.questions()
        return tuple(key for key in self.list.selected() if key in ready and key not in self._taken)

    def _show(self) -> None:
        current = self.list.current()
        self.preview.show_question(self._store.question(current) if current else None)
        fitting, selected = self._fitting(), self.list.selected()
        self.add.setEnabled(bool(fitting))
        self.add.setText(self.tr("Add {0}").format(len(fitting)) if len(fitting) > 1 else self.tr("Add"))
        out = len(selected) - len(fitting)
        if selected and out:
            self.word.setText(self.tr("{0} of them stand in the quiz already or need attention first.").format(out))
        else:
            self.word.setText(self.tr("Ctrl or Shift with a click selects several."))

    def _choose(self) -> None:
        fitting = self._fitting()
        if fitting:
            self.chosen.emit(fitting)
            self.accept()
