"""Whether the words that seem to earn a point also stand in its order: who does it, to whom, how many, which way.

A bag of words cannot tell "A beat B" from "B beat A". Here the evidence of a point is laid beside the build of the
scheme's sentence (``shape.py``); what contradicts it is named in a plain sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tutorapp.marking.match import Hit
from tutorapp.marking.shape import AUXILIARY, BE, LITTLE, OFTEN_VERBS, OPPOSED, PIVOTS, PREPOSITIONS, Shape, number
from tutorapp.marking.text import Text, Token, word_set

_REACH = 3
"""Words before a word among which its own adjective may stand."""


def other_kind(tokens: Sequence[Token], first: int, own: str, rivals: frozenset[str]) -> bool:
    """Whether the word at ``first`` is another than the scheme's: the "left" ventricle where it says the right."""
    low = max(0, first - _REACH)
    before = [token.stem for token in tokens[low:first] if token.unit == tokens[first].unit]
    return bool(before) and before[-1] in rivals and own not in before


def other_thing(tokens: Sequence[Token], last: int, heads: frozenset[str]) -> bool:
    """Whether the word at ``last`` belongs to another word of the scheme: "right" in "the right atrium"."""
    after = last + 1
    return (
        after < len(tokens)
        and tokens[after].stem in heads
        and tokens[after].unit == tokens[last].unit
        and tokens[after].start - tokens[last].end == 1
    )


def contradicts(
    shape: Shape, text: Text, hits: Sequence[Hit], against: Mapping[int, list[Hit]], denied: Sequence[Hit]
) -> str:
    """What in the evidence ``hits`` says another thing than the scheme does, as a reason; "" where nothing does.

    ``against``: concept -> where the words of its opposite stand. ``denied``: the point's words under a denial.
    """
    tokens = text.tokens
    return (
        _other_way(shape, tokens, hits)
        or _turned_round(shape, tokens, hits)
        or _said_of_rival(shape, text, hits)
        or _nearer_opposite(text, hits, against)
        or _verb_reversed(shape, text, hits, against, denied)
        or _lessened(shape, tokens, hits)
    )


def word_for_word(shape: Shape, hits: Sequence[Hit], value: float) -> bool:
    """Whether the scheme's own words all stand there in its order, with hardly anything between."""
    if value < WHOLE or shape.denies or any(hit.layer != "scheme" or hit.denied for hit in hits):
        return False
    own = sorted((shape.order[hit.concept], hit.first) for hit in hits if hit.concept in shape.once)
    places = [first for _, first in own]
    if len(own) < 2 or places != sorted(places):
        return False
    return places[-1] - places[0] - (own[-1][0] - own[0][0]) <= SLACK


WHOLE = 0.98
SLACK = 2
"""Words that may stand between those of the scheme for them to be its sentence still."""


def other_number(shape: Shape, text: Text, hits: Sequence[Hit]) -> str:
    """A year or an amount in a clause of the evidence, where the scheme gives another."""
    if not shape.numbers:
        return ""
    tokens = text.tokens
    clauses = {tokens[hit.first].clause for hit in hits}
    units = {tokens[hit.first].unit for hit in hits}
    given: dict[str, list[Token]] = {}
    for unit in units:
        for token in tokens[slice(*text.units[unit])]:
            if kind := number(token):
                given.setdefault(kind, []).append(token)
    for kind, wanted in shape.numbers.items():
        said = given.get(kind, [])
        if said and not any(token.stem in wanted for token in said):
            other = next((token for token in said if token.clause in clauses), None)
            if other is not None:
                return f"“{other.raw}” is another number than the scheme's"
    return ""


def _other_way(shape: Shape, tokens: Sequence[Token], hits: Sequence[Hit]) -> str:
    """ "moves up" where the scheme says "moves down"."""
    if not shape.ways:
        return ""
    for index, way in shape.ways:
        for hit in hits:
            if hit.concept != index:
                continue
            clause = tokens[hit.first].clause
            near = [t for t in tokens[max(0, hit.first - _REACH) : hit.last + 1 + _REACH] if t.clause == clause]
            turned = next((t for t in near if t.word in OPPOSED[way]), None)
            if turned is not None and not any(t.word == way for t in near):
                return f"“{turned.raw}” is the other way round"
    return ""


