"""How a scheme's sentences are built: who does it, what is done, to whom, and what the other points say instead.

Nothing is parsed. A mark point is short, so its first finite verb parts it well enough; where none is found the
point has no shape and nothing is asked of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tutorapp.marking.concepts import STRONG, Concept, is_verb
from tutorapp.marking.synonyms import SynonymPack
from tutorapp.marking.text import Token, read, word_set

PREPOSITIONS = word_set(
    "of by to for against with from like than between in on at over about under after before as into onto through "
    "during within without above below beneath behind beside near around because since until towards"
)
PIVOTS = {
    **{word: word_set("above over") for word in ("above", "over")},
    **{word: word_set("below beneath under underneath") for word in ("below", "beneath", "under")},
    **{word: word_set(word) for word in ("than", "before", "after", "against", "as", "into")},
}
"""Words that set one thing beside another, so that exchanging the two says something else."""
BE = word_set("be is are was were been being get got gets become becomes became")
AUXILIARY = BE | word_set(
    "have has had do does did will would can could may might must shall should cannot not never also often then only"
)
PERSONAL = word_set("he she it they we i you this that these those there who which")
LITTLE = word_set("less fewer least")
_LITTLE = word_set("less les fewer least")  # and their stems
_FRACTIONS = word_set("half halves third thirds quarter quarters fifth fifths tenth tenths eighth eighths")
_COUNTS = word_set(
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred hundreds thousand thousands million millions billion billions double twice"
)
_YEAR = re.compile(r"1\d\d\d|20\d\d")


_OPPOSED = {
    "up": "down downwards",
    "upwards": "down downwards",
    "down": "up upwards",
    "downwards": "up upwards",
    "into": "out",
    "out": "into inwards",
    "inwards": "out outwards",
    "outwards": "in inwards",
    "towards": "away",
    "toward": "away",
    "away": "towards toward",
    "before": "after",
    "after": "before",
    "above": "below beneath under underneath",
    "over": "below beneath under underneath",
    "below": "above over",
    "beneath": "above over",
    "under": "above over",
    "inside": "outside",
    "outside": "inside",
    "behind": "ahead",
    "against": "for",
}
OPPOSED = {word: word_set(others) for word, others in _OPPOSED.items()}
"""Small words of direction and order, each with those that turn it round."""


def number(token: Token) -> str:
    """ "year", "amount" or "" for a word that is no number; "one" is too common to be taken for one."""
    word = token.word
    if word[:1].isdigit():
        return "year" if _YEAR.fullmatch(word) else "amount"
    return "amount" if word in _FRACTIONS or word in _COUNTS else ""


@dataclass(slots=True)
class Shape:
    """A point's sentence. Numbers in the sets are concepts' indices; ``rivals`` are stems of other points' subjects."""

    subject: frozenset[int] = frozenset()
    head: frozenset[int] = frozenset()  # "friction" of "friction between the plates"
    verb: frozenset[int] = frozenset()
    after: frozenset[int] = frozenset()
    passive: bool = False
    rivals: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()  # stems of its subject
    pivot: str = ""
    before_pivot: frozenset[int] = frozenset()
    behind_pivot: frozenset[int] = frozenset()
    numbers: Mapping[str, frozenset[str]] = field(default_factory=dict)  # "year", "amount" -> the words
    ways: tuple[tuple[int, str], ...] = ()  # concept -> the word of direction beside it
    once: frozenset[int] = frozenset()  # concepts whose words stand only once in the sentence
    telling: frozenset[int] = frozenset()  # concepts that no other point speaks of
    denies: bool = False
    little: bool = False  # it says "less" or the like itself
    order: Mapping[int, int] = field(default_factory=dict)  # concept -> its place in the sentence
    named: frozenset[str] = frozenset()  # every stem of the sentence
    kinds: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)  # stem -> as in ``Shapes.contrast``


@dataclass(slots=True)
class Shapes:
    """The shapes of a question's points, and for every concept the words that would make it another thing."""

    points: dict[str, Shape] = field(default_factory=dict)
    contrast: dict[int, tuple[str, frozenset[str]]] = field(default_factory=dict)
    """Concept -> the stem that stands before it in the scheme, and stems that make it another thing."""
    follows: dict[int, frozenset[str]] = field(default_factory=dict)
    """Concept that stands before a word -> the words of other points that it must not stand before instead."""


