"""The versions of a question: when, what changed, how often it was sat, and the way back to one of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from tutorapp.domain.bank.differences import changes
from tutorapp.domain.bank.versions import Version
from tutorapp.domain.content import Question
from tutorapp.ui.context import UiContext
from tutorapp.ui.help import fit
from tutorapp.ui.practice.parts import label
from tutorapp.ui.quizzes.scheme_words import SchemeWords


class VersionsDialog(QDialog):
    """Newest first; at the right the version as it was.

    Signals:
        wanted: bring this version back (a Question).
    """

    wanted = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget, versions: Sequence[Version]) -> None:
        super().__init__(parent)
        self._ctx, self._versions = context, tuple(reversed(versions))
        self.setObjectName("quizzes.versions")
        self.setWindowTitle(self.tr("Versions"))
        fit(self, 820, 520)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(label(self.tr("Versions of this question"), "h2"))
        told = self.tr("What was written in one go is one version. Who sat the question keeps the version they saw.")
        column.addWidget(label(told, "secondary", wrap=True))
        row = QHBoxLayout()
        self.list = QListWidget()
        self.list.setObjectName("quizzes.versions.list")
        self.list.setAccessibleName(self.tr("Versions, the newest first"))
        self.list.setWordWrap(True)
        for at, version in enumerate(self._versions):
            self.list.addItem(QListWidgetItem(self._words(at, version)))
        self._text = label("", "body", wrap=True)
        self._scheme = SchemeWords(context)
        right = QVBoxLayout()
        right.addWidget(self._text)
        right.addWidget(self._scheme, 1)
        row.addWidget(self.list, 1)
        row.addLayout(right, 1)
        column.addLayout(row, 1)
        buttons = QHBoxLayout()
        self.bring = QPushButton(self.tr("Bring back this version"))
        self.bring.setObjectName("quizzes.versions.bring")
        self.bring.clicked.connect(self._bring)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        buttons.addWidget(self.bring)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column.addLayout(buttons)
        self.list.currentRowChanged.connect(self._show)
        self.list.setCurrentRow(0)

    def _words(self, at: int, version: Version) -> str:
        when = version.item.at.astimezone().strftime("%d.%m.%Y %H:%M")
        sat = self.tr("not used") if not version.sat else self.tr("sat {0} times").format(version.sat)
        if version.sat == 1:
            sat = self.tr("sat once")
        head = self.tr("Version {0} · {1} · {2}").format(version.number, when, sat)
        if version.item.origin:
            head += " · " + self.tr("brought in")
        return f"{head}\n{self._changed(at)}"

    def _changed(self, at: int) -> str:
        if at + 1 >= len(self._versions):
            return self.tr("the first")
        new, old = self._versions[at].item.body, self._versions[at + 1].item.body
        if not isinstance(new, Question) or not isinstance(old, Question):
            return ""
        return ", ".join(dict.fromkeys(change.words for change in changes(old, new))) or self.tr("nothing else")

    def _show(self, at: int) -> None:
        body = self._versions[at].item.body if 0 <= at < len(self._versions) else None
        if isinstance(body, Question):
            self._text.setTextFormat(Qt.TextFormat.PlainText)
            self._text.setText(f"{body.text}  [{body.marks}]")
            self._scheme.show_scheme(body)
        self.bring.setEnabled(at > 0)

    def _bring(self) -> None:
        body = self._versions[self.list.currentRow()].item.body
        if isinstance(body, Question):
            self.wanted.emit(body)
            self.accept()
