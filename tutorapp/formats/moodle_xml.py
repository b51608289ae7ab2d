"""Moodle XML, the richest open format for question banks: ``bytes`` of a file to its items.

Element names from Moodle's documentation "Moodle XML format" and from its importer's observable behaviour.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tutorapp.domain.content import Gap, MarkPoint, Pair, Question, QuestionType
from tutorapp.formats import details, html_text, literal, making, moodle_cloze, scheme_text
from tutorapp.formats.found import Found, FoundFile, SkipItem, skipped
from tutorapp.formats.gift import category_of, weights_reasons
from tutorapp.formats.pictures import Pictures, decode_base64, plain_name
from tutorapp.formats.report import Reason
from tutorapp.formats.safe_xml import Node, parse_pieces, pieces
from tutorapp.formats.text_in import decode

_PLACE = re.compile(r"\[\[(\d{1,3})\]\]")
_BOILERPLATE = {
    "Your answer is correct.",
    "Your answer is partially correct.",
    "Your answer is incorrect.",
    "That's correct!",
    "Well done!",
    "Correct",
    "Incorrect",
    "Partially correct",
}
"""What Moodle writes by itself when a teacher says nothing."""


def read(data: bytes) -> FoundFile:
    """Every question of a Moodle XML file. Raises KnownError when the file is refused as a whole."""
    source = decode(data)
    pictures = Pictures()
    roots, broken = parse_pieces(source.text, "question")
    items: list[Found] = []
    category = ""
    for root in roots:
        for node in pieces(root, "question"):
            if node.attrs.get("type") == "category":
                category = category_of(_text(node.child("category")))
            else:
                items.append(_item(node, category, pictures))
            if node.whole:
                node.children.clear()  # bit by bit: freeing the whole tree at once would hold up the window
    items += [skipped(["file-damaged"], line) for line in broken]
    return FoundFile(
        items=tuple(items),
        encoding=source.encoding,
        guessed=source.guessed,
        media=pictures.media,
        alternatives=pictures.alternatives,
    )


def _item(node: Node, category: str, pictures: Pictures) -> Found:
    title = making.title_of(_text(node.child("name")))
    key = node.text_of("idnumber").strip()
    kind = node.attrs.get("type", "")
    if not node.whole:
        return skipped(["file-damaged"], node.line, title=title, type=kind, key=key)
    reader = _Reader(node, pictures)
    try:
        question, reasons = reader.question(kind, title, category)
    except SkipItem as skip:
        return skipped(skip.reasons, node.line, title=title, type=skip.type or kind, key=key)
    return Found(question=question, line=node.line, reasons=frozenset(reasons), key=key)


def _text(node: Node | None) -> str:
    """The words of an element's <text>."""
    return "" if node is None else node.text_of("text")


def _float(text: str) -> float | None:
    value = making.number(text)
    return None if value is None else float(value)


