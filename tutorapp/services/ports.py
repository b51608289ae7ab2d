"""What the services need from outside, named as protocols; ``bootstrap`` passes the real ones, tests their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from tutorapp.domain.content import ItemKind, Unit
from tutorapp.domain.records import dataclass
from tutorapp.domain.work import (
    AcceptedWords,
    Annotation,
    Answer,
    Attempt,
    AttemptRecord,
    Draft,
    LastResult,
    LogEntry,
    Marking,
    SectionMark,
)

if TYPE_CHECKING:  # a start does without them
    from tutorapp.domain.own import ImportRecord, OwnItem, OwnKind, OwnPicture, OwnState
    from tutorapp.domain.quiz import Quiz
    from tutorapp.domain.results import Result, TeacherMark


class Clock(Protocol):
    """Time, injected so that rules and tests never ask the machine."""

    def now(self) -> datetime:
        """The wall clock, aware, UTC."""

    def boottime(self) -> float:
        """Seconds since boot, suspend included where the system can say (else its monotonic clock)."""

    def monotonic(self) -> float:
        """Seconds of a clock that stops in suspend and never jumps."""

    def boot_id(self) -> str:
        """A text that changes with each boot; empty where the system cannot say."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who writes rows: the device and the maker of new ids."""

    device_id: str
    new_id: Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitInfo:
    """An installed unit."""

    id: str
    title: str
    short_title: str
    version: str
    digest: str  # of its content; equal digests mean equal content
    installed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One hit. ``snippet`` marks hit words with U+0002 ... U+0003. ``kind``: ItemKind, "answer" or "note"."""

    kind: str
    unit_id: str
    item_id: str  # for "answer" the attempt id, for "note" the annotation thread
    title: str
    snippet: str


class ContentStore(Protocol):
    """The installed units."""

    def install(self, unit: Unit, digest: str, at: datetime) -> bool:
        """Replace the unit's content by ``unit``; False when the same digest is installed already."""

    def units(self) -> tuple[UnitInfo, ...]:
        """Every installed unit, by title."""

    def load(self, unit_id: str) -> Unit:
        """The whole unit; KnownError when it is not installed."""


class AttemptStore(Protocol):
    """A person's practice: attempts, drafts, answers and markings."""

    def add_attempt(self, attempt: Attempt) -> None:
        """Keep an attempt and the question as it was seen."""

    def save_draft(self, draft: Draft) -> None:
        """Replace the draft; KnownError when the answer was handed in already."""

    def open_drafts(self) -> tuple[tuple[Attempt, Draft], ...]:
        """Attempts begun on this device and not handed in, newest first."""

    def discard_draft(self, attempt_id: str) -> None:
        """Drop the draft, if there is one; the attempt and its log stay."""

    def add_log(self, entry: LogEntry) -> None:
        """Keep what happened while sitting."""

    def add_answer(self, answer: Answer) -> None:
        """Freeze the answer and drop the draft, in the same transaction."""

    def add_marking(self, marking: Marking) -> None:
        """Keep one marking with its decisions."""

    def record(self, attempt_id: str) -> AttemptRecord | None:
        """The attempt with everything that belongs to it, handed in or not; None when there is none."""

    def records(self, question_id: str, limit: int = 100) -> tuple[AttemptRecord, ...]:
        """Attempts with an answer, newest first."""

    def recent(self, limit: int = 100, before: str | None = None) -> tuple[AttemptRecord, ...]:
        """Attempts with an answer of every question, newest first; ``before`` an attempt id, for paging."""

    def last_results(self, unit_id: str) -> dict[str, LastResult]:
        """By question id; at once however many attempts there are (a kept summary)."""

    def add_accepted_words(self, words: AcceptedWords) -> None:
        """Keep words for a mark point, or that they were taken back."""

    def accepted_words(self, question_id: str) -> tuple[AcceptedWords, ...]:
        """The words that hold, oldest first; those taken back are left out."""


class AnnotationStore(Protocol):
    """What a person put beside the notes, as revisions, and how far each section is known."""

    def add(self, annotation: Annotation) -> None:
        """Keep a revision, the newest of its thread."""

    def current(self, unit_id: str, section_id: str | None = None) -> tuple[Annotation, ...]:
        """The newest revision of every thread that is not deleted, oldest thread first."""

    def thread(self, thread: str) -> tuple[Annotation, ...]:
        """Every revision of a thread, oldest first."""

    def add_section_mark(self, mark: SectionMark) -> None:
        """Keep that a section was read or recalled."""

    def section_states(self, unit_id: str) -> dict[str, str]:
        """By section id: "read" or "recalled" (the higher one); absent: not read."""


