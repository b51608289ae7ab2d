"""The shipped plain-text pack: synonyms, one-way instances, opposites, people, spellings and small words.

The files' format is described in ``docs/mark-points.md``. Parsing is lazy where it can be: a line's words are
stemmed when a scheme first asks about them, so that loading takes a few milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from tutorapp.marking.text import Lexicon, word_set

_FEW_WORDS = word_set(
    "a an the of to in on at by for from with as that this it its he she his her they them their we our you i who "
    "which what when where and or but if not no is are was were be been has have had do did will would can could "
    "so than then"
)
"""Words of grammar for a pack without weak.txt."""
BROAD_FILES = frozenset({"general.txt", "phrases.txt", "subjects.txt"})
BROAD = 0.05
_KEPT_WORDS = 40_000
NARROW_DEGREE = 0.945
"""Hits below it come from everyday words or are shown in part only; one such word alone states nothing."""
Kind = Literal["same", "kind of", "opposite"]
NEGATOR = "not"
NOTHING = "no"
_NEGATIVES = {
    **dict.fromkeys(["not", "never", "cannot", "hardly"], NEGATOR),
    **dict.fromkeys(["no", "none", "nobody", "nothing", "neither", "nor", "without"], NOTHING),
}


@dataclass(frozen=True, slots=True)
class PackProblem:
    """A line the checker does not understand: ``file``, ``line`` (from 1) and a plain sentence."""

    file: str
    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term ready to match: ``stems`` in order, ``prefix`` (any ending), ``allow_denied`` (~)."""

    text: str
    stems: tuple[str, ...]
    prefix: bool = False
    allow_denied: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A person or place in ``world``; ``acts_for`` names whom a claim about this one may stand for."""

    name: str
    world: str
    acts_for: str = ""
    place: bool = False
    forms: tuple[str, ...] = ()  # stems of the one-word forms


@dataclass(slots=True)
class _Entry:
    kind: Kind
    left: tuple[str, ...]
    right: tuple[str, ...]
    broad: bool = False  # from a file of everyday words, which mean many things


@dataclass(slots=True)
class SynonymPack:
    """Everything read from the pack's files; ``parse`` is the way in."""

    lexicon: Lexicon = field(default_factory=Lexicon)
    people: tuple[Person, ...] = ()
    grammar: frozenset[str] = _FEW_WORDS  # words
    weak: frozenset[str] = frozenset()  # stems
    verbs: frozenset[str] = frozenset()  # stems
    problems: tuple[PackProblem, ...] = ()
    kinds: dict[str, int] = field(default_factory=dict)  # what the guards know of a word as written
    _people: dict[str, str] | None = None
    verbish: dict[str, bool] = field(default_factory=dict)  # whether a word as written looks like a verb
    _index: dict[str, list[tuple[_Entry, str]]] = field(default_factory=dict)
    _terms: dict[str, Term] = field(default_factory=dict)
    _known: dict[tuple[str, ...], bool] = field(default_factory=dict)
    _words: dict[str, bool] = field(default_factory=dict)
    _plain: frozenset[str] | None = None  # stems of grammar, weak words and verbs

    @classmethod
    def parse(cls, texts: Mapping[str, str]) -> SynonymPack:
        """The pack in ``texts`` (file name -> content). Lines in error are left out and listed in ``problems``.

        ``people.txt``, ``spellings.txt``, ``forms.txt`` and ``weak.txt`` have their own formats; every other
        name is a file of synonym lines. The files are read in the order of their names, whatever order they come in.
        """
        problems: list[PackProblem] = []
        forms: dict[str, str] = {}
        for name in ("forms.txt", "spellings.txt"):
            _read_forms(name, texts.get(name, ""), forms, problems)
        pack = cls(lexicon=Lexicon(forms))
        pack._read_small_words(texts.get("weak.txt", ""), problems)
        pack.people = tuple(_read_people(texts.get("people.txt", ""), pack.lexicon, problems))
        for name, text in sorted(texts.items()):
            if name not in ("people.txt", "spellings.txt", "forms.txt", "weak.txt"):
                pack._read_lines(name, text, problems)
        pack.problems = tuple(problems)
        return pack

    def _read_small_words(self, text: str, problems: list[PackProblem]) -> None:
        found: dict[str, set[str]] = {"grammar": set(), "weak": set(), "verbs": set()}
        for number, line in _lines(text):
            head, colon, words = line.partition(":")
            if not colon or head.strip() not in found:
                problems.append(PackProblem("weak.txt", number, "a line starts with grammar:, weak: or verbs:"))
                continue
            found[head.strip()].update(words.split())
        self.grammar = frozenset(found["grammar"]) or self.grammar
        self.weak = frozenset(self.lexicon.word_and_stem(word)[1] for word in found["weak"])
        self.verbs = self.lexicon.verbs = frozenset(self.lexicon.word_and_stem(word)[1] for word in found["verbs"])

    def _read_lines(self, name: str, text: str, problems: list[PackProblem]) -> None:
        for number, line in _lines(text):
            mark, kind = _separator(line)
            left, _, right = line.partition(mark) if mark else (line, "", "")
            sides = [
                tuple(term for term in (part.strip() for part in side.split(",")) if term) for side in (left, right)
            ]
            if not sides[0] or (mark and not sides[1]) or (not mark and len(sides[0]) < 2):
                problems.append(PackProblem(name, number, "a line needs at least two terms, parted by commas, > or ><"))
                continue
            bad = next((term for side in sides for term in side if not _fair(term)), None)
            if bad is not None:
                problems.append(PackProblem(name, number, f"cannot read the term “{bad}”"))
                continue
            entry = _Entry(kind, sides[0], sides[1], name in BROAD_FILES)
            for term in (*sides[0], *sides[1]) if kind == "opposite" else sides[0]:
                if term[0] != "~":  # a denial is found by what stands beside it in the line, never asked for
                    self._index.setdefault(term[:3].lower(), []).append((entry, term))

    def term(self, text: str) -> Term:
        """``text`` in the term syntax (word, prefix*, phrase, ~allowed under denial), ready to match."""
        known = self._terms.get(text)
        if known is None:
            body = text.strip().strip('"“”')
            allow = body.startswith("~")
            body = body.lstrip("~").strip().strip('"“”')
            prefix = body.endswith("*")
            if prefix:
                words = body.rstrip("*").lower().replace("-", " ").split()
                stems = tuple(words[:1] if len(words) == 1 else [*self.lexicon.stems(" ".join(words[:-1])), words[-1]])
            else:
                stems = tuple(self.lexicon.stems(body))
            if allow:
                stems = tuple(_NEGATIVES.get(value, value) for value in stems)
            known = Term(text, stems, prefix, allow)
            self._terms[text] = known
        return known

    def same(self, stems: tuple[str, ...]) -> Iterator[tuple[Term, float]]:
        """Terms that show the words ``stems``, with a degree: less for instances, and for everyday words."""
        for entry in self._entries(stems):
            less = BROAD if entry.broad else 0.0
            if entry.kind == "same":
                for text in entry.left:
                    yield self.term(text), 0.98 - less
            elif entry.kind == "kind of":
                for text in entry.right:
                    yield self.term(text), 0.95 - less

    def person(self, stems: tuple[str, ...]) -> str:
        """The person (no place) whose name the words ``stems`` are, or ""."""
        if self._people is None:
            self._people = {form: person.name for person in self.people if not person.place for form in person.forms}
        return self._people.get(stems[0], "") if len(stems) == 1 else ""

    def opposites(self, stems: tuple[str, ...]) -> Iterator[Term]:
        """Terms that say the opposite of the words ``stems``."""
        for entry in self._entries(stems):
            if entry.kind == "opposite":
                left = any(self.term(text).stems == stems for text in entry.left)
                for text in entry.right if left else entry.left:
                    yield self.term(text)

    def knows(self, stems: tuple[str, ...]) -> bool:
        """Whether a line names the words ``stems`` on its left (or, for synonyms, anywhere)."""
        known = self._known.get(stems)
        if known is None:
            if len(self._known) >= _KEPT_WORDS:
                self._known.clear()
            known = self._known[stems] = any(entry.kind != "opposite" for entry in self._entries(stems))
        return known

    def is_word(self, stem: str) -> bool:
        """Whether ``stem`` is that of a word of the pack, and so no misspelling of another."""
        known = self._words.get(stem)
        if known is None:
            if len(self._words) >= _KEPT_WORDS:
                self._words.clear()
            known = self._words[stem] = stem in self._small() or self.knows((stem,))
        return known

    def _small(self) -> frozenset[str]:
        if self._plain is None:
            self._plain = frozenset(self.lexicon.word_and_stem(w)[1] for w in self.grammar) | self.weak | self.verbs
        return self._plain

    def _entries(self, stems: tuple[str, ...]) -> Iterator[_Entry]:
        if not stems:
            return
        for entry, text in self._index.get(stems[0][:3], ()):
            if self.term(text).stems == stems:
                yield entry


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.partition("#")[0].strip()
        if line:
            yield number, line


