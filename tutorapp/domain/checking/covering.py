"""The syllabus page is covered, and every correction stands beside the claim it corrects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tutorapp.domain import markup
from tutorapp.domain.checking.findings import Finding, Item, Row, items
from tutorapp.domain.content import CareNote, Section, Unit
from tutorapp.domain.coverage import Coverage
from tutorapp.domain.library import kind_of


def check(unit: Unit, coverage: Coverage | None) -> tuple[list[Finding], list[Row]]:
    """Findings on coverage and on care notes, with their counts. Without a list only care notes are checked."""
    found: list[Finding] = []
    rows = []
    if coverage is not None:
        cited = {ref for item in items(unit) for ref in item.seed_refs}
        missing = [ref for ref in coverage.must_cover if ref not in cited]
        found += [Finding("", "", "coverage", f"nothing covers {ref}") for ref in missing]
        rows.append(Row("Seed points covered", len(coverage.must_cover) - len(missing), len(coverage.must_cover)))
    claims = _claims(unit, coverage)
    apart = list(_apart(unit, claims))
    found += apart
    shown = {note for item in items(unit) for note in _shown(item)}
    absent = [note for note in claims if note not in shown]
    found += [Finding("care", note, "", "no item shows this care note") for note in absent]
    bad = {finding.near for finding in apart} | set(absent)
    rows.append(Row("Care notes beside their claim", len(claims) - len(bad), len(claims)))
    return found, rows


def _claims(unit: Unit, coverage: Coverage | None) -> Mapping[str, frozenset[str]]:
    """By care note the ids it corrects, as the note and the coverage list say."""
    claims = {note.id: frozenset(note.claims) for note in unit.care}
    for note, refs in (coverage.care if coverage else {}).items():
        claims[note] = claims.get(note, frozenset()) | frozenset(refs)
    return claims


def _apart(unit: Unit, claims: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    """Items that make a claim without the note that corrects it; ``near`` holds the note's id."""
    for item in items(unit):
        if isinstance(item, CareNote):
            continue
        refs, shown = frozenset(item.seed_refs), _shown(item)
        place = "body" if isinstance(item, Section) else "care"
        for note, corrected in claims.items():
            if note not in shown and (made := refs & corrected):
                message = f"makes the claim {', '.join(sorted(made))} without the care note {note}"
                yield Finding(kind_of(item), item.id, place, message, near=note)


def _shown(item: Item) -> frozenset[str]:
    match item:
        case Section():
            return frozenset(link.target for link in markup.links(item.body) if link.kind == "care")
        case CareNote():
            return frozenset()
        case _:
            return frozenset(item.care)
