"""How much of a mark point's tree a stretch of an answer holds, and what speaks against counting it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tutorapp.marking import guards, people
from tutorapp.marking.concepts import STRONG, Concept, Node
from tutorapp.marking.match import Found, Hit
from tutorapp.marking.prepare import Prepared, PreparedPoint
from tutorapp.marking.synonyms import NARROW_DEGREE
from tutorapp.marking.text import Text

PAIR = 0.96
"""Two neighbouring sentences together count a little less than one that says it all."""
APART = 0.95
"""The words of a phrase, found apart."""
OPPOSITE_DENIED = 0.75
BESIDE = 0.8
"""Below it a hit only comes near the word."""
ENOUGH_PARTS = 0.45
AWARD = 0.57
"""From here on a point is suggested. Chosen on the tuning part: higher costs paraphrases, lower costs precision."""
UNSURE = 0.42
"""From here on a point is offered for a decision."""

DENIED = 0.6
"""The share of a point's weight that a denial must hold to be one of the point."""
SURELY = 1.000001
"""So that rounding never hides a tree that is worth as much as it could be."""


@dataclass(slots=True)
class Window:
    """One or two neighbouring units; ``here``: bits of the concepts hit or spoken against, ``worth`` of each so far."""

    units: tuple[int, ...]
    here: int
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