def _separator(line: str) -> tuple[str, Kind]:
    if "><" in line:
        return "><", "opposite"
    return (">", "kind of") if ">" in line else ("", "same")


_FAIR = re.compile(r"~?[^\W_][\w'’.-]*(?: [\w'’.-]+){0,5}\*?")


def _fair(term: str) -> bool:
    """Whether the checker can read ``term``: one to six words, an optional ~ before and * after."""
    return term.isalpha() or _FAIR.fullmatch(term) is not None


def _read_forms(name: str, text: str, forms: dict[str, str], problems: list[PackProblem]) -> None:
    for number, line in _lines(text):
        words = line.split()
        if len(words) < 2:
            problems.append(PackProblem(name, number, "a group needs at least two words"))
            continue
        for word in words[1:]:
            forms.setdefault(word.replace("'", ""), words[0])


def _read_people(text: str, lexicon: Lexicon, problems: list[PackProblem]) -> Iterator[Person]:
    for number, line in _lines(text):
        place = line.startswith("place:")
        head, colon, rest = line.removeprefix("place:").partition(":")
        name, at, world = head.partition("@")
        if not colon or not at or not name.strip() or not rest.strip():
            problems.append(PackProblem("people.txt", number, "expected “Name @world: form, form”"))
            continue
        world, _, acts_for = world.partition(" for ")
        stems = [lexicon.stems(form) for form in rest.split(",")]
        forms = tuple(dict.fromkeys(value[0] for value in stems if len(value) == 1))
        yield Person(name.strip(), world.strip(), acts_for.strip(), place, forms)
