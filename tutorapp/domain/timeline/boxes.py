"""How much room an event takes on the line: its shape or bar, and its label right or left of it.

All lengths are pixels at the lower bound of a zoom level. The room is chosen so that it still holds at any scale of
the level (up to 1.42 times closer): edges are fixed to days and only move apart.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Side = Literal["right", "left"]
BOTH: tuple[Side, Side] = ("right", "left")

SHAPE = 7.0
"""Half the width of an event's shape, with its margin."""
LABEL_GAP = 4.0
HALO = 14.0
"""Least half width of the fading bar behind a shape whose day is not known."""
LEAST_BAR = 14.0
"""A span shorter than this is drawn as a shape at its start."""
INSIDE = 22.0
"""A label stands inside a bar that is longer than the label by this much."""
AFTER = 7.0
"""Free pixels after a label."""
FROM_START = 6.0
"""Where the shape of a short span stands, from its start."""
AFTER_BAR = 6.0
"""From a bar to the label behind it."""
LONG = 320.0
"""A bar from this length on has a row of its own kind (a track); shorter ones are placed with the shapes."""
_GROWTH = 1.4143


class Room(NamedTuple):
    """Left and right edge of an event, relative to the pixel of its first day."""

    left: float
    right: float


def room(bar: float, is_span: bool, day: float, label: float, side: Side) -> Room:
    """The room of an event whose possible days are ``bar`` px long, with a label of ``label`` px; ``day``: px a day."""
    if is_span and bar * _GROWTH >= LEAST_BAR:
        return _bar_room(bar, label, side)
    if is_span:
        if side == "right":
            return Room(FROM_START - SHAPE, FROM_START + SHAPE + LABEL_GAP + label + AFTER)
        return Room(FROM_START - SHAPE - LABEL_GAP - label - AFTER, FROM_START + SHAPE)
    if bar <= day * 1.01:
        centre, half = day / 2, SHAPE
    else:
        centre, half = bar / 2, max(HALO, bar / 2)
    if side == "right":
        inside = half >= label + INSIDE and bar > day * 1.01
        return Room(centre - half, centre + half + (2.0 if inside else LABEL_GAP + label + AFTER))
    return Room(centre - half - LABEL_GAP - label - AFTER, centre + half)


def _bar_room(bar: float, label: float, side: Side) -> Room:
    if side == "left":
        return Room(-LABEL_GAP - label - AFTER, max(bar, LEAST_BAR))
    if bar >= label + INSIDE:
        return Room(-2.0, bar + 2.0)
    return Room(-2.0, max(bar, LEAST_BAR) + AFTER_BAR + label + AFTER)


def badge_width(count: int) -> float:
    """Pixels of a "+n" badge at 12 px type, margins included."""
    return 22.0 + 7.0 * len(str(count))


class Figure(NamedTuple):
    """How an event is drawn at a scale: ``shape_x`` is the shape's centre (None: a bar), ``left`` and ``right`` bound
    the bar or the fading halo, ``label_x`` is where the label begins, ``inside`` whether it stands inside the bar."""

    shape_x: float | None
    left: float
    right: float
    label_x: float
    inside: bool


def figure(left: float, right: float, is_span: bool, day: float, label: float, side: Side) -> Figure:
    """The figure of an event whose possible days run from ``left`` to ``right``, in the room ``room`` gave it."""
    bar = right - left
    if is_span and bar >= LEAST_BAR:
        inside = side == "right" and bar >= label + INSIDE
        label_x = left - LABEL_GAP - label if side == "left" else left + INSIDE / 2 if inside else right + AFTER_BAR
        return Figure(None, left, right, label_x, inside)
    if is_span or bar <= day * 1.01:
        shape_x = left + FROM_START if is_span else left + day / 2
        label_x = shape_x + SHAPE + LABEL_GAP if side == "right" else shape_x - SHAPE - LABEL_GAP - label
        return Figure(shape_x, shape_x, shape_x, label_x, False)
    centre = (left + right) / 2
    half = max(HALO, bar / 2)
    inside = side == "right" and half >= label + INSIDE
    if side == "left":
        label_x = centre - half - LABEL_GAP - label
    else:
        label_x = centre + SHAPE + LABEL_GAP if inside else centre + half + LABEL_GAP
    return Figure(centre, centre - half, centre + half, label_x, inside)
