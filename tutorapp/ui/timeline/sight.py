"""What one picture of the line shows, and what can be pointed at in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from tutorapp.domain.timeline.bands import Bands
from tutorapp.domain.timeline.chosen import Chosen
from tutorapp.domain.timeline.index import TimelineIndex
from tutorapp.domain.timeline.layout import LevelLayout
from tutorapp.domain.timeline.stretches import Badge
from tutorapp.domain.timeline.view import View


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
"""A Hit as it is collected: making 250 named ones a frame costs more than drawing their text."""


@dataclass(slots=True)
class Sight:
    """What one picture shows: the line, which days, how high its lanes are, and what is chosen or pointed at."""

    index: TimelineIndex
    layout: LevelLayout
    view: View
    bands: Bands
    labels: list[str]
    chosen: Chosen | None = None
    chosen_label: str = ""
    hovered: int = -1
    has_focus: bool = False
    top: float = 0.0  # how far the lanes are scrolled
    hints: bool = True  # say where a lane's next event is when none is in view
    hits: list[RawHit] = field(default_factory=list)  # back to front; ``Hit(*raw)`` names the parts
