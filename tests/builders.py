"""Domain objects with sensible defaults: a test names only what it is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tutorapp.domain.content import (
    CareNote,
    Category,
    Event,
    Manifest,
    MarkPoint,
    OneSidedCap,
    PointGroup,
    Question,
    Section,
    SpecPoint,
    Term,
    Unit,
)
from tutorapp.domain.own import ImportRecord, OwnItem
from tutorapp.domain.quiz import Quiz, QuizSection, fixed
from tutorapp.domain.results import Result, ResultAnswer
from tutorapp.domain.work import (
    AcceptedWords,
    Anchor,
    Annotation,
    Answer,
    Attempt,
    Decision,
    Draft,
    LogEntry,
    Marking,
    SectionMark,
)

START = datetime(2027, 3, 1, 16, 0, tzinfo=UTC)
DEVICE = "00000000-0000-4000-8000-00000000000d"
UNIT_ID = "rise-of-stalin"


def an_id(number: int) -> str:
    """A well-formed UUIDv7 that sorts by ``number``."""
    return str(UUID(int=(number << 80) | (0x7 << 76) | (0x2 << 62)))


def a_question(**changes: Any) -> Question:
    """Six marks in two groups, capped at 4 for a one-sided answer; about Stalin's rise."""
    fields: dict[str, Any] = {
        "id": "Q1",
        "text": "Explain why Stalin, and not [[term:trotsky|Trotsky]], came to lead the party.",
        "marks": 6,
        "groups": (PointGroup(id="party", max=3, title="The party"), PointGroup(id="rivals", max=3, title="Rivals")),
        "points": (
            MarkPoint(id="p1", text="General Secretary: appointed supporters", group="party"),
            MarkPoint(id="p2", text="Lenin Enrolment brought loyal members", group="party"),
            MarkPoint(id="p3", text="The ban on factions silenced critics", group="party"),
            MarkPoint(id="p4", text="Trotsky stayed away from the funeral", group="rivals"),
            MarkPoint(id="p5", text="Lenin's testament was kept quiet", group="rivals"),
            MarkPoint(id="p6", text="Rivals underrated him: the xylophone scheme word", group="rivals"),
        ),
        "one_sided_cap": OneSidedCap(groups=("party", "rivals"), cap=4),
        "sections": ("S1",),
    }
    return Question(**(fields | changes))


def a_unit(**changes: Any) -> Unit:
    """A small unit: two sections, two terms, a care note, two events and a question, linked to each other."""
    fields: dict[str, Any] = {
        "manifest": Manifest(
            id=UNIT_ID,
            title="Stalin’s rise to power",
            short_title="Stalin’s rise",
            version="1.0",
            period=("1922", "1938"),
            spec_points=(SpecPoint(id="SF1", title="Stalin’s rise to power", short="Rise"),),
            categories=(Category(id="party", title="Party"),),
        ),
        "sections": (
            Section(
                id="S1",
                title="The struggle for the leadership",
                number="1",
                spec=("SF1",),
                remember=("The party machine was in Stalin’s hands.",),
                why="Why did nobody stop him?",
                body="Lenin died in [[event:E1|January 1924]].\n\n[[term:zinoviev]] spoke against [[term:trotsky]].",
            ),
            Section(id="S2", title="Collectivisation", number="2", body="Grain was taken from the *kulaks*."),
        ),
        "terms": (
            Term(
                id="zinoviev",
                term="Zinoviev",
                short="Party leader in Leningrad, beaten by Stalin.",
                kind="person",
                aliases=("Grigory Zinoviev",),
                sections=("S1",),
            ),
            Term(id="trotsky", term="Trotsky", short="Head of the Red Army.", kind="person", sections=("S1",)),
        ),
        "care": (
            CareNote(id="K1", title="The funeral", text="The date is disputed.", why="It is often told wrongly."),
        ),
        "events": (
            Event(
                id="E1",
                title="Lenin dies",
                when="1924-01-21",
                summary="Lenin dies at Gorki near Moscow.",
                category="party",
                importance=5,
                sections=("S1",),
            ),
            Event(
                id="E2",
                title="Trotsky is expelled from the party",
                when="1927-11",
                summary="The opposition is beaten.",
                category="party",
                importance=4,
            ),
        ),
        "questions": (a_question(),),
    }
    return Unit(**(fields | changes))


def an_attempt(number: int = 1, **changes: Any) -> Attempt:
    """A timed attempt at ``a_question``."""
    question = changes.pop("question", None) or a_question()
    fields: dict[str, Any] = {
        "id": an_id(number),
        "device_id": DEVICE,
        "at": START,
        "unit_id": UNIT_ID,
        "question_id": question.id,
        "question": question,
        "mode": "timed",
        "base_seconds": 720,
        "allowed_seconds": 720,
    }
    return Attempt(**(fields | changes))


