"""How much of a mark point's tree a stretch of an answer holds, and what speaks against counting it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tutorapp.marking import guards, people
from tutorapp.marking.concepts import STRONG, Concept, Node, concepts
from tutorapp.marking.match import Found, Hit
from tutorapp.marking.prepare import Prepared, PreparedPoint
from tutorapp.marking.synonyms import NARROW_DEGREE
from tutorapp.marking.text import Text

PAIR = 0.96
"""Two neighbouring sentences together count a little less than one that says it all."""
BESIDE_LISTS = 0.85
"""A point with term lists is read from its sentence as well, but with more doubt."""
APART = 0.95
"""The words of a phrase, found apart."""
OPPOSITE_DENIED = 0.75
ENOUGH_PARTS = 0.45
AWARD = 0.57
"""From here on a point is suggested. Chosen on the tuning part: higher costs paraphrases, lower costs precision."""
UNSURE = 0.42
"""From here on a point is offered for a decision."""

Units = tuple[int, ...]


@dataclass(slots=True)
class Score:
    """0-1 for a window of one or two units, with the hits that made it and the labels of what is missing."""

    value: float = 0.0
    hits: list[Hit] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    units: Units = ()
    against: str = ""


@dataclass(slots=True)
class Scorer:
    """One answer against one prepared question. ``about``: for every token whom its clause is about."""

    prepared: Prepared
    text: Text
    found: Found
    blocked: Sequence[guards.Guard]
    about: Sequence[str]
    _leaves: dict[tuple[int, int], Hit | None] = field(default_factory=dict)
    _loose: dict[tuple[str, int], frozenset[int]] = field(default_factory=dict)

    def best(self, item: PreparedPoint) -> tuple[Score, str]:
        """The best window for a point, and why a better one was refused ("" when none was)."""
        best = Score()
        reason, refused = "", 0.0
        for units in self._windows(item):
            if best.value >= AWARD and len(units) > 1:
                break  # one sentence says it; two together would only blur the evidence
            score = self._window(item, units)
            why = self._objection(item, score) if score.value >= UNSURE else ""
            if why and score.value > refused:
                reason, refused = why, score.value
            if not why and score.value > best.value:
                best = score
        return best, reason

    def about_of(self, score: Score) -> list[str]:
        """Whom the words of the evidence are said of; names themselves are left out."""
        names = self.prepared.cast.names
        return [self.about[hit.first] for hit in score.hits if names.find(self.text.tokens, hit.first) is None]

    def one_broad_word(self, item: PreparedPoint, score: Score) -> bool:
        """Whether all the evidence is one everyday word from the list of synonyms."""
        if item.reading.identify or len(score.hits) != 1:
            return False
        hit = score.hits[0]
        return hit.layer == "synonyms" and hit.degree < NARROW_DEGREE and hit.first == hit.last

    def denied_elsewhere(self, item: PreparedPoint, score: Score) -> bool:
        """Whether the answer also denies the very point: its concepts found together under a denial."""
        tokens = self.text.tokens
        used = {tokens[hit.first].clause for hit in score.hits}
        for hits in self.found.hits.values():
            denied = {
                index
                for index, items in hits.items()
                if index in item.indices and any(hit.denied and tokens[hit.first].clause not in used for hit in items)
            }
            for node in item.reading.alternatives if denied else ():
                mine = [c for c in concepts(node) if c.polarity == "said"]
                weight = sum(c.weight for c in mine)
                if weight and sum(c.weight for c in mine if c.index in denied) >= 0.6 * weight:
                    return True
        return False

    # --- windows -------------------------------------------------------------------------------------------

    def _windows(self, item: PreparedPoint) -> list[Units]:
        units = sorted(
            unit
            for unit, hits in self.found.hits.items()
            if not item.indices.isdisjoint(hits) and not self._earns_nothing(item, unit)
        )
        known = set(units)
        return [*((unit,) for unit in units), *((unit, unit + 1) for unit in units if unit + 1 in known)]

    def _earns_nothing(self, item: PreparedPoint, unit: int) -> bool:
        """A guarded unit earns nothing, but a run of terms may name what one naming point alone asks for."""
        guard = self.blocked[unit]
        if guard != "list":
            return guard in ("language", "instruction", "copied")
        if not item.reading.identify:
            return True
        owner = self.prepared.owner
        strong = (index for index, hits in self.found.hits[unit].items() if any(hit.layer == "scheme" for hit in hits))
        return any(owner[index] != item.point.id and not self.prepared.concepts[index].asked for index in strong)

    def _window(self, item: PreparedPoint, units: Units) -> Score:
        best = Score(units=units)
        spread = 1.0 if len(units) == 1 else PAIR
        read = BESIDE_LISTS if item.lists else 1.0
        for nodes, factor in ((item.lists, 1.0), (item.extra, 1.0), (item.reading.alternatives, read)):
            for node in nodes:
                score = Score(units=units)
                score.value = self._value(node, units, score) * factor * node.factor * spread
                if score.value > best.value:
                    best = score
        return best

    # --- the tree ------------------------------------------------------------------------------------------

    def _value(self, node: Node | Concept, units: Units, score: Score) -> float:
        if isinstance(node, Concept):
            return self._leaf(node, units, score)
        values: list[float] = []
        parts: list[Score] = []
        for child in node.children:
            part = Score()
            values.append(self._value(child, units, part))
            parts.append(part)
            score.missing.extend(part.missing)
            score.against = score.against or part.against
        if not values:
            return 0.0
        order = sorted(range(len(values)), key=values.__getitem__, reverse=True)
        for n in order[: node.need] if node.join == "any" else range(len(parts)):
            score.hits.extend(parts[n].hits)
        return _joined(node, values, order)

    def _leaf(self, concept: Concept, units: Units, score: Score) -> float:
        best: Hit | None = None
        for unit in units:
            hit = self._in_unit(concept, unit)
            if hit is not None and (best is None or hit.degree > best.degree):
                best = hit
        if best is None and concept.polarity != "either":
            best = self._by_opposite(concept, units, score)
        if best is None and concept.parts:
            part = Score()
            value = self._value(Node("all", list(concept.parts)), units, part) * APART
            if value > ENOUGH_PARTS:
                score.hits.extend(part.hits)
                score.missing.extend(part.missing)
                return value
        if best is None:
            score.missing.append(concept.label)
            return 0.0
        score.hits.append(best)
        return best.degree

    def _in_unit(self, concept: Concept, unit: int) -> Hit | None:
        """The best hit of ``concept`` in ``unit`` that counts; remembered, since pairs ask again."""
        hits = self.found.hits.get(unit, {}).get(concept.index)
        if not hits:
            return None
        key = (concept.index, unit)
        if key not in self._leaves:
            counting = [hit for hit in hits if self._counts(concept, unit, hit) and not self._of_rival(concept, hit)]
            self._leaves[key] = max(counting, key=lambda hit: hit.degree, default=None)
        return self._leaves[key]

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

    def _by_opposite(self, concept: Concept, units: Units, score: Score) -> Hit | None:
        """A denied opposite says the thing; an opposite that is stated speaks against it."""
        for unit in units:
            for hit in self.found.against.get(unit, {}).get(concept.index, ()):
                if hit.denied != (concept.polarity == "denied"):
                    return Hit(hit.first, hit.last, hit.degree * OPPOSITE_DENIED, False, False, hit.layer, hit.term)
                if not self._also_said(concept, unit, hit):
                    score.against = score.against or self.text.source[slice(*self.text.span(hit.first, hit.last))]
        return None

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
        for unit in score.units:
            for index in item.reject & self.found.hits.get(unit, {}).keys():
                return f"“{self.found.hits[unit][index][0].term}” shows that another claim is meant"
        other = people.wrong(self.prepared.cast, item.point.id, self.about_of(score), item.stems)
        if other:
            return f"this is said of {other}"
        for unit in score.units:
            low, high = self.text.units[unit]
            strange = people.foreign_world(self.prepared.cast, self.text.tokens[low:high])
            if strange:
                return f"this is about {strange}"
        if item.reading.order and self._turned_round(item.reading.order, score):
            return "the direction is the other way round"
        if not item.reading.identify and any(self.blocked[unit] == "bare" for unit in score.units):
            return guards.REASONS["bare"]
        return ""

    def _turned_round(self, order: tuple[str, str], score: Score) -> bool:
        places: dict[str, int] = {}
        for unit in score.units:
            low, high = self.text.units[unit]
            for n in range(low, high):
                places.setdefault(self.text.tokens[n].stem, n)
        first, second = (places.get(value) for value in order)
        return first is not None and second is not None and first > second


def _joined(node: Node, values: Sequence[float], order: Sequence[int]) -> float:
    """The value of a node from those of its children; ``order``: their places, best first."""
    if node.join == "every":
        return sum(value > 0.8 for value in values) / len(values)
    if node.join == "all":
        weight = sum(child.weight for child in node.children)
        return sum(v * child.weight for v, child in zip(values, node.children, strict=True)) / weight if weight else 0.0
    if node.join == "any":
        return sum(values[n] for n in order[: node.need]) / node.need
    return 0.8 * values[order[0]] + 0.2 * sum(values) / len(values)
