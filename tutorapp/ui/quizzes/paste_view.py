"""Typing or pasting questions: the text with its lines at the left, what is understood of it at the right."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from tutorapp.services.importing import IN_WORDS, ImportReport, ReportItem
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import label
from tutorapp.ui.quizzes.kinds import type_words
from tutorapp.ui.quizzes.report_model import COMES_IN

SETTLED_MS = 300
EXAMPLE = """1. When did Stalin become General Secretary?
a) January 1924
b) April 1922 *
c) December 1925

2. Who joined Stalin in the triumvirate of 1923 to 1925?
a) Bukharin and Rykov
b) Zinoviev and Kamenev
ANSWER: B

3. Whose murder on 1 December 1934 was followed by mass arrests?
ANSWER: Kirov
"""


class LineNumbers(QWidget):
    """The numbers beside the text."""

    def __init__(self, editor: NumberedText, context: UiContext) -> None:
        super().__init__(editor)
        self._editor, self._ctx = editor, context

    def sizeHint(self) -> QSize:
        return QSize(self._editor.margin(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        editor, theme = self._editor, self._ctx.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("bg.sunken"))
        painter.setPen(theme.colour("text.muted"))
        painter.setFont(theme.font("caption"))
        block = editor.firstVisibleBlock()
        while block.isValid():
            rect = editor.blockBoundingGeometry(block).translated(editor.contentOffset())
            if rect.top() > event.rect().bottom():
                break
            area = QRect(0, int(rect.top()), self.width() - 8, int(rect.height()))
            top_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            painter.drawText(area, top_right, str(block.blockNumber() + 1))
            block = block.next()


class NumberedText(QPlainTextEdit):
    """A plain text with line numbers; Tab leaves it."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self.setObjectName("quizzes.paste.text")
        self.setAccessibleName(self.tr("Your questions"))
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._numbers = LineNumbers(self, context)
        self.blockCountChanged.connect(lambda _count: self._fit())
        self.updateRequest.connect(self._on_update)
        context.theme.changed.connect(self._fit)
        self._fit()

    def margin(self) -> int:
        """The width of the numbers."""
        digits = max(2, len(str(self.blockCount())))
        return self.fontMetrics().horizontalAdvance("9") * digits + 24

    def mark_lines(self, lines: dict[int, str]) -> None:
        """Tint whole lines (counted from 1) in the colour role each is given."""
        marks = []
        for line, role in lines.items():
            block = self.document().findBlockByNumber(line - 1)
            if block.isValid():
                mark = QTextEdit.ExtraSelection()
                mark.cursor = QTextCursor(block)
                mark.format.setBackground(self._ctx.theme.colour(role))
                mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
                marks.append(mark)
        self.setExtraSelections(marks)

    def go_to(self, line: int) -> None:
        """Put the cursor at a line, counted from 1."""
        block = self.document().findBlockByNumber(line - 1)
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.centerCursor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setViewportMargins(self.margin(), 0, 0, 0)
        inside = self.contentsRect()
        self._numbers.setGeometry(inside.left(), inside.top(), self.margin(), inside.height())

    def _on_update(self, rect: QRect, dy: int) -> None:
        if dy:
            self._numbers.scroll(0, dy)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())


