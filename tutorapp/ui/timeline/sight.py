"""What one picture of the line shows, and what can be pointed at in it."""

from __future__ import annotations

from dataclasses import field
from typing import NamedTuple

from tutorapp.domain.records import dataclass
from tutorapp.domain.timeline.bands import Bands
from tutorapp.domain.timeline.chosen import Chosen
from tutorapp.domain.timeline.index import Long, TimelineIndex
from tutorapp.domain.timeline.layout import LevelLayout
from tutorapp.domain.timeline.stretches import Badge, Stretch
from tutorapp.domain.timeline.view import View
from tutorapp.ui.timeline.labels import Labels


class Hit(NamedTuple):
    """Something that can be pointed at: an event (``item``), a badge, or a lane's "first event here" (``jump``)."""

    left: float
    top: float
    right: float
    bottom: float
    item: int
    badge: Badge | None = None
    jump: bool = False


RawHit = tuple[float, float, float, float, int, Badge | None, bool]
"""A Hit as it is collected, in design pixels; ``left`` and ``right`` count from the first day of the line, so that
they hold while the line moves. Making 250 named ones a frame costs more than drawing their text."""


@dataclass(slots=True)
class Sight:
    """What one picture shows: the line, which days, how high its lanes are, and what is chosen or pointed at."""

    index: TimelineIndex
    layout: LevelLayout
    view: View
    bands: Bands
    labels: Labels
    chosen: Chosen | None = None
    chosen_label: str = ""
    hovered: int = -1
    has_focus: bool = False
    top: float = 0.0  # how far the lanes are scrolled
    chosen_era: int = -1
    hints: bool = True  # say where a lane's next event is when none is in view
    is_cut: bool = False  # nothing is painted beyond the view's edges later: labels must end within
    hits: list[RawHit] = field(default_factory=list)  # back to front
    _stretches: dict[int, list[Stretch]] = field(default_factory=dict)
    _longs: dict[int, list[Long]] = field(default_factory=dict)

    @property
    def base(self) -> float:
        """Design pixels from the line's first day to the left edge."""
        return (self.view.start - self.layout.origin) * self.view.scale

    def part(self, column: int, width: int, ratio: float) -> Sight:
        """The strip of ``width`` device pixels from ``column``, counted in device pixels from the line's first day."""
        scale = self.view.scale
        view = View(self.layout.origin + column / (scale * ratio), scale, width / ratio)
        return Sight(self.index, self.layout, view, self.bands, self.labels, self.chosen, top=self.top)

    def stretches(self, lane: int) -> list[Stretch]:
        """The stretches of a lane whose labels can be seen, as the chosen event leaves them."""
        found = self._stretches.get(lane)
        if found is None:
            layout, chosen = self.layout, self.chosen
            numbers = layout.numbers(self.view.start, self.view.end)
            if chosen is None or chosen.lane != lane:
                found = [layout.stretch(lane, number) for number in numbers]
            else:
                found = [chosen.stretches.get(number) or layout.stretch(lane, number) for number in numbers]
            self._stretches[lane] = found
        return found

    def longs(self, lane: int) -> list[Long]:
        """The bars with a track that can be seen, but for the chosen event's."""
        found = self._longs.get(lane)
        if found is None:
            found = self.layout.longs(lane, self.view.start, self.view.end)
            if self.chosen is not None and self.chosen.lane == lane:
                found = [long for long in found if long.item != self.chosen.item]
            self._longs[lane] = found
        return found
