"""Which backups to keep as they age, and the names that carry their instants."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

KEEP_ALL = timedelta(days=2)
DAYS, WEEKS, MONTHS = 7, 4, 6
"""After two days one a day, then one a week, then one a month (``field/lab.md``, bar 17, after Anki's scheme)."""

_NAME = re.compile(r"tutorapp-(\d{8}T\d{6})Z(?:-\d+)?\.sqlite3")
_FORM = "%Y%m%dT%H%M%S"

_Period = tuple[int, ...]


def name(at: datetime, number: int = 1) -> str:
    """The file name of the backup made at ``at`` (aware); ``number`` tells several of one second apart."""
    more = f"-{number}" if number > 1 else ""
    return f"tutorapp-{at.astimezone(UTC).strftime(_FORM)}Z{more}.sqlite3"


def instant(file_name: str) -> datetime | None:
    """When the backup called ``file_name`` was made; None for a file that is no backup of ours."""
    found = _NAME.fullmatch(file_name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], _FORM).replace(tzinfo=UTC)
    except ValueError:
        return None


def keep(instants: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """Those of ``instants`` (aware) to keep at ``now``.

    All of the last two days (and any the clock says are still to come); of what is older the newest of each of the
    7 newest days, then of the 4 newest weeks before those, then of the 6 newest months. Only days, weeks and months
    with a backup count, so that holidays use up nothing. The newest of all always stays.
    """
    given = sorted({at.astimezone(UTC) for at in instants}, reverse=True)
    kept = {at for at in given if now - at < KEEP_ALL} | set(given[:1])
    rest = [at for at in given if at not in kept]
    for period, count in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        newest = _newest_of_each(rest, period, count)
        kept |= set(newest.values())
        rest = [at for at in rest if period(at) not in newest]
    return frozenset(kept)


def _newest_of_each(
    newest_first: list[datetime], period: Callable[[datetime], _Period], count: int
) -> dict[_Period, datetime]:
    found: dict[_Period, datetime] = {}
    for at in newest_first:
        if len(found) < count or period(at) in found:
            found.setdefault(period(at), at)
    return found


def _day(at: datetime) -> _Period:
    return (at.toordinal(),)


def _week(at: datetime) -> _Period:
    return at.isocalendar()[:2]


def _month(at: datetime) -> _Period:
    return at.year, at.month