class OwnStore(Protocol):
    """What was made or brought in here: questions, events, quizzes and pictures, as revisions."""

    def add(self, items: Iterable[OwnItem]) -> None:
        """Keep revisions, each the newest of its item."""

    def current(self, kind: OwnKind, states: Sequence[OwnState] = ("active", "archived")) -> tuple[OwnItem, ...]:
        """The newest revision of every item of ``kind`` in one of ``states``, in the order they were begun."""

    def find(self, kind: OwnKind, item_id: str) -> OwnItem | None:
        """The revision that counts, a deleted one too."""

    def revisions(self, kind: OwnKind, item_id: str) -> tuple[OwnItem, ...]:
        """Every revision of an item, oldest first."""

    def of_import(self, import_id: str) -> tuple[OwnItem, ...]:
        """The revisions that an import wrote."""

    def add_import(self, record: ImportRecord) -> None:
        """Keep what was brought in, or taken back."""

    def imports(self) -> tuple[ImportRecord, ...]:
        """Everything brought in and taken back, newest first."""

    def add_pictures(self, pictures: Iterable[OwnPicture]) -> None:
        """Keep pictures that are not there yet; of one that is there, only the words may be others."""

    def picture(self, name: str) -> OwnPicture | None:
        """One picture; None when there is none of that name."""

    def alternatives(self) -> dict[str, str]:
        """By name of picture what it shows, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizSitting:
    """A quiz taken as a whole: the quiz and the ids of the questions drawn, in the order they are asked."""

    id: str
    device_id: str
    at: datetime
    quiz: Quiz
    questions: tuple[str, ...]


class ResultStore(Protocol):
    """Quizzes taken as a whole, and the results of others that were brought in."""

    def add_sitting(self, sitting: QuizSitting) -> None:
        """Keep that a quiz was begun."""

    def add_attempt(self, sitting_id: str, attempt_id: str, position: int) -> None:
        """Keep that an attempt answers the question at ``position`` of a sitting."""

    def sitting(self, sitting_id: str) -> QuizSitting | None:
        """One sitting; None when there is none of that id."""

    def sittings(self, limit: int = 50) -> tuple[QuizSitting, ...]:
        """The newest first."""

    def attempts(self, sitting_id: str) -> dict[int, str]:
        """By position the attempt that answers it."""

    def sitting_of(self, attempt_id: str) -> str | None:
        """The id of the sitting an attempt belongs to; None when it was made alone."""

    def add_result(self, result: Result, sha256: str, device_id: str, at: datetime) -> bool:
        """Keep a result; False when this sitting's is there already."""

    def results(self, quiz_id: str) -> tuple[Result, ...]:
        """The results of a quiz, by name."""

    def quizzes(self) -> tuple[tuple[Quiz, int], ...]:
        """Each quiz that has results and how many."""

    def add_mark(self, mark: TeacherMark) -> None:
        """Keep a teacher's marking."""

    def marks(self, quiz_id: str) -> dict[tuple[str, str], TeacherMark]:
        """By (result id, question id) the newest marking."""


class SearchIndex(Protocol):
    """Full-text search over the units and the person's own words."""

    def find(
        self, query: str, kinds: Sequence[str] = (), unit_id: str | None = None, limit: int = 20, offset: int = 0
    ) -> tuple[SearchHit, ...]:
        """Hits, best first; every word of ``query`` must occur (as a prefix, or as a known variant spelling)."""


class UnitOfWork(Protocol):
    """One transaction: rolled back on leaving unless ``commit`` was called."""

    @property
    def content(self) -> ContentStore:
        """The installed units."""

    @property
    def attempts(self) -> AttemptStore:
        """A person's practice."""

    @property
    def annotations(self) -> AnnotationStore:
        """Notes and marks beside the text."""

    @property
    def own(self) -> OwnStore:
        """What was made or brought in here."""

    @property
    def results(self) -> ResultStore:
        """Sittings of quizzes, and results brought in."""

    @property
    def search(self) -> SearchIndex:
        """The search over all of them."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def commit(self) -> None:
        """Keep all that was done in it."""


UnitOfWorkFactory = Callable[[], UnitOfWork]
VariantExpander = Callable[[str], Iterable[str]]
"""A lower-case word to its other spellings, e.g. "zinoviev" to ("zinovyev", "zinovev")."""

__all__ = [
    "AnnotationStore",
    "AttemptStore",
    "Clock",
    "ContentStore",
    "Identity",
    "ItemKind",
    "OwnStore",
    "SearchHit",
    "SearchIndex",
    "UnitInfo",
    "UnitOfWork",
    "UnitOfWorkFactory",
    "VariantExpander",
]
