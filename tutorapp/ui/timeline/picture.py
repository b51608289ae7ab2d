"""What stands on the screen: the line's picture, and what is under a point of it."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from tutorapp.ui.timeline.frame import Frame
from tutorapp.ui.timeline.ink import Ink
from tutorapp.ui.timeline.painter import LinePainter
from tutorapp.ui.timeline.sight import Hit, RawHit, Sight

_NEAR = 2.0
"""Pixels beside a sign that still count as on it."""


class ScreenPicture:
    """Paints the line for one Ink and remembers where everything stands; all points are design pixels."""

    def __init__(self, ink: Ink) -> None:
        self.painter = LinePainter(ink)
        self.tags = self.painter.tags
        self._frame = Frame()
        self._over: list[RawHit] = []
        self._ends = (0.0, 0.0)  # what is in view, in pixels of the line
        self._shift = 0.0  # from pixels of the picture to pixels of the line

    def paint(self, painter: QPainter, sight: Sight, key: object, height: int, dpr: float) -> None:
        """Paint ``sight``; ``key`` names all its ground is made of, but for where on the line it begins."""
        shown = self.painter.show(painter, sight, self._frame, key, height, dpr)
        self._over = shown.hits
        self._shift = shown.base - sight.bands.head
        self._ends = shown.base, shown.base + shown.view.width

    def forget(self) -> None:
        """Nothing is shown any more, and nothing kept fits what comes."""
        self._frame = Frame()
        self._over = []

    def hit_at(self, x: float, y: float) -> Hit | None:
        """What is under a point; what was painted last wins."""
        x += self._shift
        strip = next((s for s in self._frame.strips if s[0] <= x * self.painter.ink.ratio < s[1]), None)
        for hits in (self._over, strip[2] if strip else []):
            for raw in reversed(hits):
                if raw[0] - _NEAR <= x <= raw[2] + _NEAR and raw[1] <= y <= raw[3]:
                    return self._hit(raw)
        return None

    @property
    def hits(self) -> list[Hit]:
        """What was painted and can be seen, each once, from back to front: badges are over everything."""
        left, right = self._ends
        raws: dict[object, RawHit] = {}
        for hits in (*(strip[2] for strip in self._frame.strips), self._over):
            for raw in hits:
                if raw[2] > left and raw[0] < right:
                    raws[(raw[4], id(raw[5]), raw[6])] = raw
        return [self._hit(raw) for raw in sorted(raws.values(), key=lambda raw: raw[5] is not None)]

    def _hit(self, raw: RawHit) -> Hit:
        return Hit(raw[0] - self._shift, raw[1], raw[2] - self._shift, *raw[3:])
