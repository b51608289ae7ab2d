"""Which sentence of an answer says most of a mark point, and what speaks against counting it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tutorapp.marking import guards, people, roles
from tutorapp.marking.concepts import STRONG, Node, bound
from tutorapp.marking.match import Found, Hit
from tutorapp.marking.prepare import Prepared, PreparedPoint
from tutorapp.marking.shape import Shape
from tutorapp.marking.synonyms import NARROW_DEGREE
from tutorapp.marking.text import Text, word_set
from tutorapp.marking.worth import Score, Window, Worth

PAIR = 0.96
"""Two neighbouring sentences together count a little less than one that says it all."""
AWARD = 0.58
"""From here on a point is suggested. Chosen on the tuning part: higher costs paraphrases, lower costs precision."""
UNSURE = 0.42
"""From here on a point is offered for a decision."""

HALF = 0.66
"""Below it a point of which only the name was found stays unsure."""
SAID = 0.5
"""The least weight of an idea that says something of a point's subject."""
NEARLY = 0.85
"""Below it a point whose doer is missing stays unsure."""
_THEY = word_set("he she it they we this these those who")
DENIED = 0.6
"""The share of a point's weight that a denial must hold to be one of the point."""
SURELY = 1.000001
"""So that rounding never hides a tree that is worth as much as it could be."""


@dataclass(slots=True)
class _Search:
    """What was refused on the way to the best window of a point, and the nearest that is not worth enough."""

    value: float = 0.0
    node: Node | None = None
    window: Window | None = None
    reason: str = ""
    worst: float = 0.0
    refused: set[int] = field(default_factory=set)  # units whose words contradict the point

    def refuse(self, window: Window, value: float, why: str) -> None:
        """Takes note of an objection to ``window``; the one to the best window is told."""
        if value >= AWARD:
            self.refused.update(window.units)
        if value > self.worst:
            self.reason, self.worst = why, value


