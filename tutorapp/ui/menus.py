"""The window's own actions and the menus that hold them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QTextEdit

from tutorapp.ui.bus import Target

if TYPE_CHECKING:
    from tutorapp.ui.main_window import MainWindow

TEXT_STEP = 10
LAYOUT_KEYS = "Ctrl+Alt+{0}" if sys.platform == "darwin" else "Ctrl+Shift+{0}"
"""Away from macOS Ctrl+Alt is the AltGr key, with which people type; there Cmd+Shift+digit takes pictures."""
_PAPER = ("notes.print", "notes.print.unit", "notes.pdf", "notes.pdf.unit")
_PANE_MENUS: dict[str, tuple[tuple[str, ...], ...]] = {
    "notes": (
        ("notes.cover",),
        (
            "notes.highlight",
            *(f"notes.highlight.{what}" for what in ("yellow", "green", "blue", "off")),
        ),
        ("notes.note", "notes.undo", "notes.caret"),
        ("notes.link.next", "notes.link.before"),
        ("notes.before", "notes.after", "notes.back", "notes.forward"),
        ("notes.contents", "notes.group"),
    ),
    "timeline": (
        ("timeline.list", "timeline.quiz"),
        ("timeline.fit", "timeline.fit_all", "timeline.zoom_in", "timeline.zoom_out"),
        ("timeline.find", "timeline.dim", "timeline.clear"),
    ),
    "practice": (
        ("practice.choose", "practice.surprise", "practice.start", "practice.history"),
        ("practice.hand_in", "practice.rest_break", "practice.clock", "practice.leave"),
        ("practice.read.question", "practice.read.sources", "practice.read.answer"),
        ("practice.read.pause", "practice.read.stop"),
        ("practice.award", "practice.reject", "practice.later", "practice.evidence", "practice.missed"),
        ("practice.undo", "practice.finish"),
        ("practice.print", "practice.pdf", "practice.export"),
    ),
}
"""The order in each pane's menu. An action that is not named here comes last."""


def build_menus(window: MainWindow) -> dict[str, QMenu]:
    """Fill the menu bar; returns the file menu and one by pane id, for ``fill_pane_menus`` when the panes are there."""
    menus = {"file": _file(window)}
    _edit(window)
    _view(window)
    _go(window)
    for place in (place for place in window.places() if not place.foot):
        menus[place.id] = window.menu_bar.addMenu(f"&{place.title}")
        menus[place.id].setObjectName(f"menu.{place.id}")
    if "quizzes" in menus:
        _quizzes(window, menus["quizzes"])
    _help(window)
    return menus


def fill_pane_menus(window: MainWindow, menus: dict[str, QMenu]) -> None:
    """Every action of every pane into its menu; printing goes where people look for it, into the first one."""
    for pane in window.workspace.panes():
        if pane.pane_id in menus:
            own = {action.objectName(): action for action in pane.actions()}
            _fill(menus[pane.pane_id], own, _PANE_MENUS.get(pane.pane_id, ()))
    paper = [action for action in window.ctx.actions if action.objectName() in _PAPER]
    first = menus["file"].actions()[0]
    if paper and first not in paper:
        menus["file"].insertActions(first, paper)
        menus["file"].insertSeparator(first)


def _fill(menu: QMenu, own: dict[str, QAction], order: Iterable[tuple[str, ...]]) -> None:
    menu.clear()
    left = {name: action for name, action in own.items() if name not in _PAPER}
    for group in order:
        for name in group:
            if name in left:
                menu.addAction(left.pop(name))
        menu.addSeparator()
    menu.addActions(list(left.values()))


def _add(window: MainWindow, menu: QMenu, action_id: str, text: str, keys: object, handler: object) -> QAction:
    action = window.ctx.actions.add(
        window,
        action_id,
        text,
        keys,  # type: ignore[arg-type]  # a Shortcut; kept wide so that the table below reads in one line
        handler,  # type: ignore[arg-type]  # as above
        group=menu.title().replace("&", ""),
    )
    menu.addAction(action)
    return action


def _file(window: MainWindow) -> QMenu:
    tr, menu = window.tr, window.menu_bar.addMenu(window.tr("&File"))
    menu.setObjectName("menu.file")
    carry = window.commands
    _add(window, menu, "file.export", tr("&Export my progress …"), None, carry.export_work)
    _add(window, menu, "file.import", tr("&Import progress …"), None, carry.import_work)
    _add(window, menu, "file.backup", tr("&Bring back a backup …"), None, carry.bring_back_backup)
    _add(window, menu, "file.folder", tr("Open the &folder of your work"), None, window.commands.open_data_folder)
    menu.addSeparator()
    quit_action = _add(window, menu, "window.quit", tr("&Quit"), QKeySequence.StandardKey.Quit, window.close)
    # Windows has no standard key for it, and Ctrl+Q is what everybody tries.
    if quit_action.shortcut().isEmpty():
        quit_action.setShortcut(QKeySequence("Ctrl+Q"))
    quit_action.setMenuRole(QAction.MenuRole.QuitRole)
    return menu


