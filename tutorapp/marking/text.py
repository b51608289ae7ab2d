"""Text as the marker sees it: words with their places, stems, sentences and bullets, clauses, and what is denied."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple


def word_set(words: str) -> frozenset[str]:
    """The words of ``words``, which are parted by blanks."""
    return frozenset(words.split())


MAX_CHARACTERS = 40_000
"""Longer answers are read up to here, so that time and memory are bounded; some 6,500 words."""
MAX_UNIT_WORDS = 80
MAX_WORD = 40
_CACHE_LIMIT = 40_000

# Linear on any input: every branch starts with a different kind of character or has a fixed tail.
_WORD = re.compile(
    r"[A-Za-z]{2,}(?!['’\w])|[^\W_\d]{2,}(?:['’][^\W_]+)*\d*|(?<![^\W_])(?:[A-Za-z]\.){2,8}[A-Za-z]?(?![^\W_])|"
    r"\d+(?:[.,]\d+)*(?:st|nd|rd|th|s)?|[^\W_\d](?:['’][^\W_]+)*\d*"
)
_SENTENCE_END = re.compile(r"[.!?;\n\r•●▪◦|]")
_CLAUSE_END = re.compile(r"[,:()\[\]–—]|\s-\s")
_CLAUSE_WORDS = word_set(
    "but although though whereas while because since however unless until so which who if when yet despite except"
)
_NEGATORS = word_set("not never no none nobody nothing without neither nor cannot hardly barely nowhere")
_AUXILIARIES = word_set(
    "be is are was were been am do does did have has had can could will would shall should may might must get"
)
_NOT_DENIALS = word_set("only just doubt matter wonder surprise merely")
_PRONOUN_SUBJECTS = word_set("he she it they we i you")
_SUBJECT_STARTS = word_set("he she it they there we i you the this that these those everyone everybody people")


class Form(NamedTuple):
    """What is known of a word as it is written, wherever it stands."""

    raw: str
    word: str
    stem: str
    lower: str
    capital: bool
    role: int


Words = Sequence[tuple[int, int, Form]]
"""Words with their places in what holds them."""

OPENS, DENIES, FAILS, LINKS, POINTS, THAT, ENDLESS = (1 << n for n in range(7))
"""Roles of a word: opens a clause, denies, denies before "to", "and" or "as", "this" and its like, "that", too long."""


@dataclass(slots=True)
class Token:
    """A word at ``start``-``end``: ``word`` in its first spelling, ``stem``; ``unit`` and ``clause`` count up."""

    start: int
    end: int
    raw: str
    word: str
    stem: str
    lower: str
    capital: bool
    role: int
    unit: int
    clause: int
    denied: bool = False
    topic: bool = False  # denied only as the subject before the negator: "ions" in "ions cannot move"


@dataclass(slots=True)
class Text:
    """A whole answer: its tokens, and for every unit the range of its tokens."""

    source: str
    tokens: list[Token]
    units: list[tuple[int, int]]
    cut: bool = False

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Character range from token ``first`` to token ``last``, both included."""
        return self.tokens[first].start, self.tokens[last].end


def stem(word: str) -> str:
    """A light stem of a lower-case English word: endings of number, tense and a few of word class fall away.

    Lighter than Snowball on purpose: ``worker`` and ``work``, ``capitalist`` and ``capital`` stay apart.
    """
    if len(word) <= 3 or not word.isalpha():
        return word
    if word.endswith(("ies", "ied")):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        word = word[:-2]
    elif word[-1] == "s" and word[-2] not in "sui":
        word = word[:-1]
    for ending, keep, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least and word not in _WHOLE:
            word = word[: len(word) - len(ending)] + keep
            break
    for ending in ("ing", "ed"):
        left = word[: -len(ending)]
        if word.endswith(ending) and len(left) >= 3 and not left.endswith("e") and any(c in "aeiouy" for c in left):
            word = left
            break
    if word.endswith("ion") and len(word) >= 7 and word[-4] in "st":
        word = word[:-3]
    if word[-1] == "e" and len(word) > 3:
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word


