"""Sitting a question: nothing but the question, the answer and the clock."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from tutorapp.domain.closed import answered, read_response, write_response
from tutorapp.domain.content import CLOSED_TYPES
from tutorapp.domain.exam_clock import ClockEvent, ExamClock, Instant, Step
from tutorapp.domain.library import Library
from tutorapp.domain.prompter import Prompter
from tutorapp.services.practice import UNLOGGED, Sitting
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice import words
from tutorapp.ui.practice.answering import Answering, answering
from tutorapp.ui.practice.parts import announce
from tutorapp.ui.practice.saver import Saver
from tutorapp.ui.practice.sit_view import SitView
from tutorapp.ui.practice.watch import Watch

TICK_MS = 250
"""How often the clock is looked at; a late or lost look changes nothing."""
LAST_SECONDS = 300
MUCH_LEFT = 0.5
"""Handing in with more than this share of the time left asks first."""


class SitPage(SitView):
    """One answer being written.

    Signals:
        handed_in: (attempt id, text, response, clock): freeze it.
        left: the person stops here; the draft stays.
    """

    handed_in = Signal(str, str, str, object)
    left = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._sitting: Sitting | None = None
        self._clock: ExamClock | None = None
        self._answering: Answering | None = None
        self._saved_words = ""
        self._clock_shown = True
        self._prompter = Prompter()
        self.watch = Watch(self, self._now, self._log)
        self._saver = Saver(context, self._take, self)
        self._saver.saved.connect(self._on_saved)
        self._saver.failed.connect(self._on_save_failed)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.look)
        self._connect()

    def _connect(self) -> None:
        self._eye.clicked.connect(self.toggle_clock)
        self.editor.textChanged.connect(self._on_changed)
        self.go_on.clicked.connect(self.carry_on)
        self._leave.clicked.connect(self.ask_to_leave)
        self._rest.clicked.connect(self.rest)
        self._hand_in.clicked.connect(self.ask_to_hand_in)
        self._ctx.theme.changed.connect(self._retheme)
        self.reading.asked.connect(self.read)

    # --- beginning and ending ------------------------------------------------------------------------

    def begin(self, sitting: Sitting, library: Library, *, exam: bool) -> None:
        """Show ``sitting`` and let its clock run; ``exam`` says that the rest of the window is gone."""
        self._sitting, self._clock, self._exam = sitting, sitting.clock, exam
        question = sitting.attempt.question
        # With gaps the text itself is the answer sheet below.
        gaps = question.type == "gap_fill"
        text = self.tr("Fill in the gaps.") if gaps else words.question_words(question, library.titles)
        self._question.set_plain(text)
        self._marks.set_plain(f"[{question.marks}]", strong=True)
        self._show_sources()
        self._show_answering(sitting)
        self.editor.blockSignals(True)
        self.editor.set_answer(sitting.text)
        self.editor.blockSignals(False)
        self._saved_words = ""
        self._notice.hide()
        self._confirm.hide()
        self._rest.setVisible(self._clock.timed and self._ctx.settings.value.rest_breaks)
        self._spelling.setVisible(exam)
        wanted, left = self._ctx.settings.value.clock, self._clock.remaining(self._clock.stamp)
        self._clock_shown = not self._clock.timed or wanted == "shown" or (wanted == "last5" and left <= LAST_SECONDS)
        self._write_head()
        self._write_words()
        self._write_saved()
        self._lay_out()
        self._saver.begin(sitting.attempt.id)
        self._tick.start()
        if self._clock.phase == "suspended":
            self._apply(self._clock.carry_on(self._now()))
        self._prompter = Prompter(self._ctx.settings.value.prompter_minutes * 60, self._clock.used(self._now()))
        if exam:
            self._log((ClockEvent("exam_conditions"),))
            self.watch.begin()
        self._show_phase()
        self.look()

    def end(self) -> None:
        """Stop clock and saving; the page shows nothing of the answer any more."""
        self._tick.stop()
        self.reading.stop()
        self.watch.end()
        self._saver.end()
        self._sitting = self._clock = None
        self._confirm.hide()
        self.editor.blockSignals(True)
        self.editor.set_answer("")
        self.editor.blockSignals(False)

    def attempt_id(self) -> str:
        """The attempt under way, or empty."""
        return self._sitting.attempt.id if self._sitting else ""

    def is_sitting(self) -> bool:
        """Whether an answer is under way."""
        return self._sitting is not None

    def flush(self) -> None:
        """Hand the answer over to be saved, whatever is under way: the window closes or the page is left."""
        if self.is_sitting():
            self._saver.flush()

    def focus_first(self) -> None:
        """The editor, or the first answer field."""
        if self._stack.currentIndex() == 1:
            self.go_on.setFocus()
        elif self._answering is not None:
            self._answering.focus_first()
        else:
            self.editor.setFocus()

    # --- clock ---------------------------------------------------------------------------------------

    def look(self) -> None:
        """Bring the clock up to now: show it, log and tell what happened."""
        if self._clock is not None:
            self._apply(self._clock.observe(self._now()))
            self._write_time()
            self.watch.look()
            self._prompt()

    def _prompt(self) -> None:
        """Where it is wanted, a quiet line after some minutes without a word: no sound, nothing moves."""
        if self._clock is None or self._clock.phase != "running":
            return
        used = self._clock.consumed
        if self._prompter.is_due(used):
            self._prompter = self._prompter.typed(used)
            self._show_notice(
                self.tr("Carry on when you are ready: read the question again and write your next point.")
            )
            self._log((ClockEvent("prompted"),))

    def rest(self) -> None:
        """Begin a rest break, where they are allowed: clock stopped, question and answer hidden."""
        if not self._ctx.settings.value.rest_breaks:
            return
        if self._clock is not None and self._clock.timed and self._clock.phase == "running":
            self._apply(self._clock.rest(self._now()))
            self._saver.save_now()

    def carry_on(self) -> None:
        """End the break."""
        if self._clock is not None:
            self._apply(self._clock.carry_on(self._now()))
            self._saver.save_now()

    def toggle_clock(self) -> None:
        """Hide or show the time left."""
        self._clock_shown = not self._clock_shown
        self._write_eye()
        self._write_time()

    def _now(self) -> Instant:
        return self._ctx.services.practice.instant()

    def _apply(self, step: Step) -> None:
        before = self._clock.phase if self._clock else ""
        self._clock = step.clock
        for event in step.events:
            self._tell(event)
        self._log(step.events)
        if before != self._clock.phase:
            self._show_phase()

    def _log(self, events: tuple[ClockEvent, ...]) -> None:
        logged = [event for event in events if event.kind not in UNLOGGED]
        if logged and self._sitting is not None:
            attempt_id, practice = self._sitting.attempt.id, self._ctx.services.practice
            self._ctx.jobs.run(lambda: practice.log(attempt_id, logged))

    def _tell(self, event: ClockEvent) -> None:
        match event.kind:
            case "half_time":
                self._show_notice(self.tr("Half of your time has gone."))
            case "five_minutes":
                self._show_notice(self.tr("Five minutes left."))
                if self._ctx.settings.value.clock == "last5" and not self._clock_shown:
                    self.toggle_clock()
            case "time_up":
                text = self.tr("Your time is up. Finish your sentence and hand in; time after this is noted.")
                if self._clock is not None and self._clock.strict:
                    self._close_desk(closed=True)
                    text = self.tr("Your time is up. Hand in your answer.")
                self._show_notice(text)
            case "suspended" if event.detail == "charged":
                slept = words.minutes(event.seconds, self.tr)
                self._show_notice(self.tr("The computer slept for {0}. That time was counted.").format(slept))
            case _:
                pass

    def _show_notice(self, text: str) -> None:
        self._notice_text.setText(text)
        self._notice.setAccessibleName(text)
        self._notice.show()
        announce(self._notice, text)

    def _show_phase(self) -> None:
        """The desk while the clock runs; in a break nothing of question or answer can be seen."""
        clock = self._clock
        if clock is None:
            return
        resting = clock.phase in ("break", "suspended")
        self.watch.resting = clock.phase == "break"
        if resting:
            self.reading.stop()
            slept = clock.phase == "suspended"
            title = self.tr("The computer was asleep") if slept else self.tr("Rest break")
            self._rest_title.setText(title)
        self._stack.setCurrentIndex(1 if resting else 0)
        over = clock.strict and clock.remaining(clock.stamp) <= 0
        self._close_desk(closed=resting or over)
        self._rest.setEnabled(not resting)
        self._hand_in.setEnabled(not resting)
        self._notice.setVisible(self._notice.isVisibleTo(self._middle) and not resting)
        self._write_time()
        self.focus_first()

    def _close_desk(self, *, closed: bool) -> None:
        """Whether nothing can be written or chosen; what was can still be read and handed in."""
        self.editor.setReadOnly(closed)
        if self._answering is not None:
            self._answering.setEnabled(not closed)

    # --- handing in ----------------------------------------------------------------------------------

    def ask_to_hand_in(self) -> None:
        """Hand in, asking first only when nothing is written or much time is left."""
        if self._sitting is None or self._clock is None or self._clock.phase != "running":
            return
        clock, left = self._clock, self._clock.remaining(self._now())
        text, response, _ = self._take()
        question = self._sitting.attempt.question
        empty = not text.strip()
        if question.type in CLOSED_TYPES:
            empty = empty and not answered(question, read_response(response))
        if empty:
            self._ask(self.tr("Nothing is written yet. Hand in an empty answer?"))
        elif clock.timed and left > MUCH_LEFT * clock.allowed_seconds:
            left_words = words.minutes(left - left % 60 if left > 60 else left, self.tr)
            self._ask(self.tr("More than {0} are left. Hand in now?").format(left_words))
        else:
            self._do_hand_in()

    def _ask(self, text: str) -> None:
        self._confirm.ask(text, self.tr("Hand in"), self._do_hand_in, self.tr("Go on writing"), self.focus_first)

    def _do_hand_in(self) -> None:
        if self._sitting is None or self._clock is None:
            return
        text, response, clock = self._take()
        attempt_id = self._sitting.attempt.id
        self._saver.end()
        self._tick.stop()
        self._hand_in.setEnabled(False)
        self.handed_in.emit(attempt_id, text, response, clock)

    def hand_in_failed(self) -> None:
        """The answer could not be frozen: go on as before."""
        if self._sitting is not None:
            self._saver.begin(self._sitting.attempt.id)
            self._tick.start()
            self._hand_in.setEnabled(True)

    def ask_to_leave(self) -> None:
        """Stop here after asking; the answer is kept as a draft."""
        if self._clock is not None and self._clock.timed:
            text = self.tr("Stop here? Your answer is kept, and you can go on with the time that is left.")
            self._confirm.ask(text, self.tr("Stop here"), self._do_leave, self.tr("Go on writing"), self.focus_first)
        else:
            self._do_leave()

    def _do_leave(self) -> None:
        self.look()
        self.flush()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
            return
        super().keyPressEvent(event)

    def escape(self) -> None:
        """Esc: close the question asked, then the notice, then ask to leave."""
        if self._confirm.isVisible():
            self._confirm.refuse()
        elif self._notice.isVisible():
            self._notice.hide()
            self.focus_first()
        else:
            self.ask_to_leave()

    # --- what is written -----------------------------------------------------------------------------

    def _take(self) -> tuple[str, str, ExamClock]:
        assert self._clock is not None
        clock, _events = self._clock.observe(self._now())
        response = write_response(self._answering.response()) if self._answering else ""
        return self.editor.answer(), response, clock

    def _on_changed(self) -> None:
        self._write_words()
        self._touched()

    def _touched(self) -> None:
        self._saver.touched()
        if self._clock is not None:
            self._prompter = self._prompter.typed(self._clock.used(self._now()))

    def _show_answering(self, sitting: Sitting) -> None:
        question = sitting.attempt.question
        if self._answering is not None:
            self._answering.deleteLater()
        self._answering = answering(self._ctx, question, sitting.attempt.id)
        self._closed_page.setVisible(self._answering is not None)
        self.editor.setVisible(self._answering is None or bool(question.points))
        self.editor.setReadOnly(False)
        if self._answering is not None:
            self._answering.set_response(read_response(sitting.response))
            self._answering.changed.connect(self._touched)
            self._closed_page.body.insertWidget(0, self._answering)

    def _show_sources(self) -> None:
        assert self._sitting is not None
        sources = self._sitting.attempt.question.sources
        self._source_view.show_sources(sources)
        tall = any(source.media for source in sources)
        self._sources.setMaximumHeight(self._ctx.theme.px(340 if tall else 180))
        self._sources.setVisible(bool(sources))

    # --- reading aloud -------------------------------------------------------------------------------

    def read(self, what: str) -> None:
        """Read "question", "sources" or "answer" aloud, never while they are hidden; logged."""
        if self._sitting is None or self._clock is None or self._clock.phase != "running":
            return
        if f"practice.read.{what}" in self._ctx.actions.off:
            return
        text = self._spoken(what)
        if not text.strip():
            self._show_notice(self.tr("There is nothing to read aloud yet."))
        elif self.reading.say(text):
            self._log((ClockEvent("read_aloud", 0.0, what),))

    def pause_reading(self) -> None:
        """Pause reading aloud, or go on; nothing goes on while the question is hidden."""
        if self._clock is not None and self._clock.phase == "running":
            self.reading.pause()

    def stop_reading(self) -> None:
        """Stop reading aloud."""
        self.reading.stop()

    def _spoken(self, what: str) -> str:
        assert self._sitting is not None
        question = self._sitting.attempt.question
        if what == "answer":
            return self.editor.answer()
        if what == "sources":
            media = self._ctx.library.manifest.media if self._ctx.library else {}
            return words.spoken_sources(question, media)
        choices = self._answering.spoken() if self._answering is not None else ""
        marks = self.tr("1 mark") if question.marks == 1 else self.tr("{0} marks").format(question.marks)
        return "\n".join(part for part in (self._question.plain(), choices, marks) if part)

    # --- words ---------------------------------------------------------------------------------------

    def _write_head(self) -> None:
        assert self._clock is not None
        clock = self._clock
        if self._exam:
            self._mode_icon.set_icon("lock", "text.secondary")
            self._mode.setText(self.tr("Exam conditions"))
            self._mode_more.setText("·  " + self.tr("notes, search and timeline are closed until you hand in"))
        elif clock.timed:
            self._mode_icon.set_icon("timer", "text.secondary")
            self._mode.setText(self.tr("Timed"))
            self._mode_more.setText("")
        else:
            self._mode_icon.set_icon("pencil", "text.secondary")
            self._mode.setText(self.tr("Untimed practice"))
            self._mode_more.setText("")
        allowed = words.minutes(clock.allowed_seconds, self.tr)
        lines = [self.tr("left of {0}").format(allowed)]
        if clock.extra_percent:
            base = words.minutes(clock.base_seconds, self.tr)
            lines.append(self.tr("{0} and your {1} %").format(base, clock.extra_percent))
        self._allowed.setText("\n".join(lines) if clock.timed else self.tr("time so far"))
        self._write_eye()

    def _retheme(self) -> None:
        """Another look or size of the text, which can be chosen while one writes."""
        self._write_eye()
        self._question.set_plain(self._question.plain())
        self._marks.set_plain(self._marks.plain(), strong=True)
        self._lay_out()

    def _write_eye(self) -> None:
        shown = self._clock_shown
        self._eye.setIcon(self._ctx.icons.icon("eye-off" if shown else "eye"))
        text = self.tr("Hide the clock") if shown else self.tr("Show the clock")
        self._eye.setText(f" {text}")  # Qt leaves too little room after the icon
        self._eye.setAccessibleName(text)
        self._eye.setToolTip(f"{text} (Ctrl+T)")
        self._time.setVisible(shown)
        self._allowed.setVisible(shown)

    def _write_time(self) -> None:
        clock = self._clock
        if clock is None:
            return
        now = self._now()
        left = clock.remaining(now) if clock.timed else -clock.used(now)
        text = words.clock_words(left) if clock.timed else words.clock_words(left).lstrip("+")
        if self._time.text() != text:
            self._time.set_text(text, "warning" if clock.timed and left <= 60 else "text.primary")
        if clock.phase in ("break", "suspended"):
            self._write_rest(clock)

    def _write_rest(self, clock: ExamClock) -> None:
        """How long this pause is, and all of them once there were others."""
        so_far, together = (words.minutes(seconds, self.tr) for seconds in (clock.paused, clock.rested))
        text = self.tr("The clock is stopped; this is not taken from your time. So far: {0}.").format(so_far)
        if clock.rested - clock.paused >= 1:
            text += " " + self.tr("All pauses together: {0}.").format(together)
        self._rest_text.setText(text)

    def _write_words(self) -> None:
        count = words.word_count(self.editor.answer())
        self._words.setText(self.tr("1 word") if count == 1 else self.tr("{0} words").format(count))
        self._words.setVisible(self.editor.isVisibleTo(self._middle))

    def _write_saved(self) -> None:
        self._saved.setText(self._saved_words)
        self._saved_icon.setVisible(bool(self._saved_words))

    def _on_saved(self, at: datetime) -> None:
        self._saved_words = self.tr("saved {0}").format(at.astimezone().strftime("%H:%M:%S"))
        self._saved_icon.set_icon("check", "success")
        self._ctx.theme.set_role(self._saved, "secondary")
        self._write_saved()

    def _on_save_failed(self, reason: str) -> None:
        self._saved_words = self.tr("not saved: {0} Trying again …").format(reason)
        self._saved_icon.set_icon("triangle-alert", "danger")
        self._ctx.theme.set_role(self._saved, "danger")
        self._write_saved()
