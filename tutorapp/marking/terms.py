"""Reads a mark point's sentence, as a teacher types it, into concepts: what must be said, what is one of several.

No grammar is parsed; the few forms that schemes are written in are recognised: "such as", "e.g.", brackets,
"or" and "and" lists, slashes, colons, "Names ...", "(any two)", "Accept ...", "Do not accept ...".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tutorapp.marking.concepts import (
    EXAMPLE,
    LATER,
    STRONG,
    WEAK,
    Concept,
    Node,
    Reading,
    concepts,
    denies_by_failing,
    is_verb,
    own_weight,
    weigh,
)
from tutorapp.marking.coordinate import Part, join_parts
from tutorapp.marking.synonyms import SynonymPack, Term
from tutorapp.marking.text import Token, read, word_set

VAGUE = 0.6
"""A synonym that carries little ("give", "less") shows an idea only in part."""
MAX_POINT = 1_000
"""Characters of a mark point that are read; real points have 20 to 200."""
_PREFIX = re.compile(
    r"^\s*(?:[-*•]\s*)?(?:(?:award|give|credit|allow)\s+)?"
    r"(?:\(?\[?\s*(?:\d+|one|two)\s*(?:x\s*)?(?:marks?|m)\s*\]?\)?\s*(?:for|if|:|-|–)?\s*:?\s*)?",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\s*[\[(]\s*(?:\d+\s*(?:marks?|m)?|one mark|max(?:imum)? \d+)\s*[\])]\s*\.?\s*$", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:the |an )?(?:answer|candidate|student|pupil|response)s?\s+)?"
    r"(?P<verb>any (?:mention|reference)|names?|naming|identif\w+|mention\w*|refer\w*|states?|stating|says?|saying|"
    r"explains?|explaining|describes?|describing|shows?|recogni[sz]\w+|notes?|points? out|knows?|understands?|"
    r"definition|idea|development|award for)\b"
    r"(?P<link>(?:\s+(?:that|how|why|of|to|the idea that|the fact that|by|any|one|at least|both|or|and|explanation|"
    r"explains?|describes?))*)\s+",
    re.IGNORECASE,
)
_NAMING = re.compile(r"^(?:any|nam|identif|mention|refer)", re.IGNORECASE)
_NEEDS_LINK = re.compile(
    r"^(?:show|describ|state|stating|say|explain|note|know|understand|recogni|point|idea|definition|development)", re.I
)
_IS_NAMED = re.compile(r"\b(?:is|are) (?:(?:named|mentioned|identified)\b|given\s*[.;]?\s*$)", re.IGNORECASE)
_REJECT = re.compile(r"^\s*(?:do not|don't|not|reject|ignore|no mark|no credit|0 marks)\b", re.IGNORECASE)
_ACCEPT = re.compile(r"^\s*(?:also )?(?:accept|allow|credit|or)\b[:\s]*", re.IGNORECASE)
_ANY = re.compile(r"\(?\bany (?P<n>one|two|three|1|2|3)\b[^)]*\)?", re.IGNORECASE)
_EXAMPLE = re.compile(
    r",?\s*\b(?:eg|such as|for example|for instance|including|ie|that is|in other words|namely)\b[:,]?\s*", re.I
)
_ALSO = re.compile(r"\bie\b|that is|in other words|namely", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\(([^()]{1,200})\)")
_TAIL = re.compile(
    r",?\s+\b(?:so that|so|because|since|in order to|therefore|which|thus|as a result|when|if)\b\s+", re.IGNORECASE
)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "1": 1, "2": 2, "3": 3}
_VERB_START = re.compile(r"^\s*(?:had|was|were|is|are|has|have|did|would|could|which|who|that)\b", re.IGNORECASE)
_MARKUP = str.maketrans("", "", '*_`\u201c\u201d"')


@dataclass(slots=True)
class SchemeReader:
    """Turns sentences to concepts with the pack, the unit's glossary and the words of the question."""

    pack: SynonymPack
    question: frozenset[str]  # stems of the question's own words
    notes: Callable[[tuple[str, ...]], Sequence[str]]  # glossary: stems of a name -> its other names

    def read(self, text: str) -> Reading:
        """The reading of one mark point's text; a text without content words gives no alternatives."""
        text = re.sub(r"[ \t]{2,}", " ", text[:MAX_POINT].translate(_MARKUP))
        body = re.sub(r"\b([eE])\.g\.?|\b([iI])\.e\.?", lambda m: "eg" if m.group(1) else "ie", text)
        body = re.sub(r"\(((?:accept|allow|also accept)\b[^()]*)\)", r". \1", body, flags=re.IGNORECASE)
        body = _SUFFIX.sub("", _PREFIX.sub("", body, count=1)).strip()
        sentences = [part for part in re.split(r"(?<=[A-Za-z0-9)\s])[.;]\s+(?=[A-Za-z(])|\n", body) if part.strip()]
        if not sentences:
            return Reading([], False)
        identify = naming = False
        nodes: list[Node] = []
        for number, sentence in enumerate(sentences):
            if _REJECT.match(sentence) and number:
                continue
            sentence, names = self._lead(_ACCEPT.sub("", sentence) if number else sentence)
            identify = identify or names
            naming = naming or (names and number == 0)
            nodes.extend(self._sentence(sentence, names))
        for node in nodes:
            weigh(node)
            for concept in concepts(node) if naming else ():
                concept.polarity = "either"
        nodes = [node for node in nodes if own_weight(node) >= STRONG] or nodes
        identify = identify or bool(_IS_NAMED.search(sentences[0]))
        return Reading(nodes, identify or self._bare_nouns(sentences[0], nodes), self._order(body))

    def _bare_nouns(self, sentence: str, nodes: Sequence[Node]) -> bool:
        """A scheme sentence that is a short noun phrase or a list of nouns asks for no more than naming."""
        if not nodes or self.has_verb(sentence) or re.search(r"\b(?:as|with|by)\b", sentence):
            return False
        first = nodes[0]
        listed = len(first.children) == 1 and isinstance(first.children[0], Node)
        return listed or len(concepts(first)) <= 3

    def has_verb(self, text: str) -> bool:
        """Whether ``text`` reads as a statement rather than a bare noun phrase or list."""
        words = read(text, self.pack.lexicon)
        return any(is_verb(token, self.pack) for token in words.tokens)

    def _lead(self, sentence: str) -> tuple[str, bool]:
        found = _LEAD.match(sentence)
        if not found:
            return sentence, False
        verb, link = found.group("verb"), found.group("link")
        if _NEEDS_LINK.match(verb) and not link.strip():
            return sentence, False
        naming = bool(_NAMING.match(verb)) and not re.search(r"\b(?:that|how|why)\b", link)
        return sentence[found.end() :], naming

    def _order(self, text: str) -> tuple[str, str] | None:
        found = re.search(r"\bfrom\b(.{3,60}?)\bto\b(.{3,60})", text, re.IGNORECASE)
        if not found:
            return None
        sides = [
            [t.stem for t in read(side, self.pack.lexicon).tokens if t.word not in self.pack.grammar]
            for side in found.groups()
        ]
        mine = [next((value for value in side if value not in other), "") for side, other in (sides, sides[::-1])]
        return (mine[0], mine[1]) if all(mine) else None

    def _sentence(self, text: str, identify: bool) -> list[Node]:
        any_of = _ANY.search(text)
        need = _NUMBERS[any_of.group("n").lower()] if any_of else 0
        if any_of:
            text = text[: any_of.start()] + text[any_of.end() :]
        out: list[Node] = []
        text = re.sub(r"(\S+)\s+/\s+(?=\S+(?:\s+\S+)?[.\s]*$)", r"\1 or ", text)  # "an idealised / heroic figure"
        for part in re.split(r"\s+/\s+|\s*;\s*|(?<=\w{3})\s+OR\s+|\s+[–—-]\s+", text):
            left, colon, right = part.partition(":")
            pieces = [left, right] if colon and len(right.split()) > 0 else [part]
            if colon and self._list_like(right):
                pieces = [right]
            for piece in pieces:
                out.extend(self._with_examples(piece, identify, need))
        return out

    def _list_like(self, text: str) -> bool:
        items = [item for item in re.split(r",|\bor\b|\band\b|/", text) if item.strip()]
        return len(items) > 1 and all(len(item.split()) <= 3 for item in items)

    def _with_examples(self, text: str, identify: bool, need: int) -> list[Node]:
        """The sentence, its brackets and its examples: names join the word before, clauses stand for the whole."""
        alternatives: list[Node] = []
        attached: dict[int, list[str]] = {}
        named: list[Node] = []
        text, brackets = self._brackets(text)
        for place, inside in brackets:
            example = _EXAMPLE.match(inside)
            inside = inside[example.end() :] if example else inside
            items = _items(inside)
            if example and any(len(item.split()) > 3 for item in items):
                clauses = self._with_examples(inside, identify, need)
                for node in clauses:
                    node.factor *= EXAMPLE
                alternatives.extend(clauses)
                continue
            if identify:
                named.append(Node("any", [self._plain(item, 0) for item in items], max(need, 1)))
            attached.setdefault(place, []).extend(items)
        found = _EXAMPLE.search(text)
        if found and found.start() > 0:
            main, tail = text[: found.start()], text[found.end() :]
            also = bool(_ALSO.search(found.group()))
            items, rest = self._example_items(tail, "such as" in found.group().lower())
            names = all(item.lstrip()[:1].isupper() or _article_name(item) for item in items)
            if rest or (names and not also):
                attached.setdefault(len(main.rstrip()), []).extend(items)
                text = f"{main} {rest}"
            else:
                text = main
                examples = self._with_examples(tail, identify, need)
                for node in examples if not also else ():
                    node.factor *= EXAMPLE
                alternatives.extend(examples)
                if self._list_like(tail):
                    alternatives.append(Node("any", [self._plain(item, 0) for item in items]))
        if named:
            return named
        return [self._plain(text, need, attached), *alternatives]

    def _brackets(self, text: str) -> tuple[str, list[tuple[int, str]]]:
        found = []
        while match := _BRACKET.search(text):
            found.append((match.start(), match.group(1)))
            text = text[: match.start()] + text[match.end() :]
        return text, found

    def _example_items(self, tail: str, such_as: bool) -> tuple[list[str], str]:
        """The items of "such as A, B or C" and what the sentence says after them, if anything."""
        comma = re.match(r"(.{2,60}?),(.+)$", tail)
        if comma and (_VERB_START.match(comma.group(2)) or self._starts_with_verb(comma.group(2))):
            return _items(comma.group(1)), comma.group(2)
        if such_as:
            name = re.match(r"((?:[A-Z][\w'’-]+(?:,? (?:and|or) |, | )?)+)(.*)$", tail)
            if name and name.group(2).strip() and not _items(name.group(2))[1:]:
                return _items(name.group(1)), name.group(2)
        return _items(tail), ""

    def _starts_with_verb(self, text: str) -> bool:
        first = next(iter(read(text, self.pack.lexicon).tokens), None)
        return first is not None and is_verb(first, self.pack) and not first.lower.endswith("ing")

    def _plain(self, text: str, need: int, attached: dict[int, list[str]] | None = None) -> Node:
        """A clause without brackets or examples: its main part and, weighing half, its "so that" part."""
        opening = re.match(r"\s*(?:if|when|after|once|as|because|before)\b([^,]{3,80}),(.+)$", text, re.IGNORECASE)
        if opening and len(opening.group(2).split()) >= 3:
            before, after = self._clause(opening.group(1), 0, {}, 1), self._plain(opening.group(2), need, attached)
            for concept in concepts(before):
                concept.weight *= 0.5
            return Node("all", [*before.children, *after.children])
        cut = _TAIL.search(text, 1)
        if cut and len(text[: cut.start()].split()) >= 3 and len(text[cut.end() :].split()) >= 2:
            main = self._clause(text[: cut.start()], need, attached or {}, 0)
            tail = self._clause(text[cut.end() :], 0, attached or {}, cut.end())
            if own_weight(main) >= STRONG:
                for concept in concepts(tail):
                    concept.weight *= 0.5
            return Node("all", [*main.children, *tail.children] if main.join == tail.join == "all" else [main, tail])
        return self._clause(text, need, attached or {}, 0)

    def _clause(self, text: str, need: int, attached: dict[int, list[str]], offset: int) -> Node:
        """One clause; ``attached`` items belong to the word before their place, counted from ``offset``."""
        tokens = read(text, self.pack.lexicon).tokens
        parts = [Part([])]
        joins: list[str] = []
        n = denied = strong = end = 0
        while n < len(tokens):
            token = tokens[n]
            _separate(parts, joins, token, text[end : token.start])
            end = token.end
            denier = token.word in _DENIERS or token.lower.endswith("n't") or denies_by_failing(tokens, n)
            fades = token.word in ("longer", "more") and n > 0 and tokens[n - 1].word in ("no", "any") and denied == 2
            if denier or fades or token.word in self.pack.grammar:
                denied = 2 if denier else denied
                n += 1
                continue
            concept, used = self._concept(tokens, n, text)
            if denied and concept.weight > WEAK:
                concept.polarity = "denied" if denied == 2 else "either"
                denied = 1
            leads = offset == 0 and not joins and not parts[-1].items
            strong += concept.weight >= STRONG
            if concept.weight >= STRONG and strong > 3:
                concept.weight *= LATER
            elif concept.weight < STRONG and leads and token.capital and not concept.asked:
                concept.weight *= 0.5
            parts[-1].items.append(concept)
            n += used
            end = tokens[n - 1].end
            for place in [p for p in attached if token.start + offset < p <= end + offset + 2]:
                self._attach(concept, attached.pop(place))
        self._attach_rest(parts[-1], attached, offset)
        return join_parts(parts, joins, need)

    def _attach_rest(self, part: Part, attached: dict[int, list[str]], offset: int) -> None:
        last = part.items[-1] if part.items else None
        if offset == 0 and isinstance(last, Concept):
            for items in attached.values():
                self._attach(last, items)
        elif offset:
            attached.clear()

    def _attach(self, concept: Concept, items: Sequence[str]) -> None:
        if items and concept.weight <= WEAK:  # "organisations such as ...": the items are what is asked
            concept.terms = concept.terms[:1]
            concept.weight = 1.0
        for item in items:
            inside = [t for t in read(item, self.pack.lexicon).tokens if t.word not in self.pack.grammar]
            for token in inside[:1] if len(inside) == 1 or (inside and inside[0].capital) else []:
                concept.terms.extend(self._make([token]).terms)
            words = tuple(self.pack.lexicon.stems(item))
            if len(words) > 1:
                concept.terms.append((self.pack.term(item.strip()), 1.0, "scheme"))

    def _concept(self, tokens: Sequence[Token], n: int, text: str) -> tuple[Concept, int]:
        """The concept at token ``n``: the longest phrase the pack or the glossary knows, else the word."""
        for size in (4, 3, 2):
            piece = tokens[n : n + size]
            if len(piece) < size or any(c in text[piece[0].start : piece[-1].end] for c in ",;/"):
                continue
            stems = tuple(token.stem for token in piece)
            if self.pack.knows(stems) or self.notes(stems):
                concept = self._make(piece)
                concept.verb = is_verb(piece[0], self.pack) and piece[0].lower.endswith(("ed", "ing"))
                concept.parts = [self._make([token]) for token in piece if token.word not in self.pack.grammar]
                return concept, size
        concept = self._make([tokens[n]])
        concept.verb = is_verb(tokens[n], self.pack)
        if n and tokens[n].capital and tokens[n - 1].word in ("in", "at"):
            concept.weight *= 0.5  # "in Petrograd" says where, seldom what
        if tokens[n].lower.endswith(("'s", "’s")):
            concept.weight *= 0.35
            concept.owner = True
        return concept, 1

    def _make(self, piece: Sequence[Token]) -> Concept:
        stems = tuple(token.stem for token in piece)
        label = " ".join(token.raw for token in piece)
        terms: dict[tuple[tuple[str, ...], bool, bool], tuple[Term, float, str]] = {}
        own = Term(label, stems)
        terms[(stems, False, False)] = (own, 1.0, "scheme")
        for name in self.notes(stems):
            term = self.pack.term(name)
            terms.setdefault((term.stems, term.prefix, term.allow_denied), (term, 1.0, "notes"))
        person = self.pack.person(stems)
        for term, degree in self.pack.same(stems):
            if person and self.pack.person(term.stems) not in ("", person):
                continue  # two rivals of one list are still two people
            vague = len(term.stems) == 1 and not term.prefix and term.stems[0] in self.pack.weak
            key = (term.stems, term.prefix, term.allow_denied)
            terms.setdefault(key, (term, degree * (VAGUE if vague else 1.0), "synonyms"))
        asked = all(value in self.question for value in stems)
        return Concept(
            label, list(terms.values()), self._weight(piece, asked), asked, opposites=list(self.pack.opposites(stems))
        )

    def _weight(self, piece: Sequence[Token], asked: bool) -> float:
        first = piece[0]
        if all(token.stem in self.pack.weak for token in piece):
            weight = WEAK
        elif re.fullmatch(r"1\d\d\d|20\d\d", first.raw):
            weight = 0.5
        elif (first.capital and first.start > 0) or first.raw[:1].isdigit() or len(piece) > 1:
            weight = 1.2
        else:
            weight = 1.0
        return weight * (0.3 if asked else 1.0)


def _separate(parts: list[Part], joins: list[str], token: Token, gap: str) -> None:
    """Opens a new part at a comma, slash, "and" or "or" before ``token``."""
    linked = token.word in ("and", "or")
    if parts[-1].items and ("," in gap or "/" in gap or linked):
        joins.append("or" if "/" in gap else token.word if linked else ",")
        parts.append(Part([], token.word in _CLAUSE_OPENERS, token.word in _WITH))
    elif joins and not parts[-1].items and joins[-1] == "," and linked:
        joins[-1] = token.word


_CLAUSE_OPENERS = word_set(
    "who which that whose where when often as because leading leaving making causing without especially above to "
    "by though although while so having being after before"
)
_WITH = word_set("with backed supported aided alongside")
_DENIERS = word_set("not no never without none nobody nothing neither nor cannot")


def _items(text: str) -> list[str]:
    return [item.strip() for item in re.split(r",|\bor\b|\band\b|/", text) if item.strip(" .")]


def _article_name(item: str) -> bool:
    words = item.split()
    return len(words) > 1 and words[0].lower() in ("the", "in", "a") and words[1][:1].isupper()
