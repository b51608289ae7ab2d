"""Rows to domain types and back: plain functions, JSON bodies through msgspec."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar, cast

import msgspec

from db.models import (
    AcceptedWordsRow,
    AnnotationRow,
    AnswerRow,
    AttemptRow,
    DecisionRow,
    DraftRow,
    ImportRow,
    LogRow,
    MarkingRow,
    OwnItemRow,
    QuestionProgressRow,
    SectionMarkRow,
    UnitRow,
)
from tutorapp.domain.content import CareNote, Event, ItemKind, Question, Section, Term, Unit
from tutorapp.domain.errors import BugError
from tutorapp.domain.library import Library
from tutorapp.domain.own import BODIES, ImportRecord, OwnItem
from tutorapp.domain.work import (
    AcceptedWords,
    Anchor,
    Annotation,
    Answer,
    Attempt,
    Decision,
    Draft,
    LastResult,
    LogEntry,
    Marking,
    SectionMark,
)
from tutorapp.services.ports import UnitInfo

_T = TypeVar("_T")
_DECODERS: dict[type, msgspec.json.Decoder[Any]] = {}


def to_json(value: object) -> str:
    """``value`` (a content type or an anchor) as JSON."""
    return msgspec.json.encode(value).decode()


def from_json(text: str, kind: type[_T]) -> _T:
    """The ``kind`` that ``to_json`` wrote; keys of a newer program are passed over. BugError for anything else."""
    if kind not in _DECODERS:
        _DECODERS[kind] = msgspec.json.Decoder(kind)
    try:
        return cast(_T, _DECODERS[kind].decode(text))
    except msgspec.MsgspecError as error:
        raise BugError(f"a stored {kind.__name__} cannot be read: {error}") from error


# --- content -------------------------------------------------------------------------------------------


def unit_values(unit: Unit, digest: str, at: datetime) -> dict[str, Any]:
    """The columns of ``unit``'s row."""
    manifest = unit.manifest
    return {
        "id": manifest.id,
        "title": manifest.title,
        "short_title": manifest.short_title,
        "version": manifest.version,
        "digest": digest,
        "installed_at": at,
        "manifest": to_json(manifest),
    }


def item_values(unit: Unit) -> list[dict[str, Any]]:
    """The columns of every item's row."""
    titles = Library(unit).titles
    kinds: dict[ItemKind, tuple[Section | Term | CareNote | Event | Question, ...]] = {
        "section": unit.sections,
        "term": unit.terms,
        "care": unit.care,
        "event": unit.events,
        "question": unit.questions,
    }
    return [
        {
            "unit_id": unit.manifest.id,
            "kind": kind,
            "item_id": item.id,
            "position": position,
            "title": titles[kind, item.id],
            "body": to_json(item),
        }
        for kind, items in kinds.items()
        for position, item in enumerate(items)
    ]


def unit_info(row: UnitRow) -> UnitInfo:
    """What is shown of an installed unit."""
    return UnitInfo(
        id=row.id,
        title=row.title,
        short_title=row.short_title,
        version=row.version,
        digest=row.digest,
        installed_at=row.installed_at,
    )


def unit(manifest: str, items: Iterable[tuple[str, str]]) -> Unit:
    """The unit of a stored manifest and its ``items`` (kind, JSON), in their order."""
    # One decoding of the whole is quicker than one for each item.
    fields = {"section": "sections", "term": "terms", "care": "care", "event": "events", "question": "questions"}
    bodies: dict[str, list[str]] = {kind: [] for kind in fields}
    for kind, body in items:
        bodies[kind].append(body)
    lists = "".join(f',"{field}":[{",".join(bodies[kind])}]' for kind, field in fields.items())
    return from_json(f'{{"manifest":{manifest}{lists}}}', Unit)


# --- practice ------------------------------------------------------------------------------------------


def freeze(question: Question) -> tuple[str, str]:
    """The digest and JSON a question is kept under."""
    body = to_json(question)
    return sha256(body.encode()).hexdigest(), body


