"""The offline marker: for every mark point a verdict, the words that earn it and why; never more than a suggestion."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tutorapp.domain.content import MarkPoint, Question
from tutorapp.marking import explain, guards, people
from tutorapp.marking.match import Found, Hit, TermIndex, find
from tutorapp.marking.scheme import total
from tutorapp.marking.synonyms import SynonymPack
from tutorapp.marking.terms import LAYERS, MAX_POINT, Concept, Node, Reading, SchemeReader, concepts
from tutorapp.marking.text import Text, read

Verdict = Literal["awarded", "unsure", "not_found"]

AWARD = 0.58
UNSURE = 0.42
LIST_AWARD = 0.999
MAX_QUESTION = 5_000
_KEPT_QUESTIONS = 64


@dataclass(frozen=True, slots=True)
class PointSuggestion:
    """One point's verdict. ``evidence`` is ``answer[start:end]``; empty with 0, 0 where nothing was found."""

    verdict: Verdict
    evidence: str = ""
    start: int = 0
    end: int = 0
    layer: str = ""
    why: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the marker suggests: verdict per point and the scheme's arithmetic. Only "awarded" counts in ``total``."""

    question: str
    points: dict[str, PointSuggestion]
    groups: dict[str, int]
    cap: tuple[int, str] | None
    total: int
    up_to: int
    max: int
    words: str
    cut: bool = False  # the answer was longer than the marker reads


@dataclass(slots=True)
class _Point:
    point: MarkPoint
    reading: Reading
    lists: list[Node]
    extra: list[Node]
    indices: frozenset[int] = frozenset()
    stems: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Prepared:
    question: Question
    points: list[_Point]
    index: TermIndex
    concepts: list[Concept]
    asked: frozenset[str]
    own: frozenset[int]
    cast: people.Cast
    names: frozenset[str]
    owner: list[str]  # the point of every concept
    unit_terms: Mapping[str, Sequence[str]]  # held, so that its id() in the cache's key stays its own


@dataclass(slots=True)
class _Score:
    value: float = 0.0
    hits: list[Hit] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    units: tuple[int, ...] = ()
    against: str = ""


@dataclass(slots=True)
class Marker:
    """Suggests marks with one synonym pack; a question is read once and kept (the last 64)."""

    synonyms: SynonymPack
    _kept: OrderedDict[tuple[object, ...], _Prepared] = field(default_factory=OrderedDict)

    def mark(
        self,
        question: Question,
        answer: str,
        extra_words: Mapping[str, Sequence[str]] | None = None,
        unit_terms: Mapping[str, Sequence[str]] | None = None,
    ) -> Suggestion:
        """The suggestion for ``answer``.

        ``extra_words``: point id -> words a person has awarded by hand before. ``unit_terms``: the glossary,
        name -> its other names. Reads at most the first 40,000 characters.
        """
        prepared = self.prepare(question, extra_words, unit_terms)
        text = read(answer, self.synonyms.lexicon, prepared.names)
        found = find(text, prepared.index, prepared.asked, prepared.own)
        blocked = guards.unit_guards(text, self.synonyms, prepared.asked)
        about = people.subjects(text, prepared.cast.names, self.synonyms)
        work = _Work(self.synonyms, prepared, text, found, blocked, about)
        points = work.all_points()
        return _summed(question, points, text.cut)

    def prepare(
        self,
        question: Question,
        extra_words: Mapping[str, Sequence[str]] | None = None,
        unit_terms: Mapping[str, Sequence[str]] | None = None,
    ) -> _Prepared:
        """Reads the scheme; called by ``mark``, and ahead of it where the first answer should not wait."""
        extra = tuple(sorted((key, tuple(words)) for key, words in (extra_words or {}).items() if words))
        key = (question.id, extra, id(unit_terms) if unit_terms else 0)
        kept = self._kept.get(key)
        if kept is not None and (kept.question is question or kept.question == question):
            self._kept.move_to_end(key)
            return kept
        prepared = _prepare(self.synonyms, question, dict(extra), unit_terms or {})
        self._kept[key] = prepared
        if len(self._kept) > _KEPT_QUESTIONS:
            self._kept.popitem(last=False)
        return prepared


