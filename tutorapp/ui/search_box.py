"""The box in the window's top bar that opens the search over everything."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy

AROUND = 48  # pixels for the lens, the gaps and the border


class SearchBox(QPushButton):
    """A button that looks like a field; its words and its key are cut to what there is room for, never through."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search.box")
        self.setAccessibleName(self.tr("Search everything (Ctrl+K)"))
        self.setProperty("role", "searchbox")
        self.setMinimumWidth(120)
        self.setMaximumWidth(344)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._words = (self.tr("Search notes, terms, events, questions"), self.tr("Search everything"))
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 5, 7, 5)
        inside.addStretch(1)
        self._key = QLabel(self.tr("Ctrl K"))
        self._key.setProperty("role", "key")
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside.addWidget(self._key)
        self.setText(self._words[0])

    def fit(self) -> None:
        """Choose the longest words that leave the key its room; the key goes when nothing fits beside it."""
        room = self.width() - AROUND
        widths = [self.fontMetrics().horizontalAdvance(text) for text in self._words]
        beside = room - self._key.sizeHint().width()
        fitting = [text for text, width in zip(self._words, widths, strict=True) if width <= beside]
        self._key.setVisible(bool(fitting))
        self.setText(fitting[0] if fitting else self._words[-1] if widths[-1] <= room else self.tr("Search"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