def attempt_row(attempt: Attempt, digest: str) -> AttemptRow:
    """The row of ``attempt``, whose question is kept under ``digest``."""
    return AttemptRow(
        id=attempt.id,
        device_id=attempt.device_id,
        at=attempt.at,
        unit_id=attempt.unit_id,
        question_id=attempt.question_id,
        question_digest=digest,
        mode=attempt.mode,
        base_seconds=attempt.base_seconds,
        extra_percent=attempt.extra_percent,
        allowed_seconds=attempt.allowed_seconds,
    )


def attempt(row: AttemptRow, question: Question) -> Attempt:
    """The attempt of a row and its frozen question."""
    return Attempt(
        id=row.id,
        device_id=row.device_id,
        at=row.at,
        unit_id=row.unit_id,
        question_id=row.question_id,
        question=question,
        mode=row.mode,  # type: ignore[arg-type]  # written from the same words
        base_seconds=row.base_seconds,
        extra_percent=row.extra_percent,
        allowed_seconds=row.allowed_seconds,
    )


def draft_values(draft: Draft) -> dict[str, Any]:
    """The columns of ``draft`` without its key."""
    return {"saved_at": draft.saved_at, "text": draft.text, "response": draft.response, "clock": draft.clock}


def draft(row: DraftRow) -> Draft:
    """The draft of a row."""
    return Draft(
        attempt_id=row.attempt_id, saved_at=row.saved_at, text=row.text, response=row.response, clock=row.clock
    )


def log_row(entry: LogEntry) -> LogRow:
    """The row of ``entry``."""
    return LogRow(
        id=entry.id,
        device_id=entry.device_id,
        at=entry.at,
        attempt_id=entry.attempt_id,
        kind=entry.kind,
        detail=entry.detail,
        seconds=entry.seconds,
    )


def log_entry(row: LogRow) -> LogEntry:
    """The log entry of a row."""
    return LogEntry(
        id=row.id,
        device_id=row.device_id,
        at=row.at,
        attempt_id=row.attempt_id,
        kind=row.kind,
        detail=row.detail,
        seconds=row.seconds,
    )


def answer_row(answer: Answer) -> AnswerRow:
    """The row of ``answer``."""
    return AnswerRow(
        id=answer.id,
        device_id=answer.device_id,
        at=answer.at,
        attempt_id=answer.attempt_id,
        text=answer.text,
        response=answer.response,
        used_seconds=answer.used_seconds,
        break_seconds=answer.break_seconds,
    )


def answer(row: AnswerRow) -> Answer:
    """The answer of a row."""
    return Answer(
        id=row.id,
        device_id=row.device_id,
        at=row.at,
        attempt_id=row.attempt_id,
        text=row.text,
        response=row.response,
        used_seconds=row.used_seconds,
        break_seconds=row.break_seconds,
    )


def marking_row(marking: Marking) -> MarkingRow:
    """The row of ``marking`` without its decisions."""
    return MarkingRow(
        id=marking.id,
        device_id=marking.device_id,
        at=marking.at,
        attempt_id=marking.attempt_id,
        marker=marking.marker,
        low=marking.low,
        high=marking.high,
        max=marking.max,
        arithmetic=marking.arithmetic,
        level=marking.level,
    )


def decision_rows(marking: Marking) -> list[DecisionRow]:
    """The rows of ``marking``'s decisions, in their order."""
    return [
        DecisionRow(
            marking_id=marking.id,
            position=position,
            point_id=decision.point_id,
            awarded=decision.awarded,
            evidence=decision.evidence,
            evidence_start=decision.start,
            evidence_end=decision.end,
            suggested=decision.suggested,
            note=decision.note,
        )
        for position, decision in enumerate(marking.decisions)
    ]


def marking(row: MarkingRow, decisions: Sequence[DecisionRow]) -> Marking:
    """The marking of a row and its ordered decisions."""
    return Marking(
        id=row.id,
        device_id=row.device_id,
        at=row.at,
        attempt_id=row.attempt_id,
        marker=row.marker,  # type: ignore[arg-type]  # written from the same words
        low=row.low,
        high=row.high,
        max=row.max,
        arithmetic=row.arithmetic,
        level=row.level,
        decisions=tuple(decision(one) for one in decisions),
    )


