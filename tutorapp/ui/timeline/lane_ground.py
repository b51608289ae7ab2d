"""Paints what stands still in a lane while it moves: bars, shapes with their labels, and badges."""

from __future__ import annotations

import math

from tutorapp.domain.timeline.boxes import (
    AFTER_BAR,
    FROM_START,
    INSIDE,
    LABEL_GAP,
    LEAST_BAR,
    SHAPE,
    Side,
    figure,
)
from tutorapp.domain.timeline.stretches import DAY, OTHER, SPAN, Badge, Mark, Stretch
from tutorapp.ui.timeline.ink import Ink
from tutorapp.ui.timeline.lane_brush import LaneBrush
from tutorapp.ui.timeline.sight import RawHit, Sight
from tutorapp.ui.timeline.tags import Key

BEFORE_LABEL = SHAPE + LABEL_GAP
_REACH = 24.0
"""A shape, a halo's edge or half a badge reaches no further than this from its place."""


class LaneGround(LaneBrush):
    """Nothing here depends on where the picture begins, so that a strip fits to what was painted before."""

    def paint(self) -> None:
        """Bars without their labels, then what is placed, then badges; collects what can be pointed at."""
        stretches = self.s.stretches(self.lane)
        self._longs()
        for stretch in stretches:
            if stretch.placed:
                self._placed(stretch)
        self._badges(stretches)

    def _longs(self) -> None:
        sight, index, view = self.s, self.s.index, self.s.view
        start, scale, half, bars = view.start, view.scale, sight.bands.row / 2, self.bars
        for item, row, first, last in sight.longs(self.lane):
            event, left, right = index.items[item], (first - start) * scale, (last - start) * scale
            date = event.date
            if date.is_span and date.is_exact:
                bars.exact(left, right, self.tops[row] + half, event.category, dim=event.rank == 0)
            else:
                width = sight.layout.measure(item)
                self.event(item, figure(left, right, date.is_span, scale, width, "right"), row, "", 0.0)
            self.hit(left - SHAPE, right + SHAPE, row, item)

    def _placed(self, stretch: Stretch) -> None:
        """The events of a stretch that can be seen.

        Written out for exact days and spans, which most are: with 200 of them a frame each call counts.
        """
        sight, put, p = self.s, self.tags.put, self.p
        start, scale, width = sight.view.start, sight.view.scale, sight.view.width
        half_row, half_day, base = sight.bands.row / 2, scale / 2, self.base
        up, height, hits, ratio = sight.top, sight.bands.row, sight.hits.append, self.ink.ratio
        kept, draw, far, end_of_page = self.tags.kept.get, p.drawPixmap, width + _REACH, self.end
        rows = [(top + half_row, round((top + half_row) * ratio), top - up) for top in self.tops]
        if stretch.marks is None:
            stretch.marks = marks_of(sight, stretch)
        for first, last, room, kind, item, row, key in stretch.marks:
            x = (first - start) * scale
            is_right = key[3]
            if x > far and (is_right or x > far + room + BEFORE_LABEL):
                continue
            if kind == DAY:
                x += half_day
            elif kind == OTHER:
                self._other(item, x, (last - start) * scale, row, key[0], room, is_right)
                continue
            else:
                end = (last - start) * scale
                if end - x >= LEAST_BAR:
                    if end + room + _REACH >= 0:
                        self._span(x, end, row, room, item, key)
                    continue
                x += FROM_START
            left, right = (x - SHAPE, x + BEFORE_LABEL + room) if is_right else (x - BEFORE_LABEL - room, x + SHAPE)
            if right < -SHAPE:
                continue
            middle, y, top = rows[row]
            if right > end_of_page and is_right:
                key = self._shorter(key, x + BEFORE_LABEL)
            picture = kept(key)
            if picture is not None:
                draw(round(x * ratio) - picture[1], y - picture[2], picture[0])
            else:
                put(p, x, middle, key)
            hits((base + left, top, base + right, top + height, item, None, False))

    def _shorter(self, key: Key, x: float) -> Key:
        return (self.ink.beginning(key[0], self.end - x), *key[1:])

    def _span(self, left: float, right: float, row: int, room: float, item: int, key: Key) -> None:
        """A bar with its label in it or beside it, as ``boxes.figure`` has it."""
        middle = self.tops[row] + self.s.bands.row / 2
        self.bars.exact(left, right, middle, key[1])
        if not key[3]:
            x = left - LABEL_GAP - room
        else:
            x = left + INSIDE / 2 if right - left >= room + INSIDE else right + AFTER_BAR
        label: Key = (key[0], "", False, True)
        self.tags.put(self.p, x, middle, self._shorter(label, x) if x + room > self.end else label)
        self.hit(min(left - SHAPE, x), max(right + SHAPE, x + room), row, item)

    def _other(self, item: int, left: float, right: float, row: int, label: str, room: float, is_right: bool) -> None:
        if right + (room + 60 if is_right else 60) < 0:
            return
        side: Side = "right" if is_right else "left"
        fig = figure(left, right, self.s.index.items[item].date.is_span, self.s.view.scale, room, side)
        self.event(item, fig, row, label, fig.label_x)
        self.hit(min(fig.left - SHAPE, fig.label_x), max(fig.right + SHAPE, fig.label_x + room), row, item)

    def _badges(self, stretches: list[Stretch]) -> None:
        sight, ratio, kept, draw = self.s, self.ink.ratio, self.tags.badges.get, self.p.drawPixmap
        start, scale, far = sight.view.start, sight.view.scale, sight.view.width + 40
        half, base, height, hits = sight.bands.row / 2, self.base, sight.bands.row, sight.hits.append
        rows = [(top + half, round((top + half) * ratio), top - sight.top) for top in self.tops]
        for stretch in stretches:
            for badge in stretch.badges:
                x = (badge.day - start) * scale
                if self.ink.vector:
                    x = self._on_page(x, Ink.badge_size(badge.count) / 2 + 2)
                if -40 < x < far:
                    middle, y, top = rows[badge.row]
                    picture = kept(badge.count)
                    if picture is not None:
                        draw(round(x * ratio) - picture[1], y - picture[2], picture[0])
                    else:
                        self.tags.put_badge(self.p, x, middle, badge.count)
                    wide = 10.0 + 3.5 * len(str(badge.count))
                    hits((base + x - wide, top, base + x + wide, top + height, -1, badge, False))

    def _on_page(self, x: float, half: float) -> float:
        """A badge belongs to the page its middle is on, and stands there whole."""
        width = self.s.view.width
        return min(max(x, half), width - half) if 0 <= x < width else math.inf


def badge_hit(badge: Badge, x: float, top: float, height: float) -> RawHit:
    """What can be pressed of a badge around ``x``."""
    half = 10.0 + 3.5 * len(str(badge.count))
    return (x - half, top, x + half, top + height, -1, badge, False)


def marks_of(sight: Sight, stretch: Stretch) -> list[Mark]:
    """What is drawn of each placed event, looked up once for all frames."""
    index, labels, measure = sight.index, sight.labels, sight.layout.measure
    found: list[Mark] = []
    for item, row, side, _mask, _cell in stretch.placed:
        event, first, last = index.items[item], index.first[item], index.last[item]
        kind = OTHER
        if event.rank and event.date.is_exact:
            kind = SPAN if event.date.is_span else DAY if last - first <= 1.0 else OTHER
        key = (labels[item], event.category, bool(event.date.qualifier), side == "right")
        found.append((first, last, measure(item), kind, item, row, key))
    return found