@dataclass(slots=True)
class Scorer:
    """One answer against one prepared question. ``about``: for every token whom its clause is about.

    Worth is reckoned first and the evidence gathered only for the window that wins, since most windows earn
    nothing. Sets of concepts are bit masks, so that a branch of a tree without any hit is skipped at once.
    """

    prepared: Prepared
    text: Text
    found: Found
    blocked: Sequence[guards.Guard]
    about: Sequence[str]
    _masks: dict[int, int] = field(default_factory=dict)  # unit -> concepts hit
    _present: dict[int, int] = field(default_factory=dict)  # unit -> concepts hit or spoken against
    _leaves: dict[int, dict[int, Hit | None]] = field(default_factory=dict)
    _known: dict[tuple[int, ...], Window] = field(default_factory=dict)
    _strange: dict[int, str] = field(default_factory=dict)  # unit -> a name from another world
    _loose: dict[tuple[str, int], frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for unit, hits in self.found.hits.items():
            self._masks[unit] = self._present[unit] = _mask(hits)
            self._leaves[unit] = {}
        for unit, hits in self.found.against.items():
            self._present[unit] = self._present.get(unit, 0) | _mask(hits)

    def best(self, item: PreparedPoint) -> tuple[Score, str]:
        """The best window for a point, and why a better one was refused ("" when none was)."""
        best, ready = 0.0, Score()
        winner: tuple[Node, Window] | None = None
        reason, refused = "", 0.0
        for window in self._windows(item):
            if best >= AWARD and len(window.units) > 1:
                break  # one sentence says it; two together would only blur the evidence
            value, node = self._most(item, window, best)
            if node is None:
                continue
            if value < UNSURE:
                best, winner = value, (node, window)
                continue
            score = self._evidence(node, window, value)
            why = self._objection(item, score)
            if why and value > refused:
                reason, refused = why, value
            if not why:
                best, ready, winner = value, score, None
        return self._evidence(*winner, best) if winner else ready, reason

    def about_of(self, score: Score) -> list[str]:
        """Whom the words of the evidence are said of; names themselves are left out."""
        names, tokens = self.prepared.cast.names, self.text.tokens
        return [
            self.about[hit.first]
            for hit in score.hits
            if tokens[hit.first].stem not in names.people or names.find(tokens, hit.first) is None
        ]

    def one_broad_word(self, item: PreparedPoint, score: Score) -> bool:
        """Whether all the evidence is one everyday word from the list of synonyms."""
        if item.reading.identify or len(score.hits) != 1:
            return False
        hit = score.hits[0]
        return hit.layer == "synonyms" and hit.degree < NARROW_DEGREE and hit.first == hit.last

    def tells_of_writer(self, score: Score) -> bool:
        """Whether the evidence stands in a sentence about the writer's own life."""
        return any(self.blocked[unit] == "own" for unit in score.units)

    def only_names(self, item: PreparedPoint, score: Score) -> bool:
        """Whether all the evidence is names of people, of whom nothing is said."""
        names, tokens = self.prepared.cast.names, self.text.tokens
        return not item.reading.identify and all(
            hit.first == hit.last and (person := names.find(tokens, hit.first)) is not None and not person.place
            for hit in score.hits
        )

    def denied_elsewhere(self, item: PreparedPoint, score: Score) -> bool:
        """Whether the answer also denies the very point: its concepts found together under a denial."""
        if not self.found.denied:
            return False
        tokens = self.text.tokens
        used = {tokens[hit.first].clause for hit in score.hits}
        denied: dict[int, set[int]] = {}
        for unit, index, hit in self.found.denied:
            if index in item.indices and tokens[hit.first].clause not in used:
                denied.setdefault(unit, set()).add(index)
        return any(
            sum([weight for index, weight in said.items() if index in found]) >= DENIED * sum(said.values())
            for said in item.said
            for found in denied.values()
        )

    # --- windows -------------------------------------------------------------------------------------------

    def _windows(self, item: PreparedPoint) -> Iterator[Window]:
        """The units that hold something of the point, then its neighbouring pairs."""
        mask = item.mask
        units = [
            unit
            for unit, found in self._masks.items()
            if found & mask and not (self.blocked[unit] and self._earns_nothing(item, unit))
        ]
        for unit in units:
            yield self._window((unit,))
        for unit, after in pairwise(units):
            if after == unit + 1:
                yield self._window((unit, after))

    def _window(self, units: tuple[int, ...]) -> Window:
        known = self._known.get(units)
        if known is None:
            here = self._present[units[0]] | self._present[units[-1]]
            known = self._known[units] = Window(units, here, 1.0 if len(units) == 1 else PAIR)
        return known

    def _earns_nothing(self, item: PreparedPoint, unit: int) -> bool:
        """A guarded unit earns nothing, but a run of terms may name what one naming point alone asks for."""
        guard = self.blocked[unit]
        if guard != "list":
            return guard in ("language", "instruction", "copied", "question")
        if not item.reading.identify:
            return True
        owner = self.prepared.owner
        strong = (index for index, hits in self.found.hits[unit].items() if any(hit.layer == "scheme" for hit in hits))
        return any(owner[index] != item.point.id and not self.prepared.concepts[index].asked for index in strong)

    def _most(self, item: PreparedPoint, window: Window, least: float) -> tuple[float, Node | None]:
        """The worth of ``window`` for a point and the tree that gives it; None where it is no more than ``least``."""
        best = least
        winner: Node | None = None
        here, spread = window.here, window.spread
        for node, factor in item.trees:
            most = 0.0  # what it is worth when all that occurs counts in full
            for mask, share in node.shares:
                if mask & here:
                    most += share
            if most and most * SURELY * factor * node.factor * spread > best:
                value = self._value(node, window) * factor * node.factor * spread
                if value > best:
                    best, winner = value, node
        return best, winner

    # --- the tree ------------------------------------------------------------------------------------------

    def _value(self, node: Node, window: Window) -> float:
        """The worth of a tree in ``window``."""
        here, worth = window.here, window.worth
        values: list[float] = []
        for child in node.children:
            if not child.mask & here:
                values.append(0.0)
            elif isinstance(child, Node):
                values.append(self._value(child, window))
            else:
                known = worth.get(child.index)
                values.append(self._leaf_value(child, window) if known is None else known)
        return joined(node, values)

    def _leaf_value(self, concept: Concept, window: Window) -> float:
        hit = self._said(concept, window.units)
        if hit is None and concept.opposites and concept.polarity != "either":
            hit, _ = self._by_opposite(concept, window.units)
        if hit is not None:
            value = hit.degree
        else:
            value = self._value(concept.apart, window) * APART if concept.apart else 0.0
            value = value if value > ENOUGH_PARTS else 0.0
        window.worth[concept.index] = value
        return value

    def _evidence(self, node: Node, window: Window, value: float) -> Score:
        """The hits that make ``node`` worth ``value``, what is missing and what denies it."""
        score = Score(value, units=window.units)
        self._gather(node, window, score, score.hits)
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
            self._value(c, window) if isinstance(c, Node) else window.worth.get(c.index, 0.0) for c in node.children
        ]
        for n in sorted(range(len(values)), key=values.__getitem__, reverse=True)[: node.need]:
            hits.extend(found[n])

    def _gather_leaf(self, concept: Concept, window: Window, score: Score, hits: list[Hit]) -> None:
        if not concept.mask & window.here:
            score.missing.append(concept.label)
            return
        hit = self._said(concept, window.units)
        if hit is None and concept.opposites and concept.polarity != "either":
            hit, against = self._by_opposite(concept, window.units)
            score.against = score.against or against
        if hit is None and concept.polarity == "denied":
            score.against = score.against or self._stated(concept, window.units)
        if hit is not None:
            hits.append(hit)
        elif concept.apart and window.worth.get(concept.index):
            part = Score(units=window.units)
            self._gather(concept.apart, window, part, hits)
            score.missing.extend(part.missing)
            score.against = score.against or part.against
        else:
            score.missing.append(concept.label)

    def _said(self, concept: Concept, units: tuple[int, ...]) -> Hit | None:
        best: Hit | None = None
        for unit in units:
            leaves = self._leaves.get(unit)
            if leaves is None:
                continue
            hit = leaves[concept.index] if concept.index in leaves else self._in_unit(concept, unit)
            if hit is not None and (best is None or hit.degree > best.degree):
                best = hit
        return best

    def _in_unit(self, concept: Concept, unit: int) -> Hit | None:
        """The best hit of ``concept`` in ``unit`` that counts; remembered, since other windows ask again."""
        best: Hit | None = None
        for hit in self.found.hits[unit].get(concept.index, ()):
            better = best is None or hit.degree > best.degree
            if better and self._counts(concept, unit, hit) and not self._of_rival(concept, hit):
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
        if not name or not people.rival_agent(cast, point, name, word):
            return False
        person = cast.names.find(self.text.tokens, hit.first)
        return person is None or person.name not in (cast.claims[point].agent, cast.by_word[point].get(word))

    def _by_opposite(self, concept: Concept, units: tuple[int, ...]) -> tuple[Hit | None, str]:
        """A denied opposite says the thing; the words of an opposite that is stated before it speak against it."""
        against = ""
        for unit in units:
            for hit in self.found.against.get(unit, {}).get(concept.index, ()):
                if hit.denied != (concept.polarity == "denied"):
                    degree = hit.degree * OPPOSITE_DENIED
                    return Hit(hit.first, hit.last, degree, False, False, hit.layer, hit.term), against
                if not against and not self._also_said(concept, unit, hit):
                    against = self.text.source[slice(*self.text.span(hit.first, hit.last))]
        return None, against

    def _stated(self, concept: Concept, units: tuple[int, ...]) -> str:
        """The words that state what the scheme denies: "kills him" where it says "refuses to kill him"."""
        for unit in units:
            for hit in self.found.hits.get(unit, {}).get(concept.index, ()):
                if not hit.denied and hit.degree > BESIDE:
                    return self.text.source[slice(*self.text.span(hit.first, hit.last))]
        return ""

    def _also_said(self, concept: Concept, unit: int, against: Hit) -> bool:
        """Whether the words that seem to say the opposite are what another concept of the same point asks for."""
        owner = self.prepared.owner
        return any(
            owner[index] == owner[concept.index] and any(hit.first <= against.first <= hit.last for hit in hits)
            for index, hits in self.found.hits.get(unit, {}).items()
        )

    # --- objections ----------------------------------------------------------------------------------------

    def _objection(self, item: PreparedPoint, score: Score) -> str:
        """Why a window that would earn the point does not, or ""."""
        if score.against:
            return f"“{score.against}” says the opposite"
        for unit in score.units if item.reject else ():
            for index in item.reject & self.found.hits.get(unit, {}).keys():
                return f"“{self.found.hits[unit][index][0].term}” shows that another claim is meant"
        other = people.wrong(self.prepared.cast, item.point.id, self.about_of(score), item.stems)
        if other:
            return f"this is said of {other}"
        for unit in score.units if self.prepared.cast.worlds else ():
            if strange := self._foreign_world(unit):
                return f"this is about {strange}"
        if against := self._said_of_another(item, score):
            return f"“{against}” says the opposite"
        if item.reading.order and self._turned_round(item.reading.order, score):
            return "the direction is the other way round"
        if not item.reading.identify and any(self.blocked[unit] == "bare" for unit in score.units):
            return guards.REASONS["bare"]
        return ""

    def _said_of_another(self, item: PreparedPoint, score: Score) -> str:
        """The opposite of a verb that stands with the rest of the evidence while the verb itself stands apart.

        "Demand rises because the price falls" does not say that the price rises.
        """
        if self.found.against.keys().isdisjoint(score.units):
            return ""
        clauses = {hit.first: self.text.tokens[hit.first].clause for hit in score.hits}
        for unit in score.units:
            for index, others in self.found.against.get(unit, {}).items():
                mine = self._in_unit(self.prepared.concepts[index], unit) if index in item.indices else None
                if mine is None or clauses.get(mine.first) is None:
                    continue
                rest = [clause for first, clause in clauses.items() if first != mine.first]
                for other in others:
                    clause = self.text.tokens[other.first].clause
                    if not other.denied and clause in rest and clauses[mine.first] != clause:
                        return self.text.source[slice(*self.text.span(other.first, other.last))]
        return ""

    def _foreign_world(self, unit: int) -> str:
        known = self._strange.get(unit)
        if known is None:
            low, high = self.text.units[unit]
            known = self._strange[unit] = people.foreign_world(self.prepared.cast, self.text.tokens[low:high])
        return known

    def _turned_round(self, order: tuple[str, str], score: Score) -> bool:
        places: dict[str, int] = {}
        for unit in score.units:
            low, high = self.text.units[unit]
            for n in range(low, high):
                places.setdefault(self.text.tokens[n].stem, n)
        first, second = (places.get(value) for value in order)
        return first is not None and second is not None and first > second


def joined(node: Node, values: Sequence[float]) -> float:
    """The worth of a node from those of its children, in their order; 0 for one without children."""
    if len(values) < 2:
        return _alone(node, values[0]) if values else 0.0
    if node.join == "all":
        found = 0.0
        for value, child in zip(values, node.children, strict=True):
            if value:
                found += value * child.weight
        return found / node.whole if node.whole else 0.0
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


def _mask(concepts: Iterable[int]) -> int:
    mask = 0
    for index in concepts:
        mask |= 1 << index
    return mask
