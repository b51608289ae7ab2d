"""The signals panes share: what changed, what to tell, what to open, which event is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from tutorapp.domain.changes import Changes
from tutorapp.domain.records import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the person; at most one action. ``level``: info, warning or danger."""

    text: str
    action_text: str = ""
    action: Callable[[], None] | None = None
    level: str = "info"


@dataclass(frozen=True, slots=True)
class Target:
    """A place to go: ``kind`` is section, term, care, event, question, attempt, note, history or pane."""

    kind: str
    id: str = ""
    query: str = ""  # the search words to highlight there


class Bus(QObject):
    """What happens in one pane and concerns others.

    Signals:
        changed: a write happened (Changes, initiator); refresh if concerned.
        noticed: a Notice to show.
        opened: a Target to go to; the window asks the pane that knows it.
        exam_mode: a timed answer began (True) or ended (False); the window hides or shows everything else.
        room_asked: the practice pane is too narrow for what it shows now (True), or needs the room no longer (False).
    """

    changed = Signal(object, object)
    noticed = Signal(object)
    opened = Signal(object)
    exam_mode = Signal(bool)
    room_asked = Signal(bool)

    def open(self, target: Target) -> None:
        """Ask the window to show ``target``."""
        self.opened.emit(target)

    def notice(
        self, text: str, action_text: str = "", action: Callable[[], None] | None = None, level: str = "info"
    ) -> None:
        """Tell the person something, quietly."""
        self.noticed.emit(Notice(text, action_text, action, level))

    def announce(self, changes: Changes | None, initiator: object = None) -> None:
        """Tell every pane what a service call changed; ``initiator`` may skip its own change."""
        if changes is not None and changes.kinds:
            self.changed.emit(changes, initiator)


class Selection(QObject):
    """The one chosen event of the timeline, its list, notes and questions.

    Signals:
        event_selected: (event id or "", origin).
    """

    event_selected = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.event_id = ""

    def select_event(self, event_id: str, origin: object = None) -> None:
        """Choose an event ("" for none); nothing happens when it is chosen already."""
        if event_id != self.event_id:
            self.event_id = event_id
            self.event_selected.emit(event_id, origin)
