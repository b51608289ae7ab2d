"""The timeline pane: the line or its list, the card of the chosen event, filters, and the ways out of it."""

from __future__ import annotations

from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.content import Event, Question
from tutorapp.domain.dates import in_words
from tutorapp.domain.library import Library
from tutorapp.domain.timeline.axis import period_words
from tutorapp.domain.timeline.filter import Filtered, count_words, filtered
from tutorapp.domain.timeline.index import TimelineIndex, period_of, unreadable
from tutorapp.domain.timeline.stretches import Badge
from tutorapp.domain.timeline.view import fitted
from tutorapp.ui.bus import Target
from tutorapp.ui.context import UiContext
from tutorapp.ui.pane import Pane
from tutorapp.ui.timeline.accessibility import announce
from tutorapp.ui.timeline.canvas import TimelineCanvas
from tutorapp.ui.timeline.card_popup import CardPopup
from tutorapp.ui.timeline.event_card import EventCard
from tutorapp.ui.timeline.filters import FilterBar, filter_of
from tutorapp.ui.timeline.legend import Legend
from tutorapp.ui.timeline.list_view import EventTable
from tutorapp.ui.timeline.menus import badge_menu, questions_menu
from tutorapp.ui.timeline.overview import Overview
from tutorapp.ui.timeline.practice_link import find_weak_points, keep_answer
from tutorapp.ui.tool_key import KeyToolButton

if TYPE_CHECKING:
    from tutorapp.domain.closed import Response
    from tutorapp.ui.timeline.export import Sheet
    from tutorapp.ui.timeline.own_events import OwnEvents
    from tutorapp.ui.timeline.quiz_view import QuizView

TALL = 400
"""From this height on (design pixels) the pane has legend and overview, and room for the card beside the line."""
WIDE = 760
NARROW = 620
_ENOUGH = 12
"""A quiz asks about what is in view from so many events on."""
_LINE, _LIST, _QUIZ = 0, 1, 2


