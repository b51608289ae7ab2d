"""The practice pane: leads from choosing through sitting and marking to the result, and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tutorapp.domain.changes import Changes
from tutorapp.domain.content import CLOSED_TYPES
from tutorapp.domain.errors import KnownError
from tutorapp.domain.exam_clock import ExamClock
from tutorapp.domain.library import Library
from tutorapp.domain.work import AttemptMode, AttemptRecord, Marker
from tutorapp.services.practice import Outcome, Sitting
from tutorapp.ui.bus import Target
from tutorapp.ui.context import UiContext
from tutorapp.ui.pane import Pane
from tutorapp.ui.practice import pane_actions, words
from tutorapp.ui.practice.choose import ChoosePage
from tutorapp.ui.practice.filters import Choosing
from tutorapp.ui.practice.markings import Markings
from tutorapp.ui.practice.offers import Offers
from tutorapp.ui.practice.page_actions import ACTIONS
from tutorapp.ui.practice.parts import Pages
from tutorapp.ui.practice.room import Room
from tutorapp.ui.practice.starts import Starts
from tutorapp.ui.practice.tools import Tools

if TYPE_CHECKING:
    from tutorapp.marking.essay import EssayEvidence
    from tutorapp.marking.marker import Suggestion
    from tutorapp.ui.practice.history import HistoryPage
    from tutorapp.ui.practice.levels import LevelsPage
    from tutorapp.ui.practice.mark import MarkPage
    from tutorapp.ui.practice.printing import AnswerPaper
    from tutorapp.ui.practice.quiz_run import QuizRun
    from tutorapp.ui.practice.result import ResultPage
    from tutorapp.ui.practice.run_page import RunPage
    from tutorapp.ui.practice.sit import SitPage


class PracticePane(Pane):
    """Pages in a stack; the rules live in the services."""

    pane_id = "practice"
    icon_name = "pencil"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # else a subclass of QWidget stays unpainted
        self._library: Library | None = None
        self._page = "choose"
        self._exam = False
        self._tools: Tools | None = None
        self._pending_state: dict[str, Any] = {}
        self._build()
        self._add_actions()
        self._connect()
        self._show_page("choose")

    @property
    def title(self) -> str:
        return self.tr("Practice")

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._stack = Pages()
        Room(self.ctx, self._stack)
        self.choose = ChoosePage(self.ctx)
        self._stack.addWidget(self.choose)
        self._starts = Starts(self.ctx, self._is_sitting, self)
        self._markings = Markings(self.ctx, self)
        self._offers = Offers(self.ctx, self.choose.banner, self.choose.reminder, self._sitting_attempt, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    # The other pages are built when they are first gone to: the window is usable sooner without them.

    @cached_property
    def sit(self) -> SitPage:
        """The page an answer is written on."""
        from tutorapp.ui.practice.sit import SitPage

        page = SitPage(self.ctx)
        page.handed_in.connect(self._hand_in)
        page.left.connect(self._on_left)
        self._stack.addWidget(page)
        return page

    @cached_property
    def mark(self) -> MarkPage:
        """Marking by points."""
        from tutorapp.ui.practice.mark import MarkPage

        page = MarkPage(self.ctx)
        page.finished.connect(self._markings.store)
        page.words_missed.connect(lambda point, found: self._markings.accept_words(page.record, point, found))
        page.told.connect(lambda text: self.ctx.bus.notice(text))
        page.section_asked.connect(self._open_section)
        self._stack.addWidget(page)
        return page

    @cached_property
    def levels(self) -> LevelsPage:
        """Marking by levels of response."""
        from tutorapp.ui.practice.levels import LevelsPage

        page = LevelsPage(self.ctx)
        page.finished.connect(self._markings.store)
        page.told.connect(lambda text: self.ctx.bus.notice(text))
        page.section_asked.connect(self._open_section)
        self._stack.addWidget(page)
        return page

    @cached_property
    def result(self) -> ResultPage:
        """What was earned, and what to add next."""
        from tutorapp.ui.practice.result import ResultPage

        page = ResultPage(self.ctx)
        page.section_asked.connect(self._open_section)
        page.again_asked.connect(lambda question_id: self.start(question_id, "timed"))
        page.improve_asked.connect(self._starts.improve)
        page.second_look_asked.connect(self._second_look)
        page.answer_asked.connect(self.show_history)
        page.next_asked.connect(self._next_question)
        self._stack.addWidget(page)
        return page

    @cached_property
    def history(self) -> HistoryPage:
        """Past answers."""
        from tutorapp.ui.practice.history import HistoryPage

        page = HistoryPage(self.ctx)
        page.section_asked.connect(self._open_section)
        page.mark_asked.connect(lambda attempt_id: self._markings.open(attempt_id, "self"))
        page.look_asked.connect(lambda attempt_id: self._markings.open(attempt_id, "second_look"))
        page.again_asked.connect(lambda question_id: self.start(question_id, "timed"))
        self._stack.addWidget(page)
        return page

    @cached_property
    def run(self) -> RunPage:
        """Quizzes, and one under way."""
        from tutorapp.ui.practice.run_page import RunPage

        page = RunPage(self.ctx)
        page.left.connect(self.show_choose)
        page.marked_asked.connect(self.show_history)
        self._stack.addWidget(page)
        return page

    @cached_property
    def quiz_run(self) -> QuizRun:
        """Who leads through a quiz."""
        from tutorapp.ui.practice.quiz_run import QuizRun

        run = QuizRun(self.ctx, self.run, self)
        run.shown.connect(self._show_run)
        run.begun.connect(self._begin)
        run.finished.connect(self._show_marked)
        return run

    @cached_property
    def paper(self) -> AnswerPaper:
        """The answer that is shown, printed or saved."""
        from tutorapp.ui.practice.printing import AnswerPaper

        return AnswerPaper(self.ctx, self, self._shown_record)

    def _show_run(self) -> None:
        if not self._is_sitting():
            self._show_page("run")
            self.focus_first()

    def _is_built(self, name: str) -> bool:
        return name in self.__dict__

    def _is_sitting(self) -> bool:
        return self._is_built("sit") and self.sit.is_sitting()

    def _sitting_attempt(self) -> str:
        return self.sit.attempt_id() if self._is_built("sit") else ""

    def _open_section(self, section: str) -> None:
        self.ctx.bus.open(Target("section", section))

    def _add_actions(self) -> None:
        table: tuple[tuple[str, str, str | None, Callable[[], object]], ...] = (
            ("practice.start", self.tr("Start the chosen question, timed"), None, self.choose.start_current),
            ("practice.surprise", self.tr("Surprise me"), "S", self.choose.surprise),
            ("practice.history", self.tr("Past answers"), "Ctrl+Shift+H", self.show_history),
            ("practice.quiz", self.tr("Take a quiz"), None, lambda: self.quiz_run.show_list()),
            ("practice.choose", self.tr("Choose a question"), "Ctrl+Shift+Q", self.show_choose),
            *pane_actions.sitting(self),
            *pane_actions.marking(self),
            *pane_actions.paper(self),
            ("practice.undo", self.tr("Take back the last decision"), "Ctrl+Z", lambda: self.mark_key("undo")),
            ("practice.finish", self.tr("Finish marking"), "Ctrl+Return", self._finish),
        )
        for action_id, text, keys, handler in table:
            self.add_action(action_id, text, keys, handler)

    def build_tools(self, layout: QHBoxLayout) -> None:
        self._tools = Tools(self, layout)
        self._enable_actions()

    def _connect(self) -> None:
        self.choose.start_asked.connect(self.start)
        self._starts.begun.connect(self._begin)
        self._starts.refused.connect(self._offers.look)
        self._markings.points_ready.connect(self._show_points)
        self._markings.levels_ready.connect(self._show_levels)
        self._markings.stored.connect(self._show_result)
        self.choose.question_shown.connect(self._load_records)
        self._offers.resume_asked.connect(self.resume)
        self._offers.look_asked.connect(lambda attempt_id: self._markings.open(attempt_id, "second_look"))
        self.choose.section_asked.connect(self._open_section)
        self.ctx.bus.changed.connect(self._on_changed)
        self.ctx.settings.changed.connect(self._refresh_choose)
        self.ctx.theme.changed.connect(self._retheme)

    # --- content -------------------------------------------------------------------------------------

    def load(self, library: Library) -> None:
        self._library = library
        self._refresh_choose()
        self._offers.load(library)

    def state(self) -> dict[str, Any]:
        return {"question": self.choose.current_id()}

    def restore(self, state: dict[str, Any]) -> None:
        question = state.get("question")
        if isinstance(question, str) and question:
            self._pending_state = {"question": question}
            self.choose.show_question(question)

    def show_target(self, target: Target) -> bool:
        if self._is_sitting():
            self.ctx.bus.notice(self.tr("Hand in your answer or leave it first; then this can be shown."))
            return True
        match target.kind:
            case "question":
                self.show_choose()
                return self.choose.show_question(target.id)
            case "attempt":
                self.show_history(target.id)
                return True
            case "history":
                self.show_history()
                return True
            case "quiz":
                self.quiz_run.take_by_id(target.id)
                return True
            case _:
                return False

    def focus_first(self) -> None:
        page: Any = getattr(self, self._page)
        page.focus_first()

    def before_close(self) -> None:
        if self._is_built("sit"):
            self.sit.flush()
        if self._is_built("paper"):
            self.paper.finish()

    # --- choosing ------------------------------------------------------------------------------------

    def show_choose(self) -> None:
        """Go to the list of questions."""
        if self._page == "sit" and self._is_sitting():
            return
        self._refresh_choose()
        self._offers.look()
        self._show_page("choose")
        self.focus_first()

    def _refresh_choose(self) -> None:
        library = self._library
        if library is None or not self.ctx.is_ready:
            return
        practice, unit = self.ctx.services.practice, library.manifest.id
        self.ctx.jobs.run(lambda: practice.results(unit), self._on_results, self._on_no_results)

    def _on_no_results(self, error: Exception) -> None:
        """The person's work cannot be read: the questions are there all the same."""
        self._on_results({})
        self._told(error)

    def _on_results(self, results: Any) -> None:  # noqa: ANN401  # dict of results
        if self._library is None:
            return
        extra = self.ctx.settings.value.extra_percent
        self.choose.load(Choosing(self._library, results, extra, self.ctx.services.practice.suggests))
        wanted = self._pending_state.pop("question", "")
        if wanted:
            self.choose.show_question(wanted)

    def _load_records(self, question_id: str) -> None:
        practice = self.ctx.services.practice
        self.ctx.jobs.run(
            lambda: practice.records(question_id, 20), lambda found: self.choose.set_records(question_id, found)
        )

    # --- sitting -------------------------------------------------------------------------------------

    def start(self, question_id: str, mode: AttemptMode) -> None:
        """Begin an answer."""
        self._starts.start(question_id, mode)

    def resume(self, attempt_id: str) -> None:
        """Take up an unfinished answer."""
        self._starts.resume(attempt_id)

    def _begin(self, sitting: Sitting) -> None:
        if self._library is None:
            return
        exam = sitting.clock.timed and self.ctx.settings.value.exam_conditions
        self._offers.clear()
        self.ctx.bus.announce(sitting.changes, self)
        self.sit.begin(sitting, self._library, exam=exam)
        self._show_page("sit")
        if exam:
            self._exam = True
            self.ctx.bus.exam_mode.emit(True)
        self.sit.focus_first()

    def _end_sitting(self) -> None:
        self.sit.end()
        if self._exam:
            self._exam = False
            self.ctx.bus.exam_mode.emit(False)

    def _on_left(self) -> None:
        self._end_sitting()
        self.show_choose()

    def _hand_in(self, attempt_id: str, text: str, response: str, clock: ExamClock) -> None:
        practice = self.ctx.services.practice
        self.ctx.jobs.run(
            lambda: practice.hand_in(attempt_id, text, response, clock), self._on_handed_in, self._on_hand_in_failed
        )

    def _on_hand_in_failed(self, error: Exception) -> None:
        self._told(error)
        self.sit.hand_in_failed()

    def _on_handed_in(self, outcome: Outcome) -> None:
        self._end_sitting()
        self.ctx.bus.announce(outcome.changes, self)
        self.quiz_run.after(outcome.record.attempt.id, outcome.record)

    def _show_marked(self, record: AttemptRecord) -> None:
        """An answer to a single question was handed in: on to its marks."""
        if words.shown_marking(record) is not None:
            self._show_result(record)
        else:
            self._markings.begin(record, "self")

    # --- marking -------------------------------------------------------------------------------------

    def _show_points(self, record: AttemptRecord, marker: Marker, suggestion: Suggestion | None) -> None:
        library, question = self._library, record.attempt.question
        if library is None or record.answer is None or self._is_sitting():
            return
        earned = 0
        if question.type in CLOSED_TYPES:
            from tutorapp.domain.closed import mark, read_response

            earned = mark(question, read_response(record.answer.response)).marks
        self.mark.begin(record, library, suggestion, marker, earned)
        self._show_marking("mark", record)

    def _show_levels(self, record: AttemptRecord, marker: Marker, evidence: EssayEvidence | None) -> None:
        if self._library is not None and not self._is_sitting():
            self.levels.begin(record, self._library, evidence, marker)
            self._show_marking("levels", record)

    def _show_marking(self, page: str, record: AttemptRecord) -> None:
        from tutorapp.ui.practice.result import facts

        assert record.answer is not None
        handed_in = record.answer.at.astimezone().strftime("%H:%M")
        self._show_page(page, self.tr("{0} · handed in {1}").format(facts(record, self.tr), handed_in))
        self.focus_first()

    def mark_key(self, what: str) -> None:
        """Do what a marking key says on the point in focus, while points are marked."""
        if self._page == "mark":
            self.mark.act(what)

    def _finish(self) -> None:
        if self._page == "mark":
            self.mark.finish()
        elif self._page == "levels":
            self.levels.finish()

    # --- result and history --------------------------------------------------------------------------

    def _show_result(self, record: AttemptRecord) -> None:
        practice, question_id = self.ctx.services.practice, record.attempt.question_id

        def show(others: tuple[AttemptRecord, ...]) -> None:
            if self._library is not None and not self._is_sitting():
                self.result.show_record(record, others, self._library)
                self._show_page("result")
                self.focus_first()

        self.ctx.jobs.run(lambda: practice.records(question_id, 20), show)

    def _second_look(self, attempt_id: str, now: bool) -> None:
        if now:
            self._markings.open(attempt_id, "second_look")
            return
        practice = self.ctx.services.practice
        self.ctx.jobs.run(
            lambda: practice.want_second_look(attempt_id), lambda _changes: self.result.set_look_wanted(True)
        )

    def show_history(self, attempt_id: str = "") -> None:
        """Go to the past answers, at ``attempt_id`` where given."""
        if self._page == "sit" and self._is_sitting():
            return
        if self._library is not None:
            self.history.open(self._library, attempt_id)
            self._show_page("history")
            self.focus_first()

    def _shown_record(self) -> AttemptRecord | None:
        return self.result.record if self._page == "result" else self.history.current_record()

    def _next_question(self) -> None:
        self.choose.forget_current()
        self.show_choose()

    # --- pages ---------------------------------------------------------------------------------------

    def _show_page(self, name: str, more: str = "") -> None:
        self._page = name
        self._stack.setCurrentWidget(getattr(self, name))
        titles = {
            "choose": self.tr("Choose"),
            "sit": self.tr("Sit"),
            "mark": self.tr("Mark"),
            "levels": self.tr("Mark"),
            "result": self.tr("Result"),
            "history": self.tr("Past answers"),
            "run": self.tr("Quiz"),
        }
        title = titles[name]
        self.set_subtitle(f"{title} · {more}" if more else title)
        self._enable_actions()

    def _enable_actions(self) -> None:
        for action in self.actions():
            action.setEnabled(action.objectName() in ACTIONS[self._page])
        if self._tools is not None:
            self._tools.show_page(self._page)
            self._tools.fit(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._tools is not None:
            self._tools.fit(self.width())

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if changes.kinds & {"attempts", "markings", "content"}:
            self._refresh_choose()
        if self._page == "history" and initiator is not self and changes.kinds & {"attempts", "markings"}:
            QTimer.singleShot(0, self.history.reload)

    def _retheme(self) -> None:
        for name in ("mark", "levels", "history"):
            if self._is_built(name):
                getattr(self, name).retheme()

    def _told(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.ctx.bus.notice(error.message, level="warning")