def decision(row: DecisionRow) -> Decision:
    """The decision of a row."""
    return Decision(
        point_id=row.point_id,
        awarded=row.awarded,
        evidence=row.evidence,
        start=row.evidence_start,
        end=row.evidence_end,
        suggested=row.suggested,
        note=row.note,
    )


def last_result(row: QuestionProgressRow) -> LastResult:
    """What lists show of a question: its newest answer and how that was marked."""
    return LastResult(
        question_id=row.question_id,
        tries=row.tries,
        at=row.marked_at or row.answered_at,
        low=row.low,
        high=row.high,
        max=row.max,
    )


def accepted_words_row(words: AcceptedWords) -> AcceptedWordsRow:
    """The row of ``words``."""
    return AcceptedWordsRow(
        id=words.id,
        device_id=words.device_id,
        at=words.at,
        unit_id=words.unit_id,
        question_id=words.question_id,
        point_id=words.point_id,
        words=words.words,
        deleted=words.deleted,
    )


def accepted_words(row: AcceptedWordsRow) -> AcceptedWords:
    """The accepted words of a row."""
    return AcceptedWords(
        id=row.id,
        device_id=row.device_id,
        at=row.at,
        unit_id=row.unit_id,
        question_id=row.question_id,
        point_id=row.point_id,
        words=row.words,
        deleted=row.deleted,
    )


# --- own notes -----------------------------------------------------------------------------------------


def annotation_row(annotation: Annotation) -> AnnotationRow:
    """The row of one revision."""
    return AnnotationRow(
        id=annotation.id,
        device_id=annotation.device_id,
        at=annotation.at,
        thread=annotation.thread,
        kind=annotation.kind,
        unit_id=annotation.unit_id,
        section_id=annotation.section_id,
        anchor="" if annotation.anchor is None else to_json(annotation.anchor),
        colour=annotation.colour,
        text=annotation.text,
        deleted=annotation.deleted,
    )


def annotation(row: AnnotationRow) -> Annotation:
    """The revision of a row."""
    return Annotation(
        id=row.id,
        device_id=row.device_id,
        at=row.at,
        thread=row.thread,
        kind=row.kind,  # type: ignore[arg-type]  # written from the same words
        unit_id=row.unit_id,
        section_id=row.section_id,
        anchor=from_json(row.anchor, Anchor) if row.anchor else None,
        colour=row.colour,  # type: ignore[arg-type]  # written from the same words
        text=row.text,
        deleted=row.deleted,
    )


def section_mark_row(mark: SectionMark) -> SectionMarkRow:
    """The row of ``mark``."""
    return SectionMarkRow(
        id=mark.id,
        device_id=mark.device_id,
        at=mark.at,
        unit_id=mark.unit_id,
        section_id=mark.section_id,
        state=mark.state,
    )


# --- own items -----------------------------------------------------------------------------------------


def own_item_values(item: OwnItem) -> dict[str, Any]:
    """The columns of ``item``."""
    return {
        "id": item.id,
        "device_id": item.device_id,
        "at": item.at,
        "kind": item.kind,
        "item_id": item.item_id,
        "version": item.version,
        "state": item.state,
        "origin": item.origin,
        "body": to_json(item.body),
    }


def own_item(row: OwnItemRow) -> OwnItem:
    """The revision of a row."""
    return OwnItem(
        id=row.id,
        device_id=row.device_id,
        at=row.at,
        kind=row.kind,  # type: ignore[arg-type]  # written from the same words
        item_id=row.item_id,
        version=row.version,
        state=row.state,  # type: ignore[arg-type]  # as above
        origin=row.origin,
        body=from_json(row.body, BODIES[row.kind]),  # type: ignore[index]  # as above
    )


def import_row(record: ImportRecord) -> ImportRow:
    """The row of ``record``."""
    return ImportRow(
        id=record.id,
        device_id=record.device_id,
        at=record.at,
        source=record.source,
        sha256=record.sha256,
        format=record.format,
        report=record.report,
        undoes=record.undoes,
    )


def import_record(row: ImportRow) -> ImportRecord:
    """The import of a row."""
    return ImportRecord(
        id=row.id,
        device_id=row.device_id,
        at=row.at,
        source=row.source,
        sha256=row.sha256,
        format=row.format,
        report=row.report,
        undoes=row.undoes,
    )
