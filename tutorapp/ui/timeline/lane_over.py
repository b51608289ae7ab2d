"""Paints what stays in view while a lane moves under it: labels of long bars and at the edges, the chosen event."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from operator import itemgetter

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPainter, QPen

from tutorapp.domain.timeline.boxes import INSIDE, SHAPE, Figure, Side, figure
from tutorapp.domain.timeline.chosen import RING, Chosen
from tutorapp.domain.timeline.stretches import Badge, Mark, Stretch
from tutorapp.ui.timeline.bars import DIM, Bars
from tutorapp.ui.timeline.ink import Ink
from tutorapp.ui.timeline.lane_brush import EDGE, LaneBrush
from tutorapp.ui.timeline.lane_ground import BEFORE_LABEL, badge_hit, reaches_of
from tutorapp.ui.timeline.sight import Sight
from tutorapp.ui.timeline.tags import Tags

STRONG = 1.08
"""How much wider a strong label is at most."""
_Badges = list[tuple[float, Badge]]


class LaneOver(LaneBrush):
    """Nothing here is kept for the next frame. ``lines`` are the grid's, in device pixels."""

    def __init__(self, tags: Tags, bars: Bars, painter: QPainter, sight: Sight, lane: int, lines: list[int]) -> None:
        super().__init__(tags, bars, painter, sight, lane)
        self.low, self.high = 0.0, sight.view.width
        self.lines = lines

    def paint(self) -> None:
        """Labels of long bars and of what reaches in from the left, what is pointed at, the chosen event, badges."""
        sight = self.s
        stretches = sight.stretches(self.lane)
        chosen = sight.chosen if sight.chosen is not None and sight.chosen.lane == self.lane else None
        is_empty = not self._long_labels(stretches)
        if not sight.is_cut:
            self._edges(stretches)
        if sight.hovered >= 0 and sight.index.items[sight.hovered].lane == sight.index.lanes[self.lane].id:
            self._hover(stretches)
        if chosen is not None:
            self._chosen(chosen, stretches)
        elif sight.hints and is_empty and sight.view.width >= 300 and not self._holds(stretches):
            self._hint()

    def _badges(self, stretches: list[Stretch], row: int) -> _Badges:
        """The badges of a row that can be seen, from left to right."""
        return self._badges_by_row(stretches).get(row, [])

    def _badges_by_row(self, stretches: list[Stretch]) -> dict[int, _Badges]:
        start, scale, width = self.s.view.start, self.s.view.scale, self.s.view.width
        found: dict[int, _Badges] = {}
        for stretch in stretches:
            for badge in stretch.badges:
                x = (badge.day - start) * scale
                if -40 < x < width + 40:
                    found.setdefault(badge.row, []).append((x, badge))
        for badges in found.values():
            badges.sort(key=itemgetter(0))
        return found

    # --- labels --------------------------------------------------------------------------------------

    def _long_labels(self, stretches: list[Stretch]) -> bool:
        """The labels of bars with a track, each in its bar, in view and clear of badges; False where no bar is."""
        sight, index, view = self.s, self.s.index, self.s.view
        longs = sight.longs(self.lane)
        rows = self._badges_by_row(stretches) if longs else {}
        for item, row, first, last in longs:
            left, right = (first - view.start) * view.scale, (last - view.start) * view.scale
            width = sight.layout.measure(item)
            x = left + INSIDE / 2
            if not index.items[item].date.is_span:
                x = figure(left, right, False, view.scale, width, "right").label_x
            self._in_bar(item, row, x, right, width, rows.get(row, []))
        return bool(longs)

    def _in_bar(self, item: int, row: int, x: float, right: float, width: float, badges: _Badges) -> None:
        """A label from ``x`` on at the earliest; shortened where the rest of its bar is too short for it."""
        x = clear(max(x, EDGE), width, badges)
        room = min(right, self.high) - 4 - x
        if room <= 0:
            return
        label, middle = self.s.labels[item], self.tops[row] + self.s.bands.row / 2
        event = self.s.index.items[item]
        if event.rank == 0:
            self.p.setOpacity(DIM)
        shown = width if width <= room else self.ink.width(self.ink.beginning(label, room))
        if self.ink.hatched and not event.date.is_exact:
            self.p.fillRect(self.rect(x - 3, middle - 8, shown + 6, 16), self.ink.surface)
        if width <= room:
            self.tags.put(self.p, x, middle, (label, "", False, True))
        else:
            self.tags.put_beginning(self.p, x, middle, room, (label, "", False, True))
        if event.rank == 0:
            self.p.setOpacity(1.0)

    def _edges(self, stretches: list[Stretch]) -> None:
        """Labels that an edge of the picture cuts are read as far as a word ends, or not at all."""
        view = self.s.view
        start, end, scale = view.start, view.end, view.scale
        for stretch in stretches:
            reaches = stretch.reaches
            if reaches is None:
                marks = stretch.marks or ([], [], [])
                reaches = stretch.reaches = reaches_of(marks, self.s.layout.scale)
            cut = [r for r in reaches if r[0] < start < r[1] or r[0] < end < r[1]]
            for _low, _high, mark in cut:
                self._edge(mark, (mark[0] - start) * scale, (mark[1] - start) * scale, view.width)

    def _edge(self, mark: Mark, left: float, right: float, width: float) -> None:
        """Paint an event's label anew if the picture's edge cuts it; ``left`` and ``right`` bound its days."""
        _first, _last, room, item, row, key = mark
        is_right = key[3]
        fig = self._figure_of(mark, left, right)
        x = fig.label_x
        if x >= 0 and x + room <= width:
            return
        if fig.inside:
            self._bare(max(0.0, left), min(right, width), row)
            self.event(item, fig, row, key[0], x)
            return
        low, high = x if x > 0 else 0.0, x + room if x + room < width else width
        if low < high:
            self._bare(low, high, row)
        if x < 0 if is_right else x + room > width:
            return  # what it belongs to is out of view
        shown, x = self.within(key[0], x, room, fig) or self.across(item, row, key[0], room, fig)
        if shown:
            self.p.setOpacity(DIM if self.s.index.items[item].rank == 0 else 1.0)
            self.tags.put_part(self.p, x, self.tops[row] + self.s.bands.row / 2, shown, key)
            self.p.setOpacity(1.0)

    def _figure_of(self, mark: Mark, left: float, right: float) -> Figure:
        _first, _last, room, item, _row, key = mark
        scale = self.s.view.scale
        if mark[1] - mark[0] <= 1:  # most are single days
            x = left + scale / 2
            if not self.s.index.items[item].date.is_span:
                return Figure(x, x, x, x + BEFORE_LABEL if key[3] else x - BEFORE_LABEL - room, False)
        side: Side = "right" if key[3] else "left"
        return figure(left, right, self.s.index.items[item].date.is_span, scale, room, side)

    def _bare(self, left: float, right: float, row: int) -> None:
        """The ground as it is without anything on it, between two pixels of a row."""
        r, sight, fill = self.ink.ratio, self.s, self.p.fillRect
        low, high = round(left * r) - 1, round(right * r) + 1
        top, bottom = round((self.tops[row] + 1) * r), round((self.tops[row] + sight.bands.row - 1) * r)
        fill(low, top, high - low, bottom - top, self.ink.surface)
        for era in sight.index.eras:
            from_x = max(low, round(sight.view.x(sight.index.first[era]) * r))
            to_x = min(high, round(sight.view.x(sight.index.last[era]) * r))
            if from_x < to_x:
                fill(from_x, top, to_x - from_x, bottom - top, self.ink.hover)
        thin = max(1, round(r))
        for x in self.lines[bisect_left(self.lines, low) : bisect_left(self.lines, high)]:
            fill(x, top, thin, bottom - top, self.ink.grid)

    # --- what stands out -----------------------------------------------------------------------------

    def _place(self, item: int, stretches: list[Stretch]) -> tuple[int, Side, bool] | None:
        """Row, side of the label and whether it has a track, of an event that is drawn by itself."""
        first = self.s.index.first[item]
        for long in self.s.layout.longs(self.lane, first, first + 0.5):
            if long[0] == item:
                return long[1], "right", True
        return next(((p.row, p.side, False) for s in stretches for p in s.placed if p.item == item), None)

    def _hover(self, stretches: list[Stretch]) -> None:
        """The event under the pointer on a ground of its own."""
        item, sight = self.s.hovered, self.s
        place = self._place(item, stretches)
        if place is None or (sight.chosen is not None and sight.chosen.item == item):
            return
        row, side, is_long = place
        fig, width = self._figure(item, side, sight.layout.measure(item))
        left = max(-60.0, min(fig.left - SHAPE, fig.left if is_long else fig.label_x))
        right = min(sight.view.width + 60.0, max(fig.right + SHAPE, fig.right if is_long else fig.label_x + width))
        self.p.setPen(Qt.PenStyle.NoPen)
        self.p.setBrush(self.ink.hover)
        r = self.ink.ratio
        self.p.drawRoundedRect(
            self.rect(left - 4, self.tops[row] + 1, right - left + 8, sight.bands.row - 2), 6 * r, 6 * r
        )
        self.event(item, fig, row, "" if is_long else sight.labels[item], fig.label_x)
        if is_long:
            self._in_bar(item, row, fig.left + INSIDE / 2, fig.right, width, self._badges(stretches, row))

    def _figure(self, item: int, side: Side, width: float) -> tuple[Figure, float]:
        index, view = self.s.index, self.s.view
        left, right = view.x(index.first[item]), view.x(index.last[item])
        return figure(left, right, index.items[item].date.is_span, view.scale, width, side), width

    def _chosen(self, chosen: Chosen, stretches: list[Stretch]) -> None:
        """The chosen event in its ring, and over it the badges of its row: nothing covers a count."""
        sight, ink, p, r = self.s, self.ink, self.p, self.ink.ratio
        fig, width = self._figure(chosen.item, chosen.side, ink.strong_metrics.horizontalAdvance(sight.chosen_label))
        badges = self._badges(stretches, chosen.row)
        label_x = fig.label_x
        if fig.inside:
            x = clear(max(fig.label_x, min(EDGE, fig.right - width - 8)), width, badges)
            label_x = x if x + width < fig.right else fig.label_x
        label, label_x = self.within(sight.chosen_label, label_x, width, fig, wider=STRONG) or ("", label_x)
        width = width if label == sight.chosen_label else ink.strong_metrics.horizontalAdvance(label)
        label_x = label_x if label else max(fig.left, 0.0)
        edge = 0.0 if fig.shape_x is None else SHAPE
        left = max(min(fig.left - edge, label_x) - RING / 2, -60.0)
        right = min(max(fig.right + edge, label_x + width) + RING / 2, sight.view.width + 60.0)
        if right < 0 or left > sight.view.width:
            return
        top = self.tops[chosen.row]
        p.setPen(QPen(ink.focus, 2 * r))
        p.setBrush(ink.selected)
        p.drawRoundedRect(self.rect(left, top + 1, right - left, sight.bands.row - 2), 6 * r, 6 * r)
        self.event(chosen.item, fig, chosen.row, "", 0.0)
        if label and fig.inside and ink.hatched and not sight.index.items[chosen.item].date.is_exact:
            p.fillRect(self.rect(label_x - 3, top + sight.bands.row / 2 - 8, width + 6, 16), ink.surface)
        self.tags.put_passing(p, label_x, top + sight.bands.row / 2, label, strong=True)
        self.hit(left, right, chosen.row, chosen.item)
        for x, badge in badges:
            self.tags.put_badge(p, x, top + sight.bands.row / 2, badge.count)
            sight.hits.append(badge_hit(badge, sight.base + x, top - sight.top, sight.bands.row))

    # --- an empty lane -------------------------------------------------------------------------------

    def _holds(self, stretches: list[Stretch]) -> bool:
        """Whether anything placed, or a badge, can be seen."""
        start, end = self.s.view.start, self.s.view.end
        first, last = self.s.index.first, self.s.index.last
        return any(
            any(first[placed[0]] <= end and last[placed[0]] >= start for placed in stretch.placed)
            or any(start <= badge.day <= end for badge in stretch.badges)
            for stretch in stretches[len(stretches) // 2 :] + stretches[: len(stretches) // 2]
        )

    def _hint(self) -> None:
        """Where this lane's nearest event is, when none is in view."""
        sight = self.s
        column = sight.index.columns[self.lane]
        if not column.ids:
            return
        after = sight.index.next_in_lane(self.lane, sight.view.end)
        item = after if after is not None else column.ids[-1]
        year = date.fromordinal(int(sight.index.first[item])).year
        text = _tr("Nothing in view. First event here: {year} →") if after is not None else ""
        text = (text or _tr("← Nothing in view. Last event here: {year}")).format(year=year)
        self.p.setOpacity(0.75)
        self.tags.put_passing(self.p, 12, self.tops[0] + sight.bands.row / 2, text)
        self.p.setOpacity(1.0)
        self.hit(8, 16 + self.ink.metrics.horizontalAdvance(text), 0, item, jump=True)


def clear(x: float, width: float, badges: _Badges) -> float:
    """The first place from ``x`` on where a label of ``width`` is clear of badges, which come from left to right."""
    for centre, badge in badges:
        half = Ink.badge_size(badge.count) / 2 + 4
        if centre + half > x and centre - half < x + width:
            x = centre + half
    return x


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)
