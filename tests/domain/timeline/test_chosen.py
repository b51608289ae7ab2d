"""The chosen event always has a place, nobody else moves to another row, and nothing is lost from the count."""

from __future__ import annotations

import pytest

from tests.domain.timeline.lines import crowd_index, measure_of
from tutorapp.domain.timeline.chosen import place_chosen
from tutorapp.domain.timeline.layout import LevelLayout


@pytest.mark.parametrize(("count", "rows"), [(60, (1, 1, 1)), (500, (4, 3, 2)), (2000, (1, 2, 3))])
def test_any_event_can_be_chosen_at_any_level(count, rows):
    index = crowd_index(count)
    measure = measure_of(index)
    for level in (-9, -6, -3, 1):
        layout = LevelLayout(index, level, rows, measure)
        for item in range(0, count, 7):
            chosen = place_chosen(layout, item, measure(item) * 1.07)
            assert chosen is not None
            assert 0 <= chosen.row < rows[chosen.lane]
            before = {n: layout.stretch(chosen.lane, n) for n in chosen.stretches}
            _nothing_is_lost(layout, before, chosen)
            _nobody_moves(before, chosen)


def _nothing_is_lost(layout, before, chosen):
    def events(stretches):
        shown = [p.item for s in stretches.values() for p in s.placed]
        hidden = [i for s in stretches.values() for b in s.badges for i in layout.hidden(b)]
        counted = sum(b.count for s in stretches.values() for b in s.badges)
        assert counted == len(hidden)
        return sorted(shown + hidden)

    if chosen.stretches:
        assert sorted([*events(chosen.stretches), chosen.item]) == events(before)


def _nobody_moves(before, chosen):
    rows = {p.item: p.row for s in before.values() for p in s.placed}
    for stretch in chosen.stretches.values():
        for placed in stretch.placed:
            assert rows[placed.item] == placed.row
    if chosen.item in rows:
        assert rows[chosen.item] == chosen.row
