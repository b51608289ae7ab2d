"""The left column of the quizzes: search, the quizzes with what they come to, and archived ones below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain import quiz as quizzes
from tutorapp.domain.quiz import Quiz
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Flow, KeyButton
from tutorapp.ui.quizzes.bank_model import Index
from tutorapp.ui.quizzes.store import BankStore, Held

FACTS_ROLE = Qt.ItemDataRole.UserRole + 2


class _TwoLines(QStyledItemDelegate):
    """The title, and below it what the quiz comes to."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx = context

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, self._ctx.theme.px(56))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._ctx.theme
        rect: QRect = option.rect
        on = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if on:
            painter.fillRect(rect, theme.colour("bg.selected"))
        inner = rect.adjusted(16, theme.px(8), -12, -theme.px(6))
        for at, (role, token, ink) in enumerate(
            (
                (Qt.ItemDataRole.DisplayRole, "ui_strong" if on else "ui", "text.primary"),
                (FACTS_ROLE, "label", "text.secondary"),
            )
        ):
            font = theme.font(token)
            if role == FACTS_ROLE:
                font.setWeight(font.Weight.Normal)
            painter.setFont(font)
            painter.setPen(theme.colour(ink))
            words = QFontMetrics(font).elidedText(str(index.data(role)), Qt.TextElideMode.ElideRight, inner.width())
            line = QRect(inner.left(), inner.top() + at * theme.px(21), inner.width(), theme.px(20))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


class QuizList(QFrame):
    """Own quizzes.

    Signals:
        chosen: another quiz is in front (its id).
        new_asked: begin a quiz.
        duplicate_asked: copy the one in front.
    """

    chosen = Signal(str)
    new_asked = Signal()
    duplicate_asked = Signal()

    def __init__(self, context: UiContext, store: BankStore) -> None:
        super().__init__()
        self._ctx, self._store = context, store
        self.setProperty("role", "side")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        self.search = QLineEdit()
        self.search.setObjectName("quizzes.list.search")
        self.search.setPlaceholderText(self.tr("Search quizzes"))
        self.search.setAccessibleName(self.tr("Search quizzes"))
        self.search.textChanged.connect(lambda _text: self.refresh())
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 10)
        top.addWidget(self.search)
        column.addLayout(top)
        self.view = QListWidget()
        self.view.setObjectName("quizzes.list")
        self.view.setAccessibleName(self.tr("Your quizzes"))
        self.view.setItemDelegate(_TwoLines(context, self.view))
        self.view.currentItemChanged.connect(self._on_current)
        column.addWidget(self.view, 1)
        foot = QFrame()
        foot.setProperty("role", "canvasfoot")
        row = Flow(4)
        foot.setLayout(row)
        row.setContentsMargins(8, 4, 8, 4)
        new = KeyButton(context, self.tr("New quiz"), "quizzes.list.new", role="flat", icon="plus", tint="accent")
        copy = KeyButton(context, self.tr("Duplicate"), "quizzes.list.duplicate", role="flat", icon="copy")
        new.clicked.connect(lambda _checked=False: self.new_asked.emit())
        copy.clicked.connect(lambda _checked=False: self.duplicate_asked.emit())
        row.addWidget(new)
        row.addWidget(copy)
        column.addWidget(foot)

    def refresh(self) -> None:
        """Show the quizzes that fit the search; the one in front stays in front."""
        current = self._current()
        bank = self._store.questions()
        wanted = self.search.text().casefold().split()
        every = sorted(self._store.quizzes(), key=lambda held: held.state != "active")
        self.view.blockSignals(True)
        self.view.clear()
        for held in every:
            quiz = held.body
            if isinstance(quiz, Quiz) and all(word in quiz.title.casefold() for word in wanted):
                found = quizzes.totals(quizzes.resolve(quiz, bank))
                item = QListWidgetItem(quiz.title or self.tr("(no title)"))
                item.setData(Qt.ItemDataRole.UserRole, quiz.id)
                item.setData(FACTS_ROLE, self._facts(held, found))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {item.data(FACTS_ROLE)}")
                self.view.addItem(item)
        self.view.blockSignals(False)
        if current:
            self.choose(current)

    def _facts(self, held: Held, found: quizzes.Totals) -> str:
        questions = self.tr("1 question") if found.questions == 1 else self.tr("{0} questions").format(found.questions)
        marks = self.tr("1 mark") if found.marks == 1 else self.tr("{0} marks").format(found.marks)
        parts = [questions, marks, *([self.tr("archived")] if held.state == "archived" else [])]
        return " · ".join(parts)

    def first(self) -> str:
        """The quiz at the top, or ""."""
        item = self.view.item(0)
        return _key(item)

    def choose(self, quiz_id: str) -> None:
        """Mark a quiz as the one in front, without telling."""
        self.view.blockSignals(True)
        for at in range(self.view.count()):
            item = self.view.item(at)
            if item.data(Qt.ItemDataRole.UserRole) == quiz_id:
                self.view.setCurrentItem(item)
        self.view.blockSignals(False)

    def _current(self) -> str:
        item = self.view.currentItem()
        return _key(item)

    def _on_current(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))


def _key(item: QListWidgetItem | None) -> str:
    """The quiz a row stands for; "" for no row."""
    return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""