def _prepare(
    pack: SynonymPack, question: Question, extra: Mapping[str, Sequence[str]], unit_terms: Mapping[str, Sequence[str]]
) -> _Prepared:
    lexicon = pack.lexicon
    asked_words = read(question.text[:MAX_QUESTION], lexicon).tokens
    asked = frozenset(token.stem for token in asked_words if token.word not in pack.grammar)
    glossary = _glossary(pack, unit_terms)
    reader = SchemeReader(pack, asked, lambda stems: glossary.get(stems, ()))
    index = TermIndex()
    found: list[Concept] = []
    points: list[_Point] = []
    owner: list[str] = []
    for point in question.points or question.indicative:
        reading = reader.read(point.text)
        lists = [Node("every", [_term_concept(pack, terms) for terms in sets]) for sets in point.terms if sets]
        added = [node for words in extra.get(point.id, ()) if (node := _words_node(pack, words)) is not None]
        mine = [concept for node in (*reading.alternatives, *lists, *added) for concept in concepts(node)]
        for concept in mine:
            concept.index = len(found)
            found.append(concept)
            owner.append(point.id)
            index.add(concept)
        stems = frozenset(term.stems[0] for concept in mine for term, _, _ in concept.terms if len(term.stems) == 1)
        points.append(_Point(point, reading, lists, added, frozenset(c.index for c in mine), stems))
    index.vocabulary = frozenset(lexicon.word_and_stem(word)[1] for word in pack.grammar) | pack.weak | pack.verbs
    cast = people.cast_of(
        pack, question.text[:MAX_QUESTION], {item.point.id: item.point.text[:MAX_POINT] for item in points}
    )
    own = frozenset(
        c.index for c in found if c.asked or any(layer in ("terms", "your words") for _, _, layer in c.terms)
    )
    return _Prepared(question, points, index, found, asked, own, cast, frozenset(cast.names.people), owner, unit_terms)


