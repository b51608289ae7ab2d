"""Work for the next step, done while nobody waits: pictures of labels, and layouts of the neighbouring zoom levels."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from tutorapp.ui.timeline.canvas import TimelineCanvas

SLICE = 0.004
"""Seconds at a time, between which keys, wheel and repaints have their turn."""
_PICTURES_AT_ONCE = 12
_LEVELS = (1, -1, 0, 2, -2)
"""In this order, or outwards first: a wheel step reaches the next level, the plus key now and then the one behind."""


class Ahead:
    """One for a canvas; ``start`` after each step, ``step`` does a slice."""

    def __init__(self, canvas: TimelineCanvas) -> None:
        self._canvas = canvas
        self._work: Iterator[None] | None = None
        self._scale = canvas.view.scale
        self._direction = 1
        self._timer = QTimer(canvas)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.step)

    def start(self) -> None:
        """Begin anew for the days and the scale now in view."""
        scale = self._canvas.view.scale
        if scale != self._scale:
            self._direction, self._scale = (1 if scale > self._scale else -1), scale
        self._work = self._tasks()
        self._timer.start()

    def step(self) -> bool:
        """Work for ``SLICE`` seconds, or one task if that takes longer; False when nothing is left to do."""
        until = perf_counter() + SLICE
        while self._work is not None:
            if next(self._work, self) is self:
                self._work = None
            elif perf_counter() >= until:
                return True
        self._timer.stop()
        return False

    def _tasks(self) -> Iterator[None]:
        canvas = self._canvas
        level = canvas.level
        nearest, *others = [level + self._direction * away for away in _LEVELS]
        yield from self._lay_out(nearest)
        while canvas.picture.tags.keep(_PICTURES_AT_ONCE):
            yield
        for other in others:
            yield from self._lay_out(other)
        canvas.layout_at(level)

    def _lay_out(self, level: int) -> Iterator[None]:
        canvas, view = self._canvas, self._canvas.view
        layout, lanes = canvas.layout_at(level), range(len(canvas.index.columns))
        # From here one can go in to anything in view; outwards more comes in on both sides, and at the same level
        # what panning brings.
        away = level - canvas.level
        beyond = (view.end - view.start) * (0.5 if away == 0 else max(0.0, 2 ** (-away / 2) - 1) / 2)
        for lane in lanes:
            layout.longs(lane, view.start, view.end)
            yield
        for number in layout.numbers(view.start - beyond, view.end + beyond):
            for lane in lanes:
                layout.stretch(lane, number)
                yield
