"""Where an annotation sits in a text, and where it sits again after the text was changed.

An anchor keeps the quoted words, a little text on both sides and a guess of the offset (the idea of the W3C Web
Annotation selectors "text quote" and "text position"). Finding it again goes from certain to likely: the exact
words, told apart by their surroundings where they occur more than once; what now stands between the old
surroundings; the most similar words. What is less than likely is given up, so that nothing is shown at a wrong place.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from tutorapp.domain import markup
from tutorapp.domain.content import Section
from tutorapp.domain.records import dataclass
from tutorapp.domain.work import Anchor

CONTEXT = 40
"""Characters kept on each side of the quote."""

MAX_EDITS = 0.34
"""Share of the quote's characters that may have been changed; beyond it the words count as gone."""

SHORTEST_FUZZY = 6
"""A quote below this many characters is only looked for as it stands: nearly any text is similar to it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Characters ``start`` to ``end`` (exclusive) of the text; ``exact``: the words are the quoted ones."""

    start: int
    end: int
    exact: bool = True


def section_text(section: Section, titles: dict[tuple[str, str], str]) -> str:
    """The text that anchors of ``section`` count in: the plain body, then the lines to remember."""
    parts = [markup.plain(section.body, titles)]
    parts.extend(markup.plain(line, titles) for line in section.remember)
    return "\n\n".join(part for part in parts if part)


def make_anchor(text: str, start: int, end: int) -> Anchor:
    """The anchor of ``text[start:end]``, without the white space at its ends.

    Raises ValueError when nothing but white space is left.
    """
    start, end = max(start, 0), min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        raise ValueError("an anchor needs at least one character")
    return Anchor(
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        start=start,
    )


def locate(anchor: Anchor, text: str) -> Place | None:
    """Where ``anchor`` sits in ``text`` now; None when its words are gone."""
    if not anchor.quote:
        return None
    return _exact(anchor, text) or _between(anchor, text) or _similar(anchor, text)


def _exact(anchor: Anchor, text: str) -> Place | None:
    size = len(anchor.quote)
    starts = list(_occurrences(anchor.quote, text))
    if not starts:
        return None
    best = max(starts, key=lambda at: (_context_score(anchor, text, at, at + size), -abs(at - anchor.start)))
    return Place(best, best + size)


def _between(anchor: Anchor, text: str) -> Place | None:
    """What stands between the old surroundings, if it is still something like the quote."""
    if len(anchor.prefix) < SHORTEST_FUZZY or len(anchor.suffix) < SHORTEST_FUZZY:
        return None
    longest = 2 * len(anchor.quote)
    found: list[Place] = []
    for before in _occurrences(anchor.prefix, text):
        start = before + len(anchor.prefix)
        end = text.find(anchor.suffix, start, start + longest + len(anchor.suffix))
        if end > start and _similarity(text[start:end], anchor.quote) >= 0.5:
            found.append(Place(start, end, exact=False))
    return min(found, key=lambda place: abs(place.start - anchor.start), default=None)


def _similar(anchor: Anchor, text: str) -> Place | None:
    """The words with the fewest edits; of equals the ones with the likest surroundings, then the nearest."""
    quote = anchor.quote
    allowed = int(len(quote) * MAX_EDITS)
    if len(quote) < SHORTEST_FUZZY or not allowed:
        return None
    distances = edit_distances(quote, text)
    least = min(distances, default=allowed + 1)
    if least > allowed:
        return None
    places = [
        Place(_start_of(quote, text, end, least), end, exact=False)
        for end, distance in enumerate(distances, start=1)
        if distance == least
    ]
    return max(
        places,
        key=lambda place: (
            _context_score(anchor, text, place.start, place.end),
            -abs(place.start - anchor.start),
        ),
    )


def _start_of(quote: str, text: str, end: int, distance: int) -> int:
    """The start of the best match that ends at ``end``: the same search, read backwards."""
    window = text[max(0, end - len(quote) - distance) : end][::-1]
    backwards = edit_distances(quote[::-1], window)
    lengths = [size for size, found in enumerate(backwards, start=1) if found == distance]
    return end - min(lengths, key=lambda size: abs(size - len(quote)), default=min(end, len(quote)))


def edit_distances(pattern: str, text: str) -> list[int]:
    """For each end 1..len(text) the fewest edits that turn ``pattern`` into some text ending there.

    Myers' bit-parallel algorithm (J. ACM 46, 1999) with Python's integers as vectors of any length.
    """
    masks: dict[str, int] = {}
    for index, character in enumerate(pattern):
        masks[character] = masks.get(character, 0) | 1 << index
    full, top = (1 << len(pattern)) - 1, 1 << (len(pattern) - 1)
    plus, minus, score = full, 0, len(pattern)
    found: list[int] = []
    for character in text:
        equal = masks.get(character, 0)
        vertical = equal | minus
        horizontal = (((equal & plus) + plus) ^ plus) | equal
        step_up = minus | (full & ~(horizontal | plus))
        step_down = plus & horizontal
        score += bool(step_up & top) - bool(step_down & top)
        step_up = step_up << 1 & full
        step_down = step_down << 1 & full
        plus = step_down | (full & ~(vertical | step_up))
        minus = step_up & vertical
        found.append(score)
    return found


def _context_score(anchor: Anchor, text: str, start: int, end: int) -> int:
    """Characters of the old surroundings that still stand next to ``text[start:end]``, outwards from it."""
    before = _common(anchor.prefix[::-1], text[max(0, start - CONTEXT) : start][::-1])
    after = _common(anchor.suffix, text[end : end + CONTEXT])
    return before + after


def _common(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def _similarity(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _occurrences(needle: str, text: str) -> Iterator[int]:
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)
