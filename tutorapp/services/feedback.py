"""What a marked answer tells its writer: the lines that earned it, what did not, and the one thing to add next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from tutorapp.domain import markup
from tutorapp.domain.content import MarkPoint, Question
from tutorapp.domain.library import Library
from tutorapp.domain.records import dataclass
from tutorapp.domain.work import Decision, Marking
from tutorapp.marking import scheme

_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to add. ``title`` is what to say, ``line`` a line of the notes that says it, or empty."""

    title: str
    line: str = ""
    section: str = ""
    group: str = ""  # title of the group it belongs to, plain
    kind: Literal["point", "part"] = "point"


def awarded_ids(marking: Marking) -> frozenset[str]:
    """Points that were awarded."""
    return frozenset(decision.point_id for decision in marking.decisions if decision.awarded)


def decisions_by_point(marking: Marking) -> Mapping[str, Decision]:
    """The decisions by point id."""
    return {decision.point_id: decision for decision in marking.decisions}


def next_step(question: Question, marking: Marking, library: Library) -> NextStep | None:
    """The missed point that would raise the mark, from the group with most room; for essays the weakest part.

    None when nothing would raise it, or for a closed question.
    """
    if question.points:
        point = _best_missed(question, awarded_ids(marking))
        return _point_step(point, question, library) if point else None
    shown = {decision.point_id: decision.note for decision in marking.decisions}
    for wanted in ("no", "partly"):
        for part in question.parts:
            if shown.get(part.id) == wanted:
                section = next((s for s in question.sections if s in library.sections), "")
                return NextStep(markup.plain(part.text), section=section, kind="part")
    return None


def _best_missed(question: Question, awarded: frozenset[str]) -> MarkPoint | None:
    before = scheme.total(question, awarded).total
    limits = {group.id: group.max for group in question.groups}
    marks = scheme.total(question, awarded).groups
    useful = [
        point
        for point in question.points
        if point.id not in awarded and scheme.total(question, awarded | {point.id}).total > before
    ]
    missed = [point for point in question.points if point.id not in awarded]
    # Under a best-of rule or a one-sided cap no single point may help; the first missed one is still the way up.
    candidates = useful or (missed if before < question.marks else [])
    return max(candidates, key=lambda p: limits.get(p.group, question.marks) - marks.get(p.group, 0), default=None)


def _point_step(point: MarkPoint, question: Question, library: Library) -> NextStep:
    section_id = point.section or next((s for s in question.sections if s in library.sections), "")
    section = library.sections.get(section_id)
    wanted = _telling(markup.plain(point.text))
    lines = [markup.plain(line, library.titles) for line in section.remember] if section else []
    best = max(lines, key=lambda line: len(_telling(line) & wanted), default="")
    titles = {group.id: group.title or group.id for group in question.groups}
    return NextStep(
        markup.plain(point.text),
        line=best if best and len(_telling(best) & wanted) >= 2 else "",
        section=section_id if section else "",
        group=titles.get(point.group, ""),
    )


def _telling(text: str) -> set[str]:
    """Word stems by their first five letters: enough to see that two lines speak of the same thing."""
    return {word[:5] for word in _WORD.findall(text.casefold())}
