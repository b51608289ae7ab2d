"""Reads a question's whole scheme once, so that many answers can be marked quickly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tutorapp.domain.content import MarkPoint, Question
from tutorapp.marking import people
from tutorapp.marking.concepts import Concept, Node, Reading, concepts, first_stem, masked, weigh
from tutorapp.marking.match import TermIndex
from tutorapp.marking.scheme import Total
from tutorapp.marking.shape import Shapes, shapes_of
from tutorapp.marking.synonyms import SynonymPack
from tutorapp.marking.terms import MAX_POINT, SchemeReader
from tutorapp.marking.text import read

BESIDE_LISTS = 0.85
"""A point with term lists is read from its sentence as well, but with more doubt."""
MAX_QUESTION = 5_000
"""Characters of a question's text that are read."""
MAX_OWN_WORDS = 12
"""Content words of a selection awarded by hand that must be there again."""


@dataclass(slots=True)
class PreparedPoint:
    """A mark point: the reading of its sentence, its term lists and the words a person awarded before."""

    point: MarkPoint
    reading: Reading
    lists: list[Node]
    extra: list[Node]
    reject: frozenset[int] = frozenset()  # concepts that show another claim
    indices: frozenset[int] = frozenset()  # all concepts of the point
    trees: list[tuple[Node, float]] = field(default_factory=list)  # all of these, with what each counts
    said: list[dict[int, float]] = field(default_factory=list)  # per alternative: stated concept -> its weight
    mask: int = 0  # ``indices`` as bits
    stems: frozenset[str] = frozenset()  # single words among its terms


@dataclass(slots=True)
class Prepared:
    """A question ready for marking. ``asked``: stems of its own words; ``own``: concepts those may show."""

    question: Question
    unit_terms: Mapping[str, Sequence[str]]  # held, so that its id() in the marker's key stays its own
    asked: frozenset[str]
    points: list[PreparedPoint] = field(default_factory=list)
    index: TermIndex = field(default_factory=TermIndex)
    concepts: list[Concept] = field(default_factory=list)
    owner: list[str] = field(default_factory=list)  # the point of every concept
    first: list[str] = field(default_factory=list)  # the first stem of every concept
    own: frozenset[int] = frozenset()
    totals: dict[frozenset[str], Total] = field(default_factory=dict)  # by the points awarded, as they come up
    cast: people.Cast = field(default_factory=lambda: people.Cast(people.Names({})))
    shapes: Shapes = field(default_factory=Shapes)


def prepare(
    pack: SynonymPack, question: Question, extra: Mapping[str, Sequence[str]], unit_terms: Mapping[str, Sequence[str]]
) -> Prepared:
    """Everything that does not depend on an answer. ``extra``: point id -> words awarded by hand."""
    lexicon = pack.lexicon
    text = question.text[:MAX_QUESTION]
    asked = frozenset(token.stem for token in read(text, lexicon).tokens if token.word not in pack.grammar)
    glossary = _glossary(pack, unit_terms)
    reader = SchemeReader(pack, asked, lambda stems: glossary.get(stems, ()))
    prepared = Prepared(question, unit_terms, asked)
    for point in question.points or question.indicative:
        prepared.points.append(_point(pack, reader, prepared, point, extra.get(point.id, ())))
    prepared.index.known = pack.is_word
    sentences = {item.point.id: item.point.text[:MAX_POINT] for item in prepared.points}
    prepared.cast = people.cast_of(pack, text, sentences)
    prepared.shapes = shapes_of(
        pack,
        asked,
        prepared.cast.names.stems,
        {
            item.point.id: (
                sentences[item.point.id],
                [concept for node in item.reading.alternatives for concept in concepts(node)],
            )
            for item in prepared.points
        },
    )
    prepared.own = frozenset(
        concept.index
        for concept in prepared.concepts
        if concept.asked or any(layer in ("terms", "your words") for _, _, layer in concept.terms)
    )
    prepared.index.settle(asked, prepared.own)
    return prepared


def _point(
    pack: SynonymPack, reader: SchemeReader, prepared: Prepared, point: MarkPoint, words: Sequence[str]
) -> PreparedPoint:
    reading = reader.read(point.text)
    lists = [Node("every", [_listed(pack, terms) for terms in sets]) for sets in point.terms if sets]
    extra = [node for selection in words if (node := _own_words(pack, selection)) is not None]
    for node in (*lists, *extra):
        weigh(node)
    reject = [_listed(pack, point.reject)] if point.reject else []
    mine = [concept for node in (*reading.alternatives, *lists, *extra) for concept in concepts(node)]
    own = set(pack.lexicon.stems(point.text[:MAX_POINT]))
    for concept in mine:  # a scheme that says both "rises" and "falls" opposes neither
        concept.opposites = [term for term in concept.opposites if not own.issuperset(term.stems)]
    for concept in (*mine, *reject):
        concept.index = len(prepared.concepts)
        prepared.concepts.append(concept)
        prepared.owner.append(point.id)
        prepared.first.append(first_stem(concept))
        prepared.index.add(concept)
    read = BESIDE_LISTS if lists else 1.0
    trees = [*((node, 1.0) for node in (*lists, *extra)), *((node, read) for node in reading.alternatives)]
    mask = 0
    for node, _ in trees:
        mask |= masked(node)
    return PreparedPoint(
        point=point,
        reading=reading,
        lists=lists,
        extra=extra,
        reject=frozenset(concept.index for concept in reject),
        indices=frozenset(concept.index for concept in mine),
        trees=trees,
        said=[said for node in reading.alternatives if sum((said := _said(node)).values())],
        mask=mask,
        stems=frozenset(term.stems[0] for concept in mine for term, _, _ in concept.terms if len(term.stems) == 1),
    )


def _said(node: Node) -> dict[int, float]:
    return {concept.index: concept.weight for concept in concepts(node) if concept.polarity == "said"}


def _listed(pack: SynonymPack, terms: Sequence[str]) -> Concept:
    label = terms[0].strip('~*"') if terms else ""
    return Concept(label, [(pack.term(term), 1.0, "terms") for term in terms], 1.0)


def _own_words(pack: SynonymPack, words: str) -> Node | None:
    kept = [token for token in read(words, pack.lexicon).tokens if token.word not in pack.grammar][:MAX_OWN_WORDS]
    if not kept:
        return None
    return Node("every", [Concept(token.raw, [(pack.term(token.raw), 1.0, "your words")], 1.0) for token in kept])


def _glossary(pack: SynonymPack, unit_terms: Mapping[str, Sequence[str]]) -> dict[tuple[str, ...], list[str]]:
    """The stems of every name in the glossary, with the other names of the same thing."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name, others in unit_terms.items():
        forms = [name, *others]
        for form in forms:
            found.setdefault(tuple(pack.lexicon.stems(form)), []).extend(other for other in forms if other != form)
    return found
