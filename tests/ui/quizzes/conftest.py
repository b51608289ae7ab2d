"""The page of quizzes over a real database and a small unit."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from db import open_database
from tests.builders import START, a_unit
from tests.fakes import FakeClock, counted_ids
from tests.services.practice_store import six_marks
from tests.settling import rest
from tutorapp.domain.content import Choice, Question
from tutorapp.domain.library import Library
from tutorapp.services.bank import BankService
from tutorapp.services.ports import Identity
from tutorapp.services.practice import PracticeService
from tutorapp.settings import SettingsFile
from tutorapp.ui.actions import Actions
from tutorapp.ui.bus import Bus, Selection
from tutorapp.ui.context import SettingsStore, UiContext
from tutorapp.ui.icons import Icons
from tutorapp.ui.jobs import Jobs
from tutorapp.ui.quizzes.page import QuizzesPage
from tutorapp.ui.theme import Theme

CHOICE = Question(
    id="C1",
    text="When did he become General Secretary?",
    marks=1,
    type="multiple_choice",
    choices=(Choice(id="a", text="1917"), Choice(id="b", text="1922", correct=True), Choice(id="c", text="1929")),
)


class Builder:
    """The page in a window of its own; ``open`` again is a new start over the same database."""

    def __init__(self, folder, qtbot) -> None:
        self.qtbot, self.folder, self.clock = qtbot, folder, FakeClock()
        self.database = open_database(folder / "t.sqlite3", lambda word: (), START).database
        self.ids = counted_ids()
        self.library = Library(a_unit(questions=(six_marks(), CHOICE)))
        with self.database.unit_of_work() as uow:
            uow.content.install(self.library.unit, "digest", START)
            uow.commit()
        self.open()

    def open(self) -> None:
        application = QApplication.instance()
        store = SettingsStore(SettingsFile(self.folder / "settings.json"))
        store.update(theme="light")
        theme = Theme(store.value)
        theme.apply(application)
        self.notices, self.targets, self.changes = [], [], []
        self.ctx = UiContext(
            theme=theme,
            icons=Icons(theme),
            jobs=Jobs(),
            bus=Bus(),
            selection=Selection(),
            actions=Actions(),
            settings=store,
            clock=self.clock,
        )
        self.ctx.bus.noticed.connect(self.notices.append)
        self.ctx.bus.opened.connect(self.targets.append)
        self.ctx.bus.changed.connect(lambda changes, _by: self.changes.append(changes))
        identity = Identity(self.database.device_id, self.ids)
        self.bank = BankService(self.database.unit_of_work, identity, self.clock)
        self.practice = PracticeService(self.database.unit_of_work, identity, self.clock, None, None)
        self.ctx.services = SimpleNamespace(bank=self.bank, practice=self.practice)
        self.ctx.library = self.library
        self.window = QWidget()
        self.page = QuizzesPage(self.ctx)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.window.resize(1302, 696)
        with self.qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.settle()

    def settle(self) -> None:
        """Wait until everything is saved and every answer of the database is shown."""
        self.page.store.flush()
        rest(self.qtbot, self.ctx.jobs)

    def kill(self) -> None:
        """The program ends without a word: what waits to be saved is not saved."""
        self.page.store._timer.stop()
        self.page.store._dirty.clear()
        self.close_window()

    def close_window(self) -> None:
        self.page.store.stack.blockSignals(True)
        self.ctx.jobs.finish()
        self.window.close()
        self.window.deleteLater()

    def close(self) -> None:
        self.close_window()
        self.database.close()

    def field(self, path: str):
        """The field of the form with this path."""
        return self.page.bank.editor.form.fields[path].field

    def type(self, path: str, text: str) -> None:
        """Go to a field and type, key by key."""
        control = self.field(path).control
        control.setFocus()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        QTest.keyClicks(QApplication.focusWidget(), text)

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        """A key to whatever has the keyboard."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        QApplication.processEvents()

    def control(self, name: str) -> QWidget:
        found = self.window.findChild(QWidget, name)
        assert found is not None, name
        return found

    def words(self, name: str) -> str:
        """What the labels of this objectName say, where they can be seen."""
        return "\n".join(w.text() for w in self.page.findChildren(QLabel, name) if w.isVisible())

    def question(self) -> Question:
        """The question in front."""
        question = self.page.bank.editor.question()
        assert question is not None
        return question

    def stored(self, item_id: str):
        """The newest revision of a question on the disk."""
        return self.bank.find("question", item_id)


@pytest.fixture
def builder(qtbot, tmp_path):
    made = Builder(tmp_path, qtbot)
    yield made
    made.close()
