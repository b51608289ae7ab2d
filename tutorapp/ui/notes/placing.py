"""A person's highlights and notes, put in their places in a section's text as it is now."""

from __future__ import annotations

from collections.abc import Iterable

from tutorapp.domain.anchors import Place, locate
from tutorapp.domain.records import dataclass
from tutorapp.domain.work import Annotation


@dataclass(frozen=True, slots=True)
class Placed:
    """An annotation and where its words stand; no ``place``: it belongs to the section, or its words are gone."""

    annotation: Annotation
    place: Place | None

    @property
    def is_lost(self) -> bool:
        """It was put at words that the text does not hold any more."""
        return self.place is None and self.annotation.anchor is not None


def put_in_place(annotations: Iterable[Annotation], text: str) -> tuple[Placed, ...]:
    """The annotations by place in ``text``; those without one last, each group oldest first."""
    placed = [Placed(one, locate(one.anchor, text) if one.anchor else None) for one in annotations]
    return tuple(sorted(placed, key=lambda p: (p.place is None, p.place.start if p.place else 0)))


def covering(placed: Iterable[Placed], start: int, end: int) -> Annotation | None:
    """The newest annotation whose words overlap ``start`` to ``end``."""
    hits = [p.annotation for p in placed if p.place and p.place.start < end and start < p.place.end]
    return max(hits, key=lambda one: (one.at, one.id), default=None)