@dataclass(slots=True)
class Scorer:
    """One answer against one prepared question. ``about``: for every token whom its clause is about."""

    prepared: Prepared
    text: Text
    found: Found
    blocked: Sequence[guards.Guard]
    about: Sequence[str]
    _masks: dict[int, int] = field(default_factory=dict)  # unit -> concepts hit
    _present: dict[int, int] = field(default_factory=dict)  # unit -> concepts hit, or said by a denied opposite
    _seen: dict[int, int] = field(default_factory=dict)  # unit -> concepts hit or spoken against
    _known: dict[tuple[int, ...], Window] = field(default_factory=dict)
    _strange: dict[int, str] = field(default_factory=dict)  # unit -> a name from another world
    worth: Worth = field(init=False)

    def __post_init__(self) -> None:
        self.worth = Worth(self.prepared, self.text, self.found, self.about)
        for unit, hits in self.found.hits.items():
            self._masks[unit] = self._present[unit] = self._seen[unit] = _mask(hits)
        for unit, hits in self.found.against.items():
            self._seen[unit] = self._seen.get(unit, 0) | _mask(hits)
            said = [index for index, others in hits.items() if self._said_by_opposite(index, others)]
            self._present[unit] = self._present.get(unit, 0) | _mask(said)

    def _said_by_opposite(self, index: int, others: Sequence[Hit]) -> bool:
        """Whether an opposite of a concept stands so that it says the thing itself: "did not fall" for "rose"."""
        wanted = self.prepared.concepts[index].polarity != "denied"
        return any(other.denied == wanted for other in others)

    def best(self, item: PreparedPoint) -> tuple[Score, str]:
        """The best window for a point, and why a better one was refused ("" when none was)."""
        units = self._units(item)
        near = _Search()
        ready = self._accepted(item, [self._window((unit,)) for unit in units], near)
        if ready is None or ready.value < AWARD:  # two sentences together only where none says it alone
            pairs = [self._window((u, after)) for u, after in pairwise(units) if after == u + 1]
            ready = self._accepted(item, [p for p in pairs if near.refused.isdisjoint(p.units)], near, ready) or ready
        if ready is None:
            ready = self.worth.evidence(near.node, near.window, near.value) if near.node and near.window else Score()
        if not near.reason and near.node is None:
            return ready, self._shut_out(item, units)
        return ready, near.reason

    def _shut_out(self, item: PreparedPoint, units: Sequence[int]) -> str:
        """Why a unit that holds something of the point may not earn it; "" where there is no such unit."""
        for unit, found in self._masks.items():
            if found & item.mask and self.blocked[unit] and unit not in units:
                return guards.REASONS[self.blocked[unit]]
        return ""

    def _accepted(
        self, item: PreparedPoint, windows: list[Window], near: _Search, least: Score | None = None
    ) -> Score | None:
        """The evidence of the best of ``windows`` that nothing speaks against, None where none beats ``least``."""
        floor = least.value if least else 0.0
        while True:
            best, node, window = floor, None, None
            for other in windows:
                value, found = self._most(item, other, best, near)
                if found is not None:
                    best, node, window = value, found, other
            if node is None or window is None:
                return None
            score = self.worth.evidence(node, window, best)
            why = self._objection(item, score)
            if not why:
                return score
            windows = [other for other in windows if other is not window]
            near.refuse(window, best, why)

    def about_of(self, score: Score) -> list[str]:
        """Whom the words of the evidence are said of; names themselves are left out; remembered in ``score``."""
        if score.about is not None:
            return score.about
        names, tokens = self.prepared.cast.names, self.text.tokens
        score.about = [
            self.about[hit.first]
            for hit in score.hits
            if tokens[hit.first].stem not in names.people or names.find(tokens, hit.first) is None
        ]
        return score.about

    def one_broad_word(self, item: PreparedPoint, score: Score) -> bool:
        """Whether all the evidence is one everyday word from the list of synonyms."""
        if item.reading.identify or len(score.hits) != 1:
            return False
        hit = score.hits[0]
        return hit.layer == "synonyms" and hit.degree < NARROW_DEGREE and hit.first == hit.last

    def nobody_does_it(self, item: PreparedPoint, score: Score) -> bool:
        """Whether what is done was found in part only, and nothing of who or what does it."""
        shape, concepts = self.prepared.shapes.points[item.point.id], self.prepared.concepts
        found = {hit.concept for hit in score.hits}
        wanted = [index for index in shape.head if concepts[index].weight >= STRONG and not concepts[index].asked]
        if not wanted or score.value >= NEARLY or found & shape.head or not found.issubset(shape.order):
            return False
        low = self.text.units[score.units[0]][0]
        before = self.text.tokens[low : max(hit.last for hit in score.hits)]
        if any(token.word in _THEY for token in before):
            return False  # "they" may well be those that the scheme means
        return not shape.verb or bool(found & shape.verb)

    def nothing_said(self, item: PreparedPoint, score: Score) -> bool:
        """Whether the evidence names what the point is about and holds nothing of what it says of it."""
        shape, concepts = self.prepared.shapes.points[item.point.id], self.prepared.concepts
        wanted = [i for i in shape.order if i not in shape.subject and concepts[i].weight >= SAID]
        found = {hit.concept for hit in score.hits}
        if score.value >= HALF or item.reading.identify or not shape.subject or not found.issubset(shape.order):
            return False
        return bool(wanted) and found.isdisjoint(wanted)

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
        """Whether the answer denies the very point too: its concepts, or all listed terms that show it."""
        if not self.found.denied:
            return False
        tokens = self.text.tokens
        used = {tokens[hit.first].clause for hit in score.hits}
        denied: dict[int, set[int]] = {}
        words: set[tuple[int, str]] = set()
        for unit, index, hit in self.found.denied:
            if index in item.indices and tokens[hit.first].clause not in used:
                denied.setdefault(unit, set()).add(index)
                words.add((index, tokens[hit.first].stem))
        if not item.reading.identify and all(
            hit.layer == "terms" and (hit.concept, tokens[hit.first].stem) in words for hit in score.hits
        ):
            return True  # a list of terms has no sentence whose share could be denied
        return any(
            sum([weight for index, weight in said.items() if index in found]) >= DENIED * sum(said.values())
            for said in item.said
            for found in denied.values()
        )

    # --- windows -------------------------------------------------------------------------------------------

    def _units(self, item: PreparedPoint) -> list[int]:
        """The units that hold something of the point and may earn it."""
        mask = item.mask
        return [
            unit
            for unit, found in self._masks.items()
            if found & mask and not (self.blocked[unit] and self._earns_nothing(item, unit))
        ]

    def _window(self, units: tuple[int, ...]) -> Window:
        known = self._known.get(units)
        if known is None:
            here = self._present[units[0]] | self._present[units[-1]]
            seen = self._seen[units[0]] | self._seen[units[-1]]
            known = self._known[units] = Window(units, here, seen, 1.0 if len(units) == 1 else PAIR)
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

    def _most(self, item: PreparedPoint, window: Window, least: float, near: _Search) -> tuple[float, Node | None]:
        """The worth of ``window`` for a point and the tree that gives it; None where it is no more than ``least``.

        What cannot be worth enough to matter is not reckoned, only remembered as the nearest.
        """
        best = least
        winner: Node | None = None
        here, spread = window.here, window.spread
        for node, factor in item.trees:
            most = node.bounds.get(here & node.mask)
            if most is None:
                most = bound(node, here)
            factor *= node.factor * spread
            most *= factor * SURELY
            if most >= UNSURE and most > best:
                value = self.worth.value(node, window) * factor
                if value >= UNSURE and value > best:
                    best, winner = value, node
                most = value
            if most < UNSURE and most > near.value:
                near.value, near.node, near.window = most, node, window
        return best, winner

    # --- objections ----------------------------------------------------------------------------------------

    def _objection(self, item: PreparedPoint, score: Score) -> str:
        """Why a window that would earn the point does not, or ""."""
        shape = self.prepared.shapes.points[item.point.id]
        whole = roles.word_for_word(shape, score.hits, score.value)
        if score.against and not whole:
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
        if owner := people.foreign_owner(self.prepared.cast, self.text.tokens, [hit.first for hit in score.hits]):
            return f"this is said of {owner}"
        if against := self._said_of_another(item, score):
            return f"“{against}” says the opposite"
        if why := roles.other_number(shape, self.text, score.hits):
            return why
        from_sentence = not whole and any(hit.concept in shape.order for hit in score.hits)  # and not from a term list
        if from_sentence and (why := self._out_of_shape(shape, score)):
            return why
        if item.reading.order and self._turned_round(item.reading.order, score):
            return "the direction is the other way round"
        if not item.reading.identify and any(self.blocked[unit] == "bare" for unit in score.units):
            return guards.REASONS["bare"]
        return ""

    def _out_of_shape(self, shape: Shape, score: Score) -> str:
        against: dict[int, list[Hit]] = {}
        for unit in score.units:
            for index, others in self.found.against.get(unit, {}).items():
                against.setdefault(index, []).extend(others)
        concepts = self.prepared.concepts
        denied: list[Hit] = []
        if shape.verb and self.found.denied and all(concepts[index].polarity == "said" for index in shape.verb):
            denied = [hit for unit, _, hit in self.found.denied if unit in score.units]
        return roles.contradicts(shape, self.text, score.hits, against, denied)

    def _said_of_another(self, item: PreparedPoint, score: Score) -> str:
        """The opposite of a verb that stands with the rest of the evidence while the verb itself stands apart.

        "Demand rises because the price falls" does not say that the price rises.
        """
        if self.found.against.keys().isdisjoint(score.units):
            return ""
        clauses = {hit.first: self.text.tokens[hit.first].clause for hit in score.hits}
        for unit in score.units:
            for index, others in self.found.against.get(unit, {}).items():
                mine = self.worth.in_unit(self.prepared.concepts[index], unit) if index in item.indices else None
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


def _mask(concepts: Iterable[int]) -> int:
    mask = 0
    for index in concepts:
        mask |= 1 << index
    return mask