class PasteView(QWidget):
    """Text in, questions seen at once.

    Signals:
        settled: the text has not changed for a moment; read it.
        continue_asked: go on to the report.
        cancelled: none of it.
    """

    settled = Signal()
    continue_asked = Signal()
    cancelled = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MS)
        self._timer.timeout.connect(self.settled.emit)
        self._report: ImportReport | None = None
        context.theme.changed.connect(lambda: self.show_report(self._report))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("quizzes.paste.split")
        split.setChildrenCollapsible(False)
        split.addWidget(self._left())
        split.addWidget(self._right())
        split.setSizes([560, 750])
        column.addWidget(split, 1)
        column.addWidget(self._foot())

    def _left(self) -> QWidget:
        side = QFrame()
        side.setProperty("role", "side")
        side.setMinimumWidth(260)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QFrame()
        head.setProperty("role", "head")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 6, 8, 6)
        row.addWidget(label(self.tr("Your text"), "h3"), 1)
        self.paste = self._button(self.tr("Paste"), "quizzes.paste.paste", "flat")
        self.example = self._button(self.tr("How to write it"), "quizzes.paste.example", "flat")
        self.example.setToolTip(self.tr("Puts three questions into the empty page to copy from"))
        row.addWidget(self.paste)
        row.addWidget(self.example)
        column.addWidget(head)
        self.text = NumberedText(self._ctx)
        self.text.setPlaceholderText(
            self.tr(
                "Paste questions from a word processor or a table here. Number them, letter the options, and mark the "
                "right one with * or an ANSWER: line."
            )
        )
        column.addWidget(self.text, 1)
        self.text.textChanged.connect(self._timer.start)
        self.paste.clicked.connect(self._paste)
        self.example.clicked.connect(self._show_example)
        return side

    def _right(self) -> QWidget:
        side = QFrame()
        side.setProperty("role", "surface")
        side.setMinimumWidth(260)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QFrame()
        head.setProperty("role", "head")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 10, 16, 10)
        self.count = label(self.tr("No questions yet"), "h3", name="quizzes.paste.count")
        self.ready = label("", "secondary", name="quizzes.paste.ready")
        row.addWidget(self.count, 1)
        row.addWidget(self.ready)
        column.addWidget(head)
        self.found = QListWidget()
        self.found.setObjectName("quizzes.paste.found")
        self.found.setAccessibleName(self.tr("Questions found"))
        self.found.setFrameShape(QFrame.Shape.NoFrame)
        self.found.setWordWrap(True)
        self.found.setSpacing(4)
        self.found.itemActivated.connect(self._on_chosen)
        self.found.currentItemChanged.connect(lambda now, _before: self._on_chosen(now))
        column.addWidget(self.found, 1)
        return side

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 8, 16, 8)
        row.setSpacing(8)
        self.word = label(self.tr("Nothing is written yet."), "secondary", name="quizzes.paste.word", wrap=True)
        row.addWidget(self.word, 1)
        self.cancel = self._button(self.tr("Cancel"), "quizzes.paste.cancel")
        self.go = self._button(self.tr("Continue"), "quizzes.paste.continue", "primary")
        self.go.setEnabled(False)
        row.addWidget(self.cancel)
        row.addWidget(self.go)
        self.cancel.clicked.connect(self.cancelled.emit)
        self.go.clicked.connect(self.continue_asked.emit)
        return foot

    def _button(self, text: str, name: str, role: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        if role:
            button.setProperty("role", role)
        return button

    # --- showing ---------------------------------------------------------------------------------------

    def show_report(self, report: ImportReport | None) -> None:
        """Say what is understood of the text; None for an empty one."""
        self._report = report
        items = report.items if report else ()
        self.found.clear()
        lines: dict[int, str] = {}
        for item in items:
            self.found.addItem(self._row(item))
            if item.line and (role := _tint(item)):
                lines[item.line] = role
        self.text.mark_lines(lines)
        good = sum(item.result in COMES_IN for item in items)
        self.count.setText(self.tr("{0} questions found").format(len(items)) if items else self.tr("No questions yet"))
        bad = len(items) - good
        self.ready.setText(self.tr("{0} ready · {1} cannot come in").format(good, bad) if items else "")
        self.go.setText(self.tr("Continue with {0}").format(good) if good else self.tr("Continue"))
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(good > 0)
        self.word.setText(report.error if report and report.error and items else self.tr("Nothing is written yet."))

    def _row(self, item: ReportItem) -> QListWidgetItem:
        icon, role = ("circle-check", "success")
        if item.result not in COMES_IN:
            icon, role = ("circle-alert", "danger")
        elif item.reasons:
            icon, role = ("triangle-alert", "warning")
        place = self.tr("line {0}").format(item.line) if item.line else ""
        marks = self.tr("{0} marks").format(item.marks) if item.marks != 1 else self.tr("1 mark")
        said = [type_words(item.type), place, marks if item.marks else ""]
        lines = [f"{item.n}.  {item.title}", " · ".join(part for part in said if part)]
        lines += [f"{IN_WORDS[reason][:1].upper()}{IN_WORDS[reason][1:]}." for reason in item.reasons]
        row = QListWidgetItem(self._ctx.icons.icon(icon, role), "\n".join(lines))
        row.setData(Qt.ItemDataRole.UserRole, item.line or 0)
        return row

    def _on_chosen(self, row: QListWidgetItem | None) -> None:
        if row is not None and row.data(Qt.ItemDataRole.UserRole):
            self.text.go_to(int(row.data(Qt.ItemDataRole.UserRole)))

    def _paste(self) -> None:
        self.text.setFocus()
        self.text.paste()

    def _show_example(self) -> None:
        if not self.text.toPlainText().strip():
            self.text.setPlainText(EXAMPLE)
        self.text.setFocus()


def _tint(item: ReportItem) -> str:
    if item.result not in COMES_IN:
        return "danger.soft"
    return "warning.soft" if item.reasons else ""
