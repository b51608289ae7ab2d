"""Exam conditions in the real window: full screen, no way to notes, timeline or search, and everything back."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from tests.journeys.harness import open_window, settle
from tutorapp import paths
from tutorapp.settings import Settings, SettingsFile
from tutorapp.ui.bus import Target
from tutorapp.ui.practice.sit_view import COLUMN
from tutorapp.ui.search_palette import SearchPalette

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]
FULL = Qt.WindowState.WindowFullScreen


@pytest.fixture
def opened(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        yield window


def sit(qtbot, window, *, exam: bool = True):
    """Begin Q2, timed; returns the page."""
    window.ctx.settings.update(exam_conditions=exam)
    window.workspace.dock("practice").pane.start("Q2", "timed")
    settle(qtbot, window)
    QApplication.processEvents()
    page = window.workspace.dock("practice").pane.sit
    assert page.is_sitting()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and page.editor.hasFocus())  # else no key would reach it
    return page


def leave(qtbot, window) -> None:
    page = window.workspace.dock("practice").pane.sit
    page.ask_to_leave()
    page._confirm.accept()
    settle(qtbot, window)


def shown_panes(window) -> list[str]:
    return [pane.pane_id for pane in window.workspace.panes() if pane.isVisible()]


@pytest.mark.parametrize("before", [Qt.WindowState.WindowNoState, Qt.WindowState.WindowMaximized])
def test_the_exam_fills_the_screen_and_the_former_state_comes_back(opened, qtbot, before):
    opened.setWindowState(before)
    QApplication.processEvents()
    panes = shown_panes(opened)
    sit(qtbot, opened)
    assert shown_panes(opened) == ["practice"]
    assert opened.windowState() & FULL
    leave(qtbot, opened)
    assert opened.windowState() == before
    assert shown_panes(opened) == panes


def test_without_exam_conditions_the_window_stays_as_it_is(opened, qtbot):
    sit(qtbot, opened, exam=False)
    assert not opened.windowState() & FULL
    assert "notes" in shown_panes(opened)
    leave(qtbot, opened)


def test_who_went_out_of_full_screen_stays_out_of_it(opened, qtbot):
    sit(qtbot, opened)
    opened.ctx.actions["window.full"].trigger()
    assert not opened.windowState() & FULL
    leave(qtbot, opened)
    assert not opened.windowState() & FULL


def test_closing_in_an_exam_does_not_make_the_next_start_full_screen(qtbot, data_dir):
    with open_window(qtbot, data_dir) as window:
        sit(qtbot, window)
    with open_window(qtbot, data_dir) as window:
        assert not window.windowState() & FULL
        assert window.rail.isVisible()


def test_no_action_no_key_and_no_link_leads_to_notes_timeline_or_search(opened, qtbot):
    page = sit(qtbot, opened)
    kept = ("practice.", "window.", "view.larger", "view.smaller", "view.normal")
    for action in opened.ctx.actions:
        if not action.objectName().startswith(kept):
            assert not action.isEnabled(), action.objectName()
            action.trigger()
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_K, Qt.Key.Key_Comma, Qt.Key.Key_4):
        QTest.keyClick(page.editor, key, Qt.KeyboardModifier.ControlModifier)
    for key in (Qt.Key.Key_F1, Qt.Key.Key_F6):
        QTest.keyClick(page.editor, key)
    for target in (
        Target("section", "S1"),
        Target("event", "E001"),
        Target("pane", "notes"),
        Target("pane", "settings"),
    ):
        opened.ctx.bus.open(target)
    settle(qtbot, opened)
    assert shown_panes(opened) == ["practice"]
    assert opened.current_page() == "workspace"
    assert not any(dialog.isVisible() for dialog in opened.findChildren(QDialog))
    palette = opened.findChild(SearchPalette)
    assert palette is None or not palette.isVisible()
    assert not opened.rail.isVisible()
    assert not opened.menu_bar.isVisible()
    leave(qtbot, opened)
    assert opened.ctx.actions["search"].isEnabled()


def test_the_text_can_be_made_larger_while_sitting(opened, qtbot):
    page = sit(qtbot, opened)
    before = page.editor.font().pixelSize()
    for _ in range(8):
        QTest.keyClick(page.editor, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert opened.ctx.settings.value.text_percent == 160
    assert page.editor.font().pixelSize() == round(before * 1.6)
    QApplication.processEvents()
    room = min(opened.ctx.theme.px(COLUMN), page.width() - 32)
    assert page._middle.width() == page._foot_middle.width() == room
    theme = opened.ctx.theme
    height = theme.font("lead").pixelSize() * (theme.line_height("lead") - 3) // 100
    assert f"line-height:{height}px" in page._question.text()
    leave(qtbot, opened)


def test_actions_that_were_off_before_stay_off_afterwards(opened, qtbot):
    action = opened.ctx.actions["view.theme.dark"]
    action.setEnabled(False)
    sit(qtbot, opened)
    leave(qtbot, opened)
    assert not action.isEnabled()


@pytest.mark.parametrize("tint", ["lilac", "aqua", "yellow"])
def test_a_tint_lies_over_the_whole_window_at_once_and_darkens_no_letter(opened, qtbot, tint):
    opened.ctx.settings.update(theme="light")
    page = sit(qtbot, opened)
    plain = opened.grab().toImage()
    opened.ctx.settings.update(overlay=tint)
    QApplication.processEvents()
    assert opened.tint.geometry() == opened.rect()
    film = opened.ctx.theme.overlay()
    tinted = opened.grab().toImage()
    for at in (page.editor.mapTo(opened, page.editor.rect().center()), page.mapTo(opened, page.rect().topLeft())):
        was, now = plain.pixelColor(at), tinted.pixelColor(at)
        for part in ("red", "green", "blue"):
            wanted = getattr(was, part)() * getattr(film, part)() / 255
            assert getattr(now, part)() == pytest.approx(wanted, abs=3)
    leave(qtbot, opened)


def test_the_schools_rules_hold_whatever_the_pupil_set(qtbot, data_dir, tmp_path, monkeypatch):
    SettingsFile(data_dir / "settings.json").save(Settings(exam_conditions=False, extra_percent=100))
    policy = tmp_path / "policy.json"
    exam = {"conditions": True, "extra_percent": 25, "rest_breaks": False}
    policy.write_text(json.dumps({"format": 1, "exam": exam, "features_off": ["read_aloud"]}), encoding="utf-8")
    monkeypatch.setenv(paths.POLICY_VARIABLE, str(policy))
    with open_window(qtbot, data_dir) as window:
        page = sit(qtbot, window, exam=False)
        assert window.windowState() & FULL
        assert "Exam conditions" in page._mode.text()
        assert page._clock.allowed_seconds == page._clock.base_seconds * 125 // 100
        assert not page._rest.isVisible()
        page.rest()
        assert page._clock.phase == "running"
        window.ctx.actions["practice.read.question"].trigger()
        page.read("question")
        assert page.reading.reader.state == "silent"
        assert "practice.read.question" not in [action.objectName() for action in window.ctx.actions]
        leave(qtbot, window)
