"""Who a sentence is about, so that a claim about the wrong person, place or side earns nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tutorapp.marking.concepts import is_verb
from tutorapp.marking.shape import find_verb
from tutorapp.marking.synonyms import Person, SynonymPack
from tutorapp.marking.text import Text, Token, read, word_set

_BEFORE_OBJECT = word_set("of by to for against with from like than between in on at over about under after as into")
_PRONOUNS = word_set("he she his her they their it its him")
_OWNERS = word_set("he she his her him himself herself")
_OTHERS = word_set("rival rivals opponent opponents others leaders delegates enemies people members opposition")
_TITLES = word_set("lady mrs miss mr sir king queen lord dr")


@dataclass(slots=True)
class Names:
    """Names by stem: those of the pack, and capitalised words of the question that are not known to it."""

    people: dict[str, Person]
    stems: frozenset[str] = frozenset()  # those of ``people``, once all are known

    def settle(self) -> None:
        """Takes note that all names are there."""
        self.stems = frozenset(self.people)

    def find(self, tokens: Sequence[Token], n: int) -> Person | None:
        """The person or place named at token ``n`` (a title before it makes another name)."""
        person = self.people.get(tokens[n].stem)
        if person is not None and n and tokens[n - 1].word in _TITLES:
            return self.people.get(f"{tokens[n - 1].word} {tokens[n].stem}", person)
        return person


def names_for(pack: SynonymPack, texts: Iterable[str]) -> Names:
    """The pack's names and the unknown capitalised ones inside ``texts`` (a scheme's sentences)."""
    people = {form: person for person in pack.people for form in person.forms}
    for text in texts:
        tokens = read(text, pack.lexicon).tokens
        for n, token in enumerate(tokens):
            inside = (n and tokens[n - 1].unit == token.unit) or _opens_with_name(tokens, n, pack)
            title = n > 0 and tokens[n - 1].word in _TITLES and tokens[n - 1].capital
            if not (token.capital and inside) or token.word in pack.grammar or token.raw.isupper():
                continue
            beside = [tokens[m] for m in (n - 1, n + 1) if 0 <= m < len(tokens) and tokens[m].unit == token.unit]
            if not title and any(t.capital and t.start and t.word not in pack.grammar for t in beside):
                continue  # "Red Army", "Five-Year Plan": a thing's name more often than a person's
            key = f"{tokens[n - 1].word} {token.stem}" if title else token.stem
            if not title and (pack.knows((token.stem,)) or token.stem in pack.verbs or token.stem in pack.weak):
                continue
            people.setdefault(key, Person(key, ""))
    return Names(people)


def _opens_with_name(tokens: Sequence[Token], n: int, pack: SynonymPack) -> bool:
    """Whether the word that opens a sentence is a name: an owner ("Harold's army") or a stranger that acts."""
    owner = tokens[n].lower.endswith(("'s", "’s")) and tokens[n].word not in pack.grammar
    return (owner and not pack.knows((tokens[n].stem,))) or _stranger(tokens, n, pack)


@dataclass(slots=True)
class Claim:
    """Whom a mark point is about: ``agent`` leads its sentence, ``named`` are all in it, ``base`` may stand for it."""

    agent: str = ""
    named: frozenset[str] = frozenset()
    base: frozenset[str] = frozenset()
    strict: bool = False
    owner: bool = False  # the sentence speaks of "he" or "she"
    loose: bool = False
    worlds: frozenset[str] = frozenset()


@dataclass(slots=True)
class Cast:
    """The claims of a question's points, and the agents that occur in them."""

    names: Names
    claims: dict[str, Claim] = field(default_factory=dict)
    agents: frozenset[str] = frozenset()
    heroes: frozenset[str] = frozenset()
    by_name: dict[str, Person] = field(default_factory=dict)
    worlds: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()  # every name of the question and its points
    asked: frozenset[str] = frozenset()  # names of the question
    words: frozenset[str] = frozenset()  # all words of the question and its points
    by_word: dict[str, dict[str, str]] = field(default_factory=dict)  # point -> stem -> whom the scheme says it of


