"""Put events in order, by keyboard alone or with the mouse: cards still to place, and the order made so far."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from tutorapp.ui.context import UiContext
from tutorapp.ui.timeline.card_column import Card, CardColumn

ROOMY = 800
"""From this width on (design pixels) the columns have wide margins."""


class OrderView(QWidget):
    """Both columns with one keyboard focus; it keeps the order, the card carried and what is said.

    Signals:
        said: a sentence for the foot line (and for a screen reader).
        changed: the order is another now.
        check_asked: Ctrl+Enter.
    """

    said = Signal(str)
    changed = Signal()
    check_asked = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = context
        self.setObjectName("timeline.quiz.order")
        self.setAccessibleName(self.tr("Put in order"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.is_checked = False
        self._in_right = False
        self._columns: list[QVBoxLayout] = []
        self._build()
        self._fit()

    def _build(self) -> None:
        self.left = CardColumn(self._ctx, "timeline.quiz.left", 0)
        self.right = CardColumn(self._ctx, "timeline.quiz.right", 6)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(self._column(self.left, self._left_head(), self._keys()), 1)
        rule = QWidget()
        rule.setProperty("role", "rule")
        rule.setFixedWidth(1)
        row.addWidget(rule)
        row.addLayout(self._column(self.right, self._right_head(), None), 1)
        self.left.pressed.connect(lambda number: self._press(self.left, number))
        self.right.pressed.connect(lambda number: self._press(self.right, number))

    def _column(self, cards: CardColumn, head: QVBoxLayout, foot: QLabel | None) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        self._columns.append(column)
        column.addLayout(head)
        column.addWidget(cards)
        if foot is not None:
            column.addSpacing(8)
            column.addWidget(foot)
        column.addStretch(1)
        return column

    def _left_head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setSpacing(2)
        title = QLabel(self.tr("Still to place"))
        title.setProperty("role", "h2")
        hint = QLabel(self.tr("Which came first? The dates appear when you check."))
        hint.setProperty("role", "secondary")
        hint.setWordWrap(True)
        head.addWidget(title)
        head.addWidget(hint)
        return head

    def _right_head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setSpacing(2)
        row = QHBoxLayout()
        title = QLabel(self.tr("Your order"))
        title.setProperty("role", "h2")
        self._count = QLabel()
        self._count.setProperty("role", "secondary")
        row.addWidget(title, 1)
        row.addWidget(self._count)
        head.addLayout(row)
        hint = QLabel(self.tr("↑ earliest first"))
        hint.setProperty("role", "secondary")
        hint.setWordWrap(True)
        head.addWidget(hint)
        return head

    def _keys(self) -> QLabel:
        lines = (
            self.tr("↑ ↓  move along the list, or move the card you carry"),
            self.tr("Space  pick a card up, put it down"),
            self.tr("← →  change between the two lists"),
            self.tr("1 … 7  put the card straight into that place"),
        )
        self._keys_label = label = QLabel("\n".join((self.tr("Keys"), *lines)))
        label.setProperty("role", "muted")
        label.setWordWrap(True)
        return label

    def _fit(self) -> None:
        """Narrow margins and closer cards in a narrow pane, and the keys as a tip: nothing is to be scrolled."""
        roomy = self.width() >= self._ctx.theme.px(ROOMY)
        for column in self._columns:
            column.setContentsMargins(*((48, 24, 40, 16) if roomy else (20, 8, 16, 4)))
        for cards in (self.left, self.right):
            cards.bring_close(not roomy)
        self._keys_label.setVisible(roomy)
        self.setToolTip("" if roomy else self._keys_label.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- content -------------------------------------------------------------------------------------

    def ask(self, cards: list[Card]) -> None:
        """Ask for the order of ``cards``, given in the order to show."""
        self.left.cards, self.right.cards = list(cards), []
        self.right.slots = len(cards)
        self.left.marks = self.right.marks = None
        self.left.carried = self.right.carried = -1
        self.is_checked = False
        self._in_right = False
        self.left.current, self.right.current = 0, 0
        self._refresh()

    @property
    def order(self) -> list[str]:
        """The ids in the order made so far."""
        return [card.id for card in self.right.cards]

    @property
    def is_complete(self) -> bool:
        """Every card has a place."""
        return not self.left.cards

    def show_marks(self, right_order: list[str]) -> None:
        """Say of each card whether it stands where it belongs; nothing can be moved any more."""
        self.is_checked = True
        self.right.carried = -1
        self.right.marks = [card.id == want for card, want in zip(self.right.cards, right_order, strict=True)]
        self._refresh()

    def _refresh(self) -> None:
        self.left.is_active = not self._in_right and self.hasFocus()
        self.right.is_active = self._in_right and self.hasFocus()
        text = self.tr("{placed} of {all} placed")
        self._count.setText(text.format(placed=len(self.right.cards), all=self.right.slots))
        self.left.refresh()
        self.right.refresh()

    # --- moving --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.check_asked.emit()
        elif self.is_checked:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._along(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._change_list(to_right=key == Qt.Key.Key_Right)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._lift_or_drop()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._put_at(key - Qt.Key.Key_1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]  # Qt's own event
        self._refresh()
        self._say_current()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]  # as above
        self._refresh()

    @property
    def _active(self) -> CardColumn:
        return self.right if self._in_right else self.left

    def _along(self, step: int) -> None:
        column = self._active
        if self.right.carried >= 0:
            self._carry_to(self.right.carried + step)
            return
        column.current = min(max(0, column.current + step), max(0, len(column.cards) - 1))
        self._refresh()
        self._say_current()

    def _carry_to(self, number: int) -> None:
        cards, at = self.right.cards, self.right.carried
        number = min(max(0, number), len(cards) - 1)
        cards.insert(number, cards.pop(at))
        self.right.carried = self.right.current = number
        self._refresh()
        self._say_carried()
        self.changed.emit()

    def _change_list(self, *, to_right: bool) -> None:
        if self.right.carried >= 0 and not to_right:
            card = self.right.cards.pop(self.right.carried)
            self.right.carried = -1
            self.left.cards.append(card)
            self._in_right = False
            self.left.current = len(self.left.cards) - 1
            self.changed.emit()
        elif to_right and not self.right.cards and self.left.cards:
            self._take(self.left.current)
            return
        else:
            self._in_right = to_right and bool(self.right.cards)
        self._refresh()
        self._say_current()

    def _lift_or_drop(self) -> None:
        if self.right.carried >= 0:
            number, self.right.carried = self.right.carried, -1
            self._say(self.tr("“{title}”, put down, place {n} of {all}."), self.right.cards[number], number)
            self._in_right = not self.left.cards or self._in_right
            if self.left.cards:
                self._in_right = False
                self.left.current = min(self.left.current, len(self.left.cards) - 1)
            self._refresh()
        elif self._in_right and self.right.cards:
            self.right.carried = self.right.current
            self._refresh()
            self._say_carried()
        elif self.left.cards:
            self._take(self.left.current)

    def _take(self, number: int, place: int | None = None) -> None:
        """Carry a card from the left into the order, at its end or at ``place``."""
        card = self.left.cards.pop(min(number, len(self.left.cards) - 1))
        place = len(self.right.cards) if place is None else min(place, len(self.right.cards))
        self.right.cards.insert(place, card)
        self.right.carried = self.right.current = place
        self._in_right = True
        self._refresh()
        self._say_carried()
        self.changed.emit()

    def _put_at(self, place: int) -> None:
        if place >= self.right.slots:
            return
        if self.right.carried >= 0:
            self._carry_to(place)
            self._lift_or_drop()
        elif self._in_right and self.right.cards:
            self.right.carried = self.right.current
            self._carry_to(place)
            self._lift_or_drop()
        elif self.left.cards:
            self._take(self.left.current, place)
            self._lift_or_drop()

    def _press(self, column: CardColumn, number: int) -> None:
        """A mouse press: a card of the left goes to the end of the order; in the order it is lifted or swapped in."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.is_checked:
            return
        if column is self.left and number < len(self.left.cards):
            self._take(number)
            self.right.carried = -1
        elif column is self.right and self.right.carried >= 0:
            self._carry_to(number)
            self.right.carried = -1
        elif column is self.right and number < len(self.right.cards):
            self._in_right = True
            self.right.current = self.right.carried = number
            self._say_carried()
        self._refresh()

    # --- saying --------------------------------------------------------------------------------------

    def _say_current(self) -> None:
        column = self._active
        if 0 <= column.current < len(column.cards):
            card = column.cards[column.current]
            if column is self.right:
                self._say(self.tr("“{title}”, place {n} of {all}."), card, column.current)
            else:
                self._say(self.tr("“{title}”, still to place, {n} of {all}."), card, column.current, len(column.cards))

    def _say_carried(self) -> None:
        number = self.right.carried
        self._say(self.tr("“{title}”, carried, place {n} of {all}."), self.right.cards[number], number)

    def _say(self, text: str, card: Card, number: int, total: int | None = None) -> None:
        sentence = text.format(title=card.title, n=number + 1, all=self.right.slots if total is None else total)
        self.said.emit(sentence)
        self.setAccessibleDescription(sentence)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
