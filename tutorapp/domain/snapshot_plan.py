"""Snapshots on a share: names that order them by their making and not by any clock, and which can go.

Two computers' clocks may differ by days (``field/lab.md`` 2.1, row 13), so each computer numbers its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from tutorapp.domain import backup_plan
from tutorapp.domain.records import dataclass

_NAME = re.compile(r"([0-9a-f]{8})-(\d{6,})-(tutorapp-.+)")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a snapshot's name says: which computer made it, as its which one, and when by that computer's clock."""

    name: str
    device: str
    number: int
    at: datetime


def parse(name: str) -> Snapshot | None:
    """What ``name`` says; None for a file that is no snapshot of ours."""
    found = _NAME.fullmatch(name)
    at = backup_plan.instant(found[3]) if found else None
    return Snapshot(name, found[1], int(found[2]), at) if found and at else None


def device_of(device_id: str) -> str:
    """How a device stands in names."""
    return device_id[:8]


def next_name(names: Iterable[str], device: str, at: datetime, last: int = 0) -> str:
    """The name of the next snapshot of ``device``, made at ``at`` (aware), where ``names`` lie already.

    ``last`` is the number of its last one as it remembers: the folder may have been emptied since.
    """
    there = [found.number for found in _known(names) if found.device == device]
    return f"{device}-{max(last, *there, 0) + 1:06d}-{backup_plan.name(at)}"


def to_take(names: Iterable[str], taken: Mapping[str, int]) -> tuple[str, ...]:
    """The newest snapshot of each computer, without those that ``taken`` (number by device) says are in already."""
    newest: dict[str, Snapshot] = {}
    for found in _known(names):
        if found.device not in newest or newest[found.device].number < found.number:
            newest[found.device] = found
    return tuple(sorted(found.name for found in newest.values() if found.number > taken.get(found.device, 0)))


def redundant(names: Iterable[str], just_sent: str, taken: Mapping[str, int], count: int) -> tuple[str, ...]:
    """Those of ``names`` that can go once ``just_sent`` is there whole; ``count`` of what could go are kept, newest.

    What ``just_sent`` holds as well can go: every earlier one of the same computer, and of another one those up to
    the number in ``taken``. So a computer whose disk is wiped each night leaves no heap behind, and nothing goes that
    is in no other.
    """
    sent = parse(just_sent)
    if sent is None:
        return ()
    held = {**taken, sent.device: sent.number - 1}
    could = [found for found in _known(names) if found.number <= held.get(found.device, 0)]
    # The computers' own clocks: what they get wrong is only which of the superfluous ones stays longest.
    could.sort(key=lambda found: (found.device == sent.device, found.number, found.at), reverse=True)
    return tuple(found.name for found in could[max(0, count - 1) :])


def _known(names: Iterable[str]) -> list[Snapshot]:
    return [found for name in names if (found := parse(name)) is not None]