_ENDINGS = (
    ("isation", "is", 3),
    ("ization", "is", 3),
    ("ising", "is", 3),
    ("izing", "is", 3),
    ("ized", "is", 3),
    ("ised", "is", 3),
    ("ize", "is", 3),
    ("fulness", "", 4),
    ("ically", "ic", 3),
    ("ation", "", 5),
    ("ating", "", 5),
    ("ated", "", 5),
    ("ate", "", 5),
    ("ement", "e", 3),
    ("ment", "", 3),
    ("ness", "", 4),
    ("ship", "", 5),
    ("ally", "al", 3),
    ("edly", "ed", 3),
    ("ingly", "ing", 3),
    ("ly", "", 3),
    ("ful", "", 4),
    ("ical", "ic", 3),
    ("ism", "ist", 3),
    ("ence", "", 5),
    ("ance", "", 5),
    ("ent", "", 5),
    ("ant", "", 5),
    ("al", "", 5),
)
_WHOLE = word_set(
    "important general private moment element cement comment family only early reply supply apply assembly "
    "republic parliament document department argument regiment climate senate several material capital animal "
    "industrial final hospital rally ally total equal royal loyal trial metal criminal potential student parent "
    "president accident agent talent patient element monument instrument environment experiment testament "
    "employment"
)


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """A rough key of how ``word`` sounds, so that sound-alike misspellings meet: ph=f, soft c=s, doubles single."""
    word = word.replace("ph", "f").replace("ck", "k").replace("ght", "t").replace("qu", "kw").replace("x", "ks")
    word = word.replace("ce", "se").replace("ci", "si").replace("cy", "sy").replace("c", "k").replace("z", "s")
    word = word.replace("wh", "w").replace("kn", "n") if word[:2] in ("wh", "kn") else word
    out: list[str] = []
    for letter in word:
        if not out or out[-1] != letter:
            out.append(letter)
    return "".join(out)


@dataclass(slots=True)
class Lexicon:
    """Spelling variants and irregular forms (form -> first form), with a bounded cache of stems."""

    forms: Mapping[str, str] = field(default_factory=dict)
    verbs: frozenset[str] = frozenset()  # stems of regular verbs
    cache: dict[str, Form] = field(default_factory=dict)
    chunks: dict[str, Words] = field(default_factory=dict)  # what stands between two blanks -> its words

    def word_and_stem(self, raw: str) -> tuple[str, str]:
        """The first spelling of ``raw`` (lower case, no accents, dots or possessive ending) and its stem."""
        return self.form(raw)[1:3]

    def form(self, raw: str) -> Form:
        """What is known of ``raw``; remembered."""
        known = self.cache.get(raw)
        if known is None:
            word = plain(raw)
            word = self.forms.get(word, word)
            first = stem(word)
            if first != word:
                first = self.forms.get(first, first)
            lower = raw.lower()
            known = Form(raw, word, first, lower, raw[:1].isupper(), _role(word, first, lower))
            if len(self.cache) >= _CACHE_LIMIT:
                self.cache.clear()
            self.cache[raw] = known
        return known

    def chunk(self, chunk: str) -> Words:
        """The words of ``chunk``, which holds no blank; remembered where it is no longer than a word may be."""
        known: list[tuple[int, int, Form]] = []
        end = 0
        for raw in _WORD.findall(chunk):
            start = chunk.find(raw, end)
            end = start + len(raw)
            known.append((start, end, self.form(raw)))
        if len(chunk) <= MAX_WORD:
            if len(self.chunks) >= _CACHE_LIMIT:
                self.chunks.clear()
            self.chunks[chunk] = tuple(known)
        return known

    def stems(self, phrase: str) -> list[str]:
        """The stems of every word of ``phrase``."""
        return [self.word_and_stem(match.group())[1] for match in _WORD.finditer(phrase.replace("-", " "))]


def plain(raw: str) -> str:
    """``raw`` in lower case without accents, dots, apostrophes and a possessive ending."""
    word = raw.lower().replace("’", "'")
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if word.endswith("'s"):
        word = word[:-2]
    return word.replace("'", "").replace(".", "") if not word[:1].isdigit() else word.replace(",", "")


