"""Checking a pack: everything that is wrong with it at once, and the table of what was counted."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from tutorapp.domain.checking import Finding, Row, check_unit
from tutorapp.domain.content import Unit
from tutorapp.domain.problems import Problem, errors
from tutorapp.formats.pack import read_whole
from tutorapp.formats.pack_places import Places

_BRITISH = {"en", "en-GB"}
_UNCHECKED = "Spelling was not checked word by word: there is no dictionary for it."


@dataclass(frozen=True, slots=True)
class CheckResult:
    """``ok`` means that the pack can be installed; warnings may remain. ``rows`` is empty when it could not be read.

    ``spelt``: every word was looked up in a dictionary.
    """

    path: Path
    unit: Unit
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    spelt: bool = False

    @property
    def ok(self) -> bool:
        """Whether the pack can be installed: it may have warnings, but no error."""
        return not errors(self.problems)

    @property
    def exit_code(self) -> int:
        """0 when the pack can be installed, else 1."""
        return 0 if self.ok else 1


def check(path: Path, dictionary: frozenset[str] | None = None) -> CheckResult:
    """Read the pack at ``path`` (folder or zip) and try every rule on it; never raises for what it holds.

    ``dictionary``: words of British English. Without it, or for a pack in another language, spelling is not checked
    word by word, and ``text_lines`` says so.
    """
    pack = read_whole(path, as_meant=True)
    if not pack.unit.manifest.id:
        return CheckResult(path, pack.unit, (), pack.problems)
    places = Places(path) if pack.problems else None
    known = None
    if dictionary is not None and pack.unit.manifest.language in _BRITISH:
        known = (dictionary | pack.words).__contains__
    report = check_unit(pack.unit, pack.coverage, places.ids() if places else (), known)
    if report.problems and places is None:
        places = Places(path)
    found = [_placed(finding, places) for finding in report.problems] if places else []
    order = sorted([*pack.problems, *found], key=lambda p: (p.severity, p.file, p.line or 0))
    return CheckResult(path, pack.unit, report.rows, tuple(order), known is not None)


def text_lines(result: CheckResult) -> list[str]:
    """What the command prints: problems, the table, and one sentence at the end."""
    unit = result.unit
    lines = [f"{problem.severity}: {problem}" for problem in result.problems]
    if result.rows:
        wide = max(len(row.label) for row in result.rows)
        counted = (f"{row.label:<{wide}}  {row.have:>5} of {row.want}" for row in result.rows if row.want)
        lines += ["", *counted, ""]
        held = {"section": unit.sections, "term": unit.terms, "care note": unit.care, "event": unit.events}
        counts = [_count(len(group), word) for word, group in {**held, "question": unit.questions}.items()]
        lines.append(f"{unit.manifest.title}: {', '.join(counts)}.")
        if not result.spelt:
            lines.append(_UNCHECKED)
    wrong = len(errors(result.problems))
    warned = len(result.problems) - wrong
    said = f"{_count(wrong, 'error')}, {_count(warned, 'warning')}"
    lines.append(f"The pack can be used ({said})." if result.ok else f"The pack cannot be used yet: {said}.")
    return lines


def as_json(result: CheckResult) -> str:
    """The same for programs: path, unit, ok, counts, rows and problems."""
    manifest = result.unit.manifest
    return json.dumps(
        {
            "path": str(result.path),
            "unit": {"id": manifest.id, "title": manifest.title, "version": manifest.version},
            "ok": result.ok,
            "spelling_checked": result.spelt,
            "errors": len(errors(result.problems)),
            "warnings": len(result.problems) - len(errors(result.problems)),
            "rows": [asdict(row) for row in result.rows],
            "problems": [asdict(problem) for problem in result.problems],
        },
        ensure_ascii=False,
        indent=2,
    )


def _placed(finding: Finding, places: Places) -> Problem:
    place = places.of(finding.kind, finding.id, finding.field, finding.near)
    field = ".".join(part for part in (finding.id, finding.field) if part)
    return Problem(place.file, place.line, field, finding.message, finding.severity)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
