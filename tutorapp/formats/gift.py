"""GIFT, Moodle's text format for question banks: ``bytes`` of a file to its items.

Rules from Moodle's documentation "GIFT format" and the behaviour of its importer: escapes are set aside first,
then the type follows from ``#``, ``~``, ``=`` and ``->`` inside the braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tutorapp.domain.content import NumericAnswer, Pair, Question, QuestionType
from tutorapp.formats import details, html_text, literal, making
from tutorapp.formats.found import Found, FoundFile, SkipItem, skipped
from tutorapp.formats.pictures import Pictures
from tutorapp.formats.report import Reason
from tutorapp.formats.text_in import decode

_SHIFT = 0xF0000  # a private plane where escaped signs wait until the structure is read
_ESCAPE = re.compile(r"\\([\\~=#{}:n])")
_HIDDEN = re.compile("[\U000f0000-\U000f00ff]")
_FORMAT = re.compile(r"^\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_TITLE = re.compile(r"^::(.{0,1000}?)::", re.DOTALL)
_WEIGHT = re.compile(r"^%(-?\d{1,3}(?:\.\d{1,10})?)%")
_ID = re.compile(r"\[id:([^\[\]]{1,200})\]")
_TAG = re.compile(r"\[tag:([^\[\]]{1,200})\]")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


@dataclass
class _Chunk:
    """The lines of one item, comments apart."""

    line: int
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def read(data: bytes) -> FoundFile:
    """Every item of a GIFT file. Raises KnownError when the bytes hold no text."""
    source = decode(data)
    pictures = Pictures()
    items: list[Found] = []
    category = ""
    for chunk in _chunks(source.text):
        lines = []
        for line in chunk.lines:
            if line.lstrip().startswith("$CATEGORY:"):
                category = category_of(line.partition(":")[2])
            else:
                lines.append(line)
        text = "\n".join(lines).strip()
        if text:
            items.append(_item(text, chunk, category, pictures))
    return FoundFile(
        items=tuple(items),
        encoding=source.encoding,
        guessed=source.guessed,
        media=pictures.media,
        alternatives=pictures.alternatives,
    )


def category_of(path: str) -> str:
    """A category path without Moodle's own roots."""
    parts = [part.strip() for part in path.strip().split("/")]
    return "/".join(part for part in parts if part and part not in {"$course$", "$module$", "$system$", "top"})


def _chunks(text: str) -> Iterator[_Chunk]:
    """Items are parted by blank lines; one whose brace is still open goes on when the next part closes it."""
    chunks: list[_Chunk] = []
    current: _Chunk | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            current = None if current and current.lines else current
            continue
        if current is None:
            current = _Chunk(number)
            chunks.append(current)
        if line.lstrip().startswith("//"):
            current.comments.append(line.lstrip()[2:].strip())
        else:
            if not current.lines:
                current.line = number
            current.lines.append(line)
    waiting: _Chunk | None = None
    for chunk in chunks:
        opens, closes = _braces(chunk)
        if waiting is not None and closes and not opens:
            waiting.lines += ["", *chunk.lines]
            yield waiting
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = chunk if opens and not closes else None
        if waiting is None:
            yield chunk
    if waiting is not None:
        yield waiting


def _braces(chunk: _Chunk) -> tuple[bool, bool]:
    text = _hide("\n".join(chunk.lines))
    return "{" in text, "}" in text


def _item(text: str, chunk: _Chunk, category: str, pictures: Pictures) -> Found:
    comments = " ".join(chunk.comments)
    tags = tuple(dict.fromkeys([tag.strip() for tag in _TAG.findall(comments)] + ([category] if category else [])))
    key = found[1].strip() if (found := _ID.search(comments)) else ""
    hidden = _hide(text)
    title = ""
    if match := _TITLE.match(hidden):
        title, hidden = making.title_of(_show(match[1])), hidden[match.end() :].lstrip()
    try:
        question, reasons = _Reader(pictures).question(hidden, title, tags)
    except SkipItem as skip:
        label = title or making.title_of(_show(hidden.partition("{")[0]))[:120]
        return skipped(skip.reasons, chunk.line, title=label, type=skip.type, key=key)
    return Found(question=question, line=chunk.line, reasons=frozenset(reasons), key=key)


