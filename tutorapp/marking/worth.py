"""How much of a mark point's tree a stretch of an answer holds, and the words that make it so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tutorapp.marking import people, roles
from tutorapp.marking.concepts import STRONG, Concept, Node
from tutorapp.marking.match import Found, Hit
from tutorapp.marking.prepare import Prepared
from tutorapp.marking.text import Text

APART = 0.95
"""The words of a phrase, found apart."""
OPPOSITE_DENIED = 0.75
BESIDE = 0.8
"""Below it a hit only comes near the word."""
ENOUGH_PARTS = 0.45


@dataclass(slots=True)
class Window:
    """One or two neighbouring units; ``worth``: that of each concept so far.

    ``here``: bits of the concepts that are hit, ``seen``: of those and of the ones spoken against.
    """

    units: tuple[int, ...]
    here: int
    seen: int
    spread: float
    worth: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class Score:
    """0-1 for a window of one or two units, with the hits that made it and the labels of what is missing."""

    value: float = 0.0
    hits: list[Hit] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    units: tuple[int, ...] = ()
    against: str = ""
    about: list[str] | None = None  # whom the hits are said of; set by ``Scorer.about_of``
    opposed: list[Hit] = field(default_factory=list)  # words that may speak against it


@dataclass(slots=True)
class Worth:
    """What concepts and trees of ``prepared`` are worth in stretches of one answer; hits that count are remembered.

    Worth is reckoned first and the evidence gathered only for the window that wins, since most windows earn
    nothing. Sets of concepts are bit masks, so that a branch of a tree without any hit is skipped at once.
    ``about``: for every token whom its clause is about.
    """

    prepared: Prepared
    text: Text
    found: Found
    about: Sequence[str]
    _leaves: dict[int, dict[int, Hit | None]] = field(default_factory=dict)
    _loose: dict[tuple[str, int], frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._leaves = {unit: {} for unit in self.found.hits}

    def value(self, node: Node, window: Window) -> float:
        """The worth of a tree in ``window``."""
        here, known = window.here, window.worth
        if node.sums:
            found = 0.0
            for child in node.children:
                if child.mask & here:
                    if isinstance(child, Node):
                        found += self.value(child, window) * child.weight
                    elif child.index in known:
                        found += known[child.index] * child.weight
                    else:
                        found += self._leaf_value(child, window) * child.weight
            return found / node.whole
        values: list[float] = []
        for child in node.children:
            if not child.mask & here:
                values.append(0.0)
            elif isinstance(child, Node):
                values.append(self.value(child, window))
            else:
                values.append(known[child.index] if child.index in known else self._leaf_value(child, window))
        return joined(node, values)

    def _leaf_value(self, concept: Concept, window: Window) -> float:
        hit = self._said(concept, window.units)
        if hit is None and concept.opposites and concept.polarity != "either":
            hit, _ = self._by_opposite(concept, window.units)
        if hit is not None:
            value = hit.degree
        else:
            value = self.value(concept.apart, window) * APART if concept.apart else 0.0
            value = value if value > ENOUGH_PARTS else 0.0
        window.worth[concept.index] = value
        return value

    def evidence(self, node: Node, window: Window, value: float) -> Score:
        """The hits that make ``node`` worth ``value``, what is missing and what denies it."""
        score = Score(value, units=window.units)
        self._gather(node, window, score, score.hits)
        clauses = {self.text.tokens[hit.first].clause for hit in score.hits}
        for hit in score.opposed:
            if not score.against and (not clauses or self.text.tokens[hit.first].clause in clauses):
                score.against = self.text.source[slice(*self.text.span(hit.first, hit.last))]
        return score

    def _gather(self, node: Node | Concept, window: Window, score: Score, hits: list[Hit]) -> None:
        if isinstance(node, Concept):
            self._gather_leaf(node, window, score, hits)
            return
        if node.join != "any":
            for child in node.children:
                self._gather(child, window, score, hits)
            return
        found: list[list[Hit]] = [[] for _ in node.children]
        for child, mine in zip(node.children, found, strict=True):
            self._gather(child, window, score, mine)
        values = [
            self.value(c, window) if isinstance(c, Node) else window.worth.get(c.index, 0.0) for c in node.children
        ]
        for n in sorted(range(len(values)), key=values.__getitem__, reverse=True)[: node.need]:
            hits.extend(found[n])

    def _gather_leaf(self, concept: Concept, window: Window, score: Score, hits: list[Hit]) -> None:
        if not concept.mask & window.seen:
            score.missing.append(concept.label)
            return
        hit = self._said(concept, window.units)
        if hit is None and concept.opposites and concept.polarity != "either":
            hit, against = self._by_opposite(concept, window.units)
            score.opposed.extend(against)
        if hit is None and concept.polarity == "denied":
            score.opposed.extend(self._stated(concept, window.units))
        if hit is not None:
            hits.append(hit)
        elif concept.apart and window.worth.get(concept.index):
            part = Score(units=window.units)
            self._gather(concept.apart, window, part, hits)
            score.missing.extend(part.missing)
            score.opposed.extend(part.opposed)
        else:
            score.missing.append(concept.label)

    def _said(self, concept: Concept, units: tuple[int, ...]) -> Hit | None:
        best: Hit | None = None
        for unit in units:
            leaves = self._leaves.get(unit)
            if leaves is None:
                continue
            hit = leaves[concept.index] if concept.index in leaves else self.in_unit(concept, unit)
            if hit is not None and (best is None or hit.degree > best.degree):
                best = hit
        return best

    def in_unit(self, concept: Concept, unit: int) -> Hit | None:
        """The best hit of ``concept`` in ``unit`` that counts; remembered, since other windows ask again."""
        best: Hit | None = None
        contrast = self.prepared.shapes.contrast.get(concept.index)
        follows = self.prepared.shapes.follows.get(concept.index)
        for hit in self.found.hits[unit].get(concept.index, ()):
            if best is not None and hit.degree <= best.degree:
                continue
            if contrast is not None and roles.other_kind(self.text.tokens, hit.first, *contrast):
                continue
            if follows and roles.other_thing(self.text.tokens, hit.last, follows):
                continue
            if (hit.denied or concept.polarity == "denied") and not self._counts(concept, unit, hit):
                continue
            if not (self.about[hit.first] and self._of_rival(concept, hit)):
                best = hit
        self._leaves[unit][concept.index] = best
        return best

    def _counts(self, concept: Concept, unit: int, hit: Hit) -> bool:
        if concept.polarity == "either" or hit.denial_term:
            return True
        if concept.polarity == "denied":
            return hit.denied
        if not hit.denied:
            return True
        if self.text.tokens[hit.first].topic and self._said_beside(concept, unit):
            return True
        loose = self._loose_clauses(self.prepared.owner[concept.index], unit)
        return self.text.tokens[hit.first].clause in loose

    def _said_beside(self, concept: Concept, unit: int) -> bool:
        """Whether the same unit states another strong idea of the point, so that a denied verb's subject may count."""
        owner = self.prepared.owner
        return any(
            owner[index] == owner[concept.index]
            and index != concept.index
            and self.prepared.concepts[index].weight >= STRONG
            and any(not hit.denied and hit.degree > 0.8 for hit in hits)
            for index, hits in self.found.hits[unit].items()
        )

    def _loose_clauses(self, point: str, unit: int) -> frozenset[int]:
        """Clauses whose denial is itself what the point asks for, so that other words in them count."""
        known = self._loose.get((point, unit))
        if known is None:
            loose: set[int] = set()
            for index, hits in self.found.hits.get(unit, {}).items():
                if self.prepared.owner[index] == point:
                    wants = self.prepared.concepts[index].polarity == "denied"
                    loose.update(
                        self.text.tokens[hit.first].clause for hit in hits if hit.denial_term or (wants and hit.denied)
                    )
            known = self._loose[(point, unit)] = frozenset(loose)
        return known

    def _of_rival(self, concept: Concept, hit: Hit) -> bool:
        """Whether the answer says this of another subject of the scheme, as in a swapped pair."""
        name = self.about[hit.first]
        cast, point, word = self.prepared.cast, self.prepared.owner[concept.index], self.prepared.first[concept.index]
        if not people.rival_agent(cast, point, name, word):
            return False
        person = cast.names.find(self.text.tokens, hit.first)
        return person is None or person.name not in (cast.claims[point].agent, cast.by_word[point].get(word))

    def _by_opposite(self, concept: Concept, units: tuple[int, ...]) -> tuple[Hit | None, list[Hit]]:
        """A denied opposite says the thing; opposites that are stated before it speak against it."""
        against: list[Hit] = []
        for unit in units:
            for hit in self.found.against.get(unit, {}).get(concept.index, ()):
                if hit.denied != (concept.polarity == "denied"):
                    degree = hit.degree * OPPOSITE_DENIED
                    return Hit(
                        hit.first, hit.last, degree, False, False, hit.layer, hit.term, False, concept.index
                    ), against
                if not self._also_said(concept, unit, hit):
                    against.append(hit)
        return None, against

    def _stated(self, concept: Concept, units: tuple[int, ...]) -> list[Hit]:
        """Where what the scheme denies is stated: "kills him" where it says "refuses to kill him"."""
        return [
            hit
            for unit in units
            for hit in self.found.hits.get(unit, {}).get(concept.index, ())
            if not hit.denied and hit.degree > BESIDE
        ]

    def _also_said(self, concept: Concept, unit: int, against: Hit) -> bool:
        """Whether the words that seem to say the opposite are what another concept of the same point asks for."""
        owner = self.prepared.owner
        return any(
            owner[index] == owner[concept.index] and any(hit.first <= against.first <= hit.last for hit in hits)
            for index, hits in self.found.hits.get(unit, {}).items()
        )


def joined(node: Node, values: Sequence[float]) -> float:
    """The worth of a node that does not sum its children, from theirs in their order; 0 for one without children."""
    if len(values) < 2:
        return _alone(node, values[0]) if values else 0.0
    if node.join == "any":
        return max(values) if node.need == 1 else sum(sorted(values, reverse=True)[: node.need]) / node.need
    if node.join == "some":
        return 0.8 * max(values) + 0.2 * sum(values) / len(values)
    return sum([value > 0.8 for value in values]) / len(values)


def _alone(node: Node, value: float) -> float:
    """The worth of a node with one child."""
    if node.join == "every":
        return 1.0 if value > 0.8 else 0.0
    if node.join == "all":
        weight = node.children[0].weight
        return value * weight / weight if weight else 0.0
    if node.join == "any":
        return value / node.need
    return 0.8 * value + 0.2 * value