def _role(word: str, stemmed: str, lower: str) -> int:
    role = OPENS if word in _CLAUSE_WORDS else 0
    if word in _NEGATORS or word in _NT_PLAIN or lower.endswith(("n't", "n’t")):
        role |= DENIES
    if stemmed in ("fail", "refus", "unabl"):
        role |= FAILS
    if word in ("and", "as"):
        role |= LINKS
    role |= (POINTS if word in _POINTING else 0) | (THAT if word == "that" else 0)
    return role | (ENDLESS if len(lower) > MAX_WORD else 0)


def read(source: str, lexicon: Lexicon, names: frozenset[str] = frozenset()) -> Text:
    """``source`` cut into words, units and clauses, with every denied word marked.

    ``names`` are stems of people's names: "and" before one opens a clause, as in "and Trotsky believed".
    """
    tokens: list[Token] = []
    units: list[tuple[int, int]] = []
    special: list[int] = []  # tokens with a role
    unit = clause = first = count = end = place = 0
    chunks, cut = lexicon.chunks, lexicon.chunk
    after_that = False
    for chunk in source[:MAX_CHARACTERS].split(" "):
        for low, high, form in chunks[chunk] if chunk in chunks else cut(chunk):
            start = place + low
            anew = form[0] in _BEGINNINGS and _after_terms(source, tokens[first:])
            if count and (anew or start - end != 1 or source[end] != " " or count - first >= MAX_UNIT_WORDS):
                if anew or count - first >= MAX_UNIT_WORDS or _ends_unit(source[end:start], source, end):
                    units.append((first, count))
                    first = count
                    unit += 1
                    clause += 1
                    after_that = False
                elif _CLAUSE_END.search(source, end, start):
                    clause += 1
            end = place + high
            raw, word, stemmed, lower, capital, role = form
            if after_that:
                clause += stemmed in names and not role & OPENS
                after_that = False
            if role:
                if role & ENDLESS:
                    continue
                special.append(count)
                clause += role & OPENS
                after_that = role & THAT > 0
            tokens.append(Token(start, end, raw, word, stemmed, lower, capital, role, unit, clause))
            count += 1
        place += len(chunk) + 1
    if first < count:
        units.append((first, count))
    _split_at_and(tokens, [n for n in special if tokens[n].role & LINKS], names, lexicon.verbs)
    _mark_all_denials(tokens, units, [n for n in special if tokens[n].role & (DENIES | FAILS)])
    _take_all_back(tokens, units, [n for n in special if tokens[n].role & POINTS])
    return Text(source, tokens, units, len(source) > MAX_CHARACTERS)


def _ends_unit(between: str, source: str, end: int) -> bool:
    if between == ", " or not _SENTENCE_END.search(between):
        return False
    # "e.g. rivals", "approx. 5": a dot after an abbreviation ends nothing.
    return not (between in (". ", ".") and source[max(0, end - 3) : end].lower() in ("e.g", "i.e", "etc"))


def _after_terms(source: str, unit: list[Token]) -> bool:
    """Whether ``unit`` is a run of terms, which a sentence may follow without a full stop between."""
    if len(unit) < 4 or unit[-1].capital:
        return False
    pieces = source.count(",", unit[0].start, unit[-1].start) + 1
    return pieces >= 4 and len(unit) <= 2 * pieces


_BEGINNINGS = frozenset(("The", "He", "She", "It", "They", "This", "These", "There", "In", "A", "My", "I", "We"))


def _split_at_and(tokens: list[Token], links: list[int], names: frozenset[str], verbs: frozenset[str]) -> None:
    """Opens a clause at "and" before a subject, so that a denial or a person does not reach over it."""
    shifts: list[int] = []
    for n in links:
        if n + 1 >= len(tokens):
            continue
        if tokens[n].word == "as":
            opens = tokens[n + 1].word in _AS_STARTS
        else:
            opens = tokens[n + 1].unit == tokens[n].unit and _and_opens(tokens, n, names, verbs)
        if opens:
            shifts.append(n)
    for shift, (low, high) in enumerate(pairwise([*shifts, len(tokens)]), 1):
        for n in range(low, high):
            tokens[n].clause += shift


def _and_opens(tokens: list[Token], index: int, names: frozenset[str], verbs: frozenset[str]) -> bool:
    after = tokens[index + 1]
    if after.word in _SUBJECT_STARTS:
        return True
    follows = tokens[index + 2] if index + 2 < len(tokens) else None
    if follows is None:
        return False
    if follows.word in _AUXILIARIES:
        return True
    return after.stem in names and (
        follows.lower.endswith(("ed", "es")) or follows.word in _TELLING or follows.stem in verbs
    )


