"""A lane of one row names as many must-know events as fit, whatever less important ones would stand there."""

from __future__ import annotations

import pytest

from tests.domain.timeline.lines import crowd_index, event, measure_of, unit_of
from tutorapp.domain.timeline.index import build_index
from tutorapp.domain.timeline.layout import LevelLayout


def named(layout: LevelLayout, index) -> set[str]:
    numbers = layout.numbers(*index.extent)
    return {index.items[p.item].id for n in numbers for p in layout.stretch(0, n).placed}


def test_the_most_must_knows_are_named_not_the_first_one():
    # The long label of the first would take the place of both that follow.
    long = "x" * 38
    events = [
        event(1, "1925-01-01", importance=5, title=long),
        event(2, "1925-08-01", importance=5, title="Two"),
        event(3, "1926-03-01", importance=5, title="Three"),
        event(7, "1924-09-01", importance=5, title="Zero"),
        event(4, "1925-05-01", importance=2, title="Small"),
        event(5, "1920-01-01", importance=1),
        event(6, "1932-01-01", importance=1),
    ]
    index = build_index(unit_of(events, 1))
    layout = LevelLayout(index, 0, (1,), measure_of(index), None, 0.19)
    found = named(layout, index)
    assert {"E00002", "E00003", "E00007"} <= found


@pytest.mark.parametrize("scale", [0.1, 0.19, 0.3])
def test_no_less_important_event_stands_where_a_must_know_alone_would_fit(scale):
    index = crowd_index(150, lanes=1)
    layout = LevelLayout(index, 0, (1,), measure_of(index), None, scale)
    alone = {p.item for n in layout.numbers(*index.extent) for p in layout.early(0, n, 0)}
    assert all(index.items[item].rank == 5 for item in alone)
    gone = {index.items[item].id for item in alone} - named(layout, index)
    assert len(gone) <= len(alone) // 10  # only where a badge has no other place


def test_no_badge_reaches_across_a_border():
    index = crowd_index(400, lanes=1)
    low, high = index.extent
    home = (low + (high - low) * 0.3, low + (high - low) * 0.6)
    layout = LevelLayout(index, 0, (1,), measure_of(index), home, 1000 / (home[1] - home[0]))
    badges = [b for n in layout.numbers(*index.extent) for b in layout.stretch(0, n).badges]
    assert badges
    for badge in badges:
        x = (badge.day - layout.origin) * layout.scale
        assert not layout.crosses(x - 10, x + 10)
