"""Small steps that every reader shares: options, marks, feedback and words for our questions."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from html import escape

from tutorapp.domain import markup
from tutorapp.domain.content import Choice, MarkPoint, NumericAnswer, Pair, Question, QuestionType
from tutorapp.formats import literal
from tutorapp.formats.found import SkipItem
from tutorapp.formats.report import Reason

MOST_MARKS = 100
_RIGHT, _WRONG = "**Right:** ", "**Wrong:** "
_TITLE_LENGTH = 200


def options(texts: Sequence[str], right: Sequence[bool], feedback: Sequence[str] = ()) -> tuple[Choice, ...]:
    """Options with the ids a, b, c …, then o27, o28 …"""
    return tuple(
        Choice(
            id=chr(97 + at) if at < 26 else f"o{at + 1}",
            text=text,
            correct=right[at],
            feedback=feedback[at] if at < len(feedback) else "",
        )
        for at, text in enumerate(texts)
    )


def choice_type(choices: Sequence[Choice], *, several: bool | None = None) -> QuestionType:
    """The type of a choice question; ``several`` where the source says it. Raises SkipItem for an unsound one."""
    right = sum(choice.correct for choice in choices)
    if len(choices) < 2:
        raise SkipItem("no-options", type="multiple_choice")
    if right == 0:
        raise SkipItem("no-correct-answer", type="multiple_choice")
    return "multiple_response" if several or right > 1 else "multiple_choice"


def check_pairs(pairs: Sequence[Pair]) -> None:
    """Raises SkipItem for a matching question of fewer than two pairs or with an empty right side."""
    if sum(bool(pair.left) for pair in pairs) < 2 or not all(pair.right for pair in pairs):
        raise SkipItem("no-options", type="matching")


def whole_marks(given: float | None) -> tuple[int, set[Reason]]:
    """Marks as the whole number we count in: 1 where nothing is said, at least 1, at most 100."""
    if given is None:
        return 1, set()
    if not math.isfinite(given):
        return 1, {"marks-changed"}
    marks = min(max(math.ceil(given - 1e-9), 1), MOST_MARKS)
    return marks, set() if abs(marks - given) < 1e-6 else {"marks-changed"}


def number(text: str) -> Decimal | None:
    """The finite number that ``text`` is, or None; both decimal signs are read."""
    cleaned = text.strip().replace("−", "-")
    if not re.fullmatch(r"[+-]?(\d{1,30}([.,]\d{0,30})?|[.,]\d{1,30})([eE][+-]?\d{1,2})?", cleaned):
        return None
    try:
        return Decimal(cleaned.replace(",", "."))
    except InvalidOperation:
        return None


def numeric(value: Decimal, tolerance: Decimal = Decimal(0), unit: str = "") -> NumericAnswer:
    """The answer ``value`` ± ``tolerance``."""
    return NumericAnswer(value=float(value), tolerance=abs(float(tolerance)), unit=unit)


def between(low: Decimal, high: Decimal) -> NumericAnswer:
    """The answer of a range, as its middle and half its width."""
    return numeric((low + high) / 2, (high - low) / 2)


def accepted(answers: Iterable[str], marks: int) -> tuple[MarkPoint, ...]:
    """One mark point for a short answer of which any of ``answers`` (plain) is right."""
    kept = [answer for answer in dict.fromkeys(" ".join(answer.split()) for answer in answers) if answer]
    terms = tuple(answer for answer in kept if "*" not in answer)
    text = " / ".join(kept)
    return (MarkPoint(id="p1", text=text, marks=marks, terms=((terms,),) if len(terms) == len(kept) else ()),)


def by_person(text: str, marks: int) -> tuple[MarkPoint, ...]:
    """One mark point that only a person can judge."""
    return (MarkPoint(id="p1", text=text, marks=marks),)


def explain(general: str, right: str = "", wrong: str = "", others: Iterable[tuple[str, str]] = ()) -> str:
    """One explanation of all feedback that belongs to no option; ``explained`` takes it apart again.

    ``others``: (answer, feedback to it).
    """
    parts = [general] if general else []
    parts += [_led(_RIGHT, right)] if right else []
    parts += [_led(_WRONG, wrong)] if wrong else []
    parts += [_led(f"**{answer.replace('*', '')[:200]}:** ", text) for answer, text in others if text]
    return "\n\n".join(parts)


def _led(lead: str, text: str) -> str:
    """``lead`` before ``text``, on a line of its own where the text begins with more than words."""
    simple = text[:1] not in "!>#-" and not text[:1].isdigit()
    return lead + text if simple else f"{lead.strip()}\n\n{text}"


def explained(explanation: str) -> tuple[str, str, str]:
    """(general, when right, when wrong) of what ``explain`` made; other texts are all general."""
    general, right, wrong = [], "", ""
    for block in explanation.split("\n\n"):
        if block.startswith(_RIGHT) and not right:
            right = block.removeprefix(_RIGHT)
        elif block.startswith(_WRONG) and not wrong:
            wrong = block.removeprefix(_WRONG)
        else:
            general.append(block)
    made = "\n\n".join(general), right, wrong
    return made if explain(*made) == explanation else (explanation, "", "")


def title_of(text: str) -> str:
    """A plain title: one line of at most 200 characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _TITLE_LENGTH else flat[: _TITLE_LENGTH - 1] + "…"


def label(question: Question) -> str:
    """The question's title, else the beginning of its text."""
    return title_of(question.title or literal.bare(markup.plain(question.text)))[:120]


def html_escape(text: str) -> str:
    """``text`` as HTML that shows these very signs."""
    return escape(text, quote=False)


def sha256_of(data: bytes) -> str:
    """The SHA-256 of ``data`` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
