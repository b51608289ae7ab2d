"""The bank as the pages see it: rows in memory, changes saved when they settle, every step in one undo stack.

What is being written is saved as it stands, also while something is wrong with it: it then "needs attention", and no
pupil is asked it (``BankService.joined``) until that is mended. So nothing is lost when the program is killed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from tutorapp.domain.bank import checks, editing
from tutorapp.domain.bank.differences import step
from tutorapp.domain.bank.rows import BankRow
from tutorapp.domain.changes import Changes
from tutorapp.domain.content import Question, QuestionType
from tutorapp.domain.own import OwnItem, OwnPicture, OwnState
from tutorapp.domain.quiz import Quiz
from tutorapp.domain.work import LastResult
from tutorapp.services.bank import OwnEdit
from tutorapp.ui.context import UiContext

SETTLE_MS = 900
"""This long after the last key press a change is saved."""

Body = Question | Quiz


@dataclass(frozen=True, slots=True)
class Held:
    """An own item as it is on the screen."""

    body: Body
    state: OwnState
    version: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Loaded:
    results: Mapping[str, LastResult]
    alternatives: dict[str, str]
    held: dict[str, Held]
    rows: tuple[BankRow, ...]


class _Step(QUndoCommand):
    """One change of items; typing on in the same field joins the step before."""

    def __init__(
        self, store: BankStore, words: str, before: dict[str, Held | None], after: dict[str, Held], key: str = ""
    ) -> None:
        super().__init__(words)
        self._store, self._before, self._after, self._key = store, before, after, key

    def id(self) -> int:
        return 1 if self._key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802  # Qt's name
        if not isinstance(other, _Step) or other._key != self._key or self._store.settled:
            return False
        self._after = other._after
        return True

    def undo(self) -> None:
        self._store.put({key: held or _gone(self._after[key]) for key, held in self._before.items()})

    def redo(self) -> None:
        self._store.put(self._after)


def _gone(held: Held) -> Held:
    return replace(held, state="deleted")


class BankStore(QObject):
    """Own questions and quizzes by id, with what the unit holds.

    Signals:
        listed: the rows are others now.
        changed: items are others now (their ids, as a tuple); by undo also ones that are not shown.
        saved: everything is on the disk.
        failed: it could not be saved; the sentence says why.
    """

    listed = Signal()
    changed = Signal(tuple)
    saved = Signal()
    failed = Signal(str)

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx = context
        self.stack = QUndoStack(self)
        self.settled = True  # the next change begins a new step
        self.alternatives: dict[str, str] = {}
        self._items: dict[str, Held] = {}
        self._unit: dict[str, Question] = {}
        self._results: Mapping[str, LastResult] = {}
        self._rows: dict[str, BankRow] = {}
        self._all: tuple[BankRow, ...] | None = None
        self._askable: dict[str, Question] | None = None
        self._untold = Changes(frozenset())
        self._dirty: dict[str, Held] = {}
        self._stored: dict[str, Held] = {}
        self._loaded = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._on_settled)

    # --- reading -------------------------------------------------------------------------------------

    @property
    def is_loaded(self) -> bool:
        """Whether the bank has been read."""
        return self._loaded

    def load(self) -> None:
        """Read everything anew, e.g. after an import."""
        library = self._ctx.library
        if library is None:
            return
        self.flush()
        bank, practice, unit_id = self._ctx.services.bank, self._ctx.services.practice, library.manifest.id

        known, unit = dict(self._rows), library.unit.questions

        def read() -> _Loaded:
            states: Sequence[OwnState] = ("active", "archived")
            items = (*bank.items("question", states), *bank.items("quiz", states))
            results, alternatives = practice.results(unit_id), bank.alternatives()
            return _Loaded(results, alternatives, *_laid_out(items, unit, results, alternatives, known))

        self._ctx.jobs.run(read, self._on_loaded)

    def _on_loaded(self, loaded: _Loaded) -> None:
        library = self._ctx.library
        assert library is not None
        read = loaded.held
        gone = {key: _gone(held) for key, held in self._items.items() if key not in read and held.state != "deleted"}
        self._stored = read
        self._items = {**gone, **read, **self._dirty}
        self._unit = {q.id: q for q in library.unit.questions if q.id not in self._items}
        self._results, self.alternatives, self._loaded = loaded.results, loaded.alternatives, True
        self._rows = {row.id: row for row in loaded.rows}
        self._all, self._askable = None if self._dirty else loaded.rows, None
        self.listed.emit()

    def rows(self) -> tuple[BankRow, ...]:
        """Every question: one's own first, then the unit's."""
        if self._all is None:
            self._all = self._every_row()
        return self._all

    def row(self, question_id: str) -> BankRow | None:
        """One question of the bank."""
        held = self.find(question_id)
        if held is not None and isinstance(held.body, Question):
            return self._row(held)
        return next((row for row in self.rows() if row.id == question_id), None)

    def _every_row(self) -> tuple[BankRow, ...]:
        own = [
            self._row(held)
            for held in self._items.values()
            if isinstance(held.body, Question) and held.state != "deleted"
        ]
        unit = [
            _unit_row(question, self._used(question.id), self._rows.get(question.id))
            for question in self._unit.values()
            if question.type != "text"
        ]
        return (*own, *unit)

    def _row(self, held: Held) -> BankRow:
        """The row of an own question: the one made before where it fits, for it knows its words for the search."""
        question = held.body
        assert isinstance(question, Question)
        known, used = self._rows.get(question.id), self._used(question.id)
        if known is None or not _fits(known, held, used):
            known = _own_row(held, used, self.alternatives, known)
            self._rows[question.id] = known
        return known

    def _used(self, question_id: str) -> datetime | None:
        result = self._results.get(question_id)
        return None if result is None else result.at

    def questions(self) -> dict[str, Question]:
        """By id every question a quiz can ask: active own ones that are whole, and the unit's."""
        if self._askable is None:
            self._askable = {row.id: row.question for row in self.rows() if not row.archived and not row.needs}
        return self._askable

    def quizzes(self) -> tuple[Held, ...]:
        """Own quizzes that are not deleted, in the order they were begun."""
        held = (one for one in self._items.values() if isinstance(one.body, Quiz) and one.state != "deleted")
        return tuple(held)

    def find(self, item_id: str) -> Held | None:
        """An own item that is not deleted, or None."""
        held = self._items.get(item_id)
        return None if held is None or held.state == "deleted" else held

    def question(self, question_id: str) -> Question | None:
        """Any question of the bank by its id."""
        held = self.find(question_id)
        if held is not None and isinstance(held.body, Question):
            return held.body
        return self._unit.get(question_id)

    def is_own(self, item_id: str) -> bool:
        """Whether the item is one's own, so that it can be changed."""
        return self.find(item_id) is not None

    def used_in(self, question_id: str) -> tuple[Quiz, ...]:
        """The quizzes that name the question."""
        quizzes = (held.body for held in self.quizzes() if isinstance(held.body, Quiz))
        return tuple(
            quiz
            for quiz in quizzes
            if any(entry.question == question_id for section in quiz.sections for entry in section.entries)
        )

    # --- changing ------------------------------------------------------------------------------------

    def edit(self, body: Body, words: str = "", key: str = "") -> None:
        """Put ``body`` in the place of the item with its id, as one step of undo.

        ``words`` name the step, else what changed does. Changes of the same ``key`` join until one settles.
        """
        before = self.find(body.id)
        if before is None or before.body == body:
            return
        if isinstance(body, Question) and isinstance(before.body, Question):
            change = step(before.body, body)
            words, key = words or change.words, key or change.path
        after = replace(before, body=body)
        self.stack.push(_Step(self, words, {body.id: before}, {body.id: after}, f"{body.id}:{key}" if key else ""))
        self.settled = False

    def create(self, body: Body, words: str) -> None:
        """Add a new item, as one step of undo."""
        self.settled = True
        self.stack.push(_Step(self, words, {body.id: None}, {body.id: Held(body, "active")}))

    def set_state(self, ids: Iterable[str], state: OwnState, words: str) -> None:
        """Archive, delete or bring back own items, as one step of undo."""
        before = {key: held for key in ids if (held := self._items.get(key)) is not None and held.state != state}
        if before:
            self.settled = True
            after = {key: replace(held, state=state) for key, held in before.items()}
            self.stack.push(_Step(self, words, dict(before), after))

    def new_question(self, kind: QuestionType) -> str:
        """Begin a question; its id."""
        question = editing.new_question(self._ctx.services.bank.new_id("question"), kind)
        self.create(question, "new question")
        return question.id

    def duplicate(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Copies of questions, one's own or the unit's, as own ones; their ids."""
        made = []
        for question_id in ids:
            question = self.question(question_id)
            if question is not None:
                title = f"{question.title} (copy)" if question.title else ""
                copy = replace(question, id=self._ctx.services.bank.new_id("question"), title=title)
                made.append(copy)
        if made:
            after: dict[str, Held] = {copy.id: Held(copy, "active") for copy in made}
            words = "duplicate question" if len(made) == 1 else f"duplicate {len(made)} questions"
            self.settled = True
            self.stack.push(_Step(self, words, dict.fromkeys(after), after))
        return tuple(copy.id for copy in made)

    def put(self, items: Mapping[str, Held]) -> None:
        """Show ``items`` now and save them when the change settles; used by the steps of undo."""
        relisted = False
        self._all = self._askable = None
        for key, held in items.items():
            now = self._items.get(key)
            relisted = relisted or now is None or now.state != held.state
            self._items[key] = replace(held, version=now.version if now else 0)
            self._dirty[key] = self._items[key]
        self._timer.start()
        if relisted:
            self.listed.emit()
        self.changed.emit(tuple(items))

    def add_picture(self, picture: OwnPicture, done: Callable[[], None]) -> None:
        """Keep a picture, then call ``done``."""
        bank = self._ctx.services.bank

        def kept(_nothing: object) -> None:
            self.alternatives[picture.name] = picture.alternative or self.alternatives.get(picture.name, "")
            self._rows = {
                key: row for key, row in self._rows.items() if not row.needs
            }  # a picture may be all it lacked
            self._all = self._askable = None
            done()

        self._ctx.jobs.run(lambda: bank.add_pictures([picture]), kept)

    # --- saving --------------------------------------------------------------------------------------

    @property
    def is_saved(self) -> bool:
        """Whether nothing waits to be saved."""
        return not self._dirty

    def settle(self) -> None:
        """The next change begins a new step: the person went to another field."""
        self.settled = True

    def _on_settled(self) -> None:
        self.settled = True
        self.flush()

    def flush(self) -> None:
        """Save now what waits."""
        self._timer.stop()
        if not self._dirty:
            return
        dirty, self._dirty = self._dirty, {}
        bank = self._ctx.services.bank
        bodies = [_tidy(held.body) for held in dirty.values() if held.state == "active"]
        states: list[tuple[OwnState, str, list[str]]] = []
        for state in ("archived", "deleted"):
            for kind, made in (("question", Question), ("quiz", Quiz)):
                ids = [k for k, held in dirty.items() if held.state == state and isinstance(held.body, made)]
                states.append((state, kind, [key for key in ids if key in self._stored]))

        def write() -> tuple[OwnEdit, ...]:
            edits = [bank.save(bodies)] if bodies else []
            edits += [bank.set_state(kind, ids, state) for state, kind, ids in states if ids]  # type: ignore[arg-type]  # a kind
            return tuple(edits)

        for key, held in dirty.items():
            if held.state == "active" or key in self._stored:
                self._stored[key] = held
        self._ctx.jobs.run(write, self._on_saved, lambda error: self._on_failed(dirty, error))

    def _on_saved(self, edits: tuple[OwnEdit, ...]) -> None:
        changes: set[str] = set()
        ids: set[str] = set()
        for edit in edits:
            for item in edit.after:
                held = self._items.get(item.item_id)
                if held is not None:
                    self._items[item.item_id] = replace(held, version=item.version, at=item.at)
            changes |= edit.changes.kinds
            ids |= edit.changes.ids
        if changes:
            told = Changes(frozenset(changes) | self._untold.kinds, frozenset(ids) | self._untold.ids)  # type: ignore[arg-type]  # kinds
            self._untold = told
            self._all = self._askable = None
            # The other panes read all questions anew when "own" is announced: that can wait until one goes to them.
            self._ctx.bus.announce(Changes(frozenset({"quizzes"}), told.ids), self)
        self.saved.emit()

    def publish(self, then: Callable[[], None] | None = None) -> None:
        """Save what waits, let the other panes know of it, and, when they do, call ``then``."""
        self.flush()

        def tell(_nothing: object) -> None:
            told, self._untold = self._untold, Changes(frozenset())
            self._ctx.bus.announce(told, self)
            if then is not None:
                self._ctx.jobs.run(lambda: None, lambda _done: then())  # behind what the panes asked for

        self._ctx.jobs.run(lambda: None, tell)

    def _on_failed(self, dirty: dict[str, Held], error: Exception) -> None:
        self._dirty = {**dirty, **self._dirty}
        self._timer.start(10 * SETTLE_MS)  # the disk may have room again, the folder may be back
        message = getattr(error, "message", "") or self.tr("Your changes could not be saved. They are kept here.")
        self.failed.emit(str(message))


def _laid_out(
    items: Iterable[OwnItem],
    unit: Iterable[Question],
    results: Mapping[str, LastResult],
    alternatives: Mapping[str, str],
    known: Mapping[str, BankRow],
) -> tuple[dict[str, Held], tuple[BankRow, ...]]:
    """By id what is one's own, and every row with its words for the search. On the worker: thousands take a second.

    A question that is as it was stays the same object, and so does its row.
    """
    held: dict[str, Held] = {}
    rows: list[BankRow] = []
    for item in items:
        if not isinstance(item.body, Question | Quiz):
            continue
        row, body = known.get(item.item_id), item.body
        if row is not None and row.own and row.question == body:
            body = row.question
        one = held[item.item_id] = Held(body, item.state, item.version, item.at)
        if isinstance(body, Question):
            used = results[body.id].at if body.id in results else None
            fits = row is not None and _fits(row, one, used)
            rows.append(row if row is not None and fits else _own_row(one, used, alternatives, row))
    for question in unit:
        if question.id not in held and question.type != "text":
            used = results[question.id].at if question.id in results else None
            rows.append(_unit_row(question, used, known.get(question.id)))
    for row in rows:
        _ = row.haystack, row.title  # kept with the row
    return held, tuple(rows)


def _own_row(held: Held, used: datetime | None, alternatives: Mapping[str, str], known: BankRow | None) -> BankRow:
    """``known`` is the row as it was: an equal question has as many problems as before."""
    question = held.body
    assert isinstance(question, Question)
    same = known is not None and known.own and known.question == question
    needs = known.needs if known is not None and same else len(checks.problems(question, alternatives))
    archived = held.state == "archived"
    return BankRow(question, own=True, archived=archived, version=held.version, last_used=used, needs=needs)


def _unit_row(question: Question, used: datetime | None, known: BankRow | None) -> BankRow:
    if known is not None and not known.own and known.question is question and known.last_used == used:
        return known
    return BankRow(question, own=False, last_used=used)


def _fits(row: BankRow, held: Held, used: datetime | None) -> bool:
    """Whether ``row`` says what is held now."""
    return (
        row.question is held.body
        and row.own
        and row.archived == (held.state == "archived")
        and row.version == held.version
        and row.last_used == used
    )


def _tidy(body: Body) -> Body:
    return editing.tidy(body) if isinstance(body, Question) else body
