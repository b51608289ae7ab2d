"""Menus that open on the line: the events behind a badge, and the questions on an event."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from tutorapp.domain.content import Question
from tutorapp.domain.dates import in_words
from tutorapp.domain.library import Library
from tutorapp.domain.timeline.index import TimelineIndex
from tutorapp.ui.bus import Target
from tutorapp.ui.context import UiContext
from tutorapp.ui.timeline.event_card import shape_pixmap

MOST = 30
"""Events a badge's menu names; the rest are counted in its last line."""


def badge_menu(
    parent: QWidget, context: UiContext, index: TimelineIndex, items: list[int], zoom: Callable[[], object]
) -> QMenu:
    """The events behind a badge by date; choosing one selects it, the last line zooms in on all of them."""
    menu = QMenu(parent)
    menu.setObjectName("timeline.badge.menu")
    for item in items[:MOST]:
        event = index.items[item]
        action = menu.addAction(f"{event.label[:70]}\t{in_words(event.date)}")
        action.setIcon(shape_pixmap(context, event.category))
        action.triggered.connect(lambda _on=False, key=event.id: context.selection.select_event(key, parent))
    menu.addSeparator()
    rest = len(items) - MOST
    text = _tr("Zoom in on these {count} ({rest} more)") if rest > 0 else _tr("Zoom in on these {count}")
    menu.addAction(text.format(count=len(items), rest=rest)).triggered.connect(lambda _on=False: zoom())
    return menu


def questions_menu(parent: QWidget, context: UiContext, library: Library, questions: Iterable[Question]) -> QMenu:
    """The questions on an event; choosing one opens it."""
    menu = QMenu(parent)
    menu.setObjectName("timeline.questions.menu")
    for question in questions:
        action = menu.addAction(library.question_title(question)[:90])
        action.triggered.connect(lambda _on=False, key=question.id: context.bus.open(Target("question", key)))
    return menu


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)
