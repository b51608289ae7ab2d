"""How hard the texts are to read: sentence length and reading age, within bounds that ``docs/pack-format.md`` states.

Reading grade after Kincaid, Fishburne, Rogers and Chissom (1975): 0.39 words a sentence + 11.8 syllables a word
- 15.59; the reading age is the grade plus 5 years. Syllables are counted by groups of vowels, which is right for
about nine words in ten. Capitalised words inside a sentence count one syllable: names are long but not hard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutorapp.domain import markup
from tutorapp.domain.checking.findings import Finding, Row, texts
from tutorapp.domain.content import Unit

LONGEST_SENTENCE = 45
"""Words, wherever the sentence stands."""
LONGEST_MEAN = 18.0
"""Words a sentence, over one section."""
HIGHEST_AGE = 15.0
"""Years, over one section: two below the pupils' own age, so that the history is the hard part."""
LONGEST_SHORT = 40
"""Words in a term's one-sentence definition."""

_SENTENCE_END = re.compile(r"(?<=[.!?])[’”\"')\]]*\s+(?=[‘“\"'(\[]*[A-Z0-9])")
_ABBREVIATIONS = re.compile(r"\b(?:[A-Z]|c|ca|e\.g|i\.e|cf|vs|Dr|Mr|Mrs|St|No|vol|pp?)\.(?=\s)")
_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:[’'-][A-Za-zÀ-ÿ]+)*|\d[\d,.]*")
_VOWELS = re.compile(r"[aeiouyà-ÿ]+")


def check(unit: Unit) -> tuple[list[Finding], list[Row]]:
    """Findings on long sentences and hard sections, and how many sections keep the bounds."""
    titles: dict[tuple[str, str], str] = {}
    found = [
        Finding(prose.kind, prose.id, prose.field, _too_long(length), "warning", start)
        for prose in texts(unit)
        for start, length in _long_sentences(markup.plain(prose.text, titles) if prose.markup else prose.text)
    ]
    hard = [finding for section in unit.sections for finding in _hard(section.id, markup.plain(section.body, titles))]
    for term in unit.terms:
        if len(_words(markup.plain(term.short, titles))) > LONGEST_SHORT:
            found.append(Finding("term", term.id, "short", f"is longer than {LONGEST_SHORT} words", "warning"))
    bad = {finding.id for finding in hard}
    row = Row("Sections within the reading bounds", len(unit.sections) - len(bad), len(unit.sections))
    return found + hard, [row]


def sentences(text: str) -> list[str]:
    """The sentences of a plain text; a line break ends one, an abbreviation does not."""
    found: list[str] = []
    for line in text.split("\n"):
        held = _ABBREVIATIONS.sub(lambda match: match[0].replace(".", "\u2024"), line)
        found += [part.replace("\u2024", ".") for part in _SENTENCE_END.split(held) if part.strip()]
    return found


def reading_age(text: str) -> float:
    """Years, by the grade formula above; 0.0 for a text without words."""
    parts = [words for sentence in sentences(text) if (words := _words(sentence))]
    total = sum(len(words) for words in parts)
    if not total:
        return 0.0
    syllables = sum(_syllables(word, at == 0) for words in parts for at, word in enumerate(words))
    return 0.39 * total / len(parts) + 11.8 * syllables / total - 15.59 + 5.0


def mean_sentence(text: str) -> float:
    """Words a sentence; 0.0 for a text without words."""
    lengths = [len(words) for sentence in sentences(text) if (words := _words(sentence))]
    return sum(lengths) / len(lengths) if lengths else 0.0


def _hard(section: str, text: str) -> Iterator[Finding]:
    if (mean := mean_sentence(text)) > LONGEST_MEAN:
        message = f"has {mean:.1f} words a sentence; at most {LONGEST_MEAN:g} are wanted"
        yield Finding("section", section, "body", message, "warning")
    if (age := reading_age(text)) > HIGHEST_AGE:
        message = f"reads like a text for {age:.1f} years; at most {HIGHEST_AGE:g} is wanted"
        yield Finding("section", section, "body", message, "warning")


def _long_sentences(text: str) -> Iterator[tuple[str, int]]:
    for sentence in sentences(text):
        if (length := len(_words(sentence))) > LONGEST_SENTENCE:
            yield sentence[:30], length


def _too_long(length: int) -> str:
    return f"has a sentence of {length} words; at most {LONGEST_SENTENCE} are wanted"


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _syllables(word: str, first: bool) -> int:
    if word[0].isdigit() or (word[0].isupper() and not first):
        return 1
    low = word.lower()
    count = len(_VOWELS.findall(low))
    silent_e = low.endswith("e") and not low.endswith(("le", "ee"))
    silent_ending = low.endswith(("es", "ed")) and low[-3:-2] not in tuple("tdsxz")
    if silent_e or silent_ending:
        count -= 1
    return max(count, 1)
