"""Writing GIFT and Aiken, the two plain text formats."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from tutorapp.domain.content import Pair, Question
from tutorapp.formats import details, html_text, literal, making, writing
from tutorapp.formats.report import Reason
from tutorapp.formats.writing import Written

_SIGNS = re.compile(r"([\\~=#{}:])")
_FORMAT_LIKE = re.compile(r"\s*(\[|//|\$)")
_AIKEN_LIKE = re.compile(r"\s*ANSWER:|\s*[A-Z][.)]\s")
Media = Mapping[str, bytes]


def write_gift(questions: tuple[Question, ...], title: str, _media: Media) -> tuple[bytes, list[Written]]:
    """A GIFT file; ``title`` names the category ("" for none)."""
    rows = [_gift(question) for question in questions]
    parts = [f"$CATEGORY: $course$/{' '.join(title.replace('/', '//').split())}"] if title else []
    parts += [row.text for row in rows if row.text is not None]
    return ("\n\n".join(parts) + "\n").encode(), rows


def _gift(question: Question) -> Written:
    ready, reasons = writing.prepare(question)
    if ready.type != "text" and ready.marks != 1:
        reasons.add("marks-changed")
    if writing.pictures_in(ready):
        reasons.add("media-missing")
    made = _gift_form(ready, reasons)
    if made is None:
        return Written(question, None, frozenset({"unsupported-type"}))
    text, answers = made
    comment = f"[id:{_tag(ready.id)}]" if ready.id else ""
    comment += "".join(f" [tag:{_tag(tag)}]" for tag in details.as_tags(ready))
    name = f"::{_escaped(literal.bare(ready.title))}::" if ready.title else ""
    lines = [f"// {comment.strip()}"] if comment else []
    return Written(question, "\n".join([*lines, f"{name}{text}{answers}"]), frozenset(reasons))


def _tag(text: str) -> str:
    return " ".join(text.replace("[", "(").replace("]", ")").split())


def _gift_form(ready: Question, reasons: set[Reason]) -> tuple[str, str] | None:
    """(question text, answers in braces), or None when GIFT cannot hold it."""
    if ready.type == "gap_fill" and len(ready.gaps) != 1:
        return None
    if ready.type == "gap_fill" or ready.type == "date":
        reasons.add("type-changed")
        ready = writing.as_short(ready)
    if ready.type == "ordering":
        reasons.add("type-changed")
        pairs = tuple(Pair(left=step, right=str(at)) for at, step in enumerate(ready.order, 1))
        ready = replace(ready, type="matching", pairs=pairs)
    text = _said(ready.text)
    general = ready.explanation
    inside: str | None
    match ready.type:
        case "multiple_choice" | "multiple_response":
            inside = _gift_choices(ready, reasons)
        case "true_false":
            if ready.points:
                reasons.add("mark-scheme-lost")
            general, right, wrong = making.explained(ready.explanation)
            told = f"#{_said(wrong)}" if wrong or right else ""
            inside = ("TRUE" if ready.true else "FALSE") + told + (f"#{_said(right)}" if right else "")
        case "matching":
            reasons |= set() if ready.shuffle else {"shuffle-lost"}
            pairs_said = (
                f"={_arrowless(pair.left, reasons)} -> {_arrowless(pair.right, reasons)}" for pair in ready.pairs
            )
            inside = " ".join(pairs_said)
        case "numeric" if ready.numeric is not None:
            reasons |= {"unit-lost"} if ready.numeric.unit else set()
            tolerance = f":{writing.figure(ready.numeric.tolerance)}" if ready.numeric.tolerance else ""
            inside = f"#{writing.figure(ready.numeric.value)}{tolerance}"
        case "short_answer" if answers := writing.machine_answers(ready):
            inside = " ".join(f"=%100%{_escaped(_no_arrow(answer, reasons))}" for answer in answers)
        case "text":
            if general:
                reasons.add("feedback-lost")
            return text, ""
        case _:
            reasons |= writing.scheme_losses(ready)
            reasons |= set() if ready.type == "essay" else {"type-changed"}
            inside = ""
    told = f"####{_said(general)}" if general else ""
    return text, f"{{{inside}{told}}}"


def _gift_choices(ready: Question, reasons: set[Reason]) -> str:
    if not ready.shuffle:
        reasons.add("shuffle-lost")
    several = ready.type == "multiple_response"
    share = 100 / max(sum(choice.correct for choice in ready.choices), 1)
    parts = []
    for choice in ready.choices:
        sign = "~" if several or not choice.correct else "="
        weight = share if choice.correct else -share if several else 0
        told = f"#{_said(choice.feedback)}" if choice.feedback else ""
        size = f"{weight:.5f}".rstrip("0").rstrip(".")
        parts.append(f"{sign}%{size}%{_said(choice.text)}{told}")
    return " ".join(parts)


def _said(text: str) -> str:
    """A text of ours with its format mark where one is needed."""
    if not text:
        return ""
    if not html_text.is_plain(text):
        return f"[html]{_escaped(html_text.to_html(text))}"
    words = writing.words(text)
    return (
        f"[plain]{_escaped(words)}"
        if html_text.looks_like_html(words) or _FORMAT_LIKE.match(words)
        else _escaped(words)
    )


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text).replace("\n", "\\n")


def _no_arrow(text: str, reasons: set[Reason]) -> str:
    """GIFT has no escape for "->" inside an answer."""
    if "->" in text:
        reasons.add("html-removed")
    return text.replace("->", "→")


def _arrowless(text: str, reasons: set[Reason]) -> str:
    return _said(_no_arrow(text, reasons))


def write_aiken(questions: tuple[Question, ...], _title: str, _media: Media) -> tuple[bytes, list[Written]]:
    """An Aiken file; what is no choice of one among up to 26 is left out and listed."""
    rows = [_aiken(question) for question in questions]
    return ("\n\n".join(row.text for row in rows if row.text is not None) + "\n").encode(), rows


def _aiken(question: Question) -> Written:
    ready, reasons = writing.prepare(question)
    reasons |= writing.bare_losses(ready)
    if ready.type == "true_false":
        reasons.add("type-changed")
        ready = replace(ready, choices=making.options(["True", "False"], [bool(ready.true), not ready.true]))
    elif ready.type != "multiple_choice" or len(ready.choices) > 26:
        return Written(question, None, frozenset({"unsupported-type"}))
    reasons |= writing.option_feedback(ready.choices) | ({"feedback-lost"} if ready.explanation else set())
    reasons |= writing.flattened(ready.text, *(choice.text for choice in ready.choices))
    reasons |= {"media-missing"} if writing.pictures_in(ready) else set()
    reasons |= set() if ready.shuffle else {"shuffle-lost"}
    reasons |= {"mark-scheme-lost"} if ready.points else set()
    stem = [line for line in writing.words(ready.text).split("\n") if line.strip()]
    options = [" ".join(writing.words(choice.text).split()) for choice in ready.choices]
    if any(_AIKEN_LIKE.match(line) for line in stem) or not stem or not all(options):
        return Written(question, None, frozenset({"unreadable"}))
    right = next(chr(65 + at) for at, choice in enumerate(ready.choices) if choice.correct)
    lines = [*stem, *(f"{chr(65 + at)}) {text}" for at, text in enumerate(options)), f"ANSWER: {right}"]
    return Written(question, "\n".join(lines), frozenset(reasons))
