"""Every word is spelt as in a dictionary, or stands in the pack's own list of names and words of the period."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from string import ascii_lowercase

from tutorapp.domain import markup
from tutorapp.domain.checking import spelling
from tutorapp.domain.checking.findings import Finding, Prose, Row, texts
from tutorapp.domain.content import Unit

Known = Callable[[str], bool]
"""Whether a word stands in the dictionary or the list exactly so, capitals and all."""

_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
_BARE_LINK = re.compile(r"\[\[[^\]|\n]{1,200}\]\]")  # shown under the title of what it names, which is checked there
_LONGEST = 30
"""Letters of a word for which a better spelling is looked for; the work grows with its length."""


def check(unit: Unit, known: Known | None) -> tuple[list[Finding], list[Row]]:
    """A warning where an unknown word stands first, and how many different words are known; nothing for None."""
    if known is None:
        return [], []
    places: dict[str, list[Prose]] = {}
    for prose in (*_of_the_pack(unit), *texts(unit)):
        for word in dict.fromkeys(word.removesuffix("'s") for word in words(_shown(prose))):
            places.setdefault(word, []).append(prose)
    unknown = {word for word in places if not holds(word, known)}
    found = [
        _finding(word, places[word], known)
        for word in places
        if word in unknown and word.lower() not in unknown - {word} and not spelling.american(word)
    ]
    return found, [Row("Words in the dictionary or the pack’s list", len(places) - len(unknown), len(places))]


def words(text: str) -> list[str]:
    """The words of a plain text in order, with a straight apostrophe; numbers and what sticks to them are none."""
    return [match[0].replace("’", "'") for match in _WORD.finditer(text)]


def holds(word: str, known: Known) -> bool:
    """Whether ``word`` is known as it stands, without its possessive ending, or without a capital of its own.

    So "Kulaks" is right where "kulaks" is known, but "kamenev" is wrong where only "Kamenev" is.
    """
    if len(word) == 1:
        return True
    forms = [word, word.removesuffix("'s").removesuffix("'")]
    if word[0].isupper():
        forms += [form.lower() for form in forms] + [form.capitalize() for form in forms if form.isupper()]
    return any(known(form) for form in forms if form)


def better(word: str, known: Known) -> str:
    """A known word one slip away: a letter too many, too few, wrong, or two of them swapped; "" for none.

    A word that begins as ``word`` does is preferred, since the first letter is seldom the wrong one.
    """
    if len(word) > _LONGEST:
        return ""
    for form in dict.fromkeys((word, word.capitalize(), word.lower())):
        found = [slip for slip in _slips(form) if len(slip) > 1 and known(slip)]
        if found:
            return min(found, key=lambda slip: slip[0] != form[0])
    return ""


def _slips(word: str) -> Iterator[str]:
    """The word itself, for the sake of its capitals, and all that one slip makes of it (Damerau, 1964)."""
    yield word
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        if after:
            yield before + after[1:]
        for letter in ascii_lowercase:
            if after:
                yield before + letter + after[1:]
            yield before + letter + after


def _of_the_pack(unit: Unit) -> Iterator[Prose]:
    """What pack.json says to people."""
    manifest = unit.manifest
    yield from (Prose("", "", field, getattr(manifest, field), False) for field in ("title", "description"))
    for name, alternative in manifest.media.items():
        yield Prose("", "", f"media.{name}", alternative, False)
    for field in ("spec_points", "categories"):
        yield from (Prose("", "", field, part.title, False) for part in getattr(manifest, field))


def _shown(prose: Prose) -> str:
    return markup.plain(_BARE_LINK.sub(" ", prose.text)) if prose.markup else prose.text


def _finding(word: str, places: list[Prose], known: Known) -> Finding:
    first = places[0]
    suggested = better(word, known)
    guess = f"; “{suggested}” is" if suggested else ""
    more = f" ({len(places) - 1} more texts hold it)" if len(places) > 2 else ""
    message = f"“{word}” is not in the dictionary{guess}. If it is right, add it to words.txt{more}"
    return Finding(first.kind, first.id, first.field, message, "warning", near=_near(word, first.text))


def _near(word: str, text: str) -> str:
    """The word with what stands before it on its line, so that it is not found inside another word."""
    match = re.search(rf"(?<!\w){re.escape(word).replace(chr(39), '[’' + chr(39) + ']')}(?!\w)", text)
    if match is None:
        return word
    return text[max(0, match.start() - 12) : match.end()].rpartition("\n")[2]
