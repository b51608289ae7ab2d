"""What a file holds and what would become of it, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.content import Question
from tutorapp.services.importing import RESULTS, ImportReport, Result
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import announce, label
from tutorapp.ui.quizzes import report_model as columns
from tutorapp.ui.quizzes.report_model import ReportModel
from tutorapp.ui.quizzes.report_side import ReportSide

FORMAT_NAMES = {
    "pack": "TutorApp pack",
    "paste": "plain text",
    "csv": "table",
    "moodle_xml": "Moodle XML",
    "gift": "GIFT",
    "aiken": "Aiken",
    "qti1": "QTI 1.2",
    "qti2": "QTI 2 or 3",
    "anki": "Anki text",
    "apkg": "Anki package",
}
_WIDTHS = {
    columns.TICK: 36,
    columns.NUMBER: 48,
    columns.LINE: 56,
    columns.TYPE: 130,
    columns.MARKS: 60,
    columns.RESULT: 110,
}


class ReportTable(QTableView):
    """The rows; Space ticks the chosen one. A table asks only for the rows in sight, of thousands."""

    def __init__(self, model: ReportModel) -> None:
        super().__init__()
        self.setObjectName("quizzes.report.table")
        self.setAccessibleName(self.tr("What the file holds"))
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            tick = self.currentIndex().siblingAtColumn(columns.TICK)
            if tick.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                self.model().setData(tick, None, Qt.ItemDataRole.CheckStateRole)
            return
        super().keyPressEvent(event)

    def moveCursor(  # noqa: N802  # Qt's name
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End go to the first and the last question, not along the row."""
        ends = {QAbstractItemView.CursorAction.MoveHome: 0, QAbstractItemView.CursorAction.MoveEnd: -1}
        if action not in ends:
            return super().moveCursor(action, modifiers)
        row = 0 if ends[action] == 0 else self.model().rowCount() - 1
        return self.model().index(row, columns.TITLE)

    def fit(self, context: UiContext) -> None:
        """Give the columns their widths at the present text size; the title takes what is left."""
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(context.theme.px(28))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setDefaultSectionSize(context.theme.px(30))
        narrow = self.viewport().width() < context.theme.px(640)
        self.setColumnHidden(columns.REASON, narrow)
        self.setColumnHidden(columns.LINE, narrow)
        self.setColumnHidden(columns.TYPE, self.viewport().width() < context.theme.px(480))
        for column, width in _WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, context.theme.px(width))
        header.setSectionResizeMode(columns.TITLE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(columns.REASON, QHeaderView.ResizeMode.Stretch)


class ReportView(QWidget):
    """Counts over the table, the chosen item beside it, and the one button that writes.

    Signals:
        import_asked: bring in the ticked rows.
        save_asked: keep the report as a file.
        cancelled: none of it.
    """

    import_asked = Signal()
    save_asked = Signal()
    cancelled = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self.model = ReportModel(context)
        self._chips: dict[Result, QPushButton] = {}
        self._old: dict[int, Question] = {}
        self._others = self._conflicts = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._middle(), 1)
        column.addWidget(self._foot())
        self.model.ticked.connect(self._on_ticked)
        context.theme.changed.connect(lambda: self.table.fit(context))

    def _head(self) -> QWidget:
        head = QFrame()
        head.setProperty("role", "head")
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 10, 20, 10)
        names = QVBoxLayout()
        names.setSpacing(0)
        self.source = label("", "strong", name="quizzes.report.source")
        self.details = label("", "muted", name="quizzes.report.details")
        names.addWidget(self.source)
        names.addWidget(self.details)
        self.signed = label("", "muted", name="quizzes.report.signed", wrap=True)
        names.addWidget(self.signed)
        row.addLayout(names, 1)
        self.found = label("", "strong", name="quizzes.report.found")
        row.addWidget(self.found)
        for result in RESULTS:
            chip = QPushButton()
            chip.setObjectName(f"quizzes.report.only.{result}")
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.clicked.connect(self._on_chip)
            self._chips[result] = chip
            row.addWidget(chip)
        return head

    def _middle(self) -> QWidget:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("quizzes.report.split")
        split.setChildrenCollapsible(False)
        self.table = ReportTable(self.model)
        self.side = ReportSide(self._ctx)
        self.side.setMinimumWidth(220)
        self.table.setMinimumWidth(300)
        split.addWidget(self.table)
        split.addWidget(self.side)
        split.setStretchFactor(0, 1)
        split.setSizes([900, 352])
        self.table.selectionModel().currentChanged.connect(self._on_current)
        split.splitterMoved.connect(lambda *_: self.table.fit(self._ctx))
        return split

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 8, 16, 8)
        row.setSpacing(8)
        self.word = label("", "secondary", name="quizzes.report.word", wrap=True)
        row.addWidget(self.word, 1)
        self.replace = QCheckBox()
        self.replace.setObjectName("quizzes.report.replace")
        self.replace.hide()
        self.replace.toggled.connect(lambda _on: self._on_ticked(len(self.model.chosen)))
        row.addWidget(self.replace)
        self.all = self._button(self.tr("Tick all or none"), "quizzes.report.all", self.model.toggle_all)
        self.cancel = self._button(self.tr("Cancel"), "quizzes.report.cancel", self.cancelled.emit)
        self.save = self._button(self.tr("Save report …"), "quizzes.report.save", self.save_asked.emit)
        self.go = self._button("", "quizzes.report.import", self.import_asked.emit)
        self.go.setProperty("role", "primary")
        for button in (self.all, self.cancel, self.save, self.go):
            row.addWidget(button)
        return foot

    def _button(self, text: str, name: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.clicked.connect(act)
        return button

    # --- showing ---------------------------------------------------------------------------------------

    def show_report(
        self, report: ImportReport, size: int, old: Mapping[int, Question] | None = None, conflicts: int = 0
    ) -> None:
        """Show what was found; ``size`` is the file's, in bytes.

        ``old``: by number of a changed row the question that stands here. ``conflicts``: how many quizzes and events
        would take the place of ones edited here; they do so only when the box is ticked.
        """
        self._old = dict(old or {})
        self._others, self._conflicts = report.others, conflicts
        self.replace.setChecked(False)
        self.replace.setVisible(conflicts > 0)
        self.replace.setText(self.tr("Replace {0} quizzes or events that you changed").format(conflicts))
        told = [FORMAT_NAMES.get(report.format, report.format), report.dialect, report.encoding, _size(size)]
        self.source.setText(report.source)
        self.details.setText(" · ".join(part for part in told if part))
        self.details.setToolTip(self.tr("SHA-256 {0}").format(report.sha256))
        signature = report.signature
        self.signed.setVisible(signature is not None)
        self.signed.setText("" if signature is None else signature.words())
        is_broken = signature is not None and not signature.is_genuine
        self._ctx.theme.set_role(self.signed, "danger" if is_broken else "muted")
        totals = report.totals
        self.found.setText(self.tr("{0} found  =").format(totals["found"]))
        words = {
            "exact": self.tr("{0} exact"),
            "loss": self.tr("{0} with loss"),
            "skipped": self.tr("{0} skipped"),
            "duplicate": self.tr("{0} duplicate"),
            "changed": self.tr("{0} changed"),
        }
        for result, chip in self._chips.items():
            chip.setText(words[result].format(totals[result]))
            chip.setAccessibleName(self.tr("Show only: {0}").format(chip.text()))
            chip.setEnabled(bool(totals[result]))
            chip.setChecked(False)
        self.model.show_report(report)
        word = report.error or self.tr("Nothing is written yet. After importing, one undo takes all of it back.")
        if report.others:
            word = self.tr("Quizzes and events that come in too: {0}.").format(report.others) + " " + word
        self.word.setText(word)
        self.table.fit(self._ctx)
        self._choose_first()
        announce(self, self.tr("{0} questions found. {1}").format(totals["found"], self.word.text()))
        (self.table if report.items else self.cancel).setFocus()

    def _choose_first(self) -> None:
        first = self.model.index(0, columns.TITLE)
        if first.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(first, flags)
        else:
            self.side.show_item(None)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # a QResizeEvent
        self.table.fit(self._ctx)

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        item = self.model.item(now.row()) if now.isValid() else None
        self.side.show_item(item, self._old.get(item.n) if item is not None else None)

    def _on_chip(self) -> None:
        self.model.show_only(frozenset(result for result, chip in self._chips.items() if chip.isChecked()))
        self._choose_first()

    def _on_ticked(self, count: int) -> None:
        said = self.tr("Import {0}").format(count)
        spoken = self.tr("Import {0} questions").format(count)
        others = self._others + (self._conflicts if self.replace.isChecked() else 0)
        if others:
            said = self.tr("Import {0} and more").format(count)
            spoken = self.tr("Import {0} questions, {1} quizzes or events").format(count, others)
        self.go.setText(said)
        self.go.setAccessibleName(spoken)
        self.go.setToolTip(spoken)
        self.go.setEnabled(count > 0 or others > 0)


def _size(size: int) -> str:
    return f"{size} bytes" if size < 1000 else f"{size / 1000:.0f} KB" if size < 1_000_000 else f"{size / 1e6:.1f} MB"
