"""A class in four figures: mean, range, spread and alpha; nothing that would say more than the papers do."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tutorapp.domain.item_analysis import ENOUGH
from tutorapp.services.results import ClassTable
from tutorapp.ui.practice.parts import clear, label


class ClassFigures(QWidget):
    """Blocks of a figure, what it is, and a remark; a sentence where there is nothing to reckon yet."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quizzes.results.figures")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 12, 16, 12)
        self._row.setSpacing(20)
        self._said = ""

    def text(self) -> str:
        """All of it in a line."""
        return self._said

    def show_table(self, table: ClassTable | None) -> None:
        """Show the figures of a class."""
        clear(self._row)
        blocks = self._blocks(table) if table is not None and table.whole.n else []
        self._said = " · ".join(f"{figure} {name}, {remark}" for figure, name, remark in blocks)
        if table is not None and not blocks:
            self._said = self.tr("No paper is fully marked yet.")
            self._row.addWidget(label(self._said, "secondary", wrap=True), 1)
        for figure, name, remark in blocks:
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(label(figure, "h2"))
            column.addWidget(label(name, "label", wrap=True))
            column.addWidget(label(remark, "muted", wrap=True))
            column.addStretch(1)
            self._row.addLayout(column, 1)
        self.setAccessibleName(self._said)

    def _blocks(self, table: ClassTable) -> list[tuple[str, str, str]]:
        whole = table.whole
        most = sum(question.marks for question in table.questions.values())
        marked = self.tr("{0} fully marked").format(whole.n)
        lowest = f"{whole.lowest:g}–{whole.highest:g}"
        blocks = [
            (f"{whole.mean or 0:.1f}", self.tr("mean of {0}").format(most), marked),
            (lowest, self.tr("lowest to highest"), self.tr("middle {0:g}").format(whole.middle)),
        ]
        if whole.spread is not None:
            blocks.append((f"{whole.spread:.1f}", self.tr("spread"), self.tr("standard deviation")))
        if whole.alpha is not None:
            sure = self.tr("too few to judge") if whole.n < ENOUGH else self.tr("{0} papers").format(whole.n)
            blocks.append((f"{whole.alpha:.2f}", self.tr("alpha"), sure))
        return blocks
