"""Says in a plain sentence why a point was suggested, left open or not found."""

from __future__ import annotations

from collections.abc import Sequence

from tutorapp.marking.match import Hit
from tutorapp.marking.text import Text

_FROM = {
    "scheme": "the mark scheme's own words",
    "terms": "the scheme's list of terms",
    "notes": "the unit's glossary",
    "synonyms": "the list of synonyms",
    "your words": "words you awarded before",
}
_NEAR = 80


def awarded(hits: Sequence[Hit], layer: str) -> str:
    """E.g. "matched “censor”, “papers” (the list of synonyms)"."""
    terms = list(dict.fromkeys(hit.term.lstrip("~") for hit in sorted(hits, key=lambda hit: hit.first)))
    typo = ", spelling allowed for" if any(hit.typo for hit in hits) else ""
    return f"matched {_quoted(terms)} ({_FROM[layer]}{typo})"


def unsure(missing: Sequence[str]) -> str:
    """What is not there, so that a person can decide."""
    wanted = list(dict.fromkeys(missing))
    return f"only part of it was found; look for {_quoted(wanted)}" if wanted else "only part of it was found"


def not_found(text: Text, hits: Sequence[Hit], missing: Sequence[str], reason: str) -> str:
    """Why nothing counts: ``reason`` where evidence was refused, else the nearest unit and the concept it lacks."""
    if reason:
        return reason
    if not hits:
        return "nothing in the answer comes near this point"
    low, high = text.units[text.tokens[hits[0].first].unit]
    near = text.source[slice(*text.span(low, high - 1))]
    near = near if len(near) <= _NEAR else near[: _NEAR - 3].rstrip() + "..."
    wanted = list(dict.fromkeys(missing))
    return f"nearest: “{near}”; missing: {_quoted(wanted)}" if wanted else f"nearest: “{near}”"


def _quoted(words: Sequence[str]) -> str:
    shown = [f"“{word}”" for word in words[:4]]
    return ", ".join(shown) + (" and more" if len(words) > 4 else "")
