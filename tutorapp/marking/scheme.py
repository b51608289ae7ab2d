"""The arithmetic of a mark scheme: what a set of awarded points is worth, and which level a mark falls in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from tutorapp.domain.content import Level, PointGroup, Question
from tutorapp.domain.records import dataclass


@dataclass(frozen=True, slots=True)
class Total:
    """A question's mark as arithmetic. ``cap`` is (limit, reason) only where the one-sided cap took marks away."""

    groups: dict[str, int]  # marks of every group after its own cut, in the scheme's order; "" holds points without one
    total: int
    max: int
    cap: tuple[int, str] | None
    words: str  # plain, e.g. "propaganda 3 + secret police 1 = 4 of 6"
    dropped: tuple[str, ...] = ()  # groups that best-n left out


def total(question: Question, awarded: Mapping[str, bool] | AbstractSet[str]) -> Total:
    """Marks for the points ``awarded`` (ids, or id -> yes/no); ids the scheme does not have count nothing.

    Order of rules: add the points of each group, cut to the group's max, keep the best n groups, add, cut to the
    question's marks, then the one-sided cap. A group counts for the cap even when best-n leaves it out: the
    answer did treat that side.
    """
    ids = {key for key, value in awarded.items() if value} if isinstance(awarded, Mapping) else set(awarded)
    raw, groups, kept, added, result, cap = _sums(question, ids)
    words = _words(question, raw, groups, kept, added, result, cap)
    dropped = tuple(key for key in groups if key not in kept and groups[key])
    return Total(groups=groups, total=result, max=question.marks, cap=cap, words=words, dropped=dropped)


def marks(question: Question, ids: AbstractSet[str]) -> int:
    """What the points ``ids`` are worth, by the rules of ``total``."""
    return _sums(question, ids)[4]


def _sums(
    question: Question, ids: AbstractSet[str]
) -> tuple[dict[str, int], dict[str, int], list[str], int, int, tuple[int, str] | None]:
    """Marks of the groups before and after their cuts, the groups kept, their sum, the total, and the cap."""
    raw = _raw_marks(question, ids)
    limits = {group.id: group.max for group in question.groups}
    groups = {key: min(value, limits.get(key, value)) for key, value in raw.items()}
    kept = _best(groups, question.best_groups)
    added = sum(groups[key] for key in kept)
    result = min(added, question.marks)
    cap = _one_sided(question, groups, result)
    return raw, groups, kept, added, cap[0] if cap else result, cap


def _raw_marks(question: Question, ids: AbstractSet[str]) -> dict[str, int]:
    raw = {group.id: 0 for group in question.groups}
    for point in question.points:
        raw.setdefault(point.group, 0)
        if point.id in ids:
            raw[point.group] += max(point.marks, 0)
    return raw


def _best(groups: Mapping[str, int], best: int | None) -> list[str]:
    """The ids of the ``best`` highest groups in the scheme's order; the earlier of two equal groups is kept."""
    if best is None or best >= len(groups):
        return list(groups)
    highest = sorted(groups, key=lambda key: -groups[key])[: max(best, 0)]
    return [key for key in groups if key in highest]


def _one_sided(question: Question, groups: Mapping[str, int], marks: int) -> tuple[int, str] | None:
    rule = question.one_sided_cap
    if rule is None or not rule.groups or marks <= rule.cap:
        return None
    scored = [key for key in rule.groups if groups.get(key, 0) > 0]
    if len(scored) > 1:
        return None
    titles = {group.id: _title(group) for group in question.groups}
    sides = " and ".join(titles.get(key, key) for key in rule.groups)
    about = f"only {titles.get(scored[0], scored[0])} scores" if scored else "neither side scores"
    return rule.cap, f"{about}; an answer that does not treat both {sides} is cut to {rule.cap}"


def _title(group: PointGroup) -> str:
    return group.title or group.id


def _words(
    question: Question,
    raw: Mapping[str, int],
    groups: Mapping[str, int],
    kept: Sequence[str],
    added: int,
    result: int,
    cap: tuple[int, str] | None,
) -> str:
    titles = {group.id: _title(group) for group in question.groups}
    parts = []
    for key, marks in groups.items():
        name = titles.get(key, key)
        note = f" (cut from {raw[key]})" if raw[key] > marks else ""
        note += " (not among the best)" if key not in kept else ""
        parts.append(f"{name} {marks}{note}".strip())
    after = f", cut to {question.marks}" if added > question.marks else ""
    after += f", cut to {cap[0]} ({cap[1].partition(';')[0]})" if cap else ""
    if after:
        return f"{' + '.join(parts)} = {added}{after} = {result} of {question.marks}"
    return f"{' + '.join(parts) or '0'} = {result} of {question.marks}"


def level_of(levels: Sequence[Level], mark: int) -> Level | None:
    """The level whose range holds ``mark``; None for a mark in no level (0, or a gap)."""
    return next((level for level in levels if level.low <= mark <= level.high), None)


def level_problems(levels: Sequence[Level], max_mark: int) -> list[str]:
    """Plain sentences on ranges that are empty, overlap, leave a gap or miss ``max_mark``; [] when whole.

    Levels should cover 1..``max_mark``; 0 may stand outside all of them.
    """
    problems = [
        f"{level.title or level.id}: {level.low}-{level.high} is empty" for level in levels if level.low > level.high
    ]
    if not levels:
        return problems
    ordered = sorted(levels, key=lambda level: (level.low, level.high))
    for lower, upper in pairwise(ordered):
        names = f"{lower.title or lower.id} and {upper.title or upper.id}"
        if upper.low <= lower.high:
            problems.append(f"{names} overlap at {upper.low}")
        elif upper.low > lower.high + 1:
            problems.append(f"{names} leave {_span(lower.high + 1, upper.low - 1)} in no level")
    if ordered[0].low > 1:
        problems.append(f"in no level: {_span(1, ordered[0].low - 1)}")
    highest = max(level.high for level in ordered)
    if highest != max_mark:
        problems.append(f"the highest level ends at {highest}, the question has {max_mark} marks")
    return problems


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}-{high}"