def cast_of(pack: SynonymPack, question: str, points: Mapping[str, str]) -> Cast:
    """Reads from question and points who is meant where."""
    names = names_for(pack, [question, *points.values()])
    _add_topics(names, pack, question, points)
    names.settle()
    cast = Cast(names, by_name={person.name: person for person in names.people.values()})
    asked = _mentions(read(question, pack.lexicon).tokens, names)
    heroes = frozenset(person.name for person in asked if not person.place and person.world)
    if not heroes:
        heroes = frozenset(person.name for person in asked if not person.place and person.name.split()[0] in _TITLES)
    if not heroes and any(token in _OWNERS for text in points.values() for token in text.lower().split()):
        heroes = _asked_after(read(question, pack.lexicon).tokens, names)
    cast.heroes = heroes
    worlds = {person.world for person in asked if person.world}
    for key, text in points.items():
        tokens = read(text, pack.lexicon).tokens
        named = _mentions(tokens, names)
        worlds |= {person.world for person in named if person.world}
        leaders = _leading(tokens, names, pack)
        agent = leaders[0] if leaders else ""
        words = {token.word for token in tokens}
        owner = bool(words & _OWNERS)
        cast.claims[key] = Claim(
            agent=agent,
            named=frozenset(person.name for person in named),
            base=frozenset(leaders) if leaders else heroes | _before_verb(tokens, names, pack),
            owner=owner,
            strict=bool(agent) or (owner and bool(heroes)),
            loose=not agent and not owner and len(heroes) == 1 and not (words & _OTHERS),
        )
        said_of = subjects(Text(text, tokens, []), names, pack)
        cast.by_word[key] = {
            token.stem: name for token, name in reversed(list(zip(tokens, said_of, strict=True))) if name
        }
    scheme = [question, *points.values()]
    cast.words = frozenset(token.word for text in scheme for token in read(text, pack.lexicon).tokens)
    cast.asked = frozenset(person.name for person in asked)
    cast.agents = frozenset(
        name for words in cast.by_word.values() for name in words.values() if name in cast.asked
    ) | frozenset(claim.agent for claim in cast.claims.values() if claim.agent)
    cast.worlds = frozenset(worlds)
    cast.mentioned = heroes.union(*(claim.named for claim in cast.claims.values())) | {person.name for person in asked}
    return cast


def _add_topics(names: Names, pack: SynonymPack, question: str, points: Mapping[str, str]) -> None:
    """What the question compares ("arteries and veins") counts as names when it leads the points' sentences."""
    asked = {token.stem for token in read(question, pack.lexicon).tokens if token.word not in pack.grammar}
    leading = set()
    for text in points.values():
        for unit in re.split(r"[,;:/]", text):
            first = next((token for token in read(unit, pack.lexicon).tokens if token.word not in pack.grammar), None)
            if first is not None and first.stem in asked and (first.stem not in pack.weak or first.capital):
                leading.add(first.stem)
    if len(leading) > 1:
        for value in leading:
            names.people.setdefault(value, Person(value, ""))


def _before_verb(tokens: Sequence[Token], names: Names, pack: SynonymPack) -> frozenset[str]:
    """Names that stand before the verb without leading: "princes such as Frederick protected him"."""
    return frozenset(person.name for person in _mentions(tokens[: max(find_verb(tokens, pack), 0)], names))


def _asked_after(tokens: Sequence[Token], names: Names) -> frozenset[str]:
    """Whom a question without known people asks about; what follows "in" is a place or a work."""
    found: set[str] = set()
    for n, token in enumerate(tokens):
        if token.word == "in" and n + 1 < len(tokens) and tokens[n + 1].capital:
            break
        person = names.find(tokens, n)
        if person is not None and not person.place and not (n and tokens[n - 1].word in _BEFORE_OBJECT):
            found.add(person.name)
    return frozenset(found)


def _mentions(tokens: Sequence[Token], names: Names) -> list[Person]:
    return [person for n in range(len(tokens)) if (person := names.find(tokens, n))]


_TOLD = word_set("say stat explain show describ mention identif recognis not argu")


def _leading(tokens: Sequence[Token], names: Names, pack: SynonymPack) -> list[str]:
    """The names that lead a scheme's sentence, one or several joined by "and"."""
    start = next(
        (n + 1 for n, token in enumerate(tokens[:6]) if token.word == "that" and n and tokens[n - 1].stem in _TOLD), 0
    )
    for n, token in enumerate(tokens[start : start + 4], start):
        person = names.find(tokens, n)
        if person is not None:
            return [person.name, *_joined_names(tokens, n + 1, names)]
        if token.word in _OWNERS:
            break
        if is_verb(token, pack) or token.word in _BEFORE_OBJECT:
            break
    return []


def _joined_names(tokens: Sequence[Token], n: int, names: Names) -> list[str]:
    found = []
    while n < len(tokens) and (tokens[n].word in ("and", "or") or names.find(tokens, n)):
        person = names.find(tokens, n)
        found.extend([person.name] if person else [])
        n += 1
    return found


