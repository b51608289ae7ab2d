"""The layout of the quiz builder: list, head, switches, tree, checks and foot, and the side; what they do is
``QuizPage``."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Flow, KeyButton, Picture, label
from tutorapp.ui.quizzes.cover_side import CoverSide
from tutorapp.ui.quizzes.pick_side import PickSide
from tutorapp.ui.quizzes.preview import Preview
from tutorapp.ui.quizzes.quiz_list import QuizList
from tutorapp.ui.quizzes.quiz_tree import QuizTree
from tutorapp.ui.quizzes.section_side import SectionSide
from tutorapp.ui.quizzes.store import BankStore

SIZES = (264, 646, 400)
NARROW = 1040
"""Design pixels below which the columns are closer together."""


class QuizView(QWidget):
    """Widgets and their places. ``tools`` stands in the page's head.

    Signals:
        acted: a button was pressed: sit, print, file, question, pick, section, remove, duplicate, archive, delete,
            cover, pupils, open, before or after.
    """

    acted = Signal(str)

    def __init__(self, context: UiContext, store: BankStore) -> None:
        super().__init__()
        self._ctx, self._store = context, store
        self._narrow = False
        self.setObjectName("quizzes.builder")
        self.tools = self._build_tools()
        self.list = QuizList(context, store)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.side = self._build_side()
        for column, least in ((self.list, 150), (self._build_middle(), 380), (self.side, 240)):
            column.setMinimumWidth(least)
            self.split.addWidget(column)
        self.split.setSizes(list(SIZES))
        for at, share in enumerate((0, 1, 0)):
            self.split.setStretchFactor(at, share)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.split)

    # --- building ------------------------------------------------------------------------------------

    def _build_tools(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._buttons: list[QPushButton] = []
        table = (
            ("sit", self.tr("Sit it"), "play", ""),
            ("print", self.tr("Print"), "printer", ""),
            ("file", self.tr("Save as file"), "package", "primary"),
        )
        for name, text, icon, role in table:
            button = KeyButton(self._ctx, text, f"quizzes.tools.{name}", role=role, icon=icon)
            button.clicked.connect(lambda _checked=False, name=name: self.acted.emit(name))
            row.addWidget(button)
            self._buttons.append(button)
        return made

    def _build_middle(self) -> QWidget:
        middle = QFrame()
        middle.setProperty("role", "surface")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = self._build_head()
        column.addWidget(self._head)
        self._switches = self._build_switches()
        column.addWidget(self._switches)
        self.tree = QuizTree(self._ctx)
        column.addWidget(self.tree, 1)
        self._adders = self._build_adders()
        column.addWidget(self._adders)
        self._checks = QFrame()
        self._checks.setProperty("role", "canvasfoot")
        self._checks_rows = QVBoxLayout(self._checks)
        self._checks_rows.setContentsMargins(16, 6, 16, 6)
        self._checks_rows.setSpacing(2)
        column.addWidget(self._checks)
        self._foot = self._build_foot()
        column.addWidget(self._foot)
        text = self.tr("Begin a quiz with New quiz, then add questions from the bank or draw them by a filter.")
        self._empty = label(text, "secondary", wrap=True, name="quizzes.quiz.empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._empty, 1)
        return middle

    def _build_head(self) -> QWidget:
        head = QFrame()
        head.setProperty("role", "head")
        head.setFixedHeight(self._ctx.theme.px(44))
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 8, 0)
        self.title = QLineEdit()
        self.title.setObjectName("quizzes.quiz.title")
        self.title.setAccessibleName(self.tr("Title of the quiz"))
        self.title.setPlaceholderText(self.tr("Title of the quiz"))
        self.title.setProperty("role", "bare")
        self.badge = label("", "badge", name="quizzes.quiz.badge")
        more = QToolButton()
        more.setObjectName("quizzes.quiz.more")
        more.setAccessibleName(self.tr("More about this quiz"))
        more.setIcon(self._ctx.icons.icon("ellipsis-vertical"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        menu.addAction(self.tr("Cover page and instructions"), lambda: self.acted.emit("cover"))
        menu.addAction(self.tr("Access arrangements …"), lambda: self.acted.emit("pupils"))
        menu.addAction(self.tr("Remove what is selected\tDelete"), lambda: self.acted.emit("remove"))
        menu.addSeparator()
        menu.addAction(self.tr("Duplicate the quiz"), lambda: self.acted.emit("duplicate"))
        menu.addAction(self.tr("Archive, or bring back"), lambda: self.acted.emit("archive"))
        menu.addAction(self.tr("Delete the quiz"), lambda: self.acted.emit("delete"))
        more.setMenu(menu)
        row.addWidget(self.title, 1)
        row.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(more)
        return head

    def _build_switches(self) -> QWidget:
        made = QWidget()
        row = Flow(12)
        made.setLayout(row)
        row.setContentsMargins(16, 6, 16, 6)
        self.shuffle_questions = QCheckBox(self.tr("Shuffle questions"))
        self.shuffle_options = QCheckBox(self.tr("Shuffle options"))
        self.shuffle_questions.setObjectName("quizzes.quiz.shuffle_questions")
        self.shuffle_options.setObjectName("quizzes.quiz.shuffle_options")
        self.pupils = KeyButton(
            self._ctx, self.tr("Arrangements"), "quizzes.quiz.arrangements", role="flat", icon="user-round-cog"
        )
        self.cover_button = KeyButton(
            self._ctx, self.tr("Cover page"), "quizzes.quiz.cover", role="flat", icon="file-text"
        )
        for button, act in ((self.pupils, "pupils"), (self.cover_button, "cover")):
            button.clicked.connect(lambda _checked=False, act=act: self.acted.emit(act))
        row.addWidget(self.shuffle_questions)
        row.addWidget(self.shuffle_options)
        row.addWidget(self.pupils)
        row.addWidget(self.cover_button)
        return made

    def _build_adders(self) -> QWidget:
        made = QFrame()
        made.setProperty("role", "foot")
        row = Flow(4)
        made.setLayout(row)
        row.setContentsMargins(8, 4, 8, 4)
        table = (
            ("question", self.tr("From the bank")),
            ("pick", self.tr("Pick from a filter")),
            ("section", self.tr("Section")),
        )
        for name, text in table:
            button = KeyButton(self._ctx, text, f"quizzes.quiz.add.{name}", role="flat", icon="plus", tint="accent")
            button.clicked.connect(lambda _checked=False, name=name: self.acted.emit(name))
            row.addWidget(button)
        self._remove = KeyButton(self._ctx, self.tr("Remove"), "quizzes.quiz.remove", role="flat", icon="trash-2")
        self._remove.clicked.connect(lambda _checked=False: self.acted.emit("remove"))
        row.addWidget(self._remove)
        return made

    def _build_foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "canvasfoot")
        foot.setMinimumHeight(self._ctx.theme.px(48))
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(16)
        self.totals = label("", "strong", name="quizzes.quiz.totals")
        self.extra = label("", "secondary", name="quizzes.quiz.extra")
        self.count = label("", "strong", name="quizzes.quiz.checks")
        row.addWidget(self.totals)
        row.addWidget(self.extra)
        row.addStretch(1)
        row.addWidget(self.count)
        for name, icon, spoken in (
            ("before", "chevron-up", self.tr("The check before")),
            ("after", "chevron-down", self.tr("The next check")),
        ):
            button = QToolButton()
            button.setObjectName(f"quizzes.quiz.check.{name}")
            button.setAccessibleName(spoken)
            button.setIcon(self._ctx.icons.icon(icon))
            button.clicked.connect(lambda _checked=False, name=name: self.acted.emit(name))
            row.addWidget(button)
        return foot

    def _build_side(self) -> QWidget:
        side = QFrame()
        side.setProperty("role", "sideright")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QFrame()
        head.setProperty("role", "head")
        head.setFixedHeight(self._ctx.theme.px(44))
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(10)
        self._side_icon = Picture(self._ctx, "dices", "accent")
        self.side_title = label("", "h3", name="quizzes.quiz.side")
        self._open = KeyButton(self._ctx, self.tr("Open in the bank"), "quizzes.quiz.open", role="link")
        self._open.clicked.connect(lambda _checked=False: self.acted.emit("open"))
        row.addWidget(self._side_icon)
        row.addWidget(self.side_title, 1)
        row.addWidget(self._open)
        column.addWidget(head)
        self._side_head = head
        self.stack = QStackedWidget()
        self.pick = PickSide(self._ctx)
        self.section = SectionSide(self._ctx)
        self.cover = CoverSide(self._ctx)
        self.preview = Preview(self._ctx, lambda _question, _text, done: done(None))
        self.preview.try_button.hide()
        self._nothing = QWidget()
        for page in (self._nothing, self.pick, self.section, self.cover, self.preview):
            self.stack.addWidget(page)
        column.addWidget(self.stack, 1)
        return side

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self._ctx.theme.px(NARROW)
        for widget in (self.extra, self.pupils, self.cover_button, self._remove):  # all but the first are in the menu
            widget.setVisible(not narrow)
        self.tree.set_narrow(narrow)
        if narrow != self._narrow:
            self._narrow = narrow
            self.split.setSizes([170, self.width() - 440, 270] if narrow else list(SIZES))
