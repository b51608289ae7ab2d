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
    Figure,
    Side,
    figure,
)
from tutorapp.domain.timeline.stretches import DAY, OTHER, SPAN, Badge, Mark, Marks, Reach, Stretch
from tutorapp.ui.timeline.ink import Ink
from tutorapp.ui.timeline.lane_brush import LaneBrush
from tutorapp.ui.timeline.sight import RawHit, Sight
from tutorapp.ui.timeline.tags import Key

BEFORE_LABEL = SHAPE + LABEL_GAP
_Row = tuple[float, int, float, float]
"""The middle of a row in design and in device pixels, and its top and bottom in the picture."""
_REACH = 24.0
"""A shape, a halo's edge or half a badge reaches no further than this from its place."""


class LaneGround(LaneBrush):
    """Nothing here depends on where the picture begins, so that a strip fits to what was painted before."""

    def paint(self) -> None:
        """Bars without their labels, then what is placed, then badges; collects what can be pointed at."""
        stretches = self.s.stretches(self.lane)
        self._longs()
        ratio, half, up = self.ink.ratio, self.s.bands.row / 2, self.s.top
        rows = [(top + half, round((top + half) * ratio), top - up, top - up + self.s.bands.row) for top in self.tops]
        for stretch in stretches:
            if stretch.placed:
                self._placed(stretch, rows)
        self.tags.flush(self.p)
        self._badges(stretches, rows)

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

    def _placed(self, stretch: Stretch, rows: list[_Row]) -> None:
        """The events of a stretch that can be seen; single days and exact spans, which most are, in tight loops."""
        days, spans, others = stretch.marks or marks_of(self.s, stretch)
        if days:
            self._days(days, rows)
        if spans:
            self._spans(spans, rows)
        start, scale = self.s.view.start, self.s.view.scale
        far = self.s.view.width + _REACH
        for first, last, room, item, row, key in others:
            x = (first - start) * scale
            if x <= far or (not key[3] and x <= far + room + BEFORE_LABEL):
                self._other(item, x, (last - start) * scale, row, key[0], room, key[3])

    def _days(self, marks: list[Mark], rows: list[_Row]) -> None:
        sight, p, put, base = self.s, self.p, self.tags.put_later, self.base
        start, scale, ratio, hits = sight.view.start, sight.view.scale, self.ink.ratio, sight.hits.append
        kept, draw, far = self.tags.kept.get, p.drawPixmap, sight.view.width + _REACH
        low, high = self.low, self.high
        start -= 0.5
        for first, _last, room, item, row, key in marks:
            x = (first - start) * scale
            if key[3]:
                left, right = x - SHAPE, x + room + BEFORE_LABEL
                is_cut = right > high or x < low - BEFORE_LABEL
            else:
                left, right = x - room - BEFORE_LABEL, x + SHAPE
                is_cut = left < low or x > high + BEFORE_LABEL
            if right < -SHAPE or left > far:
                continue
            middle, y, top, bottom = rows[row]
            if is_cut:
                label_x = x + BEFORE_LABEL if key[3] else left
                self._cut(item, row, room, key, Figure(x, x, x, label_x, False))
            else:
                picture = kept(key)
                if picture is not None:
                    pixmap, before, above = picture
                    draw(round(x * ratio) - before, y - above, pixmap)
                else:
                    put(p, x, middle, key)
            hits((base + left, top, base + right, bottom, item, None, False))

    def _spans(self, marks: list[Mark], rows: list[_Row]) -> None:
        """Bars with their labels in them or beside them, as ``boxes.figure`` has it; short ones as shapes."""
        sight, p, put, base, exact = self.s, self.p, self.tags.put_later, self.base, self.bars.exact
        start, scale, ratio, hits = sight.view.start, sight.view.scale, self.ink.ratio, sight.hits.append
        kept, draw, far = self.tags.kept.get, p.drawPixmap, sight.view.width + _REACH
        low, high = self.low, self.high
        for first, last, room, item, row, key in marks:
            left, right = (first - start) * scale, (last - start) * scale
            is_right, is_bar = key[3], right - left >= LEAST_BAR
            if right + room + _REACH < 0 or left > (far if is_right else far + room + BEFORE_LABEL):
                continue
            middle, y, top, bottom = rows[row]
            is_inside = False
            if not is_bar:
                x = left + FROM_START
                left, right = (x - SHAPE, x) if is_right else (x - BEFORE_LABEL - room, x + SHAPE)
                label_x = x + BEFORE_LABEL if is_right else left
            else:
                exact(left, right, middle, key[1])
                is_inside = is_right and right - left >= room + INSIDE
                beside = left + INSIDE / 2 if is_inside else right + AFTER_BAR
                x = label_x = beside if is_right else left - LABEL_GAP - room
                key = (key[0], "", False, True)
                left, right = left - SHAPE, right + SHAPE
            if label_x < low or label_x + room > high:
                first_x, last_x = (left + SHAPE, right - SHAPE) if is_bar else (x, x)
                self._cut(item, row, room, key, Figure(None if is_bar else x, first_x, last_x, label_x, is_inside))
            else:
                picture = kept(key)
                if picture is not None:
                    pixmap, before, above = picture
                    draw(round(x * ratio) - before, y - above, pixmap)
                else:
                    put(p, x, middle, key)
            ends = label_x + room
            hits((base + min(left, label_x), top, base + max(right, ends), bottom, item, None, False))

    def _cut(self, item: int, row: int, room: float, key: Key, fig: Figure) -> None:
        """An event whose label an edge would cut: what can be read of it, in a text of this frame only."""
        middle, x, mark = self.tops[row] + self.s.bands.row / 2, fig.label_x, fig.shape_x
        if mark is not None:
            if not -SHAPE < mark < self.high + SHAPE:
                return
            self.tags.put(self.p, mark, middle, ("", key[1], key[2], True))
            if x < self.low if x > mark else x + room > self.high:
                return
        shown, x = self.within(key[0], x, room, fig) or self.across(item, row, key[0], room, fig)
        if shown:
            self.tags.put_part(self.p, x, middle, shown, key)

    def _other(self, item: int, left: float, right: float, row: int, label: str, room: float, is_right: bool) -> None:
        if right + (room + 60 if is_right else 60) < 0:
            return
        side: Side = "right" if is_right else "left"
        fig = figure(left, right, self.s.index.items[item].date.is_span, self.s.view.scale, room, side)
        self.event(item, fig, row, label, fig.label_x)
        self.hit(min(fig.left - SHAPE, fig.label_x), max(fig.right + SHAPE, fig.label_x + room), row, item)

    def _badges(self, stretches: list[Stretch], rows: list[_Row]) -> None:
        sight, ratio, kept, draw = self.s, self.ink.ratio, self.tags.badges.get, self.p.drawPixmap
        start, scale, far = sight.view.start, sight.view.scale, sight.view.width + 40
        base, hits = self.base, sight.hits.append
        for stretch in stretches:
            for badge in stretch.badges:
                x = (badge.day - start) * scale
                if self.ink.vector:
                    x = self._on_page(x, Ink.badge_size(badge.count) / 2 + 2)
                if -40 < x < far:
                    middle, y, top, bottom = rows[badge.row]
                    picture = kept(badge.count)
                    if picture is not None:
                        draw(round(x * ratio) - picture[1], y - picture[2], picture[0])
                    else:
                        self.tags.put_badge(self.p, x, middle, badge.count)
                    wide = 10.0 + 3.5 * len(str(badge.count))
                    hits((base + x - wide, top, base + x + wide, bottom, -1, badge, False))

    def _on_page(self, x: float, half: float) -> float:
        """A badge belongs to the page its middle is on, and stands there whole."""
        width = self.s.view.width
        return min(max(x, half), width - half) if 0 <= x < width else math.inf


