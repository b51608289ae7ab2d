"""Menus: all that can be done stands in one of them, once, and no shortcut takes letters from people who type."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from tests.journeys.harness import open_window, settle
from tutorapp.ui.bus import Target

pytestmark = pytest.mark.gui


@pytest.fixture
def opened(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        yield window


def leaves(menu: QMenu) -> list[QAction]:
    found: list[QAction] = []
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            found += leaves(inner)
        elif not action.isSeparator():
            found.append(action)
    return found


def menus(window) -> dict[str, list[QAction]]:
    tops = [action.menu() for action in window.menu_bar.actions()]
    return {menu.objectName(): leaves(menu) for menu in tops}


def words(action: QAction) -> str:
    return action.text().partition("\t")[0].replace("&", "")


def test_every_action_stands_in_exactly_one_menu(opened):
    places = Counter(action.objectName() for inside in menus(opened).values() for action in inside)
    assert {action.objectName(): places[action.objectName()] for action in opened.ctx.actions} == {
        action.objectName(): 1 for action in opened.ctx.actions
    } | {"timeline.export": places["timeline.export"]}
    assert places["timeline.export"] == 1


def test_each_pane_has_a_menu_with_its_own_actions_and_their_keys(opened):
    found = menus(opened)
    for pane in opened.workspace.panes():
        assert found[f"menu.{pane.pane_id}"], pane.pane_id
    notes = {words(action): action.shortcut().toString() for action in found["menu.notes"]}
    assert notes["Cover"] == "C"
    assert [text for text in notes if text.startswith("Highlight")] == [
        "Highlight",
        "Highlight: yellow",
        "Highlight: green",
        "Highlight: blue",
    ]


def test_no_two_commands_have_the_same_words(opened):
    shown = Counter(f"{opened.ctx.actions.group(action)}: {words(action)}" for action in opened.ctx.actions)
    assert [text for text, times in shown.items() if times > 1] == []
    prints = [action for inside in menus(opened).values() for action in inside if "rint" in words(action)]
    assert [words(action) for action in prints] == [
        "Print this section …",
        "Print the whole unit …",
        "Print this answer …",
    ]
    assert prints[0].shortcut() == QKeySequence(QKeySequence.StandardKey.Print)


def test_a_panes_command_shows_the_pane_first(opened, qtbot):
    opened.ctx.bus.open(Target("pane", "timeline"))
    opened.ctx.actions["view.one"].trigger()
    assert not opened.workspace.dock("notes").isVisible()
    opened.ctx.actions["notes.cover"].trigger()
    settle(qtbot, opened)
    assert opened.workspace.dock("notes").isVisible()
    assert opened.workspace.dock("notes").pane.covering.is_on


@pytest.mark.parametrize("colour", ["yellow", "green", "blue"])
def test_words_are_highlighted_from_the_menu_in_each_colour_and_the_highlight_taken_off(opened, qtbot, colour):
    notes = opened.workspace.dock("notes").pane
    page = notes.page
    unit, section = opened.ctx.library.manifest.id, notes._section.id

    def select() -> None:
        cursor = page.document().find("Politburo")
        page.setTextCursor(cursor)

    select()
    opened.ctx.actions[f"notes.highlight.{colour}"].trigger()
    settle(qtbot, opened)
    stored = opened.ctx.services.notes.section(unit, section).highlights
    assert [mark.colour for mark in stored] == [colour]
    select()
    opened.ctx.actions["notes.highlight.off"].trigger()
    settle(qtbot, opened)
    assert not opened.ctx.services.notes.section(unit, section).highlights
    select()
    opened.ctx.actions["notes.highlight.off"].trigger()
    assert opened.notices.history[-1].text == "There is no highlight on the selected words."


def test_no_shortcut_takes_what_altgr_types(opened):
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    taken = [
        (action.objectName(), keys.toString())
        for action in opened.ctx.actions
        for keys in action.shortcuts()
        for at in range(keys.count())
        if keys[at].keyboardModifiers() & both == both
    ]
    assert taken == []