def _glossary(pack: SynonymPack, unit_terms: Mapping[str, Sequence[str]]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for name, others in unit_terms.items():
        forms = [name, *others]
        for form in forms:
            found.setdefault(tuple(pack.lexicon.stems(form)), []).extend(other for other in forms if other != form)
    return found


def _term_concept(pack: SynonymPack, terms: Sequence[str]) -> Concept:
    label = terms[0].strip('~*"') if terms else ""
    return Concept(label, [(pack.term(term), 1.0, "terms") for term in terms], 1.0)


def _words_node(pack: SynonymPack, words: str) -> Node | None:
    kept = [token for token in read(words, pack.lexicon).tokens if token.word not in pack.grammar]
    if not kept:
        return None
    return Node("every", [Concept(token.raw, [(pack.term(token.raw), 1.0, "your words")], 1.0) for token in kept[:12]])


def _summed(question: Question, points: dict[str, PointSuggestion], cut: bool) -> Suggestion:
    awarded = {key for key, value in points.items() if value.verdict == "awarded"}
    possible = awarded | {key for key, value in points.items() if value.verdict == "unsure"}
    result = total(question, awarded)
    return Suggestion(
        question=question.id,
        points=points,
        groups=result.groups,
        cap=result.cap,
        total=result.total,
        up_to=total(question, possible).total,
        max=question.marks,
        words=result.words,
        cut=cut,
    )


def _first_stem(concept: Concept) -> str:
    return concept.terms[0][0].stems[0] if concept.terms and concept.terms[0][0].stems else ""


@dataclass(slots=True)
class _Work:
    """One answer being marked."""

    pack: SynonymPack
    prepared: _Prepared
    text: Text
    found: Found
    blocked: Sequence[guards.Guard]
    about: Sequence[str]

    def all_points(self) -> dict[str, PointSuggestion]:
        """Every point's suggestion, after the limit on how much one short unit may earn."""
        scored = {item.point.id: self._point(item) for item in self.prepared.points}
        self._limit_lists(scored)
        return {key: suggestion for key, (suggestion, _) in scored.items()}

    def _point(self, item: _Point) -> tuple[PointSuggestion, _Score]:
        windows = self._windows(item)
        best = _Score()
        reason = ""
        for units in windows:
            score = self._window(item, units)
            why = self._objection(item, score) if score.value >= UNSURE else ""
            if why:
                if not reason or score.value > best.value:
                    reason = why
                score.value = min(score.value, 0.0)
            if score.value > best.value:
                best = score
        return self._verdict(item, best, reason), best

    def _windows(self, item: _Point) -> list[tuple[int, ...]]:
        units = sorted(
            unit
            for unit, hits in self.found.hits.items()
            if any(index in item.indices for index in hits) and not self._earns_nothing(item, unit)
        )
        pairs = [(a, b) for a, b in zip(units, units[1:], strict=False) if b == a + 1]
        return [*((unit,) for unit in units), *pairs]

    def _earns_nothing(self, item: _Point, unit: int) -> bool:
        guard = self.blocked[unit]
        if guard != "list":
            return guard in ("language", "instruction", "copied")
        if not item.reading.identify:
            return True
        owner = self.prepared.owner
        strong = (index for index, hits in self.found.hits[unit].items() if any(hit.layer == "scheme" for hit in hits))
        return any(owner[index] != item.point.id and not self.prepared.concepts[index].asked for index in strong)

    def _window(self, item: _Point, units: tuple[int, ...]) -> _Score:
        best = _Score(units=units)
        loose = self._loose_clauses(item, units)
        for nodes, factor in (
            (item.lists, 1.0),
            (item.extra, 1.0),
            (item.reading.alternatives, 1.0 if not item.lists else 0.85),
        ):
            for node in nodes:
                score = _Score(units=units)
                score.value = (
                    self._value(node, units, loose, score) * factor * node.factor * (1.0 if len(units) == 1 else 0.96)
                )
                if score.value > best.value:
                    best = score
        return best

    def _loose_clauses(self, item: _Point, units: tuple[int, ...]) -> frozenset[int]:
        """Clauses whose denial is itself what the point asks for, so that other words in them count."""
        loose = set()
        for unit in units:
            for index, hits in self.found.hits.get(unit, {}).items():
                if index not in item.indices:
                    continue
                wants = self.prepared.concepts[index].polarity == "denied"
                for hit in hits:
                    if hit.denial_term or (wants and hit.denied):
                        loose.add(self.text.tokens[hit.first].clause)
        return frozenset(loose)

    def _value(self, node: Node | Concept, units: tuple[int, ...], loose: frozenset[int], score: _Score) -> float:
        if isinstance(node, Concept):
            return self._leaf(node, units, loose, score)
        values: list[float] = []
        weights: list[float] = []
        parts: list[_Score] = []
        for child in node.children:
            part = _Score()
            values.append(self._value(child, units, loose, part))
            weights.append(child.weight)
            parts.append(part)
            score.missing.extend(part.missing)
            score.against = score.against or part.against
        if not values:
            return 0.0
        order = sorted(range(len(values)), key=lambda n: -values[n])
        for n in order[: node.need] if node.join == "any" else range(len(parts)):
            score.hits.extend(parts[n].hits)
        if node.join == "every":
            return sum(value > 0.8 for value in values) / len(values)
        if node.join == "all":
            weight = sum(weights)
            return sum(v * w for v, w in zip(values, weights, strict=True)) / weight if weight else 0.0
        values.sort(reverse=True)
        if node.join == "any":
            return sum(values[: node.need]) / node.need
        return 0.8 * values[0] + 0.2 * sum(values) / len(values)

    def _leaf(self, concept: Concept, units: tuple[int, ...], loose: frozenset[int], score: _Score) -> float:
        best: Hit | None = None
        for unit in units:
            for hit in self.found.hits.get(unit, {}).get(concept.index, ()):
                if not self._counts(concept, hit, loose) or self._of_rival(concept, hit):
                    continue
                if best is None or hit.degree > best.degree:
                    best = hit
        if best is None and concept.polarity != "either":
            best = self._by_opposite(concept, units, score)
        if best is None and concept.parts:
            part = _Score()
            value = self._value(Node("all", list(concept.parts)), units, loose, part) * 0.95
            if value > 0.45:
                score.hits.extend(part.hits)
                score.missing.extend(part.missing)
                return value
        if best is None:
            score.missing.append(concept.label)
            return 0.0
        score.hits.append(best)
        return best.degree

    def _counts(self, concept: Concept, hit: Hit, loose: frozenset[int]) -> bool:
        if concept.polarity == "either" or hit.denial_term:
            return True
        if concept.polarity == "denied":
            return hit.denied
        return not hit.denied or self.text.tokens[hit.first].clause in loose

    def _of_rival(self, concept: Concept, hit: Hit) -> bool:
        name = self.about[hit.first]
        if not name or not people.rival_agent(self.prepared.cast, self.prepared.owner[concept.index], name, _first_stem(concept)):
            return False
        person = self.prepared.cast.names.find(self.text.tokens, hit.first)
        cast = self.prepared.cast
        owner = self.prepared.owner[concept.index]
        return person is None or person.name not in (cast.claims[owner].agent, cast.by_word[owner].get(_first_stem(concept)))

    def _by_opposite(self, concept: Concept, units: tuple[int, ...], score: _Score) -> Hit | None:
        """A denied opposite says the thing; an opposite that is stated speaks against it."""
        for unit in units:
            for hit in self.found.against.get(unit, {}).get(concept.index, ()):
                if hit.denied != (concept.polarity == "denied"):
                    return Hit(hit.first, hit.last, hit.degree * 0.75, False, False, hit.layer, hit.term)
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

    def _objection(self, item: _Point, score: _Score) -> str:
        """Why a window that would earn the point does not, or ""."""
        tokens = self.text.tokens
        if score.against:
            return f"“{score.against}” says the opposite"
        other = people.wrong(self.prepared.cast, item.point.id, self._about(score), item.stems)
        if other:
            return f"this is said of {other}"
        for unit in score.units:
            low, high = self.text.units[unit]
            strange = people.foreign_world(self.prepared.cast, tokens[low:high])
            if strange:
                return f"this is about {strange}"
        if item.reading.order and self._turned_round(item, score):
            return "the direction is the other way round"
        if any(self.blocked[unit] == "bare" for unit in score.units) and not item.reading.identify:
            return guards.REASONS["bare"]
        return ""

    def _about(self, score: _Score) -> list[str]:
        """Whom the words of the evidence are said of; names themselves are left out."""
        names = self.prepared.cast.names
        return [self.about[hit.first] for hit in score.hits if names.find(self.text.tokens, hit.first) is None]

    def _turned_round(self, item: _Point, score: _Score) -> bool:
        first, second = item.reading.order or ("", "")
        places: dict[str, int] = {}
        for unit in score.units:
            low, high = self.text.units[unit]
            for n in range(low, high):
                places.setdefault(self.text.tokens[n].stem, n)
        return first in places and second in places and places[first] > places[second]

    def _denied_elsewhere(self, item: _Point, score: _Score) -> bool:
        """Whether the answer also denies the very point: its concepts found together under a denial."""
        tokens = self.text.tokens
        used = {tokens[hit.first].clause for hit in score.hits}
        for hits in self.found.hits.values():
            denied = {
                index
                for index, items in hits.items()
                if index in item.indices and any(hit.denied and tokens[hit.first].clause not in used for hit in items)
            }
            if not denied:
                continue
            for node in item.reading.alternatives:
                mine = [c for c in concepts(node) if c.polarity == "said"]
                weight = sum(c.weight for c in mine)
                if weight and sum(c.weight for c in mine if c.index in denied) >= 0.6 * weight:
                    return True
        return False

    def _verdict(self, item: _Point, score: _Score, reason: str) -> PointSuggestion:
        if score.value < UNSURE:
            return explain.not_found(self.text, item.point, score.hits, score.missing, reason)
        start, end = self._place(score)
        evidence = self.text.source[start:end]
        layer = max((hit.layer for hit in score.hits), key=LAYERS.index, default="scheme")
        value = round(score.value, 3)
        swapped = people.doubtful(self.prepared.cast, item.point.id, self._about(score), item.stems)
        if score.value >= AWARD and not swapped and not self._denied_elsewhere(item, score):
            return PointSuggestion("awarded", evidence, start, end, layer, explain.awarded(score.hits, layer), value)
        doubt = explain.unsure(score.missing)
        if score.value >= AWARD:
            doubt = f"this is led by {swapped}: check who did what to whom" if swapped else "the answer also denies it"
        return PointSuggestion("unsure", evidence, start, end, layer, doubt, value)

    def _place(self, score: _Score) -> tuple[int, int]:
        first = min(hit.first for hit in score.hits)
        last = max(hit.last for hit in score.hits)
        return self.text.span(first, last)

    def _limit_lists(self, scored: dict[str, tuple[PointSuggestion, _Score]]) -> None:
        """One short unit earns at most one point for every two words of content, the surest first."""
        per_unit: dict[int, list[str]] = {}
        for key, (suggestion, score) in scored.items():
            if suggestion.verdict == "awarded" and len(score.units) == 1:
                per_unit.setdefault(score.units[0], []).append(key)
        for unit, keys in per_unit.items():
            low, high = self.text.units[unit]
            content = sum(token.word not in self.pack.grammar for token in self.text.tokens[low:high])
            allowed = max(min(content, 2), (content + 1) // 2)
            if len(keys) <= allowed:
                continue
            keys.sort(key=lambda key: -scored[key][1].value)
            for key in keys[allowed:]:
                old, score = scored[key]
                reason = "so short a sentence cannot state this many points"
                scored[key] = (
                    PointSuggestion("unsure", old.evidence, old.start, old.end, old.layer, reason, old.score),
                    score,
                )
