"""Building a quiz: the list of quizzes, sections with their questions and draws, checks with repairs, and totals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from tutorapp.domain import quiz as quizzes
from tutorapp.domain.bank import arrangements, quiz_editing
from tutorapp.domain.bank.arrangements import Arrangement
from tutorapp.domain.bank.quiz_editing import Place
from tutorapp.domain.content import Question
from tutorapp.domain.exam_clock import allowance
from tutorapp.domain.problems import Problem
from tutorapp.domain.quiz import Cover, Entry, Pick, Quiz, ResolvedQuiz
from tutorapp.ui.bus import Target
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice import words
from tutorapp.ui.practice.parts import KeyButton, Picture, clear, label
from tutorapp.ui.quizzes.arrangements_dialog import ArrangementsDialog, keep, kept
from tutorapp.ui.quizzes.exporting import export_quiz
from tutorapp.ui.quizzes.quiz_tree import doubtful_places, place_of
from tutorapp.ui.quizzes.quiz_view import QuizView
from tutorapp.ui.quizzes.store import BankStore

MOST_CHECKS = 4
"""Checks shown at the foot at once; the arrows go through all of them."""


class QuizPage(QuizView):
    """The tab Quizzes: the quiz in front, and what is done with it.

    Signals:
        question_asked: show this question in the bank (its id).
        paper_asked: print this quiz (the Quiz).
    """

    question_asked = Signal(str)
    paper_asked = Signal(object)

    def __init__(self, context: UiContext, store: BankStore) -> None:
        super().__init__(context, store)
        self._quiz: Quiz | None = None
        self._resolved: ResolvedQuiz | None = None
        self._problems: tuple[Problem, ...] = ()
        self._bank: dict[str, Question] = {}
        self._at_problem = -1
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._show)
        self._connect()

    def _connect(self) -> None:
        acts: dict[str, Callable[[], None]] = {
            "sit": self.sit,
            "print": self.print_quiz,
            "file": self.save_file,
            "question": self.add_questions,
            "pick": self.add_pick,
            "section": self.add_section,
            "remove": self.remove,
            "duplicate": self.duplicate,
            "archive": self.archive,
            "delete": self.delete,
            "open": self._open_question,
            "cover": self.show_cover,
            "pupils": self.show_arrangements,
            "before": lambda: self.step_check(-1),
            "after": lambda: self.step_check(1),
        }
        self.acted.connect(lambda name: acts[name]())
        self.list.chosen.connect(self.show_quiz)
        self.list.new_asked.connect(self.new_quiz)
        self.list.duplicate_asked.connect(self.duplicate)
        self.title.textEdited.connect(lambda text: self._edit("change title", "title", title=text))
        self.shuffle_questions.clicked.connect(
            lambda on: self._edit("change shuffling of questions", shuffle_questions=on)
        )
        self.shuffle_options.clicked.connect(lambda on: self._edit("change shuffling of options", shuffle_options=on))
        self.cover.changed.connect(self._set_cover)
        self.tree.chosen.connect(self._show_place)
        self.tree.clicked.connect(lambda _index: self._show_place(self.tree.place()))
        self.tree.step_asked.connect(self.step_entry)
        self.tree.remove_asked.connect(self.remove)
        self.tree.move_asked.connect(self._move)
        self.tree.minutes_given.connect(self._give_minutes)
        self.pick.changed.connect(self._set_pick)
        self.section.changed.connect(self._set_section)
        self._store.changed.connect(self._on_changed)
        self._store.listed.connect(self.refresh)

    # --- showing -------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look at the bank anew and show what there is."""
        if not self.isVisible():
            return
        self._bank = self._store.questions()
        self.list.refresh()
        held = self._store.find(self._quiz.id) if self._quiz is not None else None
        if held is None:
            first = self.list.first()
            self._quiz = self._find(first) if first else None
        self._show()

    def showEvent(self, event: Any) -> None:  # noqa: ANN401  # QShowEvent
        super().showEvent(event)
        self.refresh()

    def _find(self, quiz_id: str) -> Quiz | None:
        held = self._store.find(quiz_id)
        return held.body if held is not None and isinstance(held.body, Quiz) else None

    def show_quiz(self, quiz_id: str) -> None:
        """Bring a quiz to the front."""
        if self._quiz is None or self._quiz.id != quiz_id:
            self._store.settle()
            self._quiz = self._find(quiz_id)
            self._at_problem = -1
        self._show()

    def quiz(self) -> Quiz | None:
        """The quiz in front."""
        return self._quiz

    def _show(self) -> None:
        self._quiz = self._find(self._quiz.id) if self._quiz is not None else None
        quiz = self._quiz
        for widget in (self._head, self._switches, self.tree, self._adders, self._checks, self._foot, self.side):
            widget.setVisible(quiz is not None)
        self._empty.setVisible(quiz is None)
        for button in self._buttons:
            button.setEnabled(quiz is not None)
        if quiz is None:
            return
        self.list.choose(quiz.id)
        if not self._bank:
            self._bank = self._store.questions()
        if self.title.text() != quiz.title:
            self.title.setText(quiz.title)
        self.shuffle_questions.setChecked(quiz.shuffle_questions)
        self.shuffle_options.setChecked(quiz.shuffle_options)
        self._resolved = quizzes.resolve(quiz, self._bank)
        self._problems = tuple(sorted(quizzes.problems(quiz, self._bank), key=lambda one: one.severity != "error"))
        self._write_badge(quiz)
        self._show_checks()
        self._write_totals()
        self.tree.show_quiz(self._resolved, self._bank, doubtful_places(quiz, [one.field for one in self._problems]))

    def _write_badge(self, quiz: Quiz) -> None:
        held = self._store.find(quiz.id)
        archived = held is not None and held.state == "archived"
        self.badge.setText(self.tr("archived") if archived else "")
        self.badge.setVisible(archived)

    def _write_totals(self) -> None:
        assert self._resolved is not None
        found = quizzes.totals(self._resolved)
        parts = (
            self.tr("1 question") if found.questions == 1 else self.tr("{0} questions").format(found.questions),
            self.tr("1 mark") if found.marks == 1 else self.tr("{0} marks").format(found.marks),
            self.tr("{0} minutes").format(f"{found.minutes:g}"),
        )
        self.totals.setText("   ".join(parts))
        percents = arrangements.percents(self.arrangements()) or (25,)
        base = round(found.minutes * 60)
        told = (f"{percent} %: {words.minutes(allowance(base, percent), self.tr)}" for percent in percents[:2])
        self.extra.setText(self.tr("with {0}").format(", ".join(told)))
        count = len(self.arrangements())
        one = self.tr("Arrangements for 1 pupil") if count == 1 else self.tr("Arrangements for {0} pupils")
        self.pupils.set_words(one.format(count) if count else self.tr("Access arrangements"))

    def _show_checks(self) -> None:
        clear(self._checks_rows)
        self._checks.setVisible(bool(self._problems))
        for at, problem in enumerate(self._problems[:MOST_CHECKS]):
            self._checks_rows.addWidget(self._check_row(at, problem))
        more = len(self._problems) - MOST_CHECKS
        if more > 0:
            self._checks_rows.addWidget(label(self.tr("and {0} more").format(more), "muted"))
        number = len(self._problems)
        self.count.setText(
            self.tr("1 check") if number == 1 else self.tr("{0} checks").format(number) if number else ""
        )

    def _check_row(self, at: int, problem: Problem) -> QWidget:
        role = "danger" if problem.severity == "error" else "warning"
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Picture(self._ctx, "circle-alert" if role == "danger" else "triangle-alert", role))
        sentence = problem.message[:1].upper() + problem.message[1:] + "."
        row.addWidget(label(sentence, "", wrap=True, name=f"quizzes.quiz.check.{at}"), 1)
        go = KeyButton(self._ctx, self.tr("Show"), f"quizzes.quiz.check.{at}.show", role="link")
        go.clicked.connect(lambda _checked=False: self.jump(problem))
        row.addWidget(go)
        repair = self._repair(problem)
        if repair is not None:
            button = KeyButton(self._ctx, repair[0], f"quizzes.quiz.check.{at}.repair", role="link")
            button.clicked.connect(lambda _checked=False: repair[1]())
            row.addWidget(button)
        return made

    def _repair(self, problem: Problem) -> tuple[str, Callable[[], None]] | None:
        """The one step that mends a problem, where there is one."""
        place = place_of(problem.field)
        if place is None or self._resolved is None or self._quiz is None:
            return None
        section, at = place
        if problem.field.endswith(".minutes"):
            needed = quizzes.needed_minutes(self._resolved.sections[section])
            return self.tr("Make it {0}").format(f"{needed:g}"), lambda: self._give_minutes(section, needed)
        if at < 0:
            return self.tr("Remove"), lambda: self._remove_section(section)
        entry = quiz_editing.entry_at(self._quiz, (section, at))
        if entry is not None and entry.pick is not None:
            found = sum(one.entry == at for one in self._resolved.sections[section].drawn)
            if 0 < found < entry.pick.count:
                fewer = replace(entry.pick, count=found)
                return self.tr("Pick {0}").format(found), lambda: self._put((section, at), Entry(pick=fewer))
        return self.tr("Remove"), lambda: self._change("remove question", lambda q: quiz_editing.remove(q, [place]))

    def jump(self, problem: Problem) -> None:
        """Go to what a problem is about."""
        place = place_of(problem.field)
        if place is None:
            (self.title if problem.field == "title" else self.tree).setFocus()
            return
        self.tree.go_to(place)
        self.tree.setFocus()

    def step_check(self, by: int) -> None:
        """Go to the next check, or the one before."""
        if self._problems:
            self._at_problem = (self._at_problem + by) % len(self._problems)
            self.jump(self._problems[self._at_problem])

    # --- the side ------------------------------------------------------------------------------------

    def _show_place(self, place: Place | None) -> None:
        quiz, library = self._quiz, self._ctx.library
        if quiz is not None and self._in_cover():
            self.cover.show_quiz(quiz)
            return
        self._open.hide()
        if quiz is None or place is None or library is None or place[0] >= len(quiz.sections):
            self.stack.setCurrentWidget(self._nothing)
            self.side_title.setText("")
            return
        entry = quiz_editing.entry_at(quiz, place)
        if entry is None:
            self._side_icon.set_icon("list", "accent")
            self.side_title.setText(quiz.sections[place[0]].title or quiz_editing.section_name(place[0]))
            self.section.show_section(place[0], quiz.sections[place[0]])
            self.stack.setCurrentWidget(self.section)
        elif entry.pick is not None:
            self._side_icon.set_icon("dices", "accent")
            self.side_title.setText(self._numbers(place))
            self.pick.show_pick(entry.pick, self._bank, library.spec_points)
            self.stack.setCurrentWidget(self.pick)
        else:
            question = self._store.question(entry.question)
            self._side_icon.set_icon("eye", "accent")
            self.side_title.setText(self._numbers(place))
            self._open.setVisible(question is not None)
            self.preview.show_question(question, self._numbers(place))
            self.stack.setCurrentWidget(self.preview)

    def show_cover(self) -> None:
        """What stands before the questions, at the side."""
        if self._quiz is not None:
            self._open.hide()
            self._side_icon.set_icon("file-text", "accent")
            self.side_title.setText(self.tr("Before the questions"))
            self.cover.show_quiz(self._quiz)
            self.stack.setCurrentWidget(self.cover)
            self.cover.instructions.control.setFocus()

    def _in_cover(self) -> bool:
        """Whether somebody writes there: it then stays, whatever is shown anew."""
        focus = QApplication.focusWidget()
        return self.stack.currentWidget() is self.cover and focus is not None and self.cover.isAncestorOf(focus)

    def _set_cover(self, instructions: str, cover: Cover | None, step: str) -> None:
        self._change(step, lambda quiz: replace(quiz, instructions=instructions, cover=cover), step)

    def _numbers(self, place: Place) -> str:
        found = quiz_editing.numbers(self._resolved).get(place) if self._resolved is not None else None
        if found is None:
            return self.tr("No question")
        if found[0] == found[1]:
            return self.tr("Question {0}").format(found[0])
        return self.tr("Questions {0} to {1}").format(*found)

    def _open_question(self) -> None:
        place = self.tree.place()
        entry = quiz_editing.entry_at(self._quiz, place) if self._quiz is not None and place is not None else None
        if entry is not None and entry.question:
            self.question_asked.emit(entry.question)

    # --- changing ------------------------------------------------------------------------------------

    def _change(self, step: str, act: Callable[[Quiz], Quiz], key: str = "") -> None:
        quiz = self._find(self._quiz.id) if self._quiz is not None else None
        if quiz is not None:
            if not key:
                self._store.settle()
            self._quiz = act(quiz)
            self._store.edit(self._quiz, step, key)

    def _edit(self, step: str, key: str = "", **values: Any) -> None:  # noqa: ANN401  # fields of a quiz
        self._change(step, lambda quiz: replace(quiz, **values), key)

    def _put(self, place: Place, entry: Entry, step: str = "change draw", key: str = "") -> None:
        self._change(step, lambda quiz: quiz_editing.put(quiz, place, entry), key)

    def _set_pick(self, pick: Pick, step: str) -> None:
        place = self.tree.place()
        if place is not None and place[1] >= 0:
            self._put(place, Entry(pick=pick), step, step)

    def _set_section(self, at: int, section: object, step: str) -> None:
        if isinstance(section, quizzes.QuizSection):
            self._change(step, lambda quiz: quiz_editing.with_section(quiz, at, section), step)

    def _give_minutes(self, at: int, minutes: float) -> None:
        def change(quiz: Quiz) -> Quiz:
            return quiz_editing.with_section(quiz, at, replace(quiz.sections[at], minutes=minutes or None))

        self._change("change minutes", change)

    def _move(self, place: Place, to: Place) -> None:
        self._change("move question", lambda quiz: quiz_editing.move(quiz, place, to))
        self._show()
        self.tree.go_to(to)

    def step_entry(self, by: int) -> None:
        """Move the entry in front one place up or down."""
        place = self.tree.place()
        if self._quiz is None or place is None or place[1] < 0:
            return
        quiz, to = quiz_editing.stepped(self._quiz, place, by)
        self._change("move question", lambda _quiz: quiz)
        self._show()
        self.tree.go_to(to)

    def remove(self) -> None:
        """Take away the selected questions and draws, or the section in front."""
        places, place = self.tree.places(), self.tree.place()
        if places:
            step = "remove question" if len(places) == 1 else f"remove {len(places)} questions"
            self._change(step, lambda quiz: quiz_editing.remove(quiz, places))
        elif place is not None and place[1] < 0:
            self._remove_section(place[0])

    def _remove_section(self, at: int) -> None:
        self._change("remove section", lambda quiz: quiz_editing.without_section(quiz, at))

    def _behind(self) -> Place:
        """The place behind what is in front."""
        place = self.tree.place()
        if place is None or self._quiz is None:
            return (0, 0)
        return (place[0], place[1] + 1 if place[1] >= 0 else len(self._quiz.sections[place[0]].entries))

    def add_questions(self) -> None:
        """Choose questions of the bank."""
        from tutorapp.ui.help import modal
        from tutorapp.ui.quizzes.bank_chooser import BankChooser

        if self._quiz is not None:
            taken = {entry.question for section in self._quiz.sections for entry in section.entries}
            dialog = BankChooser(self._ctx, self._store, self, frozenset(taken))
            dialog.chosen.connect(self.add_fixed)
            modal(dialog)

    def add_fixed(self, ids: Sequence[str]) -> None:
        """Put questions behind what is in front."""
        place = self._behind()
        step = "add question" if len(ids) == 1 else f"add {len(ids)} questions"
        self._change(step, lambda quiz: quiz_editing.add(quiz, place, [quizzes.fixed(key) for key in ids]))
        self._show()
        self.tree.go_to((place[0], place[1] + len(ids) - 1))

    def add_pick(self) -> None:
        """A draw of one question from the whole bank, to be narrowed at the side."""
        place = self._behind()
        self._change("add draw", lambda quiz: quiz_editing.add(quiz, place, [Entry(pick=Pick(count=1, seed=1))]))
        self._show()
        self.tree.go_to(place)
        self.pick.count.setFocus()

    def add_section(self) -> None:
        """One more section at the end."""
        self._change("add section", quiz_editing.add_section)
        self._show()
        if self._quiz is not None:
            self.tree.go_to((len(self._quiz.sections) - 1, -1))

    def _on_changed(self, ids: tuple[str, ...]) -> None:
        if any(isinstance(self._store.question(key), Question) for key in ids):
            self._bank = {}
        if self.isVisible():
            if len(ids) == 1 and self._find(ids[0]) is not None and (self._quiz is None or self._quiz.id != ids[0]):
                self._quiz = self._find(ids[0])
            self.list.refresh()
            self._soon.start()

    # --- quizzes -------------------------------------------------------------------------------------

    def new_quiz(self) -> None:
        """Begin a quiz and go to its title."""
        quiz_id = self._ctx.services.bank.new_id("quiz")
        self._store.create(quiz_editing.new_quiz(quiz_id, self.tr("New quiz")), "new quiz")
        self.list.refresh()
        self.show_quiz(quiz_id)
        self.title.setFocus()
        self.title.selectAll()

    def duplicate(self) -> None:
        """A copy of the quiz in front."""
        if self._quiz is not None:
            copy = replace(
                self._quiz,
                id=self._ctx.services.bank.new_id("quiz"),
                title=self.tr("{0} (copy)").format(self._quiz.title),
            )
            self._store.create(copy, "duplicate quiz")
            self.list.refresh()
            self.show_quiz(copy.id)

    def archive(self) -> None:
        """Put the quiz in front away, or bring it back."""
        held = self._store.find(self._quiz.id) if self._quiz is not None else None
        if held is not None and self._quiz is not None:
            back = held.state == "archived"
            step = "bring back quiz" if back else "archive quiz"
            self._store.set_state([self._quiz.id], "active" if back else "archived", step)

    def delete(self) -> None:
        """Delete the quiz in front; a notice offers to take it back."""
        if self._quiz is not None:
            title = self._quiz.title
            self._store.set_state([self._quiz.id], "deleted", "delete quiz")
            stack, at = self._store.stack, self._store.stack.index()
            told = self.tr("The quiz “{0}” is deleted.").format(title)
            self._ctx.bus.notice(told, self.tr("Undo"), lambda: stack.setIndex(at - 1))

    def save_file(self) -> None:
        """The quiz with its questions as one file."""
        if self._quiz is not None and self._may_go_on():
            export_quiz(self._ctx, self, self._store, self._quiz, quizzes.may_ask(self._quiz, self._bank))

    def print_quiz(self) -> None:
        """The quiz on paper."""
        if self._quiz is not None and self._may_go_on():
            self.paper_asked.emit(self._quiz)

    def sit(self) -> None:
        """Take the quiz as a pupil would; it counts as one's own practice."""
        if self._quiz is not None and self._may_go_on():
            target = Target("quiz", self._quiz.id)
            self._store.publish(lambda: self._ctx.bus.open(target))

    def _may_go_on(self) -> bool:
        """Say what is wrong first; a quiz with a mistake is not handed out."""
        wrong = next((one for one in self._problems if one.severity == "error"), None)
        if wrong is None:
            return True
        self.jump(wrong)
        self._ctx.bus.notice(self.tr("First mend this: {0}.").format(wrong.message), level="warning")
        return False

    # --- arrangements --------------------------------------------------------------------------------

    def arrangements(self) -> tuple[Arrangement, ...]:
        """The pupils' arrangements, from the settings."""
        return kept(self._ctx)

    def show_arrangements(self) -> None:
        """The table of pupils."""
        from tutorapp.ui.help import modal

        seconds = round(quizzes.totals(self._resolved).minutes * 60) if self._resolved is not None else 0
        dialog = ArrangementsDialog(self._ctx, self, self.arrangements(), seconds)
        dialog.finished.connect(lambda _result: self.keep_arrangements(dialog.pupils()))
        modal(dialog)

    def keep_arrangements(self, pupils: Sequence[Arrangement]) -> None:
        """Keep them in the person's own settings."""
        keep(self._ctx, pupils)
        if self._resolved is not None:
            self._write_totals()
