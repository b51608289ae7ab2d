"""The question being written: one form for what every type has, the scheme of its type below, problems at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.bank import checks, editing
from tutorapp.domain.bank.checks import Note
from tutorapp.domain.content import Question
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Column, Picture, label
from tutorapp.ui.quizzes import pictures
from tutorapp.ui.quizzes.chips import ChipsField
from tutorapp.ui.quizzes.fields import ChoiceField, LineField, NumberField, RealField, TextField
from tutorapp.ui.quizzes.form import Form, SchemeForm, setter
from tutorapp.ui.quizzes.kinds import type_icon, type_title
from tutorapp.ui.quizzes.problem_bar import ProblemBar
from tutorapp.ui.quizzes.scheme_choices import ChoicesForm
from tutorapp.ui.quizzes.scheme_closed import DateForm, GapsForm, MatchingForm, NumericForm, OrderingForm, TrueFalseForm
from tutorapp.ui.quizzes.scheme_levels import LevelsForm
from tutorapp.ui.quizzes.scheme_points import IndicativeForm, PointsForm, PointWords
from tutorapp.ui.quizzes.scheme_samples import SamplesForm
from tutorapp.ui.quizzes.sources_form import SourcesForm, add_source, take_picture
from tutorapp.ui.quizzes.spec_picker import SpecField
from tutorapp.ui.quizzes.store import BankStore

_SCHEMES: dict[str, tuple[type[SchemeForm], ...]] = {
    "short_answer": (PointsForm,),
    "structured": (PointsForm,),
    "essay": (LevelsForm, IndicativeForm, SamplesForm),
    "multiple_choice": (ChoicesForm,),
    "multiple_response": (ChoicesForm,),
    "true_false": (TrueFalseForm, PointsForm),
    "matching": (MatchingForm,),
    "ordering": (OrderingForm,),
    "gap_fill": (GapsForm,),
    "numeric": (NumericForm,),
    "date": (DateForm,),
    "text": (),
}
_ALWAYS = frozenset({"type", "marks", "minutes", "text", "spec", "tags", "title", "difficulty", "explanation"})
LABEL_WIDE = 76
LOW = 560
"""Design pixels of height below which the words of a point stand side by side."""


class QuestionEditor(QFrame):
    """The middle column of the bank.

    Signals:
        history_asked: show the versions of the question in front.
        duplicate_asked: make an own copy of the unit's question in front.
    """

    history_asked = Signal()
    duplicate_asked = Signal()

    def __init__(self, context: UiContext, store: BankStore) -> None:
        super().__init__()
        self._ctx, self._store = context, store
        self.form = Form(context, store, self)
        self._schemes: list[SchemeForm] = []
        self._structure: tuple[object, ...] = ()
        self.setObjectName("quizzes.editor")
        self.setProperty("role", "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        self.banner = self._build_banner()
        column.addWidget(self.banner)
        self.page = Column("quizzes.editor.page", (0, 0, 0, 12), 0)
        self.page.body.addWidget(self._build_common())
        self._place = QVBoxLayout()
        self._place.setSpacing(0)
        self.page.body.addLayout(self._place)
        self.page.body.addWidget(self._build_after())
        self.page.body.addStretch(1)
        column.addWidget(self.page, 1)
        self.empty = self._build_empty()
        column.addWidget(self.empty, 1)
        self.words = PointWords(self.form)
        column.addWidget(self.words)
        self.bar = ProblemBar(context)
        self.bar.jump_asked.connect(self.jump)
        column.addWidget(self.bar)
        store.changed.connect(self._on_changed)
        self.show_question(None)

    # --- building ------------------------------------------------------------------------------------

    def _build_head(self) -> QWidget:
        self.head = QFrame()
        self.head.setProperty("role", "head")
        self.head.setFixedHeight(self._ctx.theme.px(44))
        row = QHBoxLayout(self.head)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(10)
        self._icon = Picture(self._ctx, "file-text", "accent")
        self.heading = label("", "h3", name="quizzes.editor.heading")
        self.heading.setMinimumWidth(40)
        self.badge = label("", "badge", name="quizzes.editor.badge")
        self.history = self._tool("history", "quizzes.editor.history", self.tr("Versions of this question"))
        self.history.clicked.connect(lambda _checked=False: self.history_asked.emit())
        self.more = self._tool("ellipsis-vertical", "quizzes.editor.more", self.tr("More about this question"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row.addWidget(self._icon)
        row.addWidget(self.heading, 1)
        row.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.history)
        row.addWidget(self.more)
        return self.head

    def _tool(self, icon: str, name: str, spoken: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        button.setToolTip(spoken)
        button.setIcon(self._ctx.icons.icon(icon))
        self._ctx.theme.changed.connect(lambda: button.setIcon(self._ctx.icons.icon(icon)))
        return button

    def _build_banner(self) -> QWidget:
        banner = QFrame()
        banner.setProperty("role", "banner")
        row = QHBoxLayout(banner)
        row.setContentsMargins(16, 8, 16, 8)
        self._banner_text = label("", "", name="quizzes.editor.banner", wrap=True)
        self.copy = QPushButton(self.tr("Duplicate to change it"))
        self.copy.setObjectName("quizzes.editor.copy")
        self.copy.clicked.connect(lambda _checked=False: self.duplicate_asked.emit())
        row.addWidget(self._banner_text, 1)
        row.addWidget(self.copy)
        return banner

    def _build_empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(1)
        text = self.tr("Choose a question at the left, or begin one with New question.")
        self._empty_words = label(text, "secondary", name="quizzes.editor.empty", wrap=True)
        self._empty_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._empty_words)
        column.addStretch(2)
        return page

    def _build_common(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(16, 8, 16, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, self._ctx.theme.px(LABEL_WIDE))
        grid.setColumnStretch(1, 1)
        bind, ctx = self.form.bind, self._ctx
        kinds = [(kind, type_title(kind)) for kind in editing.TYPES]
        self.type = ChoiceField(ctx, "quizzes.edit.type", self.tr("Type"), kinds)
        for at, kind in enumerate(editing.TYPES):
            self.type.box.setItemIcon(at, ctx.icons.icon(type_icon(kind)))
        bind("type", self.type, lambda q: q.type, editing.of_type)
        marks = NumberField(ctx, "quizzes.edit.marks", self.tr("Marks"), 0, 100)
        bind("marks", marks, lambda q: q.marks, setter("marks"))
        minutes = RealField(ctx, "quizzes.edit.minutes", self.tr("Minutes"), 0, 600, self.tr("by marks"))
        minutes.spin.setFixedWidth(ctx.theme.px(88))
        marks.spin.setFixedWidth(ctx.theme.px(56))
        bind("minutes", minutes, lambda q: q.minutes or 0.0, lambda q, v: replace(q, minutes=v or None))
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.type, 1)
        for words, field in ((self.tr("Marks"), marks), (self.tr("Minutes"), minutes)):
            top.addWidget(label(words, "label"))
            top.addWidget(field)
        grid.addWidget(label(self.tr("Type"), "label"), 0, 0)
        grid.addLayout(top, 0, 1)
        self.text = TextField(ctx, "quizzes.edit.text", self.tr("Question"), "", least=2, most=10, font="body")
        bind("text", self.text, lambda q: q.text, setter("text"))
        grid.addLayout(self._build_text_side(), 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.text, 1, 1)
        tags = ChipsField(ctx, "quizzes.edit.tags", self.tr("Tags"), "tag", self.tr("Add a tag"))
        bind("tags", tags, lambda q: q.tags, setter("tags"))
        self.spec = SpecField(ctx, "quizzes.edit.spec", self.tr("Specification points"))
        bind("spec", self.spec, lambda q: q.spec, setter("spec"))
        below = QHBoxLayout()
        below.addWidget(tags, 1)
        below.addWidget(self.spec, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(self.tr("Tags"), "label"), 2, 0)
        grid.addLayout(below, 2, 1)
        return made

    def _build_text_side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.addWidget(label(self.tr("Question"), "label"))
        row = QHBoxLayout()
        row.setSpacing(0)
        table: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("bold", self.tr("Strong"), lambda: self.text.wrap("**")),
            ("italic", self.tr("Emphasis"), lambda: self.text.wrap("*")),
            ("image", self.tr("Add a source, a text or a picture"), self._source_menu),
        )
        for icon, spoken, act in table:
            button = self._tool(icon, f"quizzes.edit.{icon}", spoken)
            button.setProperty("role", "small")
            button.clicked.connect(lambda _checked=False, act=act: act())
            row.addWidget(button)
        row.addStretch(1)
        side.addLayout(row)
        return side

    def _build_after(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(16, 12, 16, 8)
        grid.setHorizontalSpacing(8)
        grid.setColumnMinimumWidth(0, self._ctx.theme.px(LABEL_WIDE))
        grid.setColumnStretch(1, 1)
        why = TextField(
            self._ctx, "quizzes.edit.explanation", self.tr("Shown after answering"), self.tr("Why it is so"), most=6
        )
        title = LineField(
            self._ctx, "quizzes.edit.title", self.tr("Short title for lists"), self.tr("made from the question")
        )
        hard = ChoiceField(
            self._ctx,
            "quizzes.edit.difficulty",
            self.tr("Difficulty"),
            ((1, self.tr("easy")), (2, self.tr("medium")), (3, self.tr("hard"))),
        )
        self.form.bind("explanation", why, lambda q: q.explanation, setter("explanation"))
        self.form.bind("title", title, lambda q: q.title, setter("title"))
        self.form.bind("difficulty", hard, lambda q: q.difficulty, setter("difficulty"))
        after = label(self.tr("Shown after"), "label", wrap=True)
        grid.addWidget(after, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(why, 0, 1)
        grid.addWidget(label(self.tr("Short title"), "label"), 1, 0)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(title, 1)
        row.addWidget(label(self.tr("Difficulty"), "label"))
        row.addWidget(hard)
        grid.addLayout(row, 1, 1)
        return made

    # --- showing -------------------------------------------------------------------------------------

    def question(self) -> Question | None:
        """The question in front."""
        return self.form.question

    def show_question(self, question: Question | None, *, fresh: bool = False) -> None:
        """Show ``question``; ``fresh``: it was begun just now."""
        own = question is not None and self._store.is_own(question.id)
        self.form.fresh = fresh
        for widget, on in (
            (self.head, question is not None),
            (self.page, own),
            (self.bar, own),
            (self.empty, question is None or not own),
        ):
            widget.setVisible(on)
        self._empty_words.setVisible(question is None)
        self.history.setVisible(own)
        self._write_banner(question)
        if question is None or not own:
            self.form.question = question
            self.words.hide()
            self._write_head(question)
            return
        library = self._ctx.library
        if library is not None:
            self.spec.set_points(list(library.spec_points.values()))
        self._show(question)
        self.page.verticalScrollBar().setValue(0)

    def _show(self, question: Question) -> None:
        self.form.show(question)
        structure = _structure(question)
        if structure != self._structure:
            self._rebuild(question, structure)
        for scheme in self._schemes:
            scheme.update_from(question)
        self.words.refresh()
        self._write_head(question)
        self.check()

    def _rebuild(self, question: Question, structure: tuple[object, ...]) -> None:
        inside = self._focus_is_inside()
        same = self._structure[:2] == structure[:2]
        chosen = next((s.at for s in self._schemes if isinstance(s, PointsForm)), -1) if same else -1
        self._structure = structure
        for scheme in self._schemes:
            scheme.hide()
            scheme.deleteLater()
        self.form.drop(_ALWAYS)
        kinds: tuple[type[SchemeForm], ...] = (SourcesForm, *_SCHEMES[question.type])
        self._schemes = [kind(self.form, question) for kind in kinds]
        for scheme in self._schemes:
            self._place.addWidget(scheme)
            if isinstance(scheme, PointsForm):
                scheme.chosen.connect(lambda at, name=scheme.list_name: self.words.show_point(name, at))
        points = next((s for s in self._schemes if isinstance(s, PointsForm)), None)
        self.words.show_point("points", -1)
        if points is not None and 0 <= chosen < len(getattr(question, points.list_name)):
            points.choose(chosen)
        self.bar.set_adders([adder for scheme in self._schemes for adder in scheme.adders])
        if inside and self.form.last:
            self.form.focus(self.form.last)

    def _focus_is_inside(self) -> bool:
        now = QApplication.focusWidget()
        return now is not None and any(scheme.isAncestorOf(now) for scheme in self._schemes)

    def _write_head(self, question: Question | None) -> None:
        if question is None:
            return
        self._icon.set_icon(type_icon(question.type), "accent")
        title = question.title or " ".join(question.text.split()) or self.tr("New question")
        metrics = self.heading.fontMetrics()
        self.heading.setText(metrics.elidedText(title, Qt.TextElideMode.ElideRight, max(self.width() - 320, 160)))
        self.heading.setToolTip(title)

    def set_badge(self, text: str) -> None:
        """The version and how it was used, in words."""
        self.badge.setText(text)
        self.badge.setVisible(bool(text))

    def set_menu(self, menu: QMenu) -> None:
        """What can be done with the question."""
        self.more.setMenu(menu)

    def _write_banner(self, question: Question | None) -> None:
        held = self._store.find(question.id) if question is not None else None
        archived = held is not None and held.state == "archived"
        unit = question is not None and held is None
        self.banner.setVisible(unit or archived)
        self.copy.setVisible(unit)
        self.page.inner.setEnabled(not archived)
        if unit:
            self._banner_text.setText(self.tr("From the unit. Use it as it is, or change a copy of your own."))
        elif archived:
            self._banner_text.setText(self.tr("Archived: no pupil is asked it. Bring it back to change it."))

    def check(self) -> tuple[Note, ...]:
        """Look the question over anew and say what is wrong."""
        question = self.form.question
        if question is None or not self._store.is_own(question.id):
            return ()
        notes = checks.notes(question, [name for name, words in self._store.alternatives.items() if words])
        self.form.show_notes(notes)
        self.bar.show_notes(notes)
        return notes

    def jump(self, path: str) -> None:
        """Go to the field of a problem."""
        self.form.fresh = False
        self.form.focus(path)
        focus = QApplication.focusWidget()
        if focus is not None and self.page.inner.isAncestorOf(focus):
            self.page.ensureWidgetVisible(focus, 0, 40)
        self.check()

    def focus_first(self) -> None:
        """The keyboard to the question's text."""
        self.text.control.setFocus()

    def _on_changed(self, ids: tuple[str, ...]) -> None:
        question = self.form.question
        if question is not None and question.id in ids:
            now = self._store.question(question.id)
            if now is not None and self._store.is_own(question.id):
                self._show(now)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.words.set_low(self.height() < self._ctx.theme.px(LOW))
        self._write_head(self.form.question)

    # --- sources -------------------------------------------------------------------------------------

    def _source_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Source text"), lambda: add_source(self.form))
        menu.addAction(self.tr("Picture …"), self.add_picture)
        button = self.findChild(QToolButton, "quizzes.edit.image")
        if button is not None:
            menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def add_picture(self) -> None:
        """Ask for a picture and put it before the question."""
        kinds = self.tr("Pictures ({0})").format(pictures.KINDS)
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("Choose a picture"), "", kinds)
        if name:
            self.put_picture(Path(name))

    def put_picture(self, path: Path) -> None:
        """Put the picture of a file before the question, as a source of its own."""
        if self.form.question is not None:
            add_source(self.form)
            take_picture(self.form, len(self.form.question.sources) - 1, path)


def _structure(question: Question) -> tuple[object, ...]:
    """What the rows of the form are made from; where it is another, they are made anew."""
    lists: Sequence[Sequence[object]] = (
        question.choices,
        question.pairs,
        question.order,
        question.levels,
        question.parts,
        question.samples,
    )
    return (
        question.id,
        question.type,
        tuple(len(items) for items in lists),
        tuple(group.id for group in question.groups),
        tuple(point.group for point in question.points),
        tuple(point.group for point in question.indicative),
        tuple(gap.id for gap in question.gaps),
        tuple(source.media for source in question.sources),
        tuple(len(sample.margin) for sample in question.samples),
    )
