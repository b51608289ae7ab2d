"""A practice pane over a real database and a small unit, with a clock that is moved by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from db import open_database
from tests.builders import START, a_unit
from tests.fakes import FakeClock, counted_ids
from tests.services.practice_store import six_marks
from tests.settling import rest
from tutorapp.domain.content import Choice, Level, MarkPoint, Part, Question, SampleAnswer
from tutorapp.domain.errors import KnownError
from tutorapp.domain.library import Library
from tutorapp.services.ports import Identity
from tutorapp.services.practice import PracticeService
from tutorapp.services.results import ResultsService
from tutorapp.settings import SettingsFile
from tutorapp.ui.actions import Actions
from tutorapp.ui.bus import Bus, Selection
from tutorapp.ui.context import SettingsStore, UiContext
from tutorapp.ui.icons import Icons
from tutorapp.ui.jobs import Jobs
from tutorapp.ui.practice.pane import PracticePane
from tutorapp.ui.theme import Theme

ANSWER = "Posters showed Lenin’s heir 😀. Pravda printed only what the party allowed.\nThe NKVD arrested people."

ESSAY = Question(
    id="E1",
    text="How far did Stalin win by his own skill?",
    marks=10,
    type="essay",
    style="Essays",
    spec=("SF1",),
    sections=("S1",),
    levels=(
        Level(id="L1", low=1, high=3, title="Told", descriptor="A story."),
        Level(id="L2", low=4, high=7, title="Explained", descriptor="Reasons."),
        Level(id="L3", low=8, high=10, title="Judged", descriptor="A judgement."),
    ),
    parts=(Part(id="focus", text="Focus on the question"), Part(id="judge", text="A judgement is reached")),
    indicative=(MarkPoint(id="i1", text="General Secretary"),),
    samples=(SampleAnswer(id="s1", level="L3", marks=8, text="A strong answer.\n\nIt judges."),),
)
CHOICE = Question(
    id="C1",
    text="When did he become General Secretary?",
    marks=1,
    type="multiple_choice",
    style="Quick checks",
    shuffle=False,
    explanation="He held the post from April 1922.",
    choices=(
        Choice(id="a", text="1917", feedback="Too early."),
        Choice(id="b", text="1922", correct=True),
        Choice(id="c", text="1929"),
    ),
)


def a_practice_unit():
    """A question of six marks, an essay and a closed question."""
    return a_unit(questions=(six_marks(), ESSAY, CHOICE))


class World:
    """The pane in a window of its own; ``broken`` makes every transaction fail as a full disk would."""

    def __init__(self, folder, qtbot, suggest=None, find_evidence=None, **settings) -> None:
        self.qtbot, self.folder, self.clock = qtbot, folder, FakeClock()
        self.broken = False
        self.database = open_database(folder / "t.sqlite3", lambda word: (), START).database
        self.ids = counted_ids()
        self.library = Library(a_practice_unit())
        with self.database.unit_of_work() as uow:
            uow.content.install(self.library.unit, "digest", START)
            uow.commit()
        self.settings = {"extra_percent": 25, "theme": "light", **settings}
        self.suggest, self.find_evidence = suggest, find_evidence
        self.open()

    def open(self) -> None:
        """A fresh pane over the same database, as after a start."""
        application = QApplication.instance()
        store = SettingsStore(SettingsFile(self.folder / "settings.json"))
        store.update(**self.settings)
        theme = Theme(store.value)
        theme.apply(application)
        self.notices, self.exam, self.targets = [], [], []
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
        self.ctx.bus.exam_mode.connect(self.exam.append)
        self.ctx.bus.opened.connect(self.targets.append)
        self.practice = PracticeService(
            self._unit_of_work,
            Identity(self.database.device_id, self.ids),
            self.clock,
            self.suggest,
            self.find_evidence,
        )
        results = ResultsService(self.database.unit_of_work, Identity(self.database.device_id, self.ids), self.clock)
        self.ctx.services = SimpleNamespace(practice=self.practice, results=results)
        self.ctx.library = self.library
        self.window = QWidget()
        self.pane = PracticePane(self.ctx)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        self.window.resize(1310, 696)
        with self.qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.pane.load(self.library)
        self.settle()

    def _unit_of_work(self):
        if self.broken:
            raise KnownError("The disk is full.")
        return self.database.unit_of_work()

    def settle(self) -> None:
        """Wait until every call to the database has been answered and shown."""
        rest(self.qtbot, self.ctx.jobs)

    def crash(self) -> None:
        """The program ends without a word: nothing more is saved."""
        self.pane.sit._saver.end()
        self.pane.sit._tick.stop()
        self.ctx.jobs.finish()
        self.window.hide()
        self.window.deleteLater()

    def close(self) -> None:
        self.pane.sit.end()
        self.ctx.jobs.finish()
        self.window.close()
        self.window.deleteLater()
        self.database.close()

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        """A key to whatever has the keyboard."""
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        self.settle()

    def control_enter(self) -> None:
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def start(self, question_id: str = "Q2", mode: str = "timed") -> None:
        self.pane.start(question_id, mode)
        self.settle()

    def write(self, text: str) -> None:
        """The answer as typed, without a key press for each letter."""
        self.pane.sit.editor.setPlainText(text)

    def hand_in(self, question_id: str = "Q2", text: str = ANSWER, mode: str = "untimed") -> str:
        """Sit a question to its end; returns the attempt's id."""
        self.start(question_id, mode)
        attempt_id = self.pane.sit.attempt_id()
        self.write(text)
        self.pane.sit.ask_to_hand_in()
        self.settle()
        return attempt_id

    def page(self) -> str:
        return self.pane._page

    def record(self, attempt_id: str):
        return self.practice.record(attempt_id)

    def words(self, name: str) -> str:
        """What the labels of this objectName say, where they can be seen."""
        return "\n".join(w.text() for w in self.pane.findChildren(QLabel, name) if w.isVisible())

    def seen(self) -> str:
        """Every word on labels that can be seen."""
        labels = [w for w in self.pane.findChildren(QLabel) if w.isVisible()]
        return "\n".join(w.accessibleName() or w.text() for w in labels)


@pytest.fixture
def world(qtbot, tmp_path):
    made = World(tmp_path, qtbot)
    yield made
    made.close()
