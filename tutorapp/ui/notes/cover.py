"""Cover and recall: the text becomes bars, the person writes what they remember, then compares and ticks."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain import recall
from tutorapp.domain.content import Term
from tutorapp.domain.records import dataclass
from tutorapp.ui.context import UiContext
from tutorapp.ui.notes.why import use_reading_font
from tutorapp.ui.practice.parts import Figure, KeyButton, Picture


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be recalled: a section's ideas and key terms, and what was written last time."""

    section_id: str
    ideas: tuple[str, ...]
    terms: tuple[Term, ...]
    last: str = ""  # e.g. "on 26 March you had 2 of 3 ideas"


class RecallEdit(QPlainTextEdit):
    """The box to write in.

    Signals:
        finished: Ctrl+Enter was pressed.
        given_up: Escape was pressed.
    """

    finished = Signal()
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)


class CoverPanel(QFrame):
    """The right half while a section is covered: writing, then comparing.

    Signals:
        uncovered: the text may come back; comparing begins.
        kept: comparing is done (typed text, ideas ticked, ideas missed).
        closed: away with it; nothing is kept.
    """

    uncovered = Signal()
    kept = Signal(str, list, list)
    closed = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = context
        self._task: Task | None = None
        self._boxes: list[QCheckBox] = []
        self._begun = 0.0
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._show_time)
        self.setObjectName("notes.cover.panel")
        self.setProperty("role", "surface")
        self._stack = QStackedWidget(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._stack.addWidget(self._build_writing())
        self._stack.addWidget(self._build_comparing())
        context.theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def is_comparing(self) -> bool:
        """The text is back and the ticks are being set."""
        return self._stack.currentIndex() == 1

    def set_low(self, low: bool) -> None:
        """Where there is hardly any height, writing and buttons need it: less space around, and no advice."""
        self._advice.setVisible(not low)
        for page in (self._stack.widget(0), self._stack.widget(1)):
            layout = page.layout() if page is not None else None
            if layout is not None:
                layout.setContentsMargins(24, 8 if low else 22, 24, 8 if low else 20)

    def begin(self, task: Task) -> None:
        """Start with an empty page."""
        self._task = task
        self._begun = self._ctx.clock.monotonic()
        self._show_time()
        self._tick.start()
        self.editor.clear()
        self._hint.hide()
        self._count()
        self._stack.setCurrentIndex(0)
        self.editor.setFocus()

    def uncover(self) -> None:
        """Compare what was written with the ideas of the section."""
        if self._task is None or self.is_comparing:
            return
        self._tick.stop()
        typed = self.editor.toPlainText()
        self._fill_comparison(typed, recall.compare(self._task.ideas, self._task.terms, typed))
        self._stack.setCurrentIndex(1)
        self.uncovered.emit()
        (self._boxes[0] if self._boxes else self.done).setFocus()

    # --- writing -------------------------------------------------------------------------------------

    def _build_writing(self) -> QWidget:
        page, layout = self._page()
        title = QLabel(self.tr("Write what you remember"))
        title.setProperty("role", "h3")
        self._advice = advice = QLabel(
            self.tr("Full sentences or a list: both count. Nothing is compared until you uncover.")
        )
        advice.setProperty("role", "muted")
        advice.setWordWrap(True)
        self.editor = RecallEdit()
        self.editor.setObjectName("notes.cover.editor")
        self.editor.setAccessibleName(self.tr("What you remember of this section"))
        self.editor.setTabChangesFocus(True)
        self.editor.document().setDocumentMargin(14)
        self.editor.textChanged.connect(self._count)
        self.editor.finished.connect(self.uncover)
        self.editor.given_up.connect(self.closed)
        self._hint = QLabel()
        self._hint.setProperty("role", "secondary")
        self._hint.setWordWrap(True)
        self._words = QLabel()
        self._words.setProperty("role", "muted")
        self._words.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.spent = Figure(self._ctx, "label", "text.secondary", name="notes.cover.spent")
        head.addWidget(title, 1)
        head.addWidget(Picture(self._ctx, "clock", "text.muted"))
        head.addWidget(self.spent)
        layout.addLayout(head)
        layout.addWidget(advice)
        layout.addSpacing(6)
        layout.addWidget(self.editor, 1)
        layout.addWidget(self._hint)
        layout.addWidget(self._words)
        layout.addLayout(self._writing_buttons())
        return page

    def _writing_buttons(self) -> QHBoxLayout:
        self.uncover_button = KeyButton(
            self._ctx,
            self.tr("Uncover and compare"),
            "notes.cover.uncover",
            role="primary",
            key=self.tr("Ctrl Enter"),
        )
        self.uncover_button.clicked.connect(self.uncover)
        self.first_words = KeyButton(
            self._ctx, self.tr("Show first words"), "notes.cover.first", icon="lightbulb", tall=True
        )
        self.first_words.clicked.connect(self._show_first_words)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.uncover_button)
        row.addWidget(self.first_words)
        row.addStretch(1)
        return row

    def _show_time(self) -> None:
        """How long the section has been covered; nothing is limited by it."""
        minutes, seconds = divmod(int(self._ctx.clock.monotonic() - self._begun), 60)
        self.spent.set_text(f"{minutes}:{seconds:02}")
        self.spent.setAccessibleName(self.tr("{0} min {1} s since the text was covered").format(minutes, seconds))

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._task is not None and not self.is_comparing:
            self._show_time()
            self._tick.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.first_words.sizeHint().width() + self._ctx.theme.px(290)
        self.uncover_button.set_key(self.tr("Ctrl Enter") if self.width() >= beside else "")

    def _show_first_words(self) -> None:
        if self._task is not None:
            self._hint.setText("\n".join(recall.first_words(self._task.ideas)))
            self._hint.show()

    def _count(self) -> None:
        words = len(self.editor.toPlainText().split())
        parts = [self.tr("1 word") if words == 1 else self.tr("{0} words").format(words)]
        if self._task is not None and self._task.last:
            parts.append(self._task.last)
        self._words.setText("  ·  ".join(parts))

    # --- comparing -----------------------------------------------------------------------------------

    def _build_comparing(self) -> QWidget:
        page, layout = self._page()
        scroll = QScrollArea()
        scroll.setObjectName("notes.cover.compare")
        scroll.setAccessibleName(self.tr("What you wrote, and what the section says"))
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("role", "scroll")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(6)
        scroll.setWidget(inside)
        self._score = QLabel()
        self._score.setProperty("role", "secondary")
        self._score.setWordWrap(True)
        self.done = self._button("notes.cover.done", self.tr("Keep and close"), "primary")
        self.done.clicked.connect(self._keep)
        self.away = self._button("notes.cover.away", self.tr("Close without keeping"), "plain")
        self.away.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.done)
        row.addWidget(self.away)
        row.addStretch(1)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._score)
        layout.addLayout(row)
        return page

    def _fill_comparison(self, typed: str, found: recall.Recall) -> None:
        self._clear_list()
        self._add_text(self.tr("Did you have it?"), "h3")
        self._add_text(self.tr("Ticked is what your words seem to hold. Correct the ticks: you decide."), "muted")
        for number, idea in enumerate(found.ideas):
            self._add_idea(number, idea)
        if found.terms_missed:
            self._list.addSpacing(6)
            self._add_text(self.tr("Key terms you did not use"), "strong")
            self._add_text(", ".join(found.terms_missed), "secondary")
        self._list.addSpacing(6)
        self._add_text(self.tr("What you wrote"), "strong")
        self._add_text(typed.strip() or self.tr("Nothing this time."), "body")
        self._list.addStretch(1)
        self._say_score()

    def _add_idea(self, number: int, idea: recall.Idea) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        box = QCheckBox()
        box.setObjectName(f"notes.cover.idea.{number}")
        box.setAccessibleName(idea.text)
        box.setChecked(idea.held)
        box.toggled.connect(self._say_score)
        self._boxes.append(box)
        words = QLabel(idea.text)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setProperty("role", "body")
        words.setWordWrap(True)
        words.setBuddy(box)
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(words)
        if idea.missing and not idea.held:
            column.addWidget(
                self._label(self.tr("not in your words: {0}").format(", ".join(idea.most_missed(5))), "muted")
            )
        row.addLayout(column, 1)
        self._list.addLayout(row)

    def _say_score(self) -> None:
        ticked, total = len(self.ticked()), len(self._boxes)
        words = self.tr("{0} of {1} ideas.").format(ticked, total)
        if total and not recall.enough(ticked, total):
            words += " " + self.tr("With {0} the ring of this section fills.").format(-(-total // 2))
        self._score.setText(words)

    def ticked(self) -> list[str]:
        """The ideas that are ticked now."""
        return [box.accessibleName() for box in self._boxes if box.isChecked()]

    def _keep(self) -> None:
        ticked = self.ticked()
        missed = [box.accessibleName() for box in self._boxes if not box.isChecked()]
        self.kept.emit(self.editor.toPlainText(), ticked, missed)

    # --- parts ---------------------------------------------------------------------------------------

    def _page(self) -> tuple[QWidget, QVBoxLayout]:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 22, 24, 20)
        layout.setSpacing(8)
        return page, layout

    def _button(self, name: str, text: str, role: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setProperty("role", role)
        return button

    def _label(self, text: str, role: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", role)
        label.setWordWrap(True)
        return label

    def _add_text(self, text: str, role: str) -> None:
        self._list.addWidget(self._label(text, role))

    def _clear_list(self) -> None:
        self._boxes = []
        _empty(self._list)

    def _restyle(self) -> None:
        use_reading_font(self.editor, self._ctx.theme)


def _empty(layout: QVBoxLayout | QHBoxLayout) -> None:
    waiting: list[object] = [layout]
    while waiting:
        current = waiting.pop()
        assert isinstance(current, QVBoxLayout | QHBoxLayout)
        while (item := current.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
            elif (inner := item.layout()) is not None:
                waiting.append(inner)
