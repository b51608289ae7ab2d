"""The versions of a question as a teacher counts them: what was written in one go is one version.

Every settled change is stored as a revision. A new version begins where the question was sat in between, where it
lay untouched for half an hour, or where another computer or an import wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tutorapp.domain.own import OwnItem

PAUSE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Version:
    """``item``: the last revision of the version, which is what it came to."""

    number: int
    item: OwnItem
    sat: int  # attempts that saw it


def versions(revisions: Sequence[OwnItem], sat_at: Iterable[datetime] = ()) -> tuple[Version, ...]:
    """The versions, oldest first. ``revisions`` oldest first; ``sat_at``: when attempts were begun."""
    times = sorted(sat_at)
    found: list[Version] = []
    for at, item in enumerate(revisions):
        until = revisions[at + 1].at if at + 1 < len(revisions) else None
        sat = sum(item.at <= time and (until is None or time < until) for time in times)
        if found and not _begins(found[-1], item):
            found[-1] = Version(found[-1].number, item, found[-1].sat + sat)
        else:
            found.append(Version(len(found) + 1, item, sat))
    return tuple(found)


def _begins(last: Version, item: OwnItem) -> bool:
    before = last.item
    return (
        last.sat > 0
        or item.at - before.at > PAUSE
        or item.device_id != before.device_id
        or item.origin != before.origin
    )