def a_draft(attempt: Attempt, text: str = "Stalin controlled", **changes: Any) -> Draft:
    """The unfinished answer of ``attempt``."""
    return Draft(**({"attempt_id": attempt.id, "saved_at": START, "text": text} | changes))


def a_log_entry(attempt: Attempt, number: int, kind: str = "break_start", **changes: Any) -> LogEntry:
    """Something that happened during ``attempt``."""
    fields = {"id": an_id(number), "device_id": DEVICE, "at": START, "attempt_id": attempt.id, "kind": kind}
    return LogEntry(**(fields | changes))


def an_answer(attempt: Attempt, number: int, text: str = "He appointed his supporters.", **changes: Any) -> Answer:
    """The handed-in answer of ``attempt``."""
    fields = {
        "id": an_id(number),
        "device_id": DEVICE,
        "at": attempt.at,
        "attempt_id": attempt.id,
        "text": text,
        "used_seconds": 600.5,
    }
    return Answer(**(fields | changes))


def a_marking(attempt: Attempt, number: int, marks: int = 1, **changes: Any) -> Marking:
    """A self-marking of ``attempt`` at ``marks`` of 6."""
    fields: dict[str, Any] = {
        "id": an_id(number),
        "device_id": DEVICE,
        "at": attempt.at,
        "attempt_id": attempt.id,
        "marker": "self",
        "low": marks,
        "high": marks,
        "max": 6,
        "arithmetic": f"party {marks}: {marks} of 6",
        "decisions": (
            Decision(point_id="p1", awarded=True, evidence="appointed his supporters", start=3, end=27),
            Decision(point_id="p2", awarded=False, suggested="not_found"),
        ),
    }
    return Marking(**(fields | changes))


def an_annotation(number: int, thread: str | None = None, **changes: Any) -> Annotation:
    """A note on section S1, the first revision of its thread unless ``thread`` says otherwise."""
    fields: dict[str, Any] = {
        "id": an_id(number),
        "device_id": DEVICE,
        "at": START,
        "thread": thread or an_id(number),
        "kind": "note",
        "unit_id": UNIT_ID,
        "section_id": "S1",
        "anchor": Anchor(quote="Lenin died", suffix=" in January", start=0),
        "text": "Learn this date.",
    }
    return Annotation(**(fields | changes))


def a_section_mark(number: int, section_id: str = "S1", state: str = "read", **changes: Any) -> SectionMark:
    """A section that was read, or recalled."""
    fields: dict[str, Any] = {
        "id": an_id(number),
        "device_id": DEVICE,
        "at": START,
        "unit_id": UNIT_ID,
        "section_id": section_id,
        "state": state,
    }
    return SectionMark(**(fields | changes))


def accepted_words(number: int, words: str = "put his men in", **changes: Any) -> AcceptedWords:
    """Words that earned point p1 of ``a_question`` by hand."""
    fields: dict[str, Any] = {
        "id": an_id(number),
        "device_id": DEVICE,
        "at": START,
        "unit_id": UNIT_ID,
        "question_id": "Q1",
        "point_id": "p1",
        "words": words,
    }
    return AcceptedWords(**(fields | changes))


def a_quiz(**changes: Any) -> Quiz:
    """One section with one own question."""
    fields: dict[str, Any] = {
        "id": "z-1",
        "title": "Friday test",
        "sections": (QuizSection(title="Section A", entries=(fixed("q-own"),)),),
    }
    return Quiz(**(fields | changes))


def an_own_item(number: int, **changes: Any) -> OwnItem:
    """The first version of an own question."""
    body = changes.get("body", a_question(id="q-own", text="Who followed Kirov in Leningrad?"))
    fields: dict[str, Any] = {
        "id": an_id(number),
        "device_id": DEVICE,
        "at": START,
        "kind": "question",
        "item_id": body.id,
        "version": 1,
        "body": body,
    }
    return OwnItem(**(fields | changes))


def an_import(number: int, **changes: Any) -> ImportRecord:
    """A file of one question."""
    fields: dict[str, Any] = {
        "id": an_id(number),
        "device_id": DEVICE,
        "at": START,
        "source": "week1.gift",
        "sha256": "0" * 64,
        "format": "gift",
        "report": "{}",
    }
    return ImportRecord(**(fields | changes))


def a_result(sitting_id: str, **changes: Any) -> Result:
    """A pupil's result of ``a_quiz``: one written answer that waits for its marks."""
    fields: dict[str, Any] = {
        "id": sitting_id,
        "quiz": a_quiz(),
        "name": "7A-03",
        "started": START.isoformat(),
        "answers": (ResultAnswer(question=a_question(id="q-own"), text="Zhdanov.", allowed_seconds=900),),
    }
    return Result(**(fields | changes))
