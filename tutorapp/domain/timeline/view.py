"""Which days are in view and how wide a day is drawn; zooming and panning as pure steps."""

from __future__ import annotations

import math

from tutorapp.domain.records import dataclass

CLOSEST = 48.0
"""Most pixels a day: a week then fills a narrow pane, and closer shows nothing more."""


@dataclass(frozen=True, slots=True)
class View:
    """``start`` is the day at the left edge, ``scale`` pixels a day, ``width`` pixels."""

    start: float
    scale: float
    width: float

    @property
    def end(self) -> float:
        """The day at the right edge."""
        return self.start + self.width / self.scale

    def x(self, day: float) -> float:
        """The pixel of a day, from the left edge."""
        return (day - self.start) * self.scale

    def day(self, x: float) -> float:
        """The day at a pixel."""
        return self.start + x / self.scale

    def panned(self, pixels: float) -> View:
        """Moved so that what is ``pixels`` to the right comes to the left edge."""
        return View(self.start + pixels / self.scale, self.scale, self.width)

    def zoomed(self, factor: float, at: float) -> View:
        """``factor`` times closer, the day under pixel ``at`` staying where it is."""
        scale = min(CLOSEST, self.scale * factor)
        return View(self.day(at) - at / scale, scale, self.width)

    def resized(self, width: float) -> View:
        """The same days at another width."""
        return View(self.start, self.scale * width / self.width, width)

    def within(self, extent: tuple[float, float], margin: float = 0.04) -> View:
        """Held so that the line fills the view and does not slide out of it."""
        low, high = _padded(extent, margin)
        missing = self.width / CLOSEST - (high - low)
        if missing > 0:  # a line of a few days: still never closer than the closest
            low, high = low - missing / 2, high + missing / 2
        scale = max(self.scale, self.width / (high - low))
        days = self.width / scale
        return View(min(max(self.start, low), high - days), scale, self.width)


def fitted(start: float, end: float, width: float, margin: float = 0.0) -> View:
    """The view of ``start`` to ``end`` with ``margin`` (a share of its days) at both ends."""
    low, high = _padded((start, end), margin)
    scale = min(CLOSEST, width / (high - low))
    middle = (low + high) / 2
    return View(middle - width / scale / 2, scale, width)


def _padded(extent: tuple[float, float], margin: float) -> tuple[float, float]:
    low, high = extent
    pad = max(1.0, (high - low) * margin) if margin else 0.0
    return low - pad, max(high + pad, low - pad + 1.0)


def level_of(scale: float, anchor: float = 1.0) -> int:
    """The half-octave zoom level of a scale: layouts are made for its lower bound and hold throughout.

    ``anchor`` is a scale where a level begins. At that scale a layout fits to the pixel, further in the room it leaves
    grows; so it is the scale at which a line is first shown, or printed.
    """
    return math.floor(2 * math.log2(scale / anchor) + 1e-9)


def level_scale(level: int, anchor: float = 1.0) -> float:
    """The smallest scale of a level, in pixels a day."""
    return anchor * float(2.0 ** (level / 2))
