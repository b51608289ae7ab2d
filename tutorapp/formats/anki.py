"""Anki notes: the text export, and what a note's fields become, whichever file they come from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from tutorapp.domain.content import Gap, Question
from tutorapp.formats import html_text, literal, making
from tutorapp.formats.found import Found, FoundFile, SkipItem, skipped
from tutorapp.formats.pictures import Lookup, Pictures
from tutorapp.formats.report import Reason
from tutorapp.formats.text_in import decode

_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
_CLOZE = re.compile(r"\{\{c(\d{1,3})::(.{1,2000}?)(?:::([^{}]{0,500}))?\}\}", re.DOTALL)
_SOUND = re.compile(r"\[sound:[^\]]{1,300}\]")
_MOST_WORDS = 6
"""An answer of more words is a point for a person to judge, not one to compare letter by letter."""


def read(data: bytes) -> FoundFile:
    """Every note of a text export. Raises KnownError when the bytes hold no text."""
    source = decode(data)
    told, body, first = _head(source.text)
    separator = _SEPARATORS.get(told.get("separator", "").lower(), told.get("separator") or _guess(body))[:1]
    html = told.get("html", "true").lower() != "false"
    pictures = Pictures()
    places = {
        name: int(told[f"{name} column"]) - 1
        for name in ("tags", "notetype", "deck", "guid")
        if told.get(f"{name} column", "").isdigit()
    }
    items = []
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    line = first
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            items.append(skipped(["file-damaged"], line))
            line = first + reader.line_num
            continue
        if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
            items.append(_row(cells, line, places, told, pictures, html=html))
        line = first + reader.line_num
    return FoundFile(items=tuple(items), dialect="text", encoding=source.encoding, guessed=source.guessed)


def _head(text: str) -> tuple[dict[str, str], str, int]:
    """The settings of the head, the notes below it, and the line they begin at."""
    told: dict[str, str] = {}
    lines = text.split("\n")
    at = 0
    while at < len(lines) and lines[at].startswith("#"):
        name, _colon, value = lines[at][1:].partition(":")
        told[name.strip().lower()] = value.strip() or value
        at += 1
    return told, "\n".join(lines[at:]), at + 1


def _guess(body: str) -> str:
    head = body[:5000]
    return next((sign for sign in ("\t", ";", ",") if sign in head), "\t")


def _row(
    cells: list[str], line: int, places: dict[str, int], told: dict[str, str], pictures: Pictures, *, html: bool
) -> Found:
    special = set(places.values())
    fields = [cell for at, cell in enumerate(cells) if at not in special]
    tags = _cell(cells, places.get("tags"))
    if "tags" not in places and len(fields) == 3 and "#columns" not in told and "columns" not in told:
        tags = fields.pop()
    tags = f"{tags} {told.get('tags', '')}"
    guid = _cell(cells, places.get("guid"))
    return note(fields, tags_of(tags), guid, line, pictures, None, html=html)


def _cell(cells: list[str], at: int | None) -> str:
    return cells[at] if at is not None and 0 <= at < len(cells) else ""


def tags_of(text: str) -> tuple[str, ...]:
    """Tags parted by spaces or commas."""
    return tuple(dict.fromkeys(tag for tag in re.split(r"[\s,]+", text) if tag))


def note(
    fields: Sequence[str],
    tags: tuple[str, ...],
    guid: str,
    line: int | None,
    pictures: Pictures,
    lookup: Lookup | None,
    *,
    html: bool = True,
) -> Found:
    """One note: a cloze text becomes gaps, front and back a short answer, further fields the explanation."""
    reasons: set[Reason] = set()
    kept = list(fields)
    for at, text in enumerate(kept):
        if _SOUND.search(text):
            reasons.add("media-type")
            kept[at] = _SOUND.sub(" ", text)
    title = ""
    try:
        title = making.title_of(_markup(kept[0] if kept else "", pictures, None, set(), html=html))[:120]
        if _CLOZE.search(kept[0]):
            made = _cloze(kept, pictures, lookup, reasons, html=html)
        else:
            made = _basic(kept, pictures, lookup, reasons, html=html)
    except SkipItem as skip:
        return skipped(skip.reasons, line, title=title, type=skip.type, key=guid)
    values = {name: getattr(made, name) for name in ("id", "text", "marks", "type", "points", "gaps", "explanation")}
    return Found(question=Question(**values, tags=tags), line=line, reasons=frozenset(reasons), key=guid)


def _basic(
    fields: list[str], pictures: Pictures, lookup: Lookup | None, reasons: set[Reason], *, html: bool
) -> Question:
    made = [_markup(field, pictures, lookup, reasons, html=html) for field in fields]
    if not made[0]:
        raise SkipItem("empty-text", type="short_answer")
    if len(made) < 2 or not made[1]:
        raise SkipItem("no-correct-answer", type="short_answer")
    short = len(made[1].split()) <= _MOST_WORDS and html_text.is_plain(made[1])
    points = making.accepted([literal.bare(made[1])], 1) if short else making.by_person(made[1], 1)
    explanation = "\n\n".join(part for part in made[2:] if part)
    return Question(id="", text=made[0], marks=1, type="short_answer", points=points, explanation=explanation)


def _cloze(
    fields: list[str], pictures: Pictures, lookup: Lookup | None, reasons: set[Reason], *, html: bool
) -> Question:
    gaps: list[Gap] = []
    raw: dict[str, str] = {}

    def place(found: re.Match[str]) -> str:
        name = f"g{len(gaps) + 1}"
        answer = " ".join(html_text.from_html(found[2])[0].split())
        if not answer:
            raise SkipItem("no-correct-answer", type="gap_fill")
        if found[3]:
            reasons.add("feedback-lost")
        gaps.append(Gap(id=name, answers=(literal.bare(answer),)))
        raw[f"\ue010{name}\ue011"] = "{" + name + "}"
        return f"\ue010{name}\ue011"

    text = _CLOZE.sub(place, fields[0].replace("\ue010", "").replace("\ue011", ""))
    stem = _markup(text, pictures, lookup, reasons, raw, html=html)
    extra = [_markup(field, pictures, lookup, reasons, html=html) for field in fields[1:]]
    explanation = "\n\n".join(part for part in extra if part)
    return Question(id="", text=stem, marks=1, type="gap_fill", gaps=tuple(gaps), explanation=explanation)


def _markup(
    text: str,
    pictures: Pictures,
    lookup: Lookup | None,
    reasons: set[Reason],
    raw: dict[str, str] | None = None,
    *,
    html: bool,
) -> str:
    if html and html_text.looks_like_html(text):
        made, lost = html_text.from_html(text, pictures, lookup, raw)
        reasons |= lost
        return made
    made = literal.paragraphs(text)
    made = literal.shield_braces(made) if raw else made
    for placeholder, mark in (raw or {}).items():
        made = made.replace(placeholder, mark)
    return made
