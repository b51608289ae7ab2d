"""What a unit's authors promised to cover: the optional coverage.json of a pack."""

from __future__ import annotations

from dataclasses import field

from tutorapp.domain.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """``coverage.json``, for authors: ``must_cover`` ids that some item must name in its ``seed_refs``;
    ``care``: care note id to the ids whose items must show that note."""

    must_cover: tuple[str, ...] = ()
    care: dict[str, tuple[str, ...]] = field(default_factory=dict)