def _turned_round(shape: Shape, tokens: Sequence[Token], hits: Sequence[Hit]) -> str:
    """The doer and the done-to exchanged, or what "than", "above" and their like set side by side."""
    for verb in hits if shape.subject else ():
        if verb.concept not in shape.verb or not _same_side(tokens, verb):
            continue
        before, after = _sides(tokens, hits, verb, shape.subject), _sides(tokens, hits, verb, shape.after)
        passive = _passive(tokens, verb.last)
        if before is None or after is None:
            continue
        if passive == shape.passive and before == "right" and after in ("left", ""):
            return "who does it and to whom are exchanged"
        if passive and not shape.passive and before == "left" and after == "right" and _by(tokens, verb.last):
            return "who does it and to whom are exchanged"
    found = {hit.concept for hit in hits}
    if shape.pivot and not shape.before_pivot.isdisjoint(found) and not shape.behind_pivot.isdisjoint(found):
        for n in range(min(hit.first for hit in hits), max(hit.last for hit in hits)):
            if tokens[n].word not in PIVOTS[shape.pivot]:
                continue
            pivot = Hit(n, n, 1.0, False, False, "", "")
            before, after = (
                _sides(tokens, hits, pivot, shape.before_pivot),
                _sides(tokens, hits, pivot, shape.behind_pivot),
            )
            if before == "right" and after == "left":
                return "the two sides are exchanged"
    return ""


def _same_side(tokens: Sequence[Token], verb: Hit) -> bool:
    """Whether a verb keeps doer and done-to where the scheme's has them, as "belong to" for "own" does not."""
    if verb.layer == "scheme":
        return True
    token = tokens[verb.first]
    return verb.first == verb.last and token.stem not in _CONVERSE and token.lower.rstrip("s") in OFTEN_VERBS


_CONVERSE = word_set("stay remain becom com get lose los result follow go li stand need own ow")


def _sides(tokens: Sequence[Token], hits: Sequence[Hit], verb: Hit, wanted: frozenset[int]) -> str | None:
    """On which side of ``verb`` in its unit all of ``wanted`` that were found stand: left, right, "" both, None."""
    unit = tokens[verb.first].unit
    found = {
        "left" if hit.first < verb.first else "right"
        for hit in hits
        if hit.concept in wanted
        and hit is not verb
        and tokens[hit.first].unit == unit
        and not (hit.first > verb.first and _owing_to(tokens, hit.first, verb.last))
    }
    return None if not found else found.pop() if len(found) == 1 else ""


def _owing_to(tokens: Sequence[Token], n: int, verb: int) -> bool:
    """Whether the word at ``n`` hangs on "thanks to", "because of", "through" after the verb."""
    return any(token.word in _OWING for token in tokens[verb + 1 : n])


_OWING = word_set("thanks due because through under from with")


def _passive(tokens: Sequence[Token], verb: int) -> bool:
    before = tokens[max(0, verb - 3) : verb]
    unit = tokens[verb].unit
    be = any(token.word in BE for token in before if token.unit == unit) and not tokens[verb].lower.endswith("ing")
    return be or _by(tokens, verb)


def _by(tokens: Sequence[Token], verb: int) -> bool:
    """Whether "by" and the doer follow ("by working" tells how, not who)."""
    for n in (verb + 1, verb + 2):
        if n + 1 < len(tokens) and tokens[n].word == "by" and tokens[n].unit == tokens[verb].unit:
            return not tokens[n + 1].lower.endswith("ing")
    return False


def _said_of_rival(shape: Shape, text: Text, hits: Sequence[Hit]) -> str:
    """What the scheme says of one thing, said of another that the scheme speaks of."""
    if not shape.subject:
        return ""
    tokens = text.tokens
    named = [hit for hit in hits if hit.concept in shape.subject]
    if named and all(_set_aside(tokens, hit.first) for hit in named):
        return f"this is not said of “{tokens[named[0].first].raw}”"
    own = {n for hit in hits if hit.concept in shape.subject for n in range(hit.first, hit.last + 1)}
    predicate = [hit for hit in hits if hit.concept not in shape.subject and hit.concept in shape.order]
    done = next((hit for hit in predicate if hit.concept in shape.verb), None)
    if not predicate or (done is not None and shape.passive and not _passive(tokens, done.last)):
        return ""  # "waves erode the cave" speaks of the same as "the cave is eroded"
    predicate = [hit for hit in predicate if hit.concept in shape.telling] or predicate
    leaders = [leader for hit in predicate if (leader := _leader(shape, text, hit.first, own))]
    if len(leaders) * 2 > len(predicate):
        return f"this is said of “{leaders[0]}”"
    last = max(hit.last for hit in predicate)
    if not own or min(own) < last or tokens[min(own)].clause == tokens[last].clause:
        return ""
    torn = not _owned(shape, text, predicate) and not _owing_to(tokens, min(own), last)
    return "this is said of something else" if torn else ""


