"""Says in a plain sentence why a point was suggested, left open or not found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutorapp.domain.content import MarkPoint
from tutorapp.marking.match import Hit
from tutorapp.marking.text import Text

if TYPE_CHECKING:
    from tutorapp.marking.marker import PointSuggestion

_FROM = {
    "scheme": "the mark scheme's own words",
    "terms": "the scheme's list of terms",
    "notes": "the unit's glossary",
    "synonyms": "the list of synonyms",
    "your words": "words you awarded before",
}


def awarded(hits: Sequence[Hit], layer: str) -> str:
    """E.g. "matched “censor”, “papers” (the list of synonyms)"."""
    terms = list(dict.fromkeys(hit.term.lstrip("~") for hit in sorted(hits, key=lambda hit: hit.first)))
    typo = ", spelling allowed for" if any(hit.typo for hit in hits) else ""
    return f"matched {_quoted(terms)} ({_FROM[layer]}{typo})"


def unsure(missing: Sequence[str]) -> str:
    """What is not there, so that a person can decide."""
    wanted = list(dict.fromkeys(missing))
    return f"only part of it was found; look for {_quoted(wanted)}" if wanted else "only part of it was found"


def not_found(
    text: Text, point: MarkPoint, hits: Sequence[Hit], missing: Sequence[str], reason: str
) -> PointSuggestion:
    """The verdict for a point that is not there, with the nearest unit and the concept it lacks."""
    from tutorapp.marking.marker import PointSuggestion

    if reason:
        return PointSuggestion("not_found", why=reason)
    if not hits:
        return PointSuggestion("not_found", why="nothing in the answer comes near this point")
    unit = text.tokens[hits[0].first].unit
    low, high = text.units[unit]
    start, end = text.span(low, high - 1)
    near = text.source[start:end]
    near = near if len(near) <= 80 else near[:77].rstrip() + "..."
    wanted = list(dict.fromkeys(missing))
    return PointSuggestion(
        "not_found", why=f"nearest: “{near}”; missing: {_quoted(wanted)}" if wanted else f"nearest: “{near}”"
    )


def _quoted(words: Sequence[str]) -> str:
    shown = [f"“{word}”" for word in words[:4]]
    return ", ".join(shown) + (" and more" if len(words) > 4 else "")
