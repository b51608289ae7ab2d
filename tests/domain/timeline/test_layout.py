"""The layout's promises: no labels over each other, everything counted, rows that stay."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.domain.timeline.lines import crowd_index, measure_of
from tutorapp.domain.timeline.boxes import badge_width, figure
from tutorapp.domain.timeline.layout import LevelLayout, allot_rows, level_for
from tutorapp.domain.timeline.view import View, fitted

WIDTH = 900.0


def zooms(index, count=200):
    """Views from the whole line to a few weeks, centred on 1934, as the walk of the benchmark."""
    low, high = index.extent
    middle = 0.37 * low + 0.63 * high
    days = [(high - low) * (30 / (high - low)) ** (n / (count - 1)) for n in range(count)]
    return [fitted(middle - d / 2, middle + d / 2, WIDTH) for d in days]


def drawn(layout: LevelLayout, view: View, lane: int):
    """Everything with text in a lane: (row, left, right, what), at the view's real scale."""
    index, measure = layout.index, layout.measure
    found = []
    for number in layout.numbers(view.start, view.end):
        stretch = layout.stretch(lane, number)
        for p in stretch.placed:
            item = index.items[p.item]
            left, right = view.x(index.first[p.item]), view.x(index.last[p.item])
            width = measure(p.item)
            fig = figure(left, right, item.date.is_span, view.scale, width, p.side)
            edge = 5.5 if fig.left == fig.right else 0.0  # half of a shape that stands without a bar
            ends = (min(fig.left - edge, fig.label_x), max(fig.right + edge, fig.label_x + width))
            found.append((p.row, *ends, item.id))
        for b in stretch.badges:
            half = badge_width(b.count) / 2
            found.append((b.row, view.x(b.day) - half, view.x(b.day) + half, f"+{b.count}"))
    return found


def overlaps(boxes):
    boxes = sorted(boxes)
    return [(a, b) for a, b in pairwise(boxes) if a[0] == b[0] and b[1] < a[2] - 0.01]


@pytest.mark.parametrize(("count", "rows"), [(60, (1, 1, 1)), (400, (4, 3, 2)), (5000, (1, 2, 6))])
def test_no_two_labels_overlap_at_any_of_200_zooms(count, rows):
    index = crowd_index(count)
    layouts = {}
    for view in zooms(index):
        level = level_for(view)
        layout = layouts.setdefault(level, LevelLayout(index, level, rows, measure_of(index)))
        for lane in range(3):
            assert not overlaps(drawn(layout, view, lane)), (view, lane)


@pytest.mark.parametrize(("count", "rows"), [(60, (1, 1, 1)), (400, (4, 3, 2)), (3000, (1, 2, 5))])
def test_every_event_is_drawn_once_or_counted_once(count, rows):
    index = crowd_index(count)
    low, high = index.extent
    for level in range(-6, 6):
        layout = LevelLayout(index, level, rows, measure_of(index))
        for lane in range(3):
            numbers = range(layout.numbers(low, low + 1)[0], layout.numbers(high - 1, high)[-1] + 1)
            if len(numbers) > 500:
                continue
            stretches = [layout.stretch(lane, n) for n in numbers]
            shown = [p.item for s in stretches for p in s.placed]
            shown += [long.item for long in layout.longs(lane, low, high)]
            hidden = [item for s in stretches for b in s.badges for item in layout.hidden(b)]
            counted = sum(b.count for s in stretches for b in s.badges)
            assert counted == len(hidden)
            assert sorted(shown + hidden) == sorted(index.columns[lane].ids)


def test_rows_do_not_depend_on_the_order_of_looking():
    index = crowd_index(800)
    forwards = LevelLayout(index, -4, (3, 3, 3), measure_of(index))
    backwards = LevelLayout(index, -4, (3, 3, 3), measure_of(index))
    numbers = list(forwards.numbers(*index.extent))
    first = [forwards.stretch(lane, n) for lane in range(3) for n in numbers]
    second = [backwards.stretch(lane, n) for lane in range(3) for n in reversed(numbers)]
    by_place = {(s.number, tuple(s.placed)) for s in first}
    assert by_place == {(s.number, tuple(s.placed)) for s in second}


def test_important_events_come_first():
    index = crowd_index(2000)
    layout = LevelLayout(index, -4, (2, 2, 2), measure_of(index))
    placed = [p.item for n in layout.numbers(*index.extent) for p in layout.stretch(0, n).placed]
    shares = {}
    for importance in (1, 5):
        of_it = [i for i in index.columns[0].ids if index.items[i].importance == importance]
        shares[importance] = sum(i in placed for i in of_it) / len(of_it)
    assert shares[5] > 4 * shares[1]


def test_rows_go_to_the_crowded_lanes_and_every_lane_has_one():
    assert allot_rows([63, 16, 28, 48, 17, 19], 6) == (1, 1, 1, 1, 1, 1)
    rows = allot_rows([63, 16, 28, 48, 17, 19], 18)
    assert sum(rows) == 18
    assert rows[0] == max(rows)
    assert min(rows) >= 1
    assert allot_rows([2, 1], 30) == (2, 1)