def shapes_of(
    pack: SynonymPack,
    asked: frozenset[str],
    names: frozenset[str],
    points: Mapping[str, tuple[str, Sequence[Concept]]],
) -> Shapes:
    """Reads every point: id -> (its sentence, the concepts of its reading with their indices set).

    ``asked``: stems of the question; ``names``: stems of all names of people and places.
    """
    shapes = Shapes()
    tokens = {key: read(text, pack.lexicon).tokens for key, (text, _) in points.items()}
    heads: dict[str, set[str]] = {}
    subjects = {key: _subject(words, pack) for key, words in tokens.items()}
    for key, words in tokens.items():
        for head, modifier in _modified(words, subjects[key][0], pack):
            heads.setdefault(head, set()).add(modifier)
    for key, (_, found) in points.items():
        places = _places(tokens[key], found)
        shapes.points[key] = _shape(tokens[key], subjects[key], places, found, pack)
        modified = _modified(tokens[key], subjects[key][0], pack)
        contrast = _contrasts(tokens[key], modified, places, heads, names, pack)
        shapes.points[key].kinds = {tokens[key][places[index]].stem: value for index, value in contrast.items()}
        shapes.contrast.update(contrast)
        own = {stem: head for head, stem in modified}
        for index, place in places.items():
            if tokens[key][place].stem in own:
                shapes.follows[index] = frozenset(heads) - {token.stem for token in tokens[key]}
    for key, shape in shapes.points.items():
        elsewhere = {stem for other, it in shapes.points.items() if other != key for stem in it.named}
        shape.telling = frozenset(i for i, n in shape.order.items() if tokens[key][n].stem not in elsewhere)
        others = {stem for other, (_, stems) in subjects.items() if other != key for stem in stems}
        mine = subjects[key][1]
        opposed = {term.stems[0] for stem in mine for term in pack.opposites((stem,)) if len(term.stems) == 1}
        shape.rivals = frozenset((others - asked | _compared(others, asked, subjects)) - shape.named) | (
            frozenset(opposed) - shape.named
        )
        shape.own = frozenset(mine)
    return shapes


def _compared(others: set[str], asked: frozenset[str], subjects: Mapping[str, tuple[int, frozenset[str]]]) -> set[str]:
    """Words of the question that lead some points and not others: the things it compares."""
    every = [stems for _, stems in subjects.values() if stems]
    return {stem for stem in others & asked if any(stem not in stems for stems in every)}


def _content(token: Token, pack: SynonymPack) -> bool:
    return token.word not in pack.grammar and token.stem not in pack.weak


def _modified(tokens: Sequence[Token], verb: int, pack: SynonymPack) -> list[tuple[str, str]]:
    """Pairs of a word and the word of content right before it, the verb left out."""
    return [
        (token.stem, before.stem)
        for n, (before, token) in enumerate(pairwise(tokens))
        if verb not in (n, n + 1)
        and token.start - before.end == 1
        and token.unit == before.unit
        and before.word not in pack.grammar
        and token.word not in pack.grammar
        and (token.lower.endswith("ing") or not is_verb(token, pack))
    ]


def find_verb(tokens: Sequence[Token], pack: SynonymPack) -> int:
    """The place of the first finite verb (the participle after "was"), or -1."""
    auxiliary = -1
    started = False
    for n, token in enumerate(tokens):
        if token.word in AUXILIARY:
            if started and auxiliary < 0 and token.word not in _BESIDE_VERBS:
                auxiliary = n
            continue
        if started and ((is_verb(token, pack) and _finite(tokens, n, auxiliary)) or _acts(tokens, n)):
            return n
        if auxiliary >= 0:
            return auxiliary
        started = started or token.word in PERSONAL or token.word not in pack.grammar
    if auxiliary >= 0:
        return auxiliary
    return next((n for n in range(1, len(tokens) - 1) if _third_person(tokens, n, pack)), -1)


def _acts(tokens: Sequence[Token], n: int) -> bool:
    """ "lungs fill", "the price falls": a word that is often a verb, agreeing with the noun before it."""
    before, token = tokens[n - 1], tokens[n]
    if n == 0 or token.start - before.end != 1 or before.word in _DETERMINERS or before.word in PREPOSITIONS:
        return False
    low = token.lower
    singular = low[:-1] if low.endswith("s") else ""
    if low.endswith("ies"):
        singular = low[:-3] + "y"
    if singular in OFTEN_VERBS or (low.endswith("es") and low[:-2] in OFTEN_VERBS):
        return not before.lower.endswith("s") or before.lower.endswith("ss") or before.capital
    plural = before.lower.endswith("s") and not before.lower.endswith(("ss", "'s", "’s", "us", "is"))
    return low in OFTEN_VERBS and plural


