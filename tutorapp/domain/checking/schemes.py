"""Mark schemes add up: points, groups, caps, levels and samples; numbers are in their bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tutorapp.domain.checking.findings import Finding, Row
from tutorapp.domain.content import CLOSED_TYPES, MarkPoint, Question, SampleAnswer, Unit

_SCHEME_FIELDS = {
    "groups": {"short_answer", "structured", "essay"},
    "points": {"short_answer", "structured", "true_false"},
    "levels": {"essay"},
    "parts": {"essay"},
    "indicative": {"essay"},
    "plan": {"essay"},
    "samples": {"essay"},
    "choices": {"multiple_choice", "multiple_response"},
    "pairs": {"matching"},
    "order": {"ordering"},
    "gaps": {"gap_fill"},
    "numeric": {"numeric"},
    "date": {"date"},
}
MOST_MARKS = 100


def check(unit: Unit) -> tuple[list[Finding], list[Row]]:
    """Findings on mark schemes, and how many questions have a sound one."""
    found = []
    for question in unit.questions:
        for field, message in _wrong(question):
            found.append(Finding("question", question.id, field, message))
    bad = {finding.id for finding in found}
    found += [
        Finding("event", event.id, "importance", "must lie between 1 and 5")
        for event in unit.events
        if not 1 <= event.importance <= 5
    ]
    return found, [Row("Questions whose marks add up", len(unit.questions) - len(bad), len(unit.questions))]


def reachable(question: Question) -> int:
    """The most marks that the points can give: each group cut to its maximum, the best groups kept."""
    groups = {group.id: 0 for group in question.groups}
    free = 0
    for point in question.points:
        if point.group in groups:
            groups[point.group] += point.marks
        else:
            free += point.marks
    cut = sorted((min(group.max, groups[group.id]) for group in question.groups), reverse=True)
    return free + sum(cut[: question.best_groups])


def unsound(question: Question) -> Iterator[tuple[str, str]]:
    """Rules by which no sum can be made, as (field, what is wrong); less than ``check`` asks of a published pack.

    A point without a group is sound, beside groups too: no group's limit touches it.
    """
    if question.marks < (0 if question.type == "text" else 1):
        yield "marks", "must be at least 1"
    groups = {group.id for group in question.groups}
    for at, group in enumerate(question.groups):
        if group.max < 1:
            yield f"groups[{at}].max", "must be at least 1"
    for at, point in enumerate(question.points):
        if point.group and point.group not in groups:
            yield f"points[{at}].group", f"there is no group “{point.group}”"
    if question.best_groups is not None and question.best_groups < 1:
        yield "best_groups", "must be at least 1"
    cap = question.one_sided_cap
    if cap is not None and cap.cap < 0:
        yield "one_sided_cap.cap", "must be 0 or more"
    for name in dict.fromkeys(cap.groups) if cap is not None else ():
        if name not in groups:
            yield "one_sided_cap.groups", f"there is no group “{name}”"
    yield from _doubles(question)


def _wrong(question: Question) -> Iterator[tuple[str, str]]:
    if question.type == "text":
        if question.marks != 0:
            yield "marks", "a page without an answer has 0 marks"
    elif not 1 <= question.marks <= MOST_MARKS:
        yield "marks", f"must lie between 1 and {MOST_MARKS}"
    if question.minutes is not None and not 0 < question.minutes <= 600:
        yield "minutes", "must be more than 0 and at most 600"
    if not 1 <= question.difficulty <= 3:
        yield "difficulty", "must be 1, 2 or 3"
    for field, types in _SCHEME_FIELDS.items():
        if getattr(question, field) and question.type not in types:
            yield field, f"does not belong to a question of the type {question.type}"
    if question.type in {"short_answer", "structured"}:
        yield from _points_wrong(question)
    elif question.type == "essay":
        yield from _levels_wrong(question)
        yield from _indicative_wrong(question)
        yield from _samples_wrong(question)
    elif question.type in CLOSED_TYPES:
        yield from _reason_wrong(question)
    yield from _doubles(question)


def _points_wrong(question: Question) -> Iterator[tuple[str, str]]:
    if not question.points:
        yield "points", "there is no mark point, so nothing can earn a mark"
        return
    yield from _point_marks(question.points)
    sums: Counter[str] = Counter()
    groups = {group.id for group in question.groups}
    for at, point in enumerate(question.points):
        sums[point.group] += point.marks
        if point.group and point.group not in groups:
            yield f"points[{at}].group", f"there is no group “{point.group}”"
        if groups and not point.group:
            yield f"points[{at}].group", "names no group, though the scheme has groups"
    for at, group in enumerate(question.groups):
        if group.max < 1:
            yield f"groups[{at}].max", "must be at least 1"
        elif sums[group.id] < group.max:
            yield f"groups[{at}].max", f"gives up to {group.max}, but its points add up to {sums[group.id]}"
    if question.best_groups is not None and not 1 <= question.best_groups <= len(question.groups):
        yield "best_groups", f"must lie between 1 and the number of groups ({len(question.groups)})"
    elif (most := reachable(question)) < question.marks:
        yield "marks", f"the question is worth {question.marks}, but its points give {most} at most"
    yield from _cap_wrong(question)


def _point_marks(points: tuple[MarkPoint, ...]) -> Iterator[tuple[str, str]]:
    for at, point in enumerate(points):
        if point.marks < 1:
            yield f"points[{at}].marks", "must be at least 1"
        if not all(alternative and all(alternative) for alternative in point.terms):
            yield f"points[{at}].terms", "holds an empty list, which would match nothing"


def _cap_wrong(question: Question) -> Iterator[tuple[str, str]]:
    cap = question.one_sided_cap
    if cap is None:
        return
    if len(set(cap.groups)) < 2 or not set(cap.groups) <= {group.id for group in question.groups}:
        yield "one_sided_cap.groups", "must name two or more groups of this question"
    if not 0 <= cap.cap < question.marks:
        yield "one_sided_cap.cap", f"must be less than the question’s {question.marks} marks"


def _levels_wrong(question: Question) -> Iterator[tuple[str, str]]:
    """Levels must cover every mark from 1 to the maximum once; 0 may be a level of its own or go unsaid."""
    if not question.levels:
        yield "levels", "an essay needs levels to be marked by"
        return
    levels = sorted(enumerate(question.levels), key=lambda pair: (pair[1].low, pair[1].high))
    expected = levels[0][1].low
    if expected not in {0, 1}:
        yield f"levels[{levels[0][0]}].low", "the lowest level must begin at 0 or 1"
    for at, level in levels:
        if level.high < level.low:
            yield f"levels[{at}].high", f"ends at {level.high}, before it begins at {level.low}"
        if level.low > expected:
            yield f"levels[{at}].low", f"leaves a gap: no level holds {expected}"
        elif level.low < expected:
            yield f"levels[{at}].low", f"overlaps the level below, which ends at {expected - 1}"
        expected = max(expected, level.high + 1)
    if expected != question.marks + 1:
        yield "levels", f"the highest level must end at the question’s {question.marks} marks, not {expected - 1}"


def _indicative_wrong(question: Question) -> Iterator[tuple[str, str]]:
    """An essay's groups only sort its indicative content, e.g. by the two factors of a comparison."""
    groups = {group.id for group in question.groups}
    for at, point in enumerate(question.indicative):
        if point.group and point.group not in groups:
            yield f"indicative[{at}].group", f"there is no group “{point.group}”"