class TimelinePane(Pane):
    """The line, its list or a quiz, with the card beside or over it."""

    pane_id = "timeline"
    icon_name = "chart-no-axes-gantt"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._library: Library | None = None
        self._filtered = Filtered(TimelineIndex([], []), frozenset(), 0)
        self._events: dict[str, Event] = {}
        self._card_closed = False
        self._worded_tools: list[QToolButton] = []
        self._export_button: QToolButton | None = None
        self._build()
        self._add_actions()
        self._connect()

    @property
    def title(self) -> str:
        return self.tr("Timeline")

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.canvas = TimelineCanvas(self.ctx.theme)
        self.legend = Legend(self.canvas)
        self.overview = Overview(self.canvas)
        self.table = EventTable(self.ctx)
        self.card = EventCard(self.ctx)
        self.card.hide()
        self.filters = FilterBar(self.ctx)
        self.popup = CardPopup(self.ctx, self)
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.legend)
        column.addWidget(self.overview)
        self.stack = QStackedWidget()
        self.stack.setObjectName("timeline.stack")
        self.stack.addWidget(line)
        self.stack.addWidget(self.table)
        self._quiz: QuizView | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.stack, 1)
        row.addWidget(self.card)

    def _add_actions(self) -> None:
        add = self.add_action
        self.list_action = add("timeline.list", self.tr("List"), "L", self.toggle_list)
        self.quiz_action = add("timeline.quiz", self.tr("Quiz"), "Shift+Q", self.open_quiz)
        self.fit_action = add("timeline.fit", self.tr("Fit"), "F", self.canvas.fit_chosen)
        self.out_action = add("timeline.zoom_out", self.tr("Zoom out"), "-", lambda: self.canvas.zoom(1 / 1.5))
        self.in_action = add("timeline.zoom_in", self.tr("Zoom in"), "+", lambda: self.canvas.zoom(1.5))
        self.find_action = add("timeline.find", self.tr("Find events"), "/", self._find)
        self.export_action = add("timeline.export", self.tr("Save as picture or table"), None, self._export)
        add("timeline.own.add", self.tr("Add an event of your own …"), "N", lambda: self._own.add())
        add("timeline.own.change", self.tr("Change your event …"), None, lambda: self._own.change(self._chosen()))
        add("timeline.own.delete", self.tr("Delete your event"), None, lambda: self._own.delete(self._chosen()))
        add("timeline.own.export", self.tr("Save your events as a pack …"), None, lambda: self._own.export())
        add("timeline.own.undo", self.tr("Undo the change of your events"), None, lambda: self._own.undo())
        add("timeline.fit_all", self.tr("Show the whole line"), "0", self.canvas.fit_all)
        add("timeline.clear", self.tr("Show all events again"), None, self.filters.clear)
        add("timeline.dim", self.tr("Dim or hide what does not match"), None, self._toggle_dim)

    def build_tools(self, layout: QHBoxLayout) -> None:
        layout.addWidget(self.filters)
        find = self.tool_button(self.find_action, "search")
        layout.addWidget(find)
        self._text_tool(layout, self.list_action, "list", "L")
        self._text_tool(layout, self.quiz_action, "list-checks")
        self._text_tool(layout, self.fit_action, "scan", "F")
        layout.addWidget(self.tool_button(self.out_action, "minus"))
        layout.addWidget(self.tool_button(self.in_action, "plus"))
        export = self.tool_button(self.export_action, "download")
        layout.addWidget(export)
        self._export_button = export
        self._fit_tools()

    def _text_tool(self, layout: QHBoxLayout, action: QAction, icon: str, key: str = "") -> None:
        button = self.tool_button(action, icon, text=True, key=key)
        layout.addWidget(button)
        self._worded_tools.append(button)

    def _connect(self) -> None:
        for view in (self.canvas, self.table):
            view.chosen.connect(lambda event_id, origin=view: self.ctx.selection.select_event(event_id, origin))
            view.opened.connect(self._open_notes)
            view.questions_asked.connect(self._open_questions)
            view.card_asked.connect(self._ask_card)
        self.canvas.badge_opened.connect(self._open_badge)
        self.canvas.view_changed.connect(self._tell_view)
        self.ctx.selection.event_selected.connect(self._on_event_selected)
        self.filters.changed.connect(self._on_filter_changed)
        self.filters.left.connect(self.focus_first)
        self.filters.weak_asked.connect(self._find_weak_points)
        for card in (self.card, self.popup.card):
            card.change_asked.connect(lambda key: self._own.change(key))
            card.delete_asked.connect(lambda key: self._own.delete(key))
            card.closed.connect(self._close_card)
            card.stepped.connect(self._step)
        self.ctx.theme.changed.connect(self._on_theme_changed)

    @cached_property
    def _own(self) -> OwnEvents:
        from tutorapp.ui.timeline.own_events import OwnEvents  # few starts need it

        return OwnEvents(self.ctx, self)

    def _chosen(self) -> str:
        return self.ctx.selection.event_id

    # --- content -------------------------------------------------------------------------------------

    def load(self, library: Library) -> None:
        first_time = self._library is None
        self._library = library
        self._events = dict(library.events)
        self.filters.load(library.manifest)
        self._refresh(open_home=first_time)
        bad = unreadable(library.unit.events)
        if bad:
            text = self.tr(
                "{count} events have dates that cannot be read and are not on the timeline, such as “{title}”."
            )
            self.ctx.bus.notice(text.format(count=len(bad), title=bad[0].title[:80]), level="warning")

    def _refresh(self, *, open_home: bool = False) -> None:
        if self._library is None:
            return
        unit = self._library.unit
        self._filtered = filtered(unit, self.filters.wanted, self.filters.grouping)
        home = None
        if open_home:
            period = period_of(unit)
            extent = self._filtered.index.extent
            home = (float(period[0]), float(period[1] + 1)) if period else (float(extent[0]), float(extent[1]))
        self.canvas.show_index(self._filtered.index, home)
        self.table.show_index(self._filtered.index)
        chosen = self.ctx.selection.event_id
        self.canvas.choose(chosen, tell=False)
        self.table.choose(chosen)
        self._tell_view()
        self._fill_card()

    def _on_filter_changed(self) -> None:
        self._refresh()
        announce(self.canvas, self._count_words())

    def _count_words(self) -> str:
        return count_words(self.filters.wanted, len(self._filtered.matching), self._filtered.total)

    def _toggle_dim(self) -> None:
        self.filters.want(hide=not self.filters.wanted.hide)

    def _find_weak_points(self) -> None:
        if self._library is not None and self.ctx.is_ready:
            find_weak_points(self.ctx, self._library, self.filters.set_weak)

    # --- what is chosen ------------------------------------------------------------------------------

    def _on_event_selected(self, event_id: str, origin: object) -> None:
        if event_id and event_id not in self._filtered.index.position and event_id in self._events:
            self.filters.clear()  # somebody elsewhere asked for an event that a filter hides
        if origin is not self.canvas:
            self.canvas.choose(event_id, tell=False)
        if origin is not self.table:
            self.table.choose(event_id)
        self._card_closed = False
        self._fill_card()
        self._tell_view()

    def _fill_card(self) -> None:
        event_id = self.ctx.selection.event_id
        index = self._filtered.index
        if self._library is None or event_id not in index.position or event_id not in self._events:
            self.card.hide()
            self.popup.hide()
            return
        item, event = index.position[event_id], self._events[event_id]
        if self._is_roomy():
            self.card.show_event(self._library, index, item, event)
        elif self.popup.isVisible():
            self.popup.card.show_event(self._library, index, item, event)
        is_quiz = self.stack.currentIndex() == _QUIZ
        self.card.setVisible(self._is_roomy() and not self._card_closed and not is_quiz)

    def _ask_card(self, event_id: str) -> None:
        """The chosen event was pressed: its card beside the line, or over it where the pane is low."""
        if not event_id or self._library is None:
            return
        self._card_closed = False
        if self._is_roomy():
            self._fill_card()
            return
        item = self._filtered.index.position[event_id]
        view = self.table if self.stack.currentIndex() == _LIST else self.canvas
        place = view.chosen_rect()
        self.popup.card.show_event(self._library, self._filtered.index, item, self._events[event_id])
        self.popup.show_beside(view.viewport().mapToGlobal(place.topLeft()), place.height())

    def _close_card(self) -> None:
        self._card_closed = True
        self.card.hide()
        self.popup.hide()
        self.focus_first()

    def _step(self, step: int) -> None:
        item = self.canvas.chosen_item + step
        if 0 <= item < len(self._filtered.index):
            self.ctx.selection.select_event(self._filtered.index.items[item].id, self)

    def _open_notes(self, event_id: str) -> None:
        if self._library is None:
            return
        sections = self._library.sections_of_event(event_id)
        if sections:
            self.ctx.bus.open(Target("section", sections[0].id))
        else:
            self.ctx.bus.notice(self.tr("The notes do not tell of this event yet."))

    def _open_questions(self, event_id: str) -> None:
        if self._library is None:
            return
        questions = self._library.questions_of_event(event_id)
        if len(questions) == 1:
            self.ctx.bus.open(Target("question", questions[0].id))
        elif questions:
            rect = self.canvas.item_rect(self.canvas.chosen_item)
            at = rect.bottomLeft().toPoint() if rect is not None else QPoint(20, 20)
            menu = questions_menu(self, self.ctx, self._library, questions)
            menu.popup(self.canvas.viewport().mapToGlobal(at))
        else:
            self.ctx.bus.notice(self.tr("No question asks about this event yet."))

    def _open_badge(self, badge: Badge, at: QPoint) -> None:
        """The events a badge stands for, as a menu; its last line zooms in on them."""
        items = self.canvas.hidden_of(badge)
        menu = badge_menu(self, self.ctx, self._filtered.index, items, lambda: self.canvas.fit_events(items))
        menu.popup(at)

    # --- around --------------------------------------------------------------------------------------

    def toggle_list(self) -> None:
        """The list instead of the line, or the line again; the same event stays chosen."""
        to_list = self.stack.currentIndex() != _LIST
        self.stack.setCurrentIndex(_LIST if to_list else _LINE)
        self.list_action.setText(self.tr("Line") if to_list else self.tr("List"))
        self.focus_first()

    def sheet(self) -> Sheet | None:
        """What an export shows: the events that match, and the days in view."""
        if self._library is None:
            return None
        view = self.canvas.view
        from tutorapp.ui.timeline.export import Sheet

        return Sheet(self._filtered.index, self._library.manifest.title, self.canvas.home, (view.start, view.end))

    def _export(self) -> None:
        bus = self.ctx.bus
        done = self.tr("Saved as {name}.")
        from tutorapp.ui.timeline.export_menu import build_menu

        menu = build_menu(
            self,
            self.sheet,
            lambda path: bus.notice(done.format(name=path.name)),
            lambda text: bus.notice(text, level="warning"),
            self.ctx.actions.off,
        )
        button = self._export_button
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()) if button else self.mapToGlobal(QPoint(40, 40)))

    def open_quiz(self) -> None:
        """Questions about the events in view (all that match, when too few are)."""
        if self._library is None:
            return
        if self._quiz is None:
            from tutorapp.ui.timeline.quiz_view import QuizView

            self._quiz = QuizView(self.ctx, self._keep_answer, Random())
            self._quiz.left.connect(self._leave_quiz)
            self._quiz.shown_on_line.connect(self._show_asked)
            self.stack.addWidget(self._quiz)
        index, view = self._filtered.index, self.canvas.view
        seen = [index.items[n].id for n in index.between(view.start, view.end)]
        ids = seen if len(seen) >= _ENOUGH else [item.id for item in index.items]
        events = [self._events[key] for key in ids if key in self._events]
        if self._quiz.kind == "order" and not self._is_roomy():
            self._quiz.kind = "first"  # two columns of cards need a higher pane
        if self._quiz.open(self._library, events):
            self.card.hide()
            self.stack.setCurrentIndex(_QUIZ)
            self._quiz.focus_question()
            self._tell_view()

    def _leave_quiz(self) -> None:
        self.stack.setCurrentIndex(_LINE)
        self._fill_card()
        self._tell_view()
        self.focus_first()

    def _show_asked(self, ids: str) -> None:
        self._leave_quiz()
        self.show_target(Target("event", ids))

    def _keep_answer(self, question: Question, response: Response) -> None:
        if self._library is not None and self.ctx.is_ready:
            keep_answer(self.ctx, self._library, self, question, response)

    def _find(self) -> None:
        if not self.filters.isVisible():
            self.filters.setVisible(True)
        self.filters.open_search()

    def _tell_view(self) -> None:
        if self.stack.currentIndex() == _QUIZ:
            self.set_subtitle(self.tr("Quiz from the line"))
            return
        index = self._filtered.index
        chosen = index.position.get(self.ctx.selection.event_id)
        parts = [period_words(self.canvas.view) if len(index) else self.tr("no events")]
        if not self.filters.wanted.is_empty:
            parts.append(self._count_words())
        elif chosen is not None and not self._is_roomy():
            parts.append(f"{index.items[chosen].title[:90]}, {in_words(index.items[chosen].date)}")
        elif not self._is_roomy():
            parts.append(self.tr("{count} lanes").format(count=len(index.lanes)))
        self.set_subtitle(" · ".join(parts))

    def _is_roomy(self) -> bool:
        factor = self.canvas.factor
        return self.height() >= TALL * factor and self.width() >= WIDE * factor

    def _fit_tools(self) -> None:
        """In a low or narrow pane only the tools that are used all the time; the others keep their keys."""
        worded = self.width() >= NARROW * self.canvas.factor
        for button in self._worded_tools:
            beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
            button.setToolButtonStyle(beside if worded else alone)
        wide = self.width() >= 1100 * self.canvas.factor
        for button in self._worded_tools:
            if isinstance(button, KeyToolButton):
                button.show_key(wide)
        self.filters.setVisible(wide and (self._is_roomy() or not self.filters.wanted.is_empty))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tall = self.height() >= TALL * self.canvas.factor
        self.legend.setVisible(tall)
        self.overview.setVisible(tall)
        self._fit_tools()
        self._fill_card()
        self._tell_view()

    def _on_theme_changed(self) -> None:
        self.popup.restyle()
        self._fill_card()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._escape():
            return
        super().keyPressEvent(event)

    def _escape(self) -> bool:
        """One step back: the card, the list, the choice, the filter; False when there is nothing left."""
        if self.card.isVisible():
            self._close_card()
        elif self.stack.currentIndex() == _LIST:
            self.toggle_list()
        elif self.ctx.selection.event_id:
            self.ctx.selection.select_event("", self)
        elif not self.filters.wanted.is_empty:
            self.filters.clear()
        else:
            return False
        return True

    # --- the window's questions ----------------------------------------------------------------------

    def show_target(self, target: Target) -> bool:
        if target.kind != "event":
            return False
        ids = [part for part in target.id.split(",") if part in self._events]
        if not ids:
            return False
        self.ctx.selection.select_event(ids[0], self)
        if len(ids) > 1:
            position = self._filtered.index.position
            self.canvas.fit_events([position[key] for key in ids if key in position])
        return True

    def state(self) -> dict[str, Any]:
        view = self.canvas.view
        wanted = self.filters.wanted
        return {
            "start": view.start,
            "end": view.end,
            "event": self.ctx.selection.event_id,
            "list": self.stack.currentIndex() == _LIST,
            "grouping": self.filters.grouping,
            "lanes": sorted(wanted.lanes),
            "spec": sorted(wanted.spec),
            "importance": [wanted.least, wanted.most],
        }

    def restore(self, state: dict[str, Any]) -> None:
        grouping = state.get("grouping")
        if grouping in ("category", "spec"):
            self.filters.grouping = grouping
        self.filters.wanted = filter_of(state)
        if self._library is not None:
            self.filters.load(self._library.manifest)
            self._refresh()
        start, end = state.get("start"), state.get("end")
        if isinstance(start, int | float) and isinstance(end, int | float) and start < end:
            self.canvas.set_view(fitted(float(start), float(end), self.canvas.view.width))
        event = state.get("event")
        if isinstance(event, str) and event in self._events:
            self.ctx.selection.select_event(event, self)
        if state.get("list") is True and self.stack.currentIndex() == _LINE:
            self.toggle_list()

    def focus_first(self) -> None:
        if self.stack.currentIndex() == _QUIZ and self._quiz is not None:
            self._quiz.focus_question()
        else:
            (self.canvas if self.stack.currentIndex() == _LINE else self.table).setFocus()
