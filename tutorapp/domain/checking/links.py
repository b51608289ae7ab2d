"""Every link leads somewhere, and nothing important stands alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tutorapp.domain import markup
from tutorapp.domain.checking.findings import Finding, Item, Row, items, texts
from tutorapp.domain.content import Event, Question, Section, Term, Unit
from tutorapp.domain.library import Library, kind_of

_LISTS = {"sections": "section", "terms": "term", "events": "event", "questions": "question", "care": "care"}
MUST_KNOW = 4
"""Events of this importance and above must be told in a note."""


def check(unit: Unit, unread: Iterable[tuple[str, str]] = ()) -> tuple[list[Finding], list[Row]]:
    """Findings on links, and how many lead somewhere; ``unread`` names items that are there but broken."""
    ids = _ids(unit)
    for kind, name in unread:
        ids[kind].add(name)
    found: list[Finding] = []
    total = 0
    for kind, item_id, field, target, near in _all_links(unit):
        total += 1
        wanted, name = target
        if name not in ids[wanted]:
            message = f"there is no {_NAMES[wanted]} “{name}”"
            found.append(Finding(kind, item_id, field, message, near=near))
    row = Row("Links that lead somewhere", total - len(found), total)
    found += [*_loops(unit), *_lonely(unit), *_undistinguished(unit)]
    return found, [row, _told_row(unit)]


_NAMES = {
    "section": "section",
    "term": "term",
    "event": "event",
    "question": "question",
    "care": "care note",
    "spec": "specification point",
    "category": "category",
    "media": "picture in pack.json",
}


def _ids(unit: Unit) -> dict[str, set[str]]:
    ids: dict[str, set[str]] = {name: set() for name in _NAMES}
    for item in items(unit):
        ids[kind_of(item)].add(item.id)
    ids["spec"] = {point.id for point in unit.manifest.spec_points}
    ids["category"] = {category.id for category in unit.manifest.categories}
    ids["media"] = set(unit.manifest.media)
    return ids


def _all_links(unit: Unit) -> Iterator[tuple[str, str, str, tuple[str, str], str]]:
    """(kind, id, field, (kind of target, target), text near it) of every link in lists and in texts."""
    for item in items(unit):
        for field, wanted, target in _listed(item):
            yield kind_of(item), item.id, field, (wanted, target), ""
    for prose in texts(unit):
        if not prose.markup:
            continue
        for link in markup.links(prose.text):
            yield prose.kind, prose.id, prose.field, (link.kind, link.target), f"[[{link.kind}:{link.target}"
        if "![" in prose.text:
            for block in markup.parse(prose.text):
                if isinstance(block, markup.Figure):
                    yield prose.kind, prose.id, prose.field, ("media", block.media), block.media


def _listed(item: Item) -> Iterator[tuple[str, str, str]]:
    for name, wanted in _LISTS.items():
        for at, target in enumerate(getattr(item, name, ())):
            yield f"{name}[{at}]", wanted, target
    for at, target in enumerate(getattr(item, "spec", ())):
        yield f"spec[{at}]", "spec", target
    match item:
        case Section() if item.parent is not None:
            yield "parent", "section", item.parent
        case Term():
            for at, target in enumerate(item.confused_with):
                yield f"confused_with[{at}]", "term", target
        case Event():
            yield "category", "category", item.category
            for at, target in enumerate(item.causes):
                yield f"causes[{at}]", "event", target
        case Question():
            yield from _question_links(item)


def _question_links(question: Question) -> Iterator[tuple[str, str, str]]:
    for name, points in (("points", question.points), ("indicative", question.indicative)):
        for at, point in enumerate(points):
            if point.section:
                yield f"{name}[{at}].section", "section", point.section
    for at, source in enumerate(question.sources):
        if source.media:
            yield f"sources[{at}].media", "media", source.media
    if question.date and question.date.event:
        yield "date.event", "event", question.date.event


def _loops(unit: Unit) -> Iterator[Finding]:
    parents = {section.id: section.parent for section in unit.sections}
    for section in unit.sections:
        seen, at = {section.id}, section.parent
        while at is not None and at not in seen:
            seen.add(at)
            at = parents.get(at)
        if at is not None:
            yield Finding("section", section.id, "parent", "the section stands below itself")


def _lonely(unit: Unit) -> Iterator[Finding]:
    library = Library(unit)
    for event in unit.events:
        if event.importance >= MUST_KNOW and not library.sections_of_event(event.id):
            message = f"an event of importance {event.importance} must be linked to a section"
            yield Finding("event", event.id, "sections", message)
    for question in unit.questions:
        if unit.sections and not question.sections:
            yield Finding("question", question.id, "sections", "no section is named that teaches the answer")
    for term in unit.terms:
        if unit.sections and not library.sections_of_term(term.id):
            yield Finding("term", term.id, "sections", "no section uses this term", "warning")


def _undistinguished(unit: Unit) -> Iterator[Finding]:
    for term in unit.terms:
        if term.confused_with and not term.difference:
            yield Finding("term", term.id, "difference", "says nothing of how the confused terms differ")


def _told_row(unit: Unit) -> Row:
    """Important events that a note names in its own text, which is more than being listed under it."""
    wanted = {event.id for event in unit.events if event.importance >= MUST_KNOW}
    named = {link.target for s in unit.sections for link in markup.links(s.body) if link.kind == "event"}
    return Row("Events of importance 4 and 5 named in the notes", len(wanted & named), len(wanted))
