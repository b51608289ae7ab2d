"""Quizzes: the bank, the quizzes, bringing in and results, as tabs of one page with one undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.bank.editing import TYPES
from tutorapp.domain.changes import Changes
from tutorapp.domain.content import QuestionType
from tutorapp.domain.library import Library
from tutorapp.ui.bus import Target
from tutorapp.ui.context import UiContext
from tutorapp.ui.pane import Pane
from tutorapp.ui.practice.parts import KeyButton, label
from tutorapp.ui.quizzes.bank_page import BankPage
from tutorapp.ui.quizzes.kinds import type_icon, type_title
from tutorapp.ui.quizzes.store import BankStore

if TYPE_CHECKING:
    from tutorapp.domain.quiz import Quiz
    from tutorapp.ui.quizzes.importing import ImportPage
    from tutorapp.ui.quizzes.paper_page import PaperPage
    from tutorapp.ui.quizzes.quiz_page import QuizPage
    from tutorapp.ui.quizzes.results import ResultsPage

TABS = ("bank", "quizzes", "import", "paper", "results")


class QuizzesPage(Pane):
    """A page of the window, built when it is first gone to."""

    pane_id = "quizzes"
    icon_name = "list-checks"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.store = BankStore(context, self)
        self._tab = ""
        self._missed = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        self.bank = BankPage(context, self.store)
        self.bank.quiz_asked.connect(self.show_quiz)
        self.stack.addWidget(self.bank)
        self._add_actions()
        self._connect()
        self._restyle()
        self.show_tab("bank")
        if context.is_ready:
            self.store.load()

    @property
    def title(self) -> str:
        return self.tr("Quizzes")

    # --- building ------------------------------------------------------------------------------------

    def _build_head(self) -> QWidget:
        head = QFrame()
        head.setProperty("role", "pagehead")
        head.setFixedHeight(self.ctx.theme.px(56))
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(label(self.tr("Quizzes"), "h2"))
        row.addSpacing(12)
        self.tabs = QTabBar()
        self.tabs.setObjectName("quizzes.tabs")
        self.tabs.setAccessibleName(self.tr("Pages of Quizzes"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        for words in (self.tr("Bank"), self.tr("Quizzes"), self.tr("Import"), self.tr("Paper"), self.tr("Results")):
            self.tabs.addTab(words)
        self.tabs.currentChanged.connect(lambda at: self.show_tab(TABS[at]))
        row.addWidget(self.tabs)
        row.addStretch(1)
        self.undo_button = self._tool("undo-2", "quizzes.undo.button")
        self.redo_button = self._tool("redo-2", "quizzes.redo.button")
        self.undo_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        row.addWidget(self.undo_button)
        row.addWidget(self.redo_button)
        self._slot = QStackedWidget()
        row.addWidget(self._slot)
        self._slot.addWidget(self._build_bank_tools())
        self._slots = {"bank": 0}
        self._empty_slot = self._slot.addWidget(QWidget())
        return head

    def _tool(self, icon: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setIconSize(QSize(16, 16))
        button.setProperty("icon_name", icon)
        return button

    def _build_bank_tools(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        bring = KeyButton(self.ctx, self.tr("Import"), "quizzes.tools.import", icon="download")
        bring.clicked.connect(lambda _checked=False: self.bring_in())
        export = KeyButton(self.ctx, self.tr("Export"), "quizzes.tools.export", icon="upload")
        export.clicked.connect(lambda _checked=False: self.export_bank())
        new = KeyButton(self.ctx, self.tr("New question"), "quizzes.tools.new", role="primary", icon="plus")
        menu = QMenu(new)
        for kind in TYPES:
            action = menu.addAction(type_title(kind))
            action.setIcon(self.ctx.icons.icon(type_icon(kind)))
            action.triggered.connect(lambda _on=False, kind=kind: self.new_question(kind))
        new.setMenu(menu)
        for button in (bring, export, new):
            row.addWidget(button)
        return made

    def _add_actions(self) -> None:
        keys = QKeySequence.StandardKey
        bank = self.bank
        table: tuple[tuple[str, str, Any, Callable[[], object]], ...] = (
            ("quizzes.undo", self.tr("Undo"), keys.Undo, self.store.stack.undo),
            ("quizzes.redo", self.tr("Redo"), keys.Redo, self.store.stack.redo),
            ("quizzes.find", self.tr("Search the bank"), keys.Find, self.search_bank),
            ("quizzes.new", self.tr("New question …"), "Ctrl+N", self.choose_type),
            ("quizzes.duplicate", self.tr("Duplicate the question"), "Ctrl+D", bank.duplicate),
            ("quizzes.archive", self.tr("Archive, or bring back"), "Ctrl+Shift+A", bank.archive),
            ("quizzes.delete", self.tr("Delete the question"), None, bank.delete),
            ("quizzes.versions", self.tr("Versions of the question …"), None, bank.show_versions),
            ("quizzes.duplicates", self.tr("Find duplicates"), None, bank.find_duplicates),
            ("quizzes.filters", self.tr("Clear the filters"), None, bank.list.clear_filters),
            ("quizzes.preview", self.tr("Preview: pupil or mark scheme"), "Ctrl+P", bank.toggle_preview),
            ("quizzes.try", self.tr("Try the question"), "Ctrl+T", bank.preview.toggle_try),
            ("quizzes.problem", self.tr("Next problem"), "F8", lambda: bank.editor.bar.step(1)),
            ("quizzes.problem.before", self.tr("Problem before"), "Shift+F8", lambda: bank.editor.bar.step(-1)),
            ("quizzes.picture", self.tr("Add a picture to the question …"), None, bank.editor.add_picture),
            ("quizzes.tab.bank", self.tr("Bank"), "Alt+1", lambda: self.show_tab("bank")),
            ("quizzes.tab.quizzes", self.tr("Your quizzes"), "Alt+2", lambda: self.show_tab("quizzes")),
            ("quizzes.tab.import", self.tr("Import"), "Alt+3", lambda: self.show_tab("import")),
            ("quizzes.tab.paper", self.tr("Paper"), "Alt+4", lambda: self.show_tab("paper")),
            ("quizzes.tab.results", self.tr("Results"), "Alt+5", lambda: self.show_tab("results")),
        )
        for action_id, text, shortcut, handler in table:
            self.add_action(action_id, text, shortcut, handler)

    def _connect(self) -> None:
        stack = self.store.stack
        for button, name in ((self.undo_button, "undo"), (self.redo_button, "redo")):
            button.clicked.connect(lambda _checked=False, name=name: self.ctx.actions[f"quizzes.{name}"].trigger())
        stack.indexChanged.connect(lambda _at: self._write_undo())
        self.store.failed.connect(lambda text: self.ctx.bus.notice(text, level="warning"))
        self.store.saved.connect(self.bank.on_saved)
        self.ctx.bus.changed.connect(self._on_changed)
        self.ctx.theme.changed.connect(self._restyle)
        self._write_undo()

    def _restyle(self) -> None:
        for button in (self.undo_button, self.redo_button):
            button.setIcon(self.ctx.icons.icon(str(button.property("icon_name"))))

    # --- the other tabs, built when they are first gone to -------------------------------------------

    @cached_property
    def quizzes(self) -> QuizPage:
        """The quizzes."""
        from tutorapp.ui.quizzes.quiz_page import QuizPage

        page = QuizPage(self.ctx, self.store)
        self.stack.addWidget(page)
        self._slots["quizzes"] = self._slot.addWidget(page.tools)
        page.question_asked.connect(self.show_question)
        page.paper_asked.connect(self.print_quiz)
        return page

    @cached_property
    def importing(self) -> ImportPage:
        """Bringing in questions."""
        from tutorapp.ui.quizzes.importing import ImportPage

        page = ImportPage(self.ctx)
        self.stack.addWidget(page)
        page.finished.connect(lambda: self.show_tab("bank"))
        return page

    @cached_property
    def paper(self) -> PaperPage:
        """A quiz on paper, or where to choose one."""
        from tutorapp.ui.quizzes.paper_page import PaperPage

        page = PaperPage(self.ctx, self.store)
        self.stack.addWidget(page)
        return page

    def print_quiz(self, quiz: Quiz) -> None:
        """Show a quiz on paper."""
        self.show_tab("paper")
        self.paper.show_quiz(quiz)

    @cached_property
    def results(self) -> ResultsPage:
        """What pupils handed in."""
        from tutorapp.ui.quizzes.results import ResultsPage

        page = ResultsPage(self.ctx)
        self.stack.addWidget(page)
        return page

    # --- going places --------------------------------------------------------------------------------

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front."""
        if name == self._tab:
            return
        self.store.settle()
        self._tab = name
        made: dict[str, Callable[[], QWidget]] = {
            "bank": lambda: self.bank,
            "quizzes": lambda: self.quizzes,
            "import": lambda: self.importing,
            "paper": lambda: self.paper,
            "results": lambda: self.results,
        }
        before, focus = self.stack.currentWidget(), QApplication.focusWidget()
        page = made[name]()
        self.stack.setCurrentWidget(page)
        if before is not None and focus is not None and before.isAncestorOf(focus):
            self._take_keyboard(name)
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(TABS.index(name))
        self.tabs.blockSignals(False)
        self._slot.setCurrentIndex(self._slots.get(name, self._empty_slot))
        for button in (self.undo_button, self.redo_button):
            button.setVisible(name in ("bank", "quizzes"))
        if name == "results":
            self.results.refresh()
        elif name == "quizzes":
            self.quizzes.refresh()
        elif name == "paper" and self._is_built("quizzes"):
            quiz = self.quizzes.quiz()
            if quiz is not None:
                self.paper.show_quiz(quiz)

    def _take_keyboard(self, name: str) -> None:
        """The keyboard was on the tab that went: it goes on here, where the keys of this page still answer it."""
        if name == "bank":
            self.bank.list.focus_tree()
        elif name == "quizzes":
            self.quizzes.tree.setFocus()
        else:
            self.tabs.setFocus()

    def _is_built(self, name: str) -> bool:
        return name in self.__dict__

    def tab(self) -> str:
        """The tab in front."""
        return self._tab

    def show_target(self, target: Target) -> bool:
        if target.kind == "pane":
            return True
        self.show_tab("bank")
        return self.bank.show_question(target.id)

    def show_question(self, question_id: str) -> None:
        """A question in the bank."""
        self.show_tab("bank")
        self.bank.show_question(question_id)

    def show_quiz(self, quiz_id: str) -> None:
        """A quiz."""
        self.show_tab("quizzes")
        self.quizzes.show_quiz(quiz_id)

    def new_question(self, kind: QuestionType) -> None:
        """Begin a question of this type."""
        self.show_tab("bank")
        self.bank.new_question(kind)

    def choose_type(self) -> None:
        """The list of types under New question."""
        self.show_tab("bank")
        button = self.findChild(KeyButton, "quizzes.tools.new")
        if button is not None:
            button.showMenu()

    def search_bank(self) -> None:
        """The keyboard to the search."""
        self.show_tab("bank")
        self.bank.list.search.setFocus()
        self.bank.list.search.selectAll()

    def bring_in(self, paths: list[Path] | None = None) -> None:
        """The import page, reading ``paths`` where some are given."""
        self.show_tab("import")
        if paths:
            self.importing.begin(paths)

    def paste(self) -> None:
        """The import page, ready for text."""
        self.show_tab("import")
        self.importing.begin_paste()

    def show_results(self) -> None:
        """What pupils handed in."""
        self.show_tab("results")

    def new_quiz(self) -> None:
        """Begin a quiz."""
        self.show_tab("quizzes")
        self.quizzes.new_quiz()

    def export_bank(self) -> None:
        """The questions that are listed, as one file."""
        from tutorapp.ui.quizzes.exporting import export_questions

        ids = [row.id for row in self.bank.list.listed()]
        questions = [question for key in ids if (question := self.store.question(key)) is not None]
        export_questions(self.ctx, self, self.store, questions)

    # --- keeping up ----------------------------------------------------------------------------------

    def load(self, library: Library) -> None:
        if self.ctx.is_ready:
            self.store.load()

    def reload(self, library: Library) -> None:
        self.store.load()

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if initiator is self.store or not changes.kinds & {"own", "quizzes", "content", "attempts"}:
            return
        if self.isVisible():
            self.store.load()
        else:
            self._missed = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._missed:
            self._missed = False
            self.store.load()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.store.publish()

    def before_close(self) -> None:
        self.store.flush()
        self.store.stack.blockSignals(True)  # it is cleared while the window goes away

    def focus_first(self) -> None:
        if self._tab == "bank":
            self.bank.list.focus_tree()

    def undo_keys(self) -> tuple[QAction, QAction]:
        """What Edit > Undo and Redo do while this page is in front."""
        return self.ctx.actions["quizzes.undo"], self.ctx.actions["quizzes.redo"]

    def _write_undo(self) -> None:
        stack, actions = self.store.stack, self.ctx.actions
        undo, redo = actions["quizzes.undo"], actions["quizzes.redo"]
        undo.setText(self.tr("Undo: {0}").format(stack.undoText()) if stack.canUndo() else self.tr("Undo"))
        redo.setText(self.tr("Redo: {0}").format(stack.redoText()) if stack.canRedo() else self.tr("Redo"))
        undo.setEnabled(stack.canUndo())
        redo.setEnabled(stack.canRedo())
        self.undo_button.setText(" " + undo.text() if stack.canUndo() else "")
        for button, action in ((self.undo_button, undo), (self.redo_button, redo)):
            button.setEnabled(action.isEnabled())
            button.setAccessibleName(action.text())
            button.setToolTip(f"{action.text()} ({action.shortcut().toString()})")