def _samples_wrong(question: Question) -> Iterator[tuple[str, str]]:
    levels = {level.id: level for level in question.levels}
    for at, sample in enumerate(question.samples):
        level = levels.get(sample.level)
        if level is None:
            yield f"samples[{at}].level", f"there is no level “{sample.level}”"
        elif not level.low <= sample.marks <= level.high:
            yield f"samples[{at}].marks", f"{sample.marks} marks do not lie in level {level.id}"
        yield from _quotes_wrong(at, sample)


def _quotes_wrong(at: int, sample: SampleAnswer) -> Iterator[tuple[str, str]]:
    for number, margin in enumerate(sample.margin):
        if not margin.quote.strip() or margin.quote not in sample.text:
            yield f"samples[{at}].margin[{number}].quote", "does not stand word for word in the sample answer"


def _reason_wrong(question: Question) -> Iterator[tuple[str, str]]:
    """A closed question keeps at least one mark for what a machine decides."""
    yield from _point_marks(question.points)
    if question.points and sum(point.marks for point in question.points) >= question.marks:
        yield "points", "the reason takes every mark, so the true or false itself earns none"


def _doubles(question: Question) -> Iterator[tuple[str, str]]:
    for field in ("groups", "points", "levels", "parts", "indicative", "samples", "choices", "gaps"):
        seen: set[str] = set()
        for at, part in enumerate(getattr(question, field)):
            if not part.id or part.id in seen:
                yield f"{field}[{at}].id", f"the id “{part.id}” stands twice" if part.id else "the id is empty"
            seen.add(part.id)
