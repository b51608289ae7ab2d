"""Paints one lane: bars, shapes, labels, the chosen event and the badges."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QLinearGradient, QPainter, QPen

from tutorapp.domain.timeline.boxes import LABEL_GAP, SHAPE, Figure, Side, figure
from tutorapp.domain.timeline.chosen import RING, Chosen
from tutorapp.domain.timeline.stretches import Badge, Mark, Stretch
from tutorapp.ui.timeline.ink import Ink
from tutorapp.ui.timeline.sight import Sight

BAR_HEIGHT = 20.0
BASE = 2.5
END = 3.0
_DIM = 0.4
_LABEL = SHAPE + LABEL_GAP


class LanePicture:
    """Paints one lane; x counts from the right edge of the lane heads."""

    def __init__(self, ink: Ink, painter: QPainter, sight: Sight, lane: int) -> None:
        self.ink = ink
        self.p = painter
        self.s = sight
        self.lane = lane
        self.texts: list[tuple[float, float, str]] = []
        self.dim_texts: list[tuple[float, float, str]] = []
        self.shapes: list[tuple[float, float, str, bool]] = []
        self.dim_shapes: list[tuple[float, float, str, bool]] = []
        self.fills: dict[tuple[str, bool], tuple[list[QRectF], list[QRectF]]] = {}
        self.plates: list[QRectF] = []  # plain ground for labels that would stand on hatching
        self.drawn = 0

    def paint(self) -> None:
        """Bars, shapes and labels, the chosen event over them, and badges over everything: nothing covers a count."""
        sight, layout, view = self.s, self.s.layout, self.s.view
        chosen = sight.chosen if sight.chosen and sight.chosen.lane == self.lane else None
        stretches = []
        for number in layout.numbers(view.start, view.end):
            other = chosen.stretches.get(number) if chosen else None
            stretches.append(other or layout.stretch(self.lane, number))
        badges = self._badges_in_view(stretches)
        self._longs(badges, chosen.item if chosen else -1)
        for stretch in stretches:
            self._placed(stretch)
        self._flush()
        if chosen is not None:
            self._chosen(chosen, [(x, badge) for x, badge in badges if badge.row == chosen.row])
        self._draw_badges(badges)
        if not self.drawn and sight.hints:
            self._empty()

    # --- collecting ----------------------------------------------------------------------------------

    def _badges_in_view(self, stretches: list[Stretch]) -> list[tuple[float, Badge]]:
        start, scale, width = self.s.view.start, self.s.view.scale, self.s.view.width
        found = []
        for stretch in stretches:
            for badge in stretch.badges:
                x = (badge.day - start) * scale
                if -20 < x < width + 20:
                    found.append((x, badge))
        return found

    def _longs(self, badges: list[tuple[float, Badge]], chosen: int) -> None:
        index, view = self.s.index, self.s.view
        for long in self.s.layout.longs(self.lane, view.start, view.end):
            if long.item == chosen:
                continue
            label = self.s.labels[long.item]
            width = self.s.layout.label_width(long.item)
            left, right = view.x(index.first[long.item]), view.x(index.last[long.item])
            fig = figure(left, right, index.items[long.item].date.is_span, view.scale, width, "right")
            top = self.s.bands.row_top(self.lane, long.row)
            x = self._free_x(fig, width, [(bx, b) for bx, b in badges if b.row == long.row])
            self._event(long.item, fig, top, label if x is not None else "", x if x is not None else 0.0)

    def _free_x(self, fig: Figure, width: float, badges: list[tuple[float, Badge]]) -> float | None:
        """Where the label of a long bar stands: in view, in the bar, clear of badges; None where it has no room."""
        x = max(fig.label_x, min(8.0, fig.right - width - 8)) if fig.inside else fig.label_x
        for bx, badge in sorted(badges, key=lambda found: found[0]):
            half = Ink.badge_size(badge.count) / 2 + 4
            if bx + half > x and bx - half < x + width:
                x = bx + half
        return x if x + width < fig.right or x == fig.label_x else None

    def _placed(self, stretch: Stretch) -> None:
        """The events of a stretch that can be seen; exact days, which most are, without a detour."""
        sight, bands, lane = self.s, self.s.bands, self.lane
        start, scale, width = sight.view.start, sight.view.scale, sight.view.width
        tops = [bands.row_top(lane, row) for row in range(bands.rows[lane])]
        half_row, half_text, half_day = bands.row / 2, self.ink.metrics.height() / 2, scale / 2
        head, up, hovered, height = bands.head, sight.top, sight.hovered, bands.row
        shapes, texts, hits = self.shapes.append, self.texts.append, sight.hits.append
        if stretch.marks is None:
            stretch.marks = self._marks(stretch)
        for first, last, room, is_right, is_exact, item, row, category, is_doubtful, label in stretch.marks:
            left = (first - start) * scale
            if left > (width + 20 if is_right else width + room + 60):
                continue
            if not is_exact or item == hovered:
                right = (last - start) * scale
                if right + (room + 60 if is_right else 60) >= 0:
                    side: Side = "right" if is_right else "left"
                    fig = figure(left, right, sight.index.items[item].date.is_span, scale, room, side)
                    self._event(item, fig, tops[row], label, fig.label_x)
                continue
            shape_x = left + half_day
            label_x = shape_x + _LABEL if is_right else shape_x - _LABEL - room
            end = label_x + room if is_right else shape_x + SHAPE
            if end < 0:
                continue
            middle = tops[row] + half_row
            shapes((shape_x, middle, category, is_doubtful))
            texts((label_x, middle - half_text, label))
            top = tops[row] - up
            hits((head + (shape_x - SHAPE if is_right else label_x), top, head + end, top + height, item, None, False))
            self.drawn += 1

    def _marks(self, stretch: Stretch) -> list[Mark]:
        """What is drawn of each placed event, looked up once for all frames."""
        index, labels, measure = self.s.index, self.s.labels, self.s.layout.measure
        found: list[Mark] = []
        for placed in stretch.placed:
            item = placed.item
            event, first, last = index.items[item], index.first[item], index.last[item]
            is_exact = last - first <= 1.0 and event.rank > 0 and not event.date.is_span
            width, is_right, doubt = measure(item), placed.side == "right", bool(event.date.qualifier)
            label = labels[item]
            found.append((first, last, width, is_right, is_exact, item, placed.row, event.category, doubt, label))
        return found

    def _event(self, item: int, fig: Figure, top: float, label: str, label_x: float) -> None:
        sight = self.s
        bands = sight.bands
        event = sight.index.items[item]
        dim = event.rank == 0
        middle = top + bands.row / 2
        width = sight.layout.measure(item) if label else 0.0
        left = min(fig.left - SHAPE, label_x if label else fig.left)
        right = max(fig.right + SHAPE, label_x + width)
        if right < 0 or left > sight.view.width:
            return
        self.drawn += 1
        if item == sight.hovered:
            self._hover(left, right, top)
        if fig.right > fig.left:
            self._bar(item, fig, middle, dim)
        if fig.shape_x is not None:
            is_dashed = (not event.date.is_span and fig.right > fig.left) or bool(event.date.qualifier)
            (self.dim_shapes if dim else self.shapes).append((fig.shape_x, middle, event.category, is_dashed))
        if label:
            (self.dim_texts if dim else self.texts).append((label_x, middle - self.ink.metrics.height() / 2, label))
            if fig.inside and self.ink.hatched and not event.date.is_exact:
                self.plates.append(QRectF(label_x - 3, middle - 8, width + 6, 16))
        self._hit(left, right, top, item)

    def _hit(self, left: float, right: float, top: float, item: int, badge: Badge | None = None) -> None:
        head, up = self.s.bands.head, self.s.top
        bottom = top + self.s.bands.row
        self.s.hits.append((head + left, top - up, head + right, bottom - up, item, badge, False))

    def _hover(self, left: float, right: float, top: float) -> None:
        self.p.setPen(Qt.PenStyle.NoPen)
        self.p.setBrush(self.ink.hover)
        self.p.drawRoundedRect(QRectF(left - 4, top + 1, right - left + 8, self.s.bands.row - 2), 6, 6)

    # --- bars ----------------------------------------------------------------------------------------

    def _bar(self, item: int, fig: Figure, middle: float, dim: bool) -> None:
        """A bar: full between what is sure, fading (or hatched) where only the possible days reach."""
        date = self.s.index.items[item].date
        category = self.s.index.items[item].category
        top = middle - BAR_HEIGHT / 2
        left, right = max(fig.left, -40.0), min(fig.right, self.s.view.width + 40.0)
        if right <= left:
            return
        if not date.is_span:
            self._halo(fig, top, category, dim)
            return
        view = self.s.view
        sure_left = min(max(view.x(date.start_latest), fig.left), fig.right)
        sure_right = max(min(view.x(date.end_earliest + 1), fig.right), fig.left)
        if sure_right < sure_left:
            sure_left = sure_right = (sure_left + sure_right) / 2
        starts_sure, ends_sure = date.start_latest == date.start_earliest, date.end_latest == date.end_earliest
        if starts_sure and ends_sure:
            self._exact(category, dim, QRectF(left, top, right - left, BAR_HEIGHT))
        else:
            self._fading(fig.left, sure_left, sure_right, fig.right, top, category, dim)
        ends = self.fills.setdefault((category, dim), ([], []))[1]
        if starts_sure and fig.left >= -40:
            ends.append(QRectF(fig.left, top, END, BAR_HEIGHT))
        if ends_sure and fig.right <= view.width + 40:
            ends.append(QRectF(fig.right - END, top, END, BAR_HEIGHT))

    def _exact(self, category: str, dim: bool, rect: QRectF) -> None:
        fills, bases = self.fills.setdefault((category, dim), ([], []))
        fills.append(rect)
        bases.append(QRectF(rect.left(), rect.bottom() - BASE, rect.width(), BASE))

    def _halo(self, fig: Figure, top: float, category: str, dim: bool) -> None:
        middle = (fig.left + fig.right) / 2
        self._fading(fig.left, middle - 1, middle + 1, fig.right, top, category, dim, based=False)

    def _fading(
        self, a: float, b: float, c: float, d: float, top: float, category: str, dim: bool, *, based: bool = True
    ) -> None:
        """A bar that comes in from ``a`` to ``b`` and goes out from ``c`` to ``d``."""
        share = _DIM if dim else 1.0
        if self.ink.hatched:
            self._hatched(a, b, c, d, top, category, share)
            return
        strength = self.ink.fill_share * share * (1.0 if based else 1.6)
        self._gradient(QRectF(a, top, d - a, BAR_HEIGHT), a, b, c, d, category, strength)
        if based:
            self._gradient(QRectF(a, top + BAR_HEIGHT - BASE, d - a, BASE), a, b, c, d, category, share)

    def _gradient(self, rect: QRectF, a: float, b: float, c: float, d: float, category: str, share: float) -> None:
        ramp = QLinearGradient(a, 0, d, 0)
        length = max(1.0, d - a)
        full, none = self.ink.tint(category, share), self.ink.tint(category, 0.0)
        ramp.setColorAt(0.0, full if b <= a else none)
        ramp.setColorAt(min(1.0, max(0.0, (b - a) / length)), full)
        ramp.setColorAt(min(1.0, max(0.0, (c - a) / length)), full)
        ramp.setColorAt(1.0, full if d <= c else none)
        self.p.fillRect(rect, QBrush(ramp))

    def _hatched(self, a: float, b: float, c: float, d: float, top: float, category: str, share: float) -> None:
        """Doubt as diagonal lines, for high contrast and print: lines survive where pale tints do not."""
        colour = self.ink.tint(category, share)
        self.p.setPen(QPen(colour, 1.0))
        for left, right in ((a, b), (c, d)):
            if right - left > 1:
                self.p.drawLines(diagonals(max(left, -40.0), min(right, self.s.view.width + 40), top, BAR_HEIGHT))
        if c > b:
            self.p.fillRect(QRectF(b, top, c - b, BAR_HEIGHT), self.ink.tint(category, self.ink.fill_share * share))
            self.p.fillRect(QRectF(b, top + BAR_HEIGHT - BASE, c - b, BASE), colour)

    # --- drawing what was collected ------------------------------------------------------------------

    def _flush(self) -> None:
        p, ink = self.p, self.ink
        p.setPen(Qt.PenStyle.NoPen)
        for (category, dim), (fills, solids) in self.fills.items():
            share = _DIM if dim else 1.0
            p.setBrush(ink.tint(category, ink.fill_share * share))
            p.drawRects(fills)
            p.setBrush(ink.tint(category, share))
            p.drawRects(solids)
        for plate in self.plates:
            p.fillRect(plate, ink.surface)
        for shapes, texts, share in ((self.dim_shapes, self.dim_texts, _DIM), (self.shapes, self.texts, 1.0)):
            if not shapes and not texts:
                continue
            p.setOpacity(share)
            ink.draw_shapes(p, shapes)
            p.setFont(ink.label)
            p.setPen(ink.text)
            ink.draw_texts(p, texts)
        p.setOpacity(1.0)

    def _draw_badges(self, badges: list[tuple[float, Badge]]) -> None:
        bands, row = self.s.bands, self.s.bands.row
        tops = [bands.row_top(self.lane, n) for n in range(bands.rows[self.lane])]
        self.ink.draw_badges(self.p, [(x, tops[badge.row] + row / 2, badge.count) for x, badge in badges])
        head, up, hits = bands.head, self.s.top, self.s.hits
        for x, badge in badges:
            top = tops[badge.row] - up
            half = 10.0 + 3.5 * len(str(badge.count))
            hits.append((head + x - half, top, head + x + half, top + row, -1, badge, False))
        self.drawn += len(badges)

    def _chosen(self, chosen: Chosen, badges: list[tuple[float, Badge]]) -> None:
        sight, ink, p = self.s, self.ink, self.p
        index, view, bands = sight.index, sight.view, sight.bands
        item = index.items[chosen.item]
        width = ink.strong_metrics.horizontalAdvance(sight.chosen_label)
        left, right = view.x(index.first[chosen.item]), view.x(index.last[chosen.item])
        fig = figure(left, right, item.date.is_span, view.scale, width, chosen.side)
        x = self._free_x(fig, width, badges) if fig.inside else fig.label_x
        label_x = fig.label_x if x is None else x
        edge = 0.0 if fig.shape_x is None else SHAPE
        ring_left = max(min(fig.left - edge, label_x) - RING / 2, -60.0)
        ring_right = min(max(fig.right + edge, label_x + width) + RING / 2, view.width + 60.0)
        if ring_right < 0 or ring_left > view.width:
            return
        top = bands.row_top(chosen.lane, chosen.row)
        ring = QRectF(ring_left, top + 1, ring_right - ring_left, bands.row - 2)
        p.setPen(QPen(ink.focus, 2))
        p.setBrush(ink.selected)
        p.drawRoundedRect(ring, 6, 6)
        self.texts, self.shapes, self.fills = [], [], {}
        self.dim_texts, self.dim_shapes, self.plates = [], [], []
        hovered, sight.hovered = sight.hovered, -1
        self._event(chosen.item, fig, top, "", 0.0)
        sight.hovered = hovered
        self._flush()
        sight.hits.pop() if sight.hits and sight.hits[-1][4] == chosen.item else None
        p.setFont(ink.strong)
        p.setPen(ink.text)
        ink.draw_text(
            p,
            ink.snapped(label_x),
            ink.snapped(top + bands.row / 2 - ink.strong_metrics.height() / 2),
            sight.chosen_label,
            strong=True,
        )
        self._hit(ring_left, ring_right, top, chosen.item)

    def _empty(self) -> None:
        """Where this lane's nearest event is, when none is in view."""
        sight = self.s
        column = sight.index.columns[self.lane]
        if not column.first or sight.view.width < 300:
            return
        after = sight.index.next_in_lane(self.lane, sight.view.end)
        item = after if after is not None else column.ids[-1]
        year = _year(sight.index.first[item])
        if after is not None:
            text = _tr("Nothing in view. First event here: {year} →").format(year=year)
        else:
            text = _tr("← Nothing in view. Last event here: {year}").format(year=year)
        top = sight.bands.row_top(self.lane, 0)
        self.p.setFont(self.ink.label)
        self.p.setPen(self.ink.muted)
        self.p.drawText(QPointF(12, top + sight.bands.row / 2 + self.ink.metrics.ascent() / 2 - 1.5), text)
        head, width = sight.bands.head, self.ink.metrics.horizontalAdvance(text)
        up = sight.top
        sight.hits.append((head + 8, top - up, head + 16 + width, top + sight.bands.row - up, item, None, True))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)


def _year(day: float) -> int:
    return date.fromordinal(int(day)).year


def diagonals(left: float, right: float, top: float, height: float) -> list[QLineF]:
    """Lines at 45 degrees, 5 px apart, clipped to a rectangle."""
    lines = []
    x = left - height
    while x < right:
        start, end = max(x, left), min(x + height, right)
        if end > start:
            lines.append(QLineF(start, top + height - (start - x), end, top + height - (end - x)))
        x += 5.0
    return lines
