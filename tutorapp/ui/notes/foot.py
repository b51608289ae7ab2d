"""The bar at the foot: questions and events of the section, the section before and the one after."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from tutorapp.domain.content import Section
from tutorapp.domain.date_words import short_words
from tutorapp.domain.edtf import parse_edtf
from tutorapp.domain.library import Library
from tutorapp.ui.context import UiContext
from tutorapp.ui.words import counted

HEIGHT = 44
MOST_ROWS = 15


class FootBar(QFrame):
    """Links out of the section.

    Signals:
        link_opened: somewhere to go (question:, event:, section: with an id).
    """

    link_opened = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._library: Library | None = None
        self._section: Section | None = None
        self.setObjectName("notes.foot")
        self.setProperty("role", "foot")
        self.setMinimumHeight(HEIGHT)
        self._build()
        context.theme.changed.connect(self._restyle)
        self._restyle()

    def put(self, library: Library, section: Section) -> None:
        """Show what belongs to ``section``."""
        self._library, self._section = library, section
        questions, events = link_words(self, library, section)
        self._set(self.questions, questions)
        self._set(self.events, events)
        before, after = neighbours(library, section)
        self._set(self.before, before.number or before.title if before else "")
        self._set(self.after, f"{after.number} {after.title}".strip() if after else "")
        self.before.setToolTip(before.title if before else "")
        self.before.setAccessibleName(self.tr("Section before: {0}").format(before.title if before else ""))
        self.after.setAccessibleName(self.tr("Section after: {0}").format(after.title if after else ""))

    def go_before(self) -> None:
        """Open the section before."""
        self._go(0)

    def go_after(self) -> None:
        """Open the section after."""
        self._go(1)

    def _go(self, which: int) -> None:
        if self._library is not None and self._section is not None:
            section = neighbours(self._library, self._section)[which]
            if section is not None:
                self.link_opened.emit(f"section:{section.id}")

    def _build(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(8)
        self.questions = self._link("notes.foot.questions")
        self.events = self._link("notes.foot.events")
        self.before = self._button("notes.foot.before")
        self.after = self._button("notes.foot.after")
        self.after.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        layout.addWidget(self.questions)
        layout.addWidget(self.events)
        layout.addStretch(1)
        layout.addWidget(self.before)
        layout.addWidget(self.after)
        self.questions.clicked.connect(lambda: self.open_list("questions", corner(self.questions)))
        self.events.clicked.connect(lambda: self.open_list("events", corner(self.events)))
        self.before.clicked.connect(self.go_before)
        self.after.clicked.connect(self.go_after)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setIconSize(QSize(16, 16))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def _link(self, name: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setProperty("role", "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setIconSize(QSize(16, 16))
        return button

    def _set(self, button: QAbstractButton, text: str) -> None:
        button.setText(f" {text}" if text else "")
        button.setAccessibleName(text)
        button.setVisible(bool(text))

    def _restyle(self) -> None:
        icons = self._ctx.icons
        self.questions.setIcon(icons.icon("pencil", "accent"))
        self.events.setIcon(icons.icon("chart-no-axes-gantt", "accent"))
        self.before.setIcon(icons.icon("arrow-left"))
        self.after.setIcon(icons.icon("arrow-right"))

    # --- lists ---------------------------------------------------------------------------------------

    def open_list(self, which: str, at: QPoint) -> None:
        """Offer the section's "questions" or "events" to choose from, with the menu's foot or head at ``at``."""
        if self._library is None or self._section is None:
            return
        rows = self._questions() if which == "questions" else self._events()
        if len(rows) == 1:
            self.link_opened.emit(rows[0][1])
            return
        menu = self.menu(rows)
        menu.setObjectName(f"notes.foot.{which}.menu")
        menu.popup(at)

    def menu(self, rows: list[tuple[str, str]]) -> QMenu:
        """A menu of (words, address)."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, address in rows:
            action = menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, to=address: self.link_opened.emit(to))
        return menu

    def _questions(self) -> list[tuple[str, str]]:
        """The questions most about this section: those that draw on the fewest sections."""
        assert self._library is not None
        assert self._section is not None
        found = self._library.questions_of_section(self._section.id)
        rows = []
        for question in sorted(found, key=lambda one: len(one.sections))[:MOST_ROWS]:
            words = self._library.question_title(question)
            short = words if len(words) <= 90 else words[:87] + "…"
            rows.append((f"{short}  [{question.marks}]", f"question:{question.id}"))
        if len(found) > MOST_ROWS:
            rows.append((self.tr("All questions in Practice"), "pane:practice"))
        return rows

    def _events(self) -> list[tuple[str, str]]:
        """The events that matter most, by date."""
        assert self._library is not None
        assert self._section is not None
        found = self._library.events_of_section(self._section.id)
        chosen = {one.id for one in sorted(found, key=lambda one: -one.importance)[:MOST_ROWS]}
        shown = sorted((one for one in found if one.id in chosen), key=lambda one: parse_edtf(one.when).start_earliest)
        rows = [
            (f"{short_words(parse_edtf(event.when))}  ·  {event.short_title or event.title}", f"event:{event.id}")
            for event in shown
        ]
        if len(found) > MOST_ROWS:
            rows.append((self.tr("All events on the timeline"), "pane:timeline"))
        return rows


def corner(button: QWidget) -> QPoint:
    """Where a menu of ``button`` opens, on the screen."""
    return button.mapToGlobal(QPoint(0, 0))


def link_words(owner: QWidget, library: Library, section: Section) -> tuple[str, str]:
    """ "4 questions on this" and "9 events on the timeline"; empty where there are none."""
    questions = len(library.questions_of_section(section.id))
    events = len(library.events_of_section(section.id))
    return (
        counted(questions, owner.tr("1 question on this"), owner.tr("{0} questions on this")) if questions else "",
        counted(events, owner.tr("1 event on the timeline"), owner.tr("{0} events on the timeline")) if events else "",
    )


def neighbours(library: Library, section: Section) -> tuple[Section | None, Section | None]:
    """The sections before and after in reading order."""
    sections = library.unit.sections
    at = next(index for index, one in enumerate(sections) if one.id == section.id)
    return (sections[at - 1] if at else None, sections[at + 1] if at + 1 < len(sections) else None)
