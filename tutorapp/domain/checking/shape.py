"""Ids, empty fields and sizes: what every item must have before the other rules mean anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutorapp.domain.checking.findings import Finding, Row, items, texts
from tutorapp.domain.content import CareNote, Event, Question, Section, Term, Unit
from tutorapp.domain.library import kind_of

LONGEST_TEXT = 60_000
"""Characters in one text: ten times a long section."""
LONGEST_RUN = 500
"""Characters without a space: a longer run makes text layout slow (``field/teacher.md``, section 4)."""
REMEMBER = (3, 5)
"""Lines of "what to remember" that a section of the notes ends with."""

_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_RUN = re.compile(rf"\S{{{LONGEST_RUN + 1}}}")
_NEEDED: dict[type, tuple[str, ...]] = {
    Section: ("title", "body"),
    Term: ("term", "short"),
    CareNote: ("title", "text", "why"),
    Event: ("title", "summary"),
    Question: ("text",),
}


def check(unit: Unit) -> tuple[list[Finding], list[Row]]:
    """Findings on the pack's own fields and on the shape of each item."""
    found = list(_manifest(unit))
    for item in items(unit):
        kind = kind_of(item)
        if not _ID.fullmatch(item.id):
            message = f"the id “{item.id[:70]}” may hold up to 64 letters, digits and hyphens only"
            found.append(Finding(kind, item.id, "id", message))
        for field in _NEEDED[type(item)]:
            if not getattr(item, field).strip():
                found.append(Finding(kind, item.id, field, "is empty"))
    for prose in texts(unit):
        if len(prose.text) > LONGEST_TEXT:
            message = f"is {len(prose.text)} characters long; at most {LONGEST_TEXT} are shown"
            found.append(Finding(prose.kind, prose.id, prose.field, message))
        elif _RUN.search(prose.text):
            message = f"holds more than {LONGEST_RUN} characters without a space"
            found.append(Finding(prose.kind, prose.id, prose.field, message))
    found += [finding for section in unit.sections for finding in _ending(section)]
    return found, []


def _manifest(unit: Unit) -> Iterator[Finding]:
    manifest = unit.manifest
    if not _ID.fullmatch(manifest.id):
        yield Finding("", "", "id", "may hold up to 64 letters, digits and hyphens only")
    if manifest.reader < 1:
        yield Finding("", "", "reader", "must be 1 or more")
    for field in ("title", "short_title", "version"):
        if not getattr(manifest, field).strip():
            yield Finding("", "", field, "is empty")
    for field in ("spec_points", "categories"):
        ids = [part.id for part in getattr(manifest, field)]
        if len(set(ids)) < len(ids) or "" in ids:
            yield Finding("", "", field, "an id is empty or stands twice")
    for name, alternative in manifest.media.items():
        if not alternative.strip():
            yield Finding("", "", f"media.{name}", "has no text alternative", near=f'"{name}"')
    if not next(items(unit), None):
        yield Finding("", "", "", "the pack holds no notes, terms, events or questions")


def _ending(section: Section) -> Iterator[Finding]:
    """Notes end with a few lines to remember and one "why?"."""
    low, high = REMEMBER
    if not low <= len(section.remember) <= high:
        message = f"has {len(section.remember)} lines to remember; {low} to {high} are wanted"
        yield Finding("section", section.id, "remember", message, "warning")
    if not section.why:
        yield Finding("section", section.id, "why", "asks no “why?”", "warning")