OFTEN_VERBS = word_set(
    "rise fall grow build sell win lose fight catch hold lead keep think feel bring buy teach tell speak write "
    "break shoot hide begin become come choose know show throw drive send spend pay mean meet run wear forbid "
    "forget eat beat seek die lie strike set cut let make take give get go say see put pump enter move flow "
    "contract relax bend sink float burn cause release store carry absorb trap fill fire force form feed gain guard "
    "help hit hunt increase decrease drop slow speed land limit link load lock loan mark march melt mix mine name "
    "need order open close pass plan plant point press print process produce promise protest pull push question "
    "reach read record reform repair report rest return reward rule rush save search sense separate shape share "
    "shift shock shout sign sleep sound spin split spread stage stand start state stay steal stop stress study "
    "supply support surround swap switch talk tax test threaten tie touch trade train transfer transport travel "
    "treat trick turn use value visit vote wait walk want wash waste water wave weaken work wound yield add allow "
    "ban block blame boost call change claim collect compare control copy cost count cover create cross damage deal "
    "defeat delay demand deny design dissolve divide draw dress drink ease edit emit end escape exchange excuse "
    "exit expand expel explode export fail favour filter fit fix focus follow fuel govern group guide harm hate "
    "heat hope import invest join judge jump kill kick lack last launch learn leave lend lift like live look love "
    "lower match matter measure offer oppose owe own provide prove punish raise react reflect refuse reject remain "
    "remove repeat replace resist respond reveal risk rotate sail sacrifice secure shelter shrink simplify steer "
    "suffer suggest swell trust try unite warn watch widen wish worry orbit attack ally allied attract repel "
    "persuade criticise "
)


_EMPTY = word_set("mak made get us hav becom do go need giv tak")  # stems of verbs that do nothing by themselves
_BESIDE_VERBS = word_set("not never also often then only")


def _finite(tokens: Sequence[Token], n: int, auxiliary: int) -> bool:
    """Whether the verb form at ``n`` is no adjective ("weakened form") and opens no part of a list."""
    before, token = tokens[n - 1], tokens[n]
    if token.lower.endswith("ing"):
        return False
    if auxiliary >= 0:
        return True
    if token.start - before.end != 1:
        return False
    return before.word not in PREPOSITIONS and before.word not in _DETERMINERS


_DETERMINERS = word_set("a an the his her their its our your my some any all no more most and or very")


def _third_person(tokens: Sequence[Token], n: int, pack: SynonymPack) -> bool:
    """ "ventricle pumps blood": a word in -s after a singular one, with something after it."""
    before, token, after = tokens[n - 1 : n + 2]
    if not token.lower.endswith("s") or token.lower.endswith(("ss", "us", "is")) or token.stem in pack.weak:
        return False
    plain = before.word not in pack.grammar or before.word in PERSONAL
    joined = token.start - before.end == 1 and after.start - token.end == 1 and after.word not in ("and", "or", "of")
    return plain and joined and not before.lower.endswith("s")


def _subject(tokens: Sequence[Token], pack: SynonymPack) -> tuple[int, frozenset[str]]:
    """The verb's place and the stems before it; no stems where a pronoun or nothing leads the sentence."""
    verb = find_verb(tokens, pack)
    lead = tokens[: max(verb, 0)]
    if verb < 1 or any(token.word in PERSONAL for token in lead):
        return verb, frozenset()
    if lead[0].word in PREPOSITIONS:
        cut = max(n for n, token in enumerate(lead) if token.word in PREPOSITIONS)
        lead = lead[cut + 2 :]
    said = [token for token in lead if token.word not in pack.grammar]
    strong = [token for token in said if token.stem not in pack.weak or (token.capital and token.start)]
    return verb, frozenset(token.stem for token in strong or said)


def _places(tokens: Sequence[Token], found: Sequence[Concept]) -> dict[int, int]:
    """The place of every concept's own words in the sentence; the same word twice takes the next one."""
    places: dict[int, int] = {}
    taken: dict[tuple[str, ...], int] = {}
    stems = [token.stem for token in tokens]
    for concept in found:
        if not concept.terms:
            continue
        own = concept.terms[0][0].stems
        size = len(own)
        start = taken.get(own, -1) + 1
        for n in range(start, len(stems) - size + 1):
            if tuple(stems[n : n + size]) == own:
                places[concept.index] = taken[own] = n
                break
    return places


