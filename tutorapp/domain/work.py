"""What a person does: attempts, answers, marks, own notes; rows that are added and never rewritten.

Every row has a UUIDv7 ``id`` made on this computer, the ``device_id`` it was made on and a UTC instant, so
two copies of somebody's work merge by taking the union. The one exception is ``Draft``: working state of this
computer, replaced at each autosave and gone once the answer is handed in.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from tutorapp.domain.content import Question
from tutorapp.domain.records import dataclass

AttemptMode = Literal["timed", "untimed"]
Marker = Literal["self", "second_look", "machine", "teacher"]
AnnotationKind = Literal["highlight", "note", "why", "recall"]
Colour = Literal["yellow", "green", "blue"]
SectionState = Literal["read", "recalled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One sitting of one question. ``question`` is the version that was seen, kept whole."""

    id: str
    device_id: str
    at: datetime  # when it was started
    unit_id: str
    question_id: str
    question: Question
    mode: AttemptMode
    base_seconds: int  # allowance before extra time; 0 when untimed
    extra_percent: int = 0  # 0-100
    allowed_seconds: int = 0  # base and extra; 0 when untimed


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The unfinished answer of an open attempt; ``clock`` is ``exam_clock``'s state as text."""

    attempt_id: str
    saved_at: datetime
    text: str
    response: str = ""  # JSON, for closed questions
    clock: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """Something that happened while sitting: break_start, break_end, clock_jump, suspended, gap, resumed, left, ..."""

    id: str
    device_id: str
    at: datetime
    attempt_id: str
    kind: str
    detail: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The frozen answer of an attempt; at most one an attempt."""

    id: str
    device_id: str
    at: datetime  # handed in
    attempt_id: str
    text: str
    response: str = ""  # JSON, for closed questions
    used_seconds: float = 0.0
    break_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about one mark point or one part of a levels scheme, beside what was suggested.

    ``start`` and ``end`` are character offsets of ``evidence`` in the answer; 0, 0 without evidence.
    """

    point_id: str
    awarded: bool
    evidence: str = ""
    start: int = 0
    end: int = 0
    suggested: str = ""  # "awarded", "unsure", "not_found", or empty when nothing was suggested
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """One marking of an answer; ``low`` equals ``high`` except where levels give a range."""

    id: str
    device_id: str
    at: datetime
    attempt_id: str
    marker: Marker
    low: int
    high: int
    max: int
    arithmetic: str = ""  # "propaganda 3, secret police 1: 4 of 6"
    level: str = ""
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRecord:
    """An attempt with everything that belongs to it; ``markings`` oldest first."""

    attempt: Attempt
    answer: Answer | None = None
    markings: tuple[Marking, ...] = ()
    log: tuple[LogEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LastResult:
    """The newest marking of a question, for lists; ``tries`` counts handed-in answers."""

    question_id: str
    tries: int
    at: datetime
    low: int | None = None  # None: handed in, not marked yet
    high: int | None = None
    max: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where an annotation sits: the quoted words, some text around them and a guess of their offset.

    Offsets count characters of the section's plain text (``markup.plain``); the quote decides, so an
    annotation finds its place again after the text around it has changed.
    """

    quote: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One revision of an annotation: of a ``thread`` the newest (at, id) counts; ``deleted`` is a tombstone."""

    id: str
    device_id: str
    at: datetime
    thread: str
    kind: AnnotationKind
    unit_id: str
    section_id: str
    anchor: Anchor | None = None
    colour: Colour = "yellow"
    text: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionMark:
    """A section was read, or recalled from memory."""

    id: str
    device_id: str
    at: datetime
    unit_id: str
    section_id: str
    state: SectionState


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedWords:
    """Words of an answer that a person awarded by hand: a further layer of terms for that mark point."""

    id: str
    device_id: str
    at: datetime
    unit_id: str
    question_id: str
    point_id: str
    words: str
    deleted: bool = False