def _edit(window: MainWindow) -> None:
    tr, menu = window.tr, window.menu_bar.addMenu(window.tr("&Edit"))
    menu.setObjectName("menu.edit")
    keys = QKeySequence.StandardKey
    for name, text, key in (
        ("undo", tr("&Undo"), keys.Undo),
        ("redo", tr("&Redo"), keys.Redo),
        ("cut", tr("Cu&t"), keys.Cut),
        ("copy", tr("&Copy"), keys.Copy),
        ("paste", tr("&Paste"), keys.Paste),
        ("selectAll", tr("Select &all"), keys.SelectAll),
    ):
        action = _add(window, menu, f"edit.{name}", text, None, lambda name=name: _to_editor(name))
        # The editor itself answers the key; the menu only shows it, so that one press is never done twice.
        action.setText(f"{text}\t{QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)}")
        if name == "redo":
            menu.addSeparator()
    menu.addSeparator()
    _add(window, menu, "search", tr("&Search everything"), "Ctrl+K", window.commands.open_search)
    find = _add(
        window, menu, "settings", tr("Se&ttings"), QKeySequence.StandardKey.Preferences, window.commands.open_settings
    )
    find.setMenuRole(QAction.MenuRole.PreferencesRole)
    if find.shortcut().isEmpty():
        find.setShortcut(QKeySequence("Ctrl+,"))


def _to_editor(method: str) -> None:
    focus = QApplication.focusWidget()
    page = focus
    while page is not None and not hasattr(page, "undo_keys"):
        page = page.parentWidget()
    if page is not None and method in ("undo", "redo"):
        page.undo_keys()[method == "redo"].trigger()  # one undo for the whole page, whatever field is in front
    elif isinstance(focus, QLineEdit | QPlainTextEdit | QTextEdit):
        getattr(focus, method)()


def _view(window: MainWindow) -> None:
    tr, menu = window.tr, window.menu_bar.addMenu(window.tr("&View"))
    menu.setObjectName("menu.view")
    layout = menu.addMenu(tr("&Layout"))
    layout.setObjectName("menu.layout")
    space = window.workspace
    _add(window, layout, "view.one", tr("&One pane"), LAYOUT_KEYS.format(1), space.arrange_one)
    _add(window, layout, "view.two", tr("&Two side by side"), LAYOUT_KEYS.format(2), space.arrange_two)
    _add(window, layout, "view.three", tr("T&hree panes"), LAYOUT_KEYS.format(3), space.arrange_three)
    theme = menu.addMenu(tr("&Theme"))
    theme.setObjectName("menu.theme")
    update = window.ctx.settings.update
    for name, text in (
        ("system", tr("As the &system")),
        ("light", tr("&Light")),
        ("dark", tr("&Dark")),
        ("contrast", tr("High &contrast")),
    ):
        _add(window, theme, f"view.theme.{name}", text, None, lambda name=name: update(theme=name))
    menu.addSeparator()
    keys = QKeySequence.StandardKey
    larger = _add(window, menu, "view.larger", tr("L&arger text"), keys.ZoomIn, lambda: _zoom(window, TEXT_STEP))
    larger.setShortcuts([*larger.shortcuts(), QKeySequence("Ctrl+=")])
    _add(window, menu, "view.smaller", tr("S&maller text"), keys.ZoomOut, lambda: _zoom(window, -TEXT_STEP))
    _add(window, menu, "view.normal", tr("&Normal text"), "Ctrl+0", lambda: update(text_percent=100))
    menu.addSeparator()
    _add(window, menu, "window.full", tr("&Full screen"), "F11", window.commands.toggle_full_screen)
    _add(window, menu, "view.notices", tr("Messages again"), None, window.commands.show_notice_history)


def _zoom(window: MainWindow, step: int) -> None:
    window.ctx.settings.update(text_percent=window.ctx.settings.value.text_percent + step)


def _go(window: MainWindow) -> None:
    menu = window.menu_bar.addMenu(window.tr("&Go"))
    menu.setObjectName("menu.go")
    open_ = window.ctx.bus.open
    for number, place in enumerate((p for p in window.places() if not p.foot), start=1):
        _add(
            window,
            menu,
            f"go.{place.id}",
            place.title,
            f"Ctrl+{number}",
            lambda pane=place.id: open_(Target("pane", pane)),
        )
    menu.addSeparator()
    _add(window, menu, "go.next_pane", window.tr("Next pane"), "F6", window.commands.focus_next_pane)


def _quizzes(window: MainWindow, menu: QMenu) -> None:
    """The ways in, which are there before the page is built; its own actions follow then."""
    tr, on = window.tr, window.commands.on_quizzes
    for name, text, act in (
        ("question", tr("New &question …"), lambda page: page.choose_type()),
        ("quiz", tr("New qui&z"), lambda page: page.new_quiz()),
        ("import", tr("&Bring in questions …"), lambda page: page.bring_in()),
        ("paste", tr("&Paste questions …"), lambda page: page.paste()),
        ("results", tr("&Results"), lambda page: page.show_results()),
    ):
        _add(window, menu, f"quizzes.open.{name}", text, None, lambda act=act: on(act))


def _help(window: MainWindow) -> None:
    tr, menu = window.tr, window.menu_bar.addMenu(window.tr("&Help"))
    menu.setObjectName("menu.help")
    _add(
        window,
        menu,
        "help",
        tr("&How TutorApp works"),
        QKeySequence.StandardKey.HelpContents,
        window.commands.open_help,
    )
    _add(window, menu, "help.shortcuts", tr("&Keyboard shortcuts"), "Ctrl+/", window.commands.open_shortcuts)
    menu.addSeparator()
    about = _add(window, menu, "help.about", tr("&About TutorApp"), None, window.commands.open_about)
    about.setMenuRole(QAction.MenuRole.AboutRole)
