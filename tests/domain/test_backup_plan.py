"""Thinning keeps what it promises, and going on for years never starves an age of its backups."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.backup_plan import DAYS, KEEP_ALL, MONTHS, WEEKS, instant, keep, name

NOW = datetime(2027, 3, 17, 16, 0, tzinfo=UTC)
AGES = st.integers(min_value=-100, max_value=24 * 60 * 500).map(lambda minutes: NOW - timedelta(minutes=minutes))


@settings(max_examples=100, deadline=None)
@given(st.sets(AGES, max_size=200))
def test_what_is_kept(instants: set[datetime]):
    kept = keep(instants, NOW)
    recent = {at for at in instants if NOW - at < KEEP_ALL}
    assert recent <= kept <= instants
    assert len(kept - recent) <= DAYS + WEEKS + MONTHS + 1
    if instants:
        assert max(instants) in kept
    assert keep(kept, NOW) == kept
    old = instants - recent
    days = sorted({at.date() for at in old}, reverse=True)[:DAYS]
    assert {max(at for at in old if at.date() == day) for day in days} - kept == set()


def test_one_every_four_hours_for_a_year_leaves_every_age_its_own():
    now, kept = NOW, set()
    for _ in range(365 * 6):
        now += timedelta(hours=4)
        kept = set(keep(kept | {now}, now))
    old = sorted((at for at in kept if now - at >= KEEP_ALL), reverse=True)
    assert len(kept) == 12 + DAYS + WEEKS + MONTHS
    assert [at.date() for at in old[:DAYS]] == [old[0].date() - timedelta(days=days) for days in range(DAYS)]
    assert now - old[-1] > timedelta(days=150)


def test_holidays_use_up_nothing():
    long_ago = {NOW - timedelta(days=200, hours=hours) for hours in (0, 30, 60)}
    assert keep(long_ago, NOW) == long_ago


def test_the_newest_stays_however_old_it_is():
    assert keep([NOW - timedelta(days=9000)], NOW) == {NOW - timedelta(days=9000)}


@settings(max_examples=50, deadline=None)
@given(st.datetimes(min_value=datetime(1990, 1, 1), timezones=st.just(UTC)), st.integers(1, 30))  # noqa: DTZ001  # hypothesis wants it naive and adds UTC
def test_a_name_carries_its_instant_to_the_second(at: datetime, number: int):
    assert instant(name(at, number)) == at.replace(microsecond=0)


@pytest.mark.parametrize(
    "other", ["tutorapp.sqlite3", "tutorapp-20279999T999999Z.sqlite3", "tutorapp-20270301T160000Z.sqlite3.tmp", ""]
)
def test_other_files_are_no_backups(other: str):
    assert instant(other) is None