class _Reader:
    """One question; gathers what is lost on the way."""

    def __init__(self, node: Node, pictures: Pictures) -> None:
        self._node = node
        self._pictures = pictures
        self._reasons: set[Reason] = set()

    def question(self, kind: str, title: str, category: str) -> tuple[Question, set[Reason]]:
        node = self._node
        make = _TYPES.get(kind)
        if make is None:
            raise SkipItem("unsupported-type", type=kind)
        marks, reasons = making.whole_marks(_float(node.text_of("defaultgrade")))
        self._reasons |= reasons
        made = make(self, marks)
        if not made.text:
            raise SkipItem("empty-text", type=made.type)
        if node.text_of("hidden").strip() == "1":
            self._reasons.add("hidden-item")
        tags = [_text(tag) for tag in (node.child("tags") or node).all("tag")]
        tags = [tag.strip() for tag in tags if tag.strip()] + ([category] if category else [])
        plain_title = "" if title == making.label(made) else title
        made = replace(made, title=plain_title, **details.from_tags(tags))
        if made.type == "essay" and not made.levels:
            self._reasons.add("needs-mark-scheme")
        return made, self._reasons

    # --- texts ---------------------------------------------------------------------------------------

    def rich(self, node: Node | None, raw: dict[str, str] | None = None, text: str | None = None) -> str:
        """Our markup for an element with <text>, a format and files of its own."""
        if node is None:
            return ""
        given = text if text is not None else _text(node)
        if not given.strip():
            return ""
        kind = node.attrs.get("format", "moodle_auto_format")
        if kind in {"plain_text", "plain"} or (kind != "html" and not html_text.looks_like_html(given)):
            made = literal.paragraphs(given)
            made = literal.shield_braces(made) if raw else made
            for placeholder, mark in (raw or {}).items():
                made = made.replace(placeholder, mark)
            return made
        made, reasons = html_text.from_html(given, self._pictures, self._lookup(node), raw)
        self._reasons |= reasons
        return made

    def _lookup(self, node: Node) -> Callable[[str], bytes | None]:
        def find(source: str) -> bytes | None:
            wanted = plain_name(source)
            for holder in (node, self._node):
                for file in holder.every("file"):
                    if plain_name(file.attrs.get("name", "")) == wanted:
                        return decode_base64(file.words())
            return None

        return find

    def _stem(self) -> str:
        made = self.rich(self._node.child("questiontext"))
        old = self._node.text_of("image_base64")
        if old.strip() and made:
            picture, reason = self._pictures.take("image", "", lambda _name: decode_base64(old))
            if reason is not None:
                self._reasons.add(reason)
            elif picture:
                made = f"{made}\n\n{picture}"
        return made

    def _explanation(self, right: str = "", wrong: str = "", others: list[tuple[str, str]] | None = None) -> str:
        general = self.rich(self._node.child("generalfeedback"))
        right = right or self._standard("correctfeedback")
        wrong = wrong or self._standard("incorrectfeedback")
        if self._standard("partiallycorrectfeedback"):
            self._reasons.add("feedback-lost")
        return making.explain(general, right, wrong, others or [])

    def _standard(self, name: str) -> str:
        made = self.rich(self._node.child(name))
        return "" if made in _BOILERPLATE else made

    def _shuffles(self) -> bool:
        return self._node.text_of("shuffleanswers").strip().lower() not in {"0", "false"}

    def _fraction(self, answer: Node) -> float:
        return _float(answer.attrs.get("fraction") or answer.text_of("fraction") or "0") or 0.0

    # --- types ---------------------------------------------------------------------------------------

    def choice(self, marks: int) -> Question:
        answers = self._node.all("answer")
        weights = [self._fraction(answer) for answer in answers]
        several = self._node.text_of("single").strip().lower() in {"false", "0"}
        right = [weight > 0 for weight in weights] if several else [weight >= 99.99 for weight in weights]
        texts = [self.rich(answer) for answer in answers]
        if not all(texts):
            raise SkipItem("no-options", type="multiple_choice")
        feedback = [self.rich(answer.child("feedback")) for answer in answers]
        choices = making.options(texts, right, feedback)
        kind: QuestionType = making.choice_type(choices, several=several)
        self._reasons |= weights_reasons(weights, right, several=kind == "multiple_response")
        return Question(
            id="",
            text=self._stem(),
            marks=marks,
            type=kind,
            choices=choices,
            shuffle=self._shuffles(),
            explanation=self._explanation(),
        )

    def true_false(self, marks: int) -> Question:
        told = {}
        truth: bool | None = None
        for answer in self._node.all("answer"):
            said = _text(answer).strip().lower() == "true"
            told[said] = self.rich(answer.child("feedback"))
            if self._fraction(answer) >= 99.99:
                truth = said
        if truth is None:
            raise SkipItem("no-correct-answer", type="true_false")
        explanation = self._explanation(told.get(truth, ""), told.get(not truth, ""))
        return Question(id="", text=self._stem(), marks=marks, type="true_false", true=truth, explanation=explanation)

    def short(self, marks: int) -> Question:
        rows = self._rows()
        full = [text for weight, text, _told in rows if weight >= 99.99 and text]
        if not full:
            raise SkipItem("no-correct-answer", type="short_answer")
        if any(0 < weight < 99.99 for weight, _text, _told in rows):
            self._reasons.add("weights-changed")
        if any("*" in text for text in full) or self._node.text_of("usecase").strip() == "1":
            self._reasons.add("wildcard-case")
        points = making.accepted(full, marks)
        if self._node.text_of("usecase").strip() == "1":
            points = making.by_person(points[0].text, marks)
        explanation = self._by_answer(rows)
        return Question(
            id="", text=self._stem(), marks=marks, type="short_answer", points=points, explanation=explanation
        )

    def number(self, marks: int) -> Question:
        rows = self._rows()
        full = [answer for answer in self._node.all("answer") if self._fraction(answer) >= 99.99]
        values = [making.number(_text(answer) or answer.text) for answer in full]
        if not values or values[0] is None:
            raise SkipItem("no-correct-answer", type="numeric")
        if len(full) > 1 or any(0 < weight < 99.99 for weight, _text, _told in rows):
            self._reasons.add("weights-changed")
        tolerance = making.number(full[0].text_of("tolerance") or "0") or Decimal(0)
        units = self._node.find("units")
        names = [unit.text_of("unit_name").strip() for unit in units.all("unit")] if units is not None else []
        if len(names) > 1:
            self._reasons.add("unit-lost")
        answer = making.numeric(values[0], tolerance, names[0] if names else "")
        explanation = self._by_answer(rows)
        return Question(id="", text=self._stem(), marks=marks, type="numeric", numeric=answer, explanation=explanation)

    def _rows(self) -> list[tuple[float, str, str]]:
        """(fraction, words, feedback) of every answer."""
        return [
            (self._fraction(answer), " ".join(_text(answer).split()), self.rich(answer.child("feedback")))
            for answer in self._node.all("answer")
        ]

    def _by_answer(self, rows: list[tuple[float, str, str]]) -> str:
        right = next((told for weight, _text, told in rows if weight >= 99.99 and told), "")
        wrong = next((told for _weight, text, told in rows if text == "*" and told), "")
        others = [(text, told) for _weight, text, told in rows if told and told not in {right, wrong}]
        return self._explanation(right, wrong, others)

    def matching(self, marks: int) -> Question:
        pairs = []
        for sub in self._node.all("subquestion"):
            answer = literal.words(_text(sub.child("answer")))
            if left := self.rich(sub) or answer:
                pairs.append(Pair(left="" if left == answer and not self.rich(sub) else left, right=answer))
        making.check_pairs(pairs)
        return Question(
            id="",
            text=self._stem(),
            marks=marks,
            type="matching",
            pairs=tuple(pairs),
            shuffle=self._shuffles(),
            explanation=self._explanation(),
        )

    def ordering(self, marks: int) -> Question:
        answers = self._node.all("answer")
        placed = sorted(enumerate(answers), key=lambda pair: (self._fraction(pair[1]), pair[0]))
        order = tuple(self.rich(answer) for _at, answer in placed)
        if len(order) < 3 or not all(order):
            raise SkipItem("no-options", type="ordering")
        return Question(
            id="", text=self._stem(), marks=marks, type="ordering", order=order, explanation=self._explanation()
        )

    def cloze(self, marks: int) -> Question:
        node = self._node.child("questiontext")
        text, raw, gaps, weight, reasons = moodle_cloze.read(literal_free(_text(node)))
        self._reasons |= reasons
        if self._node.child("defaultgrade") is None:
            marks = min(weight, making.MOST_MARKS)
        stem = self.rich(node, raw, text)
        return Question(id="", text=stem, marks=marks, type="gap_fill", gaps=gaps, explanation=self._explanation())

    def places(self, marks: int) -> Question:
        """ "Select missing words" and "drag into text": [[1]] names an option by number."""
        boxes = self._node.all("selectoption") or self._node.all("dragbox")
        words = [_text(box).strip() for box in boxes]
        groups = [box.text_of("group").strip() for box in boxes]
        node = self._node.child("questiontext")
        raw: dict[str, str] = {}
        gaps: list[Gap] = []

        def place(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            if not 0 <= at < len(words) or not words[at]:
                raise SkipItem("no-correct-answer", type="gap_fill")
            name = f"g{len(gaps) + 1}"
            same = [word for word, group in zip(words, groups, strict=True) if group == groups[at] and word]
            gaps.append(Gap(id=name, answers=(words[at],), options=tuple(dict.fromkeys(same))))
            raw[f"\ue010{name}\ue011"] = "{" + name + "}"
            return f"\ue010{name}\ue011"

        text = _PLACE.sub(place, literal_free(_text(node)))
        if not gaps:
            raise SkipItem("no-options", type="gap_fill")
        stem = self.rich(node, raw, text)
        return Question(
            id="", text=stem, marks=marks, type="gap_fill", gaps=tuple(gaps), explanation=self._explanation()
        )

    def essay(self, marks: int) -> Question:
        made = Question(id="", text=self._stem(), marks=marks, type="essay", explanation=self._explanation())
        info = self._node.child("graderinfo")
        lines = lines_of(_text(info))
        if scheme_text.is_scheme(lines):
            scheme = scheme_text.apply(made, lines)
            if scheme is not None:
                return scheme
        if told := self.rich(info):
            made = replace(made, indicative=(MarkPoint(id="i1", text=told),))
        return made

    def page(self, _marks: int) -> Question:
        return Question(id="", text=self._stem(), marks=0, type="text", explanation=self._explanation())


def literal_free(text: str) -> str:
    """``text`` without the private signs that stand for gaps while it is read."""
    return text.replace("\ue010", "").replace("\ue011", "")


def lines_of(html: str) -> list[str]:
    """The words of ``html`` by paragraph, signs untouched."""
    reader = _Lines()
    reader.feed(html)
    reader.close()
    return [line for line in (" ".join(part.split()) for part in "".join(reader.parts).split("\n")) if line]


class _Lines(html_text.PatientParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "br", "div", "li"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


_TYPES: dict[str, Callable[[_Reader, int], Question]] = {
    "multichoice": _Reader.choice,
    "truefalse": _Reader.true_false,
    "shortanswer": _Reader.short,
    "numerical": _Reader.number,
    "matching": _Reader.matching,
    "match": _Reader.matching,
    "ddmatch": _Reader.matching,
    "ordering": _Reader.ordering,
    "cloze": _Reader.cloze,
    "multianswer": _Reader.cloze,
    "gapselect": _Reader.places,
    "ddwtos": _Reader.places,
    "essay": _Reader.essay,
    "essayautograde": _Reader.essay,
    "description": _Reader.page,
}
