"""Access arrangements of a teacher's pupils: extra time, rest breaks, large print; under a name or a pseudonym."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

EXTRA = (0, 10, 25, 50, 100)
"""Percent that are offered; JCQ's usual allowance is 25, more needs its own evidence (``field/teacher.md``)."""
MOST_PUPILS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What one pupil is given. ``extra_percent`` 0-100."""

    name: str
    extra_percent: int = 25
    rest_breaks: bool = False
    large_print: bool = False


def read(raw: object) -> tuple[Arrangement, ...]:
    """What ``written`` wrote; anything else in it is left out."""
    found = []
    for one in raw if isinstance(raw, list) else []:
        if isinstance(one, Mapping) and isinstance(one.get("name"), str) and one["name"].strip():
            percent = one.get("extra_percent", 0)
            found.append(
                Arrangement(
                    name=" ".join(one["name"].split())[:80],
                    extra_percent=min(max(percent, 0), 100) if isinstance(percent, int) else 0,
                    rest_breaks=one.get("rest_breaks") is True,
                    large_print=one.get("large_print") is True,
                )
            )
    return tuple(found[:MOST_PUPILS])


def written(pupils: Iterable[Arrangement]) -> list[dict[str, object]]:
    """``pupils`` as JSON."""
    return [asdict(pupil) for pupil in pupils]


def percents(pupils: Iterable[Arrangement]) -> tuple[int, ...]:
    """The extra time there is among ``pupils``, each once, the least first."""
    return tuple(sorted({pupil.extra_percent for pupil in pupils if pupil.extra_percent}))