def subjects(text: Text, names: Names, pack: SynonymPack) -> list[str]:
    """For every token the person its clause is about, "" where none is named; pronouns carry the last one on."""
    out: list[str] = []
    current = ""
    clause = -1
    unit = -1
    seen = 0
    settled = False
    named = names.people
    verbs = pack.verbish
    for n, token in enumerate(text.tokens):
        if token.unit != unit or token.clause != clause:
            if (token.unit != unit and token.word not in _PRONOUNS) or (
                token.unit == unit and token.word in ("they", "it", "people", "everyone", "there", "nobody")
            ):
                current = ""
            unit, clause, seen, settled = token.unit, token.clause, 0, False
        person = names.find(text.tokens, n) if token.stem in named else None
        if person is not None and not token.lower.endswith(("'s", "’s")):
            before = text.tokens[n - 1].word if n and text.tokens[n - 1].unit == unit else ""
            if before == "by" and not person.place:
                _back_fill(out, text, n, person.name)
                current, settled = person.name, True
            elif (not settled or _cleft(text.tokens, n)) and _may_lead(text.tokens, n, seen, names, pack):
                current, settled = person.name, True
        elif seen == 0 and token.capital and _stranger(text.tokens, n, pack):
            current, settled = f"?{token.raw}", True
        elif not settled and person is None:
            raw = token.raw
            verb = verbs[raw] if raw in verbs else _remembered(token, pack)
            settled = verb or (seen == 0 and token.word in _PRONOUNS)
        out.append(current)
        seen += 1
    return out


def _cleft(tokens: Sequence[Token], n: int) -> bool:
    """Whether the name at ``n`` stands in "it was Stalin who"."""
    return (
        1 < n < len(tokens) - 1
        and tokens[n - 2].word == "it"
        and tokens[n - 1].word == "be"
        and tokens[n + 1].word in ("who", "that")
    )


def _remembered(token: Token, pack: SynonymPack) -> bool:
    if len(pack.verbish) >= _KEPT_WORDS:
        pack.verbish.clear()
    verb = pack.verbish[token.raw] = is_verb(token, pack)
    return verb


_KEPT_WORDS = 40_000


def _stranger(tokens: Sequence[Token], n: int, pack: SynonymPack) -> bool:
    """A capitalised word that opens a clause before a verb and that nobody knows: probably a name."""
    token = tokens[n]
    if not token.capital or len(token.raw) < 3 or not token.raw[1:].islower():
        return False
    follows = tokens[n + 1] if n + 1 < len(tokens) and tokens[n + 1].unit == token.unit else None
    if follows is None or (token.raw[-1] == "s" and (len(follows.raw) < 4 or follows.raw[-1] != "s")):
        return False  # "Peasants work" names nobody, "Laertes puts" does
    if not (is_verb(follows, pack) or (len(follows.raw) > 3 and follows.raw.endswith("s"))):
        return False
    small = token.word in pack.grammar or token.stem in pack.weak or token.stem in pack.verbs
    return not small and not token.raw.endswith(_WORD_ENDINGS) and not pack.knows((token.stem,))


_WORD_ENDINGS = (
    "ing",
    "ed",
    "ly",
    "ion",
    "ment",
    "ness",
    "ity",
    "ism",
    "ship",
    "ance",
    "ence",
    "ure",
    "age",
    "ogy",
    "phy",
)


def _may_lead(tokens: Sequence[Token], n: int, seen: int, names: Names, pack: SynonymPack) -> bool:
    """Whether the name at ``n`` can be its clause's subject: no preposition or plain word stands before it."""
    if seen == 0:
        return True
    before = tokens[n - 1]
    if before.word in _BEFORE_OBJECT:
        return False
    return (
        before.word in pack.grammar
        or before.capital
        or names.find(tokens, n - 1) is not None
        or before.word in ("then", "later")
    )


def _back_fill(out: list[str], text: Text, n: int, name: str) -> None:
    clause = text.tokens[n].clause
    for back in range(n - 1, -1, -1):
        if text.tokens[back].clause != clause:
            break
        if not out[back]:
            out[back] = name


def wrong(cast: Cast, key: str, about: Iterable[str], allowed_terms: frozenset[str]) -> str:
    """The name that makes the claim one about somebody else, or "". ``about``: subjects of the evidence.

    ``allowed_terms``: stems that the point's own terms hold, so that an instance of "rivals" may be a subject.
    """
    claim = cast.claims[key]
    every = list(about)
    names = [name for name in every if name]
    if not names:
        return ""
    for name in dict.fromkeys(names):
        if names.count(name) * 2 < len(every):
            continue
        person = cast.by_name.get(name)
        if person is None:
            continue
        if person.world and cast.worlds and person.world not in cast.worlds:
            return name
        if _stands_for(person, claim, cast):
            continue
        if claim.agent and claim.agent not in names and (name in cast.agents or _other_place(cast, claim, person)):
            return name
        if (
            name in claim.named
            or (not person.world and name in cast.asked)
            or any(form in allowed_terms for form in person.forms)
        ):
            continue
        if (
            not person.place
            and ((claim.strict and claim.base) or (claim.loose and person.world))
            and not claim.base & set(names)
        ):
            return name
    return ""


