"""The side of a quiz: the draw in front with its filter and pool, the section in front, or a question's preview."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain import markup
from tutorapp.domain.bank.editing import TYPES
from tutorapp.domain.content import Question, SpecPoint
from tutorapp.domain.quiz import MOST_QUESTIONS, Pick, QuestionFilter, pool
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Column, KeyButton, label
from tutorapp.ui.quizzes.chips import ChipsField
from tutorapp.ui.quizzes.fields import ChoiceField, NumberField
from tutorapp.ui.quizzes.filter_chip import FilterChip
from tutorapp.ui.quizzes.kinds import type_title
from tutorapp.ui.quizzes.spec_picker import SpecField

MOST_SEED = 999_999
MOST_SHOWN = 300
"""Questions of a pool that are listed; nobody unticks more by hand."""


class PickSide(QWidget):
    """One draw.

    Signals:
        changed: (the Pick as it should be, words for the step).
    """

    changed = Signal(object, str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._pick = Pick(count=1)
        self._silent = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        page = Column("quizzes.pick.page", (16, 12, 16, 8), 8)
        page.body.addLayout(self._build_count())
        page.body.addLayout(self._build_each())
        page.body.addLayout(self._build_seed())
        page.body.addSpacing(4)
        page.body.addWidget(label(self.tr("Filter"), "label"))
        page.body.addLayout(self._build_filter())
        page.body.addStretch(1)
        column.addWidget(page, 5)
        strip = label(self.tr("In the pool: untick to leave out"), "label")
        strip.setContentsMargins(16, 6, 16, 6)
        column.addWidget(strip)
        self.pool = QListWidget()
        self.pool.setObjectName("quizzes.pick.pool")
        self.pool.setAccessibleName(self.tr("Questions of the pool"))
        self.pool.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.pool.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pool.itemChanged.connect(self._on_tick)
        column.addWidget(self.pool, 2)
        self.foot = label("", "muted", name="quizzes.pick.foot", wrap=True)
        self.foot.setContentsMargins(16, 8, 16, 8)
        column.addWidget(self.foot)

    # --- building ------------------------------------------------------------------------------------

    def _build_count(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.count = QSpinBox()
        self.count.setObjectName("quizzes.pick.count")
        self.count.setAccessibleName(self.tr("How many to pick"))
        self.count.setRange(1, MOST_QUESTIONS)
        self.count.setFixedWidth(self._ctx.theme.px(64))
        self.count.lineEdit().setTextMargins(6, 0, 0, 0)
        self.count.valueChanged.connect(lambda value: self._tell(replace(self._pick, count=value), "how many to pick"))
        self.size_words = QLabel()
        self.size_words.setObjectName("quizzes.pick.size")
        row.addWidget(label(self.tr("Pick")))
        row.addWidget(self.count)
        row.addWidget(self.size_words)
        row.addStretch(1)
        return row

    def _build_each(self) -> QHBoxLayout:
        row = QHBoxLayout()
        group = QButtonGroup(self)
        self.same = QRadioButton(self.tr("Same for all"))
        self.each = QRadioButton(self.tr("New for each"))
        for button, name in ((self.same, "same"), (self.each, "each")):
            button.setObjectName(f"quizzes.pick.{name}")
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.each.toggled.connect(lambda on: self._tell(replace(self._pick, each=on), "draw for each pupil"))
        return row

    def _build_seed(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.seed = QLineEdit()
        self.seed.setObjectName("quizzes.pick.seed")
        self.seed.setAccessibleName(self.tr("Seed of the draw"))
        self.seed.setFixedWidth(self._ctx.theme.px(84))
        self.seed.textEdited.connect(self._on_seed)
        self.again = KeyButton(
            self._ctx, self.tr("Draw again"), "quizzes.pick.again", role="flat", icon="dices", tint="accent"
        )
        self.again.clicked.connect(self.draw_again)
        row.addWidget(label(self.tr("Seed"), "label"))
        row.addWidget(self.seed)
        row.addWidget(self.again)
        row.addStretch(1)
        return row

    def _build_filter(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(6)
        self.type = FilterChip(self._ctx, self.tr("any type"), "quizzes.pick.type")
        self.type.set_choices([(kind, type_title(kind)) for kind in TYPES], self.tr("any type"))
        self.type.chosen.connect(lambda kind: self._filter("type of the draw", types=(kind,) if kind else ()))
        self.spec = SpecField(self._ctx, "quizzes.pick.spec", self.tr("Specification points"), self.tr("any point"))
        self.spec.edited.connect(lambda points: self._filter("points of the draw", spec=points))
        self.tags = ChipsField(self._ctx, "quizzes.pick.tags", self.tr("Tags"), "tag", self.tr("any tag"))
        self.tags.edited.connect(lambda tags: self._filter("tags of the draw", tags=tags))
        self.words = QLineEdit()
        self.words.setObjectName("quizzes.pick.words")
        self.words.setAccessibleName(self.tr("Words in the question"))
        self.words.setPlaceholderText(self.tr("any words"))
        self.words.textEdited.connect(lambda text: self._filter("words of the draw", text=text))
        self.low = NumberField(self._ctx, "quizzes.pick.low", self.tr("Marks from"), 0, 100, self.tr("any"))
        self.high = NumberField(self._ctx, "quizzes.pick.high", self.tr("Marks to"), 0, 100, self.tr("any"))
        self.low.edited.connect(lambda value: self._filter("marks of the draw", marks_min=value or None))
        self.high.edited.connect(lambda value: self._filter("marks of the draw", marks_max=value or None))
        self.hard = ChoiceField(
            self._ctx,
            "quizzes.pick.difficulty",
            self.tr("Difficulty"),
            ((0, self.tr("any")), (1, self.tr("easy")), (2, self.tr("medium")), (3, self.tr("hard"))),
        )
        self.hard.edited.connect(
            lambda value: self._filter("difficulty of the draw", difficulty=(value,) if value else ())
        )
        marks = QHBoxLayout()
        for widget in (self.low, label(self.tr("to")), self.high):
            marks.addWidget(widget)
        marks.addStretch(1)
        rows: tuple[tuple[str, QWidget | QHBoxLayout], ...] = (
            (self.tr("Type is"), self.type),
            (self.tr("Point is one of"), self.spec),
            (self.tr("Tag is one of"), self.tags),
            (self.tr("Words"), self.words),
            (self.tr("Marks are"), marks),
            (self.tr("Difficulty"), self.hard),
        )
        for at, (text, part) in enumerate(rows):
            grid.addWidget(label(text, "secondary"), at, 0)
            if isinstance(part, QHBoxLayout):
                grid.addLayout(part, at, 1)
            else:
                grid.addWidget(part, at, 1)
        return grid

    # --- showing -------------------------------------------------------------------------------------

    def show_pick(self, pick: Pick, bank: Mapping[str, Question], points: Mapping[str, SpecPoint]) -> None:
        """Show a draw and its pool."""
        self._silent, self._pick = True, pick
        wanted = pick.filter
        found = pool(wanted, bank.values())
        self.count.setValue(pick.count)
        self.each.setChecked(pick.each)
        self.same.setChecked(not pick.each)
        if self.seed.text() != str(pick.seed):
            self.seed.setText(str(pick.seed))
        self.spec.set_points(list(points.values()))
        self.type.choose(wanted.types[0] if wanted.types else "")
        self.spec.set_value(wanted.spec)
        self.tags.set_value(wanted.tags)
        if self.words.text() != wanted.text:
            self.words.setText(wanted.text)
        self.low.set_value(wanted.marks_min or 0)
        self.high.set_value(wanted.marks_max or 0)
        self.hard.set_value(wanted.difficulty[0] if wanted.difficulty else 0)
        self._show_pool(found, pick)
        self._silent = False

    def _show_pool(self, found: tuple[Question, ...], pick: Pick) -> None:
        left = len([one for one in found if one.id not in pick.left_out])
        self.size_words.setText(self.tr("of {0} in the pool").format(left))
        self._ctx.theme.set_role(self.size_words, "danger" if left < pick.count else "")
        self.pool.clear()
        for question in found[:MOST_SHOWN]:
            title = question.title or " ".join(markup.plain(question.text).split())
            item = QListWidgetItem(f"{title}  [{question.marks}]")
            item.setData(Qt.ItemDataRole.UserRole, question.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = question.id not in pick.left_out
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.pool.addItem(item)
        if len(found) > MOST_SHOWN:
            rest = QListWidgetItem(self.tr("and {0} more").format(len(found) - MOST_SHOWN))
            rest.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.pool.addItem(rest)
        marks = sorted({question.marks for question in found})
        told = self.tr("One seed gives the same draws on every machine.")
        if len(marks) == 1:
            worth = self.tr("Every draw is worth {0}.").format(marks[0] * pick.count)
            told = f"{worth} {told}"
        elif marks:
            told = self.tr("The pool holds questions of {0} to {1} marks: draws differ.").format(marks[0], marks[-1])
        self.foot.setText(told)

    # --- telling -------------------------------------------------------------------------------------

    def draw_again(self) -> None:
        """Another seed."""
        seed = random.SystemRandom().randint(1, MOST_SEED)
        self._tell(replace(self._pick, seed=seed), "draw again")

    def _on_seed(self, text: str) -> None:
        digits = "".join(sign for sign in text if sign.isdigit())[:6]
        self._tell(replace(self._pick, seed=int(digits or 0)), "change seed")

    def _filter(self, words: str, **values: object) -> None:
        wanted: QuestionFilter = replace(self._pick.filter, **values)  # type: ignore[arg-type]  # fields of the filter
        self._tell(replace(self._pick, filter=wanted), f"change {words}")

    def _on_tick(self, item: QListWidgetItem) -> None:
        key = str(item.data(Qt.ItemDataRole.UserRole))
        kept = tuple(one for one in self._pick.left_out if one != key)
        on = item.checkState() == Qt.CheckState.Checked
        self._tell(replace(self._pick, left_out=kept if on else (*kept, key)), "leave out of the pool")

    def _tell(self, pick: Pick, words: str) -> None:
        if not self._silent and pick != self._pick:
            self._pick = pick
            self.changed.emit(pick, words)
