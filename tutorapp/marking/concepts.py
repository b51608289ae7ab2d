"""What a mark point asks for: a tree of concepts, each with the terms that show it and its weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tutorapp.marking.synonyms import SynonymPack, Term
from tutorapp.marking.text import Token, word_set

WEAK = 0.25
STRONG = 0.9
LISTED = 0.25  # a list of things is rather the heart of a sentence
LATER = 0.6  # the fourth strong idea of a sentence and those after it are mostly detail
EXAMPLE = 0.8
LAYERS = ("scheme", "terms", "notes", "synonyms", "your words")
Polarity = Literal["said", "denied", "either"]
Join = Literal["all", "any", "some", "every"]


@dataclass(slots=True)
class Concept:
    """One idea of a point: the terms that show it, how much it weighs, whether the scheme states or denies it."""

    label: str
    terms: list[tuple[Term, float, str]]
    weight: float
    asked: bool = False  # the question already says it
    polarity: Polarity = "said"
    opposites: list[Term] = field(default_factory=list)
    index: int = -1
    verb: bool = False
    owner: bool = False  # "Lenin's" in "Lenin's heir"
    parts: list[Concept] = field(default_factory=list)  # the single words of a phrase, which may stand apart
    apart: Node | None = None  # those words as a tree; set by ``masked``
    mask: int = 0  # bits of its own index and its parts'; set by ``masked``


@dataclass(slots=True)
class Node:
    """A tree over concepts. all: weighted mean; any: the best; some: mostly the best; every: all or part only."""

    join: Join
    children: list[Node | Concept]
    need: int = 1  # for "any": how many
    factor: float = 1.0  # an example stands for the whole only when nearly all of it is there

    weight: float = 0.0  # set by ``weigh`` once the whole sentence is read
    mask: int = 0  # bits of the concepts below; set by ``masked``
    whole: float = 0.0  # the weight of all children together; set by ``masked``
    sums: bool = False  # its worth is the weighted mean of several children; set by ``masked``
    shares: tuple[tuple[int, float], ...] = ()  # masks of its children and the most each adds; set by ``masked``
    bounds: dict[int, float] = field(default_factory=dict)  # bits present -> the most it can be worth; see ``bound``


@dataclass(slots=True)
class Reading:
    """A point's sentence as alternatives, and whether naming is enough (identify, mention, reference, bare nouns)."""

    alternatives: list[Node]
    identify: bool
    order: tuple[str, str] | None = None  # labels of "from A to B"


def concepts(node: Node | Concept) -> list[Concept]:
    """All concepts of a tree, in reading order."""
    if isinstance(node, Concept):
        return [node, *node.parts]
    return [concept for child in node.children for concept in concepts(child)]


def own_weight(node: Node | Concept) -> float:
    """The weight of what the question does not already say."""
    if isinstance(node, Concept):
        return 0.0 if node.asked else node.weight
    return sum(own_weight(child) for child in node.children)


def weigh(node: Node | Concept) -> float:
    """Sets the weight of every node below and of ``node`` itself, and returns it.

    An idea of several words weighs more than one of a single word, but not without limit.
    """
    if isinstance(node, Node):
        weights = [weigh(child) for child in node.children] or [0.0]
        whole = sum(weights) if node.join in ("all", "every") else max(weights) + LISTED * (len(weights) - 1)
        node.weight = min(whole, max(1.5, max(weights)))
    return node.weight


def masked(node: Node | Concept) -> int:
    """Sets the bit masks of ``node`` and of all below it from their concepts' indices, and returns its own."""
    if isinstance(node, Concept):
        if node.parts:
            node.apart = Node("all", list(node.parts))
        node.mask = (1 << node.index) | (masked(node.apart) if node.apart else 0)
    else:
        node.mask = 0
        node.whole = sum(child.weight for child in node.children)
        for child in node.children:
            node.mask |= masked(child)
        node.shares = _shares(node)
        node.sums = node.join == "all" and len(node.children) > 1 and node.whole > 0
    return node.mask


def _shares(node: Node) -> tuple[tuple[int, float], ...]:
    if node.join == "every":
        return tuple((child.mask, 1 / len(node.children)) for child in node.children)
    if node.join == "all":
        return tuple((child.mask, child.weight / node.whole if node.whole else 0.0) for child in node.children)
    return ((node.mask, 1.0),)


def bound(node: Node, here: int) -> float:
    """The most ``node`` can be worth where the concepts ``here`` are hit: all that occurs counts in full."""
    if len(node.bounds) >= _KEPT_BOUNDS:
        node.bounds.clear()
    most = 0.0
    for mask, share in node.shares:
        if mask & here:
            most += share
    node.bounds[here & node.mask] = most
    return most


_KEPT_BOUNDS = 4_096


def first_stem(concept: Concept) -> str:
    """The first stem of the scheme's own words for ``concept``, "" for an empty one."""
    return concept.terms[0][0].stems[0] if concept.terms and concept.terms[0][0].stems else ""


def is_verb(token: Token, pack: SynonymPack) -> bool:
    """Whether ``token`` looks like a finite verb or participle."""
    raw = token.lower
    if token.word in _BE or (raw.endswith("s") and raw[:-1] in _BE):
        return True
    if token.stem in pack.verbs and not raw.endswith(_NOUN_ENDINGS):
        return True
    return len(raw) > 4 and raw.endswith(("ed", "ing", "n't")) and token.stem not in ("need", "speed", "hundr")


_NOUN_ENDINGS = ("ion", "ions", "ment", "ments", "ance", "ence", "al", "als")
_BE = word_set(
    "be is are was were been have has had do does did will would can could may might must should cannot make take "
    "get go give say see fall rise grow build sell win lose fight catch hold lead keep think feel bring buy teach "
    "tell speak write break shoot hide begin become come choose know show throw drive send spend pay mean meet "
    "run wear tear forbid forget eat beat seek die lie strike overthrow rewrite collapse put set cut let"
)


def denies_by_failing(tokens: Sequence[Token], n: int) -> bool:
    """Whether token ``n`` is the "failed" of "failed to combine", which denies as "did not" does."""
    return tokens[n].stem in ("fail", "refus", "unabl") and n + 1 < len(tokens) and tokens[n + 1].word == "to"
