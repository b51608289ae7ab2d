"""One QTI 2.x item (3.0 under the same names) to one question of ours."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tutorapp.domain.content import Gap, MarkPoint, NumericAnswer, Pair, Question
from tutorapp.formats import literal, making, scheme_text
from tutorapp.formats.found import SkipItem
from tutorapp.formats.html_text import Builder, feed_node
from tutorapp.formats.pictures import Lookup, Pictures
from tutorapp.formats.qti2_tree import Declared, declarations, outcome
from tutorapp.formats.report import Reason
from tutorapp.formats.safe_xml import Node

GAP = "GAP_"
"""How our own writer begins the identifier of a gap."""
_APART = frozenset({"rubricBlock", "modalFeedback", "prompt", "feedbackInline", "feedbackBlock", "templateBlock"})
_NONE = Declared("single", "identifier", ())


class ItemReader:
    """One item; gathers what is lost on the way."""

    def __init__(self, item: Node, pictures: Pictures, lookup: Lookup) -> None:
        self._item = item
        self._pictures = pictures
        self._lookup = lookup
        self._reasons: set[Reason] = set()
        self._declared = declarations(item)
        self._body = item.child("itemBody")
        self._gaps: list[Gap] = []

    def question(self, title: str) -> tuple[Question, set[Reason]]:
        """The question, and what was lost. Raises SkipItem when it cannot be kept."""
        if self._item.attrs.get("adaptive", "false").lower() in {"true", "1"}:
            raise SkipItem("adaptive")
        if self._body is None:
            raise SkipItem("empty-text")
        found = [node for node in self._body.iter() if node.name.endswith("Interaction")]
        made = self._by_interactions(found)
        if not made.text:
            raise SkipItem("empty-text", type=made.type)
        marks, reasons = making.whole_marks(self._marks())
        if made.type != "text":
            self._reasons |= reasons
            points = (
                tuple(replace(point, marks=marks) for point in made.points) if len(made.points) == 1 else made.points
            )
            made = replace(made, marks=marks, points=points)
        if made.type == "essay" and not made.levels:
            self._reasons.add("needs-mark-scheme")
        return replace(
            made, title="" if title == making.label(made) else title, explanation=self._explanation()
        ), self._reasons

    def markup(self, node: Node | None, *, aside: bool = False) -> str:
        """Our markup for the inside of ``node``, interactions and feedback passed over; no gap stands ``aside``."""
        if node is None:
            return ""
        gaps = not aside and (bool(self._gaps) or node.find("gap") is not None)
        builder = Builder(self._pictures, self._lookup, shield_braces=gaps)
        feed_node(node, builder, self._special)
        self._reasons |= builder.reasons
        return builder.result()

    def _special(self, node: Node, builder: Builder) -> bool:
        if node.name in _APART:
            return True
        if node.name in {"printedVariable", "templateInline"}:
            raise SkipItem("unsupported-type", type=node.name)
        if node.name == "gap":
            builder.raw("{" + self._gap_match_id(node) + "}")
            return True
        if node.name.endswith("Interaction"):
            if node.name in {"textEntryInteraction", "inlineChoiceInteraction"} and self._gaps:
                gap = next((gap for gap in self._gaps if gap.id == self._gap_id(node)), None)
                if gap is not None:
                    builder.raw("{" + gap.id + "}")
            return True
        if node.name == "object":
            self._object(node, builder)
            return True
        return False

    def _object(self, node: Node, builder: Builder) -> None:
        if node.attrs.get("type", "").startswith("image/"):
            builder.start("img", {"src": node.attrs.get("data", ""), "alt": " ".join(node.words().split())})
        else:
            self._reasons.add("media-type")

    def _by_interactions(self, found: list[Node]) -> Question:
        if not found:
            return Question(id="", text=self.markup(self._body), marks=0, type="text")
        names = {node.name for node in found}
        if names <= {"textEntryInteraction", "inlineChoiceInteraction"}:
            return self._inline(found)
        if len(found) > 1:
            raise SkipItem("unsupported-type", type="several interactions")
        node = found[0]
        match node.name:
            case "choiceInteraction":
                return self._choice(node)
            case "matchInteraction":
                return self._match(node)
            case "orderInteraction":
                return self._order(node)
            case "gapMatchInteraction":
                return self._gap_match(node)
            case "extendedTextInteraction":
                return self._written(node)
            case _:
                raise SkipItem("unsupported-type", type=node.name)

    # --- parts ---------------------------------------------------------------------------------------

    def _stem(self, node: Node | None = None) -> str:
        parts = [self.markup(self._body), self.markup(node.child("prompt")) if node is not None else ""]
        return "\n\n".join(part for part in parts if part)

    def _response(self, node: Node) -> Declared:
        return self._declared.get(node.attrs.get("responseIdentifier", ""), _NONE)

    def _marks(self) -> float | None:
        given = outcome(self._item, "MAXSCORE") or outcome(self._item, "SCORE")
        return None if given is None or given <= 0 else float(given)

    def _explanation(self) -> str:
        told = {"": "", "correct": "", "incorrect": ""}
        for node in self._item.all("modalFeedback"):
            name = node.attrs.get("identifier", "").lower()
            place = name if name in told else ""
            told[place] = told[place] or self.markup(node.child("contentBody") or node, aside=True)
        return making.explain(told[""], told["correct"], told["incorrect"])

    def _choice(self, node: Node) -> Question:
        declared = self._response(node)
        labels = [
            (choice.attrs.get("identifier", ""), self.markup(choice), self._inner_feedback(choice))
            for choice in node.all("simpleChoice")
        ]
        right = set(declared.correct) or {key for key, value in (declared.mapping or {}).items() if value > 0}
        several = declared.cardinality == "multiple" and node.attrs.get("maxChoices", "0").strip() != "1"
        truth = {(words.strip(" .").lower() or ident.lower()): ident for ident, words, _told in labels}
        shuffle = node.attrs.get("shuffle", "false").lower() in {"true", "1"}
        if set(truth) == {"true", "false"} and not several and right:
            return Question(id="", text=self._stem(node), marks=1, type="true_false", true=truth["true"] in right)
        choices = making.options(
            [words for _ident, words, _told in labels],
            [ident in right for ident, _words, _told in labels],
            [told for _ident, _words, told in labels],
        )
        if not all(choice.text for choice in choices):
            raise SkipItem("no-options", type="multiple_choice")
        kind = making.choice_type(choices, several=several)
        if not self._same_weights(
            declared, [ident for ident, _words, _told in labels], right, several=kind == "multiple_response"
        ):
            self._reasons.add("weights-changed")
        return Question(id="", text=self._stem(node), marks=1, type=kind, choices=choices, shuffle=shuffle)

    def _inner_feedback(self, choice: Node) -> str:
        node = choice.child("feedbackInline") or choice.find("feedbackInline")
        return self.markup(node)

    def _same_weights(self, declared: Declared, idents: list[str], right: set[str], *, several: bool) -> bool:
        """Whether the item counts as we do: for several, one share per right option and as much off per wrong one."""
        mapping = declared.mapping
        if not several:
            return mapping is None or all(value <= 0 for key, value in mapping.items() if key not in right)
        if mapping is None or declared.lower != 0:
            return False
        weights = {ident: mapping.get(ident, declared.default) for ident in idents}
        share = max(weights.values(), default=0)
        return share > 0 and all(
            abs(value - (share if ident in right else -share)) < 1e-6 for ident, value in weights.items()
        )

    def _match(self, node: Node) -> Question:
        sets = node.all("simpleMatchSet")
        if len(sets) != 2:
            raise SkipItem("unreadable", type="matching")
        lefts, rights = self._texts(sets[0]), self._texts(sets[1])
        said = [pair.split() for pair in self._response(node).correct]
        said += [key.split() for key, value in (self._response(node).mapping or {}).items() if value > 0 and not said]
        matched: dict[str, str] = {}
        for pair in said:
            if len(pair) != 2:
                raise SkipItem("unreadable", type="matching")
            left, right = pair if pair[0] in lefts else reversed(pair)
            if left not in lefts or right not in rights:
                raise SkipItem("unreadable", type="matching")
            if left in matched:
                raise SkipItem("unsupported-type", type="matching with several answers")
            matched[left] = right
        if set(matched) != set(lefts):
            raise SkipItem("no-correct-answer", type="matching")
        pairs = [Pair(left=lefts[left], right=rights[matched[left]]) for left in lefts]
        pairs += [Pair(left="", right=text) for ident, text in rights.items() if ident not in matched.values()]
        making.check_pairs(pairs)
        shuffle = node.attrs.get("shuffle", "false").lower() in {"true", "1"}
        return Question(id="", text=self._stem(node), marks=1, type="matching", pairs=tuple(pairs), shuffle=shuffle)

    def _texts(self, side: Node) -> dict[str, str]:
        choices = side.all("simpleAssociableChoice")
        return {choice.attrs.get("identifier", ""): self.markup(choice) for choice in choices}

    def _order(self, node: Node) -> Question:
        texts = {choice.attrs.get("identifier", ""): self.markup(choice) for choice in node.all("simpleChoice")}
        order = [texts.get(ident, "") for ident in self._response(node).correct]
        if len(order) < 3 or len(order) != len(texts) or not all(order):
            raise SkipItem("no-correct-answer" if not order else "no-options", type="ordering")
        self._reasons.add("weights-changed")
        return Question(id="", text=self._stem(node), marks=1, type="ordering", order=tuple(order))

    def _inline(self, found: list[Node]) -> Question:
        if len(found) == 1 and found[0].name == "textEntryInteraction":
            declared = self._response(found[0])
            ident = found[0].attrs.get("responseIdentifier", "")
            if declared.base in {"float", "integer"}:
                return self._number(declared)
            if not ident.startswith(GAP) and self._ends_body(found[0]):
                return self._short(declared)
        for node in found:
            self._gaps.append(self._gap(node))
        if len({gap.id for gap in self._gaps}) < len(self._gaps):
            raise SkipItem("unreadable", type="gap_fill")
        return Question(id="", text=self._stem(), marks=1, type="gap_fill", gaps=tuple(self._gaps))

    def _ends_body(self, wanted: Node) -> bool:
        """Whether no words follow the entry, so that it is an answer line rather than a gap."""
        seen = False
        for node in self._body.iter() if self._body is not None else ():
            if seen and (node.text.strip(" \t\n.?:") and node.name not in _APART):
                return False
            seen = seen or node is wanted
        return not wanted.tail.strip(" \t\n.?:")

    def _gap_id(self, node: Node) -> str:
        ident = node.attrs.get("responseIdentifier", "")
        if ident.startswith(GAP) and len(ident) > len(GAP):
            return ident.removeprefix(GAP)
        order = (
            [found for found in self._body.iter() if found.name in {"textEntryInteraction", "inlineChoiceInteraction"}]
            if self._body
            else []
        )
        return f"g{next((at for at, found in enumerate(order, 1) if found is node), 0)}"

    def _gap(self, node: Node) -> Gap:
        declared = self._response(node)
        if node.name == "inlineChoiceInteraction":
            texts = {choice.attrs.get("identifier", ""): _words(choice) for choice in node.all("inlineChoice")}
            answers = tuple(texts[ident] for ident in declared.correct if texts.get(ident))
            options = tuple(dict.fromkeys(text for text in texts.values() if text))
        else:
            answers, options = self._accepted(declared), ()
        if not answers:
            raise SkipItem("no-correct-answer", type="gap_fill")
        return Gap(id=self._gap_id(node), answers=answers, options=options)

    def _accepted(self, declared: Declared) -> tuple[str, ...]:
        mapping = declared.mapping or {}
        best = max(mapping.values(), default=0)
        if any(0 < value < best for value in mapping.values()):
            self._reasons.add("weights-changed")
        if declared.cases:
            self._reasons.add("wildcard-case")
        full = [key for key, value in mapping.items() if value > 0 and value == best]
        return tuple(dict.fromkeys([*declared.correct, *full]))

    def _short(self, declared: Declared) -> Question:
        answers = self._accepted(declared)
        if not answers:
            raise SkipItem("no-correct-answer", type="short_answer")
        points = making.accepted(answers, 1)
        return Question(id="", text=self._stem(), marks=1, type="short_answer", points=points)

    def _number(self, declared: Declared) -> Question:
        value = making.number(declared.correct[0]) if declared.correct else None
        if value is None:
            raise SkipItem("no-correct-answer", type="numeric")
        return Question(id="", text=self._stem(), marks=1, type="numeric", numeric=self._tolerance(value))

    def _tolerance(self, value: Decimal) -> NumericAnswer:
        equal = self._item.find("equal")
        parts = [
            making.number(part) for part in (equal.attrs.get("tolerance", "") if equal is not None else "").split()
        ]
        sizes = [abs(part) for part in parts if part is not None]
        mode = equal.attrs.get("toleranceMode", "exact") if equal is not None else "exact"
        if mode == "exact" or not sizes:
            return making.numeric(value)
        below, above = sizes[0], sizes[-1]
        if mode == "relative":
            below, above = abs(value) * below / 100, abs(value) * above / 100
        if below != above:
            self._reasons.add("tolerance")
        return making.numeric(value, min(below, above))

    def _gap_match_id(self, node: Node) -> str:
        ident = node.attrs.get("identifier", "")
        return (
            ident
            if ident.replace("-", "").isalnum() and ident.isascii()
            else "g" + "".join(f"{ord(sign):x}" for sign in ident)[:40]
        )

    def _gap_match(self, node: Node) -> Question:
        texts = {choice.attrs.get("identifier", ""): _words(choice) for choice in node.all("gapText")}
        if any(choice.name == "gapImg" for choice in node.children):
            raise SkipItem("unsupported-type", type="gap match with pictures")
        pairs = [pair.split() for pair in self._response(node).correct]
        said = {pair[1]: pair[0] for pair in pairs if len(pair) == 2}
        options = tuple(dict.fromkeys(text for text in texts.values() if text))
        gaps = []
        for gap in node.every("gap"):
            answer = texts.get(said.get(gap.attrs.get("identifier", ""), ""), "")
            if not answer:
                raise SkipItem("no-correct-answer", type="gap_fill")
            gaps.append(Gap(id=self._gap_match_id(gap), answers=(answer,), options=options))
        inside = replace_children(node, [child for child in node.children if child.name not in {"gapText", "prompt"}])
        stem = "\n\n".join(part for part in (self._stem(node), self.markup(inside)) if part)
        return Question(id="", text=stem, marks=1, type="gap_fill", gaps=tuple(gaps))

    def _written(self, node: Node) -> Question:
        made = Question(id="", text=self._stem(node), marks=int(self._marks() or 1), type="essay")
        rubrics = [
            rubric for rubric in self._item.every("rubricBlock") if "scorer" in rubric.attrs.get("view", "").split()
        ]
        others = [rubric for rubric in self._item.every("rubricBlock") if rubric not in rubrics]
        told = "\n\n".join(text for rubric in others if (text := self.markup(rubric)))
        if told:
            made = replace(made, text=f"{told}\n\n{made.text}")
        for rubric in rubrics:
            lines = [line for child in rubric.children for line in [" ".join(child.words().split())] if line]
            if scheme_text.is_scheme(lines) and (scheme := scheme_text.apply(made, lines)) is not None:
                return scheme
        content = [text for rubric in rubrics if (text := self.markup(rubric))]
        points = tuple(MarkPoint(id=f"i{at}", text=text) for at, text in enumerate(content, 1))
        return replace(made, indicative=points)


def _words(node: Node) -> str:
    return literal.bare(" ".join(node.words().split()))


def replace_children(node: Node, children: list[Node]) -> Node:
    """A copy of ``node`` with other children."""
    return Node("div", {}, node.line, node.text, "", children, whole=True)