_AS_STARTS = word_set("there they he she it we people nobody everyone everybody")
_TELLING = word_set("want believe think say wish try hope take make lead become")


def _mark_all_denials(tokens: list[Token], units: list[tuple[int, int]], deniers: list[int]) -> None:
    by_unit: dict[int, list[int]] = {}
    for n in deniers:
        if _denies(tokens, n, units[tokens[n].unit][1]):
            by_unit.setdefault(tokens[n].unit, []).append(n)
    for unit, places in by_unit.items():
        _mark_denials(tokens, *units[unit], places)


def _mark_denials(tokens: list[Token], low: int, high: int, places: list[int]) -> None:
    """A negator denies what follows in its clause, and the subject before it when it stands at the verb.

    Two denials in one unit ("without the press he could not have ruled") say the thing, so "without" with
    another negator denies nothing.
    """
    if len(places) > 1 and any(tokens[n].word == "without" for n in places):
        return
    for place in places:
        clause = tokens[place].clause
        for n in range(place + 1, high):
            if tokens[n].clause != clause:
                break
            tokens[n].denied, tokens[n].topic = True, False
        before = place - 1
        at_verb = (
            not tokens[place].role & FAILS
            and tokens[place].word not in ("no", "without", "nothing", "none", "nobody")
            and (
                tokens[place].lower.endswith(("n't", "n’t", "cannot"))
                or (before >= low and tokens[before].word in _AUXILIARIES)
            )
        )
        if not at_verb and tokens[place].word == "never":
            at_verb = True
        if (
            at_verb
            and before - 1 >= low
            and tokens[before - 1].word in ("and", "or")
            and tokens[before].word in _AUXILIARIES
        ):
            continue  # "and did not question him": the subject was said something of before
        for n in range(before, low - 1, -1) if at_verb else ():
            if tokens[n].clause != clause or tokens[n].word == "that":
                break
            tokens[n].topic = not tokens[n].denied
            tokens[n].denied = True
            if n < before and tokens[n].word in _PRONOUN_SUBJECTS:
                break  # "you do not want Jones back": the subject is the pronoun, not what stands before it


def _take_all_back(tokens: list[Token], units: list[tuple[int, int]], pointers: list[int]) -> None:
    done = -1
    for n in pointers:
        unit = tokens[n].unit
        low, high = units[unit]
        if unit != done and n < min(high - 2, low + 60) and tokens[n + 1].word in ("be", "is", "was"):
            done = unit if _takes_back(tokens, n, low, high, units[unit - 1][0] if unit else low) else done


def _takes_back(tokens: list[Token], n: int, low: int, high: int, before: int) -> bool:
    """ "... but this is wrong" denies what its unit said before; opening a unit, it denies the unit before."""
    rest = [token.word for token in tokens[n + 2 : min(n + 5, high)]]
    untrue = rest[0] in _UNTRUE or (
        rest[0] in ("a", "completely", "all", "totally", "just") and rest[1:2] and rest[1] in _UNTRUE
    )
    if not untrue and not (rest[0] == "not" and rest[1:2] and rest[1] in ("true", "right", "correct", "so")):
        return False
    for token in tokens[(before if n - low <= 3 else low) : n]:
        token.denied, token.topic = True, False
    return True


_POINTING = word_set("this that it which these")
_UNTRUE = word_set("wrong false untrue incorrect lie myth nonsense rubbish inaccurate mistake")


def _denies(tokens: list[Token], n: int, high: int) -> bool:
    following = tokens[n + 1].word if n + 1 < high else ""
    if tokens[n].role & FAILS and following == "to":
        return True
    return bool(tokens[n].role & DENIES) and following not in _NOT_DENIALS


_NT_PLAIN = word_set(
    "didnt wasnt werent isnt arent dont doesnt couldnt wouldnt cant carnt hadnt hasnt havent wont shouldnt aint"
)


def words_of(texts: Iterable[str], lexicon: Lexicon) -> set[str]:
    """All stems that occur in ``texts``."""
    return {value for text in texts for value in lexicon.stems(text)}
