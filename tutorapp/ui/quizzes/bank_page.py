"""The bank: its list, the question being written, and the preview; what one does with questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from tutorapp.domain.bank.duplicates import Alike
from tutorapp.domain.bank.versions import Version, versions
from tutorapp.domain.content import Question, QuestionType
from tutorapp.domain.work import Answer, Attempt, AttemptRecord
from tutorapp.services import exporting
from tutorapp.ui.context import UiContext
from tutorapp.ui.quizzes.bank_list import BankList
from tutorapp.ui.quizzes.editor import QuestionEditor
from tutorapp.ui.quizzes.preview import Preview
from tutorapp.ui.quizzes.store import BankStore
from tutorapp.ui.quizzes.versions_dialog import VersionsDialog

if TYPE_CHECKING:
    from tutorapp.marking.marker import Suggestion

SIZES = (344, 570, 396)
NARROW = 1040
"""Design pixels below which the preview makes room; the Preview action brings it in the editor's place."""


class BankPage(QWidget):
    """Three columns.

    Signals:
        quiz_asked: show this quiz (its id).
    """

    quiz_asked = Signal(str)

    def __init__(self, context: UiContext, store: BankStore) -> None:
        super().__init__()
        self._ctx, self._store = context, store
        self.preview_asked = False
        self._narrow = False
        self._versions: dict[str, tuple[int, bool]] = {}
        self.setObjectName("quizzes.bank")
        self.list = BankList(context, store)
        self.editor = QuestionEditor(context, store)
        self.preview = Preview(context, self._try)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setObjectName("quizzes.bank.split")
        self.split.setChildrenCollapsible(False)
        for column, least in ((self.list, 240), (self.editor, 360), (self.preview, 250)):
            column.setMinimumWidth(least)
            self.split.addWidget(column)
        self.split.setSizes(list(SIZES))
        for at, share in enumerate((0, 1, 1)):
            self.split.setStretchFactor(at, share)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.split)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(40)
        self._soon.timeout.connect(self._show_preview)
        self._connect()

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.entered.connect(self.editor.focus_first)
        self.list.tree.delete_asked.connect(self.delete)
        self.list.buttons["duplicate"].clicked.connect(lambda _checked=False: self.duplicate())
        self.list.buttons["archive"].clicked.connect(lambda _checked=False: self.archive())
        self.list.buttons["duplicates"].clicked.connect(lambda _checked=False: self.find_duplicates())
        self.editor.duplicate_asked.connect(self.duplicate)
        self.editor.history_asked.connect(self.show_versions)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.editor.set_menu(self._menu)
        self._store.changed.connect(self._on_changed)
        self._store.listed.connect(self._on_listed)

    # --- showing -------------------------------------------------------------------------------------

    def _on_chosen(self, question_id: str) -> None:
        question = self._store.question(question_id) if question_id else None
        self.editor.show_question(question)
        self.list.buttons["archive"].setText(
            " " + (self.tr("Bring back") if self._is_archived() else self.tr("Archive"))
        )
        self._write_badge()
        self._look_up_version(question_id)
        self._show_preview()
        self._lay_out()

    def _show_preview(self) -> None:
        self.preview.show_question(self.editor.question())

    def _on_changed(self, ids: tuple[str, ...]) -> None:
        current = self.list.current()
        if current in ids:
            self._soon.start()
        elif len(ids) == 1 and self._store.find(ids[0]) is not None and self._store.question(ids[0]) is not None:
            self.show_question(ids[0])  # a step of undo elsewhere in the bank is shown where it happened

    def _on_listed(self) -> None:
        current = self.list.current()
        if current and self._store.question(current) is None:
            self._on_chosen("")
        elif current:
            question = self._store.question(current)
            if question is not self.editor.question() or self._is_archived() == self.editor.page.inner.isEnabled():
                self._on_chosen(current)

    def _is_archived(self) -> bool:
        held = self._store.find(self.list.current())
        return held is not None and held.state == "archived"

    def _write_badge(self) -> None:
        question = self.editor.question()
        held = self._store.find(question.id) if question is not None else None
        if question is None or held is None:
            self.editor.set_badge("")
            return
        number, used = self._versions.get(question.id, (1, False))
        use = self.tr("in use") if used else self.tr("not yet used")
        self.editor.set_badge(self.tr("version {0}, {1}").format(number, use))

    def _look_up_version(self, question_id: str) -> None:
        if not question_id or not self._store.is_own(question_id):
            return

        def show(found: tuple[Version, ...]) -> None:
            if found:
                self._versions[question_id] = (found[-1].number, found[-1].sat > 0)
            if self.list.current() == question_id:
                self._write_badge()

        self._ctx.jobs.run(self._read_versions(question_id), show)

    def _read_versions(self, question_id: str) -> Callable[[], tuple[Version, ...]]:
        bank, practice = self._ctx.services.bank, self._ctx.services.practice

        def read() -> tuple[Version, ...]:
            sat = [record.attempt.at for record in practice.records(question_id)]
            return versions(bank.revisions("question", question_id), sat)

        return read

    def on_saved(self) -> None:
        """Something was saved: the version may be another one now."""
        self._look_up_version(self.list.current())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """Where three columns do not fit, the preview takes the editor's place when asked, or for the unit's own."""
        narrow = self.width() < self._ctx.theme.px(NARROW)
        question = self.editor.question()
        unit = question is not None and not self._store.is_own(question.id)
        instead = narrow and (self.preview_asked or unit)
        self.preview.setVisible(not narrow or instead)
        self.editor.setVisible(not instead)
        if narrow != self._narrow:
            self._narrow = narrow
            self.split.setSizes([270, self.width() - 270, self.width() - 270] if narrow else list(SIZES))

    def toggle_preview(self) -> None:
        """In a narrow window: the preview in the place of the editor, or back. In a wide one: the other side of it."""
        if self.width() >= self._ctx.theme.px(NARROW):
            self.preview.toggle_side()
            return
        self.preview_asked = not self.preview_asked
        self._lay_out()

    # --- doing ---------------------------------------------------------------------------------------

    def show_question(self, question_id: str) -> bool:
        """Bring a question to the front; False when there is none."""
        if self._store.question(question_id) is None:
            return False
        self.list.choose(question_id)
        return True

    def new_question(self, kind: QuestionType) -> None:
        """Begin a question and go to its text."""
        question_id = self._store.new_question(kind)
        self.list.choose(question_id)
        self.editor.show_question(self._store.question(question_id), fresh=True)
        self._write_badge()
        self.editor.focus_first()

    def duplicate(self) -> None:
        """Copies of the selected questions as own ones; the first comes to the front."""
        made = self._store.duplicate(self.list.selected())
        if made:
            self.list.choose(made[0])
            self.editor.focus_first()

    def archive(self) -> None:
        """Put the selected own questions away, or bring them back."""
        ids = [key for key in self.list.selected() if self._store.is_own(key)]
        if not ids:
            self._ctx.bus.notice(self.tr("The unit's questions stay as they are. You can archive your own."))
            return
        back = self._is_archived()
        verb = "bring back" if back else "archive"
        words = f"{verb} question" if len(ids) == 1 else f"{verb} {len(ids)} questions"
        self._store.set_state(ids, "active" if back else "archived", words)

    def delete(self) -> None:
        """Delete the selected own questions; a notice offers to take it back."""
        ids = [key for key in self.list.selected() if self._store.is_own(key)]
        if not ids:
            self._ctx.bus.notice(self.tr("The unit's questions stay as they are. You can delete your own."))
            return
        used = {quiz.title for key in ids for quiz in self._store.used_in(key)}
        words = "delete question" if len(ids) == 1 else f"delete {len(ids)} questions"
        self._store.set_state(ids, "deleted", words)
        told = self.tr("1 question deleted.") if len(ids) == 1 else self.tr("{0} questions deleted.").format(len(ids))
        if used:
            told += " " + self.tr("It stood in: {0}.").format(", ".join(sorted(used)))
        stack, at = self._store.stack, self._store.stack.index()
        self._ctx.bus.notice(told, self.tr("Undo"), lambda: stack.setIndex(at - 1))

    def find_duplicates(self) -> None:
        """List only questions that are the same or nearly."""
        if self.list.showing_duplicates:
            self.list.show_only(None)
            return
        questions = tuple(row.question for row in self._store.rows() if not row.archived)

        self._ctx.jobs.run(lambda: exporting.alike(questions), self._show_duplicates)

    def _show_duplicates(self, found: tuple[Alike, ...]) -> None:
        if not found:
            self._ctx.bus.notice(self.tr("No question of the bank is there twice, and none is nearly like another."))
            return
        same = sum(len(alike.questions) for alike in found if alike.same)
        near = sum(len(alike.questions) for alike in found if not alike.same)
        self.list.show_alike([[question.id for question in alike.questions] for alike in found])
        told = self.tr("{0} questions are the same as another, {1} nearly.").format(same, near)
        self._ctx.bus.notice(told, self.tr("Show all again"), lambda: self.list.show_only(None))

    def show_versions(self) -> None:
        """The versions of the question in front."""
        question_id = self.list.current()
        if not question_id or not self._store.is_own(question_id):
            return
        self._store.flush()
        self._ctx.jobs.run(self._read_versions(question_id), self._open_versions)

    def _open_versions(self, found: tuple[Version, ...]) -> None:
        from tutorapp.ui.help import modal

        if found:
            dialog = VersionsDialog(self._ctx, self, found)
            dialog.wanted.connect(self._bring_version)
            modal(dialog)

    def _bring_version(self, question: Question) -> None:
        self._store.settle()
        self._store.edit(question, "bring back a version")

    def _fill_menu(self) -> None:
        self._menu.clear()
        actions = self._ctx.actions
        for name in ("duplicate", "archive", "delete", "versions"):
            self._menu.addAction(actions[f"quizzes.{name}"])
        self._menu.addSeparator()
        used = self._store.used_in(self.list.current())
        head = self._menu.addAction(self.tr("Used in:") if used else self.tr("In no quiz yet"))
        head.setEnabled(False)
        for quiz in used:
            action = self._menu.addAction((quiz.title or self.tr("(no title)")).replace("&", "&&"))
            action.triggered.connect(lambda _on=False, key=quiz.id: self.quiz_asked.emit(key))

    # --- trying --------------------------------------------------------------------------------------

    def _try(self, question: Question, text: str, done: Callable[[Suggestion | None], None]) -> None:
        """Ask the marker about an answer that is never stored."""
        practice = self._ctx.services.practice
        record = trial(question, text, self._ctx.clock.now())
        self._ctx.jobs.run(lambda: practice.suggestion(record), done)


def trial(question: Question, text: str, now: datetime) -> AttemptRecord:
    """An attempt as the marker takes it, for nothing but its suggestion."""
    attempt = Attempt(
        id="trial",
        device_id="",
        at=now,
        unit_id="",
        question_id=question.id,
        question=replace(question),
        mode="untimed",
        base_seconds=0,
    )
    return AttemptRecord(
        attempt=attempt, answer=Answer(id="trial", device_id="", at=now, attempt_id="trial", text=text)
    )
