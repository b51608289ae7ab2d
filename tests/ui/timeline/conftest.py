"""A timeline pane over a small unit whose events are known by heart, in a window of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from tests.builders import a_question
from tutorapp.domain.content import CareNote, Category, Event, Manifest, Section, SpecPoint, Term, Unit
from tutorapp.domain.library import Library
from tutorapp.settings import SettingsFile
from tutorapp.ui.actions import Actions
from tutorapp.ui.bus import Bus, Selection
from tutorapp.ui.context import SettingsStore, UiContext
from tutorapp.ui.icons import Icons
from tutorapp.ui.jobs import Jobs
from tutorapp.ui.theme import Theme
from tutorapp.ui.timeline.pane import TimelinePane

ROWS = (
    ("E01", "1922-04-03", "Stalin becomes General Secretary", "party_struggle", 5, "SF1"),
    ("E02", "[1922-05-25..1922-05-26]", "Lenin’s first stroke", "party_struggle", 4, "SF1"),
    ("E03", "1924-01-21", "Lenin dies", "party_struggle", 5, "SF1"),
    ("E04", "1924-12", "Stalin announces socialism in one country", "ideology", 5, "SF2"),
    ("E05", "1928-10-01/1932-12-31", "First Five-Year Plan", "economy", 5, "SF3"),
    ("E06", "1934-12-01", "Kirov murdered", "police_terror", 5, "SF8"),
    ("E07", "1935", "A rumour spreads", "police_terror", 2, "SF8"),
    ("E08", "1936-08/1938-11", "The Great Purge", "police_terror", 5, "SF8"),
)


def a_timeline_unit(events: tuple[Event, ...] | None = None) -> Unit:
    """Eight events in four lanes, linked to two sections, a term, a care note and a question."""
    made = tuple(
        Event(
            id=key,
            title=title,
            when=when,
            summary=f"What happened: {title}.",
            category=lane,
            importance=weight,
            spec=(spec,),
            sections=("S2",) if key != "E07" else (),
            care=("K1",) if key == "E04" else (),
        )
        for key, when, title, lane, weight, spec in ROWS
    )
    return Unit(
        manifest=Manifest(
            id="u",
            title="Unit",
            short_title="U",
            version="1",
            period=("1922", "1938"),
            spec_points=tuple(SpecPoint(id=f"SF{n}", title=f"Point {n}", short=f"Point {n}") for n in range(1, 9)),
            categories=(
                Category(id="party_struggle", title="Party struggle"),
                Category(id="ideology", title="Ideology"),
                Category(id="police_terror", title="Police and terror"),
                Category(id="economy", title="Economy"),
            ),
        ),
        sections=(Section(id="S2", title="The dispute", number="2", body="Text."),),
        terms=(Term(id="purge", term="Purge", short="A cleansing.", events=("E08",)),),
        care=(CareNote(id="K1", title="not simply 1924", text="Not policy yet.", why="It matters."),),
        events=made if events is None else events,
        questions=(a_question(id="Q1", events=("E06",)),),
    )


@dataclass
class Bench:
    """What a test needs of the pane's world."""

    window: QWidget
    pane: TimelinePane
    ctx: UiContext
    opened: list
    told: list

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.window.focusWidget() or self.pane, key, modifiers)
        QApplication.processEvents()

    @property
    def chosen(self) -> str:
        return self.ctx.selection.event_id

    def resize(self, width: int, height: int) -> None:
        self.window.resize(width, height)
        QApplication.processEvents()


@pytest.fixture
def make_bench(qtbot, qapp, tmp_path) -> Callable[..., Bench]:
    """A function that opens a pane of a size, with a theme and a unit."""
    made = []

    def make(size: tuple[int, int] = (1310, 696), theme: str = "light", unit: Unit | None = None, **settings) -> Bench:
        qapp.setStyle("Fusion")
        store = SettingsStore(SettingsFile(tmp_path / "settings.json"))
        store.value = store.value.changed(theme=theme, **settings)
        look = Theme(store.value)
        look.apply(qapp, store.value)
        ctx = UiContext(look, Icons(look), Jobs(), Bus(), Selection(), Actions(), store, SimpleNamespace())
        opened, told = [], []
        ctx.bus.opened.connect(opened.append)
        ctx.bus.noticed.connect(told.append)
        window = QWidget()
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        column.addLayout(head)
        pane = TimelinePane(ctx)
        pane.build_tools(head)
        column.addWidget(pane, 1)
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        library = Library(unit or a_timeline_unit())
        ctx.library = library
        pane.load(library)
        window.activateWindow()
        pane.focus_first()
        qtbot.waitUntil(pane.canvas.hasFocus)
        made.append(ctx)
        return Bench(window, pane, ctx, opened, told)

    yield make
    for ctx in made:
        assert ctx.jobs.finish()


@pytest.fixture
def bench(make_bench) -> Bench:
    return make_bench()


@pytest.fixture
def reader(qapp):
    """Switch accessibility on, as a screen reader does."""
    QAccessible.setActive(True)
    yield QAccessible
    QAccessible.setActive(False)