def badge_hit(badge: Badge, x: float, top: float, height: float) -> RawHit:
    """What can be pressed of a badge around ``x``."""
    half = 10.0 + 3.5 * len(str(badge.count))
    return (x - half, top, x + half, top + height, -1, badge, False)


def marks_of(sight: Sight, stretch: Stretch) -> Marks:
    """What is drawn of each placed event, looked up once for all frames: single days, exact spans, all others."""
    index, labels, measure = sight.index, sight.labels, sight.layout.measure
    found: Marks = ([], [], [])
    for item, row, side, _mask, _cell in stretch.placed:
        event, first, last = index.items[item], index.first[item], index.last[item]
        kind = OTHER
        if event.rank and event.date.is_exact:
            kind = SPAN if event.date.is_span else DAY if last - first <= 1.0 else OTHER
        key = (labels[item], event.category, bool(event.date.qualifier), side == "right")
        found[kind].append((first, last, measure(item), item, row, key))
    stretch.marks, stretch.reaches = found, None
    return found


def reaches_of(marks: Marks, scale: float) -> list[Reach]:
    """How far each event may reach with its label at ``scale``, the smallest of its level."""
    found: list[Reach] = []
    for mark in (mark for part in marks for mark in part):
        beside, is_right = (mark[2] + _REACH) / scale, mark[5][3]
        found.append((mark[0], mark[1] + beside, mark) if is_right else (mark[0] - beside, mark[1], mark))
    return found
