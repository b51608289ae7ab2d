"""The questions of a quiz in their sections: numbers, marks and minutes; moved by key and by dragging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from tutorapp.domain import markup
from tutorapp.domain.bank import quiz_editing
from tutorapp.domain.bank.quiz_editing import Place
from tutorapp.domain.content import Question
from tutorapp.domain.quiz import Entry, Quiz, ResolvedQuiz, ResolvedSection, needed_minutes, pool, totals
from tutorapp.ui.context import UiContext
from tutorapp.ui.quizzes.fields import PlainDouble
from tutorapp.ui.quizzes.kinds import type_icon

PLACE_ROLE = Qt.ItemDataRole.UserRole + 1
NUMBER, QUESTION, POOL, MARKS, MINUTES = range(5)
_WIDES = ((NUMBER, 80), (POOL, 80), (MARKS, 56), (MINUTES, 80))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class QuizTree(QTreeWidget):
    """Sections at the top level. A place is (section, entry); (section, -1) is the section itself.

    Signals:
        chosen: another place is in front.
        move_asked: put the entry of one place at another.
        step_asked: move the entry in front up (-1) or down (1).
        remove_asked: take away what is selected.
        minutes_given: (section, minutes, or 0.0 for what its questions take).
    """

    chosen = Signal(object)
    move_asked = Signal(object, object)
    step_asked = Signal(int)
    remove_asked = Signal()
    minutes_given = Signal(int, float)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._filling = False
        self.setObjectName("quizzes.quiz.tree")
        self.setAccessibleName(self.tr("Questions of the quiz"))
        self.setColumnCount(5)
        self.setHeaderLabels([self.tr("No."), self.tr("Question"), "", self.tr("Marks"), self.tr("Minutes")])
        for column in (MARKS, MINUTES):
            self.headerItem().setTextAlignment(column, _RIGHT)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setIndentation(14)
        self.setIconSize(QSize(16, 16))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QUESTION, QHeaderView.ResizeMode.Stretch)
        for column in (NUMBER, POOL, MARKS, MINUTES):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.set_narrow(False)
        self.currentItemChanged.connect(self._on_current)

    def set_narrow(self, narrow: bool) -> None:
        """Closer columns, so that the questions keep their words."""
        wides = ((NUMBER, 76), (POOL, 72), (MARKS, 50), (MINUTES, 76)) if narrow else _WIDES
        for column, wide in wides:
            self.header().resizeSection(column, self._ctx.theme.px(wide))

    # --- showing -------------------------------------------------------------------------------------

    def show_quiz(self, resolved: ResolvedQuiz, bank: Mapping[str, Question], doubtful: frozenset[Place]) -> None:
        """Show the quiz with its draws made; ``doubtful`` places get a sign."""
        place = self.place()
        self._filling = True
        self.clear()
        numbers = quiz_editing.numbers(resolved)
        for at, made in enumerate(resolved.sections):
            top = self._section(at, made)
            drawn: dict[int, list[Question]] = {}
            for one in made.drawn:
                drawn.setdefault(one.entry, []).append(one.question)
            for n, entry in enumerate(made.section.entries):
                item = self._entry((at, n), entry, drawn.get(n, []), numbers.get((at, n)), bank)
                if (at, n) in doubtful:
                    item.setIcon(POOL, self._ctx.icons.icon("triangle-alert", "warning"))
                top.addChild(item)
            top.setExpanded(True)
        self._filling = False
        self.go_to(place if place is not None else (0, 0))

    def _section(self, at: int, made: ResolvedSection) -> QTreeWidgetItem:
        name = made.section.title or quiz_editing.section_name(at)
        found = totals(made)
        told = " ".join(markup.plain(made.section.instructions).split())
        item = QTreeWidgetItem(["", f"{name}   {told}" if told else name, "", str(found.marks), ""])
        item.setData(0, PLACE_ROLE, (at, -1))
        item.setTextAlignment(MARKS, _RIGHT)
        item.setFont(QUESTION, self._ctx.theme.font("ui_strong"))
        item.setSizeHint(NUMBER, QSize(0, self._ctx.theme.px(40)))
        for column in range(5):
            item.setBackground(column, self._ctx.theme.colour("bg.canvas"))
        self.addTopLevelItem(item)
        self.setItemWidget(item, MINUTES, self._minutes(at, made))
        return item

    def _minutes(self, at: int, made: ResolvedSection) -> QWidget:
        spin = PlainDouble()
        spin.setObjectName(f"quizzes.quiz.minutes.{at}")
        spin.setAccessibleName(self.tr("Minutes of section {0}").format(at + 1))
        spin.setDecimals(1)
        spin.setRange(0, 24 * 60)
        spin.setSpecialValueText(f"{needed_minutes(made):g}")
        spin.setToolTip(self.tr("0: as many as its questions take"))
        spin.setKeyboardTracking(False)
        spin.setValue(made.section.minutes or 0.0)
        spin.lineEdit().setTextMargins(6, 0, 0, 0)
        spin.valueChanged.connect(lambda value: self.minutes_given.emit(at, value))
        return spin

    def _entry(
        self,
        place: Place,
        entry: Entry,
        drawn: Sequence[Question],
        numbers: tuple[int, int] | None,
        bank: Mapping[str, Question],
    ) -> QTreeWidgetItem:
        number = (
            "" if numbers is None else str(numbers[0]) if numbers[0] == numbers[1] else f"{numbers[0]}–{numbers[1]}"
        )
        marks = sum(question.marks for question in drawn)
        minutes = sum(question.allowed_minutes for question in drawn if question.type != "text")
        item = QTreeWidgetItem([number, self._words(entry, drawn), "", str(marks), f"{minutes:g}"])
        item.setData(0, PLACE_ROLE, place)
        for column in (MARKS, MINUTES):
            item.setTextAlignment(column, _RIGHT)
        item.setForeground(MINUTES, self._ctx.theme.colour("text.secondary"))
        icon = "dices" if entry.pick is not None else type_icon(drawn[0].type) if drawn else "circle-alert"
        item.setIcon(QUESTION, self._ctx.icons.icon(icon, "accent" if entry.pick is not None else "text.secondary"))
        if entry.pick is not None:
            size = len(pool(entry.pick.filter, bank.values()))
            item.setText(POOL, self.tr("pool {0}").format(size))
            item.setForeground(POOL, self._ctx.theme.colour("accent"))
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
        return item

    def _words(self, entry: Entry, drawn: Sequence[Question]) -> str:
        if entry.pick is not None:
            if entry.pick.count == 1:
                return self.tr("Pick 1 from a filter")
            return self.tr("Pick {0} from a filter").format(entry.pick.count)
        if not drawn:
            return self.tr("A question that is not in the bank")
        question = drawn[0]
        return question.title or " ".join(markup.plain(question.text).split())

    # --- choosing ------------------------------------------------------------------------------------

    def place(self) -> Place | None:
        """The place in front; None without one."""
        item = self.currentItem()
        found = item.data(0, PLACE_ROLE) if item is not None else None
        return (int(found[0]), int(found[1])) if found is not None else None

    def places(self) -> tuple[Place, ...]:
        """Every selected place, those of sections left out."""
        every = (item.data(0, PLACE_ROLE) for item in self.selectedItems())
        return tuple((int(place[0]), int(place[1])) for place in every if place[1] >= 0)

    def go_to(self, place: Place) -> None:
        """Bring a place to the front, or the nearest there is."""
        top = self.topLevelItem(min(max(place[0], 0), self.topLevelItemCount() - 1))
        if top is None:
            self.chosen.emit(None)
            return
        item = top
        if place[1] >= 0 and top.childCount():
            item = top.child(min(place[1], top.childCount() - 1)) or top
        if self.currentItem() is item:
            self._on_current(item, None)
        else:
            self.setCurrentItem(item)

    def _on_current(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if not self._filling:
            self.chosen.emit(self.place() if item is not None else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.step_asked.emit(step)
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the move; the tree is filled anew from what comes of it."""
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        place, target = self.place(), self.itemAt(event.position().toPoint())
        if place is None or place[1] < 0 or target is None:
            return
        section, at = (int(part) for part in target.data(0, PLACE_ROLE))
        below = self.dropIndicatorPosition() == QAbstractItemView.DropIndicatorPosition.BelowItem
        to = 0 if at < 0 else at + below
        if section == place[0] and to > place[1]:
            to -= 1
        self.move_asked.emit(place, (section, to))


def doubtful_places(quiz: Quiz, fields: Sequence[str]) -> frozenset[Place]:
    """The places that problems with these fields ("sections[0].entries[3]") are about."""
    found: set[Place] = set()
    for at, section in enumerate(quiz.sections):
        for n in range(len(section.entries)):
            if any(field.startswith(f"sections[{at}].entries[{n}]") for field in fields):
                found.add((at, n))
    return frozenset(found)


def place_of(field: str) -> Place | None:
    """The place in a problem's field, e.g. "sections[0].entries[3]"; (n, -1) for a section."""
    parts = [piece.partition("]")[0] for piece in field.split("[")[1:]]
    if not parts:
        return None
    return int(parts[0]), int(parts[1]) if len(parts) > 1 else -1