def _other_place(cast: Cast, claim: Claim, person: Person) -> bool:
    """Whether a country is named where the claim is another country's."""
    agent = cast.by_name.get(claim.agent)
    return bool(person.place and agent and agent.place and agent.world != person.world)


def _stands_for(person: Person, claim: Claim, cast: Cast) -> bool:
    if person.name in claim.base or person.acts_for in claim.base:
        return True
    if cast.heroes and person.name not in cast.heroes and not person.place:
        return False
    return any(
        (other := cast.by_name.get(base)) is not None
        and other.place != person.place
        and other.world == person.world
        and other.world
        and other.place
        for base in claim.base
    )


def rival_agent(cast: Cast, key: str, name: str, word: str) -> bool:
    """Whether a word said of ``name`` belongs to another subject of the scheme, as in a swapped pair.

    ``word`` is the first stem of what the scheme asks for; it may say it of another than the point's leader.
    """
    claim = cast.claims[key]
    agent = cast.by_word[key].get(word, claim.agent) if claim.agent else ""
    if not name or not agent or name == agent:
        return False
    if agent != claim.agent:
        return (name in cast.agents and name not in (agent, claim.agent)) or name == claim.agent
    person = cast.by_name.get(name)
    if person is None:
        return name in cast.agents
    rival = name in cast.agents or any(
        agent != claim.agent
        and (other := cast.by_name.get(agent)) is not None
        and other.place
        and other.world == person.world
        for agent in cast.agents
    )
    return rival and not _stands_for(person, claim, cast)


def doubtful(cast: Cast, key: str, about: Iterable[str], allowed_terms: frozenset[str]) -> str:
    """The name that leads the evidence although the point only speaks of it, or the whole scheme never does."""
    claim = cast.claims[key]
    names = {name for name in about if name}
    if not names:
        return ""
    for name in sorted(names):
        if name[0] == "?" and (claim.owner or claim.agent) and name[1:].lower() not in cast.words:
            return name[1:]
        person = cast.by_name.get(name)
        other = name in cast.asked and name not in claim.base | claim.named and not (person and person.place)
        if other and claim.base and (claim.owner or claim.agent) and not names & claim.base:
            return name
        stranger = person is not None and person.world and not person.place and name not in cast.mentioned
        if stranger and person and not person.acts_for and not any(form in allowed_terms for form in person.forms):
            return name
    if not claim.strict or not claim.base or names & claim.base:
        return ""
    return next((name for name in sorted(names) if name in claim.named and not _may_stand(cast, claim, name)), "")


def _may_stand(cast: Cast, claim: Claim, name: str) -> bool:
    person = cast.by_name.get(name)
    return person is None or person.place or _stands_for(person, claim, cast)


def another_named(cast: Cast, key: str, text: Text, places: Sequence[int]) -> str:
    """A name in the clauses of the evidence that stands there instead of all whom the point names, or ""."""
    named = cast.claims[key].named
    if all((person := cast.by_name.get(name)) is None or person.place for name in named):
        return ""
    tokens = text.tokens
    clauses = {tokens[place].clause for place in places}
    strange = ""
    for unit in {tokens[place].unit for place in places}:
        for n in range(*text.units[unit]):
            person = cast.names.find(tokens, n)
            if person is not None and person.name in named:
                return ""
            inside = tokens[n].clause in clauses and tokens[n].capital and n > text.units[unit][0]
            if person is not None and inside and not person.place:
                strange = strange or ("" if person.name in cast.claims[key].base else person.name)
    return strange


def foreign_owner(cast: Cast, tokens: Sequence[Token], places: Iterable[int]) -> str:
    """Whose the words at ``places`` are said to be, where that is a name of a world the question never mentions."""
    if not cast.worlds:
        return ""
    for place in places:
        if place and tokens[place - 1].lower.endswith(("'s", "’s")):
            person = cast.names.find(tokens, place - 1)
            if person is not None and person.world and person.world not in cast.worlds:
                return person.name
    return ""


def foreign_world(cast: Cast, tokens: Sequence[Token]) -> str:
    """A name in these tokens from a world the question never mentions, when two are there and none of its own."""
    if not cast.worlds:
        return ""
    names = cast.names
    places = [n for n, token in enumerate(tokens) if token.stem in names.people]
    seen = [person for n in places if (person := names.find(tokens, n)) and person.world]
    if any(person.world in cast.worlds for person in seen):
        return ""
    return seen[0].name if len(seen) > 1 else ""