def _set_aside(tokens: Sequence[Token], n: int) -> bool:
    """Whether the word at ``n`` only serves to compare: "faster than the soft rock", "instead of Ralph"."""
    unit = tokens[n].unit
    before = [token.word for token in tokens[max(0, n - 3) : n] if token.unit == unit]
    return (
        "than" in before
        or "unlike" in before
        or "instead" in before
        or (before[-1:] == ["not"] and n > 1 and tokens[n - 1].start - tokens[n - 2].end > 1)
    )


def _owned(shape: Shape, text: Text, predicate: Sequence[Hit]) -> bool:
    """Whether the subject stands before the evidence too."""
    tokens = text.tokens
    first = min(hit.first for hit in predicate)
    low, _ = text.units[tokens[first].unit]
    return any(token.stem in shape.own for token in tokens[low:first])


def _leader(shape: Shape, text: Text, place: int, own: set[int]) -> str:
    """The rival that stands nearest before ``place`` in its unit, "" where the point's own subject is nearer."""
    tokens = text.tokens
    low, _ = text.units[tokens[place].unit]
    for n in range(place - 1, low - 1, -1):
        token = tokens[n]
        if (kind := shape.kinds.get(token.stem)) and token.stem in shape.own and other_kind(tokens, n, *kind):
            return f"{tokens[n - 1].raw} {token.raw}"
        if n in own or token.stem in shape.own:
            return ""
        if token.stem in shape.rivals and not token.lower.endswith(("'s", "’s")) and not _object(tokens, n, low):
            return token.raw
    return ""


def _object(tokens: Sequence[Token], n: int, low: int) -> bool:
    """Whether the word at ``n`` hangs on a preposition."""
    for m in range(n - 1, max(low, n - 4) - 1, -1):
        word = tokens[m].word
        if word in PREPOSITIONS and word not in ("because", "until", "before", "after", "since"):
            return not (word == "to" and tokens[m + 1].word in OFTEN_VERBS)
        if word in AUXILIARY or word in ("but", "while"):
            return False
    return False


def _nearer_opposite(text: Text, hits: Sequence[Hit], against: Mapping[int, list[Hit]]) -> str:
    """An opposite that stands nearer to the rest of the evidence than the word itself does."""
    if not against:
        return ""
    tokens = text.tokens
    for mine in hits:
        for other in against.get(mine.concept, ()):
            if other.denied or other.first == mine.first:
                continue
            rest = [h.first for h in hits if h.concept != mine.concept and not h.first <= other.first <= h.last]
            same = [n for n in rest if tokens[n].clause == tokens[other.first].clause]
            if not same:
                continue
            if min(abs(n - other.first) for n in same) < min(abs(n - mine.first) for n in rest):
                return f"“{text.source[slice(*text.span(other.first, other.last))]}” says the opposite"
    return ""


def _verb_reversed(
    shape: Shape, text: Text, hits: Sequence[Hit], against: Mapping[int, list[Hit]], denied: Sequence[Hit]
) -> str:
    """The scheme's verb denied, or its opposite said, where the rest of the evidence stands."""
    if not denied and not against:
        return ""
    tokens = text.tokens
    clauses = {tokens[hit.first].clause for hit in hits}
    found = {hit.concept for hit in hits}
    for hit in denied:
        if hit.concept in shape.verb and hit.concept not in found and tokens[hit.first].clause in clauses:
            return "the answer denies it"
    for index in shape.verb - found:
        for other in against.get(index, ()):
            if not other.denied and tokens[other.first].clause in clauses:
                return f"“{text.source[slice(*text.span(other.first, other.last))]}” says the opposite"
    return ""


def _lessened(shape: Shape, tokens: Sequence[Token], hits: Sequence[Hit]) -> str:
    """ "less often" where the scheme says "often"."""
    if shape.little:
        return ""
    for hit in hits:
        before = hit.first - 1
        if (
            before >= 0
            and tokens[before].word in LITTLE
            and not any(other.first <= before <= other.last for other in hits)
            and tokens[before].unit == tokens[hit.first].unit
        ):
            return f"“{tokens[before].raw} {tokens[hit.first].raw}” says the opposite"
    return ""
