"""Paints the bars of spans: full between the sure days, fading (or hatched) where only the possible days reach."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen, QPixmap

from tutorapp.domain.dates import HistoricalDate
from tutorapp.domain.timeline.boxes import Figure
from tutorapp.domain.timeline.view import View
from tutorapp.ui.timeline.ink import Ink

BAR_HEIGHT = 20.0
BASE = 2.5
END = 3.0
DIM = 0.4
_BEYOND = 40.0
_PICTURE = 400
"""Device pixels of a bar's picture; longer bars are filled."""
_HATCH = 5.0

_Colours = tuple[QColor, QColor, QPixmap | None]


class Bars:
    """Paints bars in device pixels; ``width`` and ``base`` bound the picture as ``Sight`` does, in design pixels.

    What reaches beyond the picture is cut ``_BEYOND`` px outside it, so that no rectangle grows with the zoom.
    """

    def __init__(self, ink: Ink, painter: QPainter, width: float, base: float) -> None:
        self.ink = ink
        self.p = painter
        self.width = width
        self.base = base
        self.r = ink.ratio
        self._tall, self._thin, self._thick = (max(1, round(n * ink.ratio)) for n in (BAR_HEIGHT, BASE, END))
        self._colours: dict[tuple[str, bool], _Colours] = {}

    def exact(self, left: float, right: float, middle: float, category: str, *, dim: bool = False) -> None:
        """A span whose first and last day are known: a body on a base line, closed at both ends."""
        r, fill, width = self.r, self.p.fillRect, self.width
        low = round((left if left >= -_BEYOND else -_BEYOND) * r)
        high = round((right if right <= width + _BEYOND else width + _BEYOND) * r)
        if high <= low:
            if right < -_BEYOND or left > width:
                return
            high = low + 1
        colours = self._colours.get((category, dim)) or self._colours_of(category, dim)
        body, strong, picture = colours
        top = round((middle - BAR_HEIGHT / 2) * r)
        if high - low <= _PICTURE and left >= -_BEYOND and picture is not None:
            self.p.drawPixmap(low, top, picture, 0, 0, high - low, self._tall)
        else:
            fill(low, top, high - low, self._tall, body)
            fill(low, top + self._tall - self._thin, high - low, self._thin, strong)
            if left >= -_BEYOND:
                fill(low, top, self._thick, self._tall, strong)
        if right <= width + _BEYOND:
            fill(high - self._thick, top, self._thick, self._tall, strong)

    def _colours_of(self, category: str, dim: bool) -> _Colours:
        """Body, edge and, on the screen, the beginning of such a bar as a picture: one copy instead of three fills."""
        share = DIM if dim else 1.0
        body, edge = self.ink.mixed(category, self.ink.fill_share * share), self.ink.mixed(category, share)
        picture = None
        if not self.ink.vector:
            picture = self.ink.bars.get((category, dim))
            if picture is None:
                picture = self.ink.bars[(category, dim)] = QPixmap(_PICTURE, self._tall)
                inner = QPainter(picture)
                inner.fillRect(0, 0, _PICTURE, self._tall, body)
                inner.fillRect(0, self._tall - self._thin, _PICTURE, self._thin, edge)
                inner.fillRect(0, 0, self._thick, self._tall, edge)
                inner.end()
        self._colours[(category, dim)] = (body, edge, picture)
        return body, edge, picture

    def span(self, date: HistoricalDate, fig: Figure, view: View, middle: float, category: str, dim: bool) -> None:
        """A span; ``fig`` bounds its possible days."""
        starts_sure, ends_sure = date.start_latest == date.start_earliest, date.end_latest == date.end_earliest
        if starts_sure and ends_sure:
            self.exact(fig.left, fig.right, middle, category, dim=dim)
            return
        sure_left = min(max(view.x(date.start_latest), fig.left), fig.right)
        sure_right = max(min(view.x(date.end_earliest + 1), fig.right), fig.left)
        if sure_right < sure_left:
            sure_left = sure_right = (sure_left + sure_right) / 2
        top = middle - BAR_HEIGHT / 2
        self._fading(fig.left, sure_left, sure_right, fig.right, top, category, dim)
        colour, r = self.ink.tint(category, DIM if dim else 1.0), self.r
        for is_sure, x in ((starts_sure, fig.left), (ends_sure, fig.right - END)):
            if is_sure and -_BEYOND <= x <= self.width + _BEYOND:
                self.p.fillRect(QRectF(x * r, top * r, END * r, BAR_HEIGHT * r), colour)

    def halo(self, fig: Figure, middle: float, category: str, dim: bool) -> None:
        """The possible days of a point, fading from its middle."""
        centre = (fig.left + fig.right) / 2
        top = middle - BAR_HEIGHT / 2
        self._fading(fig.left, centre - 1, centre + 1, fig.right, top, category, dim, based=False)

    def _fading(
        self, a: float, b: float, c: float, d: float, top: float, category: str, dim: bool, *, based: bool = True
    ) -> None:
        """A bar that comes in from ``a`` to ``b`` and goes out from ``c`` to ``d``."""
        share = DIM if dim else 1.0
        if self.ink.hatched:
            self._hatched(a, b, c, d, top, category, share)
            return
        strength = self.ink.fill_share * share * (1.0 if based else 1.6)
        self._gradient(top, BAR_HEIGHT, (a, b, c, d), category, strength)
        if based:
            self._gradient(top + BAR_HEIGHT - BASE, BASE, (a, b, c, d), category, share)

    def _gradient(
        self, top: float, height: float, ends: tuple[float, float, float, float], category: str, share: float
    ) -> None:
        a, b, c, d = ends
        r = self.r
        ramp = QLinearGradient(a * r, 0, d * r, 0)
        length = max(1.0, d - a)
        full, none = self.ink.tint(category, share), self.ink.tint(category, 0.0)
        ramp.setColorAt(0.0, full if b <= a else none)
        ramp.setColorAt(min(1.0, max(0.0, (b - a) / length)), full)
        ramp.setColorAt(min(1.0, max(0.0, (c - a) / length)), full)
        ramp.setColorAt(1.0, full if d <= c else none)
        left, right = max(a, -_BEYOND), min(d, self.width + _BEYOND)
        if right > left:
            self.p.fillRect(QRectF(left * r, top * r, (right - left) * r, height * r), QBrush(ramp))

    def _hatched(self, a: float, b: float, c: float, d: float, top: float, category: str, share: float) -> None:
        """Doubt as diagonal lines, for high contrast and print: lines survive where pale tints do not."""
        colour, r = self.ink.tint(category, share), self.r
        self.p.setPen(QPen(colour, r))
        for left, right in ((a, b), (c, d)):
            low, high = max(left, -_BEYOND), min(right, self.width + _BEYOND)
            if high - low > 1:
                self.p.drawLines(diagonals(low, high, top, BAR_HEIGHT, r, self.base))
        low, high = max(b, -_BEYOND), min(c, self.width + _BEYOND)
        if high > low:
            body = QRectF(low * r, top * r, (high - low) * r, BAR_HEIGHT * r)
            self.p.fillRect(body, self.ink.tint(category, self.ink.fill_share * share))
            self.p.fillRect(QRectF(low * r, (top + BAR_HEIGHT - BASE) * r, (high - low) * r, BASE * r), colour)


def diagonals(
    left: float, right: float, top: float, height: float, ratio: float = 1.0, base: float = 0.0
) -> list[QLineF]:
    """Lines at 45 degrees, 5 px apart, clipped to a rectangle; times ``ratio``.

    ``base`` is where the picture begins on the line: the hatching then runs on from one picture to the next.
    """
    lines = []
    x = left - height
    x -= (x + base) % _HATCH
    while x < right:
        start, end = max(x, left), min(x + height, right)
        if end > start:
            y, bottom = top + height - (start - x), top + height - (end - x)
            lines.append(QLineF(start * ratio, y * ratio, end * ratio, bottom * ratio))
        x += _HATCH
    return lines
