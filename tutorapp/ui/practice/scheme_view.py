"""The mark scheme beside the answer: groups, points with sign and word, one point in focus with its keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from tutorapp.domain import markup
from tutorapp.domain.content import Question
from tutorapp.domain.records import dataclass
from tutorapp.services.marking_session import MarkingSession, PointState, Standing
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Column, Figure, Flow, KeyButton, announce, clear, label

NARROW = 420
"""Design pixels below which a point's words go under its sign instead of beside it."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a standing is shown: icon and colour roles."""

    icon: str
    ground: str
    ink: str


LOOKS: dict[Standing, Look] = {
    "awarded": Look("check", "success.soft", "success"),
    "unsure": Look("circle-help", "warning.soft", "warning"),
    "not_found": Look("minus", "bg.sunken", "text.secondary"),
    "rejected": Look("minus", "bg.sunken", "text.secondary"),
    "open": Look("circle", "bg.sunken", "text.muted"),
}


class Disc(QWidget):
    """A round sign of 24 pixels."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._look = LOOKS["open"]
        self.setFixedSize(24, 24)

    def set_look(self, look: Look) -> None:
        """Show another sign."""
        self._look = look
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, look = self._ctx.theme, self._look
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(look.ground))
        painter.drawEllipse(QRectF(0, 0, 24, 24))
        ink = theme.colour(look.ink)
        if look.icon == "circle-help":
            painter.setPen(ink)
            painter.setFont(theme.font("label"))
            painter.drawText(QRectF(0, 0, 24, 24), Qt.AlignmentFlag.AlignCenter, "?")
        elif look.icon == "circle":
            painter.setPen(QPen(ink, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(8, 8, 8, 8))
        else:
            painter.drawPixmap(4, 4, self._ctx.icons.pixmap(look.icon, look.ink))


class PointRow(QFrame):
    """One mark point. Clicking it puts it in focus.

    Signals:
        clicked: put this point in focus.
        acted: a button was pressed: "award", "reject", "later", "missed" or "note".
    """

    clicked = Signal()
    acted = Signal(str)

    def __init__(self, context: UiContext, name: str, scheme: QWidget) -> None:
        super().__init__()
        self._ctx, self._scheme = context, scheme
        self.focused = False
        self._narrow = False
        self.setObjectName(name)
        self._build(name)

    def _build(self, name: str) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 6, 12, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(2, 1)
        self._disc = Disc(self._ctx)
        self._number = label("", "muted")
        self._number.setFixedWidth(self._ctx.theme.px(16))
        self._text = label("", "body", wrap=True)
        self._verdict = Figure(self._ctx, "label")
        self._detail = label("", "secondary", wrap=True)
        drop = self._ctx.theme.px(3)
        self._number.setContentsMargins(0, drop, 0, 0)
        self._verdict.setContentsMargins(0, drop, 0, 0)
        self._keys = QWidget()
        row = QHBoxLayout(self._keys)
        row.setContentsMargins(0, 6, 0, 2)
        wrapping = QWidget()
        flow = Flow(8)
        wrapping.setLayout(flow)
        self._buttons = {}
        for action, text, key, icon, tint in (
            ("award", self.tr("Award"), "Y", "check", "success"),
            ("reject", self.tr("Not yet"), "N", "minus", "text.secondary"),
            ("later", self.tr("Later"), "U", "", ""),
            ("missed", self.tr("Marker missed it"), "M", "", ""),
        ):
            button = KeyButton(self._ctx, text, f"{name}.{action}", key=key, icon=icon, tint=tint or "text.secondary")
            button.clicked.connect(lambda _checked=False, action=action: self.acted.emit(action))
            flow.addWidget(button)
            self._buttons[action] = button
        self._note = KeyButton(self._ctx, self.tr("See the note"), f"{name}.note", role="link")
        self._note.clicked.connect(lambda: self.acted.emit("note"))
        row.addWidget(wrapping, 1)
        self._grid = grid
        self._place()

    def set_narrow(self, narrow: bool) -> None:
        """In a narrow column the words take the whole width, below sign and verdict."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._place()

    def _place(self) -> None:
        top, right = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignRight
        grid, narrow = self._grid, self._narrow
        for widget in (self._disc, self._number, self._text, self._verdict, self._detail, self._keys, self._note):
            grid.removeWidget(widget)
        grid.addWidget(self._disc, 0, 0, top)
        grid.addWidget(self._number, 0, 1, top)
        grid.addWidget(self._verdict, 0, 3, right | top)
        if narrow:
            for line, widget in enumerate((self._text, self._detail, self._keys), start=1):
                grid.addWidget(widget, line, 0, 1, 4)
            grid.addWidget(self._note, 4, 0, 1, 4, Qt.AlignmentFlag.AlignLeft)
        else:
            grid.addWidget(self._text, 0, 2)
            grid.addWidget(self._detail, 1, 2)
            grid.addWidget(self._note, 1, 3, right | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(self._keys, 2, 2, 1, 2)

    def show_state(self, state: PointState, evidence: str, detail: str, verdict: str, *, focused: bool) -> None:
        """Show ``state`` in words; the buttons only in focus."""
        look = LOOKS[state.standing]
        self._disc.set_look(look)
        self._number.setText(str(state.number))
        text = markup.plain(state.point.text)
        if state.point.marks != 1:
            text += f"  [{state.point.marks}]"
        self._text.setText(text)
        self._verdict.set_text(verdict, look.ink)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._keys.setVisible(focused)
        self._note.setVisible(focused and bool(state.point.section))
        missed = state.suggested is not None and state.suggested.verdict != "awarded"
        self._buttons["missed"].setVisible(missed)
        self.focused = focused
        self.update()
        self.setAccessibleName(". ".join(part for part in (text, verdict, evidence and f"“{evidence}”") if part))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.focused:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._ctx.theme.colour("focus" if self._scheme.hasFocus() else "accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()
        event.accept()


class SchemeView(Column):
    """All points; one widget for the keyboard: arrows move, the marking keys act on the point in focus.

    Signals:
        focus_asked: put the point with this index in focus.
        acted: (what) on the point in focus, see ``PointRow``.
    """

    focus_asked = Signal(int)
    acted = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__("practice.scheme", (12, 12, 12, 8), 0)
        self._ctx = context
        self._rows: list[PointRow] = []
        self._groups: dict[str, QWidget] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def begin(self, session: MarkingSession) -> None:
        """Make a row for every point, under its group's heading."""
        clear(self.body)
        self._rows, self._groups = [], {}
        group = None
        for at, state in enumerate(session.points):
            if state.point.group != group:
                group = state.point.group
                self._add_heading(session.question, group, first=at == 0)
            row = PointRow(self._ctx, f"practice.point.{state.point.id}", self)
            row.clicked.connect(lambda at=at: self.focus_asked.emit(at))
            row.acted.connect(self.acted)
            self.body.addWidget(row)
            self._rows.append(row)
        self.body.addStretch(1)
        self._fit()

    def _fit(self) -> None:
        narrow = self.viewport().width() < self._ctx.theme.px(NARROW)
        side = 4 if narrow else 12
        self.body.setContentsMargins(side, 4 if narrow else 12, side, 8)
        for row in self._rows:
            row.set_narrow(narrow)

    def _add_heading(self, question: Question, group_id: str, *, first: bool) -> None:
        group = next((group for group in question.groups if group.id == group_id), None)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(12, 0 if first else 12, 12, 2)
        title = (group.title or group.id) if group else self.tr("Mark points")
        row.addWidget(label(title, "h3"))
        row.addStretch(1)
        marks = label("", "strong", name=f"practice.group.{group_id}")
        row.addWidget(marks)
        self._groups[group_id] = marks
        self.body.addWidget(holder)

    def show_session(self, session: MarkingSession, details: Sequence[tuple[str, str, str]]) -> None:
        """Bring every row up to the session; ``details`` are (evidence, line, verdict word) a point."""
        total = session.total()
        limits = {group.id: group.max for group in session.question.groups}
        for key, marks in self._groups.items():
            most = limits.get(key, session.question.marks)
            words = self.tr("{0} of {1}").format(total.groups.get(key, 0), most)
            marks.setText(words)  # type: ignore[attr-defined]  # a label
        for at, (row, state) in enumerate(zip(self._rows, session.points, strict=True)):
            evidence, line, verdict = details[at]
            row.show_state(state, evidence, line, verdict, focused=at == session.focus)
        if self._rows:
            current = self._rows[session.focus]
            position = self.tr("Point {0} of {1}").format(session.focus + 1, len(self._rows))
            spoken = f"{position}. {current.accessibleName()}"
            if spoken != self.accessibleName():
                self.setAccessibleName(spoken)
                announce(self, spoken)
            self._show_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            return
        at = next((n for n, row in enumerate(self._rows) if row.focused), 0)
        self.focus_asked.emit(max(0, min(at + step, len(self._rows) - 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._show_current()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.inner.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.inner.update()

    def sizeHint(self) -> QSize:
        return QSize(700, 500)

    def _show_current(self) -> None:
        current = next((row for row in self._rows if row.focused), None)
        if current is not None:
            self.body.activate()
            if current.geometry().bottom() <= self.viewport().height():
                self.verticalScrollBar().setValue(0)  # what can be seen from the top is, with its heading
            else:
                self.ensureWidgetVisible(current, 0, 24)