def _shape(
    tokens: Sequence[Token],
    subject: tuple[int, frozenset[str]],
    places: Mapping[int, int],
    found: Sequence[Concept],
    pack: SynonymPack,
) -> Shape:
    verb, leading = subject
    by_index = {concept.index: concept for concept in found}
    stems = [token.stem for token in tokens]
    once = {
        index: place
        for index, place in places.items()
        if stems.count(tokens[place].stem) == 1 or len(by_index[index].terms[0][0].stems) > 1
    }
    passive = verb > 0 and any(t.word in BE for t in tokens[max(0, verb - 3) : verb]) and tokens[verb].word not in BE
    pivot = next((n for n, t in enumerate(tokens) if n and t.word in PIVOTS), -1)
    shape = Shape(passive=passive, order=dict(places), named=frozenset(stems))
    shape.once = frozenset(once)
    shape.denies = any(concept.polarity == "denied" for concept in found)
    shape.little = any(term.stems[0] in _LITTLE for concept in found for term, _, _ in concept.terms if term.stems)
    if verb > 0:
        shape.verb = frozenset(i for i, n in places.items() if n == verb and tokens[verb].stem not in _EMPTY)
        shape.subject = frozenset(i for i, n in places.items() if n < verb and tokens[n].stem in leading)
        cut = next((n for n, t in enumerate(tokens[:verb]) if n and t.word in PREPOSITIONS), verb)
        head = frozenset(i for i in shape.subject if places[i] < cut and by_index[i].weight >= STRONG)
        listed = any(t.word in ("such", "like", "including") for t in tokens[:verb])  # the examples may do it as well
        shape.head = shape.subject if listed or not head else head
        shape.after = frozenset(i for i, n in once.items() if n > verb and by_index[i].weight > 0.3)
    if pivot > 0:
        shape.pivot = tokens[pivot].word
        shape.before_pivot = frozenset(i for i, n in once.items() if n < pivot and n != verb)
        shape.behind_pivot = frozenset(i for i, n in once.items() if n > pivot)
    shape.ways = tuple(_ways(tokens, places, pack))
    numbers: dict[str, set[str]] = {}
    for token in tokens:
        if kind := number(token):
            numbers.setdefault(kind, set()).add(token.stem)
    shape.numbers = {kind: frozenset(words) for kind, words in numbers.items()}
    return shape


def _ways(tokens: Sequence[Token], places: Mapping[int, int], pack: SynonymPack) -> list[tuple[int, str]]:
    """Every word of direction with the concepts beside it: the one before it and the next word of content."""
    found: list[tuple[int, str]] = []
    for n, token in enumerate(tokens):
        if token.word not in OPPOSED:
            continue
        after = next((m for m in range(n + 1, min(n + 4, len(tokens))) if tokens[m].word not in pack.grammar), -1)
        beside = {m for m in (n - 1, n - 2) if m >= 0 and (is_verb(tokens[m], pack) or (m and _acts(tokens, m)))} | {
            after
        }
        found.extend((index, token.word) for index, place in places.items() if place in beside)
    return found


def _contrasts(
    tokens: Sequence[Token],
    modified: Sequence[tuple[str, str]],
    places: Mapping[int, int],
    heads: Mapping[str, set[str]],
    names: frozenset[str],
    pack: SynonymPack,
) -> dict[int, tuple[str, frozenset[str]]]:
    """For every concept with a word of content before it: that word, and what must not stand there instead."""
    found: dict[int, tuple[str, frozenset[str]]] = {}
    for index, place in places.items():
        own = tokens[place - 1].stem if place else ""
        if not own or own not in (stem for head, stem in modified if head == tokens[place].stem):
            continue
        same = {term.stems[0] for term, _ in pack.same((own,)) if len(term.stems) == 1}
        opposed = {term.stems[0] for term in pack.opposites((own,)) if len(term.stems) == 1}
        rivals = frozenset((heads[tokens[place].stem] - same) | opposed) - {own}
        if tokens[place - 1].lower.endswith(("'s", "’s")):
            rivals |= names - {token.stem for token in tokens}  # "William's army" is not Harold's
        if rivals:
            found[index] = (own, rivals)
    return found
