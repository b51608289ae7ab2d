"""The door for every export: questions in, one file's bytes and one report out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, get_args

from tutorapp.domain.content import Manifest, Question, Unit
from tutorapp.domain.errors import KnownError
from tutorapp.formats import making, moodle_write, plain_write, qti2_write, table_write, writing
from tutorapp.formats.pack_box import MIMETYPE
from tutorapp.formats.pack_write import pack_files
from tutorapp.formats.report import ExportReport, Reason, ReportItem, in_order, is_loss
from tutorapp.formats.writing import Titles, Written

ExportFormat = Literal["pack", "csv", "moodle_xml", "gift", "aiken", "qti2", "anki"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
ENDINGS: dict[str, str] = {
    "pack": "tutorpack",
    "csv": "csv",
    "moodle_xml": "xml",
    "gift": "gift",
    "aiken": "txt",
    "qti2": "zip",
    "anki": "txt",
}
_DIALECTS = {"qti2": "QTI 2.1", "anki": "text", "csv": "CSV"}


def write_quiz(
    questions: Iterable[Question],
    format: str,  # noqa: A002  # the command line's own word
    title: str,
    media: Mapping[str, bytes] | None = None,
    alternatives: Mapping[str, str] | None = None,
    titles: Titles | None = None,
    name: str = "",
) -> tuple[bytes, ExportReport]:
    """A file of ``questions`` and what each of them loses in it; empty bytes when nothing could be written.

    ``format``: one of ``EXPORT_FORMATS``. ``media``: pictures by name, ``alternatives`` their texts. ``titles``:
    (kind, id) to title, for links without words. ``name``: the new file's name, for the report. Raises KnownError
    for an unknown format only.
    """
    if format not in _WRITERS:
        raise KnownError(f"“{format}” is no format that is written here. Choose one of {', '.join(EXPORT_FORMATS)}.")
    prepared = [(question, *writing.prepare(question, titles)) for question in questions]
    given = tuple(question for question, _ready, _lost in prepared)
    ready = given if format == "pack" else tuple(made for _question, made, _lost in prepared)
    if format == "pack":
        data, rows = _pack(given, title, media or {}, alternatives or {})
    else:
        data, rows = _WRITERS[format](ready, title, media or {})
    early = [frozenset[Reason]() if format == "pack" else frozenset(lost) for _question, _ready, lost in prepared]
    items = tuple(
        _row(n, question, row, lost) for n, (question, row, lost) in enumerate(zip(given, rows, early, strict=True), 1)
    )
    written = any(row.text is not None for row in rows)
    report = ExportReport(
        source=name or f"quiz.{ENDINGS[format]}",
        sha256=hashlib.sha256(data if written else b"").hexdigest(),
        format=format,
        dialect=_DIALECTS.get(format, ""),
        encoding="UTF-8",
        items=items,
        error=None if written else "Nothing was written: no question fits this format.",
    )
    return data if written else b"", report


def _row(n: int, question: Question, row: Written, early: frozenset[Reason]) -> ReportItem:
    reasons = row.reasons | early if row.text is not None else row.reasons
    result: Literal["exact", "loss", "skipped"] = "loss" if is_loss(reasons) else "exact"
    return ReportItem(
        n=n,
        line=None,
        title=making.label(question),
        type=question.type,
        result="skipped" if row.text is None else result,
        reasons=in_order(reasons),
        marks=question.marks,
        question=question,
    )


def _pack(
    questions: tuple[Question, ...], title: str, media: Mapping[str, bytes], alternatives: Mapping[str, str]
) -> tuple[bytes, list[Written]]:
    """Our own pack of questions alone: nothing of them is changed."""
    shown = {name for question in questions for name in writing.pictures_in(question)}
    shown |= {source.media for question in questions for source in question.sources if source.media}
    kept = {name: media[name] for name in sorted(shown) if name in media}
    named = {name: alternatives.get(name) or "Picture" for name in kept}
    ident = re.sub(r"[^A-Za-z0-9]+", "-", title).strip("-").lower()[:60] or "quiz"
    manifest = Manifest(id=ident, title=title or "Quiz", short_title=(title or "Quiz")[:40], version="1", media=named)
    files = pack_files(Unit(manifest=manifest, questions=questions), kept)
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    files["hashes.json"] = (json.dumps(hashes, indent=1) + "\n").encode()
    files["mimetype"] = MIMETYPE.encode()
    rows = []
    for question in questions:
        missing = writing.pictures_in(question) - kept.keys()
        rows.append(Written(question, "", frozenset({"media-missing"} if missing else set())))
    return writing.zip_bytes(files, "mimetype"), rows


_Writer = Callable[[tuple[Question, ...], str, Mapping[str, bytes]], tuple[bytes, list[Written]]]
_WRITERS: dict[str, _Writer] = {
    "pack": lambda questions, title, media: _pack(questions, title, media, {}),
    "csv": table_write.write_csv,
    "moodle_xml": moodle_write.write,
    "gift": plain_write.write_gift,
    "aiken": plain_write.write_aiken,
    "qti2": qti2_write.write,
    "anki": table_write.write_anki,
}
