"""A notes pane over a real database and a small unit, in a window of its own."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tests.builders import a_question, a_unit
from tests.settling import rest
from tutorapp.domain.anchors import make_anchor, section_text
from tutorapp.domain.content import CareNote, Category, Event, Manifest, Section, SpecPoint, Term
from tutorapp.domain.library import Library
from tutorapp.services.notes import NotesService
from tutorapp.settings import SettingsFile
from tutorapp.ui.actions import Actions
from tutorapp.ui.bus import Bus, Selection
from tutorapp.ui.context import SettingsStore, UiContext
from tutorapp.ui.icons import Icons
from tutorapp.ui.jobs import Jobs
from tutorapp.ui.notes.pane import NotesPane
from tutorapp.ui.theme import Theme

BODY = """## What was claimed

From [[event:E1|December 1924]] Stalin argued that the Soviet Union could build socialism by its own work. \
The claim was aimed at [[term:permanent-revolution|permanent revolution]] and at [[term:trotsky]].
[[care:K4]]

After the failed German rising the idea seemed sober. It was also patriotic.

![A line of three boxes.](steps.svg "Three steps")

## What it did

- It won *people* over.
- It pushed [[term:trotsky|Trotsky]] to the **margin**.

> A quotation stands here.
"""
LONG = "\n\n".join(
    f"Paragraph {number} tells of grain, steel and votes in the year {1900 + number}." for number in range(40)
)
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80">'
    b'<rect width="200" height="80" fill="{bg.sunken}"/></svg>'
)


def a_notes_unit():
    """Three sections below each other, linked to two terms, two events, a care note, a picture and a question."""
    return a_unit(
        manifest=Manifest(
            id="u",
            title="Stalin’s rise to power",
            short_title="Stalin’s rise",
            version="1.0",
            spec_points=(
                SpecPoint(id="SF1", title="How he won", short="Victory"),
                SpecPoint(id="SF2", title="The quarrel of ideas", short="Ideas"),
            ),
            categories=(Category(id="ideology", title="Ideology"),),
            media={"steps.svg": "A line of three boxes."},
        ),
        sections=(
            Section(id="S2", title="The dispute", number="2", spec=("SF2",), body=LONG, why="Why a dispute?"),
            Section(
                id="S2b",
                title="Socialism in one country",
                number="2.1",
                parent="S2",
                spec=("SF2",),
                body=BODY,
                remember=("Claimed December 1924", "Patriotic and practical", "Trotsky pushed to the margin"),
                why="Why did this help Stalin?",
            ),
            Section(id="S3", title="Power", number="3", spec=("SF1",), body="Nothing is linked here."),
        ),
        terms=(
            Term(
                id="permanent-revolution",
                term="Permanent revolution",
                short="Trotsky’s theory that revolution must spread.",
                kind="idea",
                confused_with=("trotsky",),
                difference="It is a theory, not a person.",
                sections=("S2",),
                events=("E1",),
            ),
            Term(id="trotsky", term="Leon Trotsky", short="Head of the Red Army.", kind="person", sections=("S2b",)),
        ),
        care=(CareNote(id="K4", title="not simply 1924", text="In spring he wrote otherwise.", why="It shows why."),),
        events=(
            Event(
                id="E1",
                title="Socialism in one country",
                when="1924-12",
                summary="Stalin announces it.",
                category="ideology",
                importance=5,
                sections=("S2b",),
            ),
            Event(
                id="E2",
                title="Later",
                when="1925",
                summary="More.",
                category="ideology",
                importance=3,
                sections=("S2b",),
            ),
        ),
        questions=(a_question(id="Q1", sections=("S2b",)),),
    )


@dataclass
class Bench:
    """What a test needs of the pane's world."""

    window: QWidget
    pane: NotesPane
    ctx: UiContext
    notes: NotesService
    qtbot: object
    told: list
    opened: list

    def settle(self) -> None:
        """Wait until the worker and the window have nothing left to do."""
        rest(self.qtbot, self.ctx.jobs)

    def open(self, section_id: str) -> None:
        self.pane.open_section(section_id)
        self.settle()

    def text(self, section_id: str = "S2b") -> str:
        library = self.ctx.library
        return section_text(library.sections[section_id], library.titles)

    def anchor(self, words: str, section_id: str = "S2b"):
        text = self.text(section_id)
        start = text.index(words)
        return make_anchor(text, start, start + len(words))

    def select(self, words: str) -> None:
        """Select the first occurrence of ``words`` on the page."""
        page = self.pane.page
        start = page.document().toRawText().index(words)
        cursor = page.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(start + len(words), cursor.MoveMode.KeepAnchor)
        page.setTextCursor(cursor)

    def format_at(self, words: str):
        page = self.pane.page
        cursor = page.textCursor()
        cursor.setPosition(page.document().toRawText().index(words) + 1)
        return cursor.charFormat()

    def resize(self, width: int, height: int) -> None:
        self.window.resize(width, height)
        self.settle()


@pytest.fixture
def theme_of(qapp):
    def make(store: SettingsStore) -> Theme:
        theme = Theme(store.value)
        theme.apply(qapp)
        store.changed.connect(lambda: theme.apply(qapp, store.value))
        return theme

    return make


@pytest.fixture
def bench(qtbot, database, identity, clock, tmp_path, theme_of):
    store = SettingsStore(SettingsFile(tmp_path / "settings.json"))
    store.update(theme="light")
    theme = theme_of(store)
    ctx = UiContext(
        theme=theme,
        icons=Icons(theme),
        jobs=Jobs(),
        bus=Bus(),
        selection=Selection(),
        actions=Actions(),
        settings=store,
        clock=clock,
        extras={"media": lambda unit, name: SVG if (unit, name) == ("u", "steps.svg") else None},
    )
    notes = NotesService(database.unit_of_work, identity, clock)
    ctx.services = SimpleNamespace(notes=notes)
    ctx.library = Library(a_notes_unit())
    told, opened = [], []
    ctx.bus.noticed.connect(told.append)
    ctx.bus.opened.connect(opened.append)
    pane = NotesPane(ctx, seconds_needed=lambda words: 0.0, point_ms=0)
    window, tools = QWidget(), QWidget()
    pane.build_tools(QHBoxLayout(tools))
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(tools)
    layout.addWidget(pane)
    tools.setFixedHeight(40)
    qtbot.addWidget(window)
    window.resize(1310, 736)
    with qtbot.waitExposed(window):
        window.show()
    made = Bench(window, pane, ctx, notes, qtbot, told, opened)
    pane.load(ctx.library)
    made.settle()
    yield made
    pane.before_close()
    ctx.jobs.finish()
