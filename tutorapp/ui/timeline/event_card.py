"""What is known of the chosen event: date and its doubt, summary, care notes, links, the events before and after."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from tutorapp.domain import markup
from tutorapp.domain.content import Event
from tutorapp.domain.dates import certainty_words, in_words, parse_edtf, short_words
from tutorapp.domain.library import Library
from tutorapp.domain.records import dataclass
from tutorapp.domain.timeline.index import TimelineIndex
from tutorapp.ui.bus import Target
from tutorapp.ui.context import UiContext
from tutorapp.ui.timeline.ink import shape_path

CARD_WIDTH = 328
_LINKS = 5


@dataclass(frozen=True, slots=True)
class CardLink:
    """A line under "Linked": where it leads and what it is."""

    target: Target
    text: str
    kind: str
    icon: str


def shape_pixmap(context: UiContext, category: str, size: int = 16, ratio: float = 2.0) -> QPixmap:
    """A category's shape in its colour, for labels and lists."""
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(QPointF(size / 2, size / 2))
    painter.scale(size / 16, size / 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(context.theme.category_colour(category))
    painter.drawPath(shape_path(context.theme.category_shape(category)))
    painter.end()
    return picture


class EventCard(QFrame):
    """The card of one event.

    Signals:
        closed: the person has seen enough.
        stepped: show the event before (-1) or after (1).
        change_asked, delete_asked: the person wants to change or delete their own event (its id).
    """

    closed = Signal()
    change_asked = Signal(str)
    delete_asked = Signal(str)
    stepped = Signal(int)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = context
        self.event_id = ""
        self.setObjectName("timeline.card")
        self.setAccessibleName(self.tr("The chosen event"))
        self.setProperty("role", "sideright")
        self.setFixedWidth(context.theme.px(CARD_WIDTH))
        self._build()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setObjectName("timeline.card.scroll")
        outer.addLayout(self._build_head())
        outer.addWidget(self._scroll, 1)
        outer.addLayout(self._build_foot())

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(24, 12, 12, 4)
        self._shape = QLabel()
        self._place = QLabel()
        self._place.setProperty("role", "muted")
        self._close = QToolButton()
        self._close.setObjectName("timeline.card.close")
        self._close.setAccessibleName(self.tr("Close the card"))
        self._close.setToolTip(self.tr("Close the card (Esc)"))
        self._close.clicked.connect(self.closed)
        row.addWidget(self._shape)
        row.addSpacing(4)
        row.addWidget(self._place, 1)
        row.addWidget(self._close)
        return row

    def _build_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(24, 12, 16, 16)
        row.setSpacing(8)
        self._before = self._step_button("timeline.card.before", -1)
        self._after = self._step_button("timeline.card.after", 1)
        self._after.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        row.addWidget(self._before, 1)
        row.addWidget(self._after, 1)
        return row

    def _step_button(self, name: str, step: int) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.clicked.connect(lambda: self.stepped.emit(step))
        return button

    # --- filling -------------------------------------------------------------------------------------

    def show_event(self, library: Library, index: TimelineIndex, item: int, event: Event) -> None:
        """Show ``event``, which stands at ``item`` of ``index``."""
        self.event_id = event.id
        self.setFixedWidth(self._ctx.theme.px(CARD_WIDTH))
        lane = next((c.title for c in library.manifest.categories if c.id == event.category), self.tr("Other"))
        place = self.tr("{lane} · event {number} of {total}")
        self._place.setText(place.format(lane=lane, number=item + 1, total=len(index)))
        self._shape.setPixmap(shape_pixmap(self._ctx, event.category))
        self._close.setIcon(self._ctx.icons.icon("x"))
        self._fill_step(self._before, index, item - 1, "arrow-left", self.tr("Event before"))
        self._fill_step(self._after, index, item + 1, "arrow-right", self.tr("Event after"))
        old = self._scroll.takeWidget()
        if old is not None:
            old.deleteLater()
        self._scroll.setWidget(self._body(library, event))

    def _fill_step(self, button: QPushButton, index: TimelineIndex, item: int, icon: str, name: str) -> None:
        inside = 0 <= item < len(index)
        button.setEnabled(inside)
        button.setText(short_words(index.items[item].date) if inside else "–")
        button.setIcon(self._ctx.icons.icon(icon))
        button.setAccessibleName(f"{name}: {index.items[item].title}" if inside else name)
        button.setToolTip(index.items[item].title if inside else "")

    def _body(self, library: Library, event: Event) -> QWidget:
        body = QWidget()
        body.setProperty("role", "scroll")
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 4, 16, 8)
        column.setSpacing(0)
        date = parse_edtf(event.when)
        column.addWidget(_label(in_words(date), "secondary", "timeline.card.date"))
        doubt = doubt_words(event)
        if doubt:
            column.addWidget(_label(doubt, "muted", "timeline.card.certainty"))
        column.addSpacing(12)
        column.addWidget(_label(event.title, "h3", "timeline.card.title"))
        column.addSpacing(8)
        column.addWidget(_label(markup.plain(event.summary, library.titles), "body", "timeline.card.summary"))
        for care in event.care[:2]:
            if care in library.care:
                column.addSpacing(12)
                column.addWidget(self._care(library, care))
        self._links(column, library, event)
        if event.id in library.own:
            column.addLayout(self._own_row(event.id))
        column.addStretch(1)
        return body

    def _own_row(self, event_id: str) -> QHBoxLayout:
        """What can be done with an event of one's own."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(_label(self.tr("Your event"), "muted", "timeline.card.own"), 1)
        for text, name, asked in (
            (self.tr("Change …"), "change", self.change_asked),
            (self.tr("Delete"), "delete", self.delete_asked),
        ):
            button = QPushButton(text)
            button.setObjectName(f"timeline.card.{name}")
            button.setAccessibleName(f"{text.rstrip(' …')} {self.tr('your event')}")
            button.clicked.connect(lambda _on=False, asked=asked: asked.emit(event_id))
            row.addWidget(button)
        return row

    def _care(self, library: Library, care_id: str) -> QFrame:
        note = library.care[care_id]
        frame = QFrame()
        frame.setProperty("role", "care")
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(6)
        sign = QLabel()
        sign.setPixmap(self._ctx.icons.pixmap("triangle-alert", "warning", 16))
        title = _label(self.tr("Care: {title}").format(title=note.title), "label", "timeline.card.care.title")
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(title, 1)
        column.addLayout(head)
        column.addWidget(_label(markup.plain(note.text, library.titles), "", "timeline.card.care"))
        return frame

    def _links(self, column: QVBoxLayout, library: Library, event: Event) -> None:
        links = links_of(library, event)
        if not links:
            return
        column.addSpacing(14)
        rule = QFrame()
        rule.setProperty("role", "rule")
        column.addWidget(rule)
        column.addSpacing(8)
        column.addWidget(_label(self.tr("Linked"), "label", "timeline.card.linked"))
        column.addSpacing(2)
        for number, link in enumerate(links):
            column.addLayout(self._link_row(link, number))

    def _link_row(self, link: CardLink, number: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        button = QPushButton()
        button.setProperty("role", "link")
        button.setObjectName(f"timeline.card.link.{number}")
        button.setAccessibleName(f"{link.text}, {link.kind}")
        button.setToolTip(link.text)
        button.setIcon(self._ctx.icons.icon(link.icon))
        metrics = button.fontMetrics()
        room = self._ctx.theme.px(CARD_WIDTH) - 88 - metrics.horizontalAdvance(link.kind)
        button.setText(metrics.elidedText(link.text, Qt.TextElideMode.ElideRight, room))
        button.clicked.connect(lambda: self._ctx.bus.open(link.target))
        row.addWidget(button)
        row.addStretch(1)
        row.addWidget(_label(link.kind, "muted", f"timeline.card.kind.{number}"))
        return row


def _label(text: str, role: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(role not in ("muted", "label") or len(text) > 24)
    if role:
        label.setProperty("role", role)
    return label


def doubt_words(event: Event) -> str:
    """What is not certain of the event's date: its own signs, then its note, or a plain sentence; "" if certain."""
    note = event.date_note[:1].upper() + event.date_note[1:]
    said = ". ".join(part for part in (certainty_words(parse_edtf(event.when)), note) if part)
    unsaid = not said and event.certainty in ("medium", "low")
    return _tr("The exact date is not certain.") if unsaid else said


def links_of(library: Library, event: Event) -> list[CardLink]:
    """Where an event leads: notes, then terms, then questions, a few of each."""
    found = []
    for section in library.sections_of_event(event.id)[:_LINKS]:
        text = f"{section.number} {section.title}".strip()
        found.append(CardLink(Target("section", section.id), text, _tr("notes"), "book-open"))
    for term in library.terms_of_event(event.id)[:_LINKS]:
        found.append(CardLink(Target("term", term.id), term.term, _tr("term"), "layers"))
    for question in library.questions_of_event(event.id)[:_LINKS]:
        marks = _tr("{n} marks").format(n=question.marks) if question.marks != 1 else _tr("1 mark")
        found.append(CardLink(Target("question", question.id), library.question_title(question), marks, "pencil"))
    return found


def _tr(text: str) -> str:
    return QCoreApplication.translate("EventCard", text)