class _Reader:
    """One item; gathers what is lost on the way."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._reasons: set[Reason] = set()
        self._format = "moodle"

    def question(self, hidden: str, title: str, tags: tuple[str, ...]) -> tuple[Question, set[Reason]]:
        if found := _FORMAT.match(hidden):
            self._format, hidden = found[1].lower(), hidden[found.end() :]
        opened, closed = hidden.find("{"), hidden.find("}")
        if opened < 0 and closed < 0:
            made = Question(id="", text=self._text(hidden), marks=0, type="text")
        elif opened < 0 or closed < opened:
            raise SkipItem("unreadable")
        else:
            before, inside, after = hidden[:opened], hidden[opened + 1 : closed], hidden[closed + 1 :].strip()
            if _is_stop(after):
                before, after = before.rstrip() + after if before.strip()[-1:] not in "?!.:" else before, ""
            made = self._with_answers(before, inside.strip(), after)
        if not made.text:
            raise SkipItem("empty-text", type=made.type)
        values: dict[str, Any] = {name: getattr(made, name) for name in _FIELDS}
        return Question(**values, title=title, **details.from_tags(list(tags))), self._reasons

    def _with_answers(self, before: str, inside: str, after: str) -> Question:
        stem = self._text(f"{before.rstrip()} _____ {after}" if after else before)
        inside, general = self._general(inside)
        if not inside:
            self._reasons.add("needs-mark-scheme")
            return Question(id="", text=stem, marks=1, type="essay", explanation=general)
        if inside.startswith("#"):
            return self._numeric(stem, inside[1:].strip(), general)
        if "~" in inside:
            return self._choice(stem, inside, general)
        if "=" in inside and "->" in inside:
            return self._matching(stem, inside, general)
        said, *feedback = inside.split("#")
        if said.strip().upper() in _TRUTH:
            wrong, right = ([self._text(part) for part in feedback] + ["", ""])[:2]
            explanation = making.explain(general, right, wrong)
            truth = _TRUTH[said.strip().upper()]
            return Question(id="", text=stem, marks=1, type="true_false", true=truth, explanation=explanation)
        return self._short(stem, inside, general)

    def _general(self, inside: str) -> tuple[str, str]:
        answers, mark, feedback = inside.partition("####")
        return answers.strip(), self._text(feedback) if mark else ""

    def _choice(self, stem: str, inside: str, general: str) -> Question:
        rows = [self._answer(part) for part in inside.replace("=", "~=").split("~") if part.strip()]
        several = "=" not in inside
        texts = [self._text(text) for _weight, text, _feedback in rows]
        weights = [weight for weight, _text, _feedback in rows]
        right = [weight > 0 for weight in weights] if several else [weight >= 100 for weight in weights]
        if not all(texts):
            raise SkipItem("no-options", type="multiple_choice")
        choices = making.options(texts, right, [feedback for _weight, _text, feedback in rows])
        kind: QuestionType = making.choice_type(choices, several=several)
        self._reasons |= weights_reasons(weights, right, several=kind == "multiple_response")
        return Question(id="", text=stem, marks=1, type=kind, choices=choices, explanation=general)

    def _matching(self, stem: str, inside: str, general: str) -> Question:
        pairs = []
        for part in inside.split("="):
            if not part.strip():
                continue
            left, arrow, right = part.partition("->")
            if not arrow:
                raise SkipItem("unreadable", type="matching")
            right, _, feedback = right.partition("#")
            if feedback:
                self._reasons.add("feedback-lost")
            pairs.append(Pair(left=self._text(left), right=self._text(right)))
        making.check_pairs(pairs)
        return Question(id="", text=stem, marks=1, type="matching", pairs=tuple(pairs), explanation=general)

    def _short(self, stem: str, inside: str, general: str) -> Question:
        if not inside.startswith("="):
            raise SkipItem("unreadable", type="short_answer")
        rows = [self._answer("=" + part) for part in inside.split("=") if part.strip()]
        full = [_show(text) for weight, text, _feedback in rows if weight >= 100]
        if not full:
            raise SkipItem("no-correct-answer", type="short_answer")
        if any(0 < weight < 100 for weight, _text, _feedback in rows):
            self._reasons.add("weights-changed")
        if any("*" in text for text in full):
            self._reasons.add("wildcard-case")
        right, others = _feedback_by_answer([(weight, _show(text), told) for weight, text, told in rows])
        explanation = making.explain(general, right, "", others)
        points = making.accepted(full, 1)
        return Question(id="", text=stem, marks=1, type="short_answer", points=points, explanation=explanation)

    def _numeric(self, stem: str, inside: str, general: str) -> Question:
        rows: list[tuple[float, str, str]] = []
        if "=" in inside or "~" in inside:
            for part in re.split(r"(?=[=~])", inside):
                if part.strip():
                    wrong = part.startswith("~")
                    weight, text, told = self._answer(part if not wrong else "~" + part[1:])
                    rows.append((weight, _show(text).strip(), told))
        else:
            text, _, told = inside.partition("#")
            rows.append((100.0, _show(text).strip(), self._text(told)))
        full = [text for weight, text, _told in rows if weight >= 100 and text]
        if not full:
            raise SkipItem("no-correct-answer", type="numeric")
        if len(full) > 1 or any(0 < weight < 100 for weight, _text, _told in rows):
            self._reasons.add("weights-changed")
        right, others = _feedback_by_answer([(weight, text or "Other answers", told) for weight, text, told in rows])
        explanation = making.explain(general, right, "", others)
        answer = _range(full[0])
        return Question(id="", text=stem, marks=1, type="numeric", numeric=answer, explanation=explanation)

    def _answer(self, part: str) -> tuple[float, str, str]:
        """(weight in per cent, text, feedback) of one answer that begins with its sign."""
        part = part.strip()
        weight = 0.0
        if part.startswith("="):
            weight, part = 100.0, part[1:].strip()
        part = part.removeprefix("~").lstrip()
        if found := _WEIGHT.match(part):
            weight, part = float(found[1]), part[found.end() :].strip()
        text, _, feedback = part.partition("#")
        return weight, text.strip(), self._text(feedback)

    def _text(self, hidden: str) -> str:
        """Our markup for a piece of text in its own or the question's format."""
        kind = self._format
        hidden = hidden.strip()
        if found := _FORMAT.match(hidden):
            kind, hidden = found[1].lower(), hidden[found.end() :]
        text = _show(hidden)
        if kind == "html" or (kind == "moodle" and html_text.looks_like_html(text)):
            made, reasons = html_text.from_html(text, self._pictures)
            self._reasons |= reasons
            return made
        return literal.paragraphs(text)


