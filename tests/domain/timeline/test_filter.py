"""Filtering: what matches, what is hidden or dimmed, and the count that is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.timeline.lines import event, unit_of
from tutorapp.domain.timeline.filter import TimelineFilter, count_words, filtered

EVENTS = [
    replace(event(1, "1922-04-03", lane=0, importance=5, title="Stalin becomes General Secretary"), spec=("SF1",)),
    replace(event(2, "1924-01-21", lane=0, importance=4, title="Lenin dies"), spec=("SF1", "SF2")),
    replace(event(3, "1934-12-01", lane=1, importance=5, title="Kirov murdered"), spec=("SF8",)),
    event(4, "1936~", lane=2, importance=2, title="Café opened"),
]
UNIT = unit_of(EVENTS)


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (TimelineFilter(), [1, 2, 3, 4]),
        (TimelineFilter(lanes=frozenset({"c0"})), [1, 2]),
        (TimelineFilter(spec=frozenset({"SF2", "SF8"})), [2, 3]),
        (TimelineFilter(least=5), [1, 3]),
        (TimelineFilter(most=2), [4]),
        (TimelineFilter(text="1 dec KIROV"), [3]),
        (TimelineFilter(text="cafe"), [4]),
        (TimelineFilter(text="about 1936"), [4]),
        (TimelineFilter(weak_spec=frozenset({"SF1"})), [1, 2]),
        (TimelineFilter(weak_spec=frozenset()), []),
    ],
)
def test_what_matches(wanted, ids):
    found = filtered(UNIT, wanted)
    assert sorted(found.matching) == [f"E{n:05d}" for n in ids]
    assert [item.id for item in found.index.items] == sorted(found.matching)
    assert found.total == 4


def test_dimming_keeps_the_others_below_every_importance():
    found = filtered(UNIT, TimelineFilter(text="kirov", hide=False))
    assert len(found.index) == 4
    assert {item.id: item.rank for item in found.index.items if item.rank} == {"E00003": 5}


def test_a_lane_that_is_not_wanted_goes_and_the_line_keeps_its_length():
    found = filtered(UNIT, TimelineFilter(lanes=frozenset({"c1"})))
    assert [lane.id for lane in found.index.lanes] == ["c1"]
    assert found.index.extent == filtered(UNIT, TimelineFilter()).index.extent


def test_the_count_is_told():
    assert count_words(TimelineFilter(text="x"), 1, 4) == "1 of 4 events"
    assert count_words(TimelineFilter(), 4, 4) == "4 events"
