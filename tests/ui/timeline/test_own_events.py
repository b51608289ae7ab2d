"""Own events: added in a form that says how a date is read, changed, deleted and undone, kept apart from the unit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPushButton

from tests.journeys.harness import open_window, settle
from tutorapp.ui.timeline.own_events import EventForm

pytestmark = pytest.mark.gui


@pytest.fixture
def window(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        settle(qtbot, window)
        yield window


def answer_form(title: str, when: str) -> None:
    """Fill the form that is about to open, and save it."""

    def fill() -> None:
        form = QApplication.activeModalWidget()
        assert isinstance(form, EventForm)
        form.title.setText(title)
        form.when.setText(when)
        form.buttons.button(QDialogButtonBox.StandardButton.Save).click()

    QTimer.singleShot(0, fill)


def own(window) -> list[tuple[str, str]]:
    library = window.ctx.library
    return [(library.events[key].title, library.events[key].when) for key in sorted(library.own)]


def add(qtbot, window, title: str = "Our trip to the museum", when: str = "c. Apr 1934") -> str:
    answer_form(title, when)
    window.ctx.actions["timeline.own.add"].trigger()
    qtbot.waitUntil(lambda: bool(window.ctx.library.own), timeout=10_000)
    (event_id,) = window.ctx.library.own
    return event_id


def test_the_form_says_how_a_date_is_read_and_what_is_wrong(qtbot, window):
    form = EventForm(window.ctx, window.ctx.library, None, window)
    save = form.buttons.button(QDialogButtonBox.StandardButton.Save)
    assert not save.isEnabled()
    form.title.setText("A visit")
    form.when.setText("31 Feb 1934")
    assert not save.isEnabled()
    assert form.read.text()
    form.when.setText("1936-8")
    assert form.read.text() == "Read as 1936 to 1938"
    assert save.isEnabled()
    assert form.event_as_written("e-1").when == "1936/1938"


def test_an_event_is_added_chosen_and_listed(qtbot, window):
    event_id = add(qtbot, window)
    assert own(window) == [("Our trip to the museum", "1934-04~")]
    assert window.ctx.selection.event_id == event_id
    pane = window.workspace.find_dock("timeline").pane
    assert event_id in [item.id for item in pane.canvas.index.items]
    assert len(window.ctx.library.events) == len(window.ctx.library.unit.events)


def test_change_delete_and_undo(qtbot, window):
    event_id = add(qtbot, window)
    answer_form("Another title", "1935")
    window.ctx.actions["timeline.own.change"].trigger()
    qtbot.waitUntil(lambda: own(window) == [("Another title", "1935")], timeout=10_000)
    window.ctx.actions["timeline.own.delete"].trigger()
    qtbot.waitUntil(lambda: own(window) == [], timeout=10_000)
    window.ctx.actions["timeline.own.undo"].trigger()
    qtbot.waitUntil(lambda: own(window) == [("Another title", "1935")], timeout=10_000)
    window.ctx.actions["timeline.own.undo"].trigger()
    qtbot.waitUntil(lambda: own(window) == [("Our trip to the museum", "1934-04~")], timeout=10_000)
    assert set(window.ctx.library.own) == {event_id}


def test_the_units_events_cannot_be_changed(qtbot, window):
    window.ctx.selection.select_event("E114", None)
    before = window.ctx.library.events["E114"]
    with qtbot.waitSignal(window.ctx.bus.noticed):
        window.ctx.actions["timeline.own.delete"].trigger()
    assert window.ctx.library.events["E114"] == before


def test_the_card_of_an_own_event_offers_both(qtbot, window):
    add(qtbot, window)
    window.ctx.actions["view.one"].trigger()
    pane = window.workspace.find_dock("timeline").pane
    settle(qtbot, window)
    index = pane.canvas.index
    event = window.ctx.library.events[window.ctx.selection.event_id]
    at = next(n for n, item in enumerate(index.items) if item.id == event.id)
    pane.card.show_event(window.ctx.library, index, at, event)
    pane.card.findChild(QPushButton, "timeline.card.delete").click()
    qtbot.waitUntil(lambda: own(window) == [], timeout=10_000)
    pane.card.show_event(window.ctx.library, index, 0, window.ctx.library.events["E114"])
    settle(qtbot, window)


def test_own_events_are_there_after_a_restart(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        settle(qtbot, window)
        add(qtbot, window)
    with open_window(qtbot, data_dir) as window:
        qtbot.waitUntil(lambda: own(window) == [("Our trip to the museum", "1934-04~")], timeout=10_000)