_FIELDS = ("id", "text", "marks", "type", "explanation", "points", "choices", "true", "pairs", "numeric")


def weights_reasons(weights: list[float], right: list[bool], *, several: bool) -> set[Reason]:
    """What our counting changes: one mark per right option less one per wrong, or all or nothing for one answer.

    A multiple response is the same there when right options share 100 % evenly and wrong ones take as much away.
    """
    reasons: set[Reason] = set()
    if not several:
        if any(0 < weight < 100 for weight in weights):
            reasons.add("weights-changed")
        if any(weight < 0 for weight in weights):
            reasons.add("negative-marks")
        return reasons
    share = 100 / max(sum(right), 1)
    if any(abs(weight - (share if good else -share)) > 0.01 for weight, good in zip(weights, right, strict=True)):
        reasons.add("weights-changed")
    return reasons


def _feedback_by_answer(rows: list[tuple[float, str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """The feedback to the first full answer, and that to the others by their words."""
    right = next((told for weight, _text, told in rows if weight >= 100 and told), "")
    return right, [(text, told) for _weight, text, told in rows if told and told != right]


def _range(text: str) -> NumericAnswer:
    """ "1822", "3.14:0.01" or "1..5". Raises SkipItem."""
    low, dots, high = text.partition("..")
    value, colon, tolerance = text.partition(":")
    pair = (
        (making.number(low), making.number(high)) if dots else (making.number(value), making.number(tolerance or "0"))
    )
    first, second = pair
    if first is None or second is None or (dots and second < first):
        raise SkipItem("unreadable", type="numeric")
    return making.between(first, second) if dots else making.numeric(first, second if colon else Decimal(0))


def _hide(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(_SHIFT + ord("\n" if found[1] == "n" else found[1])), text)


def _show(text: str) -> str:
    return _HIDDEN.sub(lambda found: chr(ord(found[0]) - _SHIFT), text)


def _is_stop(after: str) -> bool:
    """Whether what follows the answers is only the end of the sentence, not a missing-word question."""
    return after in {".", "?", "!", ":"}
